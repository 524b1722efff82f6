"""Ten years of Nicolas Reuland's care, weighted like the real figures of the document types.

The milestones are handwritten under `texts/nicolas-reuland`; here come the hundreds of visits between them.
"""

from datetime import date

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
    parts = (summaries, certificates, examinations, laboratory, diary)
    return [
        draft(key, {"person": "nicolas-reuland"} | fields, text, today)
        for part in parts
        for key, fields, text in part.visits()
    ]
