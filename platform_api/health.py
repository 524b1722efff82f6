"""Whether this process lives and could serve: for load balancers and supervisors; tells nothing else."""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from platform_api import answers
from platform_api.context import platform
from platform_api.guard import open_to_all

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@open_to_all
def live() -> Response:
    """The process answers."""
    return answers.Json({"status": "ok"})


@bp.get("/ready")
@open_to_all
def ready() -> Response:
    """The stores answer too; 503 names the one that does not."""
    running = platform()
    failing = []
    for name, database in (("database", running.database), ("key-store", running.key_store)):
        try:
            with database.read() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            failing.append(name)
    status = {"status": "unavailable" if failing else "ok", "failing": failing}
    return answers.Json(status, 503 if failing else 200)
