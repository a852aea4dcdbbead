"""Writes what a list adds into the shop's records: many rows at a time, inside somebody's transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from operator import attrgetter
from typing import Any

from msgspec.structs import astuple

from counter_tui import clock
from counter_tui.exchange.additions import Addition, Additions, NewSale
from counter_tui.exchange.completing import Trace, complete
from counter_tui.exchange.purchases import CERTIFICATE_LENGTH
from counter_tui.exchange.recognising import COMPLETED, chunks
from counter_tui.exchange.records import Ware
from counter_tui.i18n import _
from counter_tui.models import (
    AuditEntry,
    Clerk,
    Consent,
    Counter,
    Customer,
    ImportantDate,
    ImportBatch,
    Phone,
    Piece,
    Revisit,
    Sale,
    on_server,
)
from counter_tui.models.bulk import Rows, indexes_made_anew, told_meanwhile
from counter_tui.models.plain import run
from counter_tui.shop.consents import stop_promotion
from counter_tui.shop.context import Shop
from counter_tui.shop.own_keys import NewKeys, keys_known
from counter_tui.shop.past_sales import History, PastCustomer, PastSale
from counter_tui.shop.permission import PROMOTION
from counter_tui.shop.search_keys import Findable, keys_of
from counter_tui.shop.series import Who, close_followups
from counter_tui.shop.trace import note

Step = Callable[[int, int], None]
"""Told how much is done, and of how much; what it raises stops the work and takes it all back."""

_CUSTOMERS_KEYED = _CUSTOMERS_INDEXED = 4
"""So many are put among the search keys, and among the indexes, while one is written: only for the progress."""
_FILLED = (Customer, Phone, ImportantDate, Sale, Piece, Revisit, AuditEntry)
_CUT = [
    (Ware.__struct_fields__.index(name), length) for name, length in (("certificate", CERTIFICATE_LENGTH), ("lab", 60))
]
_completing = attrgetter(*COMPLETED)


class _Written:
    """A customer as the writing goes on."""

    __slots__ = ("addition", "answered", "dates", "filled", "id", "number", "phones", "regular", "sales", "stopped")

    def __init__(self, addition: Addition, id_: int, number: int) -> None:
        self.addition, self.id, self.number, self.regular = addition, id_, number, False
        self.phones: list[int] = []
        self.dates: list[int] = []
        self.sales: list[int] = []
        self.filled: list[Trace] = []
        self.answered: tuple[int, int] | None = None
        self.stopped: list[tuple[int, int, str, str | None]] = []


class Writing:
    """One list being written for `batch` by clerk `by`."""

    def __init__(self, shop: Shop, batch: ImportBatch, by: Who, step: Step) -> None:
        self._shop, self._batch, self._by, self._step = shop, batch, by, step
        self._at, self._source = f"{batch.at}", {"file": batch.file_name, "batch": batch.id}
        self._origin_of_new = _as_json(self._source)
        self._done = self._all = self._sold = 0
        clerks = Clerk.select().order_by(Clerk.active, Clerk.id.desc())
        self._clerks = {clerk.name.casefold(): (int(clerk.id), bool(clerk.active)) for clerk in clerks}
        self._here = by if (by, True) in self._clerks.values() else None
        self._history = History(shop)
        self._keys = NewKeys()
        self._customers = Rows(Customer, "id", *_CUSTOMER, *COMPLETED)
        self._phones = Rows(Phone, "id", "customer", "typed", "e164", "kind", "verified", "position")
        self._dates = Rows(ImportantDate, "id", "customer", "kind", "calendar", "month", "day", "leap", "year")
        self._consents = Rows(Consent, "customer", "purpose", "channel", "granted", "at", "clerk")
        self._sales = Rows(Sale, "id", *_SALE)
        self._pieces = Rows(Piece, "sale", "position", *Ware.__struct_fields__)
        self._trace = Rows(AuditEntry, "at", "clerk", "customer", "action", "detail")

    def write(self, coming: Additions) -> None:
        """Write everything."""
        people = coming.new_customers + coming.to_known
        self._all = people + people // _CUSTOMERS_KEYED
        with self._indexing(coming):
            self._new_files(coming.new_customers, coming.new())
            self._known_files(coming)
            gone = coming.gone()
            self._new_files(len(gone), gone)
            self._write_keys(people // _CUSTOMERS_KEYED)
            self._number_sales()
        note(self._by, None, "import.done", file=self._batch.file_name, batch=self._batch.id)

    def _indexing(self, coming: Additions) -> AbstractContextManager[None]:
        """Tables that hold less than is to come are filled without their indexes, unless known customers are among
        them: theirs are looked up meanwhile."""
        if coming.to_known or coming.new_customers <= Customer.select().count():
            return nullcontext()
        work = coming.new_customers // _CUSTOMERS_INDEXED
        self._all += work
        return indexes_made_anew(_FILLED, lambda part: self._step(self._all - work + round(work * part), self._all))

    def _advance(self, by: int) -> None:
        self._done += by
        self._step(self._done, self._all)

    # Files

    def _new_files(self, many: int, coming: Iterable[Addition]) -> None:
        number = Counter.reserve("customer", many)
        for portion in chunks(coming):
            people = [_Written(one, self._customers.id(), number + at) for at, one in enumerate(portion, 1)]
            number += len(portion)
            self._customers.write([self._file(one) for one in people])
            self._parts(people, known=False, heard=self._heard(people))

    def _file(self, one: _Written) -> tuple[Any, ...]:
        addition = one.addition
        entry, sales = addition.entry, addition.sales
        first = addition.first_visit or clock.today()
        last = sales[-1].day if sales else first
        own = (addition.uuid, one.number, entry.name, "A" if sales else "B", f"{first}", f"{last} 00:00:00")
        return (one.id, *own, self._by, self._batch.id, *_completing(entry))

    def _heard(self, people: Sequence[_Written]) -> bool:
        """Write down who wants news and offers and who does not; whether anybody has said it."""
        said = [(one.id, one.addition.offers) for one in people if one.addition.offers is not None]
        self._consents.write([(id_, PROMOTION, "any", offers, self._at, self._by) for id_, offers in said])
        return bool(said)

    def _known_files(self, coming: Additions) -> None:
        for portion in coming.known():
            people = [_Written(one, one.file.id, one.file.number) for one in portion if one.file]
            series = [f"regular:customer:{one.id}" for one in people]
            standing = Revisit.select(Revisit.customer).where(Revisit.open_series.in_(series)).tuples()
            kept = {customer for (customer,) in standing}
            bought = {one.id: one.addition.sales[-1].day for one in people if one.addition.sales}
            answered = close_followups(self._shop, bought)
            for one in people:
                one.regular = bool(one.addition.sales) and one.id not in kept
                if one.addition.fields or one.addition.phones or one.addition.dates:
                    Customer.change(one.id, None, **one.addition.fields)
                one.filled = complete(one.addition.filled)
                if followup := answered.get(one.id):
                    one.answered = (followup.id, followup.version + 1)
                if one.addition.offers is False:
                    over = stop_promotion(self._shop, one.id, clock.today(), _("wants no offers"))
                    one.stopped = [(row.id, row.version + 1, row.state, row.open_series) for row in over]
            self._heard(people)
            self._parts(people, known=True)

    def _parts(self, people: Sequence[_Written], *, known: bool, heard: bool = False) -> None:
        """All that belongs to some files; of those `known` or `heard` somebody may have said no to something."""
        self._phones.write([row for one in people for row in self._phone_rows(one)])
        self._dates.write([row for one in people for row in self._date_rows(one)])
        self._sales.write([row for one in people for row in self._sale_rows(one)])
        self._pieces.write([row for one in people for row in _piece_rows(one)])
        self._history.plan([self._past(one) for one in people], known=known or heard)
        self._trace.write([self._origin(one) for one in people])
        have = keys_known([one.id for one in people]) if known else {}
        self._keys.put([(one.id, keys_of(_findable(one)).difference(have.get(one.id, ()))) for one in people])
        self._advance(len(people))

    def _phone_rows(self, one: _Written) -> Iterator[tuple[Any, ...]]:
        first = len(one.addition.file.typed) if one.addition.file else 0
        for at, phone in enumerate(one.addition.phones, first):
            one.phones.append(self._phones.id())
            yield one.phones[-1], one.id, phone.typed, phone.e164, phone.kind, phone.verified, at

    def _date_rows(self, one: _Written) -> Iterator[tuple[Any, ...]]:
        for day in one.addition.dates:
            one.dates.append(self._dates.id())
            yield one.dates[-1], one.id, day.kind, day.calendar, day.month, day.day, day.leap, day.year

    def _sale_rows(self, one: _Written) -> Iterator[tuple[Any, ...]]:
        for sale in one.addition.sales:
            id_ = self._sales.id()
            one.sales.append(id_)
            self._sold += 1
            prices = [piece.price for piece in sale.pieces if piece.price is not None]
            clerk, _active = self._clerks.get(sale.clerk.casefold(), (None, False))
            served = _("Served by {name}").format(name=sale.clerk) if sale.clerk and clerk is None else ""
            total = f"{sum(prices)}" if prices else None
            own = (id_, sale.uuid, -id_, one.id, f"{sale.day}", clerk, sale.invoice, total)
            yield (*own, served, self._batch.id, sale.gift)

    def _past(self, one: _Written) -> PastCustomer:
        addition = one.addition
        dates = tuple((id_, day.kind, day.date) for id_, day in zip(one.dates, addition.dates, strict=True))
        sales = zip(one.sales, addition.sales, strict=True)
        past = tuple(PastSale(id_, sale.day, self._carer(sale)) for id_, sale in sales)
        return PastCustomer(one.id, one.number, past[-1].clerk if past else self._here, dates, past)

    def _carer(self, sale: NewSale) -> Who:
        """Who makes the contacts: whoever sold it, if still here, else whoever imports it, or nobody."""
        clerk, active = self._clerks.get(sale.clerk.casefold(), (None, False))
        return clerk if active else self._here

    def _origin(self, one: _Written) -> tuple[Any, ...]:
        """The file says where it came from, and, if it was here before, what came to it (taken back by that)."""
        words = _as_json(self._source | _completed(one)) if one.addition.file else self._origin_of_new
        return self._at, self._by, one.id, "file.imported", words

    # When all are written

    def _write_keys(self, expected: int) -> None:
        """Make them findable, in addition to what they can be found by already."""
        done, self._done = self._done, self._done + expected
        self._keys.write(lambda part: self._step(done + round(expected * part), self._all))

    def _number_sales(self) -> None:
        """Number the sales by day, whoever's they are; until now they have numbers that nobody else gives out. Last of
        all: who sells at another till meanwhile holds a customer, and then waits for a number."""
        in_order = 'invoice COLLATE "C"' if on_server() else "invoice"
        with told_meanwhile(lambda _part: self._advance(0), 1):
            run(_NUMBERED.format(invoice=in_order), Counter.reserve("sale", self._sold), self._batch.id)


_CUSTOMER = ("uuid", "number", "name", "klass", "first_visit", "last_seen", "opened_by", "batch")
_SALE = ("uuid", "number", "customer", "day", "clerk", "invoice", "total", "note", "batch", "gift")
_NUMBERED = """
    UPDATE sale SET number = numbered.number FROM (
        SELECT id, ? + row_number() OVER (ORDER BY day, {invoice}, uuid) AS number FROM sale WHERE batch_id = ?
    ) AS numbered WHERE sale.id = numbered.id
