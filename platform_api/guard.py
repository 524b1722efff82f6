"""The one gate: gathers the facts, asks the policy, runs the act and writes the trail in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from flask import g, has_app_context
from sqlalchemy import Connection, bindparam, select

from platform_api import audit_trail, clock, identification, rights, scopes
from platform_api.audit_trail import SYSTEM, Entry
from platform_api.context import Platform, caller, platform
from platform_api.facts import Facts
from platform_api.keys import Keys
from platform_api.models import Dossier
from platform_api.policy import beyond_scope, decide
from platform_api.principal import PORTAL, Caller, MandateInForce, Principal
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Outcome, Purpose, Reason, Role


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action is about: whose record, which thing, and the facts that only a look-up tells.

    `payload` is handed through to the action. A look-up may read, and may count tries; it changes nothing else.
    """

    patient_id: str | None = None
    kind: str | None = None
    id: str | None = None
    payload: Any = None
    facts: dict[str, Any] = field(default_factory=dict)
    fail: Refused | None = None


@dataclass(slots=True)
class Access:
    """A permitted action under way: its transaction, who acts, and what the trail will say."""

    connection: Connection
    platform: Platform
    principal: Principal
    facts: Facts
    subject: Subject
    details: dict[str, Any] = field(default_factory=dict)
    entry_id: str = ""
    """The id of the entry in the trail, once it is written: after the body."""


_DECIDED_UPON = frozenset({Role.PROFESSIONAL, Role.SOFTWARE})
UNTRACED = frozenset({Action.READ_SESSION, Action.READ_FIGURES})
"""Who is signed in, and figures of the whole country, tell nothing of a record. Refusals are traced all the same."""

_find_record = select(Dossier.patient_id).where(Dossier.patient_id == bindparam("of_patient"))
F = TypeVar("F", bound=Callable[..., Any])


def open_to_all(view: F) -> F:
    """Declare that a path tells nothing about anyone and needs no decision."""
    view.open_to_all = True  # type: ignore[attr-defined]  # read back at start-up and after each answer
    return view


LISTENERS: list[Callable[[Connection, Keys, Entry], None]] = []
"""Told of every new entry in its own transaction (`tellings.noticed`); the application names them at its start."""

Look: TypeAlias = Callable[[Connection, Principal], Subject]


def nothing(_connection: Connection, _principal: Principal) -> Subject:
    """For actions that are about nobody's record."""
    return Subject()


def own_record(_connection: Connection, principal: Principal) -> Subject:
    """For what somebody asks about the record that their session is about: their own, or one they act for."""
    return Subject(principal.patient_id, "record", principal.patient_id)


@contextmanager
def permit(action: Action, look: Look = nothing, *, purpose: str | None = None) -> Iterator[Access]:
    """Run the body only if the policy allows it; its changes and its trail entry are kept together or not at all.

    Raises Refused, after writing the refusal to the trail. A Refused with `keep` raised in the body keeps the
    body's changes (a counted try).
    """
    with permit_as(platform(), caller(), action, look, purpose=purpose) as access:
        g.decided = True
        g.principal = access.principal
        yield access


@contextmanager
def permit_as(
    running: Platform,
    asking: Caller,
    action: Action,
    look: Look = nothing,
    *,
    purpose: str | None = None,
    role: Role | None = None,
) -> Iterator[Access]:
    """`permit` outside a request, for the operator's commands and the worker."""
    refusal: Refused | None = None
    principal: Principal | None = None
    subject = Subject()
    try:
        with running.database.write() as connection:
            principal = identification.identify(connection, asking, role)
            narrow = principal.role in _DECIDED_UPON and beyond_scope(action, gather(principal, Subject()))
            subject = Subject() if narrow else look(connection, principal)  # nothing is looked at in vain
            facts = gather(principal, subject, connection)
            access = Access(connection, running, principal, facts, subject)
            refusal = _refusal(action, facts, subject, principal)
            if refusal is None:
                try:
                    yield access
                except Refused as refused:
                    if not refused.keep:
                        raise
                    refusal = refused
            if refusal is not None or action not in UNTRACED:
                entry = _entry(action, principal, access.subject, asking, purpose, access.details, refusal)
                access.entry_id = _write(running, connection, _in_a_known_chain(connection, entry, principal))
    except Refused as refused:
        _mark_decided()
        if principal is None and asking.software_id is not None:  # withdrawn, but known by its signed token
            principal = Principal(Role.SOFTWARE, asking.software_id, asking.scopes, software_conformant=False)
        if principal is not None:
            with running.database.write() as connection:
                entry = _entry(action, principal, subject, asking, purpose, {}, refused)
                _write(running, connection, _in_a_known_chain(connection, entry, principal))
        raise
    if refusal is not None:
        _mark_decided()
        raise refusal


def check_token() -> None:
    """Raises Refused when the software behind the request is withdrawn, or its token was given back."""
    with platform().database.read() as connection:
        identification.identify(connection, caller())


def allowed(action: Action, look: Look) -> bool:
    """Whether the action would be permitted now; writes nothing. Only to spare work: `permit` still decides."""
    running = platform()
    with running.database.read() as connection:
        try:
            principal = identification.identify(connection, caller())
        except Refused:
            return False
        return decide(action, gather(principal, look(connection, principal), connection)).allowed


def foresee(look: Look) -> Subject:
    """What a look-up finds now; nothing for a caller who is refused anyway. Only to tell which action is meant."""
    running = platform()
    with running.database.write() as connection:  # whoever is there, was seen
        try:
            principal = identification.identify(connection, caller())
        except Refused:
            return Subject()
        return look(connection, principal)


