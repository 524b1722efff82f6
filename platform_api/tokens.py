"""Access tokens: making and checking them (JWT profile, RFC 9068), and the hashes of opaque references."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from platform_api import clock
from platform_api.key_files import KeyFile
from platform_api.vocabulary import PURPOSE_SYSTEM

ALGORITHM = "ES256"
LIFETIME = timedelta(minutes=5)
_LATE = timedelta(minutes=1)
"""How much later than a key was replaced a request may end that still held it."""
_SEEN_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom a software acts: a professional, why, for which patient, and whether an emergency was reasoned."""

    professional_id: str
    purpose: str
    patient_id: str | None
    has_emergency_reason: bool


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a checked access token says."""

    client_id: str
    scopes: frozenset[str]
    expires_at: float
    token_id: str
    behalf: Behalf | None = None


class AccessTokens:
    """Issues and checks this platform's access tokens.

    A checked signature is remembered until the token expires; whether the software may still act is asked
    of the database on every request, so that withdrawing it works at once.
    """

    def __init__(self, keys: KeyFile[ECKey], issuer: str) -> None:
        """With each new key what was checked with the former ones is checked again."""
        self._keys = keys
        self._issuer = issuer
        self._checked: tuple[ECKey, dict[bytes, TokenClaims]] = (keys.current, {})

    def issue(self, client_id: str, scopes: frozenset[str], behalf: Behalf | None = None) -> tuple[str, int]:
        """A signed token and its life in seconds; with `behalf` its subject is the professional (RFC 8693 `act`)."""
        moment = int(clock.now().timestamp())
        seconds = int(LIFETIME.total_seconds())
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": client_id,
            "client_id": client_id,
            "scope": " ".join(sorted(scopes)),
            "iat": moment,
            "exp": moment + seconds,
            "jti": secrets.token_urlsafe(16),
        }
        if behalf is not None:
            claims |= _behalf_claims(client_id, behalf)
        return self._signed(claims, "at+jwt"), seconds

    def sign(self, claims: dict[str, Any], kind: str) -> str:
        """A statement of ours as a compact JWS whose `typ` tells what it is; anybody can check it (`/oauth/jwks`)."""
        return self._signed({"iss": self._issuer, **claims}, kind)

    def read_signed(self, text: str, kind: str) -> dict[str, Any] | None:
        """What such a statement says, or None when it is not ours, damaged or of another kind."""
        try:
            decoded = jwt.decode(text, KeySet([*self._keys.all]), algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return None
        right = decoded.header.get("typ") == kind and decoded.claims.get("iss") == self._issuer
        return dict(decoded.claims) if right else None

    def public_keys(self) -> list[ECKey]:
        """The keys that others check our tokens and statements with: the one in use, then those before it."""
        return [ECKey.import_key(key.as_dict(private=False)) for key in self._keys.all]

    def check(self, token: str) -> TokenClaims | None:
        """The token's claims, or None when it is not ours, damaged or expired."""
        moment = clock.now().timestamp()
        name = hashlib.sha256(token.encode()).digest()
        key, checked = self._checked
        if key is not self._keys.current:
            self._checked = (self._keys.current, checked := {})
        claims = checked.get(name)
        if claims is None:
            claims = self._decode(token)
            if claims is None:
                return None
            if len(checked) >= _SEEN_LIMIT:
                checked.clear()
            checked[name] = claims
        return claims if claims.expires_at > moment else None

    def said_of(self, claims: TokenClaims) -> dict[str, Any]:
        """What a checked token says, as it stands in it: for the software that it was issued to (RFC 7662)."""
        told: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": claims.client_id,
            "client_id": claims.client_id,
            "scope": " ".join(sorted(claims.scopes)),
            "exp": int(claims.expires_at),
            "jti": claims.token_id,
            "token_type": "Bearer",
        }
        return told if claims.behalf is None else told | _behalf_claims(claims.client_id, claims.behalf)

    def _signed(self, claims: dict[str, Any], kind: str) -> str:
        key = self._keys.current
        header = {"alg": ALGORITHM, "typ": kind, "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])

    def _keys_of_tokens(self) -> list[ECKey]:
        """A former key signed no token that is still good a little longer than one lives."""
        oldest = clock.now() - LIFETIME - _LATE
        return [self._keys.current, *(one.key for one in self._keys.former if one.replaced_at > oldest)]

    def _decode(self, token: str) -> TokenClaims | None:
        try:
            decoded = jwt.decode(token, KeySet([*self._keys_of_tokens()]), algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return None
        claims = decoded.claims
        right = claims.get("iss") == self._issuer and claims.get("aud") == self._issuer
        if not right or decoded.header.get("typ") != "at+jwt" or not isinstance(claims.get("exp"), int):
            return None
        return TokenClaims(
            client_id=str(claims["client_id"]),
            scopes=frozenset(str(claims.get("scope", "")).split()),
            expires_at=float(claims["exp"]),
            token_id=str(claims.get("jti", "")),
            behalf=_behalf(claims),
        )


def _behalf_claims(client_id: str, behalf: Behalf) -> dict[str, Any]:
    """The IUA extension (Revision 2.4): who, why, for whom."""
    return {
        "sub": behalf.professional_id,
        "act": {"sub": client_id},
        "extensions": {
            "ihe_iua": {
                "purpose_of_use": [{"system": PURPOSE_SYSTEM, "code": behalf.purpose}],
                "national_provider_identifier": behalf.professional_id,
                "person_id": behalf.patient_id,
            },
            "dsp": {"emergency_reasoned": behalf.has_emergency_reason},
        },
    }


def _behalf(claims: dict[str, Any]) -> Behalf | None:
    extensions = claims.get("extensions")
    if "act" not in claims or not isinstance(extensions, dict):
        return None
    iua = extensions.get("ihe_iua", {})
    return Behalf(
        professional_id=str(claims["sub"]),
        purpose=str(iua["purpose_of_use"][0]["code"]),
        patient_id=iua.get("person_id"),
        has_emergency_reason=extensions.get("dsp", {}).get("emergency_reasoned") is True,
    )


def new_reference() -> tuple[str, str]:
    """A fresh opaque reference of 256 bits, and the hash under which alone it is kept."""
    reference = secrets.token_urlsafe(32)
    return reference, hash_of(reference)


def hash_of(reference: str) -> str:
    """The hash under which a reference is kept (it has 256 random bits: no slow hash is needed)."""
    return hashlib.sha256(reference.encode()).hexdigest()
