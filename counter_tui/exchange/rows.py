"""Turns the rows of a sheet, its columns known, into customers and purchases; tells what it could not take."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TypeVar

from counter_tui import text as safe
from counter_tui.exchange.cells import birthday_of, code_of, day_of, rounded, text_of
from counter_tui.exchange.columns import Column, Mapping
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.i18n import _
from counter_tui.shop.customers import CustomerEntry, DateEntry
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import plain
from counter_tui.shop.entry.choices import (
    HONORIFICS,
    KINDS,
    LABS,
    METALS,
    SEXES,
    STONES,
    AnyChoice,
    Choice,
    find_choice,
    spot_choice,
)
from counter_tui.shop.entry.numbers import read_carat, read_money, read_weight
from counter_tui.shop.entry.phones import PhoneEntry, split_phones
from counter_tui.shop.entry.rings import read_ring
from counter_tui.shop.sales import PieceEntry

_TOTALS = re.compile(r"(合计|总计|小计|共计|累计|本页|sub-?total|grand total|totals?|sum)\b.*|(合|总|小|共)\s+计.*")
_FOOTNOTE = re.compile(r"(注|备注|说明|制表|填表|审核|打印|note|prepared by|printed)\w*\s*[:].*")
# A cell merged over several rows says the same of each, except for what a single piece weighs or costs.
_SHARED = {"name", "phone", "phone2", "sex", "birthday", "lunar_birthday", "anniversary", "sale_date", "invoice"}
_SHARED |= {"clerk", "address", "route", "occupation", "wechat", "email", "member"}
_PIECE_FIELDS = {"style", "piece", "kind", "metal", "weight", "stone", "carat", "cert", "lab", "ring", "engraving"}
_PIECE_FIELDS |= {"gold_price", "labour", "price"}
_NOISE = 0.00001  # what a binary fraction adds by itself
_NOTHING = ("", "-", "--", "/", "无", "無", "n/a", "nil")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Problem:
    """Something in a row that could not be taken. A fatal one leaves out the row, any other one value."""

    line: int
    header: str
    value: str
    reason: str
    fatal: bool = False


@dataclass(frozen=True)
class ImportRow:
    """One row as parsed: who, and what they bought that day (`piece` None: nothing, or no day). `line` as in Excel."""

    line: int
    customer: CustomerEntry
    sale_day: dt.date | None = None
    piece: PieceEntry | None = None
    invoice: str = ""
    clerk: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether there is anything in it to store."""
        return not any(problem.fatal for problem in self.problems)


def read_rows(sheet: Sheet, mapping: Mapping, today: dt.date, region: str | None) -> Iterator[ImportRow]:
    """Each row below the header that is about a customer; blank rows, totals and repeated headers are passed over.

    Raises SheetError if the file breaks off.
    """
    columns = {column.field: column for column in mapping.columns if column.field}
    shared = _Shared(sheet, columns)
    for line, row in enumerate(sheet.rows(), start=1):
        cells = shared.fill(line, row)
        if line > mapping.header_row and any(cell is not None for cell in row):
            texts = [text_of(cell) for cell in cells]
            if not _passed_over(texts, columns):
                yield _Reader(line, cells, texts, columns, today, region).row()


class _Shared:
    """Fills what a cell merged over several rows says into each of them."""

    def __init__(self, sheet: Sheet, columns: dict[str, Column]) -> None:
        wanted = {columns[name].index for name in _SHARED & columns.keys()}
        self._starts = {(first + 1, at): last + 1 for first, last, at in sheet.tall if at in wanted}
        self._standing: dict[int, tuple[int, Cell]] = {}

    def fill(self, line: int, row: Row) -> Row:
        for at, cell in enumerate(row):
            if until := self._starts.get((line, at)):
                self._standing[at] = (until, cell)
        filled = list(row)
        for at, (until, cell) in self._standing.items():
            if line <= until and at < len(filled) and filled[at] is None:
                filled[at] = cell
        return filled


def _passed_over(texts: list[str], columns: dict[str, Column]) -> bool:
    filled = [text for text in texts if text]
    if not filled or any(_TOTALS.fullmatch(plain(text)) for text in filled[:2]):
        return True
    headers = {column.header for column in columns.values() if column.header}
    return len(headers.intersection(filled)) >= 2


