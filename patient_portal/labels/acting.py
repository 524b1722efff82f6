"""Mandates in words: what a caregiver may do, what a mandate is for, where it stands."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    MandateBasis,
    MandateNotice,
    MandateReason,
    MandateState,
    MandateTemplate,
    MandateVerb,
)

MANDATE_VERBS: dict[MandateVerb, LazyString] = {
    MandateVerb.LIST: _l("See which documents there are"),
    MandateVerb.READ: _l("Read the documents"),
    MandateVerb.DOWNLOAD: _l("Save the documents on their own device"),
    MandateVerb.WRITE_STATEMENT: _l("Write your statement with you"),
    MandateVerb.MANAGE_PROFESSIONALS: _l("Decide which professionals may open the record"),
    MandateVerb.SEE_JOURNAL: _l("See who opened the record"),
    MandateVerb.TALK_TO_HELPDESK: _l("Speak with the helpdesk for you"),
}
MANDATE_OPENS: dict[MandateVerb, LazyString] = {
    MandateVerb.LIST: _l("See which documents there are"),
    MandateVerb.READ: _l("Read the documents"),
    MandateVerb.DOWNLOAD: _l("Save the documents on your own device"),
    MandateVerb.WRITE_STATEMENT: _l("Write their statement with them"),
    MandateVerb.MANAGE_PROFESSIONALS: _l("Decide which professionals may open the record"),
    MandateVerb.SEE_JOURNAL: _l("See who opened the record"),
    MandateVerb.TALK_TO_HELPDESK: _l("Speak with the helpdesk for them"),
}
"""The same, told to whoever may do it."""
MANDATE_TEMPLATES: dict[MandateTemplate, LazyString] = {
    MandateTemplate.LOOK: _l("Look with me"),
    MandateTemplate.DAILY: _l("Help me day to day"),
    MandateTemplate.EVERYTHING: _l("Manage everything with me"),
    MandateTemplate.EMERGENCY: _l("Only when I open it"),
    MandateTemplate.TRUSTED: _l("Person of trust"),
    MandateTemplate.PARENT: _l("Parent"),
    MandateTemplate.GUARDIAN: _l("Guardian named by a court"),
}
MANDATE_STATES: dict[MandateState, LazyString] = {
    MandateState.PROPOSED: _l("Invited"),
    MandateState.ACCEPTED: _l("Waits for your yes"),
    MandateState.ACTIVE: _l("In force"),
    MandateState.REJECTED: _l("Called back"),
    MandateState.ENDED: _l("Ended"),
    MandateState.SUSPENDED: _l("Paused"),
    MandateState.ENTERED_IN_ERROR: _l("Entered by mistake"),
}
MANDATE_REASONS: dict[MandateReason, LazyString] = {
    MandateReason.INVITED: _l("The code was not entered yet."),
    MandateReason.CODE_ENTERED: _l("Somebody entered the code."),
    MandateReason.CONFIRMED: _l("You confirmed it."),
    MandateReason.WRONG_PERSON: _l("The wrong person entered the code."),
    MandateReason.ENDED_BY_HOLDER: _l("You ended it."),
    MandateReason.RESIGNED: _l("This person ended it."),
    MandateReason.ENDED_BY_HELPDESK: _l("The helpdesk ended it for you."),
    MandateReason.RAN_OUT: _l("Its last day is over."),
    MandateReason.NOT_IN_TIME: _l("The time for the code is over."),
    MandateReason.PAUSED: _l("You paused it."),
    MandateReason.PAPER: _l("It came on paper, signed by both."),
    MandateReason.ACCOUNT_AWAITED: _l(
        "It came on paper, signed by both. We sent this person a letter: it counts once they have an account."
    ),
    MandateReason.REGISTERED: _l("It comes from the national register."),
    MandateReason.OF_AGE: _l("The young person has come of age."),
    MandateReason.COURT_DECISION: _l("A court decided it."),
    MandateReason.ATTESTED: _l("A doctor attested that you could not decide for yourself."),
    MandateReason.ATTESTATION_OVER: _l("The doctor’s attestation is over."),
    MandateReason.TYPED_WRONG: _l("It was entered by mistake."),
}
MANDATE_BASES: dict[MandateBasis, LazyString] = {
    MandateBasis.CONSENT: _l("The person’s own wish"),
    MandateBasis.PARENTAL: _l("Parental authority"),
    MandateBasis.GUARDIANSHIP: _l("Guardianship"),
    MandateBasis.COURT: _l("Decision of a court"),
}
MANDATE_NOTICES: dict[MandateNotice, LazyString] = {
    MandateNotice.BEGINS: _l("When this person opens your record"),
    MandateNotice.CHANGES: _l("When this person changes something"),
}
