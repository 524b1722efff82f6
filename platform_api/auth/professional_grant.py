"""A token for a professional behind a software: token exchange (RFC 8693) with the software as the actor."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import BaseGrant, TokenEndpointMixin
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError, InvalidScopeError
from joserfc import jwt
from joserfc.errors import JoseError
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from platform_api import clock
from platform_api.context import Platform, platform
from platform_api.models import Professional, SpentToken
from platform_api.tokens import Behalf
from platform_api.vocabulary import PURPOSE_CODES, Purpose

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
_JWT = "urn:ietf:params:oauth:token-type:jwt"
_LONGEST = 300  # seconds an identity assertion may live


@dataclass(frozen=True, slots=True)
class Identity:
    """What a software states, under its signature, of the professional who uses it."""

    professional_id: str
    token_id: str
    expires_at: int
    purpose: Purpose
    patient_id: str | None
    reason: str


class ProfessionalGrant(BaseGrant, TokenEndpointMixin):  # type: ignore[misc]  # Authlib ships no types
    """Exchanges the software's signed statement of who is using it for an access token of that professional."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["private_key_jwt"]
    GRANT_TYPE = GRANT

    def validate_token_request(self) -> None:
        """Check the client, the statement and the purpose; raises an OAuth error for anything else."""
        client = self.authenticate_token_endpoint_client()
        form = self.request.form
        if form.get("subject_token_type", _JWT) != _JWT:
            raise InvalidRequestError("subject_token_type must be a JWT")
        identity = _read(client, form.get("subject_token", ""))
        self.request.client = client
        self.request.user = identity
        if not client.get_allowed_scope(self.request.payload.scope or ""):
            raise InvalidScopeError()

    def create_token_response(self) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """The token, with the professional as its subject and the software as the actor."""
        client, identity = self.request.client, self.request.user
        scopes = frozenset(client.get_allowed_scope(self.request.payload.scope or "").split())
        behalf = Behalf(
            identity.professional_id, identity.purpose, identity.patient_id, bool(identity.reason.strip())
        )
        token, seconds = platform().tokens.issue(client.client_id, scopes, behalf)
        body = {
            "access_token": token,
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "token_type": "Bearer",
            "expires_in": seconds,
            "scope": " ".join(sorted(scopes)),
        }
        return 200, body, self.TOKEN_RESPONSE_HEADER


def _read(client: Any, subject_token: str) -> Identity:
    try:
        decoded = jwt.decode(subject_token, client.key(), algorithms=["ES256", "ES384", "RS256", "RS384"])
    except (JoseError, ValueError) as error:
        raise InvalidGrantError("the statement is not signed by this software") from error
    claims, moment = decoded.claims, int(clock.now().timestamp())
    expires_at = claims.get("exp")
    base = platform().settings.base_url
    right = claims.get("iss") == client.client_id and claims.get("aud") in (f"{base}/oauth/token", base)
    alive = isinstance(expires_at, int) and moment < expires_at <= moment + _LONGEST
    purpose = PURPOSE_CODES.get(str(claims.get("purpose_of_use", "TREAT")))
    if not right or not alive or purpose is None or not claims.get("jti"):
        raise InvalidGrantError("the statement is expired, meant for somebody else, or incomplete")
    reason = str(claims.get("emergency_reason", ""))
    if purpose is Purpose.EMERGENCY and not reason.strip():
        raise InvalidRequestError("an emergency needs its reason in words")
    patient_id = claims.get("patient_id")
    identity = Identity(
        str(claims.get("sub", ""))[:36],
        str(claims["jti"])[:128],
        int(str(expires_at)),
        purpose,
        str(patient_id)[:36] if patient_id else None,
        reason,
    )
    if not _spend(platform(), client.client_id, identity):
        raise InvalidGrantError("this statement was used already, or the professional is unknown")
    return identity


def _spend(running: Platform, client_id: str, identity: Identity) -> bool:
    try:
        with running.database.write() as connection:
            known = connection.execute(
                select(Professional.last_used_on).where(Professional.id == identity.professional_id)
            ).first()
            if known is None:
                return False
            if known.last_used_on != clock.today():
                connection.execute(
                    update(Professional)
                    .where(Professional.id == identity.professional_id)
                    .values(last_used_on=clock.today())
                )
            connection.execute(
                insert(SpentToken),
                {
                    "client_id": client_id,
                    "token_id": f"identity:{identity.token_id}"[:128],
                    "expires_at": datetime.fromtimestamp(identity.expires_at, UTC),
                },
            )
    except IntegrityError:
        return False
    return True
