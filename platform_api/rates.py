"""How many requests one caller may send: a brake on noise, not on people (issue: limits on rate at every endpoint).

Counted in the memory of each worker process, so that no request waits for another: with N workers a caller gets up to
N times as many. What must hold across workers, tries of codes and passwords, is counted in the database (`throttles`).
"""

import threading

_MOST_CALLERS = 50_000


class Rates:
    """Admits `per_minute` requests of each caller at once and then as many a minute, evenly (GCRA); 0 admits all."""

    def __init__(self, per_minute: int) -> None:
        self._interval = 60 / per_minute if per_minute else 0.0
        self._busy_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, caller: str, now: float, times: int = 1) -> float:
        """Seconds until this caller may ask again; 0 when the request is admitted, which then counts.

        What holds many requests in one counts so many `times`; who has been quiet may always send it.
        """
        if not self._interval:
            return 0.0
        with self._lock:
            begins = max(self._busy_until.get(caller, 0.0), now)
            ahead = begins + self._interval * times - now
            if ahead > 60 and (times == 1 or begins - now > self._interval):
                return ahead - 60
            if len(self._busy_until) >= _MOST_CALLERS:
                self._forget_idle(now)
            self._busy_until[caller] = begins + self._interval * times
            return 0.0

    def _forget_idle(self, now: float) -> None:
        """Who has nothing on their account needs no row; if nobody is idle, everybody begins anew."""
        busy = {caller: until for caller, until in self._busy_until.items() if until > now}
        self._busy_until = busy if len(busy) < _MOST_CALLERS else {}
