"""What a clerk does from a customer's file without a call: a promise, a complaint and its end, a talk by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_tui.i18n import N_, _
from counter_tui.screens import came_up
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import AskLine, Pick

if TYPE_CHECKING:
    from counter_tui.screens.room import Room


async def note_promise(room: Room, customer: int) -> None:
    """Something promised at the counter (mission I1)."""
    from counter_tui.shop.promises import make

    one = await came_up.ask(room, "promise")
    if one is not None:
        (promise,) = came_up.entries([one], None)["promises"]
        await _done(room, await room.ask(make, customer, promise, room.counter.by), came_up.noted_words(one))


async def note_complaint(room: Room, customer: int) -> None:
    """A complaint made at the counter (mission C7, F3)."""
    from counter_tui.shop.complaints import open_complaint

    one = await came_up.ask(room, "complaint")
    if one is not None:
        (complaint,) = came_up.entries([one], None)["complaints"]
        await _done(
            room, await room.ask(open_complaint, customer, complaint, room.counter.by), came_up.noted_words(one)
        )


async def close_complaint(room: Room, customer: int) -> None:
    """Close a complaint with the customer's own word (F3)."""
    from counter_tui.shop.complaints import complaint_words, open_complaints, settle

    standing = await room.ask(lambda _shop: open_complaints(customer)) or ()
    if not standing:
        room.say(_("No complaint is open."))
        return
    items = [(row.id, complaint_words(row)) for row in standing]
    chosen = await room.app.push_screen_wait(Pick(_("Close a complaint"), items))
    if chosen is None:
        return
    word = kinds.line("word", N_("They said"), N_("A complaint is closed with the customer's word"), required=True)
    said = await room.app.push_screen_wait(AskLine(word, title=_("Close a complaint")))
    if said is not None:
        closed = await room.ask(lambda shop: (settle(shop, chosen, said, room.counter.by), True)[1])
        await _done(room, closed, _("Closed: {words}").format(words=said))


async def talk(room: Room, customer: int) -> None:
    """Go through any of the shop's scripts with this customer: at the counter, on a visit, on the phone."""
    from counter_tui.screens.begin_call import open_unplanned

    scripts = room.counter.desk.shop.scripts
    items = [(script.id, script.title) for script in scripts.values()]
    chosen = await room.app.push_screen_wait(Pick(_("By which script?"), items))
    if chosen is not None:
        direction = scripts[chosen].direction
        channel = "counter" if direction == "counter" else "phone"
        await open_unplanned(room, customer, direction, channel, script=chosen)


async def _done(room: Room, saved: object, words: str) -> None:
    if saved is not None:
        await room.reload()
        room.say(_("Noted: {what}").format(what=words))
