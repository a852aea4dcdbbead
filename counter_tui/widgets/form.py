"""A form is a list of fields: it moves, checks, remembers and reads them; its screen saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.widgets import Input

from counter_tui.widgets.field_row import GAP, MARGIN, FieldRow, HeadingRow
from counter_tui.widgets.fields import FieldSpec, Heading, plain_label
from counter_tui.widgets.message_line import Hint

_NARROWEST_INPUT = 12


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Fields one a row, in the order given; Enter, Tab and the arrows go through them. `kind` is the kind of form
    by which the last values of its fields are remembered.

    Enter on text that cannot be meant says so beside the field and stays; Tab, Up and Down always leave. Enter in the
    last field posts Completed. A barcode scan or keys typed ahead land in the fields they were meant for.
    """

    # The looks of all rows stand here once: styling each of them by itself would cost more than opening the form.
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form--mark",
        "form--label",
        "form--label-focus",
        "form--words",
        "form--message",
    }
    DEFAULT_CSS = """
    Form {
        scrollbar-size-vertical: 1;
        scrollbar-color: $text-muted;
        scrollbar-background: $background;
        & > .form--mark { color: $text-accent; text-style: bold; }
        & > .form--label { color: $text-muted; }
        & > .form--label-focus { color: $foreground; text-style: bold; }
        & > .form--words { color: $text-success; }
        & > .form--message { color: $text-error; text-style: bold; }
    }
    """

    class Changed(Message):
        """Some text has changed; `values` is all of it, for a draft."""

        def __init__(self, form: Form, values: dict[str, str]) -> None:
            super().__init__()
            self.form = form
            self.values = values

        @property
        def control(self) -> Form:
            return self.form

    class Completed(Message):
        """Enter in the last field; the screen may save. Nothing has been read yet."""

        def __init__(self, form: Form) -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> Form:
            return self.form

    def __init__(self, specs: Iterable[FieldSpec | Heading], *, kind: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind = kind
        self._rows: list[FieldRow | HeadingRow] = [self._row(spec) for spec in specs]
        self._clean = self.values()

    def _row(self, spec: FieldSpec | Heading) -> FieldRow | HeadingRow:
        return FieldRow(self, spec) if isinstance(spec, FieldSpec) else HeadingRow(spec)

    def compose(self) -> ComposeResult:
        yield from self._rows

    def on_mount(self) -> None:
        self._show_and_hide()
        self._measure()  # the first frame is right already

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """Set text without telling anybody."""
        with self.prevent(Input.Changed, Form.Changed):
            yield

    # What stands in it

    @property
    def fields(self) -> list[FieldRow]:
        """The rows that hold a field, hidden ones too."""
        return [row for row in self._rows if isinstance(row, FieldRow)]

    @property
    def shown(self) -> list[FieldRow]:
        """The rows that hold a field and are shown."""
        return [row for row in self.fields if row.display]

    def field(self, name: str) -> FieldRow:
        """The row of the field called `name`; KeyError if there is none."""
        for row in self.fields:
            if row.spec.name == name:
                return row
        raise KeyError(name)

    def values(self) -> dict[str, str]:
        """The text in every field as typed, hidden ones too."""
        return {row.spec.name: row.input.value for row in self.fields}

    def lasting(self) -> dict[str, str]:
        """The same, a day by its date: "today" would be another one when it is read again tomorrow."""
        days = {row.spec.name: row.input.day for row in self.fields}
        return {name: day.isoformat() if (day := days[name]) else typed for name, typed in self.values().items()}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from the last `mark_clean()`; a group added and left as it came does not count."""
        before = {row.spec.name: row.spec.initial for row in self.fields} | self._clean
        now = self.values()
        return any(typed != now.get(name, "") for name, typed in before.items())

    def mark_clean(self) -> None:
        """What stands here now is saved."""
        self._clean = self.values()

    def saved(self, name: str) -> str:
        """What stood in a field at the last `mark_clean()`."""
        return self._clean.get(name, "")

    def restore(self, values: Mapping[str, str]) -> None:
        """Put a draft's text back, without a Changed; names the form does not have are passed over."""
        with self.quietly():
            for row in self.fields:
                if row.spec.name in values:
                    row.put(values[row.spec.name])
        if self.is_mounted:
            self._show_and_hide()

    def set_value(self, name: str, text: str) -> None:
        """Put text into one field, as if it had been typed (Changed is posted)."""
        self.field(name).set(text)

    def read(self) -> dict[str, Any] | None:
        """The value of every field, None for a hidden one.

        If a field is wrong: None; each message stands beside its field, and the first wrong one has the focus.
        """
        wrong = [row for row in self.shown if not row.check()]
        if wrong:
            self.app.bell()
            self._focus(wrong[0])
            return None
        for row in self.shown:
            row.remember()
        return {row.spec.name: row.spec.value(row.input.value) if row.display else None for row in self.fields}

    def message(self, name: str, text: str) -> None:
        """What the shop has against a field: beside it until the text changes, and the focus goes there."""
        row = self.field(name)
        row.say(text)
        if text:
            self._focus(row)

    def ask(self, name: str, question: str) -> None:
        """Ask something beside a field, and go there; Enter or saving again answers it."""
        row = self.field(name)
        row.ask(question)
        self._focus(row)

    # Which fields it has

    async def add_fields(self, specs: Sequence[FieldSpec | Heading], after: str | None = None) -> None:
        """More fields, below the field or heading called `after`, else at the end."""
        rows = [self._row(spec) for spec in specs]
        at = next((i for i, row in enumerate(self._rows, 1) if after and row.spec.name == after), len(self._rows))
        await self.mount_all(rows, after=self._rows[at - 1] if at else None)
        self._rows[at:at] = rows
        self._settle(self.at)

    def _settle(self, focused: str | None) -> None:
        self._show_and_hide()
        self._measure()
        if focused is not None and focused in self.values():
            self._focus(self.field(focused))
        self.call_after_refresh(self._keep_in_sight)

    @property
    def at(self) -> str | None:
        """The field that has the focus."""
        return next((row.spec.name for row in self.fields if row.input.has_focus), None)

    # Moving through it

    def focus_field(self, name: str | None = None) -> None:
        """Go to a field; to the first one without a name, or if there is none called so."""
        if self.shown:
            self._focus(next((row for row in self.shown if row.spec.name == name), self.shown[0]))

    def _focus(self, row: FieldRow) -> None:
        # At once: a message would be overtaken by the next character typed.
        self.screen.set_focus(row.input, scroll_visible=False)
        self.entered(row)

    def step(self, row: FieldRow, by: int) -> bool:
        """Go `by` fields on from `row`; False at the end of the form."""
        shown = self.shown
        at = shown.index(row) + by
        if not 0 <= at < len(shown):
            return False
        self._focus(shown[at])
        return True

    async def enter(self, row: FieldRow) -> None:
        """Enter in `row`: on to the next field, or stay if the text cannot be meant."""
        if not row.check():
            self.app.bell()
            self.hint(row)
        elif not self.step(row, 1):
            self.post_message(self.Completed(self))

    def entered(self, row: FieldRow) -> None:
        """The focus has come to `row`: it is in sight (its heading too), and its hint on the message line."""
        self._show(row)
        row.page = 0
        self.hint(row)

    def _show(self, row: FieldRow) -> None:
        above = self._rows[self._rows.index(row) - 1]
        if isinstance(above, HeadingRow):
            self.scroll_to_widget(above, animate=False, force=True, immediate=True)
        self.scroll_to_widget(row, animate=False, force=True, immediate=True)

    def _keep_in_sight(self) -> None:
        """Show the field with the focus, wherever a new layout has put it."""
        for row in self.shown:
            if row.input.has_focus:
                self._show(row)

    def edited(self, row: FieldRow) -> None:
        """The text of `row` has changed."""
        self._show_and_hide()
        if row.input.has_focus:
            self.hint(row)
        self.post_message(self.Changed(self, self.values()))

    @on(Input.Changed)
    def _keep_inside(self, event: Input.Changed) -> None:
        event.stop()

    def hint(self, row: FieldRow) -> None:
        """Tell the message line what there is to say of `row`."""
        self.post_message(Hint(row.hint, row.hints_message))

    # Its looks

    def look(self, name: str) -> Style:
        """The style of a part of a row."""
        return self.get_component_rich_style(name)

    @property
    def row_width(self) -> int:
        """Cells a row has."""
        return self.scrollable_content_region.width or self.app.size.width

    def on_resize(self, event: Resize) -> None:
        self._measure()
        self.call_after_refresh(self._keep_in_sight)  # also the first time: built anew, it begins at its top

    def _show_and_hide(self) -> None:
        values = self.values()
        for row in self.fields:
            if row.spec.when is not None:
                row.display = row.spec.when(values)

    def _measure(self) -> None:
        """Share the width: labels as they need up to a quarter, inputs up to six tenths of what is left."""
        if not self.fields:
            return
        labels = max(cell_len(plain_label(row.spec)) for row in self.fields)
        label_width = min(labels, self.row_width // 4)
        free = self.row_width - MARGIN - label_width - GAP
        widest = max((row.spec.width for row in self.fields if not row.spec.long), default=24)
        input_width = min(widest, max(free * 6 // 10, _NARROWEST_INPUT))
        for row in self.fields:
            row.measure(label_width, input_width)
