"""The scheduler (mission C9): a month with a count per day, today highlighted, and the agenda of the chosen day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from counter_tui import clock
from counter_tui.desk import Desk
from counter_tui.i18n import _
from counter_tui.widgets.agenda_list import Cell, Row, RowList, heading
from counter_tui.widgets.beside import Beside, at_a_glance, glance_lines
from counter_tui.widgets.cells import printable
from counter_tui.widgets.month_grid import MonthGrid
from counter_tui.words import day_words, dotted, short_day

if TYPE_CHECKING:
    from counter_tui.shop.agenda import Agenda, DueRow
    from counter_tui.shop.drafts import DraftRow

ONE_LINE_FROM = 100
"""Cells of agenda from which a contact fits on one line."""
NARROW = ((15, 0, 14), (0, 8))
WIDE = ((18, 17, 0, 14, 16, 18, 8),)


class Scheduler(Horizontal):
    """Set the work with `show`; the chosen day is `day`. It is driven by the search box, or by its month (Tab)."""

    DEFAULT_CSS = """
    Scheduler { height: 1fr; }
    Scheduler Beside { width: 52; }
    Scheduler #left { width: 30; }
    Scheduler MonthGrid { width: 30; height: 15; padding: 0; }
    Scheduler #about { height: 1fr; padding: 0 1; color: $text-muted; }
    Scheduler #agenda {
        border: round $border-blurred;
        border-title-color: $text;
        border-title-style: bold;
    }
    """

    class Chosen(Message):
        """Enter on a contact of the agenda."""

        def __init__(self, due: DueRow) -> None:
            super().__init__()
            self.due = due

    class Resumed(Message):
        """Enter on a call that was parked."""

        def __init__(self, parked: DraftRow) -> None:
            super().__init__()
            self.parked = parked

    class Marked(Message):
        """The mark stands on another contact."""

    class DayChanged(Message):
        """Another day is chosen: its agenda is wanted."""

        def __init__(self, day: dt.date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._rows: dict[int, DueRow] = {}
        self._agenda: Agenda | None = None
        self._parked: dict[str, DraftRow] = {}
        self._wide = False

    def compose(self) -> ComposeResult:
        with Vertical(id="left"):
            yield MonthGrid(id="month")
            yield Static(id="about")
        yield RowList(NARROW, id="agenda", empty=_("Opening the records …"))
        yield Beside(self._desk, at_a_glance, glance_lines, id="glance")

    @property
    def day(self) -> dt.date:
        """The chosen day."""
        return self.month.day

    @property
    def month(self) -> MonthGrid:
        return self.query_one(MonthGrid)

    @property
    def agenda_list(self) -> RowList:
        return self.query_one("#agenda", RowList)

    @property
    def marked(self) -> DueRow | None:
        """The contact the mark stands on."""
        key = self.agenda_list.selected
        return self._rows.get(key) if isinstance(key, int) else None

    @property
    def marked_parked(self) -> DraftRow | None:
        """The parked call the mark stands on."""
        key = self.agenda_list.selected
        return self._parked.get(key) if isinstance(key, str) else None

    @property
    def marked_customer(self) -> tuple[int, int | None] | None:
        """Whom the marked line is about, and which contact it is, if one was planned."""
        if due := self.marked:
            return due.customer_id, due.id
        return (parked.data["customer"], parked.data.get("revisit")) if (parked := self.marked_parked) else None

    @property
    def of_the_day(self) -> list[DueRow]:
        """The contacts of the chosen day, late ones too, without those that are still to come."""
        agenda = self._agenda
        return [] if agenda is None else [*agenda.first, *agenda.overdue, *agenda.today]

    def walk(self, days: int) -> None:
        """Choose the day so many on."""
        self.month.day += dt.timedelta(days)

    def go_to(self, day: dt.date) -> None:
        """Choose a day; today has moved if the clock says so."""
        self.month.today = clock.today()
        self.month.day = day

    def show(self, agenda: Agenda, counts: dict[dt.date, int], parked: Iterable[DraftRow] = ()) -> None:
        """Paint a day's agenda and the month's counts, the calls that are `parked` before all else.

        The mark stays on its contact; where that has been seen to, it goes on to the one that came after it, but stays
        with a call that broke off and is called back at once (C8).
        """
        before, later, resumed = self.marked, self.agenda_list.below, self.marked_parked
        self._agenda = agenda
        self._parked = {draft.uuid: draft for draft in parked}
        self.month.counts = counts
        self._rows = {row.id: row for row in (*agenda.first, *agenda.overdue, *agenda.today, *agenda.coming)}
        place, top = self.agenda_list.place, self.agenda_list.scroll_y
        self._paint()
        if resumed and resumed.uuid not in self._parked:
            self._go_on_from(resumed, later, place)
        elif before and self._seen_to(before) and not any(map(self.agenda_list.select, later)):
            self.agenda_list.go_to_place(place)
        self.agenda_list.look_from(top)
        self.call_after_refresh(self._fit)  # what stands beside the list has taken its room by then

    def _go_on_from(self, resumed: DraftRow, later: Iterable[object], place: int) -> None:
        """A call is no longer parked: the mark stays with its contact where that broke off, else it goes on."""
        contact = resumed.data.get("revisit")
        broke_off = self._agenda is not None and contact in [row.id for row in self._agenda.first]
        keys = [contact, *later] if broke_off else later
        if not any(map(self.agenda_list.select, keys)):
            self.agenda_list.go_to_place(place)

    def _seen_to(self, before: DueRow) -> bool:
        """Whether a contact is no longer to be made, or at another time; what broke off is to be made now."""
        after = self._rows.get(before.id)
        if after is None or (self._agenda and after in self._agenda.first):
            return after is None
        return (after.due, after.closes, after.hour) != (before.due, before.closes, before.hour)

    def _paint(self) -> None:
        agenda = self._agenda
        if agenda is None:
            return
        from counter_tui.shop.agenda import MOST_COUNTED

        self._wide = self._has_room
        self.agenda_list.set_columns(WIDE if self._wide else NARROW)
        today = clock.today()
        overdue, due, coming = (f"{n}+" if n == MOST_COUNTED else n for n in self._counts(agenda))
        parts = [_("{n} overdue").format(n=overdue)] if overdue else []
        parts += [_("{n} due").format(n=due), _("{n} coming").format(n=coming)]
        title = _("Today") if agenda.day == today else short_day(agenda.day)
        self.agenda_list.border_title = Content(f"{title} · {' · '.join(parts)}")
        self.agenda_list.set_rows(
            list(self._lines(agenda)), empty=_("Nothing due. A good day to write a thank-you note.")
        )
        self._about()

    def _counts(self, agenda: Agenda) -> list[int]:
        """How many are late, due and to come. Those that are parked stand above, with a figure of their own."""
        from counter_tui.shop.agenda import MOST_COUNTED

        counts = list(agenda.counts)
        parked = {draft.data.get("revisit") for draft in self._parked.values()}
        for row in (*agenda.first, *agenda.overdue, *agenda.today, *agenda.coming):
            at = 0 if row.days_late else 1 if row.due <= agenda.day else 2
            if row.id in parked and counts[at] < MOST_COUNTED and not (at == 2 and row in agenda.first):
                counts[at] -= 1
        return counts

    def _lines(self, agenda: Agenda) -> Iterator[Row]:
        wide = self._wide
        if self._parked:
            yield heading(_("{title} ({n})").format(title=_("parked"), n=len(self._parked)), "accent")
        for draft in self._parked.values():
            yield _parked_row(draft, wide)
        here = _("today") if agenda.day == clock.today() else day_words(agenda.day)
        groups = {_("before all else"): agenda.first, _("overdue"): agenda.overdue, here: agenda.today}
        parked = {draft.data.get("revisit") for draft in self._parked.values()}  # they stand above
        for title, rows in (groups | {_("coming"): agenda.coming}).items():
            yield from _group(title, [row for row in rows if row.id not in parked], agenda.day, wide)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """One line a contact where there is room, else two."""
        if self._has_room != self._wide:
            self._paint()

    @property
    def _has_room(self) -> bool:
        return self.agenda_list.size.width >= ONE_LINE_FROM

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._about()
        self.post_message(self.Marked())

    def _about(self) -> None:
        """Under the month: what else is known of the marked contact."""
        from counter_tui.shop.wording import channel_words

        due, about = self.marked, self.marked_customer
        self.query_one(Beside).show_customer(about[0] if about else None)
        lines = [] if due is None else [due.number, due.phone, channel_words(due.channel), due.topic]
        self.query_one("#about", Static).update(Content("\n".join(printable(line) for line in lines if line)))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        if isinstance(event.key, int) and event.key in self._rows:
            self.post_message(self.Chosen(self._rows[event.key]))
        elif (draft := self._parked.get(str(event.key))) is not None:
            self.post_message(self.Resumed(draft))

    @on(MonthGrid.DayChanged)
    def _day_changed(self, event: MonthGrid.DayChanged) -> None:
        event.stop()
        self.post_message(self.DayChanged(event.day))


def _group(title: str, rows: Iterable[DueRow], day: dt.date, wide: bool) -> Iterator[Row]:
    rows = tuple(rows)
    if rows:
        yield heading(_("{title} ({n})").format(title=title, n=len(rows)), "accent")
    for row in rows:
        yield Row(_one_line(row, day) if wide else _two_lines(row, day), key=row.id)


def _parked_row(draft: DraftRow, wide: bool) -> Row:
    """A call that was laid aside: what and with whom, and since when."""
    since = (_("parked {time}").format(time=f"{draft.at:%H:%M}"), "warning")
    what, _between, who = draft.title.rpartition(" · ")
    if wide:
        return Row((((who, "strong"), (what, ""), ("", ""), since, ("", ""), ("", ""), ("", "")),), key=draft.uuid)
    return Row((((who, "strong"), ("", ""), since), ((what, "muted"), ("", ""))), key=draft.uuid)


def _two_lines(row: DueRow, day: dt.date) -> tuple[tuple[Cell, ...], ...]:
    told = dotted((_why(row, _outcome(row)), _piece(row)))
    return ((row.customer, "strong"), _may(row), _window(row, day)), ((told, "muted"), (row.clerk, "muted"))


def _one_line(row: DueRow, day: dt.date) -> tuple[tuple[Cell, ...], ...]:
    line = ((row.customer, "strong"), (_why(row), ""), (_piece(row), ""), _window(row, day))
    return ((*line, (_outcome(row), "muted"), _may(row), (row.clerk, "muted")),)


def _why(row: DueRow, outcome: str = "") -> str:
    """Why a contact is due, and how it ended last; a long matter comes behind both."""
    from counter_tui.shop.wording import reason_words

    words = dotted((reason_words(row.reason), outcome))
    if row.reason in ("promise", "complaint", "care") and row.topic:
        return _("{reason}: {what}").format(reason=words, what=row.topic)
    return words


def _piece(row: DueRow) -> str:
    from counter_tui.shop.wording import piece_words

    if not row.kind:
        return ""
    words = piece_words(row.kind, row.metal, row.stone, row.piece)
    return _("{piece} (gift)").format(piece=words) if row.gift else words


def _outcome(row: DueRow) -> str:
    from counter_tui.shop.wording import outcome_words

    return outcome_words(row.last_outcome, tries=row.tries)


def _may(row: DueRow) -> Cell:
    if row.busy:
        return row.busy, "warning"
    return ("✓", "success") if row.may.allowed else (row.may.brief, "warning")


def _window(row: DueRow, day: dt.date) -> Cell:
    from counter_tui.shop.wording import window_words

    return window_words(row, day), "error" if row.days_late else ""
