"""The client's part about who can open the record: seen, given, taken back, blocked, and in an emergency."""

from datetime import date
from urllib.parse import urlencode

from patient_portal.platform_client import answers
from patient_portal.platform_client.calls import DSP, JSON, Calls, part
from patient_portal.platform_client.deciding_types import Actor, Emergency, FoundActors, Rights
from patient_portal.platform_client.vocabulary import DecisionReason


class Deciding(Calls):
    """What the holder of a record asks and decides about others."""

    def rights(self) -> Rights:
        """Everyone who can open the record now, and everyone who is kept out."""
        return self._json("GET", "/rights", Rights)

    def search_directory(self, words: str) -> FoundActors:
        """Professionals and organisations by name, place or profession, with what they may open now."""
        reply = self._call("GET", f"{DSP}/professionals", query=urlencode({"q": words}), accept=JSON)
        return answers.decode(reply.body, FoundActors)

    def actor(self, kind: str, actor_id: str) -> Actor:
        """One professional or organisation."""
        return self._json("GET", f"/{kind}s/{part(actor_id)}", Actor)

    def grant_access(self, kind: str, actor_id: str, until: date | None, reason: DecisionReason) -> None:
        """Let them open the record to the end of a day in Luxembourg, or as long as the person wants."""
        body = {"reason": reason.value} | ({"until": until.isoformat()} if until else {})
        self._send("PUT", f"{DSP}/rights/{kind}/{part(actor_id)}", body)

    def revoke_access(self, kind: str, actor_id: str) -> None:
        """Take their access back, at once."""
        self._send("DELETE", f"{DSP}/rights/{kind}/{part(actor_id)}")

    def block(self, kind: str, actor_id: str, reason: DecisionReason) -> None:
        """Keep them out of everything, at once, emergencies included."""
        self._send("PUT", f"{DSP}/blocks/{kind}/{part(actor_id)}", {"reason": reason.value})

    def unblock(self, kind: str, actor_id: str) -> None:
        """End a block; what they were allowed before counts again."""
        self._send("DELETE", f"{DSP}/blocks/{kind}/{part(actor_id)}")

    def emergency(self) -> Emergency:
        """Whether professionals may open the record in an emergency."""
        return self._json("GET", "/emergency", Emergency)

    def set_emergency(self, allowed: bool, restricted: bool) -> None:
        """Allow that or switch it off; `restricted`: then they see restricted documents too."""
        self._send("PUT", f"{DSP}/emergency", {"allowed": allowed, "restricted": restricted})
