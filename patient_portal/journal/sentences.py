"""Every act of the trail as a sentence: done by the person, done by somebody else, tried and refused."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import Action

OWN: dict[Action, LazyString] = {
    Action.ACTIVATE_RECORD: _l("You activated your record."),
    Action.OBJECT_BY_LETTER: _l("You objected to your record."),
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
    Action.DEPOSIT_DOCUMENT: _l("You added a document."),
    Action.READ_JOURNAL: _l("You looked at this access log."),
    Action.READ_RIGHTS: _l("You looked at who can open your record."),
    Action.SEARCH_DIRECTORY: _l("You searched for health professionals."),
    Action.GRANT_ACCESS: _l("You gave access to your record."),
    Action.REVOKE_ACCESS: _l("You took access to your record back."),
    Action.BLOCK_PROFESSIONAL: _l("You blocked a professional or an organisation."),
    Action.UNBLOCK_PROFESSIONAL: _l("You ended a block."),
    Action.SET_EMERGENCY: _l("You changed who may open your record in an emergency."),
    Action.PROVE_AGAIN: _l("You typed a new code from your app."),
    Action.READ_HELP: _l("You looked at who is helping you."),
    Action.STOP_HELP: _l("You stopped the helpdesk."),
    Action.READ_SUPPORT_PIN: _l("You looked at your support PIN."),
}
"""What a person does with their own record."""

DONE: dict[Action, LazyString] = {
    Action.ACTIVATE_RECORD: _l("Somebody began to activate your record with your letter."),
    Action.OBJECT_BY_LETTER: _l("An objection was made with a letter."),
    Action.OPEN_BY_DEFAULT: _l("Your record opened because nobody objected in time."),
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
    Action.DEPOSIT_DOCUMENT: _l("A document was added to your record."),
    Action.READ_JOURNAL: _l("This access log was looked at."),
    Action.READ_RIGHTS: _l("Somebody looked at who can open your record."),
    Action.SEARCH_DIRECTORY: _l("Health professionals were searched for."),
    Action.GRANT_ACCESS: _l("Access to your record was given."),
    Action.REVOKE_ACCESS: _l("Access to your record was taken back."),
    Action.BLOCK_PROFESSIONAL: _l("A professional or an organisation was blocked."),
    Action.UNBLOCK_PROFESSIONAL: _l("A block was ended."),
    Action.SET_EMERGENCY: _l("It was changed who may open your record in an emergency."),
    Action.PROVE_AGAIN: _l("A new code from the app was typed."),
    Action.MINT_PRESENCE_CODE: _l("A code for a visit was made."),
    Action.REDEEM_PRESENCE_CODE: _l("A professional used your code for a visit: they may read for 24 hours."),
    Action.FIND_PATIENT: _l("You were looked up in the directory of patients."),
    Action.READ_PATIENT: _l("It was looked up whose record this is."),
    Action.READ_CONSENTS: _l("It was looked up who may open your record."),
    Action.REGISTER_SOFTWARE: _l("A software version was registered."),
    Action.JUDGE_SOFTWARE: _l("The conformity of a software version was changed."),
    Action.READ_DIRECTORY: _l("Something was looked up in the directory."),
    Action.READ_TERMINOLOGY: _l("The names of document types were looked up."),
    Action.OBTAIN_TOKEN: _l("A software system signed in."),
    Action.SEND_NOTICE: _l("A message was sent to you."),
    Action.OPERATE: _l("A technical task was run."),
    Action.USE_DESK: _l("Somebody worked at the helpdesk."),
    Action.MANAGE_STAFF: _l("It was changed who works at the helpdesk."),
    Action.OPEN_CASE: _l("The helpdesk opened a case to help you."),
    Action.READ_CASE: _l("The helpdesk looked at what stands in your way. It sees no document."),
    Action.PROVE_CALLER: _l("The helpdesk checked who was calling."),
    Action.WORK_ON_CASE: _l("The helpdesk worked on your case."),
    Action.END_CASE: _l("The helpdesk ended your case."),
    Action.NAME_PROFESSIONAL: _l("The helpdesk looked up a professional whom the caller named."),
    Action.PROPOSE_UNBLOCK: _l("The helpdesk asked you to end a block yourself."),
    Action.CHANGE_CONTACT_LATER: _l("A new e-mail address was entered. It counts after three days."),
    Action.CHANGE_CONTACT_NOW: _l("Your e-mail address was changed."),
    Action.RESET_FACTOR: _l("A recovery code was sent to you because your second factor is lost."),
    Action.READ_HELP: _l("Somebody looked at who is helping you."),
    Action.STOP_HELP: _l("The helpdesk was stopped."),
    Action.READ_SUPPORT_PIN: _l("Your support PIN was looked at."),
}
"""What anybody else did, told without naming them: who it was stands in a line of its own."""

TRIED: dict[Action, LazyString] = {
    Action.ACTIVATE_RECORD: _l("Refused: an attempt to activate your record"),
    Action.OBJECT_BY_LETTER: _l("Refused: an attempt to object to your record"),
    Action.OPEN_BY_DEFAULT: _l("Refused: an attempt to open your record by default"),
    Action.REQUEST_LETTER: _l("Refused: an attempt to ask for an activation letter"),
    Action.ISSUE_LETTER: _l("Refused: an attempt to order an activation letter"),
    Action.MINT_LETTER: _l("Refused: an attempt to print an activation letter"),
    Action.ACKNOWLEDGE_LETTER: _l("Refused: an attempt to note what became of a letter"),
    Action.SIGN_IN: _l("Refused: an attempt to sign in"),
    Action.SIGN_OUT: _l("Refused: an attempt to sign out"),
    Action.READ_SESSION: _l("Refused: an attempt to look at the open sessions"),
    Action.END_SESSION: _l("Refused: an attempt to end a session"),
    Action.RESET_PASSWORD: _l("Refused: an attempt to choose a new password"),
    Action.READ_ACCOUNT: _l("Refused: an attempt to look at the account"),
    Action.CHANGE_LANGUAGE: _l("Refused: an attempt to change the language"),
    Action.READ_DOSSIER: _l("Refused: an attempt to open your record"),
    Action.LIST_DOCUMENTS: _l("Refused: an attempt to look at the list of your documents"),
    Action.READ_DOCUMENT: _l("Refused: an attempt to open a document"),
    Action.DEPOSIT_DOCUMENT: _l("Refused: an attempt to add a document"),
    Action.READ_JOURNAL: _l("Refused: an attempt to look at this access log"),
    Action.READ_RIGHTS: _l("Refused: an attempt to look at who can open your record"),
    Action.SEARCH_DIRECTORY: _l("Refused: an attempt to search for health professionals"),
    Action.GRANT_ACCESS: _l("Refused: an attempt to give access to your record"),
    Action.REVOKE_ACCESS: _l("Refused: an attempt to take access back"),
    Action.BLOCK_PROFESSIONAL: _l("Refused: an attempt to block a professional or an organisation"),
    Action.UNBLOCK_PROFESSIONAL: _l("Refused: an attempt to end a block"),
    Action.SET_EMERGENCY: _l("Refused: an attempt to change the access in an emergency"),
    Action.PROVE_AGAIN: _l("Refused: a code from the app that was not right"),
    Action.MINT_PRESENCE_CODE: _l("Refused: an attempt to make a code for a visit"),
    Action.REDEEM_PRESENCE_CODE: _l("Refused: an attempt to use a code for a visit"),
    Action.FIND_PATIENT: _l("Refused: an attempt to look you up in the directory of patients"),
    Action.READ_PATIENT: _l("Refused: an attempt to look up whose record this is"),
    Action.READ_CONSENTS: _l("Refused: an attempt to look up who may open your record"),
    Action.REGISTER_SOFTWARE: _l("Refused: an attempt to register a software version"),
    Action.JUDGE_SOFTWARE: _l("Refused: an attempt to change the conformity of a software version"),
    Action.READ_DIRECTORY: _l("Refused: an attempt to look something up in the directory"),
    Action.READ_TERMINOLOGY: _l("Refused: an attempt to look up the names of document types"),
    Action.OBTAIN_TOKEN: _l("Refused: an attempt of a software system to sign in"),
    Action.SEND_NOTICE: _l("Refused: an attempt to send you a message"),
    Action.OPERATE: _l("Refused: an attempt to run a technical task"),
    Action.USE_DESK: _l("Refused: an attempt to work at the helpdesk"),
    Action.MANAGE_STAFF: _l("Refused: an attempt to change who works at the helpdesk"),
    Action.OPEN_CASE: _l("Refused: an attempt of the helpdesk to open a case about you"),
    Action.READ_CASE: _l("Refused: an attempt of the helpdesk to look at your case"),
    Action.PROVE_CALLER: _l("Refused: a proof of who was calling that was not right"),
    Action.WORK_ON_CASE: _l("Refused: an attempt of the helpdesk to work on your case"),
    Action.END_CASE: _l("Refused: an attempt to end a case of the helpdesk"),
    Action.NAME_PROFESSIONAL: _l("Refused: an attempt of the helpdesk to look up a professional"),
    Action.PROPOSE_UNBLOCK: _l("Refused: an attempt of the helpdesk to ask for the end of a block"),
    Action.CHANGE_CONTACT_LATER: _l("Refused: an attempt to enter a new e-mail address"),
    Action.CHANGE_CONTACT_NOW: _l("Refused: an attempt to change your e-mail address"),
    Action.RESET_FACTOR: _l("Refused: an attempt to replace your second factor"),
    Action.READ_HELP: _l("Refused: an attempt to look at who is helping you"),
    Action.STOP_HELP: _l("Refused: an attempt to stop the helpdesk"),
    Action.READ_SUPPORT_PIN: _l("Refused: an attempt to look at your support PIN"),
}
"""What was tried, by whomever, and did not happen."""


_CODES = frozenset(Action)


def sentence(code: str, *, is_own: bool, is_refused: bool) -> str:
    """An act in one sentence, also one that this release does not know yet."""
    known = Action(code) if code in _CODES else None
    if is_refused:
        return str(TRIED[known]) if known in TRIED else _("Refused: another act on your record")
    if is_own and known in OWN:
        return str(OWN[known])
    return str(DONE[known]) if known in DONE else _("Something else was done with your record.")
