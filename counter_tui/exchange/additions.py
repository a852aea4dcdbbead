"""What a list would add to the records: new customers, what is missing in known files, purchases not yet there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, groupby
from operator import itemgetter

from msgspec import Struct, msgpack

from counter_tui.exchange.completing import Filled, lacking
from counter_tui.exchange.differences import Difference, differences
from counter_tui.exchange.gathering import Persons
from counter_tui.exchange.persons import Person, derived_uuid, merged
from counter_tui.exchange.purchases import Bought, Kept, is_another, matched, of_one_sale
from counter_tui.exchange.recognising import COMPLETED, OnFile, Sold, chunks, on_file, recognise, sales_on_file
from counter_tui.exchange.records import Buyer, Day, Number, Ware
from counter_tui.exchange.spool import Spool
from counter_tui.shop.journal import hold

_encode = msgpack.Encoder().encode
_person = msgpack.Decoder(Person).decode


class NewSale(Struct, array_like=True, frozen=True, gc=False):
    """A sale to be written; `clerk` is who sold it, by name; one is a `gift` if any of its pieces is.

    Its uuid follows from buyer, day and pieces.
    """

    uuid: str
    day: dt.date
    invoice: str
    clerk: str
    pieces: tuple[Ware, ...]
    gift: bool = False


class Addition(Struct, array_like=True, frozen=True, gc=False):
    """What comes to one customer, named `uuid` if new. For somebody new (`file` None) all of `entry`; else only the
    parts named here. `sales` are the oldest first; `first_visit` is the day of the first purchase in the list.
    `differing` is where the list says something else than the file, which stays as it is; `offers` is the word on news
    and offers of who has not been asked.
    """

    file: OnFile | None
    uuid: str
    first_visit: dt.date | None
    entry: Buyer
    sales: tuple[NewSale, ...]
    known_purchases: int
    fields: dict[str, str]
    phones: tuple[Number, ...]
    dates: tuple[Day, ...]
    filled: tuple[Filled, ...] = ()
    differing: tuple[Difference, ...] = ()
    offers: bool | None = None

    @property
    def completes(self) -> bool:
        """Whether a known customer's file gains where it was empty."""
        return bool(self.fields or self.phones or self.dates or self.filled or self.offers is not None)

    @property
    def empty(self) -> bool:
        """Whether a known customer's file holds all of it already."""
        return not (self.sales or self.completes)

    @property
    def tally(self) -> Tally:
        """Of a known customer: whether the file gains, and the purchases that come, are there and gain, by piece."""
        pieces = sum(len(sale.pieces) for sale in self.sales)
        return self.completes, pieces, self.known_purchases, sum(max(len(sale.pieces), 1) for sale in self.filled)


Said = tuple[int, Person]
"""A person of the list, with their place in it."""
Tally = tuple[bool, int, int, int]
_said = msgpack.Decoder(list[Said]).decode
_tally = msgpack.Decoder(Tally).decode


class Additions:
    """What a list adds to the records as they are when this is made: only reads, and `known` holds whom it names.

    `new_customers`, `known_customers`, `completed` (known ones whose file gains) and, by piece, `purchases`,
    `known_purchases` and `completed_purchases` are counted at once, and counted anew for whom `known` finds changed;
    what comes to each customer is put together as it is asked for. Where list and records differ is told at once.
    """

    def __init__(self, persons: Persons, differs: Callable[[Difference], None] = lambda _difference: None) -> None:
        self._persons = persons
        self._is_known = bytearray()  # a mark for each person, in their order
        self._known = Spool(3)  # id, what is said of them, how it was counted
        self._gone: list[Person] = []
        self.known_customers = self.completed = self.purchases = self.known_purchases = self.completed_purchases = 0
        recognised = self._recognised()
        self.new_customers = self._is_known.count(0)
        for portion in chunks(_of_one_file(recognised)):
            for id_, its, one in _completions(portion):
                if one is None:
                    self._are_new(its)
                    continue
                self.known_customers += 1
                self._count(one.tally)
                for difference in one.differing:
                    differs(difference)
                if not one.empty:
                    self._known.put(id_, _encode(its), _encode(one.tally))
        self.to_known = len(self._known)

    def _recognised(self) -> Spool:
        """Who is in the records already: file, name, uuid, place, and all that is said of them."""
        found = Spool(5)
        for portion in chunks(self._persons):
            for person, file in zip(portion, recognise(portion), strict=True):
                self._is_known.append(file is not None)
                if file is None:
                    self.purchases += len(person.bought)
                else:
                    found.put(file.id, person.key, person.uuid, len(self._is_known) - 1, _encode(person))
        return found

    def _count(self, tally: Tally, by: int = 1) -> None:
        completes, purchases, known, completed = tally
        self.completed += by * completes
        self.purchases += by * purchases
        self.known_purchases += by * known
        self.completed_purchases += by * completed

    def _are_new(self, persons: Sequence[Said]) -> None:
        """Their file has been taken back while they were looked up: as if the list had come a moment later."""
        for place, person in persons:
            self._is_known[place] = 0
            self.new_customers += 1
            self.purchases += len(person.bought)

    def new(self) -> Iterator[Addition]:
        """The new customers, by the day of their first purchase, so that the order of the rows is no matter."""
        for is_known, person in zip(self._is_known, self._persons, strict=True):
            if not is_known:
                yield _of_new(person)

    def known(self) -> Iterator[list[Addition]]:
        """What comes to known ones, where anything does, in portions; two persons that are one customer of the shop are
        one. Part of the transaction that writes it.

        Nobody else changes their files from here on, and what somebody has written since they were looked up counts:
        the list adds what is missing now. They are held by id, as every action holds its customers.
        """
        for portion in chunks(self._known.rows(by=1)):
            hold(id_ for id_, *_said_and_counted in portion)
            said = [(id_, _said(packed)) for id_, packed, _counted in portion]
            found = []
            for (*_who, counted), (_id, its, one) in zip(portion, _completions(said), strict=True):
                self._count(_tally(counted), by=-1)
                if one is None:
                    self.known_customers -= 1
                    self._are_new(its)
                    self._gone += [person for _place, person in its]
                    continue
                self._count(one.tally)
                if not one.empty:
                    found.append(one)
            yield found

    def gone(self) -> list[Addition]:
        """Those of whom `known` has found that their file is gone: they are new customers too."""
        return [_of_new(person) for person in self._gone]


