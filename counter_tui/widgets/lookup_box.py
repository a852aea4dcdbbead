"""The one search box: name, pinyin, last four, certificate, scan. Matches are painted in the frame of the key."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from counter_tui import clock, i18n
from counter_tui.desk import Desk, DeskError
from counter_tui.i18n import N_, _
from counter_tui.text import LINE_LENGTH, clean
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.beside import Beside, at_a_glance, glance_lines
from counter_tui.widgets.ime_input import ImeInput

if TYPE_CHECKING:
    from counter_tui.shop.lookup import Found, Match

NEW = "new"
PAGE = 12
"""Rather more than a terminal of 24 lines shows: a key waits for what is told of each."""


class FindInput(ImeInput):
    """The box itself; while it is empty the arrows go to whoever stands below it."""

    class Walk(Message):
        """Left or Right in the empty box: a day back or on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def check_message_enabled(self, message: Message) -> bool:
        """Nobody waits for Changed: the box looks at the value itself."""
        return not isinstance(message, Input.Changed) and super().check_message_enabled(message)

    def action_cursor_left(self, select: bool = False) -> None:
        if self.value or select:
            super().action_cursor_left(select)
        else:
            self.post_message(self.Walk(-1))

    def action_cursor_right(self, select: bool = False) -> None:
        if self.value or select:
            super().action_cursor_right(select)
        else:
            self.post_message(self.Walk(1))


