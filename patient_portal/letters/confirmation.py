"""Confirmations: what was done with a record, by post or as a certificate to keep; no word about health."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Protocol

from patient_portal.letters.confirmation_desk import FROM_THE_DESK
from patient_portal.letters.confirmation_mandates import ABOUT_MANDATES, Said, was_it_you
from patient_portal.letters.data import Sender, one_line, readable_reference
from patient_portal.letters.typesetting import qr_code, typeset_within
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import OpeningRefusal, PaperRefusal, PostKind
from patient_portal.settings import HelpContact

UNNAMED = Sender()
SIZES = (11.5, 11.0, 10.5, 10.0, 9.5)


class PostData(Protocol):
    """One confirmation to print; the platform's `MintedPost` has these fields."""

    @property
    def letter_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address_lines(self) -> tuple[str, ...]: ...
    @property
    def masked_matricule(self) -> str: ...
    @property
    def minted_at(self) -> datetime: ...
    @property
    def values(self) -> dict[str, str]:
        """Days that the words name, ISO 8601."""

    @property
    def code(self) -> str:
        """In clear, or nothing."""

    @property
    def recipient_names(self) -> tuple[str, ...]: ...


def confirmation_letter(
    post: PostData, base_url: str, today: date, helpdesk: HelpContact, sender: Sender = UNNAMED
) -> bytes:
    """The letter as a one-page PDF/UA with its address window. Raises NotPrintable, UnsafeLetterId, MissingCatalogue.

    A `not me` code in clear stands in these bytes and nowhere else; the QR code carries it in the fragment.
    """
    _ = Words(post.language)
    base = base_url.rstrip("/")
    names = post.recipient_names or (post.name,)
    by_post = {
        "by_post": True,
        "return_line": " · ".join((sender.name, *sender.address_lines)),
        "recipient": [one_line(line) for line in (*names, *post.address_lines) if line.strip()],
        "facts": [
            {"label": _("Date"), "value": _.date(today)},
            {"label": _("Reference"), "value": readable_reference(post.letter_id)},
            {"label": _("Matricule"), "value": post.masked_matricule},
        ],
        "reference": readable_reference(post.letter_id),
        "greeting": _("Hello,") if post.recipient_names else _("Hello %(name)s,", name=one_line(post.name)),
    }
    content = _content(PostKind(post.kind), _, post.values, base, helpdesk, sender) | by_post
    content["code"] = _code(_, post, base)
    return typeset_within("confirmation", content, post.minted_at, sizes=SIZES, pages=1)


def certificate(
    kind: PostKind,
    language: str,
    *,
    name: str,
    masked_matricule: str,
    values: Mapping[str, str],
    base_url: str,
    helpdesk: HelpContact,
    created: datetime,
    sender: Sender = UNNAMED,
) -> bytes:
    """The same words as a certificate to keep, without an address; `created` is an aware moment."""
    _ = Words(language)
    content = _content(kind, _, values, base_url.rstrip("/"), helpdesk, sender)
    who = [
        {"label": _("Name"), "value": one_line(name)},
        {"label": _("Matricule"), "value": masked_matricule},
    ]
    content |= {"by_post": False, "greeting": "", "reference": f"DSP-{kind.value}", "code": _no_code()}
    details = content["details"]
    content["details"] = who + (details if isinstance(details, list) else [])
    signed = _("This file is signed: a PDF reader shows whether anything in it was changed. How to check it:")
    ending = content["ending"]
    check_at = f"{base_url.rstrip('/')}/{language}/journal/check"
    content["ending"] = [*(ending if isinstance(ending, list) else []), f"{signed} {check_at}"]
    return typeset_within("confirmation", content, created, sizes=SIZES, pages=1)


def _content(
    kind: PostKind,
    _: Words,
    values: Mapping[str, str],
    base: str,
    helpdesk: HelpContact,
    sender: Sender,
) -> dict[str, object]:
    said = _KINDS[kind](_, values)
    return {
        "locale": _.locale,
        "sender": sender.name,
        "document_title": said.title,
        "title": said.title,
        "introduction": list(said.introduction),
        "details": [
            {"label": label, "value": _.date(date.fromisoformat(day))} for label, day in said.days if day
        ],
        "ending": list(said.ending),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "turn_over": _("Please turn over"),
        "reference_label": _("Reference"),
        "help": {
            "title": _("We are happy to help you"),
            "telephone_label": _("Telephone"),
            "telephone": helpdesk.phone,
            "hours": _(
                "Monday to Friday, %(opens)s–%(closes)s", opens=helpdesk.opens, closes=helpdesk.closes
            ),
            "internet_label": _("On the internet"),
            "address": f"{base}/{_.language}/help",
        },
    }


def _code(_: Words, post: PostData, base: str) -> dict[str, str]:
    if not post.code:
        return _no_code()
    page = f"{base}/{_.language}/freeze"
    until = date.fromisoformat(post.values["until"])
    return {
        "label": _("Only if this was not you: your code to stop it"),
        "value": post.code,
        "until": _("Valid until %(date)s", date=_.date(until)),
        "hint": _("Type it with your matricule on this page. Every sign-in is stopped at once:"),
        "address": page,
        "qr": qr_code(f"{page}#c={post.code}"),
        "qr_alt": _(
            "QR code. It opens this page with your code already filled in: %(address)s", address=page
        ),
    }


def _no_code() -> dict[str, str]:
    return dict.fromkeys(("label", "value", "until", "hint", "address", "qr", "qr_alt"), "")


