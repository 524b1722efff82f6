"""The operator's command `dsp`: one thin subcommand each, calling one function of either application."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from patient_portal import printing, serving
from patient_portal.cli_keys import keys
from patient_portal.cli_shared import plain_errors, platform_settings
from patient_portal.messages import examine_text_gateway
from patient_portal.settings import Settings
from platform_api import operations


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Operate the patient portal and its embedded platform."""


main.add_command(keys)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on (PORT, else 8000).")
@click.option("--workers", type=int, default=None, help="Web processes (one per processor core).")
@plain_errors
def serve(host: str, port: int | None, workers: int | None) -> None:
    """Serve the portal and the embedded platform, with the job worker beside them."""
    settings = Settings.from_environment()
    settings.signing_secret()
    operations.prepare(platform_settings())
    serving.serve(settings, host, port or settings.port, workers)


@main.command()
@plain_errors
def worker() -> None:
    """Run the background jobs apart from the web processes: messages and the sweep."""
    settings = Settings.from_environment()
    serving.work(settings, lambda: operations.sweep(platform_settings()))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@plain_errors
def demo(as_json: bool) -> None:
    """Load the demo population once, then print it again."""
    summary = operations.load_demo(platform_settings())
    pending = operations.mint_letters(platform_settings())
    if pending:
        folder = platform_settings().home / "demo-letters"
        batch = printing.write(pending, folder, operations.today())
        operations.acknowledge_letters(platform_settings(), batch.written)
        codes = {letter.patient_id: letter for letter in pending if letter.letter_id in batch.written}
        summary = operations.keep_demo_letters(
            platform_settings(),
            {who: (letter.code, str(folder / f"{letter.letter_id}.pdf")) for who, letter in codes.items()},
        )
        from patient_portal import demo_own_documents, demo_statements  # only now: they make a whole portal

        people = operations.demo_sessions(platform_settings(), demo_statements.FAMILIES)
        demo_statements.publish(Settings.from_environment(), people)
        people = operations.demo_sessions(platform_settings(), demo_own_documents.FAMILIES)
        demo_own_documents.add(Settings.from_environment(), people)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    _describe(summary)


@main.group(name="letters")
def letters_group() -> None:
    """Print activation letters, and say what became of them."""


@letters_group.command(name="print")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder.")
@plain_errors
def print_letters(out: Path) -> None:
    """Write one PDF per pending letter or confirmation, and manifest.csv; two at once share the work."""
    home, run = platform_settings(), operations.new_id()
    press = printing.Press(
        letters=lambda: operations.mint_letters(home, run),
        post=lambda: operations.mint_post(home, run),
        acknowledge=lambda written: operations.acknowledge_print(home, written, run),
        give_back=lambda: operations.give_letters_back(home, run),
    )
    done, failed = printing.print_all(press, out, operations.today())
    click.echo(f"{done} letters written to {out}")
    if failed:
        click.echo(f"dsp: {failed} letters could not be printed; they stay pending", err=True)
        sys.exit(1)


@letters_group.command()
@click.argument("letter_ids", nargs=-1, required=True)
@plain_errors
def posted(letter_ids: tuple[str, ...]) -> None:
    """The post has these letters: the objection delay runs."""
    click.echo(f"{operations.letters_posted(platform_settings(), letter_ids)} letters posted")


@letters_group.command()
@click.argument("letter_ids", nargs=-1, required=True)
@plain_errors
def returned(letter_ids: tuple[str, ...]) -> None:
    """These letters came back: their codes are dead."""
    click.echo(f"{operations.letters_returned(platform_settings(), letter_ids)} letters returned")


@letters_group.command()
@click.argument("patient_id")
@click.option("--language", type=click.Choice(["fr", "de", "lb", "en"]), default="fr", show_default=True)
@click.option("--large-print", is_flag=True, help="18 point type.")
@plain_errors
def issue(patient_id: str, language: str, large_print: bool) -> None:
    """Queue a letter for a patient; it is printed with the next batch."""
    click.echo(operations.issue_letter(platform_settings(), patient_id, language, large_print=large_print))


@main.command()
@plain_errors
def sweep() -> None:
    """Take every step that time drives; safe to run from cron on several hosts."""
    swept = operations.sweep(platform_settings())
    click.echo(
        f"{swept.opened_by_default} records opened by default, {swept.closed_for_good} closings final, "
        f"{swept.erased} records erased, {swept.forgotten} old rows deleted"
    )


@main.group()
def audit() -> None:
    """Check the trail, or take it out."""


@audit.command()
@plain_errors
def verify() -> None:
    """Check the whole trail; names the first broken entry."""
    breaks = operations.verify_trail(platform_settings())
    if breaks:
        first = breaks[0]
        click.echo(f"dsp: chain {first.chain}, entry {first.number}: {first.what}", err=True)
        sys.exit(1)
    click.echo("the trail is whole")


@audit.command()
@click.option("--out", type=click.File("wb"), default="-", help="File (standard output).")
@plain_errors
def export(out: Any) -> None:
    """Write the trail as FHIR NDJSON."""
    for line in operations.export_trail(platform_settings()):
        out.write(line + b"\n")


