"""A long list painted line by line: agenda, matches, history. It may be driven by a box that keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from counter_tui.i18n import N_
from counter_tui.widgets.cells import MARK, cut, fit

Cell = tuple[str, str]
"""Text, and the name of its look: "", strong, muted, accent, success, warning or error."""

_LOOKS = ("strong", "muted", "accent", "success", "warning", "error")
_MARGIN = 2
_GAP = 2
_NARROWEST = 4


@dataclass(frozen=True)
class Row:
    """One entry: its lines, each a tuple of cells. A heading is not selectable and has no key."""

    lines: tuple[tuple[Cell, ...], ...]
    key: object = None
    selectable: bool = True


def heading(text: str, look: str = "muted") -> Row:
    """A line above a group of rows."""
    return Row((((text, look),),), selectable=False)


class RowList(ScrollView, can_focus=False, inherit_bindings=False):
    """Rows of cells in columns; the chosen row is marked with ›.

    `columns` are the widths in cells of each line of a row, 0 for whatever is left; where they do not fit they shrink
    alike. The last cell of a line runs to the end. Text is cut and padded by cell width.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--mark",
        "row-list--chosen",
        *(f"row-list--{look}" for look in _LOOKS),
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
        self.refresh()
        if self.selected != before:
            self.post_message(self.Moved(self, self.selected))

    def set_columns(self, columns: Sequence[Sequence[int]]) -> None:
        """Lay the lines out in other columns, because there is more or less room."""
        self._columns = [tuple(line) for line in columns]
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
            self.refresh()
            self.post_message(self.Moved(self, self.selected))

    def _reveal(self) -> None:
        """Scroll so that the marked row is in sight, with the heading above it."""
        if self._at is None:
            self.scroll_to(y=0, animate=False, immediate=True)
            return
        top, height = self._tops[self._at], len(self._rows[self._at].lines)
        if self._at and not self._rows[self._at - 1].selectable:
            above = len(self._rows[self._at - 1].lines)
            top, height = top - above, height + above
        self.scroll_to_region(Region(0, top, 1, height), animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        self._reveal()
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

    def render_line(self, y: int) -> Strip:
        width, base, ground = self._width, self.rich_style, Style.null()
        line = y + round(self.scroll_y)
        if not self._rows and y == 0:
            return self._strip([Segment(" " * _MARGIN + cut(self._empty, width - _MARGIN), self._look("muted"))], base)
        if line >= len(self._lines):
            return Strip.blank(width, base)
        at, part = self._lines[line]
        row = self._rows[at]
        if at == self._at:
            chosen = self.get_component_rich_style("row-list--chosen")
            ground = Style(bgcolor=chosen.bgcolor, reverse=chosen.reverse)
        mark = f"{MARK} " if at == self._at and part == 0 else " " * (_MARGIN if row.selectable else 1)
        look = (lambda _name: self.rich_style) if ground.reverse else self._look  # reversed, a look is a ground
        segments = [Segment(mark, look("mark") + ground)]
        widths = self._widths(part, len(row.lines[part]), width - len(mark))
        for (text, name), cells in zip(row.lines[part], widths, strict=True):
            segments.append(Segment(fit(text, cells - _GAP) + " " * _GAP, look(name) + ground))
        return self._strip(segments, base + ground)

    def _strip(self, segments: list[Segment], base: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self._width, base)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(f"row-list--{name}") if name else self.rich_style

    def _widths(self, line: int, cells: int, width: int) -> list[int]:
        """Cells for each of `cells` cells of a line, the gap behind it included; the last runs over the edge by one."""
        columns = [*self._columns[min(line, len(self._columns) - 1)], *[0] * cells][:cells]
        free = width + _GAP
        fixed = sum(column + _GAP for column in columns if column)
        stretch = columns.count(0)
        if fixed + stretch * (_NARROWEST + _GAP) > free:
            share = max(free - stretch * (_NARROWEST + _GAP), 0) / max(fixed, 1)
            columns = [max(int((column + _GAP) * share) - _GAP, _NARROWEST) if column else 0 for column in columns]
            fixed = sum(column + _GAP for column in columns if column)
        each = max((free - fixed) // stretch, _NARROWEST + _GAP) if stretch else 0
        widths = [column + _GAP if column else each for column in columns]
        widths[-1] = max(free - sum(widths[:-1]), _NARROWEST + _GAP)
        return widths
