"""The paths under `/dsp/v1` by which a holder keeps documents to fewer people, and looks through other eyes."""

from typing import TypedDict

import msgspec
from flask import Blueprint

from platform_api import answers, levels, requests, shapes
from platform_api.document_types import document_types
from platform_api.documents import levels_of_record, sight
from platform_api.guard import permit
from platform_api.problems import Refused
from platform_api.vocabulary import Action, Confidentiality, Reason

bp = Blueprint("levels", __name__, url_prefix="/dsp/v1")
_MOST = 200  # documents whose levels are tried out at once


class LevelBody(msgspec.Struct, forbid_unknown_fields=True):
    """The level of one document; null takes the holder's choice for it back."""

    level: Confidentiality | None


class ChoiceBody(msgspec.Struct, forbid_unknown_fields=True):
    """The level of new documents, and of whole types; null takes the choice for a type back."""

    default: Confidentiality | None = None
    types: dict[shapes.TypeCode, Confidentiality | None] = {}


class SightBody(msgspec.Struct, forbid_unknown_fields=True):
    """Through whose eyes (`practitioner:<id>`, `emergency`), and which levels are tried out without being kept."""

    onlooker: shapes.Onlooker = msgspec.field(name="as")
    documents: dict[str, Confidentiality] = {}
    types: dict[shapes.TypeCode, Confidentiality | None] = {}


class TrialBody(msgspec.Struct, forbid_unknown_fields=True):
    """Levels that are tried out without being kept."""

    documents: dict[str, Confidentiality] = {}
    types: dict[shapes.TypeCode, Confidentiality | None] = {}


class Levels(TypedDict):
    """The level of new documents, and those of whole types."""

    default: Confidentiality
    types: dict[shapes.TypeCode, Confidentiality]


class LevelOfDocument(levels_of_record.Told, levels_of_record.Called):
    """One document's level, the one before (null where it never changed), and the one without the holder's choice."""

    previous: Confidentiality | None
    usual: Confidentiality


class Seen(TypedDict):
    """The ids of the documents that are seen, the newest first, and how many there are in all."""

    documents: list[str]
    all: int


class Effects(TypedDict):
    """Who would see less or more."""

    effects: list[sight.Effect]


@bp.get("/confidentiality")
def chosen() -> answers.Json[Levels]:
    """The level of new documents, and those of whole types."""
    with permit(Action.READ_CONFIDENTIALITY, levels_of_record.own_choice(None, {})) as access:
        found = levels.chosen(access.connection, access.subject.patient_id or "")
    return answers.Json({"default": found.default, "types": found.types})


@bp.put("/confidentiality")
def choose() -> answers.Empty:
    """Choose them anew, from now on; documents that the holder set one by one keep their level."""
    given = requests.body(ChoiceBody)
    _known(given.types)
    look = levels_of_record.own_choice(given.default, given.types)
    with permit(Action.SET_CONFIDENTIALITY, look) as access:
        levels_of_record.set_choice(access, given.default, given.types)
    return answers.Empty()


@bp.get("/documents/<document_id>/confidentiality")
def level(document_id: str) -> answers.Json[LevelOfDocument]:
    """One document's level and why, the one before, the one without a choice of its own; which document it is."""
    with permit(Action.READ_CONFIDENTIALITY, levels_of_record.own_document(document_id)) as access:
        connection, row = access.connection, access.subject.payload
        found: LevelOfDocument = {
            **levels_of_record.told(row),
            "previous": levels_of_record.previous(connection, access.subject.patient_id or "", document_id),
            "usual": levels_of_record.usual(connection, row)[0],
            **levels_of_record.named(access),
        }
    return answers.Json(found)


@bp.put("/documents/<document_id>/confidentiality")
def set_level(document_id: str) -> answers.Empty:
    """Keep one document to these people, from now on."""
    given = requests.body(LevelBody)
    look = levels_of_record.own_document_at(document_id, given.level)
    with permit(Action.SET_CONFIDENTIALITY, look) as access:
        levels_of_record.set_document(access, given.level)
    return answers.Empty()


@bp.post("/sight")
def see_as() -> answers.Json[Seen]:
    """The documents that somebody would see now, or with levels that are only tried out."""
    given = requests.body(SightBody)
    _known(given.types)
    with permit(Action.SEE_AS, levels_of_record.own_choice(None, {})) as access:
        patient_id = access.subject.patient_id or ""
        access.details["as"] = given.onlooker[:60]
        eyes = sight.eyes_of(access.connection, patient_id, given.onlooker)
        tried = levels_of_record.proposal(access.connection, patient_id, given.types)
        seen = sight.seen(access.connection, patient_id, eyes, {**tried, **_few(given.documents)})
        everything = sight.count(access.connection, patient_id)
    return answers.Json({"documents": seen, "all": everything})


@bp.post("/sight/effects")
def effects() -> answers.Json[Effects]:
    """Who would see less or more if these levels were kept."""
    given = requests.body(TrialBody)
    _known(given.types)
    with permit(Action.SEE_AS, levels_of_record.own_choice(None, {})) as access:
        patient_id = access.subject.patient_id or ""
        tried = levels_of_record.proposal(access.connection, patient_id, given.types)
        found = sight.effects(access.connection, patient_id, {**tried, **_few(given.documents)})
    return answers.Json({"effects": found})


def _known(types: dict[str, Confidentiality | None]) -> None:
    if unknown := sorted(types.keys() - document_types().keys()):
        raise Refused(Reason.DOCUMENT_TYPE_UNKNOWN, field=f"types.{unknown[0][:40]}")


def _few(documents: dict[str, Confidentiality]) -> dict[str, Confidentiality]:
    if len(documents) > _MOST:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    return documents
