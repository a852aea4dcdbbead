"""A text of many lines to write in: a file's lines with their numbers, right for Chinese input methods and pastes."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.document._document import Location
from textual.widgets import TextArea

from counter_tui import text
from counter_tui.i18n import N_
from counter_tui.widgets.cells import printable
from counter_tui.widgets.typing import EDITING, Typing, edit, word

LONGEST = 60_000
"""Characters a file may have; more in one go would hold up the screen."""


def tidy(foreign: str) -> str:
    """Foreign text as lines without control or direction codes; an indent stays, a tab is two spaces."""
    lines = foreign[: 2 * LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "  ").split("\n")
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + text.clean(line, LONGEST) for line in lines)


class WordsArea(Typing, TextArea, inherit_bindings=False):
    """A TextArea that Tab leaves alone, without markup or colours of its own; Enter begins a new line.

    One Chinese character is a word, as in ImeInput.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *EDITING,
        edit("up", "cursor_up", "up", N_("Up"), N_("One line up")),
        edit("down", "cursor_down", "down", N_("Down"), N_("One line down")),
        edit("shift+up", "cursor_up(True)", "select_up", N_("Select up"), N_("Select one line up")),
        edit("shift+down", "cursor_down(True)", "select_down", N_("Select down"), N_("Select one line down")),
        edit("ctrl+left", "cursor_word_left", "word_left", N_("Word left"), N_("One word or Chinese character back")),
        edit(
            "ctrl+right", "cursor_word_right", "word_right", N_("Word right"), N_("One word or Chinese character on")
        ),
        edit("home", "cursor_line_start", "home", N_("To start"), N_("To the start of the line")),
        edit("end,ctrl+e", "cursor_line_end", "end", N_("To end"), N_("To the end of the line")),
        edit(
            "shift+home", "cursor_line_start(True)", "select_home", N_("Select to start"),
            N_("Select to the start of the line"),
        ),
        edit(
            "shift+end", "cursor_line_end(True)", "select_end", N_("Select to end"),
            N_("Select to the end of the line"),
        ),
        edit("ctrl+home", "ends(-1)", "top", N_("First line"), N_("To the first line")),
        edit("ctrl+end", "ends(1)", "bottom", N_("Last line"), N_("To the last line")),
        edit("pageup", "cursor_page_up", "page_up", N_("Page up"), N_("One page up")),
        edit("pagedown", "cursor_page_down", "page_down", N_("Page down"), N_("One page down")),
        edit("ctrl+a", "select_all", "select_all", N_("Select all"), N_("Select the whole text")),
        edit(
            "ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left", "delete_word_left", N_("Delete word left"),
            N_("Delete the word or Chinese character before the caret"),
        ),
        edit(
            "ctrl+delete", "delete_word_right", "delete_word_right", N_("Delete word right"),
            N_("Delete the word or Chinese character after the caret"),
        ),
        edit(
            "ctrl+u", "delete_to_start_of_line", "clear_left", N_("Clear left"),
            N_("Delete everything before the caret in its line"),
        ),
        edit(
            "ctrl+k", "delete_to_end_of_line_or_delete_line", "clear_right", N_("Clear right"),
            N_("Delete everything after the caret in its line"),
        ),
        edit("ctrl+z", "undo", "undo", N_("Undo"), N_("Take back what was typed last")),
        edit("ctrl+y", "redo", "redo", N_("Redo"), N_("Put back what was taken back")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    WordsArea {
        border: none;
        padding: 0;
        background: $background;
        scrollbar-size-vertical: 1;
        scrollbar-color: $text-muted;
        scrollbar-background: $background;
        &:focus { border: none; }
        & .text-area--gutter { color: $text-muted; }
        & .text-area--cursor-gutter { color: $text-accent; background: $background; text-style: bold; }
        & .text-area--cursor-line { background: $background; }
        &:light .text-area--cursor { color: $input-cursor-foreground; background: $input-cursor-background; }
    }
    """

    def __init__(self, source: str = "", **options: Any) -> None:
        super().__init__(shown(source), soft_wrap=True, show_line_numbers=True, tab_behavior="focus", **options)
        self.cursor_blink = False
        self.match_cursor_bracket = False

    # The caret

    def on_mount(self) -> None:
        self.follow_caret()

    def _on_focus(self, event: events.Focus) -> None:
        self.call_after_refresh(self.sync_caret)

    def go_to(self, line: int) -> None:
        """The caret to the start of a line, counted from 1, in the middle of the screen."""
        self.move_cursor((min(line, self.document.line_count) - 1, 0), center=True)
        self.call_after_refresh(self.sync_caret)

    def action_ends(self, by: int) -> None:
        self.move_cursor((0, 0) if by < 0 else self.document.end)

    # Keys and pastes

    async def _on_key(self, event: events.Key) -> None:
        await self.act_on(event)

    async def _on_paste(self, event: events.Paste) -> None:
        if not self.handed_on(event):
            event.stop()
            event.prevent_default()
            self.put(tidy(event.text))

    def action_paste(self) -> None:
        self.put(tidy(self.app.clipboard))

    def type_in(self, words: str) -> None:
        self.put(words)

    def put(self, words: str) -> None:
        """Insert text at the caret, as much of it as finds room."""
        room = LONGEST - len(self.text) + len(self.selected_text)
        if len(words) > room:
            self.app.bell()
        if (result := self._replace_via_keyboard(words[: max(room, 0)], *self.selection)) is not None:
            self.move_cursor(result.end_location)

    # Words

    def get_cursor_word_left_location(self) -> Location:
        row, column = self.cursor_location
        starts = [found.start() for found in word().finditer(self.document[row][:column])]
        if column == 0 and row > 0:
            return row - 1, len(self.document[row - 1])
        return row, starts[-1] if starts else 0

    def get_cursor_word_right_location(self) -> Location:
        row, column = self.cursor_location
        line = self.document[row]
        if column == len(line) and row + 1 < self.document.line_count:
            return row + 1, 0
        return row, next((found.start() for found in word().finditer(line) if found.start() > column), len(line))

    def action_delete_word_right(self) -> None:
        start, end = self.selection
        self._delete_via_keyboard(start, self.get_cursor_word_right_location() if start == end else end)


def shown(source: str) -> str:
    """A file's text as it is painted: no control codes, a tab as four spaces."""
    return "\n".join(printable(line.replace("\t", "    ")) for line in source.split("\n"))
