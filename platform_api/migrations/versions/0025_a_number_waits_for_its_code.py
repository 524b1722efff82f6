"""A mobile number that waits for the code that was sent to it."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "phone_codes",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_phone_codes_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_phone_codes")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("phone_codes")
