"""What came up in a contact is seen to with it: complaints, promises, work wanted, dates, and signs (C7, C11, I1)."""

from __future__ import annotations

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.models import OPEN, Complaint, Finding, Revisit
from counter_tui.shop.call_entry import CallEntry, NextStep, WorkEntry
from counter_tui.shop.complaints import close_complaint, write_complaint
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import label
from counter_tui.shop.entry.contacts import WORK
from counter_tui.shop.findings import SIGN, answer_words, learn
from counter_tui.shop.planning import Plan, next_call_day
from counter_tui.shop.promises import write_promise
from counter_tui.shop.series import Who, appointment, plan_special
from counter_tui.shop.trace import note
from counter_tui.text import clean
from counter_tui.words import listed

_MAY_COME_SOONER = ("first", "second", "special", "callback", "visit")
"""Contacts that lose nothing when made sooner; a birthday has its day, and an offer is not what is wanted now."""


def settle_complaints(entry: CallEntry, by: Who) -> None:
    """Close the complaints that the customer has closed, before the contact planned for them is over."""
    for complaint, words in entry.settled:
        row = Complaint.get_or_none(Complaint.id == complaint, Complaint.customer == entry.customer)
        if row is not None and row.state == OPEN:
            close_complaint(row, words, by)


def write_down(shop: Shop, entry: CallEntry, contact: int, by: Who) -> None:
    """Everything that came up, in somebody's transaction, after the contact itself is planned on."""
    learn(shop, entry.customer, contact, entry.learned, by)
    for sign in entry.signs:
        Finding.create(contact=contact, question=SIGN, answer=sign)
    for complaint in entry.complaints:
        write_complaint(shop, entry.customer, complaint, by, contact)
    for promise in entry.promises:
        write_promise(entry.customer, promise, by, contact)
    for work in entry.work:
        plan_special(entry.customer, _brought_in(work), by)
    for date in entry.diary:
        plan_special(entry.customer, _in_the_diary(date), by)
    if entry.signs:
        _sooner(shop, entry, by)


def _in_the_diary(date: NextStep) -> Plan:
    return appointment("special", max(date.due, clock.today()), date.channel, date.topic, date.hour)


def _brought_in(work: WorkEntry) -> Plan:
    return appointment("care", max(work.day, clock.today()), topic=listed((label(WORK, work.work), work.note)))


def _sooner(shop: Shop, entry: CallEntry, by: Who) -> None:
    """A sign that a piece may come back brings the next contact forward, or plans one (C11).

    What was agreed with the customer stays on its day.
    """
    day = next_call_day(clock.today() + (shop.policy.revisits.sign_days - 1) * DAY, "special", shop.policy)
    topic = _("Ask kindly how they get on: {signs}").format(
        signs=listed(answer_words(SIGN, sign) for sign in entry.signs)
    )
    rows = list(
        Revisit.select()
        .where(
            Revisit.customer == entry.customer,
            Revisit.state == OPEN,
            Revisit.reason.in_(_MAY_COME_SOONER),
            Revisit.hour.is_null(),
        )
        .order_by(Revisit.due, Revisit.id)
    )
    if any(clock.today() < row.due <= day for row in rows):
        return
    later = next((row for row in rows if row.due > day and row.agreed_on is None), None)
    if later is None:
        plan_special(entry.customer, Plan("special", clock.today(), day, day, entry.channel, clean(topic)), by)
    else:
        Revisit.change(later.id, None, due=day, closes=day + (later.closes - later.due), topic=clean(topic))
        moved = {"reason": later.reason, "old": later.due.isoformat(), "new": day.isoformat()}
        note(by, entry.customer, "revisit.moved", why=clean(topic), **moved)
