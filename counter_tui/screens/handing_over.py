"""Contacts of one clerk given to another in one go: on leave, off sick, or to share the work (mission C9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import N_, _, ngettext
from counter_tui.widgets import kinds
from counter_tui.widgets.ask_form import AskForm

if TYPE_CHECKING:
    from counter_tui.screens.room import Room


async def hand_over_clerk(room: Room) -> None:
    """Ask whose contacts, to whom, from when to when and why; then hand them over and say how many."""
    from counter_tui.shop.people import duties
    from counter_tui.shop.revisits import hand_over_all

    known = await room.ask(duties)
    if known is None:
        return
    if len(known) < 2:
        room.say(_("There is nobody else at the counter."), "warn")
        return
    typed = await room.app.push_screen_wait(AskForm(_("Hand over a clerk's contacts"), _specs(known, room.counter.by)))
    if not typed:
        return
    of, to = int(typed["of"]), int(typed["to"])
    names = {clerk.id: clerk.name for clerk, _planned in known}
    given = await room.ask(
        hand_over_all, of, to, room.counter.by, typed["first"], typed["last"], typed["why"],
        room.counter.desk.till,
    )  # fmt: skip
    await room.reload()
    if given is not None:
        words = ngettext(
            "{n} contact handed from {giver} to {name}.", "{n} contacts handed from {giver} to {name}.", given
        )
        room.say(words.format(n=given, giver=names[of], name=names[to]))


def _specs(known: Any, by: int | None) -> list[Any]:
    from counter_tui.shop.entry import EntryError
    from counter_tui.shop.entry.choices import Choice
    from counter_tui.widgets.fields import pick

    giving = [
        Choice(str(clerk.id), ngettext("{name}, {n} planned", "{name}, {n} planned", planned).format(
            name=clerk.name, n=planned), (clerk.name,))
        for clerk, planned in known
    ]  # fmt: skip
    taking = [Choice(str(clerk.id), clerk.name) for clerk, _planned in known if not clerk.left]
    me = next((clerk.name for clerk, _planned in known if clerk.id == by), "")

    def another(to: str, texts: Mapping[str, str]) -> str:
        giver = pick(giving, texts["of"])
        if giver and giver.code == to:
            raise EntryError(_("From one clerk to another: these are the same."))
        return ""

    why = N_("A few words, such as leave; they go into each customer's history")
    return [
        kinds.choice("of", N_("From"), giving, width=30, required=True, recall=None),
        replace(
            kinds.choice("to", N_("To"), taking, width=30, required=True, initial=me, recall=None), doubt_among=another
        ),
        kinds.day("first", N_("First day")),
        kinds.day("last", N_("Last day")),
        kinds.line("why", N_("Why"), why),
    ]
