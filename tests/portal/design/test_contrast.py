"""The tokens keep their promises: every documented pair is legible, in light and in dark."""

import itertools
import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
OWN = ("app.css", "passages.css", "parts.css", "pages.css")

PAIR = re.compile(r"^ \*   ([a-z-]+) +([a-z-]+) +([0-9.]+)$", re.MULTILINE)
PAIRS = [(text, ground, float(least)) for text, ground, least in PAIR.findall(TOKENS)]
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")

# How eyes without red, green or blue cones see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def themes() -> dict[str, dict[str, str]]:
    """The colours by name, in light and in dark; dark overrides light."""
    light_part, _, rest = TOKENS.partition("@media (prefers-color-scheme: dark)")
    light = dict(COLOUR.findall(light_part))
    dark_part = rest.partition("@media print")[0]
    return {"light": light, "dark": light | dict(COLOUR.findall(dark_part))}


def linear(colour: str) -> tuple[float, float, float]:
    """#rrggbb → linear RGB, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return r, g, b


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours."""
    luminances = [
        sum(
            weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)
        )
        for colour in (one, other)
    ]
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """Linear RGB → Oklab (Ottosson 2020), where distance is what the eye finds different."""
    r, g, b = (max(0.0, c) for c in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def difference(one: str, other: str, eye: str) -> float:
    """How far apart two colours look to this eye."""
    seen = [
        lab(tuple(sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in EYES[eye]))
        for colour in (one, other)
    ]
    return math.dist(*seen)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_documented_pair_has_its_contrast(theme, text, ground, least):
    colours = themes()[theme]
    assert contrast(colours[text], colours[ground]) >= least


def test_pairs_are_documented_at_all():
    assert len(PAIRS) > 20
    assert {"acting", "action", "wrong", "ink", "soft", "control", "focus"} <= {text for text, _, _ in PAIRS}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_acting_for_someone_else_looks_like_nothing_else(theme, eye):
    colours = themes()[theme]
    for other in ("action", "action-deep", "wrong", "ink", "paper", "tint"):
        assert difference(colours["acting"], colours[other], eye) >= 0.1, other


def test_colour_of_acting_for_someone_else_is_used_by_its_banner_alone():
    for name in OWN:
        css = (CSS / name).read_text(encoding="utf-8")
        for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
            if re.search(r"var\(--(on-)?acting\)", rule[1]):
                assert ".acting" in rule[0], rule[0]


def test_no_colour_is_named_outside_the_tokens():
    for name in OWN:
        css = (CSS / name).read_text(encoding="utf-8")
        assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])|\brgba?\(|\bhsla?\(", css) == []


def test_no_text_is_smaller_than_18_px():
    sizes = {name: float(rem) for name, rem in re.findall(r"--(text-[a-z0-9]+): ([0-9.]+)rem", TOKENS)}
    assert min(sizes.values()) * 16 >= 18
    for name in OWN:
        css = (CSS / name).read_text(encoding="utf-8")
        assert all(float(rem) * 16 >= 18 for rem in re.findall(r"font-size: ([0-9.]+)rem", css))


def test_targets_are_44_px_or_more():
    assert all(float(rem) * 16 >= 44 for rem in re.findall(r"--target(?:-main)?: ([0-9.]+)rem", TOKENS))


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"^\s*(--[a-z0-9-]+):", TOKENS, re.MULTILINE))
    for name in OWN:
        used = set(re.findall(r"var\((--[a-z0-9-]+)", (CSS / name).read_text(encoding="utf-8")))
        assert used <= known, used - known


def test_every_colour_has_its_dark_twin():
    light, dark = themes()["light"], themes()["dark"]
    unchanged = {name for name in light if light[name] == dark[name]}
    assert unchanged == {"under-code"}


def test_grounds_differ_from_each_other():
    for colours in themes().values():
        for one, other in itertools.combinations(("paper", "leaf", "tint"), 2):
            assert colours[one] != colours[other]
