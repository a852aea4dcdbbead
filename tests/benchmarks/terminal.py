"""Programs in a terminal of their own: when the first frame stands, what it cost, and how long a key takes to show."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.terminal.session import Session, clean_environment

FRAME_ENDS = b"\x1b[?2026l"
_COLOURED = re.compile(rb"\x1b\[[0-9;]+m")
"""What no program sends before it paints; the marks of a frame come later, when the terminal has said it knows them."""
_QUIET = 0.1
"""Seconds without a frame after which a key has done all it does."""
_PATIENCE = 2.0
_UPPER = 22
"""Lines above the message line and the key line, which may follow."""
_TICK = os.sysconf("SC_CLK_TCK")

EMPTY = "from textual.app import App\nclass Empty(App):\n    pass\nEmpty().run()"
BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        box = Input()
        box.cursor_blink = False
        yield box
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


def first_frame(
    command: Sequence[str], folder: Path, shows: str = "", typed: str = "", **more: str
) -> tuple[float, float]:
    """Wall and CPU milliseconds until the first frame, or until `shows` stands on the terminal; `typed` is sent as soon
    as there is a frame."""
    began = time.perf_counter()
    session = started(command, folder, **more)
    waiting = bool(typed)
    try:
        while True:
            data = session.take(120)
            if not data:
                raise EOFError(f"{command} has ended:\n{session.text}")
            framed = bool(_COLOURED.search(session.seen))
            if framed and waiting:
                session.send(typed.encode())
                waiting = False
            if framed and not shows:
                break
            if shows:
                session.show(data)
                if shows in session.text:
                    break
        return (time.perf_counter() - began) * 1000, running_ms(session.pid)
    finally:
        session.close()


def echo(session: Session, key: str) -> tuple[float, float]:
    """Wall and CPU milliseconds from a key until the frame that shows what it has done is whole.

    Every frame is noted as it comes, and looked at afterwards: the one that counts is the first that leaves the upper
    part of the terminal, where text and matches stand, as it is when all is quiet again. CPU is that of the whole key.
    """
    begun, spent, frames = len(session.seen), running_ms(session.pid), []
    began = time.perf_counter()
    session.send(key.encode())
    while select.select([session.master], [], [], _QUIET if frames else _PATIENCE)[0]:
        session.seen += os.read(session.master, 1 << 16)
        if session.seen.endswith(FRAME_ENDS):
            frames.append((time.perf_counter() - began, len(session.seen)))
        if time.perf_counter() - began > _PATIENCE:
            break
    spent = running_ms(session.pid) - spent
    shown = []
    for _wall, end in frames:
        session.show(session.seen[begun:end])
        begun = end
        shown.append(session.lines()[:_UPPER])
    if not shown:
        raise TimeoutError(f"{key!r} painted nothing:\n{session.text}")
    return frames[shown.index(shown[-1])][0] * 1000, spent


def running_ms(pid: int) -> float:
    """Milliseconds all threads of a process have run, by the scheduler's own count."""
    spent = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # it has just ended
            spent += int((thread / "schedstat").read_text().split()[0])
    return spent / 1e6
