"""When a call in vain is made again (mission C10): another day, another hour, never at one that may not be called."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.shop.entry.hours import Hours, read_hours
from counter_tui.shop.permission import SERVICE, Standing, may_contact, may_make, next_call
from counter_tui.shop.policy import Quiet, load_policy
from counter_tui.shop.retries import next_try, retry

POLICY = load_policy(None).value
SATURDAY = dt.datetime(2026, 11, 21, 10, 12)
SUNDAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


def shop(closed: tuple[int, ...] = (), **calls: Any) -> Any:
    opening = msgspec.structs.replace(POLICY.opening, closed_weekdays=closed)
    return msgspec.structs.replace(POLICY, opening=opening, calls=msgspec.structs.replace(POLICY.calls, **calls))


def clock(*times: str) -> tuple[dt.time, ...]:
    return tuple(dt.time.fromisoformat(time) for time in times)


@pytest.mark.parametrize(
    ("tried", "hour"),
    [
        (("10:12",), "18:30"),
        (("18:40",), "10:30"),
        (("15:00",), "10:30"),
        (("10:12", "18:40"), "15:30"),
        (("18:40", "10:12"), "15:30"),
        (("10:12", "11:00"), "18:30"),
        (("10:30", "15:30", "18:30"), "10:30"),
        (("15:30", "18:30", "10:30"), "15:30"),
        (("12:55", "17:05"), "15:30"),
        ((), "10:30"),
    ],
)
def test_the_hour_farthest_from_what_was_tried(tried: tuple[str, ...], hour: str) -> None:
    assert next_try(SATURDAY, clock(*tried), POLICY) == (SUNDAY, dt.time.fromisoformat(hour))


@pytest.mark.parametrize(
    ("hours", "policy", "day", "hour"),
    [
        ("", shop((7,)), SUNDAY + DAY, "18:30"),
        ("weekdays", POLICY, SUNDAY + DAY, "18:30"),
        ("before 16:00", POLICY, SUNDAY, "15:30"),
        ("10:00-11:00", POLICY, SUNDAY, "10:30"),
        ("11:00-12:00", POLICY, SUNDAY, "11:00"),
        ("after 20:00", POLICY, SUNDAY, ""),
        ("", shop(retry_hours=()), SUNDAY, ""),
        ("", shop(rest=((dt.time(18), dt.time(9)),)), SUNDAY, "15:30"),
    ],
)
def test_only_where_the_shop_and_the_customer_can(hours: str, policy: Any, day: dt.date, hour: str) -> None:
    expected = dt.time.fromisoformat(hour) if hour else None
    assert next_try(SATURDAY, clock("10:12"), policy, read_hours(hours)) == (day, expected)


times = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
rests = [POLICY.calls.rest, (), ((dt.time(14), dt.time(9)),), ((dt.time(9), dt.time(17)),)]
policies = st.builds(
    shop,
    closed=st.sampled_from([(), (7,), (1, 2, 6)]),
    retry_hours=st.lists(times, max_size=4, unique=True).map(tuple),
    rest=st.sampled_from(rests),
)
liked = st.sampled_from([None, *map(read_hours, ("after 18:00", "Mon-Fri", "weekends 10-12", "中午", "after 20:00"))])


@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)), st.lists(times, max_size=6), policies, liked)
def test_the_next_try_is_later_and_may_be_made(
    moment: dt.datetime, tried: list[dt.time], policy: Any, hours: Hours | None
) -> None:
    day, hour = next_try(moment, tried, policy, hours)
    assert day > moment.date()
    if hour is not None:
        standing = Standing({}, has_number=True, hours=hours)
        assert may_contact(standing, SERVICE, "phone", dt.datetime.combine(day, hour), policy).allowed


quiet_dates = st.lists(
    st.builds(lambda first, n: Quiet(first, first + n * DAY), st.dates(SUNDAY, SUNDAY + 9 * DAY), st.integers(0, 45)),
    max_size=2,
).map(tuple)
quiet_policies = st.builds(lambda policy, days: shop_with(policy, days), policies, quiet_dates)


def shop_with(policy: Any, quiet: tuple[Quiet, ...]) -> Any:
    return msgspec.structs.replace(policy, calls=msgspec.structs.replace(policy.calls, quiet_dates=quiet))


@given(
    st.sampled_from(["no_answer", "busy", "other", "wrong_number"]),
    st.integers(1, 4),
    st.datetimes(dt.datetime(2026, 11, 19), dt.datetime(2026, 12, 1)),
    quiet_policies,
    liked,
    st.sampled_from(["cleaning", "regular", "callback", "special"]),
    st.sampled_from(["phone", "text", "visit"]),
)
def test_whatever_went_wrong_the_next_try_may_be_made_on_its_day_and_at_its_hour(
    outcome: str, tries: int, moment: dt.datetime, policy: Any, hours: Hours | None, reason: str, channel: str
) -> None:
    step = retry(outcome, tries, moment, None, policy, hours=hours, reason=reason, channel=channel)
    standing = Standing({}, has_number=True, has_address=True)
    if step.hour is not None and next_call(moment, policy, hours, quiet=True):
        standing = Standing({}, has_number=True, has_address=True, hours=hours)
    start = dt.datetime.combine(step.due, step.hour or dt.time(0))
    last = start if step.hour else start + DAY - dt.timedelta(minutes=1)
    may = may_make(standing, reason, step.channel or channel, start, policy)
    assert may.allowed or (may.when is not None and may.when <= last), (step, may)


def test_after_a_quiet_month_it_is_tried_again_and_what_was_promised_is_not_kept_waiting() -> None:
    policy = shop_with(POLICY, (Quiet(SUNDAY, dt.date(2026, 12, 24)),))
    after, hour = dt.date(2026, 12, 25), dt.time(18, 30)
    told = {
        (reason, outcome): retry(outcome, 1, SATURDAY, None, policy, reason=reason)
        for reason in ("regular", "cleaning", "callback")
        for outcome in ("no_answer", "other")
    }
    assert {key: (step.due, step.hour) for key, step in told.items()} == {
        ("regular", "no_answer"): (after, hour),
        ("regular", "other"): (after, None),
        ("cleaning", "no_answer"): (after, hour),
        ("cleaning", "other"): (after, None),
        ("callback", "no_answer"): (SUNDAY, hour),
        ("callback", "other"): (SUNDAY, None),
    }
    evening = dt.datetime(2026, 11, 21, 19, 50)
    assert retry("busy", 1, evening, None, policy, reason="cleaning").due == after
    assert retry("no_answer", 3, SATURDAY, None, policy, reason="cleaning").due == SUNDAY  # by message
    assert retry("no_answer", 3, SATURDAY, None, policy, reason="regular").due == after


@given(st.lists(times, min_size=1, max_size=5, unique=True))
def test_no_hour_comes_twice_while_another_is_left(plan: list[dt.time]) -> None:
    policy, tried, moment = shop(retry_hours=tuple(plan), rest=()), [plan[0]], SATURDAY
    for _n in plan[1:]:
        day, hour = next_try(moment, tried, policy)
        assert hour is not None
        tried.append(hour)
        moment = dt.datetime.combine(day, hour)
    assert sorted(tried) == sorted(plan)
    assert next_try(moment, tried, policy)[1] != tried[-1] or len(plan) == 1
