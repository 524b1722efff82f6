"""`dsp keys`: making the key files, and replacing keys while everything runs."""

import click

from patient_portal.cli_shared import plain_errors, platform_settings
from platform_api import operations


@click.group(invoke_without_command=True)
@click.pass_context
@plain_errors
def keys(context: click.Context) -> None:
    """Create the key files that are missing, for a first start in production; or replace keys while serving."""
    if context.invoked_subcommand is None:
        created = operations.create_keys(platform_settings())
        click.echo("created: " + (", ".join(created) or "nothing, all are there"))


_REPLACEABLE = click.argument("name", type=click.Choice(operations.REPLACEABLE_KEYS))


@keys.command("replace")
@_REPLACEABLE
@plain_errors
def replace_key(name: str) -> None:
    """Put a new key into use at once, also in what is running; the former one goes on opening what it closed."""
    click.echo(operations.replace_key(platform_settings(), name))


@keys.command("rewrap")
@plain_errors
def rewrap() -> None:
    """Bring everything that a former master key closed under the one in use; while serving, as often as you like."""
    click.echo(operations.rewrap(platform_settings()))


@keys.command("forget")
@_REPLACEABLE
@click.option(
    "--lost", is_flag=True, help="The former key fell into other hands: what it still holds is given up."
)
@plain_errors
def forget_key(name: str, lost: bool) -> None:
    """Let go of the former keys, once nothing needs them."""
    click.echo(operations.forget_keys(platform_settings(), name, lost=lost))
