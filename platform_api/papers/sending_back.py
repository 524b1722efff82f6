"""A form that cannot be entered: why, a letter to who sent it where they are known, and the scan forgotten."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, update

from platform_api import clock, paper_forms, posting
from platform_api.assistance import finding
from platform_api.context import platform
from platform_api.guard import Access, Look, Subject
from platform_api.models import PaperForm
from platform_api.principal import Principal
from platform_api.vocabulary import PaperRefusal, PaperState, PostKind


def to_refuse(number: str, matricule: str, name: str) -> Look:
    """A look-up for the guard: the form, and the person whom the agent reads on it, found as exactly as for a case."""
    paper = paper_forms.find(number)
    person = (
        finding.caller_named(platform(), finding.read_matricule(matricule), name, []) if matricule else None
    )

    def look(connection: Connection, principal: Principal) -> Subject:
        subject = paper(connection, principal)
        if person is None or not subject.facts.get("paper_in_hand"):
            return subject
        found = person(connection, principal)
        return replace(subject, patient_id=found.patient_id or subject.patient_id, fail=found.fail)

    return look


def refuse(access: Access, why: PaperRefusal) -> tuple[bool, list[str]]:
    """Refuse it; returns whether a letter goes out, and the files to remove once that is sure."""
    row, patient_id = access.subject.payload, access.subject.patient_id
    none = {"scan_blob_id": None, "scan_key_sealed": None, "taken_by": None, "taken_until": None}
    done: dict[str, Any] = {
        "state": PaperState.REFUSED,
        "refusal": why,
        "patient_id": patient_id,
        "approval_id": None,
    }
    done |= {"done_by": access.principal.account_id, "done_at": clock.now()}
    access.connection.execute(update(PaperForm).where(PaperForm.id == row.id).values(**none, **done))
    access.details.update(paper=row.number, kind=row.kind, why=why.value)
    if patient_id is not None:
        said = {"form": row.kind, "why": why.value, "number": row.number}
        posting.queue(access.connection, access.platform.keys, PostKind.PAPER_REFUSED, patient_id, said)
    return patient_id is not None, [row.scan_blob_id] if row.scan_blob_id else []
