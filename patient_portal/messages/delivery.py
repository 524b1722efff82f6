"""Sends what is due, each message on its way: one look at the outbox for mail and text messages alike."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError

from patient_portal.messages import mailing, texting
from patient_portal.platform_client import DueNotice, PlatformClient, Unavailable
from patient_portal.platform_client.vocabulary import EMAIL, SMS
from patient_portal.settings import Settings

_log = logging.getLogger(__name__)

Gateway = Callable[[DueNotice], None]
"""Words one message and hands it over; raises OSError when it cannot, TimeoutError when nobody answers."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages that were due."""

    sent: int
    failed: int


def gateway(settings: Settings) -> Gateway:
    """The ways out: a server where one is set, the outbox folder otherwise."""
    ways = {EMAIL: mailing.way_out(settings), SMS: texting.way_out(settings)}
    return lambda notice: ways[notice.channel](notice)


def deliver_due(client: PlatformClient, send: Gateway) -> Delivered:
    """Word and send what is due; what cannot be sent now stays in the platform's outbox and comes again."""
    sent = failed = 0
    silent: set[str] = set()
    for notice in client.due_notices():
        if notice.channel in silent:  # waiting for it again and again would hold up the other way
            failed += 1
            continue
        try:
            send(notice)
        except texting.NumberRefused:
            _give_up(client, notice)
            failed += 1
            continue
        except (
            OSError,
            ValueError,
            LookupError,
            MessageError,
        ) as error:  # one that cannot be made holds up no other
            _log.warning("message %s could not be handed over: %s", notice.id, type(error).__name__)
            if isinstance(error, TimeoutError):
                silent.add(notice.channel)
            failed += 1
            continue
        try:
            client.notice_sent(notice.id)
        except Unavailable:
            _log.warning("the platform could not note that a message was sent; it will come again")
        sent += 1
    return Delivered(sent, failed)


def _give_up(client: PlatformClient, notice: DueNotice) -> None:
    _log.warning("message %s is given up: the gateway refuses its number", notice.id)
    try:
        client.notice_refused(notice.id)
    except Unavailable:
        _log.warning("the platform could not note that a message is given up; it will be tried again")
