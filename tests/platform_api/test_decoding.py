"""Two threads that are the first to use a shape at the same moment: the process lives on."""

import subprocess
import sys

from platform_api import decoding
from tests.platform_api.world import World

_RACE = """
import sys, threading
from typing import Annotated
import msgspec
from platform_api.decoding import make_ready

sys.setswitchinterval(1e-6)
for turn in range(200):
    fields = [
        (f"field{number}", Annotated[str, msgspec.Meta(pattern=f"^[{number}x{turn}-z]+$")], "x") for number in range(30)
    ]
    shape = msgspec.defstruct("Shape", fields)
    make_ready()
    together = threading.Barrier(4)

    def use():
        together.wait()
        for _time in range(20):
            msgspec.convert({"field29": "x"}, shape)

    threads = [threading.Thread(target=use) for _one in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
print("alive")
"""
_LATE = """
import importlib, pkgutil
import patient_portal.app, patient_portal.messages.texting, platform_api.app
from platform_api import decoding

decoding.make_ready()
for package in (patient_portal, platform_api):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
print(decoding.unknown())
"""


def _said(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr}"
    return done.stdout.strip()


def test_many_threads_first_use_a_shape_at_once():
    assert _said(_RACE) == "alive"


def test_no_module_brings_a_shape_later():
    """Beside the gateway for text messages, which the worker's one thread uses."""
    assert _said(_LATE) == "[]"


def test_a_platform_that_runs_knows_every_shape(world: World):
    assert [one for one in decoding.unknown() if one.__module__.startswith("platform_api")] == []
