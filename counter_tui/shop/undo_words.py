"""An action that can be taken back, in words: what was done, and what taking it back will do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from counter_tui import clock
from counter_tui.i18n import N_, _, ngettext
from counter_tui.models import ALIVE, CANCELLED, WAITING, Clerk
from counter_tui.shop.complaints import complaint_number
from counter_tui.shop.journal import Changes, Row
from counter_tui.shop.permission import REMINDER
from counter_tui.shop.wording import channel_words, outcome_words, piece_words, reason_words
from counter_tui.words import listed, moment_words, number_words, short_day

_MOST = 4

DEEDS = {
    "sale.recorded": N_("sale"),
    "sale.corrected": N_("correction of a sale"),
    "visit.recorded": N_("visit without a purchase"),
    "contact.recorded": N_("outcome of a contact"),
    "revisit.moved": N_("move of a contact"),
    "revisit.changed": N_("change of a contact"),
    "revisit.handed": N_("hand-over"),
    "revisit.cancelled": N_("removal of a contact from the list"),
    "revisit.planned": N_("planning of a contact"),
    "promise.made": N_("promise"),
    "promise.kept": N_("promise kept"),
    "promise.moved": N_("move of a promise"),
    "promise.explained": N_("promise explained"),
    "complaint.opened": N_("complaint"),
    "complaint.closed": N_("complaint closed"),
    "piece.cleaned": N_("cleaning"),
    "file.opened": N_("opening of a file"),
    "file.corrected": N_("correction of a file"),
    "consent.given": N_("yes to news and offers"),
    "consent.refused": N_("no to news and offers"),
    "reminders.wanted": N_("yes to service reminders"),
    "reminders.refused": N_("no to service reminders"),
}
"""What kinds of actions there are, as the history names them when they were taken back."""


def title(action: str, changes: Changes, names: Sequence[str], many: int) -> str:
    """What was done, to whom: `names` are the first customers, `many` says how many there are."""
    who = _and_more(names, many - len(names))
    rows = [now for _was, now in _changed(changes, "revisit")]
    if action in ("revisit.moved", "revisit.handed") and len(rows) > 1:
        return _of_many(action, rows, who)
    match action:
        case "sale.recorded":
            return _("{name}: sale of {what}").format(name=who, what=listed(_pieces(changes)))
        case "sale.corrected":
            return _("{name}: sale corrected").format(name=who)
        case "visit.recorded":
            return _("{name}: visit without a purchase").format(name=who)
        case "contact.recorded":
            return _contact(_added(changes, "contact"), who)
        case "piece.cleaned":
            return _("{name}: pieces cleaned").format(name=who)
        case "promise.made" | "promise.kept" | "promise.moved" | "promise.explained":
            return _promise(action, changes, who)
        case "complaint.opened":
            return _("{name}: complaint noted").format(name=who)
        case "complaint.closed":
            return _("{name}: complaint closed").format(name=who)
        case "file.opened":
            return _("{name}: file opened").format(name=who)
        case "file.corrected":
            return _("{name}: file corrected").format(name=who)
        case "consent.given":
            return _("{name}: agrees to news and offers").format(name=who)
        case "consent.refused":
            calls = any(row["channel"] == "phone" for row in _added(changes, "consent"))
            return (_("{name}: wants no calls") if calls else _("{name}: wants no news and offers")).format(name=who)
        case "reminders.wanted":
            return _("{name}: wants service reminders again").format(name=who)
        case "reminders.refused":
            return _("{name}: wants no service reminders").format(name=who)
        case "revisit.planned":
            rows = _added(changes, "revisit")
        case "revisit.cancelled":  # another one may have taken its turn
            rows = [row for row in rows if row["state"] == CANCELLED]
    return _of_one(action, rows, _changed(changes, "revisit"), who)


def effects(changes: Changes) -> Iterator[str]:
    """What taking it back will do, a line each."""
    for row in _added(changes, "customer"):
        yield _("The file {number} is removed.").format(number=number_words(row["number"]))
    for row in _added(changes, "sale"):
        yield _("The sale of {day} is removed.").format(day=_day(row["day"]))
    for row in _added(changes, "visit"):
        yield _("The visit of {day} is removed.").format(day=_day(row["day"]))
    for row in _added(changes, "contact"):
        at = moment_words(clock.local(dt.datetime.fromisoformat(row["at"])))
        yield _("The contact of {moment} is removed.").format(moment=at)
    for row in _added(changes, "promise"):
        yield _("The promise “{what}” is removed.").format(what=row["what"])
    for row in _added(changes, "complaint"):
        yield _("The complaint {number} is removed.").format(number=complaint_number(row["number"]))
    yield from _as_before(changes)
    yield from _contacts_to_make(changes)
    if "draft" in changes or any(row["said"] or row["request"] for row in _added(changes, "contact")):
        yield _("What was typed can be opened again.")


# --- what was done ------------------------------------------------------------------------------------------------


def _of_many(action: str, rows: Sequence[Row], who: str) -> str:
    n = len(rows)
    if action == "revisit.handed":
        words = ngettext("{n} contact handed to {clerk}: {names}", "{n} contacts handed to {clerk}: {names}", n)
        return words.format(n=n, clerk=_clerk(rows[0]["clerk_id"]), names=who)
    words = ngettext("{n} contact moved to {day}: {names}", "{n} contacts moved to {day}: {names}", n)
    return words.format(n=n, day=_day(rows[0]["due"]), names=who)


def _of_one(action: str, rows: Sequence[Row], changed: Sequence[tuple[Row, Row]], who: str) -> str:
    row = rows[0] if rows else {}
    was = changed[0][0] if changed else {}
    known = {
        "name": who,
        "reason": reason_words(row.get("reason", "")),
        "day": _day(row.get("due")),
        "old": _day(was.get("due")) or _day(row.get("due")),
        "clerk": _clerk(row.get("clerk_id")),
    }
    match action:
        case "revisit.moved":
            return _("{name}: {reason} moved from {old} to {day}").format(**known)
        case "revisit.handed":
            return _("{name}: {reason} handed to {clerk}").format(**known)
        case "revisit.cancelled":
            return _("{name}: {reason} taken off the list").format(**known)
        case "revisit.planned":
            return _("{name}: contact planned for {day}").format(**known)
    return _("{name}: {reason} changed").format(**known)


def _contact(contacts: Sequence[Row], who: str) -> str:
    row = contacts[0]
    came_in = row["direction"] == "in"
    what = _("Call from the customer") if came_in else reason_words(row["reason"])
    outcome = outcome_words(row["outcome"], row["channel"])
    # Translators: the outcome of a contact in the list of what can be taken back: "Li Wei: First revisit, no answer"
    return _("{name}: {what}, {outcome}").format(name=who, what=what, outcome=outcome)


def _promise(action: str, changes: Changes, who: str) -> str:
    rows = [*_added(changes, "promise"), *(now for _was, now in _changed(changes, "promise"))]
    known = {"name": who, "what": rows[0]["what"] if rows else "", "day": _day(rows[0]["until"]) if rows else ""}
    match action:
        case "promise.made":
            return _("{name}: promised until {day}: {what}").format(**known)
        case "promise.kept":
            return _("{name}: promise kept: {what}").format(**known)
        case "promise.moved":
            return _("{name}: promise moved to {day}: {what}").format(**known)
    return _("{name}: promise explained: {what}").format(**known)


def _pieces(changes: Changes) -> list[str]:
    return [piece_words(row["kind"], row["metal"], row["stone"], row["name"]) for row in _added(changes, "piece")]


# --- what will happen ---------------------------------------------------------------------------------------------


def _as_before(changes: Changes) -> Iterator[str]:
    """Files, sales and numbers that read as before."""
    opened = bool(_added(changes, "customer"))
    columns = {column for was, _now in _changed(changes, "customer") for column in was}
    if not opened and (columns - {"version", "last_seen", "klass", "why_not"}):
        yield _("The file reads as it did before.")
    if "klass" in columns:
        yield _("Class B again: has not bought yet.")
    for was, now in _changed(changes, "phone"):
        if was.keys() == {"wrong_since"}:
            yield _("The number ending in {digits} counts as right again.").format(digits=now["typed"][-4:])
    if _changed(changes, "sale"):
        yield _("The sale reads as it did before.")
    elif any("cleaned_on" in was for was, _now in _changed(changes, "piece")):
        yield _("The pieces count as not cleaned then.")
    for was, now in _changed(changes, "promise"):
        if "state" in was:
            yield _("The promise “{what}” is open again.").format(what=now["what"])
        elif "until" in was:
            yield _("The promise “{what}” stands for {day} again.").format(what=now["what"], day=_day(was["until"]))
    for was, now in _changed(changes, "complaint"):
        if "state" in was:
            yield _("The complaint {number} is open again.").format(number=complaint_number(now["number"]))
    said = {row["channel"] == REMINDER for row in _added(changes, "consent")} if not opened else ()
    if False in said:
        yield _("What was said about news, offers and calls no longer counts.")
    if True in said:
        yield _("What was said about service reminders no longer counts.")


def _contacts_to_make(changes: Changes) -> Iterator[str]:
    """Planned contacts that go, come back, or change back."""
    gone = [row for row in _added(changes, "revisit") if row["state"] in ALIVE]
    if gone:
        yield _("Off the list: {what}.").format(what=_named(gone))
    back, again, moved, given = [], [], [], []
    for was, now in _changed(changes, "revisit"):
        before = now | was
        if was.get("state") in ALIVE and now["state"] not in ALIVE:
            back.append(before)
        elif was.get("state") == WAITING:
            again.append(before)
        elif "due" in was:
            moved.append(before)
        elif "clerk_id" in was:
            given.append(before)
        elif was.keys() & {"channel", "topic", "hour"}:
            again.append(before)
    if back:
        yield _("Back on the list: {what}.").format(what=_named(back))
    if again:
        yield _("As before: {what}.").format(what=_named(again, channel=True))
    if moved:
        yield _("Back to its day: {what}.").format(what=_named(moved))
    if given:
        clerks = listed(dict.fromkeys(_clerk(row["clerk_id"]) for row in given))
        words = ngettext("{n} contact goes back to {clerk}.", "{n} contacts go back to {clerk}.", len(given))
        yield words.format(n=len(given), clerk=clerks)


def _named(rows: Sequence[Row], *, channel: bool = False) -> str:
    """Some planned contacts with their days; the first few, if there are many."""
    shown = sorted(rows, key=lambda row: str(row["due"]))[:_MOST]
    words = [
        f"{reason_words(row['reason'])} {_day(row['due'])}" + (f" {channel_words(row['channel'])}" if channel else "")
        for row in shown
    ]
    return _and_more(words, len(rows) - len(shown))


def _and_more(words: Sequence[str], more: int) -> str:
    return _("{names} and {n} more").format(names=listed(words), n=more) if more > 0 else listed(words)


def _added(changes: Changes, table: str) -> list[Row]:
    return list(changes.get(table, {}).get("added", ()))


def _changed(changes: Changes, table: str) -> list[tuple[Row, Row]]:
    return [(was, now) for was, now in changes.get(table, {}).get("changed", ())]


def _clerk(clerk: int | None) -> str:
    row = Clerk.get_or_none(Clerk.id == clerk)
    return row.name if row else _("nobody")


def _day(iso: str | None) -> str:
    return short_day(dt.date.fromisoformat(iso)) if iso else ""
