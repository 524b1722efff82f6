"""The paths of paper forms under `/dsp/v1/helpdesk/papers`."""

from typing import Annotated, TypedDict
from urllib.parse import unquote

import msgspec
from flask import Blueprint, request

from platform_api import answers, opening, paper_forms, requests
from platform_api.context import platform
from platform_api.guard import nothing, permit
from platform_api.papers import correcting, depositing, entering, listing, registering, sending_back
from platform_api.papers.scans import Incoming
from platform_api.problems import Refused
from platform_api.requests import Query
from platform_api.vocabulary import Action, PaperKind, PaperRefusal, Reason

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

bp = Blueprint("papers", __name__, url_prefix="/dsp/v1/helpdesk/papers")
_LONGEST_NAME = 120


class LayBody(msgspec.Struct, forbid_unknown_fields=True):
    """What the agent looked at before the form lies with the case."""

    signed: bool
    identity_seen: bool


class OpeningBody(opening.Form, forbid_unknown_fields=True):
    """What stands on the form, and the two documents that were seen."""

    identity_seen: bool = False
    card_seen: bool = False


class RefusalBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why the form is sent back, and to whom, where that can be read on it."""

    why: PaperRefusal
    matricule: str = ""
    name: str = ""


class CorrectionBody(msgspec.Struct, forbid_unknown_fields=True):
    """Which form it really is; its own kind takes back what was entered from it."""

    kind: PaperKind


class StatementBody(msgspec.Struct, forbid_unknown_fields=True):
    """The portal's words for the holder: what the document is called, and how it came."""

    title: Words
    description: Words
    language: str


class OpeningEntered(TypedDict):
    """The number of the request that was entered."""

    number: str


class SentBack(TypedDict):
    """Whether a letter tells the person."""

    letter: bool


class AfterQuery(Query):
    """The number of the last form of the part before."""

    after: str = ""


class LanguageQuery(Query):
    """The language in which the form is written; French for anything else."""

    language: str = ""


@bp.get("")
def waiting() -> answers.Json[listing.Waiting]:
    """What waits, the oldest due first; `after` is the number of the last one of the part before."""
    with permit(Action.READ_PAPERS, nothing) as access:
        found = listing.waiting(access, requests.query(AfterQuery).after)
    return answers.Json(found)


@bp.post("/<kind:form_kind>/<new_number>")
def register(form_kind: str, new_number: str) -> answers.Made[listing.Paper]:
    """A form that came in, its scan as the bytes that it is; `DSP-File-Name` is the file's name, percent-encoded."""
    language = requests.language(requests.query(LanguageQuery).language)
    file = _file(f"DSP-{form_kind[:20]} {new_number[:20]}", language)
    return answers.Made(registering.register(registering.Arrival(form_kind, new_number, file)))


@bp.post("/<paper_number>/pages")
def add_pages(paper_number: str) -> answers.Json[listing.Paper]:
    """More pages behind those of a form in hand."""
    return answers.Json(registering.add_pages(paper_number, _file(f"DSP {paper_number[:20]}", "fr")))


@bp.post("/statement")
def enter_statement() -> answers.Empty:
    """Put the statement that lies with the case into the record, unseen."""
    given = requests.body(StatementBody)
    depositing.put_in(given.title, given.description, requests.language(given.language))
    return answers.Empty()


@bp.get("/<paper:paper_number>")
def paper(paper_number: str) -> answers.Json[listing.Paper]:
    """One form, without its scan."""
    with permit(Action.READ_PAPERS, listing.one(paper_number)) as access:
        if access.subject.payload is None:
            raise Refused(Reason.NOT_FOUND)
        found = listing.shown(access, access.subject.payload)
    return answers.Json(found)


@bp.get("/<paper_number>/scan")
def scan(paper_number: str) -> answers.Pdf:
    """The scan, while the form waits; never a statement's. Every look stands in the trail."""
    with permit(Action.LOOK_AT_PAPER, listing.to_look_at(paper_number)) as access:
        row = access.subject.payload
        key = paper_forms.scan_key(platform(), row)
    response = answers.Pdf(b"".join(platform().blobs.get(row.scan_blob_id, key)))
    response.set_etag(row.scan_sha256)
    return response


@bp.put("/<paper_number>/lease")
def take(paper_number: str) -> answers.Empty:
    """Take it in hand, for half an hour."""
    with permit(Action.TAKE_PAPER, paper_forms.find(paper_number)) as access:
        paper_forms.take(access)
    return answers.Empty()


@bp.delete("/<paper_number>/lease")
def put_back(paper_number: str) -> answers.Empty:
    """Put it back for a colleague."""
    with permit(Action.TAKE_PAPER, paper_forms.find(paper_number)) as access:
        paper_forms.put_back(access)
    return answers.Empty()


@bp.put("/<paper_number>/case")
def lay(paper_number: str) -> answers.Empty:
    """Put the form with the case under way: it is signed, and a copy of the identity document was seen."""
    given = requests.body(LayBody)
    with permit(Action.LAY_PAPER, paper_forms.to_lay(paper_number)) as access:
        if not (given.signed and given.identity_seen):
            raise Refused(Reason.PAPER_NOT_CHECKED)
        paper_forms.lay(access)
        if access.subject.payload.corrected_from is not None:
            correcting.tell(access, access.subject.patient_id or "")
    return answers.Empty()


@bp.post("/<opening_number>/opening")
def enter_opening(opening_number: str) -> answers.Made[OpeningEntered]:
    """Enter a request for a record: the record is prepared and its letter goes out."""
    body = requests.body(OpeningBody)
    fields = {name: getattr(body, name) for name in opening.Form.__struct_fields__}
    given = opening.check(opening.Form(**fields | {"language": requests.language(body.language)}))
    look = entering.opening_on_paper(opening_number, given)
    with permit(Action.ENTER_OPENING, look) as access:
        number = entering.enter_opening(
            access, given, identity_seen=body.identity_seen, card_seen=body.card_seen
        )
    return answers.Made({"number": number})


@bp.post("/<paper_number>/correction")
def correct(paper_number: str) -> answers.Empty:
    """Put right a form that was entered as another kind, or by mistake; its person is told."""
    given = requests.body(CorrectionBody)
    with permit(Action.CORRECT_PAPER, correcting.to_correct(paper_number)) as access:
        correcting.correct(access, given.kind)
    return answers.Empty()


@bp.post("/<paper_number>/refusal")
def refuse(paper_number: str) -> answers.Json[SentBack]:
    """Send it back."""
    given = requests.body(RefusalBody)
    look = sending_back.to_refuse(paper_number, given.matricule, given.name)
    with permit(Action.REFUSE_PAPER, look) as access:
        told, gone = sending_back.refuse(access, given.why)
    for name in gone:
        platform().blobs.remove(name)
    return answers.Json({"letter": told})


def _file(title: str, language: str) -> Incoming:
    """The request's body, as a file on its way."""
    name = unquote(request.headers.get("DSP-File-Name", ""))[:_LONGEST_NAME]
    return Incoming(title, language, name, request.stream, request.content_length)
