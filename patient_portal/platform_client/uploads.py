"""The client's part about a person's own files: given, shown, confirmed, taken back."""

from datetime import date, datetime
from typing import IO
from urllib.parse import quote

import msgspec

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.types import DocumentFile
from patient_portal.platform_client.uploads_types import InTheMaking, OwnFile, Uploads

_CONVERTING = 100.0  # seconds for a file to be looked at and made clean
_BYTES = 15.0


class _Kept(msgspec.Struct):
    document_id: str


class _Files(msgspec.Struct):
    files: tuple[OwnFile, ...] = ()


class _Until(msgspec.Struct):
    undo_until: datetime


class OwnDocuments(Calls):
    """What a holder adds to their record themself."""

    def uploads(self) -> Uploads:
        """What was begun, what may be added, what was withdrawn and can return."""
        return self._json("GET", "/uploads", Uploads)

    def begin_upload(self) -> InTheMaking:
        """Begin a document, or go on with the one that was begun."""
        return self._json("POST", "/uploads", InTheMaking)

    def add_file(self, upload_id: str, name: str, stream: IO[bytes], size: int) -> InTheMaking:
        """Give a file, as a stream that is read once."""
        path = f"{DSP}/uploads/{part(upload_id)}/files"
        return self._stream(path, stream, size, {"DSP-File-Name": quote(name)}, InTheMaking, _CONVERTING)

    def leave_file_out(self, upload_id: str, file_id: str) -> InTheMaking:
        """Take a file out again."""
        return self._json("DELETE", f"/uploads/{part(upload_id)}/files/{part(file_id)}", InTheMaking)

    def forget_upload(self, upload_id: str) -> None:
        """Forget all of it."""
        self._send("DELETE", f"{DSP}/uploads/{part(upload_id)}")

    def make_pages(
        self, upload_id: str, *, type_code: str, day: date, title: str, language: str, page_words: str
    ) -> InTheMaking:
        """Have the files put together; `page_words` holds `{page}` and `{pages}`."""
        body = {"type": type_code, "day": day, "title": title, "language": language, "page_words": page_words}
        return self._json("POST", f"/uploads/{part(upload_id)}/pages", InTheMaking, body, _CONVERTING)

    def upload_pages(self, upload_id: str) -> DocumentFile:
        """The pages that were made, as a PDF."""
        reply = self._call("GET", f"{DSP}/uploads/{part(upload_id)}/pages", accept="*/*", timeout=_BYTES)
        integrity = reply.headers.get("etag", "").strip('"')
        return DocumentFile(content=reply.body, content_type="application/pdf", integrity=integrity)

    def keep_upload(self, upload_id: str, *, title: str, pages_sha256: str, language: str) -> str:
        """Say yes to exactly these pages; returns the document's id."""
        body = {"title": title, "pages_sha256": pages_sha256, "language": language}
        return self._json("POST", f"/uploads/{part(upload_id)}/keep", _Kept, body, _BYTES).document_id

    def own_files(self, document_id: str) -> tuple[OwnFile, ...]:
        """The files behind an own document."""
        return self._json("GET", f"/documents/{part(document_id)}/files", _Files).files

    def withdraw_document(self, document_id: str) -> datetime:
        """Take an own document back; returns until when it can return."""
        return self._json("DELETE", f"/documents/{part(document_id)}", _Until).undo_until

    def restore_document(self, document_id: str) -> None:
        """Bring it back."""
        self._send("POST", f"{DSP}/documents/{part(document_id)}/restore")
