"""What happens to an account's factors and contacts, as sentences of the access log."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import Action

OWN: dict[Action, LazyString] = {
    Action.RENEW_APP: _l("You began to connect a new app for codes."),
    Action.CONFIRM_APP: _l("You connected a new app for codes."),
    Action.RENEW_CODES: _l("You made new recovery codes."),
    Action.PROVE_AGAIN: _l("You typed a new code from your app."),
    Action.READ_PHONE: _l("You looked at your telephone number."),
    Action.ASK_PHONE: _l("You had a code sent to a mobile number."),
    Action.CONFIRM_PHONE: _l("You registered a mobile number."),
    Action.REMOVE_PHONE: _l("You removed your telephone number."),
}

DONE: dict[Action, LazyString] = {
    Action.RENEW_APP: _l("Somebody began to connect a new app for your codes."),
    Action.CONFIRM_APP: _l("A new app for your codes was connected."),
    Action.RENEW_CODES: _l("New recovery codes were made for you."),
    Action.PROVE_AGAIN: _l("A new code from the app was typed."),
    Action.READ_PHONE: _l("Your telephone number was looked up."),
    Action.ASK_PHONE: _l("A code was sent to a mobile number."),
    Action.CONFIRM_PHONE: _l("A mobile number was registered for you."),
    Action.REMOVE_PHONE: _l("Your telephone number was removed."),
    Action.CHANGE_CONTACT_LATER: _l("A new e-mail address was entered. It counts after three days."),
    Action.CHANGE_CONTACT_NOW: _l("Your e-mail address was changed."),
    Action.ASK_PHONE_AT_DESK: _l("A new telephone number was entered, and a code sent to a mobile."),
    Action.CHANGE_PHONE_AT_DESK: _l("Your telephone number was changed."),
    Action.INVITE_ACCOUNT: _l("An account for a caregiver without a record was asked for."),
    Action.READ_INVITED: _l("The helpdesk looked at its invitations to an account."),
    Action.CHANGE_INVITED: _l("An invitation to an account was sent again or called back."),
    Action.TAKE_UP_ACCOUNT: _l("An account was taken up by invitation."),
}

TRIED: dict[Action, LazyString] = {
    Action.RENEW_APP: _l("Refused: an attempt to begin to connect a new app for your codes"),
    Action.CONFIRM_APP: _l("Refused: an attempt to connect a new app for your codes"),
    Action.RENEW_CODES: _l("Refused: an attempt to make new recovery codes for you"),
    Action.PROVE_AGAIN: _l("Refused: a code from the app that was not right"),
    Action.READ_PHONE: _l("Refused: an attempt to look up your telephone number"),
    Action.ASK_PHONE: _l("Refused: an attempt to have a code sent to a mobile number"),
    Action.CONFIRM_PHONE: _l("Refused: an attempt to register a mobile number"),
    Action.REMOVE_PHONE: _l("Refused: an attempt to remove your telephone number"),
    Action.CHANGE_CONTACT_LATER: _l("Refused: an attempt to enter a new e-mail address"),
    Action.CHANGE_CONTACT_NOW: _l("Refused: an attempt to change your e-mail address"),
    Action.ASK_PHONE_AT_DESK: _l("Refused: an attempt to enter a new telephone number"),
    Action.CHANGE_PHONE_AT_DESK: _l("Refused: an attempt to change your telephone number"),
    Action.INVITE_ACCOUNT: _l("Refused: an attempt to ask for an account for somebody without a record"),
    Action.READ_INVITED: _l("Refused: an attempt to look at invitations to an account"),
    Action.CHANGE_INVITED: _l("Refused: an attempt to change an invitation to an account"),
    Action.TAKE_UP_ACCOUNT: _l("Refused: an attempt to take up an account by invitation"),
}
