"""Promises (mission I1): what, until when, who. On its day it stands before all else, and it is kept or explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from peewee import JOIN

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import DONE, EXPLAINED, KEPT, OPEN, Clerk, Promise, Revisit, new_uuid
from counter_tui.shop import journal
from counter_tui.shop.context import Shop
from counter_tui.shop.series import Who, appointment, carer, close, plan_special, still_to_come
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.text import LINE_LENGTH, clean

REASON = "promise"


@dataclass(frozen=True)
class PromiseEntry:
    """What is promised, until which day (and hour), by which clerk (None: whoever writes it down)."""

    what: str
    until: dt.date
    hour: dt.time | None = None
    clerk: int | None = None
    uuid: str = ""


@dataclass(frozen=True)
class PromiseEnd:
    """What became of the promise a contact was about, where it is not kept: it has another day (`until`, `hour`), or
    can't be kept at all. `words` is what the customer was told."""

    words: str
    until: dt.date | None = None
    hour: dt.time | None = None


@dataclass(frozen=True)
class PromiseRow:
    """An open promise as a screen shows it: `days_late` is 0 until its day is over."""

    id: int
    what: str
    until: dt.date
    hour: dt.time | None
    clerk: str
    days_late: int


def write_promise(customer: int, entry: PromiseEntry, by: Who, contact: int | None = None) -> int:
    """Write a promise down and plan its day, in somebody's transaction; answers its id."""
    what = clean(entry.what, LINE_LENGTH)
    if not what:
        raise ShopError(_("What is promised? A few words."))
    clerk, until = carer(entry.clerk, by), max(entry.until, clock.today())  # a call may be laid aside over night
    planned = appointment(REASON, until, topic=what, hour=entry.hour)
    row = Promise.create(
        uuid=entry.uuid or new_uuid(),
        customer=customer,
        contact=contact,
        revisit=plan_special(customer, planned, clerk),
        clerk=clerk,
        what=what,
        until=until,
        hour=entry.hour,
    )
    note(by, customer, "promise.made", what=what, until=until.isoformat())
    return int(row.id)


@transaction
def make(shop: Shop, customer: int, entry: PromiseEntry, by: Who) -> int:
    """A promise made outside a call; its id. Saving the same one again changes nothing."""
    known = Promise.get_or_none(Promise.uuid == entry.uuid) if entry.uuid else None
    if known is not None:
        return int(known.id)
    still_to_come(entry.until)
    with journal.step(by, "promise.made", [customer]):
        return write_promise(customer, entry, by)


@transaction
def keep(shop: Shop, promise: int, how: str, by: Who) -> None:
    """The promise is kept."""
    row = _held(promise)
    with journal.step(by, "promise.kept", [row.customer_id]):
        _end(shop, row, KEPT, how, by)


@transaction
def explain(shop: Shop, promise: int, why: str, by: Who) -> None:
    """The promise can't be kept, and the customer has been told why: `why` is what was told."""
    row = _held(promise)
    if not clean(why):
        raise ShopError(_("What was the customer told? A few words."))
    with journal.step(by, "promise.explained", [row.customer_id]):
        _end(shop, row, EXPLAINED, why, by)


@transaction
def postpone(shop: Shop, promise: int, until: dt.date, told: str, by: Who, hour: dt.time | None = None) -> None:
    """Another day for a promise, which the customer knows of: `told` is what was told."""
    row = _held(promise)
    with journal.step(by, "promise.moved", [row.customer_id]):
        _move(row, until, hour, told, by)


def end_otherwise(shop: Shop, revisit: int, end: PromiseEnd, by: Who) -> None:
    """What a contact about a promise came to where it is not kept, in somebody's transaction.

    `revisit` is the promise's line, still open: it moves with the promise, or is closed with it.
    """
    row = Promise.get_or_none(Promise.revisit == revisit, Promise.state == OPEN)
    if row is None:
        return
    if end.until is not None:
        _move(row, end.until, end.hour, end.words, by)
    elif clean(end.words):
        _end(shop, row, EXPLAINED, end.words, by)
    else:
        raise ShopError(_("What was the customer told? A few words."))


