"""Waiting in a pilot until the program has nothing more to do, instead of sleeping until the processor is idle."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from counter_tui.desk import Desk

_ROUNDS = 3
"""Calm this often in a row: a painted screen may call back, and what it calls may ask the shop."""
_asked = [0]
"""How often anybody has asked the shop."""
_IDLE = 2
"""What waiting for the shop counts as in that."""


async def calm(app: App[Any] | None = None, desk: Desk | None = None, rounds: int = _ROUNDS) -> None:
    """Wait until no task can go on and the screen is painted; with `desk`, until nothing more is asked of the shop."""
    app = app or active_app.get(None)
    quiet = 0
    while quiet < rounds:
        before = _asked[0]
        if desk is not None and not desk.closed:
            await desk.idle()
        await asyncio.sleep(0)
        while asyncio.get_running_loop()._ready:  # type: ignore[attr-defined]
            await asyncio.sleep(0)
        if app is not None and app.is_running and app.screen_stack:
            if app._resize_event is not None:
                app._check_resize()  # a new size waits some milliseconds for a newer one
            app.screen._on_timer_update()
        quiet = quiet + 1 if _asked[0] <= before + _IDLE else 0


@pytest.fixture(autouse=True, scope="session")
def _pilots_do_not_sleep() -> Any:
    """Textual's own pilot sleeps 20 ms or more around every key; it waits for calm instead."""

    run = Desk._run

    async def counted(*job: Any) -> Any:
        _asked[0] += 1
        return await run(*job)

    async def wait(_least: float = 0, _most: float = 0) -> None:
        await calm(rounds=1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "_run", staticmethod(counted))
        patch.setattr("textual.app.wait_for_idle", wait)
        patch.setattr("textual.pilot.wait_for_idle", wait)
        yield


@pytest.fixture(autouse=True, scope="session")
def _looks_are_read_once() -> Any:
    """Each pilot is a program of its own and would read the same looks again; what is read is never changed."""
    read: dict[Any, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def remembered(sheet: Stylesheet, css: str, *where: Any, **how: Any) -> list[RuleSet]:
        key = (css, where, *how.items(), *sheet._variables.items())
        if key not in read:
            read[key] = parse(sheet, css, *where, **how)
        return read[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True, scope="session")
def _frames_nobody_sees_are_not_painted() -> Any:
    """A pilot has no terminal. What stands on the screen is painted when a test looks at it, not at every change."""

    def skip(compositor: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False) -> None:
        visible_screen_stack.set(screen_stack or [])
        compositor._dirty_regions.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", skip)
        yield
