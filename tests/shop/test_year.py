"""A year of a small shop: whatever its clerks do, no contact is lost and none is doubled (mission C10)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from counter_tui import clock
from counter_tui.models import AuditEntry, Complaint, Consent, Contact, ImportantDate, Piece, Promise, Revisit, Sale
from counter_tui.shop.agenda import DueRow, agenda
from counter_tui.shop.call_entry import CallEntry, NextStep, WorkEntry
from counter_tui.shop.complaints import ComplaintEntry
from counter_tui.shop.customers import CustomerEntry, DateEntry, consent
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.outcomes import RETRIES, finish
from counter_tui.shop.people import add_clerk
from counter_tui.shop.permission import next_allowed
from counter_tui.shop.planning import REPEATING
from counter_tui.shop.promises import PromiseEntry
from counter_tui.shop.revisits import cancel, hand_over, move, record_cleaning
from counter_tui.shop.sales import PieceEntry, SaleEntry, VisitEntry, record_sale, record_visit

FIRST = dt.datetime(2026, 1, 1, 9, 30)
DAYS, CUSTOMERS = 365, 150
COMING = {"sale": 3.75, "visit": 0.375, "cleaning": 0.3}
"""How often in that year, for each of them."""
DAY = dt.timedelta(days=1)
OUTCOMES = {
    "reached": 62, "no_answer": 14, "busy": 5, "later": 6, "wrong_number": 2, "no_calls": 2, "other": 5, "broke_off": 4,
}  # fmt: skip
DEEDS = {"call": 78, "leave": 8, "move": 6, "cancel": 4, "for good": 1, "hand over": 3}
COLUMNS = (
    Revisit.id, Revisit.customer, Revisit.date, Revisit.after, Revisit.reason, Revisit.anchor, Revisit.due,
    Revisit.closes, Revisit.state, Revisit.series, Revisit.open_series, Revisit.closed_on, Revisit.closed_why,
    Revisit.last_outcome, Revisit.agreed_on,
)  # fmt: skip
Rows = dict[int, Any]
PIECE = PieceEntry(kind="ring", metal="k18", weight=Decimal("3.210"), price=Decimal("4652.52"))


class Year:
    """The shop, lived through day by day; remembers what its clerks gave as reasons."""

    def __init__(self, shop, clerks: list[int], customers: int) -> None:
        self.shop, self.clerks, self.random = shop, clerks, Random(7)
        self.known: list[int] = []
        self.sales: list[int] = []
        self.told: Counter[tuple[str, int, str]] = Counter()
        self.ended: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.before: Rows = {}
        coming = {kind: int(each * customers) for kind, each in COMING.items()}
        self.strangers = [True] * (customers - 1) + [False] * (coming["sale"] + coming["visit"] - customers)
        self.random.shuffle(self.strangers)
        self.strangers.append(True)
        self.diary: dict[int, list[str]] = defaultdict(list)
        for kind, times in coming.items():
            for day in self.random.choices(range(DAYS), k=times):
                self.diary[day].append(kind)

    def live(self, n: int) -> None:
        clock.hold(FIRST + n * DAY)
        today = clock.today()
        for kind in self.diary[n]:
            if kind == "cleaning" and self.sales:
                record_cleaning(self.shop, self.random.choice(self.sales), today, self.anybody())
            elif kind != "cleaning":
                self.come_in(kind, today)
        work = agenda(self.shop)
        served: set[int] = set()
        due = (*work.first, *work.overdue, *work.today)
        for row in due:
            if row.id not in served:
                self.deal_with(row, [other for other in due if other.id not in served], served)

    def anybody(self) -> int:
        return self.random.choice(self.clerks)

    def come_in(self, kind: str, today: dt.date) -> None:
        """Somebody new or known buys, or only looks."""
        who = self.stranger() if self.strangers.pop() else self.random.choice(self.known)
        by = self.anybody()
        if kind == "visit":
            saved = record_visit(self.shop, VisitEntry(who, today, clerk=by, why_not="asks at home"), by)
        else:
            saved = record_sale(self.shop, SaleEntry(who, today, (PIECE,), clerk=by), by)
            self.sales.append(saved.sale)
        if isinstance(who, CustomerEntry):
            self.known.append(saved.customer)

    def stranger(self) -> CustomerEntry:
        n = len(self.known)
        birthday = PartialDate("lunar" if n % 5 == 0 else "solar", n % 12 + 1, n % 29 + 1)
        wedding = PartialDate("solar", n % 7 + 3, n % 27 + 1, year=2015)
        days = (DateEntry("birthday", birthday), DateEntry("wedding", wedding))[: n % 3]
        phones = tuple(read_phone(f"138{n:04d}{extra:04d}", "CN") for extra in range(1 + n % 2))
        return CustomerEntry(f"客人{n}", phones=phones, dates=days, promotion=(True, None, True, False, None)[n % 5])

    def deal_with(self, row: DueRow, due: list[DueRow], served: set[int]) -> None:
        if Revisit.get_by_id(row.id).version != row.version:
            return  # an earlier call with the same customer has changed it: Today would show it anew
        deed = self.choose(DEEDS)
        why = f"reason {sum(self.told.values())}"
        served.add(row.id)
        if deed == "move":
            self.told["revisit.moved", row.customer_id, why] += 1
            move(self.shop, row.id, row.version, clock.today() + self.random.randint(0, 20) * DAY, why, self.anybody())
        elif deed in ("cancel", "for good"):
            self.told["revisit.cancelled", row.customer_id, why] += 1
            for_good = deed == "for good"
            if for_good:
                self.ended.add(Revisit.get_by_id(row.id).series)
            cancel(self.shop, row.id, row.version, why, self.anybody(), for_good=for_good)
        elif deed == "hand over":
            assert hand_over(self.shop, [row.id], self.anybody(), self.anybody()) == 1
        elif deed == "call":
            with_her = [other.id for other in due if other.customer_id == row.customer_id and other.id != row.id]
            self.call(row, with_her if self.random.random() < 0.7 else [], served)

    def call(self, row: DueRow, also: list[int], served: set[int]) -> None:
        if row.may.why == "enough_today":
            return
        channel = "wechat" if row.may.why == "no_number" else row.channel
        outcome = self.choose(OUTCOMES) if channel == "phone" else "reached"
        now = next_allowed(clock.now() + self.random.randint(0, 60) * dt.timedelta(minutes=1), self.shop.policy)
        later = now.replace(hour=16, minute=0) + self.random.randint(1, 9) * DAY if outcome == "later" else None
        wish = None
        if outcome == "reached" and self.random.random() < 0.08:
            wish = NextStep(clock.today() + self.random.randint(1, 60) * DAY, "phone", "as she asked")
        made = CallEntry(
            row.customer_id, outcome, now, revisit=row.id, channel=channel, reason=row.reason, later=later,
            also=tuple(also), next=wish, **self.came_up(row, outcome),
        )  # fmt: skip
        clock.hold(now)
        finish(self.shop, made, self.anybody())
        served.update(also if outcome not in RETRIES else ())
        self.calls[outcome] += 1
        if outcome == "no_calls" and self.random.random() < 0.5:
            consent(self.shop, row.customer_id, True, self.anybody())

    def came_up(self, row: DueRow, outcome: str) -> dict[str, Any]:
        """What a customer may say besides: a complaint, a sign, a wish; and what a clerk promises."""
        today, day = clock.today(), lambda: clock.today() + self.random.randint(0, 12) * DAY
        found: dict[str, Any] = {}
        if row.reason == "complaint" and outcome == "reached" and self.random.random() < 0.6:
            standing = Complaint.select().where(Complaint.revisit == row.id)
            found["settled"] = tuple((complaint.id, "thank you") for complaint in standing)
        if self.random.random() < 0.1:
            found["promises"] = (PromiseEntry("ask the workshop", day()),)
        if self.random.random() < 0.04:
            found["complaints"] = (ComplaintEntry("quality", "the clasp broke"),)
        if self.random.random() < 0.05:
            found["signs"] = ("not_worn",)
        if self.random.random() < 0.03:
            found |= {"work": (WorkEntry("resize", day()),), "diary": (NextStep(today + 9 * DAY, "phone", "comes by"),)}
        return found

    def choose(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


# --- what must hold at every checkpoint ---------------------------------------------------------------------------


def trace(*actions: str) -> list[AuditEntry]:
    wanted = (AuditEntry.action, AuditEntry.customer, AuditEntry.detail)
    return list(AuditEntry.select(*wanted).where(AuditEntry.action.in_(actions)))


def everything(year: Year) -> None:
    rows = {row.id: row for row in Revisit.select(*COLUMNS).namedtuples()}
    every_row_has_its_place(year, rows)
    what_is_over_says_why(rows)
    what_was_told_is_in_the_trace(year)
    nothing_moved_by_itself(year, rows)
    nothing_is_doubled(year, rows)
    nobody_is_forgotten(year, rows)
    what_is_owed_has_its_line(year, rows)
    year.before = rows


def every_row_has_its_place(year: Year, rows: Rows) -> None:
    """Open ones are on the list of their day, waiting ones wait for something, and only those hold their series."""
    work = agenda(year.shop)
    late = [row for row in (*work.first, *work.overdue) if row.days_late]
    own = [row for row in (*work.first, *work.today) if not row.days_late and row.due <= work.day]
    assert work.counts == (len(late), len(own), len(work.coming))
    listed = Counter(row.id for row in (*work.first, *work.overdue, *work.today, *work.coming))
    assert set(listed.values()) <= {1}
    until = work.day + year.shop.policy.revisits.coming_days * DAY
    in_time = {row.id for row in rows.values() if row.state == "open" and row.due <= until}
    assert set(listed) == in_time | {row.id for row in work.first}  # a promise stands there though it was tried in vain
    assert {row.id for row in late} == {
        row.id for row in rows.values() if row.state == "open" and row.closes < work.day
    }
    for row in rows.values():
        assert row.open_series == (row.series if row.state in ("open", "waiting") else None)
        if row.state == "waiting":
            assert rows[row.after].state == "open"


def what_is_over_says_why(rows: Rows) -> None:
    """A done one has its contact, or its cleaning; a cancelled one its reason."""
    contacts = Contact.select(Contact.customer, Contact.at).where(Contact.outcome.not_in(RETRIES)).tuples()
    in_touch = {(customer, clock.local(at).date()) for customer, at in contacts}
    in_touch |= {(entry.customer_id, dt.date.fromisoformat(entry.detail["day"])) for entry in trace("piece.cleaned")}
    for row in rows.values():
        assert row.state != "done" or (row.customer, row.closed_on) in in_touch, row.series
        assert bool(row.closed_on) == bool(row.closed_why) == (row.state in ("done", "cancelled"))


def what_was_told_is_in_the_trace(year: Year) -> None:
    entries = trace("revisit.moved", "revisit.cancelled", "promise.moved")
    assert all(entry.detail["why"] for entry in entries)
    traced = Counter((e.action.replace("promise", "revisit"), e.customer_id, e.detail["why"]) for e in entries)
    assert year.told <= traced


def nothing_moved_by_itself(year: Year, rows: Rows) -> None:
    """Whoever was due on another day at the last checkpoint has been tried or moved since, or counts from a contact,
    unless the day had been agreed on."""
    tried = {revisit for (revisit,) in Contact.select(Contact.revisit).tuples()}
    moved = {(entry.customer_id, entry.detail["reason"]) for entry in trace("revisit.moved")}
    moved |= {(entry.customer_id, "promise") for entry in trace("promise.moved")}
    for old in year.before.values():
        now = rows[old.id]
        if old.open_series and now.open_series and old.due != now.due:
            counted_anew = now.anchor > old.anchor and (now.reason == "regular" or old.state == "waiting")
            counted_anew = counted_anew and old.agreed_on is None
            assert counted_anew or now.id in tried or (now.customer, now.reason) in moved, now.series


def nothing_is_doubled(year: Year, rows: Rows) -> None:
    """One first and one second a sale; a birthday once a year; of all else one at a time."""
    made = Counter(row.series for row in rows.values())
    for sale in year.sales:
        assert (made[f"first:sale:{sale}"], made[f"second:sale:{sale}"]) == (1, 1)
    alive = Counter(row.open_series for row in rows.values() if row.open_series)
    assert set(alive.values()) == {1}
    occasions = Counter(
        (row.series, row.anchor) for row in rows.values() if row.date and row.closed_why != "wants no calls"
    )
    assert set(occasions.values()) <= {1}


def what_is_owed_has_its_line(year: Year, rows: Rows) -> None:
    """Every open promise and complaint has its contact still to be made, and the promise is there on its day."""
    for table in (Promise, Complaint):
        lines = [line for (line,) in table.select(table.revisit).where(table.state == "open").tuples()]
        assert all(rows[line].state == "open" for line in lines) and len(set(lines)) == len(lines)
    today = clock.today()
    promised = Promise.select(Promise.revisit).where(Promise.state == "open", Promise.until <= today)
    due = {line for (line,) in promised.tuples()}
    broken = {row.id for row in rows.values() if row.state == "open" and row.last_outcome == "broke_off"}
    assert due <= {row.id for row in agenda(year.shop).first} <= due | broken


def nobody_is_forgotten(year: Year, rows: Rows) -> None:
    """What repeats is planned again, for every piece, date and customer, unless it was ended for good or refused."""
    alive = {row.open_series for row in rows.values() if row.open_series}
    words = Consent.select(Consent.customer, Consent.granted).order_by(Consent.id).tuples()
    refusing = {customer for customer, granted in dict(words).items() if not granted}
    wanted = {f"{reason}:sale:{sale}" for sale in year.sales for reason in ("cleaning", "check")}
    dates = ImportantDate.select(ImportantDate.id, ImportantDate.customer).tuples()
    wanted |= {f"date:{date}" for date, customer in dates if customer not in refusing}
    wanted |= {f"regular:customer:{customer}" for customer in year.known if customer not in refusing}
    lost = wanted - alive - year.ended
    assert not lost
    listed = {row.customer for row in rows.values() if row.open_series}
    assert {customer for customer in year.known if customer not in refusing | listed} <= {
        customer for customer in year.known if f"regular:customer:{customer}" in year.ended
    }
    assert not [row for row in rows.values() if row.open_series and row.customer in refusing and row.reason in OFFERS]


OFFERS = {"regular", "birthday", "anniversary"}
assert set(REPEATING) >= OFFERS


# On a server the same year in a smaller shop: what differs there is how a row is written, not how many there are.
@pytest.mark.parametrize(("place", "customers"), [("sqlite", CUSTOMERS), ("postgresql", 40)], indirect=["place"])
def test_every_planned_revisit_is_done_moved_cancelled_or_on_todays_list(shop, customers: int) -> None:
    year = Year(shop, [add_clerk(shop, name).id for name in ("Mei Lin", "Wei Chen", "Anna Tan")], customers)
    for n in range(DAYS):
        year.live(n)
        if n % 7 == 6:
            everything(year)
    clock.hold(FIRST + DAYS * DAY)
    everything(year)
    sales = int(COMING["sale"] * customers)
    assert (len(year.known), Sale.select().count(), Piece.select().count()) == (customers, sales, sales)
    assert set(year.calls) == set(OUTCOMES)
