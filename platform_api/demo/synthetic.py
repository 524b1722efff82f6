"""A synthetic population of any size, loaded in bulk: rows for measuring, without bytes behind the documents.

Titles are sealed with each record's own key, as always. No bytes are written: asked for, they answer like bytes
that were lost (`document_damaged`), which is what they are.
"""

import secrets
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, func, insert, select

from platform_api import audit_trail, clock, tallies
from platform_api.audit_trail import Entry
from platform_api.context import Platform
from platform_api.db import insert_if_absent
from platform_api.demo.organisations import demo_organisations, demo_professionals
from platform_api.demo.population import (
    SyntheticDocumentRow,
    SyntheticPatient,
    synthetic_document_rows,
    synthetic_patients,
)
from platform_api.document_types import document_types
from platform_api.identifiers import new_id
from platform_api.models import AuditHead, Document, Dossier, Organisation, Patient, Professional
from platform_api.vocabulary import Action, Confidentiality, DossierState, Outcome, Role

_PEOPLE_AT_ONCE = 20_000
_DOCUMENTS_AT_ONCE = 200_000
_FIRST_NUMBER = 4_000_000_000
_ENDLESS = 10**9


def load(running: Platform, patients: int, documents_per_patient: int) -> Iterator[str]:
    """Add patients with records and documents; yields lines of progress.

    The documents are spread as in life: a third of the people have none, a few have very many.
    """
    began = time.monotonic()
    loaded: list[tuple[str, bytes]] = []
    with running.database.write() as connection:
        _add_directory(connection)
        known = connection.execute(select(func.count()).select_from(Patient)).scalar_one()
    people = _new_people(running, known)
    while len(loaded) < patients:
        batch = list(islice(people, min(_PEOPLE_AT_ONCE, patients - len(loaded))))
        loaded += _add_people(running, batch, _FIRST_NUMBER + known + len(loaded))
        yield f"{len(loaded)} of {patients} people"
    wanted, done = patients * documents_per_patient, 0
    rows = synthetic_document_rows(wanted, patients, seed=known + 1, until=clock.today())
    began_documents = time.monotonic()
    while batch_of_rows := list(islice(rows, _DOCUMENTS_AT_ONCE)):
        _add_documents(running, batch_of_rows, loaded)
        done += len(batch_of_rows)
        pace = done / (time.monotonic() - began_documents)
        yield f"{done} of {wanted} documents, {pace:.0f} a second"
    yield f"{patients} people and {done} documents in {time.monotonic() - began:.0f} s"


def _new_people(running: Platform, seed: int) -> Iterator[SyntheticPatient]:
    """People whose matricule nobody has here yet."""
    everyone = synthetic_patients(_ENDLESS, seed=seed + 1, until=clock.today())
    while True:
        batch = {running.keys.find_by("matricule", one.matricule): one for one in islice(everyone, 500)}
        with running.database.read() as connection:
            taken = set(
                connection.execute(
                    select(Patient.matricule_index).where(Patient.matricule_index.in_(batch))
                ).scalars()
            )
        yield from (one for index, one in batch.items() if index not in taken)


def _add_people(running: Platform, people: list[SyntheticPatient], number: int) -> list[tuple[str, bytes]]:
    keys, moment = running.keys, clock.now()
    ids = [new_id() for _one in people]
    running.create_record_keys(ids)
    with running.database.write() as connection:
        connection.execute(
            insert(Patient),
            [
                {
                    "id": identifier,
                    "number": str(number + place),
                    "matricule_index": keys.find_by("matricule", one.matricule),
                    "matricule_sealed": keys.seal(one.matricule, f"matricule:{identifier}"),
                    "family": one.family_name,
                    "given": one.given_names,
                    "birth_date": one.birth_date,
                    "gender": one.gender,
                    "language": one.language,
                    "address_lines": [one.street],
                    "postal_code": one.postal_code,
                    "city": one.city,
                    "country": one.country,
                    "representatives": [],
                    "created_at": moment,
                }
                for place, (identifier, one) in enumerate(zip(ids, people, strict=True))
            ],
        )
        state = {"state": DossierState.OPEN_BY_DEFAULT, "state_since": moment, "opened_at": moment}
        connection.execute(
            insert(Dossier),
            [{"patient_id": identifier, "created_at": moment, **state} for identifier in ids],
        )
    found = running.record_keys_of(ids)
    return [(identifier, found[identifier]) for identifier in ids]


