"""A running server asked from outside, as software and as the portal ask it; it may be killed at any moment."""

import http.client
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from tests.support.served import Served

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Gone(Exception):
    """The server did not answer: whether the act was done is unknown."""


def ask(server: Served, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
    """One request; raises Gone when no whole answer came."""
    request = urllib.request.Request(server.url + path, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refused:
        return refused.code, None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Gone from error


def token(server: Served, client_id: str, key: ECKey, scope: str) -> str:
    """An access token from the server's own endpoint."""
    moment = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": f"{server.url}/oauth/token",
        "iat": moment,
        "exp": moment + 60,
        "jti": secrets.token_urlsafe(8),
    }
    form = {
        "grant_type": "client_credentials",
        "scope": scope,
        "client_assertion_type": _ASSERTION,
        "client_assertion": jwt.encode({"alg": "ES256"}, claims, key),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    status, answer = ask(server, "POST", "/oauth/token", urllib.parse.urlencode(form).encode(), headers)
    assert status == 200, status
    return str(answer["access_token"])


def post(server: Served, path: str, body: Any, bearer: str) -> tuple[int, Any]:
    """JSON with a token."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {bearer}"}
    return ask(server, "POST", path, json.dumps(body).encode(), headers)
