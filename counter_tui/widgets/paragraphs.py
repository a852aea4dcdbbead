"""Words of any length, laid out by the rules of both scripts: no line begins with a full stop."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from counter_tui.widgets.cells import printable, wrapped


class Paragraphs(Static):
    """A Static whose lines end where `wrapped` lets them end, at whatever width there is."""

    def render(self) -> Content:
        return Content("\n").join(self._laid_out(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(list(self._laid_out(width)))

    def _laid_out(self, width: int) -> Iterator[Content]:
        words = self.content if isinstance(self.content, Content) else Content(str(self.content))
        for line in words.split("\n", allow_blank=True):
            yield from lines(line, width)


def lines(line: Content, width: int) -> Iterator[Content]:
    """A line as lines of at most `width` cells, each part in its own style; an indent stays."""
    if not line.plain.isprintable():
        line = Content(printable(line.plain))
    text = line.plain
    indent = len(text) - len(text.lstrip())
    end = indent
    for part in wrapped(text[indent:], width - indent):
        start = text.index(part, end)
        end = start + len(part)
        yield Content.assemble(" " * indent, line[start:end])
