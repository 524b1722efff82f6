"""The holder's own statement: drafts and published versions."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "statement_drafts",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(length=36), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_statement_drafts_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_statement_drafts_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_statement_drafts")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("statement_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_drafts_account_id"), ["account_id"], unique=False)

    op.create_table(
        "statements",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("pdf_id", sa.String(length=36), nullable=False),
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("mandate_id", sa.String(length=36), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_statements_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_statements_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["dossiers.patient_id"], name=op.f("fk_statements_patient_id_dossiers")
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statements_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_statements_patient_id_statements_number"), ["patient_id", "number"], unique=True
        )
        batch_op.create_index(
            "ix_statements_published_draft", ["patient_id", "draft_id", "draft_version"], unique=True
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_index("ix_statements_published_draft")
        batch_op.drop_index(batch_op.f("ix_statements_patient_id_statements_number"))
        batch_op.drop_index(batch_op.f("ix_statements_account_id"))

    op.drop_table("statements")
    with op.batch_alter_table("statement_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_drafts_account_id"))

    op.drop_table("statement_drafts")
