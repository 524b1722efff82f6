"""Statements of a few people of the demo population, written and published the way they would do it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import g

from patient_portal.app import create_app
from patient_portal.expression.publishing import publish_draft
from patient_portal.platform_client import Contact, StatementContent
from patient_portal.platform_client.vocabulary import (
    AdvanceDirective,
    CommunicationNeed,
    ContactRelation,
    OrganDonation,
)
from patient_portal.sessions import begin, platform
from patient_portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Written:
    """Whose statement, and what it says; the page speaks the language in which it is written."""

    family: str
    content: StatementContent


WRITTEN = (
    Written(
        "Wagener",
        StatementContent(
            language="fr",
            what_matters=(
                "Je veux qu’on m’explique tout, simplement, même les mauvaises nouvelles.\n\n"
                "Quand la migraine est là : une chambre sombre, pas de bruit."
            ),
            contacts=(Contact("Rui Antunes", "621 555 014", ContactRelation.PARTNER),),
            trusted_person="Rui Antunes",
            trusted_phone="621 555 014",
            allergies=("Pénicilline : plaques rouges, visage enflé",),
            medicines=("Sumatriptan 50 mg, seulement en cas de crise",),
            organ_donation=OrganDonation.YES,
            organ_donation_where="Passeport de vie, dans mon portefeuille",
        ),
    ),
    Written(
        "Theisen",
        StatementContent(
            language="lb",
            what_matters="Ech wëll op all Visite meng Schwëster dobäi hunn.\nSchwätzt mat mir, net iwwer mech.",
            contacts=(
                Contact("Marie-Anne Theisen", "691 555 027", ContactRelation.SIBLING),
                Contact("Jos Weber", "", ContactRelation.NEIGHBOUR),
            ),
            implants=("Port-a-Cath, riets",),
            communication=(CommunicationNeed.MORE_TIME, CommunicationNeed.COMPANION),
            end_of_life="Keng Schmäerzen. Wann et méiglech ass, doheem.",
            directive=AdvanceDirective.PALLIATIVE,
            directive_where="Bei menger Schwëster a bei menger Dokterin",
            organ_donation=OrganDonation.NOT_DECIDED,
        ),
    ),
    Written(
        "Kieffer",
        StatementContent(
            language="de",
            what_matters="Ich stehe früh auf und brauche meinen Kaffee. Ohne Hörgerät verstehe ich nichts.",
            contacts=(Contact("Léonie Kieffer-Biever", "691 555 033", ContactRelation.PARTNER),),
            trusted_person="Léonie Kieffer-Biever",
            communication=(CommunicationNeed.HEARING, CommunicationNeed.EASY_LANGUAGE),
            communication_note="Bitte laut und langsam sprechen, von vorn.",
            free_text="Danke an alle, die sich Zeit nehmen.",
        ),
    ),
)
FAMILIES = tuple(one.family for one in WRITTEN)


def publish(settings: Settings, references: Mapping[str, str]) -> None:
    """Write and publish them; `references` are open sessions by family name, which end afterwards."""
    app = create_app(settings)
    for one in WRITTEN:
        if (reference := references.get(one.family)) is None:
            continue
        language = one.content.language
        with app.test_request_context(f"/{language}/expression"):
            g.language = language
            begin(reference)
            client = platform()
            draft = client.save_statement_draft(one.content, tab="demo", serial=0, draft_id=None, version=0)
            publish_draft(draft, 0)
            client.sign_out()
