"""A screen on which the shop works on something long: progress is shown, Esc stops it, and then nothing is changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from textual.widgets import ProgressBar

from counter_tui import disk_words
from counter_tui.i18n import _
from counter_tui.screens.room import Room
from counter_tui.widgets.ime_input import ImeInput

R = TypeVar("R")
WORKING = "working"
_TICK_SECONDS = 0.1


class LongWorkRoom(Room):
    """Subclasses show their steps in `_paint`, and have the field #path for a file's place, and a ProgressBar."""

    def __init__(self, first: str) -> None:
        """Begins with the step `first`."""
        super().__init__()
        self._step = first
        self._tell: Callable[[], Sequence[str]] = tuple  # anew in each language
        self._done, self._of = 0, 1
        self._stop = threading.Event()

    def on_mount(self) -> None:
        self.every(_TICK_SECONDS, self._show_progress)

    def on_unmount(self) -> None:
        self._stop.set()

    def carry(self) -> Any:
        return self._path.value

    def restore(self, carried: Any) -> None:
        self._path.value = carried
        self._paint()

    @property
    def _path(self) -> ImeInput:
        return self.query_one("#path", ImeInput)

    async def may_leave(self) -> bool:
        if self._step == WORKING:
            self.say(_("Still at work: Esc stops it."), "warn")
            return False
        return True

    def _go(self, step: str) -> None:
        """Show a step."""
        self._step = step
        self._paint()

    def _paint(self) -> None:
        """Show the step that has come."""
        raise NotImplementedError

    def _show_progress(self) -> None:
        self.query_one(ProgressBar).update(total=self._of, progress=self._done)

    async def _work(self, back_to: str, function: Callable[..., R], *args: Any) -> R | None:
        """Let the shop work on something long; None, and back at a step, if it was stopped or could not be done."""
        from counter_tui.desk import DeskError
        from counter_tui.exchange.importing import Cancelled
        from counter_tui.exchange.sheets import SheetError
        from counter_tui.shop.trace import ShopError

        self.counter.take_time()
        self._stop.clear()
        self._done, self._of = 0, 1
        self._go(WORKING)
        try:
            return await self._answer(function, *args)
        except Cancelled:
            self._go(back_to)
            self.say(_("Stopped. Nothing was changed."), "warn")
        except (DeskError, SheetError, ShopError, OSError) as error:
            self._go(back_to)
            self.say(disk_words.sentence(error), "error")
            self.app.bell()
        return None

    async def _answer(self, function: Callable[..., R], *args: Any) -> R:
        """What the shop answers in the end, once the screen stands again if it is being built anew by then."""
        try:
            return await self.counter.desk.long_job(function, *args)
        finally:
            await self.stands()

    def _at(self, done: int, of: int) -> None:
        """How far the work is, told from its thread."""
        from counter_tui.exchange.importing import Cancelled

        if self._stop.is_set():
            raise Cancelled
        self._done, self._of = done, of
