"""Why the platform refused, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.labels.uploads import UPLOAD_REASONS
from patient_portal.platform_client.vocabulary import (
    Reason,
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
    Reason.SCOPE_NOT_GRANTED: _l("The software that asked is not approved for this."),
    Reason.SOFTWARE_NOT_CONFORMANT: _l("The software that asked is not approved for the shared care record."),
    Reason.RECORD_NOT_OPEN: _l("This record is not open."),
    Reason.RECORD_TAKES_NOTHING: _l("This record takes in no documents at the moment."),
    Reason.BLOCKED_BY_HOLDER: _l(
        "You have blocked this professional or their organisation. End the block first, then give access."
    ),
    Reason.UNTIL_NOT_ALLOWED: _l(
        "Choose a day from today on, at most five years away. For longer, choose access without an end."
    ),
    Reason.ADDRESS_OR_PHONE: _l("Give your address or your telephone number, so that we can reach you."),
    Reason.CONSENT_NEEDED: _l("Tick this box: without your agreement we cannot make a record."),
    Reason.ADULTS_ONLY: _l("Only adults ask for a record themselves. For a child, please call the helpdesk."),
    Reason.IDENTITY_NOT_SEEN: _l("Look at the identity document and at the social security card first."),
    Reason.ADDRESS_NEEDED: _l("A postal address is needed: the letter goes there."),
    Reason.RECORD_NOT_CLOSED: _l("This record is not closed. There is nothing to do here."),
    Reason.UNDO_OVER: _l("The time to undo the closing is over. You can have your record opened again."),
    Reason.ERASURE_NOT_ASKED: _l("Nobody asked to erase this record."),
    Reason.ACCOUNT_FROZEN: _l(
        "Signing in to this record is stopped, to protect you. To sign in again, show your identity document to the "
        "helpdesk, at the counter or on video."
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
    Reason.PHONE_MALFORMED: _l(
        "This is not a whole telephone number. Type it like this: 621 123 456, or with the country: +33 6 12 34 56 78"
    ),
    Reason.PHONE_ABROAD: _l(
        "We send text messages only to mobile numbers of Luxembourg, Belgium, France and Germany."
    ),
    Reason.PHONE_NO_MOBILE: _l(
        "This is a landline number. No text message reaches it: choose a mobile number, or another way."
    ),
    Reason.PHONE_TOO_NEW: _l(
        "This number was registered less than 72 hours ago. Until then it proves nobody: choose another way."
    ),
    Reason.PHONE_REFUSED: _l("No text message reaches this number. Check it, or type another number."),
    Reason.PHONE_UNREACHED: _l("No text message reaches the registered mobile number: choose another way."),
    Reason.PHONE_OF_STAFF: _l(
        "This is the number of somebody who works at the helpdesk. Ask the person for their own number."
    ),
    Reason.TEXT_CODE_WRONG: _l(
        "This code is not right. Check the newest text message from us and type its code."
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
    Reason.MANDATE_OVER: _l("You no longer act for this person: the mandate has ended."),
    Reason.INVITATION_NOT_ACCEPTED: _l(
        "This code is not right, too old, or used already. Ask the person who gave it to you for a new one."
    ),
    Reason.INVITATION_TYPO: _l(
        "One character of this code seems wrong. Compare it once more: it has 8 letters and digits."
    ),
    Reason.INVITATION_OWN: _l("This is your own code. Give it to the person who is to help you."),
    Reason.MANDATE_ELSEWHERE: _l("You help this person already. Nothing more is needed."),
    Reason.MANDATE_UNTIL: _l("Choose a day from today on, at most five years away."),
    Reason.MANDATE_OF_COURT: _l(
        "A court decided this, so it cannot be changed here. Do you have a new decision of the court? Call the "
        "helpdesk."
    ),
    Reason.JUDGMENT_INCOMPLETE: _l("Type what stands on the decision of the court."),
    Reason.JUDGMENT_DATES: _l(
        "Look at the dates: the decision is not in the future, its last day is not over."
    ),
    Reason.NO_PERSON_OF_TRUST: _l(
        "The holder named no person of trust with this whole name, or that person may look already."
    ),
    Reason.DOCTOR_UNKNOWN: _l(
        "No doctor of the directory has this number. Read it from the stamp once more. Only a physician attests."
    ),
    Reason.DOCTOR_OTHER_NAME: _l(
        "The doctor with this number has another name. Compare number and name with the stamp. If both are as it "
        "says, send the form back."
    ),
    Reason.DOCTOR_NAMESAKE: _l(
        "The doctor has the same name as the person of trust. Nobody attests for themself. If they are two people, "
        "tick the box."
    ),
    Reason.ATTESTATION_DATES: _l(
        "Look at the dates: the attestation is not in the future, and counts for three months at most."
    ),
    Reason.MANDATES_TOO_MANY: _l("You have named very many people. End some of these first."),
    Reason.NAME_MISSING: _l("Type the first name and the last name of this person."),
    Reason.DUTIES_NOT_ACCEPTED: _l("Please read the duties and accept them."),
    Reason.CALLER_NOT_FOUND: _l(
        "Nobody has this matricule and this whole name. Ask the caller to read out both once more."
    ),
    Reason.HOLDER_ALONE: _l(
        "Only the person themself can ask for this, not somebody who calls for them. When they come to the telephone, "
        "open a new case."
    ),
    Reason.HELPING_ONESELF: _l("This is your own record. A colleague must help you, as they help everybody."),
    Reason.HELPING_FAMILY: _l(
        "This is the record of somebody of your family. Please pass the call on to a colleague."
    ),
    Reason.HELPING_COLLEAGUE: _l(
        "This is a colleague's record. A supervisor must agree first: the request waits in their list."
    ),
    Reason.RECORD_GUARDED: _l(
        "This record is specially protected. A supervisor must agree first: the request waits in their list."
    ),
    Reason.SAME_PERSON_AGAIN: _l(
        "You have helped this person on several days of this week. Please pass the call on to a colleague."
    ),
    Reason.PROOF_WRONG: _l(
        "This does not prove the caller: the code is wrong, too old or used already. Ask once more, or choose "
        "another proof."
    ),
    Reason.PROOF_NEEDS_PRESENCE: _l(
        "An identity document can be seen only at the counter or in a video call. Choose another proof."
    ),
    Reason.PROOF_TOO_LOW: _l("The caller must be proved better for this. Choose a proof first."),
    Reason.NO_REGISTERED_CONTACT: _l(
        "Nothing of the kind is registered for this person. Choose another way."
    ),
    Reason.ASSISTANCE_OVER: _l(
        "You are helping nobody now: the time is over, or the person stopped it. Open a case first."
    ),
    Reason.EXTENDED_ALREADY: _l(
        "This case was extended once already. It ends by itself; then open a new one if it is needed."
    ),
    Reason.NOTE_ABOUT_HEALTH: _l(
        "This seems to speak of somebody's health. Please write only what was arranged, without any illness, "
        "treatment or medicine."
    ),
    Reason.NOTE_IDENTIFIES: _l(
        "Please leave out matricules and e-mail addresses: the case knows already whom it is about."
    ),
    Reason.NOTE_TOO_LONG: _l("This note is too long. Please keep to 500 characters."),
    Reason.TOO_MANY_NAMES: _l(
        "Enough names were looked up in this case. If there are more, please open a new case for them."
    ),
    Reason.ADDRESS_IS_NEW: _l(
        "The registered address changed in the last 30 days. A letter is only sent once you have seen the person’s "
        "identity document, at the counter or on video."
    ),
    Reason.OTHER_PROFESSIONAL: _l(
        "This is not the professional whose block is to end. Type the whole name, as the person says it."
    ),
    Reason.OWN_APPROVAL: _l(
        "You asked for this yourself, or it is about you or your family. Somebody else must look at it."
    ),
    Reason.SUPERVISOR_NEEDED: _l("Only a supervisor can agree to this."),
    Reason.DECIDED_ALREADY: _l("Somebody was faster, or the time is over: this waits no longer."),
    Reason.PAPER_NUMBER_TYPO: _l(
        "A character of this number seems wrong. It stands beside the QR code: eight characters in two groups."
    ),
    Reason.PAPER_KNOWN: _l(
        "A form with this number is registered already. If this is another sheet, leave the number empty: it gets a "
        "new one."
    ),
    Reason.PAPER_TAKEN: _l("A colleague has this form in hand."),
    Reason.PAPER_NOT_OWN_WORK: _l(
        "Only the agent who worked on this form, or a supervisor, can put it right."
    ),
    Reason.PAPER_NOT_IN_HAND: _l("Take this form in hand first."),
    Reason.PAPER_NOT_CHECKED: _l(
        "The form counts only with a signature and a copy of the identity document. Otherwise send it back."
    ),
    Reason.DELEGATE_UNKNOWN: _l(
        "Nobody of this name has an account with this matricule or this e-mail address. The person of trust needs an "
        "account of their own first."
    ),
    Reason.DELEGATE_NO_WAY_IN: _l(
        "This person has no account, and a letter cannot give them one: they are under 18, or their own record is not "
        "open. Nothing was entered. Say this to both, and keep the form until it is settled."
    ),
    Reason.DELEGATE_NEEDS_NUMBER: _l(
        "Nobody of this name has an account with this e-mail address. Type the matricule instead: then no account is "
        "needed yet. Somebody without a matricule needs an account first: you can ask for one below."
    ),
    Reason.ADDRESS_TAKEN: _l("Somebody of the helpdesk has this e-mail address already."),
    Reason.INVITED_MINOR: _l("This person is under 18. Only adults get such an account."),
    Reason.INVITED_RELATED: _l(
        "This seems to be you, or somebody of your family. Please pass it on to a colleague."
    ),
    Reason.INVITED_HAS_ACCOUNT: _l(
        "This address has such an account already. A code from the holder, or the mandate on paper, is enough now."
    ),
    Reason.INVITED_ALREADY: _l(
        "An invitation to this address is under way. You find it below: send the e-mail again, or call it back."
    ),
    Reason.INVITED_NOT_ACCEPTED: _l(
        "Link and date of birth were not accepted. Check the date of birth. If it is right, the link is too old or was "
        "used already: call us for a new one."
    ),
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
    Reason.DOCUMENT_WITHDRAWN: _l("This document was withdrawn by the person who wrote it."),
    Reason.RESOURCE_CHANGED: _l(
        "This was changed or finished meanwhile, perhaps in another window. Please look at it once more."
    ),
    Reason.STATEMENT_EMPTY: _l(
        "Your statement has no words yet. Please write at least one word: symbols alone cannot be read aloud."
    ),
    Reason.STATEMENT_TOO_LONG: _l(
        "This part is too long to be published. Your text is saved whole; please shorten it here."
    ),
    Reason.STATEMENT_CHANGED: _l(
        "Your statement was changed meanwhile, in another window or on another device. Nothing is lost: please look at "
        "it once more."
    ),
    Reason.STATEMENT_TOO_MANY_DRAFTS: _l(
        "Six different drafts are kept already. Choose one of them first, then go on. Copy what you typed here before."
    ),
    Reason.STATEMENT_UNDO_OVER: _l(
        "This statement was withdrawn too long ago to come back. You can write a new one."
    ),
    Reason.PATIENT_UNKNOWN: _l("There is no record for this person."),
    Reason.ELEMENT_MISSING: _l("Something that is needed was left out."),
    Reason.VALUE_NOT_ALLOWED: _l("One of the values is not allowed here."),
    Reason.REFERENCE_UNKNOWN: _l("Something that was referred to does not exist."),
    Reason.PROFILE_UNKNOWN: _l("The form in which this was sent is not known here."),
    Reason.ENTRY_NOT_SUPPORTED: _l("A part of what was sent cannot be taken in."),
    Reason.ELEMENT_NOT_KEPT: _l("A part of what was sent cannot be kept here, so nothing was changed."),
    Reason.PASS_TOO_LONG: _l(
        "A visit pass counts for 14 days at most. For longer, give access to the professional by name."
    ),
    Reason.PRESENCE_CODE_NOT_ACCEPTED: _l("This presence code is not accepted. Ask for a new one."),
    Reason.TOO_MANY_PETITIONS: _l(
        "Many of your requests wait for an answer already. Please wait for those first."
    ),
    Reason.PETITION_CLOSED: _l("This request was answered or withdrawn in the meantime."),
    Reason.MALFORMED_REQUEST: _l("We could not read what was sent. Please try again."),
    Reason.FORMAT_NOT_SUPPORTED: _l("This was not sent in a format that we can read."),
    Reason.REQUEST_TOO_LARGE: _l("That was more than we can take at once."),
    Reason.METHOD_NOT_ALLOWED: _l("This page cannot be used in this way."),
    Reason.NOT_ACCEPTABLE: _l("This is not available in the form that was asked for."),
    Reason.OVERLOADED: _l(
        "Many people are using the portal at this moment. Please try again in a few minutes."
    ),
    Reason.INTERNAL: _l("Something went wrong on our side. Please try again in a few minutes."),
    **UPLOAD_REASONS,
}
