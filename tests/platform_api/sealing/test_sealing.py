"""The seal on a PDF, as pyHanko's own validation sees it: whole, changed, added to; and who gets one."""

import asyncio
import hashlib
import io
import logging
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from patient_portal.letters import journal_pdf
from platform_api import operations, seal_certificates
from platform_api.clock import now
from platform_api.keys import load_keys
from platform_api.pdf_seal import PdfSeal
from platform_api.settings import Settings, UnsafeSettings
from tests.platform_api.world import Person, World
from tests.support.apart import apart
from tests.support.clock import Clock

MADE = datetime(2026, 11, 3, 9, tzinfo=UTC)
ROWS = [("3 mars 2026", "Un professionnel a ouvert un document.", "Analyse de sang", "Dr Hoffmann")] * 40


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return journal_pdf("fr", "Anne Reuter", ROWS, "a.b.c", "https://dsp.test/fr/journal/check", MADE)


@pytest.fixture(autouse=True)
def _quiet():
    """pyHanko tells its log about a signature that does not hold, with the whole traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def sealed(world: World, anne: Person, pdf: bytes) -> bytes:
    answer = world.signed_in(anne).post("/dsp/v1/seal", data=pdf)
    assert answer.status == 200, answer
    assert answer.headers["content-type"] == "application/pdf"
    return answer.data


def _published(world: World) -> x509.Certificate:
    pem = world.portal().get("/.well-known/dsp-seal.pem")
    assert pem.status == 200
    return x509.Certificate.load(load_pem_x509_certificate(pem.data).public_bytes(Encoding.DER))


def _validated(signed: bytes, certificate: x509.Certificate) -> Any:
    [signature] = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False, moment=now())
    return apart(validate_pdf_signature, signature, trusted)


def test_the_published_certificate_vouches_for_the_whole_file(world: World, sealed: bytes):
    status = _validated(sealed, _published(world))
    assert status.bottom_line
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"


def test_another_certificate_does_not(world: World, sealed: bytes):
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    other = load_pem_x509_certificate(seal_certificates.self_signed(pem, "https://elsewhere.test"))
    status = _validated(sealed, x509.Certificate.load(other.public_bytes(Encoding.DER)))
    assert status.intact
    assert not status.trusted


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_one_changed_byte_breaks_it(world: World, pdf: bytes, sealed: bytes, share: float):
    place = _inside_a_stream(pdf, share)
    changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    status = _validated(changed, _published(world))
    assert not status.intact
    assert not status.bottom_line


def _inside_a_stream(pdf: bytes, share: float) -> int:
    """A byte of content, so that the file can still be read: past the beginning of some stream."""
    return pdf.index(b"stream\n", int(len(pdf) * share * 0.8)) + len(b"stream\n") + 3


def test_what_is_added_behind_it_shows(world: World, sealed: bytes):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    page["/Added"] = pdf_string("later")
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    status = _validated(out.getvalue(), _published(world))
    assert status.intact  # what was signed is as it was
    assert not status.bottom_line  # but it is no longer all there is


def test_it_lies_behind_the_file_and_keeps_its_standards(pdf: bytes, sealed: bytes):
    assert sealed.startswith(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as before, pikepdf.open(io.BytesIO(sealed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert str(after.docinfo) == str(before.docinfo)
        for kept in ("Lang", "MarkInfo", "StructTreeRoot", "OutputIntents", "ViewerPreferences"):
            assert repr(after.Root[f"/{kept}"]) == repr(before.Root[f"/{kept}"])
        [field] = after.Root.AcroForm.Fields
        named = [str(one) for one in (field.FT, field.Subtype, field.V.SubFilter)]
        assert named == ["/Sig", "/Widget", "/ETSI.CAdES.detached"]
        assert str(field.TU)  # PDF/UA-1, 7.18.1
        assert int(field.F) & 0b111 == 0b100  # PDF/A-2, 6.3.2: printed, never hidden
        left, bottom, right, top = (float(one) for one in field.Rect)
        assert (left, bottom) == (right, top)  # PDF/A-2, 6.3.3: no picture is asked for
        assert left < 0  # and outside the page, where PDF/UA-1 wants no tag
        assert "/NeedAppearances" not in after.Root.AcroForm
        first, length, second, rest = (int(one) for one in field.V.ByteRange)
        assert (first, second + rest) == (0, len(sealed))
        assert second - length == len(bytes(field.V.Contents)) * 2 + 2


def test_the_trail_keeps_what_was_sealed(world: World, anne: Person, sealed: bytes):
    entry = world.entries(anne.id)[-1]
    assert entry["action"] == "pdf.seal"
    assert entry["details"] == {"sha256": hashlib.sha256(sealed).hexdigest()}


def test_a_stranger_gets_no_seal(world: World, anne: Person, pdf: bytes):
    answer = world.portal().post("/dsp/v1/seal", data=pdf)
    assert answer.status == 401
    assert not answer.data.startswith(b"%PDF")


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + b"x" * 1000])
def test_what_is_no_pdf_is_refused(world: World, anne: Person, data: bytes):
    assert world.signed_in(anne).post("/dsp/v1/seal", data=data).status == 400


def test_a_second_seal_is_refused(world: World, anne: Person, sealed: bytes):
    assert world.signed_in(anne).post("/dsp/v1/seal", data=sealed).status == 400


def test_the_certificate_is_told_with_its_fingerprint(world: World):
    told = world.portal().get("/dsp/v1/seal").json
    known = _published(world)
    assert told["sha256"] == known.sha256.hex()
    assert told["address"].endswith("/.well-known/dsp-seal.pem")
    assert known.not_valid_after.isoformat()[:10] == told["ends"][:10]


def test_it_signs_beside_an_event_loop_that_runs_already(world: World, pdf: bytes):
    seal = PdfSeal(world.running.keys.seal_key, world.running.keys.seal_certificates)

    async def asked() -> bytes:
        return seal.sign(pdf, MADE)

    assert apart(asyncio.run, asked()).startswith(pdf)


def test_it_is_loaded_with_the_first_pdf_only(world: World, pdf: bytes):
    seal = PdfSeal(world.running.keys.seal_key, world.running.keys.seal_certificates)
    assert seal._signing is None
    seal.sign(pdf, MADE)
    assert seal._signing is not None


def test_a_certificate_of_another_key_stops_the_start(world: World):
    settings = world.settings
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (settings.keys / "seal.pem").write_bytes(seal_certificates.self_signed(pem, settings.base_url))
    with pytest.raises(UnsafeSettings, match=r"seal\.pem"):
        load_keys(settings)


def test_production_makes_no_key_by_itself(home: Any):
    settings = Settings(home=home, environment="production", base_url="https://dsp.test")
    assert "seal.key" in operations.create_keys(settings)
    (settings.keys / "seal.key").unlink()
    with pytest.raises(UnsafeSettings, match=r"keys/seal\.key"):
        load_keys(settings)


def test_the_operator_is_told_before_the_certificate_ends(world: World, clock: Clock):
    def keys() -> Any:
        return next(one for one in operations.examine(world.settings) if one.what == "keys")

    assert keys().fine
    clock.forward(days=3600)
    assert not keys().fine
    assert "certificate of the seal" in keys().detail


def test_former_certificates_are_published_and_not_put_into_pdfs(world: World, pdf: bytes):
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    former = seal_certificates.self_signed(pem, "https://former.test")
    keys = world.running.keys
    seal = PdfSeal(keys.seal_key, keys.seal_certificates + former)
    assert seal_certificates.chain(seal.certificates) == [seal.certificate]
    signed = seal.sign(pdf, MADE)
    [signature] = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    assert not signature.other_embedded_certs
