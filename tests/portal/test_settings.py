"""What an operator may set, and what stops an unsafe start."""

from pathlib import Path

import pytest

from patient_portal.settings import Settings, SettingsError

PRODUCTION = {
    "DSP_ENV": "production",
    "DSP_BASE_URL": "https://portal.example.lu/",
    "DSP_SECRET_KEY": "k" * 40,
}


def test_without_any_variable_it_is_a_development_portal_with_the_platform_inside():
    settings = Settings.from_environment({})
    assert not settings.is_production
    assert settings.is_embedded
    assert settings.base_url == "http://127.0.0.1:8000"


def test_production_takes_its_own_address_and_hosts():
    settings = Settings.from_environment(PRODUCTION)
    assert settings.is_production
    assert settings.base_url == "https://portal.example.lu"
    assert "portal.example.lu" in settings.hosts


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"DSP_SECRET_KEY": ""}, "DSP_SECRET_KEY"),
        ({"DSP_SECRET_KEY": "short"}, "DSP_SECRET_KEY"),
        ({"DSP_BASE_URL": "http://portal.example.lu"}, "DSP_BASE_URL"),
        ({"DSP_CLOCK_OFFSET": "60"}, "DSP_CLOCK_OFFSET"),
        ({"DSP_ENV": "staging"}, "DSP_ENV"),
        ({"PORT": "eight"}, "PORT"),
        ({"DSP_TRUSTED_PROXIES": "the proxy"}, "DSP_TRUSTED_PROXIES"),
        ({"DSP_SMS_URL": "http://portal:short@texts.example.lu"}, "DSP_SMS_URL"),
        ({"DSP_SMS_URL": "short"}, "DSP_SMS_URL"),
    ],
)
def test_an_unsafe_or_unreadable_setting_is_named_and_its_value_is_not(changed: dict[str, str], named: str):
    with pytest.raises(SettingsError, match=named) as refused:
        Settings.from_environment({**PRODUCTION, **changed})
    assert "short" not in str(refused.value)
    assert "the proxy" not in str(refused.value)


def test_the_development_secret_is_made_once_and_is_private(tmp_path: Path):
    settings = Settings(home=tmp_path)
    assert settings.signing_secret() == Settings(home=tmp_path).signing_secret()
    kept = tmp_path / "keys" / "portal.secret"
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["portal.secret"]


def test_production_never_makes_up_a_secret(tmp_path: Path):
    with pytest.raises(SettingsError):
        Settings(home=tmp_path, environment="production").signing_secret()


def test_the_telephone_number_can_be_dialled():
    assert Settings().help_contact.phone_link == "+35200000000"


def test_nobody_is_offered_a_text_message_that_would_reach_no_one():
    assert Settings.from_environment({}).sends_texts
    assert not Settings.from_environment(PRODUCTION).sends_texts
    with_gateway = {**PRODUCTION, "DSP_SMS_URL": "https://texts.example.lu/send", "DSP_SMS_TOKEN": "t"}
    assert Settings.from_environment(with_gateway).sends_texts
