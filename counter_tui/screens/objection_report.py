"""What customers doubted and what came of it (mission E3): by kind of piece, by clerk and by card, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock
from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Row, RowList, heading
from counter_tui.widgets.cells import fit
from counter_tui.words import listed, month_words

if TYPE_CHECKING:
    from counter_tui.shop.objections import Count, Line, ObjectionReport

SETTLED, STILL_OPEN, LOST = "█", "░", "·"
"""Signs of a bar: told apart without colour, and in ASCII too, where they are painted as # : and -."""
LONGEST_BAR = 40
_FIGURES = (4, 4, 4, 4, 6)
"""Cells of the columns of figures: uses, settled, open, not bought, rate."""
_MONTH_KEYS = Binding.Group(N_("Other month"))


class ObjectionReportScreen(Room):
    """The doubts of a month, or of all time."""

    HELP = N_(
        "How often each objection came up and how it ended, by kind of piece, by clerk and by card. "
        "Left and Right go to another month, Tab shows all that was ever noted and back to the month. "
        "A few uses say little: look at the first figure before the last one."
    )
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ObjectionReportScreen #sum { height: auto; padding: 0 1 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "left", "month(-1)", N_("Month back"), id="report.month_back", tooltip=N_("One month back"),
            group=_MONTH_KEYS,
        ),
        Binding(
            "right", "month(1)", N_("Month on"), id="report.month_on", tooltip=N_("One month on"), group=_MONTH_KEYS
        ),
        Binding("tab", "all_time", N_("All time"), id="report.all", tooltip=N_("All that was noted, or the month")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="report.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="report.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="report.page_up", tooltip=N_("One page up")),
        Binding(
            "pagedown", "page(1)", N_("Page down"), show=False, id="report.page_down", tooltip=N_("One page down")
        ),
        Binding("escape", "back", N_("Back"), id="report.back", tooltip=N_("Back to the screen below")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._month = clock.today().replace(day=1)
        self._all_time = False
        self._report: ObjectionReport | None = None

    def heading(self) -> str:
        return f"{_('Objections')} · {_('all time') if self._all_time else month_words(self._month)}"

    def compose_body(self) -> ComposeResult:
        yield Static(id="sum")
        yield RowList()

    async def load(self) -> None:
        from counter_tui.shop.objections import report

        days = (None, None) if self._all_time else (self._month, _next(self._month) - dt.timedelta(days=1))
        known = await self.ask(report, *days)
        if known is not None:
            self._report = known
            self._paint()

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    def _paint(self) -> None:
        if self._report is None:
            return
        rows, known = self.query_one(RowList), self._report
        label, bar = _widths(rows.size.width)
        rows.set_columns(((label, *_FIGURES, bar),))
        rows.set_rows(list(report_rows(known, bar)), empty=_("Nothing was noted."))
        self.query_one("#sum", Static).update(Content(_sums(known.total) if known.total.uses else ""))

    def action_month(self, by: int) -> None:
        today, known = clock.today(), self._report
        wished = self._month if self._all_time else _next(self._month) if by > 0 else _before(self._month)
        if wished > today:
            self.say(_("That month is still to come."))
        elif known and wished < (known.earliest or today).replace(day=1) and not self._all_time:
            self.say(_("Nothing was noted before."))
        else:
            self._month, self._all_time = wished, False
            self._turned()

    def action_all_time(self) -> None:
        self._all_time = not self._all_time
        self._turned()

    def _turned(self) -> None:
        self.say("")
        self.retitle()
        self.run_worker(self.reload(), group="load", exclusive=True)

    def action_move(self, by: int) -> None:
        self.query_one(RowList).move_cursor(by)

    def action_page(self, by: int) -> None:
        self.query_one(RowList).move_page(by)


def report_rows(known: ObjectionReport, bar: int) -> Iterator[Row]:
    """The report as lines with bars of at most `bar` cells; nothing where nothing was noted."""
    if not known.total.uses:
        return
    heads = (_("Uses"), SETTLED, STILL_OPEN, LOST, _("Rate"))
    figures = (fit(words, cells, right=True) for words, cells in zip(heads, _FIGURES, strict=True))
    yield Row((tuple((words, "muted") for words in ("", *figures, "")),), selectable=False)
    groups = ((N_("By kind of piece"), known.kinds), (N_("By clerk"), known.clerks), (N_("By card"), known.cards))
    for name, lines in groups:
        yield heading(_(name))
        yield from _group(name, lines, bar)


def _group(name: str, lines: Sequence[Line], bar: int) -> Iterator[Row]:
    most = max(line.count.uses for line in lines)
    for line in lines:
        count = line.count
        numbers = (str(count.uses), str(count.settled), str(count.open), str(count.lost), rate_words(count))
        figures = (fit(words, cells, right=True) for words, cells in zip(numbers, _FIGURES, strict=True))
        cells = ((line.words, "strong"), *((words, "") for words in figures), (drawn(count, most, bar), "accent"))
        yield Row((cells,), key=(name, line.key))


def drawn(count: Count, most: int, cells: int) -> str:
    """A count as a bar: as long as its share of `most` in `cells`, at least one; settled, open and not bought in it."""
    length = max(round(count.uses / most * cells), 1)
    settled = round(count.settled / count.uses * length)
    known = round((count.settled + count.open) / count.uses * length)
    return SETTLED * settled + STILL_OPEN * (known - settled) + LOST * (length - known)


def rate_words(count: Count) -> str:
    """The share that was settled, as "74%"; "–" where nothing came up."""
    return "–" if count.rate is None else f"{count.rate:.0%}"


def _sums(count: Count) -> str:
    """What it comes to, each ending with its sign."""
    doubts = ngettext("{n} objection", "{n} objections", count.uses).format(n=count.uses)
    endings = [
        f"{SETTLED} {_('{n} settled').format(n=count.settled)}",
        f"{STILL_OPEN} {_('{n} still open').format(n=count.open)}",
        f"{LOST} {_('{n} not bought').format(n=count.lost)}",
    ]
    return listed([doubts, *endings])


def _widths(width: int) -> tuple[int, int]:
    """Cells of the column of names, and of the longest bar, on a list so wide."""
    figures = sum(cells + 2 for cells in _FIGURES)
    free = max(width - 2 - figures - 2, 20)
    bar = min(max(free * 2 // 5, 6), LONGEST_BAR)
    return free - bar, bar


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)
