"""The public conformance cases for a Document Recipient (ITI-65), where the shared corpus lies beside the project."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from tests.support.tree import ROOT

FOLDER = ROOT.parent / "shared" / "corpus" / "dev" / "iti65"


@dataclass(frozen=True)
class Case:
    """One request of the collection and what must become of it."""

    name: str
    step: str
    expect: str
    described: str

    def bundle(self, patient_id: str, known: dict[str, str]) -> dict[str, Any]:
        """The request, for this patient, with identifiers of its own; `known` are earlier documents by their marks."""
        text = (FOLDER / f"{self.name}.json").read_text(encoding="utf-8")
        text = text.replace("${patientResourceId}", f"Patient/{patient_id}")
        for mark, reference in known.items():
            text = text.replace(mark, reference)
        bundle: dict[str, Any] = json.loads(text)
        for entry in bundle.get("entry", []):
            for identifier in _own_identifiers(entry.get("resource") or {}):
                if identifier.get("value"):
                    identifier["value"] = f"urn:oid:2.25.{uuid.uuid4().int}"
        return bundle


def cases() -> list[Case]:
    """Every case, in the order of the collection; none where the corpus is not there."""
    if not (FOLDER / "manifest.json").exists():
        return []
    known = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    return [Case(one["name"], one["step"], one["expect"], one["described"] or "") for one in known]


def _own_identifiers(resource: dict[str, Any]) -> list[dict[str, Any]]:
    found = [resource["masterIdentifier"]] if "masterIdentifier" in resource else []
    return found + (resource.get("identifier", []) if resource.get("resourceType") == "List" else [])
