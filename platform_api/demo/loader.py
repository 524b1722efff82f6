"""Loads the demo population into an empty platform, once, and keeps its clear codes in a file of its own."""

import json
import os
import uuid
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import ECKey
from sqlalchemy import Connection, insert

from platform_api import clock, factors, passwords
from platform_api.accounts import new_account_number
from platform_api.blobs import pieces
from platform_api.context import Platform
from platform_api.demo.access import add_rights
from platform_api.demo.caregivers import add_caregivers
from platform_api.demo.desk import add_desk, add_phones
from platform_api.demo.document_rows import add_documents
from platform_api.demo.documents import demo_documents
from platform_api.demo.organisations import demo_organisations, demo_professionals, demo_software
from platform_api.demo.people import demo_people
from platform_api.demo.records import DemoPerson
from platform_api.identifiers import new_id
from platform_api.models import (
    Account,
    Dossier,
    Letter,
    Organisation,
    Patient,
    Professional,
    RecoveryCode,
    Software,
)
from platform_api.scopes import REPORTING, USUAL
from platform_api.settings import DEMO_FILE
from platform_api.vocabulary import LetterState, Role


def load(running: Platform) -> dict[str, Any]:
    """Load the demo; returns what its own file will say (development only)."""
    people = {person.key: new_id() for person in demo_people()}
    numbers = {person.matricule: people[person.key] for person in demo_people()}
    record_keys = _record_keys(running, list(people.values()))
    documents = [(document, new_id(), str(uuid.uuid4())) for document in demo_documents(clock.today())]
    for document, _identifier, blob_id in documents:
        patient_id = numbers[document.matricule]
        running.blobs.put(blob_id, record_keys[patient_id], pieces(document.content), durable=False)
    with running.database.write() as connection:
        software = _add_directory(running, connection)
        patients = [_add_person(running, connection, one, people[one.key]) for one in demo_people()]
        add_documents(connection, documents, numbers, record_keys)
        add_rights(connection, people)
        desk = add_desk(running, connection)
        add_phones(running, connection, people)
        caregivers = add_caregivers(running, connection, people)
    summary = {
        "patients": patients,
        "caregivers": caregivers,
        "helpdesk": desk,
        "professionals": [
            {
                "id": one.id,
                "name": one.full_name,
                "category": one.category.value,
                "organisation": next(o.name for o in demo_organisations() if o.id == one.organisation_id),
            }
            for one in demo_professionals()
        ],
        "software": software,
    }
    keep(running, summary)
    return summary


def keep(running: Platform, summary: dict[str, Any]) -> None:
    """Write the demo's own file, readable by its owner alone."""
    path = running.settings.home / DEMO_FILE
    draft = path.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(summary, file, ensure_ascii=False, indent=1)
    draft.rename(path)


def _record_keys(running: Platform, patient_ids: list[str]) -> dict[str, bytes]:
    running.create_record_keys(patient_ids)
    found = {}
    for patient_id in patient_ids:
        key = running.record_key(patient_id)
        if key is None:
            raise LookupError(patient_id)
        found[patient_id] = key
    return found


def _add_directory(running: Platform, connection: Connection) -> list[dict[str, str]]:
    connection.execute(
        insert(Organisation),
        [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "address_lines": [one.address.street],
                "postal_code": one.address.postal_code,
                "city": one.address.city,
                "phone": one.phone,
            }
            for one in demo_organisations()
        ],
    )
    connection.execute(
        insert(Professional),
        [
            {
                "id": one.id,
                "family": one.family_name,
                "given": one.given_name,
                "prefix": one.title,
                "category": one.category,
                "specialty": one.speciality.get("fr"),
                "organisation_id": one.organisation_id,
            }
            for one in demo_professionals()
        ],
    )
    folder = running.settings.keys / "demo-software"
    folder.mkdir(mode=0o700, exist_ok=True)
    listed = []
    for one in demo_software():
        key = ECKey.generate_key("P-384", {"use": "sig", "alg": "ES384"}, private=True, auto_kid=True)
        path = folder / f"{one.client_id}.pem"
        path.write_bytes(key.as_pem(private=True))
        path.chmod(0o600)
        withdrawn = (
            datetime.combine(one.withdrawn_on, datetime.min.time(), clock.LUXEMBOURG)
            if one.withdrawn_on
            else None
        )
        connection.execute(
            insert(Software),
            {
                "client_id": one.client_id,
                "name": one.name,
                "version": one.version,
                "vendor": one.vendor,
                "organisation_id": None,
                "state": one.state,
                "scopes": [*USUAL, REPORTING],
                "public_key": key.as_dict(private=False),
                "approved_on": one.approved_on,
                "withdrawn_at": withdrawn,
            },
        )
        listed.append(
            {
                "client_id": one.client_id,
                "name": one.name,
                "version": one.version,
                "state": one.state.value,
                "private_key_path": str(path),
            }
        )
    return listed


