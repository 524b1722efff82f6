"""Guardianships wait for a second pair of eyes; a doctor's attestation wakes a person of trust."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    with op.batch_alter_table("guardianships", schema=None) as batch_op:
        batch_op.alter_column("checked_by", existing_type=sa.String(length=36), nullable=True)
    op.create_table(
        "attestations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("mandate_id", sa.String(length=36), nullable=False),
        sa.Column("professional_id", sa.String(length=36), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("checked_by", sa.String(length=36), nullable=True),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("over_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_attestations_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_attestations_patient_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"],
            ["professionals.id"],
            name=op.f("fk_attestations_professional_id_professionals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
    )
    with op.batch_alter_table("attestations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestations_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestations_patient_id"), ["patient_id"], unique=False)


def downgrade() -> None:
    """Undo it; what still waits for a colleague is forgotten."""
    op.drop_table("attestations")
    op.execute("DELETE FROM guardianships WHERE checked_by IS NULL")
    with op.batch_alter_table("guardianships", schema=None) as batch_op:
        batch_op.alter_column("checked_by", existing_type=sa.String(length=36), nullable=False)
