"""Entries of the trail whose time is over give way to a signed summary; no other may be deleted."""

import sqlalchemy as sa
from alembic import op

from platform_api.db import UTCDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SUMMED_UP = (
    "EXISTS (SELECT 1 FROM audit_spans WHERE audit_spans.chain = OLD.chain "
    "AND OLD.number BETWEEN audit_spans.first_number AND audit_spans.last_number)"
)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "audit_spans",
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("first_number", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("last_hash", sa.String(length=64), nullable=False),
        sa.Column("first_at", UTCDateTime(), nullable=False),
        sa.Column("last_at", UTCDateTime(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "last_number", name=op.f("pk_audit_spans")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER audit_spans_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_spans "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
        op.execute(
            "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR TRUNCATE ON audit_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            "CREATE FUNCTION keep_entry() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {_SUMMED_UP} THEN RETURN OLD; END IF; "
            "RAISE EXCEPTION 'the trail is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION keep_entry()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_spans_no_{change.lower()} BEFORE {change} ON audit_spans "
            "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        )
    op.execute("DROP TRIGGER audit_entries_no_delete")
    op.execute(
        f"CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries WHEN NOT {_SUMMED_UP} "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    )


def downgrade() -> None:
    """Undo it; refused once entries were summed up, whose chains the older release could not follow."""
    if op.get_bind().execute(sa.text("SELECT count(*) FROM audit_spans")).scalar():
        raise RuntimeError("the trail holds summaries of old entries, which the release before cannot read")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entries_kept ON audit_entries")
        op.execute("DROP FUNCTION keep_entry()")
        op.execute("DROP TRIGGER audit_entries_append_only ON audit_entries")
        op.execute(
            "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute("DROP TRIGGER audit_entries_no_delete")
        op.execute(
            "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries "
            "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
        )
    op.drop_table("audit_spans")
