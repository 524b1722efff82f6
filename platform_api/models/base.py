"""The base of every table and the column types that recur."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

from platform_api.db import UTCDateTime, metadata

Id = Annotated[str, mapped_column(String(36))]
Code = Annotated[str, mapped_column(String(40))]
Hash = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
Moment = Annotated[datetime, mapped_column(UTCDateTime())]
Sealed = Annotated[bytes, mapped_column(LargeBinary())]


class Base(DeclarativeBase):
    """All tables share one metadata, with named constraints."""

    metadata = metadata
    type_annotation_map = {dict[str, Any]: JSON(), list[str]: JSON()}
