"""How Nicolas Reuland's health goes: what he has, takes and measures on a day, counted in days before today."""

from itertools import pairwise

from platform_api.demo.chance import seeded

TEN_YEARS = 3640
STATIN, KIDNEY, GLIFLOZIN, HIP, FIBRILLATION = 2920, 1540, 1420, 1127, 760
ULCER, HEALED, CATARACT = 424, 318, 205

# First and last day of his stays in hospital, in days before today.
STAYS = ((1129, 1120), (760, 756), (424, 397))

# Days before today and the value there; between two of them the value runs in a straight line.
_KNOTS: dict[str, tuple[tuple[int, float], ...]] = {
    "hba1c": (
        (3650, 8.1),
        (2900, 7.4),
        (1500, 7.6),
        (1200, 6.9),
        (700, 7.2),
        (450, 8.6),
        (250, 7.3),
        (0, 7.0),
    ),
    "systolic": ((3650, 154), (2800, 142), (1500, 138), (800, 146), (600, 134), (0, 132)),
    "diastolic": ((3650, 90), (2800, 84), (800, 86), (600, 78), (0, 76)),
    "weight": ((3650, 96.5), (2500, 94), (1400, 93), (1000, 89), (500, 87), (400, 85), (0, 86.5)),
    "gfr": ((3650, 79), (2500, 70), (1500, 58), (800, 54), (0, 51)),
    "ldl": ((3650, 148), (2930, 142), (2800, 92), (1000, 78), (0, 66)),
    "haemoglobin": ((3650, 14.6), (1200, 14.1), (1118, 11.4), (1000, 13.4), (0, 13.2)),
    "pulse": ((3650, 76), (780, 74), (750, 88), (700, 72), (0, 68)),
}
_NOISE = {
    "hba1c": 0.12,
    "systolic": 6,
    "diastolic": 4,
    "weight": 0.7,
    "gfr": 2.2,
    "ldl": 7,
    "haemoglobin": 0.25,
    "pulse": 4,
}


def value(name: str, age: int) -> float:
    """What would be measured that many days ago; always the same for the same day."""
    knots = _KNOTS[name]
    found = knots[-1][1]
    for (older, first), (newer, last) in pairwise(knots):
        if older >= age >= newer:
            found = first + (last - first) * (older - age) / (older - newer)
    return found + seeded(name, age).gauss(0, _NOISE[name])


def french(number: float, digits: int = 0) -> str:
    """A number with a decimal comma."""
    return f"{number:.{digits}f}".replace(".", ",")


def problems(age: int) -> list[str]:
    """His active problems, as list items with their codes."""
    found = [
        "Diabète de type 2 (diagnostic en 2009) {ICD10:E11.9}",
        "Hypertension artérielle (2012) {ICD10:I10}",
    ]
    if age <= STATIN:
        found.append(f"Hypercholestérolémie, traitée depuis [[t-{STATIN}|month]] {{ICD10:E78.0}}")
    if age <= KIDNEY:
        found.append("Insuffisance rénale chronique, stade 3a {ICD10:N18.3}")
    if HIP < age <= HIP + 700:
        found.append("Coxarthrose droite, douloureuse à la marche {ICD10:M16.1}")
    if age <= HIP:
        found.append(f"Prothèse totale de hanche droite ([[t-{HIP}|month]]) {{ICD10:Z96.6}}")
    if age <= FIBRILLATION:
        found.append("Fibrillation atriale paroxystique, sous anticoagulant {ICD10:I48.0}")
    if HEALED <= age <= ULCER:
        found.append("**Mal perforant plantaire du pied gauche**, soins en cours {ICD10:E11.5}")
    return found


def medicines(age: int) -> list[tuple[str, str, str]]:
    """What he takes: name with its code, dosage morning – noon – evening, what for."""
    found = [
        ("Metformine 850 mg {ATC:A10BA02}", "1 – 0 – 1", "diabète"),
        ("Périndopril 5 mg {ATC:C09AA04}", "1 – 0 – 0", "tension"),
    ]
    if age > GLIFLOZIN:
        found.append(("Gliclazide LM 60 mg {ATC:A10BB09}", "1 – 0 – 0", "diabète"))
    else:
        found.append(("Dapagliflozine 10 mg {ATC:A10BK01}", "1 – 0 – 0", "diabète, rein"))
    if age <= STATIN:
        found.append(("Atorvastatine 20 mg {ATC:C10AA05}", "0 – 0 – 1", "cholestérol"))
    if age <= FIBRILLATION:
        found.append(("Apixaban 5 mg {ATC:B01AF02}", "1 – 0 – 1", "prévention des caillots"))
        found.append(("Bisoprolol 2,5 mg {ATC:C07AB07}", "1 – 0 – 0", "rythme cardiaque"))
    if HIP < age <= HIP + 700:
        found.append(("Paracétamol 1 g {ATC:N02BE01}", "si besoin, 3 au plus par jour", "douleur de hanche"))
    return found


ALLERGY = (
    "**Pénicilline** : œdème de la face en 1987. Aucune pénicilline, prudence avec les céphalosporines. "
    "{ATC:J01C}"
)
