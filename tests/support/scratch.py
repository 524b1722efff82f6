"""Where the tests write: in memory, if there is room, for each of them waits often for what it wrote to be safe."""

import os
import shutil
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
NEEDED = 4 << 30
"""Bytes; a run of two workers takes less than half of them."""


def choose() -> None:
    """Let this process and all that it starts write in memory, unless TMPDIR says where, or there is little of it."""
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None  # what was found out before counts no more


def _has_room() -> bool:
    try:
        free = {
            name: int(rest.split()[0]) << 10
            for name, _colon, rest in (
                line.partition(":") for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
            )
        }
        return (
            os.access(IN_MEMORY, os.W_OK)
            and min(free["MemAvailable"], shutil.disk_usage(IN_MEMORY).free) > NEEDED
        )
    except (OSError, KeyError):
        return False
