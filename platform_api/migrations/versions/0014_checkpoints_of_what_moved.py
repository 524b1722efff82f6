"""Checkpoints sign what moved since the last one"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("audit_heads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signed_number", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_index(
            "ix_audit_heads_unsigned",
            ["chain"],
            unique=False,
            sqlite_where=sa.text("number > signed_number"),
            postgresql_where=sa.text("number > signed_number"),
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("audit_heads", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_audit_heads_unsigned",
            sqlite_where=sa.text("number > signed_number"),
            postgresql_where=sa.text("number > signed_number"),
        )
        batch_op.drop_column("signed_number")
