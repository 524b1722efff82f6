"""Every request for a token, about one or to give one back leaves an entry in the system's chain (ASVS 16.3.1)."""

import logging
from typing import Any

from flask import Response, request
from joserfc import jws
from joserfc.errors import JoseError
from msgspec import DecodeError, json
from sqlalchemy import select

from platform_api import audit_trail, clock
from platform_api.context import caller, platform
from platform_api.models import Software
from platform_api.vocabulary import Action, Outcome, Reason, Role

_log = logging.getLogger(__name__)
_SHORT = 60


def traced(endpoint: str, answer: Response) -> Response:
    """The answer, once its entry is written: without an entry there is no token.

    Whoever names no registered software is not written down: anybody may send anything to this address. Of those who
    name one and prove nothing, the first of a minute are (`unproven`): a stranger fills no trail.
    """
    software_id = _named()
    if software_id is None:
        return answer
    allowed = answer.status_code == 200
    said = _body(answer)
    if said.get("error") == "invalid_client" and platform().unproven.wait(
        software_id, clock.now().timestamp()
    ):
        _log.warning("more refusals in the name of %s than are written down", software_id)
        return answer
    claims = platform().tokens.check(str(said.get("access_token", ""))) if allowed else None
    behalf = claims.behalf if claims else None
    details = {"endpoint": endpoint, "grant": request.form.get("grant_type", "")[:_SHORT]}
    if not allowed:
        details["error"] = str(said.get("error", ""))[:_SHORT]
    entry = audit_trail.Entry(
        chain=audit_trail.SYSTEM,
        action=Action.OBTAIN_TOKEN,
        outcome=Outcome.ALLOWED if allowed else Outcome.REFUSED,
        role=Role.PROFESSIONAL if behalf else Role.SOFTWARE,
        reason=None if allowed else Reason.TOKEN_INVALID,
        person_id=behalf.professional_id if behalf else None,
        software_id=software_id,
        purpose=behalf.purpose if behalf else None,
        request_id=caller().request_id,
        details={name: value for name, value in details.items() if value},
    )
    with platform().database.write() as connection:
        audit_trail.append(connection, entry)
    return answer


def _named() -> str | None:
    """The registered version that the request's assertion names, whether or not it is signed by it."""
    try:
        compact = jws.extract_compact(request.form.get("client_assertion", "").encode())
        claimed = json.decode(compact.payload)
    except (JoseError, ValueError, DecodeError):
        return None
    named = claimed.get("sub") if isinstance(claimed, dict) else None
    if not isinstance(named, str):
        return None
    with platform().database.read() as connection:
        return connection.execute(select(Software.client_id).where(Software.client_id == named)).scalar()


def _body(answer: Response) -> dict[str, Any]:
    found = answer.get_json(silent=True)
    return found if isinstance(found, dict) else {}
