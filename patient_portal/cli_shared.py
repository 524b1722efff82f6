"""What every subcommand of `dsp` needs: the platform's settings, and errors said in one line."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from patient_portal import serving
from patient_portal.settings import SettingsError
from platform_api import operations

P = ParamSpec("P")
R = TypeVar("R")


def plain_errors(command: Callable[P, R]) -> Callable[P, R]:
    """One clear line on stderr and exit 1, never a trace."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (operations.OperationFailed, operations.UnsafeSettings, SettingsError, OSError) as error:
            click.echo(f"dsp: {error}", err=True)
            sys.exit(1)

    return run


def platform_settings() -> operations.Settings:
    """As the environment says, with the port of the server that runs on this home."""
    return operations.Settings.from_environment(serving.as_served())
