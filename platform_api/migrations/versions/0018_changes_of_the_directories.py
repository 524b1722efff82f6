"""When what a directory says of somebody last changed."""

import sqlalchemy as sa
from alembic import op

from platform_api import clock
from platform_api.db import UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = ("organisations", "professionals")


def upgrade() -> None:
    """What is there counts as changed now: a directory that is fed from here takes it all once more."""
    moment = clock.now()
    for name in _TABLES:
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column("changed_at", UTCDateTime(), nullable=True))
        table = sa.table(name, sa.column("changed_at", UTCDateTime()))
        op.get_bind().execute(sa.update(table).values(changed_at=moment))
        with op.batch_alter_table(name) as batch_op:
            batch_op.alter_column("changed_at", existing_type=UTCDateTime(), nullable=False)
            batch_op.create_index(batch_op.f(f"ix_{name}_changed_at"), ["changed_at"], unique=False)


def downgrade() -> None:
    """Take it back."""
    for name in reversed(_TABLES):
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_index(batch_op.f(f"ix_{name}_changed_at"))
            batch_op.drop_column("changed_at")
