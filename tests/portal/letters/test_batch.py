"""A batch for the printer: whole files, a manifest without names, and one bad letter that stops nothing."""

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from patient_portal.letters import Batch, LetterData, activation_letter, write_batch
from patient_portal.letters.batch import ManifestUnreadable
from tests.portal.letters.people import BASE_URL, CODE, CONTACT, TODAY, Letter
from tests.support.letter import letter_code


def batch_of(letters: Iterable[LetterData], out: Path) -> Batch:
    return write_batch(letters, out, base_url=BASE_URL, today=TODAY, helpdesk=CONTACT)


def rows_of(manifest: Path) -> list[dict[str, str]]:
    with manifest.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MARIE = Letter(letter_id="letter-marie")
PAUL = Letter(letter_id="letter-paul", language="de", name="Paul Weber", code="AAAA-BBBB-CCCC")


def test_each_letter_is_a_file_of_its_own_for_the_owner_alone(tmp_path: Path):
    out = tmp_path / "print" / "today"
    batch = batch_of([MARIE, PAUL], out)
    assert batch.written == ("letter-marie", "letter-paul")
    assert batch.failed == ()
    assert sorted(path.name for path in out.iterdir()) == [
        "letter-marie.pdf",
        "letter-paul.pdf",
        "manifest.csv",
    ]
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}
    assert out.stat().st_mode & 0o777 == 0o700
    assert letter_code(out / "letter-paul.pdf") == "AAAA-BBBB-CCCC"


def test_manifest_counts_and_hashes_but_names_nobody(tmp_path: Path):
    batch = batch_of([MARIE, PAUL], tmp_path)
    content = (tmp_path / "letter-paul.pdf").read_bytes()
    assert batch.manifest == tmp_path / "manifest.csv"
    assert rows_of(batch.manifest)[1] == {
        "letter_id": "letter-paul",
        "file": "letter-paul.pdf",
        "pages": "2",
        "sha256": hashlib.sha256(content).hexdigest(),
        "language": "de",
        "minted_at": "2026-11-03T09:00:00+00:00",
        "valid_until": "2026-12-03",
        "kind": "activation",
    }
    text = batch.manifest.read_text(encoding="utf-8")
    for secret in (CODE, "AAAA", "Weber", "Schroeder", "1983", "Dudelange"):
        assert secret not in text


def test_letters_of_a_batch_are_those_printed_one_by_one(tmp_path: Path):
    letters = [Letter(letter_id=f"l{number}", name=f"Anne {number}") for number in range(12)]
    batch_of(letters, tmp_path)
    for letter in letters:
        alone = activation_letter(letter, BASE_URL, TODAY, CONTACT)
        assert (tmp_path / f"{letter.letter_id}.pdf").read_bytes() == alone


@pytest.mark.parametrize(
    "bad",
    [
        Letter(letter_id="letter-bad", name="Anne 😀"),
        Letter(letter_id="letter-bad", address_lines=("1, rue 漢字",)),
        Letter(letter_id="letter-bad", language="pt"),
    ],
)
def test_one_bad_letter_is_reported_and_stops_nothing(tmp_path: Path, bad: Letter):
    batch = batch_of([MARIE, bad, PAUL], tmp_path)
    assert batch.written == ("letter-marie", "letter-paul")
    assert batch.failed == ("letter-bad",)
    assert not (tmp_path / "letter-bad.pdf").exists()
    assert [row["letter_id"] for row in rows_of(batch.manifest)] == ["letter-marie", "letter-paul"]


@pytest.mark.parametrize("letter_id", ["../escape", "a/b", "", ".hidden", "a" * 65, "a\nb", "-rf"])
def test_letter_whose_id_is_no_file_name_is_refused(tmp_path: Path, letter_id: str):
    out = tmp_path / "out"
    batch = batch_of([Letter(letter_id=letter_id)], out)
    assert batch.failed == (letter_id,)
    assert [path.name for path in out.iterdir()] == ["manifest.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_second_batch_in_one_folder_keeps_the_first_ones_rows(tmp_path: Path):
    batch_of([MARIE], tmp_path)
    batch = batch_of([PAUL, Letter(letter_id="letter-marie", code="DDDD-EEEE-FFFF")], tmp_path)
    assert sorted(batch.written) == ["letter-marie", "letter-paul"]
    assert [row["letter_id"] for row in rows_of(batch.manifest)] == ["letter-marie", "letter-paul"]
    assert letter_code(tmp_path / "letter-marie.pdf") == "DDDD-EEEE-FFFF"


def test_empty_batch_leaves_an_empty_manifest(tmp_path: Path):
    batch = batch_of([], tmp_path)
    assert batch.written == ()
    assert rows_of(batch.manifest) == []


def test_strange_manifest_is_left_alone(tmp_path: Path):
    (tmp_path / "manifest.csv").write_text("somebody,else\n1,2\n", encoding="utf-8")
    with pytest.raises(ManifestUnreadable):
        batch_of([MARIE], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.csv"]


def test_batch_that_cannot_finish_leaves_no_code_behind(tmp_path: Path):
    (tmp_path / "letter-paul.pdf").mkdir()
    with pytest.raises(OSError):
        batch_of([MARIE, PAUL], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter-paul.pdf"]


def test_link_in_the_way_is_replaced_never_followed(tmp_path: Path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("untouched", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter-marie.pdf").symlink_to(elsewhere)
    batch_of([MARIE], out)
    assert elsewhere.read_text(encoding="utf-8") == "untouched"
    assert not (out / "letter-marie.pdf").is_symlink()
