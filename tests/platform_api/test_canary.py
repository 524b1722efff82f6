"""An address in what is sent is never fetched: a listener stands at every one of them, and nobody comes."""

import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc import jwt
from joserfc.jws import JWSRegistry

from platform_api.vocabulary import Right
from tests.platform_api.fhir.doctor import decide, doctor
from tests.platform_api.provide.bundles import depositing
from tests.platform_api.uploads.files import archive, begin, docx, give, odt
from tests.platform_api.world import World


@dataclass
class Canary:
    """A listener of its own that counts who connects."""

    url: str
    visits: list[str] = field(default_factory=list)


@pytest.fixture
def canary() -> Iterator[Canary]:
    """Listens while the test runs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.1)
        bird = Canary(f"http://127.0.0.1:{listener.getsockname()[1]}")
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                try:
                    connection, peer = listener.accept()
                except TimeoutError:
                    continue
                bird.visits.append(str(peer))
                connection.close()

        watching = threading.Thread(target=watch)
        watching.start()
        yield bird
        over.set()
        watching.join()


def test_the_listener_would_notice(canary: Canary):
    host, _, port = canary.url.removeprefix("http://").partition(":")
    socket.create_connection((host, int(port)), timeout=5).close()
    for _ in range(50):
        if canary.visits:
            break
        threading.Event().wait(0.1)
    assert canary.visits


def everywhere(value: Any, url: str) -> Iterator[Any]:
    """The resource again and again, each time with another text in it replaced by the address."""
    if isinstance(value, dict):
        for name, inner in value.items():
            for other in everywhere(inner, url):
                yield {**value, name: other}
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            for other in everywhere(inner, url):
                yield [*value[:place], other, *value[place + 1 :]]
    elif isinstance(value, str):
        yield url


def test_no_address_in_a_document_is_visited(world: World, canary: Canary):
    anne, hospital = world.patient(), depositing(world)
    plain = world.document(anne, kind="lab")
    inside = plain["content"][0]["attachment"]
    fetching = {**plain, "content": [{"attachment": {**inside, "url": f"{canary.url}/document"}}]}
    without = {name: value for name, value in inside.items() if name != "data"}
    for sent in (
        fetching,
        {**plain, "content": [{"attachment": {**without, "url": f"{canary.url}/document"}}]},
        {**plain, "implicitRules": canary.url},
        {**plain, "meta": {"profile": [f"{canary.url}/profile"], "source": canary.url}},
        {**plain, "subject": {"reference": f"{canary.url}/Patient/{anne.id}"}},
        {**plain, "author": [{"reference": f"{canary.url}/Practitioner/1"}]},
        {
            **plain,
            "relatesTo": [{"code": "replaces", "target": {"reference": f"{canary.url}/DocumentReference/1"}}],
        },
        *everywhere({**plain, "content": [{"attachment": without}]}, f"{canary.url}/x"),
    ):
        assert hospital.post("/fhir/DocumentReference", sent).status < 500
    entry = {"fullUrl": canary.url, "resource": fetching, "request": {"method": "POST", "url": canary.url}}
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "meta": {"profile": [canary.url]},
        "entry": [entry],
    }
    assert hospital.post("/fhir", bundle).status == 400
    xml = f'<?xml version="1.0"?><!DOCTYPE Bundle SYSTEM "{canary.url}/dtd" [<!ENTITY % x SYSTEM "{canary.url}/e">%x;]>'
    stylesheet = f'<?xml-stylesheet href="{canary.url}/xsl"?><Bundle xmlns="http://hl7.org/fhir"/>'
    token = {"Authorization": f"Bearer {hospital.token()}", "Content-Type": "application/fhir+xml"}  # type: ignore[misc]  # software has one
    for body in (xml + stylesheet, '<?xml version="1.0"?>' + stylesheet):
        answer = world.app.test_client().post("/fhir", data=body, headers=token)
        assert answer.status_code == 400
    assert canary.visits == []


def test_no_address_in_a_search_is_visited(world: World, canary: Canary):
    anne = world.patient()
    decide(world, anne, Right.CIRCLE)
    treating = doctor(world)
    for path in (
        f"DocumentReference?patient={canary.url}/Patient/{anne.id}",
        f"DocumentReference?patient={anne.id}&type:in={canary.url}/ValueSet/x",
        f"DocumentReference?patient={anne.id}&_profile={canary.url}",
        f"ValueSet/$expand?url={canary.url}/ValueSet/x",
        f"CodeSystem/$lookup?system={canary.url}&code=x",
        f"Patient/$summary?identifier={canary.url}|1&profile={canary.url}",
    ):
        assert treating.get(path).status < 500
    assert canary.visits == []


def test_no_address_in_an_assertion_is_visited(world: World, canary: Canary):
    key = world.register("hospital")
    claims = {
        "iss": "hospital",
        "sub": "hospital",
        "aud": f"{world.settings.base_url}/oauth/token",
        "jti": "one",
        "exp": 99_999_999_999,
        "jwks_uri": canary.url,
    }
    for named in ("jku", "x5u", "kid", "url", "iss"):
        header = {"alg": "ES256", named: f"{canary.url}/keys"}
        assertion = jwt.encode(header, claims, key, registry=JWSRegistry(strict_check_header=False))
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
            "redirect_uri": canary.url,
            "resource": canary.url,
            "request_uri": canary.url,
        }
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = world.app.test_client().post("/oauth/token", data=urlencode(form), headers=sent)
        assert answer.status_code < 500
        bearer = {"Authorization": f"Bearer {assertion}"}
        assert world.app.test_client().get("/fhir/Patient", headers=bearer).status_code == 401
    for path in ("/oauth/register", "/oauth/authorize", "/oauth/logo"):
        asked = json.dumps(
            {"redirect_uris": [canary.url], "logo_uri": canary.url, "sector_identifier_uri": canary.url}
        )
        assert world.app.test_client().post(path, data=asked).status_code == 404
    assert canary.visits == []


def _hostile_texts(url: str) -> Iterator[tuple[str, bytes]]:
    """Office texts whose XML names an address and a file of the server, each hidden in another way."""
    declared = f'<!DOCTYPE d SYSTEM "{url}/dtd" [<!ENTITY x SYSTEM "{url}/x"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    nested = f'<!DOCTYPE d [<!ENTITY % p SYSTEM "{url}/p"> %p;]>'
    for name, part, plain in (
        ("letter.docx", "word/document.xml", docx("Guten Tag")),
        ("letter.odt", "content.xml", odt("Guten Tag")),
    ):
        with zipfile.ZipFile(BytesIO(plain)) as zipped:
            parts: dict[str, str | bytes] = {one: zipped.read(one) for one in zipped.namelist()}
        body = _as_text(parts[part]).replace("Guten Tag", "Guten &x;&f; Tag")
        for text in (
            declared + body,
            f"<!--{'-x' * 4000}-->" + declared + body,
            nested + _as_text(parts[part]),
        ):
            yield name, archive({**parts, part: text})
        yield (
            name,
            archive(
                {
                    **parts,
                    part: ('<?xml version="1.0" encoding="UTF-16"?>' + declared + body).encode("utf-16"),
                }
            ),
        )


def _as_text(part: str | bytes) -> str:
    """A part as text."""
    return part.decode() if isinstance(part, bytes) else part


def test_no_entity_of_an_office_text_is_fetched_or_opened(world: World, canary: Canary):
    me = world.signed_in(world.patient())
    upload = begin(me)
    for name, data in _hostile_texts(canary.url):
        answer = give(me, upload, name, data)
        assert answer.reason in ("upload_disguised", "upload_damaged"), name
    assert me.get("/dsp/v1/uploads").json["current"]["files"] == []
    assert canary.visits == []
