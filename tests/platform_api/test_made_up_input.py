"""Every path with a body, sent what no form would send: it is refused in words or does no harm (ASVS 2.2)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.platform_api.matrix.measuring import MAY, Measured, expected, measured
from tests.platform_api.matrix.people import (
    AGENT_3,
    PATIENT,
    SOFTWARE,
    SUPERVISOR,
    VISITOR,
    WORKER,
)
from tests.platform_api.matrix.people import CALLERS as EVERYBODY
from tests.platform_api.matrix.scene import Scene
from tests.support.homes import copy_home, running_platform

CALLERS = (VISITOR, PATIENT, AGENT_3, SUPERVISOR, SOFTWARE, WORKER)
RULES = sorted(rule for rule in MAY if rule.split(" ", 1)[0] in ("POST", "PUT", "PATCH"))
NASTY: tuple[Any, ...] = (
    None,
    -1,
    10**30,
    "",
    "\0",
    "\ud83d\ude00" * 50,
    "\u202e\u2066x",
    "' OR 1=1 --",
    "{{7*7}}${7*7}<script>",
    "x" * 5000,
    [[]] * 50,
    {},
    {"": ""},
)
CONDITIONS = (("x' OR '1'='1", "x' OR '1'='2"), ("1) OR (1=1) -- ", "1) OR (1=2) -- "))
WILD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def around_anne(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Anne's record and everyone around it, as it was before each path."""
    folder = tmp_path_factory.mktemp("wild")
    with (
        running_platform(copy_home(ready_home, folder / "home")) as app,
        measured(Scene(app), folder / "copies") as made,
    ):
        yield made


@pytest.mark.parametrize("rule", RULES)
def test_no_field_breaks_a_path(around_anne: Measured, rule: str):
    """The body that a friendly caller would send, one field after the other replaced."""
    friendly, path = around_anne.friendly(rule)
    if not isinstance(friendly, dict):
        friendly = {"resourceType": "Bundle"}
    method = rule.split(" ", 1)[0]
    callers = [around_anne.scene.callers[name]() for name in CALLERS]
    for place, (field, value) in enumerate((field, value) for field in (*friendly, "odd") for value in NASTY):
        body = json.dumps({**friendly, field: value}).encode()
        api = callers[place % len(callers)]
        answer = api.call(method, path, data=body, content_type="application/json")
        assert answer.status < 500, (rule, field, value, answer.data[:200])


@pytest.mark.parametrize("rule", RULES)
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=WILD)
def test_nothing_made_up_breaks_a_path(around_anne: Measured, rule: str, body: object):
    method, path = rule.split(" ", 1)
    path = around_anne.scene.path(rule) if "<" in path else path
    api = around_anne.scene.callers[PATIENT]()
    answer = api.call(method, path, data=json.dumps(body).encode(), content_type="application/fhir+json")
    assert answer.status < 500, (rule, body, answer.data[:200])


@pytest.mark.parametrize("rule", RULES)
def test_no_field_is_read_as_sql(around_anne: Measured, rule: str):
    """Two words of which SQL would make a true and a false condition are answered alike (as sqlmap looks for it).

    One field after the other, by those who get in there, from the same beginnings each time.
    """
    friendly, _path = around_anne.friendly(rule)
    fields = (
        [field for field, value in friendly.items() if isinstance(value, str)]
        if isinstance(friendly, dict)
        else []
    )
    callers = [name for name in EVERYBODY if name in expected(rule)] or [PATIENT]
    for place, field in enumerate(fields):
        told, pair = [], CONDITIONS[(place + len(rule)) % len(CONDITIONS)]
        for word in pair:
            friendly, path = around_anne.friendly(rule)
            body = json.dumps({**friendly, field: word}).encode()
            api = around_anne.scene.callers[callers[place % len(callers)]]()
            answer = api.call(rule.split(" ", 1)[0], path, data=body, content_type="application/json")
            told.append((answer.status, answer.reason))
        assert told[0] == told[1], (rule, field, pair)
        assert told[0][0] < 500, (rule, field, pair)
