"""A portal to try its frame with: no platform behind it, and one tiny feature."""

import pytest
from flask import Flask

from patient_portal.app import create_app
from patient_portal.settings import Settings
from tests.portal import tiny_feature
from tests.support.browser import ORIGIN, TestBrowser

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The portal's frame with the tiny feature; its platform cannot be reached."""
    home = tmp_path_factory.mktemp("frame")
    app = create_app(Settings(home=home, base_url=ORIGIN, platform_url=NOWHERE))
    tiny_feature.add_to(app)
    return app


@pytest.fixture
def at_frame(frame: Flask) -> TestBrowser:
    """A stranger's browser at the frame."""
    return TestBrowser(frame)
