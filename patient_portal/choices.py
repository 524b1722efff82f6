"""Form fields in which one of several codes is chosen, each with its words in the person's language."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types lag behind
from wtforms.form import BaseForm

_CHOOSE = _l("Choose one of these.")


def _offered(codes: Mapping[str, LazyString]) -> Any:
    """The choices as WTForms wants them; its types know no lazy words, its code takes them."""
    return [SelectChoice(code, cast(str, words)) for code, words in codes.items()]


class _Choice:
    """One of several codes, each with its words; ours say what to do when none is chosen."""

    data: Any
    codes: Mapping[str, LazyString]

    def pre_validate(self, _form: BaseForm) -> None:
        """Take only what was offered."""
        if self.data not in self.codes:
            raise ValidationError(str(_CHOOSE))


class ChoiceField(_Choice, RadioField):
    """A few choices, all in sight."""

    def __init__(
        self, label: LazyString, codes: Mapping[str, LazyString], default: str | None = None, **options: Any
    ) -> None:
        self.codes = codes
        super().__init__(cast(str, label), choices=_offered(codes), default=default, **options)


class ListField(_Choice, SelectField):
    """A list to choose from."""

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices than those of the class: codes with words that come from the platform."""
        self.codes = {code: cast("LazyString", words) for code, words in choices}
        self.choices = list(choices)

    def __init__(
        self, label: LazyString, codes: Mapping[str, LazyString], default: str | None = None, **options: Any
    ) -> None:
        self.codes = codes
        super().__init__(cast(str, label), choices=_offered(codes), default=default, **options)


class YesField(BooleanField):
    """A box that must be ticked; `text` says so when it is not."""

    def __init__(self, label: LazyString, text: LazyString, **options: Any) -> None:
        self.text = text
        super().__init__(cast(str, label), **options)

    def pre_validate(self, _form: BaseForm) -> None:
        """Refuse an empty box."""
        if not self.data:
            raise ValidationError(str(self.text))
