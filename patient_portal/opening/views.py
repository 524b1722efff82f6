"""Asking for a record: the form, and the number under which the helpdesk finds it."""

from flask_babel import gettext as _

from patient_portal import labels
from patient_portal.access import public
from patient_portal.i18n import day
from patient_portal.opening import blueprint
from patient_portal.opening.forms import OpeningForm
from patient_portal.platform_client import Refused, Unavailable
from patient_portal.platform_client.vocabulary import Reason
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.route("", methods=["GET", "POST"])
@public
def index() -> Answer:
    """The request; whoever sends it learns a number and a date, and nothing about anybody's record."""
    form = OpeningForm()
    if form.validate_on_submit():
        try:
            asked = platform().ask_opening({name: form[name].data for name in form.data})
        except Refused as refused:
            form.refuse(refused)
        except Unavailable:
            form.add_error(None, labels.REASONS[Reason.INTERNAL])
        else:
            return page("opening/asked.html", number=asked.number, until=day(asked.letter_until))
    return page("opening/index.html", form=form, warning=_administrative(form))


def _administrative(form: OpeningForm) -> str:
    """A hint beside a number whose birth date is none of the calendar: right for people who live abroad."""
    from patient_portal.platform_client.vocabulary import check_matricule

    if check_matricule(str(form.matricule.data or "")).odd_birth_date:
        return _("This matricule holds no date of birth. That is right for some people who live abroad.")
    return ""
