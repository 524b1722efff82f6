"""Accesses in an emergency that a supervisor looked at"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "emergency_reviews",
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reviewed_by", sa.String(length=36), nullable=False),
        sa.Column("reviewed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_emergency_reviews")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("emergency_reviews")
