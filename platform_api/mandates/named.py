"""Caregivers whom a caller names at the helpdesk: to end what they may do, without anybody else being listed."""

from dataclasses import dataclass
from datetime import date

from platform_api.guard import Access
from platform_api.helping import count_name, plain_name
from platform_api.mandates import acting
from platform_api.mandates.service import OPEN
from platform_api.vocabulary import MandateState


@dataclass(frozen=True, slots=True)
class NamedCaregiver:
    """A mandate whose caregiver the caller named: nothing of what it opens."""

    id: str
    name: str
    state: MandateState
    until: date | None


def named(access: Access, words: str) -> list[NamedCaregiver]:
    """The mandates that count, or soon may, of exactly this name; raises Refused after too many names in one case."""
    count_name(access, "caregiver")
    wanted = plain_name(words)
    found = [
        NamedCaregiver(one.id, one.delegate or one.name, one.state, one.until)
        for one in acting.given_by(access.connection, access.subject.patient_id or "")
        if one.state in OPEN and wanted and wanted in _ways_to_say(one)
    ]
    access.details["named"] = [one.id for one in found]
    return found


def _ways_to_say(one: acting.Given) -> set[str]:
    """The name as the holder wrote it and as the account has it, the family name alone or first included."""
    said = set()
    for whole in (one.name, one.delegate):
        first, _, last = whole.strip().partition(" ")
        said |= {plain_name(whole), plain_name(f"{last} {first}"), plain_name(last)}
    return said - {""}
