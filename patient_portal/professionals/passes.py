"""Visit passes: a code to hand over at a visit, how much it opens and how long; those handed out, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind

from patient_portal import acting, i18n, sessions
from patient_portal.access import allows
from patient_portal.forms import DayField, Form
from patient_portal.labels import DOCUMENT_GROUPS, PASS_STATES
from patient_portal.platform_client import MadePass, Refused, VisitPass
from patient_portal.platform_client.vocabulary import Action, PassState, Reason, group_letter_code
from patient_portal.professionals import blueprint
from patient_portal.proof import is_proving, with_proof
from patient_portal.qr import qr_picture
from patient_portal.rendering import Answer, after, page, sends_texts
from patient_portal.sessions import platform


class PassForm(Form):
    """How much the pass opens, and to the end of which day."""

    fields_of_reasons = {Reason.PASS_TOO_LONG: "until"} | dict.fromkeys(
        (
            Reason.NO_REGISTERED_CONTACT,
            Reason.PHONE_NO_MOBILE,
            Reason.PHONE_UNREACHED,
            Reason.TOO_MANY_TRIES,
        ),
        "by_text",
    )

    scope = SelectMultipleField(
        _l("Which documents?"),  # type: ignore[arg-type]  # WTForms takes lazy words, its types do not
        choices=[SelectChoice(code, words) for code, words in DOCUMENT_GROUPS.items()],
        validate_choice=False,
    )
    until = DayField(_l("Last day"))
    by_text = BooleanField(_l("Send the code to my mobile too"))  # type: ignore[arg-type]  # lazy words, as above

    @property
    def groups(self) -> list[str]:
        """The groups that were chosen; none means all."""
        return [code for code in self.scope.data or [] if code in DOCUMENT_GROUPS]


@dataclass(frozen=True, slots=True)
class Shown:
    """A new pass on the screen and on paper."""

    code: str
    picture: object
    until: str
    lasts: str
    scope: str
    id: str
    is_texted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A pass that was handed out."""

    id: str
    state: str
    state_word: str
    scope: str
    made: str
    until: str
    used_by: str
    url: str
    can_end: bool


@blueprint.route("/visit-pass", methods=["GET", "POST"])
@allows(Action.MINT_PRESENCE_CODE)
def visit_pass() -> Answer:
    """Make a pass, and see those that were handed out; the code is shown once."""
    client, form = platform(), PassForm()
    form.scope.choices = [SelectChoice(code, words) for code, words in _groups().items()]
    here = url_for(".visit_pass")
    if form.validate_on_submit() or is_proving():
        made: list[MadePass] = []
        try:
            asked = with_proof(lambda: made.append(_made(form)), here)
        except Refused as refused:
            if refused.code not in form.fields_of_reasons and refused.code is not Reason.RECORD_NOT_OPEN:
                raise
            form.refuse(refused)
        else:
            if asked is not None:
                return asked
            return page("professionals/pass_made.html", view=_shown(made[0], form))
    return page(
        "professionals/visit_pass.html",
        form=form,
        rows=[_row(one) for one in client.passes()],
        mobile=_mobile(),
    )


@blueprint.post("/visit-pass/<pass_id>/end")
@allows(Action.REVOKE_PRESENCE_CODE)
def end_pass(pass_id: str) -> Answer:
    """End a pass, used or not."""
    platform().end_pass(pass_id)
    flash(_("The visit pass is ended. It counts from this moment."), "success")
    return after(".visit_pass")


def _made(form: PassForm) -> MadePass:
    by_text = bool(form.by_text.data) and sends_texts()
    return platform().make_pass(form.groups, form.until.day, by_text=by_text)


def _mobile() -> str:
    """The last digits of one's own mobile; nothing where none is registered, or while acting for somebody."""
    someone = sessions.person()
    if someone is None or Action.READ_PHONE not in someone.may or not sends_texts():
        return ""
    known = platform().phone()
    return known.number[-2:] if known.mobile else ""


def _shown(made: MadePass, form: PassForm) -> Shown:
    code = group_letter_code(made.code)
    return Shown(
        code=code,
        picture=qr_picture(code),
        until=i18n.day_and_time(made.valid_until),
        lasts="" if form.until.day else _("24 hours from the moment the code is used"),
        scope=_scope(form.groups),
        id=made.id,
        is_texted=bool(form.by_text.data) and sends_texts(),
    )


def _row(one: VisitPass) -> Row:
    return Row(
        id=one.id,
        state=one.state.value,
        state_word=str(PASS_STATES[one.state]),
        scope=_scope(one.groups),
        made=i18n.day_and_time(one.made_at),
        until=i18n.day_and_time(one.until),
        used_by=one.used_by,
        url=url_for(".end_pass", pass_id=one.id),
        can_end=one.state in (PassState.WAITING, PassState.USED),
    )


def _groups() -> dict[str, str]:
    known = {code: str(words) for code, words in DOCUMENT_GROUPS.items()}
    return (
        known
        if acting.is_own(sessions.person())
        else known | {"statement": _("The statement of this person")}
    )


def _scope(groups: Sequence[str]) -> str:
    if not groups:
        return _("All documents marked normal")
    known = _groups()
    return i18n.word_list([known[code] for code in groups if code in known])
