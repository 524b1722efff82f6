"""An account for a caregiver without a record: invited at the desk by two, taken up with link and birth date."""

import logging

import pytest
from sqlalchemy import insert, select, update

from platform_api import clock as platform_clock
from platform_api import operations
from platform_api.audit_trail import SYSTEM
from platform_api.models import Account, AuditEntry, InvitedAccount, Patient, StaffMember
from tests.platform_api.calls import code_of
from tests.platform_api.inviting import BORN, CLAIRE, DESK, EMAIL, LINK, Inviting
from tests.platform_api.world import PASSWORD, World
from tests.support.clock import Clock


@pytest.fixture
def desk(world: World) -> Inviting:
    """The desk, and Claire abroad."""
    return Inviting(world)


def accounts(world: World) -> int:
    with world.running.database.read() as connection:
        found = select(Account.id).where(Account.patient_id.is_(None), Account.role == "person")
        return len(connection.execute(found).all())


def test_invited_by_two_taken_up_by_one_and_an_invitation_code_is_accepted(world: World, desk: Inviting):
    token = desk.invited()
    opened = desk.open(token).json
    assert (opened["given"], opened["email"]) == ("Claire", EMAIL)
    assert desk.open(token).json["totp_secret"] == opened["totp_secret"], "the app may be connected already"
    done = desk.take_up(token)
    assert done.status == 201
    assert len(done.json["recovery_codes"]) == 10
    assert desk.first.get(DESK).json["invited"] == []
    (told,) = [one for one in world.mail() if one.code == "account_made"]
    assert (told.address, told.parameters["account_number"]) == (EMAIL, done.json["account_number"])

    anne = world.patient()
    wish = {"name": "Claire Wéber-Canari", "template": "look"}
    made = world.signed_in(anne).post("/dsp/v1/mandates", wish)
    assert made.status == 201, made
    claire = world.portal(done.json["session"])
    accepted = claire.post("/dsp/v1/mandates/accept", {"code": made.json["code"], "duties": True})
    assert accepted.status == 200, accepted


def test_the_new_account_signs_in_with_both_factors(world: World, desk: Inviting, clock: Clock):
    token = desk.invited()
    secret = desk.open(token).json["totp_secret"]
    desk.take_up(token)
    clock.forward(minutes=2)
    half = world.portal().post("/dsp/v1/sessions", {"email": EMAIL, "password": PASSWORD})
    assert half.status == 201
    whole = world.portal(half.json["session"]).post(
        "/dsp/v1/session/second-factor", {"totp": code_of(secret)}
    )
    assert whole.status == 200


def test_nothing_is_mailed_before_a_colleague_agreed(world: World, desk: Inviting):
    assert desk.ask().status == 201
    assert world.mail() == []
    (row,) = desk.second.get("/dsp/v1/helpdesk/approvals").json["waiting"]
    assert (row["act"], row["about"], row["mine"]) == ("invited_account", "Claire Wéber-Canari", False)
    assert row["evidence"] == {
        "channel": "counter",
        "identity": "passport",
        "level": 3,
        "born_on": BORN,
        "email": EMAIL,
    }
    answer = desk.decide(by=desk.first)
    assert (answer.status, answer.reason) == (403, "own_approval")
    assert world.mail() == []


def test_what_a_colleague_refused_leaves_nothing(world: World, desk: Inviting):
    desk.ask()
    assert desk.decide(agreed=False).status == 204
    assert (world.count(InvitedAccount), world.mail()) == (0, [])
    assert desk.ask().status == 201, "it can be asked for again"


def test_agreeing_twice_mails_once(world: World, desk: Inviting):
    desk.ask()
    (row,) = desk.second.get("/dsp/v1/helpdesk/approvals").json["waiting"]
    path = f"/dsp/v1/helpdesk/approvals/{row['id']}"
    assert desk.second.post(path, {"agreed": True}).status == 204
    assert desk.second.post(path, {"agreed": True}).reason == "decided_already"
    assert len(world.mail()) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"birth_date": "2012-01-01"}, "invited_minor"),
        ({"birth_date": "2999-01-01"}, "value_not_allowed"),
        ({"birth_date": "14.3.1979"}, "value_not_allowed"),
        ({"email": "claire"}, "email_malformed"),
        ({"given": " "}, "element_missing"),
        ({"document": "a library card"}, "value_not_allowed"),
        ({"seen": "telephone"}, "value_not_allowed"),
    ],
)
def test_what_cannot_be_is_refused(world: World, desk: Inviting, changes: dict[str, str], reason: str):
    assert desk.ask(**changes).reason == reason
    assert world.count(InvitedAccount) == 0


