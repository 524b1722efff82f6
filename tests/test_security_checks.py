"""docs/asvs.md against the tests: every proof that it names is there, and it counts itself right."""

import re
from collections import Counter

from tests.support.tree import ROOT

DOCUMENT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([0-9MP]+) \| [^|]+ \| ([a-z ]+) \| (.*) \|$", DOCUMENT, re.MULTILINE)


def test_every_proof_is_a_test_that_there_is():
    lacking, path = [], ""
    for number, _state, proof in ROWS:
        for named in re.findall(r"`([a-z_/0-9.]*\.py)?(?:::(test_\w+))?`", proof):
            path, test = (named[0] or path).removeprefix("tests/"), named[1]
            file = ROOT / "tests" / path
            if not (path and file.is_file() and f"def {test}" in file.read_text(encoding="utf-8")):
                lacking.append((number, path, test))
    assert lacking == []


def test_what_is_not_held_says_what_is_missing():
    for number, state, proof in ROWS:
        assert ("missing:" in proof) == (state in ("in part", "no")), number


def test_the_document_counts_itself_right():
    checks = Counter(state for number, state, _proof in ROWS if not number.startswith("P"))
    promises = Counter(state for number, state, _proof in ROWS if number.startswith("P"))
    assert DOCUMENT.count(
        f"Of {checks.total()} checks {checks['yes']} are held, {checks['in part']} in part, {checks['no']} not, "
        f"{checks['does not apply']} does not apply; of {promises.total()} promises {promises['yes']}, "
        f"{promises['in part']} and {promises['no'] + promises['does not apply']}."
    )
