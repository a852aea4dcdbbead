"""Who of a list is in the shop's records already, and what the records hold of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from operator import ne
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, field

from counter_tui.exchange.own_numbers import figure, own_number
from counter_tui.exchange.persons import SAID, Birth, Person, agree, name_key
from counter_tui.exchange.purchases import WARE, Kept, bought_key, likeness, told_by_key
from counter_tui.exchange.records import Day
from counter_tui.models.plain import among, rows
from counter_tui.shop.search_keys import KEY_LENGTH, NAME
from counter_tui.shop.wishes import promotions_of
from counter_tui.words import number_words, sale_number_words

COMPLETED = tuple(name for name in SAID if name != "name")
"""What a list may add to a file where it is empty."""
AT_ONCE = 500

_CUSTOMERS = (
    f"SELECT id, number, uuid, name, klass, batch_id IS NOT NULL, {', '.join(COMPLETED)} FROM customer WHERE id IN (…)"
)
_PHONES = "SELECT customer_id, e164, typed FROM phone WHERE customer_id IN (…)"
_DATES = """
    SELECT customer_id, kind, calendar, month, day, leap, year FROM important_date WHERE customer_id IN (…)
"""
_BOUGHT = """
    SELECT s.customer_id, s.day, s.invoice, p.style, p.name, p.certificate, p.weight, p.price
    FROM sale s JOIN piece p ON p.sale_id = s.id WHERE s.customer_id IN (…)
"""
_PIECES = f"""
    SELECT s.customer_id, s.id, s.uuid, s.version, s.day, s.invoice, s.total, c.name, s.gift,
        p.id, {", ".join(f"p.{n}" for n in WARE)}
    FROM sale s JOIN piece p ON p.sale_id = s.id LEFT JOIN clerk c ON c.id = s.clerk_id
    WHERE s.customer_id IN (…) ORDER BY p.id
"""
_SALES = """
    SELECT s.number, s.uuid, s.id, c.id, c.name, c.number FROM sale s JOIN customer c ON c.id = s.customer_id
    WHERE s.number IN (…)
"""
_ROUNDED = re.compile(r"(\d[.,]\d+)e\+?(\d+)", re.IGNORECASE)
_MOST_OPEN = 8  # digits that a rounded number may leave open: 1.39E+10 tells as much as a number's beginning does
_FEWEST_DIGITS = 7  # of a number with a slip of the pen in it

T = TypeVar("T")


class OnFile(Struct, array_like=True, gc=False):
    """A customer of the shop as far as a list could add to it.

    `imported` is whether a list brought it, `values` are those of COMPLETED, `bought` is the key of each purchase.
    `pieces` is all that is known of these, `offers` whether they want news and offers; both are only asked for where
    something may be added.
    """

    id: int
    number: int
    uuid: str
    name: str
    klass: str
    imported: bool
    values: dict[str, str]
    phones: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    dates: list[Day] = field(default_factory=list)
    bought: list[str] = field(default_factory=list)
    pieces: list[Kept] = field(default_factory=list)
    offers: bool | None = None

    @property
    def named(self) -> bool:
        """Whether more than a number is known of them."""
        return self.name not in self.typed

    @property
    def births(self) -> list[Birth]:
        """The birthdays, as they are compared."""
        return [(d.calendar, d.month, d.day, d.leap, d.year) for d in self.dates if d.kind == "birthday"]

    @property
    def own(self) -> str:
        """The number as a list has it that this program has written."""
        return own_number(number_words(self.number), self.uuid)

    @property
    def key(self) -> str:
        """The name as it is compared; empty if there is none."""
        return name_key(self.name) if self.named else ""


class Sold(NamedTuple):
    """A sale on file: its id, whose it is, and their name and number."""

    sale: int
    customer: int
    whose: str


def chunks(items: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The items in portions that fit into one statement."""
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


