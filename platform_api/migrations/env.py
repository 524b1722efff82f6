"""Runs the migrations on whatever database the operator set."""

from alembic import context

from platform_api.db import Database
from platform_api.models import Base

database: Database = context.config.attributes["database"]
with database.migrating().connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=database.is_sqlite,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
