"""Days as people say them, counted from today: tomorrow, 后天, +3, in two weeks, 半年后, 下周三, 月底, the 31st."""

from __future__ import annotations

import datetime as dt
import re

from counter_tui.clock import DAY
from counter_tui.shop.months import add_months, day_in, first_of_month

_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "听日": 1, "后天": 2, "后日": 2, "大后天": 3}
_WORDS |= {"昨天": -1, "昨日": -1, "琴日": -1, "前天": -2, "前日": -2, "大前天": -3}
_WORDS |= {"today": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1, "day after tomorrow": 2}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HALF = {"月": "15天", "年": "6月"}
_TURNS = {"next": 1, "last": -1, "this": 0, "": 0, "下": 1, "下个": 1, "下下": 2, "下下个": 2}
_TURNS |= {"上": -1, "上个": -1, "上上": -2, "上上个": -2, "本": 0, "这": 0, "这个": 0}
_WEEKDAYS = {"日": 6, "天": 6} | {str(n + 1): n for n in range(7)}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_LONGEST_MONTH = 31
_FAR = 12 * 200
"""Months that nobody counts by."""

_TURN = "下下个?|上上个?|下个?|上个?|这个?|本"
_UNIT = "天|日|d|days?|周|星期|礼拜|w|weeks?|月|m|months?|年|y|years?"
_SHIFT = re.compile(rf"([+-])([0-9]{{1,4}}) ?个?({_UNIT})?")
_SHIFT_CN = re.compile(rf"([0-9]{{1,4}})个?({_UNIT})[以之]?([后前])")
_SHIFT_EN = re.compile(
    rf"(in )?([0-9]{{1,4}}|{'|'.join(_NUMBERS)}) (days?|weeks?|months?|years?)(?: (later|from now|ago))?"
)
_HALF_CN = re.compile(r"半个?([月年])")
_WEEKDAY_CN = re.compile(rf"({_TURN})?(?:周|星期|礼拜)([1-7日天])")
_WEEKDAY_EN = re.compile(
    r"(?:(next|last|this) )?(mon|tue|wed|thu|fri|sat|sun)(?:s?|day|sday|nesday|rs?|rsday|urday)\.?"
)
_WEEK = re.compile(rf"({_TURN})(?:周|星期|礼拜)|(next|last) week")
_MONTH = re.compile(rf"({_TURN})月|(next|last) month")
_MONTH_DAY = re.compile(rf"(?:({_TURN})月(?:的|份)?)([0-9]{{1,2}})[日号]?")
_MONTH_END = re.compile(rf"({_TURN})?月[底末]|(?:the )?(?:end of (?:the |(next|last|this) )?month|month'?s? end)")
_MONTH_START = re.compile(r"(下个?)月初")
_YEAR_END = re.compile(r"年[底末]|(?:the )?end of (?:the |this )?year")
_DAY_OF_A_MONTH = re.compile(r"([0-9]{1,2})(?:[日号]|st|nd|rd|th)?|the ([0-9]{1,2})(?:st|nd|rd|th)")


def spoken_day(typed: str, today: dt.date) -> dt.date | None:
    """The day meant, `typed` being plain and its numerals digits; None if it is none of these words.

    A bare weekday is the next one, today included; with this, next or last (本、下、上) it is counted by weeks from
    Monday.
    """
    if typed in _WORDS:
        return today + _WORDS[typed] * DAY
    return _shifted(typed, today) or _weekday(typed, today) or _of_a_week_or_month(typed, today)


def day_of_a_month(typed: str) -> int | None:
    """The number in 31号, the 31st, or 31 alone; None in anything else."""
    found = _DAY_OF_A_MONTH.fullmatch(typed)
    number = int(found[1] or found[2]) if found else 0
    return number if 1 <= number <= _LONGEST_MONTH else None


def _shifted(typed: str, today: dt.date) -> dt.date | None:
    typed = _HALF_CN.sub(lambda half: _HALF[half[1]], typed)
    if found := _SHIFT.fullmatch(typed):
        sign, number, unit = found.groups()
        back = sign == "-"
    elif found := _SHIFT_CN.fullmatch(typed):
        number, unit, direction = found.groups()
        back = direction == "前"
    elif (found := _SHIFT_EN.fullmatch(typed)) and bool(found[1]) != bool(found[4]):
        number, unit, back = found[2], found[3], found[4] == "ago"
    else:
        return None
    many = (_NUMBERS.get(number) or int(number)) * (-1 if back else 1)
    kind = (unit or "d")[0]
    if kind in "月m年y":
        months = many * (12 if kind in "年y" else 1)
        return add_months(today, months) if abs(months) <= _FAR else None
    return today + many * (7 if kind in "周星礼w" else 1) * DAY


def _weekday(typed: str, today: dt.date) -> dt.date | None:
    if found := _WEEKDAY_CN.fullmatch(typed):
        weekday = _WEEKDAYS[found[2]]
    elif found := _WEEKDAY_EN.fullmatch(typed):
        weekday = _ENGLISH_WEEKDAYS.index(found[2])
    else:
        return None
    if not found[1]:
        return today + (weekday - today.weekday()) % 7 * DAY
    return today + (weekday - today.weekday() + 7 * _TURNS[found[1]]) * DAY


def _of_a_week_or_month(typed: str, today: dt.date) -> dt.date | None:
    """下周 and next month are as far on as a week or a month; 月底 is the month's last day."""
    if found := _WEEK.fullmatch(typed):
        return today + 7 * _turn(found) * DAY
    if found := _MONTH.fullmatch(typed):
        return add_months(today, _turn(found))
    if found := _MONTH_END.fullmatch(typed):
        return first_of_month(today, _turn(found) + 1) - DAY
    if _MONTH_START.fullmatch(typed):
        return first_of_month(today, 1)
    if _YEAR_END.fullmatch(typed):
        return today.replace(month=12, day=31)
    if found := _MONTH_DAY.fullmatch(typed):
        return day_in(first_of_month(today, _TURNS[found[1]]), int(found[2]))
    return None


def _turn(found: re.Match[str]) -> int:
    return _TURNS[found[1] or found[2] or ""]
