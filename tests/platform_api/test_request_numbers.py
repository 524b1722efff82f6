"""The number of a request stands in answers, in the trail and in the log: it is nothing but a number there."""

import logging

import pytest

from tests.platform_api.world import World

FORGED = ["\x9b31m red", "a b", "x" * 65, "1\x85 ERROR admin", "<script>", "é", "a/b", '"', "\u00a0"]


@pytest.mark.parametrize("given", FORGED, ids=ascii)
def test_what_is_more_than_a_number_is_replaced(
    world: World, given: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken() -> None:
        raise RuntimeError("first line\nERROR second line \x1b[31m")

    broken.open_to_all = True  # type: ignore[attr-defined]  # as the path's own view is
    monkeypatch.setitem(world.app.view_functions, "conformance.metadata", broken)
    headers = {"DSP-Request-Id": given, "User-Agent": given, "Accept-Language": given}
    with caplog.at_level(logging.INFO):
        answer = world.app.test_client().get("/fhir/metadata", headers=headers)
    number = answer.headers["DSP-Request-Id"]
    assert (answer.status_code, len(number), number.isalnum()) == (500, 32, True)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("dsp")]
    assert lines
    for line in lines:
        assert line.isprintable(), line
        assert "second line" not in line
        assert given not in line


def test_a_number_is_kept(world: World):
    answer = world.app.test_client().get("/fhir/metadata", headers={"DSP-Request-Id": "order-66_7.8"})
    assert answer.headers["DSP-Request-Id"] == "order-66_7.8"
