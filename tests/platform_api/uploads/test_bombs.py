"""Files that grow when they are opened: refused, and at no more memory than an ordinary file takes."""

import json
import struct
import subprocess
import sys
from pathlib import Path

from tests.platform_api.uploads.files import archive, huge_png, photo, swelling_pdf
from tests.support.tree import ROOT

_MEASURED = """
import json, resource, sys
from platform_api.conversion.limits import NotConvertible
from platform_api.conversion.process import convert
from platform_api.conversion.work import Job
found = {}
for name in sys.argv[2:]:
    data = open(f"{sys.argv[1]}/{name}", "rb").read()
    try:
        with convert(Job("clean", [len(data)], [name]), [lambda: [data]]) as made:
            size, reason = sum(map(len, made.pieces)), made.outcome.part
    except NotConvertible as refused:
        reason = refused.reason.value
    found[name] = (reason, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps(found))
"""
_MORE = 50 * 1024  # KiB that a bomb may take beside what the heaviest ordinary file took


def _nested(depth: int) -> bytes:
    inner = archive({"zeros": b"\0" * 2_000_000})
    for _ in range(depth):
        inner = archive({f"{copy}.zip": inner for copy in range(10)})
    return inner


def _directory(parts: int) -> bytes:
    """An archive that is nothing but a long list of empty parts."""
    listed = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, *([0] * 7), 1, *([0] * 6)) + b"a"
    size = len(listed) * parts
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, parts & 0xFFFF, parts & 0xFFFF, size, 4, 0)
    return b"PK\x03\x04" + listed * parts + end


def test_no_bomb_takes_memory(tmp_path: Path):
    """Measured from outside, one process for each file: the most that any of them took so far only grows."""
    ordinary = {"photo.jpg": photo()}
    word = "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"
    bombs = {
        "many.docx": (_directory(300_000), "upload_too_complex"),
        "parts.docx": (
            archive({f"{n}": b"" for n in range(3001)} | {"word/document.xml": word}),
            "upload_too_complex",
        ),
        "nested.docx": (
            archive({"word/document.xml": word, "word/embeddings/1.zip": _nested(3)}),
            "content_empty",
        ),
        "huge.png": (huge_png(), "upload_too_complex"),
        "swelling.pdf": (swelling_pdf(1100), "upload_too_complex"),
    }
    for name, data in ordinary.items() | {(name, bomb[0]) for name, bomb in bombs.items()}:
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-c", _MEASURED, str(tmp_path), *ordinary, *bombs]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    found = json.loads(done.stdout)
    assert {name: found[name][0] for name in bombs} == {
        name: reason for name, (_data, reason) in bombs.items()
    }
    usual = max(found[name][1] for name in ordinary)
    taken = {name: found[name][1] - usual for name in bombs}
    assert max(taken.values()) < _MORE, taken
