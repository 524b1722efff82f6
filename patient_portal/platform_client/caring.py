"""The client's part about caregivers: named, confirmed, changed, ended; and for whom a session acts."""

from typing import Any

import msgspec

from patient_portal.platform_client.calls import DSP, Calls, part
from patient_portal.platform_client.caring_types import (
    Accepted,
    Invitation,
    MandateHeld,
    Mandates,
    MandateWish,
)


class _Held(msgspec.Struct):
    mandates: tuple[MandateHeld, ...] = ()


class _Turned(msgspec.Struct):
    session: str


class Caring(Calls):
    """What a holder decides about caregivers, and what a caregiver does about holders."""

    def mandates(self) -> Mandates:
        """Everybody whom one named, and the templates."""
        return self._json("GET", "/mandates", Mandates)

    def propose_mandate(self, name: str, wish: MandateWish) -> Invitation:
        """Name a caregiver; the code is told here and never again."""
        return self._json("POST", "/mandates", Invitation, {"name": name, **_body(wish)})

    def accept_mandate(self, code: str) -> Accepted:
        """Enter the code that somebody handed over, and take the duties on."""
        return self._json("POST", "/mandates/accept", Accepted, {"code": code, "duties": True})

    def confirm_mandate(self, mandate_id: str) -> None:
        """Know who entered the code: it counts from now on."""
        self._send("POST", f"{DSP}/mandates/{part(mandate_id)}/confirmation")

    def change_mandate(self, mandate_id: str, wish: MandateWish) -> None:
        """How far it goes, until when, and what one is told."""
        self._send("PUT", f"{DSP}/mandates/{part(mandate_id)}", _body(wish))

    def wake_mandate(self, mandate_id: str, *, awake: bool) -> None:
        """Open it now, or let it sleep."""
        self._send("PUT", f"{DSP}/mandates/{part(mandate_id)}/awake", {"awake": awake})

    def end_mandate(self, mandate_id: str, *, quiet: bool = False) -> None:
        """End it now; `quiet`: the caregiver gets no message."""
        self._send("POST", f"{DSP}/mandates/{part(mandate_id)}/end", {"quiet": quiet})

    def acting_for(self) -> tuple[MandateHeld, ...]:
        """For whom the person signed in may act, or soon may."""
        return self._json("GET", "/acting", _Held).mandates

    def act_for(self, mandate_id: str | None) -> str:
        """Turn the session to somebody, or back to oneself; returns the browser's new reference."""
        return self._json("PUT", "/acting", _Turned, {"mandate": mandate_id}).session


def _body(wish: MandateWish) -> dict[str, Any]:
    body: dict[str, Any] = {"template": wish.template.value}
    if wish.until is not None:
        body["until"] = wish.until.isoformat()
    for name in ("verbs", "excluded_types", "notices"):
        chosen = getattr(wish, name)
        if chosen is not None:
            body[name] = sorted(str(one) for one in chosen)
    if wish.ceiling is not None:
        body["ceiling"] = wish.ceiling.value
    return body
