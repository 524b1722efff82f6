"""Parents by the age of the child: in full, without what is marked confidential, as confirmed, no longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from platform_api import ages, clock, operations
from platform_api.ages import Band, birthday
from platform_api.mandates import minors
from platform_api.models import Mandate, Patient, Representative
from platform_api.vocabulary import Notice
from tests.platform_api.world import Api, Person, World


@pytest.mark.parametrize(
    ("born", "on", "band"),
    [
        (date(2014, 5, 4), date(2026, 5, 3), Band.ALL),
        (date(2014, 5, 4), date(2026, 5, 4), Band.NOT_CONFIDENTIAL),
        (date(2010, 5, 4), date(2026, 5, 3), Band.NOT_CONFIDENTIAL),
        (date(2010, 5, 4), date(2026, 5, 4), Band.AS_CONFIRMED),
        (date(2008, 5, 4), date(2026, 5, 3), Band.AS_CONFIRMED),
        (date(2008, 5, 4), date(2026, 5, 4), Band.OF_AGE),
        (date(2008, 2, 29), date(2026, 2, 28), Band.AS_CONFIRMED),
        (date(2008, 2, 29), date(2026, 3, 1), Band.OF_AGE),
        (date(2012, 2, 29), date(2028, 2, 28), Band.NOT_CONFIDENTIAL),
        (date(2012, 2, 29), date(2028, 2, 29), Band.AS_CONFIRMED),
        (None, date(2026, 1, 1), Band.OF_AGE),
    ],
)
def test_the_bands(born: date | None, on: date, band: Band):
    assert ages.band(born, on) is band


def test_the_birthday_is_at_midnight_in_luxembourg():
    midnight = ages.of_age_at(date(2009, 7, 1), date(2026, 1, 1))
    assert midnight.isoformat() == "2027-07-01T00:00:00+02:00"


@pytest.fixture
def world(platform: Flask) -> World:
    return World(platform)


@pytest.fixture
def mother(world: World) -> Person:
    return world.patient("Claire")


@pytest.fixture
def child(world: World, mother: Person) -> Person:
    one = world.patient("Maya")
    with world.running.database.write() as connection:
        index = connection.execute(
            select(Patient.matricule_index).where(Patient.id == mother.id)
        ).scalar_one()
        row = {"patient_id": one.id, "person_index": index, "since": clock.now()}
        connection.execute(insert(Representative), row)
    return one


def _aged(world: World, child: Person, years: int, days: int = 5) -> None:
    """The child is this many years and days old."""
    today = clock.today()
    born = birthday(today, -years)
    if birthday(born, years) > today:  # nobody's birthday is a 29 February that was not
        born -= timedelta(days=1)
    born -= timedelta(days=days)
    with world.running.database.write() as connection:
        connection.execute(update(Patient).where(Patient.id == child.id).values(birth_date=born))


def _acting(world: World, mother: Person) -> Api:
    api = world.signed_in(mother)
    mandates = api.get("/dsp/v1/acting").json["mandates"]
    assert mandates, "no mandate of a parent"
    turned = api.call("PUT", "/dsp/v1/acting", {"mandate": mandates[0]["id"]})
    return world.portal(turned.json["session"]) if turned.status == 200 else api


def _documents(who: Api) -> int:
    answer = who.get("/fhir/DocumentReference?patient=Patient/self")
    return len(answer.json.get("entry", ())) if answer.status == 200 else -1


def _two_documents(world: World, child: Person) -> None:
    label: Any = {"securityLabel": [{"coding": [{"code": "R"}]}]}
    world.deposit(child, kind="lab")
    world.deposit(child, kind="lab", **label)


@pytest.mark.parametrize(("years", "seen"), [(3, 2), (12, 1), (15, 1)])
def test_what_a_mother_sees_at_each_age(world: World, mother: Person, child: Person, years: int, seen: int):
    _aged(world, child, years)
    _two_documents(world, child)
    operations.sweep(world.settings)
    assert _documents(_acting(world, mother)) == seen


def test_from_sixteen_on_the_minor_says_yes(world: World, mother: Person, child: Person):
    _aged(world, child, 16)
    _two_documents(world, child)
    operations.sweep(world.settings)
    assert world.signed_in(mother).get("/dsp/v1/acting").json["mandates"][0]["usable"] is False
    minor = world.signed_in(child)
    mandate = minor.get("/dsp/v1/mandates").json["mandates"][0]
    assert mandate["waits"] is True
    assert minor.post(f"/dsp/v1/mandates/{mandate['id']}/confirmation").status == 204
    assert _documents(_acting(world, mother)) == 1
    assert minor.post(f"/dsp/v1/mandates/{mandate['id']}/end", {}).status == 204
    assert world.signed_in(mother).get("/dsp/v1/acting").json["mandates"] == []


def test_on_the_eighteenth_birthday_it_is_over_by_itself(world: World, mother: Person, child: Person):
    _aged(world, child, 17)
    operations.sweep(world.settings)
    with world.running.database.write() as connection:
        connection.execute(update(Mandate).values(confirmed_at=clock.now()))
    acting = _acting(world, mother)
    assert acting.get("/dsp/v1/dossier").status == 200
    _aged(world, child, 18, days=0)  # the sweep has not run
    answer = acting.get("/dsp/v1/dossier")
    assert (answer.status, answer.json["code"]) == (403, "mandate_over")


@pytest.mark.parametrize("aged", [17, 18])
def test_from_the_birthday_on_no_object_of_the_childs_is_given(
    world: World, mother: Person, child: Person, aged: int
):
    """Also with every address known from the day before; and as oneself it looks as if there were nothing."""
    document = world.deposit(child, title="Canari-Titre")
    _aged(world, child, 17)
    operations.sweep(world.settings)
    with world.running.database.write() as connection:
        connection.execute(update(Mandate).values(confirmed_at=clock.now()))
    acting, herself = _acting(world, mother), world.signed_in(mother)
    _aged(world, child, aged, days=0)
    paths = (
        "/fhir/DocumentReference/{0}",
        "/fhir/Binary/{0}",
        "/fhir/DocumentReference?patient={1}&status=current",
    )
    for path in paths:
        asked = path.format(document, child.id)
        answer = acting.get(asked)
        assert (answer.status == 200) == (aged == 17), path
        for refused in (herself.get(asked), *([answer] if aged == 18 else [])):
            assert refused.status in (403, 404), path
            told = refused.data.decode()
            assert not any(known in told for known in (child.id, child.family, "Maya", "Canari", "%PDF")), (
                told
            )
        assert herself.get(asked).status == 404, path


def test_from_that_midnight_on_both_lists_say_so_before_the_sweep(
    world: World, mother: Person, child: Person
):
    _aged(world, child, 17)
    operations.sweep(world.settings)
    with world.running.database.write() as connection:
        over = clock.now() - timedelta(seconds=1)
        connection.execute(update(Mandate).values(confirmed_at=over, ends_at=over))
    assert world.signed_in(mother).get("/dsp/v1/acting").json["mandates"] == []
    (seen,) = world.signed_in(child).get("/dsp/v1/mandates").json["mandates"]
    assert (seen["state"], seen["reason"], seen["waits"]) == ("ended", "of_age", False)


def test_a_parent_is_told_from_which_day_on_the_child_decides(world: World, mother: Person, child: Person):
    _aged(world, child, 15)
    operations.sweep(world.settings)
    (held,) = world.signed_in(mother).get("/dsp/v1/acting").json["mandates"]
    assert (held["usable"], date.fromisoformat(held["asks_from"]) > clock.today()) == (True, True)
    _aged(world, child, 16)
    (held,) = world.signed_in(mother).get("/dsp/v1/acting").json["mandates"]
    assert (held["usable"], held["asks_from"]) == (False, None)


def test_a_court_keeps_a_parent_out_at_once(world: World, mother: Person, child: Person):
    _aged(world, child, 5)
    operations.sweep(world.settings)
    acting = _acting(world, mother)
    with world.running.database.write() as connection:
        index = connection.execute(
            select(Patient.matricule_index).where(Patient.id == mother.id)
        ).scalar_one()
        minors.exclude(connection, child.id, index)
    assert acting.get("/dsp/v1/dossier").json["code"] == "mandate_over"
    operations.sweep(world.settings)
    assert world.signed_in(mother).get("/dsp/v1/acting").json["mandates"] == []


def test_six_and_one_months_before_both_are_told(world: World, mother: Person, child: Person):
    _aged(world, child, 17, days=190)
    operations.sweep(world.settings)
    codes = [mail.code for mail in world.mail()]
    assert codes.count(Notice.OF_AGE_SOON) == 2
    operations.sweep(world.settings)
    assert not world.mail()
