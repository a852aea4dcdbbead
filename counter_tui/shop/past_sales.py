"""What an imported history still asks for: only what lies ahead, spread so that the first morning is not buried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from counter_tui import clock
from counter_tui.models import OPEN, Consent, Revisit
from counter_tui.models.bulk import insert_rows
from counter_tui.shop import planning
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.permission import PROMOTION, SERVICE, purpose_of
from counter_tui.shop.planning import DAY, DAYS_A_YEAR, Plan
from counter_tui.shop.policy import Policy
from counter_tui.shop.series import Who, plan_first_two, when

_ROWS_AT_ONCE = 500
T = TypeVar("T")


@dataclass(frozen=True)
class PastSale:
    """A sale of the past, written already: `clerk` looks after what it still asks for."""

    id: int
    sold: dt.date
    clerk: Who = None


@dataclass(frozen=True)
class PastCustomer:
    """A customer taken over with a history. `dates` are important dates: id, kind, and the day."""

    id: int
    number: int
    clerk: Who = None
    sales: tuple[PastSale, ...] = ()
    dates: tuple[tuple[int, str, PartialDate], ...] = ()


def plan_for_history(shop: Shop, customers: Iterable[PastCustomer]) -> None:
    """What sales and dates of the past still ask for, for customers taken over: only what lies ahead (C2).

    A sale so fresh that its second revisit could still be due is looked after like a new one. Of an older one the
    cleaning and the check come at their next turn, counted from the day it was sold; keeping in touch, once a customer,
    is spread over the months that it may take, by the customer's number, so that the first morning is no mountain. What
    is planned already stays as it is.
    """
    today = clock.today()
    for portion in _portions(customers):
        ids = [customer.id for customer in portion]
        no_offers, no_calls = _refusing(ids, PROMOTION, "any"), _refusing(ids, SERVICE, "phone")
        rows = (row for past in portion for row in _ahead(past, today, past.id in no_offers, shop.policy))
        heard = ({**row, "channel": "text"} if row["customer"] in no_calls else row for row in rows)
        insert_rows(Revisit, heard, ignore=True)
        for customer in portion:
            for sale in customer.sales:
                if (today - sale.sold).days <= shop.policy.revisits.second_latest_days:
                    plan_first_two(customer.id, sale.id, sale.sold, sale.clerk, shop.policy)


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while portion := list(islice(rest, _ROWS_AT_ONCE)):
        yield portion


def _ahead(past: PastCustomer, today: dt.date, refuses: bool, policy: Policy) -> Iterator[dict[str, Any]]:
    """What is still to come for somebody taken over, as rows to store."""

    def row(series: str, planned: Plan, clerk: Who, sale: int | None = None, date: int | None = None) -> dict[str, Any]:
        belongs = {"customer": past.id, "series": series, "open_series": series, "clerk": clerk}
        return belongs | {"sale": sale, "date": date, "state": OPEN} | when(planned)

    for sale in past.sales:
        for name, rule, months in (
            ("cleaning", planning.cleaning, policy.revisits.cleaning_months),
            ("check", planning.yearly_check, policy.revisits.check_months),
        ):
            yield row(f"{name}:sale:{sale.id}", _next_turn(rule, sale.sold, months, today, policy), sale.clerk, sale.id)
    if past.sales and not (refuses and purpose_of("regular", policy) == PROMOTION):
        last = max(sale.sold for sale in past.sales)
        yield row(f"regular:customer:{past.id}", _spread(last, past.number, today, policy), past.clerk)
    if not (refuses and purpose_of("birthday", policy) == PROMOTION):
        for id_, kind, date in past.dates:
            yield row(f"date:{id_}", planning.important_date(kind, date, today, policy), past.clerk, date=id_)


def _next_turn(
    rule: Callable[[dt.date, Policy], Plan], sold: dt.date, months: int, today: dt.date, policy: Policy
) -> Plan:
    """The first time of a service every so many months that lies ahead, as if each had been done on its day."""
    over = max(((today.year - sold.year) * 12 + today.month - sold.month) // months - 1, 0)
    while (turn := rule(planning.add_months(sold, over * months), policy)).due < today:
        over += 1
    return turn


def _spread(last: dt.date, number: int, today: dt.date, policy: Policy) -> Plan:
    """Keeping in touch as it would be due; where that is over, on the day that the customer's number chooses."""
    usual = planning.regular(last, policy)
    if usual.due >= today:
        return usual
    span = DAYS_A_YEAR // policy.revisits.contacts_per_year
    lead = max(span - policy.revisits.regular_window_days, 1)
    return replace(planning.regular(today + (1 + number % span - lead) * DAY, policy), anchor=last)


def _refusing(customers: Sequence[int], purpose: str, channel: str) -> set[int]:
    """Those of some customers whose newest word on this purpose and channel is a no."""
    newest: dict[int, bool] = {}
    rows = (
        Consent.select(Consent.customer, Consent.granted)
        .where(Consent.customer.in_(list(customers)), Consent.purpose == purpose, Consent.channel == channel)
        .order_by(Consent.id)
    )  # fmt: skip
    for row in rows:
        newest[row.customer_id] = row.granted
    return {customer for customer, granted in newest.items() if not granted}
