"""What must not lie about in clear: searched for in every file of the home and in everything that was logged."""

import logging
import re
from pathlib import Path

import pytest

from platform_api import letter_codes, operations
from tests.platform_api.phone import Phone
from tests.platform_api.world import PASSWORD, World, code_of

TITLE = "Canari-Titre-Sérologie"
WORDS = "Canari-Texte-Confidentiel"
DESCRIPTION = "Canari-Description-Longue"
SEARCHED = "canarimotcherche"
EMAIL = "canari.postal@example.lu"


def _holds(home: Path, secret: str) -> list[str]:
    variants = {secret.encode(), secret.encode("utf-16-le"), secret.lower().encode(), secret.upper().encode()}
    found = []
    for path in home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [path.name for variant in variants if variant in data]
    return found


def test_nothing_secret_is_found_in_files_or_logs(world: World, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    one = world.person("Quirina", "Canarisch", email=EMAIL)
    letter = world.letter(one)
    phone = Phone(world, one, letter.code)
    phone.give_email(EMAIL)
    mailed = world.mailed_code(EMAIL)
    phone.prove_email(mailed)
    phone.choose_password(PASSWORD)
    secret = phone.progress()["totp_secret"]
    done = phone.enrol(secret=secret).json
    me = world.portal(done["session"])
    content = f"<a>{WORDS}</a>".encode()
    document = world.deposit(
        one, content=content, media_type="text/xml", title=TITLE, description=DESCRIPTION
    )
    assert WORDS.encode() in me.get(f"/fhir/Binary/{document}").data
    me.search(patient="self", _content=SEARCHED)
    world.portal().post("/dsp/v1/sessions", {"email": EMAIL, "password": "wrong-canari-password"})
    world.portal().post("/dsp/v1/password-resets", {"email": EMAIL})
    token = next(mail.parameters["token"] for mail in world.mail() if "token" in mail.parameters)
    me.get("/fhir/Binary/nothing-there")
    world.anyone().post("/dsp/v1/sessions", {"broken": PASSWORD})
    secrets = {
        "the matricule": one.matricule,
        "the letter's code": letter_codes.check(letter.code).value or "",
        "the letter's code as printed": letter.code,
        "the address": EMAIL,
        "the password": PASSWORD,
        "a mistyped password": "wrong-canari-password",
        "the app's secret": secret,
        "a recovery code": done["recovery_codes"][0],
        "a recovery code without dash": done["recovery_codes"][0].replace("-", ""),
        "the session": done["session"],
        "the mailed link": token,
        "a title": TITLE,
        "a description": DESCRIPTION,
        "the text of a document": WORDS,
        "a search word": SEARCHED,
    }
    for what, value in secrets.items():
        assert _holds(world.settings.home, value) == [], what
        assert value not in caplog.text, what
    for what, value in {
        "the mailed code": mailed,
        "a code of the app": code_of(secret),
        "a given name": "Quirina",
        "a family name": "Canarisch",
        "a parcel of the matricule": one.matricule[:11],
    }.items():
        assert value not in caplog.text, what


def test_no_code_lies_in_clear_while_it_waits_or_afterwards(world: World):
    """The files as they are while the message waits to be sent, and as they are when it was sent and typed.

    Six digits alone may stand anywhere by chance: as a word of their own they do not.
    """
    anne, rui = world.patient(), world.person("Rui", "Antunes")
    phone = Phone(world, rui, world.letter(rui).code)
    me = world.signed_in(anne)
    waiting = [_files(world)]
    codes = {}

    def sent(channel: str) -> str:
        waiting.append(_files(world))
        return [one for one in world.mail() if one.channel == channel][-1].parameters["code"]

    phone.give_email()
    codes["mailed"] = sent("email")
    assert phone.prove_email(codes["mailed"]).status == 200
    assert me.post("/dsp/v1/phone", {"phone": "+352621555017"}).status == 200
    codes["texted"] = sent("sms")
    assert me.call("PUT", "/dsp/v1/phone", {"code": codes["texted"]}).status == 204
    codes["of the app"] = code_of(anne.secret, 1)
    half = world.halfway_in(anne)
    assert half.post("/dsp/v1/session/second-factor", {"totp": codes["of the app"]}).status == 200
    codes["presence"] = operations.mint_presence_code(world.settings, anne.id)
    codes["support PIN"] = me.get("/dsp/v1/support-pin").json["pin"]
    waiting.append(_files(world))
    for what, code in codes.items():
        assert len(code) >= 6, what
        alone = re.compile(rb"(?<![0-9A-Za-z.])" + re.escape(code.encode()) + rb"(?![0-9A-Za-z])")
        found = [name for files in waiting for name, data in files.items() if alone.search(data)]
        assert found == [], what
        bare = code.replace("-", "").encode()
        assert len(bare) < 10 or not [
            name for files in waiting for name, data in files.items() if bare in data
        ]


def _files(world: World) -> dict[str, bytes]:
    """Every file of the home, the database's log of changes among them, as it is now."""
    return {path.name: path.read_bytes() for path in world.settings.home.rglob("*") if path.is_file()}


def test_key_files_and_documents_are_the_owners_alone(world: World):
    world.deposit(world.patient())
    for path in [*world.settings.keys.glob("*.key"), *world.settings.blobs.rglob("*-*-*-*-*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name
    assert world.settings.keys.stat().st_mode & 0o077 == 0


def test_two_documents_of_the_same_words_look_different_on_the_disk(world: World):
    one = world.patient()
    for _ in range(2):
        world.deposit(one, content=b"<a>the very same</a>", media_type="text/xml")
    blobs = [world.running.blobs.path(name).read_bytes() for name in world.blobs()]
    assert blobs[0][12:] != blobs[1][12:]
    sealed = [row["title_sealed"] for row in world.documents(one)]
    assert sealed[0] != sealed[1]


def test_what_was_sent_is_purged_from_the_queue(world: World):
    from sqlalchemy import select

    from platform_api.models import Notice

    anne = world.patient()
    world.portal().post("/dsp/v1/password-resets", {"email": anne.email})
    world.mail()
    with world.running.database.read() as connection:
        row = connection.execute(select(Notice.address_sealed, Notice.parameters_sealed)).one()
    assert (row.address_sealed, row.parameters_sealed) == (None, None)
