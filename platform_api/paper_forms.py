"""Paper forms between the envelope and the act: who has one in hand, with which case it lies, when it is entered.

A form is entered by the act that it asks for, in the act's own transaction (`entered`); nobody marks one by hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from platform_api import clock, delays, four_eyes, keys, paper_numbers
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.models import Approval, Dossier, PaperForm, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import ApprovalState, Delay, PaperKind, PaperState, Reason

LEASE = timedelta(minutes=30)
"""So long a form stays in one agent's hand; then a colleague may take it."""
IN_A_CASE = frozenset(PaperKind) - {PaperKind.OPENING}
"""What is entered in a case about the person; a request for a record has nobody's case yet."""
_P = PaperForm.__table__


@dataclass(frozen=True, slots=True)
class Beside:
    """The form that lies with a case."""

    number: str
    kind: PaperKind


def rows() -> Any:
    """Every form with the approval that it waits for, to be narrowed."""
    return select(
        _P, Approval.state.label("approval_state"), Approval.expires_at.label("approval_until")
    ).outerjoin(Approval, Approval.id == _P.c.approval_id)


def standing(row: Any) -> PaperState:
    """Where it stands: what nobody agreed to within a day waits again."""
    alive = row.approval_state == ApprovalState.WAITING and row.approval_until > clock.now()
    if row.state == PaperState.CHECKING and not alive:
        return PaperState.WAITING
    return PaperState(row.state)


def find(number: str, *, lock: bool = True) -> Look:
    """A look-up for the guard: a form that waits, whether it is in the caller's hand, and whose it is not."""
    plain = paper_numbers.check(number) or ""

    def look(connection: Connection, principal: Principal) -> Subject:
        this = rows().where(_P.c.number == plain)
        row = connection.execute(this.with_for_update(of=_P) if lock else this).first()
        if row is None or principal.account_id is None:
            return Subject(kind="paper", facts={"exists": False})
        index = connection.execute(
            select(Patient.matricule_index).where(Patient.id == row.patient_id)
        ).scalar()
        facts = {
            "exists": standing(row) in (PaperState.WAITING, PaperState.CHECKING),
            "stands_apart": four_eyes.is_apart(connection, principal.account_id, index),
            "paper_in_hand": standing(row) is PaperState.WAITING and _has_it(row, principal),
        }
        return Subject(row.patient_id, "paper", row.number, row, facts)

    return look


def to_lay(number: str) -> Look:
    """A look-up for the guard: a form that waits and is entered in a case, for the record of the case under way."""
    found = find(number)

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = found(connection, principal)
        row = subject.payload
        exists = row is not None and row.kind in IN_A_CASE and standing(row) is PaperState.WAITING
        facts = subject.facts | {"exists": exists}
        return Subject(principal.patient_id, "paper", subject.id, row, facts)

    return look


def record_and_form(connection: Connection, principal: Principal) -> Subject:
    """A look-up for the guard: the record of the case, and the kind of the signed form that lies with it."""
    row = with_the_case(connection, principal)
    facts: dict[str, object] = {"paper_kind": row.kind} if row else {}
    if row is not None and row.kind == PaperKind.OBJECTION:
        facts["paper_in_time"] = in_time(connection, principal.patient_id, row.received_at)
    return Subject(principal.patient_id, "record", principal.patient_id, facts=facts)


def in_time(connection: Connection, patient_id: str | None, moment: datetime) -> bool:
    """Whether an objection that came at this moment came before the delay of this record was over."""
    until = connection.execute(
        select(Dossier.objection_until).where(Dossier.patient_id == patient_id)
    ).scalar()
    return until is not None and moment <= until


def beside(access: Access) -> Beside | None:
    """The form that lies with the case under way, if one does."""
    row = with_the_case(access.connection, access.principal)
    return Beside(row.number, PaperKind(row.kind)) if row else None


def take(access: Access) -> None:
    """Have it in hand; raises Refused while a colleague has, or while a second person looks at it."""
    row, moment = access.subject.payload, clock.now()
    if standing(row) is not PaperState.WAITING:
        raise Refused(Reason.DECIDED_ALREADY)
    if row.taken_by and row.taken_until > moment and row.taken_by != access.principal.account_id:
        raise Refused(Reason.PAPER_TAKEN)
    _set(access.connection, row.id, taken_by=access.principal.account_id, taken_until=moment + LEASE)


def put_back(access: Access) -> None:
    """Have it in hand no longer; a colleague's is not touched."""
    row = access.subject.payload
    if _has_it(row, access.principal):
        _set(access.connection, row.id, taken_by=None, taken_until=None)


def lay(access: Access) -> None:
    """Put the signed form with the case under way: from now on its scan is sealed with the person's own key."""
    row, helping = access.subject.payload, access.principal.assistance
    if helping is None:
        raise Refused(Reason.ASSISTANCE_OVER)
    patient_id = access.principal.patient_id or ""
    values: dict[str, Any] = {"case_id": helping.case_id, "approval_id": None, "state": PaperState.WAITING}
    values |= {"taken_until": clock.now() + LEASE, "corrected_from": None}
    _set(access.connection, row.id, **values)
    belong(access, row, patient_id)
    access.details.update(paper=row.number, kind=row.kind)


