"""One customer of a list: what their rows say of them put together, what they bought, and what tells them apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha1
from operator import attrgetter
from uuid import UUID

from msgspec import Struct, msgpack
from msgspec.structs import replace

from counter_tui import pinyin
from counter_tui.exchange.purchases import Bought, bought, once_each
from counter_tui.exchange.records import Buyer, Day, Line, Number, Place
from counter_tui.shop.address import without_title
from counter_tui.text import NOTE_LENGTH

LINES = ("address", "route", "occupation", "wechat", "email", "allergies", "best_hours")
"""What a list may say of a customer in a line each."""
SAID = ("name", "sex", "honorific", "note", *LINES)
"""What it may say of them at all, but for phones and dates."""
_NAMESPACE = UUID("6f3c1b52-6c0e-4a53-9f25-1d1f0c7f8a11").bytes
_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
_APART = "\x1f"
_encode = msgpack.Encoder().encode
_said = attrgetter(*SAID)

Birth = tuple[str, int, int, bool, int | None]
"""A birthday as it is compared: calendar, month, day, leap month, year if known."""


Told = tuple[Place, Buyer]
"""What a row says of a customer, and where it stands."""


class Person(Struct, array_like=True, frozen=True, gc=False):
    """One customer of the list; `uuid` follows from name and phones.

    `key` is the name as it is compared, empty if only a number is known; `alone` is who has no namesake in the list.
    All that is said of them stands in the row at `place`, or, where it takes several rows, in `rows`.
    """

    uuid: str
    key: str
    entry: Buyer
    births: tuple[Birth, ...]
    bought: tuple[Bought, ...]
    first_visit: dt.date | None
    alone: bool = False
    place: Place = (0, 0)
    rows: tuple[Told, ...] = ()

    @property
    def named(self) -> bool:
        """Whether more than a number is known."""
        return bool(self.key)

    @property
    def told(self) -> tuple[Told, ...]:
        """What is said of them, by row."""
        return self.rows or ((self.place, self.entry),)


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as it is compared: 張曉紅, 张晓红 and 张晓红女士, Emily Carter and EMILY  CARTER are the same."""
    name = without_title(name)
    return "".join(pinyin.units(name)) or "".join(pinyin.fold(name).split()) or name


def derived_uuid(*parts: str) -> str:
    """The name of a record that comes from a list (a uuid5): the same content has the same name."""
    digest = sha1(_NAMESPACE + _APART.join(parts).encode(), usedforsecurity=False).hexdigest()
    return f"{digest[:12]}5{digest[13:16]}{_VARIANT[digest[16]]}{digest[17:32]}"


def agree(one: Iterable[Birth], other: Iterable[Birth]) -> bool:
    """Whether two people may have been born on the same day, as far as is known."""
    one, other = list(one), list(other)
    for calendar in {birth[0] for birth in one} & {birth[0] for birth in other}:
        if not alike([b for b in one if b[0] == calendar], [b for b in other if b[0] == calendar]):
            return False
    return True


def alike(one: Iterable[Birth], other: Iterable[Birth]) -> bool:
    """Whether a birthday stands in both; a year that is not known fits any."""
    return any(a[:4] == b[:4] and (a[4] == b[4] or None in (a[4], b[4])) for a in one for b in other)


def births_of(entry: Buyer) -> set[Birth]:
    """The birthdays an entry holds, solar and lunar."""
    return {(d.calendar, d.month, d.day, d.leap, d.year) for d in entry.dates if d.kind == "birthday"}


def person_of(key: str, lines: Sequence[Line], numbers: set[str], births: set[Birth], *, alone: bool) -> Person:
    """The customer that these rows, in any order, are about, with the numbers and birthdays that stand in them."""
    if len(lines) > 1:
        lines = sorted(lines, key=_order)
    entry = merged([line.row.customer for line in lines])
    if numbers:
        name = derived_uuid("customer", key, *sorted(numbers))
    else:
        typed = {phone.typed for line in lines for phone in line.row.customer.phones}
        own = [entry.number] if entry.number else []
        name = derived_uuid("customer", key, *sorted(typed), *sorted(map(str, births)), *own)
    first = min((line.row.sale_day for line in lines if line.row.sale_day), default=None)
    rows = _told(lines) if len(lines) > 1 else ()
    return Person(name, key, entry, tuple(births), _bought(lines), first, alone, lines[-1].place, rows)


def _told(lines: Sequence[Line]) -> tuple[Told, ...]:
    """What rows say, the newest first; of an older one only what none that is newer says. In the list of a shop that
    keeps its records with this program all rows of a customer say the same, and one that does not was corrected."""
    newest = lines[-1].row.customer
    found, seen = [(lines[-1].place, newest)], {name for name in SAID if getattr(newest, name)}
    days = {day.field for day in newest.dates}
    for line in reversed(lines[:-1]):
        who = line.row.customer
        if _said(who) == _said(newest) and who.dates == newest.dates and who.offers in (newest.offers, None):
            continue
        if not who.number:
            who = replace(
                who, dates=tuple(day for day in who.dates if day.field not in days), **dict.fromkeys(seen, "")
            )
        seen.update(name for name in SAID if getattr(who, name))
        days.update(day.field for day in who.dates)
        found.append((line.place, who))
    return tuple(found)


def _bought(lines: Sequence[Line]) -> tuple[Bought, ...]:
    sheets: dict[int, list[Bought]] = {}
    for line in lines:
        row = line.row
        if row.piece and row.sale_day:
            sheets.setdefault(line.sheet, []).append(
                bought(row.sale_day, row.invoice, row.clerk, row.piece, row.gift, row.sale, line.place)
            )
    return once_each([sheets[at] for at in sorted(sheets)])


def _order(line: Line) -> tuple[dt.date, str, bytes]:
    """The oldest first; rows of the same day by all they say."""
    row = line.row
    return row.sale_day or dt.date.min, row.invoice, _encode((row.piece, row.customer))


def merged(entries: Sequence[Buyer]) -> Buyer:
    """What rows say of one customer, the oldest given first: the newest word counts, and nothing known is lost."""
    if len(entries) == 1:
        return entries[0]
    newest = entries[::-1]
    named = [entry for entry in newest if entry.named] or newest
    phones: dict[str, Number] = {}
    for phone in (phone for entry in newest for phone in entry.phones):
        phones.setdefault(phone.e164 or phone.typed, phone)
    numbers = {entry.number for entry in entries if entry.number}
    notes = dict.fromkeys(entry.note for entry in entries if entry.note)
    if len(notes) > 1:
        notes = dict.fromkeys(line for note in notes for line in note.split("\n") if line)
    return Buyer(
        named[0].name,
        tuple(phones.values()),
        tuple(_dates(newest)),
        _first(entry.sex for entry in newest),
        _first(entry.honorific for entry in newest),
        note="\n".join(notes)[:NOTE_LENGTH].rstrip(),
        offers=next((entry.offers for entry in newest if entry.offers is not None), None),
        number=numbers.pop() if len(numbers) == 1 else None,
        **{line: _first(getattr(entry, line) for entry in newest) for line in LINES},
    )


def _first(words: Iterable[str]) -> str:
    return next(filter(None, words), "")


def _dates(newest: Sequence[Buyer]) -> Iterator[Day]:
    """One of each kind and calendar, the newest; one with its year before one without."""
    found: dict[tuple[str, str], Day] = {}
    for day in (day for entry in newest for day in entry.dates):
        known = found.setdefault((day.kind, day.calendar), day)
        if known.year is None and day.year is not None:
            found[known.kind, known.calendar] = day
    yield from found.values()
