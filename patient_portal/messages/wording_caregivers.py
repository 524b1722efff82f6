"""The words of the messages about caregivers: what they did for somebody, how a mandate goes; never a name."""

from collections.abc import Callable
from datetime import datetime

from patient_portal.i18n import LUXEMBOURG
from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client.vocabulary import Notice


def _code_entered(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody entered your code"),
        (
            _("See who it was, and say yes or no: %(link)s", link=box.page("caregivers")),
            _("Until you say yes, nobody sees anything of your record."),
        ),
    )


def _confirmed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You may now help somebody"),
        (
            _("The person who gave you a code has said yes."),
            _("You can open their record here: %(link)s", link=box.page("acting")),
        ),
    )


def _resigned(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody no longer helps you"),
        (
            _("A person who could act for you has given that back. They see nothing more of your record."),
            _("See who helps you: %(link)s", link=box.page("caregivers")),
        ),
    )


def _ended(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You no longer act for somebody"),
        (
            _("A mandate that you had has ended. This needs no reason."),
            _("See whom you help: %(link)s", link=box.page("acting")),
        ),
    )


def _ends_soon(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A mandate ends soon"),
        (
            _("Days left: %(days)s", days=box.values["days"]),
            _(
                "Do you want it to go on? Look at it and choose a later day: %(link)s",
                link=box.page("caregivers"),
            ),
            _("If you do nothing, it ends by itself."),
        ),
    )


def _began(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody who helps you has opened your record"),
        (
            _("See in your access log who it was: %(link)s", link=box.page("journal")),
            _("You can end it at any moment: %(link)s", link=box.page("caregivers")),
        ),
    )


def _changed(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody who helps you has changed something"),
        (
            _("It is about who may open your record."),
            _("See in your access log what it was: %(link)s", link=box.page("journal")),
        ),
    )


def _of_age_soon(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Coming of age: the parents’ access ends"),
        (
            _("On the 18th birthday, the access of the parents to the record ends by itself."),
            _("Months left: %(months)s", months=box.values["months"]),
            _("Afterwards only the young person decides who helps them."),
        ),
    )


def _unblocked(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A block on your record was ended"),
        (
            _("Somebody who looks after your record for you has ended a block."),
            _("See who can open your record: %(link)s", link=box.page("professionals")),
        ),
    )


def _named_asleep(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You are somebody’s person of trust or helper in an emergency"),
        (
            _("The person who gave you a code has said yes."),
            _("You see nothing of their record until it is needed. Then we tell you."),
            _("See whom you help: %(link)s", link=box.page("acting")),
        ),
    )


def _guardian_may_act(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You may act as a guardian"),
        (
            _("The helpdesk entered what a court decided."),
            _("You can open their record here: %(link)s", link=box.page("acting")),
        ),
    )


def _guardian_named(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A guardian may act in your record"),
        (
            _("The helpdesk entered what a court decided. A letter says who it is."),
            _("See in your access log what is done for you: %(link)s", link=box.page("journal")),
            _("Is something wrong? Call us at once."),
        ),
    )


def _guardianship_ends_soon(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your access as a guardian ends soon"),
        (
            _("Days left: %(days)s", days=box.values["days"]),
            _(
                "Does the decision of the court still count? Show it to the helpdesk again before the last day."
            ),
            _("If you do nothing, it ends by itself."),
        ),
    )


def _trusted_woken(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your person of trust may now read your record"),
        (
            _("What you had prepared is in force now. A letter says why."),
            _("Would you like to end it? One press is enough: %(link)s", link=box.page("caregivers")),
        ),
    )


def _trusted_may_look(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("You may now act as a person of trust"),
        (
            _("What the person who named you had prepared is in force now."),
            _("You can open their record here: %(link)s", link=box.page("acting")),
        ),
    )


def _trusted_asleep(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your person of trust no longer reads your record"),
        (
            _("The time for it is over. This person sees nothing of your record again."),
            _("See who helps you: %(link)s", link=box.page("caregivers")),
        ),
    )


def _account_invited(box: Letterbox) -> Message:
    _, until = box.words, datetime.fromisoformat(box.values["until"]).astimezone(LUXEMBOURG)
    return Message(
        _("Set up your account, to help somebody"),
        (
            _(
                "Our helpdesk saw your identity document. You can now set up an account, to help somebody who has a "
                "health record in Luxembourg. Open this link, best on your phone:"
            ),
            f"{box.page('invited')}#t={box.values['token']}",
            _("If the link does not open, copy this code into this page: %(link)s", link=box.page("invited")),
            box.values["token"],
            _(
                "Link and code count once, until %(moment)s. You are asked for your date of birth.",
                moment=f"{box.words.date(until.date())}, {until:%H:%M}",
            ),
            _("Did you not ask for this? Then you do not have to do anything. No account is made."),
        ),
    )


def _account_made(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your account is ready"),
        (
            _(
                "You have set up your account. To help somebody, you type the code that this person gives you."
            ),
            _("Your account number: %(number)s", number=box.values["account_number"]),
            _("From now on you can sign in here: %(link)s", link=box.page("sign-in")),
            _("Was this not you? Please call the helpdesk at once."),
        ),
    )


WORDINGS: dict[Notice, Callable[[Letterbox], Message]] = {
    Notice.ACCOUNT_INVITED: _account_invited,
    Notice.ACCOUNT_MADE: _account_made,
    Notice.MANDATE_CODE_ENTERED: _code_entered,
    Notice.MANDATE_CONFIRMED: _confirmed,
    Notice.MANDATE_RESIGNED: _resigned,
    Notice.MANDATE_ENDED: _ended,
    Notice.MANDATE_ENDS_SOON: _ends_soon,
    Notice.NAMED_ASLEEP: _named_asleep,
    Notice.GUARDIAN_MAY_ACT: _guardian_may_act,
    Notice.GUARDIAN_NAMED: _guardian_named,
    Notice.GUARDIANSHIP_ENDS_SOON: _guardianship_ends_soon,
    Notice.TRUSTED_WOKEN: _trusted_woken,
    Notice.TRUSTED_MAY_LOOK: _trusted_may_look,
    Notice.TRUSTED_ASLEEP: _trusted_asleep,
    Notice.CAREGIVER_BEGAN: _began,
    Notice.CAREGIVER_CHANGED: _changed,
    Notice.OF_AGE_SOON: _of_age_soon,
    Notice.UNBLOCKED_FOR_YOU: _unblocked,
}
