"""Examinations that come back every year: heart, vessels, feet, eyes, and the pictures that go with them."""

from collections.abc import Iterator

from platform_api.demo.chance import seeded
from platform_api.demo.documents.ten_years.course import (
    CATARACT,
    FIBRILLATION,
    GLIFLOZIN,
    HIP,
    ULCER,
    french,
    value,
)

Visit = tuple[str, dict[str, str], str]


def visits() -> Iterator[Visit]:
    """Diagnostic reports, screening reports and imaging reports."""
    yield from _diagnostic()
    yield from _preventive()
    yield from _imaging()


def _fields(kind: str, title: str, author: str, age: int, description: str) -> dict[str, str]:
    return {
        "type": kind,
        "title": title,
        "language": "fr",
        "format": "cda",
        "author": author,
        "to": "schroell",
        "age": str(age),
        "service": str(age),
        "encounter": "AMB",
        "description": description,
    }


def _diagnostic() -> Iterator[Visit]:
    for year in range(10):
        age = 3560 - 361 * year
        pulse = round(value("pulse", age))
        irregular = age <= FIBRILLATION and year % 2 == 0
        rhythm = "fibrillation atriale à réponse contrôlée" if irregular else "rythme sinusal régulier"
        yield (
            f"reuland-ecg-{year:02d}",
            _fields(
                "diag-report", "Électrocardiogramme de repos", "schroell", age, "ECG de surveillance annuelle"
            ),
            "# Indication {18785-6}\n\nSurveillance annuelle d'un patient diabétique et hypertendu.\n\n"
            "# Résultat {18782-3}\n\n| Paramètre | Valeur | Unité |\n"
            f"| Fréquence {{LOINC:8867-4}} | {pulse} | /min |\n"
            f"| Intervalle PR {{LOINC:8625-6}} | {'—' if irregular else 172 + year} | ms |\n"
            f"| Durée du QRS {{LOINC:8633-0}} | {92 + year} | ms |\n"
            f"| QTc {{LOINC:8636-3}} | {408 + 2 * year} | ms |\n\n"
            f"# Conclusion {{19005-8}}\n\n{rhythm.capitalize()}, pas de trouble de la repolarisation.",
        )
    for year in range(8):
        age = 3430 - 431 * year
        mean = value("systolic", age) - 7
        yield (
            f"reuland-abpm-{year:02d}",
            _fields(
                "diag-report", "Mesure ambulatoire de la pression artérielle (24 h)", "vauthier", age, "MAPA"
            ),
            "# Technique {55111-9}\n\nEnregistrement de 24 heures, brassard au bras gauche, "
            f"{seeded('abpm', year).randint(62, 74)} mesures valides.\n\n"
            "# Résultats {18834-2}\n\n| Période | Systolique | Diastolique |\n"
            f"| 24 heures | {mean:.0f} mmHg | {value('diastolic', age) - 5:.0f} mmHg |\n"
            f"| Jour | {mean + 4:.0f} mmHg | {value('diastolic', age) - 2:.0f} mmHg |\n"
            f"| Nuit | {mean - 13:.0f} mmHg | {value('diastolic', age) - 13:.0f} mmHg |\n\n"
            "# Conclusion {19005-8}\n\n"
            + (
                "Charge tensionnelle encore élevée le jour."
                if mean > 135
                else "Tension contrôlée sur 24 heures."
            )
            + " Baisse nocturne conservée.",
        )
    for year in range(7):
        age = 3380 - 480 * year
        fraction = 62 - year + (2 if age < GLIFLOZIN else 0)
        atrium = 38 + year
        yield (
            f"reuland-echo-{year:02d}",
            _fields(
                "diag-report", "Échocardiographie transthoracique", "vauthier", age, "Échographie du cœur"
            ),
            "# Mesures {18834-2}\n\n| Mesure | Valeur | Unité | Repère |\n"
            f"| Fraction d'éjection {{LOINC:10230-1}} | {fraction} | % | > 52 |\n"
            f"| Oreillette gauche, diamètre | {atrium} | mm | < 40 |\n"
            f"| Septum interventriculaire | {11 + year // 3} | mm | 6–10 |\n\n"
            "# Description\n\n- Ventricule gauche de taille normale, cinétique segmentaire conservée.\n"
            "- Insuffisance mitrale minime, valve aortique souple.\n- Pas d'épanchement péricardique.\n\n"
            "# Conclusion {19005-8}\n\nFonction systolique conservée. Hypertrophie concentrique légère.",
        )
    for year in range(6):
        age = 3290 - 560 * year
        right, left = 1.02 - 0.015 * year, 0.98 - 0.03 * year
        yield (
            f"reuland-doppler-{year:02d}",
            _fields(
                "diag-report",
                "Écho-doppler artériel des membres inférieurs",
                "petges",
                age,
                "Artères des jambes",
            ),
            "# Résultats {18834-2}\n\n| Côté | Index de pression cheville-bras | Repère |\n"
            f"| Droit | {french(right, 2)} | 0,90–1,30 |\n| Gauche | "
            f"{french(left, 2)}{' ↓' if left < 0.9 else ''} | 0,90–1,30 |"
            "\n\n## À droite\n\nFlux triphasiques jusqu'aux artères de cheville.\n\n## À gauche\n\n"
            "Plaques calcifiées de l'artère fémorale superficielle, sans sténose serrée.\n\n"
            "# Conclusion {19005-8}\n\nAthérome diffus modéré, sans indication à une revascularisation.",
        )


