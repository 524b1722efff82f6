"""What every act of an agent leaves behind: a line in the case, and a message to the person it was done for."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from platform_api import clock, outbox
from platform_api.db import insert_if_absent
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.keys import Keys
from platform_api.models import Account, Assistance, HelpAct, HelpCase, Session, SpentPin
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.tokens import new_reference
from platform_api.vocabulary import CaseEnd, CasePurpose, DeskAct, Notice, Reason

PIN_LASTS = timedelta(minutes=10)
"""How long a support PIN is shown; the one before counts too, so that nobody is cut off while reading it out."""

NAMES_IN_A_CASE = 6
"""So many people a caller may name in one case; nobody lists whom a person sees, or trusts, by guessing names."""


@dataclass(frozen=True, slots=True)
class Help:
    """An agent who helps a person now, as that person sees it."""

    assistance_id: str
    case_number: str
    agent: str
    purpose: CasePurpose
    since: Moment
    until: Moment
    acts: tuple[DeskAct, ...]


def done(access: Access, act: DeskAct) -> None:
    """Note an agent's act in the case and tell the holder; does nothing when no agent acted."""
    helping = access.principal.assistance
    patient_id = access.subject.patient_id
    if helping is None or patient_id is None:
        return
    connection = access.connection
    number = connection.execute(select(HelpCase.number).where(HelpCase.id == helping.case_id)).scalar()
    row = {"id": new_id(), "case_id": helping.case_id, "patient_id": patient_id, "act": act}
    connection.execute(insert(HelpAct), row | {"at": clock.now()})
    access.details["act"] = act.value
    access.details["case"] = number or ""
    parameters = {"act": act.value, "case": number or ""}
    outbox.tell_holder(connection, access.platform.keys, Notice.HELPED, patient_id, parameters=parameters)


def count_name(access: Access, field: str) -> None:
    """One more name that the caller said in this case; raises Refused when there were too many."""
    helping_now = access.principal.assistance
    case_id = helping_now.case_id if helping_now else ""
    asked = access.connection.execute(
        select(HelpAct.id).where(HelpAct.case_id == case_id, HelpAct.act == "named")
    ).all()
    if len(asked) >= NAMES_IN_A_CASE:
        raise Refused(Reason.TOO_MANY_NAMES, field=field)
    row = {"id": new_id(), "case_id": case_id, "patient_id": access.subject.patient_id or ""}
    access.connection.execute(insert(HelpAct), row | {"act": "named", "at": clock.now()})


def plain_name(text: str) -> str:
    """A name without capitals, accents, spaces and signs: what is said on the telephone has none."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in folded if sign.isalnum())


def now_for(connection: Connection, patient_id: str) -> list[Help]:
    """Who helps this person at this moment, the newest first: two agents may have been called."""
    rows = connection.execute(
        select(Assistance.__table__, HelpCase.number, HelpCase.purpose, Account.given)
        .join(HelpCase, HelpCase.id == Assistance.case_id)
        .join(Account, Account.id == Assistance.agent_id)
        .where(
            Assistance.patient_id == patient_id,
            Assistance.ended_at.is_(None),
            Assistance.ends_at > clock.now(),
        )
        .order_by(Assistance.started_at.desc(), Assistance.id)
    ).all()
    return [_help(connection, row) for row in rows]


def _help(connection: Connection, row: Any) -> Help:
    acts = connection.execute(
        select(HelpAct.act)
        .where(HelpAct.case_id == row.case_id, HelpAct.act != "named")
        .order_by(HelpAct.at, HelpAct.id)
    ).scalars()
    purpose, did = CasePurpose(row.purpose), tuple(map(DeskAct, acts))
    return Help(row.id, row.number, row.given or "", purpose, row.started_at, row.ends_at, did)


def end(connection: Connection, assistance_id: str, how: CaseEnd) -> None:
    """End an assistance now: it counts from the agent's next click."""
    case = select(Assistance.case_id).where(Assistance.id == assistance_id).scalar_subquery()
    connection.execute(
        update(HelpCase).where(HelpCase.id == case, HelpCase.ended_by.is_(None)).values(ended_by=how)
    )
    connection.execute(
        update(Assistance)
        .where(Assistance.id == assistance_id, Assistance.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def turn(connection: Connection, session_id: str, assistance_id: str | None) -> str:
    """Turn an agent's session to a person, or away from them; returns its new reference for the browser."""
    reference, hashed = new_reference()
    connection.execute(
        update(Session)
        .where(Session.id == session_id)
        .values(reference=hashed, assistance_id=assistance_id, mandate_id=None)
    )
    return reference


def pin(keys: Keys, account_id: str) -> tuple[str, datetime]:
    """The support PIN of this moment, and until when it is shown; making it writes nothing."""
    window = _window()
    until = datetime.fromtimestamp((window + 1) * PIN_LASTS.total_seconds(), clock.now().tzinfo)
    return _pin(keys, account_id, window), until


def spend_pin(connection: Connection, keys: Keys, account_id: str, typed: str) -> bool:
    """Whether this is the PIN of now or of the ten minutes before, and was not used yet; it is used from now on."""
    for window in (_window(), _window() - 1):
        if hmac.compare_digest(_pin(keys, account_id, window), typed):
            spent = {"account_id": account_id, "window": window}
            known = select(SpentPin.window).where(
                SpentPin.account_id == account_id, SpentPin.window == window
            )
            if connection.execute(known).first() is not None:
                return False
            insert_if_absent(connection, SpentPin.__table__, spent)
            return True
    return False


def _window() -> int:
    return int(clock.now().timestamp() // PIN_LASTS.total_seconds())


def _pin(keys: Keys, account_id: str, window: int) -> str:
    text = f"support-pin\0{account_id}\0{window}".encode()
    number = int.from_bytes(hmac.new(keys.index, text, hashlib.sha256).digest()[:8], "big")
    return f"{number % 10**6:06d}"
