"""The words of the messages about caregivers: what they did for somebody, how a mandate goes."""

from collections.abc import Callable

from patient_portal.messages.letterbox import Letterbox, Message
from patient_portal.platform_client.vocabulary import Notice


def _unblocked(box: Letterbox) -> Message:
    _ = box.words
    return Message(
        _("A block on your record was ended"),
        (
            _("Somebody who looks after your record for you has ended a block."),
            _("See who can open your record: %(link)s", link=box.page("professionals")),
        ),
    )


WORDINGS: dict[Notice, Callable[[Letterbox], Message]] = {
    Notice.UNBLOCKED_FOR_YOU: _unblocked,
}
