"""A copy as its page shows it: how far it is, its parts, until when they can be saved."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from patient_portal import labels
from patient_portal.exporting.forms import LANGUAGES
from patient_portal.i18n import day, day_and_time, file_size
from patient_portal.platform_client import RecordCopy
from patient_portal.platform_client.vocabulary import ExportState


@dataclass(frozen=True, slots=True)
class PartView:
    """One part to save."""

    url: str
    label: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CopyView:
    """One copy in words."""

    id: str
    state: str
    heading: str
    facts: list[dict[str, str]]
    done: int
    planned: int
    progress: str
    parts: list[PartView]
    forget_url: str


def copy_view(copy: RecordCopy) -> CopyView:
    """One copy, ready for its template."""
    is_ready = copy.state is ExportState.READY
    facts = [
        {"key": _("Asked for on"), "value": day_and_time(copy.asked_at)},
        {"key": _("Language of the list"), "value": str(LANGUAGES.get(copy.language, copy.language))},
        {"key": _("Documents"), "value": str(copy.documents)},
    ]
    if is_ready:
        facts.append({"key": _("Can be saved until"), "value": day(copy.expires_at)})
    return CopyView(
        id=copy.id,
        state=copy.state.value,
        heading=str(labels.EXPORT_STATES[copy.state]),
        facts=facts,
        done=len(copy.parts),
        planned=copy.parts_planned,
        progress=ngettext(
            "%(done)s of %(num)s part is made.",
            "%(done)s of %(num)s parts are made.",
            copy.parts_planned,
            done=len(copy.parts),
        ),
        parts=[
            PartView(
                url=url_for("exporting.part", copy_id=copy.id, number=part.number),
                label=_("Part %(number)s of %(total)s", number=part.number, total=copy.parts_planned),
                size=file_size(part.size),
                sha256=part.sha256,
            )
            for part in copy.parts
        ]
        if is_ready
        else [],
        forget_url=url_for("exporting.forget", copy_id=copy.id),
    )
