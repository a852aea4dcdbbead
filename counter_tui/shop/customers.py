"""The customer's file: opened the same day, corrected later, read with a trace (mission A1, A2, A6, A7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import (
    CANCELLED,
    Counter,
    Customer,
    ImportantDate,
    Phone,
    Revisit,
    new_uuid,
)
from counter_tui.shop import drafts, journal
from counter_tui.shop.consents import agree, refuse_promotion
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import PhoneEntry, kind_of
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.series import Who, follow_way, partial_date, plan_dates
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.shop.wishes import promotion_of, usual_channel
from counter_tui.text import LINE_LENGTH, NAME_LENGTH, NOTE_LENGTH, clean
from counter_tui.words import number_words

LINES = (
    "address", "route", "occupation", "hobbies", "taste", "recognise", "allergies", "wechat", "email", "best_hours",
)  # fmt: skip


@dataclass(frozen=True)
class DateEntry:
    """A day that matters to a customer: birthday, wedding, child, other."""

    kind: str
    date: PartialDate
    label: str = ""


@dataclass(frozen=True)
class CustomerEntry:
    """What a form or a spreadsheet says about a customer. `uuid` was made when the form opened.

    `promotion` is what the customer said to news and offers: True, False, or None when not asked.
    """

    name: str
    uuid: str = ""
    phones: tuple[PhoneEntry, ...] = ()
    sex: str = ""
    honorific: str = ""
    dates: tuple[DateEntry, ...] = ()
    first_visit: dt.date | None = None
    why_not: str = ""
    temperament: str = ""
    ring_mm: Decimal | None = None
    address: str = ""
    route: str = ""
    occupation: str = ""
    hobbies: str = ""
    taste: str = ""
    recognise: str = ""
    allergies: str = ""
    wechat: str = ""
    email: str = ""
    best_hours: str = ""
    channel: str = ""
    note: str = ""
    promotion: bool | None = None


@transaction
def open_file(shop: Shop, entry: CustomerEntry, by: Who) -> int:
    """Open a customer's file, the same day they come in (A1); saving the same form again changes nothing. Its id."""
    known = Customer.get_or_none(Customer.uuid == entry.uuid) if entry.uuid else None
    if known:
        return int(known.id)
    with journal.step(by, "file.opened", form=entry.uuid) as doing:
        customer = write_file(shop, entry, by)
        doing.about(customer)
    return customer


def write_file(shop: Shop, entry: CustomerEntry, by: Who, carer: Who = None) -> int:
    """Write a new file inside somebody's transaction; answers the customer's id. `carer` looks after it, else `by`."""
    values = _columns(entry)
    row = Customer.create(
        uuid=entry.uuid or new_uuid(),
        number=Counter.next("customer"),
        first_visit=entry.first_visit or clock.today(),
        opened_by=by,
        **values,
    )
    _write_parts(shop, row.id, entry, by, carer or by)
    drafts.gone(entry.uuid)
    note(by, row.id, "file.opened")
    return int(row.id)


@transaction
def correct(shop: Shop, customer: int, version: int, entry: CustomerEntry, by: Who) -> None:
    """Write the corrected file over the one that was read as `version`.

    Raises FasterError when somebody else has corrected it meanwhile.
    """
    before = Customer.get_or_none(Customer.id == customer)
    if before is None:
        raise ShopError(_("This file is no longer there."))
    with journal.step(by, "file.corrected", [customer], form=entry.uuid):
        way = usual_channel(customer)
        changed = _write_over(shop, before, version, entry, by)
        follow_way(customer, way)
        drafts.gone(entry.uuid)
    note(by, customer, "file.corrected", fields=changed)


@transaction
def consent(shop: Shop, customer: int, granted: bool, by: Who, *, calls: bool = True) -> None:
    """Write down whether the customer wants news and offers, and `calls` at all (A7); a no takes effect at once."""
    with journal.step(by, "consent.given" if granted else "consent.refused", [customer]):
        if granted:
            agree(shop, customer, by, calls=calls)
        else:
            refuse_promotion(shop, customer, clock.today(), by, calls=not calls)


def same_phone(shop: Shop, e164: str, but: int | None = None) -> tuple[str, ...]:
    """Who else has this number: families share one, so it is shown and allowed."""
    rows = (
        Customer.select(Customer.name, Customer.number)
        .join(Phone)
        .where(Phone.e164 == e164, Customer.id != (but or 0))
        .distinct()
        .order_by(Customer.number)
        .limit(3)
    )  # fmt: skip
    return tuple(f"{row.name} {number_words(row.number)}" for row in rows)


