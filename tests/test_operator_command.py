"""The operator's `dsp`, as scripts rely on it: help everywhere, 0 on success, 2 on bad usage, 1 with one clear line."""

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from patient_portal.cli import main
from tests.support.letter import letter_code
from tests.support.population import Demo
from tests.support.served import dsp


def _commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from _commands(command, *before, name)


@pytest.mark.parametrize("command", [(), *_commands(main)], ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]):
    answer = CliRunner().invoke(main, [*command, "--help"])
    assert answer.exit_code == 0
    assert answer.output.startswith("Usage:")


@pytest.mark.parametrize(
    "command", [("letters", "print"), ("nonsense",), ("serve", "--port", "many")], ids=" ".join
)
def test_bad_usage_ends_with_2(command: tuple[str, ...]):
    assert CliRunner().invoke(main, list(command)).exit_code == 2


def test_a_failure_ends_with_1_and_one_clear_line(home: Path):
    answer = dsp(home, "demo", check=False, DSP_ENV="production")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.strip().splitlines()) == 1
    assert answer.stderr.startswith("dsp: ")


def test_the_demo_loads_once_and_is_printed_again(demo: Demo):
    again = json.loads(dsp(demo.home, "demo", "--json").stdout)
    assert [one["matricule"] for one in again["patients"]] == [one.matricule for one in demo.patients]
    assert again["patients"][0]["letter_code"] == demo.patients[0].letter_code


def test_a_printed_letter_holds_the_only_code_in_clear(demo: Demo, tmp_path: Path):
    patient = demo.patient(state="activated")
    dsp(demo.home, "letters", "issue", patient.patient_id, "--language", "de")
    dsp(demo.home, "letters", "print", "--out", str(tmp_path / "out"))
    printed = list((tmp_path / "out").glob("*.pdf"))
    assert len(printed) == 1
    code = letter_code(printed[0])
    manifest = (tmp_path / "out" / "manifest.csv").read_text(encoding="utf-8")
    assert code not in manifest
    for path in demo.home.rglob("*"):
        if path.is_file() and "demo" not in path.name:
            data = path.read_bytes()
            assert code.encode() not in data, path
            assert code.replace("-", "").encode() not in data, path


@pytest.mark.parametrize("became", ["posted", "returned"])
def test_a_letter_that_is_not_known_ends_with_1_and_is_named(demo: Demo, became: str):
    answer = dsp(demo.home, "letters", became, "nosuch", check=False)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.strip() == "dsp: no such letter, and nothing was changed: 'nosuch'"


def test_the_trail_of_the_demo_is_whole(demo: Demo):
    assert dsp(demo.home, "audit", "verify").returncode == 0


def test_a_sweep_twice_changes_nothing_more(demo: Demo):
    dsp(demo.home, "sweep")
    assert dsp(demo.home, "sweep").stdout.startswith("0 records opened")
