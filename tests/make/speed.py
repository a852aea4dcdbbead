"""Make the README's table of speed from what was measured: `python -m tests.make.speed FIGURES.json …`.

The figures are what `python -m tests.benchmarks --json` prints, of one run or of several, each of some rooms.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- speed -->\n", "<!-- end -->"
SIZES = ("1k", "100k", "1m")
TODAY = (("today", "Today"), ("the month", "The month"), ("another day", "Another day"))
DEEDS = (
    ("a file of 500 events", "A file of 500 events"), ("starting a call", "Starting a call"),
    ("saving a sale", "Saving a sale"),
)  # fmt: skip


class Row(NamedTuple):
    """A line of the table: its words, what is wanted, the room and names of its figures, how they are written."""

    words: str
    wanted: str
    room: str
    figures: tuple[str, ...]
    form: str = "{:.1f}"
    unit: str = ""


def rows() -> Iterator[Row]:
    """All lines, in their order."""
    yield from _search()
    yield from _frames()
    yield from _days("", "")
    yield from _days(" on PostgreSQL", " PostgreSQL")
    yield from _lists()
    yield from _rest()


def _search() -> Iterator[Row]:
    for share, wanted in (("p50", ""), ("p95", ""), ("p99", "1 M ≤ 6")):
        figures = tuple(f"{size} {share} of a keystroke" for size in SIZES)
        words = "A keystroke, 1 k / 100 k / 1 M customers, p50, ms" if share == "p50" else f"… {share}, ms"
        yield Row(words, wanted, "lookup", figures)
    growth, times = ("p95 1m / 100k", "p95 1m / 1k"), "{:.2f}"
    yield Row("… p95, 1 M to 100 k, to 1 k", "≤ 1.5, ≤ 5", "lookup", growth, times)
    servers = tuple(f"p95 {size} PostgreSQL / SQLite" for size in SIZES)
    yield Row("… on PostgreSQL to SQLite, p95", "≤ 3", "lookup", servers, times)
    growth = ("p95 1m PostgreSQL / 100k", "p95 1m PostgreSQL / 1k")
    yield Row("… PostgreSQL p95, 1 M to 100 k, to 1 k", "≤ 1.5, ≤ 5", "lookup", growth, times)
    found = ("1m found: name + last four", "1m found: pinyin + last four")
    yield Row("Found among 1 M by name or by pinyin with the last four, %", "100", "lookup", found, "{:.0f}")
    first = ("1m first: phone", "1m first: name + last four", "1m first: certificate")
    yield Row("First among 1 M: phone / name and last four / certificate, %", "≥ 99", "lookup", first)
    others = tuple(f"100k p95: {way}" for way in ("LIKE scan", "FTS5 trigram", "line by line"))
    yield Row("p95 of other ways, 100 k: LIKE scan / FTS5 trigram / line by line, ms", "", "lookup", others)
    yield Row("… own p95 to a LIKE scan", "≤ 0.02", "lookup", ("100k p95 own / LIKE scan",), "{:.4f}")


def _frames() -> Iterator[Row]:
    times = "{:.2f}"
    paint = tuple(f"{size} / bare Input" for size in SIZES)
    yield Row("Key to paint, to a bare Input, 1 k / 100 k / 1 M", "≤ 2", "paint", paint, times)
    yield Row("… 1 M to 1 k", "≤ 1.3", "paint", ("1m / 1k",), times)
    for words, what, wanted in (
        ("First frame to an empty Textual app, 1 k / 100 k / 1 M", "first frame", "≤ 1.4"),
        ("The first search is answered, to an empty Textual app", "the first search is answered", "≤ 2"),
        ("Today is there, to an empty Textual app", "Today is there", "≤ 2"),
    ):
        figures = tuple(f"{size} {what} / empty" for size in SIZES)
        yield Row(f"{words}, wall", wanted, "frame", figures, times, "times, wall")
        yield Row("… CPU", wanted, "frame", figures, times, "times, CPU")
    programs = ("empty Textual app", "counter-tui, 1m customers", "harlequin", "posting")
    figures = tuple(f"first frame: {program}" for program in programs)
    words = "Beside, first frame: empty Textual app / counter-tui 1 M / harlequin / posting, ms"
    yield Row(words, "", "beside", figures, "{:.0f}", "ms wall")
    yield Row(
        "Beside, a search in 1,000 cards with khard, ms", "", "beside", ("a search with khard, 1k cards",), "{:.0f}"
    )


def _days(where: str, server: str) -> Iterator[Row]:
    for what, words in TODAY:
        figures = (f"1m{server} {what}", f"{what}: 1m / 100k{server}")
        wanted = "≤ 2 times" if what == "today" else "≤ 50, ≤ 2 times"
        yield Row(f"{words}{where}, 1 M, ms, and to 100 k", wanted, "days", figures)
    for what, words in DEEDS:
        figures = (f"1m{server} {what}", f"{what}: 1m / 1k{server}")
        yield Row(f"{words}{where}, 1 M, ms, and to 1 k", "≤ 50, ≤ 2 times", "days", figures)


def _lists() -> Iterator[Row]:
    for ending in (".csv", ".xlsx", ".csv, PostgreSQL"):
        side = ", this side" if "Postgre" in ending else ""
        words = f"Import of 100 k customers with purchases, {ending}, customers a second of CPU{side}"
        yield Row(words, "≥ 5,000", "imports", (f"customers {ending}, all checks",), "{:,.0f}")
    figures = ("customers .csv, the database alone",)
    yield Row("… what plain SQLite makes of the same rows, without a check", "", "imports", figures, "{:,.0f}")
    figures = ("1m rows .csv, read and shown, memory at most",)
    yield Row("… memory at most, 1 M rows, MB", "≤ 300", "imports", figures, "{:.0f}")
    for ending in (".csv", ".xlsx"):
        figures = tuple(f"{size} customers to {ending}" for size in SIZES)
        words = f"Export, {ending}, 1 k / 100 k / 1 M, customers a second of CPU"
        yield Row(words, "≥ 5,000", "exports", figures, "{:,.0f}")
    figures = tuple(f"1m customers to {ending}, memory at most" for ending in (".csv", ".xlsx"))
    yield Row("… memory at most, 1 M, .csv / .xlsx, MB", "≤ 300", "exports", figures, "{:.0f}")


def _rest() -> Iterator[Row]:
    for words, what, wanted, form, unit in (
        ("Resident after 60 callers and 10,000 keys, 1 k / 1 M, MB", "after 10000 keys", "≤ 90", "{:.0f}", ""),
        ("… growth over the last 5,000 keys, MB", "growth in the second half", "≤ 1", "{:.2f}", ""),
        ("Idle, 1 k / 1 M, % CPU", "idle", "≤ 0.5", "{:.2f}", ""),
        ("Leaving, 1 k / 1 M, s", "leaving", "≤ 0.3", "{:.2f}", "s wall"),
    ):
        yield Row(words, wanted, "rest", (f"1k {what}", f"1m {what}"), form, unit)


def table(figures: list[dict[str, Any]]) -> str:
    """The lines whose figures were all measured, and what they promise."""
    lines = ["| | measured | wanted | |", "|---|---|---|---|"]
    for row in rows():
        found = [_figure(figures, row, what) for what in row.figures]
        if all(found):
            measured = " / ".join(row.form.format(figure["value"]) for figure in found)
            verdicts = {figure["verdict"] for figure in found} - {""}
            verdict = "missed" if "MISSED" in verdicts else "ok" if verdicts else ""
            lines.append(f"| {row.words} | {measured} | {row.wanted} | {verdict} |")
    return "\n".join(lines) + "\n"


def _figure(figures: list[dict[str, Any]], row: Row, what: str) -> dict[str, Any]:
    named = (one for one in figures if (one["room"], one["what"]) == (row.room, what))
    return next((one for one in named if row.unit in ("", one["unit"])), {})


def readme(text: str, figures: list[dict[str, Any]]) -> str:
    """The README with the table of these figures."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table(figures)}{END}{after}"


if __name__ == "__main__":
    measured = [figure for name in sys.argv[1:] for figure in json.loads(Path(name).read_text("utf-8"))]
    README.write_text(readme(README.read_text("utf-8"), measured), "utf-8")
