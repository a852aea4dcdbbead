"""What stands in a row of a form and is typed into: it moves through the form by itself, so that keys stay in order."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from counter_tui import clock, text
from counter_tui.i18n import N_
from counter_tui.shop.entry import EntryError
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.note_input import NoteInput

if TYPE_CHECKING:
    from counter_tui.widgets.field_row import FieldRow


class FieldInput(ImeInput):
    """One row. Up and Down walk a day that stands in it, else go to the field above or below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "up", "step(-1)", N_("Field up"), show=False, id="form.up", tooltip=N_("To the field above; a day back")
        ),
        Binding(
            "down", "step(1)", N_("Field down"), show=False, id="form.down",
            tooltip=N_("To the field below; a day on; in an empty field, what was typed there last"),
        ),
        Binding("tab", "leave(1)", N_("Next"), show=False, id="form.next", tooltip=N_("To the next field, unchecked")),
        Binding(
            "shift+tab", "leave(-1)", N_("Back"), show=False, id="form.previous", tooltip=N_("To the field before")
        ),
        Binding(
            "pagedown", "choose(1)", N_("Choose"), id="form.choose",
            tooltip=N_("A day from the month, or more of a long list"),
        ),
        Binding(
            "pageup", "choose(-1)", N_("Choose back"), show=False, id="form.choose_back",
            tooltip=N_("A day from the month, or back in a long list"),
        ),
    ]  # fmt: skip

    def __init__(self, row: FieldRow, spec: FieldSpec) -> None:
        self.row = row
        self.spec = spec
        super().__init__(max_length=spec.room, name=spec.name)

    def watch_value(self) -> None:
        self.row.edited()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.row.focus_moved(has_focus)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "choose" or self.spec.calendar or len(self.row.hints) > 1

    # Moving

    async def action_submit(self) -> None:
        if not (self.spec.enter and await self.spec.enter()):
            await self.row.form.enter(self.row)  # what is typed meanwhile waits here, and goes where the focus goes

    def action_step(self, by: int) -> None:
        if not self._walk(by) and not (by > 0 and self.row.recall()):
            self.row.form.step(self.row, by)

    def action_leave(self, by: int) -> None:
        if not self.row.form.step(self.row, by):
            self.screen.focus_next() if by > 0 else self.screen.focus_previous()

    def action_cursor_left(self, select: bool = False) -> None:
        if select or not self.row.turn(-1):
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        if select or not self.row.turn(1):
            super().action_cursor_right(select)

    # Days and long lists

    @property
    def day(self) -> dt.date | None:
        """The day that stands here."""
        if self.spec.calendar and self.value.strip():
            try:
                day: dt.date = self.spec.value(self.value)
            except EntryError:
                return None
            return day
        return None

    def _walk(self, by: int) -> bool:
        """The day before or after the one that stands here; False if there is none, or the field would not take it."""
        if (day := self.day) is None:
            return False
        try:
            self.spec.value((day + dt.timedelta(by)).isoformat())
        except (EntryError, OverflowError):
            return False
        self._take(day + dt.timedelta(by))
        return True

    def _take(self, day: dt.date | None) -> None:
        if day is not None:
            self.value = day.isoformat()
            self.action_end()

    async def action_choose(self, by: int) -> None:
        if self.spec.calendar:
            from counter_tui.widgets.month_pick import MonthPick

            await self.app.push_screen(MonthPick(self.day or clock.today()), self._take)
        else:
            self.row.page += by
            self.row.form.hint(self.row)

    # Text that is shaped while it is typed

    def replace(self, text: str, start: int, end: int) -> None:
        """Shape what stands here after the change; the caret stays behind the same character."""
        if self.spec.shape is None:
            super().replace(text, start, end)
            return
        start, end = sorted((max(0, start), min(len(self.value), end)))
        left = self.value[:start] + text
        typed = left + self.value[end:]
        shaped = self.spec.shape(typed)
        if len(shaped) > self.max_length:
            self.restricted()
            return
        self.value = shaped
        self.cursor_position = len(left) if shaped == typed else _behind(shaped, sum(map(_counts, left)))

    def action_delete_left(self) -> None:
        self._pass_signs(-1)
        super().action_delete_left()

    def action_delete_right(self) -> None:
        self._pass_signs(1)
        super().action_delete_right()

    def _pass_signs(self, by: int) -> None:
        """A sign between the figures comes back by itself: what is deleted is the figure behind it."""
        shape = self.spec.shape
        if shape is None or not self.selection.is_empty or shape("".join(filter(_counts, self.value))) != self.value:
            return
        here = self.cursor_position
        while 0 <= (at := here - (by < 0)) < len(self.value) and not _counts(self.value[at]):
            here += by
        self.cursor_position = here


class NoteField(FieldInput, NoteInput):
    """Several rows. Up and Down go through them, and from the first and last row to the field above or below."""

    def action_step(self, by: int) -> None:
        if not self.move_row(by):
            super().action_step(by)

    def on_resize(self) -> None:
        if self.has_focus:  # it has grown, perhaps below the edge of the screen
            self.row.form.scroll_to_widget(self.row, animate=False, force=True, immediate=True)


def _counts(char: str) -> bool:
    """Whether a character of a shaped text was typed, not put in between."""
    return text.fold(char).isalnum() or char in "+＋"


def _behind(shaped: str, count: int) -> int:
    """The place behind so many typed characters."""
    at = 0
    while count and at < len(shaped):
        count -= _counts(shaped[at])
        at += 1
    return at
