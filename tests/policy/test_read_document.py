"""Reading one document: the patient; its author; a professional by access, category and level; an emergency."""

from dataclasses import replace

from platform_api.vocabulary import Action, Confidentiality, DossierState, MandateVerb, Reason, Role
from tests.policy.caregivers import CAREGIVER, caregivers_case, with_verbs
from tests.policy.tables import (
    DOCTOR,
    NOBODY,
    OPEN,
    PATIENT,
    SHUT,
    SOFTWARE,
    Row,
    check,
    each,
    no,
    people_without,
    yes,
)

ACTION = Action.READ_DOCUMENT
NORMAL, RESTRICTED, SECRET = Confidentiality
OWN = replace(PATIENT, dossier_state=DossierState.ACTIVATED, exists=True)
AUTHOR = replace(DOCTOR, exists=True, is_author=True)
DEPOSITOR = replace(
    SOFTWARE,
    software_may_deposit=None,
    scope_granted=True,
    exists=True,
    is_depositor=True,
    document_level=NORMAL,
)
TREATING = replace(DOCTOR, exists=True, granted_level=NORMAL, category_reads=True, document_level=NORMAL)
EMERGENCY = replace(
    DOCTOR,
    exists=True,
    attests_emergency=True,
    emergency_allowed=True,
    emergency_level=NORMAL,
    category_reads=True,
    document_level=NORMAL,
)
CLOSED = (*SHUT, DossierState.CREATED)


def _shut_out(who: str, facts) -> tuple[Row, ...]:
    """What refuses everybody but the patient: a block, withdrawn software, a record that is not open, no document."""
    return (
        no(f"{who}, blocked by the patient", facts, hidden=True, is_blocked=True),
        no(
            f"{who}, behind withdrawn software",
            facts,
            Reason.SOFTWARE_NOT_CONFORMANT,
            hidden=True,
            software_conformant=False,
        ),
        no(f"{who}, without the scope", facts, Reason.SCOPE_NOT_GRANTED, scope_granted=False),
        no(f"{who}, in another capacity", facts, hidden=True, role=Role.WORKER),
        no(f"{who}, but there is no such document", facts, Reason.NOT_FOUND, hidden=True, exists=False),
        *(
            no(
                f"{who}, the record is {state}",
                facts,
                Reason.RECORD_NOT_OPEN,
                hidden=True,
                dossier_state=state,
            )
            for state in CLOSED
        ),
    )


LOOKING = replace(
    CAREGIVER,
    exists=True,
    only_looked_at=True,
    document_type="lab",
    document_level=NORMAL,
    mandate_hidden_types=frozenset({"certificate"}),
    mandate_ceiling=NORMAL,
)
"""A caregiver before a document that their mandate does not leave out, shown on the portal's page."""


def _for_them(facts, verb: MandateVerb = MandateVerb.READ):
    return with_verbs(replace(facts, dossier_state=DossierState.ACTIVATED), MandateVerb.LIST, verb)


def _limits(facts, verb: MandateVerb) -> tuple[Row, ...]:
    """What a mandate leaves out stays shut, whatever the verbs."""
    helping = _for_them(facts, verb)
    high = replace(helping, mandate_ceiling=RESTRICTED)
    return (
        yes(
            f"a caregiver who may {verb}, a restricted document under a high ceiling",
            high,
            document_level=RESTRICTED,
        ),
        no(
            f"a caregiver who may {verb}, a type that is left out",
            helping,
            hidden=True,
            document_type="certificate",
        ),
        no(f"a caregiver who may {verb}, above the ceiling", helping, hidden=True, document_level=RESTRICTED),
        no(f"a caregiver who may {verb}, a secret document", high, hidden=True, document_level=SECRET),
        no(
            f"a caregiver who may {verb}, a ceiling that nobody may give",
            helping,
            hidden=True,
            document_level=SECRET,
            mandate_ceiling=SECRET,
        ),
        no(
            f"a caregiver who may {verb}, what is not there",
            helping,
            Reason.NOT_FOUND,
            hidden=True,
            exists=False,
        ),
    )


