"""A mandate on paper for somebody who has no account yet."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("mandates") as table:
        table.add_column(sa.Column("awaited_id", sa.String(length=36), nullable=True))
        table.create_foreign_key(op.f("fk_mandates_awaited_id_patients"), "patients", ["awaited_id"], ["id"])
        table.create_index(op.f("ix_mandates_awaited_id"), ["awaited_id"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("mandates") as table:
        table.drop_index(op.f("ix_mandates_awaited_id"))
        table.drop_constraint(op.f("fk_mandates_awaited_id_patients"), type_="foreignkey")
        table.drop_column("awaited_id")
