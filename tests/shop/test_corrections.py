"""A sale or a file put right afterwards: figures, pieces, what is planned from its day, and the trace."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from counter_tui import clock
from counter_tui.models import AuditEntry, Customer, Revisit
from counter_tui.shop import planning
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import CustomerEntry, DateEntry, correct, entry_of, open_file
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.files import read_file
from counter_tui.shop.lookup import find
from counter_tui.shop.outcomes import finish
from counter_tui.shop.sales import SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.trace import FasterError, ShopError
from tests.conftest import SATURDAY
from tests.shop.conftest import RING, customer

SOLD, TODAY = dt.date(2026, 11, 17), SATURDAY.date()


def test_a_wrong_price_and_certificate_are_put_right_everywhere(shop, mei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of_sale(shop, saved.sale)
    piece = replace(entry.pieces[0], price=Decimal("4552.50"), certificate="7700123")
    correct_sale(shop, saved.sale, version, replace(entry, pieces=(piece,)), mei)
    file = read_file(shop, saved.customer, mei)
    assert "7700123" in file.sales[0].pieces[0].details
    assert "¥4,552.50" in str(file.events)
    assert [match.name for match in find(shop, "7700123").matches] == ["张晓红"]
    assert find(shop, "8812345").matches == ()


def test_another_day_moves_what_is_still_planned(shop, mei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of_sale(shop, saved.sale)
    correct_sale(shop, saved.sale, version, replace(entry, day=dt.date(2026, 11, 20)), mei)
    planned = {row.reason: row.due for row in read_file(shop, saved.customer, mei).planned}
    assert planned["first"] == dt.date(2026, 11, 23)
    assert planned["cleaning"] == dt.date(2027, 5, 20)


def test_a_sale_that_was_long_ago_has_no_first_revisit_and_one_that_was_not_has(shop, mei, sell) -> None:
    saved = sell(SOLD)

    def planned_when_sold_on(day: dt.date) -> dict[str, dt.date]:
        entry, version = entry_of_sale(shop, saved.sale)
        correct_sale(shop, saved.sale, version, replace(entry, day=day), mei)
        return {row.reason: row.due for row in read_file(shop, saved.customer, mei).planned}

    old = planned_when_sold_on(dt.date(2024, 6, 5))
    assert old.keys() == {"cleaning", "check", "regular"}
    assert (old["cleaning"], old["check"]) == (dt.date(2026, 12, 5), dt.date(2027, 6, 5))
    fresh = planned_when_sold_on(dt.date(2026, 11, 18))
    assert fresh.keys() == {"first", "second", "cleaning", "check", "regular"}
    assert (fresh["first"], fresh["cleaning"]) == (dt.date(2026, 11, 21), dt.date(2027, 5, 18))


def put_right(shop, by: int, sale: int, day: dt.date) -> None:
    entry, version = entry_of_sale(shop, sale)
    correct_sale(shop, sale, version, replace(entry, day=day), by)


def in_touch(customer: int) -> tuple[dt.date, dt.date]:
    """From which day keeping in touch counts, and when it is due."""
    row = Revisit.get(Revisit.customer == customer, Revisit.reason == "regular", Revisit.open_series.is_null(False))
    return row.anchor, row.due


def test_a_year_put_right_is_right_for_keeping_in_touch_and_the_first_visit_too(shop, mei) -> None:
    usual = record_sale(shop, SaleEntry(customer("李伟", "13900001111"), TODAY, (RING,)), mei)
    saved = record_sale(shop, SaleEntry(customer(), TODAY.replace(year=2025), (RING,)), mei)
    put_right(shop, mei, saved.sale, TODAY)
    assert in_touch(saved.customer) == in_touch(usual.customer)
    assert Customer.get_by_id(saved.customer).first_visit == TODAY
    put_right(shop, mei, usual.sale, SOLD)
    assert in_touch(usual.customer) == (SOLD, planning.regular(SOLD, shop.policy).due)
    assert Customer.get_by_id(usual.customer).first_visit == SOLD


def test_keeping_in_touch_counts_from_what_came_after_the_right_day(shop, mei) -> None:
    saved = record_sale(shop, SaleEntry(customer(), TODAY, (RING,)), mei)
    record_visit(shop, VisitEntry(saved.customer, SOLD), mei)
    put_right(shop, mei, saved.sale, dt.date(2026, 11, 2))
    assert in_touch(saved.customer)[0] == SOLD
    assert Customer.get_by_id(saved.customer).first_visit == dt.date(2026, 11, 2)
    reached = CallEntry(saved.customer, "reached", SATURDAY.astimezone())
    finish(shop, reached, mei)
    put_right(shop, mei, saved.sale, dt.date(2026, 11, 3))
    assert in_touch(saved.customer)[0] == TODAY


def test_a_sale_whose_day_lay_before_a_visit_ends_its_follow_up_once_it_is_put_right(shop, mei) -> None:
    visit = record_visit(shop, VisitEntry(customer(), TODAY - dt.timedelta(days=1), why_not="too dear"), mei)
    saved = record_sale(shop, SaleEntry(visit.customer, TODAY.replace(year=2025), (RING,)), mei)
    followup = Revisit.select(Revisit.state).where(Revisit.reason == "visit")
    assert [row.state for row in followup] == ["open"]
    put_right(shop, mei, saved.sale, TODAY)
    assert [row.state for row in followup.clone()] == ["cancelled"]


def test_an_hour_agreed_for_keeping_in_touch_outlives_a_correction(shop, mei) -> None:
    saved = record_sale(shop, SaleEntry(customer(), TODAY, (RING,)), mei)
    line = next(row.id for row in saved.planned if row.reason == "regular")
    asked = dt.datetime(2026, 12, 3, 10).astimezone()
    finish(shop, CallEntry(saved.customer, "later", SATURDAY.astimezone(), revisit=line, later=asked), mei)
    put_right(shop, mei, saved.sale, SOLD)
    assert in_touch(saved.customer)[1] == dt.date(2026, 12, 3)


def test_a_file_opened_when_somebody_came_in_begins_that_day_whatever_the_sale_says(shop, mei) -> None:
    file = open_file(shop, customer(), mei)
    saved = record_sale(shop, SaleEntry(file, TODAY, (RING,)), mei)
    clock.hold(SATURDAY + dt.timedelta(days=2))
    put_right(shop, mei, saved.sale, clock.today())
    assert Customer.get_by_id(file).first_visit == TODAY
    assert in_touch(file)[0] == clock.today()


def test_what_is_under_way_keeps_its_day(shop, mei, sell) -> None:
    saved = sell(SOLD)
    first = next(row for row in saved.planned if row.reason == "first")
    finish(shop, CallEntry(saved.customer, "reached", SATURDAY.astimezone(), revisit=first.id, reason="first"), mei)
    before = {row.reason: row.due for row in read_file(shop, saved.customer, mei).planned}
    entry, version = entry_of_sale(shop, saved.sale)
    correct_sale(shop, saved.sale, version, replace(entry, day=dt.date(2026, 11, 20)), mei)
    after = {row.reason: row.due for row in read_file(shop, saved.customer, mei).planned}
    assert after["second"] == before["second"]


def test_nobody_overwrites_somebody_faster(shop, mei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of_sale(shop, saved.sale)
    correct_sale(shop, saved.sale, version, replace(entry, invoice="A"), mei)
    with pytest.raises(FasterError):
        correct_sale(shop, saved.sale, version, replace(entry, invoice="B"), mei)
    with pytest.raises(ShopError):
        correct_sale(shop, saved.sale, version + 1, replace(entry, day=dt.date(2027, 1, 1)), mei)
    assert entry_of_sale(shop, saved.sale)[0].invoice == "A"


BIRTHDAY, WEDDING = (DateEntry(kind, PartialDate("solar", 5, 6)) for kind in ("birthday", "wedding"))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"address": "Bund 7", "promotion": False}, ["address", "promotion"]),
        ({"phones": (read_phone("13900001111", "CN"),)}, ["phones"]),
        ({"phones": (read_phone("13812341234", "CN"), read_phone("13900001111", "CN"))}, ["phones"]),
        ({"dates": ()}, ["dates"]),
        ({"dates": (BIRTHDAY, WEDDING), "phones": (), "name": "张红"}, ["dates", "name", "phones"]),
    ],
)
def test_the_trace_says_what_was_changed_in_a_file(shop, mei, sell, changes, fields) -> None:
    who = CustomerEntry("张晓红", phones=(read_phone("13812341234", "CN"),), dates=(BIRTHDAY,))
    customer = sell(SOLD, who).customer
    entry, version = entry_of(shop, customer)
    correct(shop, customer, version, replace(entry, **changes), mei)
    assert AuditEntry.get(AuditEntry.action == "file.corrected").detail == {"fields": fields}
