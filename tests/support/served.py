"""The real server in a process of its own, on a free port of the loopback, with a home of its own."""

import itertools
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.tree import ROOT

READY_WITHIN = 120.0  # a busy machine takes its time to start Python
_FIRST_PORT, _PORTS = 20_000, 1000
_turns = itertools.count(secrets.randbelow(_PORTS))
DSP = str(Path(sys.executable).with_name("dsp"))


@dataclass
class Served:
    """A running portal: its address, its home, and the process to stop or kill."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> str:
        """Everything the server printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Ask the whole process group to end; kill it after ten seconds."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(60)


def free_port() -> int:
    """A port that nobody on the loopback listens to now.

    Until the server takes it, nobody else gets it by chance (two that share one would share its requests): it lies
    below what the system hands out, and each worker of a run has a thousand of its own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _try in range(_PORTS):
        port = _FIRST_PORT + worker % 10 * _PORTS + next(_turns) % _PORTS
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")


def dsp(home: Path, *arguments: str, check: bool = True, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the operator's command on a home; settings are further DSP_* variables."""
    return subprocess.run(
        [DSP, *arguments],
        env=environment_of(home, settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=check,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def served(home: Path, *, workers: int = 1, **settings: str) -> Iterator[Served]:
    """`dsp serve` on this home until the block ends; an AssertionError with its output when it does not get ready."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = home / "server.log"
    environment = environment_of(home, {"PORT": str(port), "DSP_BASE_URL": url, **settings})
    command = ["serve", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [DSP, *command],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Served(url, home, process, log, environment)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        server.stop()


def environment_of(home: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that works on this home; nothing of the tests' own settings is in it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("DSP_") and name != "PORT"
    }
    kept.pop("PYTHONWARNINGS", None)
    return {
        **kept,
        "DSP_HOME": str(home),
        "PYTHONUNBUFFERED": "1",
        "DSP_REQUESTS_PER_MINUTE": "0",
        **settings,
    }


def _wait_until_ready(server: Served) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        assert server.process.poll() is None, (
            f"the server ended with {server.process.returncode}:\n{server.written()}"
        )
        try:
            with urllib.request.urlopen(server.url + "/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server was not ready within {READY_WITHIN:.0f} s:\n{server.written()}")
