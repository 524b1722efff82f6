"""His laboratory results: the same panel over ten years, with a few more tests now and then."""

from collections.abc import Iterator

from platform_api.demo.chance import seeded
from platform_api.demo.documents.ten_years.course import TEN_YEARS, french, value

Row = tuple[str, float, int, str, float | None, float | None]


def visits() -> Iterator[tuple[str, dict[str, str], str]]:
    """Sixteen results, some eight months apart."""
    for number in range(1, 17):
        age = _age(number)
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
        yield f"reuland-lab-{number:02d}", fields, _text(number)


def _age(number: int) -> int:
    """Days before today of the numbered result."""
    return TEN_YEARS - 60 - (number - 1) * 228


def _panels(number: int) -> list[tuple[str, str, list[Row]]]:
    """What the laboratory measures that time: name, section code, rows with their limits."""
    age = _age(number)
    rng = seeded("lab", number)
    sugar = 28.7 * value("hba1c", age) - 46.7 - 18
    gfr = value("gfr", age)
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
                ("Créatinine {LOINC:2160-0}", 0.98 * (79 / gfr) ** 0.82, 2, "mg/dL", 0.70, 1.20),
                ("Filtration glomérulaire (CKD-EPI) {LOINC:62238-1}", gfr, 0, "mL/min/1,73 m²", 60, None),
                ("Potassium {LOINC:2823-3}", 4.4 + rng.gauss(0, 0.25), 1, "mmol/L", 3.5, 5.1),
                ("Albumine / créatinine urinaire {LOINC:14959-1}", 52 - gfr / 3, 0, "mg/g", None, 30),
            ],
        ),
        (
            "Lipides",
            "18719-5",
            [
                ("Cholestérol total {LOINC:2093-3}", value("ldl", age) + 74, 0, "mg/dL", None, 200),
                ("Cholestérol HDL {LOINC:2085-9}", 45 + rng.gauss(0, 2), 0, "mg/dL", 40, None),
                ("Cholestérol LDL {LOINC:13457-7}", value("ldl", age), 0, "mg/dL", None, 100),
                ("Triglycérides {LOINC:2571-8}", 148 + rng.gauss(0, 22), 0, "mg/dL", None, 150),
            ],
        ),
        (
            "Hématologie",
            "18723-7",
            [
                ("Hémoglobine {LOINC:718-7}", haemoglobin, 1, "g/dL", 13.0, 17.0),
                ("Hématocrite {LOINC:4544-3}", haemoglobin * 3, 1, "%", 39.0, 52.0),
                ("Leucocytes {LOINC:6690-2}", 6.9 + rng.gauss(0, 0.9), 1, "G/L", 4.0, 10.0),
                ("Plaquettes {LOINC:777-3}", 236 + rng.gauss(0, 20), 0, "G/L", 150, 400),
            ],
        ),
    ]
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
    return panels


def _text(number: int) -> str:
    """A table per panel, each with the values of the time before."""
    before = {row[0]: row[1] for _, _, rows in _panels(number - 1) for row in rows} if number > 1 else {}
    sections = [
        f"# {name} {{{code}}}\n\n| Analyse | Résultat | Unité | Valeurs de référence | Antérieur |\n"
        + "\n".join(_row(row, before.get(row[0])) for row in rows)
        for name, code, rows in _panels(number)
    ]
    sections.append(f"# Commentaire du biologiste {{48767-8}}\n\n{_comment(_age(number))}")
    head = "Prélèvement veineux du [[-1]], à jeun. Demandeur : Dr Viviane Schroell."
    return "\n\n".join([head, *sections])


def _row(row: Row, before: float | None) -> str:
    name, found, digits, unit, low, high = row
    shown = french(found, digits)
    rounded = round(found, digits)
    if high is not None and rounded > high:
        shown = f"**{shown}** ↑"
    elif low is not None and rounded < low:
        shown = f"**{shown}** ↓"
    if low is not None and high is not None:
        reference = f"{french(low, digits)}–{french(high, digits)}"
    else:
        reference = f"< {french(high, digits)}" if high is not None else f"> {french(low or 0, digits)}"
    earlier = "" if before is None else french(before, digits)
    return f"| {name} | {shown} | {unit} | {reference} | {earlier} |"


def _comment(age: int) -> str:
    words = (
        "Équilibre glycémique au-dessus de l'objectif : à interpréter selon l'âge et le traitement."
        if value("hba1c", age) > 7.5
        else "Équilibre glycémique proche de l'objectif."
    )
    if value("gfr", age) < 60:
        words += (
            " Filtration glomérulaire modérément diminuée, compatible avec un stade 3a si elle est confirmée."
        )
    return words
