"""Reads what a request carries, strictly: the right shape or a clear refusal."""

from typing import TypeVar

import msgspec
from flask import request

from platform_api.problems import Refused
from platform_api.vocabulary import LANGUAGES, Reason

JSON_LIMIT = 64 * 1024
T = TypeVar("T")


def body(shape: type[T]) -> T:
    """The JSON body in this shape; raises Refused for anything else, unknown fields included."""
    if request.content_length is not None and request.content_length > JSON_LIMIT:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    data = request.get_data(cache=False)
    if len(data) > JSON_LIMIT:
        raise Refused(Reason.REQUEST_TOO_LARGE)
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(Reason.MALFORMED_REQUEST) from error


def language(code: str) -> str:
    """One of the four languages; French for anything else."""
    return code if code in LANGUAGES else LANGUAGES[0]
