"""What a person asks, and what they are answered."""

from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField
from patient_portal.forms import Form, Needed, ParagraphField
from patient_portal.labels import PETITION_KINDS
from patient_portal.platform_client.vocabulary import PetitionKind


class AskForm(Form):
    """What is asked, in the person's own words."""

    kind = ChoiceField(
        _l("What is it about?"),
        {
            kind.value: words
            for kind, words in PETITION_KINDS.items()
            if kind is not PetitionKind.ACCESS_QUESTION
        },
        default=PetitionKind.COMPLAINT.value,
    )
    text = ParagraphField(_l("Your words"), [Needed(_l("Write what you want to ask or tell us."))])


class AccessForm(Form):
    """What is asked about one entry of the access log."""

    text = ParagraphField(
        _l("What do you want to know, or tell us?"),
        [Needed(_l("Write what you want to ask or tell us."))],
    )


class AnswerForm(Form):
    """The answer, as its reader will see it."""

    text = ParagraphField(_l("Answer"), [Needed(_l("Write the answer."))])
