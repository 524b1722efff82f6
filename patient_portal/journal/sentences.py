"""Every act of the trail as a sentence: done by the person, done by somebody else, tried and refused."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.journal import account_sentences, paper_sentences
from patient_portal.journal.tried_sentences import TRIED
from patient_portal.platform_client.vocabulary import Action, Reason

OWN: dict[Action, LazyString] = {
    **account_sentences.OWN,
    Action.ACTIVATE_RECORD: _l("You activated your record."),
    Action.OBJECT_BY_LETTER: _l("You objected to your record."),
    Action.CLOSE_RECORD: _l("You closed your record."),
    Action.UNDO_CLOSING: _l("You undid the closing of your record."),
    Action.REOPEN_RECORD: _l("You opened your record again."),
    Action.ASK_ERASURE: _l("You asked us to erase your record."),
    Action.STOP_ERASURE: _l("You decided that your record is kept."),
    Action.FREEZE_ACCOUNT: _l("You stopped every sign-in to your record."),
    Action.REQUEST_OPENING: _l("You asked for a record."),
    Action.SET_SECONDARY_USE: _l("You changed whether your data may serve research."),
    Action.REQUEST_LETTER: _l("You asked for a new activation letter."),
    Action.SIGN_IN: _l("You signed in."),
    Action.SIGN_OUT: _l("You signed out."),
    Action.READ_SESSION: _l("You looked at where you are signed in."),
    Action.END_SESSION: _l("You ended one of your sessions."),
    Action.RESET_PASSWORD: _l("You chose a new password."),
    Action.READ_ACCOUNT: _l("You looked at your account."),
    Action.CHANGE_LANGUAGE: _l("You changed the language of your letters and messages."),
    Action.READ_DOSSIER: _l("You opened your record."),
    Action.LIST_DOCUMENTS: _l("You looked at the list of your documents."),
    Action.READ_DOCUMENT: _l("You opened a document."),
    Action.READ_SUMMARY: _l("You had a patient summary made."),
    Action.DEPOSIT_DOCUMENT: _l("You added a document."),
    Action.UPLOAD_DOCUMENT: _l("You prepared a document of your own."),
    Action.KEEP_UPLOAD: _l("You added a document of your own."),
    Action.WITHDRAW_DOCUMENT: _l("You withdrew a document of your own."),
    Action.RESTORE_DOCUMENT: _l("You brought a document of your own back."),
    Action.READ_STATEMENT: _l("You opened the page of your own statement."),
    Action.WRITE_STATEMENT: _l("You wrote a draft of your own statement."),
    Action.PUBLISH_STATEMENT: _l("You published your own statement."),
    Action.WITHDRAW_STATEMENT: _l("You withdrew your own statement."),
    Action.RESTORE_STATEMENT: _l("You brought your own statement back."),
    Action.READ_MANDATES: _l("You looked at who helps you."),
    Action.PROPOSE_MANDATE: _l("You named somebody who is to help you."),
    Action.CONFIRM_MANDATE: _l("You confirmed who may act for you."),
    Action.CHANGE_MANDATE: _l("You changed what somebody may do for you."),
    Action.END_MANDATE: _l("You ended what somebody may do for you."),
    Action.READ_ACTING: _l("You looked at whom you can act for."),
    Action.STOP_ACTING: _l("You stopped acting for somebody else."),
    Action.READ_JOURNAL: _l("You looked at this access log."),
    Action.EXPORT_JOURNAL: _l("You took a copy of this access log, or a receipt."),
    Action.SEAL_PDF: _l("You had a PDF sealed that you took along."),
    Action.ASK_PETITION: _l("You asked the agency something about your record."),
    Action.READ_PETITIONS: _l("You looked at your requests and their answers."),
    Action.WITHDRAW_PETITION: _l("You withdrew a request."),
    Action.READ_RIGHTS: _l("You looked at who can open your record."),
    Action.SEARCH_DIRECTORY: _l("You searched for health professionals."),
    Action.GRANT_ACCESS: _l("You gave access to your record."),
    Action.REVOKE_ACCESS: _l("You took access to your record back."),
    Action.BLOCK_PROFESSIONAL: _l("You blocked a professional or an organisation."),
    Action.UNBLOCK_PROFESSIONAL: _l("You ended a block."),
    Action.SET_EMERGENCY: _l("You changed who may open your record in an emergency."),
    Action.READ_CONFIDENTIALITY: _l("You looked at who may see which of your documents."),
    Action.SET_CONFIDENTIALITY: _l("You changed who may see your documents."),
    Action.SEE_AS: _l("You looked at your record through the eyes of somebody else."),
    Action.SEE_PAST: _l("You looked at what somebody could open on a day."),
    Action.ASK_EXPORT: _l("You asked for a copy of your whole record."),
    Action.READ_EXPORTS: _l("You looked at the copies of your record."),
    Action.FETCH_EXPORT: _l("You saved a part of the copy of your record."),
    Action.FORGET_EXPORT: _l("You deleted a copy of your record."),
    Action.MINT_PRESENCE_CODE: _l("You made a visit pass."),
    Action.REVOKE_PRESENCE_CODE: _l("You ended a visit pass."),
    Action.READ_TELLINGS: _l("You looked at how we tell you of accesses."),
    Action.SET_TELLINGS: _l("You changed how we tell you of accesses."),
    Action.READ_HELP: _l("You looked at who is helping you."),
    Action.STOP_HELP: _l("You stopped the helpdesk."),
    Action.READ_SUPPORT_PIN: _l("You looked at your support PIN."),
}
"""What a person does with their own record."""

DONE: dict[Action, LazyString] = {
    **account_sentences.DONE,
    **paper_sentences.DONE,
    Action.ACTIVATE_RECORD: _l("Somebody began to activate your record with your letter."),
    Action.OBJECT_BY_LETTER: _l("An objection was made with a letter."),
    Action.OPEN_BY_DEFAULT: _l("Your record opened because nobody objected in time."),
    Action.CLOSE_RECORD: _l("Your record was closed."),
    Action.UNDO_CLOSING: _l("The closing of your record was undone."),
    Action.FINISH_CLOSING: _l("The closing of your record became final."),
    Action.REOPEN_RECORD: _l("Your record was opened again."),
    Action.ASK_ERASURE: _l("The erasure of your record was asked for."),
    Action.STOP_ERASURE: _l("The erasure of your record was stopped."),
    Action.ERASE_RECORD: _l("Everything in your record was erased."),
    Action.FREEZE_ACCOUNT: _l("Every sign-in to your record was stopped."),
    Action.UNFREEZE_ACCOUNT: _l("Signing in to your record was allowed again."),
    Action.REQUEST_OPENING: _l("Somebody asked for a record with your matricule."),
    Action.DECIDE_OPENING: _l("The helpdesk decided about a request for a record."),
    Action.WORK_OPENINGS: _l("The helpdesk looked at the requests for a record that wait."),
    Action.SET_SECONDARY_USE: _l("The choice of whether your data may serve research was changed."),
    Action.REQUEST_LETTER: _l("A new activation letter was asked for."),
    Action.ISSUE_LETTER: _l("An activation letter was ordered."),
    Action.MINT_LETTER: _l("An activation letter was printed."),
    Action.ACKNOWLEDGE_LETTER: _l("It was noted what became of an activation letter."),
    Action.SIGN_IN: _l(
        "Your e-mail address and the right password were typed, but not the code from the app."
    ),
    Action.SIGN_OUT: _l("Somebody signed out."),
    Action.READ_SESSION: _l("The open sessions were looked at."),
    Action.END_SESSION: _l("A session was ended."),
    Action.RESET_PASSWORD: _l("A new password was chosen."),
    Action.READ_ACCOUNT: _l("The account was looked at."),
    Action.CHANGE_LANGUAGE: _l("The language of your letters and messages was changed."),
    Action.READ_DOSSIER: _l("Your record was opened."),
    Action.LIST_DOCUMENTS: _l("The list of your documents was looked at."),
    Action.READ_DOCUMENT: _l("A document was opened."),
    Action.READ_SUMMARY: _l("A patient summary was made from your documents."),
    Action.DEPOSIT_DOCUMENT: _l("A document was added to your record."),
    Action.TAKE_BACK_DOCUMENT: _l("A document was taken back by whoever had added it."),
    Action.READ_STATEMENT: _l("The page of your own statement was opened."),
    Action.WRITE_STATEMENT: _l("A draft of your own statement was written."),
    Action.PUBLISH_STATEMENT: _l("Your own statement was published."),
    Action.WITHDRAW_STATEMENT: _l("Your own statement was withdrawn."),
    Action.RESTORE_STATEMENT: _l("Your own statement was brought back."),
    Action.UPLOAD_DOCUMENT: _l("A document of your own was prepared."),
    Action.KEEP_UPLOAD: _l("A document of your own was added."),
    Action.WITHDRAW_DOCUMENT: _l("A document of your own was withdrawn."),
    Action.RESTORE_DOCUMENT: _l("A document of your own was brought back."),
    Action.READ_MANDATES: _l("Somebody looked up who acts for you."),
    Action.PROPOSE_MANDATE: _l("A person was named who is to act for you."),
    Action.ACCEPT_MANDATE: _l("Somebody entered your code and wants to act for you."),
    Action.CONFIRM_MANDATE: _l("The person who may act for you was confirmed."),
    Action.CHANGE_MANDATE: _l("What somebody may do for you was changed."),
    Action.END_MANDATE: _l("What somebody may do for you was ended."),
    Action.ATTEST_INCAPACITY: _l(
        "A doctor attested that you could not decide for yourself. Your person of trust may read."
    ),
    Action.READ_ACTING: _l("Somebody looked up whom a person acts for."),
    Action.ACT_FOR: _l("Somebody began to act for you."),
    Action.STOP_ACTING: _l("Somebody stopped acting for somebody else."),
    Action.READ_JOURNAL: _l("This access log was looked at."),
    Action.EXPORT_JOURNAL: _l("A copy of this access log was taken."),
    Action.SEAL_PDF: _l("A PDF to take along was sealed."),
    Action.CHECK_RECEIPT: _l("A receipt was checked."),
    Action.REPORT_ACCESS: _l("Your data were looked at in another system, which told us of it."),
    Action.ASK_PETITION: _l("The agency was asked something about your record."),
    Action.READ_PETITIONS: _l("Requests about your record were looked at."),
    Action.WITHDRAW_PETITION: _l("A request was withdrawn."),
    Action.WORK_PETITIONS: _l("The list of open requests was looked at."),
    Action.ANSWER_PETITION: _l("Your request was opened or answered."),
    Action.READ_RIGHTS: _l("Somebody looked at who can open your record."),
    Action.SEARCH_DIRECTORY: _l("Health professionals were searched for."),
    Action.GRANT_ACCESS: _l("Access to your record was given."),
    Action.REVOKE_ACCESS: _l("Access to your record was taken back."),
    Action.BLOCK_PROFESSIONAL: _l("A professional or an organisation was blocked."),
    Action.UNBLOCK_PROFESSIONAL: _l("A block was ended."),
    Action.SET_EMERGENCY: _l("The choice of who may open your record in an emergency was changed."),
    Action.READ_CONFIDENTIALITY: _l("Somebody looked up who may see which of your documents."),
    Action.SET_CONFIDENTIALITY: _l("The choice of who may see your documents was changed."),
    Action.SEE_AS: _l("Your record was looked at through the eyes of somebody else."),
    Action.SEE_PAST: _l("Somebody looked at what another could open on a day."),
    Action.REVOKE_PRESENCE_CODE: _l("A visit pass was ended."),
    Action.READ_TELLINGS: _l("Somebody looked up how you are told of accesses."),
    Action.SET_TELLINGS: _l("The way we tell you of accesses was changed."),
    Action.ASK_EXPORT: _l("A copy of your whole record was asked for."),
    Action.READ_EXPORTS: _l("The copies of your record were looked at."),
    Action.FETCH_EXPORT: _l("A part of the copy of your record was saved."),
    Action.FORGET_EXPORT: _l("A copy of your record was deleted."),
    Action.MAKE_EXPORT: _l("It was checked whether a copy of your record is to be made."),
    Action.FILL_EXPORT: _l("The portal worked on the copy of your record that was asked for."),
    Action.MINT_PRESENCE_CODE: _l("A code for a visit was made."),
    Action.MINT_PRESENCE_CODE_AT_DESK: _l("A code for a visit was made."),
    Action.REDEEM_PRESENCE_CODE: _l(
        "A professional used your code for a visit: they may read until its end."
    ),
    Action.FIND_PATIENT: _l("You were looked up in the directory of patients."),
    Action.READ_PATIENT: _l("Somebody looked up whose record this is."),
    Action.READ_CONSENTS: _l("Somebody looked up who may open your record."),
    Action.REGISTER_SOFTWARE: _l("A software version was registered."),
    Action.JUDGE_SOFTWARE: _l("The conformity of a software version was changed."),
    Action.READ_DIRECTORY: _l("Something was looked up in the directory."),
    Action.READ_TERMINOLOGY: _l("The names of document types were looked up."),
    Action.OBTAIN_TOKEN: _l("A software system signed in."),
    Action.SEND_NOTICE: _l("A message was sent to you."),
    Action.OPERATE: _l("A technical task was run."),
    Action.EXPIRE_TRAIL: _l("The oldest entries of this log were let go. Entries are kept for ten years."),
    Action.READ_FIGURES: _l("The figures of the whole country were looked at."),
    Action.USE_DESK: _l("Somebody worked at the helpdesk."),
    Action.MANAGE_STAFF: _l("The team of the helpdesk was changed."),
    Action.OPEN_CASE: _l("The helpdesk opened a case to help you."),
    Action.READ_CASE: _l("The helpdesk looked at what stands in your way. It sees no document."),
    Action.PROVE_CALLER: _l("The helpdesk checked who was calling."),
    Action.WORK_ON_CASE: _l("The helpdesk worked on your case."),
    Action.END_CASE: _l("The helpdesk ended your case."),
    Action.NAME_PROFESSIONAL: _l("The helpdesk looked up a professional whom the caller named."),
    Action.NAME_CAREGIVER: _l("The helpdesk looked up a caregiver whom the caller named."),
    Action.PROPOSE_UNBLOCK: _l("The helpdesk asked you to end a block yourself."),
    Action.ASK_UNBLOCK: _l("The helpdesk entered your wish to end a block. A second person looks at it."),
    Action.RESET_FACTOR: _l("A recovery code was sent to you because your second factor is lost."),
    Action.READ_HELP: _l("Somebody looked at who is helping you."),
    Action.STOP_HELP: _l("The helpdesk was stopped."),
    Action.READ_SUPPORT_PIN: _l("Your support PIN was looked at."),
    Action.READ_APPROVALS: _l("Somebody looked at what waits for a second person."),
    Action.DECIDE_APPROVAL: _l("A second person of the helpdesk looked at what was asked for you."),
    Action.ASK_OBJECTION: _l("The helpdesk entered an objection. A second person looks at it."),
    Action.ASK_CLOSING: _l(
        "The helpdesk entered your wish to close the record. A second person looks at it."
    ),
    Action.PROPOSE_CONFORMITY: _l("A change of a software version's conformity was asked for."),
    Action.SUPERVISE: _l("The helpdesk was supervised."),
    Action.REVIEW_CASE: _l("A supervisor looked at how the helpdesk helped you."),
    Action.REVIEW_EMERGENCY: _l("A supervisor looked at an access in an emergency."),
    Action.GUARD_RECORD: _l("Your record was specially protected at the helpdesk, or no longer."),
    Action.READ_OUTLINE: _l("The helpdesk looked at your access log, without titles and types of documents."),
}
"""What anybody else did, told without naming them: who it was stands in a line of its own."""

_CODES = frozenset(Action)


def is_check(reason: str | None, *, is_own: bool) -> bool:
    """Whether this was no refusal to be afraid of: before a step of their own the person was asked for a new code."""
    return is_own and reason == Reason.SECOND_FACTOR_NEEDED


def of_check() -> str:
    """Such a check in one sentence."""
    return _("Before an important step you were asked for a new code.")


def sentence(code: str, *, is_own: bool, is_refused: bool) -> str:
    """An act in one sentence, also one that this release does not know yet."""
    known = Action(code) if code in _CODES else None
    if is_refused:
        return str(TRIED[known]) if known in TRIED else _("Refused: another act on your record")
    if is_own and known in OWN:
        return str(OWN[known])
    return str(DONE[known]) if known in DONE else _("Something else was done with your record.")
