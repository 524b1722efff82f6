"""Who can open the record: the overview, one professional or organisation, and each step about them."""

from collections.abc import Callable
from datetime import timedelta

from flask import flash, request, url_for
from flask_babel import gettext as _

from patient_portal import acting, i18n, sessions
from patient_portal.access import allows
from patient_portal.platform_client import Actor, Refused
from patient_portal.platform_client.vocabulary import Action, DecisionReason, Reason
from patient_portal.professionals import blueprint, presenters, wording, wording_for_another
from patient_portal.professionals.forms import (
    ALLOWED,
    NOT_ALLOWED,
    BlockForm,
    EmergencyForm,
    GrantForm,
    SearchForm,
    StepForm,
)
from patient_portal.proof import is_proving, with_proof
from patient_portal.record_view import state_now
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_ONE = "/professionals/<actor_id>"
_HOUSE = "/organisations/<actor_id>"
_PERSON_KIND, _HOUSE_KIND = {"kind": "professional"}, {"kind": "organisation"}
_FORM_REASONS = frozenset({Reason.UNTIL_NOT_ALLOWED, Reason.BLOCKED_BY_HOLDER, Reason.RECORD_NOT_OPEN})


@blueprint.get("/professionals")
@allows(Action.READ_RIGHTS)
def index() -> Answer:
    """Everyone who can open the record now, everyone who is kept out, and the way to find others."""
    form = SearchForm.from_query()
    form.validate()
    words = "" if form.q.errors else form.q.data or ""
    client = platform()
    found = client.search_directory(words) if words else None
    view = presenters.overview(words, client.rights(), found)
    return page("professionals/index.html", block="list", form=form, view=view)


@blueprint.get(_ONE, defaults=_PERSON_KIND)
@blueprint.get(_HOUSE, defaults=_HOUSE_KIND)
@allows(Action.READ_RIGHTS)
def show(kind: str, actor_id: str) -> Answer:
    """Can this one open the record? The answer, why, and what can be done; after a step, the way back from it."""
    actor = platform().actor(kind, actor_id)
    before = [(name, request.args[name]) for name in ("how_long", "until", "reason") if name in request.args]
    undo = presenters.undo_of(request.args.get("done", ""), actor, before)
    return page("professionals/show.html", view=presenters.detail(actor, undo))


@blueprint.route(f"{_ONE}/grant", methods=["GET", "POST"], defaults=_PERSON_KIND)
@blueprint.route(f"{_HOUSE}/grant", methods=["GET", "POST"], defaults=_HOUSE_KIND)
@allows(Action.GRANT_ACCESS)
def grant(kind: str, actor_id: str) -> Answer:
    """Let them open the record, for a while or as long as the person likes."""
    actor = platform().actor(kind, actor_id)
    form = GrantForm()
    if request.method == "GET":
        form.until.day = i18n.today() + timedelta(days=presenters.USUAL_DAYS)
        form.until.data = form.until.day.isoformat()
    reason = DecisionReason(form.reason.data) if form.reason.data in list(DecisionReason) else None

    def act() -> None:
        platform().grant_access(kind, actor_id, form.last_day, reason or DecisionReason.NOT_TOLD)

    said = _("Access is given. It counts from this moment.")
    return _step("grant", actor, form, act, said, {"done": "granted"}, opens=True)


@blueprint.route(f"{_ONE}/revoke", methods=["GET", "POST"], defaults=_PERSON_KIND)
@blueprint.route(f"{_HOUSE}/revoke", methods=["GET", "POST"], defaults=_HOUSE_KIND)
@allows(Action.REVOKE_ACCESS)
def revoke(kind: str, actor_id: str) -> Answer:
    """Take their access back."""
    actor = platform().actor(kind, actor_id)
    said = _("The access is taken back. It counts from this moment.")
    after_it = {"done": "revoked", **presenters.as_given(actor)}
    return _step(
        "revoke", actor, StepForm(), lambda: platform().revoke_access(kind, actor_id), said, after_it
    )


