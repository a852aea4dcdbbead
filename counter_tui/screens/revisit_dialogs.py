"""What a clerk does with a planned contact without making it: move, hand over, take off, plan; with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import N_, _, ngettext
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.widgets.fields import FieldSpec
from counter_tui.words import day_and_hour, sentences, short_day

if TYPE_CHECKING:
    from counter_tui.screens.room import Room
    from counter_tui.shop.agenda import DueRow
    from counter_tui.shop.sales import PlannedRow
    from counter_tui.widgets.day_kinds import Rests

WHY = FieldSpec("why", N_("Why"), N_("A few words; they go into the customer's history"), required=True, width=40)


def rests_in(room: Room) -> Rests:
    """Whether an hour lies in the shop's rest hours, for a field that asks about such a one."""
    from counter_tui.shop.permission import rests

    return lambda hour: rests(hour, room.counter.desk.shop.policy)


def when_specs(
    room: Room, day: dt.date | None, hour: dt.time | None, channel: str, topic: str, *, needed: bool
) -> list[FieldSpec]:
    """Day, hour, channel and topic of a contact, as fields filled in with what is proposed; "" where nothing is."""
    from counter_tui.shop.entry.choices import CHANNELS
    from counter_tui.shop.wording import channel_words

    return [
        kinds.day("day", N_("Day"), required=needed, initial=day.isoformat() if day else ""),
        kinds.time("hour", N_("Hour"), initial=_hour(hour), rests=rests_in(room)),
        kinds.choice(
            "channel", N_("Channel"), CHANNELS, N_("Empty: as the customer likes it"), width=24,
            initial=channel_words(channel),
        ),
        kinds.line("topic", N_("Topic"), N_("What it will be about"), initial=topic),
    ]  # fmt: skip


async def move(room: Room, planned: DueRow | PlannedRow, version: int | None = None) -> None:
    """Ask for another day, the hour if it has one, and the reason; a promise is moved only with the customer told."""
    from counter_tui.shop import promises, revisits

    day = kinds.day("day", N_("New day"), required=True)
    hour = kinds.time("hour", N_("Hour"), initial=_hour(planned.hour), rests=rests_in(room))
    why = replace(WHY, label=N_("The customer was told")) if planned.reason == promises.REASON else WHY
    title = _("Move from {day}").format(day=short_day(planned.due))
    specs = [day, hour, why] if planned.hour else [day, why]
    typed = await room.app.push_screen_wait(AskForm(title, specs))
    by, till = room.counter.by, room.counter.desk.till
    if typed and await room.done(
        revisits.move, planned.id, version, typed["day"], typed["why"], by, till, typed.get("hour")
    ):
        await room.reload()
        moment = " ".join(filter(None, (short_day(typed["day"]), _hour(typed.get("hour")))))
        room.say(_("Moved to {day}.").format(day=moment))


def _hour(hour: dt.time | None) -> str:
    return f"{hour:%H:%M}" if hour else ""


async def move_day(room: Room, rows: Sequence[DueRow], due: dt.date) -> None:
    """Ask for another day and the reason, and move all of a day's contacts but for promises."""
    from counter_tui.shop import promises, revisits

    planned = [row.id for row in rows if row.reason != promises.REASON]
    promised = len(rows) - len(planned)
    day = kinds.day("day", N_("New day"), required=True)
    title = _("Move all {n} from {day}").format(n=len(planned), day=short_day(due))
    typed = await room.app.push_screen_wait(AskForm(title, [day, WHY]))
    if not typed:
        return
    by, till = room.counter.by, room.counter.desk.till
    moved = await room.ask(revisits.move_all, planned, typed["day"], typed["why"], by, till)
    await room.reload()
    if moved is not None:
        words = ngettext("{n} contact moved to {day}.", "{n} contacts moved to {day}.", moved)
        said = [words.format(n=moved, day=short_day(typed["day"]))]
        if promised:
            stay = ngettext("{n} promise stays: first tell the customer.",
                            "{n} promises stay: first tell the customers.", promised)  # fmt: skip
            said.append(stay.format(n=promised))
        room.say(sentences(said))


async def hand_over(room: Room, planned: Sequence[int]) -> None:
    """Ask for the clerk who takes over."""
    from counter_tui.shop import people, revisits

    known = await room.ask(people.clerks)
    to = await room.app.push_screen_wait(Pick(_("Hand over to"), [(clerk, clerk.name) for clerk in known or ()]))
    if to is not None:
        given = await room.ask(revisits.hand_over, list(planned), to.id, room.counter.by, room.counter.desk.till)
        await room.reload()
        if given is not None:
            words = ngettext("{n} contact handed to {name}.", "{n} contacts handed to {name}.", given)
            room.say(words.format(n=given, name=to.name))


async def remove(room: Room, revisit: int, version: int, reason: str) -> None:
    """Ask for the reason, and for what repeats whether it may come again; then take the contact off the list."""
    from counter_tui.shop import planning, revisits
    from counter_tui.shop.wording import reason_words

    specs = [WHY]
    if reason in planning.REPEATING:
        again = _("The next one is planned as usual, unless you say no")
        specs.append(kinds.yes_no("again", N_("Again next time"), again, initial=_("Yes"), empty="yes"))
    title = _("Take off the list: {reason}").format(reason=reason_words(reason))
    typed = await room.app.push_screen_wait(AskForm(title, specs))
    if typed is None:
        return
    for_good = typed.get("again") == "no"
    by, till = room.counter.by, room.counter.desk.till
    if await room.done(revisits.cancel, revisit, version, typed["why"], by, for_good=for_good, till=till):
        await room.reload()
        room.say(_("Taken off the list."))


async def plan_by_hand(room: Room, customer: int) -> None:
    """A contact on a day the clerk names (mission C2, special customers)."""
    from counter_tui.shop import customers, revisits

    specs = when_specs(room, None, None, "", "", needed=True)
    typed = await room.app.push_screen_wait(AskForm(_("Plan a contact"), specs))
    if typed:
        by = room.counter.by
        made = await room.ask(
            revisits.add, customer, typed["day"], typed["channel"], typed["topic"] or "", by, typed["hour"]
        )
        if made is not None:
            await room.reload()
            said = [_("Planned for {day}.").format(day=day_and_hour(typed["day"], typed["hour"]))]
            if typed["channel"] == "visit" and not await room.ask(customers.has_address, customer):
                said.append(_("There is no address on file yet: ask for it."))
            room.say(sentences(said))


async def change(room: Any, planned: Any) -> bool:
    """Change day, channel and topic of what the program has planned, and its hour if it has one; True when changed."""
    from counter_tui.shop import revisits
    from counter_tui.shop.wording import reason_words

    specs = when_specs(room, planned.due, planned.hour, planned.channel, planned.topic, needed=True)
    if not planned.hour:
        specs = [spec for spec in specs if spec.name != "hour"]
    typed = await room.app.push_screen_wait(AskForm(reason_words(planned.reason), specs, at_once=True))
    if typed is None:
        return False
    day, by, till = max(typed["day"], clock.today()), room.counter.by, room.counter.desk.till
    topic = typed["topic"] or ""
    change = (planned.id, day, typed["channel"], topic, by, till, typed.get("hour", ...))
    return bool(await room.done(revisits.change, *change))
