"""Key files: the key in use on top, those that it replaced below it; read anew as soon as a file changes.

So a key is changed while everything runs: whoever holds the file open in memory sees at its next use that another one
lies there. A line `# replaced <moment>` stands above each former key.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

K = TypeVar("K")
_REPLACED = "# replaced "


@dataclass(frozen=True, slots=True)
class Former(Generic[K]):
    """A key that only opens or checks what it once closed or signed, and when it was replaced."""

    key: K
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class _Known(Generic[K]):
    stamp: tuple[int, int, int]
    current: K
    former: tuple[Former[K], ...]


class KeyFile(Generic[K]):
    """The keys in one file, as it lies there now."""

    def __init__(self, path: Path, read: Callable[[str], K]) -> None:
        """`read` makes a key of its text; raises OSError when there is no file, ValueError for what is no key."""
        self._path = path
        self._read = read
        self._known = self._load()

    @property
    def current(self) -> K:
        """The key in use."""
        return self._now().current

    @property
    def former(self) -> tuple[Former[K], ...]:
        """Those before it, the latest first."""
        return self._now().former

    @property
    def all(self) -> tuple[K, ...]:
        """The key in use, then those before it."""
        known = self._now()
        return (known.current, *(one.key for one in known.former))

    def _now(self) -> _Known[K]:
        known = self._known
        try:
            if _stamp(self._path) != known.stamp:
                known = self._known = self._load()
        except OSError:
            return known  # the file is out of reach: what was read of it still counts
        return known

    def _load(self) -> _Known[K]:
        stamp, text = _stamp(self._path), self._path.read_text()
        first, *others = _parts(text)
        former = tuple(Former(self._read(part), moment) for moment, part in others if moment)
        return _Known(stamp, self._read(first[1]), former)


def put_on_top(path: Path, new: str, moment: datetime, keep: Callable[[str], str] = str) -> None:
    """Put a new key into use; `keep` makes of the former key's text what stays of it. At once or not at all."""
    with _alone(path):
        (_, in_use), *others = _parts(path.read_text())
        _write(path, _text(new, [(moment, keep(in_use)), *others]))


def drop_former(path: Path) -> int:
    """Take the former keys out; returns how many there were."""
    with _alone(path):
        (_, in_use), *others = _parts(path.read_text())
        _write(path, _text(in_use, []))
    return len(others)


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _parts(text: str) -> list[tuple[datetime | None, str]]:
    parts: list[tuple[datetime | None, list[str]]] = [(None, [])]
    for line in text.splitlines():
        if line.startswith(_REPLACED):
            parts.append((datetime.fromisoformat(line.removeprefix(_REPLACED).strip()), []))
        else:
            parts[-1][1].append(line)
    return [(moment, "\n".join(lines).strip()) for moment, lines in parts]


def _text(in_use: str, others: list[tuple[datetime | None, str]]) -> str:
    former = (f"{_REPLACED}{moment.isoformat()}\n{part.strip()}\n" for moment, part in others if moment)
    return in_use.strip() + "\n" + "".join(former)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else changes a key file of this folder meanwhile."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
