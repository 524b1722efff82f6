"""Passwords that many people have chosen before: what guessing tools try first (ASVS 6.2.4 and 6.2.12).

`common_passwords.bin` holds the 43,940 passwords of twelve signs or more among the million most frequent of Mark
Burnett's ten million (2015, given to the public domain by him). They are kept as fingerprints, in order: nobody needs
to read them, and some are coarse or look like somebody's address. `python -m tests.support.common_passwords LIST`
makes it.
"""

import unicodedata
from bisect import bisect_left
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

KEPT = Path(__file__).with_name("common_passwords.bin")
WIDTH = 6
"""Bytes of each fingerprint: of a thousand million other passwords one at most is taken for one of these."""
OF_THIS_PLACE = (
    *("dossier", "soins", "partage", "partagé", "sante", "santé", "esante", "dsp", "portail", "patient"),
    *("medecin", "médecin", "docteur", "luxembourg", "letzebuerg", "lëtzebuerg", "luxemburg", "gesondheet"),
    *("gesundheit", "health", "record", "portal", "motdepasse", "passwort", "passwuert", "kennwort"),
    *("bonjour", "moien", "jetaime", "schatz", "soleil", "sommer"),
)
"""Words that somebody who guesses here tries beside the person's own (ASVS 6.2.11)."""


def is_common(password: str) -> bool:
    """Whether many have chosen it before, written in capitals or not."""
    kept, wanted = _kept(), fingerprint(password)
    place = bisect_left(range(len(kept) // WIDTH), wanted, key=lambda n: kept[n * WIDTH : (n + 1) * WIDTH])
    return kept[place * WIDTH : (place + 1) * WIDTH] == wanted


def fingerprint(password: str) -> bytes:
    """What is kept of a common password."""
    return sha256(unicodedata.normalize("NFC", password).casefold().encode()).digest()[:WIDTH]


@lru_cache(maxsize=1)
def _kept() -> bytes:
    return KEPT.read_bytes()
