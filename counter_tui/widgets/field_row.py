"""One row of a form: mark, label, input, and beside it the value in words or the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.widgets import last_values
from counter_tui.widgets.cells import MARK, cut, fit, printable
from counter_tui.widgets.field_input import FieldInput, NoteField
from counter_tui.widgets.fields import NEEDED, NOT_AN_OPTION, FieldSpec, Heading, pick, plain_label

if TYPE_CHECKING:
    from counter_tui.widgets.form import Form

MARGIN = 2  # cells for the mark of the row that has the focus
GAP = 2  # cells between label, input and the words beside it


class FieldRow(Widget, can_focus=False):
    """A field on the screen. The form sets `label_width` and `input_width` (cells) for all its rows alike."""

    DEFAULT_CSS = """
    FieldRow { height: 1; layout: horizontal; }
    FieldRow.-note { height: auto; }
    """

    def __init__(self, form: Form, spec: FieldSpec) -> None:
        note = spec.rows > 1
        super().__init__(classes="-note" if note else None)
        self.form = form
        self.spec = spec
        self.message = ""
        self.words = ""
        self.page = 0
        self._turned_to = self._given = self._question = self._asked = ""
        self._label_width = self._input_width = 0
        self.input = (NoteField if note else FieldInput)(self, spec)
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
            # A message needs its place beside even a long text, and so does the word that an empty one is needed.
            beside = self.message or (self.spec.required and not self.input.value)
            width = self._input_width if beside else self.form.row_width - start - 1
        self.input.styles.margin = (0, 0, 0, start)
        self.input.styles.width = max(width, 4)
        self.refresh()

    def put(self, typed: str) -> None:
        """Set the text without a word to anybody, the caret at its end."""
        with self.form.quietly():
            self.set(typed)
        self._given = self.input.value

    def set(self, typed: str) -> None:
        """Set the text as if it had been typed, the caret at its end."""
        self.input.value = self.spec.painted(typed)
        self.input.cursor_position = len(self.input.value)

    def edited(self) -> None:
        """The text has changed: the words beside it follow in the same frame."""
        self.page = 0
        self._question = self._asked = ""
        if self.is_mounted:
            self.words = self.spec.words(self.input.value)
            self.say("")
            self.form.edited(self)

    def say(self, message: str) -> None:
        """Put a message beside the field, or take it away."""
        self.message = printable(message)
        self._place_input()

    def ask(self, question: str) -> None:
        """Ask something that hangs on more than this field; whoever checks it next has answered."""
        self._question = self._asked = printable(question)
        self.say(question)

    def focus_moved(self, here: bool) -> None:
        """Mark the row; look at the text when it is left, but never complain of an empty field in passing."""
        self.refresh()
        if here:
            if self.input.value and self.input.value == self.spec.initial and self.spec.rows == 1:
                self.input.action_select_all()  # a proposal gives way to the first character typed, a text never
            self.form.entered(self)
        elif self.input.value and not self.message and self.check(passing=True):
            self.remember()

    def remember(self) -> None:
        """Keep what was typed here, and can be meant, for Down in an empty field of the same name."""
        typed, name = self.input.value, self.spec.recall
        if name is not None and typed not in ("", self._given):
            option = pick(self.spec.choices, typed) if self.spec.choices else None
            last_values.remember(self.app, self.form.kind, name or self.spec.name, _(option.label) if option else typed)

    def recall(self) -> bool:
        """Put what was typed here last into the empty field; False if there is nothing."""
        name = self.spec.recall
        if self.input.value or name is None:
            return False
        self.set(last_values.last(self.app, self.form.kind, name or self.spec.name))
        return bool(self.input.value)

    @property
    def hints(self) -> list[str]:
        """The pages of what the message line says while the field has the focus, from the one that is wanted.

        A message, or words that found no room beside the field, come before its help; but that something is needed, or
        is none of the options, stands beside it, and here stays what is meant by it.
        """
        if self.message and self.message not in (_(NEEDED), _(NOT_AN_OPTION)):
            return [self.message]
        words = self.words if not (self.message or self.spec.choices) else ""
        if words and cell_len(words) > self.size.width - self._side:
            return [self.words]
        pages, wanted = self.spec.hints(self.input.value, self.app.size.width - 2)
        return pages[wanted:] + pages[:wanted]

    @property
    def hint(self) -> str:
        """The page of the hints that is turned up."""
        pages = self.hints
        return pages[self.page % len(pages)]

    @property
    def hints_message(self) -> bool:
        """Whether the hint is the message itself."""
        return bool(self.message) and self.hint == self.message

    def check(self, *, passing: bool = False) -> bool:
        """Whether the text can be meant; its message goes beside it if not.

        A question about something improbable is asked once, and whoever checks again has answered it; one that the
        field was left with in `passing` is still to be asked.
        """
        try:
            value = self.spec.value(self.input.value)
            question = self._doubt(value) if self.message in ("", self._question) else ""
        except EntryError as error:
            self.say(str(error))
            return False
        if self._asked and self.message == self._question:
            self.say("")
            return True
        if not question:
            return not self.message
        if self._asked:
            return True
        self._question = printable(question)
        self._asked = "" if passing else self.input.value
        self.say(question)
        return False

    def _doubt(self, value: object) -> str:
        """What is improbable in the value; nothing of what the records hold or what is no value."""
        typed = self.input.value
        known = typed == self.form.saved(self.spec.name) and typed != self.spec.initial
        if known or not typed:
            return ""
        question = self.spec.doubt(value) if self.spec.doubt else ""
        if not question and self.spec.doubt_among:
            question = self.spec.doubt_among(value, self.form.values())
        return question

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

    @property
    def _side(self) -> int:
        """The column where the words beside the field begin."""
        return MARGIN + self._label_width + GAP + self._input_width + GAP

    def render_line(self, y: int) -> Strip:
        base, style = self.rich_style, self.form.look
        if y:
            return Strip.blank(self.size.width, base)
        focused = self.input.has_focus
        label = fit(plain_label(self.spec), self._label_width, right=True)
        segments = [
            Segment(f"{MARK} " if focused else "  ", style("form--mark")),
            Segment(label, style("form--label-focus" if focused else "form--label")),
        ]
        if self.message:
            side, look = f"! {self.message}", "form--message"
        elif self.spec.required and not self.input.value:
            side, look = _(NEEDED), "form--label"
        else:
            side, look = self.words, "form--words"
        segments += [
            Segment(" " * (self._side - MARGIN - self._label_width), base),
            Segment(cut(side, self.size.width - self._side), style(look)),
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