def has_customers(shop: Shop) -> bool:
    """Whether anybody's file has been opened yet."""
    return bool(Customer.select().exists())


def has_address(shop: Shop, customer: int) -> bool:
    """Whether it is known where a customer lives, for a visit (C12)."""
    return bool(Customer.select().where(Customer.id == customer, Customer.address != "").exists())


def entry_of(shop: Shop, customer: int) -> tuple[CustomerEntry, int]:
    """A file as a form shows it for correction, and the version that was read."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    phones = tuple(
        PhoneEntry(p.typed, p.e164, None, kind_of(p.kind), p.verified, "".join(c for c in p.typed if c.isdigit()))
        for p in row.phones.order_by(Phone.position)
    )
    dates = tuple(DateEntry(d.kind, partial_date(d), d.label) for d in row.dates.order_by(ImportantDate.id))
    plain = {
        name: getattr(row, name)
        for name in (*LINES, "name", "sex", "honorific", "why_not", "temperament", "channel", "note")
    }
    entry = CustomerEntry(
        phones=phones,
        dates=dates,
        first_visit=row.first_visit,
        ring_mm=row.ring_mm,
        promotion=promotion_of(customer),
        **plain,
    )
    return entry, int(row.version)


def _write_over(shop: Shop, before: Customer, version: int, entry: CustomerEntry, by: Who) -> list[str]:
    """Write a corrected file; answers the fields that changed."""
    values = _columns(entry)
    if entry.first_visit:
        values["first_visit"] = entry.first_visit
    read, _version = entry_of(shop, before.id)
    if not Customer.change(before.id, version, **values):
        raise FasterError(_("Somebody else has just changed this file. Save again to keep yours."))
    wrong = {p.e164 or p.typed: p.wrong_since for p in Phone.select().where(Phone.customer == before.id)}
    Phone.delete().where(Phone.customer == before.id).execute()
    _write_parts(shop, before.id, entry, by, by, wrong)
    now, _version = entry_of(shop, before.id)
    return sorted(name for name, value in vars(read).items() if getattr(now, name) != value)


def _columns(entry: CustomerEntry) -> dict[str, Any]:
    name = clean(entry.name, NAME_LENGTH)
    if not name:
        raise ShopError(_("A file needs a name."))
    values: dict[str, Any] = {line: clean(getattr(entry, line), LINE_LENGTH) for line in LINES}
    return values | {
        "name": name,
        "sex": entry.sex,
        "honorific": clean(entry.honorific, 32),
        "why_not": clean(entry.why_not, LINE_LENGTH),
        "temperament": entry.temperament,
        "channel": entry.channel,
        "ring_mm": entry.ring_mm,
        "note": clean(entry.note, NOTE_LENGTH, lines=True),
    }


def _write_parts(
    shop: Shop, customer: int, entry: CustomerEntry, by: Who, carer: Who, wrong: dict[str, dt.date | None] | None = None
) -> None:
    """Phones, dates and consent, the contacts that `carer` is to make because of them, and the ways to find them."""
    for position, phone in enumerate(entry.phones):
        Phone.create(
            customer=customer,
            typed=phone.typed[:60],
            e164=phone.e164,
            kind=phone.kind,
            verified=phone.verified,
            wrong_since=(wrong or {}).get(phone.dialled),
            position=position,
        )
    _write_dates(customer, entry.dates)
    if entry.promotion is False and promotion_of(customer) is not False:
        refuse_promotion(shop, customer, clock.today(), by)
    elif entry.promotion is True and promotion_of(customer) is not True:
        agree(shop, customer, by, carer)
    plan_dates(shop, customer, carer, clock.today())
    rewrite_keys(customer)


def _write_dates(customer: int, dates: tuple[DateEntry, ...]) -> None:
    """Keep the rows that still hold, so that what is planned on them stays; a changed day is a new row."""
    standing = {
        DateEntry(d.kind, partial_date(d), d.label): d
        for d in ImportantDate.select().where(ImportantDate.customer == customer)
    }
    for gone in standing.keys() - set(dates):
        drop_date(standing[gone])
    for entry in dates:
        if entry not in standing:
            date = entry.date
            ImportantDate.create(
                customer=customer,
                kind=entry.kind,
                label=clean(entry.label),
                calendar=date.calendar,
                month=date.month,
                day=date.day,
                leap=date.leap,
                year=date.year,
            )


def drop_date(row: ImportantDate) -> None:
    """A day that was wrong is in the file no more, and what is planned for it goes with it."""
    Revisit.update(state=CANCELLED, open_series=None, closed_on=clock.today(), closed_why=_("date corrected")).where(
        Revisit.open_series == f"date:{row.id}"
    ).execute()
    row.delete_instance()
