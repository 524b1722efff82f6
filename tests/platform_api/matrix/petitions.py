"""Who gets in: requests to the agency, copies of the journal and receipts."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf

from tests.platform_api.matrix.people import (
    ELSEWHERE,
    EVERYONE,
    LOOKING,
    MANAGING,
    OTHER,
    PATIENT,
    SUPERVISOR,
    THROUGH_THE_PORTAL,
)
from tests.platform_api.matrix.scene import Scene

_OWN = frozenset({PATIENT, OTHER})
_ASKED = {"kind": "complaint", "text": "Nobody answers the telephone."}
MAY = {
    "POST /dsp/v1/petitions": _OWN,
    "GET /dsp/v1/petitions": _OWN,
    "DELETE /dsp/v1/petitions/<petition_id>": frozenset({PATIENT}),
    "GET /dsp/v1/helpdesk/petitions": frozenset({SUPERVISOR}),
    "POST /dsp/v1/helpdesk/petitions/<petition_id>": frozenset({SUPERVISOR}),
    "PUT /dsp/v1/helpdesk/petitions/<petition_id>/answer": frozenset({SUPERVISOR}),
    "GET /dsp/v1/journal/copy": _OWN,
    "GET /dsp/v1/journal/<trail_id>/receipt": frozenset({PATIENT}),
    "POST /dsp/v1/receipts/check": THROUGH_THE_PORTAL,
    "GET /.well-known/dsp-seal.pem": EVERYONE,
    "GET /dsp/v1/seal": EVERYONE,
    "POST /dsp/v1/seal": _OWN | {LOOKING, MANAGING, ELSEWHERE},
}


@cache
def _pdf() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(stream)
    return stream.getvalue()


BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "POST /dsp/v1/petitions": lambda scene: {"body": _ASKED},
    "PUT /dsp/v1/helpdesk/petitions/<petition_id>/answer": lambda scene: {"body": {"text": "We are sorry."}},
    "POST /dsp/v1/receipts/check": lambda scene: {"body": {"receipt": "nothing"}},
    "POST /dsp/v1/seal": lambda scene: {"data": _pdf()},
}
NAMES: dict[str, Callable[[Scene], str]] = {
    "<petition_id>": lambda scene: _petition(scene),
    "<trail_id>": lambda scene: str(scene.world.entries(scene.anne.id)[0]["id"]),
}


def _petition(scene: Scene) -> str:
    asked = scene.callers[PATIENT]().post("/dsp/v1/petitions", _ASKED)
    assert asked.status == 201, asked
    return str(asked.json["id"])
