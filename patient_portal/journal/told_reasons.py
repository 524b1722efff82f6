"""Why an attempt was refused, told afterwards: what a page asks of whoever is at it is no reason in a log."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal import labels
from patient_portal.platform_client.vocabulary import Reason

_CODE = _l("The code was not right, too old or used already.")
_CODE_OF_APP = _l("The code from the app was not right.")
_PASSWORD = _l("The new password was too short, too long or easy to guess.")
_SESSION = _l("Whoever tried was signed out.")
_OUR_SIDE = _l("Something went wrong on our side.")
_TELEPHONE = _l("The telephone number could not be used for this.")
_DAY = _l("The last day that was chosen was not possible.")
_LINK = _l("The link was too old or had been used already.")
_MEANWHILE = _l("It had been changed or finished meanwhile, perhaps in another window.")
_LEFT_OUT = _l("Something that was needed had been left out.")
_DESK = _l("The rules of the helpdesk did not allow it.")
_PAPER = _l("The paper form could not be worked on as it was.")
_FILE = _l("The file could not be read, or files of its kind are not taken.")
_ROOM = _l("There were too many files, or there was no room left for them.")

TOLD: dict[Reason, LazyString] = {
    Reason.NOT_FOUND: _l("It does not exist, or whoever tried may not see it."),
    Reason.NOT_ALLOWED: _l("This was not allowed."),
    Reason.ADDRESS_IS_NEW: _l("The registered address had changed in the last 30 days."),
    Reason.OTHER_PROFESSIONAL: _l("Another professional was named than the one asked about."),
    Reason.SIGNED_OUT: _SESSION,
    Reason.SESSION_EXPIRED: _SESSION,
    Reason.SECOND_FACTOR_NEEDED: _l("A new code from the app was needed first."),
    Reason.TOKEN_INVALID: _l("The portal could not reach the record."),
    Reason.BLOCKED_BY_HOLDER: _l("The professional or their organisation was blocked at that time."),
    Reason.UNTIL_NOT_ALLOWED: _DAY,
    Reason.MANDATE_UNTIL: _DAY,
    Reason.PASS_TOO_LONG: _DAY,
    Reason.ADDRESS_OR_PHONE: _LEFT_OUT,
    Reason.CONSENT_NEEDED: _LEFT_OUT,
    Reason.NAME_MISSING: _LEFT_OUT,
    Reason.DUTIES_NOT_ACCEPTED: _LEFT_OUT,
    Reason.STEP_OUT_OF_ORDER: _l("Another step had to come first."),
    Reason.ADULTS_ONLY: _l("Only adults ask for a record themselves."),
    Reason.UNDO_OVER: _l("The time to undo the closing was over."),
    Reason.RECORD_NOT_CLOSED: _l("The record was not closed."),
    Reason.ACCOUNT_FROZEN: _l("Every sign-in to this record was stopped at that time."),
    Reason.MATRICULE_TYPO: _l("The matricule was not right."),
    Reason.MATRICULE_OLD: _l("The matricule was an old number with 11 digits."),
    Reason.CODE_TYPO: _CODE,
    Reason.LETTER_NOT_ACCEPTED: _l("The matricule and the code of the letter did not go together."),
    Reason.OBJECTION_TOO_LATE: _l("The time to object with this letter was over."),
    Reason.EMAIL_MALFORMED: _l("The e-mail address was not a whole one."),
    Reason.PHONE_MALFORMED: _TELEPHONE,
    Reason.PHONE_NO_MOBILE: _TELEPHONE,
    Reason.PHONE_TOO_NEW: _TELEPHONE,
    Reason.PHONE_REFUSED: _TELEPHONE,
    Reason.PHONE_UNREACHED: _TELEPHONE,
    Reason.PHONE_OF_STAFF: _TELEPHONE,
    Reason.TEXT_CODE_WRONG: _CODE,
    Reason.CODE_WRONG: _CODE,
    Reason.CODE_EXPIRED: _CODE,
    Reason.CODE_LOCKED: _l("The code had been typed wrong too often."),
    Reason.INVITATION_NOT_ACCEPTED: _CODE,
    Reason.INVITATION_TYPO: _CODE,
    Reason.INVITATION_OWN: _l("It was the code of the person themself."),
    Reason.PRESENCE_CODE_NOT_ACCEPTED: _CODE,
    Reason.PASSWORD_TOO_SHORT: _PASSWORD,
    Reason.PASSWORD_TOO_LONG: _PASSWORD,
    Reason.PASSWORD_TOO_COMMON: _PASSWORD,
    Reason.TOTP_WRONG: _CODE_OF_APP,
    Reason.TOTP_REPLAYED: _l("The code from the app had been used already. Each works once."),
    Reason.TOTP_CLOCK_DRIFT: _l("The clock of the phone was wrong, so the code from the app did not fit."),
    Reason.RECOVERY_CODE_WRONG: _l("The recovery code was not right, or it had been used already."),
    Reason.SIGN_IN_WRONG: _l("The e-mail address or the password was not right."),
    Reason.ACCOUNT_NUMBER_NEEDED: _l(
        "Two people use this e-mail address, and the account number was missing."
    ),
    Reason.LINK_NOT_ACCEPTED: _LINK,
    Reason.INVITED_NOT_ACCEPTED: _LINK,
    Reason.INVITED_RELATED: _DESK,
    Reason.INVITED_ALREADY: _DESK,
    Reason.TOO_MANY_TRIES: _l("There had been too many tries."),
    Reason.DELEGATE_NEEDS_NUMBER: _LEFT_OUT,
    Reason.DELEGATE_NO_WAY_IN: _DESK,
    Reason.MANDATE_ELSEWHERE: _l("The two were connected already."),
    Reason.MANDATE_OVER: _l("The mandate had ended."),
    Reason.MANDATE_OF_COURT: _l("A court decided this, so it cannot be changed here."),
    Reason.MANDATES_TOO_MANY: _l("Very many people had been named already."),
    Reason.JUDGMENT_INCOMPLETE: _LEFT_OUT,
    Reason.JUDGMENT_DATES: _PAPER,
    Reason.ATTESTATION_DATES: _PAPER,
    Reason.DOCTOR_UNKNOWN: _PAPER,
    Reason.DOCTOR_OTHER_NAME: _PAPER,
    Reason.DOCTOR_NAMESAKE: _PAPER,
    Reason.PAPER_NUMBER_TYPO: _PAPER,
    Reason.PAPER_KNOWN: _PAPER,
    Reason.PAPER_NOT_IN_HAND: _PAPER,
    Reason.PAPER_NOT_CHECKED: _PAPER,
    Reason.DELEGATE_UNKNOWN: _PAPER,
    Reason.IDENTITY_NOT_SEEN: _LEFT_OUT,
    Reason.CALLER_NOT_FOUND: _l("Nobody has this matricule and this whole name."),
    Reason.HOLDER_ALONE: _l("Only the person themself can ask for this, not somebody who calls for them."),
    Reason.HELPING_ONESELF: _DESK,
    Reason.HELPING_FAMILY: _DESK,
    Reason.HELPING_COLLEAGUE: _DESK,
    Reason.RECORD_GUARDED: _DESK,
    Reason.SAME_PERSON_AGAIN: _DESK,
    Reason.OWN_APPROVAL: _DESK,
    Reason.EXTENDED_ALREADY: _DESK,
    Reason.NOTE_ABOUT_HEALTH: _DESK,
    Reason.NOTE_IDENTIFIES: _DESK,
    Reason.NOTE_TOO_LONG: _DESK,
    Reason.TOO_MANY_NAMES: _DESK,
    Reason.PROOF_WRONG: _l("It was not proved who was calling."),
    Reason.PROOF_NEEDS_PRESENCE: _l("It was not proved who was calling."),
    Reason.PROOF_TOO_LOW: _l("It was not proved well enough who was calling."),
    Reason.NO_REGISTERED_CONTACT: _l("Nothing of the kind was registered."),
    Reason.ASSISTANCE_OVER: _l("The time for helping was over, or it had been stopped."),
    Reason.HASH_MISMATCH: _l("The file did not arrive as it was sent."),
    Reason.SIZE_MISMATCH: _l("The file did not arrive as it was sent."),
    Reason.RESOURCE_CHANGED: _MEANWHILE,
    Reason.PETITION_CLOSED: _MEANWHILE,
    Reason.DECIDED_ALREADY: _MEANWHILE,
    Reason.UPLOAD_OVER: _MEANWHILE,
    Reason.STATEMENT_CHANGED: _MEANWHILE,
    Reason.STATEMENT_EMPTY: _l("The statement had no words yet."),
    Reason.STATEMENT_TOO_LONG: _l("A part of the statement was too long to be published."),
    Reason.STATEMENT_TOO_MANY_DRAFTS: _l("Six different drafts were kept already."),
    Reason.STATEMENT_UNDO_OVER: _l("It had been withdrawn too long ago to come back."),
    Reason.DOCUMENT_UNDO_OVER: _l("It had been withdrawn too long ago to come back."),
    Reason.TOO_MANY_PETITIONS: _l("Many requests were waiting for an answer already."),
    Reason.MALFORMED_REQUEST: _l("We could not read what was sent."),
    Reason.OVERLOADED: _l("Too many people were using the portal at that moment."),
    Reason.INTERNAL: _OUR_SIDE,
    Reason.UPLOAD_NOTHING: _l("No file had been chosen."),
    Reason.UPLOAD_KIND: _FILE,
    Reason.UPLOAD_HEIC: _FILE,
    Reason.UPLOAD_DAMAGED: _FILE,
    Reason.UPLOAD_TOO_COMPLEX: _FILE,
    Reason.UPLOAD_LOCKED: _l("The file was locked with a password."),
    Reason.UPLOAD_DISGUISED: _l("The file was not what its name said, or it held something hidden."),
    Reason.UPLOAD_HARMFUL: _l("Our virus scanner found something in the file. It was not kept."),
    Reason.UPLOAD_NOT_CHECKED: _l("We could not check files for viruses at that moment."),
    Reason.UPLOAD_TWICE: _l("The file had been added already."),
    Reason.UPLOAD_TOO_MANY: _ROOM,
    Reason.UPLOAD_QUOTA: _ROOM,
    Reason.UPLOAD_DAY_TO_COME: _l("The day of the document was still to come, or very long ago."),
}
"""In place of the words of a page: those ask for something, speak of “here” or “below”, or speak to whoever tried."""


def told(code: str) -> str:
    """Why something was refused, in words; a code of a later release as it is."""
    try:
        reason = Reason(code)
    except ValueError:
        return code
    return str(TOLD.get(reason) or labels.REASONS[reason])
