"""How a contact ended, by number, and the next step, proposed from policy; Enter accepts it (mission C7, C10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from counter_tui.i18n import N_, _, ngettext
from counter_tui.screens.file_deeds import reminders_stop
from counter_tui.screens.outcome_fields import fields_of, served_besides, settled
from counter_tui.screens.revisit_dialogs import rests_in
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import AskLine, Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.words import day_and_hour, listed, sentences, short_day

if TYPE_CHECKING:
    from counter_tui.screens.call_state import CallState
    from counter_tui.screens.outcome_fields import Besides
    from counter_tui.shop.call_entry import CallEntry, CallSaved, TickEntry
    from counter_tui.shop.sales import PlannedRow
    from counter_tui.widgets.checklist import StepResult
    from counter_tui.widgets.fields import FieldSpec

LATER = "later"
"""The step of a script at which a better time to call is asked for."""


async def ask_outcome(call: CallState, outcome: str = "") -> CallEntry | None:
    """The finished entry, or None when the clerk goes back into the call.

    Esc goes back by one question: to the choice, where `outcome` was not known before, and from there into the call.
    """
    from counter_tui.shop.outcomes import propose

    marked = _led_to(call)
    while True:
        chosen = outcome or await _how_it_ended(call, marked)
        if chosen is None:
            return None
        entry, marked = entry_of(call, chosen), chosen
        if chosen == "later":
            later = await call.app.push_screen_wait(AskLine(_when(call), title=_("When to call?")))
            if later is None:
                continue
            entry = replace(entry, later=later)
        besides = served_besides(call, entry)
        entry = replace(entry, also=tuple(row.id for row, served in besides if served))
        proposed = await call.ask(propose, entry, call.counter.by)
        if proposed is None:
            return None
        settled_as = await _next_step(call, entry, besides, proposed)
        if settled_as is not None or outcome:
            return settled_as


async def _how_it_ended(call: CallState, marked: str | None) -> str | None:
    """The outcome, by its number, which is the same in every contact; only what can be is offered."""
    possible = _possible(call.sheet.direction, call.sheet.channel)
    all_of_them = outcomes(call.sheet.channel)
    numbers = [number for number, (code, _words) in enumerate(all_of_them, 1) if code in possible]
    pick = Pick(
        _("How did it end?"), [all_of_them[number - 1] for number in numbers], chosen=marked,
        numbers=numbers if len(numbers) < len(all_of_them) else None,
    )  # fmt: skip
    chosen: str | None = await call.app.push_screen_wait(pick)
    return chosen


def _possible(direction: str, channel: str) -> list[object]:
    """The outcomes that can be: who calls in, or stands at the counter, has been reached at the right number."""
    never = () if direction == "out" else ("no_answer", "busy", "wrong_number")
    if direction != "out" and channel not in ("phone", "visit"):
        never = (*never, "broke_off")
    return [code for code, _words in outcomes(channel) if code not in never]


def _led_to(call: CallState) -> str | None:
    """The outcome that an answer of the customer has led to."""
    answers = [result.answer for result in call.script.results if result.answer]
    if any(answer.leads == "no_calls" for answer in answers):
        return "no_calls"
    return "later" if any(answer.go == LATER for answer in answers) else None


def _when(call: CallState) -> FieldSpec:
    """When to call again, as it was noted at the step that asks for it, if that can be read."""
    when = kinds.moment("later", N_("When"), rests=rests_in(call))
    noted = next((result.note for result in call.script.results if result.id == LATER), "")
    return replace(when, initial=noted) if when.words(noted) else when


def entry_of(call: CallState, outcome: str) -> CallEntry:
    """The contact as it stands, with this outcome."""
    from counter_tui.screens.came_up import entries
    from counter_tui.shop.call_entry import CallEntry
    from counter_tui.shop.findings import Learned

    sheet, results = call.sheet, call.script.results
    parts = entries(call.noted, sheet.sale)
    new = [result.answer.sign for result in results if result.answer and result.answer.sign and not result.again]
    signs = (*new, *parts["signs"])
    said, topic, channel, purpose = call.at_the_end["said"], sheet.topic, sheet.channel, ""
    if call.sent is not None:
        sent = call.sent
        said, topic, channel, purpose = said or sent.words, topic or sent.letter, sent.channel, sent.purpose
    return CallEntry(
        customer=sheet.customer_id,
        outcome=outcome,
        started=call.started,
        uuid=call.uuid,
        revisit=sheet.revisit,
        direction=sheet.direction,
        channel=channel,
        purpose=purpose,
        reason=sheet.reason,
        topic=topic,
        script=sheet.script,
        seconds=call.seconds,
        said=said,
        request=call.at_the_end["request"],
        ticks=tuple(map(_tick, results)),
        objections=tuple(call.objections),
        learned=tuple(Learned(result.asks, result.found) for result in results if result.found),
        dialled=call.dialled,
        allowed=call.allowed,
        no_reminders=any(result.answer and result.answer.leads == "no_reminders" for result in results),
        **(parts | {"signs": tuple(dict.fromkeys(signs))}),
    )


def _tick(result: StepResult) -> TickEntry:
    from counter_tui.shop.call_entry import TickEntry
    from counter_tui.shop.findings import answer_words

    answer = result.answer.words if result.answer else ""
    if result.found:
        answer = answer_words(result.asks, result.found)
    return TickEntry(result.id, result.title, result.ticked, result.note, answer)


def outcomes(channel: str) -> list[tuple[object, str]]:
    """The outcomes in the order clerks learn them; a message that went out is "sent"."""
    from counter_tui.shop.entry.choices import AWAITED, OUTCOMES
    from counter_tui.shop.wording import outcome_words

    return [(option.code, outcome_words(option.code, channel)) for option in OUTCOMES if option.code != AWAITED]


def saved_words(saved: CallSaved, entry: CallEntry | None = None) -> str:
    """What was done, in a sentence for the message line; with what came up in the contact, if it is given."""
    came_up = [_("a complaint")] * bool(entry and entry.complaints) + [_("a promise")] * bool(entry and entry.promises)
    noted = _("Noted for {name}: {what}.") if came_up else _("Noted for {name}.")
    parts = [noted.format(name=saved.customer, what=listed(came_up))]
    if saved.late:
        parts.append(_("It was off the list already."))
    if saved.stopped:
        words = ngettext("{n} planned offer stopped.", "{n} planned offers stopped.", saved.stopped)
        parts.append(words.format(n=saved.stopped))
    if saved.reminders is not None:
        parts.append(reminders_stop(saved.reminders))
    if saved.next is not None:
        parts.append(_("Next: {what}").format(what=next_words(saved.next, brief=bool(came_up))))
    return sentences(parts)


def next_words(planned: PlannedRow, *, brief: bool = False) -> str:
    """A planned contact in a few words: from when to when, or its hour; in `brief` only what, and from when on."""
    from counter_tui.shop.wording import channel_words, reason_words

    day = day_and_hour(planned.due, planned.hour)
    if brief:
        return listed((reason_words(planned.reason), day))
    if planned.closes > planned.due and not planned.hour:  # with an hour it is then, and not until some day
        day = f"{day} – {short_day(planned.closes)}"
    return listed((reason_words(planned.reason), day, channel_words(planned.channel)))


async def _next_step(
    call: CallState, entry: CallEntry, besides: Sequence[Besides], proposed: CallSaved
) -> CallEntry | None:
    """Show what policy proposes; every field may be changed, Enter in any of them accepts."""
    inbound = call.sheet.direction == "in"
    planned = None if inbound else proposed.next
    typed = await call.app.push_screen_wait(
        AskForm(
            _title(entry, call.sheet.channel), fields_of(call, entry, planned, besides),
            text=_proposal(call, entry, proposed, inbound), at_once=True,
            first="number" if entry.outcome == "wrong_number" else None,
        )
    )  # fmt: skip
    return None if typed is None else settled(entry, planned, typed)


def _title(entry: CallEntry, channel: str) -> str:
    from counter_tui.shop.wording import outcome_words

    return outcome_words(entry.outcome, channel)


def _proposal(call: CallState, entry: CallEntry, proposed: CallSaved, inbound: bool) -> str:
    from counter_tui.screens.came_up import noted_words

    lines = [_("Noted: {what}").format(what=noted_words(one)) for one in call.noted]
    if proposed.late:
        lines.append(_("Somebody else has ended this one meanwhile. What you note is kept all the same."))
    if entry.outcome == "broke_off":
        lines.append(_("Call back at once: “I'm sorry, the line broke; we were at …”"))
    if proposed.stopped:
        words = ngettext(
            "{n} planned offer is stopped; service stays, by message.",
            "{n} planned offers are stopped; service stays, by message.",
            proposed.stopped,
        )
        lines.append(words.format(n=proposed.stopped))
    if proposed.reminders is not None:
        lines.append(reminders_stop(proposed.reminders))
    if inbound:
        lines.append(_("Anything to do? Give a day, and it is planned. Empty: only noted."))
    elif proposed.next is not None:
        lines.append(_("Next: {what}").format(what=next_words(proposed.next)))
    else:
        lines.append(_("Nothing more is planned. Give a day if something should be."))
    return "\n".join(lines)
