"""Keys one after the other: nobody sees a key before everybody is done with the one before it."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.worker import Worker

_TRIPS = 3
"""How often a mark follows a key that is no letter: what the key does may say something to a widget, and that again."""
_PATIENCE = 1.0
"""Seconds a key waits for a mark at the longest: it is lost with a widget that goes while it is on its way."""
_BESIDE = ("start", "backup", "load", "learn", "mistakes", "print", "copy")
"""Groups of workers that nobody waits for: what they do is done beside the keys."""


class Mark(Message):
    """Goes the way a key has gone, behind it; back at the program, everybody on that way has seen the key."""

    def __init__(self, number: int, trips: int) -> None:
        super().__init__()
        self.number = number
        self.trips = trips


@dataclass
class Errand:
    """What a key has begun, often several dialogs one after the other, on the stack of screens called `stack`; `dialog`
    is the answer it waits for from the clerk, None before the first question."""

    stack: str
    dialog: asyncio.Future[Any] | None = None

    @property
    def on_its_way(self) -> bool:
        """Whether the program is at work, and not the clerk: the next dialog, or the end, is still to come."""
        return self.dialog is None or self.dialog.done()


class KeysInOrder(App[str]):
    """Textual hands each key on to the widget with the focus at once, and looks up what it does when it has come back
    through all the widgets around that one. Typed in one go, F9 and 3 would be a menu, and a 3 in the box below it;
    and Down and F7 would dial the customer above the marked one.

    Between two dialogs the shop is asked, and the screen below them has the keys. They wait until the next dialog
    stands, or there is none more, however long that takes: a 2 and Enter end a call, and tick nothing in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._number = 0
        self._asked: Widget | None = None
        """Who has the mark of the last key; None when it is back."""
        self._errands: dict[asyncio.Task[Any], Errand] = {}

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
        elif self._fetching and self._goes_first(event):
            self.forget_what_waits()  # it is not for the lock
            await self._let_through(event)
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
        while self._waiting and not self._under_way and not self._fetching:
            if self._opening:
                self._send(self.screen, 1)  # taken up when it stands
            if not self._under_way:
                await self._let_through(self._waiting.popleft())
        if self._waiting and not self._fetching:
            self._lose_patience_with(self._number)

    def _goes_first(self, typed: events.Key | events.Paste) -> bool:
        """Whether a key locks or leaves, which waits for nothing the records are asked."""
        active = self.screen.active_bindings.get(typed.key) if isinstance(typed, events.Key) else None
        return active is not None and active.binding.priority

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

    # What a key has begun

    @property
    def _fetching(self) -> bool:
        """Whether what a key has begun here is between two dialogs."""
        here = self._current_mode
        return any(errand.stack == here and errand.on_its_way for errand in self._errands.values())

    def errand(self, work: Any, group: str) -> Any:
        """`work` as a worker does it while the keys wait; as it is where nobody waits for a worker of its `group`."""
        stack = self._current_mode

        async def waited_for() -> Any:
            task = asyncio.current_task()
            assert task is not None
            self._errands[task] = Errand(stack)
            try:
                return await (work() if callable(work) else work)
            finally:
                self._errands.pop(task, None)
                self.call_later(self._go_on)

        return work if group in _BESIDE else waited_for

    def take_time(self) -> None:
        """For a worker that is at something long from here on: keys get through, Esc to stop it among them."""
        if (task := asyncio.current_task()) is not None and self._errands.pop(task, None):
            self.call_later(self._go_on)

    def run_worker(self, work: Any, *args: Any, group: str = "default", **options: Any) -> Worker[Any]:
        """Let a worker do something; keys wait while it is between two dialogs."""
        return super().run_worker(self.errand(work, group), *args, group=group, **options)

    def push_screen(self, *args: Any, **options: Any) -> Any:
        """Open a screen; one that an errand waits for has the keys."""
        pushed: Any = super().push_screen(*args, **options)
        task = asyncio.current_task()
        if isinstance(pushed, asyncio.Future) and task in self._errands:
            self._errands[task].dialog = pushed
        self.call_later(self._go_on)
        return pushed

    def press_first(self, key: str) -> None:
        """Press a key, before all those that wait."""
        self._waiting.appendleft(events.Key(key, None))
        self.call_later(self._go_on)

    def forget_what_waits(self) -> None:
        """What was typed and nobody has seen yet is not for what comes now."""
        self._waiting.clear()
