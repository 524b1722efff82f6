"""What the activation letter tells, in four languages and two sizes."""

import re
from dataclasses import replace
from datetime import date

import pytest

from patient_portal.letters import LetterData, NotPrintable, Sender, activation_letter
from patient_portal.letters.typesetting import page_count
from tests.portal.letters.people import BASE_URL, CODE, CONTACT, MATRICULE, TODAY, Letter
from tests.portal.letters.reading import every_byte, words_of
from tests.support.letter import letter_code, letter_qr, letter_text

LANGUAGES = ("fr", "de", "lb", "en")


def printed(letter: LetterData) -> bytes:
    return activation_letter(letter, BASE_URL, TODAY, CONTACT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_camera_opens_the_form_with_the_code_in_the_fragment(language: str):
    pdf = printed(Letter(language=language))
    assert letter_qr(pdf) == [f"https://dsp.example.lu/{language}/activate#c={CODE}"]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_code_stands_on_one_unbroken_line(language: str, large: bool):
    pdf = printed(Letter(language=language, large_print=large))
    lines = [line.strip() for line in letter_text(pdf).splitlines()]
    assert lines.count(CODE) == 1
    assert re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", letter_text(pdf)) == [CODE]


def test_no_reference_can_be_taken_for_a_code():
    pdf = printed(Letter(letter_id="01931234-5678-7123-9123-123456789012"))
    assert letter_code(pdf) == CODE
    assert "0193 1234 5678 7123 9123 1234 5678 9012" in words_of(pdf)


@pytest.mark.parametrize("for_child", [False, True])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_fits_its_sheets(language: str, large: bool, for_child: bool):
    parents = ("Anne Weber", "Paul Weber") if for_child else ()
    pdf = printed(Letter(language=language, large_print=large, recipient_names=parents))
    assert page_count(pdf) == (4 if large else 2)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "fr",
            (
                "Votre Dossier de soins partagé (DSP) est prêt",
                "3 novembre 2026",
                "Valable jusqu'au 3 décembre 2026",
                "jusqu'au 4 décembre 2026",
                "jamais ce code par téléphone",
            ),
        ),
        (
            "de",
            (
                "Ihre Elektronische Gesundheitsakte (DSP) ist bereit",
                "3. November 2026",
                "Gültig bis zum 3. Dezember 2026",
                "bis zum 4. Dezember 2026",
                "Wir fragen nie am Telefon",
            ),
        ),
        (
            "lb",
            (
                "Äre Gesondheetsdossier (DSP) ass prett",
                "3. November 2026",
                "Gëlteg bis: 3. Dezember 2026",
                "bis zu dësem Datum: 4. Dezember 2026",
                "Mir froen ni um Telefon",
            ),
        ),
        (
            "en",
            (
                "Your shared care record (DSP) is ready",
                "3 November 2026",
                "Valid until 3 December 2026",
                "until 4 December 2026",
                "We never ask for this code",
            ),
        ),
    ],
)
def test_each_language_has_its_words_and_dates(language: str, sentences: tuple[str, ...]):
    text = words_of(printed(Letter(language=language)))
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_first_of_the_month_is_premier():
    assert "jusqu'au 1er décembre 2026" in words_of(printed(Letter(objection_until=date(2026, 12, 1))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_speaks_to_readers_of_all_four_languages(language: str):
    text = words_of(printed(Letter(language=language)))
    for name, page in (("Français", "fr"), ("Deutsch", "de"), ("Lëtzebuergesch", "lb"), ("English", "en")):
        assert name in text
        assert f"dsp.example.lu/{page}/help" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_objecting_is_possible_online_by_post_and_by_telephone(language: str):
    sender = Sender("Agence du dossier", ("B.P. 2511", "L-1025 Luxembourg"))
    text = words_of(activation_letter(Letter(language=language), BASE_URL, TODAY, CONTACT, sender))
    assert f"dsp.example.lu/{language}/object" in text
    assert text.count("Agence du dossier, B.P. 2511, L-1025 Luxembourg") == 2
    assert "+352 27 00 00 00" in text
    assert "08:00–18:00" in text


def test_childs_letter_addresses_the_parents():
    pdf = printed(Letter(language="en", name="Léa Weber", recipient_names=("Anne Weber", "Paul Weber")))
    text = words_of(pdf)
    assert "Anne Weber Paul Weber 14, rue de la Libération" in text
    assert "This letter is about your child Léa Weber" in text
    assert "Your child's record opens by itself after 4 December 2026." in text
    assert "Hello Léa" not in text


def test_address_keeps_its_six_lines_in_the_window():
    lines = (
        "c/o Famille Muller",
        "Résidence Les Tilleuls",
        "Bâtiment C, 4e étage",
        "14, rue X",
        "F-57100 Thionville",
    )
    text = letter_text(printed(Letter(name="Jean Muller", address_lines=(*lines, "FRANCE"))))
    assert "\r\n".join(("Jean Muller", *lines, "FRANCE")) in text


@pytest.mark.parametrize("large", [False, True])
def test_only_the_masked_matricule_is_anywhere_in_the_file(large: bool):
    pdf = printed(Letter(large_print=large))
    assert "1983 •••• ••• 66" in letter_text(pdf)
    for number in (MATRICULE, MATRICULE[8:], MATRICULE[:8]):
        assert number.encode() not in every_byte(pdf)
        assert number not in letter_text(pdf)


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "*Anne* _Weber_ `code` $x^2$ <label> @ref",
        'O\'Brien "Betty" \\ / {% raw %} </svg>',
        "= Heading",
        "%(name)s %s %d 100 %",
        "Łukasz Đorđević-Şahin",
        "Θεόδωρος Παπαδόπουλος",
        "Борис Їжак",
    ],
)
def test_hostile_name_is_printed_as_it_is(name: str):
    assert words_of(printed(Letter(language="en", name=name))).count(name) >= 3


@pytest.mark.parametrize("name", ["محمد العربي", "דוד לוי"])
def test_names_from_right_to_left_are_printed(name: str):
    assert name in letter_text(printed(Letter(language="en", name=name)))


def test_marks_that_turn_or_hide_text_are_left_out():
    text = letter_text(printed(Letter(language="en", name="Anne\u202e\u200b\x00\r\nL-9999 Elsewhere")))
    assert "Hello Anne L-9999 Elsewhere," in text


@pytest.mark.parametrize("name", ["A" * 200, "Anne-Marie " * 18, "W" * 40 + " " + "i" * 159])
@pytest.mark.parametrize("large", [False, True])
def test_very_long_name_leaves_code_and_camera_alone(name: str, large: bool):
    pdf = printed(Letter(name=name, large_print=large))
    assert letter_code(pdf) == CODE
    assert letter_qr(pdf) == [f"https://dsp.example.lu/fr/activate#c={CODE}"]
    assert page_count(pdf) <= (4 if large else 2)


def test_sign_that_no_font_has_is_refused_without_repeating_the_name():
    with pytest.raises(NotPrintable) as refusal:
        printed(Letter(name="Anne 😀 Weber"))
    assert "Anne" not in str(refusal.value)
    assert refusal.value.__suppress_context__
    assert refusal.value.__cause__ is None


def test_same_letter_gives_the_same_bytes():
    assert printed(Letter()) == printed(replace(Letter()))


def test_http_address_of_a_development_portal_is_shown_whole():
    pdf = activation_letter(Letter(language="en"), "http://127.0.0.1:8000/", TODAY, CONTACT)
    assert "http://127.0.0.1:8000/en/activate" in words_of(pdf)
    assert letter_qr(pdf) == [f"http://127.0.0.1:8000/en/activate#c={CODE}"]
