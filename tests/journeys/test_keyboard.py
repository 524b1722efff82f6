"""With the keys alone on a telephone: everything is reached, the focus is seen and not covered, and it decides."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.telephone import PHONE, Axe, Telephone

pytestmark = pytest.mark.browser
PAGES = (
    "expression",
    "documents/new",
    "professionals",
    "emergency",
    "visit-pass",
    "confidentiality",
    "see-as",
    "journal",
    "close",
    "rights",
    "export",
)
MOST = 200
"""More stops than any of these pages has."""
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
  (one) => one.checkVisibility() && one.tabIndex >= 0 && one.type !== 'hidden' && !one.disabled
    && !(one.type === 'radio' && !one.checked && document.querySelector(`[name="${one.name}"]:checked`))
    && !(one.type === 'radio' && one !== document.querySelector(`[name="${one.name}"]`) && !one.checked)).length"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  one.dataset.stop ??= String(window.stops = (window.stops ?? 0) + 1);
  const box = one.getBoundingClientRect();
  const seen = (x, y) => {
    const there = document.elementFromPoint(x, y);
    return there && (there === one || one.contains(there) || there.contains(one)
      || [...one.labels ?? []].some((label) => label.contains(there)));
  };
  const middle = box.left + box.width / 2;
  const hidden = ![0.2, 0.5, 0.8].some((part) => seen(middle, box.top + Math.min(box.height, 400) * part));
  const marks = [one, one.parentElement.querySelector('.file-button'), ...one.labels ?? []].filter(Boolean);
  const outlined = marks.some((mark) => ['', '::before'].some((part) => {
    const style = getComputedStyle(mark, part || null);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  }));
  return { stop: one.dataset.stop, hidden, plain: !outlined && one.type !== 'date', top: box.top,
    words: (one.innerText || one.ariaLabel || one.name || '').slice(0, 60) };
}"""


def _walk(page: Page, key: str) -> list[dict[str, Any]]:
    """Every stop of one way round, in order."""
    stops: list[dict[str, Any]] = []
    for _number in range(MOST):
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found is None or (stops and found["stop"] == stops[0]["stop"]):
            return stops
        if not stops or found["stop"] != stops[-1]["stop"]:
            stops.append(found)
    raise AssertionError(f"{page.url}: the focus never comes out")


@pytest.mark.parametrize(("language", "name"), [("fr", "Reuland"), ("lb", "Theisen")])
def test_every_part_is_walked_with_the_keys_and_the_focus_is_always_seen(
    page: Page, live_server: Any, language: str, name: str
):
    page.set_viewport_size(PHONE)
    telephone = Telephone(live_server.home, name, page, language)
    for path in PAGES:
        telephone.open(path)
        expected = page.evaluate(STOPS)
        for key in ("Tab", "Shift+Tab"):
            page.evaluate("document.activeElement.blur()")
            stops = _walk(page, key)
            assert len(stops) == expected, (path, key, [one["words"] for one in stops])
            assert not [one["words"] for one in stops if one["hidden"]], (path, key)
            assert not [one["words"] for one in stops if one["plain"]], (path, key)


def test_a_choice_is_made_and_undone_with_the_keys(page: Page, live_server: Any, axe: Axe):
    page.set_viewport_size(PHONE)
    telephone = Telephone(live_server.home, "Bertolini", page, "lb")
    telephone.open("emergency")
    state = page.locator("[data-testid=emergency-state]")
    before = state.get_attribute("data-state")
    page.locator("[name=allowed]:checked").focus()
    page.keyboard.press("ArrowDown" if before != "not_allowed" else "ArrowUp")
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(state).not_to_have_attribute("data-state", str(before))
    axe(page)
    page.locator("[data-testid=undo] button").press("Enter")
    expect(state).to_have_attribute("data-state", str(before))
