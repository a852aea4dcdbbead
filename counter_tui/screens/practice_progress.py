"""How far a clerk is with what she practises: weakest first, for herself alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock
from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Cell, Row, RowList, heading
from counter_tui.widgets.cells import wrapped
from counter_tui.words import brief_day, day_words, listed, short_day

if TYPE_CHECKING:
    from counter_tui.shop.practice import Choice, Known, Progress

GROUPS = (
    (("learning",), N_("To improve")),
    (("due", "known"), N_("Known")),
    (("firm",), N_("Firm: for a month or more")),
    (("new",), N_("Not met yet")),
)
"""Where each mastery belongs, in the order of the list."""
_MARGIN = 3
"""Cells of a line for its mark and the scrollbar."""
_GAPS = 4
"""Cells between the three columns."""


class PracticeProgress(Room):
    """Every card and step of a choice: when it comes again, how often it was answered and how often not known."""

    HELP = N_(
        "Every card and step of a script with the day it comes again, what is weakest first. "
        "The numbers are yours alone and are no record of any customer. "
        "A day without practice loses nothing."
    )
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    PracticeProgress #sum { height: auto; padding: 0 1 1 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Up"), show=False, id="progress.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="progress.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="progress.page_up", tooltip=N_("One page up")),
        Binding(
            "pagedown", "page(1)", N_("Page down"), show=False, id="progress.page_down", tooltip=N_("One page down")
        ),
        Binding("escape", "back", N_("Back"), id="progress.back", tooltip=N_("Back to the screen below")),
    ]

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice
        self._known: Progress | None = None

    def heading(self) -> str:
        return _("How far I am")

    def compose_body(self) -> ComposeResult:
        yield Static(id="sum")
        yield RowList()

    async def load(self) -> None:
        from counter_tui.shop.practice import progress

        known = await self.ask(progress, self.counter.by, self._choice)
        if known is not None:
            self._known = known
            self.query_one("#sum", Static).update(Content(sums(known)))
            self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """What is known in columns as wide as their words, where that leaves room for the longest title; else below."""
        if self._known is None:
            return
        rows = self.query_one(RowList)
        tried = [one for one in self._known.items if one.due is not None or one.tries]
        columns = [max((cell_len(words(one)) for one in tried), default=1) for words in (_day, _tries)]
        room = (rows.size.width or self.size.width) - _MARGIN
        titles = max((cell_len(one.title) for one in tried), default=0)
        beside = titles + sum(columns) + _GAPS <= room
        rows.set_columns(((0, *columns),))
        rows.set_rows(list(standing_rows(self._known, width=0 if beside else room)))

    def action_move(self, by: int) -> None:
        self.query_one(RowList).move_cursor(by)

    def action_page(self, by: int) -> None:
        self.query_one(RowList).move_page(by)


def sums(known: Progress) -> str:
    """The figures of a clerk's practice in one line."""
    from counter_tui.shop.practice import LOOK_BACK

    days = ngettext("practised on {n} of the last {all} days", "practised on {n} of the last {all} days", known.days)
    return listed([
        _("{n} known").format(n=known.known),
        _("{n} to repeat today").format(n=known.due),
        _("{n} new").format(n=known.new),
        days.format(n=known.days, all=LOOK_BACK),
    ])  # fmt: skip


def standing_rows(known: Progress, *, brief: bool = False, width: int = 0) -> Iterator[Row]:
    """What is known under its headings; `brief` only says what and when it comes again.

    With a `width` in cells the titles are wrapped to it, and what else is known stands below them.
    """
    for masteries, words in GROUPS:
        group = [one for one in known.items if one.mastery in masteries]
        if group:
            yield heading(_(words))
        for one in group:
            title: Cell = (one.title, "")
            if brief:
                cells = (title, _comes(one, brief=True)) if one.due is not None else (title,)
                yield Row((cells,), selectable=False)
            elif one.due is None and not one.tries:
                yield Row(_wrapped(one, width), key=one.item)
            elif width:
                known_of_it: Cell = (f"  {listed([_day(one), _tries(one)])}", "muted")
                yield Row((*_wrapped(one, width), (known_of_it,)), key=one.item)
            else:
                yield Row(((title, _comes(one, brief=False), (_tries(one), "muted")),), key=one.item)


def _wrapped(one: Known, width: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(((line, ""),) for line in (wrapped(one.title, width) if width else [one.title]))


def _day(one: Known) -> str:
    return _comes(one, brief=False)[0]


def _comes(one: Known, *, brief: bool) -> Cell:
    """The day something comes again."""
    if one.due is None:
        return "", ""
    today = clock.today()
    if one.due <= today:
        return _("today"), "accent"
    if one.due.year != today.year:
        return (one.due.isoformat() if brief else day_words(one.due)), "muted"
    return (brief_day if brief else short_day)(one.due), "muted"


def _tries(one: Known) -> str:
    if not one.tries:
        return ""
    tries = ngettext("{n} answer", "{n} answers", one.tries).format(n=one.tries)
    return listed([tries, _("{n} not known").format(n=one.again) if one.again else ""])
