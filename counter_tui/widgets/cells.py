"""Text measured in terminal cells: a Chinese character takes two, and nothing painted may carry a control code."""

from __future__ import annotations

from collections.abc import Iterator

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


_CLOSING = frozenset("，。、；：？！）》」』】”’…·,.;:?!)%")
_OPENING = frozenset("（《「『【“‘(")


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` cells. Latin words stay whole where they can; between Chinese characters a
    line may end, but none begins with a closing mark or ends with an opening one."""
    width = max(width, 2)  # a Chinese character has room, however small the window
    lines, line = [], ""
    for piece in _pieces(printable(text)):
        if line and cell_len(line) + cell_len(piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
            piece = piece.lstrip()
        while cell_len(piece.rstrip()) > width:  # a word longer than the line
            head = set_cell_size(piece, width).rstrip()
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterator[str]:
    """What must stay together on a line: a word with the space behind it, a character with the marks around it."""
    piece = ""
    for char in text:
        if piece and char not in _CLOSING and char != " " and piece[-1] not in _OPENING and _may_end(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_end(last: str, first: str) -> bool:
    if last == "周" and first in "一二三四五六日":  # a weekday is a word that is read at a glance
        return False
    return last == " " or cell_len(last) == 2 or cell_len(first) == 2
