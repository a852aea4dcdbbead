"""When the program plans the next contact (mission C2), for any dates and any policy of closed days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counter_tui.shop import planning
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.policy import Quiet, load_policy

POLICY = load_policy(None).value
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31))
weekends = st.frozensets(st.integers(1, 7), max_size=3)


def closed_on(weekdays: frozenset[int]):
    opening = replace(POLICY.opening, closed_weekdays=tuple(sorted(weekdays)))
    return replace(POLICY, opening=opening)


@given(days)
def test_the_first_revisit_is_due_from_day_3_to_day_7(sold: dt.date) -> None:
    plan = planning.first_revisit(sold, POLICY)
    assert (plan.due, plan.closes) == (sold + 3 * DAY, sold + 7 * DAY)


@given(days, st.integers(0, 60))
def test_the_second_is_at_most_7_days_after_the_first_was_really_done(sold: dt.date, after: int) -> None:
    done = sold + after * DAY
    plan = planning.second_revisit(sold, done, POLICY)
    assert done < plan.due <= plan.closes <= done + 7 * DAY
    if done < sold + 30 * DAY:
        assert plan.closes <= sold + 30 * DAY
    assert not plan.waits


def test_the_second_waits_until_the_first_is_done() -> None:
    assert planning.second_revisit(dt.date(2026, 11, 1), None, POLICY).waits


@pytest.mark.parametrize(
    ("cleaned", "due"),
    [
        (dt.date(2026, 5, 14), dt.date(2026, 11, 14)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), dt.date(2028, 2, 29)),
    ],
)
def test_cleaning_comes_six_months_after_the_day_it_was_really_cleaned(cleaned: dt.date, due: dt.date) -> None:
    assert planning.cleaning(cleaned, POLICY).due == due


@given(days)
def test_keeping_in_touch_makes_at_least_three_contacts_a_year(start: dt.date) -> None:
    contacts, day = 0, start
    while (day := planning.regular(day, POLICY).closes) <= start + 365 * DAY:
        contacts += 1
    assert contacts >= 3


@given(days, weekends)
def test_nothing_is_planned_for_a_day_the_shop_is_closed(sold: dt.date, weekend: frozenset[int]) -> None:
    policy = closed_on(weekend)
    for plan in (
        planning.first_revisit(sold, policy),
        planning.second_revisit(sold, sold + 4 * DAY, policy),
        planning.cleaning(sold, policy),
        planning.regular(sold, policy),
        planning.visit_followup(sold, policy),
    ):
        assert plan.due.isoweekday() not in weekend
        assert plan.closes.isoweekday() not in weekend
        assert sold < plan.due <= plan.closes


@given(days, st.integers(-5, 400), st.integers(0, 45))
def test_nothing_is_planned_for_a_quiet_day_unless_it_was_promised(sold: dt.date, start: int, length: int) -> None:
    quiet = Quiet(sold + start * DAY, sold + (start + length) * DAY)
    policy = replace(POLICY, calls=replace(POLICY.calls, quiet_dates=(quiet,)))
    for plan in (
        planning.first_revisit(sold, policy),
        planning.second_revisit(sold, sold + 4 * DAY, policy),
        planning.cleaning(sold, policy),
        planning.yearly_check(sold, policy),
        planning.regular(sold, policy),
        planning.visit_followup(sold, policy),
    ):
        assert not quiet.holds(plan.due) and not quiet.holds(plan.closes)
        assert sold < plan.due <= plan.closes
    promised = replace(policy, calls=replace(policy.calls, promised_reasons=("cleaning",)))
    assert planning.cleaning(sold, promised) == planning.cleaning(sold, POLICY)


@given(days, weekends)
def test_closed_days_never_push_the_first_two_out_of_their_time(sold: dt.date, weekend: frozenset[int]) -> None:
    policy = closed_on(weekend)
    first = planning.first_revisit(sold, policy)
    assert sold + 3 * DAY <= first.due <= first.closes <= sold + 7 * DAY
    assert planning.second_revisit(sold, first.due, policy).closes <= first.due + 7 * DAY


@given(days, st.integers(1, 12), st.integers(1, 30), st.booleans(), st.booleans())
def test_a_birthday_comes_round_within_a_year(today: dt.date, month: int, day: int, lunar: bool, leap: bool) -> None:
    if month == 2 and day > 29:
        day = 29
    date = PartialDate("lunar" if lunar else "solar", month, day, leap and lunar)
    plan = planning.important_date("birthday", date, today, POLICY)
    assert today <= plan.due <= today + 400 * DAY
    assert plan.closes == plan.due + 2 * DAY


@given(days, weekends)
def test_the_next_working_day_is_the_first_open_one(day: dt.date, weekend: frozenset[int]) -> None:
    found = planning.next_working_day(day, closed_on(weekend).opening)
    assert found > day
    assert found.isoweekday() not in weekend
    assert all((day + n * DAY).isoweekday() in weekend for n in range(1, (found - day).days))