def also_done(
    access: Access,
    action: Action,
    subject: Subject,
    details: dict[str, Any],
    purpose: Purpose | None = None,
) -> None:
    """Write to the trail what a permitted action did beside itself: in the same name, kept with it or not at all."""
    entry = _entry(action, access.principal, subject, caller(), purpose, details, None)
    _write(access.platform, access.connection, entry)


def record_failure(action: Action, access: Access, refusal: Refused, purpose: Purpose | None = None) -> None:
    """Write to the trail that a permitted action failed after all (a damaged document)."""
    with access.platform.database.write() as connection:
        entry = _entry(action, access.principal, access.subject, caller(), purpose, {}, refusal)
        audit_trail.append(connection, entry)


def gather(principal: Principal, subject: Subject, connection: Connection | None = None) -> Facts:
    """The facts about the caller, completed by what the record's holder decided and what the look-up told."""
    signed_in = principal.session_kind == "person" and not principal.session_expired
    own_record = None
    if subject.patient_id is not None and principal.patient_id is not None:
        own_record = signed_in and subject.patient_id == principal.patient_id
    known: dict[str, Any] = {
        "role": principal.role,
        "software_is_portal": principal.software_id == PORTAL,
        "software_conformant": principal.software_conformant,
        "software_may_deposit": scopes.cover(principal.scopes, scopes.DEPOSITING),
        "scope_granted": scopes.cover(principal.scopes, principal.scope_needed),
        "software_may_work": "worker" in principal.scopes,
        "second_factor_proved": signed_in,
        "password_proved": principal.session_kind == "half" and not principal.session_expired,
        "second_factor_recent": signed_in and principal.proved_recently(clock.now()),
        "is_own_record": own_record,
        "is_own_account": signed_in,
        "dossier_state": principal.dossier_state if own_record else None,
    }
    if own_record:
        known |= _standing(principal)
    if own_record and principal.mandate is not None:
        known |= _under(principal.mandate)
    if own_record and principal.assistance is not None:
        helping = principal.assistance
        known |= {"assistance_open": helping.open, "proof_level": helping.proof_level}
        known |= {"document_seen": helping.document_seen, "holder_calls": helping.holder_calls}
    if connection is not None and subject.patient_id and principal.role in _DECIDED_UPON:
        known |= rights.facts_about(connection, principal, subject.patient_id)
    return Facts(**known | subject.facts)


def _standing(principal: Principal) -> dict[str, Any]:
    return {
        "undo_open": principal.undo_until is not None and clock.now() < principal.undo_until,
        "erasure_asked": principal.erase_at is not None,
        "is_frozen": principal.frozen,
    }


def _under(mandate: MandateInForce) -> dict[str, Any]:
    return {
        "mandate_active": mandate.active,
        "mandate_verbs": mandate.verbs,
        "mandate_hidden_types": mandate.excluded_types,
        "mandate_ceiling": mandate.ceiling,
    }


def _refusal(action: Action, facts: Facts, subject: Subject, principal: Principal) -> Refused | None:
    if subject.fail is not None:
        return subject.fail
    decision = decide(action, facts)
    if decision.allowed:
        return None
    if principal.session_expired:
        return Refused(Reason.SESSION_EXPIRED)
    if facts.password_proved and decision.reason is Reason.NOT_ALLOWED:
        return Refused(Reason.SECOND_FACTOR_NEEDED)
    if principal.role is Role.VISITOR and decision.reason is Reason.NOT_ALLOWED:
        return Refused(Reason.SIGNED_OUT)
    return Refused(decision.reason or Reason.NOT_ALLOWED, admit=decision.admit)


def _entry(
    action: Action,
    principal: Principal,
    subject: Subject,
    asking: Caller,
    purpose: str | None,
    details: dict[str, Any],
    refusal: Refused | None,
) -> Entry:
    acting = subject.patient_id == principal.patient_id and (principal.mandate or principal.assistance)
    if acting:
        details = {**details, "mandate" if principal.mandate else "assistance": acting.id}
        if principal.assistance is not None:
            details["case"] = principal.assistance.case_number
    return Entry(
        chain=subject.patient_id or _own_chain(principal),
        action=action,
        outcome=Outcome.REFUSED if refusal else Outcome.ALLOWED,
        role=principal.role,
        reason=refusal.reason if refusal else None,
        person_id=principal.person_id,
        on_behalf_of=principal.patient_id if acting else None,
        software_id=principal.software_id,
        purpose=purpose,
        object_kind=subject.kind,
        object_id=subject.id,
        request_id=asking.request_id,
        details=details or None,
    )


def _own_chain(principal: Principal) -> str:
    """Where stands what is about nobody's record: with an agent who helps somebody now it is not that person's."""
    return SYSTEM if principal.assistance is not None else principal.patient_id or SYSTEM


def _in_a_known_chain(connection: Connection, entry: Entry, principal: Principal) -> Entry:
    """The entry, in the chain of a record that exists: what a caller merely typed begins no chain of its own.

    A refusal always looks: finding nothing and finding what is somebody else's must cost the same.
    """
    own = _own_chain(principal)
    if entry.chain == principal.patient_id and entry.outcome is Outcome.ALLOWED:
        return entry
    known = connection.execute(_find_record, {"of_patient": entry.chain}).first()
    return entry if known else replace(entry, chain=own)


def _write(running: Platform, connection: Connection, entry: Entry) -> str:
    written = audit_trail.append(connection, entry)
    for listener in LISTENERS:
        listener(connection, running.keys, entry)
    return written


def _mark_decided() -> None:
    if has_app_context():
        g.decided = True
