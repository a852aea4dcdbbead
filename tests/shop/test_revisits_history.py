"""What a shop's past still asks for, once it is taken over: only what lies ahead, and not all on the first morning."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_tui import clock
from counter_tui.models import Customer, ImportantDate, Revisit, Sale, db, new_uuid
from counter_tui.shop import planning
from counter_tui.shop.customers import CustomerEntry, consent, open_file
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.months import add_months
from counter_tui.shop.past_sales import History, PastCustomer, PastSale
from counter_tui.shop.policy import load_policy

TODAY = dt.date(2026, 11, 21)
DAY = dt.timedelta(days=1)
POLICY = load_policy(None).value


def plan_for_history(shop, crowd: list[PastCustomer]) -> None:
    with db.atomic():
        History(shop).plan(crowd)


def past(shop, mei, *days: dt.date, number: int = 0, dates: tuple = (), clerk: int | None = None) -> PastCustomer:
    """A customer with sales of the past, as written down and not planned for."""
    customer = open_file(shop, CustomerEntry("张晓红", uuid=new_uuid()), mei)
    number = number or Customer.get_by_id(customer).number
    count = Sale.select().count()
    sales = [Sale.create(number=count + n, customer=customer, day=day) for n, day in enumerate(days, 1)]
    kept = tuple(
        (ImportantDate.create(customer=customer, kind=kind, calendar=d.calendar, month=d.month, day=d.day).id, kind, d)
        for kind, d in dates
    )
    who = clerk or mei
    return PastCustomer(customer, number, who, kept, tuple(PastSale(sale.id, sale.day, who) for sale in sales))


def planned(customer: PastCustomer) -> dict[str, Revisit]:
    rows = Revisit.select().where(Revisit.customer == customer.id)
    return {row.reason: row for row in rows}


def test_a_fresh_sale_is_looked_after_like_any_other(shop, mei) -> None:
    customer = past(shop, mei, TODAY - 4 * DAY)
    plan_for_history(shop, [customer])
    rows = planned(customer)
    assert set(rows) == {"first", "second", "cleaning", "check", "regular"}
    assert (rows["first"].due, rows["second"].state) == (TODAY - DAY, "waiting")
    assert rows["second"].after_id == rows["first"].id
    assert rows["regular"].due == planning.regular(TODAY - 4 * DAY, POLICY).due


def test_an_older_sale_asks_only_for_what_lies_ahead(shop, mei) -> None:
    customer = past(shop, mei, dt.date(2024, 3, 5))
    plan_for_history(shop, [customer])
    rows = planned(customer)
    assert set(rows) == {"cleaning", "check", "regular"}
    assert rows["cleaning"].due == dt.date(2027, 3, 5)
    assert rows["check"].due == dt.date(2027, 3, 5)
    assert {row.clerk_id for row in rows.values()} == {mei}


def test_birthdays_come_round_next_and_nobody_is_kept_in_touch_with_who_bought_nothing(shop, mei) -> None:
    born = ("birthday", PartialDate("solar", 11, 20)), ("birthday", PartialDate("lunar", 1, 8))
    customer = past(shop, mei, dates=born)
    plan_for_history(shop, [customer])
    due = sorted(row.due for row in Revisit.select().where(Revisit.customer == customer.id))
    assert due == [dt.date(2027, 2, 13), dt.date(2027, 11, 20)]


def test_who_wants_no_offers_gets_none_and_service_stays(shop, mei) -> None:
    customer = past(shop, mei, dt.date(2024, 3, 5), dates=(("birthday", PartialDate("solar", 12, 1)),))
    consent(shop, customer.id, False, mei)
    plan_for_history(shop, [customer])
    assert set(planned(customer)) == {"cleaning", "check"}


def test_who_wants_no_calls_is_served_by_text(shop, mei) -> None:
    customer = past(shop, mei, dt.date(2024, 3, 5), TODAY - 4 * DAY)
    consent(shop, customer.id, False, mei, calls=False)
    plan_for_history(shop, [customer])
    assert {row.channel for row in Revisit.select()} == {"text"}


def test_what_is_planned_already_stays_as_it_is(shop, mei) -> None:
    customer = past(shop, mei, dt.date(2024, 3, 5))
    plan_for_history(shop, [customer])
    before = list(Revisit.select().order_by(Revisit.id).dicts())
    plan_for_history(shop, [customer])
    assert list(Revisit.select().order_by(Revisit.id).dicts()) == before


def test_the_first_morning_is_no_mountain(shop, mei) -> None:
    span = 365 // POLICY.revisits.contacts_per_year
    with db.atomic():
        crowd = [past(shop, mei, dt.date(2023, 5, 6), number=number) for number in range(1, 2 * span + 1)]
    plan_for_history(shop, crowd)
    due = Counter(row.due for row in Revisit.select().where(Revisit.reason == "regular"))
    assert set(due.values()) == {2}
    assert (min(due), max(due)) == (TODAY + DAY, TODAY + span * DAY)


@pytest.mark.parametrize("months", ["cleaning", "check"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sold=st.dates(dt.date(1990, 1, 1), TODAY - 31 * DAY))
def test_a_service_comes_at_its_turn_counted_from_the_sale(shop, mei, months: str, sold: dt.date) -> None:
    customer = past(shop, mei, sold)
    plan_for_history(shop, [customer])
    row = planned(customer)[months]
    every = {"cleaning": POLICY.revisits.cleaning_months, "check": POLICY.revisits.check_months}[months]
    turns = {add_months(sold, every * n) for n in range(1, 2 + 12 * 40 // every)}
    assert any(abs((row.due - turn).days) <= 3 for turn in turns)
    assert row.closes >= TODAY
    earlier = max((turn for turn in turns if turn < row.due - 3 * DAY), default=sold)
    assert earlier + POLICY.revisits.window_days * DAY < TODAY


def test_a_cleaning_that_is_due_just_now_is_asked_for_by_the_import_too(shop, mei, sell) -> None:
    """As if the sale had been typed in; one whose days are over comes at the next turn."""
    typed = sell(dt.date(2026, 5, 10))
    for sold, due in (
        (dt.date(2026, 5, 10), dt.date(2026, 11, 10)),
        (dt.date(2025, 11, 7), dt.date(2026, 11, 7)),
        (dt.date(2026, 5, 6), dt.date(2027, 5, 6)),
    ):
        name = "check" if sold.year == 2025 else "cleaning"
        turn = planning.next_service(name, sold, clock.today(), shop.policy)
        assert turn.due == due, sold
    sale = Revisit.get(Revisit.sale == typed.sale, Revisit.reason == "cleaning")
    assert (sale.due, sale.closes) == (dt.date(2026, 11, 10), dt.date(2026, 11, 24))
    imported = planning.next_service("cleaning", dt.date(2026, 5, 10), clock.today(), shop.policy)
    assert (imported.due, imported.closes) == (sale.due, sale.closes)
