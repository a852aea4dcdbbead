"""From a key to the frame it paints, in a terminal: the search box of Today against a bare Textual Input."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.frame import shop_folder
from tests.benchmarks.rounds import Figure, Run, middle, share, short
from tests.benchmarks.terminal import BARE, echo, script, started
from tests.terminal.session import KEYS, Session, program

_TYPED = ("zhangwei", "5678", "liu wei", "1381234", "王小")
_ROUNDS = 4


def paint(run: Run) -> Iterator[Figure]:
    """A few texts typed and cleared again and again, programs taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sessions: dict[str, Session] = {"bare Input": started(script(BARE), home)}
        for size in run.sizes:
            sessions[short(size)] = started(program("--shop", shop_folder(home, run.place(size), size)), home)
        try:
            for name, session in sessions.items():
                painted = lambda session=session: b"\x1b[?2026l" in session.seen  # noqa: E731
                session.until(painted if name == "bare Input" else "overdue (", 120)
            costs: dict[str, list[tuple[float, float]]] = {name: [] for name in sessions}
            for turn in range(_ROUNDS + 1):
                run.say(f"  round {turn}")
                for name, session in sessions.items():
                    rounds = [cost for text in _TYPED for cost in _typed(session, text)]
                    costs[name] += rounds if turn else []
        finally:
            for session in sessions.values():
                session.close()
    medians: dict[str, float] = {}
    for name, each in costs.items():
        walls, spent = (sorted(one) for one in zip(*each, strict=True))
        medians[name] = middle(walls)[0]
        yield Figure("paint", f"{name} p50", medians[name], "ms wall", middle(walls)[1])
        yield Figure("paint", f"{name} p95", share(walls, 0.95), "ms wall")
        yield Figure("paint", f"{name} the whole key", middle(spent)[0], "ms CPU", middle(spent)[1])
    for name, value in medians.items():
        if name != "bare Input":
            yield Figure("paint", f"{name} / bare Input", value / medians["bare Input"], "times", 0.0, 2.0)
    first, last = short(min(run.sizes)), short(max(run.sizes))
    if first != last:
        yield Figure("paint", f"{last} / {first}", medians[last] / medians[first], "times", 0.0, 1.3)


def _typed(session: Session, text: str) -> list[tuple[float, float]]:
    """Each key of a text; afterwards the box is emptied."""
    costs = [echo(session, key) for key in text]
    echo(session, KEYS["ctrl+u"])
    return costs
