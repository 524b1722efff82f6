"""Numbers for operators: requests, decisions and times by route template; never an id, an address or a word."""

import hmac
import os
import time
from collections.abc import Iterator
from ipaddress import ip_address

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from platform_api import clock, throttles, waiting
from platform_api.context import platform
from platform_api.guard import open_to_all
from platform_api.problems import Refused
from platform_api.vocabulary import Reason

bp = Blueprint("metrics", __name__)
_REQUESTS = Counter("dsp_platform_requests_total", "Answered requests", ["route", "method", "status"])
_SECONDS = Histogram(
    "dsp_platform_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)


def install(app: Flask) -> None:
    """Count every request of this application."""
    app.before_request(_start)
    app.after_request(_count)
    app.register_blueprint(bp)


@bp.get("/metrics")
@open_to_all
def metrics() -> Response:
    """The numbers of all workers, on loopback or with the token of `DSP_METRICS_TOKEN` only."""
    if not (_is_local() or _has_token()):
        raise Refused(Reason.NOT_FOUND)
    registry = None
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    queues = CollectorRegistry()
    queues.register(_Queues())
    body = (generate_latest(registry) if registry else generate_latest()) + generate_latest(queues)
    return Response(body, content_type=CONTENT_TYPE_LATEST)


class _Queues(Collector):
    """What waits and what is stopped, counted when somebody asks: an unsent message shows as one that grows old."""

    def collect(self) -> Iterator[Metric]:
        """How much waits in each queue, and for how long the oldest has; how much guessing is stopped now."""
        count = GaugeMetricFamily("dsp_platform_waiting", "What waits in a queue", labels=["queue"])
        age = GaugeMetricFamily(
            "dsp_platform_waiting_oldest_seconds", "For how long the oldest waits", labels=["queue"]
        )
        stopped = GaugeMetricFamily(
            "dsp_platform_tries_stopped", "Counters of tries that say no at this moment", labels=["kind"]
        )
        moment = clock.now()
        with platform().database.read() as connection:
            found = waiting.measure(connection)
            for kind, number in throttles.stopped_now(connection):
                stopped.add_metric([kind], number)
        for one in found:
            count.add_metric([one.queue], one.count)
            age.add_metric([one.queue], (moment - one.oldest).total_seconds() if one.oldest else 0)
        yield count
        yield age
        yield stopped


def _start() -> None:
    g.started = time.perf_counter()


def _count(response: Response) -> Response:
    route = str(request.url_rule) if request.url_rule else "unknown"
    _REQUESTS.labels(route, request.method, str(response.status_code)).inc()
    _SECONDS.labels(route).observe(time.perf_counter() - g.started)
    return response


def _is_local() -> bool:
    """Asked from this very machine, not through a proxy on it."""
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token() -> bool:
    wanted = platform().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
