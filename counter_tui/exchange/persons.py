"""Who is who in a shop's list: its rows, in whatever order, gathered into customers with what they bought.

Families share phones and many people share a name, so neither alone makes two rows one customer.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from counter_tui import pinyin
from counter_tui.exchange.rows import ImportRow
from counter_tui.shop.customers import LINES, CustomerEntry, DateEntry
from counter_tui.shop.entry.phones import PhoneEntry
from counter_tui.shop.sales import PieceEntry
from counter_tui.text import NOTE_LENGTH

CERTIFICATE_LENGTH = 60
_NAMESPACE = uuid.UUID("6f3c1b52-6c0e-4a53-9f25-1d1f0c7f8a11")
_APART = "\x1f"

Birth = tuple[str, int, int, bool, int | None]
"""A birthday as it is compared: calendar, month, day, leap month, year if known."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one sheet."""

    sheet: str
    row: ImportRow


@dataclass(frozen=True, slots=True)
class Bought:
    """One piece somebody bought, as a row has it; `clerk` is who sold it, by name.

    `key` tells it from the others of the same customer.
    """

    day: dt.date
    invoice: str
    clerk: str
    piece: PieceEntry
    key: str


@dataclass(frozen=True, slots=True)
class Person:
    """One customer of the list; `entry.uuid` follows from name and phones.

    `key` is the name as it is compared, empty if only a number is known.
    """

    entry: CustomerEntry
    key: str
    phones: frozenset[str]
    births: frozenset[Birth]
    bought: tuple[Bought, ...]

    @property
    def named(self) -> bool:
        """Whether more than a number is known."""
        return bool(self.key)


@dataclass(frozen=True)
class Gathered:
    """The customers of a list. `doubtful` are rows that fit more than one of them, and so became one of their own."""

    persons: tuple[Person, ...]
    doubtful: tuple[Line, ...]


def name_key(name: str) -> str:
    """A name as it is compared: 張曉紅 and 张晓红, Emily Carter and EMILY  CARTER are the same."""
    return "".join(pinyin.units(name)) or "".join(pinyin.fold(name).split()) or name


def bought_key(
    day: object, invoice: str, named: str, certificate: str, weight: object | None, price: object | None
) -> str:
    """A purchase as it is compared, from a row or from the records: figures by their value, text as it is."""
    figures = ("" if value is None else f"{Decimal(str(value)).normalize():f}" for value in (weight, price))
    return _APART.join((str(day), invoice, named, certificate, *figures))


def derived_uuid(*parts: str) -> str:
    """The name of a record that comes from a list: the same content has the same name."""
    return uuid.uuid5(_NAMESPACE, _APART.join(parts)).hex


def agree(one: Iterable[Birth], other: Iterable[Birth]) -> bool:
    """Whether two people may have been born on the same day, as far as is known."""
    one, other = list(one), list(other)
    for calendar in {birth[0] for birth in one} & {birth[0] for birth in other}:
        if not _common([b for b in one if b[0] == calendar], [b for b in other if b[0] == calendar]):
            return False
    return True


def _common(one: Iterable[Birth], other: Iterable[Birth]) -> bool:
    """Whether a birthday stands in both; a year that is not known fits any."""
    return any(a[:4] == b[:4] and (a[4] == b[4] or None in (a[4], b[4])) for a in one for b in other)


def births_of(entry: CustomerEntry) -> frozenset[Birth]:
    """The birthdays an entry holds, solar and lunar."""
    return frozenset(
        (d.date.calendar, d.date.month, d.date.day, d.date.leap, d.date.year)
        for d in entry.dates
        if d.kind == "birthday"
    )


