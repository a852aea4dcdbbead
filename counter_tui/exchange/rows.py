"""Turns the rows of a sheet, its columns known, into customers and purchases; tells what it could not take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice, repeat, zip_longest
from typing import Any

from counter_tui.exchange.buyers import buyers
from counter_tui.exchange.cells import DayOrder, day_order, text_of
from counter_tui.exchange.columns import Column, Mapping
from counter_tui.exchange.faulty_cells import ERRORS, UNCALCULATED, fault_words
from counter_tui.exchange.fields import NOTHING, PIECE_FIELDS, Reader, came_back, readers, seen_in
from counter_tui.exchange.records import ImportRow, Problem, Ware
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.exchange.units import ONE, scale
from counter_tui.i18n import _
from counter_tui.shop.entry.chinese import plain

_TOTALS = re.compile(
    r".*([合总小共累]\s*计|平均).*|本页.*|共\s*[0-9]+\s*[笔件单位人条名行].*"
    r"|(sub-?total|grand total|totals?|average)\b.*|sum(\s+(of|total)\b.*|[\W\d]*)"
)
"""Sum Wing Yan is a customer: in Hong Kong and Singapore the word for a total is a surname too."""
_OF_TOTALS = frozenset("计均页共stga")
_FOOTNOTE = re.compile(
    r"(注|备注|说明|制表|填表|审核|打印|日期|营业员|导购|店员|销售员|经手人|门店|店铺|柜台|note|date|clerk|prepared by"
    r"|printed)\w*\s*[:].*"
)
_A_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月](\d{1,2}日?)?.*|\d{1,2}[/.]\d{1,2}[/.]\d{4}.*")
"""Where a name should be: the heading of a group of rows."""
_BACK = re.compile("[^0-9]*[-−－(（][^0-9]*[0-9].*")
_SUMS = {"weight", "carat", "price", "labour"}
_TOLD_BACK = {"quantity", "status"}
_DAYS = ("sale_date", "birthday", "lunar_birthday", "anniversary")
_LOOKED_AT = 2000  # rows, for how days are written
_DITTO = frozenset(("同上", "〃", "ditto"))
# A cell merged over several rows says the same of each, except for what a single piece weighs or costs.
_SHARED = {"name", "phone", "phone2", "sex", "birthday", "lunar_birthday", "anniversary", "sale_date", "invoice"}
_SHARED |= {"clerk", "address", "route", "occupation", "wechat", "email", "member"}
_SHARED |= {"allergies", "best_hours", "offers"}
_EACH_ITS_OWN = {"name", "phone", "phone2", "style", "cert", "invoice", "member", "address", "wechat", "email", "note"}
_EACH_ITS_OWN |= {"engraving"}
"""Columns whose values hardly ever come again."""
_NO_VALUE = NOTHING | ERRORS | {UNCALCULATED}
_REMEMBERED = 20_000  # values of a column
_AT_ONCE = 500
_LONGEST_FOOTLESS = 20  # characters of a name that stands alone in its row
_SHOWN = 60  # characters of a value that could not be taken

Seen = tuple[str, Any, Sequence[str]]
"""A cell's text, its value, and why it or a part of it could not be taken."""


def read_rows(sheet: Sheet, mapping: Mapping, today: dt.date, region: str | None) -> Iterator[ImportRow]:
    """Each row below the header that is about a customer; blank rows, totals and repeated headers are passed over.

    Raises SheetError if the file breaks off.
    """
    columns = {column.field: column for column in mapping.columns if column.field}
    shared = _Shared(sheet, columns)
    reader = _Reader(columns, today, region, _day_orders(sheet, columns, region))
    rows = ((line, row) for line, row in enumerate(sheet.rows(), start=1) if line > mapping.header_row)
    below = ((line, shared.fill(line, row)) for line, row in rows if row.count(None) < len(row))
    while portion := list(islice(below, _AT_ONCE)):
        yield from reader.rows(*zip(*portion, strict=True))


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

    def fill(self, line: int, row: Row) -> Row:
        if not _DITTO.isdisjoint(row):
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


class _Reader:
    """Reads the rows of a sheet column by column: what stands in one again and again is read once."""

    def __init__(
        self, columns: dict[str, Column], today: dt.date, region: str | None, orders: dict[str, DayOrder]
    ) -> None:
        self._columns = columns
        self._headers = {column.header for column in columns.values() if column.header}
        scales = {name: scale(name, column.header, region) or ONE for name, column in columns.items()}
        known = readers(today, region, scales, orders)
        self._places = {name: columns[name].index for name in known if name in columns}
        self._pieces = [name for name in self._places if name in PIECE_FIELDS]
        self._fields = tuple(known)
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
            if not filled or self._passed_over(filled):
                continue
            reasons = wrong.get(at, [])
            has_piece = known[at].count(None) < len(known[at]) or any(name in PIECE_FIELDS for name, _why in reasons)
            refused = "" if buyer.phones else _refusal(values["name"][at], alone=len(filled) == 1)
            day = values["sale_date"][at]
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
            yield ImportRow(
                line,
                buyer,
                day,
                piece,
                values["invoice"][at] or "",
                values["clerk"][at] or "",
                bool(values["gift"][at]),
                problems,
            )

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
        return values, wrong

    def _passed_over(self, filled: list[str]) -> bool:
        """Whether a row is a total, or the header once more."""
        for text in filled[:2]:
            if not _OF_TOTALS.isdisjoint(text.casefold()) and _is_total(text):
                return True
        return not self._headers.isdisjoint(filled) and len(self._headers.intersection(filled)) >= 2

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


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    return bool(_TOTALS.fullmatch(plain(text)))


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


def _refusal(name: str | None, *, alone: bool) -> str:
    """Why a row without a number is about no customer, "" if it is."""
    if not name:
        return _("There is neither a name nor a phone number.")
    said = plain(name)
    if (alone and len(name) > _LONGEST_FOOTLESS) or _FOOTNOTE.fullmatch(said) or _A_DAY.fullmatch(said):
        return _("This does not look like a customer.")
    return ""
