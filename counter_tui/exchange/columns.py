"""Finds the header row of a sheet and what each of its columns means; says which it is not sure of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from counter_tui import text as safe
from counter_tui.exchange.cells import text_of
from counter_tui.exchange.headers import HEADERS, IGNORED
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import plain
from counter_tui.shop.entry.dates import read_partial
from counter_tui.shop.entry.phones import split_phones

_HEADER_WITHIN = 20  # rows from the top that may be titles and notes
_SAMPLE = 200  # rows below the header that are looked at
_EXAMPLES = 3
_MOSTLY = 0.7
_UNIT = re.compile(r"\([^)]*\)|（[^）]*）|\[[^]]*\]")


@dataclass(frozen=True)
class Column:
    """One column: `field` is a key of HEADERS, or None if nobody knows. `sure` unless it was guessed.

    `examples` are its first few values, so that a person can tell.
    """

    index: int
    header: str
    field: str | None
    sure: bool
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """What the columns of a sheet mean. `header_row` counts from 1 as the spreadsheet shows it; 0: there is none."""

    header_row: int
    columns: tuple[Column, ...]

    @property
    def usable(self) -> bool:
        """Whether a customer can be told from another: by name or by phone."""
        return bool({"name", "phone"} & {column.field for column in self.columns})

    @property
    def questions(self) -> tuple[Column, ...]:
        """The columns a person should be asked about."""
        return tuple(column for column in self.columns if not column.sure)

    def answered(self, index: int, field: str | None) -> Mapping:
        """The same, with column `index` meaning `field` for sure, None to leave it out; no two mean the same."""

        def settle(column: Column) -> Column:
            if column.index == index:
                return replace(column, field=field, sure=True)
            if field and column.field == field:
                return replace(column, field=None)
            return column

        return replace(self, columns=tuple(settle(column) for column in self.columns))


def find_columns(sheet: Sheet, region: str | None, today: dt.date) -> Mapping:
    """The header row and the meaning of each column, by its name or else by its values.

    A column known by its very name is sure; one that is only like a name, or guessed from phones or dates in it, is
    not, nor is one that means nothing known here.
    """
    top = list(islice(sheet.rows(), _HEADER_WITHIN + _SAMPLE))
    place = _header_place(top[:_HEADER_WITHIN])
    headers = [_header(cell) for cell in top[place]] if place is not None else []
    below = top[place + 1 :] if place is not None else top
    columns = _by_name(headers, below)
    columns = _by_value(columns, below, region, today)
    return Mapping(0 if place is None else place + 1, tuple(columns))


def _header(cell: Cell) -> str:
    return safe.clean(str(cell), 60) if cell is not None else ""


def _fold(header: str) -> str:
    return re.sub(r"[^\w#]", "", plain(header).casefold()).replace("_", "")


_NAMES = {_fold(name): (field, rank) for field, names in HEADERS.items() for rank, name in enumerate(names)}
_NO_USE = {_fold(name) for name in IGNORED}


def _exact(header: str) -> tuple[str, int] | None:
    """The field a header names, and the rank of that name among the field's names."""
    return _NAMES.get(_fold(header)) or _NAMES.get(_fold(_UNIT.sub("", header)))


def _loose(header: str) -> str | None:
    """The field whose longest name stands within a header."""
    folded = _fold(header)
    within = [name for name in _NAMES if name in folded and (len(name) > 2 or not name.isascii())]
    return _NAMES[max(within, key=len)][0] if within and len(folded) <= 20 else None


def _header_place(rows: list[Row]) -> int | None:
    """The row with the most names known or like known ones: one known and one more, or one that stands alone."""
    best, place = 0, None
    for number, row in enumerate(rows):
        texts = [cell for cell in row if isinstance(cell, str) and safe.clean(cell)]
        known = {found[0] for text in texts if (found := _exact(text))}
        like = {field for text in texts if (field := _loose(text))} | known
        if known and len(like) >= min(2, len(texts)) and len(known) + len(like) > best:
            best, place = len(known) + len(like), number
    return place


def _by_name(headers: list[str], below: list[Row]) -> list[Column]:
    width = max([len(headers), *(len(row) for row in below)], default=0)
    columns = []
    for index in range(width):
        header = headers[index] if index < len(headers) else ""
        examples = _examples(below, index)
        if header and not _exact(header) and _fold(header) in _NO_USE:
            columns.append(Column(index, header, None, True, examples))
        elif header or examples:
            columns.append(Column(index, header, None, False, examples))
    _settle(columns, lambda column: _exact(column.header), sure=True)
    _settle(columns, lambda column: (found, 0) if (found := _loose(column.header)) else None, sure=False)
    return columns


def _settle(columns: list[Column], known: Callable[[Column], tuple[str, int] | None], *, sure: bool) -> None:
    """Give each open column its field; the better name takes it, and a second phone column is the second phone."""
    taken = {column.field for column in columns}
    ranked = sorted(
        (found[1], place, found[0])
        for place, column in enumerate(columns)
        if column.field is None and not column.sure and (found := known(column))
    )
    for _rank, place, field in ranked:
        if field == "phone" and field in taken:
            field = "phone2"
        if field not in taken:
            columns[place] = replace(columns[place], field=field, sure=sure)
            taken.add(field)


def _by_value(columns: list[Column], below: list[Row], region: str | None, today: dt.date) -> list[Column]:
    taken = {column.field for column in columns}
    for place, column in enumerate(columns):
        if column.field or column.sure:
            continue
        values = [cell for row in below if (cell := _at(row, column.index)) is not None]
        if not values:
            continue
        shares = {
            "phone": sum(_phone(cell, region) for cell in values) / len(values),
            "sale_date": sum(_day(cell, today) for cell in values) / len(values),
        }
        field = max(shares, key=lambda name: shares[name])
        if shares[field] >= _MOSTLY and field not in taken:
            columns[place] = replace(column, field=field)
            taken.add(field)
    return columns


def _examples(rows: Iterable[Row], index: int) -> tuple[str, ...]:
    cells = (cell for row in rows if (cell := _at(row, index)) is not None)
    return tuple(text_of(cell, 24) for cell in islice(cells, _EXAMPLES))


def _at(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None


def _phone(cell: Cell, region: str | None) -> bool:
    if isinstance(cell, int | float):
        cell = f"{cell:.0f}"
    return isinstance(cell, str) and any(entry.verified for entry in split_phones(cell, region))


def _day(cell: Cell, today: dt.date) -> bool:
    if isinstance(cell, dt.date):
        return True
    try:
        return isinstance(cell, str) and read_partial(cell, today).year is not None
    except EntryError:
        return False
