"""The environment of the test process: nothing of what an operator may have set for the applications."""

import os

KEPT = ("DSP_CHROMIUM", "DSP_DICTIONARIES")


def forget_settings() -> None:
    """Take the operator's settings out of this process: a test decides by itself."""
    for name in list(os.environ):
        if name not in KEPT and (name.startswith("DSP_") or name == "PORT"):
            del os.environ[name]
