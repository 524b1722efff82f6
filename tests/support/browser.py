"""A browser without scripts: follows, fills in and submits like a person, and refuses bad pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from lxml.html import HtmlElement
from werkzeug.datastructures import FileStorage, Headers
from werkzeug.test import TestResponse

from tests.support.page_check import LANGUAGES, check_page, visible_text

ORIGIN = "https://localhost"
LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Page:
    """One answer: its address, status, headers, bytes and, when it is a page, its tree."""

    url: str
    status: int
    headers: Headers
    body: bytes
    tree: HtmlElement | None

    @property
    def path(self) -> str:
        """The address without the site and the query."""
        return urlsplit(self.url).path

    @property
    def root(self) -> HtmlElement:
        """The tree; an AssertionError for anything but HTML."""
        assert self.tree is not None, f"{self.url} answered {self.status} {self.headers.get('Content-Type')}"
        return self.tree

    @property
    def text(self) -> str:
        """What a reader sees."""
        return visible_text(self.root)

    @property
    def heading(self) -> str:
        """The h1."""
        return " ".join(self.root.xpath("string(//h1)").split())

    @property
    def language(self) -> str:
        """The page's language."""
        return str(self.root.get("lang"))

    def marks(self, testid: str) -> list[HtmlElement]:
        """Every element with this `data-testid`."""
        return list(self.root.xpath("//*[@data-testid=$name]", name=testid))

    def mark(self, testid: str) -> HtmlElement:
        """The one element with this `data-testid`."""
        found = self.marks(testid)
        assert len(found) == 1, f"{len(found)} elements marked {testid!r} on {self.url}:\n{self.text[:800]}"
        return found[0]

    def has(self, testid: str) -> bool:
        """Whether anything bears this `data-testid`."""
        return bool(self.marks(testid))

    def said(self, testid: str) -> str:
        """The text of the one element with this `data-testid`, on one line."""
        return " ".join(self.mark(testid).text_content().split())

    def value(self, field: str) -> str:
        """What stands in a field of the page."""
        found = self.root.xpath("//*[@name=$name]", name=field)
        assert found, f"no field {field!r} on {self.url}"
        return str(found[0].value or "")

    def links(self) -> list[str]:
        """Every address that a link on the page leads to, absolute."""
        return [urljoin(self.url, href) for href in self.root.xpath("//a/@href")]


