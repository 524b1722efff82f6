"""What the FHIR interface serves: each resource's interactions, search parameters and profiles, in one table.

The CapabilityStatement is made from it, searches read their parameters by it, and a test holds it against the
routes that really exist.
"""

from dataclasses import dataclass

_R4 = "http://hl7.org/fhir/SearchParameter/"
_IHE = "https://profiles.ihe.net/ITI/"
MHD = f"{_IHE}MHD/StructureDefinition/"
BALP = f"{_IHE}BALP/StructureDefinition/"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter: its name, its kind (FHIR search), where it is defined."""

    name: str
    kind: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation `$name` on a type."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Served:
    """One resource type as it is served."""

    type: str
    interactions: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    includes: tuple[str, ...] = ()
    revincludes: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()
    """What `_sort` may name, with or without a minus, several of them too."""
    profiles: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    transactions: str = ""
    by_identifier: bool = False
    """Whether `?identifier=` may stand for the id where something is made or changed (conditional interactions)."""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter with this name, or None: then it is ignored, or refused on demand."""
        return next((one for one in (*self.parameters, *EVERYWHERE) if one.name == name), None)


def _of(resource: str, **kinds: str) -> tuple[Parameter, ...]:
    """Parameters of HL7's R4 by kind, several names to a kind."""
    return tuple(
        Parameter(name, kind, f"{_R4}{resource}-{name}")
        for kind, names in kinds.items()
        for name in names.split()
    )


EVERYWHERE = (
    Parameter("_id", "token", f"{_R4}Resource-id"),
    Parameter("_lastUpdated", "date", f"{_R4}Resource-lastUpdated"),
)
CONTROLS = frozenset(
    {
        "_count",
        "_offset",
        "_after",
        "_sort",
        "_summary",
        "_total",
        "_format",
        "_pretty",
        "_include",
        "_revinclude",
        "_facets",
        "_fold",
        "_only",
        "_elements",
    }
)
"""Parameters that say how to answer rather than what to look for."""

