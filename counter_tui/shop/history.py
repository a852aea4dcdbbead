"""Everything that happened with a customer, newest first (mission C7): contacts, sales, visits, changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.i18n import _, ngettext
from counter_tui.models import AuditEntry, Clerk, Contact, Finding, ObjectionRaised, Revisit, Sale, ScriptTick, Visit
from counter_tui.shop.complaints import complaint_number
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import ENDINGS, label
from counter_tui.shop.entry.contacts import COMPLAINTS, EFFECTS
from counter_tui.shop.findings import ALSO, finding_words
from counter_tui.shop.pieces import named_pieces, pieces_by_sale
from counter_tui.shop.undo_words import DEEDS
from counter_tui.shop.wording import channel_words, contact_words, outcome_words, piece_words, reason_words
from counter_tui.words import dotted, listed, money_words, short_day

MOST_EVENTS = 300
_TOLD = (
    Contact.id, Contact.at, Contact.direction, Contact.reason, Contact.channel, Contact.outcome, Contact.seconds,
    Contact.said, Contact.effect, Contact.allowed_by, Contact.allowed_why, Contact.request, Contact.next_step,
    Contact.clerk,
)  # fmt: skip

Names = Mapping[object, str]
"""The clerks' names by id."""


@dataclass(frozen=True)
class Event:
    """Something that happened: when (local; midnight when only the day is known), what in a line, and details."""

    at: dt.datetime
    kind: str
    title: str
    lines: tuple[str, ...]
    clerk: str


def history(shop: Shop, customer: int) -> tuple[Event, ...]:
    """The newest MOST_EVENTS events of a customer's file."""
    names = dict(Clerk.select(Clerk.id, Clerk.name).tuples().iterator())
    events = [
        *_contacts(shop, customer, names),
        *_sales(shop, customer, names),
        *_visits(customer, names),
        *_changes(customer, names),
    ]
    events.sort(key=lambda event: event.at, reverse=True)
    return tuple(events[:MOST_EVENTS])


def _contacts(shop: Shop, customer: int, names: Names) -> Iterator[Event]:
    newest = Contact.select(*_TOLD).where(Contact.customer == customer).order_by(Contact.at.desc()).limit(MOST_EVENTS)
    theirs = Contact.customer == customer
    notes: dict[int, list[str]] = {}
    told = (ScriptTick.note != "") | (ScriptTick.answer != "")
    for tick in ScriptTick.select().join(Contact).where(theirs, told).order_by(ScriptTick.id):
        said = dotted((tick.answer, tick.note))
        notes.setdefault(tick.contact_id, []).append(_at_step(tick.title, said))
    learned: dict[int, list[str]] = {}
    served = _also_done(customer)
    for found in Finding.select().join(Contact).where(theirs, Finding.question != ALSO).order_by(Finding.id):
        learned.setdefault(found.contact_id, []).append(finding_words(found.question, found.answer))
    raised: dict[int, list[str]] = {}
    for doubt in ObjectionRaised.select().join(Contact).where(theirs).order_by(ObjectionRaised.id):
        if doubt.contact_id is not None:
            raised.setdefault(doubt.contact_id, []).append(_objection(shop, doubt))
    for row in newest.namedtuples().iterator():
        title = _("Call from the customer") if row.direction == "in" else reason_words(row.reason)
        parts = [title, channel_words(row.channel), outcome_words(row.outcome, row.channel), _length(row.seconds)]
        lines = [row.said, *notes.get(row.id, []), *raised.get(row.id, []), *learned.get(row.id, [])]
        lines += [_("Went: {effect}").format(effect=label(EFFECTS, row.effect))] if row.effect else []
        if row.allowed_why:
            who = names.get(row.allowed_by, "")
            lines += [_("Allowed by {clerk}: {why}").format(clerk=who, why=row.allowed_why)]
        lines += [_("Wish: {words}").format(words=row.request)] if row.request else []
        lines += [_("Also done: {what}").format(what=what) for what in served.get(row.id, ())]
        lines += [_("Next: {words}").format(words=row.next_step)] if row.next_step else []
        yield Event(clock.local(row.at), "contact", dotted(parts), _lines(lines), names.get(row.clerk, ""))


def _also_done(customer: int) -> dict[int, list[str]]:
    """What contacts of a customer have served besides what they were planned as, by the contact's id."""
    theirs = (Contact.customer == customer) & (Finding.question == ALSO)
    found = Finding.select(Finding.contact, Finding.answer).join(Contact).where(theirs).order_by(Finding.id)
    served = [(row.contact_id, int(row.answer)) for row in found]
    rows = Revisit.select(Revisit.id, Revisit.reason, Revisit.sale).where(Revisit.customer == customer)
    known = {row.id: row for row in rows.where(Revisit.id.in_([revisit for _contact, revisit in served]))}
    pieces = named_pieces(row.sale_id for row in known.values())
    told: dict[int, list[str]] = {}
    for contact, revisit in served:
        if (row := known.get(revisit)) is not None:
            told.setdefault(contact, []).append(contact_words(row.reason, pieces.get(row.sale_id, "")))
    return told


def _at_step(title: str, said: str) -> str:
    """What was said at a step; its title may be a question."""
    return f"{title} {said}" if title.endswith(("?", "？")) else _("{name}: {words}").format(name=title, words=said)


