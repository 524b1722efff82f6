"""Software that could read keeps what it could read, now that each scope is asked for by its name."""

import json
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_READ = "system/DocumentReference.read"
_OTHERS = ("system/AuditEvent.read", "system/Binary.read", "system/Consent.read", "system/List.read")
_software = sa.table("software", sa.column("client_id", sa.String), sa.column("scopes", sa.JSON))


def upgrade() -> None:
    """One scope stood for every reading."""
    _change(lambda scopes: [*scopes, *(one for one in _OTHERS if _READ in scopes and one not in scopes)])


def downgrade() -> None:
    """It stands for all of them again."""
    _change(lambda scopes: [one for one in scopes if one not in _OTHERS])


def _change(changed: Callable[[list[str]], list[str]]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_software.c.client_id, _software.c.scopes)).all():
        scopes = row.scopes if isinstance(row.scopes, list) else json.loads(row.scopes)
        if (new := changed(scopes)) != scopes:
            mine = _software.c.client_id == row.client_id
            connection.execute(sa.update(_software).where(mine).values(scopes=new))
