"""What a clerk does with the contacts to make (mission C1, C9): moved, handed over, changed, taken off, with a reason.

`by` is always a clerk's id. Nothing is moved, handed over, changed or taken off while another till than `till` is in
contact with the customer: FasterError names the clerk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import EllipsisType
from typing import Any

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import ALIVE, CANCELLED, DONE, OPEN, Clerk, Complaint, Piece, Promise, Revisit, Sale
from counter_tui.shop import journal, planning, promises
from counter_tui.shop.claims import keep_off
from counter_tui.shop.context import Shop
from counter_tui.shop.permission import REMINDER, SERVICE
from counter_tui.shop.series import ENDED, Who, appointment, close, plan, plan_special, still_to_come, touch
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.shop.wishes import refuses, usual_channel

_LINE = (Revisit, Promise, Complaint)
"""What moving or handing over a planned contact can change."""


@transaction
def move_all(shop: Shop, revisits: Sequence[int], day: dt.date, why: str, by: Who, till: str = "") -> int:
    """Move a whole day's contacts to another day, with one reason (C9); answers how many were still to be moved.

    Promises stay: each customer is to be told first (I1).
    """
    rows = still_to_make(till, Revisit.id.in_(list(revisits)), Revisit.reason != promises.REASON)
    with journal.step(by, "revisit.moved", (row.customer_id for row in rows), within=_LINE):
        for row in rows:
            move_row(row, None, day, why, by, row.hour)
    return len(rows)


@transaction
def move(
    shop: Shop,
    revisit: int,
    version: int | None,
    day: dt.date,
    why: str,
    by: Who,
    till: str = "",
    hour: dt.time | None = None,
) -> None:
    """Move a revisit to another day and hour, with a reason (C9); for a promise that is what the customer was told
    (I1)."""
    row = _free_row(revisit, till)
    with journal.step(by, "revisit.moved", [row.customer_id], within=_LINE):
        move_row(row, version, day, why, by, hour)


def move_row(row: Revisit, version: int | None, day: dt.date, why: str, by: Who, hour: dt.time | None = None) -> None:
    """Move a stored revisit inside somebody's transaction."""
    still_to_come(day)
    if row.reason == promises.REASON and promises.move_line(row, version, day, hour, why, by):
        return
    _change(row, version, due=day, closes=max(day, row.closes), hour=hour, agreed_on=clock.today(), state=OPEN)
    note(by, row.customer_id, "revisit.moved", reason=row.reason, old=row.due.isoformat(), new=day.isoformat(), why=why)


@transaction
def hand_over(shop: Shop, revisits: Sequence[int], to: int, by: Who, till: str = "") -> int:
    """Give revisits to another clerk (C9); answers how many."""
    _still_here(to)
    rows = still_to_make(till, Revisit.id.in_(list(revisits)))
    with journal.step(by, "revisit.handed", (row.customer_id for row in rows), within=_LINE):
        for row in rows:
            hand_over_row(row, to, by)
    return len(rows)


@transaction
def hand_over_all(
    shop: Shop,
    of: int,
    to: int,
    by: Who,
    first: dt.date | None = None,
    last: dt.date | None = None,
    why: str = "",
    till: str = "",
) -> int:
    """Give what is planned with clerk `of` to another, in one go: all of it, or what falls due from `first` to `last`,
    which takes what is late already with it. A line in each history says so; answers how many."""
    _still_here(to)
    due = [Revisit.due <= last] if last else []
    if first and first > clock.today():
        due.append(Revisit.due >= first)
    rows = still_to_make(till, Revisit.clerk == of, *due)
    with journal.step(by, "revisit.handed", (row.customer_id for row in rows), within=_LINE):
        for row in rows:
            hand_over_row(row, to, by, why)
    return len(rows)


def _still_here(clerk: int) -> None:
    if not Clerk.select().where(Clerk.id == clerk, Clerk.active).exists():
        raise ShopError(_("This clerk is no longer at the counter."))


def hand_over_row(row: Revisit, to: Who, by: Who, why: str = "") -> None:
    """Give a stored revisit, and the promise or complaint it is about, to another clerk in somebody's transaction."""
    Revisit.change(row.id, None, clerk=to)
    for owed in (Promise, Complaint):
        owed.update(clerk=to).where(owed.revisit == row.id).execute()
    note(by, row.customer_id, "revisit.handed", reason=row.reason, to=to, due=row.due.isoformat(), why=why)