def belong(access: Access, row: Any, patient_id: str) -> None:
    """The form is this person's: erasing their record erases it, its key first."""
    key = access.platform.record_key(patient_id)
    if key is None:
        raise Refused(Reason.RECORD_TAKES_NOTHING)
    sealed = keys.seal(key, scan_key(access.platform, row), _belongs_to(row.id))
    _set(access.connection, row.id, patient_id=patient_id, scan_key_sealed=sealed)


def entered(
    access: Access, kind: PaperKind, *, approval_id: str | None = None, became: str | None = None
) -> None:
    """An act was done: the form of this kind that lies with the case is what asked for it, if there is one."""
    row = with_the_case(access.connection, access.principal)
    if row is None or row.kind != kind:
        return
    done(access, row, approval_id=approval_id, became=became)


def done(access: Access, row: Any, *, approval_id: str | None = None, became: str | None = None) -> None:
    """The form is entered, or waits for a second pair of eyes."""
    values: dict[str, Any] = {
        "approval_id": approval_id,
        "became": became,
        "taken_by": None,
        "taken_until": None,
    }
    values |= {"done_by": access.principal.account_id, "done_at": clock.now()}
    values |= {"state": PaperState.CHECKING if approval_id else PaperState.ENTERED}
    _set(access.connection, row.id, **values)
    access.details["paper"] = row.number


def decided(connection: Connection, approval_id: str, *, agreed: bool) -> None:
    """A second person looked: the form is entered, or waits again."""
    values: dict[str, Any] = {"state": PaperState.ENTERED if agreed else PaperState.WAITING}
    values |= {} if agreed else {"approval_id": None}
    connection.execute(
        update(PaperForm)
        .where(_P.c.approval_id == approval_id, _P.c.state == PaperState.CHECKING)
        .values(**values)
    )


def behind(connection: Connection, approval_id: str) -> str | None:
    """The number of the form that asked for what waits here."""
    asked = select(_P.c.number).where(_P.c.approval_id == approval_id).order_by(_P.c.done_at).limit(1)
    found = connection.execute(asked).scalar()
    return None if found is None else str(found)


def seal_scan_key(running: Platform, paper_id: str, key: bytes) -> bytes:
    """The key of a scan whose person is not known yet."""
    return running.keys.seal(key.hex(), _belongs_to(paper_id))


def scan_key(running: Platform, row: Any) -> bytes:
    """The key of a scan; raises Refused once the record or the scan is gone."""
    if row.scan_key_sealed is None:
        raise Refused(Reason.NOT_FOUND)
    if row.patient_id is None:
        return bytes.fromhex(running.keys.open(row.scan_key_sealed, _belongs_to(row.id)))
    key = running.record_key(row.patient_id)
    if key is None:
        raise Refused(Reason.NOT_FOUND)
    return keys.open_sealed(key, row.scan_key_sealed, _belongs_to(row.id))


def forget_old(connection: Connection) -> int:
    """Let go of the scans that are as old as the law keeps them; the files go with the next clearing. How many."""
    kept = (_P.c.state == PaperState.ENTERED, _P.c.scan_blob_id.is_not(None), _P.c.done_at.is_not(None))
    oldest = select(_P.c.id, _P.c.done_at).where(*kept).order_by(_P.c.done_at, _P.c.id).limit(500)
    moment = clock.now()
    old = [
        row.id
        for row in connection.execute(oldest)
        if delays.over_at(Delay.PAPER_KEPT, row.done_at) <= moment
    ]
    none = {"scan_blob_id": None, "scan_key_sealed": None}
    connection.execute(update(PaperForm).where(_P.c.id.in_(old)).values(**none))
    return len(old)


def held_until(row: Any) -> datetime | None:
    """Until when somebody has it in hand; None when nobody does."""
    return row.taken_until if row.taken_by and row.taken_until > clock.now() else None


def with_the_case(connection: Connection, principal: Principal) -> Any:
    """The row of the form that lies with the case under way and is not entered yet, the newest first."""
    helping = principal.assistance
    if helping is None:
        return None
    found = connection.execute(
        rows()
        .where(_P.c.case_id == helping.case_id, _P.c.taken_by == principal.account_id)
        .order_by(_P.c.taken_until.desc(), _P.c.id)
    )
    return next((row for row in found if standing(row) is PaperState.WAITING), None)


def _has_it(row: Any, principal: Principal) -> bool:
    return row.taken_by == principal.account_id and held_until(row) is not None


def _set(connection: Connection, paper_id: str, **values: Any) -> None:
    connection.execute(update(PaperForm).where(_P.c.id == paper_id).values(**values))


def _belongs_to(paper_id: str) -> str:
    return f"paper-key:{paper_id}"
