"""Why an operator's command did not do what it was asked."""

from platform_api.settings import UnsafeSettings


class OperationFailed(Exception):
    """The command cannot go on; the message is one clear line for the operator, without personal data."""


__all__ = ["OperationFailed", "UnsafeSettings"]
