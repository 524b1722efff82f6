"""The client's part for the helpdesk: what an agent asks and does at the desk."""

from patient_portal.platform_client.calls import DSP, Calls


class Helpdesk(Calls):
    """What the helpdesk's own people ask."""

    def desk(self) -> None:
        """The desk as its agent finds it."""
        self._send("GET", f"{DSP}/helpdesk")
