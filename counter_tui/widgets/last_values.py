"""What was typed last into each field, for Down in an empty one: in memory only, for the clerk at the counter.

What belongs to one person (name, number, birthday, what was said …) is never kept: it would stand on the screen before
the next customer, and one key away from being saved in the wrong file. Such fields have `recall=None`.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from textual.app import App

_known: WeakKeyDictionary[App[object], dict[tuple[str, str], str]] = WeakKeyDictionary()


def remember(app: App[object], form: str, field: str, typed: str) -> None:
    """`typed` is the last text of `field` in forms of the kind `form`."""
    _known.setdefault(app, {})[form, field] = typed


def last(app: App[object], form: str, field: str) -> str:
    """The last text of `field` in forms of the kind `form`; "" if there is none."""
    return _known.get(app, {}).get((form, field), "")


def forget(app: App[object]) -> None:
    """Somebody else is at the counter: nothing of what was typed before comes back."""
    _known.pop(app, None)
