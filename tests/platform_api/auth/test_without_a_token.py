"""Whoever brings no token is told so first, whatever else is wrong with what they sent."""

import pytest
from flask import Flask

from tests.platform_api.world import World

PATHS = ("/dsp/v1/activations", "/dsp/v1/exports", "/dsp/v1/openings", "/dsp/v1/helpdesk/cases")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"unknown": 1}', b"[" * 2000], ids=["none", "broken", "odd", "deep"]
)
def test_a_request_without_a_token_is_refused_before_its_body_is_read(
    platform: Flask, path: str, body: bytes
):
    World(platform)
    answer = platform.test_client().post(path, data=body, content_type="application/json")
    assert answer.status_code == 401
    assert answer.json == {"type": "about:blank", "status": 401, "code": "token_invalid"}
