"""May this customer be contacted, for this purpose, by this channel, at this moment? (mission C5) One pure rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from counter_tui.clock import DAY
from counter_tui.i18n import N_, _
from counter_tui.shop.entry.hours import Hours
from counter_tui.shop.policy import Policy
from counter_tui.words import brief_day, moment_words

SERVICE, PROMOTION = "service", "promotion"
RINGING = ("phone", "visit")
"""Channels that disturb whoever is at home, so that rest hours and the customer's own hours hold for them."""

REMINDER = "reminder"
"""The channel under which a customer says no to service reminders: cleanings and checks, and nothing else (A7)."""

COUNTER = "counter"
"""The customer stands in the shop."""

AGREED = dt.timedelta(hours=1)
"""How long an hour that the customer named goes before the rest hours."""

HORIZON = 400 * DAY
"""How far ahead the next moment is looked for."""

_NIGHT = dt.timedelta(hours=14)

_ASKED = ("later", "broke_off")
_MISSED = ("no_answer", "busy", "wrong_number", "other")

_REASONS = {
    "rest": N_("rest time until {until}"),
    "closed": N_("the shop is closed"),
    "quiet": N_("a quiet day of the shop"),
    "hours": N_("likes other hours, next {until}"),
    "never": N_("likes hours in which the shop does not call: ask for others"),
    "unwanted": N_("wants no contact at all"),
    "refused": N_("wants no news and offers"),
    "channel_refused": N_("does not want this channel"),
    "no_number": N_("no number that works"),
    "no_wechat": N_("no WeChat and no number"),
    "no_email": N_("no e-mail address"),
    "no_address": N_("no address"),
    "no_offers_made": N_("the shop makes no offers this way"),
    "enough_today": N_("the day's offers are used up"),
}
_BRIEFLY = {
    "rest": N_("from {until}"),
    "closed": N_("closed"),
    "quiet": N_("quiet day"),
    "hours": N_("from {until}"),
    "never": N_("ask for hours"),
    "unwanted": N_("no contact"),
    "refused": N_("no offers"),
    "channel_refused": N_("not this way"),
    "no_number": N_("no number"),
    "no_wechat": N_("no WeChat"),
    "no_email": N_("no e-mail"),
    "no_address": N_("no address"),
    "no_offers_made": N_("none made"),
    "enough_today": N_("had an offer"),
}

_TIMED = ("rest", "hours")


@dataclass(frozen=True)
class May:
    """The answer: yes, or no with the reason and the next moment it may be done (None: something must change).

    `asked` is the moment it was asked for, so that a time on a later day is said with its day.
    """

    allowed: bool
    why: str = ""
    when: dt.datetime | None = None
    asked: dt.datetime | None = field(default=None, compare=False)

    @property
    def words(self) -> str:
        """The reason in the clerk's language; empty when allowed."""
        if self.allowed:
            return ""
        return _(_REASONS[self.why]).format(until=self._time or (moment_words(self.when) if self.when else ""))

    @property
    def brief(self) -> str:
        """The reason in at most 13 cells, for a column; empty when allowed."""
        if self.allowed:
            return ""
        if self.why in _TIMED and self.when and not self._time:
            return _("from {day}").format(day=brief_day(self.when.date(), near=True))
        return _(_BRIEFLY[self.why]).format(until=self._time)

    @property
    def _time(self) -> str:
        """The time of day, where that says it all: today, or over night. Else ""."""
        soon = self.when and (self.asked is None or self.when - self.asked <= _NIGHT)
        return f"{self.when:%H:%M}" if soon else ""


@dataclass(frozen=True)
class Standing:
    """What is known of a customer that bears on the question.

    `consents` is the newest word by (purpose, channel), the channel perhaps "any"; `promotions` counts the offers the
    number has had by local day; `hours` are those the customer likes, as far as they could be understood.
    """

    consents: Mapping[tuple[str, str], bool]
    has_number: bool
    promotions: Mapping[dt.date, int] = field(default_factory=dict)
    has_wechat: bool = False
    has_email: bool = False
    has_address: bool = False
    hours: Hours | None = None


