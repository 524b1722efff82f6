"""A page of every part of the design, rendered with a plain environment, to be looked at and checked."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
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


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    current: bool
    icon: str


@dataclass(frozen=True, slots=True)
class Contact:
    phone: str
    email: str
    hours: str


LANGUAGE_NAMES = {"fr": "Français", "de": "Deutsch", "lb": "Lëtzebuergesch", "en": "English"}


class SpecimenForm(Form):
    """One field of each kind."""

    matricule = StringField("Matricule", [InputRequired("Enter your 13-digit matricule.")])
    code = StringField("Code from your letter", description="12 letters and digits, for example 7KQ2-MX4D-93RT")
    totp = StringField("Code from your authenticator app")
    password = PasswordField("Password")
    group = SelectField("Kind of document", choices=[("laboratory", "Laboratory"), ("imaging", "Imaging")])
    level = RadioField("Who may open it", choices=[("normal", "Normal"), ("restricted", "Restricted"), ("secret", "Secret")])
    confirm = BooleanField("I have understood")
    since = DateField("From")
    note = TextAreaField("What matters to me")


def environment(static_url: str) -> Environment:
    """The portal's templates as strict as in the portal, with English words."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    env.globals.update(
        asset=lambda path: f"{static_url}/{path}",
        asset_integrity=lambda path: "",
        csrf_token=lambda: "token",
    )
    components.install(env)
    return env


def context(lang: str, person: Person | None) -> dict[str, object]:
    """What the portal gives every page."""
    items = [
        Item("My record", "#", False, "home"),
        Item("Documents", "#", True, "documents"),
        Item("Journal", "#", False, "journal"),
        Item("Account", "#", False, "account"),
    ]
    visitor = [Item("Activate my record", "#", True, "letter"), Item("Sign in", "#", False, "sign-in")]
    return {
        "lang": lang,
        "languages": [Language(code, name, f"/{code}/", code == lang) for code, name in LANGUAGE_NAMES.items()],
        "person": person,
        "navigation": items if person else visitor,
        "notices": [],
        "help_contact": Contact("+352 27 12 50 18", "helpdesk@dsp.example.lu", "Monday to Friday, 8:00 to 17:00"),
        "environment_notice": None,
        "idle_seconds": 900,
    }


def refused_form() -> SpecimenForm:
    """The form as it comes back when something was wrong."""
    form = SpecimenForm(MultiDict({"code": "7KQ2-MX4D-93RT", "level": "normal"}))
    form.validate()
    return form
