"""The authenticator app's codes and the recovery codes, as far as they need no database."""

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from platform_api import clock, factors
from tests.platform_api.world import utc
from tests.support.clock import Clock

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _code(steps: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now().timestamp()) // 30 + steps)


@pytest.fixture(autouse=True)
def _quiet_minute(clock: Clock):
    """A moment that is not at the edge of a step."""
    clock.set(utc(2026, 11, 24, 9, 0, 10))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_this_step_or_its_neighbours_is_right(steps: int):
    now = int(clock.now().timestamp()) // 30
    assert factors.check_totp(SECRET, _code(steps)) == factors.TotpCheck(now + steps)


@pytest.mark.parametrize("steps", [-40, -3, -2, 2, 3, 40])
def test_a_code_further_off_is_wrong(steps: int):
    assert factors.check_totp(SECRET, _code(steps)) == factors.TotpCheck(None)


@pytest.mark.parametrize(("steps", "minutes"), [(2, 1), (-4, 2), (10, 5), (40, 20), (-40, 20)])
def test_while_enrolling_a_drifting_clock_is_told_in_minutes(steps: int, minutes: int):
    assert factors.check_totp(SECRET, _code(steps), enrolling=True) == factors.TotpCheck(None, minutes)


def test_a_clock_that_is_hours_off_is_just_wrong():
    assert factors.check_totp(SECRET, _code(200), enrolling=True) == factors.TotpCheck(None)


def test_a_code_belongs_to_one_step_so_that_it_can_be_refused_the_second_time(clock: Clock):
    first = factors.check_totp(SECRET, _code(0)).step
    code = _code(0)
    clock.forward(seconds=30)
    assert factors.check_totp(SECRET, code).step == first


def test_spaces_in_a_code_are_forgiven():
    code = _code(0)
    for typed in (
        f"{code[:3]} {code[3:]}",
        f" {code}",
        f"{code[:3]}-{code[3:]}",
        f"{code[:3]}\u00a0{code[3:]}",
    ):
        assert factors.check_totp(SECRET, typed).step is not None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345²"])
def test_what_is_no_code_is_wrong(typed: str):
    assert factors.check_totp(SECRET, typed) == factors.TotpCheck(None)


@given(st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(text: str):
    assert isinstance(factors.check_totp(SECRET, text), factors.TotpCheck)


def test_a_secret_has_160_bits_and_is_never_the_same():
    secrets = {factors.new_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(secret) * 5 for secret in secrets} == {160}


def test_the_link_for_the_app_names_the_issuer_and_the_account():
    uri = pyotp.parse_uri(factors.provisioning_uri(SECRET, "anne@example.lu"))
    assert (uri.issuer, uri.name, uri.secret) == (factors.ISSUER, "anne@example.lu", SECRET)


def test_ten_recovery_codes_that_differ():
    codes = factors.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 11 and code[5] == "-" for code in codes)


def test_a_recovery_code_is_read_forgivingly():
    code = "A0B1C-DE2FG"
    for typed in ("a0b1c-de2fg", "AOBIC DE2FG", "aobl cde 2fg", " A0B1CDE2FG "):
        assert factors.normal_recovery_code(typed) == factors.normal_recovery_code(code)
