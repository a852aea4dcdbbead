"""When a customer is to be contacted next (mission C2, C10): pure rules over dates, no database.

Every rule answers a Plan. `due` is the first day it may be done, `closes` the last; both fall on days the shop is open,
and on none of its quiet days unless the contact is a promised one, whenever the window holds such a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from counter_tui.clock import DAY
from counter_tui.shop.entry.dates import PartialDate, next_occurrence
from counter_tui.shop.months import add_months
from counter_tui.shop.permission import quiet_holds
from counter_tui.shop.policy import Opening, Policy

DAYS_A_YEAR = 365
SERVICES = ("cleaning", "check")
DATES = ("birthday", "anniversary", "festival")
"""Contacts that belong to a day, their anchor; shortly after it will do (A6)."""
REPEATING = (*SERVICES, "regular", *DATES)


@dataclass(frozen=True)
class Plan:
    """A contact to make: why, from when to when, counted from which day, by which channel, about what.

    Without a `channel` the customer is reached as they like it. What was agreed with them, or set by a clerk,
    (`agreed_on` some day) no rule moves by itself.
    """

    reason: str
    anchor: dt.date
    due: dt.date
    closes: dt.date
    channel: str = ""
    topic: str = ""
    waits: bool = False
    hour: dt.time | None = None
    agreed_on: dt.date | None = None


def first_revisit(sold: dt.date, policy: Policy) -> Plan:
    """The first contact: day 3 to 7 after the sale (C2)."""
    first, last = policy.revisits.first_days
    return _plan("first", sold, sold + first * DAY, sold + last * DAY, policy)


def second_revisit(sold: dt.date, first_done: dt.date | None, policy: Policy) -> Plan:
    """The second contact: within 7 days after the first was really done, within 30 days of the sale at the latest (C2).

    Until the first is done it waits. When the first came too late for that, it is due the day after.
    """
    anchor = first_done or first_revisit(sold, policy).due
    latest = max(sold + policy.revisits.second_latest_days * DAY, anchor + DAY)
    closes = min(anchor + policy.revisits.second_within_days * DAY, latest)
    due = min(anchor + policy.revisits.second_from_days * DAY, closes)
    plan = _plan("second", anchor, due, closes, policy, earliest=anchor + DAY)
    return replace(plan, waits=first_done is None)


def cleaning(cleaned: dt.date, policy: Policy) -> Plan:
    """The next cleaning, counted from the day the piece was really cleaned, or sold (C2)."""
    return _months_on("cleaning", cleaned, policy.revisits.cleaning_months, policy)


def yearly_check(checked: dt.date, policy: Policy) -> Plan:
    """The yearly check of the setting (B3)."""
    return _months_on("check", checked, policy.revisits.check_months, policy)


def fresh_from(today: dt.date, policy: Policy) -> dt.date:
    """The first day whose sales are looked after like new ones: the second revisit could still be due (C2). An older
    one, typed or taken over, asks only for what lies ahead."""
    return today - policy.revisits.second_latest_days * DAY


def first_two(sold: dt.date, policy: Policy) -> tuple[Plan, Plan]:
    """The first revisit of a fresh sale, and the second, which waits for it."""
    return first_revisit(sold, policy), second_revisit(sold, None, policy)


def asked_for(sold: dt.date, today: dt.date, policy: Policy) -> tuple[Plan, ...]:
    """Everything a sale asks for by itself (C1, C2), once for each reason: first and second revisit, cleaning, check.

    Of one so old that its second revisit could no longer be due, only what lies ahead, each service at its next turn.
    """
    fresh = first_two(sold, policy) if sold >= fresh_from(today, policy) else ()
    return *fresh, *(next_service(service, sold, today, policy) for service in SERVICES)


def channel_for(liked: str, *, no_calls: bool) -> str:
    """How a customer is called upon where nothing else is said: as they like it, by message if they want no calls."""
    return "text" if no_calls and liked in ("", "phone") else liked or "phone"


def next_service(reason: str, sold: dt.date, today: dt.date, policy: Policy) -> Plan:
    """The first cleaning or check (a reason of SERVICES) that is due now or lies ahead, as if each before it had been
    done on its day."""
    rule = cleaning if reason == "cleaning" else yearly_check
    months = policy.revisits.cleaning_months if reason == "cleaning" else policy.revisits.check_months
    over = max(((today.year - sold.year) * 12 + today.month - sold.month) // months - 2, 0)
    while (turn := rule(add_months(sold, over * months), policy)).closes < today:
        over += 1
    return turn


def in_turn(number: int, today: dt.date, policy: Policy) -> Plan:
    """Keeping in touch where its day is over: spread over the months it may take, by the customer's number, so that
    the first morning after a list was taken over is no mountain."""
    span = DAYS_A_YEAR // policy.revisits.contacts_per_year
    lead = max(span - policy.revisits.regular_window_days, 1)
    return regular(today + (1 + number % span - lead) * DAY, policy)


def regular(last_contact: dt.date, policy: Policy) -> Plan:
    """Keeping in touch: so soon after the last contact that a year holds at least three (C2)."""
    closes = last_contact + DAYS_A_YEAR // policy.revisits.contacts_per_year * DAY
    due = max(closes - policy.revisits.regular_window_days * DAY, last_contact + DAY)
    return _plan("regular", last_contact, due, closes, policy)


def important_date(kind: str, date: PartialDate, on_or_after: dt.date, policy: Policy) -> Plan:
    """The next time a birthday, wedding day or the like comes round (A6); wished on the day, or shortly after."""
    day = next_occurrence(date, on_or_after, policy.revisits.leap_day)
    reason = "birthday" if kind == "birthday" else "anniversary"
    return Plan(reason, day, day, day + policy.revisits.date_window_days * DAY)


def visit_followup(visited: dt.date, policy: Policy) -> Plan:
    """After a visit without a purchase (B9)."""
    first, last = policy.revisits.visit_followup_days
    return _plan("visit", visited, visited + first * DAY, visited + last * DAY, policy)


def next_working_day(day: dt.date, opening: Opening) -> dt.date:
    """The first day after `day` on which the shop is open."""
    return _first_from(day + DAY, opening.holds)


def next_call_day(day: dt.date, reason: str, policy: Policy) -> dt.date:
    """The first day after `day` on which a call for this reason may be made: the shop is open, and not quiet for it."""
    return _first_from(day + DAY, _callable(reason, policy))


def _months_on(reason: str, anchor: dt.date, months: int, policy: Policy) -> Plan:
    due = add_months(anchor, months)
    return _plan(reason, anchor, due, due + policy.revisits.window_days * DAY, policy)


def _plan(
    reason: str, anchor: dt.date, due: dt.date, closes: dt.date, policy: Policy, earliest: dt.date | None = None
) -> Plan:
    """A window narrowed to days for calls; a window without one opens on the next such day."""
    fits = _callable(reason, policy)
    opens = _first_from(due, fits)
    if opens > closes:
        before = [d for d in _days(earliest or due, due) if fits(d)]
        if before:
            return Plan(reason, anchor, before[-1], before[-1])
        return Plan(reason, anchor, opens, opens)
    last = closes
    while not fits(last):
        last -= DAY
    return Plan(reason, anchor, opens, last)


def _callable(reason: str, policy: Policy) -> Callable[[dt.date], bool]:
    quiet = quiet_holds(reason, "phone", policy)
    return lambda day: policy.opening.holds(day) and not (quiet and policy.calls.quiet(day))


def _first_from(day: dt.date, fits: Callable[[dt.date], bool]) -> dt.date:
    for _ in range(DAYS_A_YEAR):
        if fits(day):
            return day
        day += DAY
    return day


def _days(first: dt.date, until: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((until - first).days)]
