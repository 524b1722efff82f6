"""What a caregiver may be allowed, in words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal.platform_client.vocabulary import MandateVerb

MANDATE_VERBS: dict[MandateVerb, LazyString] = {
    MandateVerb.LIST: _l("See which documents there are"),
    MandateVerb.READ: _l("Read the documents"),
    MandateVerb.DOWNLOAD: _l("Save the documents on their own device"),
    MandateVerb.WRITE_STATEMENT: _l("Write your statement with you"),
    MandateVerb.MANAGE_PROFESSIONALS: _l("Decide which professionals may open the record"),
    MandateVerb.SEE_JOURNAL: _l("See who opened the record"),
    MandateVerb.TALK_TO_HELPDESK: _l("Speak with the helpdesk for you"),
}
