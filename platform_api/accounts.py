"""What several features need of accounts."""

import secrets

from sqlalchemy import Connection, select

from platform_api.models import Account


def new_account_number(connection: Connection) -> str:
    """An account number of eight digits that nobody has; it tells two people apart who share an address."""
    while True:
        number = f"{10**7 + secrets.randbelow(9 * 10**7)}"
        if connection.execute(select(Account.id).where(Account.number == number)).first() is None:
            return number
