"""How fast the program is, as one table: python -m tests.benchmarks [--json] [--sizes 1k,100k] [--only lookup,frame]

Shops are made once, into --folder, and used again. With --database, a server's address, they are made on that server.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run, table

ROOMS = ("lookup", "paint", "frame", "days", "imports")
"""Each is a module with a function of its name."""


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--sizes", default="1k,100k,1m", help="customers of the made-up shops")
    parser.add_argument("--database", default="", help="a postgresql:// address to make the shops on")
    parser.add_argument("--only", default=",".join(ROOMS), help=f"some of {','.join(ROOMS)}")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "counter-tui-benchmarks")
    chosen = parser.parse_args()
    os.environ.setdefault("COUNTER_TUI_NOW", "2026-11-21T10:12")
    sizes = tuple(_size(word) for word in chosen.sizes.split(","))
    run = Run(sizes, chosen.folder, chosen.database, lambda words: print(words, file=sys.stderr, flush=True))
    figures: list[Figure] = []
    for room in chosen.only.split(","):
        run.say(room)
        measure: Callable[[Run], Iterator[Figure]] = getattr(import_module(f"tests.benchmarks.{room}"), room)
        figures += measure(run)
    if chosen.json:
        print(json.dumps([figure.record() for figure in figures], ensure_ascii=False, indent=1))
        return
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, load {load}\n")
    print(table(figures))


def _size(word: str) -> int:
    """1k, 100k, 1m as a number."""
    return int(word.lower().replace("k", "000").replace("m", "000000"))


if __name__ == "__main__":
    main()
