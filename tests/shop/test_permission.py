"""May I call? (mission C5): never at rest time, never against a refusal, and the program says why and when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES
from counter_tui.shop import permission
from counter_tui.shop.entry.choices import CHANNELS
from counter_tui.shop.entry.hours import read_hours
from counter_tui.shop.permission import (
    PROMOTION,
    SERVICE,
    May,
    Standing,
    agreed_for,
    may_contact,
    may_make,
    next_allowed,
    rests,
)
from counter_tui.shop.policy import Quiet, load_policy

POLICY = load_policy(None).value
SATURDAY, SUNDAY = dt.date(2026, 11, 21), dt.date(2026, 11, 22)
MOURNING = (Quiet(dt.date(2026, 11, 23)), Quiet(dt.date(2026, 11, 25), dt.date(2026, 11, 27)))
FILE: dict[str, Any] = {"has_number": True, "has_wechat": True, "has_email": True, "has_address": True}
WILLING = Standing({}, **FILE)
REFUSES = Standing({(PROMOTION, "any"): False}, **FILE)
HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)
moments = st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1))
channels = [choice.code for choice in CHANNELS]
sent = [channel for channel in channels if channel != "counter"]


def at(clock: str, day: dt.date = SATURDAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(clock))


def policy(closed: tuple[dt.date, ...] = (), weekdays: tuple[int, ...] = (), **calls: Any) -> Any:
    opening = msgspec.structs.replace(POLICY.opening, closed_dates=closed, closed_weekdays=weekdays)
    return msgspec.structs.replace(POLICY, opening=opening, calls=msgspec.structs.replace(POLICY.calls, **calls))


def likes(hours: str, **more: Any) -> Standing:
    return Standing({}, **FILE, hours=read_hours(hours), **more)


QUIET = policy(quiet_dates=MOURNING)
SUNDAYS_OFF = policy(weekdays=(7,))


def test_an_hour_lies_in_the_rest_hours_or_not() -> None:
    hours = ("03:00", "08:59", "09:00", "12:30", "13:00", "14:30", "19:59", "20:00")
    assert [clock for clock in hours if rests(dt.time.fromisoformat(clock), POLICY)] == [
        "03:00", "08:59", "12:30", "13:00", "20:00"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "allowed", "again"),
    [
        ("08:59", False, "2026-11-21T09:00"),
        ("09:00", True, ""),
        ("12:29", True, ""),
        ("12:30", False, "2026-11-21T14:30"),
        ("14:29", False, "2026-11-21T14:30"),
        ("14:30", True, ""),
        ("19:59", True, ""),
        ("20:00", False, "2026-11-22T09:00"),
        ("23:30", False, "2026-11-22T09:00"),
    ],
)
@pytest.mark.parametrize("channel", ["phone", "visit"])
def test_rest_hours(clock: str, allowed: bool, again: str, channel: str) -> None:
    answer = may_contact(WILLING, SERVICE, channel, at(clock), POLICY)
    assert answer.allowed is allowed
    assert answer.when == (dt.datetime.fromisoformat(again) if again else None)
    assert bool(answer.words) is not allowed


@pytest.mark.parametrize("channel", ["text", "wechat", "letter", "email", "counter"])
def test_what_does_not_ring_may_go_out_at_rest_time(channel: str) -> None:
    assert may_contact(WILLING, SERVICE, channel, at("13:00"), POLICY).allowed


WHY_NOT = {
    "the shop is closed": (WILLING, SERVICE, "phone", at("10:00", SUNDAY), SUNDAYS_OFF, ("closed", "2026-11-23T09:00")),
    "a message goes out then": (WILLING, SERVICE, "wechat", at("10:00", SUNDAY), SUNDAYS_OFF, None),
    "a closed evening": (WILLING, SERVICE, "phone", at("21:00"), SUNDAYS_OFF, ("rest", "2026-11-23T09:00")),
    "quiet, no service call": (
        WILLING,
        SERVICE,
        "phone",
        at("10:00", SUNDAY + DAY),
        QUIET,
        ("quiet", "2026-11-24T09:00"),
    ),
    "quiet, no offer": (WILLING, PROMOTION, "email", at("10:00", SUNDAY + DAY), QUIET, ("quiet", "2026-11-24T00:00")),
    "quiet for days": (WILLING, SERVICE, "visit", at("10:00", SUNDAY + 4 * DAY), QUIET, ("quiet", "2026-11-28T09:00")),
    "quiet, a message": (WILLING, SERVICE, "text", at("10:00", SUNDAY + DAY), QUIET, None),
    "before her hours": (likes("after 18:00"), SERVICE, "phone", at("10:00"), POLICY, ("hours", "2026-11-21T18:00")),
    "her hours after the rest": (likes("14-18"), SERVICE, "phone", at("11:00"), POLICY, ("hours", "2026-11-21T14:30")),
    "on her days": (likes("Mon-Fri"), SERVICE, "visit", at("10:00"), POLICY, ("hours", "2026-11-23T09:00")),
    "within her hours": (likes("after 18:00"), SERVICE, "phone", at("18:00"), POLICY, None),
    "her hours are for calls": (likes("after 18:00"), SERVICE, "text", at("10:00"), POLICY, None),
    "hours at night": (likes("after 20:00"), SERVICE, "phone", at("20:30"), POLICY, ("never", "")),
    "no contact": (Standing({(SERVICE, "any"): False}, **FILE), SERVICE, "text", at("10:00"), POLICY, ("unwanted", "")),
    "no offers": (REFUSES, PROMOTION, "wechat", at("10:00"), POLICY, ("refused", "")),
    "no calls": (
        Standing({(SERVICE, "phone"): False}, **FILE),
        SERVICE,
        "phone",
        at("10:00"),
        POLICY,
        ("channel_refused", ""),
    ),
    "no calls, no offers by call": (
        Standing({(SERVICE, "phone"): False, (PROMOTION, "any"): True}, **FILE),
        PROMOTION,
        "phone",
        at("10:00"),
        POLICY,
        ("channel_refused", ""),
    ),
    "no offers by text": (
        Standing({(PROMOTION, "text"): False}, **FILE),
        PROMOTION,
        "text",
        at("10:00"),
        POLICY,
        ("channel_refused", ""),
    ),
    "offers by WeChat then": (
        Standing({(PROMOTION, "text"): False}, **FILE),
        PROMOTION,
        "wechat",
        at("10:00"),
        POLICY,
        None,
    ),
    "a text about a repair": (
        Standing({(PROMOTION, "text"): False}, **FILE),
        SERVICE,
        "text",
        at("10:00"),
        POLICY,
        None,
    ),
    "no number": (Standing({}, has_number=False), SERVICE, "phone", at("10:00"), POLICY, ("no_number", "")),
    "no number, a text": (Standing({}, has_number=False), SERVICE, "text", at("10:00"), POLICY, ("no_number", "")),
    "no number, WeChat": (
        Standing({}, has_number=False, has_wechat=True),
        SERVICE,
        "wechat",
        at("10:00"),
        POLICY,
        None,
    ),
    "nothing for WeChat": (Standing({}, has_number=False), SERVICE, "wechat", at("10:00"), POLICY, ("no_wechat", "")),
    "no address": (Standing({}, has_number=True), SERVICE, "letter", at("10:00"), POLICY, ("no_address", "")),
    "nowhere to go": (Standing({}, has_number=True), SERVICE, "visit", at("10:00"), POLICY, ("no_address", "")),
    "no e-mail": (Standing({}, has_number=True), SERVICE, "email", at("10:00"), POLICY, ("no_email", "")),
    "had an offer": (
        Standing({}, **FILE, promotions={SATURDAY: 1}),
        PROMOTION,
        "phone",
        at("10:00"),
        POLICY,
        ("enough_today", "2026-11-22T09:00"),
    ),
    "had one yesterday": (
        Standing({}, **FILE, promotions={SATURDAY: 1}),
        PROMOTION,
        "phone",
        at("10:00", SUNDAY),
        POLICY,
        None,
    ),
    "had one, and service": (
        Standing({}, **FILE, promotions={SATURDAY: 1}),
        SERVICE,
        "phone",
        at("10:00"),
        POLICY,
        None,
    ),
    "no offers are made": (
        WILLING,
        PROMOTION,
        "text",
        at("10:00"),
        policy(promotional_per_day=0),
        ("no_offers_made", ""),
    ),
}


@pytest.mark.parametrize("case", WHY_NOT)
def test_why_not_and_when(case: str) -> None:
    *question, expected = WHY_NOT[case]
    answer = may_contact(*question)
    if expected is None:
        assert answer == May(True)
    else:
        when = dt.datetime.fromisoformat(expected[1]) if expected[1] else None
        assert (answer.allowed, answer.why, answer.when) == (False, expected[0], when)


# What was promised, and the hour a customer named herself


PROMISED = {
    "a promise on a quiet day": (WILLING, "promise", {}, at("10:00", SUNDAY + DAY), ""),
    "a check on a quiet day": (WILLING, "check", {}, at("10:00", SUNDAY + DAY), "quiet"),
    "a promise at rest time": (WILLING, "promise", {}, at("13:00"), "rest"),
    "a promise at other hours than hers": (likes("after 18:00"), "promise", {}, at("10:00"), "hours"),
    "asked for 13:00": (WILLING, "check", {"hour": "13:00", "last_outcome": "later"}, at("13:00"), ""),
    "a little late": (WILLING, "check", {"hour": "13:00", "last_outcome": "later"}, at("13:59"), ""),
    "an hour late": (WILLING, "check", {"hour": "13:00", "last_outcome": "later"}, at("14:00"), "rest"),
    "a minute early": (WILLING, "check", {"hour": "13:00", "last_outcome": "later"}, at("12:59"), "rest"),
    "the day after": (WILLING, "check", {"hour": "13:00", "last_outcome": "later"}, at("13:00", SUNDAY), "rest"),
    "asked for 10:00 this time": (
        likes("after 18:00"),
        "check",
        {"hour": "10:00", "last_outcome": "later"},
        at("11:30"),
        "",
    ),
    "missed at 13:00": (WILLING, "check", {"hour": "13:00", "last_outcome": "no_answer"}, at("13:00"), "rest"),
    "a callback at 20:30": (WILLING, "callback", {"hour": "20:30"}, at("20:30"), ""),
    "an offer at 13:00 the shop planned": (WILLING, "campaign", {"hour": "13:00"}, at("13:00"), "rest"),
    "an offer at 13:00 she asked for": (
        WILLING,
        "campaign",
        {"hour": "13:00", "last_outcome": "later"},
        at("13:00"),
        "",
    ),
    "against a refusal": (REFUSES, "campaign", {"hour": "13:00", "last_outcome": "later"}, at("13:00"), "refused"),
    "an offer on a quiet day": (
        WILLING,
        "campaign",
        {"due": SUNDAY + DAY, "hour": "10:00", "last_outcome": "later"},
        at("10:00", SUNDAY + DAY),
        "quiet",
    ),
    "service she asked for on a quiet day": (
        WILLING,
        "check",
        {"due": SUNDAY + DAY, "hour": "10:00", "last_outcome": "later"},
        at("10:00", SUNDAY + DAY),
        "",
    ),
}


@pytest.mark.parametrize("case", PROMISED)
def test_what_was_promised_or_asked_for(case: str) -> None:
    standing, reason, planned, moment, why = PROMISED[case]
    planned = {"due": SATURDAY, **planned}
    if "hour" in planned:
        planned["hour"] = dt.time.fromisoformat(planned["hour"])
    assert may_make(standing, reason, "phone", moment, QUIET, **planned).why == why


def test_before_the_hour_she_asked_for_that_is_the_next_moment() -> None:
    asked_for = at("13:00")
    for moment in (at("12:45"), at("08:00")):
        answer = may_contact(likes("after 18:00"), SERVICE, "phone", moment, POLICY, agreed=asked_for)
        assert answer.when == asked_for
    late = may_contact(likes("after 18:00"), SERVICE, "phone", at("14:10"), POLICY, agreed=asked_for)
    assert late.when == at("14:30")


# Properties


@given(moments, st.sampled_from(sent))
def test_no_moment_lets_a_promotion_through_a_refusal(moment: dt.datetime, channel: str) -> None:
    answer = may_contact(REFUSES, PROMOTION, channel, moment, POLICY)
    assert not answer.allowed
    assert "no news and offers" in answer.words


@given(moments, st.sampled_from(channels))
def test_a_refusal_of_offers_never_blocks_service(moment: dt.datetime, channel: str) -> None:
    assert may_contact(REFUSES, SERVICE, channel, moment, QUIET) == may_contact(
        WILLING, SERVICE, channel, moment, QUIET
    )


@given(moments)
def test_the_moment_named_is_allowed_and_the_soonest(moment: dt.datetime) -> None:
    answer = may_contact(WILLING, SERVICE, "phone", moment, POLICY)
    if answer.when is not None:
        assert next_allowed(moment, POLICY) == answer.when


LIKED = ["after 18:00", "Mon-Fri", "weekends 10-12", "14:30-18:00", "中午", "after 20:00", "not Mon, before 11"]
near = st.datetimes(dt.datetime(2026, 11, 19), dt.datetime(2026, 12, 1))
days = st.dates(dt.date(2026, 11, 19), dt.date(2026, 12, 1))
standings = st.builds(
    Standing,
    st.dictionaries(
        st.tuples(st.sampled_from([SERVICE, PROMOTION]), st.sampled_from(["any", *channels])), st.booleans(), max_size=2
    ),
    has_number=st.booleans(),
    promotions=st.dictionaries(days, st.integers(0, 3), max_size=4),
    has_wechat=st.booleans(),
    has_email=st.booleans(),
    has_address=st.booleans(),
    hours=st.sampled_from([None, *map(read_hours, LIKED)]),
)
spans = st.builds(lambda first, n: Quiet(first, first + n * DAY if n else None), days, st.integers(0, 4))
policies = st.builds(
    policy,
    closed=st.lists(days, max_size=4).map(tuple),
    weekdays=st.sampled_from([(), (7,), (1, 6, 7)]),
    quiet_dates=st.lists(spans, max_size=3).map(tuple),
    promotional_per_day=st.integers(0, 2),
    rest=st.sampled_from([POLICY.calls.rest, (), ((dt.time(17), dt.time(11)),)]),
)
questions = st.tuples(standings, st.sampled_from([SERVICE, PROMOTION]), st.sampled_from(channels))
promises = st.fixed_dictionaries({"promised": st.booleans(), "agreed": st.none() | near})


def forbidden(question: Any, moment: dt.datetime, rules: Any, promised: bool, agreed: dt.datetime | None) -> bool:
    """The rule once more, told the other way round: whether anything at all speaks against this moment."""
    standing, purpose, channel = question
    day, clock = moment.date(), moment.time()
    if channel == "counter":
        return False
    noes = {key for key, granted in standing.consents.items() if not granted}
    missing = {
        "phone": not standing.has_number, "text": not standing.has_number, "email": not standing.has_email,
        "wechat": not (standing.has_wechat or standing.has_number), "letter": not standing.has_address,
        "visit": not standing.has_address,
    }  # fmt: skip
    if missing[channel] or noes & {(SERVICE, "any"), (SERVICE, channel), (purpose, channel)}:
        return True
    quiet = any(dates.first <= day <= (dates.last or dates.first) for dates in rules.calls.quiet_dates)
    offers = standing.promotions.get(day, 0)
    if purpose == PROMOTION and (quiet or (PROMOTION, "any") in noes or offers >= rules.calls.promotional_per_day):
        return True
    if channel not in ("phone", "visit"):
        return False
    her_day = agreed is not None and agreed.date() == day and moment >= agreed
    her_hour = agreed is not None and agreed <= moment < agreed + HOUR
    closed = day.isoweekday() in rules.opening.closed_weekdays or day in rules.opening.closed_dates
    rest = any(
        (start <= clock < end) if start <= end else (clock >= start or clock < end) for start, end in rules.calls.rest
    )
    unliked = standing.hours is not None and not standing.hours.allows(moment)
    service_quiet = quiet and not promised
    return (rest and not her_hour) or ((closed or unliked or service_quiet) and not her_day)


@given(questions, near, policies, promises)
def test_no_moment_lets_a_forbidden_contact_through(question: Any, moment: Any, rules: Any, promise: Any) -> None:
    answer = may_contact(*question, moment, rules, **promise)
    assert answer.allowed is not forbidden(question, moment, rules, **promise)


@given(questions, near, policies, promises, st.data())
def test_the_next_moment_is_allowed_and_none_before_it(
    question: Any, moment: Any, rules: Any, promise: Any, data: st.DataObject
) -> None:
    def allowed(other: dt.datetime) -> bool:
        return may_contact(*question, other, rules, **promise).allowed

    answer = may_contact(*question, moment, rules, **promise)
    if answer.allowed:
        assert answer == May(True)
        return
    ahead = answer.when - moment if answer.when else 60 * DAY
    assert answer.when is None or (ahead > dt.timedelta(0) and allowed(answer.when))
    before = [moment + n * HOUR / 2 for n in range(min(int(ahead / (HOUR / 2)), 100))]
    before += [moment + ahead - n * SECOND for n in (1, 60, 3599)]
    before += [moment + ahead * part for part in data.draw(st.lists(st.floats(0, 0.9999), max_size=20))]
    assert not [other for other in before if moment <= other and other < moment + ahead and allowed(other)]


@given(
    st.datetimes(
        timezones=st.just(dt.timezone(8 * HOUR)), min_value=dt.datetime(2026, 1, 1), max_value=dt.datetime(2027, 1, 1)
    )
)
def test_a_moment_keeps_its_time_zone(moment: dt.datetime) -> None:
    answer = may_contact(likes("Mon 15-17"), SERVICE, "phone", moment, POLICY, agreed=dt.datetime(2026, 6, 1, 13))
    assert answer.allowed or (answer.when is not None and answer.when.tzinfo == moment.tzinfo)


def test_only_the_customers_own_word_is_an_agreed_hour() -> None:
    hour = dt.time(13)
    assert agreed_for(SERVICE, "check", SATURDAY, hour, "later") == at("13:00")
    assert agreed_for(SERVICE, "special", SATURDAY, hour, "") == at("13:00")
    for outcome in ("no_answer", "busy"):
        assert agreed_for(SERVICE, "check", SATURDAY, hour, outcome) is None
    assert agreed_for(PROMOTION, "campaign", SATURDAY, hour, "") is None
    assert agreed_for(SERVICE, "check", SATURDAY, None, "later") is None


# Words


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("why", list(permission._REASONS))
@pytest.mark.parametrize("when", [at("14:30"), at("09:30", SATURDAY + 9 * DAY)])
def test_in_a_column_the_reason_fits_whole(why: str, when: dt.datetime, language: str) -> None:
    i18n.set_language(language)
    answer = May(False, why, when, asked=at("13:00"))
    assert 0 < cell_len(answer.brief) <= 13
    assert ("14:30" in answer.brief) is (why in ("rest", "hours") and when == at("14:30"))
    assert "{" not in answer.words + answer.brief


def test_a_time_on_a_later_day_is_said_with_its_day() -> None:
    answer = may_contact(likes("Tue after 18:00"), SERVICE, "phone", at("10:00"), POLICY)
    assert (answer.words, answer.brief) == ("likes other hours, next Tue 24 Nov 18:00", "from 24 Nov")
    assert may_contact(WILLING, SERVICE, "phone", at("21:00"), POLICY).brief == "from 09:00"
    assert may_contact(likes("before 10:00"), SERVICE, "phone", at("10:36"), POLICY).brief == "from 22 Nov"
