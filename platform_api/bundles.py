"""What is sent to the base of `/fhir`: documents with their submission set (ITI-65), or many reports (ITI-20)."""

from flask import Blueprint, Response, request

from platform_api import requests, scopes
from platform_api.audit import feeding_many
from platform_api.context import caller
from platform_api.documents import provide
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

bp = Blueprint("bundles", __name__, url_prefix="/fhir")


@bp.post("", strict_slashes=False)
def receive() -> Response:
    """Take in a transaction of documents whole or not at all, a batch of AuditEvents one by one."""
    asking = caller()
    if asking.software_id is None:
        raise Refused(Reason.TOKEN_INVALID)
    if not scopes.cover(asking.scopes, scopes.DEPOSITING) and scopes.cover(asking.scopes, scopes.REPORTING):
        data, media_type = _small()
    else:
        provide.check_sender()
        data, media_type = provide.body()
    batch = feeding_many.batch_in(data, media_type)
    if batch is not None:
        return feeding_many.feed(batch, media_type)
    provide.check_sender()
    return provide.provide(data, media_type)


def _small() -> tuple[bytes, str]:
    """The body of who may only report."""
    media_type = requests.fhir_media_type()
    if (request.content_length or 0) > feeding_many.LARGEST:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    data = request.stream.read(feeding_many.LARGEST + 1)  # what comes in pieces tells no length
    if len(data) > feeding_many.LARGEST:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    return data, media_type
