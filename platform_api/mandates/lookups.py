"""Finding mandates for the guard: by their record, by who acts, by a code."""

from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from platform_api import clock, paper_forms
from platform_api.context import platform
from platform_api.guard import Look, Subject
from platform_api.mandates import invitations, minors, service
from platform_api.mandates.service import OPEN, Wanted, last_moment
from platform_api.mandates.templates import TEMPLATES
from platform_api.models import Mandate
from platform_api.principal import Principal
from platform_api.vocabulary import Confidentiality, MandateBasis, MandateState, MandateTemplate

SET_BY_COURT = frozenset({MandateBasis.GUARDIANSHIP, MandateBasis.COURT})
"""What the person who is represented cannot end or change themself."""
_M = Mandate.__table__
_find = select(_M).where(_M.c.id == bindparam("of_mandate")).with_for_update()


def of_own_record(mandate_id: str, wanted: Wanted | None = None, *, awake: bool | None = None) -> Look:
    """A mandate of the record that the session is about; with what is wanted, whether that opens more than before."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = _one(connection, mandate_id)
        if row is None or row.patient_id != principal.patient_id:
            return Subject(principal.patient_id, "mandate", mandate_id[:36], facts={"exists": False})
        facts: dict[str, Any] = {"exists": True, "set_by_court": row.basis in SET_BY_COURT}
        if wanted is not None:
            facts["opens_more"] = _opens_more(row, service.of_template(row, wanted))
        if awake is not None:
            facts["opens_more"] = awake
        return Subject(row.patient_id, "mandate", row.id, row, facts)

    return look


def to_be_ended(mandate_id: str) -> Look:
    """A mandate that its holder, its delegate or an agent who helps the holder may end; nobody else learns of it."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = _one(connection, mandate_id)
        mine = (
            row is not None and principal.account_id is not None and row.delegate_id == principal.account_id
        )
        about_me = row is not None and row.patient_id == principal.patient_id and principal.mandate is None
        if row is None or not (mine or about_me):
            return Subject(principal.patient_id, "mandate", mandate_id[:36], facts={"exists": False})
        facts = {"exists": True, "is_delegate": mine, "set_by_court": row.basis in SET_BY_COURT}
        beside = paper_forms.record_and_form(connection, principal).facts if principal.assistance else {}
        return Subject(row.patient_id, "mandate", row.id, row, facts | beside)

    return look


def to_act(mandate_id: str) -> Look:
    """A mandate that names whoever is asking, and whether it may be used now."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = _one(connection, mandate_id)
        mine = (
            row is not None and principal.account_id is not None and row.delegate_id == principal.account_id
        )
        if row is None or not mine:
            facts = {"is_delegate": False, "mandate_runs": False}
            return Subject(principal.own_patient_id, "mandate", mandate_id[:36], facts=facts)
        facts = {"is_delegate": True, "mandate_runs": runs(connection, row)}
        return Subject(row.patient_id, "mandate", row.id, row, facts)

    return look


def behind_code(code: str) -> Look:
    """The invitation behind a code; of two who enter it at once the second finds nothing."""

    def look(connection: Connection, principal: Principal) -> Subject:
        index = invitations.fingerprint(platform().keys, code)
        row = connection.execute(select(_M).where(_M.c.code_index == index).with_for_update()).first()
        good = row is not None and row.state == MandateState.PROPOSED
        good = good and row is not None and row.code_until is not None and clock.now() < row.code_until
        if row is None or not good:
            facts = {"invitation_accepted": False}
            return Subject(principal.own_patient_id, "mandate", None, facts=facts)
        other = exists().where(
            _M.c.patient_id == row.patient_id,
            _M.c.delegate_id == (principal.account_id or ""),
            _M.c.state.in_(OPEN),
        )
        facts = {
            "invitation_accepted": True,
            "invitation_is_own": row.patient_id == principal.own_patient_id,
            "delegate_has_one": bool(connection.execute(select(other)).scalar()),
        }
        return Subject(row.patient_id, "mandate", row.id, row, facts)

    return look


def runs(connection: Connection, row: Any) -> bool:
    """Whether a mandate may be used at this moment."""
    moment = clock.now()
    begun = row.starts_at is not None and row.starts_at <= moment
    in_time = row.state == MandateState.ACTIVE and begun and (row.ends_at is None or moment < row.ends_at)
    in_time = in_time and (row.awake_until is None or moment < row.awake_until)
    return in_time and minors.allow(connection, row)


def _one(connection: Connection, mandate_id: str) -> Any:
    return connection.execute(_find, {"of_mandate": mandate_id}).first()


def _opens_more(row: Any, wanted: Wanted) -> bool:
    """Whether anything of the mandate would go further than it does now."""
    template = TEMPLATES[MandateTemplate(row.template)]
    verbs = frozenset(template.verbs) if wanted.verbs is None else wanted.verbs
    ceiling = wanted.ceiling or template.ceiling
    higher = ceiling == Confidentiality.RESTRICTED and row.ceiling != Confidentiality.RESTRICTED
    fewer_left_out = not set(row.excluded_types) <= set(wanted.excluded_types or ())
    longer = row.ends_at is None or last_moment(wanted.until, wanted.template) > row.ends_at
    return bool(verbs - set(row.verbs)) or higher or fewer_left_out or longer
