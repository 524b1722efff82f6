"""Records that many are curious about: a supervisor guards them, then no agent opens a case without their word."""

from flask import Blueprint
from msgspec import Struct
from sqlalchemy import Connection, delete, select

from platform_api import answers, clock, requests, shapes
from platform_api.assistance import finding
from platform_api.context import Platform, platform
from platform_api.db import insert_if_absent
from platform_api.guard import Look, Subject, permit
from platform_api.models import Dossier, GuardedRecord, Patient
from platform_api.principal import Principal
from platform_api.vocabulary import Action

bp = Blueprint("guarding", __name__, url_prefix="/dsp/v1/helpdesk")


class GuardBody(Struct, forbid_unknown_fields=True):
    """Whose record, and whether it is guarded from now on."""

    matricule: shapes.Matricule
    guarded: bool


@bp.put("/guarded")
def guard() -> answers.Empty:
    """Guard a record, or guard it no longer; twice has one effect. Nobody lists whose records are guarded."""
    given = requests.body(GuardBody)
    number = finding.read_matricule(given.matricule)
    with permit(Action.GUARD_RECORD, _record_of(platform(), number)) as access:
        patient_id = access.subject.patient_id or ""
        if given.guarded:
            row = {"patient_id": patient_id, "added_by": access.principal.account_id, "added_at": clock.now()}
            insert_if_absent(access.connection, GuardedRecord.__table__, row)
        else:
            access.connection.execute(delete(GuardedRecord).where(GuardedRecord.patient_id == patient_id))
        access.details["guarded"] = given.guarded
    return answers.Empty()


def _record_of(running: Platform, number: str) -> Look:
    index = running.keys.find_by("matricule", number)

    def look(connection: Connection, _principal: Principal) -> Subject:
        found = connection.execute(
            select(Patient.id)
            .join(Dossier, Dossier.patient_id == Patient.id)
            .where(Patient.matricule_index == index)
        ).scalar()
        return Subject(found, "record", found, facts={"exists": found is not None})

    return look