@main.command()
@click.option("--software", required=True, help="The software version's client id.")
@click.option(
    "--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Its private key (PEM)."
)
@click.option("--professional", default=None, help="The professional who uses it.")
@click.option("--purpose", type=click.Choice(["TREAT", "ETREAT"]), default="TREAT", show_default=True)
@click.option("--patient", default=None, help="The one patient the token is for.")
@click.option("--reason", default="demonstration", show_default=True, help="Why it is urgent (ETREAT).")
@plain_errors
def token(
    software: str, key: Path | None, professional: str | None, purpose: str, patient: str | None, reason: str
) -> None:
    """Print a bearer token, obtained from the token endpoint as that software would."""
    behalf = operations.OnBehalf(professional, purpose, patient, reason) if professional else None
    click.echo(operations.obtain_token(platform_settings(), software, key, behalf))


@main.group()
def software() -> None:
    """Software versions and their conformity."""


@software.command()
@click.argument("client_id")
@click.option("--name", required=True)
@click.option("--version", required=True)
@click.option("--vendor", required=True)
@click.option(
    "--key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Public key."
)
@click.option("--organisation", default=None, help="The organisation that uses it.")
@click.option(
    "--scope", "scopes", multiple=True, help="One scope; may be repeated. Without any, the usual ones."
)
@plain_errors
def register(
    client_id: str,
    name: str,
    version: str,
    vendor: str,
    key: Path,
    organisation: str | None,
    scopes: tuple[str, ...],
) -> None:
    """Register one version with its public key (PEM or JWK)."""
    operations.register_software(
        platform_settings(), client_id, name, version, vendor, key, organisation, scopes
    )
    click.echo(f"{client_id} is registered; approve it with 'dsp software approve {client_id}'")


@software.command()
@click.argument("client_id")
@plain_errors
def approve(client_id: str) -> None:
    """Give conformity to a version, from today."""
    operations.approve_software(platform_settings(), client_id)
    click.echo(f"{client_id} is conformant")


@software.command()
@click.argument("client_id")
@plain_errors
def withdraw(client_id: str) -> None:
    """Take conformity back: its tokens stop working at once."""
    operations.withdraw_software(platform_settings(), client_id)
    click.echo(f"{client_id} is withdrawn")


@software.command("list")
@plain_errors
def list_software() -> None:
    """Every version with its conformity and what it brought in: submissions, documents, records, the last day."""
    for one in operations.list_software(platform_settings()):
        last = one.last_at.date().isoformat() if one.last_at else "-"
        approved = one.approved_on.isoformat() if one.approved_on else "-"
        figures = f"{one.submissions}\t{one.documents}\t{one.records}\t{last}"
        click.echo(f"{one.client_id}\t{one.name} {one.version}\t{one.state}\t{approved}\t{figures}")


@main.group()
def staff() -> None:
    """Who works at the helpdesk."""


@staff.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(["agent", "supervisor"]), required=True)
@click.option("--given", required=True)
@click.option("--family", required=True)
@plain_errors
def add_staff(email: str, role: str, given: str, family: str) -> None:
    """Make an account for the helpdesk; prints its password and second factor once."""
    made = operations.add_staff(platform_settings(), email, role, given, family)
    click.echo(f"{email}\t{role}\tpassword {made.password}\tTOTP {made.totp_secret}\n{made.otpauth_uri}")


@main.group()
def db() -> None:
    """Schema migrations."""


@db.command()
@plain_errors
def upgrade() -> None:
    """Create or bring up the databases."""
    operations.prepare(platform_settings())


@db.command()
@click.option("--revision", default="-1", show_default=True)
@plain_errors
def downgrade(revision: str) -> None:
    """Take the schema back."""
    operations.downgrade_schema(platform_settings(), revision)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@plain_errors
def backup(folder: Path) -> None:
    """Write a consistent copy while serving."""
    click.echo(operations.back_up(platform_settings(), folder))


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@plain_errors
def restore(folder: Path) -> None:
    """Restore a copy into an empty home, and verify it."""
    click.echo(operations.restore(platform_settings(), folder))


@main.command()
@click.option("--patients", type=int, required=True)
@click.option("--documents-per-patient", type=int, required=True)
@plain_errors
def population(patients: int, documents_per_patient: int) -> None:
    """Bulk-load a synthetic national population."""
    for line in operations.populate(platform_settings(), patients, documents_per_patient):
        click.echo(line)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@plain_errors
def addresses(file: Path) -> None:
    """Take in new addresses from the national directory (CSV: matricule, address, postal_code, city, country)."""
    done = operations.take_addresses(platform_settings(), file)
    click.echo(f"changed: {done.changed}, the same as before: {done.same}, not known here: {done.unknown}")


@main.command()
@plain_errors
def doctor() -> None:
    """Check configuration and stores; exit 1 if production would be unsafe."""
    texts = operations.Finding("text messages", *examine_text_gateway(Settings.from_environment))
    for finding in (findings := [*operations.examine(platform_settings()), texts]):
        click.echo(f"{'ok  ' if finding.fine else 'BAD '} {finding.what}: {finding.detail}")
    if not all(finding.fine for finding in findings):
        sys.exit(1)


def _describe(summary: dict[str, Any]) -> None:
    click.echo("Demo population (development only):")
    for one in summary["patients"]:
        if one["letter_pdf"]:
            click.echo(f"  letter for {one['name']} ({one['matricule']}): {one['letter_pdf']}")
    for one in summary["patients"]:
        if one["password"]:
            click.echo(
                f"  signs in: {one['name']}  {one['email']}  {one['password']}  TOTP {one['totp_secret']}"
            )
