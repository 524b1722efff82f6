"""What a supervisor sees: a sample of cases with every flagged one, attempts that were refused, the desk's figures."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, TypedDict

from flask import Blueprint
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from platform_api import answers, clock, requests, shapes
from platform_api.guard import Look, Subject, permit
from platform_api.models import (
    Account,
    AuditEntry,
    CaseReview,
    HelpAct,
    HelpCase,
    Software,
)
from platform_api.principal import PORTAL, Principal
from platform_api.vocabulary import (
    Action,
    CaseEnd,
    CasePurpose,
    Channel,
    DeskAct,
    Flag,
    Outcome,
    Reason,
    Verdict,
)

bp = Blueprint("supervision", __name__, url_prefix="/dsp/v1/helpdesk")
SAMPLED = 20
"""One case in twenty is looked at, whoever it was (domain.md: 5 % at random), and every flagged one."""
BACK = timedelta(days=30)
_REASONS = {
    Reason.HELPING_ONESELF: Flag.ONESELF,
    Reason.HELPING_FAMILY: Flag.FAMILY,
    Reason.HELPING_COLLEAGUE: Flag.COLLEAGUE,
    Reason.RECORD_GUARDED: Flag.GUARDED,
    Reason.SAME_PERSON_AGAIN: Flag.SAME_PAIR,
    Reason.CALLER_NOT_FOUND: Flag.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Sampled:
    """A case to look at: whose, why it is here, what was done in it."""

    id: str
    number: str
    agent: str
    purpose: CasePurpose
    channel: Channel
    opened_at: shapes.Moment
    ended_by: CaseEnd | None
    acts: list[DeskAct]
    flags: list[Flag]
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A case that was refused: who tried, why it was refused, when."""

    agent: str
    flag: Flag
    at: shapes.Moment


@dataclass(frozen=True, slots=True)
class Figures:
    """The desk's month in numbers."""

    cases: int
    by_purpose: dict[CasePurpose, dict[str, int]]
    by_hour: list[int]
    reissue_seconds: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """A software version and whether it has its conformity."""

    client_id: str
    name: str
    version: str
    conformant: bool


class VerdictBody(Struct, forbid_unknown_fields=True):
    """What the supervisor found."""

    verdict: Verdict


class Supervised(TypedDict):
    """The cases to look at, the refused attempts, the desk's month in numbers."""

    sample: list[Sampled]
    attempts: list[Attempt]
    figures: Figures


class Versions(TypedDict):
    """Every software version."""

    software: list[Version]


@bp.get("/supervision")
def overview() -> answers.Json[Supervised]:
    """The sample, the refused attempts, the figures."""
    with permit(Action.SUPERVISE, _at_the_desk) as access:
        since = clock.now() - BACK
        body: Supervised = {
            "sample": _sample(access.connection, since),
            "attempts": _attempts(access.connection, since),
            "figures": _figures(access.connection, since),
        }
    return answers.Json(body)


@bp.post("/reviews/<case_id>")
def review(case_id: str) -> answers.Empty:
    """Say what was found in a case; the newest word counts."""
    given = requests.body(VerdictBody)
    with permit(Action.REVIEW_CASE, _case(case_id)) as access:
        values: dict[str, Any] = {"verdict": given.verdict, "reviewed_by": access.principal.account_id}
        values["reviewed_at"] = clock.now()
        known = access.connection.execute(
            update(CaseReview).where(CaseReview.case_id == case_id).values(**values)
        )
        if not known.rowcount:
            access.connection.execute(insert(CaseReview), {"case_id": case_id, **values})
        access.details["verdict"] = given.verdict.value
    return answers.Empty()


@bp.get("/software")
def software() -> answers.Json[Versions]:
    """Every software version with its conformity."""
    with permit(Action.SUPERVISE, _at_the_desk) as access:
        rows = access.connection.execute(
            select(Software.client_id, Software.name, Software.version, Software.state)
            .where(Software.client_id != PORTAL)
            .order_by(Software.name, Software.version, Software.client_id)
        )
        found = [Version(row.client_id, row.name, row.version, row.state == "conformant") for row in rows]
    return answers.Json({"software": found})


