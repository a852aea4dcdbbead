"""May this customer be contacted, for this purpose, by this channel, at this moment? (mission C5) One pure rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counter_tui.i18n import N_, _
from counter_tui.shop.planning import DAY, is_open
from counter_tui.shop.policy import Policy

SERVICE, PROMOTION = "service", "promotion"
CALLING = ("phone",)
"""Channels that ring, so that rest hours hold for them."""

_REASONS = {
    "rest": N_("rest time until {until}"),
    "closed": N_("the shop is closed"),
    "refused": N_("wants no news and offers"),
    "channel_refused": N_("does not want this channel"),
    "no_number": N_("no number that works"),
    "enough_today": N_("one offer a day is enough"),
}
_BRIEFLY = {
    "rest": N_("from {until}"),
    "closed": N_("closed"),
    "refused": N_("no offers"),
    "channel_refused": N_("not this way"),
    "no_number": N_("no number"),
    "enough_today": N_("had an offer"),
}


@dataclass(frozen=True)
class May:
    """The answer: yes, or no with the reason and the next moment it may be done (None: something must change)."""

    allowed: bool
    why: str = ""
    when: dt.datetime | None = None

    @property
    def words(self) -> str:
        """The reason in the clerk's language; empty when allowed."""
        return self._say(_REASONS)

    @property
    def brief(self) -> str:
        """The reason in at most 13 cells, for a column; empty when allowed."""
        return self._say(_BRIEFLY)

    def _say(self, words: Mapping[str, str]) -> str:
        if self.allowed:
            return ""
        return _(words[self.why]).format(until=f"{self.when:%H:%M}" if self.when else "")


@dataclass(frozen=True)
class Standing:
    """What is known of a customer that bears on the question. `consents` is the newest word by (purpose, channel)."""

    consents: Mapping[tuple[str, str], bool]
    has_number: bool
    promotions_today: int = 0


def purpose_of(reason: str, policy: Policy) -> str:
    """Whether a revisit for this reason is service or promotion, by the shop's policy."""
    return PROMOTION if reason in policy.calls.promotional_reasons else SERVICE


def may_contact(standing: Standing, purpose: str, channel: str, moment: dt.datetime, policy: Policy) -> May:
    """Whether a contact may be made at the local `moment`.

    A promotion is never made against a refusal; service is owed to the customer, and only a refused channel or the
    rest hours hold it back.
    """
    if purpose == PROMOTION and standing.consents.get((PROMOTION, "any")) is False:
        return May(False, "refused")
    if standing.consents.get((purpose, channel)) is False:
        return May(False, "channel_refused")
    if channel in (*CALLING, "text") and not standing.has_number:
        return May(False, "no_number")
    if purpose == PROMOTION and standing.promotions_today >= policy.calls.promotional_per_day:
        return May(False, "enough_today", next_allowed(_midnight(moment), policy))
    if channel in CALLING:
        allowed_from = next_allowed(moment, policy)
        if allowed_from > moment:
            return May(False, "rest", allowed_from)
    return May(True)


def next_allowed(moment: dt.datetime, policy: Policy) -> dt.datetime:
    """`moment`, or the first one after it that is outside the rest hours on a day the shop is open."""
    for _step in range(400):
        if not is_open(moment.date(), policy.opening):
            moment = _midnight(moment)
            continue
        end = _rest_end(moment, policy.calls.rest)
        if end is None:
            return moment
        moment = end
    return moment


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
    return moment.replace(hour=clock.hour, minute=clock.minute, second=0)


def _midnight(moment: dt.datetime) -> dt.datetime:
    return _at(moment + DAY, dt.time(0))
