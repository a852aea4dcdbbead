"""What is asked when a contact ends: what was said, how it went, what of a promise, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.screens.revisit_dialogs import when_specs
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import Choice
from counter_tui.text import fold
from counter_tui.widgets import kinds
from counter_tui.widgets.fields import FieldSpec, Heading, pick
from counter_tui.words import brief_day

if TYPE_CHECKING:
    from counter_tui.screens.call_state import CallState
    from counter_tui.shop.before import TopicView
    from counter_tui.shop.call_entry import CallEntry
    from counter_tui.shop.sales import PlannedRow

    Besides = tuple[PlannedRow, bool]
    """Another planned contact, and whether it is proposed that it is over with this one."""

PROMISE_ENDS = (
    Choice("kept", N_("Kept"), ("做到", "兑现")),
    Choice("moved", N_("Another day, told"), ("改期",)),
    Choice("explained", N_("Can't be kept, explained"), ("做不到", "已说明")),
)
"""What a contact about a promise comes to; in each case the customer knows (I1)."""
_TOPICS = 4
"""Topics offered on the line of help."""
_SETTLED = "settled."
"""Before the id of a complaint, in the name of its field."""
_ALSO = "also."
"""Before the id of another planned contact, in the name of its field."""


def fields_of(
    call: CallState, entry: CallEntry, planned: PlannedRow | None, besides: Sequence[Besides]
) -> list[FieldSpec | Heading]:
    """The fields that this contact with this outcome needs; all but what became of a promise may stay as they are.

    `besides` are the others that it may have served too, one a field.
    """
    said = _("In a few words; Enter accepts everything as it stands; Ctrl+N: a new line")
    wish = N_("What they ask for, if anything")
    specs: list[FieldSpec | Heading] = [
        replace(kinds.note("said", N_("Said"), said), initial=entry.said),
        kinds.line("request", N_("Wish, complaint"), wish, recall=None, initial=entry.request),
    ]
    if entry.outcome == "wrong_number":
        specs.append(_another_number(call))
    if entry.outcome == "reached":
        specs += _reached(call, entry)
    specs += [_also(row, served) for row, served in besides]
    due = planned.due if planned else None
    hour, channel = (planned.hour, planned.channel) if planned else (None, "")
    when = when_specs(call, due, hour, channel, "", needed=planned is not None)
    proposed = planned.topic if planned else ""
    topic = _topic("topic", N_("Topic"), N_("What it will be about"), call.sheet.topics, proposed)
    return [*specs, Heading(N_("Next contact")), *when[:-1], topic]


def settled(entry: CallEntry, planned: PlannedRow | None, typed: Mapping[str, Any]) -> CallEntry:
    """The entry with what was typed; a next step only where it differs from what policy does by itself."""
    from counter_tui.shop.call_entry import NextStep
    from counter_tui.shop.findings import Learned

    entry = replace(
        entry,
        said=typed["said"],
        request=typed["request"],
        effect=typed.get("effect") or "",
        topic=typed.get("about") or entry.topic,
        other_number=typed.get("number"),
        settled=tuple(
            (int(name.removeprefix(_SETTLED)), words)
            for name, words in typed.items()
            if name.startswith(_SETTLED) and words
        ),
        promise=_promise_end(typed),
        also=tuple(
            int(name.removeprefix(_ALSO))
            for name, answer in typed.items()
            if name.startswith(_ALSO) and answer == "yes"
        ),
    )
    if typed.get("satisfaction"):
        entry = replace(entry, learned=(*entry.learned, Learned("satisfaction", typed["satisfaction"])))
    if typed["day"] is None:
        return entry
    wish = NextStep(typed["day"], typed["channel"], typed["topic"] or "", typed["hour"])
    as_planned = planned is not None and wish == NextStep(planned.due, planned.channel, planned.topic, planned.hour)
    return entry if as_planned else replace(entry, next=wish)


def _reached(call: CallState, entry: CallEntry) -> list[FieldSpec]:
    """What only somebody who was spoken to can have said; a message that went out is not asked how it went."""
    from counter_tui.shop.entry.contacts import EFFECTS

    sheet, specs = call.sheet, []
    spoken = sheet.channel in ("phone", "visit", "counter") or sheet.direction != "out"
    if spoken:
        effect = next((_(choice.label) for choice in EFFECTS if choice.code == call.at_the_end["effect"]), "")
        specs.append(kinds.choice("effect", N_("How it went"), EFFECTS, initial=effect, recall=None))
        if "satisfaction" not in [found.question for found in entry.learned]:
            specs.append(_satisfied(call.at_the_end["satisfaction"]))
    specs.append(_topic("about", N_("Talked about"), N_("What it was about"), sheet.topics, sheet.topic))
    if sheet.reason == "promise":
        specs += _promise(_answered(call))
    for complaint in sheet.complaints if spoken else ():
        label = _("{number} closed?").format(number=complaint.number)
        words = N_("Closed only with the customer's own word: what did they say? Empty: it stays open")
        specs.append(kinds.line(f"{_SETTLED}{complaint.id}", label, words, recall=None))
    return specs


def _another_number(call: CallState) -> FieldSpec:
    """The number that takes a wrong one's place: any but that one."""
    told = N_("Another number, if they or somebody gave one; it may stay empty")
    spec = kinds.phone("number", N_("Another number"), call.counter.settings.region, told)

    def read(typed: str) -> Any:
        from counter_tui.shop.outcomes import wrong_again

        assert spec.read is not None
        number = spec.read(typed)
        if number.dialled == (call.dialled or call.sheet.dial):
            raise EntryError(wrong_again())
        return number

    return replace(spec, read=read)


