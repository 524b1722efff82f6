"""A request for a record that came on paper: entered and decided in one step, both documents seen."""

from sqlalchemy import Connection

from platform_api import opening, opening_desk, paper_forms
from platform_api.context import platform
from platform_api.guard import Access, Look, Subject
from platform_api.principal import Principal
from platform_api.vocabulary import PaperKind


def opening_on_paper(number: str, given: opening.Form) -> Look:
    """A look-up for the guard: the form in hand, and whether who enters it stands apart from the person."""
    paper = paper_forms.find(number)
    index = platform().keys.find_by("matricule", given.matricule)

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = paper(connection, principal)
        row = subject.payload
        if row is None or row.kind != PaperKind.OPENING:
            return Subject(kind="paper", facts={"exists": False})
        facts = subject.facts | opening_desk.about_person(connection, principal, index)
        return Subject(opening.known_person(connection, index), "opening", row.number, (row, index), facts)

    return look


def enter_opening(access: Access, given: opening.Form, *, identity_seen: bool, card_seen: bool) -> str:
    """Ask and accept; returns the request's number."""
    row, index = access.subject.payload
    number, patient_id = opening_desk.enter(
        access, given, index, identity_seen=identity_seen, card_seen=card_seen
    )
    paper_forms.belong(access, row, patient_id)
    paper_forms.done(access, row, became=number)
    return number
