"""The list of documents, and one document with its original, its pages and its pictures."""

from typing import Any

from flask import redirect, request, url_for

from patient_portal import acting, labels
from patient_portal.access import allows
from patient_portal.documents import blueprint, originals, presenters
from patient_portal.documents.description import describe
from patient_portal.documents.forms import FilterForm
from patient_portal.documents.images import image_preview
from patient_portal.documents.pdf_pages import page_image
from patient_portal.documents.reading import USUAL_WIDTH, WIDTHS, carried_file, read, unreadable
from patient_portal.documents.refusals import refusals_are_absence
from patient_portal.platform_client import Document, DocumentFile, OwnFile, Refused
from patient_portal.platform_client.vocabulary import OWN_PAPER_FORMAT, Action, Reason
from patient_portal.rendering import Answer, page
from patient_portal.sessions import platform

STATEMENT = "holder"
_ON_PAPER = OWN_PAPER_FORMAT.rpartition("|")[2]
"""The type of the holder's own statement, which has a page of its own."""


@blueprint.get("")
@allows(Action.LIST_DOCUMENTS)
def index() -> Answer:
    """The documents of the record, searched, filtered, sorted and paged."""
    form = FilterForm.from_query()
    form.check()
    asked = form.filters()
    client = platform()
    found = client.documents(asked)
    if found.total and asked.page > found.pages:
        return redirect(presenters.last_page_url(form, asked, found), 303)
    view = presenters.list_view(form, asked, found, client.document_types())
    may = client.context.may if client.context is not None else frozenset()
    return page(
        "documents/index.html",
        block="list",
        form=form,
        view=view,
        may_write=Action.WRITE_STATEMENT in may,
        may_add=Action.UPLOAD_DOCUMENT in may,
    )


@blueprint.get("/<document_id>")
@allows(Action.READ_DOCUMENT)
def show(document_id: str) -> Answer:
    """One document to read."""
    client = platform()
    document = client.document(document_id)

    def address(file: int | None, page: int | None, w: int) -> str:
        return _picture_address(document_id, file, page, w)

    try:
        file = client.document_bytes(document_id)
        found = read(file.content, file.content_type, address, _number("at"), _number("file", 0))
    except Refused as refused:
        if refused.code is not Reason.DOCUMENT_DAMAGED:
            raise
        found = unreadable(labels.refusal(refused))
    holder = acting.holder_name(client.context)
    about = describe(document, found, client.document_types(), holder)
    return page(
        "documents/show.html",
        document=document,
        about=about,
        reading=found,
        may_keep=acting.may_keep(client.context),
        own_files=_own_files(document),
    )


@blueprint.get("/<document_id>/original")
@allows(Action.READ_DOCUMENT)
def original(document_id: str) -> Answer:
    """The document as it was deposited, to keep."""
    document = platform().document(document_id)
    file = platform().document_bytes(document_id, to_keep=True)
    moment = document.written_at or document.deposited_at
    return originals.original(file.content, file.content_type, document.title, moment)


@blueprint.get("/<document_id>/files/<int:file>")
@allows(Action.READ_DOCUMENT)
def carried(document_id: str, file: int) -> Answer:
    """A file that a document carries inside, to keep."""
    whole = platform().document_bytes(document_id, to_keep=True)
    data, claimed, title = _carried(whole, file)
    return originals.original(data, claimed, title, None)


@blueprint.get("/<document_id>/pages/<int:number>", defaults={"file": None})
@blueprint.get("/<document_id>/files/<int:file>/pages/<int:number>")
@allows(Action.READ_DOCUMENT)
def page_picture(document_id: str, number: int, file: int | None) -> Answer:
    """One page of a PDF as a picture, `w` pixels wide."""
    width = _width()
    whole = platform().document_bytes(document_id)
    tag = originals.tag(whole.integrity or len(whole.content), file, number, width)
    if (answer := originals.unchanged(tag)) is not None:
        return answer
    with refusals_are_absence():
        data = whole.content if file is None else _carried(whole, file)[0]
        drawn = page_image(data, number, width)
    return originals.picture(drawn.data, drawn.media_type, tag)


@blueprint.get("/<document_id>/picture", defaults={"file": None})
@blueprint.get("/<document_id>/files/<int:file>/picture")
@allows(Action.READ_DOCUMENT)
def picture(document_id: str, file: int | None) -> Answer:
    """A picture, drawn anew at most `w` pixels wide and high."""
    width = _width()
    whole = platform().document_bytes(document_id)
    tag = originals.tag(whole.integrity or len(whole.content), file, "picture", width)
    if (answer := originals.unchanged(tag)) is not None:
        return answer
    with refusals_are_absence():
        data = whole.content if file is None else _carried(whole, file)[0]
        drawn = image_preview(data, width)
    return originals.picture(drawn.data, drawn.media_type, tag)


def _own_files(document: Document) -> tuple[OwnFile, ...] | None:
    """The files behind a document that the person added themself; None where it is no such document."""
    client = platform()
    is_holder = client.context is not None and Action.UPLOAD_DOCUMENT in client.context.may
    written_here = document.type_code == STATEMENT and document.format_code != _ON_PAPER
    if not is_holder or not document.by_patient or document.is_superseded or written_here:
        return None
    return client.own_files(document.id)


def _carried(whole: DocumentFile, number: int) -> tuple[bytes, str, str]:
    with refusals_are_absence():
        return carried_file(whole.content, whole.content_type, number)


def _picture_address(document_id: str, file: int | None, page: int | None, w: int) -> str:
    values: dict[str, Any] = {"document_id": document_id, "w": w}
    if file is not None:
        values["file"] = file
    if page is None:
        return url_for("documents.picture", **values)
    return url_for("documents.page_picture", number=page, **values)


def _width() -> int:
    """The width asked for, if it is one of those that pages ask for."""
    width = _number("w", USUAL_WIDTH)
    return width if width in WIDTHS else USUAL_WIDTH


def _number(name: str, default: int = 1) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
