"""How texts in requests look, and what several answers hold, told to whoever reads the OpenAPI.

The services check what is sent and refuse with a reason.
"""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from msgspec import Meta
from werkzeug.routing import BaseConverter

from platform_api.document_types import GROUPS, document_types
from platform_api.vocabulary import LANGUAGES, DossierState, PaperKind


def _told(description: str, **schema: object) -> Meta:
    """What the description says of a text; nothing is refused by it, so that each refusal keeps its own reason."""
    return Meta(description=description, extra_json_schema={"type": "string", **schema})


Matricule = Annotated[
    str, _told("The national number, 13 digits with both check digits.", pattern=r"^[0-9]{13}$")
]
WrittenCode = Annotated[
    str, _told("A code of a letter or a visit, as it was read.", pattern=r"^[A-Z0-9]{4}(-?[A-Z0-9]{4}){1,3}$")
]
SixDigits = Annotated[str, _told("Six digits of the app or of a message.", pattern=r"^[0-9]{6}$")]
Address = Annotated[str, _told("An e-mail address.", format="email", maxLength=254)]
Telephone = Annotated[str, _told("A mobile number, as people write it.", maxLength=40)]
Words = Annotated[str, _told("A name or a few words.", minLength=1, maxLength=200, pattern=r"\w")]
Password = Annotated[str, _told("A password.", minLength=12, maxLength=128)]
Language = Annotated[str, _told("One of the four languages.", enum=list(LANGUAGES))]
Group = Annotated[str, _told("A group of document types.", enum=sorted(GROUPS))]
TypeCode = Annotated[str, _told("A document type.", enum=sorted(document_types()))]
Onlooker = Annotated[
    str, _told("Whose eyes.", pattern=r"^(emergency|practitioner:[0-9]{10}|mandate:[0-9a-f-]{36})$")
]
Sha256 = Annotated[str, _told("A SHA-256 in hexadecimal.", pattern=r"^[0-9a-f]{64}$")]

RESOURCE_SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["resourceType"],
    "properties": {"resourceType": {"type": "string"}},
}
Resource = Annotated[dict[str, Any], Meta(description="A FHIR resource.", extra_json_schema=RESOURCE_SCHEMA)]
Moment = Annotated[datetime, Meta(tz=True)]


class Nothing(TypedDict):
    """Nothing is told."""


class Turned(TypedDict):
    """A session is about somebody else now: its new reference, for the browser."""

    session: str


class RecordStands(TypedDict):
    """Where a record stands."""

    state: DossierState


class IdConverter(BaseConverter):
    """A part of a path that is an id, where a word may stand in the same place."""

    regex = "[0-9a-f-]{36}"


class KindConverter(BaseConverter):
    """A part of a path that is the kind of a paper form, where a number may stand in the same place."""

    regex = "|".join(PaperKind)


class PaperConverter(BaseConverter):
    """The number of a paper form however it is typed, where a word may stand in the same place."""

    regex = "(?!statement$)[^/]+"
