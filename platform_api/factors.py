"""Second factors: the authenticator app's codes (RFC 6238) and the ten recovery codes."""

import secrets
from dataclasses import dataclass

import pyotp

from platform_api import clock
from platform_api.letter_codes import ALPHABET

STEP_SECONDS = 30
DRIFT_STEPS = 1
_FAR_STEPS = 40  # up to 20 minutes: told only while enrolling, so that a phone's clock can be set
RECOVERY_CODES = 10
ISSUER = "DSP Lëtzebuerg"
_READ_AS = str.maketrans("OIL", "011", " -–\u00a0\u202f")


@dataclass(frozen=True, slots=True)
class TotpCheck:
    """What a code turned out to be: the time step it belongs to, and how far off the phone's clock is."""

    step: int | None
    drift_minutes: int | None = None


def new_secret() -> str:
    """A fresh secret of 160 bits in base 32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, account: str) -> str:
    """The `otpauth:` link that the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def check_totp(secret: str, code: str, *, enrolling: bool = False) -> TotpCheck:
    """Which time step a code belongs to, within one step of drift; accepting it only once is the caller's."""
    digits = code.translate(str.maketrans("", "", " -\u00a0\u202f"))
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return TotpCheck(None)
    totp, current = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        if secrets.compare_digest(totp.generate_otp(step), digits):
            return TotpCheck(step)
    if enrolling:
        for distance in range(DRIFT_STEPS + 1, _FAR_STEPS + 1):
            for step in (current - distance, current + distance):
                if secrets.compare_digest(totp.generate_otp(step), digits):
                    return TotpCheck(None, drift_minutes=max(1, round(distance * STEP_SECONDS / 60)))
    return TotpCheck(None)


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 random bits, printed in two groups."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def normal_recovery_code(text: str) -> str:
    """A typed recovery code as it is fingerprinted: any case, look-alike letters and dashes forgiven."""
    return text.upper().translate(_READ_AS)
