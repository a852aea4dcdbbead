"""A field for several lines: one row while there is little in it, more as it fills, wrapped for Chinese and Latin."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets.input import Selection

from counter_tui import text
from counter_tui.i18n import N_
from counter_tui.widgets.ime_input import ImeInput

ROWS = 4


class Span(NamedTuple):
    """One painted row: the characters from `start` up to `end`; `soft` if it ends only because the next is full."""

    start: int
    end: int
    soft: bool


def wrap(value: str, width: int) -> list[Span]:
    """The rows of a text, each at most `width` cells wide.

    A row ends at a line break, behind a space, or on either side of a Chinese character; a word longer than a row
    anywhere. Spaces that find no room hang over the edge, and the caret behind them stands on the next row.
    """
    rows: list[Span] = []
    start = cells = 0
    gap = 0  # where the row may end
    before = ""
    for at, char in enumerate(value + "\n"):
        if char == "\n":
            if cells > width:
                rows.append(Span(start, at, True))
                start = at
            rows.append(Span(start, at, False))
            start, cells, gap, before = at + 1, 0, at + 1, ""
            continue
        wide = cell_len(char)
        if before == " " or (before and 2 in (wide, cell_len(before))):
            gap = at
        if cells + wide > width and char != " ":
            end = gap if gap > start else at
            if end > start:
                rows.append(Span(start, end, True))
                start, cells = end, cell_len(value[end:at])
        cells += wide
        before = char
    return rows


class NoteInput(ImeInput):
    """Up to `rows` rows, then it scrolls. Enter goes on as everywhere; Ctrl+N begins a new line, a paste keeps its own.

    The value is one string with line breaks; all editing is that of ImeInput.
    """

    LINES = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "new_line", N_("New line"), id="edit.new_line", tooltip=N_("Begin a new line in this field")),
    ]

    def __init__(
        self, value: str = "", *, rows: int = ROWS, max_length: int = text.NOTE_LENGTH, **options: Any
    ) -> None:
        self.rows = rows
        self._top = 0
        self._wrapped: tuple[str, int, list[Span]] = ("", 0, [Span(0, 0, False)])
        self._aim = (-1, 0)
        super().__init__(value, max_length=max_length, **options)

    # Where things stand

    @property
    def spans(self) -> list[Span]:
        """The rows as they are wrapped now."""
        set_width = self.styles.width
        width = int(set_width.value) if set_width is not None and set_width.is_cells else self.size.width
        room = max(width - 1, 2) if width else 1 << 20  # the caret needs a cell behind the last character
        if self._wrapped[:2] != (self.value, room):
            self._wrapped = (self.value, room, wrap(self.value, room))
        return self._wrapped[2]

    @property
    def caret(self) -> Offset:
        """Row and column of the caret, from the first row of the text."""
        spans, here = self.spans, self.cursor_position
        at = next(n for n in range(len(spans) - 1, -1, -1) if spans[n].start <= here)
        return Offset(min(cell_len(self.value[spans[at].start : here]), self._wrapped[1]), at)

    @property
    def cursor_screen_offset(self) -> Offset:
        x, y, _width, _height = self.content_region
        return Offset(x + self.caret.x, y + self.caret.y - self._top)

    @property
    def _cursor_offset(self) -> int:
        return self.caret.x

    @property
    def content_width(self) -> int:
        return self.size.width  # it never scrolls sideways

    def fit(self) -> None:
        """Take as many rows as the text needs, and show those around the caret."""
        spans = self.spans
        height = min(len(spans), self.rows)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        at = self.caret.y
        self._top = max(0, min(max(self._top, at - height + 1), at, len(spans) - height))
        self.refresh()

    # What changes them

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        self.fit()

    def _watch_selection(self, selection: Selection) -> None:
        self.fit()
        super()._watch_selection(selection)

    def on_resize(self) -> None:
        self.fit()
        self.sync_caret()

    def _show_caret(self) -> None:
        self.fit()
        self.sync_caret()

    def _on_blur(self, event: events.Blur) -> None:
        self._top = 0

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        offset = event.get_content_offset_capture(self)
        at = max(0, min(self._top + offset.y, len(self.spans) - 1))
        self.cursor_position = self._position(at, offset.x)

    # Moving and editing

    def move_row(self, by: int) -> bool:
        """The caret a row up or down, as far along as it was before; False at the edge of the text."""
        caret = self.caret
        at = caret.y + by
        if not 0 <= at < len(self.spans):
            return False
        column = self._aim[1] if self._aim[0] == self.cursor_position else caret.x
        self.cursor_position = self._position(at, column)
        self._aim = (self.cursor_position, column)
        return True

    def _position(self, at: int, column: int) -> int:
        """The place in row `at` that is `column` cells along, or the last one of the row."""
        span = self.spans[at]
        last = span.end - 1 if span.soft else span.end
        here = span.start
        while here < last and cell_len(self.value[span.start : here + 1]) <= column:
            here += 1
        return here

    def action_home(self, select: bool = False) -> None:
        """To the start of the row; from there, to the start of the text."""
        start = self.spans[self.caret.y].start
        self._go(start if self.cursor_position != start else 0, select)

    def action_end(self, select: bool = False) -> None:
        """To the end of the row; from there, to the end of the text."""
        end = self._position(self.caret.y, self._wrapped[1] + 1)
        self._go(end if self.cursor_position != end else len(self.value), select)

    def _go(self, target: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else target, target)

    def action_new_line(self) -> None:
        self.replace("\n", *self.selection)

    # Its looks

    def render_line(self, y: int) -> Strip:
        width, at = self.size.width, y + self._top
        if at >= len(self.spans):
            return Strip.blank(width, self.rich_style)
        span = self.spans[at]
        line = Text(self.value[span.start : span.end] + " ", end="")
        if self.has_focus:
            first, last = (place - span.start for place in sorted(self.selection))
            if last > first and last > 0:
                line.stylize(self.get_component_rich_style("input--selection"), max(first, 0), last)
            if self.caret.y == at:
                here = self.cursor_position - span.start
                line.stylize(self.get_component_rich_style("input--cursor"), here, here + 1)
        strip = Strip(line.render(self.app.console))
        return strip.adjust_cell_length(width).apply_style(self.rich_style)
