"""Keys are replaced while people are served: nobody notices, and the former key opens nothing any more (ADR 32)."""

import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from joserfc.jwk import ECKey
from sqlalchemy import select, update

from platform_api import clock, keys, operations, tokens
from platform_api.app import create_app
from platform_api.keys import Keys, Tampered, load_keys, open_sealed
from platform_api.models import Base, PaperForm, Patient
from platform_api.models.keys import record_keys
from platform_api.operations import OperationFailed, rekeying
from tests.platform_api.audit.test_copies import _receipt as receipt_of
from tests.platform_api.audit.test_copies import _verdict as verdict_on
from tests.platform_api.calls import Api
from tests.platform_api.world import Person, World
from tests.support.clock import Clock

UNDER_THE_RECORDS_KEY = {
    "help_cases.note_sealed",
    "documents.author_sealed",
    "documents.description_sealed",
    "documents.title_sealed",
    "petitions.answer_sealed",
    "petitions.text_sealed",
    "statement_drafts.content_sealed",
    "statements.content_sealed",
    "submissions.author_sealed",
    "submissions.title_sealed",
    "upload_files.name_sealed",
}


def _secret(world: World, name: str) -> bytes:
    return bytes.fromhex((world.settings.keys / f"{name}.key").read_text().splitlines()[0])


def _as_a_patient_sees_it(api: Api, document: str) -> tuple[int, int, Any]:
    record, file = api.get("/dsp/v1/dossier"), api.get(f"/fhir/Binary/{document}")
    return record.status, file.status, api.get("/dsp/v1/account").json["email"]


def _opens(world: World, key: bytes) -> list[str]:
    """What a master key opens of everything that lies in the databases."""
    found = []
    with world.running.key_store.read() as connection:
        for row in connection.execute(select(record_keys)):
            try:
                aes_key_unwrap(key, row.wrapped)
                found.append(f"record key {row.patient_id}")
            except InvalidUnwrap:
                pass
    with world.running.database.read() as connection:
        for one in rekeying.SEALED:
            (own,) = one.table.primary_key.columns
            rows = connection.execute(select(own, one.column).where(one.column.is_not(None))).all()
            for identifier, sealed in rows:
                try:
                    open_sealed(key, sealed, f"{one.belongs_to}:{identifier}")
                    found.append(f"{one.column} {identifier}")
                except Tampered:
                    pass
    return found


def test_every_sealed_column_is_known_to_be_closed_by_one_key_or_the_other():
    """A new one belongs into `rekeying.SEALED`, or into the list above."""
    there = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert there == {str(one.column) for one in rekeying.SEALED} | UNDER_THE_RECORDS_KEY


def test_a_new_master_key_is_in_use_at_once_and_the_former_one_opens_nothing_any_more(world: World):
    anne = world.patient()
    document, former = world.deposit(anne), _secret(world, "master")
    api = world.signed_in(anne)
    before = _as_a_patient_sees_it(api, document)
    assert before == (200, 200, anne.email)
    assert _opens(world, former)

    operations.replace_key(world.settings, "master")
    assert _secret(world, "master") != former
    assert _as_a_patient_sees_it(api, document) == before
    berta = world.patient("Berta")
    assert not [one for one in _opens(world, former) if berta.id in one or berta.account_id in one]
    with pytest.raises(OperationFailed, match="still closed with a former key"):
        operations.forget_keys(world.settings, "master", lost=False)
    with pytest.raises(OperationFailed, match="still closed with a former key"):
        operations.forget_keys(world.settings, "master", lost=True)

    operations.rewrap(world.settings)
    assert _opens(world, former) == []
    operations.forget_keys(world.settings, "master", lost=False)
    assert former.hex() not in (world.settings.keys / "master.key").read_text()
    assert _as_a_patient_sees_it(api, document) == before
    again = World(create_app(world.settings))
    assert _as_a_patient_sees_it(again.signed_in(anne), document) == before


