"""Turns the rows of a sheet, its columns known, into customers and purchases; tells what it could not take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, islice, repeat, zip_longest
from typing import Any

from counter_tui.exchange.buyers import buyers
from counter_tui.exchange.cells import DayOrder, day_order, text_of
from counter_tui.exchange.columns import Column, Mapping
from counter_tui.exchange.faulty_cells import ERRORS, UNCALCULATED, fault_words
from counter_tui.exchange.fields import NOTHING, PIECE_FIELDS, Reader, came_back, readers, seen_in, whole_name
from counter_tui.exchange.no_customers import is_a_day, is_sum, no_customer, refusal
from counter_tui.exchange.records import Buyer, ImportRow, Problem, Ware
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.exchange.tables import Headings, is_heading
from counter_tui.exchange.units import ONE, scale
from counter_tui.i18n import _

_BACK = re.compile("[^0-9]*[-−－(（][^0-9]*[0-9].*")
_SUMS = {"weight", "carat", "price", "labour"}
_TOLD_BACK = {"quantity", "status"}
_DAYS = ("sale_date", "birthday", "lunar_birthday", "anniversary")
_LOOKED_AT = 2000  # rows, for how days are written
_DITTO = frozenset(("同上", "〃", "ditto"))
# A cell merged over several rows says the same of each, except for what a single piece weighs or costs.
_SHARED = {"name", "surname", "given", "phone", "phone2", "sex", "birthday", "lunar_birthday", "anniversary"}
_SHARED |= {"sale_date", "invoice", "clerk", "address", "route", "occupation", "wechat", "email", "member"}
_SHARED |= {"allergies", "best_hours", "offers"}
_EACH_ITS_OWN = {"name", "given", "phone", "phone2", "style", "cert", "invoice", "member", "address", "wechat", "email"}
_EACH_ITS_OWN |= {"engraving", "note"}
"""Columns whose values hardly ever come again."""
_NO_VALUE = NOTHING | ERRORS | {UNCALCULATED}
_REMEMBERED = 20_000  # values of a column
_AT_ONCE = 500
_SHOWN = 60  # characters of a value that could not be taken

Seen = tuple[str, Any, Sequence[str]]
"""A cell's text, its value, and why it or a part of it could not be taken."""


def read_rows(sheet: Sheet, mapping: Mapping, today: dt.date, region: str | None) -> Iterator[ImportRow]:
    """Each row below the header that is about a customer; blank rows, totals and repeated headers are passed over. Rows
    of other tables, above or below it, are refused.

    Raises SheetError if the file breaks off.
    """
    columns = {column.field: column for column in mapping.columns if column.field}
    shared = _Shared(sheet, columns)
    headings = Headings(mapping.columns)
    reader = _Reader(columns, headings, today, region, _day_orders(sheet, columns, region))
    first, own = headings.first(islice(sheet.rows(), max(mapping.header_row - 1, 0)))
    reader.elsewhere = 0 if own else first
    for start, end in ((first, mapping.header_row), (mapping.header_row, None)):
        if not start and end:  # no table stands above this one
            continue
        rows = islice(enumerate(sheet.rows(), start=1), start, end and end - 1)
        filled = ((line, shared.fill(line, row)) for line, row in rows if row.count(None) < len(row))
        while portion := list(islice(filled, _AT_ONCE)):
            yield from reader.rows(*zip(*portion, strict=True))
        yield from reader.held(title=end is not None)
        reader.elsewhere = 0


def _day_orders(sheet: Sheet, columns: dict[str, Column], region: str | None) -> dict[str, DayOrder]:
    """How the days of each column are written."""
    places = {name: columns[name].index for name in _DAYS if name in columns}
    top = list(islice(sheet.rows(), _LOOKED_AT)) if places else []
    return {name: day_order((row[at] for row in top if at < len(row)), region) for name, at in places.items()}


class _Shared:
    """Fills what a cell merged over several rows says into each of them, and what a cell has from the one above."""

    def __init__(self, sheet: Sheet, columns: dict[str, Column]) -> None:
        wanted = {columns[name].index for name in _SHARED & columns.keys()}
        self._starts = {(first + 1, at): last + 1 for first, last, at in sheet.tall if at in wanted}
        self._standing: dict[int, tuple[int, Any]] = {}
        self._above: Row = []
        self._number = columns["own_customer"].index if "own_customer" in columns else None

    def fill(self, line: int, row: Row) -> Row:
        if not _DITTO.isdisjoint(row) and not self._written_here(row):
            above = chain(self._above, repeat(None))
            row = [over if cell in _DITTO else cell for cell, over in zip(row, above, strict=False)]
        self._above = row
        if not self._starts:
            return row
        for at, cell in enumerate(row):
            if until := self._starts.get((line, at)):
                self._standing[at] = (until, cell)
        filled = list(row)
        for at, (until, cell) in self._standing.items():
            if line <= until and at < len(filled) and filled[at] is None:
                filled[at] = cell
        return filled

    def _written_here(self, row: Row) -> bool:
        """Whether the program wrote the row: then each cell says what it says, "ditto" too."""
        at = self._number
        return at is not None and at < len(row) and row[at] not in (None, *_DITTO)