def _sales(shop: Shop, customer: int, names: Names) -> Iterator[Event]:
    sales = list(Sale.select().where(Sale.customer == customer))
    bought = pieces_by_sale(sales)
    for row in sales:
        pieces = [piece_words(p.kind, p.metal, p.stone, p.name) for p in bought[row.id]]
        total = money_words(row.total, shop.region) if row.total is not None else ""
        title = dotted([_("Gift bought") if row.gift else _("Bought"), listed(pieces)])
        lines = [dotted([total, row.invoice]), row.note]
        yield Event(clock.local(clock.begins(row.day)), "sale", title, _lines(lines), names.get(row.clerk_id, ""))


def _visits(customer: int, names: Names) -> Iterator[Event]:
    for row in Visit.select().where(Visit.customer == customer):
        title = dotted([_("Visit without a purchase"), row.looked_at])
        why = _("Why not: {words}").format(words=row.why_not) if row.why_not else ""
        yield Event(
            clock.local(clock.begins(row.day)), "visit", title, _lines([why, row.note]), names.get(row.clerk_id, "")
        )


def _changes(customer: int, names: Names) -> Iterator[Event]:
    rows = (
        AuditEntry.select()
        .where(AuditEntry.customer == customer, AuditEntry.action != "file.read")
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_EVENTS)
    )
    for row in rows:
        told = _change(row.action, row.detail or {}, names)
        if told:
            yield Event(clock.local(row.at), "change", told[0], _lines(told[1:]), names.get(row.clerk_id, ""))


def _change(action: str, detail: dict[str, object], names: Names) -> list[str]:
    """An entry of the trace as a sentence; reading a file and what history tells anyway are left out."""
    reason = reason_words(str(detail.get("reason", "")))
    why = _("Why: {words}").format(words=detail["why"]) if detail.get("why") else ""
    match action:
        case "file.opened":
            return [_("File opened")]
        case "file.imported":
            return [_("File imported from {file}").format(file=detail.get("file", ""))]
        case "file.corrected":
            return [_("File corrected")]
        case "sale.corrected":
            return [_("Sale corrected")]
        case "revisit.moved" | "revisit.changed":
            old, new = _day(detail.get("old")), _day(detail.get("new"))
            if old == new:
                return []
            return [_("{reason} moved from {old} to {new}").format(reason=reason, old=old, new=new), why]
        case "revisit.cancelled":
            return [_("{reason} of {day} taken off the list").format(reason=reason, day=_day(detail.get("due"))), why]
        case "revisit.handed":
            to = names.get(detail.get("to"), _("nobody"))
            return [_("{reason} handed to {clerk}").format(reason=reason, clerk=to), why]
        case "consent.refused":
            stopped = int(str(detail.get("stopped", 0)))
            words = ngettext("{n} planned contact stopped", "{n} planned contacts stopped", stopped).format(n=stopped)
            what = _("Wants no calls") if detail.get("calls") else _("Wants no news and offers")
            return [what, words if stopped else ""]
        case "consent.given":
            return [_("Agrees to news and offers")]
        case "reminders.refused":
            stopped = int(str(detail.get("stopped", 0)))
            words = ngettext("{n} planned contact stopped", "{n} planned contacts stopped", stopped).format(n=stopped)
            return [_("Wants no service reminders"), words if stopped else ""]
        case "reminders.wanted":
            return [_("Wants service reminders again")]
        case "promise.made":
            until = _day(detail.get("until"))
            return [_("Promised until {day}: {what}").format(day=until, what=detail.get("what", ""))]
        case "promise.kept":
            return [_("Promise kept: {what}").format(what=detail.get("what", "")), str(detail.get("why", ""))]
        case "promise.explained":
            told = _("Promise explained: {what}").format(what=detail.get("what", ""))
            return [told, _("Told the customer: {words}").format(words=detail.get("why", ""))]
        case "promise.moved":
            moved = _("Promise moved from {old} to {new}: {what}").format(
                old=_day(detail.get("old")), new=_day(detail.get("new")), what=detail.get("what", "")
            )
            return [moved, _("Told the customer: {words}").format(words=detail.get("why", ""))]
        case "complaint.opened":
            number = complaint_number(int(str(detail.get("number", 0))))
            kind = label(COMPLAINTS, str(detail.get("kind", "")))
            return [_("Complaint {number}: {kind}").format(number=number, kind=kind), str(detail.get("words", ""))]
        case "complaint.closed":
            number = complaint_number(int(str(detail.get("number", 0))))
            said = _("The customer's word: {words}").format(words=detail.get("why", ""))
            return [_("Complaint {number} closed").format(number=number), said]
        case "piece.cleaned":
            return [_("Pieces cleaned on {day}").format(day=_day(detail.get("day")))]
        case "phone.wrong":
            return [_("Number ending in {digits} marked as wrong").format(digits=detail.get("phone", ""))]
        case "action.undone":
            return [_("Undone: {what}").format(what=_(DEEDS.get(str(detail.get("did")), "")))]
    return []


def _objection(shop: Shop, row: ObjectionRaised) -> str:
    card = shop.cards.get(row.card)
    ended = label(ENDINGS, row.ended) if row.ended else ""
    return _("Objection: {words}").format(words=dotted([card.title if card else row.card, ended, row.note]))


def _length(seconds: int | None) -> str:
    return "" if not seconds else f"{seconds // 60}:{seconds % 60:02d}"


def _day(iso: object) -> str:
    return short_day(dt.date.fromisoformat(str(iso))) if iso else ""


def _lines(lines: list[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
