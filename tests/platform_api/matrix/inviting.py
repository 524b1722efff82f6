"""Who gets in: inviting somebody without a record to an account, and taking it up."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import insert

from platform_api import clock, invited
from platform_api.identifiers import new_id
from platform_api.models import InvitedAccount
from platform_api.tokens import hash_of
from platform_api.vocabulary import Channel, IdentityDocument, InvitedState
from tests.platform_api.inviting import BORN, CLAIRE, DESK, LINK
from tests.platform_api.matrix.helpdesk import agent_of
from tests.platform_api.matrix.people import AGENTS, NOT_SIGNED_IN
from tests.platform_api.matrix.scene import Scene
from tests.platform_api.world import PASSWORD

MAY: dict[str, frozenset[str] | str] = {
    f"GET {DESK}": AGENTS,
    f"POST {DESK}": AGENTS,
    f"POST {DESK}/<invited_id>/sending": AGENTS,
    f"DELETE {DESK}/<invited_id>": AGENTS,
    f"POST {LINK}": NOT_SIGNED_IN,
    f"POST {LINK}/account": frozenset(),  # the app's code decides, see assistance/test_inviting
}


def _invited(scene: Scene) -> str:
    """An invitation whose link was mailed."""
    return _row(scene, "another")


def _row(scene: Scene, token: str) -> str:
    identifier, keys, moment = new_id(), scene.world.running.keys, clock.now()
    details = invited.Details(
        given="Claire",
        family="Weber",
        birth_date=date.fromisoformat(BORN),
        email=f"{token}@example.fr",
        document=IdentityDocument.PASSPORT,
        seen=Channel.COUNTER,
    )
    row = {
        "id": identifier,
        "state": InvitedState.SENT,
        "details_sealed": invited.seal(keys, identifier, details),
        "email_index": keys.find_by("email", details.email),
        "language": "fr",
        "fingerprint": hash_of(token),
        "asked_by": agent_of(scene),
        "asked_at": moment,
        "valid_until": moment + invited.LASTS,
    }
    with scene.world.running.database.write() as connection:
        connection.execute(insert(InvitedAccount), row)
    return identifier


def _link(scene: Scene) -> dict[str, Any]:
    _row(scene, "known")
    return {"body": {"token": "known", "birth_date": BORN}}


def _account(scene: Scene) -> dict[str, Any]:
    _row(scene, "known")
    return {"body": {"token": "known", "birth_date": BORN, "password": PASSWORD, "code": "000000"}}


NAMES: dict[str, Callable[[Any], str]] = {"<invited_id>": _invited}
BODIES: dict[str, Callable[[Any], dict[str, Any]]] = {
    f"POST {DESK}": lambda _scene: {"body": CLAIRE},
    f"POST {DESK}/<invited_id>/sending": lambda _scene: {"body": {}},
    f"POST {LINK}": _link,
    f"POST {LINK}/account": _account,
}
