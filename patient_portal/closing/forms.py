"""What a person confirms before a record ends."""

from flask_babel import lazy_gettext as _l

from patient_portal.choices import YesField
from patient_portal.forms import Form, LetterCodeField, MatriculeField, Needed

_TICK = _l("Tick this box if you are sure.")


class CloseForm(Form):
    """Closing one's own record."""

    confirm = YesField(_l("Yes, I want to close my record"), _TICK)


class EraseForm(Form):
    """Having a closed record erased."""

    confirm = YesField(_l("Yes, everything in my record shall be erased for good"), _TICK)


class PlainForm(Form):
    """A step that only needs a yes."""


class FreezeForm(Form):
    """The matricule and the code of the confirmation letter."""

    matricule = MatriculeField(
        _l("Matricule"), [Needed(_l("Type the 13 digits on your social security card."))]
    )
    code = LetterCodeField(
        _l("Code from your confirmation letter"),
        [Needed(_l("Type the code that is printed in your letter."))],
    )