DOCUMENT_REFERENCE = Served(
    "DocumentReference",
    ("read", "search-type", "create", "update", "delete"),
    (
        *_of(
            "DocumentReference",
            token="category event facility format identifier security-label setting status type",
            date="date period",
            reference="patient subject related custodian",
        ),
        Parameter("author.given", "string", f"{_IHE}MHD/SearchParameter/DocumentReference-Author-Given"),
        Parameter("author.family", "string", f"{_IHE}MHD/SearchParameter/DocumentReference-Author-Family"),
        Parameter("creation", "date", f"{_IHE}MHD/SearchParameter/DocumentReference-Creation"),
        Parameter("patient.identifier", "token"),
        Parameter("_content", "string"),
    ),
    sorts=("creation", "date", "_lastUpdated", "type", "author", "custodian"),
    profiles=(f"{MHD}IHE.MHD.UnContained.Comprehensive.DocumentReference",),
    transactions="MHD Document Responder: ITI-67; Document Recipient: ITI-105",
)
LIST = Served(
    "List",
    ("read", "search-type"),
    (
        *_of("List", token="code identifier status", date="date", reference="patient subject"),
        Parameter("patient.identifier", "token"),
        Parameter("source.given", "string", f"{_IHE}MHD/SearchParameter/List-SourceId"),
        Parameter("source.family", "string"),
        Parameter("designationType", "token", f"{_IHE}MHD/SearchParameter/List-DesignationType"),
        Parameter("sourceId", "token", f"{_IHE}MHD/SearchParameter/List-SourceId"),
    ),
    profiles=(f"{MHD}IHE.MHD.UnContained.Comprehensive.SubmissionSet",),
    transactions="MHD Document Responder: ITI-66",
)
BINARY = Served("Binary", ("read",), transactions="MHD Document Responder: ITI-68")
BUNDLE = Served("Bundle", ("read",), transactions="MHD Document Responder: ITI-68, FHIR documents")
PATIENT = Served(
    "Patient",
    ("read", "search-type"),
    (
        *_of(
            "Patient",
            token="active identifier gender telecom",
            string="family given address address-city address-country address-postalcode address-state name",
            date="birthdate",
        ),
        Parameter("mothersMaidenName", "string"),
    ),
    profiles=(f"{_IHE}PDQm/StructureDefinition/IHE.PDQm.Patient",),
    operations=(
        Operation("match", f"{_IHE}PDQm/OperationDefinition/PDQmMatch"),
        Operation("summary", "http://hl7.org/fhir/uv/ips/OperationDefinition/summary"),
    ),
    transactions="PDQm Patient Demographics Supplier: ITI-78, ITI-119; International Patient Summary 2.0.1",
)
PRACTITIONER = Served(
    "Practitioner",
    ("read", "search-type", "history-type"),
    _of("Practitioner", token="active identifier", string="name given family"),
    profiles=(f"{_IHE}mCSD/StructureDefinition/IHE.mCSD.Practitioner",),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
PRACTITIONER_ROLE = Served(
    "PractitionerRole",
    ("read", "search-type", "history-type"),
    _of(
        "PractitionerRole",
        token="active role specialty",
        reference="location organization practitioner service",
    ),
    includes=("PractitionerRole:practitioner", "PractitionerRole:organization"),
    profiles=(f"{_IHE}mCSD/StructureDefinition/IHE.mCSD.PractitionerRole",),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
ORGANIZATION = Served(
    "Organization",
    ("read", "search-type", "history-type"),
    _of("Organization", token="active identifier type", string="name", reference="partof endpoint"),
    includes=("Organization:endpoint",),
    revincludes=("Location:organization",),
    profiles=(f"{_IHE}mCSD/StructureDefinition/IHE.mCSD.Organization",),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
LOCATION = Served(
    "Location",
    ("read", "search-type", "history-type"),
    _of("Location", token="identifier status type", string="name", reference="organization partof"),
    includes=("Location:organization",),
    profiles=(f"{_IHE}mCSD/StructureDefinition/IHE.mCSD.Location",),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
HEALTHCARE_SERVICE = Served(
    "HealthcareService",
    ("search-type", "history-type"),
    _of(
        "HealthcareService",
        token="active identifier service-type",
        string="name",
        reference="location organization",
    ),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
ENDPOINT = Served(
    "Endpoint",
    ("search-type", "history-type"),
    _of("Endpoint", token="identifier status", reference="organization"),
    transactions="mCSD Directory: ITI-90, ITI-91",
)
DEVICE = Served(
    "Device",
    ("read", "search-type"),
    _of("Device", token="identifier status", string="device-name manufacturer", reference="organization"),
    transactions="Registered versions of software, with their conformity",
)
AUDIT_EVENT = Served(
    "AuditEvent",
    ("search-type", "create"),
    (
        *_of(
            "AuditEvent",
            date="date",
            reference="patient agent entity",
            token="action outcome subtype type",
        ),
    ),
    sorts=("date", "_lastUpdated"),
    profiles=(f"{BALP}IHE.BasicAudit.PatientRead",),
    transactions="ATNA Audit Record Repository: ITI-20 (one event, or a batch at the base), ITI-81",
)
CONSENT = Served(
    "Consent",
    ("read", "search-type", "create", "update", "delete"),
    (
        *_of("Consent", token="identifier status", reference="actor patient"),
        Parameter("patient.identifier", "token"),
    ),
    profiles=(f"{_IHE}PCF/StructureDefinition/IHE.PCF.consentBasic",),
    transactions="PCF Consent Registry: ITI-108, written after CH:PPQm (templates 202, 203, 301, 302) by the person "
    "whose record it is. Emergency access is on until a Consent of template 202 denies it. What ended stays, inactive.",
    by_identifier=True,
)
CODE_SYSTEM = Served(
    "CodeSystem",
    ("read", "search-type"),
    _of("CodeSystem", uri="url", token="status version", string="name"),
    operations=(Operation("lookup", "http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup"),),
)
VALUE_SET = Served(
    "ValueSet",
    ("read", "search-type"),
    _of("ValueSet", uri="url", token="status version", string="name"),
    operations=(Operation("expand", "http://hl7.org/fhir/OperationDefinition/ValueSet-expand"),),
)

SERVED: tuple[Served, ...] = (
    AUDIT_EVENT,
    BINARY,
    BUNDLE,
    CODE_SYSTEM,
    CONSENT,
    DEVICE,
    DOCUMENT_REFERENCE,
    ENDPOINT,
    HEALTHCARE_SERVICE,
    LIST,
    LOCATION,
    ORGANIZATION,
    PATIENT,
    PRACTITIONER,
    PRACTITIONER_ROLE,
    VALUE_SET,
)
"""Every resource type under `/fhir`, by name."""
