"""The first frame on a shop of each size, against an empty Textual app; and ready for the first search."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run, middle, short
from tests.benchmarks.terminal import EMPTY, first_frame, script
from tests.terminal.session import NOW, program

ROUNDS = 31
_TYPED = "zhang"
_EMPTY = "empty Textual app"
_LIMITS = {"first frame": 1.4, "Today is there": 2.0, "the first search is answered": 2.0}

Cost = tuple[float, float]
"""Milliseconds of the wall, and of CPU."""


def frame(run: Run) -> Iterator[Figure]:
    """Programs take turns, each start right behind one of an empty app: what else the machine does, it does to both."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        pairs: dict[str, list[tuple[Cost, Cost]]] = {}
        for turn in range(ROUNDS + 1):
            run.say(f"  round {turn}")
            for what, start in _starts(run, home):
                pair = first_frame(script(EMPTY), home), start()
                if turn:  # the first round is to warm up
                    pairs.setdefault(what, []).append(pair)
    yield from _told(_EMPTY, [empty for each in pairs.values() for empty, _own in each])
    for what, each in pairs.items():
        yield from _told(what, [own for _empty, own in each])
        limit = next(limit for words, limit in _LIMITS.items() if what.endswith(words))
        for at, unit in enumerate(("wall", "CPU")):
            value, spread = middle(own[at] / empty[at] for empty, own in each)
            yield Figure("frame", f"{what} / empty", value, f"times, {unit}", spread, limit)


def _starts(run: Run, home: Path) -> Iterator[tuple[str, Callable[[], Cost]]]:
    for size in run.sizes:
        command = program("--shop", shop_folder(home, run.place(size), size))
        for words, shows, typed in (
            ("first frame", "", ""),
            ("Today is there", "overdue (", ""),
            ("the first search is answered", "has bought", _TYPED),
        ):
            yield f"{short(size)} {words}", partial(first_frame, command, home, shows, typed)


def _told(what: str, costs: list[Cost]) -> Iterator[Figure]:
    for unit, values in zip(("ms wall", "ms CPU"), zip(*costs, strict=True), strict=True):
        value, spread = middle(values)
        yield Figure("frame", what, value, unit, spread)


def shop_folder(home: Path, place: str, size: int) -> Path:
    """A shop's folder whose records are at `place`."""
    folder = home / f"shop-{size}"
    folder.mkdir(exist_ok=True)
    text = f'name = "Golden Bell"\nregion = "CN"\nlanguage = "en"\ndatabase = "{place}"\nidle_minutes = 0\n'
    (folder / "counter.toml").write_text(text, encoding="utf-8")
    if "://" not in place:  # the day's copy of a chain's records would be made beside what is measured, for minutes
        (folder / "backups").mkdir(exist_ok=True)
        for day in (NOW[:10], f"{dt.date.today()}"):
            (folder / "backups" / f"{Path(place).stem}-{day}.db").touch()
    return folder
