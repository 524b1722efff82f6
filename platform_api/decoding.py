"""Makes the shapes of requests and answers known to the decoder before anybody asks (ADR 36)."""

from collections.abc import Iterator
from threading import Lock

import msgspec

_known: set[type[msgspec.Struct]] = set()
_one_at_a_time = Lock()


def make_ready() -> None:
    """Let msgspec read out every shape that is defined by now, in one thread, before requests run in several.

    It reads out a shape at its first use, and writes half of it where other threads find it while Python code runs
    (annotations, patterns): a second thread then follows an empty pointer and takes the whole process along (seen
    with 0.22). A second call does what came since the first.
    """
    with _one_at_a_time:
        for shape in unknown():
            msgspec.json.Decoder(shape)
            _known.add(shape)


def unknown() -> list[type[msgspec.Struct]]:
    """The shapes that a request would be the first to use."""
    return [shape for shape in _below(msgspec.Struct) if shape not in _known]


def _below(shape: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in shape.__subclasses__():
        yield one
        yield from _below(one)
