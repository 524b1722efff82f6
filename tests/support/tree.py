"""Where things lie in the repository, for the checks that read it as text."""

import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("fr", "de", "lb", "en")


def tracked(*suffixes: str) -> list[Path]:
    """The repository's own files with these endings, written or about to be committed; ignored ones are left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = {ROOT / name for name in listing.stdout.decode().split("\0") if name}
    else:  # a source archive has no git: the whole tree, but for what is made
        made = {".venv", "instance", "build", "dist", "node_modules", "__pycache__"}
        paths = {path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)}
    return sorted(path for path in paths if path.suffix in suffixes and path.is_file())


def report(complaints: list[str]) -> NoReturn:
    """Print each complaint on a line of its own and leave with 1, or with 0 when there is none."""
    for complaint in complaints:
        print(f"  {complaint}")
    sys.exit(1 if complaints else 0)
