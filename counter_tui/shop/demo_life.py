"""What would have happened with a made-up customer: planned, called and closed by the rules of planning, in memory.

It comes to the same rows as the shop's own functions, which take far too long for two years of a whole shop.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from itertools import count

from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.models import ALIVE, CANCELLED, DONE, OPEN, WAITING
from counter_tui.shop import planning
from counter_tui.shop.customers import DateEntry
from counter_tui.shop.entry.hours import Hours
from counter_tui.shop.outcomes import RETRIES
from counter_tui.shop.permission import PROMOTION, purpose_of
from counter_tui.shop.planning import Plan
from counter_tui.shop.policy import Policy
from counter_tui.shop.retries import retry


@dataclass(eq=False)
class Due:
    """A contact to make, as its row will be; `sale`, `visit` and `date` count from 0 within the customer's file."""

    series: str
    plan: Plan
    sale: int | None = None
    visit: int | None = None
    date: int | None = None
    after: Due | None = None
    state: str = OPEN
    version: int = 1
    tries: int = 0
    last_outcome: str = ""
    closed_on: dt.date | None = None
    closed_why: str = ""

    @property
    def alive(self) -> bool:
        """Whether it is still to be made."""
        return self.state in ALIVE


@dataclass(frozen=True)
class Made:
    """A contact that was made, what it was about, and what followed."""

    at: dt.datetime
    due: Due
    plan: Plan
    outcome: str
    later: dt.datetime | None
    next: Due | None
    next_plan: Plan | None


