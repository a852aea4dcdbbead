"""The first frame on a shop of each size, against an empty Textual app; and ready for the first search."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run, middle, short
from tests.benchmarks.terminal import EMPTY, first_frame, script
from tests.terminal.session import NOW, program

ROUNDS = 7
_TYPED = "zhang"


def frame(run: Run) -> Iterator[Figure]:
    """Programs take turns, round by round; the first round is to warm up."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        starts: dict[str, Callable[[], tuple[float, float]]] = {
            "empty Textual app": lambda: first_frame(script(EMPTY), home)
        }
        for size in run.sizes:
            shop = shop_folder(home, run.place(size), size)
            command = program("--shop", shop)
            starts[f"{short(size)} first frame"] = lambda command=command: first_frame(command, home)
            starts[f"{short(size)} Today is there"] = lambda command=command: first_frame(command, home, "overdue (")
            starts[f"{short(size)} the first search is answered"] = lambda command=command: first_frame(
                command, home, "has bought", _TYPED
            )
        costs: dict[str, list[tuple[float, float]]] = {what: [] for what in starts}
        for turn in range(ROUNDS + 1):
            run.say(f"  round {turn}")
            for what, start in starts.items():
                if turn:
                    costs[what].append(start())
                else:
                    start()
    bare = [middle(each)[0] for each in zip(*costs["empty Textual app"], strict=True)]
    for what, rounds in costs.items():
        for unit, values, empty in zip(("ms wall", "ms CPU"), zip(*rounds, strict=True), bare, strict=True):
            value, spread = middle(values)
            yield Figure("frame", what, value, unit, spread)
            if what != "empty Textual app":
                limit = 1.4 if "first frame" in what else 2.0
                yield Figure("frame", f"{what} / empty", value / empty, f"times, {unit[3:]}", 0.0, limit)


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
