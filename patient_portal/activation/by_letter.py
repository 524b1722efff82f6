"""What else can be done with the letter or about it: objecting to the record, asking for another letter."""

from patient_portal import i18n, sessions
from patient_portal.access import public
from patient_portal.activation import blueprint
from patient_portal.activation.door import asked, shown
from patient_portal.activation.forms import LetterForm, NewLetterForm
from patient_portal.platform_client.vocabulary import mask_matricule
from patient_portal.rendering import Answer, after, page


@blueprint.get("/object")
@public
def objection() -> Answer:
    """What objecting means, and the form for it."""
    return shown("activation/object.html", LetterForm())


@blueprint.post("/object")
@public
def object_to_record() -> Answer:
    """Object with the letter alone; the answer is a confirmation to print."""
    form = LetterForm()
    done = asked(form, lambda: sessions.as_stranger().object_by_letter(form.number, form.letter_code))
    if done is None:
        return shown("activation/object.html", form)
    return page(
        "activation/objected.html",
        state=done.state,
        matricule=mask_matricule(form.number),
        moment=i18n.day_and_time(i18n.now()),
    )


@blueprint.get("/letter")
@public
def letter() -> Answer:
    """Who may have a letter, when it comes and where it goes."""
    return shown("activation/new_letter.html", NewLetterForm())


@blueprint.post("/letter")
@public
def ask_for_letter() -> Answer:
    """Ask for a letter; the page after it never says whether one will come."""
    form = NewLetterForm()
    number, name = form.matricule, form.last_name

    def ask() -> bool:
        sessions.as_stranger().request_letter(str(number.data or ""), str(name.data or ""))
        return True

    if asked(form, ask) is None:
        return shown("activation/new_letter.html", form)
    return after(".letter_asked")


@blueprint.get("/letter/asked")
@public
def letter_asked() -> Answer:
    """What happens now that a letter was asked for."""
    return page("activation/letter_asked.html")
