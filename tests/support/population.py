"""The demo population as the tests meet it: loaded by the operator's own command, then copied."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.letter import letter_code
from tests.support.served import dsp

PRINTED = "printed-by-dsp-demo.json"


def load_demo(home: Path) -> None:
    """`dsp demo --json`, whose answer is kept in the home."""
    printed = dsp(home, "demo", "--json").stdout
    (home / PRINTED).write_text(printed.replace(str(home), "{home}"), encoding="utf-8")


@dataclass(frozen=True)
class DemoPatient:
    """Someone of the demo population, with all that only the demo knows of them."""

    home: Path
    known: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.known[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def letter(self) -> Path:
        """The PDF of their letter."""
        return Path(str(self.known["letter_pdf"]))

    @property
    def code_in_letter(self) -> str:
        """The code, read out of the PDF."""
        return letter_code(self.letter)


class Demo:
    """A home with the demo population; `patient(...)` finds someone in it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @cached_property
    def known(self) -> dict[str, Any]:
        """What `dsp demo --json` printed."""
        printed = (self.home / PRINTED).read_text(encoding="utf-8").replace("{home}", str(self.home))
        found: dict[str, Any] = json.loads(printed)
        return found

    @property
    def patients(self) -> list[DemoPatient]:
        """Everybody with a record."""
        return [DemoPatient(self.home, known) for known in self.known["patients"]]

    def patient(self, name: str = "", **facts: Any) -> DemoPatient:
        """The first whose name holds `name` and whose facts are these (`state="activated"`)."""
        for patient in self.patients:
            if name in patient.known["name"] and all(
                patient.known.get(key) == value for key, value in facts.items()
            ):
                return patient
        raise AssertionError(f"nobody like {name!r} {facts} in the demo population")
