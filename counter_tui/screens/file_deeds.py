"""What a clerk does from a customer's file without a call: what they want to hear, a promise, a complaint and its end,
a talk by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens import came_up
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import AskLine, Pick

if TYPE_CHECKING:
    from counter_tui.screens.room import Room
    from counter_tui.shop.files import CustomerFile


async def hear(room: Room, file: CustomerFile) -> bool:
    """What the customer says to news, offers, calls and reminders of services (A7); whether anything was noted."""
    from counter_tui.shop.customers import consent
    from counter_tui.shop.permission import REMINDER
    from counter_tui.shop.reminders import remind

    again = REMINDER in [refusal.channel for refusal in file.refused]
    reminders = (
        _("Service reminders are welcome again") if again else _("No reminders of cleanings and checks; all else stays")
    )
    items = [
        ((True, True), _("News and offers are welcome")),
        ((False, True), _("No news and offers; a service call is fine")),
        ((False, False), _("No calls at all; service by message")),
        (REMINDER, reminders),
    ]
    answer = await room.app.push_screen_wait(Pick(_("What does the customer say?"), items))
    if answer == REMINDER:
        many = await room.ask(remind, file.id, again, room.counter.by)
        if many is not None:
            room.say(_reminded(many) if again else reminders_stop(many))
        return many is not None
    if answer is None:
        return False
    granted, calls = answer
    return await room.done(consent, file.id, granted, room.counter.by, calls=calls)


def reminders_stop(stopped: int) -> str:
    """That the customer is reminded of services no more, and what that takes off the list."""
    words = ngettext(
        "Service reminders stop: {n} planned is taken off.",
        "Service reminders stop: {n} planned are taken off.",
        stopped,
    )
    return words.format(n=stopped) if stopped else _("Service reminders stop.")


def _reminded(planned: int) -> str:
    words = ngettext("{n} service reminder is planned again.", "{n} service reminders are planned again.", planned)
    return words.format(n=planned) if planned else _("Service reminders are welcome again; nothing is due.")


async def note_promise(room: Room, customer: int) -> None:
    """Something promised at the counter (mission I1)."""
    from counter_tui.shop.promises import make

    one = await came_up.ask(room, "promise")
    if one is not None:
        (promise,) = came_up.entries([one], None)["promises"]
        if await room.done(make, customer, promise, room.counter.by):
            await _noted(room, came_up.noted_words(one))


async def note_complaint(room: Room, customer: int) -> None:
    """A complaint made at the counter (mission C7, F3)."""
    from counter_tui.shop.complaints import open_complaint

    one = await came_up.ask(room, "complaint")
    if one is not None:
        (complaint,) = came_up.entries([one], None)["complaints"]
        if await room.done(open_complaint, customer, complaint, room.counter.by):
            await _noted(room, came_up.noted_words(one))


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
    if said is not None and await room.done(settle, chosen, said, room.counter.by):
        await _noted(room, _("Closed: {words}").format(words=said))


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


async def _noted(room: Room, words: str) -> None:
    await room.reload()
    room.say(_("Noted: {what}").format(what=words))
