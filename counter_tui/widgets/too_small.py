"""Below 60×20 a sentence stands over the screen; what is under it, focus and text, waits untouched."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from counter_tui.i18n import _

LEAST = (60, 20)
"""Columns and rows in which every screen can still be used."""


class TooSmall(Widget, can_focus=False):
    """Part of every screen; it shows itself when the terminal has become too small."""

    DEFAULT_CLASSES = "-textual-system"  # a screen that is built anew keeps it
    DEFAULT_CSS = """
    TooSmall {
        layer: _toastrack;
        dock: top;
        display: none;
        width: 100%;
        height: 100%;
        padding: 1 2;
        background: $background;
        color: $text;
    }
    """

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._measure, immediate=True)
        self._measure(self.screen)

    def _measure(self, screen: Screen[object]) -> None:
        columns, rows = self.app.size
        self.display = columns < LEAST[0] or rows < LEAST[1]

    def render(self) -> Content:
        """The sentence, in the language in use."""
        words = _("The window is too small: make it at least {columns} wide and {rows} high. Nothing is lost.")
        return Content(words.format(columns=LEAST[0], rows=LEAST[1]))
