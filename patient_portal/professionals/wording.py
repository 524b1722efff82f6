"""What each step does and does not do, in whole sentences, for a professional and for an organisation."""

from dataclasses import dataclass

from flask_babel import gettext as _

from patient_portal.platform_client import Actor


@dataclass(frozen=True, slots=True)
class Words:
    """The heading of a step, what happens, what does not, and its button."""

    heading: str
    does: list[str]
    does_not: list[str]
    button: str


def of(step: str, actor: Actor) -> Words:
    """The words of a step about this professional or organisation."""
    return _STEPS[step](actor.kind == "professional")


def emergency() -> Words:
    """The words about emergency access."""
    return Words(
        heading=_("Access in an emergency"),
        does=[
            _(
                "If you say yes, a professional may open your record when your life is in danger and you cannot "
                "be asked."
            ),
            _("They must write down why. We tell you at once, and it stands in your access log."),
            _(
                "They see normal documents. If you say yes to the second question too, they also see your restricted "
                "documents."
            ),
            _("If you say no, nobody can open your record in this way, whatever happens to you."),
        ],
        does_not=[
            _("Professionals whom you blocked cannot open your record in an emergency either."),
            _("Documents that you marked secret stay closed, also in an emergency."),
            _("Those to whom you gave access keep it: this choice is not about them."),
        ],
        button=_("Save"),
    )


def _grant(is_person: bool) -> Words:
    return Words(
        heading=_("Give access to your record"),
        does=[
            _(
                "They can open your documents, read and save them, from this moment to the day that you choose."
            )
            if is_person
            else _(
                "All professionals who work there can open your documents, from this moment to the day that "
                "you choose."
            ),
            _("Each time they open something, it stands in your access log."),
            _("You can take the access back at any time."),
        ],
        does_not=[
            _("They cannot open documents that you marked secret."),
            _("They cannot give the access to somebody else."),
        ],
        button=_("Give access"),
    )


def _revoke(is_person: bool) -> Words:
    return Words(
        heading=_("Take access back"),
        does=[
            _("From this moment they cannot open your record any more.")
            if is_person
            else _("From this moment those who work there cannot open your record any more."),
            _("They are not told. They see the same as somebody who never had access."),
        ],
        does_not=[
            _("What they have saved in their own files stays there."),
            _(
                "They can still open documents that they wrote themselves. If you do not want that, block them."
            ),
            _("In an emergency they may open your record, unless you switch that off."),
        ],
        button=_("Take access back"),
    )


def _block(is_person: bool) -> Words:
    return Words(
        heading=_("Block this professional") if is_person else _("Block this organisation"),
        does=[
            _(
                "From this moment they cannot open anything in your record, not even what they wrote themselves."
            )
            if is_person
            else _("From this moment nobody who works there can open anything in your record."),
            _("This also counts in an emergency, and whatever access you gave before."),
            _("They are not told. They see the same as somebody who never had access."),
        ],
        does_not=[
            _("It is not for ever: you can end the block at any time."),
            _("What they have saved in their own files stays there."),
            _(
                "Important information may be missing when they treat you. Tell them yourself what they need to know."
            ),
        ],
        button=_("Block now"),
    )


def _unblock(is_person: bool) -> Words:
    return Words(
        heading=_("End the block"),
        does=[
            _("Whatever access you gave them before counts again from this moment."),
            _("They can open again what they wrote themselves.")
            if is_person
            else _("Those who work there can open again what they wrote themselves."),
            _("In an emergency they may open your record, unless you switch that off."),
        ],
        does_not=[
            _("If you never gave them access, they do not get it now."),
            _("They are not told, now as before."),
        ],
        button=_("End the block"),
    )


_STEPS = {"grant": _grant, "revoke": _revoke, "block": _block, "unblock": _unblock}
