"""How long a shop's customers take to be written to a spreadsheet, and how much memory, database and all."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run, middle, peak_mb, short

ROOT = Path(__file__).parents[2]
ENDINGS = (".csv", ".xlsx")
ROUNDS = 3


def exports(run: Run) -> Iterator[Figure]:
    """Each kind of file from each shop, in a process of its own; the greatest shop once only."""
    for size in run.sizes:
        place = run.place(size)
        rounds = ROUNDS if size <= 100_000 else 1
        for ending in ENDINGS:
            run.say(f"  {short(size)} {ending}")
            laps = [_lap(place, ending) for _ in range(rounds)]
            rate, spread = middle([size / lap["cpu"] for lap in laps])
            what = f"{short(size)} customers to {ending}"
            yield Figure("exports", what, rate, "a second of CPU", spread, 5000, at_least=True)
            yield Figure("exports", f"{what}, memory at most", max(lap["mb"] for lap in laps), "MB", 0.0, 300)


def _lap(place: str, ending: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.benchmarks.exports", place, str(Path(folder) / f"list{ending}")]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    lap: dict[str, float] = json.loads(told)
    return lap


def measure(place: str, path: Path) -> None:
    """Write a shop's customers to `path` and tell what it took, as a line of JSON. The shop stays as it is."""
    from counter_tui.exchange import exporting
    from counter_tui.models.opening import open_database
    from counter_tui.shop.context import open_shop

    open_database(place)
    shop = open_shop("Golden Bell", "CN", "en", path.parent)
    exporting.note = lambda *_who, **_detail: None  # the only thing it would write into the shop
    began = time.process_time()
    exporting.export_customers(shop, path, None, over=False)
    spent = time.process_time() - began
    peak = peak_mb()
    print(json.dumps({"cpu": spent, "mb": peak}))


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2]))
