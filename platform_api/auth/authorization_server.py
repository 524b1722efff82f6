"""The authorization server for software: client credentials with a signed assertion (SMART Backend Services)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientCredentialsGrant, ClientMixin
from authlib.oauth2.rfc6749.errors import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from flask import Blueprint, Flask, Response
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from platform_api import answers, clock, scopes
from platform_api.auth.issued_tokens import Introspection, Revocation
from platform_api.auth.professional_grant import GRANT, ProfessionalGrant
from platform_api.auth.tracing import traced
from platform_api.context import Platform, platform
from platform_api.guard import open_to_all
from platform_api.models import Software, SpentToken
from platform_api.tokens import LIFETIME

bp = Blueprint("authorization", __name__)
_METHOD = "private_key_jwt"
ASSERTION_ALGORITHMS = ("ES256", "ES384", "RS256", "RS384")
"""SMART Backend Services asks for ES384 and RS384."""
_LONGEST_ASSERTION = timedelta(minutes=6)  # five, and a minute for clocks that differ
_server = AuthorizationServer()


@dataclass(frozen=True, slots=True)
class Client(ClientMixin):  # type: ignore[misc]  # Authlib ships no types
    """A software version, as Authlib wants to see it."""

    client_id: str
    scopes: frozenset[str]
    public_key: dict[str, Any]

    def get_client_id(self) -> str:
        """The client's id."""
        return self.client_id

    def get_allowed_scope(self, scope: str) -> str:
        """What of the wanted scopes this version was approved for."""
        return " ".join(sorted(scopes.within(scope.split(), self.scopes)))

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Only a signed assertion signs a software in."""
        return method == _METHOD

    def check_grant_type(self, grant_type: str) -> bool:
        """Software acts as itself."""
        return grant_type in ("client_credentials", GRANT)

    def key(self) -> ECKey | RSAKey:
        """The public key that was registered for this version."""
        if self.public_key.get("kty") == "EC":
            return ECKey.import_key(self.public_key)
        return RSAKey.import_key(self.public_key)


class SignedAssertion(JWTBearerClientAssertion):  # type: ignore[misc]  # Authlib ships no types
    """Checks the assertion: the version's own key, this server as audience, each one once."""

    CLIENT_AUTH_METHOD = _METHOD

    def __init__(self) -> None:
        super().__init__(validate_jti=True)

    def get_audiences(self) -> list[str]:
        """The names under which this server may be addressed."""
        base = platform().settings.base_url
        return [f"{base}/oauth/token", f"{base}/oauth/introspect", f"{base}/oauth/revoke", base]

    def process_assertion_claims(self, assertion: str, resolve_key: Any) -> dict[str, Any]:
        """The checked claims; SMART's own algorithms are among those taken, which Authlib's defaults leave out."""
        try:
            claims = jwt.decode(assertion, resolve_key, algorithms=list(ASSERTION_ALGORITHMS)).claims
        except (JoseError, ValueError) as error:
            raise InvalidClientError(description="the assertion is not signed by this software") from error
        expires_at = claims.get("exp")
        if isinstance(expires_at, int | float) and expires_at <= clock.now().timestamp():
            raise InvalidClientError(
                description="the assertion is expired"
            )  # a late clock earns no minute more
        self.verify_claims(claims)
        return claims

    def validate_jti(self, claims: dict[str, Any], jti: str) -> bool:
        """Whether this assertion was not used before; one made for long use is refused (SMART: five minutes)."""
        if not jti or claims["exp"] > (clock.now() + _LONGEST_ASSERTION).timestamp():
            return False
        expires_at = datetime.fromtimestamp(float(claims["exp"]), UTC)
        try:
            with platform().database.write() as connection:
                connection.execute(
                    insert(SpentToken),
                    {"client_id": claims["sub"], "token_id": jti[:128], "expires_at": expires_at},
                )
        except IntegrityError:
            return False
        return True

    def resolve_client_public_key(self, client: Client) -> Any:
        """The public key that was registered for this version."""
        return client.key()


class SoftwareGrant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib ships no types
    """A token for the software itself."""

    TOKEN_ENDPOINT_AUTH_METHODS = [_METHOD]


def install(app: Flask) -> None:
    """Set the server up for one application."""
    _server.init_app(app, query_client=_find_client, save_token=_keep_nothing)
    _server.register_token_generator("default", _generate)
    _server.register_client_auth_method(_METHOD, SignedAssertion())
    _server.register_grant(SoftwareGrant)
    _server.register_grant(ProfessionalGrant)
    _server.register_endpoint(Introspection)
    _server.register_endpoint(Revocation)
    app.register_blueprint(bp)


@bp.post("/oauth/token")
@open_to_all
def token() -> Response:
    """RFC 6749, 4.4 with RFC 7523, 2.2."""
    return _not_kept(traced("token", _server.create_token_response()))


@bp.post("/oauth/introspect")
@open_to_all
def introspect() -> Response:
    """RFC 7662: whether one of a software's own tokens still opens anything."""
    return _not_kept(traced("introspect", _server.create_endpoint_response(Introspection.ENDPOINT_NAME)))


@bp.post("/oauth/revoke")
@open_to_all
def revoke() -> Response:
    """RFC 7009: a software gives a token back."""
    return _not_kept(traced("revoke", _server.create_endpoint_response(Revocation.ENDPOINT_NAME)))


@bp.get("/oauth/jwks")
@open_to_all
def jwks() -> Response:
    """The public halves of the key that signs access tokens and of those before it."""
    return answers.Json(KeySet([*platform().tokens.public_keys()]).as_dict(private=False))


def client_of(running: Platform, client_id: str) -> Client | None:
    """The conformant software version with this id, or None."""
    with running.database.read() as connection:
        row = connection.execute(
            select(Software.client_id, Software.scopes, Software.public_key).where(
                Software.client_id == client_id, Software.state == "conformant"
            )
        ).first()
    return Client(row.client_id, frozenset(row.scopes), row.public_key) if row else None


def _not_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _find_client(client_id: str) -> Client | None:
    return client_of(platform(), client_id)


def _keep_nothing(_token: dict[str, Any], _request: object) -> None:
    """Access tokens are signed and short-lived: none is stored."""


def _generate(client: Client, scope: str | None = None, **_ignored: object) -> dict[str, Any]:
    granted = scopes.within((scope or "").split(), client.scopes)
    token, seconds = platform().tokens.issue(client.client_id, granted)
    return {
        "token_type": "Bearer",
        "access_token": token,
        "expires_in": min(seconds, int(LIFETIME.total_seconds())),
        "scope": " ".join(sorted(granted)),
    }