class TestBrowser:
    """One person's browser: cookies, the page in front of them, and the forms on it.

    `check=False` lets a bad page through, for tests about broken answers.
    """

    __test__ = False

    def __init__(
        self, app: Flask, *, language: str = "en", check: bool = True, address: str = "192.0.2.10"
    ) -> None:
        self.app = app
        self.client = app.test_client()
        self.language = language
        self.check = check
        self.address = address
        self.page = Page(ORIGIN + "/", 0, Headers(), b"", None)
        self.trail: list[str] = []

    def open(self, path: str, **query: Any) -> Page:
        """Go to an address; one that does not begin with a slash lies under the person's language."""
        return self._go("GET", self._absolute(path), query_string=query or None)

    def follow(self, link: str) -> Page:
        """Follow the link with this `data-testid` or with this text."""
        found = [element for element in self.page.marks(link) if element.tag == "a"] or [
            element
            for element in self.page.root.xpath("//a[@href]")
            if link.casefold() in " ".join(element.text_content().split()).casefold()
        ]
        assert found, f"no link {link!r} on {self.page.url}:\n{self.page.text[:800]}"
        return self._go("GET", urljoin(self.page.url, found[0].get("href")))

    def submit(self, *, button: str | None = None, form: str | None = None, **fields: Any) -> Page:
        """Fill in and send the form that has all these fields.

        `button` names the button to press, by its text, `name` or `data-testid`, instead of the first;
        `form` picks a form by its id or action when fields do not tell. A list ticks several boxes, a
        `FileStorage` is a file, `None` leaves a box unticked.
        """
        chosen = self._form(fields, button, form)
        data = self._filled(chosen, fields, button)
        target = urljoin(self.page.url, chosen.get("action") or self.page.url)
        if chosen.get("method", "get").lower() == "get":
            return self._go(
                "GET", target.split("?")[0], query_string=[pair for pair in data if not _is_token(pair)]
            )
        multipart = chosen.get("enctype") == "multipart/form-data"
        grouped: dict[str, list[Any]] = {}
        for name, value in data:
            grouped.setdefault(name, []).append(value)
        return self._go(
            "POST",
            target,
            data=grouped,
            content_type="multipart/form-data" if multipart else "application/x-www-form-urlencoded",
        )

    def press(self, button: str) -> Page:
        """Press a button that needs nothing filled in."""
        return self.submit(button=button)

    def again(self) -> Page:
        """Load the page in front anew."""
        return self._go("GET", self.page.url)

    def fragment(self, path: str, target: str = "results") -> Page:
        """What htmx gets from an address; the page in front stays."""
        headers = {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": self.page.url}
        answer = self._send("GET", self._absolute(path), headers=headers)
        return _page(answer, self._absolute(path), fragment=True)

    def twin(self) -> "TestBrowser":
        """A second window of the same browser: the same cookies, its own page."""
        other = TestBrowser(self.app, language=self.language, check=self.check, address=self.address)
        other.client._cookies = dict(self.client._cookies or {})
        other.page = self.page
        return other

    def _absolute(self, path: str) -> str:
        if path.startswith(("http://", "https://", "/")):
            return urljoin(ORIGIN, path)
        return f"{ORIGIN}/{self.language}/{path}"

    def _send(
        self, method: str, url: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> TestResponse:
        sent = {
            "Accept-Language": self.language,
            "Sec-Fetch-Site": "same-origin",
            "Accept": "text/html,*/*;q=0.8",
        }
        if method != "GET":
            sent["Origin"] = ORIGIN
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.trail.append(f"{method} {path}")
        return self.client.open(
            path,
            method=method,
            base_url=ORIGIN,
            headers={**sent, **(headers or {})},
            environ_overrides={"REMOTE_ADDR": self.address},
            **options,
        )

    def _go(self, method: str, url: str, **options: Any) -> Page:
        for _step in range(LONGEST_CHAIN):
            answer = self._send(method, url, **options)
            if answer.status_code not in (301, 302, 303, 307, 308):
                break
            target = urljoin(url, answer.headers["Location"])
            assert urlsplit(target).netloc == urlsplit(ORIGIN).netloc, f"{url} leads away to {target}"
            if answer.status_code not in (307, 308):
                method, options = "GET", {}
            url = target
        else:
            raise AssertionError(f"redirected {LONGEST_CHAIN} times: {self.trail[-LONGEST_CHAIN:]}")
        query = answer.request.query_string.decode()
        self.page = _page(answer, url.split("?")[0] + (f"?{query}" if query else ""))
        if self.page.tree is not None and self.check:
            first = self.page.path.strip("/").split("/")[0]
            check_page(self.page.tree, self.page.url, first if first in LANGUAGES else None)
        return self.page

    def _form(self, fields: Iterable[str], button: str | None, form: str | None) -> HtmlElement:
        forms = self.page.root.xpath("//form")
        if form is not None:
            forms = [
                one for one in forms if form in (one.get("id"), one.get("action"), one.get("data-testid"))
            ]
        wanted = set(fields)
        fitting = [
            one
            for one in forms
            if wanted <= set(one.fields.keys())
            and (button is None or any(_answers_to(b, button) for b in _buttons(one)))
        ]
        if (
            not wanted and button is None and form is None
        ):  # the language switch and the sign-out button are not meant
            inside = [one for one in fitting if any(parent.tag == "main" for parent in one.iterancestors())]
            fitting = inside or fitting
        there = [sorted(filter(None, one.fields.keys())) for one in self.page.root.xpath("//form")]
        wish = f"{sorted(wanted)} {button or ''}"
        assert fitting, f"no form with {wish} on {self.page.url}; there are {there}\n{self.page.text[:800]}"
        return fitting[0]

    def _filled(self, form: HtmlElement, fields: dict[str, Any], button: str | None) -> list[tuple[str, Any]]:
        data: list[tuple[str, Any]] = [
            (name, value) for name, value in form.form_values() if name not in fields
        ]
        for name, value in fields.items():
            values = value if isinstance(value, list | tuple) else [value]
            data += [
                (name, one if isinstance(one, FileStorage) else str(one)) for one in values if one is not None
            ]
        buttons = [one for one in _buttons(form) if button is None or _answers_to(one, button)]
        if buttons and buttons[0].get("name"):
            data.append((buttons[0].get("name"), buttons[0].get("value") or ""))
        return data


def _buttons(form: HtmlElement) -> list[HtmlElement]:
    outside = form.getroottree().xpath("//button[@form=$id]", id=form.get("id")) if form.get("id") else []
    return [*form.xpath(".//button[@type='submit']"), *outside]


def _answers_to(button: HtmlElement, name: str) -> bool:
    said = " ".join(button.text_content().split()).casefold()
    return (
        name in (button.get("name"), button.get("data-testid"), button.get("value"))
        or name.casefold() == said
    )


def _is_token(pair: tuple[str, Any]) -> bool:
    return pair[0] == "csrf_token"


def _page(answer: TestResponse, url: str, *, fragment: bool = False) -> Page:
    body = answer.get_data()
    tree = None
    if answer.mimetype == "text/html" and body.strip():
        text = body.decode("utf-8")
        tree = (
            lxml.html.fragment_fromstring(text, create_parent="div")
            if fragment
            else lxml.html.document_fromstring(text)
        )
    return Page(url, answer.status_code, answer.headers, body, tree)
