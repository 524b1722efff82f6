"""Decisions are written through FHIR too: other software's own numbers for them, and when a level was chosen."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "consent_names",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=36), nullable=False),
        sa.Column("consent_id", sa.String(length=36), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("patient_id", "name", name=op.f("pk_consent_names")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_consent_names_patient_id_dossiers")
        ),
        sqlite_with_rowid=False,
    )
    op.add_column("record_settings", sa.Column("default_changed_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("record_settings") as table:
        table.drop_column("default_changed_at")
    op.drop_table("consent_names")
