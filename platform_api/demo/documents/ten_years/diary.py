"""What Nicolas Reuland writes himself: his blood pressure diary."""

from collections.abc import Iterator

from platform_api.demo.documents.ten_years.course import value


def visits() -> Iterator[tuple[str, dict[str, str], str]]:
    """Three diaries of one week each, since he uses his record."""
    for number, age in enumerate((1190, 730, 61), start=1):
        fields = {
            "type": "holder",
            "title": "Mon carnet de tension, une semaine à la maison",
            "language": "fr",
            "format": "cda",
            "author": "patient",
            "age": str(age),
            "service": f"{age + 7}..{age + 1}",
            "description": "Mesures à domicile, matin et soir",
        }
        rows = []
        for day in range(7, 0, -1):
            high, low = value("systolic", age + day), value("diastolic", age + day)
            rows.append(f"| [[-{day}|short]] | {high:.0f} / {low:.0f} | {high - 5:.0f} / {low - 3:.0f} |")
        text = (
            "J'ai mesuré ma tension assis, après cinq minutes de repos, avec l'appareil de bras que "
            "le Dr Schroell a vérifié.\n\n"
            "Table: Tension en mmHg\n| Jour | Matin | Soir |\n" + "\n".join(rows) + "\n\n"
            "Le mardi j'avais mal dormi. Je prends mes comprimés à 7 h et à 19 h."
        )
        yield f"reuland-diary-{number}", fields, text
