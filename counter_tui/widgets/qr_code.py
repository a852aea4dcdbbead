"""A QR code in half blocks, black on white whatever the theme, with a quiet border; the shop's phone scans it."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

_BLOCKS = " ▀▄█"
_STYLE = Style.parse("#000000 on #ffffff")
BORDER = 2
"""Modules of white around the code; phones read it with two."""


class QrCode(Widget, can_focus=False):
    """`data` as a code; two modules stand above each other in a cell, so it is half as high as wide."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    def __init__(self, data: str) -> None:
        super().__init__()
        import segno

        code = segno.make(data, error="m", micro=False, boost_error=False)
        self._modules = [[bool(module) for module in row] for row in code.matrix_iter(border=BORDER)]
        if len(self._modules) % 2:
            self._modules.append([False] * len(self._modules[0]))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self._modules[0])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._modules) // 2

    def render_line(self, y: int) -> Strip:
        if 2 * y + 1 >= len(self._modules):
            return Strip.blank(self.size.width, self.rich_style)
        upper, lower = self._modules[2 * y], self._modules[2 * y + 1]
        cells = "".join(_BLOCKS[above + 2 * below] for above, below in zip(upper, lower, strict=True))
        return Strip([Segment(cells, _STYLE)]).adjust_cell_length(self.size.width, self.rich_style)
