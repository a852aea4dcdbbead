"""The lock: two stacks of screens, what is worked on and before it the lock, and nothing that gets past it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen

from counter_tui import clock
from counter_tui.key_order import KeysInOrder
from counter_tui.screens.room import LOCK

if TYPE_CHECKING:
    from counter_tui.settings import Settings
    from counter_tui.shop.people import ClerkRow

COUNTER = "counter"
"""The name of the stack of screens that are worked on."""
WHILE_LOCKED = ("leave", "help")
"""What the program still does while it is locked: both show nothing of a customer."""
LOOK_AT_IDLE = 5
"""Seconds between looks at how long nobody has touched a key."""
_HABIT = 2.0
"""Seconds in which an Enter follows the number that has unlocked already, and means nothing else."""
_TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollUp, events.MouseScrollDown)


class LockingApp(KeysInOrder):
    """Everything that is open lies on COUNTER and stays there while LOCK is in front: fields, carets, late dialogs.

    A worker that finishes meanwhile opens and closes its screens below the lock, and is seen after unlocking.
    """

    DEFAULT_MODE = COUNTER
    settings: Settings
    clerk: ClerkRow | None

    def __init__(self) -> None:
        super().__init__()
        self.add_mode(COUNTER, lambda: self._dressed(self.get_default_screen()))
        self.add_mode(LOCK, self._lock)
        self._touched = (time.monotonic(), clock.now())
        self._spent_until = 0.0

    def on_mount(self) -> None:
        self.set_interval(LOOK_AT_IDLE, self.look_at_idle)

    def _dressed(self, screen: Screen[Any]) -> Screen[Any]:
        """`screen`, with word that no theme has changed since: Textual would read and apply all looks once more."""
        screen._css_update_count = self._css_update_count
        return screen

    def _lock(self) -> Screen[Any]:
        from counter_tui.screens.lock import LockScreen

        return self._dressed(LockScreen())

    # The two stacks

    @property
    def locked(self) -> bool:
        """Whether the lock is in front."""
        return self.current_mode == LOCK

    @property
    def screen_stack(self) -> list[Screen[Any]]:
        """What is worked on, the screen in front last; also while it is locked."""
        return self.get_screen_stack(COUNTER)

    @property
    def front(self) -> Screen[Any]:
        """The screen that is worked on, or will be after unlocking."""
        return self.screen_stack[-1]

    def push_screen(self, *args: Any, mode: str | None = None, **kwargs: Any) -> Any:
        """Open a screen over what is worked on: one that comes late waits there behind the lock."""
        return super().push_screen(*args, mode=mode or COUNTER, **kwargs)

    @contextmanager
    def stack_of(self, screen: Screen[Any]) -> Iterator[None]:
        """For putting `screen` away from the stack it lies on: Textual takes the last one of the stack in front."""
        here = self._current_mode
        self._current_mode = next((mode for mode, stack in self._screen_stacks.items() if screen in stack), here)
        try:
            yield
        finally:
            self._current_mode = here

    # Locking and unlocking

    async def action_lock(self) -> None:
        """F12: lock at once, whatever is open; whoever unlocks is at the counter."""
        if self.locked or self.clerk is None:
            return
        from counter_tui.screens.lock import LockScreen

        for screen in self._screen_stacks.get(LOCK, ()):
            if isinstance(screen, LockScreen):
                screen.begin()
        await self.switch_mode(LOCK)

    def unlock(self, clerk: ClerkRow) -> None:
        """`clerk` is here: back to where it was locked."""
        self._touched = (time.monotonic(), clock.now())
        self.switch_mode(COUNTER)
        self.take_over(clerk)

    def take_over(self, clerk: ClerkRow) -> None:
        """`clerk` is at the counter from now on."""
        raise NotImplementedError

    @property
    def idle_too_long(self) -> bool:
        """Whether nobody has touched a key for the shop's idle minutes.

        By two clocks: the one that never jumps stands still while a laptop sleeps, the other goes on.
        """
        ticks, moment = self._touched
        idle = max(time.monotonic() - ticks, (clock.now() - moment).total_seconds())
        return 0 < self.settings.idle_minutes * 60 <= idle

    async def look_at_idle(self) -> None:
        """Lock if nobody has been here for a while."""
        if self.idle_too_long:
            self.forget_what_waits()
            await self.action_lock()

    async def on_event(self, event: events.Event) -> None:
        """Any key puts the lock off; the first one after a sleeping laptop wakes finds the screen locked."""
        if isinstance(event, _TOUCHES) and not event.is_forwarded:
            late = self.idle_too_long and not self.locked and self.clerk is not None
            self._touched = (time.monotonic(), clock.now())
            if late:
                self.forget_what_waits()
                await self.action_lock()
                return
        await super().on_event(event)

    def spend_enter(self) -> None:
        """A number has done what the lock asks Enter for: one that follows at once is not for what lay behind it."""
        self._spent_until = time.monotonic() + _HABIT

    async def _let_through(self, typed: events.Key | events.Paste) -> None:
        spent, self._spent_until = time.monotonic() < self._spent_until, 0.0
        if not (spent and isinstance(typed, events.Key) and typed.key == "enter"):
            await super()._let_through(typed)

    # What must not get past it

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While it is locked only what shows nothing of a customer."""
        if self.locked:
            return action in WHILE_LOCKED
        return super().check_action(action, parameters)

    def bell(self) -> None:
        """Nobody is called to a locked screen for what cannot be seen on it."""
        if not self.locked:
            super().bell()

    def _refresh_notifications(self) -> None:
        if not self.locked:
            super()._refresh_notifications()
