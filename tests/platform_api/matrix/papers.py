"""Who gets to paper forms: the desk; to enter or send back one, who has it in hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from platform_api import clock, paper_forms, paper_numbers
from platform_api.blobs import pieces
from platform_api.identifiers import new_id
from platform_api.models import PaperForm
from platform_api.vocabulary import PaperKind
from tests.platform_api.matrix.helpdesk import NAMES as DESK_NAMES
from tests.platform_api.matrix.people import AGENT_1, AGENT_2, AGENT_3, AGENTS, STAFF
from tests.platform_api.matrix.scene import Scene
from tests.platform_api.uploads.files import pdf

_PAPERS = "/dsp/v1/helpdesk/papers"
_ONE = f"{_PAPERS}/<paper_number>"
_HELPING = frozenset({AGENT_1, AGENT_2, AGENT_3})
_KEY = bytes(range(32))
_REQUEST = {
    "last_name": "Klein",
    "first_name": "Jang",
    "matricule": "1988122400102",
    "address": "1, rue Haute, 1718 Luxembourg",
    "consent": True,
    "identity_seen": True,
    "card_seen": True,
}

MAY: dict[str, frozenset[str] | str] = {
    f"GET {_PAPERS}": STAFF,
    f"POST {_PAPERS}/<kind:form_kind>/<new_number>": STAFF,
    f"POST {_PAPERS}/statement": frozenset(),  # for a statement that lies with the case, see papers/test_statements
    f"GET {_PAPERS}/<paper:paper_number>": STAFF,
    f"POST {_ONE}/pages": AGENTS,
    f"GET {_ONE}/scan": STAFF,
    f"PUT {_ONE}/lease": AGENTS,  # the scene's agent has it in hand
    f"DELETE {_ONE}/lease": STAFF,
    f"PUT {_ONE}/case": _HELPING,
    f"POST {_PAPERS}/<opening_number>/opening": AGENTS,
    f"POST {_ONE}/correction": STAFF,  # the scene's agent has it in hand
    f"POST {_ONE}/refusal": AGENTS,
    "POST /dsp/v1/helpdesk/mandates": frozenset(),  # with the signed form beside the case, see papers/test_mandates
    "POST /dsp/v1/helpdesk/guardianships": frozenset(),  # so too, see papers/test_guardianships
    "POST /dsp/v1/helpdesk/attestations": frozenset(),  # so too, see papers/test_attestations
    "POST /dsp/v1/helpdesk/petitions": _HELPING - {AGENT_1},  # or with the complaint signed, see papers
}


def paper(kind: PaperKind) -> Callable[[Scene], str]:
    """A form of this kind in the hand of the scene's agent."""

    def make(scene: Scene) -> str:
        running, moment = scene.world.running, clock.now()
        agent, identifier, blob, number = (
            DESK_NAMES["<account_id>"](scene),
            new_id(),
            new_id(),
            paper_numbers.mint(),
        )
        running.blobs.put(blob, _KEY, pieces(pdf(1)))
        row: dict[str, Any] = {"id": identifier, "number": number, "kind": kind, "language": "fr"}
        row |= {"state": "waiting", "received_at": moment, "received_by": agent, "due_at": moment}
        row |= {
            "scan_blob_id": blob,
            "scan_size": len(pdf(1)),
            "scan_sha256": "0" * 64,
            "scan_sha1": "0" * 40,
            "pages": 1,
        }
        row |= {"scan_key_sealed": paper_forms.seal_scan_key(running, identifier, _KEY)}
        row |= {"taken_by": agent, "taken_until": moment + timedelta(minutes=20)}
        with running.database.write() as connection:
            connection.execute(insert(PaperForm), row)
        return number

    return make


BODIES: dict[str, Callable[[Scene], dict[str, Any]]] = {
    f"POST {_PAPERS}/<kind:form_kind>/<new_number>": lambda scene: {"data": pdf(1)},
    f"POST {_PAPERS}/statement": lambda scene: {
        "body": {"title": "Mots", "description": "Sur papier", "language": "fr"}
    },
    f"POST {_ONE}/pages": lambda scene: {"data": pdf(1)},
    f"PUT {_ONE}/case": lambda scene: {"body": {"signed": True, "identity_seen": True}},
    f"POST {_PAPERS}/<opening_number>/opening": lambda scene: {"body": _REQUEST},
    f"POST {_ONE}/correction": lambda scene: {"body": {"kind": "objection"}},
    f"POST {_ONE}/refusal": lambda scene: {"body": {"why": "unsigned"}},
    "POST /dsp/v1/helpdesk/mandates": lambda scene: {
        "body": {"template": "look", "name": "Sara Reuter", "both_signed": True, "both_seen": True}
    },
    "POST /dsp/v1/helpdesk/guardianships": lambda scene: {
        "body": {"name": "Sara Reuter", "court": "Luxembourg", "document": "1/26", "decided_on": "2026-01-05"}
    },
    "POST /dsp/v1/helpdesk/attestations": lambda scene: {
        "body": {
            "name": "Sara Reuter",
            "doctor": "2999100017",
            "doctor_name": "Hoffmann",
            "attested_on": "2026-01-05",
        }
    },
    "POST /dsp/v1/helpdesk/petitions": lambda scene: {
        "body": {"kind": "complaint", "text": "Nobody answers."}
    },
}
NAMES: dict[str, Callable[[Scene], str]] = {
    "<kind:form_kind>": lambda scene: PaperKind.CLOSING.value,
    "<new_number>": lambda scene: paper_numbers.mint(),
    "<paper_number>": paper(PaperKind.CLOSING),
    "<paper:paper_number>": paper(PaperKind.CLOSING),
    "<opening_number>": paper(PaperKind.OPENING),
}