@dataclass
class Life:
    """One customer from the day the file was opened."""

    policy: Policy
    dates: tuple[DateEntry, ...]
    refuses: bool
    opened: dt.datetime
    hours: Hours | None = None
    sales: list[dt.datetime] = field(default_factory=list)
    visits: list[dt.datetime] = field(default_factory=list)
    cleanings: list[tuple[dt.datetime, int]] = field(default_factory=list)
    contacts: list[Made] = field(default_factory=list)
    refused: tuple[dt.datetime, int] | None = None
    no_calls: bool = False
    wrong_since: dt.date | None = None
    last_seen: dt.datetime = dt.datetime.min
    rows: list[Due] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last_seen = self.opened
        if self.refuses:
            self.refused = (self.opened, 0)
        for n in range(len(self.dates)):
            self._plan_date(n, self.opened.date())

    def buy(self, moment: dt.datetime) -> None:
        """A sale, and everything it sets going (C1)."""
        n, day = len(self.sales), moment.date()
        self.sales.append(moment)
        for due in self._alive("visit"):
            self._close(due, CANCELLED, _("has bought"), moment)
        first = self._plan(f"first:{n}", planning.first_revisit(day, self.policy), sale=n)
        self._plan(f"second:{n}", planning.second_revisit(day, None, self.policy), sale=n, after=first)
        self._plan(f"cleaning:{n}", planning.cleaning(day, self.policy), sale=n)
        self._plan(f"check:{n}", planning.yearly_check(day, self.policy), sale=n)
        self._touch(moment)

    def look(self, moment: dt.datetime) -> None:
        """A visit without a purchase (B9)."""
        self.visits.append(moment)
        followup = planning.visit_followup(moment.date(), self.policy)
        self._plan("visit", followup, visit=len(self.visits) - 1)
        self._touch(moment)

    def contact(self, moment: dt.datetime, due: Due, outcome: str, later: dt.datetime | None = None) -> None:
        """A contact and what follows from its outcome (C7, C10); one that is made serves all that is due by then."""
        before, day = due.plan, moment.date()
        follow = due if outcome in RETRIES else None
        if follow:
            self._again(due, moment, outcome, later)
        else:
            also = [other for other in self.due_by(day) if other is not due]
            self._close(due, DONE, outcome, moment)
            for other in also:
                other.last_outcome = outcome
                self._close(other, DONE, outcome, moment)
            if outcome == "no_calls":
                self._refuse(moment)
            self._touch(moment)
        if outcome == "wrong_number":
            self.wrong_since = day
        follow = follow or self._soonest_after(day)
        self.contacts.append(Made(moment, due, before, outcome, later, follow, follow.plan if follow else None))

    def clean(self, moment: dt.datetime, sale: int) -> None:
        """The pieces of a sale were really cleaned: the next cleaning counts from then (C2)."""
        self.cleanings.append((moment, sale))
        for due in self._alive(f"cleaning:{sale}"):
            self._end(due, DONE, _("cleaned"), moment.date())
            self._plan(due.series, planning.cleaning(moment.date(), self.policy), sale=sale)
        self._touch(moment)

    def due_by(self, day: dt.date) -> list[Due]:
        """What may be done on `day` or is late by then."""
        return [due for due in self.rows if due.state == OPEN and due.plan.due <= day]

    # --- as shop/revisits.py and shop/outcomes.py do it ---------------------------------------------------------

    def _plan(self, series: str, plan: Plan, **belongs: int | Due | None) -> Due | None:
        if self._alive(series):
            return None
        plan = replace(plan, channel="text" if self.no_calls else "phone")
        made = Due(series, plan, state=WAITING if plan.waits else OPEN, **belongs)  # type: ignore[arg-type]
        self.rows.append(made)
        return made

    def _plan_date(self, n: int, on_or_after: dt.date) -> None:
        if self._stopped("birthday"):
            return
        entry = self.dates[n]
        plan = planning.important_date(entry.kind, entry.date, on_or_after, self.policy)
        self._plan(f"date:{n}", plan, date=n)

    def _touch(self, moment: dt.datetime) -> None:
        self.last_seen = moment
        if self._stopped("regular"):
            return
        next_time = planning.regular(moment.date(), self.policy)
        standing = next(iter(self._alive("regular")), None)
        if standing is None:
            self._plan("regular", next_time)
        elif standing.plan.agreed_on or standing.last_outcome == "broke_off":
            return
        elif standing.plan.anchor < moment.date():
            standing.plan = replace(next_time, channel=standing.plan.channel, topic=standing.plan.topic)
            standing.tries, standing.last_outcome, standing.version = 0, "", standing.version + 1

    def _end(self, due: Due, state: str, why: str, day: dt.date) -> None:
        due.state, due.closed_on, due.closed_why, due.version = state, day, why, due.version + 1

    def _close(self, due: Due, state: str, why: str, moment: dt.datetime, *, for_good: bool = False) -> None:
        day = moment.date()
        self._end(due, state, why, day)
        for waiting in [row for row in self.rows if row.after is due and row.state == WAITING]:
            assert waiting.sale is not None
            plan = planning.second_revisit(self.sales[waiting.sale].date(), day, self.policy)
            waiting.plan = replace(plan, channel=waiting.plan.channel)
            waiting.state, waiting.version = OPEN, waiting.version + 1
        reason = due.plan.reason
        if for_good:
            return
        if reason == "regular":
            self._touch(moment)
        elif reason == "cleaning":
            self._plan(due.series, planning.cleaning(day, self.policy), sale=due.sale)
        elif reason == "check":
            self._plan(due.series, planning.yearly_check(day, self.policy), sale=due.sale)
        elif due.date is not None:
            self._plan_date(due.date, max(day, due.plan.anchor) + DAY)

    def _again(self, due: Due, moment: dt.datetime, outcome: str, later: dt.datetime | None) -> None:
        due.tries += outcome in ("no_answer", "busy")
        misses = [made.at for made in self.contacts if made.due is due and made.outcome in ("no_answer", "busy")]
        tried = [miss.time() for miss in (*misses, moment)]
        step = retry(
            outcome, due.tries, moment, later, self.policy, tried=tried, hours=self.hours, reason=due.plan.reason,
            channel=due.plan.channel,
        )  # fmt: skip
        due.last_outcome, due.version = outcome, due.version + 1
        due.plan = replace(
            due.plan,
            due=step.due,
            closes=max(step.due, due.plan.closes),
            hour=step.hour,
            agreed_on=moment.date() if outcome == "later" and later else None,
            channel=step.channel or due.plan.channel,
        )

    def _refuse(self, moment: dt.datetime) -> None:
        self.refuses = self.no_calls = True
        stopped = 0
        for due in [due for due in self.rows if due.alive]:
            if purpose_of(due.plan.reason, self.policy) == PROMOTION:
                self._close(due, CANCELLED, _("wants no calls"), moment, for_good=True)
                stopped += 1
            elif due.plan.channel == "phone":
                due.plan, due.version = replace(due.plan, channel="text"), due.version + 1
        self.refused = (moment, stopped)

    def _stopped(self, reason: str) -> bool:
        return self.refuses and purpose_of(reason, self.policy) == PROMOTION

    def _alive(self, series: str) -> list[Due]:
        return [due for due in self.rows if due.series == series and due.alive]

    def _soonest_after(self, day: dt.date) -> Due | None:
        order = count()
        ahead = [(due.plan.due, next(order), due) for due in self.rows if due.state == OPEN and due.plan.due > day]
        return min(ahead)[2] if ahead else None
