"""How a contact ended, by number, and the next step, proposed from policy; Enter accepts it (mission C7, C10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.revisit_dialogs import when_specs
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import AskLine, Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.widgets.fields import FieldSpec
from counter_tui.words import listed, sentences, short_day

if TYPE_CHECKING:
    from counter_tui.screens.call import CallScreen
    from counter_tui.shop.call_entry import CallEntry, CallSaved
    from counter_tui.shop.sales import PlannedRow

WRITTEN = ("text", "wechat", "letter", "email")


async def ask_outcome(call: CallScreen, outcome: str = "") -> CallEntry | None:
    """The finished entry, or None when the clerk goes back into the call."""
    chosen = outcome or await call.app.push_screen_wait(Pick(_("How did it end?"), outcomes(call.sheet.channel)))
    if chosen is None:
        return None
    entry = call.entry(chosen)
    if chosen == "later":
        later = await call.app.push_screen_wait(AskLine(kinds.moment("later", N_("When")), title=_("When to call?")))
        if later is None:
            return None
        entry = replace(entry, later=later)
    return await _next_step(call, entry)


def outcomes(channel: str) -> list[tuple[object, str]]:
    """The outcomes in the order clerks learn them; a message that went out is "sent"."""
    from counter_tui.shop.entry.choices import OUTCOMES
    from counter_tui.shop.wording import outcome_words

    return [(option.code, outcome_words(option.code, channel)) for option in OUTCOMES]


def saved_words(saved: CallSaved) -> str:
    """What was done, in a sentence for the message line."""
    parts = [_("Noted.")]
    if saved.stopped:
        words = ngettext("{n} planned offer stopped.", "{n} planned offers stopped.", saved.stopped)
        parts.append(words.format(n=saved.stopped))
    if saved.next is not None:
        parts.append(_("Next: {what}").format(what=next_words(saved.next)))
    return sentences(parts)


def next_words(planned: PlannedRow) -> str:
    """A planned contact in a few words."""
    from counter_tui.shop.wording import channel_words, reason_words

    day = short_day(planned.due)
    if planned.closes > planned.due:
        day = f"{day} – {short_day(planned.closes)}"
    hour = f"{planned.hour:%H:%M}" if planned.hour else ""
    parts = (reason_words(planned.reason), day, hour, channel_words(planned.channel))
    return listed(parts)


async def _next_step(call: CallScreen, entry: CallEntry) -> CallEntry | None:
    """Show what policy proposes; every field may be changed, Enter in any of them accepts."""
    from counter_tui.shop.outcomes import RETRIES, propose

    sheet = call.sheet
    serves_all = entry.outcome not in RETRIES and sheet.direction == "out"
    if serves_all:
        entry = replace(entry, also=tuple(row.id for row in sheet.also))
    proposed = await call.ask(propose, entry, call.counter.by)
    if proposed is None:
        return None
    inbound = sheet.direction == "in"
    planned = None if inbound else proposed.next
    typed = await call.app.push_screen_wait(
        AskForm(
            _title(entry, sheet.channel), _specs(entry, planned, sheet.also if serves_all else ()),
            text=_proposal(entry, proposed, inbound), at_once=True,
        )
    )  # fmt: skip
    return None if typed is None else _settled(entry, planned, typed)


def _title(entry: CallEntry, channel: str) -> str:
    from counter_tui.shop.wording import outcome_words

    return outcome_words(entry.outcome, channel)


def _proposal(entry: CallEntry, proposed: CallSaved, inbound: bool) -> str:
    lines = []
    if entry.outcome == "broke_off":
        lines.append(_("Call back at once: “I'm sorry, the line broke; we were at …”"))
    if proposed.stopped:
        words = ngettext(
            "{n} planned offer is stopped; service stays, by message.",
            "{n} planned offers are stopped; service stays, by message.",
            proposed.stopped,
        )
        lines.append(words.format(n=proposed.stopped))
    if inbound:
        lines.append(_("Anything to do? Give a day, and it is planned. Empty: only noted."))
    elif proposed.next is not None:
        lines.append(_("Next: {what}").format(what=next_words(proposed.next)))
    else:
        lines.append(_("Nothing more is planned. Give a day if something should be."))
    return "\n".join(lines)


def _specs(entry: CallEntry, planned: PlannedRow | None, also: Sequence[PlannedRow]) -> list[FieldSpec]:
    from counter_tui.shop.wording import reason_words

    said = _("In a few words; Enter accepts everything as it stands; Ctrl+N: a new line")
    specs = [
        replace(kinds.note("said", N_("Said"), said), initial=entry.said),
        kinds.line(
            "request", N_("Wish, complaint"), N_("What they ask for, if anything"), recall=None, initial=entry.request
        ),
    ]
    if also:
        what = listed(reason_words(row.reason) for row in also)
        help_words = _("Done in the same call: {what}").format(what=what)
        specs.append(
            kinds.yes_no("also", N_("Also done"), help_words, initial=_("Yes"), empty="yes", show=lambda _code: what)
        )
    if planned is not None:
        specs += when_specs(planned.due, planned.hour, planned.channel, planned.topic, needed=True)
    else:
        specs += when_specs(None, None, "phone", "", needed=False)
    return specs


def _settled(entry: CallEntry, planned: PlannedRow | None, typed: dict[str, Any]) -> CallEntry:
    """The entry with what was typed; a next step only where it differs from what policy does by itself."""
    from counter_tui.shop.call_entry import NextStep

    entry = replace(entry, said=typed["said"], request=typed["request"])
    if typed.get("also") == "no":
        entry = replace(entry, also=())
    if typed["day"] is None:
        return entry
    wish = NextStep(typed["day"], typed["channel"], typed["topic"] or "", typed["hour"])
    as_planned = planned is not None and wish == NextStep(planned.due, planned.channel, planned.topic, planned.hour)
    return entry if as_planned else replace(entry, next=wish)
