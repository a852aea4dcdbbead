"""After a sale or a visit: what the program has planned, each to accept or change before Enter (mission C1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens import revisit_dialogs
from counter_tui.screens.room import Room
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.bindings import digits
from counter_tui.words import brief_day, short_day

if TYPE_CHECKING:
    from counter_tui.shop.sales import PlannedRow, SaleSaved


class Planned(Room):
    """Enter accepts everything; a number changes one line."""

    HELP = N_(
        "It is saved, and this is what the program has planned. Enter accepts it and opens the file. "
        "A number, or F2 on the marked line, changes its day, channel and topic; F8 takes it off the list."
    )
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", N_("Accept"), id="planned.accept", tooltip=N_("Accept the plan and open the file")),
        Binding("f2", "change", N_("Change"), id="planned.change", tooltip=N_("Change the marked contact")),
        Binding(
            "f8", "remove", N_("Take off"), id="planned.remove", tooltip=N_("Take the marked contact off the list")
        ),
        Binding("escape", "accept", N_("Accept"), show=False, id="planned.back", tooltip=N_("Accept as it stands")),
        *digits("planned.number", N_("Change the contact with this number")),
    ]

    def __init__(self, saved: SaleSaved) -> None:
        super().__init__()
        self._customer = saved.customer
        self._sale = saved.sale
        self._name = saved.name
        self._planned = saved.planned

    def heading(self) -> str:
        return _("{name}: saved. Planned next:").format(name=self._name)

    def compose_body(self) -> ComposeResult:
        yield RowList(((2, 16, 19, 12, 0),), can_focus=True, empty=_("Nothing is planned."))

    @property
    def _list(self) -> RowList:
        return self.query_one(RowList)

    async def load(self) -> None:
        from counter_tui.shop.sales import planned_of

        known = {row.id for row in self._planned}
        rows = await self.ask(planned_of, self._customer)
        self._planned = tuple(row for row in rows or () if row.id in known)
        self._list.set_rows([_row(number, row) for number, row in enumerate(self._planned, 1)])
        self.say(_("Enter accepts. A number changes that line."))

    @on(RowList.Chosen)
    def _enter(self, event: RowList.Chosen) -> None:
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        from counter_tui.screens.customer import CustomerScreen

        below = self.app.screen_stack[-2]
        self.dismiss(None)
        if not (isinstance(below, CustomerScreen) and below.customer == self._customer):
            self.app.push_screen(CustomerScreen(self._customer))

    def _marked(self) -> PlannedRow | None:
        return next((row for row in self._planned if row.id == self._list.selected), None)

    def action_number(self, number: int) -> None:
        if number <= len(self._planned):
            self._list.select(self._planned[number - 1].id)
            self.action_change()

    def action_change(self) -> None:
        if row := self._marked():
            self.run_worker(self._change(row), group="change", exclusive=True)

    async def _change(self, row: PlannedRow) -> None:
        if await revisit_dialogs.change(self, row):
            await self.reload()

    def action_remove(self) -> None:
        if row := self._marked():
            self.run_worker(revisit_dialogs.remove(self, row.id, None, row.reason))


def _row(number: int, row: PlannedRow) -> Row:
    from counter_tui.shop.wording import channel_words, reason_words

    if row.waits:
        when = _("after the first")
    elif row.closes > row.due:
        when = f"{brief_day(row.due)} – {brief_day(row.closes)}"
    else:
        when = short_day(row.due)
    if row.due.year != clock.today().year and not row.waits:
        when = f"{row.due:%Y-%m-%d}"
    cells = (
        (str(number), "accent"),
        (reason_words(row.reason), "strong"),
        (when, ""),
        (channel_words(row.channel), ""),
    )
    return Row(((*cells, (row.topic, "muted")),), key=row.id)
