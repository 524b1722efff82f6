"""Software versions: a token as one of them would obtain it."""

import secrets
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey

from platform_api import clock
from platform_api.app import create_app
from platform_api.operations.failures import OperationFailed
from platform_api.settings import Settings

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def obtain_token(settings: Settings, client_id: str, key_path: Path | None = None) -> str:
    """A bearer token from this platform's token endpoint, asked for with the version's own key.

    Without `key_path` the demo's own key is taken. Raises OperationFailed when the endpoint refuses.
    """
    path = key_path or settings.keys / "demo-software" / f"{client_id}.pem"
    try:
        key = ECKey.import_key(path.read_text())
    except OSError as error:
        raise OperationFailed(f"no private key for {client_id}; name it with --key") from error
    moment = int(clock.now().timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": f"{settings.base_url}/oauth/token",
        "iat": moment,
        "exp": moment + 60,
        "jti": secrets.token_urlsafe(16),
    }
    form = {
        "grant_type": "client_credentials",
        "scope": "system/DocumentReference.write",
        "client_assertion_type": _ASSERTION,
        "client_assertion": jwt.encode({"alg": "ES256"}, claims, key),
    }
    answer = create_app(settings).test_client().post("/oauth/token", data=form)
    if answer.status_code != 200:
        why = (answer.get_json(silent=True) or {}).get("error", answer.status_code)
        raise OperationFailed(f"the token endpoint refused {client_id}: {why}")
    return str(answer.get_json()["access_token"])
