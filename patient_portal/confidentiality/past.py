"""A day that is over, as the page tells it: yes or no, because of what, in whole sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patient_portal import i18n
from patient_portal.confidentiality.eyes import PAGE_SIZE, Types
from patient_portal.document_rows import Row, rows
from patient_portal.platform_client import Document, PastOnlooker, PastSight, Stretch
from patient_portal.platform_client.vocabulary import Standing

KINDS = {"practitioner": "professional", "organisation": "organisation"}
_GIVEN = frozenset({Standing.CIRCLE, Standing.DATED, Standing.PRESENCE})
_NOT_OPEN = _l("Could not open your record, because your record itself was not open.")
_UNKNOWN = _l("Nobody knows any more whether your record was open then.")
_PERSON: dict[Standing, LazyString] = {
    Standing.CIRCLE: _l("Could open your record, because you had put them in your care circle."),
    Standing.DATED: _l("Could open your record, because you had given access."),
    Standing.PRESENCE: _l("Could open your record, because you had given them a presence code."),
    Standing.AUTHOR: _l(
        "Could open only what they had written themselves, because you had not given access to more."
    ),
    Standing.NO_ACCESS: _l("Could not open your record, because you had not given access."),
    Standing.BLOCKED: _l("Could not open anything, because you had blocked them."),
    Standing.ORGANISATION_BLOCKED: _l(
        "Could not open anything, because you had blocked the organisation where they work."
    ),
    Standing.RECORD_NOT_OPEN: _NOT_OPEN,
}
_THROUGH_HOUSE = _l(
    "Could open your record, because you had given access to the organisation where they work."
)
_HOUSE: dict[Standing, LazyString] = {
    **dict.fromkeys(
        _GIVEN, _l("Professionals who work there could open your record, because you had given access.")
    ),
    Standing.NO_ACCESS: _l(
        "The organisation as a whole could not open your record, because you had not given access. Professionals "
        "who work there may have had access of their own."
    ),
    Standing.BLOCKED: _l(
        "Nobody who works there could open anything, because you had blocked the organisation."
    ),
    Standing.RECORD_NOT_OPEN: _NOT_OPEN,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: from when to when, nothing where it is the whole day; the sentence."""

    when: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DayView:
    """The answer: one word, one sentence for each part of the day, the documents, what is not known."""

    name: str
    day: str
    state: str
    word: str
    parts: list[Part]
    emergency: str
    count: str
    rows: list[Row]
    notes: list[str]
    page: int
    pages: int
    previous_url: str | None
    next_url: str | None


def offered(known: Sequence[PastOnlooker]) -> list[tuple[str, str]]:
    """Those to choose from, with the words of each."""
    kinds = {kind: code for code, kind in KINDS.items()}
    return [
        (
            f"{kinds[one.kind]}:{one.id}",
            ", ".join(part for part in (one.name, one.organisation) if part),
        )
        for one in known
        if one.kind in kinds
    ]


def day(
    onlooker: str,
    name: str,
    on: date,
    sight: PastSight,
    documents: Sequence[Document],
    types: Types,
    number: int,
) -> DayView:
    """The answer for one day; `documents` are those of this page."""
    state = _state(sight)
    pages = -(-len(sight.documents) // PAGE_SIZE) or 1
    base = url_for("confidentiality.past_day")

    def address(page: int) -> str:
        return f"{base}?{urlencode({'as': onlooker, 'on': on.isoformat(), 'page': page})}"

    return DayView(
        name=name,
        day=i18n.day(on),
        state=state,
        word=_words()[state],
        parts=_parts(onlooker, sight.stretches),
        emergency=_emergency(sight),
        count=_count(sight),
        rows=[replace(row, new=False) for row in rows(documents, types)],
        notes=_notes(sight),
        page=number,
        pages=pages,
        previous_url=address(number - 1) if number > 1 else None,
        next_url=address(number + 1) if number < pages else None,
    )


def _state(sight: PastSight) -> str:
    answers = {one.can_open for one in sight.stretches}
    if not answers:
        return "no_record"
    if answers == {None}:
        return "unknown"
    if True not in answers:
        return "no"
    if any(one.standing is Standing.AUTHOR for one in sight.stretches) or len(answers) > 1:
        return "partly"
    return "yes"


def _words() -> dict[str, str]:
    return {
        "yes": _("Yes"),
        "no": _("No"),
        "partly": _("In part"),
        "unknown": _("Not known"),
        "no_record": _("No"),
    }


def _parts(onlooker: str, stretches: Sequence[Stretch]) -> list[Part]:
    if not stretches:
        return [Part("", _("There was no record for you on this day yet."))]
    is_person = onlooker.startswith("practitioner:")
    found: list[tuple[Stretch, Stretch, str]] = []
    for one in stretches:
        words = _sentence(one, is_person=is_person)
        if found and found[-1][2] == words:
            found[-1] = (found[-1][0], one, words)
        else:
            found.append((one, one, words))
    if len(found) == 1:
        return [Part("", found[0][2])]
    return [
        Part(f"{i18n.clock_time(first.begins)} – {i18n.clock_time(last.ends)}", words)
        for first, last, words in found
    ]


def _sentence(one: Stretch, *, is_person: bool) -> str:
    if one.standing is None:
        return str(_UNKNOWN)
    if one.through_organisation and one.standing in _GIVEN:
        return str(_THROUGH_HOUSE)
    table = _PERSON if is_person else _HOUSE
    return str(table.get(one.standing) or _PERSON[one.standing])


def _emergency(sight: PastSight) -> str:
    if not sight.stretches:
        return ""
    if any(one.in_emergency for one in sight.stretches):
        return _(
            "By attesting an emergency they could have opened documents: %(number)s",
            number=i18n.number(sight.emergency),
        )
    if any(one.in_emergency is None for one in sight.stretches):
        return _("Nobody knows any more whether they could have opened it in an emergency.")
    return _("Not even by attesting an emergency could they have opened anything.")


def _count(sight: PastSight) -> str:
    return _(
        "Documents that they could open: %(seen)s of %(all)s",
        seen=i18n.number(len(sight.documents) + sight.gone),
        all=i18n.number(sight.all),
    )


def _notes(sight: PastSight) -> list[str]:
    notes = []
    if sight.gone:
        notes.append(
            _(
                "Replaced or taken back since then, so not in this list: %(number)s",
                number=i18n.number(sight.gone),
            )
        )
    if sight.directory_changed:
        notes.append(
            _(
                "What the directory says of them has changed since that day. The answer goes by where they work and by "
                "their profession today."
            )
        )
    if sight.stretches:
        notes.append(_("Documents that were erased since then are not counted."))
    return notes
