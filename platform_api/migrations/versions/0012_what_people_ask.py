"""Requests for a record of one's own, and the choice about research"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "opening_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("matricule_index", sa.String(length=64), nullable=False),
        sa.Column("form_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("again_of", sa.String(length=36), nullable=True),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("letter_due_at", UTCDateTime(), nullable=False),
        sa.Column("identity_seen", sa.Boolean(), nullable=False),
        sa.Column("card_seen", sa.Boolean(), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_opening_requests_decided_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_opening_requests_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_requests")),
        sa.UniqueConstraint("number", name=op.f("uq_opening_requests_number")),
    )
    with op.batch_alter_table("opening_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_requests_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_opening_requests_matricule_index"), ["matricule_index"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_opening_requests_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_requests_state"), ["state"], unique=False)

    op.create_table(
        "secondary_uses",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_secondary_uses_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_secondary_uses")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("secondary_uses")
    with op.batch_alter_table("opening_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_requests_state"))
        batch_op.drop_index(batch_op.f("ix_opening_requests_patient_id"))
        batch_op.drop_index(batch_op.f("ix_opening_requests_matricule_index"))
        batch_op.drop_index(batch_op.f("ix_opening_requests_asked_at"))

    op.drop_table("opening_requests")
