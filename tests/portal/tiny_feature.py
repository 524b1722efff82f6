"""A feature of two pages and one form, to try the frame with: what every real feature does, as small as can be."""

from collections.abc import Callable

from flask import Blueprint, Flask, flash
from jinja2 import ChoiceLoader, DictLoader

from patient_portal.access import allows, public
from patient_portal.forms import (
    DayField,
    EmailField,
    Form,
    LetterCodeField,
    MatriculeField,
    Needed,
    OneTimeCodeField,
    PasswordField,
    SameAs,
    TextField,
)
from patient_portal.platform_client import NotFound, Refused, SignedOut, Unavailable
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.rendering import Answer, after, empty, page

ERRORS = {
    "absent": NotFound(),
    "gone": NotFound(gone=True),
    "refused": Refused(Reason.RECORD_NOT_OPEN),
    "wait": Refused(Reason.TOO_MANY_TRIES, status=429, retry_after=120),
    "signed-out": SignedOut(),
    "outage": Unavailable(retry_after=7),
    "bug": ValueError("1983081234566 is what somebody typed"),
}
TEMPLATES = {
    "tiny/form.html": (
        '{% extends "layout/page.html" %}{% from "parts/error_summary.html" import error_summary %}'
        '{% set language_form = "tiny" %}{% block heading %}Tiny{% endblock %}{% block main %}'
        "{{ error_summary(form, form.problems) }}"
        '<form method="post" id="tiny" novalidate><input type="hidden" name="csrf_token" value="{{ csrf_token() }}">'
        "{% for field in form %}{{ field.label }}"
        '<input id="{{ field.id }}" name="{{ field.name }}" value="{{ field._value() }}">{% endfor %}'
        '<button type="submit">Go</button></form>{% endblock %}'
    ),
    "tiny/list.html": (
        '{% extends "layout/page.html" %}{% block heading %}List{% endblock %}'
        '{% block main %}<div id="results">{% block results %}<p data-testid="row">{{ row }}</p>{% endblock %}</div>'
        "{% endblock %}"
    ),
    "tiny/broken.html": '{% extends "layout/page.html" %}{% block heading %}{{ nothing.here }}{% endblock %}',
}

blueprint = Blueprint("tiny", __name__, url_prefix="/tiny")
done: list[str] = []
acts: list[Callable[[], object]] = []


class TinyForm(Form):
    """One field of each kind of our own."""

    fields_of_reasons = {Reason.LETTER_NOT_ACCEPTED: "code"}

    matricule = MatriculeField("Matricule", [Needed("Type your matricule.")])
    code = LetterCodeField("Code", [Needed("Type your code.")])
    email = EmailField("E-mail")
    totp = OneTimeCodeField("App", [Needed("Type the code.")])
    password = PasswordField("Password", [Needed("Choose a password.")])
    password_again = PasswordField("Again", [SameAs("password", "The two differ.")])
    day = DayField("Day")
    note = TextField("Note")


@blueprint.route("/form", methods=["GET", "POST"])
@public
def form() -> Answer:
    """Ask, and note what was done."""
    tiny = TinyForm()
    if not tiny.validate_on_submit():
        return page("tiny/form.html", form=tiny)
    if tiny.note.data == "refuse":
        tiny.refuse(Refused(Reason.LETTER_NOT_ACCEPTED, status=422))
        return page("tiny/form.html", form=tiny)
    done.append(tiny.note.data or "")
    flash("It is done.", "success")
    return after(".rows", fragment="results")


@blueprint.get("/rows")
@public
def rows() -> Answer:
    """A list whose rows htmx may ask for alone."""
    return page("tiny/list.html", block="results", row="<b>one</b>")


@blueprint.get("/errors/<name>")
@public
def error(name: str) -> Answer:
    """End badly."""
    raise ERRORS[name]


@blueprint.get("/broken")
@public
def broken() -> Answer:
    """Name something that is not there."""
    return page("tiny/broken.html")


@blueprint.get("/act")
@public
def act() -> Answer:
    """Do what the test put last into `acts`."""
    acts.pop()()
    return empty()


@blueprint.get("/mine")
@allows(Action.READ_DOSSIER)
def mine() -> Answer:
    """For a signed-in person."""
    return page("tiny/list.html", row="mine")


def add_to(app: Flask) -> None:
    """Register it as the factory registers a feature."""
    app.register_blueprint(blueprint, url_prefix="/<language:lang>" + str(blueprint.url_prefix))
    app.jinja_loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_loader])  # type: ignore[list-item]  # None is only for apps without templates
