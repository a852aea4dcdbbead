"""One thing that happened with a customer, read in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from counter_tui.i18n import N_
from counter_tui.screens.file_lines import event_day
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.cells import printable
from counter_tui.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from counter_tui.shop.history import Event


class Happening(Dialog[None]):
    """Every line of an event of the history; the arrows scroll where it is long, Esc closes."""

    HELP = N_(
        "This is one line of the history with everything that was written down: what was said, asked and agreed. "
        "Up, Down, PgUp and PgDn scroll where it is long. "
        "Esc goes back to the file."
    )
    AUTO_FOCUS = "#event"
    DEFAULT_CSS = """
    Happening > #panel { width: 78; max-height: 22; margin-bottom: 0; }
    Happening #event { height: auto; max-height: 18; padding: 1; scrollbar-size-vertical: 1; }
    Happening Paragraphs { width: 1fr; height: auto; }
    """

    def __init__(self, event: Event) -> None:
        super().__init__(event_day(event, whole=True))
        self._event = event

    def compose_panel(self) -> ComposeResult:
        event = self._event
        lines = [line for told in event.lines for line in told.split("\n")]
        told = [Content(printable(event.title)).stylize("bold"), *(Content(printable(line)) for line in lines)]
        if event.clerk:
            told.append(Content(printable(event.clerk)).stylize("$text-muted"))
        with VerticalScroll(id="event"):
            yield Paragraphs(Content("\n").join(told))
