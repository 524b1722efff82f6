"""Which software fed what: every registered version with its conformity and what it brought in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from platform_api.guard import nothing, permit_as
from platform_api.models import Document, Software, Submission
from platform_api.operations.everyday import OPERATOR
from platform_api.operations.stores import running
from platform_api.settings import Settings
from platform_api.vocabulary import Action, Role


@dataclass(frozen=True, slots=True)
class Feeding:
    """One software version and its figures."""

    client_id: str
    name: str
    version: str
    state: str
    approved_on: date | None
    submissions: int
    documents: int
    records: int
    last_at: datetime | None


def list_software(settings: Settings) -> list[Feeding]:
    """Every version by name; `records` counts the people whose record it fed."""
    documents = (
        select(
            Document.software_id,
            func.count().label("documents"),
            func.count(Document.patient_id.distinct()).label("records"),
            func.max(Document.deposited_at).label("last_at"),
        )
        .group_by(Document.software_id)
        .subquery()
    )
    submissions = (
        select(Submission.software_id, func.count().label("submissions"))
        .group_by(Submission.software_id)
        .subquery()
    )
    statement = (
        select(
            Software.client_id,
            Software.name,
            Software.version,
            Software.state,
            Software.approved_on,
            func.coalesce(submissions.c.submissions, 0),
            func.coalesce(documents.c.documents, 0),
            func.coalesce(documents.c.records, 0),
            documents.c.last_at,
        )
        .join_from(Software, documents, documents.c.software_id == Software.client_id, isouter=True)
        .join(submissions, submissions.c.software_id == Software.client_id, isouter=True)
        .order_by(Software.name, Software.version, Software.client_id)
    )
    with (
        running(settings) as opened,
        permit_as(opened, OPERATOR, Action.OPERATE, nothing, role=Role.OPERATOR) as access,
    ):
        access.details["act"] = "software_list"
        return [Feeding(*row) for row in access.connection.execute(statement)]
