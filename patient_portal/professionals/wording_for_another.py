"""What each step does and does not do, told to a caregiver: of the record and its person, never of “you”."""

from flask_babel import gettext as _

from patient_portal.platform_client import Actor
from patient_portal.professionals.wording import Words


def of(step: str, actor: Actor) -> Words:
    """The words of a step about this professional or organisation."""
    return _STEPS[step](actor.kind == "professional")


def _grant(is_person: bool) -> Words:
    return Words(
        heading=_("Give access to this record"),
        does=[
            _(
                "They can open the documents of this record, read and save them, from this moment to the day that "
                "you choose."
            )
            if is_person
            else _(
                "All professionals who work there can open the documents of this record, from this moment to the "
                "day that you choose."
            ),
            _("Each time they open something, it stands in the access log of this record."),
            _("The access can be taken back at any time."),
        ],
        does_not=[
            _("They cannot open documents that are marked secret."),
            _("They cannot give the access to somebody else."),
        ],
        button=_("Give access"),
    )


def _revoke(is_person: bool) -> Words:
    return Words(
        heading=_("Take access back"),
        does=[
            _("From this moment they cannot open this record any more.")
            if is_person
            else _("From this moment those who work there cannot open this record any more."),
            _("They are not told. They see the same as somebody who never had access."),
        ],
        does_not=[
            _("What they have saved in their own files stays there."),
            _("They can still open documents that they wrote themselves. If that is not wanted, block them."),
            _("In an emergency they may open this record, unless emergency access is switched off."),
        ],
        button=_("Take access back"),
    )


def _block(is_person: bool) -> Words:
    return Words(
        heading=_("Block this professional") if is_person else _("Block this organisation"),
        does=[
            _(
                "From this moment they cannot open anything in this record, not even what they wrote themselves."
            )
            if is_person
            else _("From this moment nobody who works there can open anything in this record."),
            _("This also counts in an emergency, and whatever access was given before."),
            _("They are not told. They see the same as somebody who never had access."),
        ],
        does_not=[
            _("It is not for ever: the block can be ended at any time."),
            _("What they have saved in their own files stays there."),
            _("Important information may be missing when they treat this person."),
        ],
        button=_("Block now"),
    )


def _unblock(is_person: bool) -> Words:
    return Words(
        heading=_("End the block"),
        does=[
            _("Whatever access was given before counts again from this moment."),
            _("They can open again what they wrote themselves.")
            if is_person
            else _("Those who work there can open again what they wrote themselves."),
            _("In an emergency they may open this record, unless emergency access is switched off."),
            _("The person whose record it is gets a message about it."),
        ],
        does_not=[
            _("If access was never given, they do not get it now."),
            _("They are not told, now as before."),
        ],
        button=_("End the block"),
    )


_STEPS = {"grant": _grant, "revoke": _revoke, "block": _block, "unblock": _unblock}
