"""What a page sends when a statement is typed and published."""

import base64
import uuid
from collections.abc import Mapping
from typing import Any

from platform_api.statement import words
from platform_api.vocabulary import (
    INTERPRETER_LANGUAGES,
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
    StatementPart,
)
from tests.platform_api.calls import Answer, Api

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PATH = "/dsp/v1/statement"
WORDS = {
    code: f"[{code}]"
    for code in (
        *words.TITLES,
        *words.NOTICES,
        *StatementPart,
        *ContactRelation,
        *CommunicationNeed,
        *AdvanceDirective,
        *OrganDonation,
        *(f"language:{tag}" for tag in INTERPRETER_LANGUAGES),
    )
}
"""A word for every code, easy to find again."""
WHOLE: dict[str, Any] = {
    "language": "fr",
    "what_matters": "Rester chez moi.\nEntendre de la musique.\n\nMon chat Félix.",
    "contacts": [{"name": "Tom Reuter", "phone": "621 123 456", "relation": "child"}, {"name": "Ida Kohn"}],
    "trusted_person": "Tom Reuter",
    "trusted_phone": "621 123 456",
    "allergies": ["Pénicilline", "Noix"],
    "implants": ["Pacemaker, 2019"],
    "medicines": ["Bisoprolol 5 mg, le matin"],
    "communication": ["hearing", "interpreter"],
    "interpreter": "pt",
    "communication_note": "Parlez-moi à droite.",
    "end_of_life": "Pas d'acharnement.",
    "directive": "directive-and-provisions",
    "directive_where": "Chez Me Weber, à Diekirch",
    "organ_donation": "donation-yes",
    "organ_donation_where": "Passeport de vie dans mon portefeuille",
    "free_text": "Merci à ceux qui lisent ceci.",
}


def typed(what_matters: str = "", **options: Any) -> dict[str, Any]:
    """A draft as a page sends it, by default from a tab of its own."""
    content = {**options.pop("content", {}), **({"what_matters": what_matters} if what_matters else {})}
    return {"content": content, "tab": uuid.uuid4().hex, **options}


def publication(draft: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The press of the button: this draft, these words, this PDF."""
    return {
        "draft": draft["id"],
        "version": draft["version"],
        "replaces": 0,
        "heading_language": "fr",
        "words": WORDS,
        "pdf": base64.b64encode(PDF).decode(),
        **changes,
    }


def save(api: Api, what_matters: str = "", **options: Any) -> dict[str, Any]:
    """Save a draft; returns what the platform says of it."""
    answer = api.call("PUT", f"{PATH}/draft", typed(what_matters, **options))
    assert answer.status == 200, answer
    kept: dict[str, Any] = answer.json
    return kept


def publish(api: Api, draft: Mapping[str, Any], **changes: Any) -> Answer:
    """Publish it."""
    return api.call("PUT", f"{PATH}/publication", publication(draft, **changes))


def state(api: Api) -> dict[str, Any]:
    """Drafts and what is published."""
    answer = api.get(PATH)
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.json
    return found
