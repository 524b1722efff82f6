"""Who sees which document: levels with their history, passes with scope and length"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "document_levels",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_document_levels_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", "document_id", "starts_at", name=op.f("pk_document_levels")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "type_levels",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_type_levels_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", "type_code", name=op.f("pk_type_levels")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("access_rights", schema=None) as batch_op:
        batch_op.add_column(sa.Column("groups", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deposited_level", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("level_source", sa.String(length=40), nullable=True))

    with op.batch_alter_table("presence_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("groups", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("opens_until", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("revoked_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("right_id", sa.String(length=36), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_presence_codes_id"), ["id"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("presence_codes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_presence_codes_id"), type_="unique")
        batch_op.drop_column("right_id")
        batch_op.drop_column("revoked_at")
        batch_op.drop_column("opens_until")
        batch_op.drop_column("groups")
        batch_op.drop_column("id")

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_column("level_source")
        batch_op.drop_column("deposited_level")

    with op.batch_alter_table("access_rights", schema=None) as batch_op:
        batch_op.drop_column("groups")

    op.drop_table("type_levels")
    op.drop_table("document_levels")
