"""Adding one's own files: made clean, shown, confirmed once, kept with what they were made of."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from platform_api.vocabulary import Confidentiality, DossierState, Right
from tests.platform_api.uploads.files import (
    PATH,
    added,
    begin,
    confirm,
    docx,
    give,
    odt,
    pdf,
    photo,
    show,
)
from tests.platform_api.world import DOCTOR, Api, Person, World


@pytest.fixture
def anne(world: World) -> Person:
    return world.patient()


@pytest.fixture
def me(world: World, anne: Person) -> Api:
    return world.signed_in(anne)


def _words(data: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


def _bytes(me: Api, document_id: str) -> bytes:
    answer = me.get(f"/fhir/Binary/{document_id}")
    assert answer.status == 200, answer
    return answer.data


def test_a_pdf_becomes_a_document_of_ones_own_with_the_file_behind_it(world: World, anne: Person, me: Api):
    given = pdf()
    document = added(me, ("bilan.pdf", given), title="Mon bilan")
    shown = me.get(f"/fhir/DocumentReference/{document}").json
    assert shown["author"] == [{"reference": f"Patient/{anne.id}"}]
    attachment = shown["content"][0]["attachment"]
    assert (attachment["title"], attachment["contentType"]) == ("Mon bilan", "application/pdf")
    assert attachment["creation"].startswith("2026-03-02T12:00")
    files = me.get(f"/dsp/v1/documents/{document}/files").json["files"]
    assert [one["name"] for one in files] == ["bilan.pdf"]
    assert shown["relatesTo"] == [
        {"code": "transforms", "target": {"reference": f"DocumentReference/{files[0]['id']}"}}
    ]
    assert _bytes(me, files[0]["id"]) == given
    assert "Befund Seite 2" in _words(_bytes(me, document), 1)
    current = me.search(patient=f"Patient/{anne.id}", status="current").json
    assert [entry["resource"]["id"] for entry in current["entry"]] == [document]
    assert len(world.blobs()) == 2, "the document and the file behind it, nothing of the way there"


def test_nothing_that_acts_is_left_in_a_pdf(me: Api):
    given = pdf(acting=True)
    data = _bytes(me, added(me, ("formular.pdf", given)))
    for mark in (
        b"JavaScript",
        b"app.alert",
        b"Launch",
        b"EmbeddedFile",
        b"AcroForm",
        b"OpenAction",
        b"secret.exe",
    ):
        with pikepdf.open(BytesIO(data)) as document:
            out = BytesIO()
            document.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        assert mark not in out.getvalue(), mark
    assert "Anne Reuter" in _words(data), "what was typed into the form stays to be read"
    assert b"https://example.lu/" in out.getvalue(), "a plain link stays"


def test_photos_become_the_upright_pages_of_one_tagged_document(me: Api):
    document = added(me, ("1.jpg", photo(1)), ("2.jpg", photo(2)), ("3.jpg", photo(3)))
    data = _bytes(me, document)
    assert b"Telephone of Anne" not in data
    with pikepdf.open(BytesIO(data)) as found:
        assert len(found.pages) == 3
        assert (bool(found.Root.MarkInfo.Marked), str(found.Root.Lang)) == (True, "fr")
        figures = [one for one in found.Root.StructTreeRoot.K[0].K if str(one.S) == "/Figure"]
        assert [str(one.Alt) for one in figures] == [f"Page {n} of 3" for n in (1, 2, 3)]
        with found.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        picture = Image.open(BytesIO(bytes(found.pages[0].Resources.XObject.Im0.read_raw_bytes())))
    assert picture.size == (300, 400), "turned as it was held"
    assert picture.crop((280, 0, 300, 20)).getchannel("G").tobytes()[0] > 150, (
        "its green corner is at the upper right now"
    )
    assert (dict(picture.getexif()), "icc_profile" in picture.info) == ({}, False)
    files = me.get(f"/dsp/v1/documents/{document}/files").json["files"]
    assert [_bytes(me, one["id"]) for one in files] == [photo(1), photo(2), photo(3)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("brief.docx", docx("Léif Madame Dokter,", "mir geet et besser.")),
        ("brief.odt", odt("Léif Madame Dokter,", "mir geet et besser.")),
        ("brief.txt", "Léif Madame Dokter,\r\n\r\nmir geet et besser.".encode()),
        ("brief.rtf", rb"{\rtf1\ansi\ansicpg1252 L\'e9if Madame Dokter,\par\par mir geet et besser.}"),
    ],
)
def test_the_words_of_an_office_file_are_set_as_archival_pages(me: Api, name: str, data: bytes):
    made = _bytes(me, added(me, (name, data)))
    for words in ("Léif Madame Dokter,", "mir geet et besser."):
        assert words in _words(made)
    with pikepdf.open(BytesIO(made)) as found, found.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")


def test_a_photo_and_a_pdf_follow_one_another_in_one_document(me: Api):
    made = _bytes(me, added(me, ("1.jpg", photo()), ("2.pdf", pdf(3))))
    assert "Befund Seite 3" in _words(made, 3)


@pytest.mark.slow
def test_forty_photos_are_fine(me: Api):
    upload = begin(me)
    for number in range(40):
        assert give(me, upload, f"{number}.jpg", photo(number)).status == 200
    assert show(me, upload).json["pages"] == 40


def test_a_professional_reads_it_like_any_other_and_never_the_file_behind_it(
    world: World, anne: Person, me: Api
):
    document = added(me, ("1.jpg", photo()))
    doctor = world.doctor()
    assert doctor.get(f"/fhir/Binary/{document}").status == 404
    world.decide(anne.id, Right.DATED, DOCTOR)
    assert doctor.get(f"/fhir/Binary/{document}").status == 200
    listed = doctor.search(patient=f"Patient/{anne.id}").json
    assert [entry["resource"]["id"] for entry in listed["entry"]] == [document]
    (file,) = me.get(f"/dsp/v1/documents/{document}/files").json["files"]
    assert doctor.get(f"/fhir/Binary/{file['id']}").status == 404
    assert doctor.get(f"/fhir/DocumentReference/{file['id']}").status == 404


def test_its_level_is_the_one_that_the_holder_chose_for_new_documents(world: World, anne: Person, me: Api):
    me.call("PUT", "/dsp/v1/confidentiality", {"default": "restricted", "types": {}})
    document = added(me)
    levels = {row["id"]: row["confidentiality"] for row in world.documents(anne)}
    assert levels.pop(document) == Confidentiality.RESTRICTED
    assert set(levels.values()) == {Confidentiality.SECRET}


def test_confirming_twice_at_once_has_one_effect(world: World, anne: Person, me: Api):
    upload = begin(me)
    give(me, upload, "a.pdf", pdf())
    sha256 = show(me, upload).json["pages_sha256"]
    body = {"title": "Bilan", "pages_sha256": sha256}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: me.post(f"{PATH}/{upload}/keep", body), range(4)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["document_id"] for answer in answers}) == 1
    assert len(world.documents(anne)) == 2
    assert len([one for one in world.entries(anne.id) if one["action"] == "upload.keep"]) == 4


def test_what_was_not_shown_is_not_kept(world: World, anne: Person, me: Api):
    upload = begin(me)
    give(me, upload, "a.pdf", pdf())
    sha256 = show(me, upload).json["pages_sha256"]
    give(me, upload, "b.jpg", photo())
    answer = me.post(f"{PATH}/{upload}/keep", {"title": "Bilan", "pages_sha256": sha256})
    assert (answer.status, answer.reason) == (409, "upload_over")
    assert world.documents(anne) == []


def test_a_record_that_closes_meanwhile_takes_nothing(world: World, anne: Person, me: Api):
    upload = begin(me)
    give(me, upload, "a.pdf", pdf())
    show(me, upload)
    sha256 = me.get(PATH).json["current"]["pages_sha256"]
    world.set_state(anne, DossierState.CLOSED)
    answer = me.post(f"{PATH}/{upload}/keep", {"title": "Bilan", "pages_sha256": sha256})
    assert (answer.status, answer.reason) == (403, "record_not_open")
    assert world.documents(anne) == []


def test_a_file_can_be_left_out_again_and_is_gone(world: World, me: Api):
    upload = begin(me)
    first = give(me, upload, "a.pdf", pdf()).json["files"][0]["id"]
    give(me, upload, "b.jpg", photo())
    show(me, upload)
    left = me.delete(f"{PATH}/{upload}/files/{first}").json
    assert [one["name"] for one in left["files"]] == ["b.jpg"]
    assert left["pages"] is None, "the pages that were shown held it"
    assert len(world.blobs()) == 2
    assert me.delete(f"{PATH}/{upload}").status == 204
    assert world.blobs() == []
    assert confirm(me, upload).reason == "upload_over"


def test_an_upload_is_its_owners_alone(world: World, me: Api):
    upload = begin(me)
    file = give(me, upload, "a.pdf", pdf()).json["files"][0]["id"]
    show(me, upload)
    sha256 = me.get(PATH).json["current"]["pages_sha256"]
    paul = world.signed_in(world.patient("Paul", "Weber"))
    assert paul.get(PATH).json["current"] is None
    for answer in (
        give(paul, upload, "b.pdf", pdf(1)),
        show(paul, upload),
        paul.get(f"{PATH}/{upload}/pages"),
        paul.post(f"{PATH}/{upload}/keep", {"title": "x", "pages_sha256": sha256}),
        paul.delete(f"{PATH}/{upload}/files/{file}"),
        paul.delete(f"{PATH}/{upload}"),
    ):
        assert (answer.status, answer.reason) == (409, "upload_over")
    assert len(me.get(PATH).json["current"]["files"]) == 1