def recognise(persons: Sequence[Person]) -> list[OnFile | None]:
    """For each of some persons (AT_ONCE at the most) the customer they are, None for somebody new.

    Their own number here and a name, a phone or a birthday that agrees, unless name and phone are somebody else's; or
    the same list again; or a phone and the name; or the name and the birthday; or the name and a purchase, where one
    side has no phone; or the only one of a name whom a list brought with a phone that is none, where it is the right
    one but for a slip. Nobody is recognised by a name alone.
    """
    if not rows("SELECT 1 FROM customer LIMIT 1"):
        return [None] * len(persons)
    by_uuid = dict(among("SELECT uuid, id FROM customer WHERE uuid IN (…)", [person.uuid for person in persons]))
    numbers = {number for person in persons for number in person.entry.numbers}
    by_phone = _ids("SELECT e164, customer_id FROM phone WHERE e164 IN (…)", numbers)
    own = [figure(person.entry.number) for person in persons if person.entry.number]
    by_number = dict(among("SELECT number, id FROM customer WHERE number IN (…)", own)) if own else {}
    keys = {(NAME + person.key)[:KEY_LENGTH] for person in persons if person.key}
    by_name = _ids("SELECT key, customer_id FROM search_key WHERE key IN (…)", keys)
    found = [
        {
            *([by_uuid[person.uuid]] if person.uuid in by_uuid else []),
            *([by_number[of]] if person.entry.number and (of := figure(person.entry.number)) in by_number else []),
            *(customer for number in person.entry.numbers for customer in by_phone.get(number, ())),
            *(by_name.get((NAME + person.key)[:KEY_LENGTH], ()) if person.key else ()),
        }
        for person in persons
    ]
    files = on_file({customer for ids in found for customer in ids})
    return [
        _same(person, [files[customer] for customer in sorted(ids) if customer in files])
        for person, ids in zip(persons, found, strict=True)
    ]


def on_file(ids: Iterable[int], *, pieces: bool = False) -> dict[int, OnFile]:
    """What the records hold of these customers; of their purchases the keys, or the `pieces` with all their values."""
    files: dict[int, OnFile] = {}
    for portion in chunks(sorted(ids)):
        for id_, number, uuid, name, klass, imported, *values in among(_CUSTOMERS, portion):
            known = dict(zip(COMPLETED, values, strict=True))
            files[id_] = OnFile(id_, number, uuid, name, klass, bool(imported), known)
        for customer, e164, typed in among(_PHONES, portion):
            files[customer].typed.append(typed)
            if e164:
                files[customer].phones.append(e164)
        for customer, kind, calendar, month, day, leap, year in among(_DATES, portion):
            files[customer].dates.append(Day(kind, calendar, month, day, bool(leap), year))
        for customer, *sale in among(_PIECES, portion) if pieces else ():
            files[customer].pieces.append(_kept(*sale))
        for customer, wanted in promotions_of(portion).items() if pieces else ():
            files[customer].offers = wanted
        for customer, day, invoice, style, name, certificate, weight, price in (
            () if pieces else among(_BOUGHT, portion)
        ):
            files[customer].bought.append(bought_key(day, invoice, style or name, certificate, weight, price))
    return files


def sales_on_file(own: Iterable[str]) -> dict[str, Sold]:
    """The sales that have these numbers in a list of this program's, by number."""
    found: dict[str, Sold] = {}
    for portion in chunks(sorted({figure(number) for number in own})):
        for number, uuid, sale, customer, name, its in among(_SALES, portion):
            found[own_number(sale_number_words(number), uuid)] = Sold(sale, customer, f"{name} {number_words(its)}")
    return found


def _kept(
    sale: int,
    name: str,
    version: int,
    day: object,
    invoice: str,
    total: object,
    clerk: str | None,
    gift: object,
    id_: int,
    *values: Any,
) -> Kept:
    known = dict(zip(WARE, values, strict=True))
    named = known["style"] or known["name"]
    key = bought_key(day, invoice, named, known["certificate"], known["weight"], known["price"])
    return Kept(id_, sale, name, version, str(day), invoice, total, clerk or "", bool(gift), values, key)


