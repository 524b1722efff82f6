"""The tree against the house style: length of files, names that hold anything, what may not be in the repository."""

import ast
import re
from pathlib import Path

from tests.support.tree import ROOT, report, tracked

LONGEST_FILE = 350
SHAPELESS = {"common", "utils", "util", "helpers", "helper", "manager", "managers", "misc", "shared"}
PROMISES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
BANNER = re.compile(r"^\s*#\s*[-=#*]{4,}")
BARE_SUPPRESSION = re.compile(r"# (type: ignore(\[[^\]]*\])?|noqa(: ?[A-Z0-9, ]+)?)\s*$")


def too_long() -> list[str]:
    """Source files beyond 350 lines: each is to be split by meaning."""
    return [
        f"{path.relative_to(ROOT)}: {lines} lines, more than {LONGEST_FILE}"
        for path in tracked(".py", ".html", ".css", ".js", ".typ")
        if "vendor" not in path.parts and "migrations" not in path.parts
        for lines in [len(path.read_text(encoding="utf-8").splitlines())]
        if lines > LONGEST_FILE
    ]


def shapeless_names() -> list[str]:
    """Modules or folders named after nothing in particular."""
    found = set()
    for path in tracked(".py", ".html"):
        relative = path.relative_to(ROOT)
        found |= {
            f"{relative}: '{part}' says nothing"
            for part in (*relative.parts[:-1], path.stem)
            if part in SHAPELESS
        }
    return sorted(found)


def left_over_marks() -> list[str]:
    """Promises and banners in comments, and suppressions without a reason on their line."""
    complaints = []
    for path in tracked(".py", ".html", ".css", ".js"):
        if "vendor" in path.parts or path == Path(__file__).resolve():
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            where = f"{path.relative_to(ROOT)}:{number}"
            if PROMISES.search(line):
                complaints.append(f"{where}: a promise instead of the thing")
            if path.suffix == ".py" and BANNER.search(line):
                complaints.append(f"{where}: a banner")
            if BARE_SUPPRESSION.search(line) and not lines[number - 2].lstrip().startswith("#"):
                complaints.append(f"{where}: a suppression without its reason, on the line or above it")
    return complaints


def modules_without_a_sentence() -> list[str]:
    """Every module says in one sentence what belongs there; empty package markers are spared."""
    complaints = []
    for path in tracked(".py"):
        if (
            path.relative_to(ROOT).parts[0] not in {"patient_portal", "platform_api", "bench"}
            or "versions" in path.parts
        ):
            continue
        source = path.read_text(encoding="utf-8")
        try:
            sentence = not source.strip() or ast.get_docstring(ast.parse(source))
        except SyntaxError as error:
            complaints.append(f"{path.relative_to(ROOT)}:{error.lineno}: {error.msg}")
            continue
        if not sentence:
            complaints.append(f"{path.relative_to(ROOT)}: no sentence saying what belongs there")
    return complaints


def complaints() -> list[str]:
    """All of the above."""
    return too_long() + shapeless_names() + left_over_marks() + modules_without_a_sentence()


if __name__ == "__main__":
    report(complaints())
