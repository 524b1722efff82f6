"""The client's part about key figures: the same for everybody, kept for ten minutes."""

import time

from patient_portal.platform_client.calls import Calls
from patient_portal.platform_client.figures_types import Figures

_KEPT = 600.0  # seconds


class Figuring(Calls):
    """What anybody may know about the whole."""

    def figures(self) -> Figures:
        """The newest key figures, at most ten minutes old."""
        shared = self._shared
        if shared.figures is None or time.monotonic() > shared.figures_until:
            shared.figures = self._json("GET", "/figures", Figures)
            shared.figures_until = time.monotonic() + _KEPT
        return shared.figures
