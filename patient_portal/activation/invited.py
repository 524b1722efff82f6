"""An account by invitation, for somebody without a record: the link and the birth date, password and app, the codes."""

from datetime import date

from flask import request
from werkzeug.datastructures import MultiDict

from patient_portal import sessions
from patient_portal.access import public
from patient_portal.activation import by_invitation, presenters
from patient_portal.activation.door import asked, shown
from patient_portal.activation.forms import InvitedForm, TakeUpForm
from patient_portal.platform_client import OpenedInvitation
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.qr import app_secret
from patient_portal.rendering import Answer, after, page


@by_invitation.get("/invited")
@public
def index() -> Answer:
    """The link's code and the date of birth; a link brings the code after the #, which no server sees."""
    return shown("activation/invited.html", InvitedForm())


@by_invitation.post("/invited")
@public
def take_up() -> Answer:
    """First link and birth date; with them, password and app: then the recovery codes, shown once."""
    link = InvitedForm()
    if "password" not in request.form:
        opened = asked(link, lambda: _opened(link))
        return _link_page(link) if opened is None else _account_page(link, TakeUpForm(MultiDict()), opened)
    form = TakeUpForm()
    if asked(link, lambda: link, again=True) is None:
        return _link_page(link)
    client = sessions.as_stranger()
    done = asked(
        form,
        lambda: client.take_up_account(
            str(link.token.data), _born(link), form.password.data or "", form.totp.data or ""
        ),
    )
    if done is None:  # pressed twice, the second one is answered like the first: only what failed asks again
        opened = asked(link, lambda: _opened(link), again=True)
        return _link_page(link) if opened is None else _account_page(link, form, opened)
    sessions.rotate(done.session)
    sessions.person()
    return page(
        "activation/invited_codes.html", codes=done.recovery_codes, account_number=done.account_number
    )


def _opened(link: InvitedForm) -> OpenedInvitation:
    return sessions.as_stranger().open_invitation(str(link.token.data), _born(link))


def _born(link: InvitedForm) -> date:
    return link.birth_date.day or date.min  # a form that was found right has one


def _link_page(link: InvitedForm) -> Answer:
    sent_twice = link.refused_for is Reason.INVITED_NOT_ACCEPTED and "password" in request.form
    if sent_twice and sessions.person() is not None:  # the account is there, and this browser signed in
        return after("caregivers.accept")
    return shown("activation/invited.html", link)


def _account_page(link: InvitedForm, form: TakeUpForm, opened: OpenedInvitation) -> Answer:
    response = page(
        "activation/invited_account.html",
        status=form.status,
        form=form,
        token=link.token.data,
        birth_date=link.birth_date.data,
        opened=opened,
        secret=app_secret(opened.totp_secret, opened.otpauth_uri),
        apps=presenters.APPS,
    )
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response
