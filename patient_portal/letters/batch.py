"""A batch for the printer: one PDF per letter and a manifest, complete on disk before anybody relies on it."""

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple, dataclass, fields
from datetime import date
from itertools import chain
from pathlib import Path

from patient_portal.letters.activation import UNNAMED, activation_letter
from patient_portal.letters.confirmation import PostData, confirmation_letter
from patient_portal.letters.data import LetterData, Sender, UnsafeLetterId, checked_id
from patient_portal.letters.typesetting import NotPrintable, page_count
from patient_portal.settings import HelpContact

MANIFEST = "manifest.csv"
ACTIVATION = "activation"


class ManifestUnreadable(RuntimeError):
    """The folder holds a `manifest.csv` that is not one of ours; nothing has been written."""


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One letter on disk; names and codes stay in its PDF. Every value is text, as in the file."""

    letter_id: str
    file: str
    pages: str
    sha256: str
    language: str
    minted_at: str
    valid_until: str
    kind: str = ACTIVATION


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch: only the letters in `written` may be acknowledged."""

    manifest: Path
    written: tuple[str, ...]
    failed: tuple[str, ...]


def write_batch(
    letters: Iterable[LetterData],
    out: Path,
    *,
    base_url: str,
    today: date,
    helpdesk: HelpContact,
    sender: Sender = UNNAMED,
    workers: int = 2,
    post: Iterable[PostData] = (),
) -> Batch:
    """Write each letter and each confirmation (`post`) as `<letter id>.pdf` into `out`, then the manifest.

    Files are readable by their owner alone and appear whole or not at all; what is listed has reached the disk.
    A letter that cannot be printed is listed in `failed` and stops nothing. Rows of an earlier batch in the same
    folder are kept. Raises ManifestUnreadable, or OSError when the folder cannot be written: the PDFs of this batch
    are then removed again, since no code may lie about that nobody will acknowledge.
    """
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest = out / MANIFEST
    rows = {row.letter_id: row for row in _known_rows(manifest)}
    failed: list[str] = []
    begun: list[Path] = []

    def of_activation(letter: LetterData) -> ManifestRow | str:
        def make() -> bytes:
            return activation_letter(letter, base_url, today, helpdesk, sender)

        return print_one(letter, make, ACTIVATION, letter.valid_until.isoformat())

    def of_post(letter: PostData) -> ManifestRow | str:
        def make() -> bytes:
            return confirmation_letter(letter, base_url, today, helpdesk, sender)

        return print_one(letter, make, letter.kind, letter.values.get("until", ""))

    def print_one(
        letter: LetterData | PostData, make: Callable[[], bytes], kind: str, until: str
    ) -> ManifestRow | str:
        try:
            path = out / f"{checked_id(letter.letter_id)}.pdf"
            pdf = make()
        except (NotPrintable, UnsafeLetterId, KeyError):
            return letter.letter_id
        begun.append(path)
        _write_whole(path, pdf)
        return ManifestRow(
            letter_id=letter.letter_id,
            file=path.name,
            pages=str(page_count(pdf)),
            sha256=hashlib.sha256(pdf).hexdigest(),
            language=letter.language,
            minted_at=letter.minted_at.isoformat(timespec="seconds"),
            valid_until=until,
            kind=kind,
        )

    written: list[str] = []
    try:
        with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="letters") as pool:
            for result in chain(pool.map(of_activation, letters), pool.map(of_post, post)):
                if isinstance(result, str):
                    failed.append(result)
                else:
                    rows[result.letter_id] = result
                    written.append(result.letter_id)
        _write_whole(manifest, _as_csv(rows.values()))
        _settle(out)
    except BaseException:
        for path in begun:
            with suppress(OSError):  # one that will not go must not save the others
                path.unlink(missing_ok=True)
        raise
    return Batch(manifest, tuple(written), tuple(failed))


def discard(out: Path, letter_ids: Iterable[str]) -> None:
    """Take letters out of a folder again: another run printed them since, so their codes are dead."""
    gone = set(letter_ids)
    for letter_id in gone:
        (out / f"{checked_id(letter_id)}.pdf").unlink(missing_ok=True)
    rows = [row for row in _known_rows(out / MANIFEST) if row.letter_id not in gone]
    _write_whole(out / MANIFEST, _as_csv(rows))
    _settle(out)


def _known_rows(manifest: Path) -> list[ManifestRow]:
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    columns = [field.name for field in fields(ManifestRow)]
    of_old = columns[:-1]  # before there were kinds
    if not lines or lines[0] not in (columns, of_old) or any(len(line) != len(lines[0]) for line in lines):
        raise ManifestUnreadable(f"{manifest} is not a manifest of letters")
    return [ManifestRow(*line) for line in lines[1:]]


def _as_csv(rows: Iterable[ManifestRow]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(field.name for field in fields(ManifestRow))
    table.writerows(astuple(row) for row in rows)
    return text.getvalue().encode()


def _write_whole(path: Path, content: bytes) -> None:
    """The file under its name is either the old one or the whole new one, also after a power cut."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Make the renames themselves durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
