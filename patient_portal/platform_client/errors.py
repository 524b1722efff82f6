"""The four ways in which a call to the platform can end badly; nothing else is ever raised by the client."""

from collections.abc import Mapping

from patient_portal.platform_client.vocabulary import Reason


class PlatformError(Exception):
    """What the four have in common: the platform's reason, never a person's data."""

    def __init__(self, code: Reason) -> None:
        super().__init__(code.value)
        self.code = code


class NotFound(PlatformError):
    """Absent, hidden or somebody else's: the platform does not say which, and neither does the portal."""

    def __init__(self, code: Reason = Reason.NOT_FOUND, *, gone: bool = False) -> None:
        super().__init__(code)
        self.gone = gone


class Refused(PlatformError):
    """The platform understood and said no; `field` names the input, `retry_after` is in seconds."""

    def __init__(
        self,
        code: Reason,
        *,
        status: int = 403,
        field: str | None = None,
        retry_after: int | None = None,
        data: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.field = field
        self.retry_after = retry_after
        self.data: Mapping[str, object] = data or {}

    def number(self, name: str) -> int | None:
        """A whole number out of `data`, such as `tries_left` or `minutes`; None where it is not given."""
        value = self.data.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class SignedOut(PlatformError):
    """The session is unknown, ended or too old: the person signs in again."""

    def __init__(self, code: Reason = Reason.SIGNED_OUT) -> None:
        super().__init__(code)


class Unavailable(PlatformError):
    """No usable answer: absent, too slow, overloaded or broken; `retry_after` is in seconds."""

    def __init__(self, code: Reason = Reason.INTERNAL, *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after
