"""Who works at the helpdesk"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "staff_members",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("own_index", sa.String(length=64), nullable=True),
        sa.Column("relatives", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("suspended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_staff_members_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_staff_members")),
    )
    with op.batch_alter_table("staff_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_members_own_index"), ["own_index"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("staff_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_members_own_index"))

    op.drop_table("staff_members")
