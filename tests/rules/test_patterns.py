"""Every regular expression of the code, held against text that is made to keep it busy (ASVS 1.3.12)."""

import importlib
import inspect
import pkgutil
import re
import time

import pytest

import patient_portal
import platform_api

LONGEST = {
    "platform_api.assistance.notes": 500,  # a note is measured before it is read
    "platform_api.opening_desk": 200,
}
"""Modules whose texts are shorter than 50,000 signs before any expression sees them, with their length."""
NOT_ASKED = ("platform_api.demo", "platform_api.migrations", ".__main__")
ATOMS = (
    *("a", "A", "0", " ", "\t", "\n", "-", ".", "]", "@", "//", "="),
    *("<", "<a", "<!--", "<?", "a.", "a@", "1 ", "1.", "aA0-"),
)
ENDS = ("", "!", "\n!")
MOST = 0.05
"""Seconds of this process alone, whatever else the machine does."""


WAYS = {"match": "match", "fullmatch": "fullmatch", "split": "search", "sub": "search", "subn": "search"}


def patterns() -> list[tuple[str, str, "re.Pattern[str] | re.Pattern[bytes]", set[str]]]:
    """Every expression that a module holds by a name: module, name, expression, and how the module asks it."""
    found = []
    for package in (patient_portal, platform_api):
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if any(part in one.name for part in NOT_ASKED):
                continue
            module = importlib.import_module(one.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    asked = re.findall(rf"\b{name}\.(\w+)\(", inspect.getsource(module))
                    ways = {WAYS.get(way, "search") for way in asked} or {"fullmatch"}
                    found.append((one.name, name, value, ways))
                elif isinstance(value, dict):
                    held = (inside for inside in value.values() if isinstance(inside, re.Pattern))
                    found += [(one.name, name, inside, {"fullmatch"}) for inside in held]
    return found


FOUND = patterns()


def test_they_are_found():
    assert len(FOUND) > 30


@pytest.mark.parametrize("ending", ENDS, ids=repr)
def test_none_is_kept_busy(ending: str):
    slow = []
    for module, name, pattern, ways in FOUND:
        length = LONGEST.get(module, 50_000)
        for atom in ATOMS:
            text = (atom * length)[:length] + ending
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            for way in ways:
                begun = time.process_time()
                getattr(pattern, way)(given)
                taken = time.process_time() - begun
                if taken > MOST:
                    slow.append((module, name, way, atom, round(taken, 2)))
    assert slow == []
