"""The people whose letters these tests print."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from patient_portal.settings import HelpContact

BASE_URL = "https://dsp.example.lu"
TODAY = date(2026, 11, 3)
CONTACT = HelpContact(phone="+352 27 00 00 00")
MATRICULE = "1983081234566"
CODE = "7K2M-0QXA-B81Z"


@dataclass(frozen=True, slots=True)
class Letter:
    """A minted letter, as the platform hands it over; Marie's unless told otherwise."""

    letter_id: str = "0193f2a7-4c1e-7d20-9b1c-5a2f6f0e77aa"
    patient_id: str = "0193f2a7-0000-7d20-9b1c-000000000001"
    language: str = "fr"
    name: str = "Marie-Thérèse Schroeder-Weber"
    given_name: str = "Marie-Thérèse"
    address_lines: tuple[str, ...] = ("14, rue de la Libération", "L-3510 Dudelange")
    code: str = CODE
    masked_matricule: str = "1983 •••• ••• 66"
    minted_at: datetime = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    valid_until: date = date(2026, 12, 3)
    objection_until: date = date(2026, 12, 4)
    large_print: bool = False
    recipient_names: tuple[str, ...] = ()
