"""The code of the confirmation letter: whoever holds it may freeze the account, and nothing else."""

from sqlalchemy import Connection, select, update

from platform_api import clock, letter_codes, matricule, posting, throttles
from platform_api.context import Platform
from platform_api.guard import Access, Look, Subject
from platform_api.models import Patient, PostalLetter
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.vocabulary import LetterState, Reason

_COUNTS = (LetterState.PRINTED, LetterState.POSTED, LetterState.USED)


def letter_behind(running: Platform, typed_number: str, typed_code: str, address: str) -> Look:
    """A look-up for the guard; typing errors are told before anything is looked up, every other failure alike.

    Tries are counted with those of the activation letters: by matricule and by address.
    """
    number, code = matricule.check(typed_number), letter_codes.check(typed_code)
    if number.value is None:
        raise Refused(number.problem or Reason.MATRICULE_TYPO, field="matricule")
    if code.value is None:
        raise Refused(code.problem or Reason.CODE_TYPO, field="code")
    index = running.keys.find_by("matricule", number.value)
    tries = running.keys.find_by("letter-tries", number.value)
    wanted = posting.fingerprints(running.keys, code.value)
    from_address = throttles.address_name(running.keys, address)

    def look(connection: Connection, _principal: Principal) -> Subject:
        blocked = throttles.standing(connection, from_address, throttles.ADDRESS)
        if blocked.blocked_seconds:
            return Subject(fail=Refused(Reason.TOO_MANY_TRIES, retry_after=blocked.blocked_seconds))
        standing = throttles.standing(connection, tries, throttles.LETTER)
        person = connection.execute(select(Patient.id).where(Patient.matricule_index == index)).scalar()
        letter = connection.execute(
            select(
                PostalLetter.id, PostalLetter.patient_id, PostalLetter.state, PostalLetter.valid_until
            ).where(PostalLetter.fingerprint.in_(wanted))
        ).first()
        known = letter if letter and person and letter.patient_id == person else None
        in_time = known is not None and known.valid_until is not None and clock.now() < known.valid_until
        accepted = in_time and known is not None and known.state in _COUNTS and not standing.blocked_seconds
        if not accepted:
            throttles.count(connection, tries, "letter", throttles.LETTER)
            throttles.count(connection, from_address, "address", throttles.ADDRESS)
        return Subject(
            patient_id=person,
            kind="letter",
            id=known.id if known else None,
            facts={"letter_accepted": accepted},
            fail=None if accepted else Refused(Reason.LETTER_NOT_ACCEPTED),  # also for whoever is signed in
        )

    return look


def use(access: Access) -> None:
    """The code did its work; used once more it is answered the same."""
    access.connection.execute(
        update(PostalLetter)
        .where(PostalLetter.id == access.subject.id, PostalLetter.state != LetterState.USED)
        .values(state=LetterState.USED, used_at=clock.now())
    )
