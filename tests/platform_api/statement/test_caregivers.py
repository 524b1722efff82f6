"""A caregiver who may write: drafts of their own, published by name for the holder, who is told; no more."""

import pytest
from lxml import etree

from platform_api.vocabulary import Confidentiality, MandateVerb, Notice
from tests.platform_api.statement.writing import PATH, publish, save, state
from tests.platform_api.world import Api, Person, World

_NS = {"v3": "urn:hl7-org:v3"}


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


def _acting(world: World, anne: Person, *verbs: MandateVerb, **options: object) -> Api:
    sara = world.delegate("Sara", "Reuter")
    return world.acting(sara, world.mandate(anne.id, sara, *verbs, **options))  # type: ignore[arg-type]  # as given


def test_a_caregiver_publishes_by_name_and_the_holder_is_told(world: World, anne: Person):
    sara = _acting(world, anne, MandateVerb.WRITE_STATEMENT)
    done = publish(sara, save(sara, "Rester chez elle.")).json
    me = world.signed_in(anne)
    described = me.get(f"/fhir/DocumentReference/{done['document_id']}").json
    assert described["author"] == [{"reference": f"Patient/{anne.id}"}, {"display": "Sara Reuter"}]
    root = etree.fromstring(me.get(f"/fhir/Binary/{done['document_id']}").data)
    given = root.find(".//v3:author//v3:given", _NS)
    assert given is not None
    assert given.text == "Sara"
    assert state(me)["published"]["by_holder"] is False
    assert [mail.code for mail in world.mail()] == [Notice.STATEMENT_PUBLISHED_FOR_YOU]
    entry = next(one for one in reversed(world.entries(anne.id)) if one["action"] == "statement.publish")
    assert (entry["role"], entry["on_behalf_of"]) == ("caregiver", anne.id)


def test_who_wrote_is_named_to_the_holder_and_to_no_other_caregiver(world: World, anne: Person):
    sara = _acting(world, anne, MandateVerb.WRITE_STATEMENT)
    publish(sara, save(sara, "Rester chez elle."))
    tom = world.delegate("Tom", "Reuter")
    other = world.acting(tom, world.mandate(anne.id, tom, MandateVerb.WRITE_STATEMENT))
    told = [state(one)["published"]["by_name"] for one in (world.signed_in(anne), sara, other)]
    assert told == ["Sara Reuter", "Sara Reuter", ""]


def test_drafts_of_holder_and_caregiver_stay_apart(world: World, anne: Person):
    save(world.signed_in(anne), "Mon secret en cours")
    sara = _acting(world, anne, MandateVerb.WRITE_STATEMENT)
    assert state(sara)["drafts"] == []


def test_withdrawing_stays_the_holders(world: World, anne: Person):
    sara = _acting(world, anne, MandateVerb.WRITE_STATEMENT)
    publish(sara, save(sara, "Rester chez elle."))
    assert sara.delete(f"{PATH}/publication").status == 403
    assert world.signed_in(anne).delete(f"{PATH}/publication").status == 204


@pytest.mark.parametrize(
    "options",
    [{"ceiling": Confidentiality.NORMAL}, {"excluded": ("holder",)}],
    ids=["above the ceiling", "of a type that is kept from them"],
)
def test_what_a_mandate_does_not_reach_is_not_shown(world: World, anne: Person, options: dict[str, object]):
    me = world.signed_in(anne)
    done = publish(me, save(me, "Pour le cercle")).json
    with world.running.database.write() as connection:
        restricted = "UPDATE documents SET confidentiality = 'restricted' WHERE id = ?"
        connection.exec_driver_sql(restricted, (done["document_id"],))
    sara = _acting(world, anne, MandateVerb.WRITE_STATEMENT, **options)
    assert state(sara)["published"] is None


@pytest.mark.parametrize("verbs", [(MandateVerb.LIST, MandateVerb.READ), ()])
def test_without_the_verb_there_is_nothing(world: World, anne: Person, verbs: tuple[MandateVerb, ...]):
    assert _acting(world, anne, *verbs).get(PATH).status == 403


def test_a_mandate_that_ended_ends_it(world: World, anne: Person):
    assert _acting(world, anne, *MandateVerb, state="ended").get(PATH).status == 403
