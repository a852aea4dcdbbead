"""Contacts to make, planned and closed inside somebody's transaction (mission C): nothing is planned twice or lost.

What closes says why, and what repeats plans the next time itself. What a clerk does with one is in shop/revisits.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from peewee import fn

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.models import (
    ALIVE,
    CANCELLED,
    DONE,
    EXPLAINED,
    KEPT,
    OPEN,
    WAITING,
    Clerk,
    Complaint,
    Customer,
    ImportantDate,
    Promise,
    Revisit,
    Sale,
    utc_now,
)
from counter_tui.shop import planning
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.permission import PROMOTION, REMINDER, SERVICE, purpose_of
from counter_tui.shop.planning import Plan
from counter_tui.shop.policy import Policy
from counter_tui.shop.trace import ShopError
from counter_tui.shop.wishes import refuses, usual_channel
from counter_tui.text import LINE_LENGTH, clean

ENDED = "ended"
"""The last outcome of a contact that was taken off the list for good: nothing plans it again by itself."""
Who = int | None


def partial_date(row: ImportantDate) -> PartialDate:
    """An important date as it was said, from its stored parts."""
    return PartialDate("lunar" if row.calendar == "lunar" else "solar", row.month, row.day, row.leap, row.year)


def plan(
    customer: int, series: str, plan: Plan, clerk: Who, liked: str | None = None, **belongs: int | None
) -> int | None:
    """Store a plan, unless its series has one open already. `belongs`: sale, visit, date, after. Its id, or None.

    Nothing is planned with a clerk who has left: it stands on the list for whoever does it. Who wants no reminders is
    reminded of no service: it stays theirs, and nothing is planned.

    Where the plan names no channel the customer is reached the way they have `liked`, looked up unless it is told.
    """
    if plan.reason in planning.SERVICES and refuses(customer, SERVICE, REMINDER):
        return None
    plan = replace(plan, channel=plan.channel or liked or usual_channel(customer))
    rows = (
        Revisit.insert(
            customer=customer,
            series=series,
            open_series=series,
            clerk=_serving(clerk),
            state=WAITING if plan.waits else OPEN,
            **when(plan),
            **belongs,
        )
        .on_conflict_ignore()
        .returning(Revisit.id)
        .execute()
    )  # fmt: skip
    return next((row.id for row in rows), None)


def _serving(clerk: Who) -> Any:
    """This clerk, or nobody in particular if they have left by now."""
    return None if clerk is None else Clerk.select(Clerk.id).where(Clerk.id == clerk, Clerk.active)


def carer(clerk: Who, by: Who) -> Who:
    """Who makes the contacts of what `clerk` is named for: `by`, who writes it down, if nobody is or they have left."""
    return clerk if clerk is not None and _serving(clerk).exists() else by


def plan_first_two(customer: int, sale: int, sold: dt.date, clerk: Who, policy: Policy) -> None:
    """The first revisit of a fresh sale, and the second, which waits for it."""
    _plan_of_sale(customer, sale, planning.first_two(sold, policy), clerk)


def plan_for_sale(shop: Shop, customer: int, sale: int, sold: dt.date, clerk: Who) -> None:
    """Everything a sale asks for (C1, C2), and keeping in touch."""
    _plan_of_sale(customer, sale, planning.asked_for(sold, clock.today(), shop.policy), clerk)
    touch(shop, customer, sold, clerk, anew=True)


def _plan_of_sale(customer: int, sale: int, plans: Iterable[Plan], clerk: Who) -> None:
    liked, before = usual_channel(customer), None
    for one in plans:
        after = before if one.waits else None
        before = plan(customer, f"{one.reason}:sale:{sale}", one, clerk, liked, sale=sale, after=after)


def plan_dates(shop: Shop, customer: int, clerk: Who, on_or_after: dt.date) -> None:
    """The next birthday, wedding day and the like, each once (A6).

    One that has been wished is not wished again, and one that a clerk has ended for good stays so.
    """
    for row in ImportantDate.select().where(ImportantDate.customer == customer):
        if _ended(Revisit.date == row.id):
            continue
        wished = Revisit.select(fn.MAX(Revisit.anchor)).where(Revisit.date == row.id, Revisit.state == DONE).scalar()
        _plan_date(shop, row, clerk, max(on_or_after, wished + DAY) if wished else on_or_after)


def plan_special(customer: int, planned: Plan, clerk: Who) -> int:
    """Store a contact that belongs to no series but itself; any number of them may be open."""
    own = f"{planned.reason}:customer:{customer}:"
    names = [row.series for row in Revisit.select(Revisit.series).where(Revisit.customer == customer)]
    taken = [int(number) for name in names if name.startswith(own) and (number := name.removeprefix(own)).isdecimal()]
    made = plan(customer, f"{own}{max(taken, default=0) + 1}", planned, clerk)
    assert made is not None
    return made


def appointment(reason: str, day: dt.date, channel: str = "", topic: str = "", hour: dt.time | None = None) -> Plan:
    """A contact on a day that is agreed with the customer, or set by a clerk."""
    today = clock.today()
    return Plan(reason, today, day, day, channel, clean(topic, LINE_LENGTH), hour=hour, agreed_on=today)


def follow_way(customer: int, before: str) -> None:
    """What was to reach the customer the way they liked `before` (usual_channel) goes the way they like now, but for
    what was agreed with them, or tried already."""
    now = usual_channel(customer)
    for row in alive(customer) if now != before else ():
        if row.channel == before and row.agreed_on is None and not row.tries:
            Revisit.change(row.id, None, channel=now)


def still_to_come(day: dt.date) -> None:
    """Raise ShopError for a day that is over: nothing is planned or promised for it."""
    if day < clock.today():
        raise ShopError(_("That day is over: choose today or later."))


def replan(row: Revisit, plan: Plan) -> None:
    """Give a planned contact other days, because what it was counted from was wrong; one that was agreed keeps its."""
    if row.agreed_on is None:
        Revisit.change(row.id, None, **when(plan, row))


def count_anew(shop: Shop, customer: int, wrong: dt.date, last: dt.date) -> None:
    """Keeping in touch that counts from a `wrong` day counts from the `last` contact, unless it is under way."""
    row = Revisit.get_or_none(Revisit.open_series == f"regular:customer:{customer}", Revisit.anchor == wrong)
    if row is not None and not (row.tries or row.hour or row.last_outcome):
        replan(row, _regular(customer, last, shop.policy))


def touch(shop: Shop, customer: int, day: dt.date, clerk: Who, *, anew: bool = False) -> None:
    """The customer was in contact with the shop on `day`: keeping in touch counts from then (C2).

    Where a clerk has ended it for good, it begins `anew` only with a purchase or a yes to news and offers. A day that
    was agreed for it holds, and so does a call that broke off.
    """
    Customer.update(last_seen=utc_now()).where(Customer.id == customer).execute()
    if refuses(customer) and purpose_of("regular", shop.policy) == PROMOTION:
        return
    series = f"regular:customer:{customer}"
    standing = (
        Revisit.select(
            Revisit.id, Revisit.anchor, Revisit.channel, Revisit.topic, Revisit.agreed_on, Revisit.last_outcome
        )
        .where(Revisit.open_series == series)
        .get_or_none()
    )
    next_time = _regular(customer, day, shop.policy)
    if standing is None:
        if anew or not _ended(Revisit.customer == customer, Revisit.series == series):
            plan(customer, series, next_time, clerk)
    elif standing.agreed_on or standing.last_outcome == "broke_off":
        return
    elif standing.anchor < day or standing.anchor > clock.today():  # one that lies ahead was noted by a wrong clock
        Revisit.change(standing.id, None, tries=0, last_outcome="", **when(next_time, standing))


def close(shop: Shop, revisit: Revisit, state: str, why: str, day: dt.date, *, for_good: bool = False) -> None:
    """End a revisit on `day`; what waits for it takes its turn, what repeats is planned again unless `for_good`."""
    Revisit.change(revisit.id, None, state=state, open_series=None, closed_on=day, closed_why=why)
    _release(shop, revisit, day)
    _follow_owed(shop, revisit, state, why, day)
    if revisit.reason in planning.REPEATING and not for_good:
        _plan_next(shop, revisit, day)


def close_followups(shop: Shop, bought: Mapping[int, dt.date]) -> dict[int, Revisit]:
    """Who has bought is not asked why not (B9): what is planned after visits up to the day these customers bought is
    over. Answers it by customer, as it stood."""
    over: dict[int, Revisit] = {}
    named = [f"visit:customer:{customer}" for customer in bought]
    for row in Revisit.select().where(Revisit.open_series.in_(named)):
        if row.anchor <= bought[row.customer_id]:
            close(shop, row, CANCELLED, _("has bought"), clock.today())
            over[row.customer_id] = row
    return over


def plan_answer(shop: Shop, complaint: Complaint, clerk: Who) -> None:
    """The contact in which a complaint is answered: from the next working day, within the days policy gives (F3)."""
    today, policy = clock.today(), shop.policy
    due = planning.next_working_day(today, policy.opening)
    closes = max(due, today + policy.complaints.report_days * DAY)
    topic = clean(complaint.wish or complaint.words, LINE_LENGTH)
    line = plan_special(complaint.customer_id, Plan("complaint", today, due, closes, topic=topic), clerk)
    Complaint.update(revisit=line).where(Complaint.id == complaint.id).execute()


def when(plan: Plan, standing: Revisit | None = None) -> dict[str, Any]:
    """A plan as columns; channel and topic are those of the contact that stands already, if one does."""
    keep = standing or plan
    return {
        "reason": plan.reason,
        "anchor": plan.anchor,
        "due": plan.due,
        "closes": plan.closes,
        "hour": plan.hour,
        "agreed_on": plan.agreed_on,
        "channel": keep.channel,
        "topic": keep.topic,
    }


def _regular(customer: int, last: dt.date, policy: Policy) -> Plan:
    """Keeping in touch, counted from the `last` contact; where that day is over, in the customer's turn."""
    usual, today = planning.regular(last, policy), clock.today()
    if usual.due >= today:
        return usual
    number = Customer.select(Customer.number).where(Customer.id == customer).scalar()
    return replace(planning.in_turn(number, today, policy), anchor=last)