class LookupBox(Vertical):
    """The box and, while something is typed, the matches under it.

    Up, Down, PgUp and PgDn move through the matches without leaving the box; Enter chooses. On the embedded database a
    key is answered in its own frame; on a server the newest key wins, and Enter waits for its answer.
    """

    DEFAULT_CSS = """
    LookupBox { height: auto; }
    LookupBox > #line { height: 1; background: $surface; }
    LookupBox > #line > Static { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
    LookupBox FindInput { width: 1fr; }
    LookupBox > #below { height: 1fr; }
    LookupBox RowList { width: 1fr; margin: 1 0 0 0; overflow-y: scroll; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", N_("Up"), show=False, id="find.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="find.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="find.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="find.page_down", tooltip=N_("One page down")),
    ]

    class Chosen(Message):
        """A customer was chosen."""

        def __init__(self, customer: int, name: str, number: str) -> None:
            super().__init__()
            self.customer = customer
            self.name = name
            self.number = number

    class NewFile(Message):
        """Nobody fits: a new file is wanted, with what was typed filled in."""

        def __init__(self, typed: str) -> None:
            super().__init__()
            self.typed = typed

    class Idle(Message):
        """A key in the empty box that is meant for what stands below: `move` or `page` by so many, or `enter`."""

        def __init__(self, action: str, by: int = 0) -> None:
            super().__init__()
            self.action = action
            self.by = by

    searching = reactive(False, repaint=False)
    """Whether something is typed; to be watched: all that moves then is laid out once, in one frame."""

    def __init__(self, desk: Desk, *, guess: bool = True, id: str | None = None) -> None:
        """Without `guess`, a name that only resembles somebody's marks the new file: Enter must not take a stranger."""
        super().__init__(id=id)
        self._desk = desk
        self._guess = guess
        self._found: Found | None = None
        self._shown: dict[object, Match] = {}
        self._answered = ""
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="line"):
            yield Static(Content(_("Find")))
            yield FindInput(
                id="find", max_length=LINE_LENGTH, placeholder=_("name · pinyin · last four · certificate · scan")
            )
        with Horizontal(id="below") as below:
            below.display = False
            yield RowList(((18, 14, 7, 0), (0,)), id="matches")
            yield Beside(self._desk, at_a_glance, glance_lines, id="glance")

    def on_mount(self) -> None:
        self.watch(self.input, "value", self._typed, init=False)

    def watch_searching(self, searching: bool) -> None:
        self.query_one("#below").display = searching
        self.styles.height = "1fr" if searching else "auto"

    @property
    def input(self) -> FindInput:
        return self.query_one(FindInput)

    @property
    def text(self) -> str:
        """What is typed, cleaned."""
        return clean(self.input.value)

    def clear(self) -> None:
        """Empty the box."""
        self.input.value = ""

    def search(self) -> None:
        """Look again for what stands in the box: the records are open now, or have changed."""
        if self.text:
            entered = self._enter_waits
            self._typed(self.input.value)
            if entered:
                self._take()

    def _typed(self, _value: str) -> None:
        typed, searching = self.text, bool(self.text)
        self.searching = searching
        self._enter_waits = False
        if not searching:
            self._answered = ""
            self._list.set_rows(())
        elif not self._desk.ready:
            self._list.set_rows((), empty=_("Opening the records …"))
        elif self._desk.embedded:
            try:
                self._answer(typed, self._desk.look(_find(), typed, PAGE))
            except DeskError as error:
                self._fail(error)
        else:
            self.run_worker(self._search(typed), group="search", exclusive=True)

    async def _search(self, typed: str) -> None:
        try:
            found = await self._desk.ask(_find(), typed, PAGE)
        except DeskError as error:
            self._fail(error)
            return
        if typed == self.text:
            self._answer(typed, found)
            if self._enter_waits:
                self._enter_waits = False
                self._list.choose()

    def _fail(self, error: DeskError) -> None:
        """Say in place of the matches why there are none; the next key tries again."""
        self._answered, self._found, self._enter_waits = "", None, False
        self._list.set_rows((), empty=str(error))

    def _answer(self, typed: str, found: Found) -> None:
        self._answered, self._found = typed, found
        self._shown = {match.customer_id: match for match in found.matches}
        today, language = clock.today(), i18n.language()
        rows = [_row(match, today, language) for match in found.matches]
        if found.typo and rows:
            rows.insert(0, Row((((_("No exact match. Perhaps:"), "muted"),),), selectable=False))
        if found.more != 0:
            more = (
                _("{n} more: type on, or press PgDn").format(n=found.more)
                if found.more
                else _("There may be more: type on, or press PgDn")
            )
            rows.append(Row((((more, "muted"),),), selectable=False))
        rows.append(Row((((_("New file: {text}").format(text=typed), "accent"),),), key=NEW))
        self._list.set_rows(rows)
        if found.typo and not self._guess:
            self._list.select(NEW)
        elif found.matches:
            self._list.select(found.matches[0].customer_id)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def action_move(self, by: int) -> None:
        if self.text:
            self._list.move_cursor(by)
        else:
            self.post_message(self.Idle("move", by))

    async def action_page(self, by: int) -> None:
        if not self.text:
            self.post_message(self.Idle("page", by))
            return
        before = self._list.selected
        self._list.move_page(by)
        found = self._found
        if by > 0 and self._list.selected in (before, NEW) and found is not None and found.more != 0:
            await self._more(found)

    async def _more(self, found: Found) -> None:
        """Page through all there are: the next matches go below those shown."""
        typed = self.text
        try:
            beyond = await self._desk.ask(_find(), typed, PAGE, len(found.matches))
        except DeskError as error:
            self._fail(error)
            return
        if typed != self.text:
            return
        if not beyond.matches:
            self._answer(typed, replace(found, more=0))
        else:
            last = found.matches[-1].customer_id
            self._answer(typed, replace(beyond, matches=(*found.matches, *beyond.matches), typo=found.typo))
            self._list.select(last)
            self._list.move_cursor(1)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._take()

    def _take(self) -> None:
        if not self.text:
            self.post_message(self.Idle("enter"))
        elif self._answered == self.text:
            self._list.choose()
        else:
            self._enter_waits = True

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self.query_one(Beside).show_customer(event.key if event.key in self._shown else None)

    @on(RowList.Chosen)
    def _choose(self, event: RowList.Chosen) -> None:
        event.stop()
        if event.key == NEW:
            self.post_message(self.NewFile(self.text))
        else:
            match = self._shown[event.key]
            self.post_message(self.Chosen(match.customer_id, match.name, match.number))


def _find() -> Any:
    """Imported when first needed: the records' library is not there before the first frame."""
    from counter_tui.shop.lookup import find

    return find


@lru_cache(maxsize=256)
def _row(match: Match, today: dt.date, _language: str) -> Row:
    """Two lines: name, masked number, number, class; then the last piece or the one found, last contact, what is due.

    Most of those who fit what is typed have fitted it a letter before, and been worded then.
    """
    from counter_tui.shop.wording import outcome_words, piece_words, reason_words, window_words
    from counter_tui.words import ago, dotted

    klass = _("has bought") if match.klass == "A" else _("not bought yet")
    day, kind, metal, style = match.found or (match.last_sale, match.last_kind, match.last_metal, match.last_style)
    told = [piece_words(kind, metal, name=style), ago(day, today)] if day else []
    if match.last_contact:
        told.append(f"{outcome_words(match.last_outcome)} {ago(match.last_contact, today)}".strip())
    if match.next:
        told.append(f"{reason_words(match.next.reason)} {window_words(match.next, today)}")
    first = ((match.name, "strong"), (match.phone, ""), (match.number, "muted"), (klass, "muted"))
    return Row((first, ((dotted(told), "muted"),)), key=match.customer_id)
