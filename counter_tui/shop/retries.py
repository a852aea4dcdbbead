"""When a call in vain is made again (mission C10): another day, another hour of the day, another channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counter_tui.clock import DAY
from counter_tui.shop.call_entry import NextStep
from counter_tui.shop.entry.choices import AWAITED
from counter_tui.shop.entry.hours import Hours
from counter_tui.shop.permission import RINGING, next_allowed, next_call, quiet_holds
from counter_tui.shop.planning import next_working_day
from counter_tui.shop.policy import Policy


def retry(
    outcome: str,
    tries: int,
    moment: dt.datetime,
    later: dt.datetime | None,
    policy: Policy,
    *,
    tried: Sequence[dt.time] = (),
    hours: Hours | None = None,
    reason: str = "special",
    channel: str = "phone",
) -> NextStep:
    """When to try again after `tries` misses, this one included, and by which channel; "" keeps the channel (C10).

    `tried` are the local times of the misses, this one included, `hours` those the customer likes (`next_try`).
    For this `reason` and by this `channel` it may be made then: on no closed day, nor on a quiet one that holds for it.
    """
    quiet = quiet_holds(reason, channel, policy)
    if outcome == "busy":
        soon = moment + dt.timedelta(minutes=policy.calls.busy_again_minutes)
        again = next_call(soon, policy, hours, quiet=quiet) or next_allowed(soon, policy, quiet=quiet)
        return NextStep(again.date(), "", hour=again.time().replace(second=0))
    if outcome == "broke_off":
        return NextStep(moment.date(), "", hour=moment.time().replace(second=0))
    if outcome == AWAITED:
        moment += (policy.calls.answer_days - 1) * DAY
    if outcome == "later" and later is not None:
        return NextStep(later.date(), "", hour=later.time() if later.time() != dt.time(0) else None)
    if outcome == "no_answer" and tries < policy.calls.tries_before_text:
        due, hour = next_try(moment, tried or (moment.time(),), policy, hours, quiet=quiet)
        return NextStep(due, "", hour=hour)
    other = "text" if outcome == "no_answer" else ""
    return NextStep(next_day(moment, reason, other or channel, policy, hours), other)


def next_try(
    moment: dt.datetime, tried: Sequence[dt.time], policy: Policy, hours: Hours | None = None, *, quiet: bool = False
) -> tuple[dt.date, dt.time | None]:
    """The next working day on which a call may be made, with `quiet` no quiet one, and the hour of the plan for it.

    `tried` are the local times of the calls in vain so far, the oldest first; each counts for the hour of the plan it
    lies nearest to. No hour comes twice while another is left; of those left, the one farthest from all that was tried.
    Where no hour of the plan may be taken that day it is the day's first moment, and None where none is known.
    """
    morning = dt.datetime.combine(next_working_day(moment.date(), policy.opening), dt.time(0), moment.tzinfo)
    first = next_call(morning, policy, hours, quiet=quiet)
    plan = policy.calls.retry_hours
    if first is None or not plan:
        return (first or next_allowed(morning, policy, quiet=quiet)).date(), None
    day = first.date()
    open_to_us = [
        hour for hour in plan if (at := dt.datetime.combine(day, hour, moment.tzinfo)) == next_call(at, policy, hours)
    ]
    taken = [min(plan, key=lambda hour: _apart(hour, time)) for time in tried]

    def merit(hour: dt.time) -> tuple[int, bool, int]:
        return taken.count(hour), hour in taken[-1:], -min((_apart(hour, time) for time in tried), default=0)

    return day, min(open_to_us, key=merit, default=first.time())


def next_day(moment: dt.datetime, reason: str, channel: str, policy: Policy, hours: Hours | None = None) -> dt.date:
    """The next working day on which a contact for this reason may be made this way, at an hour still to be chosen."""
    quiet = quiet_holds(reason, channel, policy)
    if channel in RINGING:
        return next_try(moment, (), policy, hours, quiet=quiet)[0]
    day = next_working_day(moment.date(), policy.opening)
    while quiet and policy.calls.quiet(day):
        day = next_working_day(day, policy.opening)
    return day


def _apart(one: dt.time, other: dt.time) -> int:
    """Minutes between two times of a day."""
    return abs(one.hour * 60 + one.minute - other.hour * 60 - other.minute)
