"""Compiles the catalogues at every build; a wheel also carries templates, static files and translations."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("templates", "static", "translations")


def compile_catalogues(root: Path) -> list[Path]:
    """Write a `.mo` beside each `.po` under `translations/`; fuzzy entries are left out, as gettext does."""
    written = []
    for source in sorted((root / "translations").rglob("*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        beside = target.with_name(f"{target.name}.{os.getpid()}")
        with beside.open("wb") as stream:
            write_mo(stream, catalogue)
        beside.replace(target)  # a running portal reads either the old one or the new one
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface[Any]):
    """An editable install reads the tree itself, so only a real wheel gets copies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for target in compile_catalogues(root):
            build_data["artifacts"].append(target.relative_to(root).as_posix())
        if self.target_name == "wheel" and version == "standard":
            for name in CARRIED:
                if (root / name).is_dir():
                    build_data["force_include"][str(root / name)] = f"patient_portal/{name}"
