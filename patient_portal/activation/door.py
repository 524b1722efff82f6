"""Forms for people without a session: how the platform is asked, and how its refusal comes back to the page."""

from collections.abc import Callable
from typing import TypeVar

from patient_portal import labels
from patient_portal.activation.forms import DoorForm
from patient_portal.platform_client import Refused, SignedOut, Unavailable
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.rendering import Answer, page

T = TypeVar("T")

_LATER = 30  # seconds to wait where the platform names no time


def asked(form: DoorForm, act: Callable[[], T], *, again: bool = False) -> T | None:
    """What the platform answers to a form that is right; None when the form is to be shown again, with its reason.

    `again` asks once more what a page before was answered to, whatever is done with this one.
    A record that takes part in nothing any more (objected to, closed) is refused in the words of a wrong letter.
    """
    if not (form.validate() if again else form.validate_on_submit()):
        return None
    try:
        return act()
    except SignedOut:
        form.refuse(Refused(Reason.LETTER_NOT_ACCEPTED, status=422))
    except Refused as refused:
        form.refuse(refused)
    except Unavailable as unavailable:
        form.add_error(None, labels.REASONS[Reason.INTERNAL])
        form.status = 503
        form.retry_after = unavailable.retry_after or _LATER
    return None


def shown(template: str, form: DoorForm) -> Answer:
    """The page of such a form, with the status and the waiting time of its refusal."""
    response = page(template, status=form.status, form=form)
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response