def _activated(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("Your shared care record (DSP) is active"),
        (
            _("Somebody used your activation letter and set up the sign-in to your record."),
            _("Was it you? Then you do not have to do anything. Keep this letter for a month."),
        ),
    )


def _objected(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("Your objection is recorded"),
        (
            _("Nothing is stored in a shared care record (DSP) for you, and nobody can open one."),
            _("Your care and your insurance do not change. You can change your mind at any time: call us."),
        ),
        ending=(was_it_you(_),),
    )


def _closed(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your shared care record (DSP) is closed"),
        (
            _("Nobody can open your record any more, and it takes in no documents."),
            _("Your documents are kept, closed to everybody. Then they are erased."),
        ),
        (
            (_("Closed on"), values.get("since", "")),
            (_("You can undo it until"), values.get("undo_until", "")),
            (_("Kept until"), values.get("kept_until", "")),
        ),
        (
            _("To undo it, or to open your record again later, sign in on the portal or call us."),
            was_it_you(_),
        ),
    )


def _open_again(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("Your shared care record (DSP) is open again"),
        (
            _("Everything is in it that was in it before. It takes in documents again."),
            _("Whoever had access before has it again. Whoever you blocked stays blocked."),
        ),
        ending=(was_it_you(_),),
    )


def _erasure_asked(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("You asked us to erase your record"),
        (
            _("Your record is closed. After the day below everything in it is erased for good."),
            _("Until then you can change your mind: sign in on the portal, or call us."),
        ),
        ((_("You can stop it until"), values.get("erase_until", "")),),
        (was_it_you(_),),
    )


def _erased(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your shared care record (DSP) is erased"),
        (
            _("Everything in your record was erased. Nobody can read it or bring it back."),
            _("The access log stays, without any content: it shows who opened your record, and when."),
        ),
        ((_("Erased on"), values.get("since", "")),),
    )


def _paper_refused(_: Words, values: Mapping[str, str]) -> Said:
    """Why a form could not be entered; a sentence for each reason, whatever the form."""
    why = {
        PaperRefusal.UNSIGNED: _("It is not signed. Please send us a form with your signature."),
        PaperRefusal.IDENTITY_MISSING: _(
            "The copy of your identity document is missing. Please send us the form again, with the copy."
        ),
        PaperRefusal.UNREADABLE: _("We cannot read it. Please fill in a new form, in block letters."),
        PaperRefusal.INCOMPLETE: _("Something is not filled in. Please send us a complete form."),
        PaperRefusal.WRONG_FORM: _(
            "It is the wrong form for what you want. Call us: we send you the right one."
        ),
        PaperRefusal.DONE_ALREADY: _("What you ask for is done already. You do not have to do anything."),
    }[PaperRefusal(values["why"])]
    return Said(
        _("We could not enter your form"),
        (
            _("We received a form from you for your shared care record (DSP). We could not enter it."),
            why,
            _("Nothing was changed. What we scanned is deleted."),
        ),
        ending=(_("Do you need a new form? You find it on the portal, or call us."), was_it_you(_)),
    )


def _paper_corrected(_: Words, _values: Mapping[str, str]) -> Said:
    return Said(
        _("We put right a form of yours"),
        (
            _("We had entered a paper form of yours by mistake, or as another form than it is."),
            _("We put it right as soon as we saw it. What was to come of it did not stay."),
            _("Your access log says who did it and when, and who looked at the form."),
        ),
        ending=(_("You have a question about it? Please call us."),),
    )


def _opening_declined(_: Words, values: Mapping[str, str]) -> Said:
    """Why no record comes of a request; to the registered address of whoever the matricule belongs to."""
    why = {
        OpeningRefusal.NOT_SHOWN: _(
            "Nobody showed us the identity document and the social security card in time."
        ),
        OpeningRefusal.INCOMPLETE: _("What was filled in was wrong or not complete."),
        OpeningRefusal.SOMEBODY_ELSE: _("The documents that we were shown were somebody else’s."),
    }[OpeningRefusal(values["why"])]
    return Said(
        _("We declined a request for a record"),
        (
            _("Somebody asked for a shared care record (DSP) in your name. We did not open one."),
            why,
            _("What was filled in is deleted. You can ask again at any time."),
            _("Number of the request: %(number)s", number=one_line(values.get("number", ""))),
        ),
        ending=(_("You did not ask for this? Please call us."),),
    )


def _petition_answered(_: Words, values: Mapping[str, str]) -> Said:
    answer = [one_line(part) for part in values.get("answer", "").splitlines() if part.strip()]
    return Said(
        _("Our answer to your request"),
        (_("Number of your request: %(number)s", number=values.get("number", "")), *answer),
        ending=(_("You can also write to the data protection commission (CNPD) at any time."),),
    )


_KINDS: dict[PostKind, Callable[[Words, Mapping[str, str]], Said]] = {
    PostKind.ACTIVATED: _activated,
    PostKind.OBJECTED: _objected,
    PostKind.CLOSED: _closed,
    PostKind.CLOSING_UNDONE: _open_again,
    PostKind.REOPENED: _open_again,
    PostKind.ERASURE_ASKED: _erasure_asked,
    PostKind.ERASED: _erased,
    PostKind.PAPER_REFUSED: _paper_refused,
    PostKind.PAPER_CORRECTED: _paper_corrected,
    PostKind.OPENING_DECLINED: _opening_declined,
    PostKind.PETITION_ANSWERED: _petition_answered,
    **FROM_THE_DESK,
    **ABOUT_MANDATES,
}
"""Every kind of the platform has its words here; a test walks the vocabulary."""