@dataclass
class _Reader:
    """Reads one row, gathering its problems."""

    line: int
    cells: Row
    texts: list[str]
    columns: dict[str, Column]
    today: dt.date
    region: str | None
    problems: list[Problem] = field(default_factory=list)

    def row(self) -> ImportRow:
        customer = self._customer()
        piece = self._piece()
        sale_day = self._read("sale_date", lambda cell: day_of(cell, self.today))
        if piece and sale_day is None:
            if self._cell("sale_date") is None:
                self._problem("sale_date", _("The day of purchase is missing: the purchase is left out."))
            piece = None
        return ImportRow(
            self.line,
            customer,
            sale_day,
            piece,
            self._read("invoice", code_of) or "",
            self._text("clerk", safe.NAME_LENGTH),
            tuple(self.problems),
        )

    def _customer(self) -> CustomerEntry:
        name = self._text("name", safe.NAME_LENGTH)
        phones = self._phones()
        alone = sum(map(bool, self.texts)) == 1
        if not name and not phones:
            self._problem("name", _("There is neither a name nor a phone number."), fatal=True)
        elif alone and not phones and (_FOOTNOTE.fullmatch(plain(name)) or len(name) > 20):
            self._problem("name", _("This does not look like a customer."), fatal=True)
        sex, honorific = self._address(name)
        return CustomerEntry(
            name=name or (phones[0].typed if phones else ""),
            phones=phones,
            sex=sex,
            honorific=honorific,
            dates=tuple(self._dates()),
            address=self._text("address"),
            route=self._text("route"),
            occupation=self._text("occupation"),
            wechat=self._text("wechat"),
            email=self._text("email"),
            note=self._note(),
        )

    def _piece(self) -> PieceEntry | None:
        if not any(self._cell(name) is not None for name in _PIECE_FIELDS):
            return None
        named = self._text("piece")
        stone = self._choice("stone", STONES) or self._spotted(STONES, named)
        return PieceEntry(
            kind=self._choice("kind", KINDS) or self._spotted(KINDS, named) or "other",
            style=self._read("style", code_of) or "",
            name=named,
            metal=self._choice("metal", METALS) or self._spotted(METALS, named),
            weight=self._number("weight", read_weight, 3),
            stone=stone,
            carat=self._number("carat", read_carat, 3),
            lab=self._lab(),
            certificate=self._read("cert", code_of) or "",
            ring_mm=self._read("ring", lambda cell: read_ring(text_of(cell), self.region)),
            engraving=self._text("engraving"),
            gold_price=self._number("gold_price", read_money, 2),
            labour=self._number("labour", read_money, 2),
            price=self._number("price", read_money, 2),
        )

    def _phones(self) -> tuple[PhoneEntry, ...]:
        found: dict[str, PhoneEntry] = {}
        for name in ("phone", "phone2"):
            cell = self._cell(name)
            typed = f"{cell:.0f}" if isinstance(cell, int | float) else str(cell or "")
            for entry in split_phones(typed, self.region):
                found.setdefault(entry.e164 or entry.typed, entry)
                if not entry.verified and any(char.isdigit() for char in entry.typed) and not entry.digits:
                    self._problem(name, _("Excel has lost digits of this number; kept as typed."))
                elif not entry.verified:
                    self._problem(name, _("This is no phone number; kept as typed, unverified."))
        return tuple(found.values())

    def _address(self, name: str) -> tuple[str, str]:
        """Sex and form of address, from their column or else from the name (王女士, Mr Tan)."""
        said = self._text("sex")
        sex, honorific = find_choice(SEXES, said), find_choice(HONORIFICS, said)
        if said and not sex and not honorific:
            self._problem("sex", _("Not in the list of choices; left empty."))
        if not said:
            ends = (name[-2:], name.split(" ")[0]) if len(name) > 2 else ()
            honorific = next((known for end in ends if (known := find_choice(HONORIFICS, end))), None)
        guessed = honorific.sex if honorific else None
        return (sex.code if sex else guessed or ""), (honorific.code if honorific else "")

    def _dates(self) -> Iterator[DateEntry]:
        for name, kind in (("birthday", "birthday"), ("lunar_birthday", "birthday"), ("anniversary", "wedding")):
            lunar = name == "lunar_birthday"
            if date := self._read(name, partial(birthday_of, today=self.today, lunar=lunar)):
                yield DateEntry(kind, date)

    def _note(self) -> str:
        note = text_of(self._cell("note"), safe.NOTE_LENGTH, lines=True)
        member = self._read("member", code_of)
        return "\n".join(part for part in (note, _("Member number {n}").format(n=member) if member else "") if part)

    def _lab(self) -> str:
        said = self._text("lab")
        known = find_choice(LABS, said)
        return known.code if known else said

    def _choice(self, name: str, choices: tuple[Choice, ...]) -> str:
        said = self._text(name)
        found = find_choice(choices, said) or spot_choice(choices, said)
        if said and not found:
            self._problem(name, _("Not in the list of choices; left empty."))
        return found.code if found else ""

    def _spotted(self, choices: tuple[AnyChoice, ...], said: str) -> str:
        found = spot_choice(choices, said)
        return found.code if found else ""

    def _number(self, name: str, read: Callable[[str], Decimal], places: int) -> Decimal | None:
        value = self._read(name, lambda cell: read(text_of(rounded(cell, places))))
        cell = self._cell(name)
        if value is not None and isinstance(cell, float) and abs(cell - float(value)) > _NOISE:
            self._problem(name, _("Rounded to {value}.").format(value=value))
        return value

    def _text(self, name: str, length: int = safe.LINE_LENGTH) -> str:
        return "" if self._cell(name) is None else self.texts[self.columns[name].index][:length].rstrip()

    def _read(self, name: str, read: Callable[[Cell], Value]) -> Value | None:
        """The value of a field; None if its cell is empty or refused, which is then a problem."""
        cell = self._cell(name)
        if cell is None:
            return None
        try:
            return read(cell)
        except EntryError as refusal:
            self._problem(name, str(refusal))
            return None

    def _cell(self, name: str) -> Cell:
        column = self.columns.get(name)
        if column is None or column.index >= len(self.cells):
            return None
        return None if self.texts[column.index].lower() in _NOTHING else self.cells[column.index]

    def _problem(self, name: str, reason: str, *, fatal: bool = False) -> None:
        column = self.columns.get(name)
        value = self.texts[column.index][:60] if column and column.index < len(self.texts) else ""
        self.problems.append(Problem(self.line, column.header if column else "", value, reason, fatal))
