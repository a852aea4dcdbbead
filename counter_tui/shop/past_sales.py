"""What an imported history still asks for: only what lies ahead, spread so that the first morning is not buried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from counter_tui import clock
from counter_tui.models import OPEN, WAITING, Consent, Customer, Revisit
from counter_tui.models.bulk import Rows
from counter_tui.shop import planning
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.permission import PROMOTION, REMINDER, SERVICE, purpose_of
from counter_tui.shop.planning import DAYS_A_YEAR, Plan, important_date, regular
from counter_tui.shop.series import Who

_COLUMNS = ["id", "customer", "sale", "date", "after", "clerk", "series", "open_series", "channel"]
_COLUMNS += ["state", "reason", "anchor", "due", "closes"]
_REMEMBERED = 8192

Row = tuple[Any, ...]
Told = tuple[str, str, str, str, str]
"""What a row has of a plan: state, reason, anchor, due, closes."""


class PastSale(NamedTuple):
    """A sale of the past, written already: `clerk` looks after what it still asks for."""

    id: int
    sold: dt.date
    clerk: Who = None


class PastCustomer(NamedTuple):
    """A customer taken over with a history: who looks after them, and the sales, the oldest first.

    `dates` are important dates: id, kind, and the day.
    """

    id: int
    number: int
    clerk: Who = None
    dates: tuple[tuple[int, str, PartialDate], ...] = ()
    sales: tuple[PastSale, ...] = ()


class History:
    """Plans what sales and dates of the past still ask for, for customers taken over: what is due or lies ahead (C2).

    The rules are those of a sale typed by hand (`series.plan_for_sale`), for many at once. What is planned already
    stays as it is. Within one transaction.
    """

    def __init__(self, shop: Shop) -> None:
        policy, today = shop.policy, clock.today()
        self._rows = Rows(Revisit, *_COLUMNS, ignore=True)
        self._offers = {reason: purpose_of(reason, policy) == PROMOTION for reason in ("regular", "birthday")}
        self._span = DAYS_A_YEAR // policy.revisits.contacts_per_year
        # The same days come again and again.
        remember = lru_cache(maxsize=_REMEMBERED)
        self._asked_for = remember(lambda sold: _named(planning.asked_for(sold, today, policy)))
        self._wished = remember(lambda kind, date: _told(important_date(kind, date, today, policy)))
        self._usual = remember(lambda last: _told(plan) if (plan := regular(last, policy)).due >= today else None)
        self._in_turn = remember(lambda place: _told(planning.in_turn(place, today, policy)))

    def plan(self, customers: Sequence[PastCustomer], *, known: bool = True) -> None:
        """Plan for these. Nobody else than a `known` customer has said no to anything, or how to be reached."""
        ids = [customer.id for customer in customers] if known else []
        no_offers, no_calls, liked = _refusing(ids, PROMOTION, "any"), _refusing(ids, SERVICE, "phone"), _liked(ids)
        unreminded = _refusing(ids, SERVICE, REMINDER)
        planned: list[Row] = []
        for past in customers:
            channel = planning.channel_for(liked.get(past.id, ""), no_calls=past.id in no_calls)
            planned += self._of_customer(past, channel, past.id in no_offers)
            for sale in past.sales:
                planned += self._of_sale(past.id, sale, channel, past.id in unreminded)
        self._rows.write(planned)

    def _of_customer(self, past: PastCustomer, channel: str, no_offers: bool) -> Iterator[Row]:
        """Keeping in touch, and the important dates."""
        if past.sales and not (no_offers and self._offers["regular"]):
            plan = self._regular(past.sales[-1].sold, past.number % self._span)
            yield self._row(plan, f"regular:customer:{past.id}", past.id, past.clerk, channel)
        if not (no_offers and self._offers["birthday"]):
            for id_, kind, date in past.dates:
                yield self._row(self._wished(kind, date), f"date:{id_}", past.id, past.clerk, channel, date=id_)

    def _regular(self, last: dt.date, place: int) -> Told:
        """Keeping in touch as it would be due; where that is over, on a day by the customer's `place` in turn."""
        if usual := self._usual(last):
            return usual
        state, reason, _anchor, due, closes = self._in_turn(place)
        return state, reason, f"{last}", due, closes

    def _of_sale(self, customer: int, sale: PastSale, channel: str, unreminded: bool) -> Iterator[Row]:
        before = 0
        for series, plan in self._asked_for(sale.sold):
            if unreminded and plan[1] in planning.SERVICES:
                continue
            after = before if plan[0] == WAITING else None
            row = self._row(plan, f"{series}{sale.id}", customer, sale.clerk, channel, sale=sale.id, after=after)
            before = row[0]
            yield row

    def _row(
        self,
        plan: Told,
        series: str,
        customer: int,
        clerk: Who,
        channel: str,
        *,
        sale: int | None = None,
        date: int | None = None,
        after: int | None = None,
    ) -> Row:
        return (self._rows.id(), customer, sale, date, after, clerk, series, series, channel, *plan)


def _told(plan: Plan) -> Told:
    """A plan's columns of a row."""
    state = WAITING if plan.waits else OPEN
    return (state, plan.reason, f"{plan.anchor}", f"{plan.due}", f"{plan.closes}")


def _named(plans: Iterable[Plan]) -> tuple[tuple[str, Told], ...]:
    """What a sale asks for, each with the beginning of its series."""
    return tuple((f"{plan.reason}:sale:", _told(plan)) for plan in plans)


def _liked(customers: Sequence[int]) -> dict[int, str]:
    """How those of some customers like to be reached who have said it."""
    if not customers:
        return {}
    asked = Customer.id.in_(list(customers))
    rows = Customer.select(Customer.id, Customer.channel).where(asked, Customer.channel != "")
    return {row.id: row.channel for row in rows}


def _refusing(customers: Sequence[int], purpose: str, channel: str) -> set[int]:
    """Those of some customers whose newest word on this purpose and channel is a no."""
    newest: dict[int, bool] = {}
    if not customers:
        return set()
    rows = (
        Consent.select(Consent.customer, Consent.granted)
        .where(Consent.customer.in_(list(customers)), Consent.purpose == purpose, Consent.channel == channel)
        .order_by(Consent.id)
    )  # fmt: skip
    for row in rows:
        newest[row.customer_id] = row.granted
    return {customer for customer, granted in newest.items() if not granted}
