"""Mandates from the invitation to the end, representatives of minors, guardianships"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "representatives",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("person_index", sa.String(length=64), nullable=False),
        sa.Column("excluded_at", UTCDateTime(), nullable=True),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_representatives_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("patient_id", "person_index", name=op.f("pk_representatives")),
    )
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representatives_person_index"), ["person_index"], unique=False)

    op.create_table(
        "guardianships",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("mandate_id", sa.String(length=36), nullable=False),
        sa.Column("court", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.String(length=36), nullable=False),
        sa.Column("checked_by", sa.String(length=36), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_guardianships_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_guardianships_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianships")),
    )
    with op.batch_alter_table("guardianships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardianships_patient_id"), ["patient_id"], unique=False)

    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("state_since", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("notices", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("code_index", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("code_until", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("told_days", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_mandates_code_index"), ["code_index"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_mandates_code_index"), type_="unique")
        batch_op.drop_column("told_days")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("code_until")
        batch_op.drop_column("code_index")
        batch_op.drop_column("notices")
        batch_op.drop_column("state_since")
        batch_op.drop_column("reason")

    with op.batch_alter_table("guardianships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardianships_patient_id"))

    op.drop_table("guardianships")
    with op.batch_alter_table("representatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_representatives_person_index"))

    op.drop_table("representatives")
