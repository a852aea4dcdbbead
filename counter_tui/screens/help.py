"""F1: what the screen in front is for, and its keys, from the bindings themselves."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen

from counter_tui.i18n import N_, _
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.cells import printable
from counter_tui.widgets.key_line import key_name
from counter_tui.widgets.paragraphs import Paragraphs

KEYS = 14
"""Cells of the column of keys."""


class Help(Dialog[None]):
    """Three sentences and a list of keys; arrows scroll, Esc closes."""

    HELP = N_(
        "This tells what the screen below is for, and lists every key that acts on it now. "
        "Up, Down, PgUp and PgDn go through the keys. "
        "Esc or F1 goes back, and nothing has changed."
    )
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    Help > #panel { width: 78; height: 22; margin-bottom: 0; }
    Help RowList { height: 1fr; max-height: 100%; }
    Help #question { padding: 0 1 1 1; }
    """

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__(_("Help"))
        self._words = _(getattr(screen, "HELP", "") or "")
        self._rows = key_rows(screen)

    def compose_panel(self) -> ComposeResult:
        yield Paragraphs(Content(printable(self._words)), id="question")
        yield RowList(((KEYS, 0),), can_focus=True)

    def on_mount(self) -> None:
        self.query_one(RowList).set_rows(self._rows)


def key_rows(screen: Screen[Any]) -> list[Row]:
    """A line for everything a key does here now; keys that do the same stand together, as do those that edit text."""
    lines: dict[str, list[str]] = {}
    editing: list[str] = []
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id:
            continue
        name = key_name(binding.key)
        if binding.id.startswith("edit.") and not binding.show:
            editing.append(name)
        else:
            lines.setdefault(active.tooltip or binding.description, []).append(name)
    rows = [Row((((_names(keys), "accent"), (words, "")),), key=words) for words, keys in lines.items()]
    if editing:
        shown = ", ".join(name for name in editing if "+" in name and "Shift" not in name)
        words = _("In a field: {keys} edit as in other programs").format(keys=shown)
        rows.append(Row((((_("Left … Del"), "accent"), (words, "")),), key=words))
    return rows


def _names(keys: list[str]) -> str:
    if len(keys) > 2 and all(key.isdecimal() for key in keys):
        return f"{keys[0]} … {keys[-1]}"
    return " ".join(dict.fromkeys(keys))
