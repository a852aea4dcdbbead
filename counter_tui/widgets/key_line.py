"""The bottom line: the keys that act now, most important first, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from counter_tui.i18n import N_, _
from counter_tui.widgets.cells import printable

_NAMES = {
    "enter": N_("Enter"),
    "escape": N_("Esc"),
    "tab": N_("Tab"),
    "shift+tab": N_("Shift+Tab"),
    "space": N_("Space"),
    "up": N_("Up"),
    "down": N_("Down"),
    "left": N_("Left"),
    "right": N_("Right"),
    "pageup": N_("PgUp"),
    "pagedown": N_("PgDn"),
    "home": N_("Home"),
    "end": N_("End"),
    "backspace": N_("Backspace"),
    "delete": N_("Del"),
}
_ALWAYS = ("escape", "app.menu", "app.help")
_BETWEEN = "  "


def key_name(key: str) -> str:
    """A key as it is written on the line and in the help: "F2", "PgDn", "Ctrl+W"."""
    if key in _NAMES:
        return _(_NAMES[key])
    return "+".join(_(_NAMES[part]) if part in _NAMES else part.capitalize() for part in key.split("+"))


class KeyLine(Widget, can_focus=False):
    """Paints the screen's shown bindings in binding order, as many whole items as fit.

    Esc, the menu and the help always stand, at the end.
    """

    COMPONENT_CLASSES = {"key-line--key"}  # noqa: RUF012
    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-muted;
        & > .key-line--key { color: $text-primary; text-style: bold; }
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen) -> None:
        self.refresh()

    def render(self) -> Content:
        kept = fitting(self.screen.active_bindings.values(), self.size.width)
        key_style = self.get_visual_style("key-line--key", partial=True)
        line = [Content.assemble((name, key_style), f" {words}") for name, words in kept]
        return Content(_BETWEEN).join(line)


def fitting(bindings: Iterable[ActiveBinding], width: int) -> list[tuple[str, str]]:
    """(key's name, what it does) for as many as fit on `width` cells, whole; the most important first."""
    return [(name, words) for _key, name, words in _fitting(_items(bindings), width)]


def _items(bindings: Iterable[ActiveBinding]) -> list[tuple[str, str, str]]:
    """(key or id, its name, what it does) for each action, keys of one group together: "PgUp/PgDn Month"."""
    items: list[tuple[str, str, str]] = []
    done: set[str] = set()
    groups: dict[Binding.Group, int] = {}
    for _node, binding, enabled, _tooltip in bindings:
        if not (binding.show and enabled) or binding.action in done:
            continue
        done.add(binding.action)
        name = binding.key_display or key_name(binding.key)
        if binding.group in groups:
            at = groups[binding.group]
            items[at] = (items[at][0], f"{items[at][1]}/{name}", items[at][2])
            continue
        if binding.group is not None:
            groups[binding.group] = len(items)
        words = binding.group.description if binding.group else binding.description
        items.append((binding.id if binding.id in _ALWAYS else binding.key, name, printable(words)))
    return items


def _fitting(items: list[tuple[str, str, str]], width: int) -> list[tuple[str, str, str]]:
    last = sorted((item for item in items if item[0] in _ALWAYS), key=lambda item: _ALWAYS.index(item[0]))
    free = width - sum(_cells(item) for item in last)
    kept = []
    for item in items:
        if item in last:
            continue
        if _cells(item) > free + (0 if last else len(_BETWEEN)):
            break
        free -= _cells(item)
        kept.append(item)
    return kept + last


def _cells(item: tuple[str, str, str]) -> int:
    return cell_len(item[1]) + 1 + cell_len(item[2]) + len(_BETWEEN)
