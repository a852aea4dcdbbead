"""What a list of rows is made of, and how a line of it is painted: cells in columns, cut and padded by cell width."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from counter_tui.widgets.cells import MARK, cut, fit

if TYPE_CHECKING:
    from textual.widget import Widget

Cell = tuple[str, str]
"""Text, and the name of its look: "", strong, muted, accent, success, warning or error."""

LOOKS = ("strong", "muted", "accent", "success", "warning", "error")
_MARGIN = 2
_GAP = 2
_BETWEEN = " " * _GAP
_NARROWEST = 4
_REMEMBERED = 120
"""Lines kept as they were painted: while somebody types or walks down a list, most come again at another place."""


class Row(NamedTuple):
    """One entry: its lines, each a tuple of cells. A heading is not selectable and has no key."""

    lines: tuple[tuple[Cell, ...], ...]
    key: object = None
    selectable: bool = True


class Line(NamedTuple):
    """A line of the list as it is to be seen: two that are equal look alike."""

    cells: tuple[Cell, ...]
    part: int
    marked: bool
    selectable: bool


def heading(text: str, look: str = "muted") -> Row:
    """A line above a group of rows."""
    return Row((((text, look),),), selectable=False)


class Ink:
    """What a list is painted with, each style looked up once: good until one of them changes, or a line filter."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self.filters = widget.get_line_filters()
        self.base = widget.rich_style
        self._paper = widget.background_colors[1]
        self._chosen = widget.get_component_rich_style("row-list--chosen")
        self.ground = Style(bgcolor=self._chosen.bgcolor, reverse=self._chosen.reverse)
        self._known: dict[tuple[str, bool], Style] = {}
        self._blank = Strip.blank(0, self.base)
        self._painted: dict[tuple[Line, int], Strip] = {}

    def look(self, name: str, marked: bool) -> Style:
        """The style of a cell; reversed, on the marked line, its look would be a ground."""
        if (name, marked) not in self._known:
            plain = not name or (marked and self.ground.reverse)
            style = self.base if plain else self._widget.get_component_rich_style(f"row-list--{name}")
            self._known[name, marked] = style + self.ground if marked else style
        return self._known[name, marked]

    def blank(self, width: int) -> Strip:
        """A line with nothing on it."""
        if self._blank.cell_length != width:
            self._blank = self._strip([], 0, width)
        return self._blank

    def words(self, text: str, width: int) -> Strip:
        """The line that stands in a list without rows."""
        words = " " * _MARGIN + cut(text, width - _MARGIN)
        return self._strip([Segment(words, self.look("muted", False))], cell_len(words), width)

    def line(self, line: Line, columns: Sequence[tuple[int, ...]], width: int) -> Strip:
        """A line of a row in exactly `width` cells; the same one as before, for as long as the columns are the same."""
        strip = self._painted.get((line, width))
        if strip is None:
            if len(self._painted) >= _REMEMBERED:  # the oldest goes: a strip is 11 KB with all that Textual keeps of it
                del self._painted[next(iter(self._painted))]
            strip = self._painted[line, width] = self._line(line, columns, width)
        return strip

    def _line(self, line: Line, columns: Sequence[tuple[int, ...]], width: int) -> Strip:
        marked = line.marked
        mark = f"{MARK} " if marked and line.part == 0 else " " * (_MARGIN if line.selectable else 1)
        segments = [Segment(mark, self.look("mark", marked))]
        laid_out = columns[min(line.part, len(columns) - 1)]
        widths = column_widths(laid_out, len(line.cells), width - len(mark))
        for (text, name), cells in zip(line.cells, widths, strict=True):
            segments.append(Segment(fit(text, cells - _GAP) + _BETWEEN, self.look(name, marked)))
        segments[-1] = segments[-1]._replace(text=segments[-1].text[:-_GAP])  # nothing stands behind it
        return self._strip(segments, len(mark) + sum(widths) - _GAP, width, self.base + self.ground if marked else None)

    def _strip(self, segments: list[Segment], cells: int, width: int, ground: Style | None = None) -> Strip:
        """Segments of so many cells in exactly `width`, as the terminal is to have them: the line filters are applied
        once, not each time it is painted."""
        if cells != width:
            segments = Strip(segments, cells).adjust_cell_length(width, ground or self.base)._segments
        for each in self.filters:
            segments = each.apply(segments, self._paper)
        return Strip(segments, width)


@lru_cache(64)
def column_widths(columns: tuple[int, ...], cells: int, width: int) -> tuple[int, ...]:
    """Cells for each of `cells` cells of a line, the gap behind it included; the last runs over the edge by one gap.

    `columns` are the widths asked for, 0 for whatever is left; where they do not fit they shrink alike.
    """
    asked = [*columns, *[0] * cells][:cells]
    free = width + _GAP
    fixed = sum(column + _GAP for column in asked if column)
    stretch = asked.count(0)
    if fixed + stretch * (_NARROWEST + _GAP) > free:
        share = max(free - stretch * (_NARROWEST + _GAP), 0) / max(fixed, 1)
        asked = [max(int((column + _GAP) * share) - _GAP, _NARROWEST) if column else 0 for column in asked]
        fixed = sum(column + _GAP for column in asked if column)
    each = max((free - fixed) // stretch, _NARROWEST + _GAP) if stretch else 0
    widths = [column + _GAP if column else each for column in asked]
    widths[-1] = max(free - sum(widths[:-1]), _NARROWEST + _GAP)
    return tuple(widths)
