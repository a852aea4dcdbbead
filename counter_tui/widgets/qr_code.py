"""A QR code in half blocks, dark on light whatever the theme, with a quiet border; the shop's phone scans it."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from counter_tui.widgets.themes import PICTURE

_BLOCKS = " ▀▄█"
_PICTURE = Style(meta={PICTURE: True})
_BLACK_ON_WHITE = Style.parse("#000000 on #ffffff") + _PICTURE
BORDER = 2
"""Modules of white around the code; phones read it with two."""
_STURDIEST_FIRST = ("m", "l")
"""Levels of error correction: a code that would not fit is drawn finer, not left out."""

Modules = list[list[bool]]


def code_size(data: str) -> Size | None:
    """Cells the smallest code of `data` takes; None if no code can hold so much."""
    modules = _modules(data, _STURDIEST_FIRST[-1])
    return _cells(modules) if modules else None


def fits(data: str, room: Size) -> bool:
    """Whether a code of `data` can be painted whole in so many cells."""
    size = code_size(data)
    return size is not None and size.width <= room.width and size.height <= room.height


class QrCode(Widget, can_focus=False):
    """`data` as a code; two modules stand above each other in a cell, so it is half as high as wide.

    It has medium error correction where `room` allows, else low.
    """

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    def __init__(self, data: str, room: Size | None = None) -> None:
        super().__init__()
        self._code: Modules = []
        self.draw(data, room)

    def draw(self, data: str, room: Size | None = None) -> None:
        """Show another code. Raises ValueError if no code can hold so much."""
        drawn = [modules for level in _STURDIEST_FIRST if (modules := _modules(data, level))]
        if not drawn:
            raise ValueError(data)
        fitting = [code for code in drawn if room is None or _cells(code).width <= room.width]
        fitting = [code for code in fitting if room is None or _cells(code).height <= room.height]
        self._code = (fitting or drawn[-1:])[0]
        self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return _cells(self._code).width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return _cells(self._code).height

    @property
    def _ink(self) -> Style:
        """Black on white; on a terminal without colours the light side of its two, as far as its theme tells."""
        if self.app.no_color or self.app.console.color_system is None:
            return Style(reverse=self.app.current_theme.dark) + _PICTURE
        return _BLACK_ON_WHITE

    @property
    def lines(self) -> list[str]:
        """The code in half blocks, as it is painted."""
        pairs = zip(self._code[::2], self._code[1::2], strict=True)
        return [
            "".join(_BLOCKS[above + 2 * below] for above, below in zip(upper, lower, strict=True))
            for upper, lower in pairs
        ]

    def render_line(self, y: int) -> Strip:
        lines = self.lines
        if y >= len(lines):
            return Strip.blank(self.size.width, self.rich_style)
        return Strip([Segment(lines[y], self._ink)]).adjust_cell_length(self.size.width, self.rich_style)


@lru_cache(maxsize=32)
def _modules(data: str, level: str) -> Modules:
    """Rows of dark and light, an even number of them; none if the code cannot hold so much.

    In UTF-8 without a mark for it, which every phone takes it for.
    """
    import segno

    try:
        code = segno.make(data, error=level, micro=False, boost_error=False, encoding="utf-8")
    except segno.DataOverflowError:
        return []
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=BORDER)]
    return [*rows, [False] * len(rows[0])] if len(rows) % 2 else rows


def _cells(modules: Modules) -> Size:
    return Size(len(modules[0]), len(modules) // 2)
