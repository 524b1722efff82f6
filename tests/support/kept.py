"""What each application works out when it starts, kept for the next one in this process: it is always the same.

Nearly every test has an application of its own. Without this, most of what a test took went into compiling the
same addresses and the same templates.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class CompiledTemplates(BytecodeCache):
    """The code of each template, by its name, its file and every byte of its source."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of this very source, if it was compiled before."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


def keep() -> None:
    """Begin; it lasts as long as this process."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": CompiledTemplates()}
    _keep_builders()


def _keep_builders() -> None:
    """What builds an address is made of the rule's text alone, unless values are given for its gaps."""
    kept: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_anew: Any = Rule._compile_builder

    def compile_builder(rule: Any, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compile_anew(rule, append_unknown)  # type: ignore[no-any-return]  # untyped above
        key = (rule.rule, append_unknown, *rule._trace)
        if key not in kept:
            kept[key] = compile_anew(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compile_builder  # type: ignore[assignment, method-assign]  # the one place where it is made
