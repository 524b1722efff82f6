"""Seals PDFs that the portal made for the holder of a record, and publishes what others check the seal with."""

import hashlib
from typing import TypedDict

from flask import Blueprint, Response, request

from platform_api import answers, clock, guard
from platform_api.context import platform
from platform_api.guard import open_to_all, own_record, permit
from platform_api.problems import Refused
from platform_api.shapes import Moment
from platform_api.vocabulary import Action, Reason

bp = Blueprint("sealing", __name__)
LARGEST = 48 * 1024 * 1024
"""Bytes of a PDF: an access log of 20,000 entries has a third of them."""
ADDRESS = "/.well-known/dsp-seal.pem"


class Certificate(TypedDict):
    """The certificate that PDFs are sealed with now."""

    address: str
    """Where it is, with former ones below it, in PEM."""
    subject: str
    sha256: str
    begins: Moment
    ends: Moment


@bp.get(ADDRESS)
@open_to_all
def certificates() -> Response:
    """The certificate in PEM; those of former keys and of its issuers below it."""
    return Response(platform().seal.certificates, content_type="application/x-pem-file")


@bp.get("/dsp/v1/seal")
@open_to_all
def certificate() -> answers.Json[Certificate]:
    """The certificate that PDFs are sealed with now: whose it is, its fingerprint, how long it is good."""
    running = platform()
    known = running.seal.certificate
    return answers.Json(
        {
            "address": running.settings.base_url + ADDRESS,
            "subject": known.subject.rfc4514_string(),
            "sha256": running.seal.fingerprint,
            "begins": known.not_valid_before_utc,
            "ends": known.not_valid_after_utc,
        }
    )


@bp.post("/dsp/v1/seal")
def seal() -> answers.Pdf:
    """A PDF about one's own record, with the platform's signature behind it; the trail keeps its SHA-256.

    It is signed before the transaction begins: nobody else waits for it.
    """
    pdf = request.stream.read(LARGEST + 1)
    if len(pdf) > LARGEST:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    sealed = _sealed(pdf) if guard.allowed(Action.SEAL_PDF, own_record) else None
    with permit(Action.SEAL_PDF, own_record) as access:
        if sealed is None:
            raise Refused(Reason.MALFORMED_REQUEST)
        access.details["sha256"] = digest = hashlib.sha256(sealed).hexdigest()
    response = answers.Pdf(sealed)
    response.set_etag(digest)
    return response


def _sealed(pdf: bytes) -> bytes | None:
    try:
        return platform().seal.sign(pdf, clock.now())
    except ValueError:
        return None