def _of_new(person: Person) -> Addition:
    entry, sales = person.entry, _sales(person.uuid, person.bought)
    of_all = ((), (), entry.offers)
    return Addition(None, person.uuid, person.first_visit, entry, sales, 0, {}, entry.phones, entry.dates, *of_all)


def _of_one_file(known: Spool) -> Iterator[tuple[int, list[Said]]]:
    for id_, its in groupby(known.rows(by=3), itemgetter(0)):
        yield id_, [(place, _person(packed)) for *_who, place, packed in its]


def _completions(known: Sequence[tuple[int, list[Said]]]) -> Iterator[tuple[int, list[Said], Addition | None]]:
    """What comes to the files of one portion; None to one that is gone."""
    files = on_file((id_ for id_, _its in known), pieces=True)
    own = {one.sale for _id, its in known for _place, person in its for one in person.bought if one.sale}
    sold = sales_on_file(own) if own else {}
    for id_, its in known:
        file = files.get(id_)
        yield id_, its, _completion(file, [person for _place, person in its], sold) if file else None


def _completion(file: OnFile, persons: Sequence[Person], sold: Mapping[str, Sold]) -> Addition:
    """What comes to a file; `sold` are the sales on file that have a number in the list."""
    entry = merged([person.entry for person in persons])
    fields = {name: value for name in COMPLETED if (value := getattr(entry, name)) and not file.values[name]}
    if not file.named and any(person.named for person in persons):
        fields["name"] = entry.name
    phones = tuple(p for p in entry.phones if p.typed not in file.typed and (not p.e164 or p.e164 not in file.phones))
    there = {date.field for date in file.dates}
    dates = tuple(date for date in entry.dates if date.field not in there)
    bought = [bought for person in persons for bought in person.bought]
    known = _Known(file.pieces)
    sales = _sales(file.uuid, known.without_numbered(bought, sold), known)
    filled = lacking(file.pieces, known.pairs)
    same = len(bought) - sum(len(sale.pieces) for sale in sales)
    if sales and file.klass != "A":
        fields["klass"] = "A"
    its = ((one, sold[one.sale]) for one in bought if one.sale in sold)
    elsewhere = [(one, of.whose) for one, of in its if of.customer != file.id]
    differing = tuple(differences(file, persons, [*known.pairs, *known.changed], elsewhere))
    offers = entry.offers if file.offers is None else None
    return Addition(file, file.uuid, None, entry, sales, same, fields, phones, dates, filled, differing, offers)


