"""What a message is made of, and what the words of each may need."""

from dataclasses import dataclass

from patient_portal.letters.words import Words
from patient_portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready to be sent: plain text, one-time codes alone on a line."""

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letterbox:
    """What every message may need: the words, the notice's values, and where the portal is."""

    words: Words
    values: dict[str, str]
    settings: Settings

    def page(self, path: str) -> str:
        """The address of a page of the portal in the reader's language."""
        return f"{self.settings.base_url}/{self.words.language}/{path}"
