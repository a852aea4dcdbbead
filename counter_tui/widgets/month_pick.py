"""A day from the month, over whatever form is open."""

from __future__ import annotations

import datetime as dt

from textual import on
from textual.app import ComposeResult

from counter_tui.i18n import N_
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.month_grid import MonthGrid
from counter_tui.words import day_words


class MonthPick(Dialog[dt.date | None]):
    """The month of `day`. Enter gives the chosen day, Esc None."""

    HELP = N_(
        "Arrows walk by days and weeks, PgUp and PgDn by months, Home goes to today. Enter takes the day. "
        "Esc leaves the field as it was."
    )
    AUTO_FOCUS = "MonthGrid"
    DEFAULT_CSS = """
    MonthPick > #panel { width: 34; padding: 0; border: none; }
    MonthPick MonthGrid { height: 9; }
    """

    def __init__(self, day: dt.date) -> None:
        super().__init__("")
        self._day = day

    def compose_panel(self) -> ComposeResult:
        yield MonthGrid()

    def on_mount(self) -> None:
        grid = self.query_one(MonthGrid)
        grid.day = self._day
        self._say(grid)

    def _say(self, grid: MonthGrid) -> None:
        self.message_line.say(day_words(grid.day))

    @on(MonthGrid.DayChanged)
    def _moved(self, event: MonthGrid.DayChanged) -> None:
        event.stop()
        self._say(self.query_one(MonthGrid))

    @on(MonthGrid.Picked)
    def _picked(self, event: MonthGrid.Picked) -> None:
        event.stop()
        self.dismiss(event.day)
