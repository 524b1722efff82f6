"""Whom and what a handed-over document refers to: patients, professionals, organisations and other documents."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, bindparam, select

from platform_api import matricule
from platform_api.context import Platform
from platform_api.fhir.reading import inside
from platform_api.fhir.reading_types import (
    GivenPatient,
    Identifier,
    NamedOrganisation,
    Person,
    Reference,
    Tree,
)
from platform_api.models import Document, Organisation, Patient, Professional, Software
from platform_api.problems import Refused
from platform_api.vocabulary import MATRICULE_SYSTEM, PATIENT_ID_SYSTEM, PROFESSIONAL_ID_SYSTEM, Reason

NOBODY = "unknown"
"""The patient's id where a well-formed reference leads to nobody: the guard refuses it, and the trail has it."""
NOWHERE = "unknown"
"""A document's id where an identifier leads to none: refused like one of another record, and as late."""
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_CONDITIONAL = "Patient?identifier="
_find_software = select(Software.name, Software.organisation_id).where(
    Software.client_id == bindparam("wanted")
)
_find_house = select(Professional.organisation_id).where(Professional.id == bindparam("wanted"))


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a document: whom the directory knows, and what the software stated."""

    professional_id: str | None = None
    organisation_id: str | None = None
    stated: dict[str, str] | None = None


@dataclass(slots=True)
class References:
    """Resolves what one request refers to; `patients` and `documents` are those that the request itself brings."""

    connection: Connection
    running: Platform
    software_id: str
    professional_id: str | None = None
    patients: Mapping[str, GivenPatient] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)

    def patient(self, subject: Reference, where: str) -> str:
        """The patient's id, NOBODY when well-formed and unknown.

        Takes `Patient/id`, the same under our own address, `Patient?identifier=system|value`, a Patient of
        the same request, or an identifier: matricule or eSanté number. Raises Refused for anything else.
        """
        text = subject.reference or ""
        if text in self.patients:
            return self._identified(self.patients[text].identifier, where)
        if text.startswith(_CONDITIONAL):
            system, _bar, value = unquote(text.removeprefix(_CONDITIONAL)).rpartition("|")
            return self._identified([Identifier(system=system, value=value)], where)
        if text:
            found = self.local(text, "Patient")
            if found is None:
                raise Refused(Reason.REFERENCE_UNKNOWN, field=f"{where}.reference")
            return found
        return self._identified([subject.identifier] if subject.identifier else [], where)

    def author(
        self, reference: Reference, contained: Sequence[Tree], where: str, *, in_role: bool = False
    ) -> Author:
        """The author; an unknown one is kept as stated, a reference into our directory must lead somewhere.

        `in_role`: whom a role inside names. They are no role themselves (R4): nothing is followed any further.
        """
        text = reference.reference or ""
        professional, organisation = self.local(text, "Practitioner"), self.local(text, "Organization")
        stated = {"name": reference.display} if reference.display else {}
        if text.startswith("#"):
            return self._contained_author(text[1:], contained, stated, where, in_role=in_role)
        if reference.identifier is not None and reference.identifier.system == PROFESSIONAL_ID_SYSTEM:
            value = reference.identifier.value or ""
            professional = self._known(Professional, value)
            organisation = None if professional else self._known(Organisation, value)
        elif text and professional is None and organisation is None:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        return Author(professional, organisation, stated or None)

    def unstated_author(self) -> Author:
        """Who stands for a document without an author: the professional who sends it, or the software by its name."""
        if self.professional_id is not None:
            return Author(self.professional_id)
        row = self.connection.execute(_find_software, {"wanted": self.software_id}).first()
        return Author(stated={"name": row.name} if row and row.organisation_id is None else None)

    def own_organisation(self, professional_id: str | None) -> str | None:
        """Where a document comes from when nobody says: the author's house, else the software's."""
        if professional_id is not None:
            return self.connection.execute(_find_house, {"wanted": professional_id}).scalar()
        row = self.connection.execute(_find_software, {"wanted": self.software_id}).first()
        return row.organisation_id if row else None

    def organisation(self, custodian: Reference, contained: Sequence[Tree], where: str) -> str:
        """The custodian's id; a custodian whom the directory does not know is refused."""
        text = custodian.reference or ""
        if text.startswith("#"):
            inner = _find(contained, text[1:])
            named = inside(inner, NamedOrganisation) if inner else None
            known = self._by_identifier(Organisation, named.identifier) if named else None
        elif text:
            known = self.local(text, "Organization")
        else:
            known = self._by_identifier(Organisation, [custodian.identifier] if custodian.identifier else [])
        if known is None:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        return known

    def document(self, target: Reference, where: str) -> str:
        """The id of a document that is referred to: of this request, by our id, or by its own identifier.

        NOWHERE for an identifier that no document has: whether one in another record has it is not told here.
        """
        text = target.reference or ""
        if text in self.documents:
            return self.documents[text]
        found = self.local(text, "DocumentReference")
        if found is None and not text and target.identifier and target.identifier.value:
            named = select(Document.id).where(Document.unique_id == target.identifier.value)
            found = self.connection.execute(named).scalar() or NOWHERE
        if found is None:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        return found

    def local(self, text: str, kind: str) -> str | None:
        """The id in a reference to one of our own resources, relative or under our address."""
        path = text.removeprefix(f"{self.running.settings.base_url}/fhir/")
        name, _slash, rest = path.partition("/")
        identifier = rest.split("/_history/")[0]
        return identifier if name == kind and _ID.fullmatch(identifier) else None

    def _identified(self, identifiers: Sequence[Identifier], where: str) -> str:
        usable = False
        for one in identifiers:
            if one.system == MATRICULE_SYSTEM and one.value:
                number = matricule.check(one.value).value
                condition = Patient.matricule_index == self.running.keys.find_by("matricule", number or "")
            elif one.system == PATIENT_ID_SYSTEM and one.value:
                condition = Patient.number == one.value
            else:
                continue
            usable = True
            found = self.connection.execute(select(Patient.id).where(condition)).scalar()
            if found is not None:
                return found
        if not usable and not identifiers:
            raise Refused(Reason.ELEMENT_MISSING, field=where)
        return NOBODY

    def _contained_author(
        self,
        anchor: str,
        contained: Sequence[Tree],
        stated: dict[str, str],
        where: str,
        *,
        in_role: bool,
    ) -> Author:
        inner = _find(contained, anchor)
        if inner is None:
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        named = inside(inner, NamedOrganisation) if inner.get("resourceType") == "Organization" else None
        if named is not None:
            stated |= {"organisation": named.name} if named.name else {}
            return Author(None, self._by_identifier(Organisation, named.identifier), stated or None)
        person = inside(inner, Person)
        if person is None:
            return Author(stated=stated or None)
        stated |= {"name": name} if (name := _full_name(person)) else {}
        known = self._by_identifier(Professional, person.identifier)
        organisation = None
        if in_role and (person.practitioner or person.organization):
            raise Refused(Reason.REFERENCE_UNKNOWN, field=where)
        if known is None and person.practitioner is not None:
            other = self.author(person.practitioner, contained, where, in_role=True)
            known, stated = other.professional_id, stated | (other.stated or {})
        if person.organization is not None:
            other = self.author(person.organization, contained, where, in_role=True)
            organisation, stated = other.organisation_id, stated | (other.stated or {})
        return Author(known, organisation, stated or None)

    def _by_identifier(self, table: Any, identifiers: Sequence[Identifier]) -> str | None:
        values = [one.value for one in identifiers if one.system == PROFESSIONAL_ID_SYSTEM and one.value]
        return next((found for value in values if (found := self._known(table, value))), None)

    def _known(self, table: Any, identifier: str) -> str | None:
        found: str | None = self.connection.execute(select(table.id).where(table.id == identifier)).scalar()
        return found


def _find(contained: Sequence[Tree], anchor: str) -> Tree | None:
    return next((one for one in contained if one.get("id") == anchor), None)


def _full_name(person: Person) -> str:
    for name in person.name:
        if text := name.text or " ".join([*name.prefix, *name.given, name.family or ""]).strip():
            return text[:200]
    return ""
