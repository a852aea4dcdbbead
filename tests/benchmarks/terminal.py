"""Programs in a terminal of their own: when the first frame stands, what it cost, and how long a key takes to show."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.terminal.session import Session, clean_environment

_TICK = os.sysconf("SC_CLK_TCK")

EMPTY = "from textual.app import App\nclass Empty(App):\n    pass\nEmpty().run()"
BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input()
Bare().run()
"""


def script(text: str) -> list[str]:
    """The command that runs a small program."""
    return [sys.executable, "-c", text]


def started(command: Sequence[str], folder: Path, **more: str) -> Session:
    """A program in a fresh terminal of 24 lines."""
    return Session(command, clean_environment(folder, **more), folder=folder)


def cpu_seconds(pid: int) -> float:
    """The CPU a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident_mb(pid: int) -> float:
    """What a process holds in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def first_frame(command: Sequence[str], folder: Path, shows: str = "", **more: str) -> tuple[float, float]:
    """Wall and CPU milliseconds until the first frame, or until `shows` stands on it."""
    began = time.perf_counter()
    session = started(command, folder, **more)
    try:
        session.until(shows or (lambda: b"\x1b[?2026l" in session.seen), timeout=120)
        return (time.perf_counter() - began) * 1000, cpu_seconds(session.pid) * 1000
    finally:
        session.close()


def echo(session: Session, key: str) -> tuple[float, float]:
    """Wall and CPU milliseconds from a key until the frame that it paints is whole."""
    before, spent = session.seen.count(b"\x1b[?2026l"), cpu_seconds(session.pid)
    began = time.perf_counter()
    session.keys(key)
    session.until(lambda: session.seen.count(b"\x1b[?2026l") > before, timeout=30)
    return (time.perf_counter() - began) * 1000, (cpu_seconds(session.pid) - spent) * 1000
