"""Copies of a journal, and receipts: signed statements that an entry stood in its chain, for anybody to check."""

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

import msgspec
from flask import Blueprint
from sqlalchemy import Connection, select

from platform_api import answers, audit_spans, audit_trail, clock, requests, search_parameters
from platform_api.audit import entries
from platform_api.audit.routes import conditions_of
from platform_api.context import Platform
from platform_api.fhir.audit_event import audit_event
from platform_api.fhir.registry import AUDIT_EVENT
from platform_api.guard import Access, Look, Subject, permit
from platform_api.models import AuditHead
from platform_api.principal import Principal
from platform_api.shapes import Moment
from platform_api.vocabulary import Action

bp = Blueprint("copies", __name__, url_prefix="/dsp/v1")
MOST = 20_000
"""The entries of one copy; for more one asks by periods."""
_E = entries.ENTRIES
_TYPE = "dsp-receipt+jws"


class ReceiptBody(msgspec.Struct, forbid_unknown_fields=True):
    """A receipt as it was handed out."""

    receipt: str


class Receipt(TypedDict):
    """A signed statement, as a JWS."""

    receipt: str


class Found(TypedDict):
    """What a receipt is worth; for what stands also when it was written and when that was signed."""

    verdict: Literal["not_ours", "changed", "gone", "stands"]
    written_at: NotRequired[Moment]
    signed_at: NotRequired[Moment]


@bp.get("/journal/copy")
def copy() -> answers.SealedLines:
    """The journal of one's own record as NDJSON of AuditEvent, the newest first; `DSP-Seal` signs what it holds."""
    query = search_parameters.read(AUDIT_EVENT)
    with permit(Action.EXPORT_JOURNAL, _all_of_it) as access:
        patient_id = access.subject.patient_id or ""
        rows = entries.every(access, patient_id, conditions_of(query), MOST)
        access.details["entries"] = len(rows)
        seal = _sealed(access, patient_id, rows)
    lines = b"\n".join(msgspec.json.encode(audit_event(row)) for row in rows)
    response = answers.SealedLines(lines)
    response.headers["DSP-Seal"] = seal
    return response


@bp.get("/journal/<trail_id>/receipt")
def receipt(trail_id: str) -> answers.Json[Receipt]:
    """A signed statement that this entry stands in the chain of one's own record now."""
    with permit(Action.EXPORT_JOURNAL, _entry(trail_id)) as access:
        row = access.subject.payload
        written = row.recorded_at.isoformat(timespec="seconds")
        claims = {"id": row.id, "number": row.number, "hash": row.hash, "written": written}
        signed = _sign(access.platform, claims)
    return answers.Json({"receipt": signed})


@bp.post("/receipts/check")
def check() -> answers.Json[Found]:
    """Whether a receipt is ours, and whether its entry still stands unchanged; tells nothing about whose it is."""
    given = requests.body(ReceiptBody)
    with permit(Action.CHECK_RECEIPT) as access:
        claims = access.platform.tokens.read_signed(given.receipt.strip(), _TYPE)
        verdict = _verdict(access.connection, claims)
        access.details["verdict"] = verdict["verdict"]
    return answers.Json(verdict)


def _all_of_it(_connection: Connection, principal: Principal) -> Subject:
    return Subject(principal.patient_id, "journal", principal.patient_id, facts={"exists": True})


def _entry(entry_id: str) -> Look:
    def look(connection: Connection, principal: Principal) -> Subject:
        row = connection.execute(
            select(_E).where(_E.c.id == entry_id, _E.c.chain == (principal.patient_id or ""))
        ).first()
        return Subject(principal.patient_id, "entry", entry_id[:36], row, {"exists": row is not None})

    return look


def _sealed(access: Access, patient_id: str, rows: list[dict[str, Any]]) -> str:
    """The newest entry that the copy could hold stands for all before it: each entry holds the hash of the last."""
    head = access.connection.execute(
        select(AuditHead.number, AuditHead.hash).where(AuditHead.chain == patient_id)
    ).first()
    newest = rows[0]["id"] if rows else None
    claims = {"id": newest, "number": head.number if head else 0, "entries": len(rows)}
    if rows:
        claims |= {"number": rows[0]["number"], "hash": rows[0]["hash"]}
    return _sign(access.platform, claims)


def _sign(running: Platform, claims: dict[str, Any]) -> str:
    return running.tokens.sign({**claims, "at": clock.now().isoformat(timespec="seconds")}, _TYPE)


def _verdict(connection: Connection, claims: dict[str, Any] | None) -> Found:
    if claims is None or not isinstance(claims.get("id"), str):
        return {"verdict": "not_ours"}
    row = connection.execute(select(_E).where(_E.c.id == claims["id"])).mappings().first()
    if row is None:
        written = claims.get("written")  # the first receipts did not say it
        kept = isinstance(written, str) and datetime.fromisoformat(written) >= audit_spans.ends_before()
        return {"verdict": "changed" if kept else "gone"}
    right = (row["number"], row["hash"]) == (claims.get("number"), claims.get("hash"))
    if not right or audit_trail.chain_hash(row) != row["hash"]:
        return {"verdict": "changed"}
    if not audit_trail.holds_from(connection, row["chain"], row["number"], row["hash"]):
        return {"verdict": "changed"}
    signed_at = datetime.fromisoformat(str(claims.get("at")))
    return {"verdict": "stands", "written_at": row["recorded_at"], "signed_at": signed_at}
