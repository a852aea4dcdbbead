"""What is typed is painted at once, in one frame, and no more of the screen than has changed.

Textual waits for its next sixtieth of a second, lays out anew for whatever has grown or shrunk, and has every widget
that lies under a changed line give its part of it. A search box can't: it is to be as quick as the hand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.control import Control
from textual import dom
from textual._compositor import CompositorUpdate
from textual._styles_cache import StylesCache
from textual.cache import LRUCache
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from textual.color import Color
    from textual.geometry import Size
    from textual.screen import Screen
    from textual.widget import Widget

    _Base = Screen[Any]
else:
    _Base = object

FRAME = 1 / 60
"""Seconds from one frame to the next at the least: what comes faster, a scanner's digits, is painted together."""
_ASKED_FOR = 16
"""Answers of query_one a widget keeps: a screen asks for some ten."""


def let_go() -> None:
    """Make Textual forget what the widgets of closed screens looked like, and where those of open ones once stood.

    It remembers two colours by the widget they were asked for, and so keeps the last thousand, every line of them: half
    as much again as all the rest of the program. And of each widget the last thousand it was asked for within it, every
    one under a new name after each change there: a megabyte in a screen that is open all day.
    """
    dom.LRUCache = lambda _most: LRUCache(_ASKED_FOR)  # type: ignore
    StylesCache.get_inner_outer = lambda _widget, base, background: _backgrounds(base, background)  # type: ignore


@lru_cache(1024)
def _backgrounds(base: Color, background: Color) -> tuple[Style, Style]:
    """Inside and outside of a border."""
    return Style(background=base + background), Style(background=base)


class Lines(CompositorUpdate):
    """Parts of lines, each from a cell of the screen on."""

    def __init__(self, parts: list[tuple[int, int, Strip]]) -> None:
        self.parts = parts

    def render_segments(self, console: Console) -> str:
        """What the terminal is sent."""
        return "".join(Control.move_to(x, y).segment.text + strip.render(console) for x, y, strip in self.parts)


class PaintsAtOnce(_Base):
    """Goes before Screen."""

    _painted = 0.0
    _asked_before: set[Widget] | None = None
    """Who has asked to be laid out anew before the layout that is being made."""

    def paint(self) -> None:
        """Paint what has changed, now; as ever, later, if something was painted just before or has to be laid out."""
        if self.app.screen is not self or self.app._batch_count or time.monotonic() - self._painted < FRAME:
            return
        visible = self._compositor.visible_widgets
        if self._layout_required or self._repaint_required or any(widget._layout_required for widget in visible):
            return
        self._dirty_widgets |= self._still_to_paint()
        if not self._paint_lines():
            self._on_timer_update()

    def _still_to_paint(self) -> set[Widget]:
        """Widgets that have changed, and have not said so yet; they need not any more."""
        changed = {
            widget
            for widget in self._compositor.visible_widgets
            if widget._repaint_required and not widget._layout_required
        }
        for widget in changed:
            widget._repaint_required = False
        return changed

    def _paint_lines(self) -> bool:
        """Paint the changed lines of widgets with nothing before them, and nothing else; False if that is not all."""
        if self._compositor._dirty_regions or self._scroll_required or self._recompose_required:
            return False
        parts: list[tuple[int, int, Strip]] = []
        for widget in self._dirty_widgets:
            if not self._stands_alone(widget):
                return False
            parts += self._lines_of(widget)
        for widget in self._dirty_widgets:
            widget._exchange_repaint_regions()
        self._dirty_widgets.clear()
        if parts:
            self._painted = time.monotonic()
            self.app._display(self, Lines(sorted(parts, key=_place)))
        return True

    def _stands_alone(self, widget: Widget) -> bool:
        """Whether all that is to be painted of a widget is its own, and to be seen."""
        if widget.is_container or widget not in self._compositor.visible_widgets:
            return False
        region, clip = self._compositor.visible_widgets[widget]
        if not clip.contains_region(region):
            return False
        changed = [part.translate(region.offset) for part in widget._repaint_regions]
        for other, (place, _clip) in self._compositor.visible_widgets.items():
            if other is widget:
                return True
            if any(place.overlaps(part) for part in changed):
                return False
        return False

    def _lines_of(self, widget: Widget) -> Iterator[tuple[int, int, Strip]]:
        """The changed parts of a widget's lines, and where they stand."""
        region, _clip = self._compositor.visible_widgets[widget]
        for part in widget._repaint_regions:
            part = part.intersection(region.reset_offset)
            for y, strip in zip(part.line_range, widget.render_lines(part), strict=True):
                yield region.x + part.x, region.y + y, strip

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay out, once: Textual does it again for every widget whose size has changed, lest it need a scrollbar."""
        self._asked_before = {widget for widget in self._compositor.visible_widgets if widget._layout_required}
        super()._refresh_layout(size, scroll)
        self._asked_before = None

    def _leave_laid_out(self, wanted: set[Widget]) -> None:
        for widget in self._compositor.visible_widgets.keys() - wanted:
            if widget.styles.overflow_x == widget.styles.overflow_y == "hidden":
                widget._layout_required = False

    def _compositor_refresh(self) -> None:
        """Paint all there is, but not while updates are held back: Textual would paint a frame and throw it away."""
        if not self.app._batch_count:
            self._painted = time.monotonic()
            if self._asked_before is not None:
                self._leave_laid_out(self._asked_before)
            self._compositor.update_widgets(self._still_to_paint())
            super()._compositor_refresh()


def _place(part: tuple[int, int, Strip]) -> tuple[int, int]:
    return part[1], part[0]
