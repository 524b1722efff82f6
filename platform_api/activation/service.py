"""The steps between a letter and an account, each of which may be repeated without harm."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Any, TypedDict

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from platform_api import clock, factors, outbox, passwords, sessions, throttles
from platform_api.activation.lookup import FoundLetter
from platform_api.guard import Access, Look, Subject
from platform_api.identifiers import new_id
from platform_api.models import Activation, Patient
from platform_api.principal import Principal
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import ActivationStep, Notice, Reason

EMAIL_CODE_LIFE = timedelta(minutes=10)
EMAIL_CODE_TRIES = 5
_RESEND_AFTER = timedelta(seconds=10)
_ORDER = tuple(ActivationStep)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an activation stands, and what the next page needs to show."""

    step: ActivationStep
    first_name: str
    email: str | None = None
    email_code_expires_at: Moment | None = None
    proven_email: str | None = None
    totp_secret: str | None = None
    otpauth_uri: str | None = None
    recovery_codes: tuple[str, ...] = ()


class ActivationBegun(TypedDict):
    """The letter was accepted: a session of the activation, and the step to go on with."""

    session: str
    step: ActivationStep


OVER = Progress(ActivationStep.DONE, "")


def begin(access: Access, language: str, device: str) -> ActivationBegun:
    """Reserve the letter for this browser; another one may take the same letter up later."""
    found: FoundLetter = access.subject.payload
    identifier = new_id()
    access.connection.execute(
        insert(Activation),
        {
            "id": identifier,
            "letter_id": found.letter_id,
            "patient_id": found.patient_id,
            "step": ActivationStep.EMAIL,
            "language": language,
            "created_at": clock.now(),
        },
    )
    reference = sessions.open_activation(access.connection, identifier, device)
    return {"session": reference, "step": ActivationStep.EMAIL}


def underway(*, finished_too: bool = False, kept_too: bool = False) -> Look:
    """A look-up for the guard: the activation of this browser's session; `kept_too` for the last step's repetition."""

    def look(connection: Connection, principal: Principal) -> Subject:
        row = _own(connection, principal)
        if row is None:
            return Subject()
        is_open = row.done_at is None or (finished_too and (kept_too or row.step != ActivationStep.DONE))
        return Subject(
            patient_id=row.patient_id,
            kind="activation",
            id=row.id,
            payload=row,
            facts={"activation_open": is_open and not principal.session_expired},
        )

    return look


def progress(access: Access) -> Progress:
    """Where this activation stands."""
    row, keys = access.subject.payload, access.platform.keys
    given = access.connection.execute(select(Patient.given).where(Patient.id == row.patient_id)).scalar_one()
    email = keys.open(row.email_sealed, f"activation-email:{row.id}") if row.email_sealed else None
    values: dict[str, Any] = {"email": email}
    if row.step == ActivationStep.EMAIL and email is None:
        values["proven_email"] = _masked(_proven_elsewhere(access))
    if row.step == ActivationStep.EMAIL_CODE and row.email_code_until:
        values["email_code_expires_at"] = row.email_code_until
    if row.step == ActivationStep.TOTP:
        secret = keys.open(row.totp_sealed, f"activation-totp:{row.id}")
        values["totp_secret"] = secret
        values["otpauth_uri"] = factors.provisioning_uri(secret, email or "")
    if row.step == ActivationStep.RECOVERY_CODES and row.recovery_sealed:
        opened = keys.open(row.recovery_sealed, f"activation-recovery:{row.id}")
        values["recovery_codes"] = msgspec.json.decode(opened, type=list[str])
    return Progress(step=row.step, first_name=given, **values)


