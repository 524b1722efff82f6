"""What a letter says to confirm something, and the letters about who acts for whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from patient_portal.letters.data import one_line
from patient_portal.letters.words import Words
from patient_portal.platform_client.vocabulary import Confidentiality, PostKind


@dataclass(frozen=True, slots=True)
class Said:
    """A kind's title, paragraphs and (label, ISO day) pairs."""

    title: str
    introduction: tuple[str, ...] = ()
    days: tuple[tuple[str, str], ...] = ()
    ending: tuple[str, ...] = ()


def _mandate_given(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your mandate is in force"),
        (
            _(
                "We entered the form that you both signed. You gave a mandate to: %(name)s",
                name=_name(values),
            ),
            _("Everything that is done for you stands in your access log."),
        ),
        _counts(_, values),
        (
            _("You can end it at any time, without a reason: on the portal, or call us."),
            was_it_you(_),
        ),
    )


def _mandate_taken(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("You may act for somebody"),
        (
            _("We entered the form that you both signed. You may act for: %(name)s", name=_name(values)),
            _(
                "Sign in with your own account. Everything that you do stands in the other person's access log."
            ),
        ),
        _counts(_, values),
        (_("You can give the mandate back at any time: on the portal, or call us."), was_it_you(_)),
    )


def _mandate_waits(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your mandate is entered, and waits"),
        (
            _(
                "We entered the form that you both signed. You give a mandate to: %(name)s",
                name=_name(values),
            ),
            _("This person has no account yet. We wrote to them how to set one up."),
            _("Your mandate counts from that day. Until then this person sees nothing."),
        ),
        ((_("Waits until"), values.get("until", "")),),
        (
            _("You can call it back at any time, without a reason: on the portal, or call us."),
            was_it_you(_),
        ),
    )


def _mandate_invited(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Somebody would like your help"),
        (
            _("We entered the form that you both signed. You are to act for: %(name)s", name=_name(values)),
            _(
                "For this you need an account of your own. The code for it comes in a second letter, in the next days."
            ),
            _(
                "With that letter you set up your sign-in. Then you can act for this person: nothing else is needed."
            ),
            _(
                "Did your address change in the last 30 days? Then no second letter comes, to protect you. "
                "Come to our counter with your identity document, or call us."
            ),
        ),
        ((_("Set it up until"), values.get("until", "")),),
        (
            _("You no longer want to? Do nothing, or call us. Do you need help with it? Call us too."),
            was_it_you(_),
        ),
    )


def _mandate_lapsed(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your mandate did not begin"),
        (
            _("You gave a mandate on paper to: %(name)s", name=_name(values)),
            _("This person did not set up an account in time. They saw nothing of your record."),
        ),
        ending=(_("Do you still want their help? Call us: we tell you both what to do."),),
    )


def _guardian_named(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("A guardian may act in your record"),
        (
            _(
                "A court decided that a guardian looks after you. We entered it. From now on this person may act in "
                "your record: %(name)s",
                name=_name(values),
            ),
            _("The guardian never sees what you marked secret, and can never close or erase your record."),
            _("Everything that is done for you stands in your access log."),
        ),
        _counts(_, values),
        (
            _(
                "Only a new decision of the court changes this. Are you afraid of this person? Call us at once."
            ),
            was_it_you(_),
        ),
    )


def _guardian_of(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("You may act as a guardian"),
        (
            _(
                "We entered the decision of the court that you showed us. You may act in the record of: %(name)s",
                name=_name(values),
            ),
            _(
                "Sign in with your own account. Everything that you do stands in the access log of this person."
            ),
        ),
        _counts(_, values),
        (
            _("Does the court change its decision? Tell us at once, and show us the new one."),
            _("Before the last day, show us the decision again if it still counts."),
        ),
    )


def _guardian_ended(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("A guardian can no longer act in your record"),
        (
            _(
                "We entered the end of a guardianship. This person can no longer act in your record: %(name)s",
                name=_name(values),
            ),
            _("Your record stays as it is. What was done for you before still stands in your access log."),
        ),
        ((_("Ended on"), values.get("since", "")),),
        (
            _("Would you like somebody else to help you? Name them on the portal, or call us."),
            was_it_you(_),
        ),
    )


def _guardian_no_more(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("You can no longer act as a guardian"),
        (
            _(
                "We entered the end of a guardianship. You can no longer act in the record of: %(name)s",
                name=_name(values),
            ),
            _("What you did before still stands in the access log of this person."),
        ),
        ((_("Ended on"), values.get("since", "")),),
        (_("Is this wrong? Please call us at once, and show us the decision of the court again."),),
    )


def _trusted_woken(_: Words, values: Mapping[str, str]) -> Said:
    return Said(
        _("Your person of trust may now read your record"),
        (
            _(
                "A doctor attested that you could not decide for yourself. As you wished, this person may read your "
                "documents: %(name)s",
                name=_name(values),
            ),
            _("What you marked secret stays hidden. Every look stands in your access log.")
            if values.get("ceiling") == Confidentiality.RESTRICTED
            else _(
                "What you restricted or marked secret stays hidden. Every look stands in your access log."
            ),
        ),
        _counts(_, values),
        (_("Can you decide again? End it at once: on the portal, or call us."), was_it_you(_)),
    )


def was_it_you(_: Words) -> str:
    return _("Was this not you? Please call us at once.")


def _counts(_: Words, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        (_("Counts from"), values.get("since", "")),
        (_("Counts until"), values.get("until", "")),
    )


def _name(values: Mapping[str, str]) -> str:
    return one_line(values.get("name", ""))


ABOUT_MANDATES: dict[PostKind, Callable[[Words, Mapping[str, str]], Said]] = {
    PostKind.MANDATE_GIVEN: _mandate_given,
    PostKind.MANDATE_TAKEN: _mandate_taken,
    PostKind.MANDATE_WAITS: _mandate_waits,
    PostKind.MANDATE_INVITED: _mandate_invited,
    PostKind.MANDATE_LAPSED: _mandate_lapsed,
    PostKind.GUARDIAN_NAMED: _guardian_named,
    PostKind.GUARDIAN_OF: _guardian_of,
    PostKind.GUARDIAN_ENDED: _guardian_ended,
    PostKind.GUARDIAN_NO_MORE: _guardian_no_more,
    PostKind.TRUSTED_WOKEN: _trusted_woken,
}
