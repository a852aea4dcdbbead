"""What one spreadsheet cell means: Excel's numbers made text, dates or sums again. Each raises EntryError."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from counter_tui import text as safe
from counter_tui.exchange.sheets import Cell
from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic, plain
from counter_tui.shop.entry.dates import NoDayError, PartialDate, read_partial

_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 73_416)  # 1927 to 2100; anything less is more likely a count
_NO_YEAR = (1899, 1900, 1904)  # what Excel shows where it has none
_CHILD = 10  # years; Excel gives a birthday typed without a year the year of typing
_MOST_EXACT = 10**15  # Excel keeps no more digits
# Letters and signs that cleaning leaves as they are, with single spaces between them: nearly every cell of a list.
_CLEAN = re.compile("[!-~\u4e00-\u9fff\uff01-\uff5e￥·。、]+(?: [!-~\u4e00-\u9fff\uff01-\uff5e￥·。、]+)*")
_CLOCK = re.compile(
    r"[ T]?(?:(?:上午|下午|中午|晚上|早上) ?)?(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m|z)?$"
    r"|[ ,]*\(?(?:星期|周)[一二三四五六日天]\)?$",
    re.IGNORECASE,
)
"""What follows a day: its hour, its weekday."""
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|(?:星期|周|週)[一二三四五六日天])[,，]? ?", re.IGNORECASE
)
"""What goes before one."""
_OPEN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})|([0-9]{1,2})/([0-9]{1,2})")
"""Figures of which either may be the month."""
_REPUBLIC = re.compile("(?:中华)?民国 ?([0-9]{1,3}|元)([-/.年])")
_SHORT_DAY = re.compile(r"0?([0-9]{2,3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([01]?[0-9]{2})([0-9]{2})([0-9]{2})")
"""A day with a year of two or three digits."""
_MONTH_FIRST = (None, "CN", "TW")
_ALONE = re.compile("(?:19|20)[0-9]{2}")


class DayOrder(NamedTuple):
    """Whether the month comes first where figures leave it open: behind them the year, or without one."""

    with_year: bool = False
    without: bool = True
    republic: bool = False
    """Whether a year of two or three digits is one of the Republic of China, as in Taiwan: 113 is 2024."""


def day_order(cells: Iterable[Cell], region: str | None) -> DayOrder:
    """The order of a column's days: that of the cells that leave no doubt, else what is usual.

    With its year behind it a day comes first the world over, and without one the month does where people write so.
    """
    written = (_OPEN.match(cell.strip()) for cell in cells if isinstance(cell, str))
    pairs = [_figures(found) for found in written if found]
    month_first = any(second > 12 for _first, second in pairs)
    if month_first != any(first > 12 for first, _second in pairs):
        return DayOrder(month_first, month_first, region == "TW")
    return DayOrder(without=region in _MONTH_FIRST, republic=region == "TW")


def _figures(found: re.Match[str]) -> tuple[int, int]:
    return int(found[1] or found[4]), int(found[2] or found[5])


def text_of(cell: Cell, length: int = safe.LINE_LENGTH, *, lines: bool = False) -> str:
    """A cell as clean text: whole numbers without a point, days as 2024-03-05, empty cells as ''."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        bare = cell.strip()  # an export puts a tab behind figures, against Excel
        if len(bare) <= length and _CLEAN.fullmatch(bare):
            return bare
        return safe.clean(cell, length, lines=lines)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    return str(cell)[:length]


def code_of(cell: Cell) -> str:
    """A certificate, invoice or member number; refused where Excel has made a long one round."""
    if isinstance(cell, int | float) and not abs(cell) < _MOST_EXACT:
        raise EntryError(_("Excel has lost the last digits of this long number."))
    return text_of(cell)


def rounded(cell: Cell, places: int) -> Cell:
    """A calculated number to `places`, as the sheet shows it; every other cell as it is."""
    if isinstance(cell, float) and not cell.is_integer() and abs(cell) < _MOST_EXACT:
        return f"{Decimal(repr(cell)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return cell


def day_of(cell: Cell, today: dt.date, order: DayOrder) -> dt.date:
    """The day of a sale: a date cell, Excel's serial number, 20240305, 2024年3月5日 …; with its year, not to come."""
    try:
        partial = _partial(cell, today, order)
    except NoDayError as error:
        raise EntryError(_("Write the day with its year, like 2024-03-05.")) from error
    if partial.year is None or partial.calendar == "lunar":
        raise EntryError(_("The year is missing."))
    day = dt.date(partial.year, partial.month, partial.day)
    if day > today:
        raise EntryError(_("That day is still to come."))
    return day


def birthday_of(cell: Cell, today: dt.date, order: DayOrder, *, lunar: bool) -> PartialDate:
    """A birthday or the like. In a `lunar` column even a date cell is a lunar month and day.

    The year of a date cell is left out where Excel made it up: a birthday typed without one gets the year of typing.
    """
    partial = _partial(cell, today, order, lunar=lunar, least_age=_CHILD)
    if partial.year is not None and partial.year > today.year:
        raise EntryError(_("That day is still to come."))
    return partial


def _partial(
    cell: Cell, today: dt.date, order: DayOrder, *, lunar: bool = False, least_age: int | None = None
) -> PartialDate:
    if isinstance(cell, float) and _SERIALS.start <= cell < _SERIALS.stop:
        cell = int(cell)  # with its hour
    written = _CLOCK.sub("", _CLOCK.sub("", text_of(cell)))
    if written[:1].isalpha():
        written = _WEEKDAY.sub("", written)
    if order.republic or "民" in written:
        written = _western(written)
    if _ALONE.fullmatch(written):
        raise NoDayError(_("Only the year stands there."))
    serial = int(written) if re.fullmatch(r"[0-9]{5}", written) else 0
    if serial in _SERIALS:
        cell = _EXCEL_DAY_ZERO + dt.timedelta(days=serial)
    if isinstance(cell, dt.date):
        made_up = least_age is not None and (cell.year in _NO_YEAR or cell.year > today.year - least_age)
        return read_partial(f"{cell:%m-%d}" if made_up else f"{cell:%Y-%m-%d}", today, lunar)
    if isinstance(cell, int | float) and len(written) == 3:  # 506 was 0506
        written = "0" + written
    return read_partial(written if lunar else _in_order(written, order), today, lunar)


def _western(written: str) -> str:
    """A day with its year of the Republic as one of the western calendar; anything else as it is."""
    said = _REPUBLIC.sub(lambda found: f"{1911 + int(found[1].replace('元', '1'))}{found[2]}", arabic(plain(written)))
    if not (found := _SHORT_DAY.fullmatch(said)):
        return said if said[:4].isdigit() and "民" in written else written
    year, month, day = map(int, filter(None, found.groups()))
    if year <= 12 or day > 31 or (year <= 31 and said.isdigit() and len(said) == 6):  # a day or month as well
        raise EntryError(_("Write the year with four digits."))
    return f"{1911 + year}年{month}月{day}日"


def _in_order(written: str, order: DayOrder) -> str:
    """3/5 or 3/5/2024 with words that leave nothing open; anything else as it is."""
    found = _OPEN.fullmatch(plain(written)) if len(written) <= len("31/12/2024") else None
    if not found or max(figures := _figures(found)) > 12:
        return written
    year = found[3]
    month, day = figures if (order.with_year if year else order.without) else reversed(figures)
    return f"{f'{year}年' if year else ''}{month}月{day}日"
