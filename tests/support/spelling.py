"""Spelling by hunspell's dictionaries: the program when it is there, else the same in Python, more slowly."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.support.tree import ROOT

DICTIONARIES = {"fr": ("fr", "fr_FR"), "de": ("de_DE", "de_LU"), "lb": ("lb_LU", "lb"), "en": ("en_GB",)}
WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
NOT_WORDS = re.compile(
    r"%\(\w+\)[sd]|\S*\d\S*|<[^>]+>|&\w+;|https?://\S+|\S+@\S+|\b\w+\.(?:lu|eu|org)\b|\+?\d[\d ./:-]*"
)
ELISION = re.compile(r"^(?:[dlcjmnstz]|qu|jusqu|lorsqu|puisqu|quelqu|aujourd)['’]", re.IGNORECASE)


def dictionary(language: str) -> Path | None:
    """Where the dictionary of a language lies, without its ending; None when the machine has none."""
    folders = [
        *os.environ.get("DSP_DICTIONARIES", "").split(":"),
        str(ROOT / ".venv/hunspell"),
        "/usr/share/hunspell",
    ]
    for folder in filter(None, folders):
        for name in DICTIONARIES[language]:
            if (Path(folder) / f"{name}.dic").exists() and (Path(folder) / f"{name}.aff").exists():
                return Path(folder) / name
    return None


def project_words(language: str) -> set[str]:
    """Names and terms of this project in a language, in lower case: `tests/languages/words-<language>.txt`."""
    words = set()
    for name in ("all", language):
        path = ROOT / "tests" / "languages" / f"words-{name}.txt"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines()
            words |= {line.strip().casefold() for line in lines if line.strip() and not line.startswith("#")}
    return words


def misspelt(texts: list[str], language: str, where: Path) -> list[str]:
    """The words that neither the dictionary nor the project knows, sorted; parts of a compound count alone."""
    known = project_words(language)
    words = {word for text in texts for word in WORD.findall(NOT_WORDS.sub(" ", text))}
    words = {word for word in words if word.casefold() not in known}
    candidates = {word: _parts(word, language) for word in words}
    unknown = _unknown(sorted({*words, *(part for parts in candidates.values() for part in parts)}), where)
    wrong = set()
    for word, parts in candidates.items():
        if word in unknown:
            rest = [part for part in parts if part in unknown and part.casefold() not in known]
            wrong |= {word} if not parts else set(rest)
    if language in ("de", "lb"):
        wrong -= _compounds(wrong, known, where)
    return sorted(wrong)


def _compounds(words: set[str], known: set[str], where: Path) -> set[str]:
    """Words made of two known ones, with or without a linking s: German and Luxembourgish make them freely."""
    splits = {
        (word, word[:cut].removesuffix("s") if linked else word[:cut], word[cut:])
        for word in words
        for cut in range(3, len(word) - 2)
        for linked in (False, True)
    }
    halves = {half.capitalize() for _word, *pair in splits for half in pair}
    halves |= {half.lower() for half in halves}
    unknown = _unknown(sorted(halves), where)

    def stands(half: str) -> bool:
        return half.casefold() in known or any(
            form not in unknown for form in (half.capitalize(), half.lower())
        )

    return {word for word, head, tail in splits if len(head) > 2 and stands(head) and stands(tail)}


def _parts(word: str, language: str) -> list[str]:
    bare = ELISION.sub("", word) if language in ("fr", "lb") else word
    parts = [part for part in re.split(r"[-]", bare) if part]
    return [] if parts == [word] else parts


def _unknown(words: list[str], where: Path) -> set[str]:
    straight = {word.replace("’", "'"): word for word in words}
    if shutil.which("hunspell"):
        answer = subprocess.run(
            ["hunspell", "-i", "utf-8", "-d", str(where), "-l"],
            input="\n".join(straight) + "\n",
            capture_output=True,
            text=True,
            check=True,
        )
        listed = set(answer.stdout.split())
        return {word for plain, word in straight.items() if plain in listed or word in listed}
    from spylls.hunspell import Dictionary

    speller = Dictionary.from_files(str(where))
    return {word for plain, word in straight.items() if not speller.lookup(plain)}