Limit = tuple[str, Callable[[dt.datetime], dt.datetime]]
"""Why not, and from a moment the first one at or after it that this alone may leave free (never too late a one)."""


def purpose_of(reason: str, policy: Policy) -> str:
    """Whether a revisit for this reason is service or promotion, by the shop's policy."""
    return PROMOTION if reason in policy.calls.promotional_reasons else SERVICE


def may_contact(
    standing: Standing,
    purpose: str,
    channel: str,
    moment: dt.datetime,
    policy: Policy,
    *,
    promised: bool = False,
    agreed: dt.datetime | None = None,
) -> May:
    """Whether a contact may be made at the local `moment`.

    A promotion is never made against a refusal, on a quiet day, or twice a day to a number. Service is owed to the
    customer: no refusal of offers holds it back, only a refused channel, the rest hours, and for calls the quiet days
    unless it was `promised`. Calls and visits also keep to the hours the customer likes. `agreed` is the local moment
    for which the customer herself asked: on that day it goes before her usual hours and the shop's closed and quiet
    days, and for an hour before the rest hours. It opens no way for a promotion on a quiet day.
    """
    if channel == COUNTER:
        return May(True)
    never = _never(standing, purpose, channel, policy)
    if never:
        return May(False, never, asked=moment)
    asked_for = agreed.replace(tzinfo=moment.tzinfo) if agreed else None
    limits = list(_limits(standing, purpose, channel, policy, promised, asked_for))
    why = next((why for why, free in limits if free(moment) > moment), "")
    if not why:
        return May(True)
    when = _first(moment, limits)
    if when is None and _first(moment, [limit for limit in limits if limit[0] != "hours"]):
        why = "never"
    return May(False, why, when, asked=moment)


def may_make(
    standing: Standing,
    reason: str,
    channel: str,
    moment: dt.datetime,
    policy: Policy,
    *,
    due: dt.date | None = None,
    hour: dt.time | None = None,
    last_outcome: str = "",
) -> May:
    """Whether a planned contact may be made at the local `moment`: `may_contact` for a revisit as it is stored."""
    purpose = purpose_of(reason, policy)
    agreed = agreed_for(purpose, reason, due, hour, last_outcome)
    promised = reason in policy.calls.promised_reasons
    return may_contact(standing, purpose, channel, moment, policy, promised=promised, agreed=agreed)


def agreed_for(
    purpose: str, reason: str, due: dt.date | None, hour: dt.time | None, last_outcome: str
) -> dt.datetime | None:
    """The moment (naive, local) the customer has asked for; None where the hour is only the shop's own plan.

    She asked for it if she said so in the last contact, if it was promised to call back, or if a clerk has set an hour
    for a service that nobody has tried yet. The hours of the retry plan are the shop's own.
    """
    if due is None or hour is None:
        return None
    own_word = last_outcome in _ASKED or (
        last_outcome not in _MISSED and (purpose == SERVICE or reason in ("callback", "promise"))
    )
    return dt.datetime.combine(due, hour) if own_word else None


def rests(hour: dt.time, policy: Policy) -> bool:
    """Whether an hour of the day, on any day, lies in the rest hours."""
    return _rest_end(dt.datetime.combine(dt.date(2000, 1, 1), hour), policy.calls.rest) is not None


def quiet_holds(reason: str, channel: str, policy: Policy) -> bool:
    """Whether a contact waits for the end of quiet days: offers always, calls and visits unless promised."""
    if purpose_of(reason, policy) == PROMOTION:
        return True
    return channel in RINGING and reason not in policy.calls.promised_reasons


def next_allowed(moment: dt.datetime, policy: Policy, *, quiet: bool = False) -> dt.datetime:
    """`moment`, or the first one after it that is outside the rest hours on a day the shop is open.

    With `quiet` on no quiet day either.
    """
    return next_call(moment, policy, quiet=quiet) or moment


def next_call(
    moment: dt.datetime, policy: Policy, hours: Hours | None = None, *, quiet: bool = False
) -> dt.datetime | None:
    """As `next_allowed`, and at an hour the customer likes; None if there is none."""
    limits = [*_times_of_the_shop(policy), *_times_of_the_customer(hours)]
    return _first(moment, [*limits, _quiet_days(policy)] if quiet else limits)


