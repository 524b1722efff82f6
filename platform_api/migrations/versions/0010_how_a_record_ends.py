"""How a record ends: closing with its delay, erasure, the freeze, confirmations by post"""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "postal_letters",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("values_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("printed_at", UTCDateTime(), nullable=True),
        sa.Column("posted_at", UTCDateTime(), nullable=True),
        sa.Column("returned_at", UTCDateTime(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("valid_until", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patients.id"], name=op.f("fk_postal_letters_patient_id_patients")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postal_letters")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_postal_letters_fingerprint")),
    )
    with op.batch_alter_table("postal_letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postal_letters_patient_id"), ["patient_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postal_letters_state"), ["state"], unique=False)

    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state_before", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("undo_until", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("kept_until", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("erase_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("frozen_at", UTCDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_dossiers_erase_at"), ["erase_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossiers_kept_until"), ["kept_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossiers_undo_until"), ["undo_until"], unique=False)

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("leased_until", UTCDateTime(), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_column("leased_until")
        batch_op.drop_column("batch_id")

    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossiers_undo_until"))
        batch_op.drop_index(batch_op.f("ix_dossiers_kept_until"))
        batch_op.drop_index(batch_op.f("ix_dossiers_erase_at"))
        batch_op.drop_column("frozen_at")
        batch_op.drop_column("erase_at")
        batch_op.drop_column("kept_until")
        batch_op.drop_column("undo_until")
        batch_op.drop_column("state_before")

    with op.batch_alter_table("postal_letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postal_letters_state"))
        batch_op.drop_index(batch_op.f("ix_postal_letters_patient_id"))

    op.drop_table("postal_letters")
