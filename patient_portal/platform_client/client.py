"""The one door to the platform: a method per thing a person does, frozen values out, four errors."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from patient_portal.platform_client import answers, fhir_reader
from patient_portal.platform_client.errors import NotFound, SignedOut, Unavailable
from patient_portal.platform_client.types import (
    Account,
    Activated,
    Activation,
    ActivationStarted,
    Actor,
    Document,
    DocumentFile,
    DocumentFilters,
    DocumentPage,
    DocumentType,
    Dossier,
    DueNotice,
    Emergency,
    FoundActors,
    JournalFilters,
    JournalPage,
    NextStep,
    Objected,
    OpenSession,
    Rights,
    SessionContext,
    SignedIn,
    SignInStarted,
)
from patient_portal.platform_client.vocabulary import ActivationStep, DecisionReason
from patient_portal.platform_client.wire import Call, Reply, Transport, Unreachable

T = TypeVar("T")

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}(?<!\.)")  # FHIR R4 id, and never "." or ".."
_LINE = "type,category,date,author,custodian,securityLabel,content"  # what a line of the list shows
_DSP = "/dsp/v1"
_JSON = "application/json"
_FHIR = "application/fhir+json"
_TYPES_KEPT = 600.0  # seconds; the code system changes a few times a year
_BYTES_TIMEOUT = 15.0  # seconds for a document's bytes


class _Sessions(msgspec.Struct):
    sessions: tuple[OpenSession, ...] = ()


class _DueNotices(msgspec.Struct):
    notices: tuple[DueNotice, ...] = ()


@dataclass(slots=True)
class Shared:
    """What all requests of one process share: the way to the platform and its rarely changing code system."""

    transport: Transport
    types: tuple[DocumentType, ...] = ()
    types_until: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the portal says of the browser that asks: the limits and the trail need it."""

    address: str = ""
    request_id: str = ""
    language: str = "fr"
    device: str = ""


