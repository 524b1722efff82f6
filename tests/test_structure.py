"""The tree against the house style."""

from tests.support import lint_comparisons, lint_structure


def test_no_file_holds_more_than_one_thing():
    assert lint_structure.too_long() == []


def test_nothing_is_named_after_nothing():
    assert lint_structure.shapeless_names() == []


def test_no_promise_banner_or_bare_suppression_is_left():
    assert lint_structure.left_over_marks() == []


def test_every_module_says_what_belongs_there():
    assert lint_structure.modules_without_a_sentence() == []


def test_no_secret_is_compared_sign_by_sign():
    assert lint_comparisons.compared_in_the_open() == []
    assert lint_comparisons.unused_exceptions() == []


def test_a_comparison_in_the_open_is_found():
    assert lint_comparisons.open_comparisons("if row.email_code_hash == typed: pass") == [
        (1, "email_code_hash")
    ]
    assert lint_comparisons.open_comparisons("ok = given in self.pin.strip()") == [(1, "pin")]
    for fine in ("x.token is None", "kind == 'token'", "Code.fingerprint == typed", "table.c.hash == typed"):
        assert lint_comparisons.open_comparisons(fine) == []
