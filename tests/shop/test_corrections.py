"""A sale or a file put right afterwards: figures, pieces, what is planned from its day, and the trace."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from counter_tui.models import AuditEntry
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import CustomerEntry, DateEntry, correct, entry_of
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.files import read_file
from counter_tui.shop.lookup import find
from counter_tui.shop.outcomes import finish
from counter_tui.shop.trace import FasterError, ShopError
from tests.conftest import SATURDAY

SOLD = dt.date(2026, 11, 17)


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
