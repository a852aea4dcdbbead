"""Where a list says something else than the records: these stay as they are, and the report tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from counter_tui.exchange.buyers import MEMBER
from counter_tui.exchange.persons import SAID, Person, alike
from counter_tui.exchange.purchases import BLANK, CERTIFICATE_LENGTH, WARE, Bought, Kept
from counter_tui.exchange.recognising import OnFile
from counter_tui.exchange.records import Buyer, Day, Place
from counter_tui.i18n import _, in_each_language
from counter_tui.shop.entry.choices import HONORIFICS, KINDS, LABS, METALS, SEXES, STONES, YES_NO, label
from counter_tui.shop.entry.dates import words

_CHOICES = {
    "sex": SEXES,
    "honorific": HONORIFICS,
    "kind": KINDS,
    "metal": METALS,
    "stone": STONES,
    "lab": LABS,
}
_COLUMNS = {"honorific": "sex", "certificate": "cert", "ring_mm": "ring", "name": "piece"}
"""What the columns of a list are called that hold these of a customer, and of a piece."""


class Difference(Struct, array_like=True, frozen=True, gc=False):
    """What a row has otherwise than the records: where it stands, in the column of which field, and both words."""

    place: Place
    field: str
    listed: str
    on_file: str


def differences(
    file: OnFile,
    persons: Sequence[Person],
    pairs: Iterable[tuple[Bought, Kept]],
    elsewhere: Iterable[tuple[Bought, str]] = (),
) -> Iterator[Difference]:
    """Where what a list says of a customer differs from their `file`, and of purchases from those there. Purchases
    `elsewhere` are in the records of another customer, who is named: by now, or a cell was copied too far."""
    told: dict[tuple[str, str], Difference] = {}
    for person in persons:
        named = file.named and person.named and person.key != file.key
        for place, entry in person.told:
            for one in _of_row(file, place, entry, named=named):
                told.setdefault((one.field, one.listed), one)
    yield from told.values()
    for bought, kept in pairs:
        yield from _of_purchase(bought, kept)
    for bought, whose in elsewhere:
        yield Difference(bought.place, "own_sale", bought.sale or "", whose)


def _of_row(file: OnFile, place: Place, entry: Buyer, *, named: bool) -> Iterator[Difference]:
    """What a row says of a customer; of the name only if they are `named` otherwise."""
    if named and entry.name:
        yield Difference(place, "name", entry.name, file.name)
    for name in SAID[1:]:
        listed, on_file = getattr(entry, name), file.values[name]
        if listed and on_file and not _agree(name, listed, on_file):
            yield Difference(place, _column(name, of_piece=False), _words(name, listed), _words(name, on_file))
    if entry.offers is not None and file.offers not in (entry.offers, None):
        listed, on_file = (label(YES_NO, "yes" if word else "no") for word in (entry.offers, file.offers))
        yield Difference(place, "offers", listed, on_file)
    for day in entry.dates:
        there = [date for date in file.dates if date.field == day.field]
        if there and not alike([_parts(day)], [_parts(date) for date in there]):
            yield Difference(place, day.field, words(day.date), " / ".join([words(date.date) for date in there]))


def _agree(name: str, listed: str, on_file: str) -> bool:
    """Whether both say the same; a note may have grown since."""
    if name == "note":
        return _lines_of(listed) <= _lines_of(on_file)
    return _bare(listed) == _bare(on_file)


def _lines_of(note: str) -> set[str]:
    """The lines of a note; a member number says the same in each language."""
    return {_card().sub("", line) for line in map(_bare, note.split("\n"))}


@cache
def _card() -> re.Pattern[str]:
    """What stands before a member number."""
    return re.compile("|".join(re.escape(_bare(text).removesuffix("{n}")) for text in in_each_language(MEMBER)))


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _parts(day: Day) -> tuple[str, int, int, bool, int | None]:
    return day.calendar, day.month, day.day, day.leap, day.year


def _of_purchase(bought: Bought, kept: Kept) -> Iterator[Difference]:
    if str(bought.day) != kept.day:
        yield Difference(bought.place, "sale_date", str(bought.day), kept.day)
    if bought.invoice and kept.invoice and bought.invoice != kept.invoice:
        yield Difference(bought.place, "invoice", bought.invoice, kept.invoice)
    if bought.clerk and kept.clerk and _bare(bought.clerk) != _bare(kept.clerk):
        yield Difference(bought.place, "clerk", bought.clerk, kept.clerk)
    if bought.gift and not kept.gift:
        yield Difference(bought.place, "gift", label(YES_NO, "yes"), label(YES_NO, "no"))
    for name, listed, on_file in zip(WARE, astuple(bought.piece), kept.values, strict=True):
        if listed in BLANK or on_file in BLANK:
            continue
        mine, its = _words(name, listed), _words(name, on_file)
        if _bare(mine) != _bare(its) and not (len(its) == CERTIFICATE_LENGTH and mine.startswith(its)):
            yield Difference(bought.place, _column(name, of_piece=True), mine, its)


def _column(name: str, *, of_piece: bool) -> str:
    return name if name == "name" and not of_piece else _COLUMNS.get(name, name)


def _words(name: str, value: Any) -> str:
    """A value as a clerk reads it; figures from the records have their places by the database."""
    if name in _CHOICES:
        return label(_CHOICES[name], value) or str(value)
    return str(value) if isinstance(value, str) else f"{Decimal(str(value)).normalize():f}"


def why(difference: Difference) -> str:
    """Why what stands in a row was not taken."""
    return _("On file: {value}. That stays; a correction belongs into the program.").format(value=difference.on_file)
