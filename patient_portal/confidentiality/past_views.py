"""What could somebody open on a day that is over?"""

from flask import request

from patient_portal import i18n
from patient_portal.access import allows
from patient_portal.confidentiality import blueprint, past
from patient_portal.confidentiality.eyes import page_number, page_of
from patient_portal.confidentiality.forms import DayForm
from patient_portal.platform_client.vocabulary import Action
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform


@blueprint.get("/see-as/day")
@allows(Action.SEE_PAST)
def past_day() -> Answer:
    """The question, and once it is asked the answer: yes or no and why, and the documents."""
    client = platform()
    form, today = DayForm.from_query(), i18n.today()
    offered = past.offered(client.past_onlookers())
    chosen = str(form.onlooker.data or "")
    kind, _colon, identifier = chosen.partition(":")
    if chosen not in dict(offered) and kind in past.KINDS:
        offered.append((chosen, client.actor(past.KINDS[kind], identifier).name))
    form.onlooker.offer(offered)
    view = None
    if "on" in request.args and form.is_asked(today) and form.on.day:
        sight = client.past_sight(chosen, form.on.day)
        number = page_number(request.args.get("page", ""), len(sight.documents))
        documents = client.documents_by_id(page_of(sight.documents, number))
        name = dict(offered)[chosen]
        view = past.day(chosen, name, form.on.day, sight, documents, client.document_types(), number)
    return page("confidentiality/past.html", form=form, view=view, today=today.isoformat(), offered=offered)
