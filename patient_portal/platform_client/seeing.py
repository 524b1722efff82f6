"""The client's part about who sees which document: levels, other people's eyes, visit passes."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers, fhir_reader
from patient_portal.platform_client.calls import DSP, JSON, Calls, part
from patient_portal.platform_client.sight_types import (
    ChosenLevels,
    DocumentLevel,
    Effect,
    MadePass,
    PastOnlooker,
    PastSight,
    Professions,
    Sight,
    VisitPass,
)
from patient_portal.platform_client.types import Document
from patient_portal.platform_client.vocabulary import Confidentiality

_LINE = "type,category,date,author,custodian,securityLabel,content"
Documents = Mapping[str, Confidentiality]
Types = Mapping[str, Confidentiality | None]


class _Effects(msgspec.Struct):
    effects: tuple[Effect, ...] = ()


class _PastOnlookers(msgspec.Struct):
    known: tuple[PastOnlooker, ...] = ()


class _Passes(msgspec.Struct):
    passes: tuple[VisitPass, ...] = ()


class Seeing(Calls):
    """What the holder asks and decides about single documents."""

    def levels(self) -> ChosenLevels:
        """The level of new documents, and those of whole types."""
        return self._json("GET", "/confidentiality", ChosenLevels)

    def choose_levels(self, default: Confidentiality, types: Types) -> None:
        """Choose them anew; None takes the choice for a type back."""
        self._send("PUT", f"{DSP}/confidentiality", {"default": default, "types": dict(types)})

    def document_level(self, document_id: str) -> DocumentLevel:
        """One document's level."""
        return self._json("GET", f"/documents/{part(document_id)}/confidentiality", DocumentLevel)

    def set_document_level(self, document_id: str, level: Confidentiality | None) -> None:
        """Keep one document to these people; None takes the choice for it back."""
        self._send("PUT", f"{DSP}/documents/{part(document_id)}/confidentiality", {"level": level})

    def effects(self, documents: Documents, types: Types) -> tuple[Effect, ...]:
        """Who would see less or more with these levels, before they are kept."""
        body = {"documents": dict(documents), "types": dict(types)}
        return self._json("POST", "/sight/effects", _Effects, body).effects

    def see_as(self, onlooker: str, documents: Documents, types: Types) -> Sight:
        """What somebody (`practitioner:<id>`, `emergency`, `mandate:<id>`) sees, or would see with these levels."""
        body = {"as": onlooker, "documents": dict(documents), "types": dict(types)}
        return self._json("POST", "/sight", Sight, body)

    def past_onlookers(self) -> tuple[PastOnlooker, ...]:
        """Whoever had something to do with the record at any time, by name."""
        return self._json("GET", "/past/onlookers", _PastOnlookers).known

    def past_sight(self, onlooker: str, day: date) -> PastSight:
        """What somebody (`practitioner:<id>`, `organisation:<id>`) could open on this day."""
        query = urlencode({"as": onlooker, "on": day.isoformat()})
        return answers.decode(self._call("GET", f"{DSP}/past", query=query, accept=JSON).body, PastSight)

    def documents_by_id(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """These documents of the record, in this order; those that are gone are left out."""
        if not ids:
            return ()
        form = [
            ("patient", f"Patient/{self._patient()}"),
            ("status", "current"),
            ("_id", ",".join(ids)),
            ("_count", str(len(ids))),
            ("_elements", _LINE),
        ]
        reply = self._call("POST", "/fhir/DocumentReference/_search", form=form)
        found = answers.read(lambda: fhir_reader.read_documents(reply.body, 1, len(ids)))
        by_id = {one.id: one for one in found.documents}
        return tuple(by_id[one] for one in ids if one in by_id)

    def professions(self) -> Professions:
        """Which profession may read which type of document."""
        return self._json("GET", "/professions", Professions)

    def make_pass(self, groups: Sequence[str], until: date | None, *, by_text: bool = False) -> MadePass:
        """A code to hand over at a visit, sent to one's own mobile too if wanted; no group named opens all."""
        body: dict[str, object] = {"groups": list(groups)}
        if until is not None:
            body["until"] = until.isoformat()
        if by_text:
            body["by_text"] = True
        return self._json("POST", "/passes", MadePass, body)

    def passes(self) -> tuple[VisitPass, ...]:
        """The passes that wait or were used."""
        return self._json("GET", "/passes", _Passes).passes

    def end_pass(self, pass_id: str) -> None:
        """Make a pass worthless, and end the access that it became."""
        self._send("DELETE", f"{DSP}/passes/{part(pass_id)}")
