"""The patient summaries that his doctor's software deposits after each visit."""

from collections.abc import Iterator
from datetime import date, timedelta

from platform_api.demo.chance import Random, seeded
from platform_api.demo.documents.ten_years.course import (
    ALLERGY,
    FIBRILLATION,
    HEALED,
    HIP,
    STAYS,
    TEN_YEARS,
    ULCER,
    french,
    medicines,
    problems,
    value,
)

_REASONS = (
    ("Renouvellement du traitement", "Se sent bien, pas de plainte nouvelle. Traitement bien toléré."),
    (
        "Contrôle de la tension",
        "Tient un carnet de tension à domicile, valeurs concordantes avec celles du cabinet.",
    ),
    ("Suivi du diabète", "Glycémies à jeun entre 110 et 145 mg/dL. Pas d'hypoglycémie ressentie."),
    (
        "Discussion des résultats de laboratoire",
        "Résultats expliqués et remis au patient, voir le compte rendu.",
    ),
    (
        "Douleurs lombaires",
        "Lumbago après jardinage, sans irradiation ni déficit. Chaleur et mobilisation conseillées.",
    ),
    ("Contrôle de routine", "Marche trente minutes par jour avec son chien. Poids stable, sommeil correct."),
)
_WINTER = (
    (
        "Rhume et toux",
        "Toux sèche depuis cinq jours, pas de fièvre. Auscultation pulmonaire libre. Repos, hydratation.",
    ),
    ("Bronchite", "Toux grasse, 37,8 °C. Pas de foyer à l'auscultation ; pas d'antibiotique pour l'instant."),
)
_AUTUMN = (
    ("Vaccination contre la grippe", "Vaccin saisonnier administré ce jour au bras gauche, bien toléré."),
)
_BEFORE_HIP = (
    (
        "Douleurs de la hanche droite",
        "Douleur de l'aine à la marche, périmètre réduit à 400 m, boiterie en fin de journée.",
    ),
    ("Renouvellement des antalgiques", "Montée des escaliers pénible. Avis orthopédique demandé."),
)
_AFTER_HIP = (
    (
        "Suivi après prothèse de hanche",
        "Cicatrice souple, marche sans canne sur terrain plat. Kinésithérapie poursuivie.",
    ),
    (
        "Ablation des fils et contrôle",
        "Plaie propre. Pas de signe de phlébite. Énoxaparine jusqu'au terme prévu.",
    ),
)
_ULCER = (
    (
        "Plaie du pied gauche",
        "Mal perforant sous la première tête métatarsienne, fond propre. Chaussure de décharge.",
    ),
    (
        "Suivi de la plaie du pied",
        "Bourgeonnement satisfaisant, pas d'écoulement. Pansements trois fois par semaine.",
    ),
)
_FIBRILLATION = (
    (
        "Suivi de l'anticoagulation",
        "Pas de saignement. Pouls irrégulier, bien toléré. Prise de l'apixaban régulière.",
    ),
    (
        "Palpitations",
        "Deux épisodes de moins d'une heure dans le mois. ECG joint, avis cardiologique non urgent.",
    ),
)
_PLANS = (
    "Poursuite du traitement. Prochain contrôle en [[+28|month]].",
    "Prise de sang avant la prochaine visite. Apporter le carnet de tension.",
    "Activité physique encouragée, limiter le sel. Revoir dans un mois.",
    "Ordonnance renouvelée pour trois mois.",
    "Rappeler si fièvre, essoufflement ou douleur nouvelle.",
)


def visits(today: date) -> Iterator[tuple[str, dict[str, str], str]]:
    """Some 170 visits, three weeks apart more or less."""
    age = TEN_YEARS
    number = 0
    while age > 8:
        number += 1
        rng = seeded("summary", number)
        key = f"reuland-summary-{number:03d}"
        reason, finding = _reason(age, (today - timedelta(age)).month, rng)
        fields = {
            "type": "patient-summary",
            "title": f"Résumé patient : {reason[0].lower()}{reason[1:]}",
            "language": "fr",
            "format": "cda",
            "author": "schroell",
            "age": str(age),
            "service": str(age),
            "encounter": "AMB",
            "description": reason,
        }
        if not any(first >= age >= last for first, last in STAYS):
            yield key, fields, _text(age, reason, finding, rng)
        age -= seeded("days until the next visit", number).randint(17, 25)


def _reason(age: int, month: int, rng: Random) -> tuple[str, str]:
    choices = list(_REASONS)
    if month in (10, 11):
        choices += _AUTUMN
    if month in (11, 12, 1, 2, 3):
        choices += _WINTER
    if HIP < age < HIP + 700:
        choices += _BEFORE_HIP * 3
    if HIP - 120 < age < HIP - 12:
        return rng.choice(_AFTER_HIP)
    if HEALED < age < ULCER:
        return rng.choice(_ULCER)
    if age < FIBRILLATION:
        choices += _FIBRILLATION
    return rng.choice(choices)


def _text(age: int, reason: str, finding: str, rng: Random) -> str:
    taken = "\n".join(f"| {name} | {dose} | {purpose} |" for name, dose, purpose in medicines(age))
    current = "\n".join(f"- {problem}" for problem in problems(age))
    systolic, diastolic = round(value("systolic", age)), round(value("diastolic", age))
    weight, pulse = value("weight", age), round(value("pulse", age))
    flag = " ↑" if systolic >= 140 else ""
    parts = [
        f"# Motif de la consultation {{29299-5}}\n\n{reason}",
        f"# Problèmes de santé actifs {{11450-4}}\n\n{current}",
        f"# Allergies et intolérances {{48765-2}}\n\n- {ALLERGY}",
        "# Traitements en cours {10160-0}\n\n| Médicament | Matin – midi – soir | Indication |\n" + taken,
        "# Constantes {8716-3}\n\n| Mesure | Valeur | Unité |\n"
        f"| Pression systolique {{LOINC:8480-6}} | {systolic}{flag} | mmHg |\n"
        f"| Pression diastolique {{LOINC:8462-4}} | {diastolic} | mmHg |\n"
        f"| Fréquence cardiaque {{LOINC:8867-4}} | {pulse} | /min |\n"
        f"| Poids {{LOINC:29463-7}} | {french(weight, 1)} | kg |",
        f"# Observation\n\n{finding}",
        f"# Conduite à tenir {{18776-5}}\n\n{rng.choice(_PLANS)}",
    ]
    if rng.random() < 0.5:
        parts[5], parts[1] = parts[1], parts[5]
    return "\n\n".join(parts)
