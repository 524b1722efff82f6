"""What the head of a document says: whose, by whom, when; missing things are simply not there."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from patient_portal.documents.cda import read_cda
from patient_portal.documents.cda_time import read_moment
from patient_portal.documents.cda_types import CdaDocument, Identifier, Moment, Party, Precision, Telecom
from tests.portal.documents.samples import WORDS, sections


def head(header: str) -> CdaDocument:
    return read_cda(sections("<text>x</text>", header=header), WORDS)


def patient_named(*names: str) -> str:
    written = "".join(names)
    return head(
        f"<recordTarget><patientRole><patient>{written}</patient></patientRole></recordTarget>"
    ).patient.name


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["<name><family>Muster</family><given>Anna</given></name>"], "Anna Muster"),
        (
            [
                "<name><prefix>Dr.</prefix><prefix>med.</prefix><given>Jean</given><given>Marc</given>"
                "<family>Weber</family><suffix>MD</suffix></name>"
            ],
            "Dr. med. Jean Marc Weber, MD",
        ),
        (["<name>Dr. Max Muster</name>"], "Dr. Max Muster"),
        (['<name nullFlavor="UNK"/>', "<name><given>A</given><family>B</family></name>"], "A B"),
        (
            [
                '<name use="P"><given>Bo</given></name>',
                '<name use="L"><given>Boris</given><family>J</family></name>',
            ],
            "Boris J",
        ),
        (
            [
                '<name><given>Patricia</given><given qualifier="CL">Patty</given><family>Primary</family></name>'
            ],
            "Patricia Primary",
        ),
        (
            ['<name><given>Marie</given><family qualifier="BR">Durand</family><family>Weber</family></name>'],
            "Marie Weber",
        ),
        (['<name><given>Marie</given><family qualifier="BR">Durand</family></name>'], "Marie Durand"),
        (['<name><given nullFlavor="UNK"/><family nullFlavor="UNK"/></name>'], ""),
        ([], ""),
    ],
)
def test_name_is_written_as_it_is_said(names: list[str], shown: str):
    assert patient_named(*names) == shown


CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026", Moment(datetime(2026, 1, 1), Precision.YEAR)),
        ("202603", Moment(datetime(2026, 3, 1), Precision.MONTH)),
        ("20260301", Moment(datetime(2026, 3, 1), Precision.DAY)),
        ("20260301-0500", Moment(datetime(2026, 3, 1), Precision.DAY)),
        ("2026030114", Moment(datetime(2026, 3, 1, 14), Precision.MINUTE)),
        ("202603011415", Moment(datetime(2026, 3, 1, 14, 15), Precision.MINUTE)),
        ("20260301141559+0100", Moment(datetime(2026, 3, 1, 14, 15, 59, tzinfo=CET), Precision.SECOND)),
        ("20260301141559.123+01", Moment(datetime(2026, 3, 1, 14, 15, 59, tzinfo=CET), Precision.SECOND)),
        ("2026-03-01", Moment(datetime(2026, 3, 1), Precision.DAY)),
        ("2026-03-01T14:15:59Z", Moment(datetime(2026, 3, 1, 14, 15, 59, tzinfo=UTC), Precision.SECOND)),
        ("2026-03", Moment(datetime(2026, 3, 1), Precision.MONTH)),
        *(
            (wrong, None)
            for wrong in ("", "0000", "20261301", "2026030125", "yesterday", "２０２６", "9" * 99)
        ),
    ],
)
def test_moment_keeps_the_precision_it_states(written: str, moment: Moment | None):
    assert read_moment(written) == moment


def test_head_is_read_whole():
    address = (
        "<addr><streetAddressLine>1, rue X</streetAddressLine><city>Esch</city><postalCode>4001</postalCode>"
        "<country>LU</country></addr>"
    )
    read = head(f"""
      <id root="1.2" extension="7"/><code code="18842-5"><translation displayName="Lettre de sortie"/></code>
      <title/><effectiveTime value="20260301"/><languageCode code="ltz"/><setId root="1.2.3"/>
      <versionNumber value="2"/>
      <recordTarget><patientRole><id root="1.3.182.4.4" extension="1893120105732"/>{address}
        <telecom value="tel:+352 123"/><telecom value="mailto:a@b.lu"/><telecom nullFlavor="NI"/>
        <patient><name><given>A</given><family>B</family></name><administrativeGenderCode code="F"/>
        <birthTime value="18931201"/><guardian><code displayName="mother"/><guardianPerson><name>Eva B</name>
        </guardianPerson></guardian></patient></patientRole></recordTarget>
      <author><time value="20260228"/><assignedAuthor><code displayName="Cardiologist"/><assignedPerson>
        <name><given>C</given><family>D</family></name></assignedPerson><representedOrganization><name/>
        <asOrganizationPartOf><wholeOrganization><name>CHL</name></wholeOrganization></asOrganizationPartOf>
        </representedOrganization></assignedAuthor></author>
      <author><assignedAuthor><assignedAuthoringDevice><softwareName>Soft</softwareName></assignedAuthoringDevice>
        </assignedAuthor></author>
      <custodian><assignedCustodian><representedCustodianOrganization><name>CHL</name>{address}
        </representedCustodianOrganization></assignedCustodian></custodian>
      <legalAuthenticator><time value="20260301"/><assignedEntity><assignedPerson><name>E F</name></assignedPerson>
        </assignedEntity></legalAuthenticator>
      <participant typeCode="IND"><associatedEntity classCode="ECON"><code displayName="son"/><associatedPerson>
        <name>G H</name></associatedPerson></associatedEntity></participant>
      <documentationOf><serviceEvent><code displayName="Appendectomy"/><effectiveTime><low value="20260201"/>
        <high nullFlavor="UNK"/></effectiveTime></serviceEvent></documentationOf>
      <relatedDocument typeCode="RPLC"><parentDocument><id root="1.2" extension="6"/></parentDocument></relatedDocument>
      <componentOf><encompassingEncounter><effectiveTime><low value="20260201"/><high value="20260205"/>
        </effectiveTime><location><healthCareFacility><location><name>Ward 3</name></location></healthCareFacility>
        </location></encompassingEncounter></componentOf>""")
    assert (read.title, read.language, read.version) == ("Lettre de sortie", "lb", "2")
    assert read.patient.address == ("1, rue X", "4001 Esch", "LU")
    assert read.patient.telecoms == (Telecom("tel", "+352 123"), Telecom("mailto", "a@b.lu"))
    assert read.patient.identifiers == (Identifier("1.3.182.4.4", "1893120105732"),)
    assert read.patient.guardians[0].party.person == "Eva B"
    assert [(one.person, one.organisation, one.role, one.device) for one in read.authors] == [
        ("C D", "CHL", "Cardiologist", ""),
        ("", "", "", "Soft"),
    ]
    assert read.custodian == Party(organisation="CHL", address=("1, rue X", "4001 Esch", "LU"))
    assert read.legal_authenticator is not None
    assert read.legal_authenticator.person == "E F"
    assert [(one.kind, one.relation, one.party.person) for one in read.participants] == [
        ("ECON", "son", "G H")
    ]
    assert read.events[0].name == "Appendectomy"
    assert read.events[0].period.end is None
    assert read.related[0].kind == "RPLC"
    assert read.encounter is not None
    assert read.encounter.location == Party(organisation="Ward 3")


def test_text_of_the_head_is_cleaned():
    assert head("<title>A\u202eB\n  C</title>").title == "AB C"