def _add_documents(
    running: Platform, batch: list[SyntheticDocumentRow], people: list[tuple[str, bytes]]
) -> None:
    """One transaction for a whole batch, in the order in which the rows lie."""
    batch.sort(key=lambda row: row.patient)
    deposited: Counter[str] = Counter(people[row.patient][0] for row in batch)
    moment, groups = clock.now(), {code: kind.group for code, kind in document_types().items()}
    with running.database.write() as connection:
        rows = [_document(row, *people[row.patient], groups, moment) for row in batch]
        connection.execute(insert(Document), rows)
        tallies.add(connection, tallies.of_rows(rows))
        fresh = deposited.keys() - _begun(connection, list(deposited))
        entries = [_summary(patient_id, deposited[patient_id]) for patient_id in sorted(fresh)]
        if entries:
            audit_trail.begin(connection, entries)
        for patient_id in sorted(deposited.keys() - fresh):
            audit_trail.append(connection, _summary(patient_id, deposited[patient_id]))


def _document(
    row: SyntheticDocumentRow, patient_id: str, key: bytes, groups: dict[str, str], moment: datetime
) -> dict[str, Any]:
    identifier, nonce = new_id(), secrets.token_bytes(12)
    title = nonce + AESGCM(key).encrypt(nonce, row.title.encode(), f"title:{identifier}".encode())
    return {
        "patient_id": patient_id,
        "id": identifier,
        "unique_id": f"urn:uuid:{identifier}",
        "status": "current",
        "type_code": row.type_code,
        "group_code": groups[row.type_code],
        "language": row.language,
        "media_type": "application/pdf",
        "size": 48_000,
        "sha256": "0" * 64,
        "sha1": "0" * 40,
        "title_sealed": title,
        "blob_id": str(uuid.uuid4()),
        "author_id": row.author_professional_id,
        "organisation_id": row.organisation_id,
        "confidentiality": Confidentiality.NORMAL,
        "by_patient": False,
        "created_at": row.created_at,
        "deposited_at": min(row.created_at, moment),
    }


def _summary(patient_id: str, documents: int) -> Entry:
    """One entry for all documents of a record in a batch."""
    return Entry(
        chain=patient_id,
        action=Action.DEPOSIT_DOCUMENT,
        outcome=Outcome.ALLOWED,
        role=Role.OPERATOR,
        object_kind="record",
        object_id=patient_id,
        details={"documents": documents},
    )


def _begun(connection: Connection, chains: list[str]) -> set[str]:
    found: set[str] = set()
    heads = AuditHead.chain
    for start in range(0, len(chains), 500):
        part = chains[start : start + 500]
        found.update(connection.execute(select(heads).where(heads.in_(part))).scalars())
    return found


def _add_directory(connection: Connection) -> None:
    """The demo's organisations and professionals, whom the documents name, where they are not there yet."""
    for one in demo_organisations():
        address = {"address_lines": [one.address.street], "postal_code": one.address.postal_code}
        named = {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "city": one.address.city,
            "phone": one.phone,
        }
        insert_if_absent(connection, Organisation.__table__, named | address)
    for who in demo_professionals():
        row = {
            "id": who.id,
            "family": who.family_name,
            "given": who.given_name,
            "prefix": who.title,
            "category": who.category,
            "specialty": who.speciality.get("fr"),
            "organisation_id": who.organisation_id,
        }
        insert_if_absent(connection, Professional.__table__, row)
