"""`make sbom`: docs/sbom.cdx.json, what is served and with which hashes, for scanners (CycloneDX 1.6)."""

import base64
import json
import re
import tomllib
from typing import Any

from tests.support import licences
from tests.support.tree import ROOT

DOCUMENT = ROOT / "docs" / "sbom.cdx.json"
SUMS = ROOT / "static" / "vendor" / "SHA384SUMS"
_LOCKED = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^ ;\\]+)[^\n]*\n(?P<hashes>(?:    --hash=[^\n]+\n)+)", re.M
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VENDORED = re.compile(r"^fetch (?P<package>\S+?)@(?P<version>[0-9.]+) ", re.M)


def bill() -> dict[str, Any]:
    """The bill: the same bytes for the same lock file, so that a test can compare it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [*_locked(), *_vendored()],
    }


def render() -> str:
    """The document."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


def _locked() -> list[dict[str, Any]]:
    """Every package of the lock file; each hash is that of one of its distributions."""
    terms = {name: licence for name, _version, licence in licences.components()}
    found = []
    for one in _LOCKED.finditer((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        component = _component(
            one["name"], one["version"], [("SHA-256", h) for h in _HASH.findall(one["hashes"])]
        )
        if said := terms.get(one["name"]):
            component["licenses"] = [{"expression": said}]
        found.append(component)
    return found


def _vendored() -> list[dict[str, Any]]:
    """What lies in the repository as others made it, file by file, and the packages that the files came from."""
    script = (ROOT / "static" / "vendor" / "vendor.sh").read_text(encoding="utf-8")
    sources = [_component(one["package"], one["version"], []) for one in _VENDORED.finditer(script)]
    files = []
    for line in SUMS.read_text(encoding="utf-8").splitlines():
        path, _, digest = line.partition(" sha384-")
        files.append(
            {
                "type": "file",
                "bom-ref": f"static/{path}",
                "name": f"static/{path}",
                "hashes": [{"alg": "SHA-384", "content": base64.b64decode(digest).hex()}],
            }
        )
    return [*sources, *files]


def _component(name: str, version: str, hashes: list[tuple[str, str]]) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
    }
    if hashes:
        component["hashes"] = [{"alg": kind, "content": content} for kind, content in hashes]
    return component


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
