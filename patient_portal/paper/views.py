"""The list of forms, and each as a PDF: blank, or with what is known of whoever is signed in."""

from collections.abc import Collection
from dataclasses import replace

from flask import abort, current_app, make_response, request
from flask_babel import gettext as _

from patient_portal import letters, sessions
from patient_portal.access import public
from patient_portal.i18n import language, now
from patient_portal.letters import FormData, Opens
from patient_portal.letters.data import SAFE_ID
from patient_portal.letters.paper_forms import NOTHING_KNOWN
from patient_portal.paper import blueprint
from patient_portal.platform_client.vocabulary import (
    Action,
    Confidentiality,
    MandateTemplate,
    MandateVerb,
    PaperKind,
    new_paper_number,
)
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform
from patient_portal.settings import Settings

_ABOUT_ANOTHER = frozenset({PaperKind.GUARDIANSHIP, PaperKind.ATTESTATION})
"""Forms that somebody prints about somebody else: nothing of who is signed in stands on them."""
_KINDS = {kind.value: kind for kind in PaperKind}


@blueprint.get("")
@public
def index() -> Answer:
    """Every form, in the language of the page."""
    rows = [
        {"label": _("Ask for a record"), "kind": PaperKind.OPENING},
        {"label": _("Object to a record"), "kind": PaperKind.OBJECTION},
        {"label": _("Close my record"), "kind": PaperKind.CLOSING},
        {"label": _("Let somebody act for me"), "kind": PaperKind.MANDATE},
        {"label": _("Write my own statement"), "kind": PaperKind.STATEMENT},
        {"label": _("Complain, or ask for a correction"), "kind": PaperKind.COMPLAINT},
    ]
    to_bring = [
        {"label": _("Act as a guardian whom a court named"), "kind": PaperKind.GUARDIANSHIP},
        {
            "label": _("Attest, as a doctor, that the person of trust is needed"),
            "kind": PaperKind.ATTESTATION,
        },
    ]
    return page("paper/index.html", rows=rows, to_bring=to_bring, is_filled=_is_own())


@blueprint.get("/<kind>")
@public
def form(kind: str) -> Answer:
    """One form as a tagged PDF; nothing of it is kept."""
    if kind not in _KINDS:
        abort(404)
    settings: Settings = current_app.extensions["dsp-settings"]
    pdf = letters.paper_form(
        _KINDS[kind],
        language(),
        _known(_KINDS[kind]),
        number=new_paper_number(),
        base_url=settings.base_url,
        helpdesk=settings.help_contact,
        created=now(),
    )
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="dsp-{kind}-{language()}.pdf"'
    return response


def _known(kind: PaperKind) -> FormData:
    if kind is PaperKind.ATTESTATION:
        return _mandate_of(request.args.get("mandate", ""))
    if kind in _ABOUT_ANOTHER:
        return NOTHING_KNOWN
    return _own()


def _mandate_of(mandate_id: str) -> FormData:
    """The form for one mandate of a person of trust: printed by its holder in advance, or by that person."""
    context = sessions.person()
    if not mandate_id or context is None or not _is_own():
        return NOTHING_KNOWN
    for held in platform().acting_for():
        if held.id == mandate_id and held.template is MandateTemplate.TRUSTED:
            opens = _opens(context.name, held.verbs, held.ceiling, leaves_out=held.leaves_out)
            return FormData(last_name=held.holder_family, given_name=held.holder_given, opens=opens)
    for given in platform().mandates().mandates:
        if given.id == mandate_id and given.template is MandateTemplate.TRUSTED:
            left_out = bool(given.excluded_types)
            opens = _opens(given.delegate or given.name, given.verbs, given.ceiling, leaves_out=left_out)
            return replace(_own(), opens=opens)
    return NOTHING_KNOWN


def _opens(name: str, verbs: Collection[MandateVerb], ceiling: Confidentiality, *, leaves_out: bool) -> Opens:
    restricted = ceiling is Confidentiality.RESTRICTED
    return Opens(name, frozenset(verbs), restricted=restricted, leaves_out=leaves_out)


def _own() -> FormData:
    reference = request.args.get("reference", "")
    reference = reference if SAFE_ID.fullmatch(reference) else ""
    if not _is_own():
        return FormData(reference=reference)
    dossier = platform().dossier()
    return FormData(
        last_name=dossier.family,
        given_name=dossier.given,
        address_lines=dossier.address_lines,
        masked_matricule=dossier.masked_matricule,
        reference=reference,
    )


def _is_own() -> bool:
    """Whether somebody is signed in for themself: only then anything is printed in advance."""
    context = sessions.person()
    return context is not None and Action.STOP_HELP in context.may and context.acting is None
