"""The shop's own keys: `[keys]` of counter.toml by binding id, each checked before any of them counts.

Textual would take a key silently from whatever had it: a clash has to be found here.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from textual.app import App
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from counter_tui import screens, widgets
from counter_tui.i18n import N_, _
from counter_tui.settings import FILE, Settings
from counter_tui.shop.tomlfile import Mistake
from counter_tui.tomltext import KeyPath, key_lines, line_of, nearest
from counter_tui.widgets.key_line import key_name

WRITTEN_SO = {
    "pgup": "pageup", "pgdn": "pagedown", "page_up": "pageup", "page_down": "pagedown", "esc": "escape",
    "del": "delete", "ins": "insert", "return": "enter",
}  # fmt: skip
"""Keys as people write them, and as they arrive."""
NAMED = {
    "enter", "escape", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown", "up",
    "down", "left", "right", *(f"f{n}" for n in range(1, 13)),
}  # fmt: skip
DEAD = (
    ("f4", N_("that is the menu of Chinese input methods")),
    ("f10|f11", N_("desktops and terminals keep it for themselves")),
    (r"(\w+\+)+f\d+", N_("with another key held down, F-keys get lost in many terminals")),
    (r"alt\+\d", N_("it arrives as another sign")),
    (r"ctrl\+([hijm[]|left_square_bracket)", N_("a terminal can't tell it from Backspace, Tab, Enter or Esc")),
    (r"(ctrl\+shift|shift\+ctrl)\+.*", N_("a terminal can't tell it from the same key without Shift")),
    (
        r"(ctrl|alt|shift)\+(.*\+)?(enter|space|escape)|(ctrl|alt)\+.*tab|ctrl\+\d|alt\+(up|down|left|right)",
        N_("many terminals lose it"),
    ),
    (r"(shift\+)?[^+]|space|(shift\+)?\w*_\w*", N_("it is typed into fields, and digits choose from lists")),
)
"""Keys that don't arrive everywhere, or belong to what is typed, and why."""
_README = N_("the README names them all")


@dataclass(frozen=True)
class Place:
    """Where keys act together: the bindings of one screen, those of the program, and those of every field and list."""

    name: str
    bindings: tuple[Binding, ...]


def read_keymap(settings: Settings, app: type[App[Any]]) -> tuple[dict[str, str], list[Mistake]]:
    """The keymap for Textual, empty if there is any mistake, and the mistakes, in the order of the file."""
    path = settings.folder / FILE
    lines = key_lines(path.read_text("utf-8-sig")) if path.exists() else {}
    keymap = {id: ",".join(arriving(key) for key in keys.split(",")) for id, keys in settings.keys.items()}
    wrong = [Mistake(path, _line(lines, id), words) for id, words in _faults(keymap, places(app))]
    return ({} if wrong else keymap), sorted(wrong, key=lambda mistake: mistake.line)


def arriving(written: str) -> str:
    """A key as Textual names it: "F2", "Ctrl + S" and "PgDn" are understood."""
    *held, key = [part.strip() for part in written.strip().lower().split("+")]
    return "+".join([*held, WRITTEN_SO.get(key, key)])


def why_not(key: str) -> str:
    """Why nothing can be on a key, "" if it can."""
    for dead, why in DEAD:
        if re.fullmatch(dead, key):
            return _(why)
    *held, last = key.split("+")
    if not {"ctrl", "alt", "shift"}.issuperset(held) or (last not in NAMED and not re.fullmatch("[a-z]", last)):
        return _("there is no such key")
    return ""


def places(app: type[App[Any]]) -> list[Place]:
    """Every screen of the program with all the keys that act on it."""
    everywhere = [one for cls in _classes() if not issubclass(cls, Screen) for one in declared(cls)]
    own = [*_bound(app), *everywhere]
    return [Place(cls.__name__, (*_bound(cls), *own)) for cls in _classes() if issubclass(cls, Screen)]


def declared(cls: type) -> list[Binding]:
    """The bindings a class itself declares, one for each of its keys."""
    bindings: list[BindingType] = cls.__dict__.get("BINDINGS", [])
    return list(Binding.make_bindings(bindings))


def _bound(cls: type[DOMNode]) -> Iterator[Binding]:
    """The bindings of a class and of those it is made from."""
    return (binding for _key, binding in cls._merge_bindings() if binding.id)


@cache
def _classes() -> tuple[type[DOMNode], ...]:
    found = {
        member
        for package in (screens, widgets)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        for _name, member in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        if issubclass(member, DOMNode) and member.__module__ == module.name
    }
    return tuple(sorted(found, key=lambda cls: cls.__qualname__))


def _line(lines: Mapping[KeyPath, int], id: str) -> int:
    """`"call.finish" = …` and `call.finish = …` are the same to a clerk."""
    quoted: KeyPath = ("keys", id)
    return line_of(lines, quoted if quoted in lines else ("keys", *id.split(".")))


def _faults(keymap: Mapping[str, str], known: list[Place]) -> Iterator[tuple[str, str]]:
    """(id, sentence) for everything that is wrong with a keymap."""
    ids = {str(binding.id): binding for place in known for binding in place.bindings}
    for id, keys in keymap.items():
        if id not in ids:
            hint = _("did you mean {word}?").format(word=near[0]) if (near := nearest(id, ids)) else ""
            yield id, _("there is nothing called “{id}”; {hint}").format(id=id, hint=hint or _(_README))
            continue
        for key in keys.split(","):
            if why := why_not(key):
                yield id, _("“{id}” can't be on {key}: {why}").format(id=id, key=key_name(key), why=why)
            elif other := _clash(id, key, keymap, known):
                what = _("there it is “{other}” ({what})").format(other=other.id, what=_(other.description))
                yield id, _("“{id}” can't be on {key}: {why}").format(id=id, key=key_name(key), why=what)


def _clash(id: str, key: str, keymap: Mapping[str, str], known: list[Place]) -> Binding | None:
    """What else is on `key` on a screen where `id` acts; what the program itself lays over each other may stay so."""
    for place in known:
        mine = {binding.key for binding in place.bindings if binding.id == id}
        if not mine:
            continue
        for other in place.bindings:
            together = any(one.key in mine for one in place.bindings if one.id == other.id)
            if other.id != id and not together and key in keymap.get(str(other.id), other.key).split(","):
                return other
    return None
