"""The paper twins of what people do on the portal: forms to fill in with a pen, sign and send by post."""

from collections.abc import Callable
from datetime import datetime

from patient_portal.letters import paper_kinds
from patient_portal.letters.data import FormData, Sender, one_line, readable_reference
from patient_portal.letters.typesetting import qr_code, typeset_within
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import PaperKind
from patient_portal.settings import HelpContact

SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
NOTHING_KNOWN = FormData()
NO_NAME = Sender()
SEEN_IN_PERSON = frozenset({PaperKind.MANDATE, PaperKind.GUARDIANSHIP, PaperKind.ATTESTATION})
"""What counts only where whoever is to act was seen, at the counter or on video."""


def paper_form(
    kind: PaperKind,
    language: str,
    data: FormData = NOTHING_KNOWN,
    *,
    number: str,
    base_url: str,
    helpdesk: HelpContact,
    created: datetime,
    sender: Sender = NO_NAME,
) -> bytes:
    """A form as a one-page PDF/UA, blank or with what is known; `created` is an aware moment.

    Its QR code is the address of this very print at the helpdesk, by its kind and its number, which tell nothing of
    anybody; the number stands below it for who types. Raises NotPrintable, UnsafeLetterId, MissingCatalogue.
    """
    _ = Words(language)
    base = base_url.rstrip("/")
    own = FORMS[kind](_, data, f"{base}/{language}", helpdesk)
    enclosed = _enclosed(_, kind)
    content: dict[str, object] = {
        "locale": _.locale,
        "sender": sender.name,
        "send_to": _("Bring it to our counter, or call us:")
        if kind in SEEN_IN_PERSON
        else _("Please send this form to:"),
        "recipient": [helpdesk.phone] if kind in SEEN_IN_PERSON else [sender.name, *sender.address_lines],
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "turn_over": _("Please turn over"),
        "reference_label": _("Form"),
        "reference": " ".join(
            filter(None, (f"DSP-{kind.value}", data.reference[:9] if len(data.reference) == 9 else ""))
        ),
        "qr": qr_code(f"{base}/{language}/helpdesk/papers/scan/{kind.value}/{number}"),
        "qr_alt": _("QR code for the helpdesk. It says which form this is."),
        "qr_caption": _("For the helpdesk"),
        "number": number,
        "office": {
            "title": _("For the helpdesk only"),
            "checks": [_("Identity document seen"), _also_seen(_, kind)],
            "blanks": [_("Date received"), _("Name and signature of the agent")],
        },
        **own,
        "introduction": [*_lines(own), enclosed],
    }
    return typeset_within("form", content, created, sizes=SIZES, pages=1)


def _also_seen(_: Words, kind: PaperKind) -> str:
    if kind is PaperKind.GUARDIANSHIP:
        return _("Original of the decision seen")
    return _("Stamp of the doctor seen") if kind is PaperKind.ATTESTATION else _("Social security card seen")


def _enclosed(_: Words, kind: PaperKind) -> str:
    if kind is PaperKind.OPENING:
        return _("Put copies of your identity document and of your social security card with it.")
    if kind is PaperKind.GUARDIANSHIP:
        return _("Put copies of your identity document and of the whole decision of the court with it.")
    return _("Put a copy of your identity document with it.")


def _lines(content: dict[str, object]) -> list[object]:
    found = content["introduction"]
    return found if isinstance(found, list) else []


def _objection(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> dict[str, object]:
    return {
        "document_title": _("Objection to the shared care record (DSP)"),
        "title": _("Objection to the shared care record (DSP)"),
        "introduction": [
            _("Use this form if you do not want a shared care record. Fill it in with a pen, and sign it."),
            _("We must receive it by %(date)s.", date=_.date(data.until))
            if data.until
            else _("Your activation letter says by which date we must receive it."),
        ],
        "other_ways": [
            {"text": _("You can also object on the internet:"), "address": f"{pages}/object"},
            {"text": _("You have a question? Call us:"), "telephone": helpdesk.phone},
        ],
        "person": {
            "title": _("Whose record is it?"),
            "fields": [
                {"label": _("Last name"), "value": one_line(data.last_name), "wide": False},
                {"label": _("First name"), "value": one_line(data.given_name), "wide": False},
                {"label": _("Address"), "value": one_line(", ".join(data.address_lines)), "wide": True},
                {
                    "label": _("Telephone, for our questions"),
                    "value": one_line(data.telephone),
                    "wide": False,
                },
                {
                    "label": _("Reference of the letter, if you have it"),
                    "value": readable_reference(data.reference) if data.reference else "",
                    "wide": False,
                },
            ],
            "matricule_label": _("Matricule: the 13 digits on the social security card"),
            "matricule": data.masked_matricule,
        },
        "signatory": {
            "title": _("Who signs?"),
            "choices": [
                _("I am this person."),
                _("I represent this person, for example as a parent or as a guardian."),
            ],
            "fields": [
                {"label": _("Name of the representative"), "value": "", "wide": False},
                {"label": _("In what capacity"), "value": "", "wide": False},
            ],
        },
        "statement": {
            "title": _("What I want"),
            "text": _("I do not want a shared care record (DSP) for the person named above."),
            "points": [
                _("I know that nothing is then stored in the record, and that nobody can read it."),
                _("I know that doctors cannot look into it in an emergency either."),
                _("I can change my mind later. My care and my insurance stay as they are."),
            ],
            "note": "",
            "blanks": [_("Place and date"), _("Signature")],
        },
        "privacy": _("We use what you write here only to record your objection. We confirm it by letter."),
    }


FORMS: dict[PaperKind, Callable[[Words, FormData, str, HelpContact], dict[str, object]]] = {
    PaperKind.OPENING: paper_kinds.opening,
    PaperKind.OBJECTION: _objection,
    PaperKind.CLOSING: paper_kinds.closing,
    PaperKind.MANDATE: paper_kinds.mandate,
    PaperKind.STATEMENT: paper_kinds.statement,
    PaperKind.COMPLAINT: paper_kinds.complaint,
    PaperKind.GUARDIANSHIP: paper_kinds.guardianship,
    PaperKind.ATTESTATION: paper_kinds.attestation,
}