def test_rewrapping_again_changes_nothing(world: World):
    world.patient()
    operations.replace_key(world.settings, "master")
    assert not operations.rewrap(world.settings).startswith("0 ")
    assert operations.rewrap(world.settings).startswith("0 ")


def test_it_holds_on_each_engine(world_on_each: World):
    anne = world_on_each.patient()
    document, former = world_on_each.deposit(anne), _secret(world_on_each, "master")
    operations.replace_key(world_on_each.settings, "master")
    operations.rewrap(world_on_each.settings)
    operations.forget_keys(world_on_each.settings, "master", lost=False)
    assert _opens(world_on_each, former) == []
    seen = _as_a_patient_sees_it(world_on_each.signed_in(anne), document)
    assert seen == (200, 200, anne.email)


def test_what_changes_while_it_is_rewrapped_is_left_as_it_was_changed(world: World, monkeypatch):
    """Between reading a row and writing it again its owner took another address."""
    anne, again = world.patient(), rekeying._again
    operations.replace_key(world.settings, "master")
    newer = world.running.keys.seal("2001010112345", f"matricule:{anne.id}")

    def meanwhile(database, table, changed):
        if changed and table is Patient.__table__:
            with world.running.database.write() as connection:
                connection.execute(
                    update(Patient).where(Patient.id == anne.id).values(matricule_sealed=newer)
                )
        return again(database, table, changed)

    monkeypatch.setattr(rekeying, "_again", meanwhile)
    operations.rewrap(world.settings)
    with world.running.database.read() as connection:
        kept = connection.execute(select(Patient.matricule_sealed).where(Patient.id == anne.id)).scalar_one()
    assert kept == newer


def test_people_are_served_all_along(world: World):
    """Two of them read and write while the master key is replaced, twice, and everything rewrapped."""
    anne, berta = world.patient(), world.patient("Berta")
    documents = {one.id: world.deposit(one) for one in (anne, berta)}
    over, failures, done = threading.Event(), [], []

    def use(one: Person) -> None:
        api = world.signed_in(one)
        while not over.is_set():
            seen = _as_a_patient_sees_it(api, documents[one.id])
            if seen != (200, 200, one.email):
                failures.append(seen)
            done.append(world.deposit(one))

    users = [threading.Thread(target=use, args=(one,)) for one in (anne, berta)]
    for user in users:
        user.start()
    try:
        for _round in range(2):
            operations.replace_key(world.settings, "master")
            operations.rewrap(world.settings)
            operations.forget_keys(world.settings, "master", lost=False)
    finally:
        over.set()
        for user in users:
            user.join(60)
    assert failures == []
    assert done


def test_something_that_no_key_opens_stops_it_and_is_named(world: World):
    anne = world.patient()
    operations.replace_key(world.settings, "master")
    with world.running.database.write() as connection:
        connection.execute(update(Patient).where(Patient.id == anne.id).values(matricule_sealed=b"x" * 40))
    with pytest.raises(OperationFailed, match=r"patients\.matricule_sealed opens with no key"):
        operations.rewrap(world.settings)


def test_a_scan_whose_person_is_known_is_left_under_their_key():
    one = next(one for one in rekeying.SEALED if one.table is PaperForm.__table__)
    assert str(one.only_if) == "paper_forms.patient_id IS NULL"


def test_a_letter_on_its_way_opens_after_the_key_of_letters_was_replaced(world: World):
    anne, berta = world.person("Anne"), world.person("Berta")
    letter, other = world.letter(anne), world.letter(berta)
    operations.replace_key(world.settings, "letters")
    assert world.redeem(anne, letter.code).status == 201
    with pytest.raises(OperationFailed, match=r"letters? may still need the former key"):
        operations.forget_keys(world.settings, "letters", lost=False)
    operations.forget_keys(world.settings, "letters", lost=True)  # whoever stole it could have made codes
    assert world.redeem(berta, other.code).reason == "letter_not_accepted"
    assert world.redeem(berta, world.letter(berta).code).status == 201


