"""F12, or nobody at the counter for a while: a screen that shows nothing of a customer until a clerk is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from counter_tui import pinyin
from counter_tui.i18n import N_, _
from counter_tui.screens.room import LOCK, Room
from counter_tui.text import NAME_LENGTH
from counter_tui.widgets import kinds
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import AskLine
from counter_tui.widgets.cells import printable
from counter_tui.widgets.ime_input import ImeInput

if TYPE_CHECKING:
    from counter_tui.shop.people import ClerkRow

SOMEBODY_NEW = 0
"""The number, and the key, of the line for a clerk who is not on the list."""


class LockScreen(Room):
    """The clerks by number, a new one by 0. Whoever was here is marked; Enter takes the marked one."""

    HELP = N_(
        "The screen is locked, and nothing of any customer stands on it. "
        "Choose who is at the counter: by number, by the first letters of the name, or with Up, Down and Enter. "
        "Then everything is as it was, down to the field and the caret."
    )
    DEFAULT_CSS = """
    LockScreen #body { align: center middle; }
    LockScreen #panel { width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 0 1; }
    LockScreen #locked { text-style: bold; }
    LockScreen #ask { margin: 1 0; }
    LockScreen RowList { height: auto; max-height: 12; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "noop", N_("Unlock"), id="lock.enter", tooltip=N_("Go on as the marked clerk")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="lock.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="lock.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="lock.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="lock.page_down", tooltip=N_("One page down")),
    ]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Static(Content(_("Locked")), id="locked")
            yield Static(Content(_("Who is at the counter?")), id="ask")
            yield ImeInput(id="who", max_length=NAME_LENGTH, placeholder=_("number · name · pinyin · initials"))
            yield RowList(empty=_("Nobody here has that name."))

    def who(self) -> str:
        return ""

    @property
    def _box(self) -> ImeInput:
        return self.query_one(ImeInput)

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    def on_mount(self) -> None:
        self.restore(None)

    def restore(self, carried: Any) -> None:
        self.watch(self._box, "value", self._typed, init=False)
        self.begin()

    def begin(self) -> None:
        """An empty box, all clerks, the mark on who was here."""
        self._box.value = ""
        self.say("")
        self._list.set_rows(self._rows())
        self._list.select(self.counter.by)

    async def load(self) -> None:
        """The clerks may have changed on another till; without the records, those known are asked for."""
        from counter_tui.desk import DeskError
        from counter_tui.shop.people import clerks

        try:
            known = tuple(await self.counter.desk.ask(clerks))
        except DeskError:
            return
        if known != self.counter.clerks:
            self.counter.clerks = known
            self._list.set_rows(self._fitting(self._box.value))

    @property
    def _people(self) -> list[tuple[int, ClerkRow | None, str]]:
        """(number, clerk, words) of each line."""
        known = [(n, clerk, clerk.name) for n, clerk in enumerate(self.counter.clerks, 1)]
        return [*known, (SOMEBODY_NEW, None, _("Somebody new …"))]

    def _rows(self, numbers: set[int] | None = None) -> list[Row]:
        width = len(str(len(self.counter.clerks)))
        return [
            Row((((f"{number:>{width}} {printable(words)}", ""),),), key=clerk.id if clerk else SOMEBODY_NEW)
            for number, clerk, words in self._people
            if numbers is None or number in numbers
        ]

    def _fitting(self, typed: str) -> list[Row]:
        typed = typed.strip()
        if not typed:
            return self._rows()
        if typed.isdecimal():
            return self._rows({n for n, _clerk, _words in self._people if str(n).startswith(str(int(typed)))})
        return self._rows({n for n, _clerk, words in self._people if pinyin.matches(words, typed)})

    def _typed(self, typed: str) -> None:
        rows = self._fitting(typed)
        self._list.set_rows(rows)
        if not typed.strip():
            self._list.select(self.counter.by)
        elif typed.strip().isdecimal() and len(rows) == 1:
            self.counter.spend_enter()
            self._take(rows[0].key)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self._list.selected is not None:
            self._take(self._list.selected)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self._take(event.key)

    def _take(self, key: object) -> None:
        if key == SOMEBODY_NEW:
            self.run_worker(self._somebody_new(), group="new", exclusive=True)
            return
        self.counter.unlock(next(clerk for clerk in self.counter.clerks if clerk.id == key))

    async def _somebody_new(self) -> None:
        from counter_tui.shop.people import add_clerk

        self._box.value = ""
        spec = kinds.person("name", N_("Name"))
        name = await self.app.push_screen_wait(AskLine(spec, title=_("A new clerk")), mode=LOCK)
        added = await self.ask(add_clerk, name, self.counter.by) if name else None
        if added is not None:
            self.counter.clerks = (*self.counter.clerks, added)
            self.counter.unlock(added)

    def on_key(self, event: events.Key) -> None:
        """What was typed before the box stood here belongs to it."""
        if event.is_printable and self.focused is None:
            event.stop()
            self._box.focus()
            self._box._forward_event(event.copy())

    def action_noop(self) -> None:
        """Enter is taken by the box."""

    def action_move(self, by: int) -> None:
        self._list.move_cursor(by)

    def action_page(self, by: int) -> None:
        self._list.move_page(by)
