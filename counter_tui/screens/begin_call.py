"""Beginning a contact: may it be made now, does another till have the customer, and was it left half-way before?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.room import Room
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import Answer, Confirm, Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.words import day_and_hour, moment_words

if TYPE_CHECKING:
    from counter_tui.screens.call import CallScreen
    from counter_tui.screens.call_state import CallState
    from counter_tui.shop.agenda import DueRow
    from counter_tui.shop.call_entry import Leave
    from counter_tui.shop.calls import CallSheet
    from counter_tui.shop.drafts import DraftRow
    from counter_tui.shop.sales import PlannedRow


class NotNow(Confirm):
    """Why a contact may not be made now, and what a clerk can do all the same (C5)."""

    HELP = N_(
        "The rules of the shop hold this contact back; the first line says why, and until when. "
        "You can prepare it without calling, or a supervisor allows it and says why, which is kept with the contact. "
        "Esc goes back and changes nothing."
    )


async def open_call(room: Room, revisit: int) -> None:
    """Start a planned contact, or go on with it where it was parked."""
    from counter_tui.shop.calls import prepare
    from counter_tui.shop.drafts import parked_call

    if (call := _open_already(room, revisit)) is not None:
        room.app.run_worker(_back_to(room, call), group="begin", exclusive=True)
        return
    desk = room.counter.desk
    sheet = await room.ask(prepare, revisit, room.counter.by, desk.till)
    if sheet is None:
        await room.reload()
        return
    await _begin(room, sheet, await room.ask(parked_call, revisit, desk.till))


async def begin_planned(room: Room, row: DueRow | PlannedRow, send: Callable[[], None]) -> None:
    """Make the marked contact: a message is for `send`; one whose day is still to come is asked about first."""
    from counter_tui.shop.sending import WRITTEN

    if not await _is_time(room, row):
        return
    if row.channel in WRITTEN:
        send()
    else:
        await open_call(room, row.id)


async def _is_time(room: Room, row: DueRow | PlannedRow) -> bool:
    """Whether the day of a planned contact has come, or the clerk means to make it sooner."""
    if row.due <= clock.today():
        return True
    question = _("This is planned for {day}. Make it now?").format(day=day_and_hour(row.due, row.hour))
    answers = [Answer("back", _("Go back")), Answer("now", _("Yes, now"))]
    return bool(await room.app.push_screen_wait(Confirm(question, answers)) == "now")


async def open_unplanned(
    room: Room, customer: int, direction: str, channel: str = "phone", *, script: str = ""
) -> None:
    """A call that came in, or one the clerk just makes, by a script of her choice."""
    from counter_tui.shop.calls import prepare_unplanned

    counter = room.counter
    sheet = await room.ask(
        prepare_unplanned, customer, direction, counter.by, channel, script=script, till=counter.desk.till
    )
    if sheet is not None:
        await _begin(room, sheet)


async def open_parked(room: Room, draft: DraftRow) -> bool:
    """Go on with a call where it was left; False where that can't be, which is then said on the room's line."""
    sheet = await sheet_again(room, draft.data)
    if sheet is None:
        return False
    await _begin(room, sheet, draft)
    return True


async def sheet_again(room: Room, data: Mapping[str, Any]) -> CallSheet | None:
    """The sheet of a call that was left half-way, made anew.

    If somebody has made that call meanwhile, the notes go to an unplanned one.
    """
    from counter_tui.shop.calls import prepare, prepare_unplanned
    from counter_tui.shop.trace import ShopError

    counter, till = room.counter, room.counter.desk.till
    if data["revisit"] is not None:
        try:
            return await counter.desk.ask(prepare, data["revisit"], counter.by, till)
        except ShopError:
            pass  # made already, or claimed by another till: then the unplanned one says so
    return await room.ask(
        prepare_unplanned,
        data["customer"],
        data["direction"],
        counter.by,
        data.get("channel", "phone"),
        script=data.get("script", ""),
        till=till,
    )


async def go_over(call: CallScreen, *, ask: bool = False) -> None:
    """Lay this call aside, noted or not, and go on with the one that was parked last, or (`ask`) with any of them."""
    app, others = call.app, call.others
    chosen = next(iter(others), None)
    if ask:
        items = [(draft, f"{draft.title}   {moment_words(draft.at)}") for draft in others]
        chosen = await app.push_screen_wait(Pick(_("Go on with a parked call"), items))
    if chosen is None:
        return
    sheet = await sheet_again(call, chosen.data)
    if sheet is None:
        return
    await call.park()
    below = app.screen_stack[app.screen_stack.index(call) - 1]
    await call.dismiss(None)
    await _begin(below, sheet, chosen)


async def let_go(room: Room, customer: int, call: CallState | None = None) -> None:
    """Anybody may call the customer now, unless a call to them is open on this PC: but for `call`, which ends."""
    from counter_tui.screens.call_state import CallState
    from counter_tui.shop.claims import release

    calls = [screen for screen in room.app.screen_stack if isinstance(screen, CallState) and screen.calls(customer)]
    if calls[:1] in ([], [call]):
        await room.done(release, customer, room.counter.desk.till)


async def _begin(room: Room, sheet: CallSheet, draft: DraftRow | None = None) -> None:
    """Open the sheet, where it may not be called from it after the question what to do."""
    from counter_tui.screens.call import CallScreen

    data = draft.data if draft else {}
    if sheet.may.allowed or data.get("allowed"):
        _open(room, CallScreen(sheet, draft=draft))
    else:
        room.app.run_worker(_held_back(room, sheet, draft), group="begin", exclusive=True)


def _open(room: Room, call: CallScreen) -> None:
    from counter_tui.screens.call import CallScreen

    for below in room.app.screen_stack:
        if isinstance(below, CallScreen):
            below.stop_clock()
    room.app.push_screen(call)


async def _held_back(room: Room, sheet: CallSheet, draft: DraftRow | None) -> None:
    from counter_tui.screens.call import CallScreen

    written = sheet.channel not in ("phone", "visit")
    answers = [
        Answer("back", _("Go back")),
        Answer("prepare", _("Prepare only, send nothing") if written else _("Prepare only, do not call")),
        Answer("allow", _("A supervisor allows it …")),
    ]
    question = _("Not now: {why}.").format(why=sheet.may.words)
    chosen = await room.app.push_screen_wait(NotNow(question, answers, title=sheet.customer))
    leave = await _leave(room) if chosen == "allow" else None
    if chosen == "prepare" or leave is not None:
        _open(room, CallScreen(sheet, draft=draft, allowed=leave))
    else:
        await let_go(room, sheet.customer_id)
        await room.reload()


async def _leave(room: Room) -> Leave | None:
    """A supervisor's permission, with the reason."""
    from counter_tui.shop.call_entry import Leave
    from counter_tui.shop.entry.choices import Choice
    from counter_tui.shop.people import clerks

    known = [
        Choice(str(clerk.id), clerk.name) for clerk in await room.ask(clerks) or () if clerk.supervisor
    ]  # fmt: skip
    if not known:
        room.say(_("Nobody is marked as a supervisor: F9, 85 Settings, the clerks."), "warn")
        return None
    who = kinds.choice("by", N_("Who allows it"), known, required=True, recall=None, initial=known[0].label)
    why = kinds.line("why", N_("Why"), N_("A few words; they are kept with the contact"), required=True)
    typed = await room.app.push_screen_wait(AskForm(_("A supervisor allows it"), [who, why]))
    return Leave(int(typed["by"]), typed["why"]) if typed else None


def _open_already(room: Room, revisit: int) -> CallScreen | None:
    """The screen of this very call, if it lies below on the way here."""
    from counter_tui.screens.call import CallScreen

    calls = (screen for screen in room.app.screen_stack if isinstance(screen, CallScreen))
    return next((call for call in calls if call.sheet.revisit == revisit), None)


async def _back_to(room: Room, call: CallScreen) -> None:
    """Close what lies over the call, asking wherever something is not saved."""
    app = room.counter
    while (front := app.front) is not call:
        if isinstance(front, Room) and not await front.may_leave():
            return
        with app.stack_of(front):
            gone = app.pop_screen()
        await gone
