"""Forms: what a person typed, kept and explained; our own words for every mistake (WTForms speaks no Luxembourgish)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self, cast

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import Field, StringField
from wtforms import Form as WTForm
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from patient_portal import labels
from patient_portal.i18n import is_language_switch
from patient_portal.platform_client import Refused
from patient_portal.platform_client.vocabulary import (
    Reason,
    check_letter_code,
    check_matricule,
    check_telephone,
)

_TOO_LONG = _l("This text is too long. Please shorten it.")
_CODE_HAS_SIX_DIGITS = _l("The code has six digits. Type all six of them.")
_NOT_A_DAY = _l("This is not a day of the calendar. Type it like this: 3.11.2026")
_END_BEFORE_START = _l("This day comes before the first one. Choose a later day, or leave the field empty.")
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_DAY = re.compile(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}")
_DAY_PARTS = re.compile(r"[0-9]+")
_NOT_IN_DIGITS = re.compile(r"[\s\u00a0\u202f.\-–]")
_AN_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,63}")
_LONGEST = 2000  # characters of any one field


class Form(WTForm):
    """A form of the portal: reads the request, forgives a language switch, keeps refusals beside the fields.

    The form token is checked for every POST before any view runs (security.py), so no form repeats it.
    """

    fields_of_reasons: ClassVar[Mapping[Reason, str]] = {}

    class Meta:
        """WTForms is told to translate nothing: all words are ours."""

        locales = False

    def __init__(self, typed: Any = None, **values: Any) -> None:
        given = request.form if typed is None and request.method == "POST" else typed
        super().__init__(given, **values)
        self.problems: list[tuple[str, str | None]] = []
        self._was_refused = False

    @classmethod
    def from_query(cls, **values: Any) -> Self:
        """A form that is sent by GET, such as filters."""
        return cls(request.args, **values)

    @property
    def is_switching_language(self) -> bool:
        """Whether the form only changes its language: shown again as it was typed, nothing checked or done."""
        return is_language_switch()

    def validate_on_submit(self) -> bool:
        """Whether this is a sent form, not a language switch, whose fields are all right."""
        if request.method != "POST" or self.is_switching_language:
            return False
        if self.validate():
            return True
        self._was_refused = True
        return False

    def refuse(self, refused: Refused, field: str | None = None) -> None:
        """Tell the platform's refusal beside its field, or on top of the form where it concerns none."""
        name = field or self.fields_of_reasons.get(refused.code) or refused.field
        self.add_error(name, labels.refusal(refused))

    def add_error(self, field: str | None, text: str | LazyString) -> None:
        """Add a mistake found after the fields were checked, to a field or to the form as a whole."""
        self._was_refused = True
        target = self._fields.get(field) if field else None
        if target is None:
            self.problems.append((str(text), None))
        else:
            target.errors = [*target.errors, str(text)]

    @property
    def is_refused(self) -> bool:
        """Whether the person has something to mend."""
        return self._was_refused


class Needed:
    """The field may not be empty; `text` says what to type, not merely that something is missing."""

    field_flags: ClassVar[Mapping[str, bool]] = {"required": True}

    def __init__(self, text: str | LazyString) -> None:
        self.text = text

    def __call__(self, _form: BaseForm, field: Field) -> None:
        typed = field.raw_data[0] if field.raw_data else ""
        if isinstance(typed, str):  # signs that nobody sees fill no field
            typed = "".join(sign for sign in typed if sign.isprintable()).strip()
        if not typed:
            raise StopValidation(str(self.text))


class SameAs:
    """The field repeats another one, such as a new password."""

    def __init__(self, other: str, text: str | LazyString) -> None:
        self.other = other
        self.text = text

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.data != form[self.other].data:
            raise StopValidation(str(self.text))


class _LineField(StringField):
    """A field whose words are looked up when the page is made, in its language."""

    def __init__(
        self,
        label: str | LazyString | None = None,
        validators: Sequence[Any] = (),
        description: str | LazyString = "",
        **options: Any,
    ) -> None:
        # WTForms' types know no lazy words, its code takes them
        said = cast(str, description)
        super().__init__(cast("str | None", label), list(validators), description=said, **options)


class TextField(_LineField):
    """One line of text: spaces around it and control characters are dropped, accents are composed."""

    longest = _LONGEST

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value only: a second one of the same name is never looked at."""
        text = unicodedata.normalize("NFC", str(valuelist[0])) if valuelist else ""
        self.data = "".join(sign for sign in text if sign.isprintable()).strip()

    def mistake(self) -> LazyString | None:
        """What is wrong with the text in itself; each kind of field knows."""
        return None

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        """Tell a text that is too long to be meant, and the field's own kind of mistake."""
        del form
        if validation_stopped:
            return
        mistake = _TOO_LONG if len(self.data or "") > self.longest else self.mistake()
        if mistake is not None:
            raise ValidationError(str(mistake))

    def _value(self) -> str:
        return str(self.data or "")