"""


def _piece_rows(one: _Written) -> Iterator[tuple[Any, ...]]:
    for id_, sale in zip(one.sales, one.addition.sales, strict=True):
        for at, piece in enumerate(sale.pieces):
            yield id_, at, *_piece(piece)


def _piece(piece: Ware) -> list[Any]:
    """A piece's columns, in the order of Ware."""
    values = [f"{value}" if isinstance(value, Decimal) else value for value in astuple(piece)]
    for at, length in _CUT:
        values[at] = values[at][:length]
    return values


def _findable(one: _Written) -> Findable:
    """What is new to be found: all of a new customer, of a known one what came."""
    addition = one.addition
    pieces = [piece for sale in addition.sales for piece in sale.pieces]
    filled = [values for sale in addition.filled for _id, values in sale.pieces]

    def words(name: str) -> tuple[str, ...]:
        return (*[getattr(piece, name) for piece in pieces], *[values.get(name, "") for values in filled])

    whole = addition.file is None
    return Findable(
        one.number,
        addition.entry.name if whole else addition.fields.get("name", ""),
        addition.entry.wechat if whole else addition.fields.get("wechat", ""),
        phones=tuple((phone.typed, phone.e164) for phone in addition.phones),
        invoices=(*[s.invoice for s in addition.sales], *[s.fields.get("invoice", "") for s in addition.filled]),
        styles=words("style"),
        certificates=tuple([word[:CERTIFICATE_LENGTH] for word in words("certificate")]),
        engravings=words("engraving"),
    )


def _as_json(detail: dict[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True)


def _completed(one: _Written) -> dict[str, Any]:
    """What came to a file that was here before: fields with their old and new value, phones and dates by id, what its
    sales lacked, whether news and offers are wanted, the contact after a visit that a purchase has answered, by id and
    version, and those taken off the list by a no, with their state and series too."""
    addition = one.addition
    assert addition.file is not None
    old = {"name": addition.file.name, "klass": addition.file.klass}
    fields = {name: [old.get(name, ""), value] for name, value in addition.fields.items()}
    its = {"phones": one.phones, "dates": one.dates, "regular": one.regular, "sales": one.filled}
    its |= {"heard": addition.offers is not None, "stopped": one.stopped}
    return {"fields": fields, **its, "answered": one.answered}
