"""A walk through the whole program by keys: every screen and dialog, one after the other, in one run of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from counter_tui.screens.call import CallScreen
from tests.screens.conftest import Counter
from tests.terminal.session import KEYS as KEY_CODES


@dataclass(frozen=True)
class Stop:
    """A place on the way: from the stop before, these keys lead to it. What is not a key's name is typed, and what
    begins with ":" is an action of the menu, whose number may change."""

    name: str
    keys: tuple[str, ...]
    main: bool = False


def stop(name: str, *keys: str, main: bool = False) -> Stop:
    return Stop(name, keys, main)


KEYS = KEY_CODES.keys() - {"space"}
"""What a stop's keys may name; anything else is typed as it stands."""

STOPS = (
    stop("today", main=True),
    stop("today-month", "tab"),
    stop("search", "tab", "13", main=True),
    stop("search-typo", "ctrl+u", "emilly"),
    stop("search-nobody", "ctrl+u", "欧阳娜娜"),
    stop("help", "ctrl+u", "f1"),
    stop("menu", "escape", "f9"),
    stop("lock", "escape", "f12"),
    stop("lookup", "enter", "f3", "1234"),
    stop("objections", "escape", "f6", main=True),
    stop("take-off", "escape", "f8"),
    stop("move", "escape", ":move_marked"),
    stop("month", "pagedown"),
    stop("hand-over", "escape", "escape", ":hand_marked"),
    stop("call", "escape", "enter", main=True),
    stop("call-half", "enter", "enter", "a little loose", "enter", "enter", main=True),
    stop("call-objection", "f6", "down"),
    stop("call-objection-answer", "enter"),
    stop("call-objection-end", "enter"),
    stop("call-objection-note", "enter"),
    stop("dial", "escape", "escape", "f7"),
    stop("send", "f7"),
    stop("letters", "f6"),
    stop("letter-change", "escape", "enter"),
    stop("was-it-sent", "escape", "escape"),
    stop("call-outcome", "escape", "f2"),
    stop("call-later", "4"),
    stop("call-next", "escape", "f2", "1", main=True),
    stop("today-noted", "enter", main=True),
    stop("undo", ":app.open_undo"),
    stop("undo-ask", "enter"),
    stop("file", "escape", "escape", "1234", "enter", main=True),
    stop("file-event", "end", "enter"),
    stop("file-menu", "escape", "home", "f9"),
    stop("file-consent", "escape", ":consent"),
    stop("visit-sheet", "escape", ":home_visit"),
    stop("file-plan", "escape", ":plan"),
    stop("file-correct", "escape", ":correct", main=True),
    stop("sale", "escape", "f2", main=True),
    stop("sale-wrong", "f2", main=True),
    stop("unsaved", "down", "x", "escape"),
    stop("planned", "1", "ctrl+u", "up", "1", "f2"),
    stop("planned-change", "f2"),
    stop("drafts", "escape", "enter", ":app.open_visit", *["down"] * 3, "x", "escape", "2", ":app.open_drafts"),
    stop("visit", "escape", ":app.open_visit"),
    stop("new-customer", "escape", ":app.open_new_file"),
    stop("takeover", "escape", ":app.open_takeover"),
    stop("takeover-earlier", "f8"),
    stop("export", "escape", "f9", "87", "ctrl+u", "~/customers.csv"),
    stop("settings", "escape", ":app.open_settings", main=True),
    stop("clerks", ":clerks"),
    stop("words", "escape", ":words"),
    stop("words-editor", "enter", main=True),
    stop("practice", "escape", "escape", "escape", ":app.open_practice"),
    stop("practice-card", "2", "enter"),
    stop("practice-progress", "escape", ":app.open_practice", "3", "enter"),
    stop("objection-report", "escape", ":app.open_objection_report"),
)


async def walk(c: Counter, monkeypatch: pytest.MonkeyPatch, *, main: bool = False) -> AsyncIterator[Stop]:
    """Go from stop to stop; `main` stays at the main ones only."""
    monkeypatch.setattr(CallScreen, "seconds", property(lambda _call: 41))
    for place in STOPS:
        for key in place.keys:
            if key.startswith(":"):
                await c.app.screen.run_action(key[1:])
                await c.settle()
            elif key in KEYS:
                await c.press(key)
            else:
                await c.type(key)
        if place.main or not main:
            yield place
