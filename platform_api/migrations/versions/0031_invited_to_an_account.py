"""An account by invitation, for somebody without a record."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "invited_accounts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("email_index", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["accounts.id"], name=op.f("fk_invited_accounts_asked_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_accounts")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_invited_accounts_fingerprint")),
    )
    op.create_index(op.f("ix_invited_accounts_email_index"), "invited_accounts", ["email_index"])
    op.create_index(op.f("ix_invited_accounts_valid_until"), "invited_accounts", ["valid_until"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("invited_accounts")
