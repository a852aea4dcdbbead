"""Days, whiles and sums as each language says them.

The order and signs of a date are grammar rather than words, so both languages stand here, not in the catalogue.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from counter_tui import clock
from counter_tui.i18n import language

_CURRENCY = {"CN": "¥", "HK": "HK$", "MO": "MOP$", "TW": "NT$", "SG": "S$", "MY": "RM"}
_WHOLE_SUMS = {"TW"}  # a region whose price tags have no cents


class _English:
    comma, after_sentence, gram, carat = ", ", " ", " g", " ct"
    weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    columns = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    long_months = (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )  # fmt: skip
    dayparts = ("evening", "morning", "afternoon", "afternoon", "evening")  # as one greets
    near = ("yesterday", "today", "tomorrow")

    def day(self, date: dt.date) -> str:
        return f"{self.short_day(date)} {date.year}"

    def short_day(self, date: dt.date) -> str:
        return f"{self.weekdays[date.weekday()]} {self.brief_day(date)}"

    def brief_day(self, date: dt.date) -> str:
        return f"{date.day} {self.months[date.month - 1]}"

    def brief_whole_day(self, date: dt.date) -> str:
        return f"{self.brief_day(date)} {date.year}"

    def spoken_day(self, date: dt.date, with_year: bool) -> str:
        return f"{date.day} {self.long_months[date.month - 1]}{f' {date.year}' if with_year else ''}"

    def month(self, date: dt.date) -> str:
        return f"{self.long_months[date.month - 1]} {date.year}"

    def distance(self, n: int, unit: str, past: bool) -> str:
        phrase = f"{n} {unit}" + ("" if n == 1 else "s")
        return f"{phrase} ago" if past else f"in {phrase}"


class _Chinese:
    comma, after_sentence, gram, carat = "、", "", "克", "克拉"
    weekdays = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
    columns = ("一", "二", "三", "四", "五", "六", "日")
    dayparts = ("夜里", "上午", "中午", "下午", "晚上")
    near = ("昨天", "今天", "明天")
    units = {"day": "天", "week": "周", "month": "个月", "year": "年"}  # noqa: RUF012

    def day(self, date: dt.date) -> str:
        return f"{date.year}年{self.short_day(date)}"

    def short_day(self, date: dt.date) -> str:
        return f"{self.brief_day(date)} {self.weekdays[date.weekday()]}"

    def brief_day(self, date: dt.date) -> str:
        return f"{date.month}月{date.day}日"

    def brief_whole_day(self, date: dt.date) -> str:
        return f"{date.year}年{self.brief_day(date)}"

    def spoken_day(self, date: dt.date, with_year: bool) -> str:
        return f"{f'{date.year}年' if with_year else ''}{self.brief_day(date)}"

    def month(self, date: dt.date) -> str:
        return f"{date.year}年{date.month}月"

    def distance(self, n: int, unit: str, past: bool) -> str:
        return f"{n}{self.units[unit]}{'前' if past else '后'}"


_ENGLISH, _CHINESE = _English(), _Chinese()


def _tongue() -> _English | _Chinese:
    return _CHINESE if language() == "zh_CN" else _ENGLISH


def day_words(date: dt.date) -> str:
    """A whole date: "Sat 21 Nov 2026", "2026年11月21日 周六"."""
    return _tongue().day(date)


def short_day(date: dt.date) -> str:
    """A date, the year only if it is not this one: "Mon 23 Nov", "11月23日 周一"."""
    return _tongue().short_day(date) if date.year == clock.today().year else day_words(date)


def brief_day(date: dt.date, *, near: bool = False) -> str:
    """The same where there is little room: "23 Nov", "11月23日", "5 Jan 2027"; a day that can only be a `near` one
    without its year."""
    tongue = _tongue()
    return tongue.brief_day(date) if near or date.year == clock.today().year else tongue.brief_whole_day(date)


def spoken_day(date: dt.date, today: dt.date) -> str:
    """A date as one says it on the telephone, the year only if it is not this one: "14 November", "11月14日"."""
    return _tongue().spoken_day(date, date.year != today.year)


def listed(parts: Iterable[str]) -> str:
    """Words one after the other: "cleaning, yearly check", 清洗、年检; empty ones are left out."""
    return _tongue().comma.join(part for part in parts if part)


def dotted(parts: Iterable[str]) -> str:
    """Words that stand side by side on a line, "3.21 g · R1034"; empty ones are left out."""
    return " · ".join(part for part in parts if part)


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other; Chinese needs no space behind its full stop."""
    return _tongue().after_sentence.join(part for part in parts if part)