@transaction
def cancel(
    shop: Shop, revisit: int, version: int | None, why: str, by: Who, *, for_good: bool = False, till: str = ""
) -> None:
    """Take a revisit off the list, with a reason; one that repeats comes again next time unless `for_good`."""
    row = _free_row(revisit, till)
    if version is not None and row.version != version:
        raise FasterError(_("Somebody else has just changed this one. Look at it again."))
    with journal.step(by, "revisit.cancelled", [row.customer_id]):
        if for_good:
            Revisit.update(last_outcome=ENDED).where(Revisit.id == row.id).execute()
        close(shop, row, CANCELLED, why, clock.today(), for_good=for_good)
    note(by, row.customer_id, "revisit.cancelled", reason=row.reason, due=row.due.isoformat(), why=why)


@transaction
def change(
    shop: Shop,
    revisit: int,
    due: dt.date,
    channel: str,
    topic: str,
    by: Who,
    till: str = "",
    hour: dt.time | EllipsisType | None = ...,
) -> None:
    """Change what the program has planned, before or after it is accepted (C1). An hour that is not named stays while
    the day does."""
    row = _free_row(revisit, till)
    if due != row.due:
        still_to_come(due)
    if hour is ...:
        hour = row.hour if due == row.due else None
    values: dict[str, Any] = {"channel": channel or usual_channel(row.customer_id), "topic": topic}
    if (due, hour) != (row.due, row.hour):  # whatever it waited for, it has a day of its own now
        values |= {"due": due, "closes": max(due, row.closes), "hour": hour, "agreed_on": clock.today(), "state": OPEN}
    with journal.step(by, "revisit.changed", [row.customer_id], within=(Revisit,)):
        _change(row, None, **values)
    note(by, row.customer_id, "revisit.changed", reason=row.reason, old=row.due.isoformat(), new=due.isoformat())


@transaction
def add(shop: Shop, customer: int, day: dt.date, channel: str, topic: str, by: Who, hour: dt.time | None = None) -> int:
    """A contact planned by hand (C2, special customers); answers its id."""
    still_to_come(day)
    with journal.step(by, "revisit.planned", [customer], within=(Revisit,)):
        return plan_special(customer, appointment("special", day, channel, topic, hour), by)


@transaction
def record_cleaning(shop: Shop, sale: int, day: dt.date, by: Who) -> None:
    """The pieces of a sale were really cleaned on `day`: the next cleaning counts from then (C2)."""
    if day > clock.today():
        raise ShopError(_("A cleaning can't be in the future."))
    whose = Sale.get_or_none(Sale.id == sale)
    if whose is None:
        raise ShopError(_("This sale is no longer there."))
    with journal.step(by, "piece.cleaned", [whose.customer_id]):
        _cleaned(shop, whose.customer_id, sale, day)
        touch(shop, whose.customer_id, day, by)
    note(by, whose.customer_id, "piece.cleaned", sale=sale, day=day.isoformat())


def _cleaned(shop: Shop, whose: int, sale: int, day: dt.date) -> None:
    longer_ago = Piece.cleaned_on.is_null() | (Piece.cleaned_on < day)
    Piece.update(cleaned_on=day).where(Piece.sale == sale, longer_ago).execute()
    row = Revisit.get_or_none(Revisit.open_series == f"cleaning:sale:{sale}")
    if row is None:
        last = Revisit.select().where(Revisit.series == f"cleaning:sale:{sale}").order_by(Revisit.id.desc()).first()
        if last is None and refuses(whose, SERVICE, REMINDER):
            return
        if last is None:
            raise ShopError(_("This sale has no cleaning."))
        plan(last.customer_id, last.series, planning.cleaning(day, shop.policy), last.clerk_id, sale=sale)
    elif row.anchor <= day:
        Revisit.change(row.id, None, state=DONE, open_series=None, closed_on=day, closed_why=_("cleaned"))
        plan(row.customer_id, row.series, planning.cleaning(day, shop.policy), row.clerk_id, sale=sale)


def still_to_make(till: str, *which: Any) -> list[Revisit]:
    """The revisits still to be made that fit these conditions, and that nobody is making at another till.

    They stand as they are now that nobody else changes them. What has come to fit only since then is left: a customer
    who is held after others, out of turn, and somebody who does the same, would wait for each other.
    """
    query = Revisit.select().where(Revisit.state.in_(ALIVE), *which)
    held = {row.customer_id for row in query}
    keep_off(held, till)
    return [row for row in query.clone() if row.customer_id in held]


def _free_row(revisit: int, till: str) -> Revisit:
    """A revisit that is still to be made, and that nobody is making at another till."""
    keep_off([_open_row(revisit).customer_id], till)
    return _open_row(revisit)  # as it stands now that nobody else changes it


def _open_row(revisit: int) -> Revisit:
    row = Revisit.get_or_none(Revisit.id == revisit)
    if row is None or row.state not in ALIVE:
        raise FasterError(_("Somebody else has done this one already."))
    return row


def _change(row: Revisit, version: int | None, **values: Any) -> None:
    if not Revisit.change(row.id, version, **values):
        raise FasterError(_("Somebody else has just changed this one. Look at it again."))
