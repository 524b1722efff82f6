"""Key figures: documents counted by month and type, professionals with their last day"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "document_tallies",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("month", "type_code", "share", name=op.f("pk_document_tallies")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("professionals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_used_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_professionals_last_used_on"), ["last_used_on"], unique=False)

    _count_what_is_there()


def _count_what_is_there() -> None:
    """SQLite keeps UTC and counts by it: a document of the last hour of a month may stand in the next one."""
    connection = op.get_bind()
    documents = sa.table("documents", sa.column("deposited_at"), sa.column("type_code"))
    tallies = sa.table(
        "document_tallies",
        sa.column("month"),
        sa.column("type_code"),
        sa.column("share"),
        sa.column("number"),
    )
    month: sa.ColumnElement[str] = sa.func.substr(documents.c.deposited_at, 1, 7)
    if connection.dialect.name == "postgresql":
        local = sa.func.timezone("Europe/Luxembourg", documents.c.deposited_at)
        month = sa.func.to_char(local, sa.literal_column("'YYYY-MM'"))
    counted = sa.select(month, documents.c.type_code, sa.literal_column("0"), sa.func.count()).group_by(
        month, documents.c.type_code
    )
    connection.execute(tallies.insert().from_select(["month", "type_code", "share", "number"], counted))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("professionals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_professionals_last_used_on"))
        batch_op.drop_column("last_used_on")

    op.drop_table("document_tallies")
