"""What is counted as it happens, so that key figures never read millions of rows."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from platform_api.models.base import Base, Code


class DocumentTally(Base):
    """How many documents of a type came in during a month; in several shares, so that writers do not queue up."""

    __tablename__ = "document_tallies"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    type_code: Mapped[Code] = mapped_column(primary_key=True)
    share: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = ({"sqlite_with_rowid": False},)
