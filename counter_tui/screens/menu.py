"""F9: everything there is to do here, by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter_tui.i18n import LANGUAGES, _, language
from counter_tui.widgets.ask import Pick

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

GENERAL = 91
"""The number of the first thing that can be done anywhere: the same on every screen, so that fingers may learn it."""

Item = tuple[str, str]
"""An action and its words; the action is the screen's own, or with `app.` in front the program's."""


def everywhere() -> list[Item]:
    """What can be done from any screen."""
    other = next(name for code, name in LANGUAGES.items() if code != language())
    return [
        ("app.open_sale", _("Sale …")),
        ("app.open_visit", _("Visit without a purchase …")),
        ("app.open_new_file", _("New customer …")),
        ("app.objections", _("Objection cards")),
        ("app.open_takeover", _("Take over a spreadsheet …")),
        ("app.open_drafts", _("Unsaved forms …")),
        ("app.clerk", _("Who is at the counter …")),
        ("app.switch_language", _("Language: {other}").format(other=other)),
        ("app.leave", _("Close the program")),
    ]


async def open_menu(app: CounterApp) -> None:
    """Show the menu of the screen in front and do what is chosen."""
    screen: Any = app.screen
    own: list[Item] = screen.menu_items() if hasattr(screen, "menu_items") else []
    general = everywhere()
    numbers = [*range(1, len(own) + 1), *range(GENERAL, GENERAL + len(general))]
    action = await app.push_screen_wait(Pick(_("Menu"), [*own, *general], numbers=numbers))
    if action is not None:
        await screen.run_action(action)
