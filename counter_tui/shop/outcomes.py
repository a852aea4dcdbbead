"""What came of a contact, and what follows (mission C7, C8, C10): every outcome has its own next step."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from peewee import fn

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import (
    DONE,
    OPEN,
    Complaint,
    Contact,
    Customer,
    Finding,
    ObjectionRaised,
    Phone,
    Revisit,
    ScriptTick,
    db,
    new_uuid,
    utc_now,
)
from counter_tui.shop import drafts, journal, promises
from counter_tui.shop.call_entry import CallEntry, CallSaved
from counter_tui.shop.came_up import settle_complaints, write_down
from counter_tui.shop.consents import refuse_promotion
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.choices import AWAITED
from counter_tui.shop.entry.hours import read_hours
from counter_tui.shop.entry.phones import PhoneEntry
from counter_tui.shop.findings import ALSO
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.permission import purpose_of
from counter_tui.shop.pieces import subject
from counter_tui.shop.reminders import refuse_reminders
from counter_tui.shop.retries import retry
from counter_tui.shop.sales import PlannedRow, planned_row, planned_rows
from counter_tui.shop.series import Who, appointment, close, plan_special, touch
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.shop.wishes import usual_channel
from counter_tui.shop.wording import channel_words, reason_words
from counter_tui.text import LINE_LENGTH, NOTE_LENGTH, clean
from counter_tui.words import listed, short_day

RETRIES = ("no_answer", "busy", "later", "wrong_number", "other", "broke_off", AWAITED)
"""Outcomes that leave the contact still to be made."""


@transaction
def finish(shop: Shop, entry: CallEntry, by: Who) -> CallSaved:
    """Write a contact into the history and plan what follows; saving the same one again changes nothing (C7)."""
    known = _written(shop, entry)
    if known is not None:
        return known
    with journal.step(by, "contact.recorded", [entry.customer], form=entry.uuid):
        return _finish(shop, entry, by)


@transaction
def propose(shop: Shop, entry: CallEntry, by: Who) -> CallSaved:
    """What `finish` would come to: it is done and taken back, so the proposal can't differ from the deed."""
    with db.atomic() as rehearsal:
        result = _written(shop, entry) or _finish(shop, replace(entry, next=None), by)
        rehearsal.rollback()
    return result


def _written(shop: Shop, entry: CallEntry) -> CallSaved | None:
    """What this very contact came to, if it is written already."""
    written = Contact.select(Contact.id, Contact.customer, Contact.revisit).where(Contact.uuid == entry.uuid)
    known = written.first() if entry.uuid else None
    if known is None:
        return None
    return CallSaved(known.id, _next_of(shop, known.customer_id, known.revisit_id), customer=known.customer.name)


def _finish(shop: Shop, entry: CallEntry, by: Who) -> CallSaved:
    customer = Customer.get_or_none(Customer.id == entry.customer)
    if customer is None:
        raise ShopError(_("This file is no longer there."))
    planned = Revisit.get_or_none(Revisit.id == entry.revisit, Revisit.customer == entry.customer)
    contact = _log(shop, entry, planned, by)
    settle_complaints(entry, by)
    day = clock.now().date()
    revisit = planned if planned is not None and planned.open_series else None
    stopped, reminders = 0, None
    follow: int | None = None
    if entry.outcome in RETRIES:
        follow = _again(shop, entry, revisit, by)
        if revisit is None and follow is not None:  # its steps are gone on with when it is called back
            Contact.update(revisit=follow).where(Contact.id == contact).execute()
    else:
        if entry.no_reminders:
            reminders = refuse_reminders(shop, entry.customer, day, by, but=revisit.id if revisit else None)
        _done(shop, entry, revisit, day, contact)
        if entry.outcome == "no_calls":
            stopped = refuse_promotion(shop, entry.customer, day, by, calls=True)
        touch(shop, entry.customer, day, revisit.clerk_id if revisit else by)
    if entry.outcome == "wrong_number":
        dialled = entry.dialled or standing_of(entry.customer)[1]
        _mark_wrong(entry.customer, dialled, by)
        _other_way(entry, dialled, follow)
    write_down(shop, entry, contact, by)
    follows = _settle_next(shop, entry, follow, by)
    if entry.outcome not in RETRIES and planned is not None:
        if revisit is None:
            promises.end_after_all(shop, planned.id, entry.promise, entry.outcome, by)
        elif entry.promise is not None:
            promises.end_otherwise(shop, revisit.id, entry.promise, by)
        follows = follows or _next_of(shop, entry.customer, planned.id)
    Contact.update(next_step=next_words(follows)).where(Contact.id == contact).execute()
    drafts.gone(entry.uuid)
    late = entry.revisit is not None and revisit is None
    return CallSaved(contact, follows, stopped, reminders, late=late, customer=customer.name)


