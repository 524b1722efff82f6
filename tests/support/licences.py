"""`make licences`: docs/licences.md, whose work is served with ours and on what terms."""

import re
from collections.abc import Iterator
from importlib import metadata
from typing import Any

from tests.support.tree import ROOT

DOCUMENT = ROOT / "docs" / "licences.md"
_PINNED = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)(?: ; (.*?))? \\$", re.MULTILINE)
_BUNDLED = (
    ("GOV.UK Frontend", "static/vendor/govuk-frontend.LICENSE", "MIT"),
    ("htmx", "static/vendor/htmx.LICENSE", "0BSD"),
    ("Atkinson Hyperlegible Next", "static/fonts/LICENSE", "OFL-1.1"),
    ("Mark Burnett's ten million passwords", "platform_api/common_passwords.py", "public domain"),
)
_SAME = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
ALLOWED = re.compile(
    r"(?:0BSD|Apache-2\.0|BSD-[23]-Clause|LGPL-(?:2\.1-or-later|3\.0-only)|MIT(?:-0|-CMU)?|MPL-2\.0|OFL-1\.1"
    r"|PSF-2\.0|public domain)"
)
"""What the agency may use and hand on; the LGPL and MPL parts are used as they are, unchanged."""
_INTRO = """# Licences

What is served with this project and on what terms. Made by `make licences` from `requirements.lock` and what the
packages say of themselves; do not edit by hand. A test compares it, and refuses a licence that is not on its list
(`tests/support/licences.py`).

| what | version | licence |
|---|---|---|
"""


def components() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence (SPDX) of all that is installed to serve, then of what lies in the repository."""
    for name, version, only_where in _PINNED.findall(
        (ROOT / "requirements.lock").read_text(encoding="utf-8")
    ):
        if "win32" not in only_where:
            yield name, version, _licence(name)
    for name, file, licence in _BUNDLED:
        yield name, f"[its text]({'../' + file})", licence


def render() -> str:
    """The document."""
    return _INTRO + "".join(
        f"| {name} | {version} | {licence} |\n" for name, version, licence in components()
    )


def _licence(name: str) -> str:
    said: Any = metadata.distribution(name).metadata
    classified = [
        one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or [] if one.startswith("License ::")
    ]
    first = (said.get("License") or "").strip().split("\n")[0]
    several = " AND ".join(part for part in first.split(", ") if ALLOWED.fullmatch(part))
    for found in (said.get("License-Expression") or "", *classified, several, first):
        known = _SAME.get(found, found)
        if ALLOWED.match(known):
            return str(known)
    return str(first or ", ".join(classified) or "not said")


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
