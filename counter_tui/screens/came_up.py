"""What comes up in a call, noted there and then in a short form: complaint, promise, work wanted, date, sign."""

from __future__ import annotations

import datetime as dt
import uuid as uuids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from counter_tui.i18n import N_, _, pgettext
from counter_tui.screens.revisit_dialogs import when_specs
from counter_tui.widgets import kinds
from counter_tui.widgets.ask import Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.widgets.fields import FieldSpec
from counter_tui.words import dotted, short_day

if TYPE_CHECKING:
    from counter_tui.screens.room import Room

TITLES = {
    "complaint": N_("A complaint"),
    "promise": N_("A promise"),
    "care": N_("Work on a piece"),
    "diary": N_("A date for the diary"),
    "sign": N_("A sign that it may come back"),
}
"""What can come up, and how its form is headed."""


@dataclass(frozen=True)
class Noted:
    """Something that came up in a call: its kind (a key of TITLES), what its form was filled in with (days and hours
    in ISO form), and the step whose answer led to it, if one did."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    step: str = ""
    uuid: str = ""


async def ask(room: Room, kind: str, *, note: str = "", step: str = "", before: Noted | None = None) -> Noted | None:
    """What came up, by its form, filled in with `note` or with what was noted `before`; None for Esc. A promise is the
    shop's own words: there the `note` of what the customer said only stands beside."""
    from counter_tui.shop.entry.contacts import SIGNS

    if kind == "sign":
        signs = [(sign.code, _(sign.label)) for sign in SIGNS]
        code = await room.app.push_screen_wait(Pick(_(TITLES[kind]), signs))
        return Noted(kind, {"sign": code}, step, uuids.uuid4().hex) if code is not None else None
    specs = _specs(room, kind, note)
    if before is not None:
        specs = [replace(spec, initial=_text(spec, before.values.get(spec.name) or "")) for spec in specs]
    typed = await room.app.push_screen_wait(AskForm(_(TITLES[kind]), specs))
    if typed is None:
        return None
    values = {name: _kept(value) for name, value in typed.items()}
    return replace(before, values=values) if before else Noted(kind, values, step, uuids.uuid4().hex)


async def change(room: Room, noted: Sequence[Noted]) -> list[Noted] | None:
    """Let the clerk change or take back one of what was noted; None for nothing done."""
    items = [(one, noted_words(one)) for one in noted]
    chosen: Noted | None = await room.app.push_screen_wait(Pick(_("Noted in this call"), items))
    if chosen is None:
        return None
    ways = [("change", _("Change it …")), ("remove", _("Take it back"))]
    way = await room.app.push_screen_wait(Pick(noted_words(chosen), ways))
    if way == "remove":
        return [one for one in noted if one is not chosen]
    changed = await ask(room, chosen.kind, before=chosen) if way else None
    return [changed if one is chosen else one for one in noted] if changed else None


def noted_words(noted: Noted) -> str:
    """What was noted, on a line: "A promise · to ask the workshop · Mon 23 Nov"; a customer's own words are quoted."""
    from counter_tui.shop.entry.choices import label
    from counter_tui.shop.entry.contacts import COMPLAINTS, SIGNS, WORK
    from counter_tui.shop.wording import channel_words

    values = noted.values
    day = short_day(dt.date.fromisoformat(values["day"])) if values.get("day") else ""
    hour = str(values.get("hour") or "")[:5]
    match noted.kind:
        case "complaint":
            parts = [label(COMPLAINTS, values["kind"] or "other"), _("“{words}”").format(words=values["words"])]
        case "promise":
            parts = [values["what"], day, hour]
        case "care":
            parts = [label(WORK, values["work"]), day, values["note"]]
        case "diary":
            parts = [day, hour, channel_words(values["channel"]), values["topic"]]
        case _:
            parts = [label(SIGNS, values["sign"])]
    return dotted([_(TITLES[noted.kind]), *map(str, parts)])


def entries(noted: Iterable[Noted], sale: int | None) -> dict[str, Any]:
    """What was noted as the parts of a CallEntry; complaints are about `sale`."""
    from counter_tui.shop.call_entry import NextStep, WorkEntry
    from counter_tui.shop.complaints import ComplaintEntry
    from counter_tui.shop.promises import PromiseEntry

    parts: dict[str, list[Any]] = {"complaints": [], "promises": [], "work": [], "diary": [], "signs": []}
    for one in noted:
        values = one.values
        day = dt.date.fromisoformat(values["day"]) if values.get("day") else dt.date.min
        hour = dt.time.fromisoformat(values["hour"]) if values.get("hour") else None
        match one.kind:
            case "complaint":
                parts["complaints"].append(
                    ComplaintEntry(values["kind"] or "other", values["words"], values["wish"], sale, one.uuid)
                )
            case "promise":
                clerk = int(values["clerk"]) if values["clerk"] else None
                parts["promises"].append(PromiseEntry(values["what"], day, hour, clerk, one.uuid))
            case "care":
                parts["work"].append(WorkEntry(values["work"], day, values["note"]))
            case "diary":
                parts["diary"].append(NextStep(day, values["channel"], values["topic"], hour))
            case _:
                parts["signs"].append(values["sign"])
    return {name: tuple(found) for name, found in parts.items()}


def _specs(room: Room, kind: str, note: str) -> list[FieldSpec]:
    from counter_tui.shop.entry.choices import Choice
    from counter_tui.shop.entry.contacts import COMPLAINTS, WORK

    match kind:
        case "complaint":
            words = kinds.note("words", N_("What went wrong"), N_("In the customer's words; Ctrl+N: a new line"))
            wish = N_("What would make it right, as the customer says it")
            return [
                kinds.choice("kind", pgettext("complaint", "Kind"), COMPLAINTS, required=True, recall=None),
                replace(words, required=True, initial=note),
                kinds.line("wish", N_("Wish"), wish, recall=None),
            ]
        case "promise":
            known = [Choice(str(clerk.id), clerk.name) for clerk in room.counter.clerks]
            what = _("What you promise; the customer said: {words}").format(words=note) if note else ""
            return [
                kinds.line(
                    "what", N_("What"), what or N_("What you promise, in a few words"), required=True, recall=None
                ),
                kinds.day("day", N_("Until"), required=True),
                kinds.time("hour", N_("Hour")),
                kinds.choice("clerk", N_("Who sees to it"), known, initial=room.counter.clerk_name, recall=None),
            ]
        case "care":
            return [
                kinds.choice("work", N_("Work"), WORK, required=True),
                kinds.day("day", N_("Brought in on"), required=True),
                kinds.line("note", N_("Note"), N_("Which piece, and what is wanted"), initial=note, recall=None),
            ]
        case _:
            return when_specs(room, None, None, "", note, needed=True)


def _kept(value: Any) -> Any:
    """A field's value as a draft can keep it."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _text(spec: FieldSpec, kept: str) -> str:
    """A kept value as it is typed."""
    if spec.name == "hour":
        return kept[:5]
    return next((_(choice.label) for choice in spec.choices or () if choice.code == kept), kept)
