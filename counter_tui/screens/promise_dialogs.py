"""A promise on its day (mission I1): call about it, or say that it is kept, moved with the customer told, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_tui.i18n import N_, _
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.words import day_and_hour

if TYPE_CHECKING:
    from counter_tui.screens.room import Room


async def see_to_promise(room: Room, revisit: int) -> None:
    """What is done about the promise that a line of the agenda stands for."""
    from counter_tui.screens.begin_call import open_call
    from counter_tui.shop.promises import promise_of

    promise = await room.ask(promise_of, revisit)
    if promise is None:
        await open_call(room, revisit)
        return
    items = [
        ("call", _("Call the customer about it")),
        ("kept", _("It is kept")),
        ("moved", _("Another day, and the customer knows")),
        ("explained", _("It can't be kept, and the customer knows why")),
    ]
    chosen = await room.app.push_screen_wait(Pick(promise.what, items))
    if chosen == "call":
        await open_call(room, revisit)
    elif chosen is not None:
        await _end(room, str(chosen), promise.id)


async def _end(room: Room, how: str, promise: int) -> None:
    from counter_tui.shop import promises

    by = room.counter.by
    told = kinds.line("told", N_("The customer was told"), N_("A few words; they go into the history"), required=True)
    if how == "kept":
        words = kinds.line("told", N_("How"), N_("What was done; may stay empty"))
        typed = await room.app.push_screen_wait(AskForm(_("The promise is kept"), [words]))
        done = typed and await room.done(promises.keep, promise, typed["told"], by)
        said = _("Kept.")
    elif how == "moved":
        day, hour = kinds.day("day", N_("New day"), required=True), kinds.time("hour", N_("Hour"))
        typed = await room.app.push_screen_wait(AskForm(_("Another day for the promise"), [day, hour, told]))
        done = typed and await room.done(promises.postpone, promise, typed["day"], typed["told"], by, typed["hour"])
        said = _("Promised for {day} now.").format(day=day_and_hour(typed["day"], typed["hour"])) if typed else ""
    else:
        typed = await room.app.push_screen_wait(AskForm(_("The promise can't be kept"), [told]))
        done = typed and await room.done(promises.explain, promise, typed["told"], by)
        said = _("Noted: explained.")
    if done:
        await room.reload()
        room.say(said)
