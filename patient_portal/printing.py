"""A run of the printer: takes what waits, writes it, and has the platform count only what is safely on disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from patient_portal.settings import Settings

if TYPE_CHECKING:
    from patient_portal.letters import Batch, LetterData, PostData


@dataclass(frozen=True, slots=True)
class Press:
    """How a run asks the platform: its letters and confirmations, what is written, what goes back."""

    letters: Callable[[], Sequence["LetterData"]]
    post: Callable[[], Sequence["PostData"]]
    acknowledge: Callable[[Sequence[str]], Sequence[str]]
    give_back: Callable[[], None]


def print_all(press: Press, out: Path, today: date) -> tuple[int, int]:
    """Print until nothing waits; returns how many were written and how many could not be printed.

    Two runs at once share the work. A letter that another run took over meanwhile is taken out of the folder again.
    """
    from patient_portal import letters

    done = failed = 0
    try:
        while True:
            pending, post = press.letters(), press.post()
            if not pending and not post:
                return done, failed
            batch = write(pending, out, today, post)
            kept = press.acknowledge(batch.written)
            if lost := set(batch.written) - set(kept):
                letters.discard(out, lost)
            done, failed = done + len(kept), failed + len(batch.failed)
    finally:
        press.give_back()


def write(
    pending: Sequence["LetterData"], out: Path, today: date, post: Sequence["PostData"] = ()
) -> "Batch":
    """One batch of PDFs with its manifest, as this deployment's settings say."""
    from patient_portal import letters  # only here: the typesetter takes half a second to load

    settings = Settings.from_environment()
    return letters.write_batch(
        pending,
        out,
        base_url=settings.base_url,
        today=today,
        helpdesk=settings.help_contact,
        post=post,
    )
