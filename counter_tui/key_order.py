"""Keys one after the other: nobody sees a key before everybody is done with the one before it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.driver import Driver

_TRIPS = 3
"""How often a mark follows a key that is no letter: what the key does may say something to a widget, and that again."""
_PATIENCE = 1.0
"""Seconds a key waits at the longest: a mark is lost with a widget that goes while it is on its way."""


class Mark(Message):
    """Goes the way a key has gone, behind it; back at the program, everybody on that way has seen the key."""

    def __init__(self, number: int, trips: int) -> None:
        super().__init__()
        self.number = number
        self.trips = trips


class KeysInOrder(App[str]):
    """Textual hands each key on to the widget with the focus at once, and looks up what it does when it has come back
    through all the widgets around that one. Typed in one go, F9 and 3 would be a menu, and a 3 in the box below it;
    and Down and F7 would dial the customer above the marked one.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._number = 0
        self._asked: Widget | None = None
        """Who has the mark of the last key; None when it is back."""

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, but where it is the one for terminals."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from counter_tui.key_reader import KeyReader

        return KeyReader

    async def on_event(self, event: events.Event) -> None:
        """A key, or what is pasted, waits until the key before it is through."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._waiting.append(event)
            await self._go_on()

    @property
    def _under_way(self) -> bool:
        """Whether the mark of the last key will still come back."""
        return self._asked is not None and self._asked.is_attached

    async def _let_through(self, typed: events.Key | events.Paste) -> None:
        target = self.focused or self.screen
        await super().on_event(typed)
        self._number += 1
        self._send(target, _TRIPS if isinstance(typed, events.Key) and not typed.is_printable else 1)

    def _send(self, target: Widget, trips: int) -> None:
        self._asked = target if target.post_message(Mark(self._number, trips)) else None

    @on(Mark)
    async def _back(self, mark: Mark) -> None:
        mark.stop()
        if mark.number != self._number:
            return
        self._asked = None
        if self._waiting and mark.trips > 1:
            self._send(self.focused or self.screen, mark.trips - 1)
        await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting and not self._under_way:
            if self._opening:
                self._send(self.screen, 1)  # taken up when it stands
            if not self._under_way:
                await self._let_through(self._waiting.popleft())
        if self._waiting:
            self._lose_patience_with(self._number)

    @property
    def _opening(self) -> bool:
        """Whether the screen in front does not stand yet: a key would find no field there."""
        return bool(self._screen_stack) and not self.screen.is_mounted

    def _lose_patience_with(self, number: int) -> None:
        async def without_it() -> None:
            if number == self._number:
                self._asked = None
                await self._go_on()

        self.set_timer(_PATIENCE, without_it)
