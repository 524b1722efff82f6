"""The steps of an agent for a person: a letter, a professional whom they name, an address, a lost factor."""

from collections.abc import Callable
from datetime import timedelta

from flask import flash, request
from flask_babel import gettext as _

from patient_portal import i18n, labels
from patient_portal.access import allows
from patient_portal.forms import Form
from patient_portal.helpdesk import blueprint, named_presenters
from patient_portal.helpdesk.forms import CIRCLE, NOW, AccessForm, ContactForm, NameForm, YesForm
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import Action, DecisionReason, Reason
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_USUAL = timedelta(days=30)
_KIND = "professional"
_NO_TEXT = frozenset(
    {
        Reason.NO_REGISTERED_CONTACT,
        Reason.PHONE_TOO_NEW,
        Reason.PHONE_NO_MOBILE,
        Reason.PHONE_UNREACHED,
        Reason.TOO_MANY_TRIES,
    }
)


@blueprint.post("/helpdesk/letter")
@allows(Action.ISSUE_LETTER)
def send_letter() -> Answer:
    """An activation letter to the registered address, in one press of a button."""
    try:
        ordered = platform().send_letter()
    except Refused as refused:
        if refused.code is not Reason.ADDRESS_IS_NEW:
            raise
        flash(labels.refusal(refused), "warning")
        return after(".index")
    if ordered:
        flash(_("The letter is ordered. It goes to the registered address with the next batch."), "success")
    else:
        flash(_("A letter is ordered already and will be printed next. A second one is not needed."), "info")
    return after(".index")


@blueprint.post("/helpdesk/presence-code")
@allows(Action.MINT_PRESENCE_CODE_AT_DESK)
def presence_code() -> Answer:
    """A presence code to read out, shown once."""
    return page("helpdesk/presence_code.html", code=platform().desk_presence_code())


@blueprint.post("/helpdesk/presence-text")
@allows(Action.MINT_PRESENCE_CODE_AT_DESK)
def text_presence_code() -> Answer:
    """A presence code to the registered mobile; the agent sees none."""
    try:
        ends = platform().text_presence_code()
    except Refused as refused:
        if refused.code not in _NO_TEXT:
            raise
        flash(labels.refusal(refused), "warning")
        return after(".index")
    flash(
        _("A presence code is on its way to the mobile number with these last digits: %(ends)s", ends=ends),
        "success",
    )
    return after(".index")


@blueprint.post("/helpdesk/unblock")
@allows(Action.PROPOSE_UNBLOCK)
def propose_unblock() -> Answer:
    """Ask the person to end a block themselves."""
    try:
        platform().propose_unblock()
    except Refused as refused:
        if refused.code is not Reason.NO_REGISTERED_CONTACT:
            raise
        flash(labels.refusal(refused), "warning")
        return after(".index")
    flash(_("The person got an e-mail. They end the block themselves, with their second factor."), "success")
    return after(".index")


@blueprint.route("/helpdesk/professionals", methods=["GET", "POST"])
@allows(Action.NAME_PROFESSIONAL)
def professionals() -> Answer:
    """Find a professional whom the caller names, by the whole name."""
    form, found = NameForm(), None
    if form.validate_on_submit():
        try:
            found = [
                named_presenters.named(one)
                for one in platform().named_professionals(form.professional.data or "")
            ]
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
    elif request.method == "GET":
        platform().case()
    return page("helpdesk/professionals.html", form=form, found=found)


@blueprint.route("/helpdesk/professionals/<actor_id>/grant", methods=["GET", "POST"])
@allows(Action.NAME_PROFESSIONAL)
def grant(actor_id: str) -> Answer:
    """Give a professional access whom the caller named."""
    form = AccessForm()

    def act() -> None:
        until = None if form.how_long.data == CIRCLE else i18n.today() + _USUAL
        platform().grant_access(_KIND, actor_id, until, DecisionReason.TREATMENT)

    said = _("Access is given. It counts from this moment.")
    return step("grant", actor_id, form, act, said)


@blueprint.route("/helpdesk/professionals/<actor_id>/block", methods=["GET", "POST"])
@allows(Action.NAME_PROFESSIONAL)
def block(actor_id: str) -> Answer:
    """Block a professional whom the caller named."""
    said = _("The block is in force. It counts from this moment.")

    def act() -> None:
        platform().block(_KIND, actor_id, DecisionReason.NOT_TOLD)

    return step("block", actor_id, YesForm(), act, said)


@blueprint.route("/helpdesk/professionals/<actor_id>/unblock", methods=["GET", "POST"])
@allows(Action.NAME_PROFESSIONAL)
def unblock(actor_id: str) -> Answer:
    """Enter that somebody without an account wants a block ended; a colleague looks at it."""
    said = _("The wish is entered. The block ends once a colleague has agreed, within 24 hours.")
    return step("unblock", actor_id, YesForm(), lambda: platform().ask_unblock(actor_id), said)


@blueprint.route("/helpdesk/contact", methods=["GET", "POST"])
@allows(Action.CHANGE_CONTACT_LATER)
def contact() -> Answer:
    """Another e-mail address: after three days, or at once when a document was seen."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            due = platform().change_contact(form.email.data or "", at_once=form.when.data == NOW)
        except Refused as refused:
            if refused.code not in form.fields_of_reasons:
                raise
            form.refuse(refused)
        else:
            if due is None:
                flash(_("The new address counts now. Both addresses were told."), "success")
            else:
                said = _("The new address counts from: %(moment)s", moment=i18n.day_and_time(due))
                flash(said, "success")
            return after(".index")
    elif request.method == "GET":
        platform().case()
    return page("helpdesk/contact.html", form=form)


@blueprint.route("/helpdesk/factor", methods=["GET", "POST"])
@allows(Action.RESET_FACTOR)
def factor() -> Answer:
    """Replace a lost second factor by one recovery code, mailed to the registered address."""
    said = _("A recovery code is on its way to the registered address. All earlier ones no longer work.")
    return step("factor", "", YesForm(), platform().reset_factor, said)


def step(name: str, actor_id: str, form: Form, act: Callable[[], object], said: str) -> Answer:
    """A page that asks once more, then acts; what the platform refuses is said on it."""
    if form.validate_on_submit():
        try:
            act()
        except Refused as refused:
            if refused.code not in (
                Reason.BLOCKED_BY_HOLDER,
                Reason.RECORD_NOT_OPEN,
                Reason.RECORD_NOT_CLOSED,
                Reason.NO_REGISTERED_CONTACT,
            ):
                raise
            form.refuse(refused)
        else:
            flash(said, "success")
            return after(".index")
    elif request.method == "GET":
        platform().case()
    return page(f"helpdesk/{name}.html", form=form, actor_id=actor_id)
