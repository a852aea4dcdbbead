"""A day's work in its groups and order, and a month in figures that agree with it (mission C9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from counter_tui import clock
from counter_tui.models import CANCELLED, DONE, OPEN, WAITING, Contact, Revisit, db, new_uuid, plain
from counter_tui.shop import agenda as scheduler
from counter_tui.shop.agenda import agenda, day_plan, month_counts
from counter_tui.shop.customers import CustomerEntry, open_file
from counter_tui.shop.standing import standing_of
from tests.conftest import SATURDAY
from tests.shop.conftest import customer

TODAY = SATURDAY.date()
DAY = dt.timedelta(days=1)
Plant = Callable[..., int]


@pytest.fixture
def plant(shop, mei) -> Plant:
    """Put a contact on the list by its window, in days from today."""
    who = open_file(shop, customer(), mei)

    def planted(
        due: int, closes: int, hour: dt.time | None = None, state: str = OPEN, reason: str = "special", anchor: int = 0
    ) -> int:
        row = Revisit.create(
            customer=who,
            clerk=mei,
            reason=reason,
            anchor=TODAY + anchor * DAY,
            due=TODAY + due * DAY,
            closes=TODAY + closes * DAY,
            hour=hour,
            state=state,
            series="test",
        )
        return int(row.id)

    return planted


def ids(rows) -> list[int]:
    return [row.id for row in rows]


def test_of_calls_that_broke_off_the_newest_comes_first(shop, plant) -> None:
    hours = dt.time(9, 30), dt.time(10, 5), dt.time(9, 50)
    broke = {plant(0, 0, hour): hour for hour in hours}
    Revisit.update(last_outcome="broke_off").execute()
    assert [broke[id_] for id_ in ids(agenda(shop).first)] == sorted(hours, reverse=True)


@pytest.mark.parametrize(
    ("due", "closes", "group", "late"),
    [
        (-9, -3, "overdue", 3),
        (-1, -1, "overdue", 1),
        (-4, 0, "today", 0),
        (0, 0, "today", 0),
        (-1, 5, "today", 0),
        (1, 1, "coming", 0),
        (7, 9, "coming", 0),
        (8, 8, "", 0),
    ],
)
def test_where_a_contact_stands_by_its_window(shop, plant, due: int, closes: int, group: str, late: int) -> None:
    made = plant(due, closes)
    work = agenda(shop)
    groups = {"overdue": work.overdue, "today": work.today, "coming": work.coming}
    assert {name: ids(rows) for name, rows in groups.items() if rows} == ({group: [made]} if group else {})
    assert [row.days_late for rows in groups.values() for row in rows] == ([late] if group else [])
    assert work.counts == tuple(len(rows) for rows in groups.values())


@pytest.mark.parametrize("state", [WAITING, DONE, CANCELLED])
def test_what_waits_or_is_over_is_not_on_the_list(shop, plant, state: str) -> None:
    plant(0, 3, state=state)
    assert agenda(shop).counts == (0, 0, 0)
    assert month_counts(shop, TODAY, TODAY + 30 * DAY).get(TODAY, 0) == 0


def test_the_longest_overdue_comes_first(shop, plant) -> None:
    two, five, three = plant(-6, -2), plant(-5, -5), plant(-9, -3)
    assert ids(agenda(shop).overdue) == [five, three, two]


def test_hours_come_first_then_what_closes_soonest(shop, plant) -> None:
    long, short = plant(-3, 4), plant(0, 1)
    four, eleven = plant(0, 9, dt.time(16)), plant(-2, 8, dt.time(11))
    assert ids(agenda(shop).today) == [eleven, four, short, long]
    assert ids(day_plan(shop, TODAY).today) == [eleven, four, short, long]


@pytest.mark.parametrize("reason", ["birthday", "anniversary", "festival"])
def test_a_birthday_comes_on_its_day_before_what_can_wait(shop, plant, reason: str) -> None:
    last_day, two_ago = plant(-5, 0), plant(-2, 0, reason=reason, anchor=-2)
    wished, four = plant(0, 2, reason=reason), plant(0, 9, dt.time(16))
    assert ids(agenda(shop).today) == [four, wished, last_day, two_ago]
    soon, other = plant(3, 3), plant(3, 5, reason=reason, anchor=3)
    assert ids(day_plan(shop, TODAY + 3 * DAY).today) == [other, soon]


def test_another_day_has_its_own_in_the_same_order_and_nothing_overdue(shop, plant) -> None:
    plant(-5, -2)
    long, short, at_nine, next_day = plant(4, 14), plant(4, 5), plant(4, 20, dt.time(9)), plant(5, 9)
    work = day_plan(shop, TODAY + 4 * DAY)
    assert (work.overdue, ids(work.today), ids(work.coming)) == ((), [at_nine, short, long], [next_day])
    assert work.counts == (0, 3, 1)


def test_what_is_coming_is_in_the_order_of_its_days(shop, plant) -> None:
    third, first, second = plant(6, 6), plant(1, 9), plant(2, 2)
    assert ids(agenda(shop).coming) == [first, second, third]


def test_a_list_is_cut_but_its_heading_counts_them_all(shop, plant, monkeypatch) -> None:
    monkeypatch.setattr(scheduler, "MOST_ROWS", 2)
    for due in (-3, -2, -1):
        plant(due, due)
    for _extra in range(4):
        plant(0, 1)
        plant(1, 1)
    for work in (agenda(shop), day_plan(shop, TODAY)):
        assert [len(rows) for rows in (work.overdue, work.today, work.coming)] == [2, 2, 2]
        assert work.counts == (3, 4, 4)
    tomorrow = day_plan(shop, TODAY + DAY)
    assert (len(tomorrow.today), tomorrow.counts) == (2, (0, 4, 0))


@pytest.mark.parametrize("late", [3, 5, 9])
def test_a_heading_stops_counting_where_nobody_could_work_it_off(shop, plant, monkeypatch, late: int) -> None:
    monkeypatch.setattr(scheduler, "MOST_ROWS", 2)
    monkeypatch.setattr(scheduler, "MOST_COUNTED", 5)
    for n in range(late):
        plant(-9, -1, dt.time(9) if n % 2 else None)
    for _each in range(7):
        plant(0, 1)
        plant(1, 1)
    assert agenda(shop).counts == (min(late, 5), 5, 5)


def test_a_day_of_the_month_stops_counting_too(shop, plant, monkeypatch) -> None:
    monkeypatch.setattr(scheduler, "MOST_IN_A_DAY", 3)
    for _each in range(5):
        plant(0, 1)
        plant(1, 1)
    assert month_counts(shop, TODAY, TODAY + DAY) == {TODAY: 3, TODAY + DAY: 3}


def test_at_midnight_the_day_turns(shop, plant) -> None:
    closing, coming = plant(-2, 0), plant(1, 3)
    clock.hold(dt.datetime.combine(TODAY, dt.time(23, 59, 59)))
    before = agenda(shop)
    clock.hold(dt.datetime.combine(TODAY + DAY, dt.time(0)))
    after = agenda(shop)
    assert (before.day, ids(before.today), ids(before.coming)) == (TODAY, [closing], [coming])
    assert (after.day, ids(after.overdue), ids(after.today)) == (TODAY + DAY, [closing], [coming])
    assert after.overdue[0].days_late == 1


def test_another_days_agenda_is_reckoned_from_that_day(shop, plant) -> None:
    made = plant(1, 2)
    assert [row.days_late for row in agenda(shop, TODAY + 5 * DAY).overdue] == [3]
    assert ids(agenda(shop, TODAY + 2 * DAY).today) == [made]


def test_the_months_figures_sum_up_to_the_agenda(shop, plant) -> None:
    for due, closes in [
        (-30, -20),
        (-4, -1),
        (-3, 2),
        (0, 0),
        (0, 6),
        (1, 1),
        (1, 5),
        (3, 9),
        (7, 7),
        (9, 9),
        (40, 50),
    ]:
        plant(due, closes)
    plant(2, 2, state=WAITING)
    counts = month_counts(shop, TODAY - 20 * DAY, TODAY + 30 * DAY)
    assert counts == {TODAY + n * DAY: many for n, many in {0: 5, 1: 2, 3: 1, 7: 1, 9: 1}.items()}
    work = agenda(shop)
    assert counts[TODAY] == len(work.overdue) + len(work.today)
    assert sum(counts.get(TODAY + n * DAY, 0) for n in range(1, 8)) == len(work.coming)
    assert all(counts[day] == day_plan(shop, day).counts[1] for day in counts if day != TODAY)


def test_a_month_without_today_counts_only_its_own_days(shop, plant) -> None:
    plant(-3, 2)
    plant(20, 30)
    plant(50, 60)
    assert month_counts(shop, TODAY + 10 * DAY, TODAY + 40 * DAY) == {TODAY + 20 * DAY: 1}


# What is known of a customer when it is asked whether she may be contacted


def test_the_file_says_how_a_customer_can_be_reached(shop, mei) -> None:
    full = customer(wechat="xiaohong88", email="a@b.cn", address="3 Pearl Road", best_hours="Mon-Fri after 18:00")
    standing, dial = standing_of(open_file(shop, full, mei))
    assert (dial, standing.has_number, standing.has_wechat) == ("+8613812341234", True, True)
    assert (standing.has_email, standing.has_address) == (True, True)
    assert standing.hours is not None
    assert standing.hours.words == "Mon–Fri after 18:00"
    bare, dial = standing_of(open_file(shop, CustomerEntry("王五", uuid=new_uuid(), best_hours="ask first"), mei))
    assert (dial, bare.has_number, bare.has_wechat, bare.has_email, bare.has_address) == (
        "",
        False,
        False,
        False,
        False,
    )
    assert bare.hours is None


def offered(who: int, channel: str, at: dt.datetime = SATURDAY) -> None:
    Contact.create(customer=who, at=clock.utc(at), channel=channel, purpose="promotion", outcome="reached")


def test_offers_are_counted_for_everybody_who_shares_the_number(shop, mei) -> None:
    mother, daughter, other = (
        open_file(shop, entry, mei) for entry in (customer("陈玉"), customer("陈小玉"), customer("李四", "13912340000"))
    )
    offered(mother, "text")
    offered(mother, "wechat", SATURDAY - DAY)
    offered(other, "counter")
    had = {who: standing_of(who)[0].promotions for who in (mother, daughter, other)}
    assert had == {mother: {TODAY: 1}, daughter: {TODAY: 1}, other: {TODAY: 0}}


def test_who_has_no_number_gets_one_offer_a_day_too(shop, mei) -> None:
    first, second = (
        open_file(shop, CustomerEntry(name, uuid=new_uuid(), wechat="w"), mei) for name in ("王五", "赵六")
    )
    offered(first, "wechat")
    assert standing_of(first)[0].promotions == {TODAY: 1}
    assert standing_of(second)[0].promotions == {TODAY: 0}


def test_what_is_wished_today_is_found_without_looking_at_all_that_is_due(shop, monkeypatch) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def noted(sql: str, *values: object) -> list[tuple[object, ...]]:
        asked.append((sql, values))
        return plain.rows(sql, *values)

    monkeypatch.setattr(scheduler, "rows", noted)
    agenda(shop)
    wished = [(sql, values) for sql, values in asked if "birthday" in sql]
    assert wished
    server = db.param == "%s"
    if server:  # where hardly anything is planned it would read it all
        db.execute_sql("SET enable_seqscan = off")
    for sql, values in wished:
        how = f"EXPLAIN {sql.replace('?', '%s')}" if server else f"EXPLAIN QUERY PLAN {sql}"
        plan = db.execute_sql(how, values).fetchall()
        assert "revisit_wished" in str(plan) and (server or "(state=? AND due=?)" in str(plan))
