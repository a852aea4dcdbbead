"""What is to be done on a day (mission C9): overdue first, the day's own, what is coming; and a month in counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from counter_tui import clock
from counter_tui.models import OPEN, Clerk, Consent, Contact, Customer, Phone, Piece, Revisit, Sale
from counter_tui.shop.context import Shop
from counter_tui.shop.customers import number_words
from counter_tui.shop.entry.phones import masked
from counter_tui.shop.permission import PROMOTION, May, Standing, may_contact, purpose_of
from counter_tui.shop.planning import DAY

MOST_ROWS = 500
"""Lines a list holds at the most; a heading still counts them all."""

_HOURS_FIRST = (Revisit.hour.is_null(), Revisit.hour, Revisit.closes, Revisit.id)
_SOONEST_FIRST = (Revisit.due, Revisit.id)


@dataclass(frozen=True)
class DueRow:
    """One contact to make, as a line of Today. `days_late` is 0 until its window has closed."""

    id: int
    version: int
    customer_id: int
    customer: str
    number: str
    phone: str
    reason: str
    topic: str
    channel: str
    kind: str
    metal: str
    stone: str
    piece: str
    gift: bool
    due: dt.date
    closes: dt.date
    hour: dt.time | None
    days_late: int
    clerk_id: int | None
    clerk: str
    last_outcome: str
    tries: int
    may: May


@dataclass(frozen=True)
class Agenda:
    """A day's work. The counts are of all, even where a list is cut at MOST_ROWS."""

    day: dt.date
    overdue: tuple[DueRow, ...]
    today: tuple[DueRow, ...]
    coming: tuple[DueRow, ...]
    counts: tuple[int, int, int]


def agenda(shop: Shop, day: dt.date | None = None) -> Agenda:
    """The work of `day` (today unless told): what is late by then, what may be done then, and the days after it.

    A revisit is the day's from its first day to its last; later than that it is overdue. Those with an hour come
    first in a day, then those whose window closes soonest.
    """
    day = day or clock.today()
    until = day + shop.policy.revisits.coming_days * DAY
    late = (Revisit.closes < day, Revisit.due < day)
    now = (Revisit.due <= day, Revisit.closes >= day)
    coming = (Revisit.due > day, Revisit.due <= until)
    moment = clock.now()
    overdue = _rows(shop, late, (Revisit.closes, Revisit.id), day, moment)
    own = _rows(shop, now, _HOURS_FIRST, day, moment)
    ahead = _rows(shop, coming, _SOONEST_FIRST, day, moment)
    return Agenda(day, overdue, own, ahead, (_all(overdue, late), _all(own, now), _all(ahead, coming)))


def day_plan(shop: Shop, day: dt.date) -> Agenda:
    """A day chosen in the month: today's work as it is, another day's own contacts and those of the days after it."""
    if day == clock.today():
        return agenda(shop, day)
    until, moment = day + shop.policy.revisits.coming_days * DAY, clock.now()
    its_own, coming = (Revisit.due == day,), (Revisit.due > day, Revisit.due <= until)
    own = _rows(shop, its_own, _HOURS_FIRST, day, moment)
    ahead = _rows(shop, coming, _SOONEST_FIRST, day, moment)
    return Agenda(day, (), own, ahead, (0, _all(own, its_own), _all(ahead, coming)))


