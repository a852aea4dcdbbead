"""A sale stored once, with everything it sets going (mission A2, B1, B9, C1, C2)."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import Consent, Customer, ImportantDate, Piece, Revisit, Sale, db
from counter_tui.shop.agenda import agenda
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.customers import CustomerEntry, DateEntry, open_file, same_phone
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.files import read_file
from counter_tui.shop.outcomes import finish
from counter_tui.shop.past_sales import History, PastCustomer, PastSale
from counter_tui.shop.reminders import remind
from counter_tui.shop.revisits import record_cleaning
from counter_tui.shop.sales import SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.series import plan_dates
from counter_tui.shop.trace import ShopError
from counter_tui.shop.undo import last_steps, take_back
from tests.conftest import SATURDAY
from tests.shop.conftest import RING, customer

SOLD = dt.date(2026, 11, 14)
TODAY = SATURDAY.date()


def due(saved, reason: str) -> tuple[dt.date, dt.date]:
    (row,) = [row for row in saved.planned if row.reason == reason]
    return row.due, row.closes


def test_a_sale_plans_the_next_services_by_itself(sell) -> None:
    saved = sell(SOLD)
    assert due(saved, "first") == (dt.date(2026, 11, 17), dt.date(2026, 11, 21))
    assert due(saved, "cleaning")[0] == dt.date(2027, 5, 14)
    assert due(saved, "check")[0] == dt.date(2027, 11, 14)
    assert [row.waits for row in saved.planned if row.reason == "second"] == [True]
    assert {row.clerk for row in saved.planned} == {"Mei Lin"}


@pytest.mark.parametrize("age", [31, 120, 200, 900])
def test_a_sale_of_long_ago_asks_only_for_what_lies_ahead_as_if_it_came_with_a_list(shop, mei, age: int) -> None:
    sold = TODAY - dt.timedelta(days=age)
    typed = record_sale(shop, SaleEntry(customer(), sold, (RING,)), mei)
    assert all(row.due >= TODAY for row in typed.planned)
    told = Revisit.reason, Revisit.anchor, Revisit.due, Revisit.closes, Revisit.state
    by_hand = sorted(Revisit.select(*told).tuples())
    assert [row[0] for row in by_hand] == ["check", "cleaning", "regular"]
    Revisit.delete().execute()
    number = Customer.get().number
    with db.atomic():
        History(shop).plan([PastCustomer(typed.customer, number, mei, (), (PastSale(typed.sale, sold, mei),))])
    assert by_hand == sorted(Revisit.select(*told).tuples())


@pytest.mark.parametrize("age", [3, 200])
@pytest.mark.parametrize("refused", ["", "calls", "reminders"])
@pytest.mark.parametrize("liked", ["", "phone", "wechat"])
def test_what_comes_with_a_list_goes_the_way_the_customer_likes_as_if_it_was_typed(
    shop, mei, liked: str, refused: str, age: int
) -> None:
    sold, born = TODAY - dt.timedelta(days=age), PartialDate("solar", 5, 6)
    who = open_file(shop, customer(dates=(DateEntry("birthday", born),), channel=liked), mei)
    if refused == "calls":
        Consent.create(customer=who, purpose="service", channel="phone", granted=False)
    elif refused:
        remind(shop, who, False, mei)
    Revisit.delete().execute()
    plan_dates(shop, who, mei, TODAY)
    typed = record_sale(shop, SaleEntry(who, sold, (RING,)), mei)
    told = Revisit.reason, Revisit.anchor, Revisit.due, Revisit.closes, Revisit.state, Revisit.channel, Revisit.series
    alive = Revisit.select(*told).where(Revisit.open_series.is_null(False))
    by_hand, waits_for = sorted(alive.tuples()), _waits_for()
    Revisit.delete().execute()
    number, date = Customer.get().number, ImportantDate.get().id
    with db.atomic():
        past = PastCustomer(who, number, mei, ((date, "birthday", born),), (PastSale(typed.sale, sold, mei),))
        History(shop).plan([past])
    assert sorted(alive.clone().tuples()) == by_hand
    assert _waits_for() == waits_for
    channel = "text" if refused == "calls" and liked != "wechat" else liked or "phone"
    assert {row.channel for row in Revisit.select()} == {channel}


def _waits_for() -> list[tuple[str, str]]:
    return [(row.reason, row.after.reason) for row in Revisit.select().where(Revisit.after.is_null(False))]


def test_a_fresh_sale_typed_late_has_its_first_revisits_all_the_same(shop, mei) -> None:
    sold = TODAY - dt.timedelta(days=30)
    typed = record_sale(shop, SaleEntry(customer(), sold, (RING,)), mei)
    assert due(typed, "first") == (sold + dt.timedelta(days=3), sold + dt.timedelta(days=7))
    assert [row.waits for row in typed.planned if row.reason == "second"] == [True]


def test_saving_the_same_form_twice_stores_it_once(shop, mei) -> None:
    entry = SaleEntry(customer(), SOLD, (RING, RING), uuid="a" * 32)
    first, second = record_sale(shop, entry, mei), record_sale(shop, entry, mei)
    assert first == second
    assert (Customer.select().count(), Sale.select().count(), Piece.select().count()) == (1, 1, 2)
    assert Revisit.select().where(Revisit.reason == "first").count() == 1


def test_a_new_customer_and_the_birthday_on_file_appear(shop, mei, sell) -> None:
    saved = sell(SOLD, customer(dates=(DateEntry("birthday", PartialDate("solar", 11, 25, year=1990)),)))
    assert due(saved, "birthday")[0] == dt.date(2026, 11, 25)
    assert [row.reason for row in agenda(shop).coming] == ["birthday"]


def test_class_b_becomes_a_with_the_first_purchase_and_the_follow_up_is_answered(shop, mei, sell) -> None:
    visit = record_visit(shop, VisitEntry(customer(), SOLD, uuid="b" * 32, why_not="will ask her husband"), mei)
    before = read_file(shop, visit.customer, mei)
    assert (before.klass, before.why_not) == ("B", "will ask her husband")
    assert [row.reason for row in visit.planned] == ["visit"]
    sell(SOLD, to=visit.customer)
    after = read_file(shop, visit.customer, mei)
    assert after.klass == "A"
    assert "visit" not in [row.reason for row in after.planned]


def test_a_sale_of_before_the_visit_leaves_its_follow_up_planned(shop, mei) -> None:
    """She came yesterday and did not buy; what she bought two years ago was typed in only today."""
    visited = TODAY - dt.timedelta(days=1)
    visit = record_visit(shop, VisitEntry(customer(), visited, uuid="b" * 32, why_not="too dear"), mei)
    for day, state, closed_on in ((dt.date(2024, 3, 1), "open", None), (visited, "cancelled", TODAY)):
        record_sale(shop, SaleEntry(visit.customer, day, (RING,)), mei)
        row = Revisit.get(Revisit.reason == "visit")
        assert (row.state, row.closed_on) == (state, closed_on)


def test_who_comes_again_without_buying_is_followed_up_once_after_the_last_visit(shop, mei) -> None:
    first = record_visit(shop, VisitEntry(customer(), dt.date(2026, 9, 1), why_not="too dear"), mei)
    Revisit.update(tries=2, last_outcome="no_answer").where(Revisit.reason == "visit").execute()
    again = record_visit(shop, VisitEntry(first.customer, TODAY), mei)
    assert [(row.reason, row.due, row.closes) for row in again.planned] == [
        ("visit", TODAY + dt.timedelta(days=2), TODAY + dt.timedelta(days=5))
    ]
    (row,) = Revisit.select().where(Revisit.reason == "visit")
    assert (row.anchor, row.tries, row.last_outcome) == (TODAY, 0, "")
    assert read_file(shop, first.customer, mei).why_not == "too dear"
    record_visit(shop, VisitEntry(first.customer, SOLD, why_not="asks at home"), mei)
    assert Revisit.get(Revisit.reason == "visit").anchor == TODAY
    assert read_file(shop, first.customer, mei).why_not == "asks at home"


def test_a_second_visit_can_be_taken_back_and_the_first_too(shop, mei) -> None:
    first = record_visit(shop, VisitEntry(customer(), SOLD), mei)
    record_visit(shop, VisitEntry(first.customer, TODAY), mei)
    take_back(shop, last_steps(shop, mei)[0].uuid, mei)
    assert Revisit.get(Revisit.reason == "visit").anchor == SOLD
    take_back(shop, last_steps(shop, mei)[0].uuid, mei)
    assert Customer.select().count() == 0


def test_a_day_agreed_after_a_visit_stays_when_they_come_again_before_it(shop, mei) -> None:
    first = record_visit(shop, VisitEntry(customer(), SOLD), mei)
    asked = SATURDAY.replace(day=25, hour=15, minute=0).astimezone()
    finish(shop, CallEntry(first.customer, "later", SATURDAY, revisit=first.planned[0].id, later=asked), mei)
    again = record_visit(shop, VisitEntry(first.customer, TODAY), mei)
    assert [(row.due, row.hour) for row in again.planned] == [(dt.date(2026, 11, 25), dt.time(15))]
    clock.hold(SATURDAY + dt.timedelta(days=5))
    anew = record_visit(shop, VisitEntry(first.customer, clock.today()), mei)
    assert [(row.due, row.hour) for row in anew.planned] == [(dt.date(2026, 11, 28), None)]


def test_a_cleaning_done_late_moves_the_next_one(shop, mei, sell) -> None:
    saved = sell(dt.date(2026, 3, 1))
    clock.hold(dt.datetime(2026, 11, 21, 10))
    record_cleaning(shop, saved.sale, dt.date(2026, 11, 20), mei)
    planned = read_file(shop, saved.customer, mei).planned
    assert [row.due for row in planned if row.reason == "cleaning"] == [dt.date(2027, 5, 20)]


def test_a_cleaning_of_longer_ago_typed_late_changes_neither_the_last_nor_the_next(shop, mei, sell) -> None:
    saved = sell(dt.date(2024, 6, 1))
    record_cleaning(shop, saved.sale, TODAY, mei)
    record_cleaning(shop, saved.sale, dt.date(2025, 1, 1), mei)
    assert [piece.cleaned_on for piece in Piece.select()] == [TODAY]
    planned = read_file(shop, saved.customer, mei).planned
    assert [row.due for row in planned if row.reason == "cleaning"] == [dt.date(2027, 5, 21)]


def test_no_piece_was_cleaned_tomorrow(shop, mei, sell) -> None:
    saved = sell(SOLD)
    with pytest.raises(ShopError, match="can't be in the future"):
        record_cleaning(shop, saved.sale, TODAY + dt.timedelta(days=1), mei)
    assert [piece.cleaned_on for piece in Piece.select()] == [None]


def test_a_sale_in_the_future_or_without_a_piece_is_refused_whole(shop, mei) -> None:
    for entry in (SaleEntry(customer(), dt.date(2026, 12, 1), (RING,)), SaleEntry(customer(), SOLD, ())):
        with pytest.raises(ShopError):
            record_sale(shop, entry, mei)
    assert Customer.select().count() == 0


def test_numbers_said_aloud_have_no_gaps_even_after_a_refused_sale(shop, mei) -> None:
    open_file(shop, CustomerEntry("王芳", uuid="1" * 32), mei)
    with pytest.raises(ShopError):
        record_sale(shop, SaleEntry(99, SOLD, (RING,)), mei)
    with pytest.raises(ShopError):
        open_file(shop, CustomerEntry("\x1b\x00 ", uuid="2" * 32), mei)
    open_file(shop, CustomerEntry("李伟", uuid="3" * 32), mei)
    assert [row.number for row in Customer.select().order_by(Customer.id)] == [1, 2]


def test_families_share_a_number_and_the_form_can_say_so(shop, mei) -> None:
    open_file(shop, customer("张晓红"), mei)
    second = open_file(shop, customer("单雪"), mei)
    assert same_phone(shop, "+8613812341234", but=second) == ("张晓红 C000001",)


@pytest.mark.parametrize("name", ["[/]", "O'Neil", "Anna\\", "𠮷野", "\x1b[31mred", "Zo\u0301e" + "\u0301" * 9])
def test_hostile_names_are_stored_clean_and_whole(shop, mei, name: str) -> None:
    saved = open_file(shop, customer(name), mei)
    stored = read_file(shop, saved, mei).name
    assert stored
    assert all(ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0 for char in stored)
    if name.isprintable() and len(name) < 8:
        assert stored == name
