"""Turns the rows of a sheet, its columns known, into customers and purchases; tells what it could not take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from counter_tui.exchange.cells import text_of
from counter_tui.exchange.columns import Column, Mapping
from counter_tui.exchange.fields import NOTHING, PIECE_FIELDS, named_so, readers, seen_in
from counter_tui.exchange.records import Buyer, ImportRow, Number, Problem, Ware
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.i18n import _
from counter_tui.shop.entry.chinese import plain

_TOTALS = re.compile(
    r"(合计|总计|小计|共计|累计|本页|sub-?total|grand total|totals?)\b.*|(合|总|小|共)\s+计.*"
    r"|sum(\s+(of|total)\b.*|[\W\d]*)"
)
"""Sum Wing Yan is a customer: in Hong Kong and Singapore the word for a total is a surname too."""
_BEGIN_TOTALS = "合总小共累本sgt"
_FOOTNOTE = re.compile(r"(注|备注|说明|制表|填表|审核|打印|note|prepared by|printed)\w*\s*[:].*")
# A cell merged over several rows says the same of each, except for what a single piece weighs or costs.
_SHARED = {"name", "phone", "phone2", "sex", "birthday", "lunar_birthday", "anniversary", "sale_date", "invoice"}
_SHARED |= {"clerk", "address", "route", "occupation", "wechat", "email", "member"}
_EACH_ITS_OWN = {"name", "phone", "phone2", "style", "cert", "invoice", "member", "address", "note", "engraving"}
"""Columns whose values hardly ever come again."""
_LONGEST_FOOTLESS = 20  # characters of a name that stands alone in its row
_SHOWN = 60  # characters of a value that could not be taken


def read_rows(sheet: Sheet, mapping: Mapping, today: dt.date, region: str | None) -> Iterator[ImportRow]:
    """Each row below the header that is about a customer; blank rows, totals and repeated headers are passed over.

    Raises SheetError if the file breaks off.
    """
    columns = {column.field: column for column in mapping.columns if column.field}
    shared, reader = _Shared(sheet, columns), _Reader(columns, today, region)
    for line, row in enumerate(sheet.rows(), start=1):
        cells = shared.fill(line, row)
        if line > mapping.header_row and (read := reader.row(line, cells)) and any(cell is not None for cell in row):
            yield read


class _Shared:
    """Fills what a cell merged over several rows says into each of them."""

    def __init__(self, sheet: Sheet, columns: dict[str, Column]) -> None:
        wanted = {columns[name].index for name in _SHARED & columns.keys()}
        self._starts = {(first + 1, at): last + 1 for first, last, at in sheet.tall if at in wanted}
        self._standing: dict[int, tuple[int, Any]] = {}

    def fill(self, line: int, row: Row) -> Row:
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
    """Reads row after row of a sheet with these columns."""

    def __init__(self, columns: dict[str, Column], today: dt.date, region: str | None) -> None:
        self._columns = columns
        self._headers = {column.header for column in columns.values() if column.header}
        known = readers(today, region)
        self._fields = [
            (name, columns[name].index, read, name in PIECE_FIELDS) for name, read in known.items() if name in columns
        ]
        self._nothing: dict[str, Any] = dict.fromkeys(known)
        width = max((column.index for column in columns.values()), default=-1) + 1
        self._texts = [_remembered_text() for _ in range(width)]
        for name in _EACH_ITS_OWN & columns.keys():
            self._texts[columns[name].index] = text_of

    def row(self, line: int, cells: Row) -> ImportRow | None:
        """A row, None if it is to be passed over."""
        while len(self._texts) < len(cells):
            self._texts.append(_remembered_text())
        if len(cells) < len(self._texts):
            cells = [*cells, *[None] * (len(self._texts) - len(cells))]
        texts = [text(cell) for text, cell in zip(self._texts, cells, strict=True)]
        filled = [text for text in texts if text]
        if not filled or self._passed_over(filled):
            return None
        values, wrong, has_piece = self._nothing.copy(), [], False
        for name, index, read, of_piece in self._fields:
            text = texts[index]
            if text and text.lower() not in NOTHING:
                has_piece |= of_piece
                values[name], reasons = read(cells[index], text)
                if reasons:
                    wrong += [(name, reason) for reason in reasons]
        phones = _numbers(values["phone"], values["phone2"])
        refused = _refusal(values["name"], phones, alone=len(filled) == 1)
        day = values["sale_date"]
        undated = has_piece and day is None and self._is_empty("sale_date", texts)
        problems: tuple[Problem, ...] = ()
        if wrong or refused or undated:
            problems = tuple(self._problems(line, texts, wrong, refused, undated=undated))
        piece = _ware(values) if has_piece and day else None
        return ImportRow(
            line, _buyer(values, phones), day, piece, values["invoice"] or "", values["clerk"] or "", problems
        )

    def _passed_over(self, filled: list[str]) -> bool:
        """Whether a row is a total, or the header once more."""
        for text in filled[:2]:
            if _may_be_total(text[0]) and _TOTALS.fullmatch(plain(text)):
                return True
        return not self._headers.isdisjoint(filled) and len(self._headers.intersection(filled)) >= 2

    def _is_empty(self, name: str, texts: list[str]) -> bool:
        column = self._columns.get(name)
        return column is None or texts[column.index].lower() in NOTHING

    def _problems(
        self, line: int, texts: list[str], wrong: list[tuple[str, str]], refused: str, *, undated: bool
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
            fatal = name == "name"  # nothing else is ever wrong with a name
            yield Problem(line, column.header if column else "", value, reason, fatal)


def _remembered_text() -> Callable[[Cell], str]:
    """Cleans the cells of one column where the same kinds, metals and clerks stand in row after row."""
    return lru_cache(maxsize=2048)(text_of)


def _ware(values: dict[str, Any]) -> Ware:
    name = values["piece"] or ""
    kind, metal, stone = seen_in(name)
    return Ware(
        values["kind"] or kind or "other",
        values["style"] or "",
        name,
        values["metal"] or metal,
        values["weight"],
        values["stone"] or stone,
        values["carat"],
        values["lab"] or "",
        values["cert"] or "",
        values["ring"],
        values["engraving"] or "",
        values["gold_price"],
        values["labour"],
        values["price"],
    )


@lru_cache(maxsize=4096)
def _may_be_total(first: str) -> bool:
    """Whether a text that begins so may be the word for a total, however it is written."""
    return plain(first)[:1] in _BEGIN_TOTALS


def _numbers(first: tuple[Number, ...] | None, second: tuple[Number, ...] | None) -> tuple[Number, ...]:
    """The numbers of both columns, none twice."""
    if not second:
        return first or ()
    found: dict[str, Number] = {}
    for number in (*(first or ()), *second):
        found.setdefault(number.e164 or number.typed, number)
    return tuple(found.values())


def _refusal(name: str | None, phones: tuple[Number, ...], *, alone: bool) -> str:
    """Why a row is about no customer, "" if it is."""
    if phones:
        return ""
    if not name:
        return _("There is neither a name nor a phone number.")
    if alone and (len(name) > _LONGEST_FOOTLESS or _FOOTNOTE.fullmatch(plain(name))):
        return _("This does not look like a customer.")
    return ""


def _buyer(values: dict[str, Any], phones: tuple[Number, ...]) -> Buyer:
    name = values["name"] or ""
    sex, honorific = values["sex"] or named_so(name)
    note, member = values["note"] or "", values["member"]
    if member:
        note = "\n".join(filter(None, (note, _("Member number {n}").format(n=member))))
    days = (values["birthday"], values["lunar_birthday"], values["anniversary"])
    return Buyer(
        name or (phones[0].typed if phones else ""),
        phones,
        tuple(day for day in days if day),
        sex,
        honorific,
        values["address"] or "",
        values["route"] or "",
        values["occupation"] or "",
        values["wechat"] or "",
        values["email"] or "",
        note,
    )
