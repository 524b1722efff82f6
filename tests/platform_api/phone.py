"""A browser on its way through the activation."""

from typing import Any

from tests.platform_api.calls import Answer, code_of
from tests.platform_api.world import PASSWORD, Person, World


class Phone:
    """A browser on its way through the activation with a letter."""

    def __init__(self, world: World, one: Person, code: str, address: str = "192.0.2.7") -> None:
        self.world, self.person = world, one
        begun = world.redeem(one, code, address=address)
        assert begun.status == 201, begun
        self.api = world.portal(begun.json["session"], address=address)

    def give_email(self, email: str = "") -> Answer:
        """The address to prove."""
        return self.api.post("/dsp/v1/activation/email", {"email": email or self.person.email})

    def prove_email(self, code: str = "", email: str = "") -> Answer:
        """The code from the newest message."""
        code = code or self.world.mailed_code(email or self.person.email)
        return self.api.post("/dsp/v1/activation/email-code", {"code": code})

    def choose_password(self, password: str = PASSWORD) -> Answer:
        """The new password."""
        return self.api.post("/dsp/v1/activation/password", {"password": password})

    def progress(self) -> Any:
        """Where it stands."""
        answer = self.api.get("/dsp/v1/activation")
        assert answer.status == 200, answer
        return answer.json

    def enrol(self, steps: int = 0, secret: str = "") -> Answer:
        """The app's first code."""
        secret = secret or self.progress()["totp_secret"]
        return self.api.post("/dsp/v1/activation/totp", {"code": code_of(secret, steps)})

    def up_to_the_app(self, email: str = "") -> "Phone":
        """Every step before the authenticator app."""
        assert self.give_email(email).status == 200
        assert self.prove_email(email=email).status == 200
        assert self.choose_password().status == 200
        return self

    def activate(self) -> Any:
        """Every step; returns the last answer."""
        self.up_to_the_app()
        self.person.secret = self.progress()["totp_secret"]
        done = self.enrol()
        assert done.status == 200, done
        return done.json
