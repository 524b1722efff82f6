"""What was done, and in what capacity, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import (
    Action,
    Role,
)

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
    Action.READ_FIGURES: _l("Looked at the figures of the whole country"),
    Action.READ_TERMINOLOGY: _l("Looked up the names of document types"),
    Action.OBTAIN_TOKEN: _l("A software system signed in"),
    Action.SEND_NOTICE: _l("Sent a message to you"),
    Action.REGISTER_SOFTWARE: _l("Registered a software version"),
    Action.JUDGE_SOFTWARE: _l("Changed the conformity of a software version"),
    Action.OPERATE: _l("Ran a technical task"),
    Action.USE_DESK: _l("Worked at the helpdesk"),
    Action.MANAGE_STAFF: _l("Changed who works at the helpdesk"),
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
