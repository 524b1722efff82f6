"""The certificates that a retired man with diabetes collects."""

from collections.abc import Iterator

from platform_api.demo.documents.ten_years.course import HEALED, HIP, TEN_YEARS, ULCER

_CLOSING = (
    "Certificat établi à la demande de l'intéressé et remis en main propre pour faire valoir ce que de droit."
)

_ROUND = (
    (
        "Certificat médical : pratique du sport",
        "Groupe de gymnastique cardio-santé",
        "Je soussignée certifie avoir examiné ce jour **Monsieur Nicolas Reuland**, né le [[birth|short]], et n'avoir"
        " constaté aucune contre-indication cliniquement décelable à la pratique de la gymnastique "
        "d'entretien et de la"
        " marche nordique, à intensité modérée.",
    ),
    (
        "Certificat médical : voyage avec médicaments",
        "Transport de médicaments et d'un lecteur de glycémie en avion",
        "Je soussignée certifie que **Monsieur Nicolas Reuland** est suivi pour un diabète de type "
        "2 et une hypertension"
        " artérielle. Il doit garder sur lui, en cabine, ses médicaments, son lecteur de glycémie et les lancettes.",
    ),
    (
        "Certificat médical : kinésithérapie",
        "Indication de séances de kinésithérapie",
        "Je soussignée certifie que l'état de santé de **Monsieur Nicolas Reuland** justifie huit "
        "séances de kinésithérapie"
        " pour lombalgie chronique, à raison de deux séances par semaine.",
    ),
    (
        "Certificat médical : soins podologiques",
        "Prise en charge de soins de pédicurie médicale",
        "Je soussignée certifie que **Monsieur Nicolas Reuland**, diabétique, présente une "
        "diminution de la sensibilité"
        " plantaire et relève de soins de pédicurie médicale toutes les huit semaines.",
    ),
)
_DRIVING = (
    "Certificat d'aptitude à la conduite",
    "Renouvellement du permis de conduire, catégorie B",
    "Je soussignée certifie avoir examiné ce jour **Monsieur Nicolas Reuland**, âgé de [[age]] ans. "
    "Acuité visuelle corrigée"
    " suffisante aux deux yeux, audition et motricité sans restriction, diabète stable sans hypoglycémie sévère.\n\n"
    "Apte à la conduite des véhicules de la catégorie B, **avec port de lunettes**.",
)
_HIP = (
    (
        "Certificat médical : aide à domicile",
        "Aide temporaire après une opération",
        "Je soussignée certifie que **Monsieur Nicolas Reuland**, opéré de la hanche droite le "
        "[[t-1127]], a besoin d'une aide"
        " pour les courses et le ménage pendant six semaines.",
    ),
    (
        "Certificat médical : transport",
        "Transport assis vers la rééducation",
        "Je soussignée certifie que l'état de **Monsieur Nicolas Reuland** nécessite un transport "
        "assis professionnalisé pour se"
        " rendre aux séances de rééducation, jusqu'au [[+42]].",
    ),
    (
        "Certificat médical : carte de stationnement",
        "Demande de carte de stationnement, durée limitée",
        "Je soussignée certifie que le périmètre de marche de **Monsieur Nicolas Reuland** est "
        "réduit à moins de 100 mètres pour"
        " une durée estimée à six mois.",
    ),
)
_ULCER = (
    "Certificat médical : chaussures thérapeutiques",
    "Chaussures de décharge sur mesure",
    "Je soussignée certifie que **Monsieur Nicolas Reuland** présente un mal perforant plantaire du "
    "pied gauche et doit porter"
    " une chaussure de décharge, puis des chaussures orthopédiques sur mesure.",
)

Kind = tuple[str, str, str]


def visits() -> Iterator[tuple[str, dict[str, str], str]]:
    """Thirty-eight certificates: three or four a year, and those of the operation and of the wound."""
    dated: list[tuple[int, Kind]] = [
        (age, _ROUND[n % 4])
        for n, age in enumerate(range(TEN_YEARS - 40, 40, -111))
        if not (HIP - 120 < age < HIP + 10 or HEALED < age < ULCER)
    ]
    dated += [(age, _DRIVING) for age in (2650, 1560, 470)]
    dated += [(HIP - 20 - 7 * n, kind) for n, kind in enumerate(_HIP)]
    dated.append((ULCER - 40, _ULCER))
    for number, (age, (title, description, words)) in enumerate(sorted(dated, reverse=True), start=1):
        fields = {
            "type": "certificate",
            "title": title,
            "language": "fr",
            "format": "pdf" if number % 3 == 0 else "cda",
            "author": "schroell",
            "age": str(age),
            "service": str(age),
            "description": description,
        }
        yield f"reuland-certificate-{number:02d}", fields, f"{words}\n\n{_CLOSING}"
