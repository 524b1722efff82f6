"""A portal with mail waiting, and mail servers that are real."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from patient_portal.messages import Gateway, deliver_due
from patient_portal.messages.delivery import Delivered
from patient_portal.platform_client import PlatformClient, Shared, Visitor
from patient_portal.platform_client.transport import connect
from tests.portal.messages.mail_server import MailServer
from tests.support.browser import TestBrowser
from tests.support.homes import _embedded
from tests.support.population import Demo


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with MailServer() as server:
        yield server


@pytest.fixture
def somebody(demo: Demo) -> str:
    """The address of somebody who asked for a new password, so that a message waits for them."""
    return str(demo.patient("Claire").email)


@pytest.fixture
def waiting(demo_portal: Flask, somebody: str) -> Flask:
    """The portal with that one message waiting."""
    browser = TestBrowser(demo_portal)
    browser.open("forgotten")
    browser.submit(email=somebody)
    return demo_portal


@pytest.fixture
def deliver(demo_portal: Flask) -> Callable[[Gateway], Delivered]:
    """One look of the worker at the outbox, with this way out."""
    settings = demo_portal.extensions["dsp-settings"]
    shared = Shared(connect(settings, _embedded(demo_portal), scope="worker"))
    return lambda send: deliver_due(PlatformClient(shared, Visitor()), send)
