"""Paper forms that came in: their scans wait sealed until they are entered or sent back."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code, Hash, Id, Moment, Sealed


class PaperForm(Base):
    """One form that came by post or over the counter, from its scan to the act that it asked for."""

    __tablename__ = "paper_forms"

    id: Mapped[Id] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    """As it is printed on the form; blank forms that were copied get one at the desk."""
    kind: Mapped[Code]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[Code]
    received_at: Mapped[Moment]
    received_by: Mapped[Id] = mapped_column(ForeignKey("accounts.id"))
    due_at: Mapped[Moment]
    scan_blob_id: Mapped[str | None] = mapped_column(String(36))
    """Gone once the form was refused: what was scanned is forgotten."""
    scan_key_sealed: Mapped[Sealed | None]
    """The scan's own key, sealed with the platform's; with the record's as soon as the person is known."""
    scan_size: Mapped[int]
    scan_sha256: Mapped[Hash]
    scan_sha1: Mapped[str] = mapped_column(String(40))
    pages: Mapped[int]
    taken_by: Mapped[str | None] = mapped_column(String(36))
    taken_until: Mapped[Moment | None]
    patient_id: Mapped[str | None] = mapped_column(String(36), ForeignKey("dossiers.patient_id"), index=True)
    case_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """The case with which it lies; it was entered there."""
    approval_id: Mapped[str | None] = mapped_column(String(36), index=True)
    """What a second pair of eyes looks at."""
    became: Mapped[str | None] = mapped_column(String(40))
    """The number of what it became: a request for a record, a petition."""
    corrected_from: Mapped[str | None] = mapped_column(String(40))
    """The kind under which it came in, while its person was not told yet that this was a mistake."""
    refusal: Mapped[str | None] = mapped_column(String(40))
    done_by: Mapped[str | None] = mapped_column(String(36))
    done_at: Mapped[Moment | None]

    __table_args__ = (Index(None, "state", "due_at"),)
