"""The paths under `/dsp/v1/statement` by which the holder writes, publishes and withdraws a statement of their own."""

from flask import Blueprint, Response

from platform_api import answers, requests
from platform_api.guard import own_record, permit
from platform_api.statement import drafts, published, publishing
from platform_api.statement.content import LARGEST_DRAFT
from platform_api.vocabulary import Action

bp = Blueprint("statement", __name__, url_prefix="/dsp/v1/statement")


@bp.get("")
def show() -> Response:
    """One's drafts, the newest first, and what is published."""
    with permit(Action.READ_STATEMENT, own_record) as access:
        body = {"drafts": drafts.all_of(access), "published": published.newest(access)}
    return answers.json(body)


@bp.put("/draft")
def save() -> Response:
    """Keep what was typed so far; `beside` tells that another text of the same writer was kept too."""
    given = requests.body(drafts.DraftBody, LARGEST_DRAFT)
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        kept = drafts.save(access, given)
    return answers.json(kept)


@bp.post("/drafts/<draft_id>/keep")
def choose(draft_id: str) -> Response:
    """Of several drafts keep this one."""
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        drafts.keep_only(access, draft_id)
    return answers.empty()


@bp.delete("/drafts/<draft_id>")
def discard(draft_id: str) -> Response:
    """Forget a draft; what is published stays."""
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        drafts.discard(access, draft_id)
    return answers.empty()


@bp.put("/publication")
def publish() -> Response:
    """Make a draft a document of the record."""
    given = requests.body(publishing.PublicationBody, publishing.LARGEST_BODY)
    return answers.json(publishing.publish(given))


@bp.delete("/publication")
def withdraw() -> Response:
    """Take the statement back; it can return for a while."""
    with permit(Action.WITHDRAW_STATEMENT, own_record) as access:
        published.withdraw(access)
    return answers.empty()


@bp.post("/publication/restore")
def restore() -> Response:
    """Bring a withdrawn statement back."""
    with permit(Action.RESTORE_STATEMENT, own_record) as access:
        published.restore(access)
    return answers.empty()
