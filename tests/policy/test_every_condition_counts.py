"""The tables against the policy: every action has one, every fact and every condition of every case is needed."""

import importlib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from platform_api import conditions, rules
from platform_api.facts import Facts
from platform_api.policy import decide, may
from platform_api.vocabulary import Action, Confidentiality, Reason
from tests.policy.tables import Row


def _tables() -> dict[Action, tuple[Row, ...]]:
    found = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.policy.{path.stem}")
        if hasattr(module, "ACTION"):
            assert module.ACTION not in found, f"two tables for {module.ACTION}"
            found[module.ACTION] = module.ROWS
    return found


TABLES = _tables()
IMPLIED = {(Action.READ_DOCUMENT, conditions.has_access_now)}
"""Conditions that stand in a case to be read: another one of the case holds only where they hold."""
CONDITIONS = [
    pytest.param(action, case, place, id=f"{action} case {case + 1} without {condition.__name__}")
    for action, cases in rules.RULES.items()
    for case, asked in enumerate(cases)
    for place, condition in enumerate(asked)
    if (action, condition) not in IMPLIED
]
ALLOWED = [
    pytest.param(action, row, id=f"{action}: {row.case}")
    for action, rows in TABLES.items()
    for row in rows
    if row.allowed
]


def test_an_action_stands_in_one_part_of_the_rules_only():
    assert len(rules.RULES) == sum(len(part.RULES) for part in rules.PARTS)


def test_every_action_with_a_rule_has_its_table():
    assert set(TABLES) == set(rules.RULES)


@pytest.mark.parametrize("action", list(Action))
def test_knowing_nothing_refuses_everything(action: Action):
    assert not decide(action, Facts()).allowed


def test_an_action_without_a_rule_is_refused_whoever_asks():
    everything = Facts(**{field.name: True for field in fields(Facts)})  # type: ignore[arg-type]  # on purpose
    unknown = [action for action in Action if action not in rules.RULES]
    for action in (*unknown, "record.anything"):
        decision = decide(action, everything)  # type: ignore[arg-type]  # an action that nobody declared
        assert (decision.allowed, decision.reason) == (False, Reason.NOT_ALLOWED)


@pytest.mark.parametrize(("action", "row"), ALLOWED)
def test_a_missing_fact_refuses(action: Action, row: Row):
    """Whatever is not known, be it one thing only, opens nothing."""
    for field in fields(Facts):
        if getattr(row.facts, field.name) is not None:
            assert not decide(action, replace(row.facts, **{field.name: None})).allowed, field.name


@pytest.mark.parametrize(("action", "row"), ALLOWED)
def test_a_fact_that_is_only_almost_true_refuses(action: Action, row: Row):
    for field in fields(Facts):
        if getattr(row.facts, field.name) is True:
            for almost in (1, "true"):
                changed: dict[str, Any] = {field.name: almost}
                assert not decide(action, replace(row.facts, **changed)).allowed, field.name


@pytest.mark.parametrize(("action", "case", "place"), CONDITIONS)
def test_without_any_one_condition_some_row_is_answered_differently(
    action: Action, case: int, place: int, monkeypatch: pytest.MonkeyPatch
):
    cases = list(rules.RULES[action])
    cases[case] = cases[case][:place] + cases[case][place + 1 :]
    monkeypatch.setitem(rules.RULES, action, tuple(cases))
    assert any(decide(action, row.facts).allowed is not row.allowed for row in TABLES[action])


def test_a_level_opens_nothing_without_an_access():
    """Why `has_access_now` is implied by `level_allows`."""
    for level in Confidentiality:
        assert not conditions.level_allows(Facts(document_level=level, granted_level=None))


@pytest.mark.parametrize(("action", "row"), ALLOWED)
def test_what_may_be_done_next_agrees_with_what_is_allowed(action: Action, row: Row):
    assert action in may(row.facts)
    assert all(decide(one, row.facts).allowed == (one in may(row.facts)) for one in Action)
