"""The one line that answers: help for the field, what was saved, what went wrong."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from counter_tui.widgets.cells import cut

Kind = Literal["info", "warn", "error"]


class Hint(Message):
    """For the screen's message line: help or options of the field with the focus, or (`wrong`) its message."""

    def __init__(self, text: str, wrong: bool) -> None:
        super().__init__()
        self.text = text
        self.wrong = wrong


class MessageLine(Widget, can_focus=False):
    """One line of text; a warning or an error begins with "!" as well as changing colour."""

    DEFAULT_CSS = """
    MessageLine {
        height: 1;
        padding: 0 1;
        color: $text-muted;
        &.-warn { color: $text-warning; text-style: bold; }
        &.-error { color: $text-error; text-style: bold; }
    }
    """

    text = reactive("")
    kind: reactive[Kind] = reactive("info")

    def say(self, text: str, kind: Kind = "info") -> None:
        """Show `text`, in place of what stood here; "" clears the line."""
        self.kind = kind
        self.text = text

    def watch_kind(self, kind: Kind) -> None:
        self.set_class(kind == "warn", "-warn")
        self.set_class(kind == "error", "-error")

    def render(self) -> Content:
        sign = "" if self.kind == "info" or not self.text else "! "
        return Content(cut(sign + self.text, self.size.width))
