"""What an imported history still asks for: only what lies ahead, spread so that the first morning is not buried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.models import OPEN, WAITING, Consent, Customer, Revisit, new_uuid
from counter_tui.models.bulk import Rows
from counter_tui.shop import planning
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.permission import PROMOTION, SERVICE, purpose_of
from counter_tui.shop.planning import DAYS_A_YEAR, Plan, important_date
from counter_tui.shop.policy import Policy
from counter_tui.shop.series import Who

_COLUMNS = ["id", "uuid", "customer", "sale", "date", "after", "clerk", "series", "open_series", "channel"]
_COLUMNS += ["state", "reason", "anchor", "due", "closes"]
_REMEMBERED = 8192

Row = tuple[Any, ...]
Told = tuple[str, str, str, str, str]
"""What a row has of a plan: state, reason, anchor, due, closes."""


@dataclass(frozen=True, slots=True)
class PastSale:
    """A sale of the past, written already: `clerk` looks after what it still asks for."""

    id: int
    customer: int
    sold: dt.date
    clerk: Who = None


@dataclass(frozen=True, slots=True)
class PastCustomer:
    """A customer taken over with a history: the day of the last sale, if there was one, and who looks after them.

    `dates` are important dates: id, kind, and the day.
    """

    id: int
    number: int
    clerk: Who = None
    last_sale: dt.date | None = None
    dates: tuple[tuple[int, str, PartialDate], ...] = ()


class History:
    """Plans what sales and dates of the past still ask for, for customers taken over: only what lies ahead (C2).

    A sale so fresh that its second revisit could still be due is looked after like a new one. Of an older one the
    cleaning and the check come at their next turn, counted from the day it was sold; keeping in touch, once a customer,
    is spread over the months that it may take, by the customer's number, so that the first morning is no mountain. What
    is planned already stays as it is. Within one transaction.
    """

    def __init__(self, shop: Shop) -> None:
        self._policy, self._today = shop.policy, clock.today()
        self._rows = Rows(Revisit, *_COLUMNS, ignore=True)
        self._name, self._named = new_uuid()[:24], 0
        # The same days come again and again.
        remember = lru_cache(maxsize=_REMEMBERED)
        self._turn = remember(lambda name, sold: _told(_next_turn(name, sold, self._today, self._policy)))
        self._usual = remember(partial(planning.regular, policy=self._policy))
        self._wished = remember(lambda kind, date: _told(important_date(kind, date, self._today, self._policy)))
        self._offers = {reason: purpose_of(reason, self._policy) == PROMOTION for reason in ("regular", "birthday")}

    def plan_for_customers(self, customers: Sequence[PastCustomer], *, known: bool = True) -> None:
        """Keeping in touch, and the important dates. Nobody but a `known` customer has ever said no to anything."""
        ids = [customer.id for customer in customers] if known else []
        no_offers, no_calls = _refusing(ids, PROMOTION, "any"), _refusing(ids, SERVICE, "phone")
        self._write(row for past in customers for row in self._of(past, past.id in no_offers, past.id in no_calls))

    def plan_for_sales(self, sales: Sequence[PastSale], *, known: bool = True) -> None:
        """Cleanings and checks; of the last days, the first revisits too."""
        no_calls = _refusing([sale.customer for sale in sales] if known else [], SERVICE, "phone")
        latest = self._policy.revisits.second_latest_days
        fresh = [sale for sale in sales if (self._today - sale.sold).days <= latest]
        self._write(row for sale in sales for row in self._services(sale, sale.customer in no_calls))
        if fresh:
            liked = _liked([sale.customer for sale in fresh]) if known else {}
            for sale in fresh:
                channel = liked.get(sale.customer, "phone")
                channel = "text" if channel == "phone" and sale.customer in no_calls else channel
                self._write(self._first_two(sale, channel))

    def _of(self, past: PastCustomer, no_offers: bool, no_calls: bool) -> Iterator[Row]:
        channel = "text" if no_calls else "phone"
        if past.last_sale and not (no_offers and self._offers["regular"]):
            plan = self._regular(past.last_sale, past.number % _span(self._policy))
            yield self._row(_told(plan), f"regular:customer:{past.id}", past.id, past.clerk, channel)
        if not (no_offers and self._offers["birthday"]):
            for id_, kind, date in past.dates:
                yield self._row(self._wished(kind, date), f"date:{id_}", past.id, past.clerk, channel, date=id_)

    def _services(self, sale: PastSale, no_calls: bool) -> Iterator[Row]:
        channel = "text" if no_calls else "phone"
        for name in ("cleaning", "check"):
            series = f"{name}:sale:{sale.id}"
            yield self._row(self._turn(name, sale.sold), series, sale.customer, sale.clerk, channel, sale=sale.id)

    def _first_two(self, sale: PastSale, channel: str) -> Iterator[Row]:
        belongs = (sale.customer, sale.clerk, channel)
        plan = planning.first_revisit(sale.sold, self._policy)
        first = self._row(_told(plan), f"first:sale:{sale.id}", *belongs, sale=sale.id)
        yield first
        second = planning.second_revisit(sale.sold, None, self._policy)
        yield self._row(_told(second), f"second:sale:{sale.id}", *belongs, sale=sale.id, after=first[0])

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
        self._named += 1
        uuid = f"{self._name}{self._named:08x}"  # one after the other, which an index takes far faster than random ones
        return (self._rows.id(), uuid, customer, sale, date, after, clerk, series, series, channel, *plan)

    def _write(self, rows: Iterator[Row]) -> None:
        self._rows.write(list(rows))

    def _regular(self, last: dt.date, place: int) -> Plan:
        """Keeping in touch as it would be due; where that is over, on a day by the customer's `place` in turn."""
        usual = self._usual(last)
        if usual.due >= self._today:
            return usual
        lead = max(_span(self._policy) - self._policy.revisits.regular_window_days, 1)
        return replace(self._usual(self._today + (1 + place - lead) * DAY), anchor=last)


def _told(plan: Plan) -> Told:
    """A plan's columns of a row."""
    state = WAITING if plan.waits else OPEN
    return (state, plan.reason, f"{plan.anchor}", f"{plan.due}", f"{plan.closes}")


def _span(policy: Policy) -> int:
    """The days between two contacts of keeping in touch."""
    return DAYS_A_YEAR // policy.revisits.contacts_per_year


def _next_turn(name: str, sold: dt.date, today: dt.date, policy: Policy) -> Plan:
    """The first cleaning or check that lies ahead, as if each before it had been done on its day."""
    rule = planning.cleaning if name == "cleaning" else planning.yearly_check
    months = policy.revisits.cleaning_months if name == "cleaning" else policy.revisits.check_months
    over = max(((today.year - sold.year) * 12 + today.month - sold.month) // months - 1, 0)
    while (turn := rule(planning.add_months(sold, over * months), policy)).due < today:
        over += 1
    return turn


def _liked(customers: Sequence[int]) -> dict[int, str]:
    """How those of some customers like to be reached who have said it."""
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
