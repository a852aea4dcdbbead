"""Complaints as they are noted (mission C7, F3): what went wrong, what would make it right, who answers for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peewee import JOIN

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import CLOSED, DONE, OPEN, Clerk, Complaint, Counter, Revisit, new_uuid
from counter_tui.shop import journal
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import label
from counter_tui.shop.entry.contacts import COMPLAINTS
from counter_tui.shop.series import Who, plan_answer
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.text import LINE_LENGTH, NOTE_LENGTH, clean


@dataclass(frozen=True)
class ComplaintEntry:
    """What went wrong in the customer's words, its kind (entry.contacts.COMPLAINTS), and what would make it right."""

    kind: str
    words: str
    wish: str = ""
    sale: int | None = None
    uuid: str = ""


@dataclass(frozen=True)
class ComplaintRow:
    """An open complaint as a screen shows it; `opened` is the local day."""

    id: int
    number: str
    kind: str
    words: str
    wish: str
    clerk: str
    opened: dt.date


def complaint_number(number: int) -> str:
    """A complaint's number as it is said: B000012."""
    return f"B{number:06d}"


def write_complaint(shop: Shop, customer: int, entry: ComplaintEntry, by: Who, contact: int | None = None) -> int:
    """Note a complaint and plan the answer, in somebody's transaction; its id. Who notes it answers for it."""
    words = clean(entry.words, NOTE_LENGTH, lines=True)
    if not words:
        raise ShopError(_("What went wrong? In the customer's words."))
    row = Complaint.create(
        uuid=entry.uuid or new_uuid(),
        number=Counter.next("complaint"),
        customer=customer,
        contact=contact,
        sale=entry.sale,
        clerk=by,
        kind=entry.kind or "other",
        words=words,
        wish=clean(entry.wish, LINE_LENGTH),
    )
    plan_answer(shop, row, by)
    note(by, customer, "complaint.opened", number=row.number, kind=row.kind, words=words[:LINE_LENGTH])
    return int(row.id)


@transaction
def open_complaint(shop: Shop, customer: int, entry: ComplaintEntry, by: Who) -> int:
    """A complaint made outside a call; its id. Saving the same one again changes nothing."""
    known = Complaint.get_or_none(Complaint.uuid == entry.uuid) if entry.uuid else None
    if known is not None:
        return int(known.id)
    with journal.step(by, "complaint.opened", [customer]):
        return write_complaint(shop, customer, entry, by)


@transaction
def settle(shop: Shop, complaint: int, words: str, by: Who) -> None:
    """Close a complaint with the customer's own word (F3): `words` is what they said."""
    journal.hold([_open(complaint).customer_id])
    row = _open(complaint)  # as it stands now that nobody else changes it
    with journal.step(by, "complaint.closed", [row.customer_id]):
        close_complaint(row, words, by)


def _open(complaint: int) -> Complaint:
    row: Complaint | None = Complaint.get_or_none(Complaint.id == complaint, Complaint.state == OPEN)
    if row is None:
        raise FasterError(_("Somebody else has done this one already."))
    return row


def close_complaint(row: Complaint, words: str, by: Who) -> None:
    """Close a stored complaint and the contact planned for it, in somebody's transaction."""
    told = clean(words, LINE_LENGTH)
    if not told:
        raise ShopError(_("A complaint is closed with the customer's word: what did they say?"))
    Complaint.change(row.id, None, state=CLOSED, closed_on=clock.today(), closed_words=told)
    line = Revisit.get_or_none(Revisit.id == row.revisit_id, Revisit.open_series.is_null(False))
    if line is not None:  # not by series.close, which plans the next answer while a complaint is open: nothing follows
        Revisit.change(line.id, None, state=DONE, open_series=None, closed_on=clock.today(), closed_why=told)
    note(by, row.customer_id, "complaint.closed", number=row.number, why=told)


def open_complaints(customer: int) -> tuple[ComplaintRow, ...]:
    """What is not settled yet, the oldest first."""
    rows = (
        Complaint.select(Complaint, Clerk)
        .join(Clerk, JOIN.LEFT_OUTER)
        .where(Complaint.customer == customer, Complaint.state == OPEN)
        .order_by(Complaint.id)
    )
    return tuple(
        ComplaintRow(
            row.id,
            complaint_number(row.number),
            row.kind,
            row.words,
            row.wish,
            row.clerk.name if row.clerk else "",
            clock.local(row.opened).date(),
        )
        for row in rows
    )


def complaint_words(row: ComplaintRow) -> str:
    """A complaint in a few words: "B000012, Weight"."""
    return _("{number}, {kind}").format(number=row.number, kind=label(COMPLAINTS, row.kind))