def grams(weight: Decimal) -> str:
    """A weight: "3.21 g", "3.21克"."""
    return f"{weight.normalize():f}{_tongue().gram}"


def carats(weight: Decimal) -> str:
    """A stone's weight: "0.3 ct", "0.3克拉"."""
    return f"{weight.normalize():f}{_tongue().carat}"


def month_words(date: dt.date) -> str:
    """The month of a date: "November 2026", "2026年11月"."""
    return _tongue().month(date)


def weekday_words() -> tuple[str, ...]:
    """Heads for the columns of a month, Monday first, two cells each: "Mo", "一"."""
    return _tongue().columns


def weekday_name(weekday: int) -> str:
    """A weekday (1 = Monday) by name: "Mon", "周一"."""
    return _tongue().weekdays[weekday - 1]


def ago(date: dt.date, today: dt.date) -> str:
    """How far a day lies from today, in one unit: "3 days ago", "in 2 weeks", "昨天".

    Days up to a fortnight, then weeks up to two months, months up to two years, years; of these only whole ones.
    """
    days = (date - today).days
    tongue = _tongue()
    if abs(days) <= 1:
        return tongue.near[days + 1]
    n, unit = abs(days), "day"
    months = _whole_months(min(date, today), max(date, today))
    if months >= 24:
        n, unit = months // 12, "year"
    elif months >= 2:
        n, unit = months, "month"
    elif n >= 14:
        n, unit = n // 7, "week"
    return tongue.distance(n, unit, days < 0)


def _whole_months(first: dt.date, last: dt.date) -> int:
    """The months from one day to another, as the calendar counts them; one too short for the day ends on its last."""
    turn = min(first.day, calendar.monthrange(last.year, last.month)[1])
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < turn)


def moment_words(moment: dt.datetime) -> str:
    """A local moment, the year only if it is not this one: "Sat 21 Nov 14:12", "11月21日 周六 14:12"."""
    return f"{short_day(moment.date())} {moment:%H:%M}"


def day_and_hour(day: dt.date, hour: dt.time | None) -> str:
    """A day with the hour that was agreed, if one was: "Thu 3 Dec 10:00", "12月3日 周四"."""
    return moment_words(dt.datetime.combine(day, hour)) if hour else short_day(day)


def daypart(moment: dt.datetime) -> str:
    """The part of the day a local moment falls in: "morning", "下午"."""
    parts = _tongue().dayparts
    hour = moment.hour
    return parts[0 if hour < 5 else 1 if hour < 11 else 2 if hour < 13 else 3 if hour < 18 else 4]


def money_words(amount: Decimal, region: str) -> str:
    """A sum in the money of a shop's region (CN, HK, MO, TW, SG, MY, else bare).

    "¥1,280.00", "-HK$50.00", "NT$1,280", "1,280.00".
    """
    places = 0 if region in _WHOLE_SUMS and amount == amount.to_integral_value() else 2
    return f"{'-' if amount < 0 else ''}{_CURRENCY.get(region, '')}{abs(amount):,.{places}f}"


def number_words(number: int) -> str:
    """A customer's number as it is said: C000123."""
    return f"C{number:06d}"


def sale_number_words(number: int) -> str:
    """A sale's number as it is said: S000123."""
    return f"S{number:06d}"
