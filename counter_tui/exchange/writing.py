"""Writes what a list adds into the shop's records: many rows at a time, inside somebody's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from counter_tui import clock
from counter_tui.exchange.additions import Addition, NewSale
from counter_tui.exchange.persons import CERTIFICATE_LENGTH
from counter_tui.exchange.recognising import COMPLETED, chunks
from counter_tui.i18n import _
from counter_tui.models import (
    AuditEntry,
    Clerk,
    Counter,
    Customer,
    ImportantDate,
    ImportBatch,
    Phone,
    Piece,
    Revisit,
    Sale,
    db,
)
from counter_tui.models.bulk import insert_rows
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import PhoneEntry
from counter_tui.shop.past_sales import PastCustomer, PastSale, plan_for_history
from counter_tui.shop.search_keys import Findable, keys_of
from counter_tui.shop.series import Who
from counter_tui.shop.trace import note

Step = Callable[[int, int], None]
"""Told how much is done, and of how much; what it raises stops the work and takes it all back."""

_KEYS_AT_ONCE = 5000
_LAB_LENGTH = 60


def reserve(name: str, many: int) -> int:
    """Take `many` numbers of a kind in a row; answers the last one given out before them."""
    Counter.insert(name=name, value=0).on_conflict_ignore().execute()
    rows = (
        Counter.update(value=Counter.value + many)
        .where(Counter.name == name)
        .returning(Counter.value)
        .execute()
    )  # fmt: skip
    return int(next(iter(rows)).value) - many


@dataclass
class _Written:
    """A customer as the writing goes on."""

    addition: Addition
    id: int
    number: int
    regular: bool = False
    phones: list[int] = field(default_factory=list)
    dates: list[tuple[int, str, PartialDate]] = field(default_factory=list)
    sales: list[tuple[int, NewSale]] = field(default_factory=list)


class Writing:
    """One list being written for `batch` by clerk `by`."""

    def __init__(self, shop: Shop, batch: ImportBatch, by: Who, step: Step) -> None:
        self._shop, self._batch, self._by, self._step = shop, batch, by, step
        self._done = self._all = 0
        clerks = Clerk.select().order_by(Clerk.active, Clerk.id.desc())
        self._clerks = {clerk.name.casefold(): (int(clerk.id), bool(clerk.active)) for clerk in clerks}

    def write(self, additions: Sequence[Addition]) -> None:
        """Write everything. New customers and sales are numbered by day, so that the order of rows is no matter."""
        self._all = 2 * len(additions) + sum(len(one.sales) for one in additions)
        fresh = sorted((one for one in additions if one.file is None), key=_by_first_day)
        known = sorted((one for one in additions if one.file), key=lambda one: one.file.number if one.file else 0)
        people = [*self._new_files(fresh), *self._known_files(known)]
        self._sales(people)
        for portion in chunks(people):
            plan_for_history(self._shop, [self._past(one) for one in portion])
            self._advance(len(portion))
        self._trace(people)

    def _advance(self, by: int) -> None:
        self._done += by
        self._step(self._done, self._all)

    # Files

    def _new_files(self, fresh: Sequence[Addition]) -> Iterator[_Written]:
        last = reserve("customer", len(fresh))
        for portion in chunks(fresh):
            numbers = range(last + 1, last + 1 + len(portion))
            last += len(portion)
            rows = [self._file(one, number) for one, number in zip(portion, numbers, strict=True)]
            ids = dict(insert_rows(Customer, rows, Customer.number, Customer.id))
            people = [_Written(one, ids[number], number) for one, number in zip(portion, numbers, strict=True)]
            self._parts(people)
            yield from people
            self._advance(len(portion))

    def _file(self, one: Addition, number: int) -> dict[str, Any]:
        entry = one.entry
        first = entry.first_visit or clock.today()
        last = max((sale.day for sale in one.sales), default=first)
        return {name: getattr(entry, name) for name in COMPLETED} | {
            "uuid": entry.uuid,
            "number": number,
            "name": entry.name,
            "klass": "A" if one.sales else "B",
            "first_visit": first,
            "last_seen": dt.datetime.combine(last, dt.time()),
            "opened_by": self._by,
            "batch": self._batch.id,
        }

    def _known_files(self, known: Sequence[Addition]) -> Iterator[_Written]:
        for portion in chunks(known):
            people = [_Written(one, one.file.id, one.file.number) for one in portion if one.file]
            series = [f"regular:customer:{one.id}" for one in people]
            standing = Revisit.select(Revisit.customer).where(Revisit.open_series.in_(series)).tuples()
            kept = {customer for (customer,) in standing}
            for one in people:
                one.regular = bool(one.addition.sales) and one.id not in kept
                if one.addition.fields:
                    Customer.change(one.id, None, **one.addition.fields)
            self._parts(people)
            yield from people
            self._advance(len(portion))

    def _parts(self, people: Sequence[_Written]) -> None:
        """Phones, dates and the ways to find them."""
        phones = [
            _phone(one.id, len(one.addition.file.typed) + at if one.addition.file else at, phone)
            for one in people
            for at, phone in enumerate(one.addition.phones)
        ]
        by_id = {one.id: one for one in people}
        for id_, customer in insert_rows(Phone, phones, Phone.id, Phone.customer):
            by_id[customer].phones.append(id_)
        dates = [_date(one.id, entry.kind, entry.date) for one in people for entry in one.addition.dates]
        day = ImportantDate
        columns = (day.id, day.customer, day.kind, day.calendar, day.month, day.day, day.leap, day.year)
        for id_, customer, kind, calendar, month, number, leap, year in insert_rows(day, dates, *columns):
            by_id[customer].dates.append((id_, kind, PartialDate(calendar, month, number, bool(leap), year)))
        write_keys((one.id, _findable(one)) for one in people)

    # Sales

    def _sales(self, people: Sequence[_Written]) -> None:
        every = [(one, sale) for one in people for sale in one.addition.sales]
        every.sort(key=lambda pair: (pair[1].day, pair[1].invoice, pair[1].uuid))
        number = reserve("sale", len(every))
        for portion in chunks(every):
            rows = [self._sale(one.id, sale, number + at) for at, (one, sale) in enumerate(portion, 1)]
            number += len(portion)
            ids = dict(insert_rows(Sale, rows, Sale.uuid, Sale.id))
            pieces = []
            for one, sale in portion:
                one.sales.append((ids[sale.uuid], sale))
                pieces += [_piece(ids[sale.uuid], at, piece) for at, piece in enumerate(sale.pieces)]
            insert_rows(Piece, pieces)
            self._advance(len(portion))

    def _sale(self, customer: int, sale: NewSale, number: int) -> dict[str, Any]:
        prices = [piece.price for piece in sale.pieces if piece.price is not None]
        clerk, _active = self._clerks.get(sale.clerk.casefold(), (None, False))
        served = _("Served by {name}").format(name=sale.clerk) if sale.clerk and clerk is None else ""
        return {
            "uuid": sale.uuid,
            "number": number,
            "customer": customer,
            "day": sale.day,
            "clerk": clerk,
            "invoice": sale.invoice,
            "total": sum(prices) if prices else None,
            "note": served,
            "batch": self._batch.id,
        }

    # What follows

    def _past(self, one: _Written) -> PastCustomer:
        sales = tuple(PastSale(id_, sale.day, self._carer(sale)) for id_, sale in one.sales)
        clerk = max(sales, key=lambda sale: (sale.sold, sale.id)).clerk if sales else self._by
        return PastCustomer(one.id, one.number, clerk, sales, tuple(one.dates))

    def _carer(self, sale: NewSale) -> Who:
        """Who makes the contacts: whoever sold it, if still here, else whoever imports it."""
        clerk, active = self._clerks.get(sale.clerk.casefold(), (None, False))
        return clerk if active else self._by

    def _trace(self, people: Sequence[_Written]) -> None:
        """Each file says where it came from, and, if it was here before, what came to it (taken back by that)."""
        rows = (
            {"at": self._batch.at, "clerk": self._by, "customer": one.id, "action": "file.imported"}
            | {"detail": {"file": self._batch.file_name, "batch": self._batch.id} | _completed(one)}
            for one in people
        )
        insert_rows(AuditEntry, rows)
        note(self._by, None, "import.done", file=self._batch.file_name, batch=self._batch.id)


def write_keys(whose: Iterable[tuple[int, Findable]]) -> None:
    """Make customers findable, in addition to what they can be found by already."""
    rows = sorted((key, customer) for customer, who in whose for key in keys_of(who))
    for portion in chunks(rows, _KEYS_AT_ONCE):
        places = ", ".join([f"({db.param}, {db.param})"] * len(portion))
        values = [value for row in portion for value in row]
        db.execute_sql(f"INSERT INTO search_key (key, customer_id) VALUES {places} ON CONFLICT DO NOTHING", values)


def _by_first_day(one: Addition) -> tuple[dt.date, str, str]:
    return one.entry.first_visit or dt.date.max, one.entry.name, one.entry.uuid


def _phone(customer: int, position: int, phone: PhoneEntry) -> dict[str, Any]:
    known = {"typed": phone.typed, "e164": phone.e164, "kind": phone.kind, "verified": phone.verified}
    return known | {"customer": customer, "position": position}


def _date(customer: int, kind: str, date: PartialDate) -> dict[str, Any]:
    parts = {"calendar": date.calendar, "month": date.month, "day": date.day, "leap": date.leap, "year": date.year}
    return parts | {"customer": customer, "kind": kind}


def _piece(sale: int, position: int, piece: Any) -> dict[str, Any]:
    return vars(piece) | {
        "sale": sale,
        "position": position,
        "certificate": piece.certificate[:CERTIFICATE_LENGTH],
        "lab": piece.lab[:_LAB_LENGTH],
    }


def _findable(one: _Written) -> Findable:
    """What is new to be found: all of a new customer, of a known one what came."""
    addition = one.addition
    pieces = [piece for sale in addition.sales for piece in sale.pieces]
    whole = addition.file is None
    return Findable(
        one.number,
        addition.entry.name if whole else addition.fields.get("name", ""),
        addition.entry.wechat if whole else addition.fields.get("wechat", ""),
        phones=tuple((phone.typed, phone.e164) for phone in addition.phones),
        invoices=tuple(sale.invoice for sale in addition.sales),
        styles=tuple(piece.style for piece in pieces),
        certificates=tuple(piece.certificate[:CERTIFICATE_LENGTH] for piece in pieces),
        engravings=tuple(piece.engraving for piece in pieces),
    )


def _completed(one: _Written) -> dict[str, Any]:
    """What came to a file that was here before: fields with their old and new value, phones and dates by id."""
    addition = one.addition
    if addition.file is None:
        return {}
    old = {"name": addition.file.name, "klass": addition.file.klass}
    fields = {name: [old.get(name, ""), value] for name, value in addition.fields.items()}
    return {"fields": fields, "phones": one.phones, "dates": [id_ for id_, _kind, _date in one.dates]} | {
        "regular": one.regular
    }
