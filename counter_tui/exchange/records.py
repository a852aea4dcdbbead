"""A row of a shop's list as it is read: who, and what they bought. Small, and quick to set aside.

They are msgspec structs rather than the forms' own entries: made ten times faster, and packed into bytes for a spool.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct

from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import Kind

Place = tuple[int, int]
"""Where a row stands: the place of its sheet, and its line as in Excel."""


class Number(Struct, array_like=True, frozen=True, gc=False):
    """A phone number as it was read; `e164` and `region` only if it is a real one."""

    typed: str
    e164: str | None
    region: str | None
    kind: Kind
    verified: bool


class Day(Struct, array_like=True, frozen=True, gc=False):
    """A day of the year that matters to a customer, in its parts: see PartialDate."""

    kind: str
    calendar: str
    month: int
    day: int
    leap: bool
    year: int | None

    @classmethod
    def of(cls, kind: str, date: PartialDate) -> Day:
        """`date` as a day of this kind."""
        return cls(kind, date.calendar, date.month, date.day, date.leap, date.year)

    @property
    def field(self) -> str:
        """The column that says it."""
        if self.kind == "wedding":
            return "anniversary"
        return "lunar_birthday" if self.calendar == "lunar" else "birthday"

    @property
    def date(self) -> PartialDate:
        """The day as everywhere else in the shop."""
        return PartialDate("lunar" if self.calendar == "lunar" else "solar", self.month, self.day, self.leap, self.year)


class Buyer(Struct, array_like=True, frozen=True, gc=False):
    """What a row, or all rows of a customer, say about them: columns of Customer, with their phones and days.

    `offers` is whether they want news and offers, None where nothing is said; `number` is their own number in a list
    that this program has written.
    """

    name: str
    phones: tuple[Number, ...] = ()
    dates: tuple[Day, ...] = ()
    sex: str = ""
    honorific: str = ""
    address: str = ""
    route: str = ""
    occupation: str = ""
    wechat: str = ""
    email: str = ""
    allergies: str = ""
    best_hours: str = ""
    note: str = ""
    offers: bool | None = None
    number: str | None = None

    @property
    def named(self) -> bool:
        """Whether more than a number is known: who has no name is called by the number, if it is one."""
        return not self.phones or self.name != self.phones[0].typed or not any(phone.e164 for phone in self.phones)

    @property
    def numbers(self) -> set[str]:
        """The numbers that are ones, in E.164."""
        return {phone.e164 for phone in self.phones if phone.e164}


class Ware(Struct, array_like=True, frozen=True, gc=False):
    """One piece as a row has it: columns of Piece, in their units."""

    kind: str = "other"
    style: str = ""
    name: str = ""
    metal: str = ""
    weight: Decimal | None = None
    stone: str = ""
    carat: Decimal | None = None
    lab: str = ""
    certificate: str = ""
    ring_mm: Decimal | None = None
    engraving: str = ""
    gold_price: Decimal | None = None
    labour: Decimal | None = None
    price: Decimal | None = None


class Problem(Struct, array_like=True, frozen=True, gc=False):
    """Something in a row that could not be taken. A fatal one leaves out the row, any other one value."""

    line: int
    header: str
    value: str
    reason: str
    fatal: bool = False


class ImportRow(Struct, array_like=True, frozen=True, gc=False):
    """One row as parsed: who, and what they bought that day (`piece` None: nothing, or no day). `line` as in Excel,
    `sale` the number it has in a list that this program has written."""

    line: int
    customer: Buyer
    sale_day: dt.date | None = None
    piece: Ware | None = None
    invoice: str = ""
    clerk: str = ""
    gift: bool = False
    problems: tuple[Problem, ...] = ()
    sale: str | None = None

    @property
    def taken(self) -> bool:
        """Whether there is anything in it to store."""
        return not any(problem.fatal for problem in self.problems)


class Line(Struct, array_like=True, frozen=True, gc=False):
    """One row of one sheet, by the place of the sheet."""

    sheet: int
    row: ImportRow

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.sheet, self.row.line
