"""An authenticator app: six digits from a secret, none of them twice."""

import time

import pyotp


class Authenticator:
    """Shows the code for now; when that one was already given it shows the next step's, then waits like a person."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.replace(" ", "").upper()
        self._totp = pyotp.TOTP(self.secret)
        self._last_step = -1

    def code(self, *, steps_off: int = 0) -> str:
        """A code that was not given before; `steps_off` is the drift of the phone's clock in steps of 30 s."""
        step = int(time.time()) // 30
        if step + steps_off <= self._last_step:
            steps_off = self._last_step + 1 - step
            if steps_off > 1:  # the platform accepts one step of drift, no more
                time.sleep(max(0.0, (step + steps_off - 1) * 30 - time.time()))
                steps_off = self._last_step + 1 - int(time.time()) // 30
        self._last_step = int(time.time()) // 30 + steps_off
        return self._totp.at(self._last_step * 30)

    def used_code(self) -> str:
        """The code given last, once more."""
        return self._totp.at(self._last_step * 30)

    def wrong_code(self) -> str:
        """A code that no step near now has."""
        near = {self._totp.at((int(time.time()) // 30 + step) * 30) for step in range(-20, 21)}
        return next(f"{number:06d}" for number in range(1_000_000) if f"{number:06d}" not in near)
