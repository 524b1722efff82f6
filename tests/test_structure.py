"""The tree against the house style."""

from tests.support import lint_structure


def test_no_file_holds_more_than_one_thing():
    assert lint_structure.too_long() == []


def test_nothing_is_named_after_nothing():
    assert lint_structure.shapeless_names() == []


def test_no_promise_banner_or_bare_suppression_is_left():
    assert lint_structure.left_over_marks() == []


def test_every_module_says_what_belongs_there():
    assert lint_structure.modules_without_a_sentence() == []
