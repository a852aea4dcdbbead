"""Who is who in a shop's list: its rows, in whatever order, gathered into customers with what they bought.

Families share phones and many people share a name, so neither alone makes two rows one customer. Rows come back from
a spool name by name: only those of one name, and the numbers of rows without a name, are in memory at a time.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from msgspec import msgpack
from msgspec.structs import replace

from counter_tui.exchange.persons import Birth, Person, agree, alike, births_of, derived_uuid, name_key, person_of
from counter_tui.exchange.records import Line
from counter_tui.exchange.spool import Spool

_NAMELESS = ""  # before every name
_LATE = dt.date.max.isoformat()
_encode = msgpack.Encoder().encode
Doubt = Callable[[Line], None]
"""Told of a row that fits more than one customer, and so becomes one of its own."""
_line = msgpack.Decoder(Line).decode
_person = msgpack.Decoder(Person).decode


class Persons:
    """The customers of a list by the day of their first purchase, who has none last; read as often as one likes."""

    def __init__(self) -> None:
        self._spool = Spool(4)

    def __iter__(self) -> Iterator[Person]:
        for *_order, packed in self._spool.rows(by=3):
            yield _person(packed)

    def add(self, persons: Iterable[Person]) -> None:
        """The next ones."""
        for person in persons:
            first = f"{person.first_visit}" if person.first_visit else _LATE
            self._spool.put(first, person.entry.name, person.uuid, _encode(person))


def gather(lines: Iterable[Line], doubt: Doubt) -> Persons:
    """Make the rows of a list into customers.

    The same customer: one name and a phone number in common; one name and one whole date of birth; one name, and one
    of the rows has no number (unless the birthdays differ, or the name fits several). A row without a name belongs to
    whoever has its number, if that is one person. In a list that this program has written, whose customers have numbers
    of their own, those of two numbers are two.
    """
    named, nameless = Spool(4), Spool(3)  # name, place in the list, numbers, row; numbers, own number, row
    for at, line in enumerate(lines):
        entry = line.row.customer
        numbers = " ".join(phone.e164 for phone in entry.phones if phone.e164)
        if entry.named:
            named.put(name_key(entry.name), at, numbers, _encode(line))
        else:
            nameless.put(numbers, entry.number or "", _encode(line))
    strangers = _find_owners(named, nameless, doubt) if len(nameless) else Spool(3)
    persons = Persons()
    for _number, its in groupby(strangers.rows(by=2), key=itemgetter(0)):
        persons.add(_persons(_NAMELESS, _by_phone([_line(packed) for _number, _at, packed in its])[0], alone=False))
    for key, its in groupby(named.rows(0, 3, by=2), key=itemgetter(0)):
        persons.add(_of_one_name(key, [_line(packed) for _key, packed in its], doubt))
    return persons


# Rows without a name


class _Links:
    """Numbers that stand in one row, so that they are one person's; each is called by one of them."""

    def __init__(self) -> None:
        self._to: dict[str, str] = {}

    def join(self, numbers: list[str]) -> None:
        first = self.of(numbers[0])
        for number in numbers[1:]:
            self._to[self.of(number)] = first

    def of(self, number: str) -> str:
        while number in self._to and self._to[number] != number:
            number = self._to[number]
        return number


def _find_owners(named: Spool, nameless: Spool, doubt: Doubt) -> Spool:
    """Give rows that are only a number to the one name that has it; answers the others, by number.

    Kept in memory are the numbers of such rows alone, as figures: a list of nothing but numbers has a million.
    """
    links = _Links()
    for (numbers,) in nameless.rows(0):
        if " " in numbers:
            links.join(numbers.split())
    owners: dict[int, str | None] = {}
    if len(named):
        owners = {_figures(links.of(numbers.split()[0])): _NAMELESS for (numbers,) in nameless.rows(0)}
    for key, numbers in named.rows(0, 2) if owners else ():
        for figures in {_figures(links.of(number)) for number in numbers.split()} & owners.keys():
            owners[figures] = key if owners[figures] in (_NAMELESS, key) else None
    strangers = Spool(3)
    for at, (numbers, own, packed) in enumerate(nameless.rows(), start=1):
        number = links.of(numbers.split()[0])
        key = owners.get(_figures(number), _NAMELESS) if not own else _NAMELESS
        if key:
            named.put(key, -at, numbers, packed)
            continue
        strangers.put(number, at, packed)
        if key is None:
            doubt(_line(packed))
    return strangers


def _figures(number: str) -> int:
    return int(number.removeprefix("+"))


# Rows of one name


class _Group:
    """Rows that are the same customer."""

    __slots__ = ("births", "lines", "own", "phones")

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines: list[Line] = []
        self.phones: set[str] = set()
        self.births: set[Birth] = set()
        self.own: set[str] = set()  # their numbers in a list that this program has written
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.phones |= line.row.customer.numbers
        self.births |= births_of(line.row.customer)
        if number := line.row.customer.number:
            self.own.add(number)

    def absorb(self, other: _Group) -> None:
        self.lines += other.lines
        self.phones |= other.phones
        self.births |= other.births
        self.own |= other.own
        other.lines = []

    def is_apart(self, other: _Group) -> bool:
        """Whether they are two customers of the records that the list was written from."""
        return bool(self.own and other.own and self.own.isdisjoint(other.own))

    @property
    def order(self) -> tuple[list[str], list[str]]:
        """The same whatever the order of the rows."""
        return sorted(self.own), sorted(self.phones)

    def person(self, key: str, *, alone: bool) -> Person:
        """The customer they are, whose name is compared as `key`; `alone` if nobody else is called so."""
        return person_of(key, self.lines, self.phones, self.births, alone=alone)