def test_an_address_is_invited_once_and_never_beside_an_account(world: World, desk: Inviting):
    token = desk.invited()
    assert desk.ask(given="Clara").reason == "invited_already"
    desk.take_up(token)
    assert desk.ask(email=EMAIL.upper()).reason == "invited_has_account"


def test_an_agent_invites_neither_themself_nor_their_family(world: World, desk: Inviting):
    assert desk.ask(given="Tom", family="WEIS").reason == "invited_related"
    with world.running.database.read() as connection:
        row = connection.execute(select(Account).where(Account.id == desk.first_id)).one()
    own = world.running.keys.open(row.email_sealed, f"account-email:{desk.first_id}")
    assert desk.ask(email=own).reason == "invited_related"
    anne = world.person("Claire", "Wéber-Canari")
    index = world.running.keys.find_by("matricule", anne.matricule)
    member = {"own_index": None, "relatives": [index], "added_by": None}
    with world.running.database.write() as connection:
        connection.execute(
            insert(StaffMember),
            member | {"account_id": desk.second_id, "added_at": platform_clock.now()},
        )
        born = connection.execute(select(Patient.birth_date).where(Patient.id == anne.id)).scalar_one()
    assert desk.ask(birth_date=str(born)).status == 201
    (row,) = desk.first.get("/dsp/v1/helpdesk/approvals").json["waiting"]
    assert desk.second.get("/dsp/v1/helpdesk/approvals").json["waiting"] == []
    answer = desk.second.post(f"/dsp/v1/helpdesk/approvals/{row['id']}", {"agreed": True})
    assert answer.reason == "own_approval"
    assert desk.second.get(DESK).json["invited"] == []
    (shown,) = desk.first.get(DESK).json["invited"]
    assert desk.second.delete(f"{DESK}/{shown['id']}").reason == "own_approval"


def test_five_wrong_birth_dates_block_and_an_unknown_link_is_answered_alike(world: World, desk: Inviting):
    token = desk.invited()
    known, unknown = [], []
    for day in range(1, 7):
        known.append(desk.open(token, f"1979-03-0{day}", address="192.0.2.7").told)
        unknown.append(desk.open("x" * 43, f"1979-03-0{day}", address="198.51.100.7").told)
    assert known == unknown
    assert desk.open(token, "1979-03-01").reason == "too_many_tries"
    assert desk.open(token, BORN, address="203.0.113.7").reason == "too_many_tries"


def test_after_fifteen_wrong_tries_the_link_is_dead_and_a_new_one_counts(
    world: World, desk: Inviting, clock: Clock
):
    token = desk.invited()
    for _block in range(3):
        for _try in range(5):
            assert desk.open(token, "1979-03-01").reason == "invited_not_accepted"
        clock.forward(hours=25)
    assert desk.open(token).reason == "invited_not_accepted"
    (row,) = world.idle(desk.first_id).get(DESK).json["invited"]
    assert world.idle(desk.first_id).post(f"{DESK}/{row['id']}/sending", {}).status == 204
    assert desk.open(desk.token()).status == 200


def test_an_old_link_is_not_taken_and_the_nightly_sweep_forgets_it(
    world: World, desk: Inviting, clock: Clock
):
    token = desk.invited()
    clock.forward(days=6, hours=23)
    assert desk.open(token).status == 200
    clock.forward(hours=2)
    assert desk.open(token).reason == "invited_not_accepted"
    (row,) = world.idle(desk.first_id).get(DESK).json["invited"]
    assert row["state"] == "lapsed"
    operations.sweep(world.settings)
    assert world.count(InvitedAccount) == 0


def test_what_nobody_agreed_to_within_a_day_makes_room_and_is_swept(
    world: World, desk: Inviting, clock: Clock
):
    desk.ask()
    clock.forward(hours=25)
    desk.first = world.idle(desk.first_id)
    assert desk.ask().status == 201
    clock.forward(hours=25)
    operations.sweep(world.settings)
    assert world.count(InvitedAccount) == 0


