"""The holder's pages about caregivers: naming, confirming, adjusting, opening, ending."""

from collections.abc import Callable

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal.access import allows
from patient_portal.caregivers import blueprint, presenters
from patient_portal.caregivers.forms import EndForm, InviteForm, LimitsForm, StepForm
from patient_portal.i18n import day, language
from patient_portal.platform_client import MandateGiven, NotFound, Refused
from patient_portal.platform_client.vocabulary import Action, Reason
from patient_portal.proof import is_proving, with_proof
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_ONE = "/caregivers/<mandate_id>"
_ON_THE_FORM = frozenset(
    {
        Reason.NAME_MISSING,
        Reason.MANDATE_UNTIL,
        Reason.MANDATES_TOO_MANY,
        Reason.RECORD_NOT_OPEN,
        Reason.MANDATE_OVER,
        Reason.STEP_OUT_OF_ORDER,
    }
)


@blueprint.route("/caregivers", methods=["GET", "POST"])
@allows(Action.READ_MANDATES)
def index() -> Answer:
    """Everybody who may act for the holder, and naming somebody new; the code is shown once."""
    form, client = InviteForm(), platform()
    if form.validate_on_submit():
        try:
            made = client.propose_mandate(form.name.data or "", form.wish())
        except Refused as refused:
            if refused.code not in _ON_THE_FORM:
                raise
            form.refuse(refused)
        else:
            code = f"{made.code[:4]}-{made.code[4:]}"
            return page("caregivers/invited.html", name=form.name.data, code=code, until=day(made.until))
    found = client.mandates()
    rows = [presenters.row(one) for one in found.mandates]
    return page(
        "caregivers/index.html",
        form=form,
        waiting=[one for one in rows if one.waits],
        open=[one for one in rows if one.open and not one.waits and one.own_wish],
        others=[one for one in rows if one.open and not one.waits and not one.own_wish],
        over=[one for one in rows if not one.open],
        usual={one.code.value: day(one.until) for one in found.templates},
    )


@blueprint.get(_ONE)
@allows(Action.READ_MANDATES)
def show(mandate_id: str) -> Answer:
    """One mandate: what it opens, and what can be done about it."""
    types = {one.code: one.name(language()) for one in platform().document_types()}
    return page("caregivers/show.html", view=presenters.row(_one(mandate_id), types))


@blueprint.route(f"{_ONE}/confirm", methods=["GET", "POST"])
@allows(Action.CONFIRM_MANDATE, Action.READ_MANDATES)
def confirm(mandate_id: str) -> Answer:
    """Is it the right person who entered the code?"""
    mandate = _one(mandate_id)
    if not mandate.waits:
        return after(".show", mandate_id=mandate_id)
    said = _("From now on this person may act for you.")
    if presenters.row(mandate).sleeper:
        said = _("This person is named. They see nothing until it is needed.")
    return _step(
        "confirm", mandate, StepForm(), lambda: platform().confirm_mandate(mandate_id), said, opens=True
    )


@blueprint.route(f"{_ONE}/change", methods=["GET", "POST"])
@allows(Action.CHANGE_MANDATE, Action.READ_MANDATES)
def change(mandate_id: str) -> Answer:
    """How far the mandate goes."""
    mandate, form = _one(mandate_id), LimitsForm()
    form.offer(platform().document_types())
    if request.method == "GET":
        form.begin_with(mandate)

    def act() -> None:
        platform().change_mandate(mandate_id, form.wish(mandate))

    return _step(
        "change", mandate, form, act, _("The change is saved. It counts from this moment."), opens=True
    )


@blueprint.route(f"{_ONE}/wake", methods=["POST"])
@allows(Action.CHANGE_MANDATE, Action.READ_MANDATES)
def wake(mandate_id: str) -> Answer:
    """Open a mandate that sleeps, or pause one."""
    mandate = _one(mandate_id)
    awake = request.form.get("awake") == "yes"

    def act() -> None:
        platform().wake_mandate(mandate_id, awake=awake)

    said = _("This person may look now.") if awake else _("It is paused. It counts from this moment.")
    asked = with_proof(act, url_for(".show", mandate_id=mandate.id))
    if asked is not None:
        return asked
    flash(said, "success")
    return after(".show", mandate_id=mandate_id)


@blueprint.route(f"{_ONE}/end", methods=["GET", "POST"])
@allows(Action.END_MANDATE, Action.READ_MANDATES)
def end(mandate_id: str) -> Answer:
    """End it now, without a reason."""
    mandate, form = _one(mandate_id), EndForm()
    if form.validate_on_submit():
        platform().end_mandate(mandate_id, quiet=bool(form.quiet.data))
        flash(_("It is ended. It counts from this moment."), "success")
        return after(".index")
    if request.method == "GET":
        form.quiet.data = "quiet" in request.args
    return page("caregivers/end.html", form=form, view=presenters.row(mandate))


def _one(mandate_id: str) -> MandateGiven:
    found = [one for one in platform().mandates().mandates if one.id == mandate_id]
    if not found:
        raise NotFound()
    return found[0]


def _step(
    name: str,
    mandate: MandateGiven,
    form: StepForm | LimitsForm,
    act: Callable[[], None],
    said: str,
    *,
    opens: bool,
) -> Answer:
    """One step about a mandate; where it opens something, a fresh code is asked for."""
    here = url_for(".show", mandate_id=mandate.id)
    if form.validate_on_submit() or (opens and is_proving()):
        try:
            asked = with_proof(act, here)
        except Refused as refused:
            if refused.code not in _ON_THE_FORM:
                raise
            form.refuse(refused)
        else:
            if asked is not None:
                return asked
            flash(said, "success")
            return after(".show", mandate_id=mandate.id)
    return page(f"caregivers/{name}.html", form=form, view=presenters.row(mandate), cancel_url=here)
