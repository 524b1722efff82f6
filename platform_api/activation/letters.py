"""The life of a letter: asked, minted at printing, printed, posted, returned; codes exist in clear only in print."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from platform_api import addresses, clock, letter_codes, matricule, outbox, phones, posting, throttles
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Dossier, Letter, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import DossierState, LetterState, Notice, Reason, Role

VALID_FOR = timedelta(days=30)
"""An activation code counts 30 days (press 2025; 3 months were practised)."""
OBJECTION_DELAY = timedelta(days=30)
"""The delay to object, from the letter's posting (press 2020; the 2017 form says four weeks)."""
APART = timedelta(hours=24)
MOST_IN_30_DAYS = 3
_SENDABLE = (
    DossierState.CREATED,
    DossierState.ACTIVATED,
    DossierState.OPEN_BY_DEFAULT,
    DossierState.REOPENED,
)


@dataclass(frozen=True, slots=True)
class MintedLetter:
    """A letter with its code in clear: it lives only until its PDF is written."""

    letter_id: str
    patient_id: str
    language: str
    name: str
    given_name: str
    address_lines: tuple[str, ...]
    code: str
    masked_matricule: str
    minted_at: datetime
    valid_until: date
    objection_until: date
    large_print: bool
    recipient_names: tuple[str, ...] = ()


def person_behind(running: Platform, number: str, last_name: str, address: str) -> Look:
    """A look-up for the guard: the person whose matricule and family name these are, or nobody."""
    index = running.keys.find_by("matricule", number)
    from_address = throttles.address_name(running.keys, address)

    def look(connection: Connection, _principal: Principal) -> Subject:
        blocked = throttles.standing(connection, from_address, throttles.ADDRESS)
        if blocked.blocked_seconds:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked.blocked_seconds))
        throttles.count(connection, from_address, "address", throttles.ADDRESS)
        person = connection.execute(
            select(Patient.id, Patient.family, Dossier.state, Dossier.frozen_at)
            .join(Dossier, Dossier.patient_id == Patient.id)
            .where(Patient.matricule_index == index)
        ).first()
        right = person is not None and _plain(person.family) == _plain(last_name)
        open_to_it = person is not None and person.state in _SENDABLE and person.frozen_at is None
        sendable = person.id if person and right and open_to_it else None
        return Subject(patient_id=person.id if person else None, kind="letter", payload=sendable)

    return look


def ask(access: Access, language: str) -> None:
    """Queue a letter for the person found, within the limits of self-service; otherwise do nothing.

    At least 24 h apart, at most three in 30 days (domain.md). The address is always the directory's; one that
    changed lately gets no letter, and the page that answers says the same to everybody (ADR 35).
    """
    patient_id: str | None = access.subject.payload
    moment = clock.now()
    new_since = addresses.changed_lately(access.connection, patient_id)
    if patient_id is not None and new_since is not None:
        _tell_of_the_address(access, patient_id, moment)
        access.details["letter"] = "address_new"
        return
    recent = access.connection.execute(
        select(func.count(), func.max(Letter.asked_at)).where(
            Letter.patient_id == (patient_id or ""), Letter.asked_at > moment - timedelta(days=30)
        )
    ).one()
    last: datetime | None = recent[1]
    too_soon = recent[0] >= MOST_IN_30_DAYS or (last is not None and moment - last < APART)
    if patient_id is not None and not too_soon:
        issue(access.connection, patient_id, language, Role.VISITOR)
        access.details["letter"] = "asked"
        return
    nobodys = update(Letter).where(Letter.patient_id == "")  # as much work as for somebody
    access.connection.execute(nobodys.values(state=LetterState.ASKED, asked_at=moment))
    access.details["letter"] = "too_soon" if too_soon else "not_sent"


def _tell_of_the_address(access: Access, patient_id: str, moment: datetime) -> None:
    """The registered e-mail address and mobile are told, once a day: whoever asked reads the page that all read."""
    connection, keys = access.connection, access.platform.keys
    if not outbox.told_since(connection, Notice.LETTER_NOT_SENT, patient_id, moment - APART):
        outbox.tell_holder(connection, keys, Notice.LETTER_NOT_SENT, patient_id)
        phones.warn(connection, keys, Notice.LETTER_NOT_SENT, patient_id)


def issue(
    connection: Connection, patient_id: str, language: str, asked_by: Role, *, large_print: bool = False
) -> str:
    """Queue a letter; its code is minted when it is printed. Returns its id."""
    identifier = new_id()
    connection.execute(
        insert(Letter),
        {
            "id": identifier,
            "patient_id": patient_id,
            "state": LetterState.ASKED,
            "language": language,
            "large_print": large_print,
            "asked_by": asked_by,
            "asked_at": clock.now(),
        },
    )
    return identifier


