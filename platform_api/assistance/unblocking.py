"""The end of a block for somebody without an account, who could not confirm it: a document seen, and two agents.

Whom a person blocked is health data: neither the queue nor the letter names them. The second agent types the name,
as the person or the colleague says it, and so agrees to this one and no other.
"""

from typing import Any

import msgspec
from flask import Blueprint
from sqlalchemy import Connection, select, update

from platform_api import accounts, answers, clock, four_eyes, guard, helping, posting, requests
from platform_api.assistance import acts
from platform_api.four_eyes import Asked
from platform_api.guard import Access, Look, Subject, permit
from platform_api.models import AccessRight, Approval, Professional
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, ApprovalAct, DeskAct, PostKind, Reason, Right

bp = Blueprint("unblocking", __name__, url_prefix="/dsp/v1/helpdesk")
_KIND = "professional"


class EndOfBlockBody(msgspec.Struct, forbid_unknown_fields=True):
    """The professional, by their number in the directory."""

    professional_id: str


@bp.post("/unblocks")
def ask() -> answers.Empty:
    """Enter that the person wants a block ended: it ends once a colleague has agreed."""
    given = requests.body(EndOfBlockBody)
    with permit(Action.ASK_UNBLOCK, _block_of(given.professional_id)) as access:
        four_eyes.ask_for_caller(access, ApprovalAct.UNBLOCK, subject_id=access.subject.id)
        helping.done(access, DeskAct.END_BLOCK)
    return answers.Empty()


def check_name(connection: Connection, approval_id: str, typed: str) -> None:
    """Raise Refused where a block is to end and what the second agent typed is not that professional."""
    asked = connection.execute(
        select(Approval.act, Approval.subject_id).where(Approval.id == approval_id)
    ).one()
    if asked.act != ApprovalAct.UNBLOCK:
        return
    who = connection.execute(
        select(Professional.__table__).where(Professional.id == asked.subject_id)
    ).first()
    if who is None or helping.plain_name(typed) not in acts.names(who):
        raise Refused(Reason.OTHER_PROFESSIONAL, field="professional")


def _block_of(professional_id: str) -> Look:
    """A look-up for the guard: the person's own block of this professional, and whether they have an account."""

    def look(connection: Connection, principal: Principal) -> Subject:
        who = principal.patient_id
        found = connection.execute(select(AccessRight.id).where(*_blocks(who, professional_id))).first()
        facts = {"exists": found is not None, "holder_has_account": accounts.is_there(connection, who)}
        return Subject(who, _KIND, professional_id[:64], facts=facts)

    return look


def _end(access: Access, asked: Asked) -> None:
    """The block ends now; a letter to the registered address says so, and the access log says who did it."""
    connection, who = access.connection, asked.patient_id or ""
    ended = connection.execute(
        update(AccessRight).where(*_blocks(who, asked.subject_id or "")).values(ended_at=clock.now())
    )
    if not ended.rowcount:
        raise Refused(Reason.DECIDED_ALREADY)
    posting.queue(connection, access.platform.keys, PostKind.UNBLOCKED, who)
    guard.also_done(access, Action.UNBLOCK_PROFESSIONAL, Subject(who, _KIND, asked.subject_id), {})


four_eyes.EFFECTS[ApprovalAct.UNBLOCK] = _end


def _blocks(patient_id: str | None, professional_id: str) -> tuple[Any, ...]:
    return (
        AccessRight.patient_id == patient_id,
        AccessRight.kind == Right.BLOCK,
        AccessRight.actor_kind == _KIND,
        AccessRight.actor_id == professional_id,
        AccessRight.ended_at.is_(None),
    )
