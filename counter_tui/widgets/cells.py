"""Text measured in terminal cells: a Chinese character takes two, and nothing painted may carry a control code."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

MARK = "›"  # this row; one cell wide on every terminal
TICK = "✓"
ELLIPSIS = "…"


def printable(text: str) -> str:
    """`text` on one line without control, direction or half characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut away leaves an ellipsis."""
    text = printable(text)
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS if width > 0 else ""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, cut or padded; set to the right if so told."""
    text = cut(text, width)
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