def move_line(line: Revisit, version: int | None, until: dt.date, hour: dt.time | None, told: str, by: Who) -> bool:
    """Give the promise that a planned contact stands for another day, in somebody's transaction; False if it stands for
    none. `told` is what the customer was told. Raises FasterError if the line no longer has this `version`."""
    row = Promise.get_or_none(Promise.revisit == line.id, Promise.state == OPEN)
    if row is None:
        return False
    if version not in (None, line.version):
        raise FasterError(_("Somebody else has just changed this one. Look at it again."))
    _move(row, until, hour, told, by)
    return True


def end_after_all(shop: Shop, revisit: int, end: PromiseEnd | None, how: str, by: Who) -> None:
    """The same where somebody else has ended the line meanwhile: what the customer has been told last holds.

    Without an `end` the promise is kept; with another day it is open again, with a line of its own.
    """
    row = Promise.get_or_none(Promise.revisit == revisit, Promise.state != OPEN)
    if row is None:
        return
    if end is not None and end.until is not None:
        planned = appointment(REASON, end.until, topic=row.what, hour=end.hour)
        line = plan_special(row.customer_id, planned, row.clerk_id)
        Promise.change(row.id, None, state=OPEN, closed_on=None, closed_words="", revisit=line)
        _move(Promise.get_by_id(row.id), end.until, end.hour, end.words, by)
    elif end is not None:
        _end(shop, row, EXPLAINED, end.words, by)
    elif row.state != KEPT:
        _end(shop, row, KEPT, how, by)


def open_promises(customer: int) -> tuple[PromiseRow, ...]:
    """What the customer still waits for, the soonest first."""
    rows = Promise.select(Promise, Clerk).join(Clerk, JOIN.LEFT_OUTER)
    return tuple(_rows(rows.where(Promise.customer == customer, Promise.state == OPEN).order_by(Promise.until)))


def promise_of(shop: Shop, revisit: int) -> PromiseRow | None:
    """The open promise a line of the agenda stands for."""
    rows = Promise.select().where(Promise.revisit == revisit, Promise.state == OPEN).limit(1)
    return next(_rows(rows), None)


def _rows(rows: object) -> Iterator[PromiseRow]:
    for row in rows:  # type: ignore[attr-defined]
        late = max((clock.today() - row.until).days, 0)
        yield PromiseRow(row.id, row.what, row.until, row.hour, row.clerk.name if row.clerk else "", late)


def _held(promise: int) -> Promise:
    """An open promise, as it stands now that nobody else changes it."""
    journal.hold([_open(promise).customer_id])
    return _open(promise)


def _open(promise: int) -> Promise:
    row = Promise.get_or_none(Promise.id == promise, Promise.state == OPEN)
    if row is None:
        raise FasterError(_("Somebody else has done this one already."))
    assert isinstance(row, Promise)
    return row


def _move(row: Promise, until: dt.date, hour: dt.time | None, told: str, by: Who) -> None:
    still_to_come(until)
    if not clean(told):
        raise ShopError(_("What was the customer told? A few words."))
    Promise.change(row.id, None, until=until, hour=hour)
    if row.revisit_id:
        Revisit.change(row.revisit_id, None, due=until, closes=until, hour=hour, state=OPEN, tries=0, last_outcome="")
    days = {"old": row.until.isoformat(), "new": until.isoformat()}
    note(by, row.customer_id, "promise.moved", what=row.what, why=clean(told, LINE_LENGTH), **days)


def _end(shop: Shop, row: Promise, state: str, how: str, by: Who) -> None:
    day, words = clock.today(), clean(how, LINE_LENGTH)
    Promise.change(row.id, None, state=state, closed_on=day, closed_words=words)
    line = Revisit.get_or_none(Revisit.id == row.revisit_id, Revisit.open_series.is_null(False))
    if line is not None:
        close(shop, line, DONE, words or state, day)
    note(by, row.customer_id, f"promise.{state}", what=row.what, why=words)