def test_the_last_step_sent_twice_is_answered_alike_and_makes_one_account(
    world: World, desk: Inviting, clock: Clock
):
    token = desk.invited()
    code = code_of(desk.open(token).json["totp_secret"])
    first, second = (desk.take_up(token, code=code) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    for name in ("recovery_codes", "account_number"):
        assert first.json[name] == second.json[name]
    assert accounts(world) == 1
    assert sum(one.code == "account_made" for one in world.mail()) == 1
    assert world.portal(second.json["session"]).get("/dsp/v1/account").status == 200
    other = "".join(str(9 - int(digit)) for digit in code)
    assert desk.take_up(token, code=other).reason == "invited_not_accepted"
    clock.forward(minutes=3)
    assert desk.take_up(token, code=code).reason == "invited_not_accepted"
    operations.sweep(world.settings)
    assert world.count(InvitedAccount) == 0


def test_what_an_agent_does_beside_a_case_stands_in_no_holders_log(world: World, desk: Inviting):
    anne = world.patient()
    tom = world.helping(desk.first_id, anne.id, 2)
    assert tom.post(DESK, CLAIRE).status == 201
    assert tom.get(DESK).status == 200
    assert tom.get("/dsp/v1/helpdesk/approvals").status == 200
    assert tom.post(DESK, CLAIRE).reason == "invited_already"
    assert tom.get("/dsp/v1/helpdesk/case").status == 200
    with world.running.database.read() as connection:
        found = select(AuditEntry.action, AuditEntry.chain).where(AuditEntry.role == "agent")
        written = {(row.action, row.chain) for row in connection.execute(found)}
    assert written == {
        ("account.invite", SYSTEM),
        ("account.read_invited", SYSTEM),
        ("approval.read", SYSTEM),
        ("helpdesk.read_case", anne.id),
    }


def test_a_used_link_opens_nothing_more(world: World, desk: Inviting):
    token = desk.invited()
    assert desk.take_up(token).status == 201
    assert desk.open(token).reason == "invited_not_accepted"
    assert desk.take_up(token).reason == "invited_not_accepted"
    assert accounts(world) == 1


def test_sent_again_the_old_link_is_void_and_called_back_none_opens(world: World, desk: Inviting):
    old = desk.invited()
    (row,) = desk.second.get(DESK).json["invited"]
    assert (row["name"], row["state"]) == ("Claire Wéber-Canari", "sent")
    assert desk.second.post(f"{DESK}/{row['id']}/sending", {}).status == 204
    new = desk.token()
    assert desk.open(old).reason == "invited_not_accepted"
    assert desk.open(new).status == 200
    assert desk.second.delete(f"{DESK}/{row['id']}").status == 204
    assert desk.open(new).reason == "invited_not_accepted"
    assert desk.second.delete(f"{DESK}/{row['id']}").status == 404


def test_what_is_called_back_while_it_waits_cannot_be_agreed_to(world: World, desk: Inviting):
    identifier = desk.ask().json["id"]
    assert desk.first.post(f"{DESK}/{identifier}/sending", {}).reason == "step_out_of_order"
    assert desk.first.delete(f"{DESK}/{identifier}").status == 204
    assert desk.second.get("/dsp/v1/helpdesk/approvals").json["waiting"] == []


def test_a_wrong_code_of_the_app_or_a_weak_password_makes_nothing(world: World, desk: Inviting):
    token = desk.invited()
    assert desk.take_up(token, code="000000").reason == "totp_wrong"
    assert desk.take_up(token, password="claire 14031979").reason == "password_too_common"
    assert accounts(world) == 0
    assert desk.take_up(token).status == 201


def test_the_second_step_asks_for_the_first(world: World, desk: Inviting):
    body = {"token": desk.invited(), "birth_date": BORN, "password": PASSWORD, "code": "123456"}
    assert world.portal().post(f"{LINK}/account", body).reason == "step_out_of_order"


def test_the_trail_tells_each_step_without_a_name(world: World, desk: Inviting):
    token = desk.invited()
    desk.take_up(token)
    told = [
        entry for entry in world.entries("system") if "invite" in entry["action"] or "take" in entry["action"]
    ]
    assert told[0]["action"] == "account.invite"
    assert told[-1]["details"]["step"] == "made"
    assert "Canari" not in str(told)
    assert EMAIL not in str(told)


def test_nothing_of_the_person_is_readable_at_rest(
    world: World, desk: Inviting, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    token = desk.invited()
    secret = desk.open(token).json["totp_secret"]
    for what in (CLAIRE["family"], EMAIL, BORN, token, secret):
        for path in world.settings.home.rglob("*"):
            if path.is_file():
                assert what.encode() not in path.read_bytes(), (what, path.name)
        assert what not in caplog.text, what


def test_a_suspended_approval_is_no_way_around(world: World, desk: Inviting):
    """A link exists only once it was mailed: the row that waits has none."""
    desk.ask()
    with world.running.database.write() as connection:
        assert connection.execute(select(InvitedAccount.fingerprint)).scalar_one() is None
        connection.execute(update(InvitedAccount).values(fingerprint="0" * 64))
    assert desk.open("").reason == "invited_not_accepted"
