"""Who gets in: documents of one's own, added, taken back and brought back; everybody about their own, nobody else."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from platform_api.db import insert_if_absent
from platform_api.models import Document, Upload, UploadFile
from tests.platform_api.matrix.people import OTHER, PATIENT
from tests.platform_api.matrix.scene import Scene
from tests.platform_api.uploads.files import added, begin, give, show

_OWN = frozenset({PATIENT, OTHER})
_ANNE = frozenset({PATIENT})
_BASE = "/dsp/v1/uploads"
_ONE = "/dsp/v1/documents/<own_document_id>"


def _made(scene: Scene, name: str, make: Callable[[], str]) -> str:
    """What Anne made: once, then its rows are put back as they were, unless a caller removed its files."""
    world, known = scene.world, scene.__dict__.setdefault("made_of_uploads", {})
    if name in known:
        identifier, rows = known[name]
        blobs = {
            value for _table, row in rows for key, value in row.items() if key.endswith("blob_id") and value
        }
        if blobs <= set(world.blobs()):
            with world.running.database.write() as connection:
                for table, row in rows:
                    insert_if_absent(connection, table, row)
            return str(identifier)
    identifier = make()
    with world.running.database.read() as connection:
        rows = [
            (model.__table__, dict(row))
            for model in (Upload, UploadFile, Document)
            for row in connection.execute(
                select(model.__table__).where(model.patient_id == scene.anne.id)
            ).mappings()
        ]
    known[name] = identifier, rows
    return identifier


def _upload(scene: Scene) -> str:
    """What Anne began, with a file and its pages, whose id others may know."""

    def make() -> str:
        me = scene.callers[PATIENT]()
        upload = begin(me)
        give(me, upload, "a.txt", b"Bilan")
        show(me, upload)
        return upload

    return _made(scene, "upload", make)


def _file(scene: Scene) -> str:
    _upload(scene)
    return str(scene.callers[PATIENT]().get(_BASE).json["current"]["files"][0]["id"])


def _sure(scene: Scene) -> dict[str, Any]:
    _upload(scene)
    sha256 = scene.callers[PATIENT]().get(_BASE).json["current"]["pages_sha256"]
    return {"body": {"title": "Bilan", "pages_sha256": sha256}}


def _document(scene: Scene) -> str:
    return _made(scene, "document", lambda: added(scene.callers[PATIENT](), ("own.txt", b"Own")))


MAY: dict[str, frozenset[str] | str] = {
    f"GET {_BASE}": _OWN,
    f"POST {_BASE}": _OWN,
    f"POST {_BASE}/<upload_id>/files": _ANNE,
    f"DELETE {_BASE}/<upload_id>/files/<file_id>": _ANNE,
    f"DELETE {_BASE}/<upload_id>": _ANNE,
    f"POST {_BASE}/<upload_id>/pages": _ANNE,
    f"GET {_BASE}/<upload_id>/pages": _ANNE,
    f"POST {_BASE}/<upload_id>/keep": _ANNE,
    f"GET {_ONE}/files": _ANNE,
    f"DELETE {_ONE}": _ANNE,
    f"POST {_ONE}/restore": _ANNE,
}
BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    f"POST {_BASE}/<upload_id>/files": lambda scene: {"data": b"Another text."},
    f"POST {_BASE}/<upload_id>/pages": lambda scene: {
        "body": {"type": "lab", "day": "2026-03-02", "title": "x", "language": "fr", "page_words": "{page}"}
    },
    f"POST {_BASE}/<upload_id>/keep": _sure,
}
NAMES: dict[str, Callable[[Scene], str]] = {
    "<upload_id>": _upload,
    "<file_id>": _file,
    "<own_document_id>": _document,
}
