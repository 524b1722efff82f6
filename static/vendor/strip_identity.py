"""Takes out of govuk-frontend's CSS what is licensed for gov.uk alone: its typeface, its crest; prints the rest."""

import re
import sys
from pathlib import Path

css = Path(sys.argv[1]).read_text(encoding="utf-8")

css = css.removeprefix('@charset "UTF-8";')
css = re.sub(r"/\*!.*?\*/", "", css, flags=re.DOTALL)
css = re.sub(r"@font-face\{font-family:GDS Transport;[^}]*\}", "", css)
css = css.replace("GDS Transport,arial,sans-serif", "var(--font-text)")
css = css.replace("GDS Transport", "Atkinson Hyperlegible Next")
css = re.sub(r"[^{}]*\{[^{}]*url\(/assets/images/govuk-crest\.svg\)[^{}]*\}", "", css)

for forbidden in ("GDS Transport", "crest", "url("):
    if forbidden in css:
        raise SystemExit(f"still in the CSS: {forbidden}")
print(css.replace("\n", ""))
