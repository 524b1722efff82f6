"""An operator's day with `dsp`: tampering found, copies made and brought back, nothing unsafe started."""

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from patient_portal.cli import main
from tests.support.letter import letter_code
from tests.support.population import Demo

Dsp = Callable[..., Result]


@pytest.fixture
def dsp(monkeypatch: pytest.MonkeyPatch) -> Dsp:
    """`dsp(home, "audit", "verify")` in this process."""

    def run(home: Path, *arguments: str, **settings: str) -> Result:
        monkeypatch.setenv("DSP_HOME", str(home))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(main, list(arguments))
        for name in settings:
            monkeypatch.delenv(name)
        return result

    return run


def _tamper(home: Path) -> str:
    database = sqlite3.connect(home / "platform.sqlite3")
    with database:
        for change in ("update", "delete"):
            database.execute(f"DROP TRIGGER audit_entries_no_{change}")
        chain = database.execute(
            "SELECT chain FROM audit_entries WHERE number = 3 ORDER BY chain LIMIT 1"
        ).fetchone()[0]
        database.execute("UPDATE audit_entries SET object_id = 'x' WHERE chain = ? AND number = 3", (chain,))
    database.close()
    return str(chain)


def test_a_changed_entry_is_named_and_the_command_fails(demo: Demo, dsp: Dsp):
    assert dsp(demo.home, "audit", "verify").exit_code == 0
    chain = _tamper(demo.home)
    answer = dsp(demo.home, "audit", "verify")
    assert answer.exit_code == 1
    assert f"chain {chain}, entry 3" in answer.stderr


def test_a_copy_is_restored_elsewhere_and_verified(demo: Demo, dsp: Dsp, tmp_path: Path):
    assert dsp(demo.home, "backup", str(tmp_path / "copy")).exit_code == 0
    elsewhere = tmp_path / "elsewhere"
    restored = dsp(elsewhere, "restore", str(tmp_path / "copy"))
    assert restored.exit_code == 0, restored.output
    assert dsp(elsewhere, "audit", "verify").exit_code == 0
    tables = {}
    for home in (demo.home, elsewhere):
        database = sqlite3.connect(home / "platform.sqlite3")
        tables[home] = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("patients", "documents", "accounts", "letters", "audit_entries")
        ]
        database.close()
    assert tables[demo.home] == tables[elsewhere]
    blobs = [
        sum(1 for path in (home / "blobs").rglob("*") if path.is_file()) for home in (demo.home, elsewhere)
    ]
    assert blobs[0] == blobs[1] > 0


@pytest.mark.parametrize("torn", ["cut short", "a document gone", "no manifest", "a key changed"])
def test_a_torn_copy_is_refused_and_nothing_goes_live(demo: Demo, dsp: Dsp, tmp_path: Path, torn: str):
    copy = tmp_path / "copy"
    dsp(demo.home, "backup", str(copy))
    document = next(path for path in (copy / "blobs").rglob("*") if path.is_file())
    if torn == "cut short":
        database = copy / "platform.sqlite3"
        database.write_bytes(database.read_bytes()[:-4096])
    elif torn == "a document gone":
        document.unlink()
    elif torn == "no manifest":
        (copy / "manifest.json").unlink()
    else:
        (copy / "keys" / "master.key").write_text("0" * 64)
    elsewhere = tmp_path / "elsewhere"
    answer = dsp(elsewhere, "restore", str(copy))
    assert answer.exit_code == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert not elsewhere.exists() or not any(elsewhere.iterdir())


def test_a_home_that_is_in_use_is_never_overwritten(demo: Demo, dsp: Dsp, tmp_path: Path):
    dsp(demo.home, "backup", str(tmp_path / "copy"))
    assert dsp(demo.home, "restore", str(tmp_path / "copy")).exit_code == 1
    assert dsp(demo.home, "backup", str(tmp_path / "copy")).exit_code == 1


def test_letters_are_printed_with_a_manifest(demo: Demo, dsp: Dsp, tmp_path: Path):
    one = demo.patient(state="activated")
    dsp(demo.home, "letters", "issue", one.patient_id, "--language", "lb")
    assert dsp(demo.home, "letters", "print", "--out", str(tmp_path / "out")).exit_code == 0
    with (tmp_path / "out" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pdfs = list((tmp_path / "out").glob("*.pdf"))
    assert len(rows) == len(pdfs) == 1
    code = letter_code(pdfs[0])
    everything = str(rows)
    assert code not in everything
    assert one.matricule not in everything
    letter_id = pdfs[0].stem
    assert dsp(demo.home, "letters", "posted", letter_id).output.startswith("1 ")
    assert dsp(demo.home, "letters", "posted", letter_id).output.startswith("0 ")


@pytest.mark.parametrize(
    "command", [("demo",), ("population", "--patients", "1", "--documents-per-patient", "1")]
)
def test_made_up_people_are_refused_in_production(home: Path, dsp: Dsp, command: tuple[str, ...]):
    answer = dsp(
        home, *command, DSP_ENV="production", DSP_BASE_URL="https://dsp.example.lu", DSP_SECRET_KEY="x" * 40
    )
    assert answer.exit_code == 1
    assert "development" in answer.stderr
    assert not (home / "platform.sqlite3").exists()


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({}, "DSP_BASE_URL"),
        ({"DSP_BASE_URL": "https://dsp.example.lu"}, "DSP_SECRET_KEY"),
        ({"DSP_BASE_URL": "https://dsp.example.lu", "DSP_SECRET_KEY": "x" * 40}, "master"),
    ],
    ids=["no address", "no secret", "no keys"],
)
def test_nothing_is_served_in_production_without_its_secrets(
    home: Path, dsp: Dsp, settings: dict, missing: str
):
    answer = dsp(home, "serve", DSP_ENV="production", **settings)
    assert answer.exit_code == 1
    assert missing in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_the_doctor_looks_at_everything(demo: Demo, dsp: Dsp):
    answer = dsp(demo.home, "doctor")
    for what in ("keys", "database", "documents", "clock", "outbox"):
        assert what in answer.output
    (demo.home / "keys" / "master.key").chmod(0o644)
    loose = dsp(demo.home, "doctor")
    assert loose.exit_code == 1
    assert "master" in loose.output


def test_a_synthetic_population_is_loaded_beside_the_demo(demo: Demo, dsp: Dsp):
    for _ in range(2):
        answer = dsp(demo.home, "population", "--patients", "60", "--documents-per-patient", "5")
        assert answer.exit_code == 0, answer.output
        assert "300 of 300 documents" in answer.output
    assert dsp(demo.home, "audit", "verify").exit_code == 0
