"""As which kind a paper form was entered before somebody put it right."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("paper_forms", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_from", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("paper_forms", schema=None) as batch_op:
        batch_op.drop_column("corrected_from")
