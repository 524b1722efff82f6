"""How the person is told of accesses to their record: each, many at once, or only in the portal."""

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from patient_portal.access import allows
from patient_portal.account import blueprint
from patient_portal.choices import ChoiceField
from patient_portal.forms import Form
from patient_portal.labels import DIGEST_PERIODS, TELLINGS
from patient_portal.platform_client import TellingChoice
from patient_portal.platform_client.vocabulary import Action, DigestPeriod, Telling
from patient_portal.rendering import Answer, after, page
from patient_portal.sessions import platform

_WAYS = {code.value: words for code, words in TELLINGS.items()}


class TellingForm(Form):
    """One choice a kind; emergencies are always told."""

    accesses = ChoiceField(_l("When a professional opens your record"), _WAYS)
    refusals = ChoiceField(_l("When somebody is refused"), _WAYS)
    period = ChoiceField(
        _l("How often one e-mail for many?"), {code.value: words for code, words in DIGEST_PERIODS.items()}
    )


@blueprint.route("/messages", methods=["GET", "POST"])
@allows(Action.SET_TELLINGS)
def messages() -> Answer:
    """See and change it."""
    client, form = platform(), TellingForm()
    if request.method == "GET":
        now = client.tellings()
        form.accesses.data, form.refusals.data = now.accesses.value, now.refusals.value
        form.period.data = now.period.value
    if form.validate_on_submit():
        client.choose_tellings(
            TellingChoice(
                Telling(form.accesses.data), Telling(form.refusals.data), DigestPeriod(form.period.data)
            )
        )
        flash(_("Your choice is saved. It counts from this moment."), "success")
        return after(".messages")
    return page("account/messages.html", form=form)
