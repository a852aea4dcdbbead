"""What somebody bought, as a row has it and as the records have it, and which of the two are the same purchase."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, replace

from counter_tui.exchange.records import Place, Ware

CERTIFICATE_LENGTH = 60
WARE = Ware.__struct_fields__
_CERTIFICATE = WARE.index("certificate")
BLANK = ("", None, "other")
"""What is said of a piece by saying nothing."""
_TELLING = [WARE.index(name) for name in ("kind", "style", "name", "certificate")]
_MOST_COMPARED = 10_000  # rows times pieces of one sale
_CERTIFIED = 100  # more than all that can agree besides
_APART = "\x1f"


class Told(NamedTuple):
    """A purchase as it is compared: each value as text, "" if nothing is said of it."""

    day: str
    invoice: str
    certificate: str
    values: tuple[str, ...]


class Bought(Struct, array_like=True, frozen=True, gc=False):
    """One piece somebody bought, as a row has it; `clerk` is who sold it, by name.

    `key` tells it from the others of the same customer; `sale` is its number, where the row knows it; `place` is where
    the row stands.
    """

    day: dt.date
    invoice: str
    clerk: str
    piece: Ware
    key: str
    gift: bool = False
    sale: str | None = None
    place: Place = (0, 0)

    @property
    def told(self) -> Told:
        """It as it is compared."""
        return _told(self.day, self.invoice, astuple(self.piece))


class Kept(Struct, array_like=True, frozen=True, gc=False):
    """One piece in the records with the sale it belongs to; `name` is the sale's uuid, `clerk` who sold it, by name,
    `values` are those of Ware."""

    id: int
    sale: int
    name: str
    version: int
    day: str
    invoice: str
    total: Any
    clerk: str
    gift: bool
    values: tuple[Any, ...]
    key: str

    @property
    def told(self) -> Told:
        """It as it is compared."""
        return _told(self.day, self.invoice, self.values)


class _Purchase(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def told(self) -> Told: ...


P = TypeVar("P", bound=_Purchase)


def bought_key(
    day: object, invoice: str, named: str, certificate: str, weight: object | None, price: object | None
) -> str:
    """A purchase as a text, from a row or from the records: figures by their value, text as it is."""
    return _APART.join((str(day), invoice, named, certificate, _figure(weight), _figure(price)))


@lru_cache(maxsize=8192)
def _figure(value: object | None) -> str:
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def _told(day: object, invoice: str, values: Sequence[Any]) -> Told:
    texts = ["" if value in BLANK else value if isinstance(value, str) else _figure(value) for value in values]
    texts[_CERTIFICATE] = texts[_CERTIFICATE][:CERTIFICATE_LENGTH]
    return Told(str(day), invoice, texts[_CERTIFICATE], tuple(texts))


def told_by_key(key: str) -> Told:
    """What can be compared of a purchase of which only its key is at hand."""
    day, invoice, *values = key.split(_APART)
    return Told(day, invoice, values[1], tuple(values))


def likeness(one: Told, other: Told) -> int:
    """How much makes two purchases of a customer the same, 0 if they may be two.

    On the same day the same certificate, or the same invoice and the same piece by all that both say of it; where one
    says nothing, that is no difference.
    """
    if one.day != other.day:
        return 0
    agreeing = [mine == its for mine, its in zip(one.values, other.values, strict=True) if mine and its]
    if one.certificate == other.certificate and any(map(str.isdigit, one.certificate)):
        return _CERTIFIED + sum(agreeing)
    if not one.invoice or one.invoice != other.invoice or not all(agreeing):
        return 0
    return 1 + len(agreeing) if agreeing or not (any(one.values) and any(other.values)) else 0


def matched(coming: Sequence[Bought], there: Sequence[P]) -> list[tuple[Bought, P]]:
    """Which purchases are the same, each of either side once: the likest first, then in the order given."""
    by_mark: dict[tuple[str, bool, str], list[int]] = {}
    theirs = [one.told for one in there]
    for at, told in enumerate(theirs):
        for mark in _marks(told):
            by_mark.setdefault(mark, []).append(at)
    found: list[tuple[int, int, int]] = []
    for at, one in enumerate(coming):
        told = one.told
        for other in {place for mark in _marks(told) for place in by_mark.get(mark, ())}:
            if like := likeness(told, theirs[other]):
                found.append((-like, at, other))
    return [(coming[at], there[other]) for at, other in _each_once(found)]


def of_one_sale(rows: Sequence[Bought], pieces: Sequence[P]) -> list[tuple[Bought, P]]:
    """Each row of a sale with one of its pieces, whatever has been changed in it: those that say the same, then the
    likest, then in their order."""
    there: dict[str, list[P]] = {}
    for piece in pieces:
        there.setdefault(piece.key, []).append(piece)
    found, rest = [], []
    for row in rows:
        if its := there.get(row.key):
            found.append((row, its.pop(0)))
        else:
            rest.append(row)
    left = [piece for its in there.values() for piece in its]
    if len(rest) * len(left) > _MOST_COMPARED:
        return [*found, *zip(rest, left, strict=False)]
    told, theirs = [row.told for row in rest], [piece.told for piece in left]
    ranked = [(-_agreement(mine, its), at, other) for at, mine in enumerate(told) for other, its in enumerate(theirs)]
    return [*found, *[(rest[at], left[other]) for at, other in _each_once(ranked)]]


def _agreement(one: Told, other: Told) -> int:
    """How much two rows of a sale have in common, what they have otherwise taken off."""
    same = [mine == its for mine, its in zip(one.values, other.values, strict=True) if mine and its]
    return 2 * sum(same) - len(same)


def is_another(one: Told, other: Told) -> bool:
    """Whether two rows of a sale tell of two pieces: more than one thing that tells pieces apart is otherwise."""
    apart = [one.values[at] and other.values[at] and one.values[at] != other.values[at] for at in _TELLING]
    return (one.day != other.day) + sum(map(bool, apart)) > 1


def _each_once(ranked: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Of pairs of places the best first, each place of either side once."""
    mine, its = set(), set()
    for _rank, at, other in sorted(ranked):
        if at not in mine and other not in its:
            mine.add(at)
            its.add(other)
            yield at, other