def _satisfied(before: str) -> FieldSpec:
    def read(typed: str) -> str:
        from counter_tui.shop.findings import read_answer

        return read_answer("satisfaction", typed)

    def show(mark: str) -> str:
        from counter_tui.shop.findings import answer_words

        return answer_words("satisfaction", mark)

    help_words = N_("From 0 to 10, only if the customer has said so")
    return FieldSpec(
        "satisfaction", N_("Satisfied"), help_words, read=read, show=show, width=8, initial=before, recall=None
    )  # fmt: skip


def _answered(call: CallState) -> str:
    """What became of the promise, by the customer's answer to the question that may lead to another one; else ""."""
    asks = [step.id for step in call.sheet.steps if any(answer.leads == "promise" for answer in step.answers)]
    chosen = next((result.answer for result in call.script.results if result.id in asks[:1]), None)
    return "kept" if chosen and not chosen.leads else ""


def _promise(proposed: str) -> list[FieldSpec]:
    def ends(*codes: str) -> Callable[[Mapping[str, str]], bool]:
        def chosen(values: Mapping[str, str]) -> bool:
            option = pick(PROMISE_ENDS, values.get("promise", ""))
            return option is not None and option.code in codes

        return chosen

    told = N_("What the customer was told; it goes into the history")
    return [
        kinds.choice(
            "promise", N_("The promise"), PROMISE_ENDS, required=True, recall=None, width=24,
            initial=next((_(end.label) for end in PROMISE_ENDS if end.code == proposed), ""),
        ),
        replace(kinds.day("promise_day", N_("Its new day"), required=True), when=ends("moved")),
        replace(
            kinds.line("promise_words", N_("Told"), told, required=True, recall=None), when=ends("moved", "explained")
        ),
    ]  # fmt: skip


def _promise_end(typed: Mapping[str, Any]) -> Any:
    from counter_tui.shop.promises import PromiseEnd

    if typed.get("promise") not in ("moved", "explained"):
        return None
    until: dt.date | None = typed["promise_day"]
    return PromiseEnd(typed["promise_words"], until)


def served_besides(call: CallState, entry: CallEntry) -> list[Besides]:
    """What else the contact may have served, once the customer was reached, and whether that is proposed.

    What is due by today is: one call serves it all. A service whose turn comes soon only where a day was agreed for the
    pieces to be brought, or the words that ask for them went out.
    """
    from counter_tui.shop.planning import SERVICES
    from counter_tui.shop.sending import WRITTEN

    if entry.outcome != "reached" or call.sheet.direction != "out":
        return []
    agreed = any(result.answer.leads == "care" for result in call.script.results if result.answer)
    comes = agreed or entry.channel in WRITTEN
    also = [row for row in call.sheet.also if not (entry.no_reminders and row.reason in SERVICES)]
    return [(row, comes or row.due <= clock.today()) for row in also]


def _also(row: PlannedRow, served: bool) -> FieldSpec:
    """Whether another contact is over with this one; which one stands in full on the line of help."""
    from counter_tui.shop.wording import contact_words

    what, soon = contact_words(row.reason, row.piece, row.due), row.due > clock.today()

    def show(answer: str) -> str:
        return what if answer == "yes" else _("stays planned")

    label, proposed = N_("Bring along") if soon else N_("Also done"), "yes" if served else "no"
    return kinds.yes_no(
        f"{_ALSO}{row.id}", label, told=what, initial=_("Yes") if served else _("No"), empty=proposed, show=show,
        recall=None,
    )  # fmt: skip


def _topic(name: str, label: str, help_words: str, topics: Sequence[TopicView], initial: str) -> FieldSpec:
    """Words of the clerk's own, or the number of a topic that is proposed; what was talked over before says when."""
    offered = topics[:_TOPICS]

    def read(typed: str) -> str:
        number = fold(typed)
        if not (number.isdecimal() and len(number) == 1):
            return typed
        if not 0 < int(number) <= len(offered):
            raise EntryError(_("There is no topic with this number."))
        return offered[int(number) - 1].title

    told = "  ".join(
        f"{number} {topic.title}" + (f" ({brief_day(topic.used)})" if topic.used else "")
        for number, topic in enumerate(offered, 1)
    )
    return FieldSpec(
        name, label, told or help_words, read=read, show=lambda title: title if title in told else "",
        initial=initial, empty="", width=24, recall=None,
    )  # fmt: skip
