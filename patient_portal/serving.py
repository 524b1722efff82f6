"""Runs the portal: web workers, the job worker and the scheduler in one process group."""

import functools
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from flask import Flask

from patient_portal.app import create_app
from patient_portal.exporting.making import make_next
from patient_portal.messages import deliver_due, gateway
from patient_portal.platform_client import PlatformClient, PlatformError, Shared, Visitor
from patient_portal.platform_client.transport import connect, embedded_platform
from patient_portal.settings import Settings

_log = logging.getLogger(__name__)
_TICK = 1.0  # seconds between two looks at the outbox
_SWEEP_EVERY = 300.0  # seconds
_PORT_FILE = "served-at"


def serve(settings: Settings, host: str, port: int, workers: int | None) -> None:
    """Serve until TERM or INT; the job worker is started beside and restarted if it dies."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces

    os.environ["PORT"] = str(port)
    remember(settings, port)
    counts = _share_metrics()
    stopping = threading.Event()
    # the first one starts before any web process is forked: a fork in between would hold its pipe open for ever
    companion = threading.Thread(target=_keep_worker, args=(stopping, _start_worker()), daemon=True)
    companion.start()
    server = Granian(
        "patient_portal.app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # a proxy speaks HTTP/2 with browsers; nobody speaks it to us without one
        websockets=False,
        workers=workers or max(1, os.cpu_count() or 1),
        blocking_threads=4,  # two conversions at once (or senders who take their time) leave room for everybody else
        respawn_failed_workers=True,
        workers_kill_timeout=15,  # seconds; without it a worker that hangs keeps the server from ever ending
        backlog=1024,
        log_access=False,
    )
    try:
        server.serve()
    finally:
        stopping.set()
        companion.join(timeout=10)
        if counts is not None:
            shutil.rmtree(counts, ignore_errors=True)


def remember(settings: Settings, port: int) -> None:
    """In development, leave word of the port under the home: a token made there must name this very server."""
    if not settings.is_production:
        (settings.home / _PORT_FILE).write_text(f"{port}\n")


def as_served(environ: Mapping[str, str] = os.environ) -> Mapping[str, str]:
    """The environment, with the port of the server that last ran on this home where none is given."""
    known = Path(environ.get("DSP_HOME", "instance")) / _PORT_FILE
    if "PORT" in environ or environ.get("DSP_ENV") == "production" or not known.is_file():
        return environ
    return {**environ, "PORT": known.read_text().strip()}


def _share_metrics() -> str | None:
    """Let every web worker count into one folder, so that a scrape sees them all; returns it if it is new."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        return None
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="dsp-metrics-")
    return folder


def work(settings: Settings, sweep: Callable[[], object]) -> None:
    """Send messages, make copies and sweep until TERM or INT; an outage is waited out, never fatal."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if "DSP_WORKER_OF" in os.environ:
        server = int(os.environ["DSP_WORKER_OF"])
        threading.Thread(target=_leave_with, args=(server, stopping), daemon=True).start()
    platform = embedded_platform(settings) if settings.is_embedded else None
    shared = Shared(connect(settings, platform, scope="worker"))
    send, next_sweep = gateway(settings), 0.0
    pages = functools.cache(lambda: create_app(settings))
    copying = threading.Thread(target=_make_copies, args=(stopping, shared, pages), daemon=True)
    copying.start()
    while not stopping.wait(_TICK):
        try:
            deliver_due(PlatformClient(shared, Visitor()), send)
            if time.monotonic() >= next_sweep:
                sweep()
                next_sweep = time.monotonic() + _SWEEP_EVERY
        except (PlatformError, OSError) as error:
            _log.warning("the worker waits: %s", type(error).__name__)
            stopping.wait(5)


def _leave_with(server: int, stopping: threading.Event) -> None:
    """Stop once the server that started this worker is gone, perhaps before this one was ready.

    What is under way has ten seconds to end; nothing that it holds is lost if it must be broken off (leases).
    """
    while os.getppid() == server:
        time.sleep(_TICK)
    stopping.set()
    time.sleep(10)
    os._exit(1)


def _make_copies(stopping: threading.Event, shared: Shared, pages: Callable[[], Flask]) -> None:
    """Beside the messages, which wait for no copy; one that fails comes again when its lease is over."""
    while not stopping.wait(_TICK):
        try:
            while make_next(PlatformClient(shared, Visitor()), pages) and not stopping.is_set():
                pass
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one copy, the others are made
            _log.warning("a part of a copy was not made: %s", type(error).__name__)
            stopping.wait(5)


def _start_worker() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DSP_WORKER_OF": str(os.getpid())}
    return subprocess.Popen([sys.executable, "-m", "patient_portal", "worker"], env=environment)


def _keep_worker(stopping: threading.Event, process: subprocess.Popen[bytes]) -> None:
    while not stopping.is_set():
        while process.poll() is None and not stopping.wait(0.5):
            pass
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                process.kill()
        elif not stopping.is_set():
            said = f"the job worker ended with {process.returncode}; starting it again"
            print(said, file=sys.stderr, flush=True)  # noqa: T201 - the web server turns earlier loggers off
            if not stopping.wait(2):
                process = _start_worker()
