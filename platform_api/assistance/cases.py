"""A case: opened for one person, fifteen minutes long, extended once, ended by the agent, the person or the clock."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from platform_api import accounts, addresses, clock, helping, matricule, outbox, paper_forms, phones, policy
from platform_api.assistance import notes, stuck, telephones
from platform_api.assistance.proofs import LEVELS, text_code
from platform_api.facts import Facts
from platform_api.guard import Access
from platform_api.identifiers import new_id
from platform_api.keys import open_sealed, seal
from platform_api.models import Assistance, Dossier, HelpAct, HelpCase, Patient
from platform_api.principal import AssistanceUnderWay
from platform_api.problems import Refused
from platform_api.shapes import Language, Moment
from platform_api.vocabulary import (
    Action,
    CallerKind,
    CaseEnd,
    CasePurpose,
    Channel,
    DeskAct,
    DossierState,
    Notice,
    Proof,
    Reason,
    TextCode,
)

LASTS = timedelta(minutes=15)
"""How long an assistance lasts; it is extended once by as much (domain.md)."""
ACTIONS: dict[DeskAct, Action] = {
    DeskAct.LETTER: Action.ISSUE_LETTER,
    DeskAct.GRANT: Action.GRANT_ACCESS,
    DeskAct.PRESENCE_CODE: Action.MINT_PRESENCE_CODE_AT_DESK,
    DeskAct.BLOCK: Action.BLOCK_PROFESSIONAL,
    DeskAct.UNBLOCK: Action.PROPOSE_UNBLOCK,
    DeskAct.END_BLOCK: Action.ASK_UNBLOCK,
    DeskAct.CONTACT: Action.CHANGE_CONTACT_LATER,
    DeskAct.PHONE: Action.CHANGE_PHONE_AT_DESK,
    DeskAct.FACTOR_RESET: Action.RESET_FACTOR,
    DeskAct.FREEZE: Action.FREEZE_ACCOUNT,
    DeskAct.UNFREEZE: Action.UNFREEZE_ACCOUNT,
    DeskAct.END_MANDATE: Action.NAME_CAREGIVER,
    DeskAct.OBJECTION: Action.ASK_OBJECTION,
    DeskAct.CLOSING: Action.ASK_CLOSING,
    DeskAct.REOPENING: Action.REOPEN_RECORD,
    DeskAct.PETITION: Action.ENTER_PETITION,
    DeskAct.ADD_MANDATE: Action.ADD_MANDATE,
    DeskAct.GUARDIANSHIP: Action.ENTER_GUARDIANSHIP,
    DeskAct.ATTESTATION: Action.ENTER_ATTESTATION,
}
"""What an agent may do is what the policy says of these; the desk has no rules of its own."""
WITH_AN_ACCOUNT = frozenset({DeskAct.CONTACT, DeskAct.FACTOR_RESET, DeskAct.UNBLOCK})
"""What goes to, or changes, an account: nothing of it can work for somebody who has none."""


@dataclass(frozen=True, slots=True)
class AllowedAct:
    """An act that can help this person: the proof it needs, and whether the caller has given it."""

    act: DeskAct
    level: int
    ready: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its agent sees it: no document, no statement, nobody's name but the person's own."""

    id: str
    number: str
    name: str
    matricule: str
    language: Language
    channel: Channel
    caller: CallerKind
    purpose: CasePurpose
    proof_level: int
    until: Moment
    extended: bool
    record_state: DossierState
    stuck: list[stuck.Hindrance]
    acts: list[AllowedAct]
    done: list[DeskAct]
    note: str
    paper: paper_forms.Beside | None
    document_seen: bool
    texts_to: str
    """The last digits of the mobile that text messages go to, once the caller is proved; empty where there is none."""
    text_code: TextCode | None
    text_ends: str
    """The last digits of the mobile that such a code went to in this case."""
    has_account: bool
    """Without one there is neither an address for e-mail nor a second factor to mend."""
    new_phone: telephones.Waiting | None
    """The number that was entered and waits for its code, to be seen by whoever may enter one."""


def begin(access: Access, channel: Channel, caller: CallerKind, purpose: CasePurpose) -> str:
    """Open a case for the person found and turn the session to them; returns the browser's new reference."""
    found, connection, moment = access.subject.payload, access.connection, clock.now()
    person = found.person
    earlier = access.principal.assistance
    if earlier is not None:
        helping.end(connection, earlier.id, CaseEnd.DONE)
    case_id, assistance_id, number = new_id(), new_id(), _new_number(connection)
    row = {"id": case_id, "number": number, "patient_id": person.id, "opened_at": moment}
    row["flags"] = found.flags
    row |= {"channel": channel, "caller": caller, "purpose": purpose, "language": person.language}
    connection.execute(insert(HelpCase), row | {"agent_id": access.principal.account_id})
    connection.execute(
        insert(Assistance),
        {
            "id": assistance_id,
            "case_id": case_id,
            "patient_id": person.id,
            "agent_id": access.principal.account_id,
            "proof_level": 1,
            "started_at": moment,
            "ends_at": moment + LASTS,
        },
    )
    access.details.update(case=number, channel=channel.value, caller=caller.value, purpose=purpose.value)
    parameters = {"case": number, "agent": (access.principal.name or "").split(" ")[0]}
    keys = access.platform.keys
    outbox.tell_holder(connection, keys, Notice.HELP_BEGAN, person.id, parameters=parameters)
    return helping.turn(connection, access.principal.session_id or "", assistance_id)


