"""Whose identity document an agent saw; until when a person of trust may look."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("assistances", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("document_seen", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("awake_until", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_column("awake_until")
    with op.batch_alter_table("assistances", schema=None) as batch_op:
        batch_op.drop_column("document_seen")