def alive(customer: int) -> list[Revisit]:
    """What is planned for a customer, or waits."""
    return list(Revisit.select().where(Revisit.customer == customer, Revisit.state.in_(ALIVE)))


def _ended(*whose: object) -> bool:
    """Whether the newest contact of a series was taken off the list for good."""
    newest = Revisit.select(Revisit.last_outcome).where(*whose).order_by(Revisit.id.desc()).first()
    return newest is not None and newest.last_outcome == ENDED


def _follow_owed(shop: Shop, over: Revisit, state: str, why: str, day: dt.date) -> None:
    """What a contact was planned for goes with it.

    A promise is kept, or explained by the reason given (I1); a complaint stands until the customer closes it, so that
    its next answer is planned (F3).
    """
    if over.reason == "promise":
        values = {"state": KEPT if state == DONE else EXPLAINED, "closed_on": day, "closed_words": clean(why)}
        for promise in Promise.select(Promise.id).where(Promise.revisit == over.id, Promise.state == OPEN):
            Promise.change(promise.id, None, **values)
    elif over.reason == "complaint":
        for complaint in Complaint.select().where(Complaint.revisit == over.id, Complaint.state == OPEN):
            plan_answer(shop, complaint, over.clerk_id)


def _release(shop: Shop, over: Revisit, day: dt.date) -> None:
    waiting = (
        Revisit.select(Revisit.id, Revisit.channel, Revisit.topic, Sale.day)
        .join(Sale)
        .where(Revisit.after == over.id, Revisit.state == WAITING)
    )
    for row in waiting:
        assert row.sale is not None  # joined above
        plan = planning.second_revisit(row.sale.day, day, shop.policy)
        Revisit.change(row.id, None, state=OPEN, **when(plan, row))


def _plan_next(shop: Shop, over: Revisit, day: dt.date) -> None:
    if over.reason == "regular":
        touch(shop, over.customer_id, day, over.clerk_id)
    elif over.reason == "cleaning":
        plan(over.customer_id, over.series, planning.cleaning(day, shop.policy), over.clerk_id, sale=over.sale_id)
    elif over.reason == "check":
        plan(over.customer_id, over.series, planning.yearly_check(day, shop.policy), over.clerk_id, sale=over.sale_id)
    elif over.date is not None:
        _plan_date(shop, over.date, over.clerk_id, max(day, over.anchor) + DAY)


def _plan_date(shop: Shop, row: ImportantDate, clerk: Who, on_or_after: dt.date) -> None:
    if refuses(row.customer_id) and purpose_of("birthday", shop.policy) == PROMOTION:
        return
    next_time = planning.important_date(row.kind, partial_date(row), on_or_after, shop.policy)
    plan(row.customer_id, f"date:{row.id}", next_time, clerk, date=row.id)
