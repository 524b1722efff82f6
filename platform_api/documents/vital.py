"""Which document types can save a life when somebody must act quickly: dated data, named before they are hidden.

A plausible default: allergies, current medicines, implants and the summaries that hold them (the sections which the
International Patient Summary 2.0.1 requires or recommends), and the holder's own statement.
"""

import csv
from functools import cache
from importlib.resources import files


@cache
def vital_types() -> frozenset[str]:
    """The codes of the vital types."""
    text = files("platform_api.directory").joinpath("vital_types.csv").read_text("utf-8")
    return frozenset(row["type"] for row in csv.DictReader(text.splitlines()))
