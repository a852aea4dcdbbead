"""What happens once the first frame stands: the records open, who is here, what was left unsaved, what can wait."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

from counter_tui import disk_words
from counter_tui.i18n import _
from counter_tui.models.opening import OpenError
from counter_tui.screens.backing_up import day_copy
from counter_tui.settings import till

if TYPE_CHECKING:
    from counter_tui.app import CounterApp
    from counter_tui.shop.context import Shop


async def start(app: CounterApp) -> None:
    """Open the records, or say why not and leave. Searching comes first, then the day, then what can wait."""
    _take_own_keys(app)
    first_time = not app.settings.name
    if first_time:
        gc.enable()  # a person is waited for
        from counter_tui.screens.first_start import FirstStart

        app.settings = await app.push_screen_wait(FirstStart(app.settings))
        app.desk.settings = app.settings
    try:
        await app.desk.open()
    except (OpenError, OSError) as error:
        app.exit(disk_words.sentence(error), return_code=1)
        return
    await _who_is_here(app, first_time=first_time)
    await app.today_screen.opened()
    await _painted(app)
    gc.enable()
    app.run_worker(day_copy(app), group="backup")
    await app.desk.ask(_tidy)
    if first_time:
        await _how_to_begin(app)
    await _offer_drafts(app)
    app.opened = True
    await app.desk.ask(_warm_up)


def _take_own_keys(app: CounterApp) -> None:
    """The shop's own keys from counter.toml; if one of them is wrong, none counts, and Today says why."""
    if app.settings.keys:
        from counter_tui.keymap import read_keymap

        keymap, mistakes = read_keymap(app.settings, type(app))
        app.key_mistakes = tuple(mistakes)
        app.set_keymap(keymap)


async def _who_is_here(app: CounterApp, *, first_time: bool) -> None:
    """Whoever was last at this till, or at its first start who has been named, or the first there is.

    Who is named at a shop's second till may be among its clerks already, or not.
    """
    from counter_tui.shop.people import add_clerk, clerks

    known = await app.desk.ask(clerks)
    facts = till(app.settings)
    named = facts.get("first_clerk") if first_time or "clerk" not in facts else ""
    if named:
        last = next((clerk for clerk in known if clerk.name.casefold() == named.casefold()), None)
    else:
        last = next((clerk for clerk in known if clerk.id == facts.get("clerk")), known[0] if known else None)
    if last is None:
        last = await app.desk.ask(add_clerk, named or app.settings.name)
        known = (*known, last)
    app.clerks = tuple(known)
    app.take_over(last)


async def _painted(app: CounterApp) -> None:
    """What stands on the screen comes before what can wait."""
    painted = asyncio.Event()
    app.call_after_refresh(painted.set)
    await painted.wait()


async def _how_to_begin(app: CounterApp) -> None:
    """A new shop has its customers in a spreadsheet, or none yet; another till may have filled it."""
    from counter_tui.shop.customers import has_customers
    from counter_tui.widgets.ask import Pick

    if await app.desk.ask(has_customers):
        return
    ways = [("empty", _("Start with an empty shop")), ("takeover", _("Import a spreadsheet"))]
    if await app.push_screen_wait(Pick(_("The shop is open. How does it begin?"), ways)) == "takeover":
        app.action_open_takeover()


async def _offer_drafts(app: CounterApp) -> None:
    from counter_tui.shop.drafts import left_unsaved

    if left := await app.desk.ask(left_unsaved, app.desk.till):
        from counter_tui.screens.drafts import LeftUnsaved

        app.push_screen(LeftUnsaved(left, at_start=True))


def _tidy(shop: Shop) -> None:
    """Remove the sheets of paper that have been kept long enough."""
    from counter_tui.shop.sheets import clear_sheets

    clear_sheets(shop)


def _warm_up(_shop: Shop) -> None:
    """Read what the first broad search needs before anybody types it."""
    from counter_tui.shop.key_search import read_recent

    read_recent()