def _preventive() -> Iterator[Visit]:
    for year in range(10):
        age = 3500 - 356 * year
        reduced = age < 1500
        felt = 4 - year % 2 if reduced else 6
        grade = 3 if age < ULCER else 1 if reduced else 0
        yield (
            f"reuland-foot-{year:02d}",
            _fields(
                "preventive-report",
                "Dépistage du pied diabétique",
                "schroell",
                age,
                "Examen annuel des pieds",
            ),
            "# Examen {29545-1}\n\n| Examen | Pied droit | Pied gauche |\n"
            f"| Monofilament 10 g, points perçus | {felt} sur 6 | {max(felt - 1, 2) if reduced else 6} sur 6 |\n"
            "| Pouls pédieux | perçu | perçu |\n"
            f"| Peau | {'sèche, cors' if reduced else 'intacte'} | "
            f"{'sèche, hyperkératose' if reduced else 'intacte'} |\n\n"
            f"# Conclusion {{19005-8}}\n\nRisque podologique : **grade {grade}**. "
            + (
                "Pédicurie médicale et inspection quotidienne des pieds."
                if reduced
                else "Contrôle dans un an."
            ),
        )
    for year in range(10):
        age = 3460 - 352 * year
        mild = age < 2300
        yield (
            f"reuland-retina-{year:02d}",
            _fields(
                "preventive-report",
                "Dépistage de la rétinopathie diabétique",
                "kemmer",
                age,
                "Rétinographie annuelle",
            ),
            "# Technique {55111-9}\n\nDeux clichés par œil, sans dilatation, lecture à distance.\n\n"
            "# Résultat {18782-3}\n\n| Œil | Qualité | Lecture |\n"
            f"| Droit | bonne | {'quelques micro-anévrismes' if mild else 'pas de rétinopathie'} |\n"
            f"| Gauche | {'moyenne (cataracte)' if CATARACT < age < 1200 else 'bonne'} | pas de rétinopathie |\n\n"
            "# Conclusion {19005-8}\n\n"
            + (
                "Rétinopathie non proliférante minime à droite, sans œdème maculaire."
                if mild
                else "Pas de rétinopathie."
            )
            + " Nouveau dépistage dans un an.",
        )
    for number in range(2):
        age = 3330 - 730 * number
        positive = number == 1
        yield (
            f"reuland-fit-{number}",
            _fields(
                "preventive-report",
                "Dépistage du cancer colorectal : test immunologique",
                "chevalley",
                age,
                "Test FIT",
            ),
            "# Résultat {30954-2}\n\n| Analyse | Résultat | Unité | Seuil |\n"
            f"| Sang occulte dans les selles {{LOINC:29771-3}} | "
            f"{'**41** ↑' if positive else 6 + number} | µg/g | < 20 |\n\n"
            "# Conclusion {19005-8}\n\n"
            + (
                "Test **positif** : une coloscopie est indiquée. Un test positif ne veut pas dire cancer."
                if positive
                else "Test négatif. Prochaine invitation dans deux ans."
            ),
        )

    for number, (age, title, author, finding, conclusion) in enumerate(_ONCE):
        yield (
            f"reuland-check-{number}",
            _fields("preventive-report", title, author, age, "Dépistage proposé à cet âge"),
            f"# Résultat {{18782-3}}\n\n{finding}\n\n# Conclusion {{19005-8}}\n\n{conclusion}",
        )


