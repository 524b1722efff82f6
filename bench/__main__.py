"""`python -m bench --rows N`: measures, prints one line each, writes bench/results.json and docs/performance.md."""

import argparse
import logging
import shutil
import sys
import tempfile
from pathlib import Path

from bench import measures, report
from bench.scene import scene


def main() -> int:
    """Exit 1 when an answer was not as it should be: a fast wrong answer is no result."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--rows", type=int, default=100_000, help="synthetic documents")
    rows = options.parse_args().rows
    logging.disable(logging.WARNING)
    home = Path(tempfile.mkdtemp(prefix="dsp-bench-"))
    try:
        with scene(home, rows, _say) as prepared:
            results = measures.pages(prepared, _say)
            results += measures.search(prepared, _say)
            results += measures.sign_in(prepared, _say)
            results += measures.deposit(prepared, _say)
            results += measures.letters(prepared, _say)
            results += measures.start(prepared, _say)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    report.write(results, rows)
    print(*report.lines(results), sep="\n")
    return 1 if any(one.errors for one in results) else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
