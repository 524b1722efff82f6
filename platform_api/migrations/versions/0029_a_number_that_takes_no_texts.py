"""The gateway refused a registered number: the desk learns of it before it tries again."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.add_column("registered_phones", sa.Column("refused_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("registered_phones") as table:
        table.drop_column("refused_at")
