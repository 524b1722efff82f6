"""What several features need of accounts."""

import secrets

from sqlalchemy import Connection, select

from platform_api.models import Account, Patient


def is_there(connection: Connection, patient_id: str | None) -> bool:
    """Whether a patient has an account, with which they could confirm something."""
    return connection.execute(select(Account.id).where(Account.patient_id == patient_id)).first() is not None


def new_account_number(connection: Connection) -> str:
    """An account number of eight digits that nobody has; it tells two people apart who share an address."""
    while True:
        number = f"{10**7 + secrets.randbelow(9 * 10**7)}"
        if connection.execute(select(Account.id).where(Account.number == number)).first() is None:
            return number


def names_of(connection: Connection, account_id: str | None) -> str:
    """The whole name of whoever an account belongs to."""
    row = connection.execute(
        select(Account.given, Account.family, Patient.given.label("own_given"), Patient.family.label("own"))
        .join_from(Account, Patient, Patient.id == Account.patient_id, isouter=True)
        .where(Account.id == (account_id or ""))
    ).first()
    if row is None:
        return ""
    return f"{row.own_given or row.given or ''} {row.own or row.family or ''}".strip()


def holder_name(connection: Connection, patient_id: str) -> str:
    """The name of whoever a record belongs to."""
    row = connection.execute(select(Patient.given, Patient.family).where(Patient.id == patient_id)).one()
    return f"{row.given} {row.family}"
