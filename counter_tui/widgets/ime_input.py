"""The one-line field every screen types into: right for Chinese input methods, pastes and scanners."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size, Spacing
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from counter_tui import text
from counter_tui.i18n import N_
from counter_tui.widgets.typing import EDITING, Typing, edit, word


class ImeInput(Typing, Input, inherit_bindings=False):
    """An Input one row high, without a border, for any text up to `max_length` characters.

    - Word by word means a run of letters or digits, a run of signs, or one Chinese character.
    - A paste is cleaned, put on one line (unless it may have LINES), and cut to what fits.
    """

    LINES: ClassVar[bool] = False
    virtual_size = Reactive(Size(0, 0), repaint=False)
    """How long the text is; a field is as wide as it is, whatever is typed, so that a key lays nothing out anew."""
    BINDINGS: ClassVar[list[BindingType]] = [
        *EDITING,
        edit("ctrl+left", "cursor_left_word", "word_left", N_("Word left"), N_("One word or Chinese character back")),
        edit("ctrl+right", "cursor_right_word", "word_right", N_("Word right"), N_("One word or Chinese character on")),
        edit("home", "home", "home", N_("To start"), N_("To the start of the field")),
        edit("end,ctrl+e", "end", "end", N_("To end"), N_("To the end of the field")),
        edit("shift+home", "home(True)", "select_home", N_("Select to start"), N_("Select to the start of the field")),
        edit("shift+end", "end(True)", "select_end", N_("Select to end"), N_("Select to the end of the field")),
        edit("ctrl+a", "select_all", "select_all", N_("Select all"), N_("Select the whole field")),
        edit(
            "ctrl+w,ctrl+backspace,alt+backspace",
            "delete_left_word",
            "delete_word_left",
            N_("Delete word left"),
            N_("Delete the word or Chinese character before the caret"),
        ),
        edit(
            "ctrl+delete",
            "delete_right_word",
            "delete_word_right",
            N_("Delete word right"),
            N_("Delete the word or Chinese character after the caret"),
        ),
        edit("ctrl+u", "delete_left_all", "clear_left", N_("Clear left"), N_("Delete everything before the caret")),
        edit("ctrl+k", "delete_right_all", "clear_right", N_("Clear right"), N_("Delete everything after the caret")),
        edit("enter", "submit", "enter", N_("Go on"), N_("Accept this field and go on")),
    ]

    DEFAULT_CSS = """
    ImeInput {
        background: $surface;
        &:focus { background: $surface; background-tint: $foreground 8%; }
    }
    """

    def __init__(self, value: str = "", *, max_length: int = text.LINE_LENGTH, enter: str = "", **options: Any) -> None:
        """`enter` is what Enter does here (marked with N_()), for the key line; without it the line is silent."""
        self._looks: dict[str, Style] = {}
        super().__init__(value, max_length=max_length, compact=True, select_on_focus=False, **options)
        self.cursor_blink = False
        if enter:
            shown = Binding("enter", "submit", enter, id="edit.enter", tooltip=enter)
            self._bindings.key_to_bindings["enter"] = [shown]

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the caret is drawn, in cells of the screen."""
        x, y, _width, _height = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - round(self.scroll_x), y)

    def on_mount(self) -> None:
        self.follow_caret()

    def watch_virtual_size(self) -> None:
        if self.scroll_x:
            self.scroll_x = self.validate_scroll_x(self.scroll_x)

    def _watch_selection(self, selection: Selection) -> None:
        super()._watch_selection(selection)
        self.sync_caret()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self.sync_caret()

    def _on_focus(self, event: events.Focus) -> None:
        self.call_after_refresh(self._show_caret)

    def _show_caret(self) -> None:
        self.scroll_to_region(Region(self._position_to_cell(self.cursor_position), 0, 1, 1), animate=False, force=True)
        self.sync_caret()

    def _on_blur(self, event: events.Blur) -> None:
        # A long text left behind shows its beginning.
        self.scroll_to(x=0, animate=False, force=True, immediate=True)

    async def _on_key(self, event: events.Key) -> None:
        self.call_next(self.paint)
        await self.act_on(event)

    def _on_paste(self, event: events.Paste) -> None:
        if not self.handed_on(event):
            event.stop()
            event.prevent_default()
            self.put(event.text)

    def type_in(self, words: str) -> None:
        self.replace(words, *self.selection)

    def put(self, pasted: str) -> None:
        """Insert foreign text at the caret: cleaned, cut to what fits."""
        start, end = sorted(self.selection)
        room = self.max_length - len(self.value) + end - start if self.max_length else len(pasted)
        fitting = text.clean(pasted[: 4 * room + 64], length=max(room, 0), lines=self.LINES).replace("\t", " ")
        if len(pasted) > len(fitting) >= room:
            self.app.bell()
        if fitting:
            self.replace(fitting, start, end)

    def action_paste(self) -> None:
        self.put(self.app.clipboard)

    @property
    def _is_plain(self) -> bool:
        """Whether what is typed is all there is to be seen."""
        return bool(self.value) and not (self.password or self._suggestion) and self.value.isprintable()

    def render_lines(self, crop: Region) -> list[Strip]:
        if not self._is_plain or crop.y or crop.height != 1 or self.disabled or self.styles.gutter != Spacing():
            return super().render_lines(crop)
        strip, paper = self.render_line(0).crop_extend(crop.x, crop.right, self._look("")), self.background_colors[1]
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, paper)
        return [strip]

    def render_line(self, y: int) -> Strip:
        if y or not self._is_plain:
            return super().render_line(y)
        start, end = sorted(self.selection) if self.has_focus else (0, 0)
        caret = self.cursor_position if self.has_focus and self._cursor_visible else -2
        text = self.value + " " * self.cursor_at_end
        base, segments = self._look(""), []
        for first, last in pairwise(sorted({0, start, end, *(at for at in (caret, caret + 1) if at >= 0), len(text)})):
            look = "input--cursor" if first == caret else "input--selection" if start <= first < end else ""
            segments.append(Segment(text[first:last], self._look(look)))
        width, scrolled = self.scrollable_content_region.width + 1, round(self.scroll_x)
        return Strip(segments).crop_extend(scrolled, scrolled + width, base)

    def _look(self, name: str) -> Style:
        """The style of the field, or of a part of it; looked up once, it is good until one of them changes."""
        if name not in self._looks:
            base = self.rich_style
            self._looks[name] = base + self.get_component_rich_style(name) if name else base
        return self._looks[name]

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

    def _word_left(self) -> int:
        starts = [match.start() for match in word().finditer(self.value[: self.cursor_position])]
        return starts[-1] if starts and not self.password else 0

    def _word_right(self) -> int:
        here = self.cursor_position
        starts = (match.start() for match in word().finditer(self.value) if match.start() > here)
        return len(self.value) if self.password else next(starts, len(self.value))

    def action_cursor_left_word(self, select: bool = False) -> None:
        target = self._word_left()
        self.selection = Selection(self.selection.start if select else target, target)

    def action_cursor_right_word(self, select: bool = False) -> None:
        target = self._word_right()
        self.selection = Selection(self.selection.start if select else target, target)

    def action_delete_left_word(self) -> None:
        if self.selection.is_empty:
            self.delete(self._word_left(), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right_word(self) -> None:
        if self.selection.is_empty:
            self.delete(self.cursor_position, self._word_right())
        else:
            self.delete_selection()
