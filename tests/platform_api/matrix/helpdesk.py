"""Who gets to the helpdesk's paths."""

from tests.platform_api.matrix.people import STAFF

MAY: dict[str, frozenset[str] | str] = {
    "GET /dsp/v1/helpdesk": STAFF,
}