def _marks(told: Told) -> list[tuple[str, bool, str]]:
    """What one of must be the same in purchases that are the same."""
    marks = ((told.day, True, told.certificate), (told.day, False, told.invoice))
    return [mark for mark in marks if mark[2]]


def missing(values: Sequence[Any], piece: Ware) -> dict[str, Any]:
    """What a row says of a piece of which these values are known, where they say nothing; by field."""
    said = zip(WARE, values, astuple(piece), strict=True)
    return {name: new for name, old, new in said if new not in BLANK and old in BLANK}


def once_each(sheets: Collection[list[Bought]]) -> tuple[Bought, ...]:
    """The purchases of a file by its sheets: an overview repeats what the others tell.

    Within a sheet the same row twice is two pieces; of several sheets that tell of a purchase, the one counts that has
    it most often. What one of them leaves out is completed from the others.
    """
    found: list[Bought] = []
    for sheet in sheets:
        found = _joined(found, sheet) if found else sheet
    return tuple(found)


def _joined(known: list[Bought], sheet: list[Bought]) -> list[Bought]:
    both = Counter(one.key for one in known) & Counter(one.key for one in sheet)
    again, rest = _parted(sheet, both.copy())
    same, open_ = _parted(known, both)
    completed: dict[int, Bought] = {}
    alike = matched(_by_key(rest), _by_key(open_))
    paired = {id(one) for pair in alike for one in pair}
    rest_of_each = ([one for one in _by_key(its) if id(one) not in paired] for its in (rest, open_))
    for one, other in (*zip(_by_key(again), _by_key(same), strict=True), *alike, *_numbered_alike(*rest_of_each)):
        completed[id(one)] = completed[id(other)] = _completed(other, one)
    return [completed.get(id(one), one) for one in known] + [one for one in rest if id(one) not in completed]


def _numbered_alike(coming: list[Bought], there: list[Bought]) -> Iterator[tuple[Bought, Bought]]:
    """What has the same number of a sale in two sheets: one of them is a copy that was worked over."""
    by_number: dict[str, list[Bought]] = {}
    for one in there:
        if one.sale:
            by_number.setdefault(one.sale, []).append(one)
    for one in coming:
        if one.sale and (its := by_number.get(one.sale)):
            yield one, its.pop(0)


def _parted(purchases: list[Bought], many: Counter[str]) -> tuple[list[Bought], list[Bought]]:
    """Of each key so many, and the rest."""
    first, rest = [], []
    for one in purchases:
        (first if many[one.key] > 0 else rest).append(one)
        many[one.key] -= 1
    return first, rest


def _by_key(purchases: list[Bought]) -> list[Bought]:
    return sorted(purchases, key=lambda one: one.key)


def _completed(one: Bought, other: Bought) -> Bought:
    piece = replace(one.piece, **missing(astuple(one.piece), other.piece))
    invoice, clerk, gift = one.invoice or other.invoice, one.clerk or other.clerk, one.gift or other.gift
    return bought(one.day, invoice, clerk, piece, gift, one.sale or other.sale, one.place)


def bought(
    day: dt.date, invoice: str, clerk: str, piece: Ware, gift: bool, sale: str | None = None, place: Place = (0, 0)
) -> Bought:
    """A piece bought, from what a row says."""
    certificate = piece.certificate[:CERTIFICATE_LENGTH]
    key = bought_key(day, invoice, piece.style or piece.name, certificate, piece.weight, piece.price)
    return Bought(day, invoice, clerk, piece, key, gift, sale, place)
