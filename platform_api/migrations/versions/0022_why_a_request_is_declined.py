"""A request for a record is declined for a reason; the queue is read in its order."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("opening_requests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refusal", sa.String(length=40), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_opening_requests_state_opening_requests_letter_due_at"),
            ["state", "letter_due_at"],
            unique=False,
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("opening_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_requests_state_opening_requests_letter_due_at"))
        batch_op.drop_column("refusal")
