"""F9: everything there is to do here, by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import App
from textual.screen import Screen

from counter_tui.i18n import LANGUAGES, _, language
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.key_line import key_name

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

OWN = (*range(1, 6), *range(61, 70), *range(71, 80))
"""Numbers of what can be done on this screen, in its order. No number begins another one, so none needs Enter: 1 to 5
are the screen's first five, the rest have two digits; 8x is about the program, 9x begins something."""
TAKEN = ("noop", "open_match")
"""Actions of a screen on whose key its field or list acts itself: the menu presses the key."""


class Item(NamedTuple):
    """A line of the menu. The action is the screen's own, or with `app.` in front the program's."""

    number: int
    action: str
    words: str
    key: str = ""


def everywhere() -> list[Item]:
    """What can be done from any screen. A number once given stays: fingers know it."""
    other = next(name for code, name in LANGUAGES.items() if code != language())
    return [
        Item(81, "app.find", _("Find a customer …")),
        Item(82, "app.today", _("Back to Today")),
        Item(83, "app.help", _("Help for this screen")),
        Item(84, "app.open_undo", _("Undo what was saved last …")),
        Item(85, "app.open_settings", _("Settings …")),
        Item(86, "app.open_objection_report", _("Objections: the report …")),
        Item(87, "app.open_export", _("Export customers …")),
        Item(88, "app.hand_over", _("Hand over a clerk's contacts …")),
        Item(89, "app.open_practice", _("Practice …")),
        Item(91, "app.open_sale", _("Sale …")),
        Item(92, "app.open_visit", _("Visit without a purchase …")),
        Item(93, "app.open_new_file", _("New customer …")),
        Item(94, "app.objections", _("Objections: the cards")),
        Item(95, "app.open_takeover", _("Import a spreadsheet …")),
        Item(96, "app.open_drafts", _("Drafts …")),
        Item(97, "app.lock", _("Lock, or somebody else at the counter …")),
        Item(98, "app.switch_language", _("Language: {other}").format(other=other)),
        Item(99, "app.leave", _("Close the program")),
    ]


def items(screen: Screen[Any]) -> list[Item]:
    """The whole menu of a screen: what it names itself, what else is on its key line, and what can be done anywhere."""
    keys = _keys(screen)
    offers = getattr(screen, "offers", lambda _action: True)
    own = [
        Item(n, action, words)
        for n, (action, words) in zip(OWN, _own(screen), strict=False)
        if offers(action) and screen.check_action(action, ())
    ]
    return [item._replace(key=keys.get(item.action, "")) for item in (*own, *everywhere())]


def _keys(screen: Screen[Any]) -> dict[str, str]:
    """The key of each action as the menu calls it."""
    keys = {}
    for key, (node, binding, _enabled, _tooltip) in reversed(screen.active_bindings.items()):
        keys[f"app.{binding.action}" if isinstance(node, App) else binding.action] = key
    for node, bindings in screen._binding_chain:
        if node is screen:  # a box may act on the key; it is the screen's all the same
            keys |= {binding.action: key for key, binding in bindings if binding.action in TAKEN}
    return keys


def _own(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """What the screen names itself, then the rest of its key line, in an order that never changes."""
    named = screen.menu_items() if hasattr(screen, "menu_items") else []
    yield from named
    done = {action for action, _words in named}
    for _key, binding in screen._bindings:
        if binding.show and binding.action not in done:
            done.add(binding.action)
            yield binding.action, _(binding.tooltip)


async def open_menu(app: CounterApp) -> None:
    """Show the menu of the screen in front and do what is chosen."""
    screen: Any = app.front
    known = {item.number: item for item in items(screen)}
    lines = [(n, f"{item.words}   {key_name(item.key)}" if item.key else item.words) for n, item in known.items()]
    number = await app.push_screen_wait(Pick(_("Menu"), lines, numbers=list(known)))
    if number is None:
        return
    item = known[number]
    if item.action in TAKEN:
        app.simulate_key(item.key)
    else:
        await screen.run_action(item.action)
