"""Software versions: a token as one of them would obtain it."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import ECKey

from platform_api import clock
from platform_api.app import create_app
from platform_api.auth.professional_grant import GRANT
from platform_api.operations.failures import OperationFailed
from platform_api.scopes import REPORTING, USUAL
from platform_api.settings import Settings

_ALGORITHMS = {"P-256": "ES256", "P-384": "ES384"}
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """The professional for whom a token is wanted, why, and for which patient."""

    professional_id: str
    purpose: str = "TREAT"
    patient_id: str | None = None
    reason: str = ""


def obtain_token(
    settings: Settings, client_id: str, key_path: Path | None = None, behalf: OnBehalf | None = None
) -> str:
    """A bearer token from this platform's token endpoint, asked for with the version's own key.

    Without `key_path` the demo's own key is taken. Raises OperationFailed when the endpoint refuses.
    """
    path = key_path or settings.keys / "demo-software" / f"{client_id}.pem"
    try:
        key = ECKey.import_key(path.read_text())
    except OSError as error:
        raise OperationFailed(f"no private key for {client_id}; name it with --key") from error
    audience = f"{settings.base_url}/oauth/token"
    form = {
        "grant_type": "client_credentials",
        "scope": " ".join((*USUAL, REPORTING)),  # it gets of them what it was approved for
        "client_assertion_type": _ASSERTION,
        "client_assertion": _signed(key, {"iss": client_id, "sub": client_id, "aud": audience}),
    }
    if behalf is not None:
        statement = {
            "iss": client_id,
            "sub": behalf.professional_id,
            "aud": audience,
            "purpose_of_use": behalf.purpose,
            "emergency_reason": behalf.reason,
        }
        if behalf.patient_id:
            statement["patient_id"] = behalf.patient_id
        form["grant_type"] = GRANT
        form["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt"
        form["subject_token"] = _signed(key, statement)
    answer = create_app(settings).test_client().post("/oauth/token", data=form)
    if answer.status_code != 200:
        why = (answer.get_json(silent=True) or {}).get("error", answer.status_code)
        raise OperationFailed(f"the token endpoint refused {client_id}: {why}")
    return str(answer.get_json()["access_token"])


def _signed(key: ECKey, claims: dict[str, str]) -> str:
    moment = int(clock.now().timestamp())
    times = {"iat": moment, "exp": moment + 60, "jti": secrets.token_urlsafe(16)}
    alg = _ALGORITHMS[key.curve_name]
    return jwt.encode({"alg": alg, "typ": "JWT"}, {**claims, **times}, key, algorithms=[alg])