ROWS = (
    *(yes(f"the patient, the record is {state}", OWN, dossier_state=state) for state in OPEN),
    *(
        no(f"the patient, the record is {state}", OWN, Reason.RECORD_NOT_OPEN, dossier_state=state)
        for state in CLOSED
    ),
    no("the patient asks for what is not there", OWN, Reason.NOT_FOUND, hidden=True, exists=False),
    no("another patient", OWN, hidden=True, is_own_record=False),
    no("the patient who still owes the second factor", OWN, hidden=True, second_factor_proved=False),
    yes("the author of the document", AUTHOR),
    *_shut_out("the author", AUTHOR),
    no("a doctor who did not write it and has no access", AUTHOR, hidden=True, is_author=False),
    yes("a laboratory's software, what it brought in itself", DEPOSITOR),
    yes("the same, when the patient restricted it", DEPOSITOR, document_level=RESTRICTED),
    *_shut_out("a laboratory's software", DEPOSITOR),
    no("a software, what others brought in", DEPOSITOR, hidden=True, is_depositor=False),
    no("a software, when the patient kept it secret", DEPOSITOR, hidden=True, document_level=SECRET),
    yes("a doctor with access now, a normal document", TREATING),
    yes(
        "a doctor of the care circle, a restricted document",
        TREATING,
        granted_level=RESTRICTED,
        document_level=RESTRICTED,
    ),
    *_shut_out("a doctor with access", TREATING),
    no("a doctor whose category does not read this type", TREATING, hidden=True, category_reads=False),
    no(
        "a doctor with a dated access, a restricted document",
        TREATING,
        hidden=True,
        document_level=RESTRICTED,
    ),
    no(
        "a doctor of the care circle, a secret document",
        TREATING,
        hidden=True,
        granted_level=RESTRICTED,
        document_level=SECRET,
    ),
    no("a doctor with access of an unknown height", TREATING, hidden=True, granted_level="everything"),
    yes("an attested emergency, a normal document", EMERGENCY),
    yes(
        "an emergency where the setting opens restricted documents",
        EMERGENCY,
        emergency_level=RESTRICTED,
        document_level=RESTRICTED,
    ),
    *_shut_out("a doctor in an emergency", EMERGENCY),
    no("an emergency that the patient ruled out", EMERGENCY, hidden=True, emergency_allowed=False),
    no("no emergency attested", EMERGENCY, hidden=True, attests_emergency=False),
    no("an emergency, a type that the category does not read", EMERGENCY, hidden=True, category_reads=False),
    no("an emergency, a restricted document", EMERGENCY, hidden=True, document_level=RESTRICTED),
    no(
        "an emergency, a secret document",
        EMERGENCY,
        hidden=True,
        emergency_level=RESTRICTED,
        document_level=SECRET,
    ),
    *(
        no(who, facts, hidden=True)
        for who, facts in people_without(Role.PATIENT, Role.PROFESSIONAL, Role.SOFTWARE)
    ),
    *caregivers_case(
        LOOKING, MandateVerb.LIST, MandateVerb.READ, hidden=True, open_only=True, instead=MandateVerb.DOWNLOAD
    ),
    *caregivers_case(
        replace(LOOKING, only_looked_at=None),
        MandateVerb.LIST,
        MandateVerb.DOWNLOAD,
        hidden=True,
        open_only=True,
    ),
    *(
        row
        for verb in (MandateVerb.READ, MandateVerb.DOWNLOAD)
        for row in _limits(replace(LOOKING, only_looked_at=verb is MandateVerb.READ or None), verb)
    ),
    no("a caregiver who may only look, saving it", _for_them(LOOKING), hidden=True, only_looked_at=False),
    no("nobody", NOBODY, hidden=True),
)


@each(ROWS)
def test_who_may_read_a_document(row: Row):
    check(ACTION, row)