def _log(shop: Shop, entry: CallEntry, planned: Revisit | None, by: Who) -> int:
    row = Contact.create(
        uuid=entry.uuid or new_uuid(),
        customer=entry.customer,
        revisit=planned,
        clerk=by,
        at=clock.utc(entry.started),
        seconds=entry.seconds,
        direction=entry.direction,
        channel=entry.channel,
        reason=entry.reason,
        purpose=entry.purpose or purpose_of(entry.reason, shop.policy),
        outcome=entry.outcome,
        topic=clean(entry.topic, LINE_LENGTH),
        said=clean(entry.said, NOTE_LENGTH, lines=True),
        request=clean(entry.request, LINE_LENGTH),
        script=entry.script,
        effect=entry.effect,
        allowed_by=entry.allowed.by if entry.allowed else None,
        allowed_why=clean(entry.allowed.why, LINE_LENGTH) if entry.allowed else "",
    )
    if entry.allowed:
        note(by, entry.customer, "contact.allowed", clerk=entry.allowed.by, why=clean(entry.allowed.why, LINE_LENGTH))
    for tick in entry.ticks:
        if tick.ticked or tick.note or tick.answer:
            ScriptTick.create(
                contact=row.id,
                step=tick.step,
                title=clean(tick.title, LINE_LENGTH),
                ticked=utc_now() if tick.ticked else None,
                note=clean(tick.note, NOTE_LENGTH, lines=True),
                answer=clean(tick.answer, LINE_LENGTH),
            )
    kind = _kind_of_piece(planned, entry.customer) if entry.objections else ""
    for raised in entry.objections:
        ObjectionRaised.create(
            uuid=raised.uuid or new_uuid(),
            customer=entry.customer,
            contact=row.id,
            clerk=by,
            card=raised.card,
            answer=raised.answer,
            ended=raised.ended,
            note=clean(raised.note, LINE_LENGTH),
            kind=kind,
        )
    return int(row.id)


def _done(shop: Shop, entry: CallEntry, revisit: Revisit | None, day: dt.date, contact: int) -> None:
    """The contact was made: it and what it served besides are over, and what follows takes its turn."""
    if revisit is not None and entry.promise is None:
        close(shop, revisit, DONE, entry.outcome, day)
    mine = Revisit.customer == entry.customer
    served = Revisit.select().where(mine, Revisit.id.in_(list(entry.also)), Revisit.state == OPEN)
    for row in served if entry.also else ():
        Revisit.update(last_outcome=entry.outcome).where(Revisit.id == row.id).execute()
        close(shop, row, DONE, entry.outcome, day)
        Finding.create(contact=contact, question=ALSO, answer=str(row.id))


def _again(shop: Shop, entry: CallEntry, revisit: Revisit | None, by: Who) -> int | None:
    """The contact is still to be made: the same revisit, at another time or by another channel."""
    if revisit is None:
        if entry.outcome in ("later", "broke_off"):
            step = retry(entry.outcome, 1, clock.now(), entry.later, shop.policy)
            callback = appointment("callback", step.due, entry.channel, entry.topic, step.hour)
            line = plan_special(entry.customer, callback, by)
            Revisit.update(last_outcome=entry.outcome).where(Revisit.id == line).execute()
            return line
        return None
    tries = revisit.tries + (entry.outcome in ("no_answer", "busy"))
    tried = _tried(revisit.id)
    hours = read_hours(revisit.customer.best_hours)
    # Who was asked by message when to call is called, where no answer comes.
    channel = usual_channel(entry.customer) if entry.outcome == AWAITED else revisit.channel
    step = retry(
        entry.outcome, tries, clock.now(), entry.later, shop.policy, tried=tried, hours=hours, reason=revisit.reason,
        channel=channel,
    )  # fmt: skip
    Revisit.change(
        revisit.id,
        None,
        due=step.due,
        closes=max(step.due, revisit.closes),
        hour=step.hour,
        agreed_on=clock.today() if entry.outcome == "later" and entry.later else None,
        channel=step.channel or channel,
        tries=tries,
        last_outcome=entry.outcome,
        state=OPEN,
    )
    return int(revisit.id)


def _tried(revisit: int) -> list[dt.time]:
    """The times of day at which a contact was tried in vain, the oldest first."""
    rows = (
        Contact.select(Contact.at)
        .where(Contact.revisit == revisit, Contact.outcome.in_(("no_answer", "busy")))
        .order_by(Contact.at, Contact.id)
    )
    return [clock.local(row.at).time() for row in rows]


