"""The outbox folder of a portal without gateways: one file for each message, readable by its owner alone."""

import os
from pathlib import Path


def put(home: Path, channel: str, name: str, content: bytes) -> None:
    """Write a message whole or not at all; raises OSError."""
    folder = home / "outbox" / channel
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.part"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.rename(folder / name)
