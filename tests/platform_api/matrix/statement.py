"""Who gets in: the holder's own statement. Agents never see it; professionals see the document, not the drafts."""

from typing import Any

from tests.platform_api.matrix.people import ELSEWHERE, MANAGING, OTHER, PATIENT
from tests.platform_api.matrix.scene import Scene
from tests.platform_api.statement.writing import publication, typed

_OWN = frozenset({PATIENT, OTHER})  # everybody about their own
_WRITING = _OWN | {MANAGING, ELSEWHERE}  # and caregivers who may write, about whom they act for
_BASE = "/dsp/v1/statement"


def _draft(scene: Scene, who: str = PATIENT) -> dict[str, Any]:
    """A draft of the caller's that waits."""
    body: dict[str, Any] = scene.callers[who]().call("PUT", f"{_BASE}/draft", typed("Calm")).json
    return body


def _draft_of_all(scene: Scene) -> str:
    """Anne's draft, whose id others may know."""
    return str(_draft(scene)["id"])


def _published(scene: Scene) -> dict[str, Any]:
    for who in _OWN:
        draft = _draft(scene, who)
        me = scene.callers[who]()
        shown = me.get(_BASE).json["published"]
        replaces = shown["number"] if shown and shown["state"] == "current" else 0
        me.call("PUT", f"{_BASE}/publication", publication(draft, replaces=replaces))
    return {}


def _to_publish(scene: Scene) -> dict[str, Any]:
    return {"body": publication(_draft(scene))}


MAY: dict[str, frozenset[str] | str] = {
    f"GET {_BASE}": _WRITING,
    f"PUT {_BASE}/draft": _WRITING,
    f"POST {_BASE}/drafts/<draft_id>/keep": frozenset({PATIENT}),
    f"DELETE {_BASE}/drafts/<draft_id>": _WRITING,  # somebody else's is not there, and stays
    f"PUT {_BASE}/publication": frozenset({PATIENT}),
    f"DELETE {_BASE}/publication": _OWN,
    f"POST {_BASE}/publication/restore": _OWN,
}
BODIES = {
    f"PUT {_BASE}/draft": lambda _scene: {"body": typed("Calm")},
    f"PUT {_BASE}/publication": _to_publish,
    f"DELETE {_BASE}/publication": _published,
    f"POST {_BASE}/publication/restore": _published,
}
NAMES = {"<draft_id>": _draft_of_all}