def give_email(access: Access, email: str | None, use_proven: bool) -> ActivationStep:
    """Send a code to an address, or take the one that was proved with this letter on another device."""
    row = access.subject.payload
    if use_proven:
        proven = _proven_elsewhere(access)
        if proven is None:
            raise Refused(Reason.STEP_OUT_OF_ORDER)
        return _keep_email(access, proven, proved=True)
    address = read_email(email or "")
    known = (
        access.platform.keys.open(row.email_sealed, f"activation-email:{row.id}")
        if row.email_sealed
        else None
    )
    if known == address and row.step == ActivationStep.EMAIL_CODE and _just_sent(row):
        return ActivationStep.EMAIL_CODE
    name = access.platform.keys.find_by("mail-to", address)
    standing = throttles.standing(access.connection, name, throttles.MAIL)
    if standing.blocked_seconds:
        raise Refused(Reason.TOO_MANY_TRIES, field="email", retry_after=standing.blocked_seconds)
    throttles.count(access.connection, name, "mail", throttles.MAIL)
    step = _keep_email(access, address, proved=False)
    code = f"{secrets.randbelow(10**6):06d}"
    until = clock.now() + EMAIL_CODE_LIFE
    _change(
        access,
        email_code=access.platform.keys.find_by(f"email-code:{row.id}", code),
        email_code_until=until,
        email_code_tries=0,
    )
    outbox.tell(
        access.connection,
        access.platform.keys,
        Notice.EMAIL_CODE,
        address=address,
        language=row.language,
        patient_id=row.patient_id,
        parameters={"code": code, "minutes": str(int(EMAIL_CODE_LIFE.total_seconds() // 60))},
        expires_at=until,
    )
    return step


def prove_email(access: Access, code: str) -> ActivationStep:
    """Compare the code that was mailed; five wrong ones lock it, and a new one must be sent."""
    row = access.subject.payload
    if _ORDER.index(row.step) > _ORDER.index(ActivationStep.EMAIL_CODE):
        return ActivationStep(row.step)
    if row.step != ActivationStep.EMAIL_CODE or row.email_code is None:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    if row.email_code_tries >= EMAIL_CODE_TRIES:
        raise Refused(Reason.CODE_LOCKED, field="email_code")
    if clock.now() >= row.email_code_until:
        raise Refused(Reason.CODE_EXPIRED, field="email_code")
    digits = "".join(character for character in code if character.isdigit())
    typed = access.platform.keys.find_by(f"email-code:{row.id}", digits)
    if not hmac.compare_digest(typed, row.email_code):
        _change(access, email_code_tries=row.email_code_tries + 1)
        left = EMAIL_CODE_TRIES - row.email_code_tries - 1
        reason = Reason.CODE_WRONG if left else Reason.CODE_LOCKED
        raise Refused(reason, field="email_code", data={"tries_left": left}, keep=True)
    _change(
        access,
        step=ActivationStep.PASSWORD,
        email_proved_at=clock.now(),
        email_code=None,
        email_code_until=None,
    )
    return ActivationStep.PASSWORD


def choose_password(access: Access, hashed: str) -> ActivationStep:
    """Keep the hash, and make the secret for the authenticator app."""
    row = access.subject.payload
    if row.step not in (ActivationStep.PASSWORD, ActivationStep.TOTP):
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    secret = row.totp_sealed or access.platform.keys.seal(factors.new_secret(), f"activation-totp:{row.id}")
    _change(access, step=ActivationStep.TOTP, password_hash=hashed, totp_sealed=secret)
    return ActivationStep.TOTP


def step_back(access: Access, step: str) -> ActivationStep:
    """Return to the address or the password; what comes after is asked again."""
    row = access.subject.payload
    wanted = (ActivationStep.EMAIL, ActivationStep.PASSWORD)
    if step not in wanted or _ORDER.index(ActivationStep(step)) > _ORDER.index(ActivationStep(row.step)):
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    _change(access, step=step)
    return ActivationStep(step)


def read_email(text: str) -> str:
    """An address of the usual form, in lower case; raises Refused."""
    address = parseaddr(text.strip())[1]
    local, _, domain = address.rpartition("@")
    right = local and "." in domain and len(address) <= 254 and address == text.strip()
    if not right or any(c.isspace() or ord(c) < 32 for c in address) or domain.startswith((".", "-")):
        raise Refused(Reason.EMAIL_MALFORMED, field="email")
    return address.lower()


def personal_words(access: Access) -> tuple[str, ...]:
    """What others know of this person: a password must not be made of it."""
    row = access.subject.payload
    person = access.connection.execute(
        select(Patient.given, Patient.family, Patient.birth_date).where(Patient.id == row.patient_id)
    ).one()
    email = (
        access.platform.keys.open(row.email_sealed, f"activation-email:{row.id}") if row.email_sealed else ""
    )
    born = person.birth_date.strftime("%d%m%Y") if person.birth_date else ""
    return (*person.given.split(), *person.family.split(), *email.split("@"), born)


def new_password_hash(password: str, personal: tuple[str, ...]) -> str:
    """Check and hash a new password; slow on purpose, so it runs outside any transaction."""
    passwords.check_new(password, personal)
    return passwords.hash_password(password)


def _own(connection: Connection, principal: Principal) -> Row[Any] | None:
    if principal.activation_id is not None:
        return connection.execute(select(Activation).where(Activation.id == principal.activation_id)).first()
    if principal.patient_id is None:
        return None
    return connection.execute(
        select(Activation)
        .where(Activation.patient_id == principal.patient_id, Activation.done_at.is_not(None))
        .order_by(Activation.done_at.desc(), Activation.id)
    ).first()


def _proven_elsewhere(access: Access) -> str | None:
    row = access.subject.payload
    other = access.connection.execute(
        select(Activation.id, Activation.email_sealed)
        .where(Activation.letter_id == row.letter_id, Activation.email_proved_at.is_not(None))
        .order_by(Activation.email_proved_at.desc(), Activation.id)
    ).first()
    return access.platform.keys.open(other.email_sealed, f"activation-email:{other.id}") if other else None


def _keep_email(access: Access, address: str, *, proved: bool) -> ActivationStep:
    row = access.subject.payload
    if row.done_at is not None:
        raise Refused(Reason.STEP_OUT_OF_ORDER)
    step = ActivationStep.PASSWORD if proved else ActivationStep.EMAIL_CODE
    _change(
        access,
        step=step,
        email_sealed=access.platform.keys.seal(address, f"activation-email:{row.id}"),
        email_proved_at=clock.now() if proved else None,
    )
    return step


def _just_sent(row: Row[Any]) -> bool:
    sent_at = row.email_code_until - EMAIL_CODE_LIFE if row.email_code_until else None
    return sent_at is not None and clock.now() - sent_at < _RESEND_AFTER


def _change(access: Access, **values: Any) -> None:
    access.connection.execute(update(Activation).where(Activation.id == access.subject.id).values(**values))


def _masked(email: str | None) -> str | None:
    if email is None:
        return None
    local, _, domain = email.partition("@")
    return f"{local[0]}•••@{domain}"
