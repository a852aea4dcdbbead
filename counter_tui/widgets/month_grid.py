"""A month on a page, with how much there is to do on each day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from counter_tui import clock
from counter_tui.i18n import N_
from counter_tui.widgets.cells import MARK, fit
from counter_tui.words import month_words, weekday_words

_DAY_CELLS = 4
_WEEK = calendar.Calendar(calendar.MONDAY)
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
_Looks = dict[tuple[bool, str], Style]
_MONTH_KEYS = Binding.Group(N_("Other month"))


class MonthGrid(Widget, can_focus=True):
    """Monday to Sunday; [21] is today, ›22 the chosen day (no mark: it is today), (7) under a day is how much there is.

    Where there is no room for two lines a week, a dot behind the day says that there is something.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "month-grid--head",
        "month-grid--today",
        "month-grid--chosen",
        "month-grid--outside",
        "month-grid--count",
    }
    DEFAULT_CSS = """
    MonthGrid {
        width: 34;
        height: 15;
        padding: 0 1;
        border: round $border-blurred;
        border-title-color: $foreground;
        border-title-style: bold;
        &:focus { border: round $border; }
        & > .month-grid--head { color: $text-muted; }
        & > .month-grid--today { text-style: bold; }
        & > .month-grid--chosen { background: $block-cursor-background; text-style: bold; }
        & > .month-grid--outside { color: $text-disabled; }
        & > .month-grid--count { color: $text-accent; }
        &:focus > .month-grid--chosen { background: $text-accent; color: $background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("Choose"), id="month.pick", tooltip=N_("Show this day")),
        Binding(
            "pageup", "month(-1)", N_("Month back"), id="month.back", tooltip=N_("One month back"), group=_MONTH_KEYS
        ),
        Binding("pagedown", "month(1)", N_("Month on"), id="month.on", tooltip=N_("One month on"), group=_MONTH_KEYS),
        Binding("home", "today", N_("Today"), id="month.today", tooltip=N_("Back to today")),
        Binding("left", "day(-1)", N_("Day back"), show=False, id="month.left", tooltip=N_("One day back")),
        Binding("right", "day(1)", N_("Day on"), show=False, id="month.right", tooltip=N_("One day on")),
        Binding("up", "day(-7)", N_("Week back"), show=False, id="month.up", tooltip=N_("One week back")),
        Binding("down", "day(7)", N_("Week on"), show=False, id="month.down", tooltip=N_("One week on")),
    ]

    day: reactive[dt.date] = reactive(clock.today)
    today: reactive[dt.date] = reactive(clock.today)
    counts: reactive[Mapping[dt.date, int]] = reactive(dict)

    class DayChanged(Message):
        """Another day is chosen."""

        def __init__(self, day: dt.date) -> None:
            super().__init__()
            self.day = day

    class Picked(Message):
        """Enter on the chosen day."""

        def __init__(self, day: dt.date) -> None:
            super().__init__()
            self.day = day

    def on_mount(self) -> None:
        self._title()

    def validate_day(self, day: dt.date) -> dt.date:
        """No day outside the years whose lunar dates are known."""
        return min(max(day, _FIRST), _LAST)

    def watch_day(self, before: dt.date, day: dt.date) -> None:
        self._title()
        if day != before:
            self.post_message(self.DayChanged(day))

    def _title(self) -> None:
        self.border_title = month_words(self.day)

    @property
    def weeks(self) -> list[list[dt.date]]:
        """The chosen day's month, whole weeks."""
        return _WEEK.monthdatescalendar(self.day.year, self.day.month)

    def render_line(self, y: int) -> Strip:
        width, style = self.size.width, self.get_component_rich_style
        if y == 0:
            head = "".join(fit(fit(name, 3, right=True), _DAY_CELLS) for name in weekday_words())
            return Strip([Segment(head, style("month-grid--head"))]).adjust_cell_length(width, self.rich_style)
        weeks = self.weeks
        lines = 2 if self.size.height > 2 * len(weeks) else 1
        week, line = divmod(y - 1, lines)
        if week >= len(weeks):
            return Strip.blank(width, self.rich_style)
        looks: _Looks = {}
        cells = [self._count(day, looks) if line else self._number(day, looks, dot=lines == 1) for day in weeks[week]]
        return Strip(cells).adjust_cell_length(width, self.rich_style)

    def _number(self, day: dt.date, looks: _Looks, dot: bool) -> Segment:
        before, after = " ", "." if dot and self.counts.get(day) else " "
        if day == self.today:
            before, after = "[", "]"
        elif day == self.day:
            before = MARK
        return Segment(f"{before}{day.day:>2}{after}", self._look(day, looks, ""))

    def _count(self, day: dt.date, looks: _Looks) -> Segment:
        count = self.counts.get(day, 0)
        shown = (f"({count})" if count < 100 else "99+").rjust(_DAY_CELLS) if count else " " * _DAY_CELLS
        return Segment(shown, self._look(day, looks, "month-grid--count"))

    def _look(self, day: dt.date, looks: _Looks, plain: str) -> Style:
        """How a day looks; `looks` remembers, for a line, what was worked out for the days before."""
        outside = day.month != self.day.month
        mark = "chosen" if day == self.day else "today" if day == self.today else ""
        if (outside, mark) not in looks:
            kind = "month-grid--outside" if outside else plain
            base = self.get_component_rich_style(kind) if kind else self.rich_style
            looks[outside, mark] = base + self.get_component_rich_style(f"month-grid--{mark}") if mark else base
        return looks[outside, mark]

    def action_day(self, by: int) -> None:
        self.day += dt.timedelta(by)

    def action_month(self, by: int) -> None:
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + by, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self.day = dt.date(year, month + 1, min(self.day.day, last))

    def action_today(self) -> None:
        self.day = self.today

    def action_pick(self) -> None:
        self.post_message(self.Picked(self.day))
