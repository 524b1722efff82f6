"""Letters and the sweep: the operator's everyday work, each step in the trail."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from platform_api import (
    audit_trail,
    clock,
    contacts,
    invited,
    outbox,
    paper_forms,
    posting,
    record_states,
    sessions,
    tellings,
    throttles,
)
from platform_api.activation import letters
from platform_api.activation.letters import MintedLetter
from platform_api.audit_trail import Entry
from platform_api.context import Platform
from platform_api.guard import Access, Subject, permit_as
from platform_api.identification import forget_drafts
from platform_api.identifiers import new_id
from platform_api.mandates import sweeping as mandates
from platform_api.models import Dossier, Letter, PostalLetter, SpentToken
from platform_api.operations import endings, leftovers
from platform_api.operations.failures import OperationFailed
from platform_api.operations.stores import running
from platform_api.operations.trail import let_old_go
from platform_api.posting import MintedPost
from platform_api.principal import Caller
from platform_api.settings import Settings
from platform_api.vocabulary import Action, DossierState, LetterState, Outcome, Role

OPERATOR = Caller(None, frozenset(), None, "", "operator", "", "")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep changed."""

    opened_by_default: int
    forgotten: int
    closed_for_good: int = 0
    erased: int = 0
    documents_erased: int = 0


def mint_letters(settings: Settings, run: str | None = None, most: int = _BATCH) -> list[MintedLetter]:
    """Give every pending letter a fresh code, for printing now; this run has them for itself for a while."""
    with running(settings) as opened, _operator(opened, Action.MINT_LETTER) as access:
        minted = letters.mint_pending(opened, access.connection, run or new_id(), most)
        access.details["letters"] = [letter.letter_id for letter in minted]
    return minted


def mint_post(settings: Settings, run: str | None = None, most: int = _BATCH) -> list[MintedPost]:
    """The confirmations that wait, for printing now; this run has them for itself for a while."""
    with running(settings) as opened, _operator(opened, Action.MINT_LETTER) as access:
        minted = posting.mint_pending(opened, access.connection, run or new_id(), most)
        access.details["letters"] = [letter.letter_id for letter in minted]
    return minted


def acknowledge_letters(settings: Settings, letter_ids: Sequence[str], run: str | None = None) -> int:
    """Their PDFs are safely written: the codes count from now on."""
    return len(acknowledge_print(settings, letter_ids, run))


def acknowledge_print(settings: Settings, letter_ids: Sequence[str], run: str | None = None) -> list[str]:
    """Letters and confirmations of this run are safely written; returns those that it still had in hand."""
    with running(settings) as opened, _operator(opened, Action.ACKNOWLEDGE_LETTER) as access:
        done = letters.acknowledge_printed(opened, access.connection, letter_ids, run)
        done += posting.acknowledge_printed(access.connection, letter_ids, run)
        access.details["letters"] = done
    return done


def give_letters_back(settings: Settings, run: str) -> None:
    """What this run did not write waits for the next one, at once."""
    with running(settings) as opened, _operator(opened, Action.ACKNOWLEDGE_LETTER) as access:
        letters.give_back(access.connection, run)
        posting.give_back(access.connection, run)


def letters_posted(settings: Settings, letter_ids: Sequence[str]) -> int:
    """The post has them: the objection delay runs. Raises OperationFailed, and changes nothing, for an unknown one."""
    with running(settings) as opened, _operator(opened, Action.ACKNOWLEDGE_LETTER) as access:
        _check_known(access.connection, letter_ids)
        access.details["posted"] = list(letter_ids)
        done = letters.posted(access.connection, letter_ids)
        return done + posting.posted(access.connection, letter_ids)


def letters_returned(settings: Settings, letter_ids: Sequence[str]) -> int:
    """They came back undelivered: their codes are dead. As `letters_posted` for an unknown one."""
    with running(settings) as opened, _operator(opened, Action.ACKNOWLEDGE_LETTER) as access:
        _check_known(access.connection, letter_ids)
        access.details["returned"] = list(letter_ids)
        done = letters.returned(access.connection, letter_ids)
        return done + posting.returned(access.connection, letter_ids)


