"""What is measured, each against its floor in the same run: rounds interleaved, medians told."""

import base64
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher

from bench.floor import FOUND, measure
from bench.scene import Ask, Scene, wsgi
from patient_portal.letters import write_batch
from patient_portal.settings import HelpContact
from platform_api import clock, letter_codes, operations
from platform_api.operations import MintedLetter
from platform_api.vocabulary import DOCUMENT_TYPE_SYSTEM

ROUNDS = 5
TIMES = 60
LETTERS = 120
SEARCH = f"ITI-67: {FOUND} found of one large record, the same rows as JSON"
SEARCH_THIN = f"ITI-67: {FOUND} found of one large record, seven columns as JSON"


@dataclass(frozen=True)
class Result:
    """One measure; `ratio` is value / floor, `errors` counts answers that were not as wanted."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    rows: int | None = None
    connections: int = 1
    errors: int = 0


def pages(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """The pages that a person opens, and the searches behind them, against the audited floor."""
    xml, pdf = ("text/xml", "application/xml", "application/hl7-v3+xml"), ("application/pdf",)
    asks: dict[str, Ask] = {
        "list: 20 documents, a whole page": scene.page("/fr/documents"),
        "document: a CDA page": scene.page(f"/fr/documents/{scene.document_of(*xml)}"),
        "document: a PDF page": scene.page(f"/fr/documents/{scene.document_of(*pdf)}"),
        "journal: a whole page": scene.page("/fr/journal"),
        "ITI-67: DocumentReference, 20 found": scene.api(
            "POST", "/fhir/DocumentReference/_search", patient="self", _count="20"
        ),
        "ITI-68: Binary, one document": scene.api("GET", f"/fhir/Binary/{scene.document_of(*xml)}"),
        "ITI-81: AuditEvent, 20 found": scene.api("GET", "/fhir/AuditEvent", patient="self", _count="20"),
    }
    floor = scene.floor_page()
    errors = {name: sum(ask() != 200 for _ in range(3)) for name, ask in asks.items()}  # and warm
    floor()
    cpu: dict[str, list[float]] = {name: [] for name in ("floor", *asks)}
    wall: dict[str, list[float]] = {name: [] for name in ("floor", *asks)}
    for turn in range(ROUNDS):
        say(f"pages, round {turn + 1} of {ROUNDS}")
        for name, ask in (("floor", floor), *asks.items()):
            spent, lasted = measure(ask, TIMES)
            cpu[name].append(spent)
            wall[name].append(lasted)
    results = []
    for name in asks:
        for unit, kept in (("CPU ms", cpu), ("ms", wall)):
            value, base = statistics.median(kept[name]), statistics.median(kept["floor"])
            results.append(Result(name, value, unit, base, value / base, scene.rows, errors=errors[name]))
    return results


def search(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """ITI-67 in a large record, the largest page, against SQL and JSON for the same rows and one durable trail row."""
    say("ITI-67 in a large record")
    ask = scene.api("POST", "/fhir/DocumentReference/_search", patient="self", _count=str(FOUND))
    floors = {SEARCH: scene.floor_found_whole(), SEARCH_THIN: scene.floor_found()}
    errors = sum(ask() != 200 for _ in range(3)) + sum(floor() != 200 for floor in floors.values())
    kept: dict[str, list[tuple[float, float]]] = {name: [] for name in ("product", *floors)}
    for _ in range(ROUNDS):
        for name, floor in floors.items():
            kept[name].append(measure(floor, TIMES))
        kept["product"].append(measure(ask, TIMES))
    results = []
    for name in floors:
        for place, unit in enumerate(("CPU ms", "ms")):
            value, base = (statistics.median(one[place] for one in kept[who]) for who in ("product", name))
            results.append(Result(name, value, unit, base, value / base, scene.rows, errors=errors))
    return results


def sign_in(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """Address and password against one bare argon2id of the same parameters."""
    say("sign-in")
    person = next(one for one in scene.demo["patients"] if one["password"])
    token = scene.running.tokens.issue("dsp-portal", frozenset({"portal"}))[0]
    body = json.dumps({"email": person["email"], "password": person["password"]}).encode()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "CONTENT_TYPE": "application/json"}
    ask = wsgi(scene.platform, "POST", "/dsp/v1/sessions", headers, body)
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    stored = hasher.hash(person["password"])

    def bare() -> int:
        hasher.verify(stored, person["password"])
        return 200

    errors = sum(ask() not in (201, 422) for _ in range(2))
    product, floor = [], []
    for _ in range(ROUNDS):
        floor.append(measure(bare, 8)[1])
        product.append(measure(ask, 8)[1])
    value, base = statistics.median(product), statistics.median(floor)
    return [Result("sign-in: address and password", value, "ms", base, value / base, errors=errors)]


def deposit(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """A document taken in, against writing and syncing its bytes and one audited row."""
    say("deposit")
    software = next(one for one in scene.demo["software"] if one["state"] == "conformant")
    token = operations.obtain_token(scene.settings, software["client_id"])
    content = b"%PDF-1.7\n" + os.urandom(48_000)
    organisation = next(iter(scene.demo["professionals"]))
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token}", "CONTENT_TYPE": "application/fhir+json"}
    errors = 0
    custodian = _an_organisation(scene)

    def ask() -> int:
        nonlocal errors
        body = {
            "resourceType": "DocumentReference",
            "status": "current",
            "type": {"coding": [{"system": DOCUMENT_TYPE_SYSTEM, "code": "lab"}]},
            "subject": {"reference": f"Patient/{scene.patient_id}"},
            "custodian": {"reference": f"Organization/{custodian}"},
            "content": [
                {
                    "attachment": {
                        "contentType": "application/pdf",
                        "language": "fr",
                        "title": organisation["name"],
                        "creation": clock.now().isoformat(),
                        "data": base64.b64encode(content).decode(),
                    }
                }
            ],
        }
        status = wsgi(scene.platform, "POST", "/fhir/DocumentReference", headers, json.dumps(body).encode())()
        errors += status != 201
        return status

    floor_page = scene.floor_page()
    folder = scene.home / "floor-blobs"
    folder.mkdir(exist_ok=True)

    def bare() -> int:
        with (folder / secrets.token_hex(8)).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return floor_page()

    ask()
    product, floor = [], []
    for _ in range(ROUNDS):
        floor.append(1000 / measure(bare, 30)[1])
        product.append(1000 / measure(ask, 30)[1])
    value, base = statistics.median(product), statistics.median(floor)
    return [Result("ITI-105: a document taken in", value, "a second", base, value / base, errors=errors)]


def start(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """A second start of the whole server until it says that it is ready."""
    say("start")
    times, errors = [], 0
    for _ in range(3):
        port = 18000 + secrets.randbelow(2000)
        environment = {**os.environ, "DSP_HOME": str(scene.home), "PORT": str(port)}
        command = [sys.executable, "-m", "patient_portal", "serve", "--port", str(port), "--workers", "1"]
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        ready = _wait_for(f"http://127.0.0.1:{port}/health/ready", process)
        times.append(time.perf_counter() - began)
        errors += not ready
        process.terminate()
        process.wait(20)
    return [Result("start: until the first ready answer", statistics.median(times), "s", errors=errors)]


def letters(scene: Scene, say: Callable[[str], None]) -> list[Result]:
    """Activation letters set and written, two at a time."""
    say("letters")
    moment = clock.now()
    batch = [
        MintedLetter(
            letter_id=f"letter-{number}",
            patient_id="bench",
            language=("fr", "de", "lb", "en")[number % 4],
            name="Anne Reuter",
            given_name="Anne",
            address_lines=("3, rue de l'Église", "9090 Warken"),
            code=letter_codes.grouped(letter_codes.mint()),
            masked_matricule="1983 •••• ••• 66",
            minted_at=moment,
            valid_until=(moment + timedelta(days=30)).date(),
            objection_until=(moment + timedelta(days=30)).date(),
            large_print=False,
        )
        for number in range(LETTERS)
    ]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        options = {"base_url": scene.settings.base_url, "today": clock.today(), "helpdesk": HelpContact()}
        write_batch(batch[:2], out, **options)  # type: ignore[arg-type]  # the names are the function's own
        began = time.perf_counter()
        done = write_batch(batch, out, **options)  # type: ignore[arg-type]  # the same
        lasted = time.perf_counter() - began
    return [Result("letters: written", LETTERS / lasted * 60, "a minute", errors=len(done.failed))]


def _an_organisation(scene: Scene) -> str:
    from sqlalchemy import select

    from platform_api.models import Organisation

    with scene.running.database.read() as connection:
        return str(
            connection.execute(select(Organisation.id).order_by(Organisation.id).limit(1)).scalar_one()
        )


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.02)
    return False
