"""The words of messages about the helpdesk: it began, what was done, a code to read out, what to confirm."""

from collections.abc import Callable

from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client.vocabulary import DeskAct, Notice, OpeningRefusal


def _help_began(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("The helpdesk is helping you"),
        (
            _("The helpdesk opened a case about your health record, because somebody asked for help."),
            _("Case number: %(number)s", number=box.values["case"]),
            _("The helpdesk sees none of your documents."),
            _(
                "Was this not you? Sign in and stop it, or call the helpdesk: %(link)s",
                link=box.page("assistance"),
            ),
        ),
    )


def _helped(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("The helpdesk did something for you"),
        (
            _done(box, DeskAct(box.values["act"])),
            _("Case number: %(number)s", number=box.values["case"]),
            _("You find everything in your access log: %(link)s", link=box.page("journal")),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _done(box: Letterbox, act: DeskAct) -> str:
    """The act in words; whom it is about stands only in the access log. A test walks the acts."""
    _ = box.words
    return {
        DeskAct.LETTER: _("A new activation letter was ordered."),
        DeskAct.GRANT: _("A professional was given access."),
        DeskAct.PRESENCE_CODE: _("A code for a visit was made."),
        DeskAct.BLOCK: _("A professional was blocked."),
        DeskAct.UNBLOCK: _("You were asked to end a block yourself."),
        DeskAct.END_BLOCK: _("Your wish to end a block was entered. A second person looks at it."),
        DeskAct.CONTACT: _("A new e-mail address was entered."),
        DeskAct.PHONE: _("A new telephone number was entered."),
        DeskAct.FACTOR_RESET: _("A recovery code was sent by e-mail."),
        DeskAct.OBJECTION: _("An objection was entered. A second person looks at it."),
        DeskAct.CLOSING: _("Your wish to close the record was entered. A second person looks at it."),
        DeskAct.REOPENING: _("Your record was opened again."),
        DeskAct.FREEZE: _("Every sign-in to your record was stopped."),
        DeskAct.UNFREEZE: _("Signing in to your record was allowed again."),
        DeskAct.END_MANDATE: _("A caregiver can no longer act for you."),
        DeskAct.PETITION: _("Your complaint or your correction was typed. You get an answer within a month."),
        DeskAct.STATEMENT: _("Your own statement, which you wrote on paper, was put into your record."),
        DeskAct.ADD_MANDATE: _(
            "A mandate that you signed on paper was entered. A second person looks at it."
        ),
        DeskAct.GUARDIANSHIP: _(
            "What a court decided about a guardian was entered. A second person looks at it."
        ),
        DeskAct.ATTESTATION: _("A form for your person of trust was entered. A second person looks at it."),
    }[act]


def _help_code(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your code for the helpdesk"),
        (
            _("You are speaking with the helpdesk. Read this code out, so that they know it is you:"),
            box.values["code"],
            _("The code counts for %(minutes)s minutes.", minutes=box.values["minutes"]),
            _("Are you not speaking with the helpdesk now? Then give this code to nobody."),
        ),
    )


def _unblock_asked(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Please confirm the end of a block"),
        (
            _("You asked the helpdesk to end a block. Only you can do it: sign in and end it here."),
            box.page("professionals"),
            _("Did you not ask for this? Then you do not have to do anything. The block stays."),
        ),
    )


def _contact_changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your e-mail address was changed"),
        (
            _(
                "The helpdesk entered a new e-mail address for your health record after it saw an identity document."
            ),
            _("All devices were signed out. Sign in with the new address."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _contact_changes_later(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your e-mail address will change"),
        (
            _("The helpdesk entered a new e-mail address for your health record."),
            _(
                "It counts in %(hours)s hours. Until then everything stays as it is.",
                hours=box.values["hours"],
            ),
            _("Was this not you? Sign in and stop it here: %(link)s", link=box.page("assistance")),
        ),
    )


def _factor_reset(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A recovery code for you"),
        (
            _(
                "Your second factor is lost. Sign in with your password and this recovery code. It works once:"
            ),
            box.values["code"],
            _("No earlier recovery code works any longer, and all devices were signed out."),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


def _opening_declined(box: Letterbox) -> Message:
    _ = box.words
    why = {
        OpeningRefusal.NOT_SHOWN: _(
            "Nobody showed us the identity document and the social security card in time."
        ),
        OpeningRefusal.INCOMPLETE: _("What was filled in was wrong or not complete."),
        OpeningRefusal.SOMEBODY_ELSE: _("The documents that we were shown were somebody else’s."),
    }[OpeningRefusal(box.values["why"])]
    return Message(
        _("We declined a request for a record"),
        (
            _("Number of the request: %(number)s", number=box.values["number"]),
            why,
            _("What was filled in is deleted. You can ask again at any time."),
        ),
    )


def _paper_corrected(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("We put right a form of yours"),
        (
            _("We had entered a paper form of yours by mistake, or as another form than it is."),
            _("We put it right as soon as we saw it. What was to come of it did not stay."),
            _("Who did what, and when: %(link)s", link=box.page("journal")),
        ),
    )


WORDINGS: dict[Notice, Callable[[Letterbox], Message]] = {
    Notice.PAPER_CORRECTED: _paper_corrected,
    Notice.OPENING_DECLINED: _opening_declined,
    Notice.HELP_BEGAN: _help_began,
    Notice.HELPED: _helped,
    Notice.HELP_CODE: _help_code,
    Notice.UNBLOCK_ASKED: _unblock_asked,
    Notice.CONTACT_CHANGED: _contact_changed,
    Notice.CONTACT_CHANGES_LATER: _contact_changes_later,
    Notice.FACTOR_RESET: _factor_reset,
}
"""Every notice of the helpdesk has its words here."""
