"""The bytes of uploads: encrypted as they arrive, looked at in a process of their own, never in a write transaction."""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from platform_api import guard, identification, scanning
from platform_api.blobs import CHUNK
from platform_api.context import Platform, caller, platform
from platform_api.conversion.limits import NotConvertible
from platform_api.conversion.process import Busy, convert
from platform_api.conversion.work import Job, Outcome
from platform_api.documents.deposit import Stored
from platform_api.guard import Access, Subject, own_record, permit
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Reason

P = TypeVar("P")
M = TypeVar("M")


@dataclass(slots=True)
class Kept:
    """The blobs of one request: all of them are removed again unless a row names them in the end."""

    running: Platform
    key: bytes
    names: list[str] = field(default_factory=list)

    def put(self, pieces: Iterable[bytes], largest: int | None = None) -> tuple[str, Stored]:
        """Encrypt and store; returns the blob's name and what is known of it. Raises Refused beyond `largest` bytes."""
        name, measured = str(uuid.uuid4()), _Measured(pieces, largest)
        self.names.append(name)
        self.running.blobs.put(name, self.key, measured)
        return name, measured.found()

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes again, piece by piece."""
        return self.running.blobs.get(name, self.key)

    def forget(self) -> None:
        """Nothing refers to them: they go."""
        for name in self.names:
            self.running.blobs.remove(name)


@contextmanager
def prepared(
    action: Action, plan: Callable[[Access], P], work: Callable[[Kept, P], M], gone: list[str]
) -> Iterator[tuple[Access, M]]:
    """An action that needs bytes: planned while reading, worked on outside any transaction, kept in one of its own.

    Whatever `work` refuses stands in the trail like any refusal. Its blobs go unless the body runs to its end; the
    blobs that the body names in `gone` go after that.
    """
    running = platform()
    refusal: Refused | None = None
    kept: Kept | None = None
    made: M | None = None
    is_done = False
    try:
        if guard.allowed(action, own_record):
            try:
                kept, planned = _planned(running, plan)
                made = work(kept, planned)
            except Refused as refused:
                refusal = refused
        with permit(action, own_record) as access:
            if refusal is not None or made is None:
                raise refusal or Refused(Reason.RECORD_NOT_OPEN)
            yield access, made
        is_done = True
    finally:
        if kept is not None and not is_done:
            kept.forget()
    for name in gone:
        running.blobs.remove(name)


def _planned(running: Platform, plan: Callable[[Access], P]) -> tuple[Kept, P]:
    with running.database.read() as connection:
        principal = identification.identify(connection, caller())
        subject = Subject(principal.patient_id)
        access = Access(connection, running, principal, guard.gather(principal, subject), subject)
        planned = plan(access)
    key = running.record_key(principal.patient_id or "")
    if key is None:
        raise Refused(Reason.RECORD_NOT_OPEN)
    return Kept(running, key), planned


class _Measured:
    """Pieces on their way, counted and digested; cut into equal chunks for the store."""

    def __init__(self, pieces: Iterable[bytes], largest: int | None) -> None:
        self._pieces, self._largest = pieces, largest
        self._size, self._sha256 = 0, hashlib.sha256()
        self._sha1 = hashlib.sha1(usedforsecurity=False)

    def __iter__(self) -> Iterator[bytes]:
        waiting = b""
        for piece in self._pieces:
            self._size += len(piece)
            if self._largest is not None and self._size > self._largest:
                raise Refused(Reason.CONTENT_TOO_LARGE, data={"largest": self._largest})
            self._sha256.update(piece)
            self._sha1.update(piece)
            waiting += piece
            while len(waiting) >= CHUNK:
                yield waiting[:CHUNK]
                waiting = waiting[CHUNK:]
        if waiting:
            yield waiting

    def found(self) -> Stored:
        return Stored(self._size, self._sha256.hexdigest(), self._sha1.hexdigest())


def made_clean(kept: Kept, name: str, size: int, job: Job) -> tuple[Outcome, str, Stored]:
    """The clean part of a stored file, stored too; raises Refused where there is none."""
    scanning.check(kept.running.settings.scanner_url, kept.read(name))
    job.sizes = [size]
    return converted(kept, job, [name])


def converted(kept: Kept, job: Job, names: list[str]) -> tuple[Outcome, str, Stored]:
    """What the conversion makes of stored files; raises Refused."""
    try:
        with convert(job, [partial(kept.read, name) for name in names]) as made:
            blob, stored = kept.put(made.pieces)
    except NotConvertible as refused:
        raise Refused(refused.reason) from None
    except Busy:
        raise Refused(Reason.OVERLOADED, retry_after=20) from None
    return made.outcome, blob, stored


def arriving(stream: object) -> Iterator[bytes]:
    """A request's body in chunks."""
    while piece := stream.read(CHUNK):  # type: ignore[attr-defined]  # werkzeug's limited stream
        yield piece