class ParagraphField(TextField):
    """Several lines of text: line breaks stay, signs that nobody sees are dropped."""

    longest = 4000

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value only, with its line breaks."""
        text = unicodedata.normalize("NFC", str(valuelist[0])) if valuelist else ""
        kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
        self.data = kept.strip()


class MatriculeField(TextField):
    """The 13-digit number; `data` is the digits alone once it is right, what was typed stays in the field."""

    longest = 60
    typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and the number in it."""
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        self.data = check_matricule(self.typed).value or self.typed

    def mistake(self) -> LazyString | None:
        """A typing error, told before anything is looked up."""
        problem = check_matricule(self.typed).problem
        return None if problem is None else labels.REASONS[problem]

    def _value(self) -> str:
        return self.typed or str(self.data or "")


class LetterCodeField(TextField):
    """The letter's code, forgiving of case, spaces, dashes and look-alike letters."""

    longest = 60
    typed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and the code in it."""
        super().process_formdata(valuelist)
        self.typed = str(self.data or "")
        self.data = check_letter_code(self.typed).value or self.typed

    def mistake(self) -> LazyString | None:
        """A typing error, told before a try is counted."""
        return None if check_letter_code(self.typed).problem is None else labels.REASONS[Reason.CODE_TYPO]

    def _value(self) -> str:
        return self.typed or str(self.data or "")


class OneTimeCodeField(TextField):
    """Six digits out of an e-mail or an app, spaces forgiven; never shown again once it was refused."""

    longest = 40

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the digits."""
        super().process_formdata(valuelist)
        self.data = _NOT_IN_DIGITS.sub("", self.data or "")

    def mistake(self) -> LazyString | None:
        """Not six digits, told before a try is counted."""
        return None if _SIX_DIGITS.fullmatch(self.data or "") else _CODE_HAS_SIX_DIGITS

    def _value(self) -> str:
        return str(self.data or "") if is_language_switch() else ""


class EmailField(TextField):
    """An e-mail address; only its shape is looked at, the code sent to it proves it."""

    longest = 254

    def mistake(self) -> LazyString | None:
        """An address that cannot be one."""
        fits = not self.data or _AN_ADDRESS.fullmatch(self.data)
        return None if fits else labels.REASONS[Reason.EMAIL_MALFORMED]


class TelephoneField(TextField):
    """A telephone number; what was typed stays in the field."""

    longest = 60
    takes_landlines = False

    def mistake(self) -> LazyString | None:
        """What no text message reaches, told before anything is sent."""
        problem = check_telephone(self.data or "").problem
        if self.takes_landlines and problem is Reason.PHONE_NO_MOBILE:
            return None
        return None if problem is None else labels.REASONS[problem]


class PasswordField(_LineField):
    """A password, taken as it was typed, spaces and all; never shown again."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value only."""
        self.data = str(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return ""


class DayField(TextField):
    """A day as the browser's calendar sends it (2026-11-03) or as people here write it (3.11.2026)."""

    longest = 20
    day: date | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed, and the day in it."""
        super().process_formdata(valuelist)
        self.day = _read_day(self.data or "")

    def mistake(self) -> LazyString | None:
        """What is not a day of the calendar."""
        return _NOT_A_DAY if self.data and self.day is None else None

    def _value(self) -> str:
        return self.day.isoformat() if self.day else str(self.data or "")


class PeriodForm(Form):
    """Filters by a span of days, sent by GET; either end may stay open."""

    since = DayField(_l("From"), name="from")
    until = DayField(_l("To"), name="to")

    def check(self) -> None:
        """Look for mistakes; each stands beside its field, and its field does not filter."""
        self._was_refused = not self.validate()
        if self.since.day and self.until.day and self.until.day < self.since.day:
            self.add_error("until", _END_BEFORE_START)

    @property
    def start(self) -> date | None:
        """The first day that is meant."""
        return self.since.day

    @property
    def end(self) -> date | None:
        """The last day that is meant, unless it is a mistake."""
        return None if self.until.errors else self.until.day


def page_number() -> int:
    """The page of a list that the address asks for; the first where it asks for nothing sensible."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _read_day(text: str) -> date | None:
    parts = [int(part) for part in _DAY_PARTS.findall(text)]
    if len(parts) != 3 or not _DAY.fullmatch(text):
        return None
    year, month, day = parts if parts[0] > 31 else parts[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None