def test_older_checkpoints_are_proved_by_the_former_key_and_newer_ones_by_the_new_key(world: World):
    anne = world.patient()
    world.deposit(anne)
    operations.sweep(world.settings)
    operations.replace_key(world.settings, "checkpoint")
    assert operations.verify_trail(world.settings) == []
    world.deposit(anne)
    operations.sweep(world.settings)
    assert operations.verify_trail(world.settings) == []
    with pytest.raises(OperationFailed, match="goes on proving"):
        operations.forget_keys(world.settings, "checkpoint", lost=False)
    operations.forget_keys(world.settings, "checkpoint", lost=True)
    assert operations.verify_trail(world.settings), "what nobody can prove any more is said"


def test_a_token_of_the_former_key_is_good_for_its_five_minutes_only(world: World, clock: Clock):
    anne = world.patient()
    world.deposit(anne)
    receipt, session = receipt_of(world, anne), world.signed_in(anne).session
    stolen = ECKey.import_key((world.settings.keys / "tokens.key").read_text())
    stolen.ensure_kid()
    earlier = world.token("dsp-portal", "portal")
    operations.replace_key(world.settings, "tokens")
    assert Api(world.app, lambda: earlier, session).get("/dsp/v1/dossier").status == 200
    known = {one["kid"] for one in world.portal().get("/oauth/jwks").json["keys"]}
    assert stolen.kid in known
    assert len(known) == 2
    assert "PRIVATE" not in (world.settings.keys / "tokens.key").read_text().partition("# replaced")[2]
    clock.forward(minutes=7)
    session = world.signed_in(anne).session
    forged = tokens.AccessTokens(_held(stolen), world.settings.base_url).issue(
        "dsp-portal", frozenset({"portal"})
    )[0]
    assert Api(world.app, lambda: forged, session).get("/dsp/v1/dossier").status == 401
    fresh = world.token("dsp-portal", "portal")
    assert Api(world.app, lambda: fresh, session).get("/dsp/v1/dossier").status == 200
    assert verdict_on(world, receipt)["verdict"] == "stands"


class _Held:
    """A key that somebody holds outside the platform."""

    def __init__(self, key: ECKey) -> None:
        self.current, self.former, self.all = key, (), (key,)


def _held(key: ECKey) -> Any:
    return _Held(key)


def test_the_trail_says_what_the_operator_did(world: World):
    operations.replace_key(world.settings, "master")
    operations.rewrap(world.settings)
    operations.forget_keys(world.settings, "master", lost=False)
    said = [entry["details"] for entry in world.entries("system")][-3:]
    assert [sorted(one) for one in said] == [["replaced_key"], ["rewrapped"], ["forgot_keys", "lost"]]


def test_two_at_once_lose_no_key(world: World):
    anne = world.patient()
    document = world.deposit(anne)
    many = [
        threading.Thread(target=operations.replace_key, args=(world.settings, "master")) for _ in range(4)
    ]
    for one in many:
        one.start()
    for one in many:
        one.join(60)
    assert len(world.running.keys.master.former) == 4
    assert _as_a_patient_sees_it(world.signed_in(anne), document) == (200, 200, anne.email)


def test_a_key_file_out_of_reach_stops_nobody_who_is_served(world: World):
    anne = world.patient()
    document, file = world.deposit(anne), world.settings.keys / "master.key"
    file.rename(file.with_suffix(".away"))
    assert _as_a_patient_sees_it(world.signed_in(anne), document) == (200, 200, anne.email)


def test_the_file_is_its_owners_alone_and_read_by_a_fresh_start(world: World):
    operations.replace_key(world.settings, "master")
    file: Path = world.settings.keys / "master.key"
    assert file.stat().st_mode & 0o777 == 0o600
    read: Keys = load_keys(world.settings)
    assert read.master.all == world.running.keys.master.all
    assert [one.replaced_at for one in read.master.former] <= [clock.now()]
    assert keys.REPLACEABLE == ("master", "letters", "checkpoint", "tokens")
