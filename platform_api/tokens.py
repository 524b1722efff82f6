"""Access tokens: making and checking them (JWT profile, RFC 9068), and the hashes of opaque references."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from platform_api import clock

ALGORITHM = "ES256"
LIFETIME = timedelta(minutes=5)
_SEEN_LIMIT = 4096


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a checked access token says."""

    client_id: str
    scopes: frozenset[str]
    expires_at: float
    token_id: str


class AccessTokens:
    """Issues and checks this platform's access tokens.

    A checked signature is remembered until the token expires; whether the software may still act is asked
    of the database on every request, so that withdrawing it works at once.
    """

    def __init__(self, key: ECKey, issuer: str) -> None:
        self._key = key
        self._issuer = issuer
        self._checked: dict[bytes, TokenClaims] = {}

    def issue(self, client_id: str, scopes: frozenset[str]) -> tuple[str, int]:
        """A signed token and its life in seconds."""
        moment = int(clock.now().timestamp())
        seconds = int(LIFETIME.total_seconds())
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": client_id,
            "client_id": client_id,
            "scope": " ".join(sorted(scopes)),
            "iat": moment,
            "exp": moment + seconds,
            "jti": secrets.token_urlsafe(16),
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM]), seconds

    def public_key(self) -> ECKey:
        """The key that others check our tokens with."""
        return ECKey.import_key(self._key.as_dict(private=False))

    def check(self, token: str) -> TokenClaims | None:
        """The token's claims, or None when it is not ours, damaged or expired."""
        moment = clock.now().timestamp()
        name = hashlib.sha256(token.encode()).digest()
        claims = self._checked.get(name)
        if claims is None:
            claims = self._decode(token)
            if claims is None:
                return None
            if len(self._checked) >= _SEEN_LIMIT:
                self._checked.clear()
            self._checked[name] = claims
        return claims if claims.expires_at > moment else None

    def _decode(self, token: str) -> TokenClaims | None:
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
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
        )


def new_reference() -> tuple[str, str]:
    """A fresh opaque reference of 256 bits, and the hash under which alone it is kept."""
    reference = secrets.token_urlsafe(32)
    return reference, hash_of(reference)


def hash_of(reference: str) -> str:
    """The hash under which a reference is kept (it has 256 random bits: no slow hash is needed)."""
    return hashlib.sha256(reference.encode()).hexdigest()
