"""The fixtures every test may use; docs/map.md says what each gives."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from tests.support import chromium, kept, published, scratch
from tests.support.authenticator import Authenticator
from tests.support.browser import TestBrowser
from tests.support.clock import Clock, movable_clock, wait_for_the_day
from tests.support.environment import forget_settings
from tests.support.mailbox import Mailbox
from tests.support.once import made_once

pytest_plugins: tuple[str, ...] = ()
browser_type_launch_args = chromium.browser_type_launch_args
base_url = chromium.base_url
browser_context_args = chromium.browser_context_args
complaints = chromium.complaints
page = chromium.page
axe = chromium.axe


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak` runs the long tests too, `--on-postgresql` the platform's there, `--pictures` writes screenshots."""
    parser.addoption("--soak", action="store_true", help="run the long fault, load and brute-force tests")
    parser.addoption(
        "--on-postgresql",
        action="store_true",
        help="give PostgreSQL to the platform tests that say no engine",
    )
    parser.addoption("--pictures", action="store_true", help="write docs/img/*.png from the journeys")


def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders in memory; made-up input is the same in each run, new with `--soak`."""
    scratch.choose()
    settings.register_profile(
        "tests",
        deadline=None,  # a busy machine is no failure
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=not config.getoption("--soak"),
    )
    settings.load_profile("tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the soak out unless it is asked for; mark what drives a browser."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if {"page", "context", "browser"} & names:
            item.add_marker(pytest.mark.browser)
        if "postgres" in names:
            item.add_marker(pytest.mark.postgresql)
    if not config.getoption("--soak"):
        long = [item for item in items if item.get_closest_marker("soak")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Before any fixture is made."""
    wait_for_the_day()


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    forget_settings()
    os.environ["TZ"] = "UTC"


@pytest.fixture(autouse=True, scope="session")
def _compile_once() -> None:
    kept.keep()


@pytest.fixture(autouse=True, scope="session")
def _watch_the_platform() -> None:
    published.watch()


@pytest.fixture(autouse=True)
def _answers_are_as_published() -> Iterator[None]:
    """No answer of the platform in this process was otherwise than its description says."""
    yield
    found, published.differences[:] = [*published.differences], []
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run see."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "shared"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty DSP_HOME."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time that a test moves forward or back, for everything in this process; it ticks on."""
    with movable_clock() as clock:
        yield clock


# One application in this process, nobody in it


@pytest.fixture(scope="session")
def ready_home(shared_folder: Path) -> Path:
    """A home with keys and tables and nobody in it, to copy from."""
    from tests.support.homes import make_ready

    return made_once(shared_folder, "ready-home", make_ready)


@pytest.fixture
def platform(request: pytest.FixtureRequest) -> Flask:
    """The platform with nobody in it: on SQLite, with `--on-postgresql` on that."""
    engine = "postgresql" if request.config.getoption("--on-postgresql") else "sqlite"
    return request.getfixturevalue(f"platform_on_{engine}")  # type: ignore[no-any-return]  # pytest cannot know


@pytest.fixture
def platform_on_sqlite(ready_home: Path, home: Path) -> Iterator[Flask]:
    """The platform on SQLite, with nobody in it."""
    from tests.support.homes import copy_home, running_platform

    with running_platform(copy_home(ready_home, home)) as app:
        yield app


@pytest.fixture
def portal(ready_home: Path, home: Path) -> Iterator[Flask]:
    """The portal with its platform in the same process, with nobody in it."""
    from tests.support.homes import copy_home, running_portal

    with running_portal(copy_home(ready_home, home)) as app:
        yield app


# PostgreSQL


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Any]:
    """A PostgreSQL server, shared by the workers of this run; where no other run tidies up."""
    from tests.support.postgresql import Postgres

    server = Postgres(Path(tempfile.gettempdir()) / f"dsp-tests-{testrun_uid[:12]}")
    yield server
    server.stop()


@pytest.fixture
def empty_postgresql_url(postgres: Any) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def ready_on_postgresql(postgres: Any, shared_folder: Path) -> Path:
    """Where the keys and the name of a database with tables and nobody in it lie, to copy from."""
    from tests.support.homes import make_ready

    def make(folder: Path) -> None:
        name = postgres.create()
        make_ready(folder / "home", postgres.url(name))
        (folder / "database").write_text(name)

    return made_once(shared_folder, "ready-on-postgresql", make)


@pytest.fixture
def platform_on_postgresql(postgres: Any, ready_on_postgresql: Path, home: Path) -> Iterator[Flask]:
    """The platform on PostgreSQL, with nobody in it."""
    from tests.support.homes import copy_home, running_platform

    copy_home(ready_on_postgresql / "home", home)
    name = postgres.create((ready_on_postgresql / "database").read_text())
    with running_platform(home, postgres.url(name)) as app:
        yield app
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, home: Path) -> str:
    """The address of an empty database, on each of the two engines in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{home / 'platform.sqlite3'}"
    return str(request.getfixturevalue("empty_postgresql_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def platform_on_each(request: pytest.FixtureRequest) -> Flask:
    """The platform, on each of the two engines in turn."""
    return request.getfixturevalue(f"platform_on_{request.param}")  # type: ignore[no-any-return]  # pytest cannot know


# The demo population


@pytest.fixture(scope="session")
def demo_home(shared_folder: Path) -> Path:
    """A home with the demo population, to copy from."""
    from tests.support.population import load_demo

    return made_once(shared_folder, "demo-home", load_demo)


@pytest.fixture
def demo(demo_home: Path, home: Path) -> Any:
    """A copy of the demo population of one's own."""
    from tests.support.homes import copy_home
    from tests.support.population import Demo

    return Demo(copy_home(demo_home, home))


@pytest.fixture
def demo_portal(demo: Any) -> Iterator[Flask]:
    """The portal on the demo population."""
    from tests.support.homes import running_portal

    with running_portal(demo.home) as app:
        yield app


# People


@pytest.fixture
def visitor(portal: Flask) -> TestBrowser:
    """A stranger's browser at a portal with nobody in it."""
    return TestBrowser(portal)


@pytest.fixture
def demo_visitor(demo_portal: Flask) -> TestBrowser:
    """A stranger's browser at the portal with the demo population."""
    return TestBrowser(demo_portal)


@pytest.fixture
def mailbox(request: pytest.FixtureRequest, home: Path) -> Mailbox:
    """The mail and text messages that went out from this test's home; looking into it sends what is due."""
    from tests.support.homes import send_due_messages

    apps = [
        request.getfixturevalue(name) for name in ("portal", "demo_portal") if name in request.fixturenames
    ]

    def deliver() -> None:
        for app in apps:
            send_due_messages(app)

    return Mailbox(home, deliver)


@pytest.fixture
def authenticator() -> Callable[[str], Authenticator]:
    """`authenticator(secret)` is an app on a phone."""
    return Authenticator


# The real server and a real browser


@pytest.fixture(scope="module")
def live_server(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The real server on a copy of the demo population, shared by the tests of one module."""
    from tests.support.homes import copy_home
    from tests.support.served import served

    with served(copy_home(demo_home, tmp_path_factory.mktemp("live") / "home")) as server:
        yield server
