"""Several tables on one sheet: beside one another each is read by itself, one below the other they are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from counter_tui.exchange.columns import HEADER_WITHIN, Column, column_letters, header_of, header_row, is_name, named
from counter_tui.exchange.sheets import Row, Sheet

_A_TABLE = 3
"""Columns known by their very names that a table has which comes again; two are a name and number of somebody else."""


def tables_beside(sheet: Sheet) -> list[Sheet]:
    """The tables of a sheet that stand beside one another, as sheets of their own; the sheet, if it is one table.

    It is several where the headings come again whole. Where only some do, as a name and number of who brought the
    customer in, the columns belong to one table.
    """
    _place, row = header_row(list(islice(sheet.rows(), HEADER_WITHIN)))
    headers = [header_of(cell) for cell in row]
    starts = _starts(headers)
    if len(starts) < 2:
        return [sheet]
    return [_between(sheet, start, end) for start, end in pairwise([*starts, len(headers)])]


def _starts(headers: list[str]) -> list[int]:
    """Where each of several equal tables begins; only the first place if they are not equal."""
    twice = next((header for header in headers if header and headers.count(header) > 1), None)
    starts = [0, *[at for at, header in enumerate(headers) if header == twice][1:]] if twice else [0]
    spans = pairwise([*starts, len(headers)])
    known = [[found[0] for header in headers[start:end] if (found := named(header))] for start, end in spans]
    equal = all(sorted(fields) == sorted(known[0]) for fields in known)
    whole = len(set(known[0])) == len(known[0]) >= _A_TABLE and not {"name", "phone"}.isdisjoint(known[0])
    return starts if equal and whole else [0]


def _between(sheet: Sheet, start: int, end: int) -> Sheet:
    """The columns of a sheet from `start` to before `end`, each where it stood."""

    def rows() -> Iterator[Row]:
        before: Row = [None] * start
        for row in sheet.rows():
            yield before + row[start:end]

    tall = tuple(cell for cell in sheet.tall if start <= cell[2] < end)
    name = f"{sheet.name} ({column_letters(start)}–{column_letters(end - 1)})"
    return Sheet(name, sheet.length, rows, tall)


class Headings:
    """The headings of a table, by which the rows below it are told from another table's."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._headers = {column.index: column.header for column in columns}
        self._fields = {column.index: _kind(column.field) for column in columns}

    def agree(self, texts: Sequence[str]) -> bool:
        """Whether a row of headings is the table's own once more: what it names means the same in its place."""
        return all(
            text == self._headers.get(at) or _kind(found[0]) == self._fields.get(at)
            for at, text in enumerate(texts)
            if text and (found := named(text))
        )

    def first(self, rows: Iterable[Row]) -> tuple[int, bool]:
        """The first row of headings among some, counted from 1, and whether it is the table's own; 0 for none."""
        for line, row in enumerate(rows, 1):
            texts = [header_of(cell) for cell in row]
            if is_heading([text for text in texts if text]):
                return line, self.agree(texts)
        return 0, True


@lru_cache(maxsize=4096)
def _named(text: str) -> str | None:
    found = named(text)
    return found[0] if found else None


def is_heading(texts: Sequence[str]) -> bool:
    """Whether a row with these texts names columns: two or more by their very names, and most of it is such names."""
    known = {field for text in texts if (field := _named(text))}
    return len(known) > 1 and 2 * sum(map(is_name, texts)) > len(texts) and not any(map(_a_figure, texts))


def _a_figure(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdecimal()


def _kind(field: str | None) -> str | None:
    return "phone" if field == "phone2" else field