def month_counts(shop: Shop, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """How many contacts fall due on each day from `first` to `last`; today's figure holds all that can be done then."""
    rows = (
        Revisit.select(Revisit.due, fn.COUNT(Revisit.id))
        .where(Revisit.state == OPEN, Revisit.due.between(first, last))
        .group_by(Revisit.due)
        .tuples()
    )
    counts: dict[dt.date, int] = dict(rows.iterator())
    today = clock.today()
    if first <= today <= last:
        counts[today] = _count((Revisit.due <= today,))
        counts = {day: n for day, n in counts.items() if day >= today}
    return counts


def _all(rows: tuple[DueRow, ...], where: Iterable[object]) -> int:
    """How many there are of what `rows` shows, which may be cut."""
    return len(rows) if len(rows) < MOST_ROWS else _count(where)


def _count(where: Iterable[object]) -> int:
    return int(Revisit.select().where(Revisit.state == OPEN, *where).count())


def _rows(
    shop: Shop, where: Iterable[object], order: Iterable[object], day: dt.date, moment: dt.datetime
) -> tuple[DueRow, ...]:
    rows: list[dict[str, Any]] = list(
        Revisit.select(
            Revisit.id, Revisit.version, Revisit.customer, Revisit.clerk, Revisit.reason, Revisit.topic,
            Revisit.channel, Revisit.due, Revisit.closes, Revisit.hour, Revisit.last_outcome, Revisit.tries,
            Customer.name.alias("customer_name"), Customer.number.alias("customer_number"),
            Clerk.name.alias("clerk_name"), Sale.gift.alias("gift"), Piece.kind.alias("kind"),
            Piece.metal.alias("metal"), Piece.stone.alias("stone"), Piece.name.alias("piece"),
        )
        .join(Customer, on=(Revisit.customer == Customer.id))
        .join(Clerk, JOIN.LEFT_OUTER, on=(Revisit.clerk == Clerk.id))
        .join(Sale, JOIN.LEFT_OUTER, on=(Revisit.sale == Sale.id))
        .join(Piece, JOIN.LEFT_OUTER, on=((Piece.sale == Sale.id) & (Piece.position == 0)))
        .where(Revisit.state == OPEN, *where)
        .order_by(*order)
        .limit(MOST_ROWS)
        .dicts()
        .iterator()
    )  # fmt: skip
    known = _standings([row["customer"] for row in rows])
    return tuple(_row(shop, row, *known[row["customer"]], day, moment) for row in rows)


def _row(shop: Shop, row: dict[str, Any], standing: Standing, phone: str, day: dt.date, moment: dt.datetime) -> DueRow:
    return DueRow(
        id=row["id"],
        version=row["version"],
        customer_id=row["customer"],
        customer=row["customer_name"],
        number=number_words(row["customer_number"]),
        phone=masked(phone, shop.region) if phone else "",
        reason=row["reason"],
        topic=row["topic"],
        channel=row["channel"],
        kind=row["kind"] or "",
        metal=row["metal"] or "",
        stone=row["stone"] or "",
        piece=row["piece"] or "",
        gift=bool(row["gift"]),
        due=row["due"],
        closes=row["closes"],
        hour=row["hour"],
        days_late=max((day - row["closes"]).days, 0),
        clerk_id=row["clerk"],
        clerk=row["clerk_name"] or "",
        last_outcome=row["last_outcome"],
        tries=row["tries"],
        may=may_contact(standing, purpose_of(row["reason"], shop.policy), row["channel"], moment, shop.policy),
    )


def standing_of(customer: int) -> tuple[Standing, str]:
    """What bears on contacting a customer now, and the number to dial ("" when none works)."""
    return _standings([customer])[customer]


def _standings(customers: list[int]) -> dict[int, tuple[Standing, str]]:
    """Consents, a working number and today's promotions of many customers, in three queries."""
    phones: dict[int, str] = {}
    for phone in (
        Phone.select()
        .where(Phone.customer.in_(customers), Phone.wrong_since.is_null())
        .order_by(Phone.verified.desc(), Phone.position)
    ):
        phones.setdefault(phone.customer_id, phone.e164 or phone.typed)
    consents: dict[int, dict[tuple[str, str], bool]] = {}
    for word in Consent.select().where(Consent.customer.in_(customers)).order_by(Consent.id):
        consents.setdefault(word.customer_id, {})[word.purpose, word.channel] = word.granted
    promoted = _promotions_today()
    return {
        customer: (
            Standing(consents.get(customer, {}), customer in phones, promoted.get(phones.get(customer, ""), 0)),
            phones.get(customer, ""),
        )
        for customer in set(customers)
    }


def _promotions_today() -> dict[str, int]:
    """How many promotional contacts each number has had today. Families share a number, and it rings once for all."""
    midnight = clock.utc(clock.now().replace(hour=0, minute=0, second=0))
    rows = (
        Phone.select(Phone.e164, fn.COUNT(Contact.id.distinct()))
        .join(Contact, on=(Phone.customer == Contact.customer))
        .where(
            Contact.at >= midnight,
            Contact.direction == "out",
            Contact.purpose == PROMOTION,
            Contact.outcome == "reached",
            Phone.e164.is_null(False),
        )
        .group_by(Phone.e164)
        .tuples()
    )
    return dict(rows.iterator())
