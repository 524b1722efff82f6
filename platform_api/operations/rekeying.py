"""Replacing the platform's keys while it serves (ADR 32)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, or_, select, update

from platform_api import clock, keys
from platform_api.context import Platform
from platform_api.db import Database
from platform_api.guard import Subject, permit_as
from platform_api.models import (
    Account,
    Activation,
    ContactChange,
    InvitedAccount,
    Letter,
    Notice,
    OpeningRequest,
    PaperForm,
    Patient,
    PhoneCode,
    PostalLetter,
    RegisteredPhone,
)
from platform_api.models.keys import record_keys
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.principal import Caller
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role

_OPERATOR = Caller(None, frozenset(), None, "", "dsp keys", "", "")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column closed with the master key: `belongs_to` is the word before the row's own key."""

    column: Any
    belongs_to: str
    only_if: Any = None

    @property
    def table(self) -> Table:
        """Where it stands."""
        found: Table = self.column.table
        return found


SEALED = (
    Sealed(Account.__table__.c.email_sealed, "account-email"),
    Sealed(Account.__table__.c.totp_sealed, "account-totp"),
    Sealed(Activation.__table__.c.email_sealed, "activation-email"),
    Sealed(Activation.__table__.c.totp_sealed, "activation-totp"),
    Sealed(Activation.__table__.c.recovery_sealed, "activation-recovery"),
    Sealed(ContactChange.__table__.c.email_sealed, "contact-change"),
    Sealed(InvitedAccount.__table__.c.details_sealed, "invited"),
    Sealed(InvitedAccount.__table__.c.totp_sealed, "invited-totp"),
    Sealed(Notice.__table__.c.address_sealed, "notice-address"),
    Sealed(Notice.__table__.c.parameters_sealed, "notice-parameters"),
    Sealed(OpeningRequest.__table__.c.form_sealed, "opening"),
    Sealed(PaperForm.__table__.c.scan_key_sealed, "paper-key", PaperForm.__table__.c.patient_id.is_(None)),
    Sealed(Patient.__table__.c.matricule_sealed, "matricule"),
    Sealed(PhoneCode.__table__.c.phone_sealed, "phone-code"),
    Sealed(PostalLetter.__table__.c.values_sealed, "post"),
    Sealed(RegisteredPhone.__table__.c.phone_sealed, "phone"),
)
"""Every one of them: `dsp keys rewrap` goes through this list, and a test compares it with the schema."""


def replace_key(settings: Settings, name: str) -> str:
    """Put a new key into use, in every process that serves too; the trail says so first. Returns what comes next."""
    with running(settings) as opened:
        _traced(opened, replaced_key=name)
        keys.replace(settings, name, clock.now())
    following = {
        "master": "run `dsp keys rewrap`, then `dsp keys forget master`",
        "letters": "letters on their way still open; `dsp keys forget letters` once they are used or too old",
        "checkpoint": "the former one goes on proving older checkpoints: keep it",
        "tokens": "the public half of the former one goes on proving older receipts: keep it",
    }
    return f"{name}: a new key is in use; {following[name]}; back up the keys"


def rewrap(settings: Settings) -> str:
    """Bring what former master keys closed under the one in use, a few hundred rows at a time.

    A row that somebody changes meanwhile is left to them; broken off it goes on next time. Raises OperationFailed
    for a row that no key opens.
    """
    with running(settings) as opened:
        done = sum(_again(opened.key_store, record_keys, changed) for changed in _record_keys(opened))
        for one in SEALED:
            done += sum(_again(opened.database, one.table, changed) for changed in _sealed(opened, one))
        _traced(opened, rewrapped=done)
    return f"{done} rewrapped; nothing is left under a former master key"