def _of_one_name(key: str, lines: list[Line], doubt: Doubt) -> list[Person]:
    """The customers of one name. Among the rows are those without a name that have a number of theirs."""
    if len(lines) == 1:
        return [_Group(lines).person(key, alone=True)]
    named = [line for line in lines if line.row.customer.named]
    groups, bare = _by_phone(named)
    groups = _by_birth(groups)
    if len(named) < len(lines):
        _take_in(groups, [line for line in lines if not line.row.customer.named])
    _place_the_bare(bare, groups, doubt)
    groups = [group for group in groups if group.lines]
    return _persons(key, groups, alone=len(groups) == 1)


def _persons(key: str, groups: list[_Group], *, alone: bool) -> list[Person]:
    """The customers that groups are; two that nothing tells apart are one, unless they have numbers of their own."""
    found: dict[str, tuple[Person, _Group]] = {}
    for group in sorted(groups, key=lambda group: group.order):
        person = group.person(key, alone=alone)
        if person.uuid in found:
            same = found[person.uuid][1]
            if same.is_apart(group):
                person = replace(person, uuid=derived_uuid("customer", person.uuid, *sorted(group.own)))
            else:
                group.absorb(same)
                person = group.person(key, alone=False)
        found[person.uuid] = person, group
    return [person for person, _group in found.values()]


def _by_phone(lines: Iterable[Line]) -> tuple[list[_Group], list[Line]]:
    """Groups that have no phone number in common, or that are apart, and the rows without one."""
    bare: list[Line] = []
    own: dict[str, _Group] = {}
    rest: list[Line] = []
    for line in lines:
        if number := line.row.customer.number:
            own.setdefault(number, _Group()).add(line)
        else:
            (rest if line.row.customer.numbers else bare).append(line)
    rest += _misplaced(own)
    owner = {phone: own[number] for number in sorted(own, reverse=True) for phone in own[number].phones}
    for line in rest:
        numbers = line.row.customer.numbers
        known = {id(its): its for number in numbers if (its := owner.get(number))}.values()
        group, *others = sorted(known, key=lambda group: (not group.own, sorted(group.own))) or [_Group()]
        group.add(line)
        others = [other for other in others if not group.is_apart(other)]
        for other in others:
            group.absorb(other)
        owner.update(dict.fromkeys(group.phones if others else numbers, group))
    return list({id(group): group for group in (*own.values(), *owner.values())}.values()), bare


def _misplaced(own: dict[str, _Group]) -> list[Line]:
    """Rows whose number is one customer's and whose phone is another's, both of one name: a cell was copied too far,
    and the phone tells whose they are. They are taken out of their groups."""
    holders = Counter(phone for group in own.values() for phone in group.phones)
    found: list[Line] = []
    for number, group in own.items():
        many = Counter(phone for line in group.lines for phone in line.row.customer.numbers)
        away = [line for line in group.lines if len(group.lines) > 1 and _is_misplaced(line, many, holders)]
        if away and len(away) < len(group.lines):
            own[number] = _Group(line for line in group.lines if line not in away)
            found += [_without_number(line) for line in away]
    return found


def _is_misplaced(line: Line, many: Counter[str], holders: Counter[str]) -> bool:
    numbers = line.row.customer.numbers
    return bool(numbers) and all(many[phone] == 1 and holders[phone] > 1 for phone in numbers)


def _without_number(line: Line) -> Line:
    return Line(line.sheet, replace(line.row, customer=replace(line.row.customer, number=None)))


def _by_birth(groups: list[_Group]) -> list[_Group]:
    """Somebody of the same name and the same whole date of birth has changed their number."""
    if len(groups) < 2:
        return groups
    born: dict[Birth, _Group] = {}
    for group in sorted(groups, key=lambda group: group.order):
        whole = [birth for birth in group.births if birth[4] is not None]
        known = next((born[birth] for birth in whole if birth in born and born[birth] is not group), None)
        if known is not None and not known.is_apart(group):
            known.absorb(group)
        born.update(dict.fromkeys(whole, known or group))
    return [group for group in groups if group.lines]


def _take_in(groups: list[_Group], lines: Iterable[Line]) -> None:
    """Rows that are only a number of somebody here: theirs; where one has the numbers of several, these are one."""
    for stranger in sorted(_by_phone(lines)[0], key=lambda group: min(group.phones)):
        found = sorted(
            (group for group in groups if group.lines and not group.phones.isdisjoint(stranger.phones)),
            key=lambda group: min(group.phones),
        )
        for other in (*found[1:], stranger):
            if not found[0].is_apart(other):
                found[0].absorb(other)


def _fits(births: frozenset[Birth], group: _Group) -> bool:
    """Whether a row without a phone may be theirs. By a name alone nobody gets both a phone and a birthday: two people
    of one name would become one, who has the phone of the one and the birthday of the other."""
    if group.phones and not group.births and any(birth[4] is not None for birth in births):
        return False
    return agree(births, group.births)


def _place_the_bare(lines: list[Line], groups: list[_Group], doubt: Doubt) -> None:
    """Rows with a name and no number: to the one customer of that name they fit, else they are one of their own."""
    by_birth: dict[frozenset[Birth], list[Line]] = {}
    for line in lines:
        by_birth.setdefault(frozenset(births_of(line.row.customer)), []).append(line)
    for births in sorted(by_birth, key=lambda births: (not births, sorted(map(str, births)))):
        its = by_birth[births]
        fitting = [group for group in groups if group.lines and _fits(births, group)]
        same = [group for group in fitting if alike(births, group.births)]
        chosen = same if len(same) == 1 else fitting
        if len(chosen) == 1:
            chosen[0].absorb(_Group(its))
            continue
        if chosen:
            for line in its:
                doubt(line)
        groups.append(_Group(its))