def mint_pending(running: Platform, connection: Connection, batch_id: str, most: int) -> list[MintedLetter]:
    """Give every pending letter a fresh code; one that was minted but never acknowledged gets another.

    A letter that another run has in hand is left to it until its lease is over.
    """
    moment = clock.now()
    waits = or_(
        Letter.state == LetterState.ASKED,
        and_(
            Letter.state == LetterState.PRINTING,
            or_(Letter.leased_until.is_(None), Letter.leased_until <= moment),
        ),
    )
    rows = connection.execute(
        select(
            Letter.id.label("letter_id"),
            Letter.language,
            Letter.large_print,
            Patient.id.label("patient_id"),
            Patient.matricule_sealed,
            Patient.given,
            Patient.family,
            Patient.address_lines,
            Patient.postal_code,
            Patient.city,
            Patient.country,
            Patient.representatives,
        )
        .join(Patient, Patient.id == Letter.patient_id)
        .where(waits)
        .order_by(Letter.asked_at, Letter.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Letter)
    ).all()
    minted = []
    for row in rows:
        code = letter_codes.mint()
        connection.execute(
            update(Letter)
            .where(Letter.id == row.letter_id)
            .values(
                state=LetterState.PRINTING,
                batch_id=batch_id,
                leased_until=moment + posting.LEASE,
                minted_at=moment,
                valid_until=moment + VALID_FOR,
                objection_until=moment + OBJECTION_DELAY,
                fingerprint=running.keys.letter_fingerprint(code),
            )
        )
        number = running.keys.open(row.matricule_sealed, f"matricule:{row.patient_id}")
        place = f"{row.postal_code} {row.city}"
        abroad = () if row.country == "LU" else (row.country,)
        minted.append(
            MintedLetter(
                letter_id=row.letter_id,
                patient_id=row.patient_id,
                language=row.language,
                name=f"{row.given} {row.family}",
                given_name=row.given,
                address_lines=(*row.address_lines, place, *abroad),
                code=letter_codes.grouped(code),
                masked_matricule=matricule.masked(number),
                minted_at=moment,
                valid_until=clock.in_luxembourg(moment + VALID_FOR).date(),
                objection_until=clock.in_luxembourg(moment + OBJECTION_DELAY).date(),
                large_print=row.large_print,
                recipient_names=tuple(row.representatives),
            )
        )
    return minted


def acknowledge_printed(
    running: Platform, connection: Connection, letter_ids: Sequence[str], batch_id: str | None = None
) -> list[str]:
    """The PDFs were handed over: from now on the codes count. The person's failed tries are forgiven.

    Returns those that this run still had in hand; one that another run has minted since stays that one's.
    """
    moment, done = clock.now(), []
    mine = () if batch_id is None else (Letter.batch_id == batch_id,)
    for letter_id in letter_ids:
        printing = (Letter.id == letter_id, Letter.state == LetterState.PRINTING, *mine)
        printed = {"state": LetterState.PRINTED, "printed_at": moment, "leased_until": None}
        if connection.execute(update(Letter).where(*printing).values(**printed)).rowcount == 1:
            done.append(letter_id)
    sealed = connection.execute(
        select(Patient.id, Patient.matricule_sealed)
        .join(Letter, Letter.patient_id == Patient.id)
        .where(Letter.id.in_(done))
    )
    for row in sealed:
        number = running.keys.open(row.matricule_sealed, f"matricule:{row.id}")
        throttles.forgive(connection, running.keys.find_by("letter-tries", number))
    return done


def give_back(connection: Connection, batch_id: str) -> None:
    """What this run did not write is minted anew by the next one."""
    connection.execute(
        update(Letter)
        .where(Letter.state == LetterState.PRINTING, Letter.batch_id == batch_id)
        .values(leased_until=clock.now())
    )


def posted(connection: Connection, letter_ids: Sequence[str]) -> int:
    """The post has them: the objection delay runs from now (domain.md)."""
    moment = clock.now()
    done = connection.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.state == LetterState.PRINTED)
        .values(
            state=LetterState.POSTED,
            posted_at=moment,
            valid_until=moment + VALID_FOR,
            objection_until=moment + OBJECTION_DELAY,
        )
    )
    patients = select(Letter.patient_id).where(Letter.id.in_(letter_ids), Letter.state == LetterState.POSTED)
    connection.execute(
        update(Dossier)
        .where(Dossier.patient_id.in_(patients), Dossier.state == DossierState.CREATED)
        .values(objection_until=moment + OBJECTION_DELAY)
    )
    return done.rowcount


def returned(connection: Connection, letter_ids: Sequence[str]) -> int:
    """They came back: their codes are dead, and no record opens by default because of them."""
    done = connection.execute(
        update(Letter)
        .where(Letter.id.in_(letter_ids), Letter.state.in_((LetterState.PRINTED, LetterState.POSTED)))
        .values(state=LetterState.RETURNED, returned_at=clock.now(), fingerprint=None)
    )
    patients = select(Letter.patient_id).where(Letter.id.in_(letter_ids))
    connection.execute(
        update(Dossier)
        .where(Dossier.patient_id.in_(patients), Dossier.state == DossierState.CREATED)
        .values(objection_until=None)
    )
    return done.rowcount


def _plain(name: str) -> str:
    """A name without accents, case, spaces and hyphens, to compare what people type."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in folded if c.isalnum())
