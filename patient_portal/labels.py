"""Every code the platform may send, in words: reasons, actions, roles, states, levels, purposes, groups."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.i18n import length_of_time
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import (
    Action,
    ActivationStep,
    Confidentiality,
    DecisionReason,
    DossierState,
    LetterState,
    OrganisationKind,
    Outcome,
    ProfessionalCategory,
    Purpose,
    Reason,
    Right,
    Role,
    Standing,
)

_WRONG_TOTP = _l(
    "This code is not right. Look at the app again: the code changes every 30 seconds. Then type the new one."
)

REASONS: dict[Reason, LazyString] = {
    Reason.NOT_FOUND: _l("This does not exist, or it is not yours to see."),
    Reason.NOT_ALLOWED: _l("You may not do this."),
    Reason.SIGNED_OUT: _l("You are signed out. Please sign in again."),
    Reason.SESSION_EXPIRED: _l(
        "You are signed out: you were away for a while, or you signed out on another device. Please sign in again."
    ),
    Reason.SECOND_FACTOR_NEEDED: _l("For this, please type a new code from your app first."),
    Reason.TOKEN_INVALID: _l("The portal could not reach the record. Please try again in a few minutes."),
    Reason.SOFTWARE_NOT_CONFORMANT: _l("The software that asked is not approved for the shared care record."),
    Reason.RECORD_NOT_OPEN: _l("This record is not open."),
    Reason.RECORD_TAKES_NOTHING: _l("This record takes in no documents at the moment."),
    Reason.BLOCKED_BY_HOLDER: _l(
        "You have blocked this professional or their organisation. End the block first, then give access."
    ),
    Reason.UNTIL_NOT_ALLOWED: _l(
        "Choose a day from today on, at most five years away. For longer, choose access without an end."
    ),
    Reason.MATRICULE_TYPO: _l(
        "A digit seems wrong in this matricule. Compare it with your social security card: it has 13 digits."
    ),
    Reason.MATRICULE_OLD: _l(
        "This is an old number with 11 digits. The new one has 13 digits and is printed on your social security card."
    ),
    Reason.CODE_TYPO: _l(
        "One character of this code seems wrong. Compare it with your letter: it has 12 letters and digits."
    ),
    Reason.LETTER_NOT_ACCEPTED: _l(
        "We cannot accept this matricule and this code together. Check both. If they are right, the code may be too "
        "old or already used: then ask for a new letter."
    ),
    Reason.OBJECTION_TOO_LATE: _l(
        "The time to object with this letter is over. You can still close your record at any time: our helpdesk "
        "tells you how."
    ),
    Reason.EMAIL_MALFORMED: _l(
        "This does not look like an e-mail address. Type it like this: name@example.com"
    ),
    Reason.CODE_WRONG: _l("This code is not right. Check the newest e-mail from us and type its code."),
    Reason.CODE_EXPIRED: _l("This code is too old. Ask for a new one below."),
    Reason.CODE_LOCKED: _l("This code was typed wrong too often. Ask for a new one below."),
    Reason.PASSWORD_TOO_SHORT: _l(
        "This password is too short. Use 12 characters or more, for example four words."
    ),
    Reason.PASSWORD_TOO_LONG: _l("This password is too long. Use 128 characters or fewer."),
    Reason.PASSWORD_TOO_COMMON: _l("This password is easy to guess. Choose another, for example four words."),
    Reason.TOTP_WRONG: _WRONG_TOTP,
    Reason.TOTP_REPLAYED: _l(
        "This code was used already. Wait until the app shows the next one, at most 30 seconds, and type that."
    ),
    Reason.TOTP_CLOCK_DRIFT: _l(
        "The clock of your phone is wrong, so its codes do not fit. Set the phone's time to automatic, then type a "
        "new code."
    ),
    Reason.RECOVERY_CODE_WRONG: _l(
        "This recovery code is not right, or it was used already. Each works once."
    ),
    Reason.SIGN_IN_WRONG: _l("The e-mail address or the password is not right. Please check both."),
    Reason.ACCOUNT_NUMBER_NEEDED: _l(
        "Two people use this e-mail address. Please type your account number too: it is on the page you kept when "
        "you activated your record."
    ),
    Reason.LINK_NOT_ACCEPTED: _l("This link is too old or was used already. Ask for a new one."),
    Reason.STEP_OUT_OF_ORDER: _l("Another step comes first. Please go on with the step shown here."),
    Reason.TOO_MANY_TRIES: _l("There were too many tries. Please wait a while, then try again."),
    Reason.DOCUMENT_DAMAGED: _l(
        "This document was damaged while it was stored, so we do not show it. We have been told and look into it."
    ),
    Reason.DOCUMENT_TYPE_UNKNOWN: _l("This type of document does not exist."),
    Reason.DOCUMENT_TYPE_NOT_ALLOWED: _l("This type of document cannot be added here."),
    Reason.CONTENT_TYPE_NOT_ALLOWED: _l("This kind of file cannot be added."),
    Reason.CONTENT_NOT_READABLE: _l("This file cannot be read. It may be damaged."),
    Reason.CONTENT_TOO_LARGE: _l("This file is too large."),
    Reason.CONTENT_EMPTY: _l("This file is empty."),
    Reason.HASH_MISMATCH: _l("The file changed on its way here. Please send it again."),
    Reason.SIZE_MISMATCH: _l("The file did not arrive whole. Please send it again."),
    Reason.DUPLICATE_IDENTIFIER: _l("This document is in the record already."),
    Reason.PATIENT_UNKNOWN: _l("There is no record for this person."),
    Reason.ELEMENT_MISSING: _l("Something that is needed was left out."),
    Reason.VALUE_NOT_ALLOWED: _l("One of the values is not allowed here."),
    Reason.REFERENCE_UNKNOWN: _l("Something that was referred to does not exist."),
    Reason.PROFILE_UNKNOWN: _l("The form in which this was sent is not known here."),
    Reason.ENTRY_NOT_SUPPORTED: _l("A part of what was sent cannot be taken in."),
    Reason.PRESENCE_CODE_NOT_ACCEPTED: _l("This presence code is not accepted. Ask for a new one."),
    Reason.MALFORMED_REQUEST: _l("We could not read what was sent. Please try again."),
    Reason.FORMAT_NOT_SUPPORTED: _l("This was not sent in a format that we can read."),
    Reason.REQUEST_TOO_LARGE: _l("That was more than we can take at once."),
    Reason.METHOD_NOT_ALLOWED: _l("This page cannot be used in this way."),
    Reason.NOT_ACCEPTABLE: _l("This is not available in the form that was asked for."),
    Reason.OVERLOADED: _l(
        "Many people are using the portal at this moment. Please try again in a few minutes."
    ),
    Reason.INTERNAL: _l("Something went wrong on our side. Please try again in a few minutes."),
}

ACTIONS: dict[Action, LazyString] = {
    Action.ACTIVATE_RECORD: _l("Activated the record"),
    Action.OBJECT_BY_LETTER: _l("Objected to the record"),
    Action.OPEN_BY_DEFAULT: _l("Opened the record because nobody objected in time"),
    Action.REQUEST_LETTER: _l("Asked for an activation letter"),
    Action.ISSUE_LETTER: _l("Ordered an activation letter"),
    Action.MINT_LETTER: _l("Printed an activation letter"),
    Action.ACKNOWLEDGE_LETTER: _l("Noted what happened to a letter"),
    Action.MINT_PRESENCE_CODE: _l("Made a presence code"),
    Action.REDEEM_PRESENCE_CODE: _l("Used a presence code"),
    Action.SIGN_IN: _l("Signed in"),
    Action.SIGN_OUT: _l("Signed out"),
    Action.READ_SESSION: _l("Looked at the open sessions"),
    Action.END_SESSION: _l("Ended a session"),
    Action.RESET_PASSWORD: _l("Chose a new password"),
    Action.READ_ACCOUNT: _l("Looked at the account"),
    Action.CHANGE_LANGUAGE: _l("Changed the language"),
    Action.READ_DOSSIER: _l("Opened the record"),
    Action.LIST_DOCUMENTS: _l("Looked at the list of documents"),
    Action.READ_DOCUMENT: _l("Opened a document"),
    Action.DEPOSIT_DOCUMENT: _l("Added a document"),
    Action.READ_JOURNAL: _l("Looked at the access log"),
    Action.READ_RIGHTS: _l("Looked at who can open the record"),
    Action.SEARCH_DIRECTORY: _l("Searched for health professionals"),
    Action.GRANT_ACCESS: _l("Gave access to the record"),
    Action.REVOKE_ACCESS: _l("Took access back"),
    Action.BLOCK_PROFESSIONAL: _l("Blocked a professional or an organisation"),
    Action.UNBLOCK_PROFESSIONAL: _l("Ended a block"),
    Action.SET_EMERGENCY: _l("Changed the access in an emergency"),
    Action.PROVE_AGAIN: _l("Typed a new code from the app"),
    Action.READ_DIRECTORY: _l("Looked something up in the directory"),
    Action.FIND_PATIENT: _l("Looked you up in the directory of patients"),
    Action.READ_PATIENT: _l("Looked at who the record belongs to"),
    Action.READ_CONSENTS: _l("Looked at who may open the record"),
    Action.READ_TERMINOLOGY: _l("Looked up the names of document types"),
    Action.OBTAIN_TOKEN: _l("A software system signed in"),
    Action.SEND_NOTICE: _l("Sent a message to you"),
    Action.REGISTER_SOFTWARE: _l("Registered a software version"),
    Action.JUDGE_SOFTWARE: _l("Changed the conformity of a software version"),
    Action.OPERATE: _l("Ran a technical task"),
}

ROLES: dict[Role, LazyString] = {
    Role.PATIENT: _l("Patient"),
    Role.CAREGIVER: _l("Caregiver"),
    Role.AGENT: _l("Helpdesk agent"),
    Role.SUPERVISOR: _l("Helpdesk supervisor"),
    Role.PROFESSIONAL: _l("Health professional"),
    Role.SOFTWARE: _l("Software"),
    Role.VISITOR: _l("Somebody who was not signed in"),
    Role.WORKER: _l("The platform itself"),
    Role.OPERATOR: _l("Technical operator"),
}

DOSSIER_STATES: dict[DossierState, LazyString] = {
    DossierState.CREATED: _l("Prepared, not yet open"),
    DossierState.OBJECTED: _l("Not wanted: you objected"),
    DossierState.ACTIVATED: _l("Open: you activated it"),
    DossierState.OPEN_BY_DEFAULT: _l("Open, not yet activated by you"),
    DossierState.SUSPENDED: _l("Frozen for your protection"),
    DossierState.CLOSED: _l("Closed"),
    DossierState.REOPENED: _l("Open again"),
    DossierState.ERASED: _l("Erased"),
    DossierState.DECEASED: _l("Closed after a death"),
}

LETTER_STATES: dict[LetterState, LazyString] = {
    LetterState.ASKED: _l("Asked for"),
    LetterState.PRINTING: _l("Being printed"),
    LetterState.PRINTED: _l("Printed"),
    LetterState.POSTED: _l("Handed to the post"),
    LetterState.RETURNED: _l("Came back to us"),
    LetterState.USED: _l("Used"),
    LetterState.REVOKED: _l("No longer valid"),
}

ACTIVATION_STEPS: dict[ActivationStep, LazyString] = {
    ActivationStep.EMAIL: _l("Your e-mail address"),
    ActivationStep.EMAIL_CODE: _l("The code from the e-mail"),
    ActivationStep.PASSWORD: _l("Your password"),
    ActivationStep.TOTP: _l("Your authenticator app"),
    ActivationStep.RECOVERY_CODES: _l("Your recovery codes"),
    ActivationStep.DONE: _l("Done"),
}

CONFIDENTIALITY: dict[Confidentiality, LazyString] = {
    Confidentiality.NORMAL: _l("Normal: the professionals who treat you"),
    Confidentiality.RESTRICTED: _l("Restricted: your care circle only"),
    Confidentiality.SECRET: _l("Secret: you alone"),
}

RIGHTS: dict[Right, LazyString] = {
    Right.CIRCLE: _l("In your care circle"),
    Right.DATED: _l("Access until a date"),
    Right.PRESENCE: _l("Access by presence code"),
    Right.BLOCK: _l("Blocked"),
}

STANDINGS: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l("In your care circle"),
    Standing.DATED: _l("Access until a date"),
    Standing.PRESENCE: _l("Access by presence code"),
    Standing.AUTHOR: _l("Own documents only"),
    Standing.NO_ACCESS: _l("No access"),
    Standing.BLOCKED: _l("Blocked"),
    Standing.ORGANISATION_BLOCKED: _l("Their organisation is blocked"),
    Standing.RECORD_NOT_OPEN: _l("Your record is not open"),
}

DECISION_REASONS: dict[DecisionReason, LazyString] = {
    DecisionReason.NOT_TOLD: _l("I prefer not to say"),
    DecisionReason.TREATMENT: _l("They treat me"),
    DecisionReason.SECOND_OPINION: _l("I want a second opinion"),
    DecisionReason.CARE_AT_HOME: _l("They care for me at home"),
    DecisionReason.KNOWN_PRIVATELY: _l("I know them privately"),
    DecisionReason.TREATMENT_OVER: _l("They no longer treat me"),
    DecisionReason.NO_TRUST: _l("I have lost trust in them"),
}

PURPOSES: dict[Purpose, LazyString] = {
    Purpose.TREATMENT: _l("Treatment"),
    Purpose.EMERGENCY: _l("Emergency"),
    Purpose.PATIENT_REQUEST: _l("At the patient's own request"),
    Purpose.OPERATIONS: _l("Running the service"),
}

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.ALLOWED: _l("Allowed"),
    Outcome.REFUSED: _l("Refused"),
}

PROFESSIONAL_CATEGORIES: dict[ProfessionalCategory, LazyString] = {
    ProfessionalCategory.PHYSICIAN: _l("Physician"),
    ProfessionalCategory.DENTIST: _l("Dentist"),
    ProfessionalCategory.PHARMACIST: _l("Pharmacist"),
    ProfessionalCategory.NURSE: _l("Nurse"),
    ProfessionalCategory.MIDWIFE: _l("Midwife"),
    ProfessionalCategory.PHYSIOTHERAPIST: _l("Physiotherapist"),
    ProfessionalCategory.BIOLOGIST: _l("Laboratory specialist"),
    ProfessionalCategory.CARE_NETWORK: _l("Home-care network"),
}

ORGANISATION_KINDS: dict[OrganisationKind, LazyString] = {
    OrganisationKind.HOSPITAL: _l("Hospital"),
    OrganisationKind.LABORATORY: _l("Laboratory"),
    OrganisationKind.PRACTICE: _l("Doctor's practice"),
    OrganisationKind.CARE_NETWORK: _l("Home-care network"),
    OrganisationKind.PHARMACY: _l("Pharmacy"),
    OrganisationKind.AGENCY: _l("Agence eSanté"),
}

DOCUMENT_GROUPS: dict[str, LazyString] = {
    "synthesis": _l("Summaries"),
    "reports": _l("Medical reports"),
    "laboratory": _l("Laboratory"),
    "imaging": _l("Imaging"),
    "hospital": _l("Hospital and emergency"),
    "treatments": _l("Medicines and treatments"),
    "care": _l("Nursing and daily life"),
    "prevention": _l("Prevention and vaccines"),
    "administrative": _l("Administrative documents"),
    "statement": _l("Your own statement"),
}


def refusal(refused: Refused) -> str:
    """Why the platform refused, with the numbers it gave: how long to wait, how many tries are left."""
    if refused.code is Reason.TOO_MANY_TRIES and refused.retry_after:
        wait = length_of_time(refused.retry_after)
        return gettext(
            "There were too many tries. Please wait, then try again. Time to wait: %(wait)s", wait=wait
        )
    if refused.code is Reason.CODE_WRONG and (left := refused.number("tries_left")):
        return gettext(
            "This code is not right. Check the newest e-mail from us and type its code. Tries left: %(left)s",
            left=left,
        )
    minutes = refused.number("minutes")
    if refused.code is Reason.TOTP_CLOCK_DRIFT and minutes:
        return gettext(
            "The clock of your phone is wrong by about %(minutes)s minutes, so its codes do not fit. Set the phone's "
            "time to automatic, then type a new code.",
            minutes=abs(minutes),
        )
    return str(REASONS[refused.code])


def action(code: str) -> str:
    """An action of the trail in words, also one that this release does not know yet."""
    try:
        return str(ACTIONS[Action(code)])
    except ValueError:
        return gettext("Another act on the record")


def role(code: str) -> str:
    """A role in words, empty where none was told."""
    try:
        return str(ROLES[Role(code)])
    except ValueError:
        return ""


def purpose(code: str) -> str:
    """A purpose in words, empty where none was told."""
    try:
        return str(PURPOSES[Purpose(code)])
    except ValueError:
        return ""


def document_group(code: str) -> str:
    """A group of document types in words, empty for one that this release does not know."""
    return str(DOCUMENT_GROUPS.get(code, ""))
