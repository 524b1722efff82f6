"""States, the choice about emergencies and absences of documents are kept when they are over."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "record_states",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        *_of_a_record("record_states", "patient_id", "starts_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "emergency_choices",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        *_of_a_record("emergency_choices", "patient_id", "ended_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_absences",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=False),
        *_of_a_record("document_absences", "patient_id", "document_id", "starts_at"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    for table in ("document_absences", "emergency_choices", "record_states"):
        op.drop_table(table)


def _of_a_record(table: str, *key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f(f"fk_{table}_patient_id_dossiers")
        ),
    )
