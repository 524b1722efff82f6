"""Second pair of eyes, and what supervisors found"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=True),
        sa.Column("subject_id", sa.String(length=80), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_approvals_asked_by_accounts")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_approvals_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_approvals_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_approvals_state_approvals_expires_at"), ["state", "expires_at"], unique=False
        )

    op.create_table(
        "case_reviews",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reviewed_by", sa.String(length=36), nullable=False),
        sa.Column("reviewed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["help_cases.id"], name=op.f("fk_case_reviews_case_id_help_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_reviews")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("case_reviews")
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approvals_state_approvals_expires_at"))
        batch_op.drop_index(batch_op.f("ix_approvals_patient_id"))

    op.drop_table("approvals")