def _ids(sql: str, values: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    known: Iterator[tuple[Any, ...]] = (row for portion in chunks(sorted(values)) for row in among(sql, portion))
    for value, customer in known:
        found.setdefault(value, []).append(customer)
    return found


def _same(person: Person, files: list[OnFile]) -> OnFile | None:
    """The one of these customers that a person is; the one with the lowest number if the shop has them twice."""
    files.sort(key=lambda file: file.number)
    numbers = person.entry.numbers
    sharing = [file for file in files if not numbers.isdisjoint(file.phones)]
    called = [file for file in sharing if file.key == person.key and person.named]
    own = next((file for file in files if file.own == person.entry.number), None) if person.entry.number else None
    if own and (own in called or (not called and _is_their_own(person, own))):
        return own
    for file in files:
        if file.uuid == person.uuid:
            return file
    if called:
        return called[0]
    unnamed = [file for file in sharing if not (file.named and person.named)]
    if len(unnamed) == 1:
        return unnamed[0]
    namesakes = [file for file in files if person.named and file.key == person.key]
    born = [file for file in namesakes if _born_alike(person, file)]
    if born:
        return born[0] if len(born) == 1 else None
    keys = {bought.key for bought in person.bought}
    open_to = [file for file in namesakes if not (file.phones and numbers) and agree(person.births, file.births)]
    alike = [file for file in open_to if not keys.isdisjoint(file.bought)]
    alike = alike or [file for file in open_to if _bought_alike(keys, file.bought)]
    if alike:
        return alike[0] if len(alike) == 1 else None
    only = namesakes[0] if len(namesakes) == 1 and person.alone else None
    return only if only in open_to and _mistyped(person, only) else None


def _is_their_own(person: Person, file: OnFile) -> bool:
    """Whether a row with the number of this file is still about that customer, and nobody else was written over it."""
    numbers = person.entry.numbers
    if not numbers.isdisjoint(file.phones) or _born_alike(person, file):
        return True
    may_be = not (numbers and file.phones) or agree(person.births, file.births)
    return may_be and person.named and file.key == person.key


def _bought_alike(keys: set[str], others: list[str]) -> bool:
    """Whether a purchase stands in both, with something left out on one side."""
    told = [told_by_key(key) for key in others]
    return bool(told) and any(likeness(told_by_key(key), other) for key in keys for other in told)


def _mistyped(person: Person, file: OnFile) -> bool:
    """Whether a list brought this file with a number that was none: one of the person's, as a spreadsheet rounds it
    (1.39E+10), or with one digit wrong, missing or too many."""
    if not file.imported or file.phones:
        return False
    numbers = {"".join(filter(str.isdigit, said)) for p in person.entry.phones if p.e164 for said in (p.typed, p.e164)}
    return any(_slip(typed, number) for typed in file.typed for number in numbers)


def _slip(typed: str, number: str) -> bool:
    if rounded := _ROUNDED.search(typed):
        figure = rounded[1].replace(",", ".")
        known = len(figure) - 1
        return (
            len(number) - known <= _MOST_OPEN and f"{Decimal(number):.{known - 1}E}" == f"{figure}E+{int(rounded[2])}"
        )
    digits = "".join(filter(str.isdigit, typed))
    if len(digits) < _FEWEST_DIGITS:
        return False
    if len(digits) == len(number):
        return sum(map(ne, digits, number)) == 1
    short, long = sorted((digits, number), key=len)
    return short in {long[:at] + long[at + 1 :] for at in range(len(long))}


def _born_alike(person: Person, file: OnFile) -> bool:
    """A whole date of birth in common; without its year only where no two numbers speak against it."""
    if {birth for birth in set(person.births).intersection(file.births) if birth[4] is not None}:
        return True
    if person.entry.numbers and file.phones:
        return False
    shared = any(a[:4] == b[:4] for a in person.births for b in file.births)
    return shared and agree(person.births, file.births)