def _sample(connection: Connection, since: datetime) -> list[Sampled]:
    cases = connection.execute(
        select(HelpCase.__table__, Account.given, Account.family, CaseReview.verdict)
        .join(Account, Account.id == HelpCase.agent_id)
        .join(CaseReview, CaseReview.case_id == HelpCase.id, isouter=True)
        .where(HelpCase.opened_at > since)
        .order_by(HelpCase.opened_at.desc(), HelpCase.id)
    ).all()
    acts = _acts(connection, since)
    pairs = Counter((row.agent_id, row.patient_id) for row in cases)
    found = []
    for row in cases:
        did = acts.get(row.id, [])
        flags = set(row.flags)
        if not did and row.ended_by is not None:
            flags.add(Flag.NO_ACT)
        if pairs[row.agent_id, row.patient_id] > 1:
            flags.add(Flag.SAME_PAIR)
        if is_drawn(row.id):
            flags.add(Flag.RANDOM)
        if flags:
            agent = f"{row.given} {row.family}"
            found.append(
                Sampled(
                    row.id,
                    row.number,
                    agent,
                    row.purpose,
                    row.channel,
                    row.opened_at,
                    row.ended_by,
                    did,
                    sorted(flags),
                    row.verdict,
                )
            )
    return found[:100]


def is_drawn(case_id: str) -> bool:
    """Whether the lot falls on this case: the same for everybody who looks, and nobody can foresee it."""
    return hashlib.sha256(f"sample:{case_id}".encode()).digest()[0] * SAMPLED < 256


def _attempts(connection: Connection, since: datetime) -> list[Attempt]:
    rows = connection.execute(
        select(AuditEntry.reason, AuditEntry.recorded_at, Account.given, Account.family)
        .join(Account, Account.id == AuditEntry.person_id)
        .where(
            AuditEntry.action == Action.OPEN_CASE,
            AuditEntry.outcome == Outcome.REFUSED,
            AuditEntry.recorded_at > since,
            AuditEntry.reason.in_(list(_REASONS)),
        )
        .order_by(AuditEntry.recorded_at.desc(), AuditEntry.id)
        .limit(50)
    )
    return [Attempt(f"{r.given} {r.family}", _REASONS[Reason(r.reason)], r.recorded_at) for r in rows]


def _figures(connection: Connection, since: datetime) -> Figures:
    cases = connection.execute(
        select(HelpCase.id, HelpCase.purpose, HelpCase.language, HelpCase.opened_at).where(
            HelpCase.opened_at > since
        )
    ).all()
    by_purpose: dict[CasePurpose, dict[str, int]] = {}
    hours = [0] * 24
    for row in cases:
        languages = by_purpose.setdefault(CasePurpose(row.purpose), {})
        languages[row.language] = languages.get(row.language, 0) + 1
        hours[clock.in_luxembourg(row.opened_at).hour] += 1
    letters = connection.execute(
        select(HelpCase.opened_at, func.min(HelpAct.at).label("at"))
        .join(HelpAct, HelpAct.case_id == HelpCase.id)
        .where(HelpCase.opened_at > since, HelpAct.act == DeskAct.LETTER)
        .group_by(HelpCase.id, HelpCase.opened_at)
    ).all()
    return Figures(len(cases), by_purpose, hours, _middle(letters))


def _middle(letters: Iterable[Any]) -> int | None:
    seconds = [(row.at - row.opened_at).total_seconds() for row in letters]
    return round(median(seconds)) if seconds else None


def _acts(connection: Connection, since: datetime) -> dict[str, list[DeskAct]]:
    found: dict[str, list[DeskAct]] = {}
    for row in connection.execute(
        select(HelpAct.case_id, HelpAct.act)
        .where(HelpAct.at > since, HelpAct.act != "named")
        .order_by(HelpAct.at, HelpAct.id)
    ):
        found.setdefault(row.case_id, []).append(DeskAct(row.act))
    return found


def _case(case_id: str) -> Look:
    def look(connection: Connection, _principal: Principal) -> Subject:
        patient_id = connection.execute(select(HelpCase.patient_id).where(HelpCase.id == case_id)).scalar()
        return Subject(patient_id, "case", case_id[:36], facts={"exists": patient_id is not None})

    return look


def _at_the_desk(_connection: Connection, principal: Principal) -> Subject:
    return Subject(kind="staff", id=principal.account_id)