def _mark_wrong(customer: int, dialled: str, by: Who) -> None:
    """The number that was dialled is somebody else's: the file says so, and the next one is used."""
    Phone.update(wrong_since=clock.today()).where(_number(customer, dialled)).execute()
    Customer.outdate(customer)
    note(by, customer, "phone.wrong", phone=dialled[-4:])


def _number(customer: int, dialled: str) -> Any:
    """A number of the customer, as it is dialled."""
    return (Phone.customer == customer) & (fn.COALESCE(Phone.e164, Phone.typed) == dialled)


def _another_number(customer: int, number: PhoneEntry, dialled: str) -> None:
    """The number that takes the place of the one `dialled`; one that is on file already is not wrong after all."""
    if number.dialled == dialled:
        raise ShopError(wrong_again())
    if not Phone.update(wrong_since=None).where(_number(customer, number.dialled)).execute():
        Phone.create(
            customer=customer,
            typed=number.typed[:60],
            e164=number.e164,
            kind=number.kind,
            verified=number.verified,
            position=Phone.select().where(Phone.customer == customer).count(),
        )
    Customer.outdate(customer)
    rewrite_keys(customer)


def wrong_again() -> str:
    """What is said where the number that took a wrong one's place is the wrong one."""
    return _("This is the number that was wrong.")


def _other_way(entry: CallEntry, dialled: str, follow: int | None) -> None:
    """After a wrong number: the one that was asked for, or another way to the customer (C10)."""
    if entry.other_number is not None:
        _another_number(entry.customer, entry.other_number, dialled)
        return
    row = Customer.get_by_id(entry.customer)
    ways = (("wechat", row.wechat), ("email", row.email), ("letter", row.address))
    channel = next((channel for channel, where in ways if where), "")
    if follow and channel and not standing_of(entry.customer)[1]:
        Revisit.change(follow, None, channel=channel)


def _kind_of_piece(planned: Revisit | None, customer: int) -> str:
    """The kind of the piece that was talked about; "" where none is known."""
    _sale, piece = subject(planned, customer) or (None, None)
    return piece.kind if piece else ""


def _settle_next(shop: Shop, entry: CallEntry, follow: int | None, by: Who) -> PlannedRow | None:
    """Apply the clerk's own wish to what is planned next, or plan what she asks for where nothing is.

    A promise keeps its day: the customer is told before it has another (I1).
    """
    planned = _next_of(shop, entry.customer, follow)
    wish = entry.next
    if wish is None:
        return planned
    of_its_own = entry.direction == "in" or (entry.revisit is None and follow is None)
    if planned is None or of_its_own or planned.reason == promises.REASON:
        own = appointment("special", wish.due, wish.channel, wish.topic, wish.hour)
        return _next_of(shop, entry.customer, plan_special(entry.customer, own, by))
    Revisit.change(
        planned.id,
        None,
        due=wish.due,
        closes=max(wish.due, planned.closes),
        channel=wish.channel or planned.channel,
        topic=clean(wish.topic),
        hour=wish.hour,
        agreed_on=clock.today(),
        state=OPEN,
    )
    if wish.due != planned.due:
        note(
            by,
            entry.customer,
            "revisit.moved",
            reason=planned.reason,
            old=planned.due.isoformat(),
            new=wish.due.isoformat(),
            why=_("agreed during the contact"),
        )
    return _next_of(shop, entry.customer, planned.id)


def _next_of(shop: Shop, customer: int, follow: int | None) -> PlannedRow | None:
    """The contact that follows: the one named, if it is still to be made, else the customer's soonest after today.

    Who has complained is answered first (F3), and while that is open no offer comes before anything else.
    """
    named = planned_rows(Revisit.id == follow, Revisit.open_series.is_null(False)).first() if follow else None
    order = [(Revisit.reason == "complaint").desc()]
    if Complaint.select().where(Complaint.customer == customer, Complaint.state == OPEN).exists():
        order.append(Revisit.reason.in_(shop.policy.calls.promotional_reasons).asc())
    row = named or (
        planned_rows(Revisit.customer == customer, Revisit.state == OPEN, Revisit.due > clock.today())
        .order_by(*order, Revisit.due, Revisit.id)
        .first()
    )
    return planned_row(row) if row else None


def next_words(planned: PlannedRow | None) -> str:
    """What follows, as a line of the history: "Second revisit, Thu 26 Nov, Phone"."""
    if planned is None:
        return ""
    words = [reason_words(planned.reason), short_day(planned.due)]
    words += [f"{planned.hour:%H:%M}"] if planned.hour else []
    words += [channel_words(planned.channel), planned.topic]
    return clean(listed(words))
