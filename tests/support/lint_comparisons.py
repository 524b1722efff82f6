"""Secrets are compared in constant time: what is named like one stands beside no `==`, `!=` or `in`."""

import ast
import re

from tests.support.tree import ROOT, tracked

_SECRET = re.compile(
    r"(^|_)(assertion|csrf|digest|fingerprint|hash|hashed|hmac|mac|otp|password|pin|secret|signature|signed|token)$"
)
_NO_SECRET = {
    "platform_api/documents/submission.py": "what was sent twice is told apart from what was changed, by its sender",
    "platform_api/documents/provide_metadata.py": "the hash of a document beside the document itself",
    "platform_api/audit/reported.py": "a report that came before, found in the database",
    "platform_api/audit_trail.py": "the hashes of the chain are no secret: the verifier prints them",
    "patient_portal/platform_client/client_token.py": "its own token with its own token",
}
"""Files with one such comparison, and why it may be."""


def compared_in_the_open() -> list[str]:
    """Comparisons that end at the first sign that differs, of what a stranger might guess sign by sign."""
    found = []
    for path in tracked(".py"):
        relative = path.relative_to(ROOT).as_posix()
        if relative.startswith(("patient_portal/", "platform_api/")) and relative not in _NO_SECRET:
            places = open_comparisons(path.read_text(encoding="utf-8"))
            found += [
                f"{relative}:{line}: {name} is compared without hmac.compare_digest" for line, name in places
            ]
    return found


def open_comparisons(source: str) -> list[tuple[int, str]]:
    """Line and name of each comparison of a secret that is none of SQL and none with a constant."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        compares = any(isinstance(one, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for one in node.ops)
        if not compares or any(isinstance(side, ast.Constant) or _is_column(side) for side in sides):
            continue
        names = [name for side in sides if _SECRET.search(name := _name(side))]
        found += [(node.lineno, name) for name in names[:1]]
    return found


def unused_exceptions() -> list[str]:
    """Exceptions that no comparison needs any more."""
    return [name for name in _NO_SECRET if not open_comparisons((ROOT / name).read_text(encoding="utf-8"))]


def _name(side: ast.expr) -> str:
    while isinstance(side, ast.Call) and isinstance(side.func, ast.Attribute):
        side = side.func.value  # x.token.strip() is x.token
    if isinstance(side, ast.Call):
        side = side.func
    return side.attr if isinstance(side, ast.Attribute) else getattr(side, "id", "")


def _is_column(side: ast.expr) -> bool:
    """`Model.name` or `table.c.name`: compared in the database, by an index that a hash made worthless to guess."""
    if not isinstance(side, ast.Attribute):
        return False
    owner = side.value
    named = isinstance(owner, ast.Name) and owner.id[:1].isupper()
    return named or (isinstance(owner, ast.Attribute) and owner.attr == "c")
