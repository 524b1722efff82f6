"""When the directory's address of a person last changed; nothing where nobody knows."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("patients") as table:
        table.add_column(sa.Column("address_changed_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("patients") as table:
        table.drop_column("address_changed_at")
