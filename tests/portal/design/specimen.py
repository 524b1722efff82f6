"""A page of every part of the design, rendered with a plain environment, to be looked at and checked."""

import sys
from dataclasses import dataclass
from pathlib import Path

import qrcode
from babel.messages.pofile import read_po
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from patient_portal import components

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str = "patient"
    kind: str = "person"
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    current: bool
    icon: str


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str
    phone_link: str
    email: str
    hours: str


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str
    type: str
    group: str
    author: str
    organisation: str
    date: str
    day: str
    new: bool
    url: str = "#"


LANGUAGE_NAMES = {"fr": "Français", "de": "Deutsch", "lb": "Lëtzebuergesch", "en": "English"}


class SpecimenForm(Form):
    """One field of each kind."""

    matricule = StringField("Matricule", [InputRequired("Entrez votre matricule à 13 chiffres.")])
    code = StringField(
        "Code de votre lettre", description="12 lettres et chiffres, par exemple 7KQ2-MX4D-93RT"
    )
    totp = StringField("Code de votre application d’authentification")
    password = PasswordField(
        "Mot de passe", description="Au moins 12 caractères ; une phrase convient très bien."
    )
    group = SelectField(
        "Type de document",
        choices={"laboratory": "Biologie", "imaging": "Imagerie"},
    )
    organisation = SelectField("Établissement", choices={"chl": "Centre hospitalier de Luxembourg"})
    level = RadioField("Qui peut l’ouvrir", choices={"normal": "Normal", "secret": "Secret"})
    confirm = BooleanField("J’ai compris")
    since = DateField("Du")
    until = DateField("Au")
    note = TextAreaField("Chercher dans vos documents")


