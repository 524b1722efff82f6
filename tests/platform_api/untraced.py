"""A trail that cannot be written: whatever is asked for meanwhile must neither be given nor kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.platform_api.world import World


@contextmanager
def without_trail(world: World) -> Iterator[None]:
    """As long as this lasts, every entry meets a full disk."""

    def refuse(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.startswith("INSERT INTO audit_entries"):
            raise OSError(28, "No space left on device")

    engine = world.running.database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", refuse)
