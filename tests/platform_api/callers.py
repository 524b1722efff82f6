"""Who calls the platform in its tests: the portal, its worker, software, anyone; and the houses they belong to."""

import json
import secrets
from datetime import date
from typing import Any

from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import insert, select

from platform_api import clock
from platform_api.context import Platform
from platform_api.models import (
    Organisation,
    Professional,
    Software,
)
from tests.platform_api.calls import Answer, Api, b64

WRITE = "system/DocumentReference.write"
HOSPITAL, LABORATORY = "1000310014", "1000420017"
DOCTOR = "2999000017"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Callers:
    """A platform and everybody who may call it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.running: Platform = app.extensions["dsp-platform"]
        self.settings = self.running.settings
        self._people = 0

    @property
    def people_made(self) -> int:
        """How many people were made so far: each has a matricule of their own."""
        return self._people

    def forget_people_after(self, count: int) -> None:
        """The rows of later ones were taken back: their matricules are free again."""
        self._people = count

    # who calls

    def token(self, client_id: str, *scopes: str) -> str:
        """An access token, issued by the platform's own key."""
        return self.running.tokens.issue(client_id, frozenset(scopes))[0]

    def portal(self, session: str | None = None, **options: Any) -> Api:
        """The portal, for a visitor or for the person of a session."""
        return Api(self.app, lambda: self.token("dsp-portal", "portal"), session, **options)

    def worker(self) -> Api:
        """The portal's job worker."""
        return Api(self.app, lambda: self.token("dsp-portal", "worker"))

    def anyone(self) -> Api:
        """Somebody without any token."""
        return Api(self.app, None)

    def software(
        self, client_id: str = "hospital-1", *, state: str = "conformant", scopes: Any = (WRITE,)
    ) -> Api:
        """A registered software version with its token."""
        self.register(client_id, state=state, scopes=scopes)
        return Api(self.app, lambda: self.token(client_id, *scopes))

    def register(self, client_id: str, *, state: str = "conformant", scopes: Any = (WRITE,)) -> ECKey:
        """Register a software version of the hospital; returns its private key."""
        self._directory()
        key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
        row = {
            "client_id": client_id,
            "name": "Spidolia",
            "version": "1",
            "vendor": "Ostara",
            "organisation_id": HOSPITAL,
            "state": state,
            "scopes": list(scopes),
            "public_key": key.as_dict(private=False),
            "approved_on": date(2024, 1, 1),
        }
        with self.running.database.write() as connection:
            connection.execute(insert(Software), row)
        return key

    def ask_token(
        self, client_id: str, key: Any, *, alg: str = "ES256", scope: str = WRITE, **claims: Any
    ) -> Answer:
        """The token endpoint's answer to an assertion; claims given as None are left out."""
        return self.ask_token_with(self.assertion(client_id, key, alg=alg, **claims), scope)

    def assertion(self, client_id: str, key: Any, *, alg: str = "ES256", **claims: Any) -> str:
        """What a software signs to say who it is."""
        moment = int(clock.now().timestamp())
        whole = {
            "iss": client_id,
            "sub": client_id,
            "aud": f"{self.settings.base_url}/oauth/token",
            "iat": moment,
            "exp": moment + 60,
            "jti": secrets.token_urlsafe(8),
            **claims,
        }
        given = {name: value for name, value in whole.items() if value is not None}
        if alg == "none":
            parts = ({"alg": "none"}, given)
            return ".".join(b64(json.dumps(part)) for part in parts) + "."
        return jwt.encode({"alg": alg}, given, key, algorithms=[alg])

    def ask_about(self, path: str, token: str, client_id: str, key: Any) -> Answer:
        """The answer of `/oauth/introspect` or `/oauth/revoke` to this software."""
        form = {
            "token": token,
            "client_assertion_type": _ASSERTION,
            "client_assertion": self.assertion(client_id, key),
        }
        return self.anyone().post(f"/oauth/{path}", form=form)

    def ask_token_with(self, assertion: str, scope: str = WRITE) -> Answer:
        """The token endpoint's answer to this very assertion."""
        form = {
            "grant_type": "client_credentials",
            "scope": scope,
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion,
        }
        return self.anyone().post("/oauth/token", form=form)

    def _directory(self) -> None:
        with self.running.database.write() as connection:
            if connection.execute(select(Organisation.id)).first() is not None:
                return
            for identifier, name in ((HOSPITAL, "Centre hospitalier Pétrusse"), (LABORATORY, "Labo Sûre")):
                row = {"id": identifier, "name": name, "kind": "hospital", "address_lines": []}
                connection.execute(insert(Organisation), row | {"postal_code": "1111", "city": "Luxembourg"})
            connection.execute(
                insert(Professional),
                {
                    "id": DOCTOR,
                    "family": "Muller",
                    "given": "Hélène",
                    "prefix": "Dr",
                    "category": "physician",
                    "specialty": None,
                    "organisation_id": HOSPITAL,
                },
            )
