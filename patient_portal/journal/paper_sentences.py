"""What the helpdesk does with paper forms, as sentences of the access log."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import Action

DONE: dict[Action, LazyString] = {
    Action.ENTER_PETITION: _l("The helpdesk typed your complaint or your correction for you."),
    Action.REGISTER_PAPER: _l("A paper form was registered."),
    Action.ADD_PAGES: _l("Pages were added to the paper form that you sent."),
    Action.READ_PAPERS: _l("The paper forms that wait were looked at."),
    Action.LOOK_AT_PAPER: _l("The helpdesk looked at the paper form that you sent."),
    Action.TAKE_PAPER: _l("The helpdesk took your paper form in hand, or put it back."),
    Action.LAY_PAPER: _l("The helpdesk put the paper form that you signed with your case."),
    Action.ENTER_OPENING: _l("The helpdesk entered your request for a record, which came on paper."),
    Action.ENTER_STATEMENT: _l(
        "The helpdesk put your own statement, which you wrote on paper, into your record without reading it."
    ),
    Action.ADD_MANDATE: _l(
        "The helpdesk entered a mandate that you signed on paper. A second person looks at it."
    ),
    Action.ENTER_GUARDIANSHIP: _l(
        "The helpdesk entered what a court decided about a guardian. A second person looks at it."
    ),
    Action.ENTER_ATTESTATION: _l(
        "The helpdesk entered a doctor’s attestation for your person of trust. A second person looks at it."
    ),
    Action.CORRECT_PAPER: _l("The helpdesk put right a paper form of yours that it had entered by mistake."),
    Action.REFUSE_PAPER: _l("The helpdesk could not enter your paper form. A letter tells you why."),
}

TRIED: dict[Action, LazyString] = {
    Action.ENTER_PETITION: _l("Refused: an attempt of the helpdesk to type a complaint for you"),
    Action.REGISTER_PAPER: _l("Refused: an attempt to register a paper form"),
    Action.ADD_PAGES: _l("Refused: an attempt to add pages to your paper form"),
    Action.READ_PAPERS: _l("Refused: an attempt to look at the paper forms that wait"),
    Action.LOOK_AT_PAPER: _l("Refused: an attempt to look at your paper form"),
    Action.TAKE_PAPER: _l("Refused: an attempt to take your paper form in hand"),
    Action.LAY_PAPER: _l("Refused: an attempt to put a paper form with your case"),
    Action.ENTER_OPENING: _l("Refused: an attempt to enter a request for a record from paper"),
    Action.ENTER_STATEMENT: _l("Refused: an attempt to put a statement on paper into your record"),
    Action.ADD_MANDATE: _l("Refused: an attempt of the helpdesk to enter a mandate on paper"),
    Action.ENTER_GUARDIANSHIP: _l("Refused: an attempt of the helpdesk to enter a guardianship"),
    Action.ENTER_ATTESTATION: _l(
        "Refused: an attempt of the helpdesk to enter a doctor’s attestation for your person of trust"
    ),
    Action.CORRECT_PAPER: _l("Refused: an attempt to put your paper form right"),
    Action.REFUSE_PAPER: _l("Refused: an attempt to send your paper form back"),
}
