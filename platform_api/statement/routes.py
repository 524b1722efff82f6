"""The paths under `/dsp/v1/statement` by which the holder writes, publishes and withdraws a statement of their own."""

from typing import TypedDict

from flask import Blueprint

from platform_api import answers, requests
from platform_api.guard import own_record, permit
from platform_api.statement import drafts, published, publishing
from platform_api.statement.content import LARGEST_DRAFT
from platform_api.vocabulary import Action

bp = Blueprint("statement", __name__, url_prefix="/dsp/v1/statement")


class OwnStatement(TypedDict):
    """The writer's drafts, the newest first, and the version that counts, if there is one."""

    drafts: list[drafts.Draft]
    published: published.Published | None


@bp.get("")
def show() -> answers.Json[OwnStatement]:
    """One's drafts, the newest first, and what is published."""
    with permit(Action.READ_STATEMENT, own_record) as access:
        body: OwnStatement = {"drafts": drafts.all_of(access), "published": published.newest(access)}
    return answers.Json(body)


@bp.put("/draft")
def save() -> answers.Json[drafts.Draft]:
    """Keep what was typed so far; `beside` tells that another text of the same writer was kept too."""
    given = requests.body(drafts.DraftBody, LARGEST_DRAFT)
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        kept = drafts.save(access, given)
    return answers.Json(kept)


@bp.post("/drafts/<draft_id>/keep")
def choose(draft_id: str) -> answers.Empty:
    """Of several drafts keep this one."""
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        drafts.keep_only(access, draft_id)
    return answers.Empty()


@bp.delete("/drafts/<draft_id>")
def discard(draft_id: str) -> answers.Empty:
    """Forget a draft; what is published stays."""
    with permit(Action.WRITE_STATEMENT, own_record) as access:
        drafts.discard(access, draft_id)
    return answers.Empty()


@bp.put("/publication")
def publish() -> answers.Json[publishing.Publication]:
    """Make a draft a document of the record."""
    given = requests.body(publishing.PublicationBody, publishing.LARGEST_BODY)
    return answers.Json(publishing.publish(given))


@bp.delete("/publication")
def withdraw() -> answers.Empty:
    """Take the statement back; it can return for a while."""
    with permit(Action.WITHDRAW_STATEMENT, own_record) as access:
        published.withdraw(access)
    return answers.Empty()


@bp.post("/publication/restore")
def restore() -> answers.Empty:
    """Bring a withdrawn statement back."""
    with permit(Action.RESTORE_STATEMENT, own_record) as access:
        published.restore(access)
    return answers.Empty()
