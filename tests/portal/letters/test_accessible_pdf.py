"""Letters and forms as a screen reader meets them: PDF/UA-1 and PDF/A-2a."""

from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pytest

from patient_portal.letters import activation_letter, paper_form
from patient_portal.platform_client.vocabulary import PaperKind
from tests.portal.letters.people import BASE_URL, CODE, CONTACT, TODAY, Letter
from tests.portal.letters.reading import elements, opened

LOCALES = (("fr", "fr-LU"), ("de", "de-LU"), ("lb", "lb"), ("en", "en-GB"))


def ordinary(language: str) -> bytes:
    return activation_letter(Letter(language=language), BASE_URL, TODAY, CONTACT)


def large(language: str) -> bytes:
    return activation_letter(Letter(language=language, large_print=True), BASE_URL, TODAY, CONTACT)


def objection(language: str) -> bytes:
    moment = datetime(2026, 11, 3, tzinfo=UTC)
    return paper_form(
        PaperKind.OBJECTION, language, number="7F3K-Q2M9", base_url=BASE_URL, helpdesk=CONTACT, created=moment
    )


everything = pytest.mark.parametrize("make", [ordinary, large, objection])
Maker = Callable[[str], bytes]


@everything
@pytest.mark.parametrize(("language", "locale"), LOCALES)
def test_document_says_its_language_and_title(make: Maker, language: str, locale: str):
    with opened(make(language)) as document:
        assert str(document.Root.Lang) == locale
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"]


@everything
def test_neither_title_nor_metadata_holds_a_name_or_code(make: Maker):
    with opened(make("fr")) as document:
        told = str(document.docinfo) + str(document.Root.Metadata.read_bytes())
    for secret in (CODE, "Schroeder", "1983"):
        assert secret not in told


@everything
@pytest.mark.parametrize("language", ["fr", "lb"])
def test_structure_has_one_first_heading_and_no_level_skipped(make: Maker, language: str):
    headings = [role for role, _known in elements(make(language)) if role in {"/H1", "/H2", "/H3", "/H4"}]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    assert set(headings) == {"/H1", "/H2"}


@pytest.mark.parametrize("make", [ordinary, large])
def test_steps_and_ways_are_lists(make: Maker):
    roles = [role for role, _known in elements(make("de"))]
    assert roles.count("/L") == 3
    assert roles.count("/LI") == 3 + 3 + 4


@everything
def test_qr_code_has_a_text_alternative_without_the_code(make: Maker):
    pictures = [known for role, known in elements(make("en")) if role == "/Figure"]
    assert len(pictures) == 1
    assert pictures[0]["/Alt"].startswith("QR code")
    assert CODE not in pictures[0]["/Alt"]


def test_four_language_notice_is_read_in_four_languages():
    spoken = {known["/Lang"] for _role, known in elements(ordinary("fr")) if "/Lang" in known}
    with opened(ordinary("fr")) as document:
        spoken.add(str(document.Root.Lang))
    assert {"fr-LU", "de-LU", "lb", "en-GB"} <= spoken


@everything
def test_every_font_is_embedded(make: Maker):
    with opened(make("fr")) as document:
        descriptors = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert len(descriptors) >= 2
        assert all({"/FontFile2", "/FontFile3"} & set(descriptor.keys()) for descriptor in descriptors)


@everything
def test_nothing_active_is_inside(make: Maker):
    with opened(make("fr")) as document:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.Root.keys())
        names = [str(thing.get("/S")) for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
    assert "/JavaScript" not in names
    assert "/Launch" not in names