def extend(access: Access) -> None:
    """Another fifteen minutes, once."""
    helping_now = _under_way(access)
    extended = access.connection.execute(
        update(HelpCase)
        .where(HelpCase.id == helping_now.case_id, HelpCase.extended_at.is_(None))
        .values(extended_at=clock.now())
    )
    if extended.rowcount != 1:
        raise Refused(Reason.EXTENDED_ALREADY)
    until = helping_now.ends_at + LASTS
    access.connection.execute(update(Assistance).where(Assistance.id == helping_now.id).values(ends_at=until))


def finish(access: Access) -> str:
    """End the agent's own case, if one is there, and turn the session back to the desk."""
    if (helping_now := access.principal.assistance) is not None:
        how = CaseEnd.DONE if helping_now.open else CaseEnd.TIME
        helping.end(access.connection, helping_now.id, how)
    return helping.turn(access.connection, access.principal.session_id or "", None)


def shown(access: Access) -> Case:
    """The agent's case under way."""
    helping_now, connection = _under_way(access), access.connection
    row = connection.execute(
        select(HelpCase.__table__, Patient.given, Patient.family, Patient.matricule_sealed, Dossier.state)
        .join(Patient, Patient.id == HelpCase.patient_id)
        .join(Dossier, Dossier.patient_id == HelpCase.patient_id)
        .where(HelpCase.id == helping_now.case_id)
    ).first()
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    number = access.platform.keys.open(row.matricule_sealed, f"matricule:{row.patient_id}")
    code = text_code(access)
    has_account = accounts.is_there(connection, row.patient_id)
    acts = [one for one in _acts(access) if has_account or one.act not in WITH_AN_ACCOUNT]
    did = connection.execute(
        select(HelpAct.act)
        .where(HelpAct.case_id == row.id, HelpAct.act != "named")
        .order_by(HelpAct.at, HelpAct.id)
    ).scalars()
    return Case(
        id=row.id,
        number=row.number,
        name=f"{row.given} {row.family}",
        matricule=matricule.masked(number),
        language=row.language,
        channel=Channel(row.channel),
        caller=CallerKind(row.caller),
        purpose=CasePurpose(row.purpose),
        proof_level=helping_now.proof_level,
        until=helping_now.ends_at,
        extended=row.extended_at is not None,
        record_state=DossierState(row.state),
        stuck=stuck.hindrances(connection, access.platform.keys, row.patient_id, row.state, number),
        acts=acts,
        done=[DeskAct(act) for act in did],
        note=_note(access, row),
        paper=paper_forms.beside(access),
        document_seen=helping_now.document_seen,
        texts_to=phones.texts_to(access) if helping_now.proof_level >= LEVELS[Proof.SMS_CODE] else "",
        text_code=code,
        text_ends=phones.ends(access) if code else "",
        has_account=has_account,
        new_phone=telephones.waiting(access) if any(_is_to_be_entered(one) for one in acts) else None,
    )


def keep_note(access: Access, text: str) -> None:
    """Replace the case's note; raises Refused for what a note must not hold."""
    notes.check(text)
    helping_now = _under_way(access)
    key = access.platform.record_key(access.subject.patient_id or "")
    if key is None:
        raise Refused(Reason.NOT_FOUND)
    sealed = seal(key, text.encode(), f"case-note:{helping_now.case_id}")
    case = HelpCase.id == helping_now.case_id
    access.connection.execute(update(HelpCase).where(case).values(note_sealed=sealed))


def _note(access: Access, row: Any) -> str:
    key = access.platform.record_key(row.patient_id) if row.note_sealed else None
    return open_sealed(key, row.note_sealed, f"case-note:{row.id}").decode() if key else ""


def _acts(access: Access) -> list[AllowedAct]:
    """Every act that the policy would allow at some proof, with the least one."""
    has_account = accounts.is_there(access.connection, access.subject.patient_id)
    settled = addresses.changed_lately(access.connection, access.subject.patient_id) is None
    known = replace(access.facts, exists=True, target_blocked=False)
    known = replace(known, holder_has_account=has_account, address_settled=settled)
    found = []
    for act, action in ACTIONS.items():
        levels = [level for level in (1, 2, 3) if policy.decide(action, _at(known, level)).allowed]
        if levels:
            found.append(AllowedAct(act, levels[0], policy.decide(action, known).allowed))
    return found


def _is_to_be_entered(one: AllowedAct) -> bool:
    return one.act is DeskAct.PHONE and one.ready


def _at(known: Facts, level: int) -> Facts:
    return replace(
        known, proof_level=level, document_seen=known.document_seen or level == max(LEVELS.values())
    )


def _under_way(access: Access) -> AssistanceUnderWay:
    if access.principal.assistance is None:
        raise Refused(Reason.NOT_ALLOWED)
    return access.principal.assistance


def _new_number(connection: Connection) -> str:
    while True:
        number = f"{10**7 + secrets.randbelow(9 * 10**7)}"
        taken = select(HelpCase.id).where(HelpCase.number == number)
        if connection.execute(taken).first() is None:
            return number
