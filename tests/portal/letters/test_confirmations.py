"""Confirmations and the further forms: every kind has its words in every language, on one tagged page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from patient_portal.letters import (
    FormData,
    Opens,
    certificate,
    confirmation_letter,
    paper_form,
    write_batch,
)
from patient_portal.letters.batch import discard
from patient_portal.letters.typesetting import page_count
from patient_portal.platform_client.vocabulary import MandateVerb, PaperKind, PaperRefusal, PostKind
from tests.portal.letters.people import BASE_URL, CODE, CONTACT, TODAY, Letter
from tests.portal.letters.reading import elements, opened, words_of
from tests.support.letter import letter_qr

MOMENT = datetime(2026, 11, 3, tzinfo=UTC)
NUMBER = "7F3K-Q2M9"
DAYS = {"since": "2026-11-03", "undo_until": "2026-11-17", "kept_until": "2036-11-03"}
DAYS |= {"erase_until": "2026-11-17", "until": "2026-12-03", "why": PaperRefusal.INCOMPLETE.value}


@dataclass(frozen=True)
class Post:
    """A minted confirmation, as the platform hands it over."""

    kind: str
    language: str = "fr"
    letter_id: str = "0193f2a7-4c1e-7d20-9b1c-5a2f6f0e77ab"
    name: str = "Marie-Thérèse Schroeder-Weber"
    address_lines: tuple[str, ...] = ("14, rue de la Libération", "L-3510 Dudelange")
    masked_matricule: str = "1983 •••• ••• 66"
    minted_at: datetime = MOMENT
    values: dict[str, str] = field(default_factory=lambda: dict(DAYS))
    code: str = ""
    recipient_names: tuple[str, ...] = ()


@pytest.mark.parametrize("language", ["fr", "de", "lb", "en"])
@pytest.mark.parametrize("kind", list(PostKind))
def test_every_kind_is_one_tagged_page(kind: PostKind, language: str):
    code = CODE if kind is PostKind.ACTIVATED else ""
    pdf = confirmation_letter(Post(kind, language, code=code), BASE_URL, TODAY, CONTACT)
    assert page_count(pdf) == 1
    headings = [role for role, _known in elements(pdf) if role in {"/H1", "/H2"}]
    assert headings[0] == "/H1"
    with opened(pdf) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert CODE not in str(document.docinfo)


def test_the_code_stands_in_the_letter_of_an_activation_with_its_page():
    pdf = confirmation_letter(Post(PostKind.ACTIVATED, code=CODE), BASE_URL, TODAY, CONTACT)
    assert CODE in words_of(pdf)
    assert letter_qr(pdf) == [f"{BASE_URL}/fr/freeze#c={CODE}"]


@pytest.mark.parametrize("language", ["fr", "lb"])
def test_a_certificate_names_who_and_until_when(language: str):
    pdf = certificate(
        PostKind.CLOSED,
        language,
        name="Marie-Thérèse Schroeder-Weber",
        masked_matricule="1983 •••• ••• 66",
        values=DAYS,
        base_url=BASE_URL,
        helpdesk=CONTACT,
        created=MOMENT,
    )
    said = words_of(pdf)
    assert "Schroeder-Weber" in said
    assert "2036" in said
    assert page_count(pdf) == 1


@pytest.mark.parametrize("language", ["fr", "de", "lb", "en"])
@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_form_is_one_tagged_page_with_its_code_for_the_desk(kind: PaperKind, language: str):
    data = FormData(last_name="Schroeder", masked_matricule="1983 •••• ••• 66", reference="AB12-CD34")
    pdf = paper_form(kind, language, data, number=NUMBER, base_url=BASE_URL, helpdesk=CONTACT, created=MOMENT)
    assert page_count(pdf) == 1
    assert letter_qr(pdf) == [f"{BASE_URL}/{language}/helpdesk/papers/scan/{kind.value}/{NUMBER}"]
    assert NUMBER in words_of(pdf)
    with opened(pdf) as document, document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def attestation_of(opens: Opens | None) -> str:
    form = paper_form(
        PaperKind.ATTESTATION,
        "en",
        FormData(last_name="Schroeder", opens=opens),
        number=NUMBER,
        base_url=BASE_URL,
        helpdesk=CONTACT,
        created=MOMENT,
    )
    assert page_count(form) == 1
    return " ".join(words_of(form).split())


def test_the_doctors_form_says_what_this_mandate_opens_and_a_blank_one_says_it_in_general():
    read = frozenset({MandateVerb.LIST, MandateVerb.READ})
    assert "marked normal" not in attestation_of(None)
    assert "read documents marked normal, for" in attestation_of(Opens("Berta Klein", read))
    wide = attestation_of(Opens("Berta Klein", frozenset(MandateVerb), restricted=True, leaves_out=True))
    for said in ("marked normal or restricted", "Some kinds of document are left out", "read the access log"):
        assert said in wide
    assert "Berta Klein" in wide
    only_list = attestation_of(Opens("Berta Klein", frozenset({MandateVerb.LIST})))
    assert "see which documents there are" in only_list
    assert "read documents" not in only_list


@pytest.mark.parametrize("ceiling", ["normal", "restricted"])
def test_the_letter_about_a_woken_person_of_trust_says_what_stays_hidden(ceiling: str):
    post = Post(PostKind.TRUSTED_WOKEN, "en", values=DAYS | {"name": "Berta Klein", "ceiling": ceiling})
    said = " ".join(words_of(confirmation_letter(post, BASE_URL, TODAY, CONTACT)).split())
    assert ("What you restricted or marked secret" in said) is (ceiling == "normal")
    assert "secret stays hidden" in said


def test_the_opening_keeps_the_words_of_2017():
    said = words_of(
        paper_form(
            PaperKind.OPENING, "fr", number=NUMBER, base_url=BASE_URL, helpdesk=CONTACT, created=MOMENT
        )
    )
    for words in (
        "mention manuscrite",
        "Je demande l'ouverture de mon DSP",
        "4 semaines",
        "Nom et signature",
    ):
        assert words in said


def test_letters_and_confirmations_share_a_batch_and_one_taken_over_leaves_it(tmp_path: Path):
    post = Post(PostKind.CLOSED)
    batch = write_batch([Letter()], tmp_path, base_url=BASE_URL, today=TODAY, helpdesk=CONTACT, post=[post])
    assert set(batch.written) == {Letter().letter_id, post.letter_id}
    manifest = batch.manifest.read_text()
    assert ",closed" in manifest
    assert ",activation" in manifest
    discard(tmp_path, [Letter().letter_id])
    assert [path.stem for path in tmp_path.glob("*.pdf")] == [post.letter_id]
    assert Letter().letter_id not in batch.manifest.read_text()
