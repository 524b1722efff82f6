"""In the list if and only if readable: over every combination of facts, with the real query."""

from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

from flask import Flask

from platform_api.document_types import document_types
from platform_api.documents import searching
from platform_api.facts import Facts
from platform_api.guard import Access, Subject
from platform_api.policy import Scope, decide, scope
from platform_api.principal import Principal
from platform_api.vocabulary import Action, Confidentiality, DossierState, MandateVerb, Role
from tests.platform_api.world import DOCTOR, World

READABLE, UNREADABLE = "lab", "certificate"
GROUP_OF_READABLE = "laboratory"
_LEVELS = {Confidentiality.NORMAL: "N", Confidentiality.RESTRICTED: "R", Confidentiality.SECRET: "V"}


def _situations():
    """The facts of a person or a professional at one record, without those of a document."""
    for role, own, proved, state, conformant in product(
        (Role.PATIENT, Role.PROFESSIONAL, Role.SOFTWARE, Role.VISITOR),
        (True, False),
        (True, False),
        (DossierState.ACTIVATED, DossierState.CLOSED),
        (True, False),
    ):
        person = Facts(
            role=role,
            is_own_record=own,
            second_factor_proved=proved,
            dossier_state=state,
            software_conformant=conformant,
            scope_granted=proved,  # a person is asked for the factor, a software for the scope
        )
        for blocked, granted, attests, allowed, height, hidden, limited in product(
            (True, False, None),
            (None, Confidentiality.NORMAL, Confidentiality.RESTRICTED),
            (True, False),
            (True, False),
            (Confidentiality.NORMAL, Confidentiality.RESTRICTED),
            (frozenset({UNREADABLE}), frozenset()),
            (None, frozenset({GROUP_OF_READABLE})),
        ):
            yield replace(
                person,
                is_blocked=blocked,
                granted_level=granted,
                attests_emergency=attests,
                emergency_allowed=allowed,
                emergency_level=height,
                hidden_types=hidden,
                limited_groups=limited,
            )


def _caregivers():
    """The facts of somebody who acts under a mandate, without those of a document."""
    for own, proved, state, active in product(
        (True, False),
        (True, False),
        (DossierState.ACTIVATED, DossierState.CLOSED),
        (True, False, None),
    ):
        person = Facts(
            role=Role.CAREGIVER,
            is_own_record=own,
            second_factor_proved=proved,
            dossier_state=state,
            mandate_active=active,
        )
        for verbs, hidden, ceiling in product(
            (None, frozenset({MandateVerb.LIST}), frozenset({MandateVerb.READ}), frozenset(MandateVerb)),
            (None, frozenset(), frozenset({UNREADABLE})),
            (None, *Confidentiality),
        ):
            yield replace(person, mandate_verbs=verbs, mandate_hidden_types=hidden, mandate_ceiling=ceiling)


def _looking(facts: Facts) -> Facts:
    """Before a document on the portal's page. Who may list and not read is asked what reading would open."""
    verbs = facts.mandate_verbs
    if verbs is not None and MandateVerb.LIST in verbs:
        verbs |= {MandateVerb.READ}
    return replace(facts, mandate_verbs=verbs, only_looked_at=True)


def test_list_agrees_with_read(platform: Flask):
    world = World(platform)
    anne = world.patient("Anne")
    documents = {}
    for level, kind, author in product(Confidentiality, (READABLE, UNREADABLE), (None, DOCTOR)):
        label: dict[str, Any] = {"securityLabel": [{"coding": [{"code": _LEVELS[level]}]}]}
        by: dict[str, Any] = {"author": [{"reference": f"Practitioner/{author}"}]} if author else {}
        documents[world.deposit(anne, kind=kind, **label, **by)] = (level, kind, author)

    with world.running.database.read() as connection:

        @cache
        def listed(_opened: Scope, facts: Facts) -> frozenset[str]:
            somebody = Principal(Role.PROFESSIONAL, "hospital", frozenset(), True)
            access = Access(connection, world.running, somebody, facts, Subject(anne.id))
            return frozenset(
                row["id"] for row in searching.search(access, searching.Search(anne.id, count=100)).rows
            )

        checked = 0
        for situation in (*_situations(), *_caregivers()):
            for writer in (None, DOCTOR):
                facts = replace(situation, professional_id=writer, has_authored=writer is not None)
                wanted = set()
                for identifier, (level, kind, author) in documents.items():
                    one = replace(
                        _looking(facts),
                        exists=True,
                        document_level=level,
                        document_group=document_types()[kind].group,
                        document_type=kind,
                        category_reads=kind not in (facts.hidden_types or ()),
                        is_author=author is not None and author == writer,
                    )
                    if decide(Action.READ_DOCUMENT, one).allowed:
                        wanted.add(identifier)
                may_list = decide(Action.LIST_DOCUMENTS, facts).allowed
                in_list = set(listed(scope(facts), facts)) if may_list else set()
                assert in_list == wanted, facts
                checked += 1
    assert checked == (64 * 288 + 24 * 48) * 2
