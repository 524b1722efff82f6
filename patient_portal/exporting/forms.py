"""What a person says about their copy: the language of its list of contents."""

from flask_babel import lazy_gettext as _l

from patient_portal.choices import ChoiceField
from patient_portal.forms import Form

LANGUAGES = {"fr": _l("French"), "de": _l("German"), "lb": _l("Luxembourgish"), "en": _l("English")}


class CopyForm(Form):
    """The language in which the list of contents of the copy is written."""

    language = ChoiceField(_l("In which language shall the list of contents be?"), LANGUAGES)
