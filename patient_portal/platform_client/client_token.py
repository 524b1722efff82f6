"""The portal's own access token: it signs in to the platform like any other software (SMART Backend Services)."""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey

from patient_portal.platform_client.wire import Call, Reply, Transport, Unreachable

log = logging.getLogger(__name__)

ENDPOINT = "/oauth/token"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class _TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: int = 300


class ClientToken:
    """The portal's own access token (SMART Backend Services, ES256), kept until 30 seconds before its end."""

    def __init__(
        self,
        transport: Transport,
        key: Callable[[], ECKey],
        client_id: str,
        audience: str,
        clock_offset: timedelta = timedelta(),
        scope: str = "portal",
    ) -> None:
        self._transport = transport
        self._key = key
        self._client_id = client_id
        self._audience = audience
        self._scope = scope
        self._offset = clock_offset.total_seconds()
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def value(self) -> str:
        """A token that is still good for a while; raises Unreachable."""
        if time.monotonic() < self._good_until:
            return self._token
        with self._lock:
            if time.monotonic() >= self._good_until:
                self._obtain()
            return self._token

    def forget(self, token: str) -> None:
        """Drop a token that the platform no longer takes."""
        with self._lock:
            if token == self._token:
                self._good_until = 0.0

    def _obtain(self) -> None:
        key = self._key()
        now = int(time.time() + self._offset)
        assertion = jwt.encode(
            {"alg": "ES256", "typ": "JWT", **({"kid": key.kid} if key.kid else {})},
            {
                "iss": self._client_id,
                "sub": self._client_id,
                "aud": self._audience,
                "jti": secrets.token_urlsafe(16),
                "exp": now + 60,  # no `iat`: Authlib would compare it with a clock that no offset shifts
            },
            key,
        )
        form = {
            "grant_type": "client_credentials",
            "scope": self._scope,
            "client_assertion_type": _ASSERTION_TYPE,
            "client_assertion": assertion,
        }
        reply = self._transport.send(
            Call(
                "POST",
                ENDPOINT,
                headers={"Accept": "application/json"},
                body=urlencode(form).encode(),
                content_type="application/x-www-form-urlencoded",
            )
        )
        if reply.status != 200:
            log.error("the platform gave the portal no token: status %s", reply.status)
            raise Unreachable("no token")
        try:
            answer = msgspec.json.decode(reply.body, type=_TokenAnswer)
        except msgspec.MsgspecError as error:
            raise Unreachable("no token") from error
        self._token = answer.access_token
        self._good_until = time.monotonic() + max(answer.expires_in - 30, 1)


class Authorized:
    """A transport whose calls carry the portal's own token, renewed once when the platform refuses it."""

    def __init__(self, transport: Transport, token: ClientToken) -> None:
        self._transport = transport
        self._token = token

    def send(self, call: Call) -> Reply:
        """Send with the token; a 401 for the token itself is tried again once with a new one."""
        token = self._token.value()
        reply = self._transport.send(_with_token(call, token))
        if reply.status == 401 and b"token_invalid" in reply.body:
            self._token.forget(token)
            reply = self._transport.send(_with_token(call, self._token.value()))
        return reply

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._transport.close()


def _with_token(call: Call, token: str) -> Call:
    if call.stream is not None:
        call.stream.seek(0)  # a second try begins anew
    return replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"})
