"""Who acts for whom"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "assistances",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("proof_level", sa.Integer(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["accounts.id"], name=op.f("fk_assistances_agent_id_accounts")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_assistances_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistances")),
    )
    with op.batch_alter_table("assistances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assistances_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assistances_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assistances_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "mandates",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("delegate_id", sa.String(length=36), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("verbs", sa.JSON(), nullable=False),
        sa.Column("excluded_types", sa.JSON(), nullable=False),
        sa.Column("ceiling", sa.String(length=40), nullable=False),
        sa.Column("given", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["accounts.id"], name=op.f("fk_mandates_delegate_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_mandates_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_delegate_id"), ["delegate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mandates_state_mandates_ends_at"), ["state", "ends_at"], unique=False
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=40), server_default="person", nullable=False))
        batch_op.add_column(sa.Column("given", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("family", sa.String(length=200), nullable=True))

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mandate_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("assistance_id", sa.String(length=36), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("assistance_id")
        batch_op.drop_column("mandate_id")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("family")
        batch_op.drop_column("given")
        batch_op.drop_column("role")

    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandates_state_mandates_ends_at"))
        batch_op.drop_index(batch_op.f("ix_mandates_patient_id"))
        batch_op.drop_index(batch_op.f("ix_mandates_delegate_id"))

    op.drop_table("mandates")
    with op.batch_alter_table("assistances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assistances_patient_id"))
        batch_op.drop_index(batch_op.f("ix_assistances_case_id"))
        batch_op.drop_index(batch_op.f("ix_assistances_agent_id"))

    op.drop_table("assistances")
