"""A long list painted line by line: agenda, matches, history. It may be driven by a box that keeps the focus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from counter_tui.i18n import N_
from counter_tui.widgets.rows import LOOKS, Cell, Ink, Line, Row, heading

__all__ = ("Cell", "Row", "RowList", "heading")


class RowList(ScrollView, can_focus=False, inherit_bindings=False):
    """Rows of cells in columns; the chosen row is marked with ›.

    `columns` are the widths in cells of each line of a row, 0 for whatever is left; where they do not fit they shrink
    alike. The last cell of a line runs to the end. Text is cut and padded by cell width.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--mark",
        "row-list--chosen",
        *(f"row-list--{look}" for look in LOOKS),
    }
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-color: $text-muted;
        scrollbar-background: $background;
        & > .row-list--mark { color: $text-accent; text-style: bold; }
        & > .row-list--chosen { background: $block-cursor-background; text-style: $block-cursor-text-style; }
        & > .row-list--strong { text-style: bold; }
        & > .row-list--muted { color: $text-muted; }
        & > .row-list--accent { color: $text-accent; }
        & > .row-list--success { color: $text-success; }
        & > .row-list--warning { color: $text-warning; }
        & > .row-list--error { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", N_("Open"), show=False, id="list.choose", tooltip=N_("Open the marked line")),
        Binding("up", "move(-1)", N_("Up"), show=False, id="list.up", tooltip=N_("One line up")),
        Binding("down", "move(1)", N_("Down"), show=False, id="list.down", tooltip=N_("One line down")),
        Binding("pageup", "page(-1)", N_("Page up"), show=False, id="list.page_up", tooltip=N_("One page up")),
        Binding("pagedown", "page(1)", N_("Page down"), show=False, id="list.page_down", tooltip=N_("One page down")),
        Binding("home", "end(-1)", N_("First"), show=False, id="list.first", tooltip=N_("To the first line")),
        Binding("end", "end(1)", N_("Last"), show=False, id="list.last", tooltip=N_("To the last line")),
    ]

    virtual_size = Reactive(Size(0, 0), repaint=False)
    """More or fewer lines lay nothing out anew, but where the list is as high as they are."""

    class Chosen(Message):
        """Enter or a click on a row."""

        def __init__(self, row_list: RowList, key: object) -> None:
            super().__init__()
            self.row_list = row_list
            self.key = key

        @property
        def control(self) -> RowList:
            return self.row_list

    class Moved(Message):
        """Another row is marked; `key` is None when none can be."""

        def __init__(self, row_list: RowList, key: object) -> None:
            super().__init__()
            self.row_list = row_list
            self.key = key

        @property
        def control(self) -> RowList:
            return self.row_list

    def __init__(
        self,
        columns: Sequence[Sequence[int]] = ((0,),),
        *,
        empty: str = "",
        can_focus: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.can_focus = can_focus
        self._columns = [tuple(line) for line in columns]
        self._empty = empty
        self._rows: list[Row] = []
        self._lines: list[tuple[int, int]] = []
        self._tops: list[int] = []
        self._at: int | None = None
        self._ink: Ink | None = None
        self._seen: list[Line | str | None] = []

    def set_rows(self, rows: Sequence[Row], *, empty: str | None = None) -> None:
        """Show other rows. The mark stays on its key if that is still there, else goes to the first row.

        `empty` is what stands here while there are none.
        """
        before = self.selected
        self._rows = list(rows)
        self._lines = [(at, line) for at, row in enumerate(self._rows) for line in range(len(row.lines))]
        self._tops, top = [], 0
        for row in self._rows:
            self._tops.append(top)
            top += len(row.lines)
        if empty is not None:
            self._empty = empty
        can = self._selectable()
        kept = next((at for at in can if self._rows[at].key == before), None) if before is not None else None
        self._at = kept if kept is not None else next(iter(can), None)
        self.virtual_size = Size(0, len(self._lines) or bool(self._empty))
        self._reveal()
        self._repaint()
        if self.selected != before:
            self.post_message(self.Moved(self, self.selected))

    def watch_virtual_size(self, size: Size) -> None:
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
        else:
            self._scroll_update(size)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._seen = []

    def set_columns(self, columns: Sequence[Sequence[int]]) -> None:
        """Lay the lines out in other columns, because there is more or less room."""
        self._columns = [tuple(line) for line in columns]
        self._ink = None
        self.refresh()

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def selected(self) -> object:
        """The key of the marked row; None if there is none."""
        return None if self._at is None else self._rows[self._at].key

    def _selectable(self) -> list[int]:
        return [at for at, row in enumerate(self._rows) if row.selectable]

    def move_cursor(self, by: int) -> None:
        """Mark the row `by` rows on, headings not counted; stops at the ends."""
        can = self._selectable()
        if self._at is not None:
            self._mark(can[min(max(can.index(self._at) + by, 0), len(can) - 1)])

    def move_page(self, by: int) -> None:
        """Mark the row about `by` windows on."""
        if self._at is not None:
            lines = len(self._rows[self._at].lines)
            self.move_cursor(by * max(self.size.height // lines - 1, 1))

    def select(self, key: object) -> bool:
        """Mark the row with `key`; False if there is none."""
        at = next((at for at in self._selectable() if self._rows[at].key == key), None)
        if at is not None:
            self._mark(at)
        return at is not None

    @property
    def place(self) -> int:
        """How far down the marked row is, headings not counted."""
        can = self._selectable()
        return can.index(self._at) if self._at in can else 0

    @property
    def below(self) -> list[object]:
        """The keys of the rows after the marked one."""
        return [row.key for row in self._rows[self._at + 1 :] if row.selectable] if self._at is not None else []

    def go_to_place(self, place: int) -> None:
        """Mark the row that far down, or the last one."""
        if can := self._selectable():
            self._mark(can[min(place, len(can) - 1)])

    def choose(self) -> bool:
        """Post Chosen for the marked row, as Enter does; False if no row is marked."""
        if self._at is None:
            return False
        self.post_message(self.Chosen(self, self.selected))
        return True

    def _mark(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._reveal()
            self._repaint()
            self.post_message(self.Moved(self, self.selected))

    def go_to_top(self) -> None:
        """Mark the first row, and show the list from its first line."""
        self.go_to_place(0)
        self.scroll_to(y=0, animate=False, immediate=True)
        self._repaint()

    def look_from(self, top: float) -> None:
        """Show the rows from this line on, or so many further that the mark is in sight."""
        self.scroll_to(y=top, animate=False, immediate=True)
        self._reveal()

    def _reveal(self) -> None:
        """Scroll so that the marked row is in sight, with the heading above it."""
        if self._at is None:
            self.scroll_to(y=0, animate=False, immediate=True)
            return
        top, height = self._tops[self._at], len(self._rows[self._at].lines)
        if self._at and not self._rows[self._at - 1].selectable:
            above = len(self._rows[self._at - 1].lines)
            top, height = top - above, height + above
        if not round(self.scroll_y) <= top <= top + height <= round(self.scroll_y) + self.size.height:
            self.scroll_to_region(Region(0, top, 1, height), animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        self._reveal()
        self._seen = self._window()
        self.refresh()  # a scrollbar that comes or goes changes the columns

    def action_move(self, by: int) -> None:
        self.move_cursor(by)

    def action_page(self, by: int) -> None:
        self.move_page(by)

    def action_end(self, by: int) -> None:
        self.move_cursor(by * len(self._rows))

    def action_choose(self) -> None:
        self.choose()

    def on_click(self, event: Click) -> None:
        line = event.y + round(self.scroll_y)
        if line < len(self._lines) and self._rows[self._lines[line][0]].selectable:
            self._mark(self._lines[line][0])
            self.choose()

    def notify_style_update(self) -> None:
        self._ink = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        if "row-list--chosen" not in self._component_styles:
            return [Strip.blank(crop.width) for _line in crop.line_range]  # just made, or on its way out
        if self.styles.gutter != Spacing():
            return super().render_lines(crop)
        base = self._inked().base
        return [strip.crop_extend(crop.x, crop.right, base) for strip in self._strips(crop.line_range)]

    def _inked(self) -> Ink:
        if self._ink is None or self._ink.filters != self.get_line_filters():
            self._ink = Ink(self)
        return self._ink

    def render_line(self, y: int) -> Strip:
        return next(self._strips([y]))

    def _strips(self, lines: Iterable[int]) -> Iterator[Strip]:
        ink, width, seen = self._ink or self._inked(), self.scrollable_content_region.width, self._lines_at(lines)
        for line in seen:
            if isinstance(line, Line):
                yield ink.line(line, self._columns, width)
            else:
                yield ink.words(line, width) if line is not None and not self._rows else ink.blank(width)

    def _lines_at(self, lines: Iterable[int]) -> Iterator[Line | str | None]:
        """What is to be seen on lines of the window."""
        top = round(self.scroll_y)
        for y in lines:
            if top + y < len(self._lines):
                at, part = self._lines[top + y]
                row = self._rows[at]
                yield Line(row.lines[part], part, at == self._at, row.selectable)
            else:
                yield self._empty if y == 0 else None

    def _window(self) -> list[Line | str | None]:
        """What is to be seen on every line of the window."""
        return list(self._lines_at(range(self.size.height)))

    def _repaint(self) -> None:
        """Paint the lines that look different now."""
        before, width = self._seen, self.scrollable_content_region.width
        self._seen = self._window()
        if len(before) != len(self._seen):
            self.refresh()
        elif changed := [y for y, line in enumerate(self._seen) if line != before[y]]:
            self.refresh(*_regions(changed, width))


def _regions(lines: Sequence[int], width: int) -> Iterator[Region]:
    """Lines, counted from the top, as regions: those that follow one another as one."""
    first = lines[0]
    for line, following in pairwise([*lines, -1]):
        if following != line + 1:
            yield Region(0, first, width, line + 1 - first)
            first = following
