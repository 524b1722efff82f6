"""What is known and what is not are answered alike and after the same work, wherever somebody could be sounding out.

Work is what the database is asked, statement by statement: no clock is looked at.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from platform_api import letter_codes, operations
from platform_api.mandates import invitations
from platform_api.models import Mandate
from platform_api.vocabulary import MandateVerb
from tests.platform_api.inviting import Inviting
from tests.platform_api.world import Answer, World, utc
from tests.support.clock import Clock

Ask = Callable[[str], Answer]
ABSENT = "00000000-0000-4000-8000-000000000000"
NOBODYS = "1983081234566"
NEW_PASSWORD = "kamäin-giel-fënster-48"


def _a_reset(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    anne = world.patient()
    return (
        lambda email: world.portal().post("/dsp/v1/password-resets", {"email": email}),
        [anne.email, "nobody@example.lu"],
    )


def _a_link_that_is_over(world: World, clock: Clock) -> tuple[Ask, list[str]]:
    anne = world.patient()
    world.portal().post("/dsp/v1/password-resets", {"email": anne.email})
    token = world.mail()[-1].parameters["token"]
    clock.forward(minutes=31)
    given = {"password": NEW_PASSWORD, "totp": "000000"}
    return (
        lambda token: world.portal().post("/dsp/v1/password-resets/redeem", {"token": token, **given}),
        [token, "A" * len(token)],
    )


def _a_new_letter(world: World, clock: Clock) -> tuple[Ask, list[str]]:
    """To somebody, to somebody who had one today, to somebody of another name, to nobody."""
    anne, had, other = world.person(), world.person(), world.person("Rui", "Antunes")
    operations.issue_letter(world.settings, had.id, "fr")

    def ask(matricule: str) -> Answer:
        clock.forward(hours=25 if matricule != had.matricule else 0)
        return world.portal().post("/dsp/v1/letters", {"matricule": matricule, "last_name": "Reuter"})

    return ask, [had.matricule, anne.matricule, other.matricule, NOBODYS]


def _this_was_not_me(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    code = letter_codes.grouped(letter_codes.mint())
    return (
        lambda matricule: world.portal().post("/dsp/v1/freezes", {"matricule": matricule, "code": code}),
        [world.patient().matricule, NOBODYS],
    )


def _an_invited_account(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    """With a wrong birth date, and behind a link that nobody was sent."""
    inviting = Inviting(world)
    token = inviting.invited()
    return lambda token: inviting.open(token, born="1980-01-01"), [token, "A" * len(token)]


def _a_caregivers_code(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    """One that is over, and one that nobody was given."""
    sara = world.signed_in(world.patient("Sara"))
    codes = [invitations.mint() for _ in range(2)]
    mandate = world.mandate(world.patient().id, world.delegate(), MandateVerb.READ, state="proposed")
    index = invitations.fingerprint(world.running.keys, invitations.read(codes[0]) or "")
    with world.running.database.write() as connection:
        kept = {"code_index": index, "code_until": utc(2026, 1, 1)}
        connection.execute(update(Mandate).where(Mandate.id == mandate).values(kept))
    return lambda code: sara.post("/dsp/v1/mandates/accept", {"code": code, "duties": True}), codes


def _somebody_elses_mandate(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    me = world.signed_in(world.patient("Berta", "Klein"))
    theirs = world.mandate(world.patient().id, world.delegate(), MandateVerb.READ)
    return lambda one: me.post(f"/dsp/v1/mandates/{one}/confirmation"), [theirs, ABSENT]


def _somebody_elses_session(world: World, _clock: Clock) -> tuple[Ask, list[str]]:
    me, other = world.signed_in(world.patient("Berta", "Klein")), world.signed_in(world.patient())
    theirs = other.get("/dsp/v1/sessions").json["sessions"][0]["id"]
    return lambda one: me.delete(f"/dsp/v1/sessions/{one}"), [theirs, ABSENT]


@pytest.mark.parametrize(
    "sounding_out",
    [
        _a_reset,
        _a_link_that_is_over,
        _a_new_letter,
        _this_was_not_me,
        _an_invited_account,
        _a_caregivers_code,
        _somebody_elses_mandate,
        _somebody_elses_session,
    ],
)
def test_known_and_unknown_look_alike_and_cost_the_same(
    world: World, clock: Clock, sounding_out: Callable[[World, Clock], tuple[Ask, list[str]]]
):
    ask, about = sounding_out(world, clock)
    for one in about:
        ask(one)  # every chain of the trail has begun, every counter counts
    told, work = set(), {}
    for one in about:
        with world.statements() as seen:
            told.add(ask(one).told)
        work[one] = [statement.split()[0] for statement in seen]
    assert len(told) == 1
    lengths = {one: len(statements) for one, statements in work.items()}
    assert len(set(lengths.values())) == 1, lengths
