"""The platform's own keys: files of mode 0600 outside the database, and what is sealed or indexed with them.

`master`, `letters`, `checkpoint` and `tokens` can be replaced while the platform serves (ADR 32).
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from joserfc.jwk import ECKey

from platform_api import key_files, letter_codes, seal_certificates
from platform_api.key_files import KeyFile
from platform_api.settings import Settings, UnsafeSettings

_RAW = ("master", "index", "letters", "checkpoint")
_PAIRS = ("tokens", "portal", "seal")
_NONCE = 12
REPLACEABLE = ("master", "letters", "checkpoint", "tokens")


class Tampered(Exception):
    """Something sealed does not open: the row, the key or the place it belongs to is not the original."""


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of one platform; files whose key can be replaced are read anew when they change."""

    master: KeyFile[bytes]
    index: bytes
    letters: KeyFile[bytes]
    checkpoint: KeyFile[bytes]
    tokens: KeyFile[ECKey]
    """Of former ones the public half."""
    seal_key: bytes
    """PEM of the private key that signs PDFs."""
    seal_certificates: bytes
    """PEM of what others check those signatures with; the first belongs to the key."""

    def seal(self, text: str, belongs_to: str) -> bytes:
        """Encrypt a short text with the master key, bound to the row it belongs to."""
        return seal(self.master.current, text.encode(), belongs_to)

    def open(self, sealed: bytes, belongs_to: str) -> str:
        """Decrypt what `seal` made, with this master key or one before it; raises Tampered."""
        *others, last = self.master.all
        for key in others:
            try:
                return open_sealed(key, sealed, belongs_to).decode()
            except Tampered:
                continue
        return open_sealed(last, sealed, belongs_to).decode()

    def sealed_anew(self, sealed: bytes, belongs_to: str) -> bytes | None:
        """The same under the master key in use; None where it is so already. Raises Tampered."""
        try:
            open_sealed(self.master.current, sealed, belongs_to)
        except Tampered:
            return self.seal(self.open(sealed, belongs_to), belongs_to)
        return None

    def find_by(self, kind: str, value: str) -> str:
        """The keyed index under which a private value can be found again but not read."""
        return hmac.new(self.index, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def letter_fingerprint(self, code: str) -> str:
        """Under what the code of a new letter is kept."""
        return letter_codes.fingerprint(self.letters.current, code)

    def letter_fingerprints(self, code: str) -> list[str]:
        """Under what the code of a letter may be kept: with the key in use, and with those before it."""
        return [letter_codes.fingerprint(key, code) for key in self.letters.all]

    def new_record_key(self) -> bytes:
        """A fresh record key, wrapped with the master key (RFC 3394)."""
        return aes_key_wrap(self.master.current, secrets.token_bytes(32))

    def unwrap(self, wrapped: bytes) -> bytes:
        """The record key inside its wrapping, by this master key or one before it; raises InvalidUnwrap."""
        *others, last = self.master.all
        for key in others:
            try:
                return aes_key_unwrap(key, wrapped)
            except InvalidUnwrap:
                continue
        return aes_key_unwrap(last, wrapped)

    def wrapped_anew(self, wrapped: bytes) -> bytes | None:
        """The same record key under the master key in use; None where it is so already. Raises InvalidUnwrap."""
        try:
            aes_key_unwrap(self.master.current, wrapped)
        except InvalidUnwrap:
            return aes_key_wrap(self.master.current, self.unwrap(wrapped))
        return None


def seal(key: bytes, data: bytes, belongs_to: str) -> bytes:
    """AES-256-GCM with a random nonce in front; `belongs_to` is authenticated with it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, belongs_to.encode())


def opener(key: bytes) -> Callable[[bytes, str], str]:
    """A function that decrypts texts sealed with one key, many of them in a row; it raises Tampered."""
    cipher = AESGCM(key)

    def open_text(sealed: bytes, belongs_to: str) -> str:
        try:
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to.encode()).decode()
        except InvalidTag as error:
            raise Tampered(belongs_to.split(":")[0]) from error

    return open_text


def open_sealed(key: bytes, sealed: bytes, belongs_to: str) -> bytes:
    """Decrypt what `seal` made; raises Tampered."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], belongs_to.encode())
    except InvalidTag as error:
        raise Tampered(belongs_to.split(":")[0]) from error


def load_keys(settings: Settings) -> Keys:
    """Read the key files; raises UnsafeSettings naming the missing ones in production."""
    paths = [_path(settings, name) for name in (*_RAW, *_PAIRS)] + [_certificates(settings)]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        if settings.production:
            raise UnsafeSettings("missing key files: " + ", ".join(f"keys/{name}" for name in missing))
        create_missing_keys(settings)
    raw = {name: KeyFile(_path(settings, name), bytes.fromhex) for name in _RAW}
    seal_key, certificates = _path(settings, "seal").read_bytes(), _certificates(settings).read_bytes()
    if not seal_certificates.belong(certificates, seal_key):
        raise UnsafeSettings("the first certificate in keys/seal.pem is not that of keys/seal.key")
    return Keys(
        master=raw["master"],
        index=raw["index"].current,
        letters=raw["letters"],
        checkpoint=raw["checkpoint"],
        tokens=KeyFile(_path(settings, "tokens"), _token_key),
        seal_key=seal_key,
        seal_certificates=certificates,
    )


def replace(settings: Settings, name: str, moment: datetime) -> None:
    """Put a new key into use under this name, one of REPLACEABLE; the one before stays below it."""
    if name == "tokens":
        key_files.put_on_top(_path(settings, name), _new_pair(), moment, _public_half)
    else:
        key_files.put_on_top(_path(settings, name), secrets.token_bytes(32).hex(), moment)


def forget_former(settings: Settings, name: str) -> int:
    """Let go of the former keys under this name; returns how many there were."""
    return key_files.drop_former(_path(settings, name))


def portal_key(settings: Settings) -> str:
    """The portal's private key in PEM: it signs in to the platform like any other software."""
    return _path(settings, "portal").read_text()


def create_missing_keys(settings: Settings) -> list[str]:
    """Create every key file that is not there yet, and the seal's certificate; returns their names.

    Two processes may race: one wins.
    """
    settings.keys.mkdir(parents=True, exist_ok=True)
    settings.keys.chmod(0o700)
    created = []
    for name in _RAW:
        created += _write_once(_path(settings, name), secrets.token_bytes(32).hex())
    for name in _PAIRS:
        created += _write_once(_path(settings, name), _new_pair())
    if not _certificates(settings).exists():
        made = seal_certificates.self_signed(_path(settings, "seal").read_bytes(), settings.base_url)
        created += _write_once(_certificates(settings), made.decode())
    return created


def _token_key(text: str) -> ECKey:
    key = ECKey.import_key(text)
    key.ensure_kid()
    return key


def _new_pair() -> str:
    jwk = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
    return jwk.as_pem(private=True).decode()


def _public_half(pem: str) -> str:
    return ECKey.import_key(pem).as_pem(private=False).decode()


def _path(settings: Settings, name: str) -> Path:
    return settings.keys / f"{name}.key"


def _certificates(settings: Settings) -> Path:
    return settings.keys / "seal.pem"


def _write_once(path: Path, text: str) -> list[str]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return []
    finally:
        draft.unlink()
    return [path.name]
