"""The one door to the platform: a method per thing a person does, frozen values out, four errors."""

import time
from typing import TypeVar

import msgspec

from patient_portal.platform_client import answers, fhir_reader
from patient_portal.platform_client.asking import Asking
from patient_portal.platform_client.calls import DSP, part
from patient_portal.platform_client.caring import Caring
from patient_portal.platform_client.deciding import Deciding
from patient_portal.platform_client.ending import Ending
from patient_portal.platform_client.errors import SignedOut
from patient_portal.platform_client.exporting import Exporting
from patient_portal.platform_client.figuring import Figuring
from patient_portal.platform_client.helpdesk import Helpdesk
from patient_portal.platform_client.inviting import Inviting
from patient_portal.platform_client.journals import Journals
from patient_portal.platform_client.papers import Papers
from patient_portal.platform_client.petitions import Petitions
from patient_portal.platform_client.phoning import Phoning
from patient_portal.platform_client.seeing import Seeing
from patient_portal.platform_client.statement import Statements
from patient_portal.platform_client.told import Told
from patient_portal.platform_client.types import (
    Account,
    Activated,
    Activation,
    ActivationStarted,
    Document,
    DocumentFile,
    DocumentFilters,
    DocumentPage,
    DocumentType,
    Dossier,
    DueNotice,
    NewApp,
    NextStep,
    Objected,
    OpenSession,
    SessionContext,
    SignedIn,
    SignInStarted,
)
from patient_portal.platform_client.uploads import OwnDocuments
from patient_portal.platform_client.vocabulary import ActivationStep

T = TypeVar("T")

_LINE = "type,category,date,author,custodian,securityLabel,content"  # what a line of the list shows
_TYPES_KEPT = 600.0  # seconds; the code system changes a few times a year
_BYTES_TIMEOUT = 15.0  # seconds for a document's bytes


class _Sessions(msgspec.Struct):
    sessions: tuple[OpenSession, ...] = ()


class _NewCodes(msgspec.Struct):
    recovery_codes: tuple[str, ...] = ()


class _DueNotices(msgspec.Struct):
    notices: tuple[DueNotice, ...] = ()


class PlatformClient(
    Asking,
    Caring,
    Deciding,
    Ending,
    Exporting,
    Figuring,
    Helpdesk,
    Inviting,
    Journals,
    OwnDocuments,
    Papers,
    Petitions,
    Phoning,
    Seeing,
    Statements,
    Told,
):
    """One request's client: the same visitor and session on every call; raises only the four errors."""

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
        self._send("POST", f"{DSP}/activation/recovery-codes-kept")

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
        self._send("POST", f"{DSP}/letters", body)

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

    def prove_again(self, *, totp: str = "", recovery_code: str = "") -> SignedIn:
        """The second factor once more, for what opens the record; it counts for five minutes, under a new reference."""
        body = {"recovery_code": recovery_code} if recovery_code else {"totp": totp}
        return self._json("POST", "/session/proof", SignedIn, body)

    def sign_out(self) -> None:
        """End this session on the platform."""
        self._send("DELETE", f"{DSP}/session")
        self.context = None

    def session(self) -> SessionContext:
        """Who is signed in; the answer's own context says it."""
        self._send("GET", f"{DSP}/session")
        if self.context is None:
            raise SignedOut()
        return self.context

    def sessions(self) -> tuple[OpenSession, ...]:
        """All open sessions of the person."""
        return self._json("GET", "/sessions", _Sessions).sessions

    def end_session(self, session_id: str) -> None:
        """End another of the person's own sessions."""
        self._send("DELETE", f"{DSP}/sessions/{part(session_id)}")

    def ask_password_reset(self, email: str) -> None:
        """Ask for a link to choose a new password; the answer is the same for everybody."""
        self._send("POST", f"{DSP}/password-resets", {"email": email, "language": self._visitor.language})

    def reset_password(self, token: str, password: str, *, totp: str = "", recovery_code: str = "") -> None:
        """Choose a new password with the mailed link and the second factor."""
        body = {"token": token, "password": password}
        body |= {"recovery_code": recovery_code} if recovery_code else {"totp": totp}
        self._send("POST", f"{DSP}/password-resets/redeem", body)

    def account(self) -> Account:
        """The person's account."""
        return self._json("GET", "/account", Account)

    def change_language(self, language: str) -> None:
        """The language of the person's letters and messages."""
        self._send("PATCH", f"{DSP}/account", {"language": language})

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
        reply = self._call("GET", f"/fhir/DocumentReference/{part(document_id)}")
        return answers.read(lambda: fhir_reader.read_document(reply.body))

    def document_bytes(self, document_id: str, *, to_keep: bool = False) -> DocumentFile:
        """One document's bytes, to be shown or kept; the platform checks their hash and notes who has seen them."""
        path = f"/fhir/Binary/{part(document_id)}"
        use = "" if to_keep else "_use=view"
        reply = self._call("GET", path, query=use, accept="*/*", timeout=_BYTES_TIMEOUT)
        kind = reply.headers.get("content-type", "application/octet-stream")
        return DocumentFile(
            content=reply.body,
            content_type=kind.partition(";")[0].strip().lower(),
            integrity=reply.headers.get("etag", "").strip('"'),
        )

    def document_types(self) -> tuple[DocumentType, ...]:
        """The published document types, kept for ten minutes in this process."""
        shared = self._shared
        if not shared.types or time.monotonic() > shared.types_until:
            reply = self._call("GET", "/fhir/CodeSystem/document-types")
            shared.types = answers.read(lambda: fhir_reader.read_document_types(reply.body))
            shared.types_until = time.monotonic() + _TYPES_KEPT
        return shared.types

    # second factors

    def begin_app(self) -> NewApp:
        """A secret for a new authenticator app; the old one still counts."""
        return self._json("POST", "/factors/app", NewApp)

    def finish_app(self, pending: str, code: str) -> None:
        """The new app shows this code: it counts from now on."""
        self._send("PUT", f"{DSP}/factors/app", {"pending": pending, "code": code})

    def new_recovery_codes(self) -> tuple[str, ...]:
        """Ten new recovery codes; the earlier ones are dead."""
        return self._json("POST", "/factors/recovery-codes", _NewCodes).recovery_codes

    # what the worker does

    def due_notices(self) -> tuple[DueNotice, ...]:
        """Take the messages that are due, for two minutes; for the worker's client only."""
        return self._json("POST", "/notices/lease", _DueNotices, {}).notices

    def notice_sent(self, notice_id: str) -> None:
        """One of them is on its way."""
        self._send("POST", f"{DSP}/notices/{part(notice_id)}/sent", {})

    def notice_refused(self, notice_id: str) -> None:
        """One of them will never arrive: nobody tries it again."""
        self._send("POST", f"{DSP}/notices/{part(notice_id)}/refused", {})
