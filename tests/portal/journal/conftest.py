"""The journal's people: the same windows as the reader's of documents."""

from tests.portal.documents.conftest import (
    fatoumata,
    fatoumatas_record,
    nicolas,
    shared_demo,
    shared_portal,
    signed_in,
)

__all__ = ["fatoumata", "fatoumatas_record", "nicolas", "shared_demo", "shared_portal", "signed_in"]