def forget_keys(settings: Settings, name: str, *, lost: bool) -> str:
    """Take former keys out of their file. Raises OperationFailed while something needs them, but if they are `lost`."""
    with running(settings) as opened:
        why = None if lost and name != "master" else _needed(opened, name)
        if why:
            raise OperationFailed(why)
        _traced(opened, forgot_keys=name, lost=lost)
        gone = keys.forget_former(settings, name)
    return f"{name}: former keys forgotten: {gone}; back up the keys"


def _needed(opened: Platform, name: str) -> str | None:
    if name == "master":
        waiting = sum(len(some) for some in _record_keys(opened))
        waiting += sum(len(some) for one in SEALED for some in _sealed(opened, one))
        return f"{waiting} are still closed with a former key: run `dsp keys rewrap`" if waiting else None
    if name == "letters":
        waiting = _letters_before(opened)
        return f"{waiting} letters may still need the former key" if waiting else None
    return f"the former key goes on proving what it signed; with --lost, older {name} prove nothing any more"


def _letters_before(opened: Platform) -> int:
    former = opened.keys.letters.former
    if not former:
        return 0
    moment, replaced = clock.now(), former[0].replaced_at
    letters = select(Letter.id).where(
        Letter.fingerprint.is_not(None),
        Letter.used_at.is_(None),
        or_(Letter.valid_until > moment, Letter.valid_until.is_(None)),
        Letter.minted_at <= replaced,
    )
    post = select(PostalLetter.id).where(
        PostalLetter.fingerprint.is_not(None),
        PostalLetter.used_at.is_(None),
        or_(PostalLetter.valid_until > moment, PostalLetter.valid_until.is_(None)),
        PostalLetter.asked_at <= replaced,
    )
    with opened.database.read() as connection:
        return sum(len(connection.execute(one).all()) for one in (letters, post))


Changed = list[dict[str, Any]]
"""Rows to be written again: `this` row, `before`, `after`, and the name of the `column`."""


def _record_keys(opened: Platform) -> Iterator[Changed]:
    column, own = record_keys.c.wrapped, record_keys.c.patient_id
    for rows in _in_parts(opened.key_store, column, own):
        yield [
            {"this": row[0], "before": row[1], "after": after, "column": column}
            for row in rows
            if (after := opened.keys.wrapped_anew(row[1])) is not None
        ]


def _sealed(opened: Platform, one: Sealed) -> Iterator[Changed]:
    (own,) = one.table.primary_key.columns
    for rows in _in_parts(opened.database, one.column, own, one.only_if):
        try:
            yield [
                {"this": row[0], "before": row[1], "after": after, "column": one.column}
                for row in rows
                if (after := opened.keys.sealed_anew(row[1], f"{one.belongs_to}:{row[0]}")) is not None
            ]
        except keys.Tampered as error:
            raise OperationFailed(f"something in {one.column} opens with no key: it was changed") from error


def _in_parts(database: Database, column: Any, own: Column[Any], only_if: Any = None) -> Iterator[list[Any]]:
    last = ""
    while True:
        rows = select(own, column).where(own > last, column.is_not(None)).order_by(own).limit(_AT_ONCE)
        with database.read() as connection:
            found = list(connection.execute(rows if only_if is None else rows.where(only_if)))
        if not found:
            return
        yield found
        last = found[-1][0]


def _again(database: Database, table: Table, changed: Changed) -> int:
    """Write them, but for those that are no longer as they were read; returns how many were."""
    if not changed:
        return 0
    (own,) = table.primary_key.columns
    column = changed[0]["column"]
    statement = (
        update(table)
        .where(own == bindparam("this"), column == bindparam("before"))
        .values({column: bindparam("after")})
    )
    rows = [{name: one[name] for name in ("this", "before", "after")} for one in changed]
    with database.write() as connection:
        connection.execute(statement, rows)
    return len(rows)


def _traced(opened: Platform, **details: object) -> None:
    def nothing(_connection: Connection, _principal: Any) -> Subject:
        return Subject()

    with permit_as(opened, _OPERATOR, Action.OPERATE, nothing, role=Role.OPERATOR) as access:
        access.details |= details