def _never(standing: Standing, purpose: str, channel: str, policy: Policy) -> str:
    """Why it may not be done before something changes; "" if only time is asked for."""
    consents = standing.consents
    if consents.get((SERVICE, "any")) is False:
        return "unwanted"
    if purpose == PROMOTION and consents.get((PROMOTION, "any")) is False:
        return "refused"
    if consents.get((purpose, channel)) is False or consents.get((SERVICE, channel)) is False:
        return "channel_refused"
    if purpose == PROMOTION and not policy.calls.promotional_per_day:
        return "no_offers_made"
    reachable = {
        "phone": (standing.has_number, "no_number"),
        "text": (standing.has_number, "no_number"),
        "wechat": (standing.has_wechat or standing.has_number, "no_wechat"),  # people are found there by number
        "email": (standing.has_email, "no_email"),
        "letter": (standing.has_address, "no_address"),
        "visit": (standing.has_address, "no_address"),
    }
    there, missing = reachable.get(channel, (True, ""))
    return "" if there else missing


def _limits(
    standing: Standing, purpose: str, channel: str, policy: Policy, promised: bool, agreed: dt.datetime | None
) -> Iterator[Limit]:
    rings = channel in RINGING
    whole_day = (agreed, _day_ends(agreed)) if agreed else None
    hour = (agreed, agreed + AGREED) if agreed else None
    quiet = _quiet_days(policy)
    if purpose == PROMOTION:
        yield quiet
        most, had = policy.calls.promotional_per_day, standing.promotions
        yield _days("enough_today", lambda day: had.get(day, 0) >= most)
    elif rings and not promised:
        yield _but(whole_day, quiet)
    if rings:
        closed, rest = _times_of_the_shop(policy)
        yield _but(whole_day, closed)
        yield _but(hour, rest)
        yield from (_but(whole_day, limit) for limit in _times_of_the_customer(standing.hours))


def _quiet_days(policy: Policy) -> Limit:
    return _days("quiet", policy.calls.quiet)


def _times_of_the_shop(policy: Policy) -> list[Limit]:
    closed = _days("closed", lambda day: not policy.opening.holds(day))
    return [closed, ("rest", lambda moment: _rest_end(moment, policy.calls.rest) or moment)]


def _times_of_the_customer(hours: Hours | None) -> list[Limit]:
    return [("hours", hours.next_from)] if hours else []


def _days(why: str, shut: Callable[[dt.date], bool]) -> Limit:
    """A limit that holds for whole days."""
    return why, lambda moment: _day_ends(moment) if shut(moment.date()) else moment


def _but(window: tuple[dt.datetime, dt.datetime] | None, limit: Limit) -> Limit:
    """A limit that does not hold inside a window."""
    if window is None:
        return limit
    opens, ends = window
    why, free = limit

    def freer(moment: dt.datetime) -> dt.datetime:
        if opens <= moment < ends:
            return moment
        later = free(moment)
        return opens if moment < opens < later else later

    return why, freer


def _first(moment: dt.datetime, limits: Iterable[Limit]) -> dt.datetime | None:
    """The first moment that every limit leaves free, not further ahead than HORIZON."""
    limits = list(limits)
    last = moment + HORIZON
    while moment < last:
        later = max((free(moment) for _why, free in limits), default=moment)
        if later == moment:
            return moment
        moment = later
    return None


def _rest_end(moment: dt.datetime, rest: Iterable[tuple[dt.time, dt.time]]) -> dt.datetime | None:
    """When the rest time that `moment` lies in is over; None outside rest time. A rest may pass midnight."""
    clock = moment.time()
    for start, end in rest:
        if start <= end:
            if start <= clock < end:
                return _at(moment, end)
        elif clock >= start:
            return _at(moment + DAY, end)
        elif clock < end:
            return _at(moment, end)
    return None


def _at(moment: dt.datetime, clock: dt.time) -> dt.datetime:
    return moment.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0)


def _day_ends(moment: dt.datetime) -> dt.datetime:
    return _at(moment + DAY, dt.time(0))
