"""The data types that recur all over a CDA: names, addresses, telecoms, codes, times, parties."""

from collections.abc import Iterable

from lxml import etree

from patient_portal.documents.cda_time import read_moment
from patient_portal.documents.cda_types import Identifier, Moment, Party, Period, Telecom
from patient_portal.documents.cda_xml import HL7, attribute, child, children, clean, line, text_of

_ADDRESS_LINES: tuple[tuple[str, ...], ...] = (
    ("streetAddressLine",),
    ("streetName", "houseNumber", "houseNumberNumeric", "unitID", "additionalLocator"),
    ("postBox",),
    ("postalCode", "city"),
    ("precinct", "county", "state"),
    ("country",),
)
_SCHEMES = {"tel": "tel", "fax": "fax", "x-text-fax": "fax", "x-text-tel": "tel", "mailto": "mailto"}
_NOT_SPOKEN = {"CL", "IN"}  # a call name or an initial beside the full given names


def person_name(names: Iterable[etree._Element]) -> str:
    """The legal name if there are several, else the first with content: prefix, given, family, suffix.

    A birth name (`qualifier="BR"`) stands only where no other family name does.
    """
    found = [(name.get("use", ""), _one_name(name)) for name in names]
    written = [(use, text) for use, text in found if text]
    return next((text for use, text in written if "L" in use.split()), written[0][1] if written else "")


def _one_name(name: etree._Element) -> str:
    parts: dict[str, list[tuple[str, str]]] = {"prefix": [], "given": [], "family": [], "suffix": []}
    for part in children(name, *parts):
        text = text_of(part)
        if text:
            parts[part.tag.rpartition("}")[2]].append((part.get("qualifier", ""), text))
    if not any(parts.values()):
        return text_of(name)
    full_given = [text for qualifier, text in parts["given"] if qualifier not in _NOT_SPOKEN]
    given = full_given or [text for _, text in parts["given"]]
    own_family = [text for qualifier, text in parts["family"] if "BR" not in qualifier.split()]
    family = own_family or [text for _, text in parts["family"]]
    prefixes = [text for _, text in parts["prefix"]]
    spoken = " ".join([*prefixes, *given, *family])
    return ", ".join([spoken, *(text for _, text in parts["suffix"])]).strip(", ")


def organisation_name(organisation: etree._Element | None) -> str:
    """The organisation's first name with content; a part of a whole is named by the whole as a last resort."""
    for name in children(organisation, "name"):
        if text := text_of(name):
            return text
    whole = child(organisation, "asOrganizationPartOf", "wholeOrganization")
    return organisation_name(whole) if whole is not None else ""


def address_lines(holder: etree._Element | None) -> tuple[str, ...]:
    """The first address with content, line by line in European order."""
    for address in children(holder, "addr"):
        lines: list[str] = []
        for names in _ADDRESS_LINES:
            texts = [text for part in children(address, *names) if (text := text_of(part))]
            if names[0] == "streetAddressLine":
                lines.extend(texts)
            elif texts:
                lines.append(" ".join(_in_order(address, names)))
        if not lines and (free := clean("".join(str(piece) for piece in address.itertext())).strip()):
            lines = [line(part) for part in free.splitlines() if part.strip()]
        if lines:
            return tuple(lines)
    return ()


def _in_order(address: etree._Element, names: tuple[str, ...]) -> list[str]:
    return [text for name in names for part in children(address, name) if (text := text_of(part))]


def telecoms(holder: etree._Element | None) -> tuple[Telecom, ...]:
    """Telephone numbers, faxes, mail and web addresses, each once; never made into links here."""
    found: list[Telecom] = []
    for telecom in children(holder, "telecom"):
        written = attribute(telecom, "value")
        scheme, colon, rest = written.partition(":")
        kind = _SCHEMES.get(scheme.lower(), "")
        if scheme.lower() in {"http", "https"}:
            entry = Telecom("http", written)
        elif kind:
            entry = Telecom(kind, rest.strip())
        else:
            entry = Telecom("other", written if not colon or " " in scheme else rest.strip() or written)
        if entry.value and entry not in found:
            found.append(entry)
    return tuple(found)


def display(code: etree._Element | None) -> str:
    """A code's words: its display name, else its original text, else a translation's display name."""
    if code is None:
        return ""
    if words := attribute(code, "displayName") or text_of(child(code, "originalText")):
        return words
    return next((words for other in children(code, "translation") if (words := display(other))), "")


def moment(element: etree._Element | None) -> Moment | None:
    """The moment in an element's `value` attribute, or in its low or centre bound."""
    if element is None:
        return None
    written = (element, child(element, "low"), child(element, "center"))
    return next((found for one in written if (found := read_moment(attribute(one, "value")))), None)


def period(element: etree._Element | None) -> Period:
    """The interval of an IVL_TS; a single value is its own beginning."""
    if element is None:
        return Period()
    single = read_moment(attribute(element, "value"))
    if single is not None:
        return Period(single, single)
    return Period(moment(child(element, "low")), moment(child(element, "high")))


def identifier(element: etree._Element | None) -> Identifier | None:
    """An II; None without a root and an extension."""
    root, extension = attribute(element, "root"), attribute(element, "extension")
    return Identifier(root, extension) if root or extension else None


def identifiers(holder: etree._Element | None) -> tuple[Identifier, ...]:
    """All of an element's own identifiers."""
    return tuple(found for one in children(holder, "id") if (found := identifier(one)))


def party(
    role: etree._Element | None,
    person: str = "assignedPerson",
    organisation: str = "representedOrganization",
    *,
    around: etree._Element | None = None,
) -> Party:
    """Who stands behind a role; `around` is the participation that states the time and the function."""
    organisations = children(role, organisation)
    named = next((one for one in organisations if organisation_name(one)), None)
    device = child(role, "assignedAuthoringDevice")
    who = child(role, person) if person else None
    return Party(
        person=person_name(who.iterchildren(f"{{{HL7}}}name")) if who is not None else "",
        organisation=organisation_name(named),
        role=display(child(around, "functionCode")) or display(child(role, "code")),
        device=text_of(child(device, "softwareName")) or text_of(child(device, "manufacturerModelName")),
        time=moment(child(around, "time")),
        address=address_lines(role) or address_lines(named),
        telecoms=telecoms(role) or telecoms(named),
    )
