"""Calls to the platform's API as somebody, and what comes back."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyotp
from flask import Flask

from platform_api import clock
from platform_api.blobs import digests


@dataclass
class Answer:
    """An answer of the platform."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.data)

    @property
    def reason(self) -> str:
        """The code of the refusal, of either kind of answer; empty when there is none."""
        if self.status < 400 or not self.data:
            return ""
        body = self.json
        if "issue" in body:
            return str(body["issue"][0]["details"]["coding"][0]["code"])
        return str(body.get("code") or body.get("error"))

    @property
    def told(self) -> tuple[int, bytes]:
        """All that a caller learns: status and body."""
        return self.status, self.data


@dataclass
class Api:
    """Calls to the platform with a fresh token each, one session and one visitor's address."""

    app: Flask
    token: Callable[[], str] | None
    session: str | None = None
    address: str = "192.0.2.7"
    language: str = "fr"

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        """One request; `body` is sent as JSON, `form=` as a form."""
        headers = {
            "Accept-Language": self.language,
            "DSP-Visitor-Address": self.address,
            "DSP-Device": "Firefox",
        }
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token()}"
        if self.session is not None:
            headers["DSP-Session"] = self.session
        headers |= options.pop("headers", {})
        if "form" in options:
            options["data"] = options.pop("form")
        elif body is not None:
            options.setdefault("data", json.dumps(body))
            options.setdefault("content_type", "application/json")
        reply = self.app.test_client().open(path, method=method, headers=headers, **options)
        answer = Answer(reply.status_code, {k.lower(): v for k, v in reply.headers}, reply.get_data())
        reply.close()
        return answer

    def get(self, path: str, **options: Any) -> Answer:
        """GET."""
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        """POST."""
        return self.call("POST", path, body, **options)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.call("DELETE", path)

    def prove_again(self, **factor: str) -> Answer:
        """A fresh second factor; from then on this speaks under the new reference, as a browser does."""
        answer = self.post("/dsp/v1/session/proof", factor)
        if answer.status == 200:
            self.session = answer.json["session"]
        return answer

    def search(self, **form: Any) -> Answer:
        """DocumentReference/_search."""
        return self.post("/fhir/DocumentReference/_search", form=form)


def code_of(secret: str, steps: int = 0) -> str:
    """An app's code, `steps` of 30 seconds from now."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


def sha1(content: bytes) -> str:
    """The hash as FHIR's attachments carry it."""
    return base64.b64encode(bytes.fromhex(digests(content)[1])).decode()


def b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def utc(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # the parts are those of datetime
