"""Writes what was measured: bench/results.json for machines, docs/performance.md for people."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.floor import FOUND
from bench.measures import ROUNDS, SEARCH, TIMES, Result
from platform_api import clock

ROOT = Path(__file__).resolve().parents[1]
GOALS = {
    ("list: 20 documents, a whole page", "CPU ms"): ("at most 4", 4.0),
    (SEARCH, "ms"): ("at most 3", 3.0),
    ("sign-in: address and password", "ms"): ("at most 1.5", 1.5),
}
LEAST = {("ITI-105: a document taken in", "a second"): ("at least 0.3", 0.3)}
_TEXT = """# Performance

Written by `make bench` on {day}; figures of one machine ({machine}, {cores} cores, Python {python}) and of one run.
Trust the ratios more than the numbers: product and floor are asked in turn, {rounds} rounds of {times} requests, and
the medians are told. Over the last five minutes {load:.1f} processes wanted these cores, the bench among them: where
that is more than one or two, the clock tells of the others too, and CPU time is the better witness.

The **audited floor** (`bench/floor.py`) is the least that a page like ours can cost: a bare Flask page of the same 20
rows through SQLAlchemy Core and Jinja, with one hash-chained trail row committed durably (`synchronous=FULL`). For
the search of {found} it answers the same rows as JSON: once with every column that an answer of ITI-67 is made of,
already joined and in clear in one table, which is what the goal is about; once with the seven columns of a list. The
product joins four tables, deciphers title and description and writes FHIR. The population has {rows} synthetic
documents beside the demo's own; `make bench ROWS=16000000` takes a nation's.

| what | measured | floor | ratio | goal |
|---|---|---|---|---|
{table}

Requests go straight to the applications, without a web server and one at a time. *A whole page* is the portal's view,
its call to the embedded platform with token and session checks, the policy, the trail entry and the HTML. The browser
has the cookies that its first page gave it.
"""


def write(results: Sequence[Result], rows: int) -> None:
    """Both files."""
    whole = [{**asdict(one), "value": round(one.value, 3), **_rounded(one)} for one in results]
    (ROOT / "bench" / "results.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    text = _TEXT.format(
        day=clock.today().isoformat(),
        machine=platform.machine(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        rounds=ROUNDS,
        times=TIMES,
        load=os.getloadavg()[1],
        found=FOUND,
        rows=f"{rows:,}".replace(",", " "),
        table="\n".join(_row(one) for one in results),
    )
    (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")


def lines(results: Sequence[Result]) -> list[str]:
    """One line each for the terminal."""
    return [
        f"{one.name:40} {one.value:10.2f} {one.unit:9}"
        + (f" floor {one.floor:8.2f}  ratio {one.ratio:5.2f}" if one.floor and one.ratio else "")
        + (f"  {one.errors} ERRORS" if one.errors else "")
        for one in results
    ]


def _row(one: Result) -> str:
    floor = f"{one.floor:.2f} {one.unit}" if one.floor else ""
    ratio = f"{one.ratio:.2f}" if one.ratio else ""
    key = (one.name, one.unit)
    goal = ""
    if one.ratio and key in GOALS:
        goal = f"{GOALS[key][0]}: {'met' if one.ratio <= GOALS[key][1] else 'missed'}"
    if one.ratio and key in LEAST:
        goal = f"{LEAST[key][0]}: {'met' if one.ratio >= LEAST[key][1] else 'missed'}"
    return f"| {one.name} | {one.value:.2f} {one.unit} | {floor} | {ratio} | {goal} |"


def _rounded(one: Result) -> dict[str, float | None]:
    return {
        "floor": round(one.floor, 3) if one.floor else None,
        "ratio": round(one.ratio, 3) if one.ratio else None,
    }
