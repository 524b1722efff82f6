"""A session's reference changes with each fresh second factor; the one before is remembered for a minute."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.add_column(sa.Column("former_reference", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("former_until", UTCDateTime(), nullable=True))
        batch_op.create_index(op.f("ix_sessions_former_reference"), ["former_reference"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("sessions") as batch_op:
        batch_op.drop_index(op.f("ix_sessions_former_reference"))
        batch_op.drop_column("former_until")
        batch_op.drop_column("former_reference")
