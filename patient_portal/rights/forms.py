"""What a person chooses about their rights."""

from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField
from patient_portal.forms import Form

ALLOWED, NOT_ALLOWED = "yes", "no"


class SecondaryUseForm(Form):
    """Whether one's data may serve research and planning."""

    allowed = ChoiceField(
        _l("May your data, without your name, serve research and planning?"),
        {ALLOWED: _l("Yes"), NOT_ALLOWED: _l("No, I object")},
    )
