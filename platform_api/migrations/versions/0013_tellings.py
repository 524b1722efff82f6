"""How holders are told of accesses"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "telling_choices",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("accesses", sa.String(length=40), nullable=False),
        sa.Column("refusals", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_telling_choices_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_telling_choices")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("telling_choices")