@blueprint.route(f"{_ONE}/block", methods=["GET", "POST"], defaults=_PERSON_KIND)
@blueprint.route(f"{_HOUSE}/block", methods=["GET", "POST"], defaults=_HOUSE_KIND)
@allows(Action.BLOCK_PROFESSIONAL)
def block(kind: str, actor_id: str) -> Answer:
    """Keep them out of everything."""
    actor = platform().actor(kind, actor_id)
    form = BlockForm()

    def act() -> None:
        platform().block(kind, actor_id, DecisionReason(form.reason.data))

    said = _("The block is in force. It counts from this moment.")
    return _step("block", actor, form, act, said, {"done": "blocked"})


@blueprint.route(f"{_ONE}/unblock", methods=["GET", "POST"], defaults=_PERSON_KIND)
@blueprint.route(f"{_HOUSE}/unblock", methods=["GET", "POST"], defaults=_HOUSE_KIND)
@allows(Action.UNBLOCK_PROFESSIONAL)
def unblock(kind: str, actor_id: str) -> Answer:
    """End a block."""
    actor = platform().actor(kind, actor_id)
    said = _("The block is ended. It counts from this moment.")
    return _step(
        "unblock",
        actor,
        StepForm(),
        lambda: platform().unblock(kind, actor_id),
        said,
        {"done": "unblocked"},
        opens=True,
    )


@blueprint.route("/emergency", methods=["GET", "POST"])
@allows(Action.SET_EMERGENCY)
def emergency() -> Answer:
    """Whether professionals may open the record in an emergency, and restricted documents too."""
    client = platform()
    now = client.emergency()
    state = presenters.emergency_state(now.allowed, now.restricted)
    record = state_now(client.context)
    is_open = record is None or record.is_open
    form = EmergencyForm()
    if request.method == "GET":
        form.allowed.data = ALLOWED if now.allowed else NOT_ALLOWED
        form.restricted.data = ALLOWED if now.restricted else NOT_ALLOWED
    here = url_for(".emergency")
    if form.validate_on_submit() or is_proving():
        wanted, too = form.allowed.data == ALLOWED, form.opens_restricted
        asked = with_proof(lambda: client.set_emergency(wanted, too), here)
        if asked is not None:
            return asked
        flash(
            _("Your choice is saved. It counts from this moment.") if is_open else _("Your choice is saved."),
            "success",
        )
        changed = state != presenters.emergency_state(wanted, too)
        return after(".emergency", **({"before": state} if changed else {}))
    before = request.args.get("before", "")
    return page(
        "professionals/emergency.html",
        form=form,
        sentence=presenters.emergency_sentence(now.allowed, now.restricted),
        state=state,
        record_open=is_open,
        words=wording.emergency(),
        undo=presenters.emergency_undo(before, here) if before != state else None,
    )


def _step(
    name: str,
    actor: Actor,
    form: GrantForm | BlockForm | StepForm,
    act: Callable[[], None],
    said: str,
    after_it: dict[str, str],
    *,
    opens: bool = False,
) -> Answer:
    """One step about somebody: what it does and does not do, then the deed, then back with the way to undo it."""
    here = presenters.url("show", actor)
    own = acting.is_own(sessions.person())
    if not own:
        form.speak_of_another()
    if form.validate_on_submit() or (opens and is_proving()):
        try:
            asked = with_proof(act, here)
        except Refused as refused:
            if refused.code not in _FORM_REASONS:
                raise
            form.refuse(refused)
        else:
            if asked is not None:
                return asked
            flash(said, "success")
            return after(".show", kind=actor.kind, actor_id=actor.id, **after_it)
    return page(
        f"professionals/{name}.html",
        form=form,
        actor=presenters.row(actor),
        words=wording.of(name, actor) if own else wording_for_another.of(name, actor),
        cancel_url=here,
    )
