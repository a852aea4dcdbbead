"""A bare program to put a widget into, and a way to read what it paints."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from counter_tui import i18n
from counter_tui.widgets.bindings import TranslatedBindings
from counter_tui.widgets.too_small import TooSmall

CHINESE = {
    "Name": "姓名",
    "Phone": "电话",
    "Date of sale": "购买日期",
    "Kind": "品类",
    "Ring": "戒指",
    "Pendant": "吊坠",
    "Bangle": "手镯",
    "Save": "保存",
    "Menu": "菜单",
    "Help": "帮助",
    "Back": "返回",
    "needed": "必填",
}


class Catalogue(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return CHINESE.get(message, message)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each test in both languages; the Chinese is this file's, so that a test does not hang on the shipped words."""
    i18n.set_language(request.param)
    if request.param == "zh_CN":
        monkeypatch.setattr(i18n, "_catalogue", Catalogue())
    yield request.param


class Bench(TranslatedBindings, Screen[None]):
    """A screen of the widgets a test is about; it keeps every message they post."""

    def __init__(self, make: Callable[[], list[Widget]], bindings: list = ()) -> None:
        super().__init__()
        for binding in bindings:
            self._bindings._add_binding(binding)
        self._make = make
        self.done: list[str] = []

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """A bench has the size of what lies on it."""
        super()._extend_compose(widgets)
        widgets[:] = [widget for widget in widgets if not isinstance(widget, TooSmall)]

    def compose(self) -> ComposeResult:
        yield from self._make()

    def action_did(self, what: str) -> None:
        self.done.append(what)


class Workbench(App[None]):
    """Shows a Bench. `lines()` is what stands on the screen; `feed()` types without waiting between keys."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *make: Callable[[], Widget], bindings: list = ()) -> None:
        super().__init__()
        self._bench = lambda: Bench(lambda: [build() for build in make], bindings)
        self.heard: list[object] = []

    def on_mount(self) -> None:
        self.push_screen(self._bench())

    def hear(self, kind: type) -> list:
        """The messages of one kind that have reached the program."""
        return [message for message in self.heard if isinstance(message, kind)]

    async def on_event(self, event: events.Event) -> None:
        await super().on_event(event)

    async def _dispatch_message(self, message) -> None:
        if message not in self.heard:
            self.heard.append(message)
        await super()._dispatch_message(message)

    def lines(self) -> list[str]:
        """The painted lines, each exactly as wide as the screen."""
        lines = ["".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()]
        assert {cell_len(line) for line in lines} == {self.size.width}
        return lines

    def line(self, part: str) -> str:
        """The painted line that holds `part`."""
        return next(line for line in self.lines() if part in line)

    def feed(self, *keys: str) -> None:
        """Send keys as a scanner or an impatient clerk does: all of them before the first is looked at."""
        for key in keys:
            if len(key) > 1 and not key.isascii():
                raise ValueError(key)
            self.post_message(events.Key(key, key if len(key) == 1 else None))


def typed(text: str) -> list[str]:
    """`text` as keys; a line break is Enter."""
    names = {"\n": "enter", " ": "space"}
    return [names.get(char, char) for char in text]