class PlatformClient:
    """One request's client: the same visitor and session on every call; raises only the four errors."""

    def __init__(self, shared: Shared, visitor: Visitor, session: str | None = None) -> None:
        self._shared = shared
        self._visitor = visitor
        self.reference = session
        self.context: SessionContext | None = None

    # from the letter to the account

    def redeem_letter(self, matricule: str, code: str) -> ActivationStarted:
        """Begin an activation with a letter; every true failure is `letter_not_accepted`."""
        body = {"matricule": matricule, "code": code, "language": self._visitor.language}
        return self._json("POST", "/activations", ActivationStarted, body)

    def activation(self) -> Activation:
        """Where this activation stands."""
        return self._json("GET", "/activation", Activation)

    def give_email(self, email: str) -> ActivationStep:
        """Have a code sent to this address; also sends anew or corrects the address."""
        return self._json("POST", "/activation/email", NextStep, {"email": email}).step

    def take_proven_email(self) -> ActivationStep:
        """Take the address that was proved with this letter on another device."""
        return self._json("POST", "/activation/email", NextStep, {"use_proven": True}).step

    def prove_email(self, code: str) -> ActivationStep:
        """Prove the address by the code sent to it."""
        return self._json("POST", "/activation/email-code", NextStep, {"code": code}).step

    def choose_password(self, password: str) -> ActivationStep:
        """Choose the account's password."""
        return self._json("POST", "/activation/password", NextStep, {"password": password}).step

    def enrol_totp(self, code: str) -> Activated:
        """Prove the authenticator app, which consumes the letter and opens the account."""
        return self._json("POST", "/activation/totp", Activated, {"code": code})

    def keep_recovery_codes(self) -> None:
        """The person has written the recovery codes down: the platform forgets them."""
        self._send("POST", f"{_DSP}/activation/recovery-codes-kept")

    def step_back(self, step: ActivationStep) -> ActivationStep:
        """Return to an earlier step, the e-mail address or the password."""
        return self._json("POST", "/activation/back", NextStep, {"step": step.value}).step

    def object_by_letter(self, matricule: str, code: str) -> Objected:
        """Object to the record with the letter alone; the refusals are those of `redeem_letter`."""
        body = {"matricule": matricule, "code": code, "language": self._visitor.language}
        return self._json("POST", "/objections", Objected, body)

    def request_letter(self, matricule: str, last_name: str) -> None:
        """Ask for a new letter; the answer is the same for everybody."""
        body = {"matricule": matricule, "last_name": last_name, "language": self._visitor.language}
        self._send("POST", f"{_DSP}/letters", body)

    # signing in and out

    def sign_in(self, email: str, password: str, account_number: str = "") -> SignInStarted:
        """The first factor; `account_number_needed` when two people share the address."""
        body = {"email": email, "password": password}
        if account_number:
            body["account_number"] = account_number
        return self._json("POST", "/sessions", SignInStarted, body)

    def prove_second_factor(self, *, totp: str = "", recovery_code: str = "") -> SignedIn:
        """The second factor: a code of the authenticator app, or one of the recovery codes."""
        body = {"recovery_code": recovery_code} if recovery_code else {"totp": totp}
        return self._json("POST", "/session/second-factor", SignedIn, body)

    def prove_again(self, *, totp: str = "", recovery_code: str = "") -> None:
        """The second factor once more, for what opens the record; it counts for five minutes."""
        body = {"recovery_code": recovery_code} if recovery_code else {"totp": totp}
        self._send("POST", f"{_DSP}/session/proof", body)

    def sign_out(self) -> None:
        """End this session on the platform."""
        self._send("DELETE", f"{_DSP}/session")
        self.context = None

    def session(self) -> SessionContext:
        """Who is signed in; the answer's own context says it."""
        self._send("GET", f"{_DSP}/session")
        if self.context is None:
            raise SignedOut()
        return self.context

    def sessions(self) -> tuple[OpenSession, ...]:
        """All open sessions of the person."""
        return self._json("GET", "/sessions", _Sessions).sessions

    def end_session(self, session_id: str) -> None:
        """End another of the person's own sessions."""
        self._send("DELETE", f"{_DSP}/sessions/{_part(session_id)}")

    def ask_password_reset(self, email: str) -> None:
        """Ask for a link to choose a new password; the answer is the same for everybody."""
        self._send("POST", f"{_DSP}/password-resets", {"email": email, "language": self._visitor.language})

    def reset_password(self, token: str, password: str, *, totp: str = "", recovery_code: str = "") -> None:
        """Choose a new password with the mailed link and the second factor."""
        body = {"token": token, "password": password}
        body |= {"recovery_code": recovery_code} if recovery_code else {"totp": totp}
        self._send("POST", f"{_DSP}/password-resets/redeem", body)

    def account(self) -> Account:
        """The person's account."""
        return self._json("GET", "/account", Account)

    def change_language(self, language: str) -> None:
        """The language of the person's letters and messages."""
        self._send("PATCH", f"{_DSP}/account", {"language": language})

    # the record

    def dossier(self) -> Dossier:
        """The record's state and what is in it."""
        return self._json("GET", "/dossier", Dossier)

    def documents(self, filters: DocumentFilters) -> DocumentPage:
        """One page of the documents that the person may see (ITI-67 by POST: no search word in a URL)."""
        form: list[tuple[str, str]] = [("patient", f"Patient/{self._patient()}"), ("status", "current")]
        if filters.words:
            form.append(("_content", filters.words))
        if filters.group:
            form.append(("category", filters.group))
        if filters.type:
            form.append(("type", filters.type))
        if filters.organisation:
            form.append(("custodian", f"Organization/{filters.organisation}"))
        if filters.start:
            form.append(("creation", f"ge{filters.start.isoformat()}"))
        if filters.end:
            form.append(("creation", f"le{filters.end.isoformat()}"))
        form.append(("_sort", filters.sort.replace("date", "creation")))  # a document's own date (MHD)
        form.append(("_count", str(filters.page_size)))
        form.append(("_offset", str(filters.offset)))
        form.append(("_elements", _LINE))
        if filters.with_organisations:
            form.append(("_facets", "organisation"))
        reply = self._call("POST", "/fhir/DocumentReference/_search", form=form)
        return answers.read(lambda: fhir_reader.read_documents(reply.body, filters.page, filters.page_size))

    def document(self, document_id: str) -> Document:
        """One document's description."""
        reply = self._call("GET", f"/fhir/DocumentReference/{_part(document_id)}")
        return answers.read(lambda: fhir_reader.read_document(reply.body))

    def document_bytes(self, document_id: str) -> DocumentFile:
        """One document's bytes; the platform checks their hash and notes that the patient has seen them."""
        path = f"/fhir/Binary/{_part(document_id)}"
        reply = self._call("GET", path, accept="*/*", timeout=_BYTES_TIMEOUT)
        kind = reply.headers.get("content-type", "application/octet-stream")
        return DocumentFile(
            content=reply.body,
            content_type=kind.partition(";")[0].strip().lower(),
            integrity=reply.headers.get("etag", "").strip('"'),
        )

    def journal(self, filters: JournalFilters) -> JournalPage:
        """One page of the acts on the record, newest first; steps of one act of the person's own count once."""
        query: list[tuple[str, str]] = [("patient", f"Patient/{self._patient()}")]
        if filters.start:
            query.append(("date", f"ge{filters.start.isoformat()}"))
        if filters.end:
            query.append(("date", f"le{filters.end.isoformat()}"))
        query += [("_count", str(filters.page_size)), ("_offset", str(filters.offset)), ("_fold", "own")]
        reply = self._call("GET", "/fhir/AuditEvent", query=urlencode(query))
        return answers.read(lambda: fhir_reader.read_journal(reply.body, filters.page, filters.page_size))

    def document_types(self) -> tuple[DocumentType, ...]:
        """The published document types, kept for ten minutes in this process."""
        shared = self._shared
        if not shared.types or time.monotonic() > shared.types_until:
            reply = self._call("GET", "/fhir/CodeSystem/document-types")
            shared.types = answers.read(lambda: fhir_reader.read_document_types(reply.body))
            shared.types_until = time.monotonic() + _TYPES_KEPT
        return shared.types

    # who can open the record

    def rights(self) -> Rights:
        """Everyone who can open the record now, and everyone who is kept out."""
        return self._json("GET", "/rights", Rights)

    def search_directory(self, words: str) -> FoundActors:
        """Professionals and organisations by name, place or profession, with what they may open now."""
        reply = self._call("GET", f"{_DSP}/professionals", query=urlencode({"q": words}), accept=_JSON)
        return answers.decode(reply.body, FoundActors)

    def actor(self, kind: str, actor_id: str) -> Actor:
        """One professional or organisation."""
        return self._json("GET", f"/{kind}s/{_part(actor_id)}", Actor)

    def grant_access(self, kind: str, actor_id: str, until: date | None, reason: DecisionReason) -> None:
        """Let them open the record to the end of a day in Luxembourg, or as long as the person wants."""
        body = {"reason": reason.value} | ({"until": until.isoformat()} if until else {})
        self._send("PUT", f"{_DSP}/rights/{kind}/{_part(actor_id)}", body)

    def revoke_access(self, kind: str, actor_id: str) -> None:
        """Take their access back, at once."""
        self._send("DELETE", f"{_DSP}/rights/{kind}/{_part(actor_id)}")

    def block(self, kind: str, actor_id: str, reason: DecisionReason) -> None:
        """Keep them out of everything, at once, emergencies included."""
        self._send("PUT", f"{_DSP}/blocks/{kind}/{_part(actor_id)}", {"reason": reason.value})

    def unblock(self, kind: str, actor_id: str) -> None:
        """End a block; what they were allowed before counts again."""
        self._send("DELETE", f"{_DSP}/blocks/{kind}/{_part(actor_id)}")

    def emergency(self) -> Emergency:
        """Whether professionals may open the record in an emergency."""
        return self._json("GET", "/emergency", Emergency)

    def set_emergency(self, allowed: bool) -> None:
        """Allow that, or switch it off."""
        self._send("PUT", f"{_DSP}/emergency", {"allowed": allowed})

    # what the worker does

    def due_notices(self) -> tuple[DueNotice, ...]:
        """Take the messages that are due, for two minutes; for the worker's client only."""
        return self._json("POST", "/notices/lease", _DueNotices, {}).notices

    def notice_sent(self, notice_id: str) -> None:
        """One of them is on its way."""
        self._send("POST", f"{_DSP}/notices/{_part(notice_id)}/sent", {})

    # how it is sent

    def _patient(self) -> str:
        """The patient of this session; `self` before any answer told the id, so that one call is enough."""
        return self.context.patient_id if self.context and self.context.patient_id else "self"

    def _json(self, method: str, path: str, kind: type[T], body: Mapping[str, str | bool] | None = None) -> T:
        return answers.decode(self._send(method, _DSP + path, body).body, kind)

    def _send(self, method: str, path: str, body: Mapping[str, str | bool] | None = None) -> Reply:
        return self._call(method, path, json=body, accept=_JSON)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        json: Mapping[str, str | bool] | None = None,
        form: list[tuple[str, str]] | None = None,
        accept: str = _FHIR,
        timeout: float | None = None,
    ) -> Reply:
        content, content_type = b"", ""
        if json is not None:
            content, content_type = msgspec.json.encode(json), _JSON
        elif form is not None:
            content, content_type = urlencode(form).encode(), "application/x-www-form-urlencoded"
        call = Call(method, path, query, self._headers(accept), content, content_type, timeout)
        try:
            reply = self._shared.transport.send(call)
        except Unreachable as error:
            raise Unavailable() from error
        if context := reply.headers.get("dsp-context"):
            self.context = answers.context(context)
        if reply.status >= 400:
            raise answers.error(reply)
        if reply.status >= 300:
            raise Unavailable()
        return reply

    def _headers(self, accept: str) -> dict[str, str]:
        visitor = self._visitor
        headers = {
            "Accept": accept,
            "Accept-Language": visitor.language,
            "DSP-Visitor-Address": visitor.address,
            "DSP-Request-Id": visitor.request_id,
        }
        if visitor.device:
            headers["DSP-Device"] = visitor.device
        if self.reference:
            headers["DSP-Session"] = self.reference
        return headers


def _part(identifier: str) -> str:
    """An id as one segment of a path: whatever it holds, it cannot reach another address."""
    if not _ID.fullmatch(identifier):
        raise NotFound()
    return identifier
