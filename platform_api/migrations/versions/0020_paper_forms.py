"""Paper forms that came in."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "paper_forms",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("received_by", sa.String(length=36), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("scan_blob_id", sa.String(length=36), nullable=True),
        sa.Column("scan_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("scan_size", sa.Integer(), nullable=False),
        sa.Column("scan_sha256", sa.String(length=64), nullable=False),
        sa.Column("scan_sha1", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=36), nullable=True),
        sa.Column("taken_until", UTCDateTime(), nullable=True),
        sa.Column("patient_id", sa.String(length=36), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("approval_id", sa.String(length=36), nullable=True),
        sa.Column("became", sa.String(length=40), nullable=True),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_paper_forms_patient_id_dossiers")
        ),
        sa.ForeignKeyConstraint(
            ["received_by"], ["accounts.id"], name=op.f("fk_paper_forms_received_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_forms")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_forms_number")),
    )
    with op.batch_alter_table("paper_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_forms_approval_id"), ["approval_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_forms_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_forms_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paper_forms_state_paper_forms_due_at"), ["state", "due_at"], unique=False
        )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("paper_forms")
