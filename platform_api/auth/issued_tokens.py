"""What a software may ask about a token that was issued to it, and giving it back (RFC 7662, RFC 7009)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from platform_api import clock
from platform_api.context import platform
from platform_api.identification import spent_name
from platform_api.models import SpentToken
from platform_api.tokens import TokenClaims


@dataclass(frozen=True, slots=True)
class Issued:
    """A valid access token, as Authlib wants to see it."""

    claims: TokenClaims

    def check_client(self, client: Any) -> bool:
        """Whether it was issued to this software."""
        return bool(client.client_id == self.claims.client_id)

    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.claims.expires_at <= clock.now().timestamp()

    def is_revoked(self) -> bool:
        """Whether it was given back."""
        mine = SpentToken.client_id == self.claims.client_id
        this = SpentToken.token_id == spent_name(self.claims.token_id)
        with platform().database.read() as connection:
            return connection.execute(select(SpentToken.token_id).where(mine, this)).first() is not None


def _issued(text: str) -> Issued | None:
    claims = platform().tokens.check(text)
    return Issued(claims) if claims else None


class Introspection(IntrospectionEndpoint):  # type: ignore[misc]  # Authlib ships no types
    """Says whether a token still opens anything, and what it says; of others' tokens, that they open nothing."""

    CLIENT_AUTH_METHODS = ["private_key_jwt"]

    def query_token(self, token_string: str, _hint: str | None) -> Issued | None:
        """The token, if it is ours and its time is not over."""
        return _issued(token_string)

    def check_permission(self, token: Issued, client: Any, _request: object) -> bool:
        """Only the software that holds a token learns about it."""
        return token.check_client(client)

    def introspect_token(self, token: Issued) -> dict[str, Any]:
        """What the token says."""
        return {"active": True, **platform().tokens.said_of(token.claims)}


class Revocation(RevocationEndpoint):  # type: ignore[misc]  # Authlib ships no types
    """Takes a token back before its five minutes are over; a token that is none was given back already."""

    CLIENT_AUTH_METHODS = ["private_key_jwt"]

    def query_token(self, token_string: str, _hint: str | None) -> Issued | None:
        """The token, if it is ours and its time is not over."""
        return _issued(token_string)

    def revoke_token(self, token: Issued, _request: object) -> None:
        """It opens nothing from the next request on; twice has one effect."""
        row = {
            "client_id": token.claims.client_id,
            "token_id": spent_name(token.claims.token_id),
            "expires_at": datetime.fromtimestamp(token.claims.expires_at, UTC),
        }
        if token.is_revoked():
            return
        try:
            with platform().database.write() as connection:
                connection.execute(insert(SpentToken), row)
        except IntegrityError:
            pass  # given back at this very moment by another request
