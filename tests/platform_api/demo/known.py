"""What several tests of the demo know: the day they load it on, and the names that may not occur."""

from datetime import date

TODAY = date(2026, 11, 24)

# Real organisations of Luxembourg, real products and people known to the public: none may appear in the demo.
REAL_NAMES = (
    "Kirchberg Hôpital",
    "Robert Schuman",
    "Hôpitaux Schuman",
    "Centre Hospitalier de Luxembourg",
    "Centre Hospitalier Emile Mayrisch",
    "Centre Hospitalier du Nord",
    "CHL",
    "CHEM",
    "CHdN",
    "INCCI",
    "Rehazenter",
    "Baclesse",
    "Ketterthill",
    "Laboratoires Réunis",
    "BioNext",
    "Forges du Sud",
    "Laboratoire national de santé",
    "Hëllef Doheem",
    "HELP",
    "Tricentenaire",
    "Colpach",
    "Steinfort",
    "Bohler",
    "Zitha",
    "Sainte-Thérèse",
    "Sainte-Marie",
    "Päiperléck",
    "Emed",
    "MediPro",
    "Gecamed",
    "Comphor",
    "Medicus",
    "Bettel",
    "Frieden",
    "Lenert",
    "Juncker",
    "Asselborn",
    "Deprez",
    "Mutsch",
    "Luxtrust",
)
