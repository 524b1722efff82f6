"""Where the server is: what the operator's commands of the same home must name as its address."""

from pathlib import Path

import pytest

from patient_portal import serving
from patient_portal.settings import Settings


def test_a_command_names_the_port_of_the_server_that_last_ran_here(tmp_path: Path):
    environ = {"DSP_HOME": str(tmp_path)}
    assert "PORT" not in serving.as_served(environ)
    serving.remember(Settings(home=tmp_path), 8123)
    assert serving.as_served(environ)["PORT"] == "8123"


@pytest.mark.parametrize(
    ("more", "port"), [({"PORT": "9000"}, "9000"), ({"DSP_ENV": "production"}, None)], ids=str
)
def test_what_the_operator_says_comes_first(tmp_path: Path, more: dict[str, str], port: str | None):
    serving.remember(Settings(home=tmp_path), 8123)
    assert serving.as_served({"DSP_HOME": str(tmp_path), **more}).get("PORT") == port


def test_production_leaves_no_word_of_its_port(tmp_path: Path):
    serving.remember(Settings(home=tmp_path, environment="production"), 8123)
    assert not list(tmp_path.iterdir())