def _add_person(
    running: Platform, connection: Connection, one: DemoPerson, patient_id: str
) -> dict[str, Any]:
    moment = clock.now()
    since = moment - timedelta(days=one.state_since_days)
    connection.execute(
        insert(Patient),
        {
            "id": patient_id,
            "number": f"{3000000000 + int(one.matricule[4:11])}",
            "matricule_index": running.keys.find_by("matricule", one.matricule),
            "matricule_sealed": running.keys.seal(one.matricule, f"matricule:{patient_id}"),
            "family": one.family_name,
            "given": one.given_names,
            "birth_date": one.birth_date,
            "gender": one.gender,
            "language": one.language,
            "address_lines": [one.address.street],
            "postal_code": one.address.postal_code,
            "city": one.address.city,
            "country": one.address.country,
            "representatives": _names(one.representatives),
            "created_at": since,
        },
    )
    opened = one.state.value in ("activated", "open_by_default", "reopened")
    connection.execute(
        insert(Dossier),
        {
            "patient_id": patient_id,
            "state": one.state,
            "state_since": since,
            "opened_at": since if opened else None,
            "created_at": since,
        },
    )
    if one.letter is not None:
        _add_letter(connection, one, patient_id, since)
    if one.password and one.totp_secret and one.email:
        _add_account(running, connection, one, patient_id, since)
    return {
        "name": one.full_name,
        "matricule": one.matricule,
        "birth_date": one.birth_date.isoformat(),
        "language": one.language,
        "state": one.state.value,
        "letter_code": None,
        "letter_pdf": None,
        "email": one.email if one.password else None,
        "password": one.password,
        "totp_secret": one.totp_secret,
        "patient_id": patient_id,
        "story": one.story,
    }


def _names(matricules: tuple[str, ...]) -> list[str]:
    return [one.full_name for one in demo_people() if one.matricule in matricules]


def _add_letter(connection: Connection, one: DemoPerson, patient_id: str, since: datetime) -> None:
    """A letter that waits for the printer if it is to be printed; otherwise one with its past."""
    waits = one.letter in (LetterState.PRINTED, LetterState.POSTED, LetterState.ASKED)
    state = LetterState.ASKED if waits else one.letter
    connection.execute(
        insert(Letter),
        {
            "id": new_id(),
            "patient_id": patient_id,
            "state": state,
            "language": one.language,
            "large_print": one.birth_date.year < 1930,
            "asked_by": Role.OPERATOR,
            "asked_at": since,
            "used_at": since if state == LetterState.USED else None,
            "fingerprint": None,
        },
    )


def _add_account(
    running: Platform, connection: Connection, one: DemoPerson, patient_id: str, since: datetime
) -> None:
    account_id, email = new_id(), (one.email or "").lower()
    connection.execute(
        insert(Account),
        {
            "id": account_id,
            "number": new_account_number(connection),
            "patient_id": patient_id,
            "state": "active",
            "language": one.language,
            "email_index": running.keys.find_by("email", email),
            "email_sealed": running.keys.seal(email, f"account-email:{account_id}"),
            "password_hash": passwords.hash_password(one.password or ""),
            "totp_sealed": running.keys.seal(one.totp_secret or "", f"account-totp:{account_id}"),
            "totp_last_step": 0,
            "created_at": since,
        },
    )
    codes = [running.keys.find_by(f"recovery:{account_id}", code) for code in _demo_recovery_codes()]
    rows = [{"account_id": account_id, "fingerprint": code} for code in codes]
    connection.execute(insert(RecoveryCode), rows)


def _demo_recovery_codes() -> list[str]:
    return [factors.normal_recovery_code(code) for code in factors.new_recovery_codes()]