_ONCE = (
    (
        2230,
        "Dépistage de l'anévrisme de l'aorte abdominale",
        "petges",
        "Aorte abdominale : diamètre maximal **21 mm**, parois calcifiées, pas d'anévrisme.",
        "Examen normal. Le dépistage n'est pas à répéter.",
    ),
    (
        1010,
        "Évaluation du risque de chute",
        "schroell",
        "Lever de chaise et demi-tour en 11 secondes. Pas de chute dans l'année. Tension stable au lever.",
        "Risque faible. Poursuivre la gymnastique, ôter le tapis de l'entrée.",
    ),
    (
        250,
        "Dépistage des troubles de l'audition",
        "schroell",
        "Voix chuchotée à deux mètres : entendue à gauche, mal entendue à droite. Tympans normaux.",
        "Baisse de l'audition à droite, ancienne et peu évolutive. Audiogramme conseillé.",
    ),
)


_PICTURES = (
    (
        3390,
        "Radiographie du thorax",
        "Bilan d'une toux prolongée",
        "Silhouette cardiaque à la limite supérieure.",
    ),
    (
        2960,
        "Échographie abdominale",
        "Bilan d'une élévation des gamma-GT",
        "Stéatose hépatique légère, pas de calcul.",
    ),
    (
        2480,
        "Radiographie du rachis lombaire",
        "Lombalgies",
        "Discarthrose L4-L5, pas de tassement vertébral.",
    ),
    (
        2020,
        "Radiographie du bassin et de la hanche droite",
        "Douleur de l'aine",
        "Pincement articulaire supérieur débutant.",
    ),
    (1710, "Échographie rénale", "Baisse de la filtration", "Reins de taille conservée, pas de dilatation."),
    (
        1480,
        "Radiographie du bassin et de la hanche droite",
        "Aggravation",
        "Pincement serré, ostéophytes, géode du toit.",
    ),
    (
        1230,
        "IRM de la hanche droite",
        "Bilan avant opération",
        "Coxarthrose évoluée, pas de nécrose de la tête.",
    ),
    (1150, "Radiographie du thorax", "Bilan préopératoire", "Pas de foyer ni d'épanchement."),
    (
        HIP - 1,
        "Radiographie du bassin, contrôle opératoire",
        "Lendemain d'opération",
        "Implants en place, axes corrects.",
    ),
    (
        HIP - 44,
        "Radiographie de la hanche droite",
        "Contrôle à six semaines",
        "Pas de descellement, pas de migration.",
    ),
    (
        HIP - 372,
        "Radiographie de la hanche droite",
        "Contrôle à un an",
        "Bonne intégration osseuse des implants.",
    ),
    (
        ULCER - 2,
        "Radiographie du pied gauche",
        "Plaie plantaire",
        "Pas d'image d'ostéite, calcifications vasculaires.",
    ),
    (ULCER - 20, "IRM du pied gauche", "Recherche d'une ostéite", "Œdème des parties molles, os respecté."),
    (ULCER - 80, "Radiographie du pied gauche", "Contrôle", "Aspect osseux inchangé."),
    (96, "Scanner du thorax sans injection", "Nodule connu", "Micronodule de 4 mm du lobe moyen, inchangé."),
)


def _imaging() -> Iterator[Visit]:
    for number, (age, title, reason, finding) in enumerate(_PICTURES, start=1):
        fields = _fields("imaging", title, "petges", age, reason)
        if number == 7:
            fields["format"] = "cda-pdf"
        yield (
            f"reuland-imaging-{number:02d}",
            fields,
            f"# Indication {{18785-6}}\n\n{reason}. Patient de [[age]] ans, diabétique.\n\n"
            f"# Description {{18782-3}}\n\n{finding} Comparaison faite avec les examens disponibles.\n\n"
            f"# Conclusion {{19005-8}}\n\n{finding}",
        )
