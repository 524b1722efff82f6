"""Ten years of Nicolas Reuland's care, weighted like the real figures of the document types.

The milestones are handwritten under `texts/nicolas-reuland`; here come the hundreds of visits between them.
"""

from datetime import date
from itertools import chain

from platform_api.demo.documents.ten_years import (
    certificates,
    diary,
    examinations,
    laboratory,
    summaries,
)
from platform_api.demo.drafts import Draft, draft


def ten_years(today: date) -> list[Draft]:
    """Some three hundred drafts, the same ones for the same day."""
    visits = chain(
        summaries.visits(today),
        certificates.visits(),
        examinations.visits(),
        laboratory.visits(),
        diary.visits(),
    )
    return [draft(key, {"person": "nicolas-reuland"} | fields, text, today) for key, fields, text in visits]