class _Reader:
    """Reads the rows of a sheet column by column: what stands in one again and again is read once."""

    def __init__(
        self,
        columns: dict[str, Column],
        headings: Headings,
        today: dt.date,
        region: str | None,
        orders: dict[str, DayOrder],
    ) -> None:
        self.elsewhere = 0  # the row in which another table begins
        self._lone: ImportRow | None = None
        self._columns = columns
        self._headings = headings
        self._headers = {column.header for column in columns.values() if column.header}
        scales = {name: scale(name, column.header, region) or ONE for name, column in columns.items()}
        known = readers(today, region, scales, orders)
        self._places = {name: columns[name].index for name in known if name in columns}
        self._pieces = [name for name in self._places if name in PIECE_FIELDS]
        self._fields = tuple(known)
        given_first = self._places.get("given", 0) < self._places.get("surname", 0)
        self._whole_name = partial(whole_name, given_first=given_first)
        self._see = [_text_alone] * (max(self._places.values(), default=-1) + 1)
        for name, at in self._places.items():
            self._see[at] = _seeing(known[name], again=name not in _EACH_ITS_OWN)

    def rows(self, lines: Sequence[int], cells: Sequence[Row]) -> Iterator[ImportRow]:
        """These rows, those left out that are to be passed over."""
        seen = self._seen(cells)
        values, wrong = self._values(seen, len(lines))
        known = list(zip(*(values[name] for name in self._pieces), strict=True)) or [()] * len(lines)
        wares = map(_ware, *(values[name] for name in PIECE_FIELDS))
        texts = zip(*(column[0] for column in seen), strict=True)
        for at, (line, said, buyer, ware) in enumerate(zip(lines, texts, buyers(values), wares, strict=True)):
            filled = [text for text in said if text]
            if not filled or is_sum(filled):
                continue
            day, name = values["sale_date"][at], values["name"][at]
            if day is None and not buyer.numbers and (begins := self._begins(filled, said)):
                yield from self.held(title=True)
                self.elsewhere = line if begins == "another" else 0
                if self.elsewhere:
                    words = _("A table with other headings begins here: put it on a sheet of its own.")
                    yield _refused(line, filled, words)
                continue
            if self._lone:
                yield from self.held()
            if self.elsewhere:
                words = _("It belongs to the table with other headings that begins in row {n}.")
                yield _refused(line, filled, words.format(n=self.elsewhere))
                continue
            reasons = wrong.get(at, [])
            has_piece = known[at].count(None) < len(known[at]) or any(name in PIECE_FIELDS for name, _why in reasons)
            alone = len(filled) == 1 and len(self._places) > 2
            if not buyer.phones:
                refused = refusal(name, alone=len(filled) == 1, title=alone)
            else:
                refused = no_customer() if name and is_a_day(name) else ""
            undated = has_piece and day is None and self._is_empty("sale_date", said)
            if reasons:
                back = 0 in (values["quantity"][at], values["status"][at])
                if has_piece and self._came_back(reasons, said, told=back):
                    has_piece = undated = False
                if not (has_piece and day):
                    reasons = [reason for reason in reasons if reason[0] != "quantity" or back]
                if has_piece and day is None:
                    reasons = [(name, _with_the_purchase(why) if name == "sale_date" else why) for name, why in reasons]
            problems: tuple[Problem, ...] = ()
            if reasons or refused or undated:
                problems = tuple(self._problems(line, said, reasons, refused, undated=undated))
            piece = ware if has_piece and day else None
            row = ImportRow(
                line,
                buyer,
                day,
                piece,
                values["invoice"][at] or "",
                values["clerk"][at] or "",
                bool(values["gift"][at]),
                problems,
                values["own_sale"][at],
            )
            if alone and name and not problems:
                self._lone = row
            else:
                yield row

    def held(self, *, title: bool = False) -> Iterator[ImportRow]:
        """The last row, if a name alone stands in it: above headings that is their `title`."""
        if row := self._lone:
            self._lone = None
            yield _refused(row.line, [row.customer.name], no_customer()) if title else row

    def _seen(self, cells: Sequence[Row]) -> list[Sequence[Sequence[Any]]]:
        """Of each column the texts, the values, and why they or a part of them could not be taken."""
        columns = list(zip_longest(*cells))
        self._see += [_text_alone] * (len(columns) - len(self._see))
        columns += [(None,) * len(cells)] * (len(self._see) - len(columns))
        return [tuple(zip(*map(see, column), strict=True)) for see, column in zip(self._see, columns, strict=True)]

    def _values(
        self, seen: list[Sequence[Sequence[Any]]], many: int
    ) -> tuple[dict[str, Sequence[Any]], dict[int, list[tuple[str, str]]]]:
        """The values of each field, and by row what could not be taken, in the order of the fields."""
        values: dict[str, Sequence[Any]] = dict.fromkeys(self._fields, (None,) * many)
        wrong: dict[int, list[tuple[str, str]]] = {}
        for name, index in self._places.items():
            _texts, values[name], reasons = seen[index]
            if any(reasons):
                for at, of_cell in enumerate(reasons):
                    for reason in of_cell:
                        wrong.setdefault(at, []).append((name, reason))
        if "surname" in self._places or "given" in self._places:
            values["name"] = tuple(map(self._whole_name, *(values[name] for name in ("name", "surname", "given"))))
        return values, wrong

    def _begins(self, filled: list[str], said: Sequence[str]) -> str:
        """Whose headings a row holds: the table's "own" once more, those of "another", or none."""
        if is_heading(filled):
            return "own" if self._headings.agree(said) else "another"
        return "own" if len(self._headers.intersection(filled)) >= 2 else ""

    def _came_back(self, reasons: list[tuple[str, str]], texts: Sequence[str], *, told: bool) -> bool:
        """Whether what was sold came back: it is `told` by its number or state, its price is less than nothing, or
        several figures are, where a single one may be mistyped. That alone is then told."""
        back = [name for name, _why in reasons if name in _SUMS and _BACK.fullmatch(texts[self._places[name]])]
        if told:
            back = [name for name, _why in reasons if name in _TOLD_BACK]
        elif "price" not in back and len(back) < 2:
            return False
        reasons[:] = [reason for reason in reasons if reason[0] not in _SUMS | _TOLD_BACK]
        reasons.append((back[-1], came_back()))
        return True

    def _is_empty(self, name: str, texts: Sequence[str]) -> bool:
        index = self._places.get(name)
        return index is None or texts[index].lower() in NOTHING

    def _problems(
        self, line: int, texts: Sequence[str], wrong: list[tuple[str, str]], refused: str, *, undated: bool
    ) -> Iterator[Problem]:
        """Everything that could not be taken, in the order of the fields; a row without its day before its invoice."""
        if undated:
            missing = ("sale_date", _("The day of purchase is missing: the purchase is left out."))
            wrong.insert(sum(name != "invoice" for name, _reason in wrong), missing)
        if refused:
            wrong.insert(sum(name in ("phone", "phone2") for name, _reason in wrong), ("name", refused))
        for name, reason in wrong:
            column = self._columns.get(name)
            value = texts[column.index][:_SHOWN] if column else ""
            yield Problem(line, column.header if column else "", value, reason, fatal=reason == refused)


