"""Whose work is served with ours: all of it is listed, on terms that the agency may use."""

import re

from tests.support import licences


def test_the_list_is_as_the_packages_say():
    assert licences.DOCUMENT.read_text(encoding="utf-8") == licences.render(), "run `make licences`"


def test_every_licence_is_one_that_may_be_used():
    parts = {
        part for _name, _version, licence in licences.components() for part in re.split(" AND | OR ", licence)
    }
    assert {part for part in parts if not licences.ALLOWED.fullmatch(part)} == set()
    assert len(parts) > 3