def gather(lines: Iterable[Line]) -> Gathered:
    """Make the rows of a list into customers.

    The same customer: one name and a phone number in common; one name and one whole date of birth; one name, and one
    of the rows has no number (unless the birthdays differ, or the name fits several). A row without a name belongs to
    whoever has its number, if that is one person.
    """
    named: dict[str, list[Line]] = {}
    nameless: list[Line] = []
    for line in lines:
        entry = line.row.customer
        if _has_name(entry):
            named.setdefault(name_key(entry.name), []).append(line)
        else:
            nameless.append(line)
    doubtful: list[Line] = []
    groups: dict[str, list[_Group]] = {}
    bare: dict[str, list[Line]] = {}
    for key, its in named.items():
        by_phone, bare[key] = _by_phone(key, its)
        groups[key] = _by_birth(by_phone)
    strangers = list(_name_the_nameless(nameless, groups, doubtful))
    for key, its in bare.items():
        _place_the_bare(key, its, groups[key], doubtful)
    named.clear()  # the groups have the rows now, and let go of each when it is a person
    bare.clear()
    every = [group for of_name in groups.values() for group in of_name if group.lines]
    return Gathered(tuple(_persons([*every, *strangers])), tuple(doubtful))


class _Group:
    """Rows that are the same customer."""

    __slots__ = ("births", "key", "lines", "phones")

    def __init__(self, key: str, lines: Sequence[Line] = ()) -> None:
        self.key = key
        self.lines: list[Line] = []
        self.phones: set[str] = set()
        self.births: set[Birth] = set()
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.phones |= _numbers(line)
        self.births |= births_of(line.row.customer)

    def absorb(self, other: _Group) -> None:
        self.lines += other.lines
        self.phones |= other.phones
        self.births |= other.births
        other.lines = []


def _has_name(entry: CustomerEntry) -> bool:
    """A row without a name is called by its number; one that is no number is better than no name."""
    return not entry.phones or entry.name != entry.phones[0].typed or not any(p.e164 for p in entry.phones)


def _numbers(line: Line) -> set[str]:
    return {phone.e164 for phone in line.row.customer.phones if phone.e164}


def _by_phone(key: str, lines: Iterable[Line]) -> tuple[list[_Group], list[Line]]:
    """Groups that have no number in common, and the rows without a number."""
    owner: dict[str, _Group] = {}
    bare: list[Line] = []
    for line in lines:
        numbers = _numbers(line)
        if not numbers:
            bare.append(line)
            continue
        touched = list({id(owner[number]): owner[number] for number in numbers if number in owner}.values())
        group = touched[0] if touched else _Group(key)
        group.add(line)
        for other in touched[1:]:
            group.absorb(other)
        owner.update(dict.fromkeys(group.phones if len(touched) > 1 else numbers, group))
    return list({id(group): group for group in owner.values()}.values()), bare


def _by_birth(groups: list[_Group]) -> list[_Group]:
    """Somebody of the same name and the same whole date of birth has changed their number."""
    if len(groups) < 2:
        return groups
    born: dict[Birth, _Group] = {}
    for group in sorted(groups, key=lambda group: min(group.phones)):
        whole = [birth for birth in group.births if birth[4] is not None]
        known = next((born[birth] for birth in whole if birth in born and born[birth] is not group), None)
        if known is not None:
            known.absorb(group)
        born.update(dict.fromkeys(whole, known or group))
    return [group for group in groups if group.lines]


def _name_the_nameless(lines: list[Line], groups: dict[str, list[_Group]], doubtful: list[Line]) -> Iterator[_Group]:
    """Give rows that are only a number to its one owner; yields those that nobody, or more than one, owns."""
    owners: dict[str, list[_Group]] = {}
    for of_name in groups.values():
        for group in of_name:
            for number in group.phones:
                owners.setdefault(number, []).append(group)
    for stranger in sorted(_by_phone("", lines)[0], key=lambda group: min(group.phones)):
        found = {id(group): group for number in stranger.phones for group in owners.get(number, []) if group.lines}
        if len({group.key for group in found.values()}) == 1:
            first, *others = sorted(found.values(), key=lambda group: min(group.phones))
            for other in (*others, stranger):
                first.absorb(other)
            continue
        if found:
            doubtful += stranger.lines
        yield stranger