def _check_known(connection: Connection, letter_ids: Sequence[str]) -> None:
    known: set[str] = set()
    for table in (Letter, PostalLetter):
        known |= set(connection.execute(select(table.id).where(table.id.in_(letter_ids))).scalars())
    if unknown := [one for one in letter_ids if one not in known]:
        raise OperationFailed(f"no such letter, and nothing was changed: {', '.join(map(ascii, unknown))}")


def issue_letter(settings: Settings, patient_id: str, language: str, *, large_print: bool = False) -> str:
    """Queue a letter for a patient; returns its id."""
    with (
        running(settings) as opened,
        _operator(opened, Action.ISSUE_LETTER, Subject(patient_id, "letter")) as access,
    ):
        return letters.issue(access.connection, patient_id, language, Role.OPERATOR, large_print=large_print)


def sweep(settings: Settings) -> Swept:
    """Every step that time drives; idempotent, safe on several hosts at once."""
    with running(settings) as opened:
        swept = _sweep(opened)
        closed, erased = endings.finish_closings(opened), endings.erase_due(opened)
        cleared = leftovers.clear(opened)
        let_old_go(opened)
    return replace(
        swept,
        forgotten=swept.forgotten + cleared.uploads + cleared.files,
        closed_for_good=closed,
        erased=erased,
        documents_erased=cleared.documents,
    )


def _sweep(opened: Platform) -> Swept:
    with _operator(opened, Action.OPERATE) as access:
        connection, moment = access.connection, clock.now()
        opened_now = _open_by_default(connection)
        forgotten = sessions.forget_old(connection, moment - sessions.KEPT)
        forgotten += forget_drafts(connection, moment - timedelta(days=7))
        forgotten += throttles.forget_old(connection, moment - timedelta(days=30))
        forgotten += outbox.forget_old(connection, moment - timedelta(days=30))
        access.details["scans"] = paper_forms.forget_old(connection)
        forgotten += invited.forget_lapsed(connection)
        forgotten += connection.execute(delete(SpentToken).where(SpentToken.expires_at < moment)).rowcount
        access.details["digests"] = tellings.send_digests(connection, opened.keys)
        access.details["mandates"] = mandates.sweep(connection, opened.keys)
        access.details["contacts_changed"] = contacts.put_due(connection, opened.keys)
        audit_trail.checkpoint(connection, opened.keys.checkpoint.current)
        access.details["opened_by_default"] = len(opened_now)
    return Swept(len(opened_now), forgotten)


def _open_by_default(connection: Connection) -> list[str]:
    """The records whose delay is over and whose letter was posted and did not come back (domain.md)."""
    moment = clock.now()
    posted = select(Letter.patient_id).where(Letter.state == LetterState.POSTED)
    due = (
        Dossier.state == DossierState.CREATED,
        Dossier.objection_until <= moment,
        Dossier.patient_id.in_(posted),
    )
    rows = connection.execute(
        select(Dossier.patient_id).where(*due).order_by(Dossier.patient_id).with_for_update(skip_locked=True)
    )
    patient_ids: list[str] = [row.patient_id for row in rows]
    if patient_ids:
        record_states.change(
            connection,
            Dossier.patient_id.in_(patient_ids),
            state=DossierState.OPEN_BY_DEFAULT,
            moment=moment,
            opened_at=moment,
        )
        for patient_id in patient_ids:
            audit_trail.append(
                connection,
                Entry(
                    chain=patient_id,
                    action=Action.OPEN_BY_DEFAULT,
                    outcome=Outcome.ALLOWED,
                    role=Role.OPERATOR,
                    object_kind="record",
                    object_id=patient_id,
                ),
            )
    return patient_ids


@contextmanager
def _operator(opened: Platform, action: Action, subject: Subject | None = None) -> Iterator[Access]:
    about = subject or Subject()
    with permit_as(opened, OPERATOR, action, lambda _c, _p: about, role=Role.OPERATOR) as access:
        yield access
