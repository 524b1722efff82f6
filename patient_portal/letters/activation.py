"""The activation letter: its words, in the patient's language, around the code."""

from datetime import date

from patient_portal.letters.data import LetterData, Sender, one_line, readable_reference
from patient_portal.letters.typesetting import qr_code, typeset_within
from patient_portal.letters.words import LANGUAGES, Words
from patient_portal.settings import HelpContact

UNNAMED = Sender()
ORDINARY_PRINT = ((11.0, 10.5, 10.0, 9.5), 2)
LARGE_PRINT = ((18.0, 17.5, 17.0, 16.5), 4)


def activation_letter(
    letter: LetterData, base_url: str, today: date, helpdesk: HelpContact, sender: Sender = UNNAMED
) -> bytes:
    """The letter as a PDF/UA: one A4 sheet, both sides; in large print two sheets, 18 pt.

    Where long names leave too little room, the type shrinks by half points before another page is begun.

    The code in clear stands in these bytes and nowhere else. The QR code carries it in the address's fragment,
    which no browser sends. Raises NotPrintable, UnsafeLetterId, MissingCatalogue; none of them repeats a name
    or a code.
    """
    content = _content(letter, base_url.rstrip("/"), today, helpdesk, sender)
    sizes, pages = LARGE_PRINT if letter.large_print else ORDINARY_PRINT
    return typeset_within("activation", content, letter.minted_at, sizes=sizes, pages=pages)


def _content(
    letter: LetterData, base_url: str, today: date, helpdesk: HelpContact, sender: Sender
) -> dict[str, object]:
    _ = Words(letter.language)
    pages = f"{base_url}/{letter.language}"
    return {
        "locale": _.locale,
        "large": letter.large_print,
        "sender": sender.name,
        "return_line": " · ".join((sender.name, *sender.address_lines)),
        "recipient": _recipient(letter),
        "facts": _facts(letter, _, today),
        "reference_label": _("Reference"),
        "reference": readable_reference(letter.letter_id),
        "document_title": _("Letter with your activation code"),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "turn_over": _("Please turn over"),
        **_opening(letter, _),
        "code": {
            "label": _("Your activation code"),
            "value": letter.code,
            "until": _("Valid until %(date)s", date=_.date(letter.valid_until)),
            "hint": _("0 and 1 are always digits, never letters. Capital letters and dashes do not matter."),
            "qr": qr_code(f"{pages}/activate#c={letter.code}"),
            "qr_alt": _(
                "QR code. It opens this page with your code already filled in: %(address)s",
                address=f"{pages}/activate",
            ),
            "qr_caption": _("For your phone"),
        },
        "steps": _steps(letter, _, f"{pages}/activate"),
        "nothing": _if_you_do_nothing(letter, _),
        "objection": _objection(letter, _, f"{pages}/object"),
        "safety": {
            "title": _("Keep your code to yourself"),
            "items": [
                _("We never ask for this code by telephone, by e-mail or by text message."),
                _("Give it to nobody, not even to your doctor. Doctors do not need it."),
                _("Your record is free. We never ask for money or for bank details."),
                _("Is this letter not for you? Please do not use the code, and call us."),
            ],
        },
        "help": _help(_, helpdesk, sender, f"{pages}/help", large=letter.large_print),
        "slip": _slip(letter, _),
        "notice": [_notice(Words(language), f"{base_url}/{language}/help") for language in LANGUAGES],
    }


def _recipient(letter: LetterData) -> list[str]:
    names = letter.recipient_names or (letter.name,)
    return [one_line(line) for line in (*names, *letter.address_lines) if line.strip()]


def _facts(letter: LetterData, _: Words, today: date) -> list[dict[str, str]]:
    about = [{"label": _("This letter is about your child"), "value": one_line(letter.name)}]
    return [
        *(about if letter.recipient_names else []),
        {"label": _("Date"), "value": _.date(today)},
        {"label": _("Reference"), "value": readable_reference(letter.letter_id)},
        {"label": _("Matricule"), "value": letter.masked_matricule},
    ]