class _Known:
    """A customer's purchases in the records, as those of a list are held against them.

    `pairs` are the ones found in both, `changed` those of which that only the number of the sale tells, `names` the
    names that sales had when they were imported.
    """

    def __init__(self, pieces: Sequence[Kept] = ()) -> None:
        self.pairs: list[tuple[Bought, Kept]] = []
        self.changed: list[tuple[Bought, Kept]] = []
        self.names = {piece.name for piece in pieces}
        self._met: set[str] = set()
        self._open: dict[str, list[Kept]] = {}
        for piece in pieces:
            self._open.setdefault(piece.key, []).append(piece)

    def without_numbered(self, bought: Sequence[Bought], sold: Mapping[str, Sold]) -> list[Bought]:
        """All that somebody `bought` but what is on file under the number of the sale, here or in another file,
        whatever has been changed in its rows. A row more than such a sale has pieces is another purchase."""
        by_sale: dict[int, list[Bought]] = {}
        for one in bought:
            if one.sale in sold:
                by_sale.setdefault(sold[one.sale].sale, []).append(one)
        if not by_sale:
            return list(bought)
        pieces: dict[int, list[Kept]] = {}
        for piece in (piece for its in self._open.values() for piece in its):
            pieces.setdefault(piece.sale, []).append(piece)
        numbered: set[int] = set()
        for sale, its in by_sale.items():
            pairs = of_one_sale(its, pieces.get(sale, ()))
            for one, piece in pairs:
                (self.changed if is_another(one.told, piece.told) else self.pairs).append((one, piece))
                self._open[piece.key].remove(piece)
            numbered |= {id(one) for one, _piece in pairs} if sale in pieces else set(map(id, its))
        return [one for one in bought if id(one) not in numbered]

    def unknown(self, group: list[Bought]) -> list[Bought]:
        """Those of a group that do not stand in the records just so."""
        fresh = []
        for one in group:
            if its := self._open.get(one.key):
                self.pairs.append((one, its.pop(0)))
            else:
                fresh.append(one)
        return fresh

    def has(self, uuid: str) -> bool:
        """Whether a sale had this name when it was imported, whatever stands in it by now."""
        if uuid in self.names:
            self._met.add(uuid)
        return uuid in self.names

    def without_the_like(self, fresh: list[Bought]) -> list[Bought]:
        """Those of all that are left of which the records do not tell with other words either."""
        rest = [piece for pieces in self._open.values() for piece in pieces if piece.name not in self._met]
        found = matched(fresh, rest) if fresh and rest else []
        self.pairs += found
        alike = {id(one) for one, _piece in found}
        return [one for one in fresh if id(one) not in alike]


def _sales(buyer: str, bought: Sequence[Bought], known: _Known | None = None) -> tuple[NewSale, ...]:
    """The purchases that are not in the records, as sales, the oldest first.

    An invoice of a day is one sale, and what has one number of a sale; without either each row is one. The same row
    twice is two pieces bought; what the records have of them counts, by what stands there now, by the name the sale had
    when it was imported, or by being the same as far as both tell (see `likeness`).
    """
    if known is None and len(bought) == 1:
        return (_sale(_name_of(buyer, bought), bought),)
    names = known.names if known else set()
    sales: list[NewSale] = []
    for group in _together(_not_on_file(buyer, bought, known) if known and names else bought):
        if group[0].invoice or group[0].sale:
            name = _name_of(buyer, group)
            sales += [] if name in names else [_sale(name, group)]
        else:
            free = (name for at in count() if (name := _nth(buyer, group[0], at)) not in names)
            sales += [_sale(name, [one]) for one, name in zip(group, free, strict=False)]
    return tuple(sorted(sales, key=_order))


def _not_on_file(buyer: str, bought: Sequence[Bought], known: _Known) -> list[Bought]:
    fresh: list[Bought] = []
    for group in _together(bought):
        rest = known.unknown(group)
        if rest and (group[0].invoice or group[0].sale):
            names = {_name_of(buyer, them) for them in (group, rest)}
            fresh += [] if any(map(known.has, names)) else rest
        elif rest:
            named = sum(known.has(_nth(buyer, group[0], at)) for at in range(len(group)))
            fresh += rest[max(named - (len(group) - len(rest)), 0) :]
    return known.without_the_like(fresh)


def _nth(buyer: str, bought: Bought, at: int) -> str:
    """The name of the sale of a row without an invoice, of which there are more just like it."""
    return derived_uuid("sale", buyer, bought.key, str(at))


def _order(sale: NewSale) -> tuple[dt.date, str, str]:
    return sale.day, sale.invoice, sale.uuid


def _together(bought: Sequence[Bought]) -> Iterator[list[Bought]]:
    """Rows of one invoice or one number of a sale; without either, rows that say the same."""
    groups: dict[tuple[dt.date, str], list[Bought]] = {}
    for one in sorted(bought, key=lambda one: one.key) if len(bought) > 1 else bought:
        groups.setdefault((one.day, one.invoice or f"\x1f{one.sale or one.key}"), []).append(one)
    yield from groups.values()


def _name_of(buyer: str, group: Sequence[Bought]) -> str:
    """The name of a sale by its rows, or of the first of several just like it."""
    own = group[0].sale if not group[0].invoice else None
    return derived_uuid("sale", buyer, *[one.key for one in group], f"{own or 0}")


def _sale(uuid: str, group: Sequence[Bought]) -> NewSale:
    clerk = next((one.clerk for one in group if one.clerk), "")
    return NewSale(
        uuid, group[0].day, group[0].invoice, clerk, tuple(one.piece for one in group), any(one.gift for one in group)
    )
