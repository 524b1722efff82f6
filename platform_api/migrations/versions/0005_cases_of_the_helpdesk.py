"""Cases of the helpdesk, how callers are proved, and what was done"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "contact_changes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_contact_changes_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
    )
    with op.batch_alter_table("contact_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_changes_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_changes_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "registered_phones",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_registered_phones_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_registered_phones")),
    )
    op.create_table(
        "guarded_records",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_guarded_records_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", name=op.f("pk_guarded_records")),
    )
    op.create_table(
        "help_cases",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("caller", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("extended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["accounts.id"], name=op.f("fk_help_cases_agent_id_accounts")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_help_cases_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_help_cases_number")),
    )
    with op.batch_alter_table("help_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_cases_agent_id"), ["agent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_cases_opened_at"), ["opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_cases_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "spent_pins",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_spent_pins_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", "window", name=op.f("pk_spent_pins")),
    )
    op.create_table(
        "caller_proofs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("valid_until", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["help_cases.id"], name=op.f("fk_caller_proofs_case_id_help_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caller_proofs")),
    )
    with op.batch_alter_table("caller_proofs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_caller_proofs_case_id_caller_proofs_method"), ["case_id", "method"], unique=False
        )

    op.create_table(
        "help_acts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["help_cases.id"], name=op.f("fk_help_acts_case_id_help_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_acts")),
    )
    with op.batch_alter_table("help_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_acts_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_acts_patient_id"), ["patient_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("help_acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_acts_patient_id"))
        batch_op.drop_index(batch_op.f("ix_help_acts_case_id"))

    op.drop_table("help_acts")
    with op.batch_alter_table("caller_proofs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_caller_proofs_case_id_caller_proofs_method"))

    op.drop_table("caller_proofs")
    op.drop_table("spent_pins")
    with op.batch_alter_table("help_cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_cases_patient_id"))
        batch_op.drop_index(batch_op.f("ix_help_cases_opened_at"))
        batch_op.drop_index(batch_op.f("ix_help_cases_agent_id"))

    op.drop_table("help_cases")
    op.drop_table("guarded_records")
    op.drop_table("registered_phones")
    with op.batch_alter_table("contact_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_changes_patient_id"))
        batch_op.drop_index(batch_op.f("ix_contact_changes_due_at"))

    op.drop_table("contact_changes")
