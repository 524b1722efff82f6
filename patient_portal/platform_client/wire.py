"""What travels between portal and platform, whichever way it goes: one call, one reply, one way to fail."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol


class Unreachable(Exception):
    """No usable answer came back: refused, too slow, cut off or broken."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the platform; `path` is unquoted, `query` is already encoded."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_type: str = ""
    timeout: float | None = None
    stream: IO[bytes] | None = None
    """Instead of `body`: what is read once while it is sent, `length` bytes of it."""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Both ways to the platform look like this; `send` raises Unreachable and nothing else."""

    def send(self, call: Call) -> Reply: ...

    def close(self) -> None: ...