def _opening(letter: LetterData, _: Words) -> dict[str, object]:
    if letter.recipient_names:
        return {
            "title": _("Your child's shared care record (DSP) is ready"),
            "greeting": _("Hello,"),
            "introduction": [
                _(
                    "The shared care record, DSP for short, brings your child's health documents together in one"
                    " place: for example laboratory results, hospital reports and prescriptions. It is personal,"
                    " secure and free. You can read it, and so can the health professionals who treat your child"
                    " and to whom you give access."
                ),
                _("With this letter you can open the record yourself, on a phone or on a computer."),
            ],
        }
    return {
        "title": _("Your shared care record (DSP) is ready"),
        "about": None,
        "greeting": _("Hello %(name)s,", name=one_line(letter.name)),
        "introduction": [
            _(
                "The shared care record, DSP for short, brings your health documents together in one place: for"
                " example laboratory results, hospital reports and prescriptions. It is personal, secure and free."
                " You can read it, and so can the health professionals who treat you and to whom you give access."
            ),
            _("With this letter you can open your record yourself, on a phone or on a computer."),
        ],
    }


def _steps(letter: LetterData, _: Words, address: str) -> dict[str, object]:
    second = (
        _("Type your child's matricule, the 13 digits on the social security card, and the code above.")
        if letter.recipient_names
        else _("Type your matricule, the 13 digits on your social security card, and the code above.")
    )
    return {
        "title": _("How to activate the record, in three steps"),
        "items": [
            {
                "lead": _("Open the page"),
                "text": _(
                    "Point your phone's camera at the QR code above, or type this address in your browser:"
                ),
                "address": address,
            },
            {"lead": _("Enter the matricule and the code"), "text": second},
            {
                "lead": _("Protect your access"),
                "text": _(
                    "Give your e-mail address, choose a password and add an app that shows sign-in codes. The page"
                    " guides you. It takes about ten minutes."
                ),
            },
        ],
    }


def _if_you_do_nothing(letter: LetterData, _: Words) -> dict[str, object]:
    until = _.date(letter.objection_until)
    text = (
        _(
            "Your child's record opens by itself after %(date)s. From then on, health professionals who treat your"
            " child and to whom you give access may read it and add documents.",
            date=until,
        )
        if letter.recipient_names
        else _(
            "Your record opens by itself after %(date)s. From then on, health professionals who treat you and to"
            " whom you give access may read it and add documents.",
            date=until,
        )
    )
    return {
        "title": _("If you do nothing"),
        "items": [
            text,
            _("You can still activate it later: ask us for a new letter."),
        ],
    }


def _objection(letter: LetterData, _: Words, address: str) -> dict[str, object]:
    return {
        "title": _("If you do not want this record"),
        "text": _(
            "You can object until %(date)s. You need not give a reason. Nothing is then stored in the record, and"
            " nobody can read it. Choose the way that suits you:",
            date=_.date(letter.objection_until),
        ),
        "ways": [
            {
                "label": _("On the internet"),
                "text": _("with the matricule and the code, on this page:"),
                "address": address,
            },
            {
                "label": _("By post"),
                "text": _(
                    "sign the slip at the end of this letter and send it to us. A signed letter will do as well."
                ),
            },
            {
                "label": _("By telephone"),
                "text": _("call us. We first make sure that it is really you."),
            },
        ],
        "after": _(
            "If you object by post or by telephone, we confirm it by letter. You can change your mind later, and"
            " you can close an open record at any time."
        ),
    }


def _slip(letter: LetterData, _: Words) -> dict[str, object]:
    return {
        "title": _("Objection by post"),
        "statement": (
            _("I do not want a shared care record (DSP) for my child.")
            if letter.recipient_names
            else _("I do not want a shared care record (DSP).")
        ),
        "name_label": _("Name"),
        "name": one_line(letter.name),
        "blanks": [_("Date of birth"), _("Date"), _("Signature")],
        "send_to": _("Please cut off and post to this address"),
    }


def _help(_: Words, helpdesk: HelpContact, sender: Sender, address: str, *, large: bool) -> dict[str, object]:
    return {
        "title": _("We are happy to help you"),
        "telephone_label": _("Telephone"),
        "telephone": helpdesk.phone,
        "hours": _(
            "Monday to Friday, %(opens)s–%(closes)s",
            opens=helpdesk.opens,
            closes=helpdesk.closes,
        ),
        "post_label": _("By post"),
        "post": [sender.name, *sender.address_lines],
        "internet_label": _("On the internet"),
        "address": address,
        "large_print": "" if large else _("Would you like this letter in large print? Call us."),
    }


def _notice(_: Words, address: str) -> dict[str, str]:
    return {
        "locale": _.locale,
        "name": _.own_name,
        "text": _(
            "Important letter about a health record (DSP), with a date to keep. To have it in English, call us or"
            " visit:"
        ),
        "address": address,
    }
