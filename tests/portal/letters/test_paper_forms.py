"""The objection form: blank or with what is known, on one page, for a pen and a scanner."""

from datetime import UTC, date, datetime

import pytest

from patient_portal.letters import FormData, Sender, paper_form
from patient_portal.letters.typesetting import page_count
from patient_portal.platform_client.vocabulary import PaperKind
from tests.portal.letters.people import BASE_URL, CONTACT
from tests.portal.letters.reading import words_of
from tests.support.letter import letter_qr

MOMENT = datetime(2026, 11, 3, tzinfo=UTC)
BLANK = FormData()
MARIE = FormData(
    last_name="Schroeder-Weber",
    given_name="Marie-Thérèse",
    address_lines=("14, rue de la Libération", "L-3510 Dudelange"),
    telephone="+352 621 00 00 00",
    masked_matricule="1983 •••• ••• 66",
    reference="0193f2a7-4c1e-7d20-9b1c-5a2f6f0e77aa",
    until=date(2026, 12, 4),
)
NUMBER = "7F3K-Q2M9"
SENDER = Sender("Agence du dossier", ("B.P. 2511", "L-1025 Luxembourg"))


def objection(language: str, data: FormData = BLANK) -> bytes:
    return paper_form(
        PaperKind.OBJECTION,
        language,
        data,
        number=NUMBER,
        base_url=BASE_URL,
        helpdesk=CONTACT,
        created=MOMENT,
        sender=SENDER,
    )


@pytest.mark.parametrize("data", [BLANK, MARIE])
@pytest.mark.parametrize("language", ["fr", "de", "lb", "en"])
def test_form_is_one_page_in_each_language(language: str, data: FormData):
    pdf = objection(language, data)
    assert page_count(pdf) == 1
    assert "Agence du dossier, B.P. 2511, L-1025 Luxembourg" in words_of(pdf)
    assert f"dsp.example.lu/{language}/object" in words_of(pdf)


def test_blank_form_points_to_the_date_in_the_letter():
    text = words_of(objection("en"))
    assert "Your activation letter says by which date we must receive it." in text
    assert "I do not want a shared care record (DSP) for the person named above." in text
    assert "For the helpdesk only" in text


def test_prefilled_form_holds_what_is_known_and_masks_the_matricule():
    text = words_of(objection("en", MARIE))
    for known in ("Schroeder-Weber", "14, rue de la Libération, L-3510 Dudelange", "4 December 2026"):
        assert known in text
    assert "1983 •••• ••• 66" in text
    assert "0193 f2a7 4c1e 7d20 9b1c 5a2f 6f0e 77aa" in text


def test_the_helpdesks_scanner_reads_which_print_it_is_and_nothing_of_the_person():
    for data in (BLANK, MARIE):
        pdf = objection("fr", data)
        assert letter_qr(pdf) == [f"https://dsp.example.lu/fr/helpdesk/papers/scan/objection/{NUMBER}"]
        assert NUMBER in words_of(pdf)


def test_the_form_asks_for_a_copy_of_the_identity_document():
    assert "Put a copy of your identity document with it." in words_of(objection("en"))


def test_very_long_values_stay_on_their_line():
    data = FormData(last_name="W" * 200, given_name="Anne-Marie " * 18, address_lines=("rue " * 60,))
    assert page_count(objection("de", data)) == 1
