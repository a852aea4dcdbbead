"""How the program ends when nobody at the keyboard ends it: what is typed is kept, and nothing stays behind running."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from textual.app import App

GRACE = 4
"""Seconds for the last drafts; then the program ends whatever it is waiting for."""
HANG_UP = 1
"""SIGHUP, by its number: there is no such signal on Windows."""


def watch(app: App[Any], keep: Callable[[], Awaitable[object]]) -> None:
    """End with the terminal or on a signal, after `keep`. To be called once, in the program's event loop."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()  # the loop itself holds on to nothing

    def leave(number: int) -> None:
        if not tasks:
            Thread(target=_end_in_any_case, args=(128 + number,), name="end", daemon=True).start()
            tasks.add(loop.create_task(_leave(app, keep, number)))

    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(NotImplementedError, RuntimeError):
                loop.add_signal_handler(number, leave, int(number))
    if hasattr(select, "poll"):
        Thread(target=_wait_for_hang_up, args=(loop, leave), name="terminal", daemon=True).start()


async def _leave(app: App[Any], keep: Callable[[], Awaitable[object]], number: int) -> None:
    try:
        await keep()
    finally:
        if number == HANG_UP:
            os._exit(128 + number)  # there is no terminal left to tidy up
        app.exit(return_code=128 + number)


def _wait_for_hang_up(loop: asyncio.AbstractEventLoop, leave: Callable[[int], None]) -> None:
    """A terminal may go without a signal; Textual would go on reading it at full speed for ever.

    The loop may hang by then, on what nobody takes out of the terminal any more: the end does not wait for it.
    """
    terminal = select.poll()
    terminal.register(sys.__stdin__.fileno(), 0)
    if any(event & (select.POLLHUP | select.POLLERR) for _file, event in terminal.poll()):
        with suppress(RuntimeError):  # the loop is closed: the program has just ended by itself
            loop.call_soon_threadsafe(leave, HANG_UP)
            _end_in_any_case(128 + HANG_UP)


def _end_in_any_case(code: int) -> None:
    time.sleep(GRACE)
    os._exit(code)
