"""Templates as text: each compiles, none weakens the CSP or the escaping, none has words outside the catalogues."""

import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, PackageLoader, PrefixLoader, TemplateSyntaxError
from jinja2.loaders import ChoiceLoader

from tests.support.tree import ROOT, TEMPLATES, report, tracked

BANNED = {
    r"\|\s*safe\b": "|safe switches the escaping off",
    r"\{%-?\s*autoescape\s+false": "the escaping stays on",
    r"\bMarkup\s*\(": "markup is made by macros, not by hand",
    r"\bhx-on\b|\bhx-on[:-]": "hx-on needs eval",
    r"hx-(vals|headers|vars)\s*=\s*[\"']\s*(js|javascript):": "a value computed by eval",
    r"hx-trigger\s*=\s*\"[^\"]*\[|hx-trigger\s*=\s*'[^']*\[": "a trigger filter fires anyway without eval",
    r"<script\b(?![^>]*\bsrc\s*=)": "an inline script",
    r"<style\b": "an inline style sheet",
    r"<[^>]*\sstyle\s*=": "an inline style",
    r"<[^>{]*\son[a-z]+\s*=\s*[\"']": "an inline event handler",
    r"(href|action|src)\s*=\s*[\"']\s*javascript:": "a javascript: address",
    r"<[^>]*(href|src|action)\s*=\s*[\"'](https?:)?//": "an address outside this site",
}
WORD = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = {"alt", "title", "aria-label", "aria-description", "placeholder", "label", "content"}
NOT_WORDS = {"DSP", "HTML", "PDF", "QR", "SVG"}


def environment() -> Environment:
    """The portal's own Jinja environment when it can be made, else one that knows the same syntax."""
    try:
        from patient_portal.app import create_app
        from patient_portal.settings import Settings
    except ImportError:
        loader = ChoiceLoader(
            [
                FileSystemLoader(TEMPLATES),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        )
        return Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    import tempfile

    with tempfile.TemporaryDirectory() as home:
        return create_app(Settings(home=Path(home), platform_url="http://127.0.0.1:9")).jinja_env


class _Words(HTMLParser):
    """Collects the words that stand in the markup itself, outside elements that hold no language."""

    silent = ("script", "style", "code", "svg:defs")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.closed: list[bool] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name in READ_ALOUD & values.keys():
            if name != "content" or values.get("name") == "description":
                self._keep(values[name] or "")
        if tag not in {
            "br",
            "img",
            "input",
            "meta",
            "link",
            "hr",
            "path",
            "circle",
            "rect",
            "use",
            "line",
            "wbr",
            "source",
        }:
            self.closed.append(tag in self.silent or values.get("translate") == "no" or any(self.closed[-1:]))

    def handle_endtag(self, tag):
        if self.closed:
            self.closed.pop()

    def handle_data(self, data):
        if not any(self.closed[-1:]):
            self._keep(data)

    def _keep(self, text: str) -> None:
        if any(word not in NOT_WORDS for word in WORD.findall(text)):
            self.found.append(" ".join(text.split())[:70])


def hard_coded_words(env: Environment, source: str) -> list[str]:
    """Texts of the template's own markup that no catalogue knows: neither in `_()` nor in `{% trans %}`."""
    markup, translated = [], False
    tokens = list(env.lex(source))
    for position, (_line, kind, value) in enumerate(tokens):
        if kind == "name" and value in {"trans", "endtrans"} and _begins_block(tokens, position):
            translated = value == "trans"
        elif kind == "data" and not translated:
            markup.append(value)
        elif kind == "variable_begin":
            markup.append("\u2060")  # a value stands here: keeps attributes well-formed
    words = _Words()
    words.feed("".join(markup))
    words.close()
    return words.found


def _begins_block(tokens, position: int) -> bool:
    before = [kind for _line, kind, _value in tokens[max(0, position - 2) : position]]
    return "block_begin" in before


def complaints() -> list[str]:
    """Every fault of every template, with its place."""
    env = environment()
    found = []
    for path in tracked(".html", ".txt"):
        if TEMPLATES not in path.parents:
            continue
        where = path.relative_to(ROOT)
        source = path.read_text(encoding="utf-8")
        try:
            env.compile(source, name=str(path.relative_to(TEMPLATES)), filename=str(path))
        except TemplateSyntaxError as error:
            found.append(f"{where}:{error.lineno}: {error.message}")
            continue
        bare = re.sub(r"\{#.*?#\}", lambda match: "\n" * match.group().count("\n"), source, flags=re.DOTALL)
        for pattern, meaning in BANNED.items():
            for match in re.finditer(pattern, bare, flags=re.IGNORECASE):
                found.append(f"{where}:{bare.count(chr(10), 0, match.start()) + 1}: {meaning}")
        if path.suffix == ".html":
            found += [
                f"{where}: words outside the catalogues: {words!r}" for words in hard_coded_words(env, source)
            ]
    return found


if __name__ == "__main__":
    report(complaints())
