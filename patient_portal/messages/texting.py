"""Text messages: to a gateway over HTTPS where one is set, otherwise into the outbox folder, one `.json` each."""

import json
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import msgspec
import urllib3
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as NoAnswer

from patient_portal.messages import outbox_folder
from patient_portal.messages.wording_texts import word_text
from patient_portal.platform_client import DueNotice
from patient_portal.settings import Settings, SettingsError

_TIMEOUT = urllib3.Timeout(connect=5.0, read=10.0)  # seconds
_MAY_BE_THE_NUMBER = frozenset({400, 410, 422})
"""The statuses with which a gateway can say that it will never reach a number, if its answer says so in words too:
alone they may as well mean that our own request, or the gateway's settings, are wrong."""
_MOST = 4096  # octets of an answer that are looked at
_A_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class NumberRefused(OSError):
    """The gateway will never take a message for this number."""


class _Answer(msgspec.Struct):
    """What a gateway says beside its status: the part of our message that it refuses."""

    refused: str = ""


def way_out(settings: Settings) -> Callable[[DueNotice], None]:
    """Sends one notice as a text message; raises OSError when it cannot be handed over, NumberRefused for good."""
    hand_over = _Gateway(settings).send if settings.sms_url else None

    def send(notice: DueNotice) -> None:
        if not _A_NUMBER.fullmatch(notice.address):
            raise ValueError("this is no telephone number")
        message = {"to": notice.address, "text": word_text(notice, settings)}
        content = json.dumps(message, ensure_ascii=False).encode()
        if hand_over is not None:
            hand_over(notice.id, content)
        else:
            outbox_folder.put(settings.home, "sms", f"{notice.id}.json", content)

    return send


def examine(read: Callable[[], Settings]) -> tuple[bool, str]:
    """Whether text messages would go out with these settings, and a line on it; asks the gateway, sends nothing."""
    try:
        settings = read()
    except SettingsError as error:
        return False, str(error)
    if not settings.sms_url:
        where = "nobody is offered one" if settings.is_production else "they go into the outbox folder"
        return True, f"no gateway (DSP_SMS_URL): {where}"
    try:
        status = _Gateway(settings).asked()
    except OSError as error:
        return False, f"the gateway cannot be reached ({error})"
    if status in (401, 403):
        return False, "the gateway refuses the credential"
    return True, f"the gateway answers at {urlsplit(settings.sms_url).hostname}"


class _Gateway:
    """A gateway that takes a POST of `to` and `text`; it is followed nowhere else."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.sms_url or "")
        host = parts.netloc.rpartition("@")[2]
        self._url = parts._replace(netloc=host).geturl()
        self._headers = {"Content-Type": "application/json"}
        if settings.sms_token:
            self._headers["Authorization"] = f"Bearer {settings.sms_token}"
        elif parts.username:
            both = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers |= urllib3.make_headers(basic_auth=both)
        self._pool = urllib3.PoolManager(retries=False, cert_reqs="CERT_REQUIRED", timeout=_TIMEOUT)

    def send(self, identifier: str, content: bytes) -> None:
        """Hand one message over; its id lets the gateway know one that comes a second time."""
        status, said = self._call("POST", content, {"Idempotency-Key": identifier})
        if status in _MAY_BE_THE_NUMBER and _names_the_number(said):
            raise NumberRefused(f"the gateway answered {status}")
        if not 200 <= status < 300:
            raise OSError(f"the gateway answered {status}")

    def asked(self) -> int:
        """What it answers to a request that asks for nothing."""
        return self._call("HEAD", b"", {})[0]

    def _call(self, method: str, content: bytes, more: dict[str, str]) -> tuple[int, bytes]:
        try:
            answer = self._pool.request(
                method,
                self._url,
                body=content,
                headers=self._headers | more,
                redirect=False,
                preload_content=False,
            )
            status, said = answer.status, b""
            try:
                said = answer.read(_MOST) if status in _MAY_BE_THE_NUMBER else b""
            finally:
                answer.close()
        except NoAnswer as error:
            raise TimeoutError("no answer in time") from error
        except HTTPError as error:
            raise OSError(type(error).__name__) from error
        return status, said


def _names_the_number(said: bytes) -> bool:
    """Whether an answer refuses the number itself: `{"refused": "to"}`. Anything else is no word about it."""
    try:
        return msgspec.json.decode(said, type=_Answer).refused == "to"
    except msgspec.MsgspecError:
        return False
