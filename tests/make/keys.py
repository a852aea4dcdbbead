"""Make the README's table of keys from the bindings: `python -m tests.make.keys`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from textual.app import App
from textual.binding import Binding

from counter_tui.app import CounterApp
from counter_tui.keymap import _classes, declared
from counter_tui.widgets.key_line import key_name

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- keys -->\n", "<!-- end -->"


def table() -> str:
    """Every id with its keys and what they do; what acts everywhere first, what moves and edits last."""
    rows: dict[str, tuple[list[str], str]] = {}
    for id, binding in _bindings():
        keys, _words = rows.setdefault(id, ([], binding.tooltip))
        if (name := key_name(binding.key)) not in keys:
            keys.append(name)
    lines = ["| id | key | what it does |", "|---|---|---|"]
    for id in sorted(rows, key=lambda id: (_rank(id), list(rows).index(id))):
        keys, words = rows[id]
        lines.append(f"| `{id}` | {' '.join(f'`{key}`' for key in keys)} | {words} |")
    return "\n".join(lines) + "\n"


def _bindings() -> Iterator[tuple[str, Binding]]:
    """(id, binding), the nine digits of a list as one."""
    classes: list[type] = [CounterApp, *(cls for cls in _classes() if not issubclass(cls, App))]
    for cls in classes:
        for binding in declared(cls):
            if not re.search("[2-9]$", str(binding.id)) or not binding.key.isdecimal():
                yield re.sub(r"(number)1$", r"\g<1>1 … 9", str(binding.id)), binding


def _rank(id: str) -> tuple[int, str]:
    order = ("app", "today", "find", "call", "steps", "cards", "file", "form", "sale", "planned", "dialog", "list")
    group = id.split(".")[0]
    return (order.index(group) if group in order else len(order) + (group == "edit"), group)


def readme(text: str) -> str:
    """The README with the table as it must be."""
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    README.write_text(readme(README.read_text("utf-8")), "utf-8")
