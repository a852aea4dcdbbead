"""What fields of one line and texts of many share: the terminal's caret, keys in their order, words of Chinese."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from textual import events
from textual.binding import Binding, BindingsMap

from counter_tui.i18n import N_
from counter_tui.widgets.painting import PaintsAtOnce

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget
else:
    Widget = object

_CHINESE = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE_SPACE = "\u3000"


def edit(key: str, action: str, name: str, description: str, tooltip: str) -> Binding:
    """A key that edits: the help names it, the key line does not."""
    return Binding(key, action, description, show=False, id=f"edit.{name}", tooltip=tooltip)


EDITING = [
    edit("left", "cursor_left", "left", N_("Left"), N_("One character back")),
    edit("right", "cursor_right", "right", N_("Right"), N_("One character on")),
    edit("shift+left", "cursor_left(True)", "select_left", N_("Select left"), N_("Select one character back")),
    edit("shift+right", "cursor_right(True)", "select_right", N_("Select right"), N_("Select one character on")),
    edit("backspace", "delete_left", "delete_left", N_("Delete left"), N_("Delete the character before the caret")),
    edit("delete,ctrl+d", "delete_right", "delete_right", N_("Delete"), N_("Delete the character at the caret")),
    edit("ctrl+x", "cut", "cut", N_("Cut"), N_("Take the selected text out, to paste it elsewhere")),
    edit("ctrl+c,super+c", "copy", "copy", N_("Copy"), N_("Copy the selected text")),
    edit("ctrl+v", "paste", "paste", N_("Paste"), N_("Put in the text that was copied")),
]
"""The keys that do the same in both."""


@cache
def word() -> re.Pattern[str]:
    """A run of letters or digits, a run of signs, or one Chinese character; made when needed, it takes a while."""
    return re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+|[^\w\s]+")


class Typing(Widget):
    """Goes before the Textual widget that holds the text.

    - The terminal's caret, where an input method opens its window, stands on the drawn one.
    - Keys act in the order they came, and follow the focus: a scanner's digits, Enter and the next field's text may
      all be waiting already.
    """

    def type_in(self, words: str) -> None:
        """Put words at the caret as if they had been typed."""
        raise NotImplementedError

    def follow_caret(self) -> None:
        """Keep the terminal's caret on the drawn one from now on."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self.sync_caret, immediate=True)

    def sync_caret(self, screen: Screen[Any] | None = None) -> None:
        """Put the terminal's caret on the drawn one, wherever typing, scrolling or a new layout has taken it."""
        drawn = self.cursor_screen_offset  # type: ignore[attr-defined]
        if self.has_focus and self.screen.is_active and self.app.cursor_position != drawn:
            self.app.cursor_position = drawn
            self.refresh()  # the terminal learns of it with the next paint

    def paint(self) -> None:
        """Show what the key has done."""
        if isinstance(self.screen, PaintsAtOnce):
            self.screen.paint()

    def handed_on(self, event: events.Key | events.Paste) -> bool:
        """A key that was waiting here when the focus went on belongs to the field or screen that has it now."""
        heir = self.app.screen.focused or self.app.screen
        if heir is self:
            return False
        event.stop()
        event.prevent_default()
        heir._forward_event(event.copy() if isinstance(event, events.Key) else events.Paste(event.text))
        return True

    async def act_on(self, event: events.Key) -> None:
        """Act on editing keys here: bubbled up to the app, they would be overtaken by characters typed after them."""
        if self.handed_on(event):
            return
        if event.character == _CHINESE_SPACE:
            event.stop()
            event.prevent_default()
            self.type_in(" ")
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
