"""The words about accesses: that something happened and where to read it, never who or what."""

from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client.vocabulary import Notice


def _emergency(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record was opened in an emergency"),
        (
            _("A health professional opened your record and attested that it was an emergency."),
            _(
                "A supervisor looks at every such access. You can see it in your access log: %(link)s",
                link=box.page("journal"),
            ),
            _("Do you not recognise it? Ask us about it there, or call us."),
        ),
    )


def _access(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record was opened"),
        (
            _(
                "A health professional opened your record. You can see it in your access log: %(link)s",
                link=box.page("journal"),
            ),
            _how_to_change(box),
        ),
    )


def _refused(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Somebody was refused access to your health record"),
        (
            _(
                "Somebody tried to open your record and was refused. Nothing was shown. "
                "You can see it in your access log: %(link)s",
                link=box.page("journal"),
            ),
            _how_to_change(box),
        ),
    )


def _digest(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("Your health record: what happened"),
        (
            _(
                "Since our last message others have used your record, or tried to. Entries: %(number)s",
                number=box.values["number"],
            ),
            _("You can see them in your access log: %(link)s", link=box.page("journal")),
            _how_to_change(box),
        ),
    )


def _how_to_change(box: Letterbox) -> str:
    _ = box.words
    return _("You choose how we tell you: %(link)s", link=box.page("account/messages"))


WORDINGS = {
    Notice.EMERGENCY_ACCESS: _emergency,
    Notice.ACCESS: _access,
    Notice.ACCESS_REFUSED: _refused,
    Notice.DIGEST: _digest,
}
