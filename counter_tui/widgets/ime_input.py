"""The one-line field every screen types into: right for Chinese input methods, pastes and scanners."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingsMap, BindingType
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widgets import Input
from textual.widgets.input import Selection

from counter_tui import text
from counter_tui.i18n import N_

_CHINESE = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+|[^\w\s]+")
_CHINESE_SPACE = "\u3000"


def _edit(key: str, action: str, name: str, description: str, tooltip: str) -> Binding:
    return Binding(key, action, description, show=False, id=f"edit.{name}", tooltip=tooltip)


class ImeInput(Input, inherit_bindings=False):
    """An Input one row high, without a border, for any text up to `max_length` characters.

    - The terminal's caret, where an input method opens its window, stands on the drawn one.
    - Keys act in the order they came, and follow the focus: a scanner's digits, Enter and the next field's text may
      all be waiting already.
    - Word by word means a run of letters or digits, a run of signs, or one Chinese character.
    - A paste is cleaned, put on one line (unless it may have LINES), and cut to what fits.
    """

    LINES: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        _edit("left", "cursor_left", "left", N_("Left"), N_("One character back")),
        _edit("right", "cursor_right", "right", N_("Right"), N_("One character on")),
        _edit("shift+left", "cursor_left(True)", "select_left", N_("Select left"), N_("Select one character back")),
        _edit("shift+right", "cursor_right(True)", "select_right", N_("Select right"), N_("Select one character on")),
        _edit("ctrl+left", "cursor_left_word", "word_left", N_("Word left"), N_("One word or Chinese character back")),
        _edit(
            "ctrl+right", "cursor_right_word", "word_right", N_("Word right"), N_("One word or Chinese character on")
        ),
        _edit("home", "home", "home", N_("Start"), N_("To the start of the field")),
        _edit("end,ctrl+e", "end", "end", N_("End"), N_("To the end of the field")),
        _edit("shift+home", "home(True)", "select_home", N_("Select to start"), N_("Select to the start of the field")),
        _edit("shift+end", "end(True)", "select_end", N_("Select to end"), N_("Select to the end of the field")),
        _edit("ctrl+a", "select_all", "select_all", N_("Select all"), N_("Select the whole field")),
        _edit(
            "backspace", "delete_left", "delete_left", N_("Delete left"), N_("Delete the character before the caret")
        ),
        _edit("delete,ctrl+d", "delete_right", "delete_right", N_("Delete"), N_("Delete the character at the caret")),
        _edit(
            "ctrl+w,ctrl+backspace,alt+backspace",
            "delete_left_word",
            "delete_word_left",
            N_("Delete word left"),
            N_("Delete the word or Chinese character before the caret"),
        ),
        _edit(
            "ctrl+delete",
            "delete_right_word",
            "delete_word_right",
            N_("Delete word right"),
            N_("Delete the word or Chinese character after the caret"),
        ),
        _edit("ctrl+u", "delete_left_all", "clear_left", N_("Clear left"), N_("Delete everything before the caret")),
        _edit("ctrl+k", "delete_right_all", "clear_right", N_("Clear right"), N_("Delete everything after the caret")),
        _edit("ctrl+x", "cut", "cut", N_("Cut"), N_("Take the selected text out, to paste it elsewhere")),
        _edit("ctrl+c,super+c", "copy", "copy", N_("Copy"), N_("Copy the selected text")),
        _edit("ctrl+v", "paste", "paste", N_("Paste"), N_("Put in the text that was copied")),
        _edit("enter", "submit", "enter", N_("Go on"), N_("Accept this field and go on")),
    ]

    DEFAULT_CSS = """
    ImeInput {
        background: $surface;
        &:focus { background: $surface; background-tint: $foreground 8%; }
    }
    """

    def __init__(self, value: str = "", *, max_length: int = text.LINE_LENGTH, enter: str = "", **options: Any) -> None:
        """`enter` is what Enter does here (marked with N_()), for the key line; without it the line is silent."""
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
        self.screen.screen_layout_refresh_signal.subscribe(self, self._sync_caret, immediate=True)

    def _sync_caret(self, screen: Screen | None = None) -> None:
        """Put the terminal's caret on the drawn one, wherever typing, scrolling or a new layout has taken it."""
        if self.has_focus and self.screen.is_active and self.app.cursor_position != self.cursor_screen_offset:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()  # the terminal learns of it with the next paint

    def _watch_selection(self, selection: Selection) -> None:
        super()._watch_selection(selection)
        self._sync_caret()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_x(old_value, new_value)
        self._sync_caret()

    def _on_focus(self, event: events.Focus) -> None:
        self.call_after_refresh(self._show_caret)

    def _show_caret(self) -> None:
        self.scroll_to_region(Region(self._position_to_cell(self.cursor_position), 0, 1, 1), animate=False, force=True)
        self._sync_caret()

    def _on_blur(self, event: events.Blur) -> None:
        # A long text left behind shows its beginning.
        self.scroll_to(x=0, animate=False, force=True, immediate=True)

    async def _on_key(self, event: events.Key) -> None:
        """Act on editing keys here: bubbled up to the app, they would be overtaken by characters typed after them."""
        if self._handed_on(event):
            return
        if event.character == _CHINESE_SPACE:
            event.stop()
            event.prevent_default()
            self.replace(" ", *self.selection)
            return
        if event.is_printable:
            return
        for binding in self._own_keys.key_to_bindings.get(event.key, ()):
            if await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return

    @property
    def _own_keys(self) -> BindingsMap:
        """What this field does on which key; where the shop has moved a key, the field follows."""
        if self.app._keymap:
            return next((keys for node, keys in self.screen._binding_chain if node is self), self._bindings)
        return self._bindings

    def _on_paste(self, event: events.Paste) -> None:
        if not self._handed_on(event):
            event.stop()
            event.prevent_default()
            self.put(event.text)

    def _handed_on(self, event: events.Key | events.Paste) -> bool:
        """A key that was waiting here when the focus went on belongs to the field or screen that has it now."""
        heir = self.app.screen.focused or self.app.screen
        if heir is self:
            return False
        event.stop()
        event.prevent_default()
        heir._forward_event(event.copy() if isinstance(event, events.Key) else events.Paste(event.text))
        return True

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

    def _word_left(self) -> int:
        starts = [match.start() for match in _WORD.finditer(self.value[: self.cursor_position])]
        return starts[-1] if starts and not self.password else 0

    def _word_right(self) -> int:
        here = self.cursor_position
        starts = (match.start() for match in _WORD.finditer(self.value) if match.start() > here)
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
