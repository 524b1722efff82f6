"""The words of the paper forms beside the objection: opening (as in 2017), closing, mandate, and the others."""

from patient_portal.letters.data import FormData, Opens, one_line
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import MandateVerb
from patient_portal.settings import HelpContact

Content = dict[str, object]


def opening(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """The voluntary request: fields and wording of the form of 2017."""
    return {
        "document_title": _("Voluntary request to open a shared care record (DSP)"),
        "title": _("Voluntary request to open a shared care record (DSP)"),
        "introduction": [
            _(
                "For adults who would like a shared care record. Asking for it is voluntary. We send you a letter "
                "with your activation code within 7 days."
            )
        ],
        "other_ways": _ways(_, f"{pages}/open", _("You can also ask for it on the internet:"), helpdesk),
        "person": _person(_, data, _("Who asks?"), email=True),
        "signatory": None,
        "statement": {
            "title": _("What I want"),
            "text": _(
                "I ask for a shared care record (DSP). I have understood how it is used and what my rights are."
            ),
            "points": [
                _(
                    "I agree that the agents of Agence eSanté, who are bound to secrecy, use these data to open it."
                ),
                _(
                    "If I do nothing within 4 weeks of the letter, professionals who treat me and to whom I give "
                    "access may open it. I can object at each visit."
                ),
                _("I can close my record at any time, on the internet or by post."),
            ],
            "note": _("Before signing, write by hand: “I ask for the opening of my DSP”"),
            "blanks": [_("Place and date"), _("Signature")],
        },
        "privacy": _(
            "We use what you write here only to open your record. It is read by agents who are bound to secrecy."
        ),
    }


def closing(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """Closing a record by post."""
    return {
        "document_title": _("Closing my shared care record (DSP)"),
        "title": _("Closing my shared care record (DSP)"),
        "introduction": [
            _(
                "Use this form to close your record. We confirm it by letter, and you then have 14 days to undo it."
            )
        ],
        "other_ways": _ways(_, f"{pages}/close", _("You can also close it on the internet:"), helpdesk),
        "person": _person(_, data, _("Whose record is it?")),
        "signatory": None,
        "statement": {
            "title": _("What I want"),
            "text": _("I want my shared care record (DSP) to be closed."),
            "points": [
                _(
                    "I know that nobody can then open it, not even in an emergency, and that it takes in nothing."
                ),
                _(
                    "I know that it is kept for ten years and then erased, and that I can have it opened again before."
                ),
                _("I know that I can save a copy of my documents before."),
            ],
            "note": "",
            "blanks": [_("Place and date"), _("Signature")],
        },
        "privacy": _("We use what you write here only to close your record. We confirm it by letter."),
    }


def mandate(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """A mandate for a caregiver, signed by both."""
    return {
        "document_title": _("Mandate for my shared care record (DSP)"),
        "title": _("Mandate for my shared care record (DSP)"),
        "introduction": [
            _(
                "Use this form to let somebody you trust act for you in your record. Both of you sign. It ends after "
                "a year."
            )
        ],
        "other_ways": _ways(_, f"{pages}/caregivers", _("You can also do this on the internet:"), helpdesk),
        "person": _person(_, data, _("Whose record is it?")),
        "signatory": {
            "title": _("Who may act for me?"),
            "choices": [
                _("Look with me: read my documents (3 months)"),
                _("Help me day to day: read, and decide which professionals have access (12 months)"),
                _("Manage everything with me (12 months)"),
            ],
            "fields": [_blank(_("First name and last name")), _blank(_("Telephone")), _blank(_("E-mail"))],
        },
        "statement": {
            "title": _("What we sign"),
            "text": _("I give this mandate freely and can end it at any time, without a reason."),
            "points": [
                _("The person never sees what I marked secret, and can never close or erase my record."),
                _("Everything the person does stands in my access log."),
            ],
            "note": "",
            "blanks": [
                _("Place, date, signature of the holder"),
                _("Place, date, signature of the person who may act"),
            ],
        },
        "privacy": _("We check both identity documents before the mandate counts. We confirm it by letter."),
    }


def statement(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """One's own statement, with a pen."""
    return {
        "document_title": _("My own statement for my shared care record (DSP)"),
        "title": _("My own statement for my shared care record (DSP)"),
        "introduction": [
            _("Write here what those who treat you should know about you. It is put into your record.")
        ],
        "other_ways": _ways(_, f"{pages}/expression", _("You can also write it on the internet:"), helpdesk),
        "person": _person(_, data, _("Whose record is it?")),
        "signatory": None,
        "statement": {
            "title": _("My words"),
            "text": _("What matters to me, whom to call, allergies, implants, medicines, languages, wishes:"),
            "points": [],
            "lines": 9,
            "note": "",
            "blanks": [_("Place and date"), _("Signature")],
        },
        "privacy": _(
            "Your words are told apart from those of professionals. You can withdraw them at any time."
        ),
    }


def complaint(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """A complaint, or a correction, by post."""
    return {
        "document_title": _("Complaint or correction about my shared care record (DSP)"),
        "title": _("Complaint or correction about my shared care record (DSP)"),
        "introduction": [_("Tell us what happened, or what is wrong. You get an answer within a month.")],
        "other_ways": _ways(_, f"{pages}/rights", _("You can also write to us on the internet:"), helpdesk),
        "person": _person(_, data, _("Whose record is it?")),
        "signatory": {
            "title": _("What is it?"),
            "choices": [_("A complaint"), _("A correction: something in my record is wrong")],
            "fields": [],
        },
        "statement": {
            "title": _("My words"),
            "text": _("What happened, when, and what you would like us to do:"),
            "points": [],
            "lines": 6,
            "note": "",
            "blanks": [_("Place and date"), _("Signature")],
        },
        "privacy": _("You can also write to the data protection commission (CNPD) at any time."),
    }


def guardianship(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """What a court decided: who is under guardianship, who is the guardian."""
    return {
        "document_title": _("Guardianship: acting in somebody’s shared care record (DSP)"),
        "title": _("Guardianship: acting in somebody’s shared care record (DSP)"),
        "introduction": [
            _(
                "For a guardian whom a court named. Bring this form to our counter, or show it to us on video, with "
                "the decision of the court and your identity document."
            )
        ],
        "other_ways": _ways(_, f"{pages}/activate", _("You need an account of your own first:"), helpdesk),
        "person": _person(_, data, _("Who is under guardianship?")),
        "signatory": {
            "title": _("Who is the guardian, and what did the court decide?"),
            "choices": [],
            "fields": [
                _blank(_("First name and last name")),
                _blank(_("Matricule or e-mail address of the account")),
                _blank(_("Which court?")),
                _blank(_("Number and day of the decision")),
                _blank(_("Last day, if the decision names one")),
            ],
        },
        "statement": {
            "title": _("What I sign"),
            "text": _(
                "The court named me guardian of the person above. I ask to be able to act in the record."
            ),
            "points": [
                _("I act only for the good of this person, and only as far as the decision goes."),
                _("I know that everything I do stands in the access log of this person."),
                _("I never see what this person marked secret, and cannot close or erase the record."),
                _("I tell the helpdesk at once when the court changes its decision."),
            ],
            "note": "",
            "blanks": [_("Place and date"), _("Signature of the guardian")],
        },
        "privacy": _("A second agent looks at it before it counts. We confirm it to both of you by letter."),
    }


def attestation(_: Words, data: FormData, pages: str, helpdesk: HelpContact) -> Content:
    """A doctor's word that somebody cannot decide: the person of trust whom they named may read."""
    return {
        "document_title": _("A doctor’s attestation for the person of trust (DSP)"),
        "title": _("A doctor’s attestation for the person of trust (DSP)"),
        "introduction": [
            _(
                "For the person of trust whom somebody named in their record. A doctor signs it. Bring it to our "
                "counter, or show it to us on video, with your identity document."
            )
        ],
        "other_ways": _ways(
            _, f"{pages}/caregivers", _("A person of trust is named on the internet first:"), helpdesk
        ),
        "person": _person(_, data, _("Whose record is it?")),
        "signatory": {
            "title": _("Who is the person of trust?"),
            "choices": [],
            "fields": [
                _blank(_("First name and last name"))
                | {"value": one_line(data.opens.name if data.opens else "")},
                _blank(_("Telephone")),
                _blank(_("E-mail")),
            ],
        },
        "statement": {
            "title": _("What the doctor attests"),
            "text": _(
                "At the moment, the person whose record it is cannot decide about their care themself."
            ),
            "points": [
                _("Please write nothing here about the illness."),
                *_opened(_, data.opens),
                _("The person can end it at any time. We tell them at once, by letter too."),
            ],
            "note": "",
            "blanks": [
                _("Name and number of the doctor"),
                _("Counts until (day)"),
                _("Place, date, signature and stamp of the doctor"),
            ],
        },
        "privacy": _("A second agent looks at it before it counts."),
    }


def _opened(_: Words, opens: Opens | None) -> list[str]:
    """What the person of trust may do from then on: as this mandate says, or in general on a blank form."""
    if opens is None:
        return [
            _(
                "The person of trust may then do what they were named for, for three months at most. What is marked "
                "secret stays hidden."
            )
        ]
    if MandateVerb.READ not in opens.verbs:
        said = [_("The person of trust may then see which documents there are, for three months at most.")]
    elif opens.restricted:
        said = [
            _(
                "The person of trust may then read documents marked normal or restricted, for three months at most. "
                "What is marked secret stays hidden."
            )
        ]
    else:
        said = [_("The person of trust may then read documents marked normal, for three months at most.")]
    if opens.leaves_out:
        said.append(_("Some kinds of document are left out."))
    words = {
        MandateVerb.DOWNLOAD: _("save documents"),
        MandateVerb.WRITE_STATEMENT: _("write the own statement in the record"),
        MandateVerb.MANAGE_PROFESSIONALS: _("decide which professionals have access"),
        MandateVerb.SEE_JOURNAL: _("read the access log"),
        MandateVerb.TALK_TO_HELPDESK: _("speak with the helpdesk"),
    }
    more = [text for verb, text in words.items() if verb in opens.verbs]
    return said + ([_("The person of trust may also: %(list)s", list="; ".join(more))] if more else [])


def _ways(_: Words, address: str, text: str, helpdesk: HelpContact) -> list[dict[str, str]]:
    return [
        {"text": text, "address": address},
        {"text": _("You have a question? Call us:"), "telephone": helpdesk.phone},
    ]


def _person(_: Words, data: FormData, title: str, *, email: bool = False) -> Content:
    fields: list[dict[str, object]] = [
        {"label": _("Last name"), "value": one_line(data.last_name), "wide": False},
        {"label": _("First name"), "value": one_line(data.given_name), "wide": False},
        {"label": _("Address"), "value": one_line(", ".join(data.address_lines)), "wide": True},
        {
            "label": _("or telephone") if email else _("Telephone"),
            "value": one_line(data.telephone),
            "wide": False,
        },
        {"label": _("E-mail"), "value": one_line(data.email), "wide": False},
    ]
    return {
        "title": title,
        "fields": fields,
        "matricule_label": _("Matricule: the 13 digits on the social security card"),
        "matricule": data.masked_matricule,
    }


def _blank(label: str) -> dict[str, object]:
    return {"label": label, "value": "", "wide": False}
