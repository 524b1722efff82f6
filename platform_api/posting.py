"""Confirmations by post: queued in the act's transaction, printed with the next batch, told apart by their kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, insert, or_, select, update

from platform_api import clock, delays, letter_codes, matricule
from platform_api.context import Platform
from platform_api.identifiers import new_id
from platform_api.keys import Keys
from platform_api.models import Account, Patient, PostalLetter
from platform_api.vocabulary import Delay, LetterState, PostKind

LEASE = timedelta(minutes=15)
"""So long a run of the printer has its letters for itself; one that dies gives them back by itself."""
WITH_CODE = frozenset({PostKind.ACTIVATED})
"""Letters that carry a code to say: this was not me."""


@dataclass(frozen=True, slots=True)
class MintedPost:
    """A confirmation ready for print; its code, if it has one, lives only until its PDF is written."""

    letter_id: str
    kind: str
    language: str
    name: str
    address_lines: tuple[str, ...]
    masked_matricule: str
    minted_at: datetime
    values: dict[str, str]
    code: str = ""
    recipient_names: tuple[str, ...] = ()


def queue(
    connection: Connection,
    keys: Keys,
    kind: PostKind,
    patient_id: str,
    values: Mapping[str, str] | None = None,
) -> str:
    """Have a confirmation printed, in the person's language and to their registered address; returns its id."""
    identifier = new_id()
    known = connection.execute(select(Account.language).where(Account.patient_id == patient_id)).scalar()
    registered = select(Patient.language).where(Patient.id == patient_id)
    sealed = keys.seal(msgspec.json.encode(dict(values or {})).decode(), f"post:{identifier}")
    connection.execute(
        insert(PostalLetter),
        {
            "id": identifier,
            "patient_id": patient_id,
            "kind": kind,
            "state": LetterState.ASKED,
            "language": known or connection.execute(registered).scalar_one(),
            "asked_at": clock.now(),
            "values_sealed": sealed,
        },
    )
    return identifier


def mint_pending(running: Platform, connection: Connection, batch_id: str, most: int) -> list[MintedPost]:
    """Take what waits for the printer; a letter that another run has in hand is left to it."""
    moment = clock.now()
    waits = or_(
        PostalLetter.state == LetterState.ASKED,
        (PostalLetter.state == LetterState.PRINTING) & (PostalLetter.leased_until <= moment),
    )
    rows = connection.execute(
        select(
            PostalLetter.id.label("letter_id"),
            PostalLetter.kind,
            PostalLetter.language,
            PostalLetter.values_sealed,
            Patient.__table__,
        )
        .join(Patient, Patient.id == PostalLetter.patient_id)
        .where(waits)
        .order_by(PostalLetter.asked_at, PostalLetter.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=PostalLetter)
    ).all()
    minted = []
    for row in rows:
        code = letter_codes.mint() if row.kind in WITH_CODE else ""
        until = delays.over_at(Delay.NOT_ME_CODE, moment) if code else None
        connection.execute(
            update(PostalLetter)
            .where(PostalLetter.id == row.letter_id)
            .values(
                state=LetterState.PRINTING,
                batch_id=batch_id,
                leased_until=moment + LEASE,
                valid_until=until,
                fingerprint=fingerprint(running.keys, code) if code else None,
            )
        )
        values = msgspec.json.decode(
            running.keys.open(row.values_sealed or b"", f"post:{row.letter_id}"), type=dict[str, str]
        )
        if until is not None:
            values["until"] = delays.last_day(until).isoformat()
        number = running.keys.open(row.matricule_sealed, f"matricule:{row.id}")
        abroad = () if row.country == "LU" else (row.country,)
        minted.append(
            MintedPost(
                letter_id=row.letter_id,
                kind=row.kind,
                language=row.language,
                name=f"{row.given} {row.family}",
                address_lines=(*row.address_lines, f"{row.postal_code} {row.city}", *abroad),
                masked_matricule=matricule.masked(number),
                minted_at=moment,
                values=values,
                code=letter_codes.grouped(code) if code else "",
                recipient_names=tuple(row.representatives),
            )
        )
    return minted


def fingerprint(keys: Keys, code: str) -> str:
    """The keyed fingerprint of a new `not me` code; it never meets that of an activation code."""
    return keys.letter_fingerprint(_not_me(code))


def fingerprints(keys: Keys, code: str) -> list[str]:
    """Under what such a code may be kept."""
    return keys.letter_fingerprints(_not_me(code))


def _not_me(code: str) -> str:
    return f"not-me:{code}"


def acknowledge_printed(
    connection: Connection, letter_ids: Sequence[str], batch_id: str | None = None
) -> list[str]:
    """These were safely written by this run; returns those that it still had in hand, and forgets what they said."""
    moment, done = clock.now(), []
    mine = () if batch_id is None else (PostalLetter.batch_id == batch_id,)
    for letter_id in letter_ids:
        changed = connection.execute(
            update(PostalLetter)
            .where(
                PostalLetter.id == letter_id,
                PostalLetter.state == LetterState.PRINTING,
                *mine,
            )
            .values(state=LetterState.PRINTED, printed_at=moment, leased_until=None, values_sealed=None)
        )
        if changed.rowcount == 1:
            done.append(letter_id)
    return done


def give_back(connection: Connection, batch_id: str) -> None:
    """What this run did not write waits for the next one."""
    connection.execute(
        update(PostalLetter)
        .where(PostalLetter.state == LetterState.PRINTING, PostalLetter.batch_id == batch_id)
        .values(leased_until=clock.now())
    )


def posted(connection: Connection, letter_ids: Sequence[str]) -> int:
    """The post has them."""
    ids = (PostalLetter.id.in_(letter_ids), PostalLetter.state == LetterState.PRINTED)
    done = connection.execute(
        update(PostalLetter).where(*ids).values(state=LetterState.POSTED, posted_at=clock.now())
    )
    return done.rowcount


def returned(connection: Connection, letter_ids: Sequence[str]) -> int:
    """They came back: a code in them is dead."""
    out = PostalLetter.state.in_((LetterState.PRINTED, LetterState.POSTED))
    done = connection.execute(
        update(PostalLetter)
        .where(PostalLetter.id.in_(letter_ids), out)
        .values(state=LetterState.RETURNED, returned_at=clock.now(), fingerprint=None)
    )
    return done.rowcount
