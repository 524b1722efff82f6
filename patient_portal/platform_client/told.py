"""The client's part about how a holder is told of accesses."""

from dataclasses import dataclass

from patient_portal.platform_client.calls import DSP, Calls
from patient_portal.platform_client.vocabulary import DigestPeriod, Telling


@dataclass(frozen=True, slots=True)
class TellingChoice:
    """What is told how, and how often a mail for many is sent."""

    accesses: Telling
    refusals: Telling
    period: DigestPeriod


class Told(Calls):
    """Mails about accesses; emergencies are always told."""

    def tellings(self) -> TellingChoice:
        """What holds now."""
        return self._json("GET", "/tellings", TellingChoice)

    def choose_tellings(self, choice: TellingChoice) -> None:
        """Choose anew."""
        body = {"accesses": choice.accesses, "refusals": choice.refusals, "period": choice.period}
        self._send("PUT", f"{DSP}/tellings", body)
