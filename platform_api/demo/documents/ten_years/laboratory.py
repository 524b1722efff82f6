"""His laboratory results: the same panel over ten years, with a few more tests now and then."""

from collections.abc import Iterator

from platform_api.demo.chance import seeded
from platform_api.demo.documents.ten_years.course import FIBRILLATION, TEN_YEARS, french, value

Row = tuple[str, float, int, str, float | None, float | None]


def visits() -> Iterator[tuple[str, dict[str, str], str]]:
    """Sixteen results, some eight months apart."""
    for number in range(1, 17):
        age = TEN_YEARS - 60 - (number - 1) * 228
        fields = {
            "type": "lab",
            "title": "Résultats d'analyses de biologie médicale",
            "language": "fr",
            "format": "pdf" if number in (3, 9) else "cda",
            "author": "chevalley" if number % 4 else "lorang",
            "to": "schroell",
            "age": str(age),
            "service": f"{age + 1}..{age}",
            "description": "Bilan du diabète et fonction rénale",
        }
        yield f"reuland-lab-{number:02d}", fields, _text(number, age)


def _text(number: int, age: int) -> str:
    rng = seeded("lab", number)
    sugar = 28.7 * value("hba1c", age) - 46.7 - 18
    gfr = value("gfr", age)
    creatinine = min(1.9, 0.98 * (79 / gfr) ** 0.82)
    haemoglobin = value("haemoglobin", age)
    panels: list[tuple[str, str, list[Row]]] = [
        (
            "Glycémie",
            "18719-5",
            [
                ("Glucose à jeun {LOINC:1558-6}", sugar, 0, "mg/dL", 70, 100),
                ("Hémoglobine glyquée HbA1c {LOINC:4548-4}", value("hba1c", age), 1, "%", 4.0, 6.0),
            ],
        ),
        (
            "Fonction rénale",
            "18719-5",
            [
                ("Créatinine {LOINC:2160-0}", creatinine, 2, "mg/dL", 0.70, 1.20),
                (
                    "Filtration glomérulaire estimée (CKD-EPI) {LOINC:62238-1}",
                    gfr,
                    0,
                    "mL/min/1,73 m²",
                    60,
                    None,
                ),
                ("Potassium {LOINC:2823-3}", 4.4 + rng.gauss(0, 0.25), 1, "mmol/L", 3.5, 5.1),
                (
                    "Albumine / créatinine urinaire {LOINC:14959-1}",
                    48 - gfr / 3 + rng.gauss(0, 3),
                    0,
                    "mg/g",
                    None,
                    30,
                ),
            ],
        ),
        (
            "Lipides",
            "18719-5",
            [
                ("Cholestérol total {LOINC:2093-3}", value("ldl", age) + 74, 0, "mg/dL", None, 200),
                ("Cholestérol HDL {LOINC:2085-9}", 44 + rng.gauss(0, 3), 0, "mg/dL", 40, None),
                ("Cholestérol LDL {LOINC:13457-7}", value("ldl", age), 0, "mg/dL", None, 100),
                ("Triglycérides {LOINC:2571-8}", 148 + rng.gauss(0, 22), 0, "mg/dL", None, 150),
            ],
        ),
    ]
    if number % 2 == 0 or age <= FIBRILLATION:
        panels.append(
            (
                "Hématologie",
                "18723-7",
                [
                    ("Hémoglobine {LOINC:718-7}", haemoglobin, 1, "g/dL", 13.0, 17.0),
                    ("Hématocrite {LOINC:4544-3}", haemoglobin * 2.95, 1, "%", 40.0, 52.0),
                    ("Leucocytes {LOINC:6690-2}", 6.9 + rng.gauss(0, 0.9), 1, "G/L", 4.0, 10.0),
                    ("Plaquettes {LOINC:777-3}", 236 + rng.gauss(0, 20), 0, "G/L", 150, 400),
                ],
            )
        )
    if number % 3 == 1:
        panels.append(
            (
                "Foie et thyroïde",
                "18719-5",
                [
                    ("ALAT {LOINC:1742-6}", 34 + rng.gauss(0, 8), 0, "U/L", None, 45),
                    ("Gamma-GT {LOINC:2324-2}", 52 + rng.gauss(0, 12), 0, "U/L", None, 60),
                    ("TSH {LOINC:3016-3}", 2.1 + rng.gauss(0, 0.4), 2, "mUI/L", 0.4, 4.0),
                ],
            )
        )
    sections = [
        f"# {name} {{{code}}}\n\n| Analyse | Résultat | Unité | Valeurs de référence | Antérieur |\n"
        + "\n".join(_row(row, number) for row in rows)
        for name, code, rows in panels
    ]
    sections.append(f"# Commentaire du biologiste {{48767-8}}\n\n{_comment(age, gfr)}")
    head = "Prélèvement veineux du [[-1]], à jeun. Demandeur : Dr Viviane Schroell."
    return "\n\n".join([head, *sections])


def _row(row: Row, number: int) -> str:
    name, found, digits, unit, low, high = row
    shown = french(found, digits)
    if high is not None and found > high:
        shown = f"**{shown}** ↑"
    elif low is not None and found < low:
        shown = f"**{shown}** ↓"
    if low is not None and high is not None:
        reference = f"{french(low, digits)}–{french(high, digits)}"
    else:
        reference = f"< {french(high, digits)}" if high is not None else f"> {french(low or 0, digits)}"
    before = found * (1 + seeded(name, number).uniform(-0.06, 0.07))
    return f"| {name} | {shown} | {unit} | {reference} | {french(before, digits)} |"


def _comment(age: int, gfr: float) -> str:
    sugar = value("hba1c", age)
    words = (
        "Équilibre glycémique au-dessus de l'objectif : à interpréter selon l'âge et le traitement."
        if sugar > 7.5
        else "Équilibre glycémique proche de l'objectif."
    )
    if gfr < 60:
        words += (
            " Filtration glomérulaire modérément diminuée, compatible avec un stade 3a si elle est confirmée."
        )
    return words
