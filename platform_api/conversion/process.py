"""Runs the conversion in a process of its own, a few at a time, and streams what comes out."""

import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

import msgspec

from platform_api.conversion.limits import LARGEST_RESULT, NotConvertible
from platform_api.conversion.work import Job, Outcome
from platform_api.vocabulary import Reason

SECONDS = 60.0
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT = 30.0  # seconds that a conversion may wait for its turn
_PIECE = 1024 * 1024


class Busy(Exception):
    """Too many conversions are under way."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What the process answered: the outcome, and the bytes as they come."""

    outcome: Outcome
    pieces: Iterator[bytes]


@contextmanager
def convert(job: Job, files: Iterable[Callable[[], Iterable[bytes]]]) -> Iterator[Converted]:
    """The answer to a job; each of `files` gives its bytes piece by piece. Raises NotConvertible or Busy.

    A process that dies, lingers or answers without measure is a file that asks too much.
    """
    if not _AT_ONCE.acquire(timeout=_WAIT):
        raise Busy
    try:
        command = [sys.executable, "-I", "-m", "platform_api.conversion"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/"
        ) as process:
            late = threading.Timer(SECONDS, process.kill)
            late.start()
            try:
                yield _answer(process, job, files)
            finally:
                late.cancel()
                process.kill()
    finally:
        _AT_ONCE.release()


def _answer(
    process: "subprocess.Popen[bytes]", job: Job, files: Iterable[Callable[[], Iterable[bytes]]]
) -> Converted:
    if process.stdin is None or process.stdout is None:
        raise Busy
    failed: list[BaseException] = []
    feeder = threading.Thread(target=_feed, args=(process.stdin, job, files, failed), daemon=True)
    feeder.start()
    head = process.stdout.read(4)
    if len(head) < 4:
        feeder.join(SECONDS)
        if failed:
            raise failed[0]
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
    answer = process.stdout.read(struct.unpack(">I", head)[0])
    outcome = msgspec.json.decode(answer, type=Outcome)
    if outcome.refused:
        raise NotConvertible(Reason(outcome.refused))
    return Converted(outcome, _pieces(process, process.stdout))


def _feed(
    stdin: IO[bytes],
    job: Job,
    files: Iterable[Callable[[], Iterable[bytes]]],
    failed: list[BaseException],
) -> None:
    head = msgspec.json.encode(job)
    try:
        with suppress(BrokenPipeError), stdin:
            stdin.write(struct.pack(">I", len(head)) + head)
            for pieces in files:
                for piece in pieces():
                    stdin.write(piece)
    except Exception as error:  # noqa: BLE001 - told by the thread that waits for the answer
        failed.append(error)


def _pieces(process: "subprocess.Popen[bytes]", stdout: IO[bytes]) -> Iterator[bytes]:
    size = 0
    while piece := stdout.read(_PIECE):
        size += len(piece)
        if size > LARGEST_RESULT:
            raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
        yield piece
    if process.wait(SECONDS) != 0:
        raise NotConvertible(Reason.UPLOAD_TOO_COMPLEX)
