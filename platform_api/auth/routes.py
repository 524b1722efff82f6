"""The paths of signing in, sessions and the account under `/dsp/v1`."""

from typing import Literal, TypedDict

import msgspec
from flask import Blueprint
from sqlalchemy import Connection, select, update

from platform_api import answers, passwords, requests, sessions, shapes
from platform_api.auth import service
from platform_api.context import caller, platform
from platform_api.guard import Subject, nothing, permit
from platform_api.models import Account, Patient, Session
from platform_api.principal import Principal
from platform_api.vocabulary import Action

bp = Blueprint("auth", __name__, url_prefix="/dsp/v1")


class SignInBody(msgspec.Struct, forbid_unknown_fields=True):
    """Address and password; the account number where a couple shares an address."""

    email: str
    password: str
    account_number: str | None = None


class FactorBody(msgspec.Struct, forbid_unknown_fields=True):
    """A code of the app, or a recovery code."""

    totp: str | None = None
    recovery_code: str | None = None


class ResetBody(msgspec.Struct, forbid_unknown_fields=True):
    """Whose password was forgotten."""

    email: str
    language: str = "fr"


class RedeemBody(msgspec.Struct, forbid_unknown_fields=True):
    """The mailed link's token, the new password and the second factor."""

    token: str
    password: shapes.Password
    totp: str | None = None
    recovery_code: str | None = None


class AccountBody(msgspec.Struct, forbid_unknown_fields=True):
    """What of the account may be changed."""

    language: shapes.Language


class SignInBegun(TypedDict):
    """A session that only leads to the second factor."""

    session: str
    step: Literal["second_factor"]


class OwnSessions(TypedDict):
    """An account's open sessions."""

    sessions: list[sessions.OpenSession]


class OwnAccount(TypedDict):
    """An account as its holder sees it; an agent's has no name."""

    name: str
    email: str
    account_number: str
    language: shapes.Language
    created_at: shapes.Moment
    recovery_codes_left: int
    sessions: list[sessions.OpenSession]


@bp.post("/sessions")
def sign_in() -> answers.Made[SignInBegun]:
    """Check address and password; the answer's session only leads to the second factor."""
    given = requests.body(SignInBody)
    email = given.email.strip().lower()
    blocked, found = service.candidates(platform(), email, given.account_number, caller().address)
    right = [] if blocked else service.matching(found, given.password[: passwords.MAXIMUM])
    with permit(
        Action.SIGN_IN, service.credentials(platform(), email, right, blocked, caller().address)
    ) as access:
        reference = sessions.open_half(access.connection, access.subject.payload.id, caller().device)
    return answers.Made({"session": reference, "step": "second_factor"})


@bp.post("/session/second-factor")
def second_factor() -> answers.Json[service.SignedIn]:
    """Check the second factor and open the person's session."""
    given = requests.body(FactorBody)
    with permit(Action.SIGN_IN, _giving_second_factor) as access:
        opened = service.second_factor(access, given.totp, given.recovery_code, caller().device)
    return answers.Json(opened)


@bp.post("/session/proof")
def prove_again() -> answers.Json[service.SignedIn]:
    """Prove the second factor once more, for what opens a record; it counts for five minutes, under a new reference."""
    given = requests.body(FactorBody)
    with permit(Action.PROVE_AGAIN, _own_account) as access:
        proved = service.prove_again(access, given.totp, given.recovery_code)
    return answers.Json(proved)


@bp.get("/session")
def session() -> answers.Json[shapes.Nothing]:
    """Who is signed in: the answer's own context says it."""
    with permit(Action.READ_SESSION, _own_account):
        pass
    return answers.Json({})


@bp.delete("/session")
def sign_out() -> answers.Empty:
    """End this session; ending one that is over already is no error."""
    with permit(Action.SIGN_OUT, _own_account) as access:
        if access.principal.session_id is not None:
            sessions.end(access.connection, access.principal.session_id)
    return answers.Empty()


@bp.get("/sessions")
def own_sessions() -> answers.Json[OwnSessions]:
    """The account's open sessions."""
    with permit(Action.READ_ACCOUNT, _own_account) as access:
        found = sessions.of_account(
            access.connection, access.principal.account_id or "", access.principal.session_id
        )
    return answers.Json({"sessions": found})


@bp.delete("/sessions/<session_id>")
def end_session(session_id: str) -> answers.Empty:
    """End another of one's own sessions, at once."""

    def look(connection: Connection, principal: Principal) -> Subject:
        mine = connection.execute(
            select(Session.id).where(
                Session.id == session_id, Session.account_id == (principal.account_id or "")
            )
        ).first()
        return Subject(principal.own_patient_id, "session", session_id, facts={"exists": mine is not None})

    with permit(Action.END_SESSION, look) as access:
        sessions.end(access.connection, session_id)
    return answers.Empty()


@bp.get("/account")
def account() -> answers.Json[OwnAccount]:
    """The account as its holder sees it."""
    with permit(Action.READ_ACCOUNT, _own_account) as access:
        account_id = access.principal.account_id or ""
        row = access.connection.execute(
            select(
                Account.number,
                Account.language,
                Account.email_sealed,
                Account.created_at,
                Patient.given,
                Patient.family,
            )
            .join(Patient, Patient.id == Account.patient_id, isouter=True)
            .where(Account.id == account_id)
        ).one()
        found: OwnAccount = {
            "name": f"{row.given} {row.family}" if row.given else "",
            "email": access.platform.keys.open(row.email_sealed, f"account-email:{account_id}"),
            "account_number": row.number,
            "language": row.language,
            "created_at": row.created_at,
            "recovery_codes_left": service.recovery_codes_left(access.connection, account_id),
            "sessions": sessions.of_account(access.connection, account_id, access.principal.session_id),
        }
    return answers.Json(found)


@bp.patch("/account")
def change_language() -> answers.Empty:
    """Change the language of letters and messages."""
    given = requests.body(AccountBody)
    with permit(Action.CHANGE_LANGUAGE, _own_account) as access:
        access.connection.execute(
            update(Account)
            .where(Account.id == access.principal.account_id)
            .values(language=requests.language(given.language))
        )
    return answers.Empty()


@bp.post("/password-resets")
def ask_reset() -> answers.Taken[shapes.Nothing]:
    """Mail a link; the answer never tells whether the address is known."""
    given = requests.body(ResetBody)
    with permit(Action.RESET_PASSWORD, nothing) as access:
        service.mail_reset_link(access, given.email.strip().lower(), requests.language(given.language))
    return answers.Taken({})


@bp.post("/password-resets/redeem")
def redeem_reset() -> answers.Empty:
    """Choose a new password with the mailed link and the second factor."""
    given = requests.body(RedeemBody)
    passwords.check_new(given.password, ())
    hashed = passwords.hash_password(given.password)
    with permit(Action.RESET_PASSWORD, service.link_behind(given.token)) as access:
        service.reset_password(access, given.password, hashed, given.totp, given.recovery_code)
    return answers.Empty()


def _giving_second_factor(_connection: Connection, principal: Principal) -> Subject:
    return Subject(
        principal.own_patient_id, "account", principal.account_id, facts={"second_factor_given": True}
    )


def _own_account(_connection: Connection, principal: Principal) -> Subject:
    return Subject(principal.own_patient_id, "account", principal.account_id)