def _place_the_bare(key: str, lines: list[Line], groups: list[_Group], doubtful: list[Line]) -> None:
    """Rows with a name and no number: to the one customer of that name they fit, else they are one of their own."""
    by_birth: dict[frozenset[Birth], list[Line]] = {}
    for line in lines:
        by_birth.setdefault(births_of(line.row.customer), []).append(line)
    for births in sorted(by_birth, key=lambda births: (not births, sorted(map(str, births)))):
        its = by_birth[births]
        fitting = [group for group in groups if group.lines and agree(births, group.births)]
        same = [group for group in fitting if _common(births, group.births)]
        chosen = same if len(same) == 1 else fitting
        if len(chosen) == 1:
            chosen[0].absorb(_Group(key, its))
            continue
        if chosen:
            doubtful += its
        groups.append(_Group(key, its))


def _persons(groups: Iterable[_Group]) -> Iterator[Person]:
    by_uuid: dict[str, _Group] = {}
    for group in groups:
        name = _derived(group)
        if name in by_uuid:
            by_uuid[name].absorb(group)
        else:
            by_uuid[name] = group
    for name, group in by_uuid.items():
        yield _person(name, group)
        group.lines = []


def _derived(group: _Group) -> str:
    if group.phones:
        return derived_uuid("customer", group.key, *sorted(group.phones))
    typed = {phone.typed for line in group.lines for phone in line.row.customer.phones}
    return derived_uuid("customer", group.key, *sorted(typed), *sorted(map(str, group.births)))


def _person(name: str, group: _Group) -> Person:
    lines = sorted(group.lines, key=_order) if len(group.lines) > 1 else group.lines
    days = [line.row.sale_day for line in lines if line.row.sale_day]
    entry = merged([line.row.customer for line in lines])
    bought = tuple(_bought(line.row, line.row.sale_day) for line in lines if line.row.piece and line.row.sale_day)
    entry = replace(entry, uuid=name, first_visit=min(days, default=None))
    return Person(entry, group.key, frozenset(group.phones), frozenset(group.births), bought)


def _bought(row: ImportRow, day: dt.date) -> Bought:
    piece = row.piece or PieceEntry()
    named, certificate = piece.style or piece.name, piece.certificate[:CERTIFICATE_LENGTH]
    key = bought_key(day, row.invoice, named, certificate, piece.weight, piece.price)
    return Bought(day, row.invoice, row.clerk, piece, key)


def _order(line: Line) -> tuple[dt.date, str, str]:
    row = line.row
    return row.sale_day or dt.date.min, row.invoice, repr((row.piece, row.customer))


def merged(entries: Sequence[CustomerEntry]) -> CustomerEntry:
    """What rows say of one customer, the oldest given first: the newest word counts, and nothing known is lost."""
    if len(entries) == 1:
        return entries[0]
    newest = entries[::-1]
    named = [entry for entry in newest if _has_name(entry)] or newest
    lines = {line: next(filter(None, (getattr(entry, line) for entry in newest)), "") for line in LINES}
    phones: dict[str, PhoneEntry] = {}
    for phone in (phone for entry in newest for phone in entry.phones):
        phones.setdefault(phone.e164 or phone.typed, phone)
    notes = dict.fromkeys(line for entry in entries for line in entry.note.split("\n") if line)
    return CustomerEntry(
        name=named[0].name,
        uuid=newest[0].uuid,
        phones=tuple(phones.values()),
        sex=next((entry.sex for entry in newest if entry.sex), ""),
        honorific=next((entry.honorific for entry in newest if entry.honorific), ""),
        dates=tuple(_dates(newest)),
        first_visit=min((entry.first_visit for entry in entries if entry.first_visit), default=None),
        note="\n".join(notes)[:NOTE_LENGTH].rstrip(),
        **lines,
    )


def _dates(newest: Sequence[CustomerEntry]) -> Iterator[DateEntry]:
    """One of each kind and calendar, the newest; one with its year before one without."""
    found: dict[tuple[str, str], DateEntry] = {}
    for date in (date for entry in newest for date in entry.dates):
        known = found.setdefault((date.kind, date.date.calendar), date)
        if known.date.year is None and date.date.year is not None:
            found[known.kind, known.date.calendar] = date
    yield from found.values()
