"""Who gets to the helpdesk's paths: the desk, the case under way, the acts by their proof, the person who is helped."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from platform_api import four_eyes
from platform_api.models import Account, AuditEntry, HelpCase
from platform_api.vocabulary import ApprovalAct, Purpose, Role
from tests.platform_api.matrix import phones
from tests.platform_api.matrix.people import (
    AGENT_1,
    AGENT_2,
    AGENT_3,
    AGENTS,
    OTHER,
    PATIENT,
    STAFF,
    SUPERVISOR,
)
from tests.platform_api.phones import register

_DESK = "/dsp/v1/helpdesk"
_HELPING = frozenset({AGENT_1, AGENT_2, AGENT_3})
_FROM_L2 = frozenset({AGENT_2, AGENT_3})
_OWN = frozenset({PATIENT, OTHER})

MAY: dict[str, frozenset[str] | str] = {
    f"GET {_DESK}": STAFF,
    f"POST {_DESK}/cases": AGENTS,
    f"GET {_DESK}/case": _HELPING,
    f"POST {_DESK}/case/proof": _HELPING,
    f"PUT {_DESK}/case/note": _HELPING,
    f"POST {_DESK}/case/extension": _HELPING,
    f"DELETE {_DESK}/case": AGENTS,
    f"POST {_DESK}/letters": _HELPING,
    f"POST {_DESK}/professionals": _FROM_L2,
    f"POST {_DESK}/presence-codes": _FROM_L2,
    f"POST {_DESK}/presence-texts": _FROM_L2,
    f"POST {_DESK}/unblock-proposals": _FROM_L2,
    f"POST {_DESK}/unblocks": frozenset(),  # for somebody without an account, see assistance/test_unblocking
    f"PUT {_DESK}/contact": _FROM_L2,
    f"POST {_DESK}/phone": frozenset({AGENT_3}),
    f"PUT {_DESK}/phone": frozenset({AGENT_3}),
    f"POST {_DESK}/factor-resets": frozenset({AGENT_3}),
    f"POST {_DESK}/objections": frozenset(),  # for a record that waits, see assistance/test_four_eyes
    f"POST {_DESK}/closings": _FROM_L2,
    f"POST {_DESK}/caregivers": _FROM_L2,
    f"GET {_DESK}/approvals": STAFF,
    f"POST {_DESK}/approvals/<approval_id>": frozenset({SUPERVISOR}),  # the agents asked for it themselves
    f"POST {_DESK}/conformity": frozenset({SUPERVISOR}),
    f"GET {_DESK}/supervision": frozenset({SUPERVISOR}),
    f"POST {_DESK}/reviews/<case_id>": frozenset({SUPERVISOR}),
    f"GET {_DESK}/case/journal": _FROM_L2,
    f"GET {_DESK}/emergencies": frozenset({SUPERVISOR}),
    f"POST {_DESK}/emergencies/<entry_id>": frozenset({SUPERVISOR}),
    f"PUT {_DESK}/guarded": frozenset({SUPERVISOR}),
    f"GET {_DESK}/software": frozenset({SUPERVISOR}),
    f"GET {_DESK}/staff": frozenset({SUPERVISOR}),
    f"POST {_DESK}/staff": frozenset({SUPERVISOR}),
    f"PUT {_DESK}/staff/<account_id>": frozenset({SUPERVISOR}),
    "GET /dsp/v1/assistance": _OWN,
    "DELETE /dsp/v1/assistance": _OWN,
    "GET /dsp/v1/support-pin": _OWN,
    "DELETE /dsp/v1/contact-change": _OWN,
}


def _sent(body: dict[str, Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda _scene: {"body": body}


def _call(scene: Any) -> dict[str, Any]:
    who = {"matricule": scene.anne.matricule, "name": scene.anne.family}
    return {"body": who | {"channel": "telephone", "caller": "holder", "purpose": "activation"}}


def _mobile(scene: Any) -> dict[str, Any]:
    """Anne registered a mobile long ago."""
    register(scene.world, scene.anne)
    return {"body": {}}


def _approval(scene: Any) -> str:
    """Something that the scene's agent asked for."""
    with scene.world.running.database.write() as connection:
        return four_eyes.ask(
            connection, ApprovalAct.WITHDRAW_SOFTWARE, agent_of(scene), subject_id="withdrawn"
        )


def agent_of(scene: Any) -> str:
    """The id of the scene's agent."""
    found = select(Account.id).where(Account.role == Role.AGENT).order_by(Account.id)
    with scene.world.running.database.read() as connection:
        return str(connection.execute(found).scalars().first())


def _case(scene: Any) -> str:
    scene.world.helping(agent_of(scene), scene.anne.id, 1)
    with scene.world.running.database.read() as connection:
        return str(connection.execute(select(HelpCase.id)).scalars().first())


def _emergency(scene: Any) -> str:
    """A doctor without access opens Anne's list in an emergency."""
    doctor = scene.world.doctor(purpose=Purpose.EMERGENCY)
    doctor.get("/fhir/DocumentReference", query_string={"patient": f"Patient/{scene.anne.id}"})
    with scene.world.running.database.read() as connection:
        found = select(AuditEntry.id).where(AuditEntry.purpose == Purpose.EMERGENCY)
        return str(connection.execute(found).scalars().first())


NAMES: dict[str, Callable[[Any], str]] = {
    "<approval_id>": _approval,
    "<case_id>": _case,
    "<entry_id>": _emergency,
    "<account_id>": agent_of,
}
BODIES: dict[str, Callable[[Any], dict[str, Any]]] = {
    f"POST {_DESK}/cases": _call,
    f"POST {_DESK}/case/proof": _sent({"method": "email_code"}),
    f"PUT {_DESK}/case/note": _sent({"text": "Rappeler jeudi"}),
    f"POST {_DESK}/letters": _sent({}),
    f"POST {_DESK}/presence-texts": _mobile,
    f"POST {_DESK}/phone": _sent({"phone": "621 555 018"}),
    f"PUT {_DESK}/phone": phones.code_on_its_way,
    f"POST {_DESK}/professionals": _sent({"name": "Hélène Muller"}),
    f"POST {_DESK}/unblocks": _sent({"professional_id": "2999104518"}),
    f"POST {_DESK}/objections": _sent({}),
    f"POST {_DESK}/closings": _sent({}),
    f"POST {_DESK}/caregivers": _sent({"name": "Sara Lopes"}),
    f"POST {_DESK}/approvals/<approval_id>": _sent({"agreed": True}),
    f"POST {_DESK}/conformity": _sent({"client_id": "withdrawn", "conformant": True}),
    f"PUT {_DESK}/guarded": lambda scene: {"body": {"matricule": scene.anne.matricule, "guarded": True}},
    f"POST {_DESK}/emergencies/<entry_id>": _sent({"verdict": "fine"}),
    f"POST {_DESK}/reviews/<case_id>": _sent({"verdict": "fine"}),
    f"POST {_DESK}/staff": _sent(
        {"email": "new@desk.lu", "given": "Eva", "family": "Kremer", "role": "agent"}
    ),
    f"PUT {_DESK}/staff/<account_id>": _sent({"active": False}),
    f"PUT {_DESK}/contact": _sent({"email": "new@example.lu"}),
}
