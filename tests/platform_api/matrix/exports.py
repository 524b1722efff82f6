"""Who gets in: the copies of a record; its holder asks, sees, fetches and deletes, the worker makes them."""

from typing import Any

from sqlalchemy import select

from platform_api.models import Export
from tests.platform_api.matrix.people import OTHER, PATIENT, WORKER
from tests.platform_api.matrix.scene import Scene

_BASE = "/dsp/v1/exports"
_ONE = f"{_BASE}/<export_id>"
_OWN = frozenset({PATIENT, OTHER})
_ANNE = frozenset({PATIENT})
_WORKER = frozenset({WORKER})


def _export(scene: Scene) -> str:
    """Anne's copy, whose id others may know."""
    newest = select(Export.id).where(Export.patient_id == scene.anne.id).order_by(Export.asked_at.desc())
    with scene.world.running.database.read() as connection:
        known = connection.execute(newest).scalar()
    if known is not None:
        return str(known)
    return str(scene.callers[PATIENT]().post(_BASE, {"language": "fr"}).json["id"])


def _made(scene: Scene) -> dict[str, Any]:
    """Its only part is made."""
    worker = scene.callers[WORKER]()
    worker.call("POST", f"{_BASE}/{_export(scene)}/parts/1", data=b"PK")
    return {}


MAY: dict[str, frozenset[str] | str] = {
    f"GET {_BASE}": _OWN,
    f"POST {_BASE}": _OWN,
    f"GET {_ONE}/parts/<int:number>": _ANNE,
    f"DELETE {_BASE}/<id:export_id>": _ANNE,
    f"POST {_BASE}/lease": _WORKER,
    f"GET {_ONE}/documents": _WORKER,
    f"GET {_ONE}/consents": _WORKER,
    f"GET {_ONE}/journal": _WORKER,
    f"GET {_ONE}/person": _WORKER,
    f"GET {_ONE}/documents/<document_id>": _WORKER,
    f"POST {_ONE}/parts/<int:number>": _WORKER,
}
NAMES = {"<export_id>": _export, "<id:export_id>": _export, "<int:number>": lambda _scene: "1"}
BODIES = {
    f"POST {_BASE}": lambda _scene: {"body": {"language": "lb"}},
    f"GET {_ONE}/parts/<int:number>": _made,
    f"POST {_ONE}/parts/<int:number>": lambda _scene: {"data": b"PK"},
    f"POST {_BASE}/lease": lambda scene: {"body": {}} if _export(scene) else {},
}
