"""The client's part about the holder's own statement: drafts, publishing, withdrawing."""

from collections.abc import Mapping

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.statement_types import (
    OwnStatement,
    Publication,
    StatementContent,
    StatementDraft,
)

_PUBLISHING_TIMEOUT = 15.0  # seconds; two documents are stored


class Statements(Calls):
    """What the holder of a record says for themself."""

    def own_statement(self) -> OwnStatement:
        """Drafts and what is published."""
        return self._json("GET", "/statement", OwnStatement)

    def save_statement_draft(
        self, content: StatementContent, *, tab: str, serial: int, draft_id: str | None, version: int
    ) -> StatementDraft:
        """Keep what was typed; a text that another tab overtook is kept beside it."""
        body = {"content": content, "tab": tab, "serial": serial, "draft": draft_id, "version": version}
        return self._json("PUT", "/statement/draft", StatementDraft, body)

    def choose_statement_draft(self, draft_id: str) -> None:
        """Of several drafts keep this one."""
        self._send("POST", f"{DSP}/statement/drafts/{part(draft_id)}/keep")

    def discard_statement_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        self._send("DELETE", f"{DSP}/statement/drafts/{part(draft_id)}")

    def publish_statement(
        self,
        draft: StatementDraft,
        *,
        replaces: int,
        heading_language: str,
        words: Mapping[str, str],
        pdf: bytes,
    ) -> Publication:
        """Make a draft a document of the record, in place of version `replaces` (0: none)."""
        body = {
            "draft": draft.id,
            "version": draft.version,
            "replaces": replaces,
            "heading_language": heading_language,
            "words": words,
            "pdf": pdf,
        }
        return self._json("PUT", "/statement/publication", Publication, body, timeout=_PUBLISHING_TIMEOUT)

    def withdraw_statement(self) -> None:
        """Take the statement back."""
        self._send("DELETE", f"{DSP}/statement/publication")

    def restore_statement(self) -> None:
        """Bring a withdrawn statement back."""
        self._send("POST", f"{DSP}/statement/publication/restore")
