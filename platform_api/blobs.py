"""The store of documents' bytes: files under random names, encrypted in authenticated chunks of 1 MiB."""

import hashlib
import os
import secrets
import struct
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 1024 * 1024
_MAGIC = b"DSPB1"
_PREFIX = 7  # random part of the nonce; then a counter of 4 bytes and 1 byte for the last chunk
_TAG = 16
_DRAFT = ".part"


class BlobMissing(Exception):
    """The bytes are not there."""


class BlobDamaged(Exception):
    """The bytes are there but are not the ones that were stored."""


class BlobStore:
    """A folder of encrypted files; one is written whole and synced before anything refers to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, blob_id: str) -> Path:
        """Where a blob lies."""
        return self._folder / blob_id[-2:] / blob_id

    def put(self, blob_id: str, key: bytes, chunks: Iterable[bytes], *, durable: bool = True) -> None:
        """Encrypt and store; raises OSError when the disk does not take it, and leaves nothing behind."""
        target = self.path(blob_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(_DRAFT)
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                _encrypt(file, key, blob_id, chunks)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            draft.rename(target)
        finally:
            draft.unlink(missing_ok=True)
        if durable:
            _sync_folder(target.parent)

    def get(self, blob_id: str, key: bytes, start: int = 0) -> Iterator[bytes]:
        """Decrypt chunk by chunk, from the byte `start` on; raises BlobMissing or BlobDamaged.

        What was put in other pieces than of CHUNK bytes can only be read from its beginning.
        """
        try:
            file = self.path(blob_id).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(blob_id) from error
        with file:
            found = _decrypt(file, key, blob_id, start // CHUNK)
            yield next(found)[start % CHUNK :]
            yield from found

    def remove(self, blob_id: str) -> None:
        """Delete a blob, or an unfinished draft of one, if it is there."""
        self.path(blob_id.removesuffix(_DRAFT)).with_name(blob_id).unlink(missing_ok=True)

    def older_than(self, age: timedelta) -> Iterator[str]:
        """The names of all blobs and unfinished drafts that were written longer ago, in no order."""
        before = time.time() - age.total_seconds()
        for name in self.stored():
            try:
                written = self.path(name.removesuffix(_DRAFT)).with_name(name).stat().st_mtime
            except FileNotFoundError:
                continue
            if written < before:
                yield name

    def stored(self) -> Iterator[str]:
        """The ids of all blobs, and of unfinished drafts, in no order."""
        for folder in self._folder.glob("*"):
            yield from (path.name for path in folder.iterdir())


def digests(data: bytes) -> tuple[str, str]:
    """SHA-256 and SHA-1 of a document, hexadecimal (MHD's attachment.hash is the SHA-1)."""
    return hashlib.sha256(data).hexdigest(), hashlib.sha1(data, usedforsecurity=False).hexdigest()


def pieces(data: bytes) -> Iterator[bytes]:
    """The data in chunks."""
    for start in range(0, len(data), CHUNK):
        yield data[start : start + CHUNK]


def _encrypt(file: BinaryIO, key: bytes, blob_id: str, chunks: Iterable[bytes]) -> None:
    cipher, prefix = AESGCM(key), secrets.token_bytes(_PREFIX)
    file.write(_MAGIC + prefix)
    pending, counter = None, 0
    for chunk in chunks:
        if pending is not None:
            file.write(cipher.encrypt(_nonce(prefix, counter, last=False), pending, blob_id.encode()))
            counter += 1
        pending = chunk
    file.write(cipher.encrypt(_nonce(prefix, counter, last=True), pending or b"", blob_id.encode()))


def _decrypt(file: BinaryIO, key: bytes, blob_id: str, first: int = 0) -> Iterator[bytes]:
    cipher = AESGCM(key)
    if file.read(len(_MAGIC)) != _MAGIC:
        raise BlobDamaged(blob_id)
    prefix, counter = file.read(_PREFIX), first
    if first:
        file.seek(first * (CHUNK + _TAG), os.SEEK_CUR)
    chunk = file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, counter, last=not following), chunk, blob_id.encode())
        except (InvalidTag, ValueError) as error:
            raise BlobDamaged(blob_id) from error
        if not following:
            return
        chunk, counter = following, counter + 1


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">I?", counter, last)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
