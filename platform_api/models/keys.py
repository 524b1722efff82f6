"""The store of record keys: a database of its own, so that it is backed up apart and briefly."""

from sqlalchemy import Column, LargeBinary, MetaData, String, Table

key_metadata = MetaData()
record_keys = Table(
    "record_keys",
    key_metadata,
    Column("patient_id", String(36), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
