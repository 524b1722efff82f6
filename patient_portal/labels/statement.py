"""The holder's own statement in words: its parts, its choices, what the law says beside them.

The words are the holder's ("I …"): a professional reads them in the language of the page, whatever was written in.
"""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
    StatementDetail,
    StatementPart,
    StatementState,
)

STATEMENT_PARTS: dict[StatementPart, LazyString] = {
    StatementPart.WHAT_MATTERS: _l("What matters to me"),
    StatementPart.CONTACTS: _l("People to call"),
    StatementPart.TRUSTED_PERSON: _l("My person of trust"),
    StatementPart.ALLERGIES: _l("My known allergies"),
    StatementPart.IMPLANTS: _l("My known implants"),
    StatementPart.MEDICINES: _l("Medicines that I take"),
    StatementPart.COMMUNICATION: _l("So that we understand each other"),
    StatementPart.END_OF_LIFE: _l("My wishes for the end of my life"),
    StatementPart.ORGAN_DONATION: _l("Giving organs after my death"),
    StatementPart.FREE_TEXT: _l("What else I want to say"),
}

CONTACT_RELATIONS: dict[ContactRelation, LazyString] = {
    ContactRelation.PARTNER: _l("Partner"),
    ContactRelation.CHILD: _l("Son or daughter"),
    ContactRelation.PARENT: _l("Mother or father"),
    ContactRelation.SIBLING: _l("Brother or sister"),
    ContactRelation.RELATIVE: _l("Another relative"),
    ContactRelation.FRIEND: _l("Friend"),
    ContactRelation.NEIGHBOUR: _l("Neighbour"),
    ContactRelation.REPRESENTATIVE: _l("Legal representative"),
    ContactRelation.CARER: _l("Carer"),
}

COMMUNICATION_NEEDS: dict[CommunicationNeed, LazyString] = {
    CommunicationNeed.HEARING: _l("I do not hear well"),
    CommunicationNeed.VISION: _l("I do not see well"),
    CommunicationNeed.SPEECH: _l("Speaking is difficult for me"),
    CommunicationNeed.WHEELCHAIR: _l("I use a wheelchair"),
    CommunicationNeed.EASY_LANGUAGE: _l("I need easy language"),
    CommunicationNeed.MORE_TIME: _l("I need more time"),
    CommunicationNeed.SIGN_LANGUAGE: _l("I use sign language"),
    CommunicationNeed.INTERPRETER: _l("I need an interpreter"),
    CommunicationNeed.COMPANION: _l("I want somebody with me"),
}

ADVANCE_DIRECTIVES: dict[AdvanceDirective, LazyString] = {
    AdvanceDirective.NONE: _l("I have nothing in writing"),
    AdvanceDirective.NOT_DECIDED: _l("I have not decided yet about writing something"),
    AdvanceDirective.PALLIATIVE: _l("I have an advance directive in writing"),
    AdvanceDirective.PROVISIONS: _l("I have end-of-life provisions that are registered"),
    AdvanceDirective.BOTH: _l("I have both: an advance directive and registered end-of-life provisions"),
}

ORGAN_DONATION: dict[OrganDonation, LazyString] = {
    OrganDonation.YES: _l("Yes, I want to give organs"),
    OrganDonation.NO: _l("No, I do not want to give organs"),
    OrganDonation.NOT_DECIDED: _l("I have not decided yet about giving organs"),
    OrganDonation.ELSEWHERE: _l("My will is recorded elsewhere"),
}

STATEMENT_DETAILS: dict[StatementDetail, LazyString] = {
    StatementDetail.TRUSTED_PHONE: _l("Telephone"),
    StatementDetail.INTERPRETER_LANGUAGE: _l("Language of the interpreter"),
    StatementDetail.COMMUNICATION_NOTE: _l("What helps me"),
    StatementDetail.DIRECTIVE: _l("What I have in writing"),
    StatementDetail.DIRECTIVE_WHERE: _l("Where it is kept, and who has a copy"),
    StatementDetail.DONATION_WHERE: _l("Where my will is recorded"),
}

STATEMENT_STATES: dict[StatementState, LazyString] = {
    StatementState.CURRENT: _l("Published"),
    StatementState.SUPERSEDED: _l("Replaced by a newer version"),
    StatementState.WITHDRAWN: _l("Withdrawn"),
}

STATEMENT_NOTICES: dict[str, LazyString] = {
    StatementPart.TRUSTED_PERSON.value: _l(
        "By the law of 24 July 2014 a person of trust is named on paper, with date and signature. What stands here "
        "says who it is. It does not replace that paper."
    ),
    StatementPart.END_OF_LIFE.value: _l(
        "Two laws of 16 March 2009 are about the end of life. One is about palliative care and the advance directive. "
        "The other is about euthanasia and assisted suicide; it asks that end-of-life provisions are registered with "
        "the National Commission for Control and Assessment. What stands here is not an advance directive and does not "
        "replace this registration."
    ),
    StatementPart.ORGAN_DONATION.value: _l(
        "By the law of 25 November 1982 organs may be taken after death unless the person refused in writing during "
        "their life. What stands here makes a will known. It does not replace a signed paper."
    ),
}
"""What the law says beside a part; neutral, and never a piece of advice."""
