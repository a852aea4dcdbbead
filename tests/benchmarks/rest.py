"""What the program holds and does at rest: memory after an hour's work, growth over 10,000 keys, idle CPU, leaving."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.frame import shop_folder
from tests.benchmarks.rounds import Figure, Run, middle, short
from tests.benchmarks.terminal import cpu_seconds, resident_mb, running_ms, started
from tests.terminal.session import Session, program

_TYPED = ("zhangwei", "5678", "liu wei", "1381234", "wangxiao", "0001", "chen", "13900")
_FOUND = ("zhang", "li", "liu", "wang", "chen", "zhao")
_CALLS, _KEYS, _IDLE, _QUITS = 60, 10_000, 60.0, 5
"""An hour's callers; keys of the long run; seconds of rest; how often it is left."""


def rest(run: Run) -> Iterator[Figure]:
    """The smallest and the largest shop."""
    for size in sorted({min(run.sizes), max(run.sizes)}):
        with tempfile.TemporaryDirectory() as folder:
            command = program("--shop", shop_folder(Path(folder), run.place(size), size))
            yield from _measured(run, short(size), command, Path(folder))


def _measured(run: Run, name: str, command: list[str], folder: Path) -> Iterator[Figure]:
    session = _opened(command, folder)
    try:
        yield Figure("rest", f"{name} resident at first", resident_mb(session.pid), "MB")
        spent, began = running_ms(session.pid), time.monotonic()
        session.wait(_IDLE)
        share = (running_ms(session.pid) - spent) / (time.monotonic() - began) / 10
        yield Figure("rest", f"{name} idle", share, "% CPU", 0.0, 0.5)
        run.say(f"  {name}: an hour's callers")
        for text in islice(cycle(_FOUND), _CALLS):
            _serve(session, text)
        yield Figure("rest", f"{name} after {_CALLS} callers", resident_mb(session.pid), "MB", 0.0, 90.0)
        run.say(f"  {name}: {_KEYS} keys")
        half, end = _typing(session, _KEYS // 2), _typing(session, _KEYS // 2)
        yield Figure("rest", f"{name} after {_KEYS} keys", end, "MB", 0.0, 90.0)
        yield Figure("rest", f"{name} growth in the second half", end - half, "MB", 0.0, 1.0)
    finally:
        session.close()
    ends = [_left(command, folder) for _ in range(_QUITS)]
    for what, values, limit in zip(("s wall", "s CPU"), zip(*ends, strict=True), (0.3, None), strict=True):
        value, spread = middle(values)
        yield Figure("rest", f"{name} leaving", value, what, spread, limit)


def _opened(command: list[str], folder: Path) -> Session:
    session = started(command, folder, COUNTER_TUI_NOW="")  # the minute turns, and the day is read anew
    session.until("overdue (", 120)
    session.wait(3)
    return session


def _serve(session: Session, text: str) -> None:
    """Somebody is found, her file opened and read, and closed again."""
    _type(session, text)
    session.keys("enter")
    session.until(lambda: text not in session.lines()[1], 30)
    session.keys("pagedown", "pageup", "escape")
    session.until("─ Today ·", 30)
    session.keys("down", "down", "f3")
    session.until("Find a customer", 30)
    session.keys("escape")
    session.until_gone("Find a customer", 30)
    session.seen = b""


def _typing(session: Session, keys: int) -> float:
    """So many keys, searching and clearing; the memory held at their end."""
    for text in cycle(_TYPED):
        if keys <= 0:
            return resident_mb(session.pid)
        _type(session, text)
        session.keys("ctrl+u")
        session.until("─ Today ·", 30)
        session.seen = b""
        keys -= len(text) + 1
    raise AssertionError


def _type(session: Session, text: str) -> None:
    for key in text:
        session.keys(key)
    session.until(lambda: text in session.lines()[1], 30)


def _left(command: list[str], folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds from the key until the process is gone."""
    session = _opened(command, folder)
    try:
        spent, before, began = cpu_seconds(session.pid), os.times(), time.perf_counter()
        session.keys("ctrl+q")
        session.ended(30)
        wall, after = time.perf_counter() - began, os.times()
    finally:
        session.close()
    whole = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, whole - spent
