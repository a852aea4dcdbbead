"""F1: what the screen in front is for, and its keys, from the bindings themselves."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from counter_tui.i18n import _
from counter_tui.widgets.agenda_list import Row, RowList
from counter_tui.widgets.ask import Dialog
from counter_tui.widgets.key_line import key_name


class Help(Dialog[None]):
    """Three sentences and a list of keys; arrows scroll, Esc closes."""

    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = """
    Help > #panel { width: 76; height: 20; }
    Help RowList { height: 1fr; max-height: 100%; }
    Help #question { padding: 0 1 1 1; }
    """

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__(_("Help"))
        self._words = _(getattr(screen, "HELP", "") or "")
        self._rows = _keys(screen)

    def compose_panel(self) -> ComposeResult:
        yield Static(Content(self._words), id="question")
        yield RowList(((12, 0),), can_focus=True)

    def on_mount(self) -> None:
        self.query_one(RowList).set_rows(self._rows)


def _keys(screen: Screen[Any]) -> list[Row]:
    seen: set[str] = set()
    rows = []
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.action in seen or not binding.id or binding.id.startswith("edit."):
            continue
        seen.add(binding.action)
        words = active.tooltip or binding.description
        rows.append(Row((((key_name(binding.key), "accent"), (words, "")),), key=binding.id))
    return rows