class _Remembered(dict[Cell, Seen]):
    """What cells of a column say, where the same kinds, metals and clerks stand in row after row."""

    def __init__(self, see: Callable[[Cell], Seen]) -> None:
        super().__init__()
        self._see = see

    def __missing__(self, cell: Cell) -> Seen:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[cell] = self._see(cell)
        return found


def _text_alone(cell: Cell) -> Seen:
    """How the cells of a column are seen that means nothing here."""
    return text_of(cell), None, ()


def _seeing(read: Reader, *, again: bool) -> Callable[[Cell], Seen]:
    """How the cells of a column are seen, whose values come `again` or hardly ever do."""

    def see(cell: Cell) -> Seen:
        text = text_of(cell)
        if not text or (text.lower() in _NO_VALUE and text != "Nan"):  # which is a name
            return text, None, fault_words(text)
        return text, *read(cell, text)

    return _Remembered(see).__getitem__ if again else see


def _ware(
    kind: str | None,
    style: str | None,
    name: str | None,
    metal: str | None,
    weight: Decimal | None,
    stone: str | None,
    carat: Decimal | None,
    lab: str | None,
    certificate: str | None,
    ring_mm: Decimal | None,
    engraving: str | None,
    *prices: Decimal | None,
) -> Ware:
    """A piece as its columns have it; what they leave out may stand in its name."""
    named_kind, named_metal, named_stone = seen_in(name or "")
    return Ware(
        kind or named_kind or "other",
        style or "",
        name or "",
        metal or named_metal,
        weight,
        stone or named_stone,
        carat,
        lab or "",
        certificate or "",
        ring_mm,
        engraving or "",
        *prices,
    )


def _with_the_purchase(why: str) -> str:
    """Why a day of purchase could not be taken, and what that costs."""
    return _("{why} The purchase is left out.").format(why=why)


def _refused(line: int, filled: Sequence[str], why: str) -> ImportRow:
    """A row that is left out whole, with what it begins with."""
    return ImportRow(line, Buyer(""), problems=(Problem(line, "", filled[0][:_SHOWN], why, fatal=True),))
