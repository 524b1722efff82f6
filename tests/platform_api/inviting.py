"""Somebody without a record on the way to an account, for the platform's tests."""

from typing import Any

from tests.platform_api.calls import Answer, Api, code_of
from tests.platform_api.world import PASSWORD, World

DESK = "/dsp/v1/helpdesk/invited-accounts"
LINK = "/dsp/v1/invited-accounts"
EMAIL = "claire.weber@example.fr"
BORN = "1979-03-14"
CLAIRE = {
    "given": "Claire",
    "family": "Wéber-Canari",
    "birth_date": BORN,
    "email": EMAIL,
    "language": "fr",
    "document": "passport",
    "seen": "counter",
}


class Inviting:
    """Two agents of the desk, and Claire, who lives abroad."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.first_id = world.staff(given="Tom", family="Weis")
        self.second_id = world.staff(given="Eva", family="Kremer")
        self.first: Api = world.idle(self.first_id)
        self.second: Api = world.idle(self.second_id)

    def ask(self, **changes: Any) -> Answer:
        """The first agent asks for an invitation."""
        return self.first.post(DESK, CLAIRE | changes)

    def decide(self, agreed: bool = True, by: Api | None = None) -> Answer:
        """Somebody, the second agent unless told, looks at the one that waits."""
        waiting = self.first.get("/dsp/v1/helpdesk/approvals").json["waiting"]
        (one,) = [row for row in waiting if row["state"] == "waiting"]
        return (by or self.second).post(f"/dsp/v1/helpdesk/approvals/{one['id']}", {"agreed": agreed})

    def token(self) -> str:
        """The code in the newest e-mail."""
        mail = [one for one in self.world.mail() if one.code == "account_invited"]
        assert mail[-1].address == EMAIL
        return str(mail[-1].parameters["token"])

    def invited(self) -> str:
        """Both agents did their part; returns the link's code."""
        assert self.ask().status == 201
        assert self.decide().status == 204
        return self.token()

    def open(self, token: str, born: str = BORN, address: str = "192.0.2.7") -> Answer:
        """Claire opens the link and types her birth date."""
        return self.world.portal(address=address).post(LINK, {"token": token, "birth_date": born})

    def take_up(self, token: str, *, code: str = "", password: str = PASSWORD) -> Answer:
        """She chooses her password and types the app's code."""
        opened = self.open(token)
        secret = opened.json["totp_secret"] if opened.status == 200 else "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        body = {"token": token, "birth_date": BORN, "password": password}
        return self.world.portal().post(f"{LINK}/account", body | {"code": code or code_of(secret)})
