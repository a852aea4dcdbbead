"""How people write a day: figures in many orders, month names, words like tomorrow or 下周三."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)

_DAY_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "听日": 1, "后天": 2, "后日": 2, "大后天": 3}
_DAY_WORDS |= {"昨天": -1, "昨日": -1, "琴日": -1, "前天": -2, "前日": -2, "大前天": -3}
_DAY_WORDS |= {"today": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1, "day after tomorrow": 2}
_WEEKDAYS = {"日": 6, "天": 6} | {str(n + 1): n for n in range(7)}
_WEEKS = {"next": 1, "last": -1, "this": 0, "下": 1, "下个": 1, "下下": 2, "上": -1, "上个": -1}
_WEEKS |= {"本": 0, "这": 0, "这个": 0}

_SHIFT = re.compile(r"([+-])([0-9]{1,4}) ?(天|日|d|days?|周|w|weeks?)?")
_SHIFT_CN = re.compile(r"([0-9]{1,4})个?(天|日|周|星期)[以之]?([后前])")
_WEEKDAY_CN = re.compile(r"(下下|下个?|上个?|这个?|本)?(?:周|星期|礼拜)([1-7日天])")
_WEEKDAY_EN = re.compile(
    r"(?:(next|last|this) )?(mon|tue|wed|thu|fri|sat|sun)(?:s?|day|sday|nesday|rs?|rsday|urday)\.?"
)
_TIGHT = re.compile(r"\s*([-/.年月日号])\s*")
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})[日号]?",
        r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]?",
        r"(?P<y>3[2-9]|[4-9][0-9])(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>3[2-9]|[4-9][0-9])[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})",
        r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>3[2-9]|[4-9][0-9])",
        r"(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<m>[0-9]{1,2})[-.月](?P<d>[0-9]{1,2})[日号]?",
        r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? ?-?{_NAME},? ?-?(?P<y>[0-9]{{4}})?",
        rf"{_NAME} ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}}))?",
    )
]
_SHORT_YEAR = re.compile(r"[0-9]{6}|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}")


class Parts(NamedTuple):
    """A day as written, not yet known to exist; a year below 100 was written with two digits."""

    year: int | None
    month: int
    day: int


def relative(typed: str, today: dt.date) -> dt.date | None:
    """The day meant by tomorrow, 后天, +3, 3天后; None if `typed` is none of these."""
    if typed in _DAY_WORDS:
        return today + dt.timedelta(days=_DAY_WORDS[typed])
    if found := _SHIFT.fullmatch(typed):
        sign, number, unit = found.groups()
        back = sign == "-"
    elif found := _SHIFT_CN.fullmatch(typed):
        number, unit, direction = found.groups()
        back = direction == "前"
    else:
        return None
    days = int(number) * (7 if unit and unit[0] in "w周星" else 1)
    return today + dt.timedelta(days=-days if back else days)


def weekday(typed: str, today: dt.date) -> dt.date | None:
    """The day meant by a weekday: bare, the next one or today; 下周三, next wed: by weeks from Monday."""
    if found := _WEEKDAY_CN.fullmatch(typed):
        weekday = _WEEKDAYS[found[2]]
    elif found := _WEEKDAY_EN.fullmatch(typed):
        weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(found[2])
    else:
        return None
    if not found[1]:
        return today + dt.timedelta(days=(weekday - today.weekday()) % 7)
    return today + dt.timedelta(days=weekday - today.weekday() + 7 * _WEEKS[found[1]])


def tight(typed: str) -> str:
    """`typed` with digits for numerals and lunar names, and no space about its separators."""
    typed = typed.replace("正月", "1月").replace("冬月", "11月").replace("腊月", "12月").replace("初", "")
    return _TIGHT.sub(r"\1", arabic(typed)).strip()


def figures(typed: str, *, month_first: bool) -> Parts | None:
    """Year, month and day of a tight text; None if it is no day. `month_first` settles 3/5 without a year.

    Raises EntryError when only a four-digit year would tell the order.
    """
    for form in _FORMS:
        if found := form.fullmatch(typed):
            got = found.groupdict()
            year = int(got["y"]) if got.get("y") else None
            if got.get("a"):
                # With its year behind it a day comes first the world over; US order is never meant here.
                month, day = _order(int(got["a"]), int(got["b"]), month_first=month_first and year is None)
                return Parts(year, month, day)
            if got.get("name"):
                names = [name[:3].lower() for name in MONTHS]
                return Parts(year, names.index(got["name"]) + 1, int(got["d"]))
            return Parts(year, int(got["m"]), int(got["d"]))
    if _SHORT_YEAR.fullmatch(typed):
        raise EntryError(_("Write the year with four digits."))
    return None


def _order(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    if max(first, second) > 12:
        return min(first, second), max(first, second)
    return (first, second) if month_first else (second, first)
