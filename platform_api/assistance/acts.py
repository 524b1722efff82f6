"""What only an agent does for a person: a letter, a professional whom they name, an address, a lost factor."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from platform_api import (
    accounts,
    addresses,
    clock,
    contacts,
    factors,
    helping,
    letter_codes,
    outbox,
    phones,
    policy,
    sessions,
    telephone,
)
from platform_api.guard import Access, Subject
from platform_api.identifiers import new_id
from platform_api.models import (
    AccessRight,
    Account,
    ContactChange,
    Letter,
    Organisation,
    Patient,
    PresenceCode,
    Professional,
    RecoveryCode,
)
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, DeskAct, EndOfBlock, LetterState, Notice, Reason, Right, Role

PRESENCE_VALID = timedelta(hours=24)
_PENDING = (LetterState.ASKED, LetterState.PRINTING)


@dataclass(frozen=True, slots=True)
class Named:
    """A professional whom the caller named, and whether they can open the record now."""

    id: str
    name: str
    category: str
    organisation: str
    city: str
    can_open: bool
    blocked: bool
    until: Moment | None
    end_of_block: EndOfBlock | None


def letter_to_them(connection: Connection, principal: Principal) -> Subject:
    """A look-up for the guard: the record that the session is about, and whether its address is settled."""
    who = principal.patient_id
    settled = addresses.changed_lately(connection, who) is None
    return Subject(who, "record", who, facts={"address_settled": settled})


def send_letter(access: Access, *, large_print: bool) -> bool:
    """Queue an activation letter to the registered address; False when one waits for the printer already."""
    patient_id = access.subject.patient_id or ""
    waiting = select(Letter.id).where(Letter.patient_id == patient_id, Letter.state.in_(_PENDING))
    if access.connection.execute(waiting).first() is not None:
        return False
    language = access.connection.execute(
        select(Patient.language).where(Patient.id == patient_id)
    ).scalar_one()
    access.connection.execute(
        insert(Letter),
        {
            "id": new_id(),
            "patient_id": patient_id,
            "state": LetterState.ASKED,
            "language": language,
            "large_print": large_print,
            "asked_by": Role.AGENT,
            "asked_at": clock.now(),
        },
    )
    helping.done(access, DeskAct.LETTER)
    return True


def named(access: Access, words: str) -> list[Named]:
    """The professionals with exactly this name or number; raises Refused after too many names in one case."""
    helping.count_name(access, "professional")
    patient_id = access.subject.patient_id or ""
    plain = helping.plain_name(words)
    people = access.connection.execute(
        select(Professional.__table__, Organisation.name.label("house"), Organisation.city)
        .join(Organisation, Organisation.id == Professional.organisation_id)
        .order_by(Professional.family, Professional.given, Professional.id)
    )
    found = [one for one in people if plain and plain in names(one)][:5]
    access.details["named"] = [one.id for one in found]
    return [_named(access, patient_id, one) for one in found]


def presence_code(access: Access) -> str:
    """A presence code to read out; the professional whom the caller names redeems it within a day."""
    return letter_codes.grouped(_presence_code(access))


def text_presence_code(access: Access) -> str:
    """A presence code to the registered mobile, also of somebody who never activated; returns its last digits.

    The agent never sees the code.
    """
    number = phones.mobile(access, field="", proves=True)
    code = _presence_code(access)
    phones.text_visit_code(access, number, code, clock.now() + PRESENCE_VALID, field="")
    access.details["by_text"] = True
    return telephone.ending(number)


def _presence_code(access: Access) -> str:
    code, moment = letter_codes.mint(), clock.now()
    access.connection.execute(
        insert(PresenceCode),
        {
            "fingerprint": access.platform.keys.find_by("presence", code),
            "id": new_id(),
            "patient_id": access.subject.patient_id,
            "made_at": moment,
            "valid_until": moment + PRESENCE_VALID,
        },
    )
    helping.done(access, DeskAct.PRESENCE_CODE)
    return code


def propose_unblock(access: Access) -> None:
    """Ask the person to end a block themselves: an opening act is confirmed by them, with their second factor."""
    patient_id = access.subject.patient_id or ""
    if not outbox.tell_holder(access.connection, access.platform.keys, Notice.UNBLOCK_ASKED, patient_id):
        raise Refused(Reason.NO_REGISTERED_CONTACT)
    helping.done(access, DeskAct.UNBLOCK)


def change_contact_now(access: Access, email: str) -> None:
    """A new address, at once: the document was seen. Both addresses are told, every device is signed out."""
    account = _account(access)
    _tell_both(access, account, email, Notice.CONTACT_CHANGED, {})
    contacts.put(access.connection, access.platform.keys, account.id, email)
    helping.done(access, DeskAct.CONTACT)


def change_contact_later(access: Access, email: str) -> datetime:
    """A new address after three days; both addresses are told now, and the person can stop it."""
    account, moment = _account(access), clock.now()
    patient_id, identifier = access.subject.patient_id or "", new_id()
    access.connection.execute(
        update(ContactChange)
        .where(ContactChange.patient_id == patient_id, ContactChange.done_at.is_(None))
        .values(stopped_at=moment)
    )
    due = moment + contacts.DELAY
    sealed = access.platform.keys.seal(email, f"contact-change:{identifier}")
    row = {"id": identifier, "patient_id": patient_id, "email_sealed": sealed}
    access.connection.execute(insert(ContactChange), row | {"asked_at": moment, "due_at": due})
    _tell_both(access, account, email, Notice.CONTACT_CHANGES_LATER, {"hours": "72"})
    helping.done(access, DeskAct.CONTACT)
    return due


def reset_factor(access: Access) -> None:
    """Mail one recovery code to the registered address; the agent never sees it, all earlier ones are dead."""
    account, keys = _account(access), access.platform.keys
    code = factors.new_recovery_codes()[0]
    access.connection.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    fingerprint = keys.find_by(f"recovery:{account.id}", factors.normal_recovery_code(code))
    access.connection.execute(insert(RecoveryCode), {"account_id": account.id, "fingerprint": fingerprint})
    sessions.end_all(access.connection, account.id)
    outbox.tell_account(access.connection, keys, Notice.FACTOR_RESET, account.id, parameters={"code": code})
    phones.warn(access.connection, keys, Notice.FACTOR_RESET, access.subject.patient_id)
    helping.done(access, DeskAct.FACTOR_RESET)


def _tell_both(access: Access, account: Any, email: str, notice: Notice, values: dict[str, str]) -> None:
    keys = access.platform.keys
    outbox.tell_account(access.connection, keys, notice, account.id, parameters=values)
    phones.warn(access.connection, keys, notice, access.subject.patient_id)
    outbox.tell(
        access.connection,
        keys,
        notice,
        address=email,
        language=account.language,
        patient_id=access.subject.patient_id,
        parameters=values,
    )


def _account(access: Access) -> Any:
    row = access.connection.execute(
        select(Account.id, Account.language).where(Account.patient_id == access.subject.patient_id)
    ).first()
    if row is None:
        raise Refused(Reason.NO_REGISTERED_CONTACT)
    return row


def names(one: Any) -> set[str]:
    """How a caller may say who a professional of the directory is, without capitals, accents and signs."""
    wholes = (one.id, one.family, f"{one.given} {one.family}", f"{one.family} {one.given}")
    with_title = (
        (f"{one.prefix} {one.given} {one.family}", f"{one.prefix} {one.family}") if one.prefix else ()
    )
    return {helping.plain_name(whole) for whole in (*wholes, *with_title)}


def _named(access: Access, patient_id: str, one: Any) -> Named:
    moment = clock.now()
    rows = access.connection.execute(
        select(AccessRight.kind, AccessRight.actor_id, AccessRight.ends_at)
        .where(
            AccessRight.patient_id == patient_id,
            AccessRight.actor_id.in_((one.id, one.organisation_id)),
            AccessRight.ended_at.is_(None),
            AccessRight.starts_at <= moment,
            AccessRight.ends_at.is_(None) | (AccessRight.ends_at > moment),
        )
        .order_by(AccessRight.id)
    ).all()
    blocked = any(row.kind == Right.BLOCK for row in rows)
    own_block = any(row.kind == Right.BLOCK and row.actor_id == one.id for row in rows)
    given = [row for row in rows if row.kind != Right.BLOCK]
    ends = [row.ends_at for row in given]
    return Named(
        id=one.id,
        name=" ".join(part for part in (one.prefix, one.given, one.family) if part),
        category=one.category,
        organisation=one.house,
        city=one.city,
        can_open=bool(given) and not blocked,
        blocked=blocked,
        until=max(end for end in ends if end) if ends and None not in ends else None,
        end_of_block=_end_of_block(access) if own_block else None,
    )


def _end_of_block(access: Access) -> EndOfBlock:
    """Who ends the block of somebody whom the caller named: the policy says it, for this person and this proof."""
    has_account = accounts.is_there(access.connection, access.subject.patient_id)
    known = replace(access.facts, exists=True, holder_has_account=has_account)
    if policy.decide(Action.ASK_UNBLOCK, known).allowed:
        return EndOfBlock.TWO_AGENTS
    return EndOfBlock.HOLDER if has_account else EndOfBlock.BETTER_PROOF
