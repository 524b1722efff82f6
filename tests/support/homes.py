"""Homes of a platform (`DSP_HOME`): made ready once for a run, then copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from patient_portal.app import create_app as create_portal
from patient_portal.exporting.making import make_next
from patient_portal.messages import deliver_due, gateway
from patient_portal.platform_client import PlatformClient, Shared, Visitor
from patient_portal.platform_client.transport import connect
from patient_portal.settings import Settings as PortalSettings
from platform_api import operations
from platform_api.app import create_app as create_platform
from platform_api.settings import Settings as PlatformSettings
from tests.support.browser import ORIGIN


def settings_for(home: Path, database_url: str = "") -> PlatformSettings:
    """The platform's settings for a home, at the address where the test browser looks."""
    return PlatformSettings(home=home, base_url=ORIGIN, database_url=database_url)


def make_ready(home: Path, database_url: str = "") -> None:
    """Keys, tables and the registered software: a platform with nobody in it."""
    operations.prepare(settings_for(home, database_url))


def copy_home(source: Path, target: Path) -> Path:
    """A home of one's own; key files keep their rights."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target


@contextmanager
def running_platform(home: Path, database_url: str = "") -> Iterator[Flask]:
    """The platform's application on a home; its connections are closed afterwards."""
    app = create_platform(settings_for(home, database_url))
    try:
        yield app
    finally:
        app.extensions["dsp-platform"].close()


@contextmanager
def running_portal(home: Path, database_url: str = "", **settings: object) -> Iterator[Flask]:
    """The portal with the platform behind it in the same process; further settings are the portal's."""
    chosen = {"home": home, "base_url": ORIGIN, "database_url": database_url or None, **settings}
    app = create_portal(PortalSettings(**chosen))  # type: ignore[arg-type]  # names are checked by the class itself
    try:
        yield app
    finally:
        close_portal(app)


def close_portal(app: Flask) -> None:
    """Close the connections of the platform embedded in a portal, if there is one."""
    if getattr(_embedded(app), "__self__", None) is not None:
        embedded_platform(app).extensions["dsp-platform"].close()


def embedded_platform(app: Flask) -> Flask:
    """The platform in the same process as this portal."""
    found: Flask = _embedded(app).__self__
    return found


def send_due_messages(app: Flask) -> None:
    """What the job worker does every second: word and send what the platform queued, as its own client."""
    settings = app.extensions["dsp-settings"]
    transport = connect(settings, _embedded(app), scope="worker")
    deliver_due(PlatformClient(Shared(transport), Visitor()), gateway(settings))


def make_copies(app: Flask) -> int:
    """What the job worker does beside that: the parts of copies that wait, all of them; returns how many."""
    settings = app.extensions["dsp-settings"]
    shared = Shared(connect(settings, _embedded(app), scope="worker"))
    made = 0
    while make_next(PlatformClient(shared, Visitor()), lambda: app):
        made += 1
    return made


def _embedded(app: Flask) -> Any:
    transport = app.extensions["dsp-platform-client"].transport
    return getattr(getattr(transport, "_transport", transport), "_application", None)
