"""`.well-known/smart-configuration`: where and how software obtains tokens (SMART App Launch 2, IUA ITI-103).

There is no authorization endpoint, so nothing is said of what goes with one: neither its address nor PKCE, as in the
example for Backend Services of SMART App Launch 2.2.
"""

from flask import Blueprint, Response

from platform_api import answers
from platform_api.auth.authorization_server import ASSERTION_ALGORITHMS
from platform_api.auth.professional_grant import GRANT
from platform_api.context import platform
from platform_api.guard import open_to_all
from platform_api.scopes import USUAL

bp = Blueprint("smart", __name__)


@bp.get("/.well-known/smart-configuration")
@bp.get("/fhir/.well-known/smart-configuration")
@open_to_all
def configuration() -> Response:
    """The configuration, the same at both of its addresses."""
    base = platform().settings.base_url
    return answers.Json(
        {
            "issuer": base,
            "jwks_uri": f"{base}/oauth/jwks",
            "token_endpoint": f"{base}/oauth/token",
            "grant_types_supported": ["client_credentials", GRANT],
            "introspection_endpoint": f"{base}/oauth/introspect",
            "revocation_endpoint": f"{base}/oauth/revoke",
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
            "scopes_supported": list(USUAL),
            "response_types_supported": [],
            "capabilities": ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
        }
    )