class Catalogue(Translations):
    """The words of one language as they stand in its catalogue, English where a word is missing."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._catalog = {}
        self.plural = lambda n: int(n != 1)
        file = ROOT / "translations" / lang / "LC_MESSAGES" / "messages.po"
        with file.open("rb") as stream:
            for message in read_po(stream, locale=lang):
                if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                    self._catalog[message.id] = message.string


def environment(static_url: str, lang: str) -> Environment:
    """The portal's templates, as strict as in the portal."""
    env = Environment(
        loader=FileSystemLoader([ROOT / "templates", Path(__file__).parent / "pages"]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    catalogue = Catalogue(lang)
    env.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # by the extension
    env.globals.update(
        asset=lambda path: f"{static_url}/{path}",
        asset_integrity=lambda path: "",
        csrf_token=lambda: "token",
    )
    components.install(env)
    return env


ROWS = [
    Row(
        "1",
        "Résultats d’analyses médicales",
        "Résultats de laboratoire",
        "laboratory",
        "Dr Jean-Marc Hengen",
        "Laboratoire du Kirchberg",
        "3 nov. 2026",
        "2026-11-03",
        True,
    ),
    Row(
        "2",
        "Entlassungsbrief nach stationärem Aufenthalt in der Abteilung für Kardiologie",
        "Lettre de sortie",
        "hospital",
        "Dr. Anke Weber-Thill",
        "Hôpitaux Robert Schuman",
        "28 oct. 2026",
        "2026-10-28",
        True,
    ),
    Row(
        "3",
        "IRM du genou droit",
        "Compte rendu d’imagerie",
        "imaging",
        "Dr Tom Kieffer",
        "Centre hospitalier de Luxembourg",
        "14 oct. 2026",
        "2026-10-14",
        False,
    ),
    Row(
        "4",
        "Ordonnance",
        "Prescription médicamenteuse",
        "treatments",
        "Dr Léa Wagner",
        "Cabinet médical Wagner",
        "2 oct. 2026",
        "2026-10-02",
        False,
    ),
    Row(
        "5",
        "Carnet de vaccination",
        "Carnet de vaccination",
        "prevention",
        "Dr Léa Wagner",
        "Cabinet médical Wagner",
        "30 sept. 2026",
        "2026-09-30",
        False,
    ),
    Row(
        "6",
        "Résumé patient",
        "Résumé patient",
        "synthesis",
        "Dr Léa Wagner",
        "Cabinet médical Wagner",
        "12 sept. 2026",
        "2026-09-12",
        False,
    ),
]

DAYS = [
    {
        "label": "Lundi 23 novembre 2026",
        "entries": [
            {
                "time": "14:32",
                "moment": "2026-11-23T14:32:00+01:00",
                "sentence": "Dr Léa Wagner a ouvert un document.",
                "detail": "Résultats d’analyses médicales",
                "icon": "eye",
                "refused": False,
            },
            {
                "time": "09:05",
                "moment": "2026-11-23T09:05:00+01:00",
                "sentence": "Un accès a été refusé à un professionnel.",
                "detail": "Il n’a pas accès à votre dossier.",
                "icon": "lock",
                "refused": True,
            },
        ],
    },
    {
        "label": "Vendredi 20 novembre 2026",
        "entries": [
            {
                "time": "18:47",
                "moment": "2026-11-20T18:47:00+01:00",
                "sentence": "Vous vous êtes connectée.",
                "detail": None,
                "icon": "sign-in",
                "refused": False,
            },
        ],
    },
]


def context(lang: str, person: Person | None) -> dict[str, object]:
    """What the portal gives every page, and what the specimen pages show."""
    words = {
        "fr": ("Mon dossier", "Documents", "Journal", "Compte", "Activer mon dossier", "Se connecter"),
        "lb": ("Mäin Dossier", "Dokumenter", "Journal", "Kont", "Mäin Dossier aktivéieren", "Aloggen"),
        "de": ("Meine Akte", "Dokumente", "Journal", "Konto", "Meine Akte aktivieren", "Anmelden"),
        "en": ("My record", "Documents", "Journal", "Account", "Activate my record", "Sign in"),
    }[lang]
    known = [
        Item(words[0], "#", False, "home"),
        Item(words[1], "#", True, "documents"),
        Item(words[2], "#", False, "journal"),
        Item(words[3], "#", False, "account"),
    ]
    visitor = [Item(words[4], "#", True, "letter"), Item(words[5], "#", False, "sign-in")]
    code = qrcode.make("otpauth://totp/DSP", image_factory=SvgPathImage)
    return {
        "lang": lang,
        "languages": [
            Language(code, name, f"/{code}/", code == lang) for code, name in LANGUAGE_NAMES.items()
        ],
        "person": person,
        "navigation": known if person else visitor,
        "notices": [("success", "Votre adresse e-mail est confirmée.")] if person else [],
        "help_contact": Contact(
            "+352 27 12 50 18",
            "+35227125018",
            "helpdesk@dsp.example.lu",
            "Du lundi au vendredi, de 8 h à 17 h",
        ),
        "environment_notice": "Démonstration : toutes les personnes sont inventées." if person else None,
        "idle_seconds": 900 if person else 0,
        "rows": ROWS,
        "days": DAYS,
        "sorting": [Choice("Date", "#", True), Choice("Type", "#", False), Choice("Auteur", "#", False)],
        "qr_svg": Markup(code.to_string(encoding="unicode")),
    }


def refused_form() -> SpecimenForm:
    """The form as it comes back when something was wrong."""
    form = SpecimenForm(
        MultiDict({"code": "7KQ2-MX4D-93RT", "level": "normal", "group": "imaging", "organisation": "chl"})
    )
    form.validate()
    return form


PAGES = {
    "step": None,
    "code": None,
    "error": None,
    "home": Person("Marie-Claire Schneider-Da Silva"),
    "list": Person("Marie-Claire Schneider-Da Silva"),
    "reading": Person("Marie-Claire Schneider-Da Silva"),
    "factor": Person("Marie-Claire Schneider-Da Silva"),
}


def render(name: str, lang: str, static_url: str = "/static") -> str:
    """One specimen page as HTML."""
    form = refused_form() if name == "step" else SpecimenForm()
    template = environment(static_url, lang).get_template(f"{name}.html")
    return template.render(form=form, **context(lang, PAGES[name]))


if __name__ == "__main__":
    out = Path(sys.argv[1])
    for page in PAGES:
        for language in LANGUAGE_NAMES:
            (out / f"{page}-{language}.html").write_text(render(page, language), encoding="utf-8")
