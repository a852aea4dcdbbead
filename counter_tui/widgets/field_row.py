"""One row of a form: mark, label, input, and beside it the value in words or the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.widgets.cells import MARK, cut, fit, printable
from counter_tui.widgets.fields import NEEDED, FieldSpec, Heading, plain_label
from counter_tui.widgets.ime_input import ImeInput

if TYPE_CHECKING:
    from counter_tui.widgets.form import Form

MARGIN = 2  # cells for the mark of the row that has the focus
GAP = 2  # cells between label, input and the words beside it


class FieldInput(ImeInput):
    """The input of a row; it moves through the form by itself, so that keys typed ahead stay in order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", N_("Field up"), show=False, id="form.up", tooltip=N_("To the field above")),
        Binding("down", "step(1)", N_("Field down"), show=False, id="form.down", tooltip=N_("To the field below")),
        Binding("tab", "leave(1)", N_("Next"), show=False, id="form.next", tooltip=N_("To the next field, unchecked")),
        Binding(
            "shift+tab", "leave(-1)", N_("Back"), show=False, id="form.previous", tooltip=N_("To the field before")
        ),
    ]

    def __init__(self, row: FieldRow, spec: FieldSpec) -> None:
        self.row = row
        super().__init__(max_length=spec.room, name=spec.name)

    def watch_value(self) -> None:
        self.row.edited()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.row.focus_moved(has_focus)

    async def action_submit(self) -> None:
        await self.row.form.enter(self.row)  # what is typed meanwhile waits here, and goes where the focus goes

    def action_step(self, by: int) -> None:
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


class FieldRow(Widget, can_focus=False):
    """A field on the screen. The form sets `label_width` and `input_width` (cells) for all its rows alike."""

    DEFAULT_CSS = """
    FieldRow { height: 1; layout: horizontal; }
    """

    def __init__(self, form: Form, spec: FieldSpec) -> None:
        super().__init__()
        self.form = form
        self.spec = spec
        self.message = ""
        self.words = ""
        self._turned_to = ""
        self._label_width = self._input_width = 0
        self.input = FieldInput(self, spec)
        self.put(spec.initial)

    def compose(self) -> ComposeResult:
        yield self.input

    def on_mount(self) -> None:
        self.words = self.spec.words(self.input.value)

    def measure(self, label_width: int, input_width: int) -> None:
        """Take the measures all rows share, in cells."""
        self._label_width, self._input_width = label_width, input_width
        self._place_input()

    def _place_input(self) -> None:
        start = MARGIN + self._label_width + GAP
        width = min(self.spec.width, self._input_width)
        if self.spec.long:
            # A message needs its place beside even a long text.
            width = self._input_width if self.message else self.form.row_width - start - 1
        self.input.styles.margin = (0, 0, 0, start)
        self.input.styles.width = max(width, 4)
        self.refresh()

    def put(self, typed: str) -> None:
        """Set the text without a word to anybody, the caret at its end."""
        with self.form.quietly():
            self.input.value = printable(typed)[: self.spec.room]
            self.input.action_end()

    def edited(self) -> None:
        """The text has changed: the words beside it follow in the same frame."""
        if self.is_mounted:
            self.words = self.spec.words(self.input.value)
            self.say("")
            self.form.edited(self)

    def say(self, message: str) -> None:
        """Put a message beside the field, or take it away."""
        self.message = printable(message)
        self._place_input()

    def focus_moved(self, here: bool) -> None:
        """Mark the row; look at the text when it is left, but never complain of an empty field in passing."""
        self.refresh()
        if here:
            if self.input.value and self.input.value == self.spec.initial:
                self.input.action_select_all()  # what was filled in for her gives way to the first character typed
            self.form.entered(self)
        elif self.input.value and not self.message:
            self.check()

    def check(self) -> bool:
        """Whether the text can be meant; its message goes beside it if not."""
        try:
            self.spec.value(self.input.value)
        except EntryError as error:
            self.say(str(error))
            return False
        return not self.message

    def turn(self, by: int) -> bool:
        """Take the next or previous option, in a field of options that holds no typed text."""
        choices = self.spec.choices
        if not choices or self.input.value not in ("", self._turned_to):
            return False
        labels = [_(choice.label) for choice in choices]
        at = labels.index(self.input.value) + by if self.input.value in labels else min(by, 0)
        self._turned_to = labels[at % len(labels)]
        self.input.value = self._turned_to
        self.input.action_end()
        return True

    def render_line(self, y: int) -> Strip:
        base, style = self.rich_style, self.form.look
        focused = self.input.has_focus
        label = fit(plain_label(self.spec), self._label_width, right=True)
        segments = [
            Segment(f"{MARK} " if focused else "  ", style("form--mark")),
            Segment(label, style("form--label-focus" if focused else "form--label")),
        ]
        start = MARGIN + self._label_width + GAP + self._input_width + GAP
        if self.message:
            side, look = f"! {self.message}", "form--message"
        elif self.spec.required and not self.input.value:
            side, look = _(NEEDED), "form--label"
        else:
            side, look = self.words, "form--words"
        segments += [
            Segment(" " * (start - MARGIN - self._label_width), base),
            Segment(cut(side, self.size.width - start), style(look)),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


class HeadingRow(Widget, can_focus=False):
    """A line between groups of fields."""

    DEFAULT_CSS = """
    HeadingRow { height: 1; color: $text-accent; text-style: bold; }
    """

    def __init__(self, spec: Heading) -> None:
        super().__init__()
        self.spec = spec

    def render_line(self, y: int) -> Strip:
        title = cut(plain_label(self.spec), self.size.width - MARGIN)
        return Strip([Segment("  " + title, self.rich_style)]).adjust_cell_length(self.size.width, self.rich_style)
