"""Days, times and yearly dates as a clerk types them, solar and lunar (facts.md §1)."""

from __future__ import annotations

import calendar as almanac
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from borax.calendars.lunardate import InvalidLunarDateError, LCalendars, LunarDate  # type: ignore[import-untyped]

from counter_tui.i18n import _, language
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic, numeral, plain
from counter_tui.shop.entry.days import MONTHS, figures, tight
from counter_tui.shop.entry.spoken_days import day_of_a_month, spoken_day
from counter_tui.shop.months import day_in, first_of_month

FIRST_YEAR, LAST_YEAR = 1900, 2100
Toward = Literal["", "coming", "gone"]
"""Which way from today a day without its year lies; "" for this year's, either way."""

_LUNAR = re.compile(r"\(?(?:农历|阴历|旧历|lunar)\)?:? ?|\([农阴]\)")
_SOLAR = re.compile(r"\(?(?:公历|阳历|新历|国历|solar)\)?:? ?|\([公阳]\)")
_LEAP = re.compile(r"闰|leap ?")
_SOUNDS_LUNAR = re.compile("闰|leap|初|正月|冬月|腊月|廿|卅|[一二三四五六七八九十]月[一二三四五六七八九十]+$")

_PLAIN_DAY = re.compile(r"([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")

_HALVES = r"(?P<half>凌晨|清晨|早上|早|上午|中午|下午|午后|傍晚|晚上|晚|夜里|am|pm)?"
_TIME = re.compile(
    rf"{_HALVES} ?(?:(?P<h>[0-9]{{1,2}})(?:[:.](?P<m>[0-9]{{2}})(?::[0-9]{{2}})?|(?P<hhmm>[0-9]{{2}})"
    r"|[点时]钟?(?:(?P<cm>[0-9]{1,2})分?|(?P<part>半|[13]刻)|整)?)?) ?(?P<ampm>am|pm|a\.m\.|p\.m\.)?"
)
_A_DAYS_FIGURES = 4
_NOON = ("noon", "中午", "正午")
_MINUTES = re.compile(r"\+([0-9]{1,4}) ?(?:m|min|minutes?|分钟?)?|([0-9]{1,4})分钟[以之]?后")
_HOURS = re.compile(r"\+([0-9]{1,2}) ?(?:h|hours?|小时)|([0-9]{1,2})个?小时[以之]?后")
_TONIGHT = {"今晚": "今天晚上", "明晚": "明天晚上", "明早": "明天早上", "今早": "今天早上"}


class NoDayError(EntryError):
    """What was written is no day at all."""


@dataclass(frozen=True)
class PartialDate:
    """A day of the year, its year perhaps unknown. `leap`: the second of two equal lunar months."""

    calendar: Literal["solar", "lunar"]
    month: int
    day: int
    leap: bool = False
    year: int | None = None


def read_date(text: str, today: dt.date, toward: Toward = "") -> dt.date:
    """The day typed: 2026-11-21, 20261121, 1121, 2026年3月5日, 21/11, +3, tomorrow, 下周三, 月底, 31号, 正月初八 …

    Without a year it is this year's, without a month this month's, a lunar day this lunar year's; `toward` "coming" the
    next such day, "gone" the last one, today included. 3/5 alone is 3 May in English and 5 March in Chinese; a bare
    weekday is the next one, today included. Raises EntryError.
    """
    typed = plain(text)
    numbered = arabic(typed)
    if (number := day_of_a_month(numbered)) is not None:
        return _numbered(number, today, toward)
    if spoken := spoken_day(numbered, today):
        return _solar_day(spoken.year, spoken.month, spoken.day)
    if not _SOLAR.search(typed) and (_LUNAR.search(typed) or _SOUNDS_LUNAR.search(typed)):
        return _solar_of(read_partial(text, today), today, toward)
    parts = figures(tight(typed), month_first=language() == "zh_CN")
    if not parts:
        raise EntryError(_("Write a date, like 2026-11-21, 1121 or +3."))
    if parts.year is not None and parts.year < 100:
        raise EntryError(_("Write the year with four digits."))
    year = parts.year if parts.year is not None else _year_toward((parts.month, parts.day), today, toward)
    return _solar_day(year, parts.month, parts.day)


def read_partial(text: str, today: dt.date, lunar: bool = False) -> PartialDate:
    """A birthday or the like: 1990-05-06, 05-06, 5月6日, 正月初八, 农历八月十五, 闰四月初一, lunar 8-15.

    `lunar` says what bare numbers mean; a year of two digits is the latest one not after `today`.
    Raises EntryError.
    """
    if not lunar and (found := _PLAIN_DAY.fullmatch(text)):
        year, month, day = map(int, found.groups())
        _solar_day(year, month, day)
        return PartialDate("solar", month, day, year=year)
    typed = plain(text)
    solar = bool(_SOLAR.search(typed))
    lunar = not solar and (lunar or bool(_LUNAR.search(typed) or _SOUNDS_LUNAR.search(typed)))
    typed = _SOLAR.sub("", _LUNAR.sub("", typed))
    leap = lunar and bool(_LEAP.search(typed))
    parts = figures(tight(_LEAP.sub("", typed)), month_first=lunar or language() == "zh_CN")
    if not parts:
        raise NoDayError(_("Write a day of the year, like 1990-05-06, 05-06 or 农历八月十五."))
    whole = _whole_year(parts.year, today)
    if lunar:
        return _lunar_day(whole, parts.month, parts.day, leap)
    _solar_day(whole or 2000, parts.month, parts.day)
    return PartialDate("solar", parts.month, parts.day, year=whole)


def words(partial: PartialDate) -> str:
    """`partial` as people write it: 6 May 1990, lunar 8-15; in Chinese 1990年5月6日, 农历八月十五."""
    chinese = language() == "zh_CN"
    if partial.calendar == "solar" and chinese:
        return f"{f'{partial.year}年' if partial.year else ''}{partial.month}月{partial.day}日"
    if partial.calendar == "solar":
        year = f" {partial.year}" if partial.year else ""
        return f"{partial.day} {MONTHS[partial.month - 1][:3]}{year}"
    if chinese:
        return f"农历{f'{partial.year}年' if partial.year else ''}{_lunar_chinese(partial)}"
    year = f"{partial.year}-" if partial.year else ""
    return f"lunar {'leap ' if partial.leap else ''}{year}{partial.month}-{partial.day}"


def first_day(partial: PartialDate) -> dt.date | None:
    """The solar day of `partial` itself; None where its year is unknown."""
    if partial.year is None:
        return None
    if partial.calendar == "lunar":
        return _lunar_in(partial, partial.year)
    return dt.date(partial.year, partial.month, partial.day)


def next_occurrence(partial: PartialDate, on_or_after: dt.date, leap_day: str) -> dt.date:
    """The first day on or after `on_or_after` that `partial` falls on; its year plays no part.

    Rules of facts.md §1: 29 February falls on `leap_day` ("02-28" or "03-01") in other years; a leap month
    on the ordinary month in a year without it; day 30 on day 29 of a short month. Lunar days are known from
    1900 to 2100; outside of that EntryError.
    """
    try:
        if partial.calendar == "lunar":
            year = LunarDate.from_solar(on_or_after).year
            day = _lunar_in(partial, year)
            return day if day >= on_or_after else _lunar_in(partial, year + 1)
    except InvalidLunarDateError as error:
        raise EntryError(_("Lunar days are known from 1900 to 2100 only.")) from error
    day = _solar_in(partial, on_or_after.year, leap_day)
    return day if day >= on_or_after else _solar_in(partial, on_or_after.year + 1, leap_day)


def read_time(text: str, *, in_shop: bool = False) -> dt.time:
    """A time of day: 15:00, 15, 1530, 3pm, 下午3点, 15点半, noon. Raises EntryError.

    `in_shop`: an hour of the shop's day is meant, so that 1 to 7 without a half of the day is in the afternoon: 3, 3点,
    3:30. 03:00, 凌晨3点 and 3am stay in the night.
    """
    typed = arabic(plain(text))
    if typed in _NOON:
        return dt.time(12)
    found = _TIME.fullmatch(typed)
    if not found or (found["half"] and found["ampm"]):
        raise EntryError(_("Write a time, like 15:30 or 3pm."))
    hour = int(found["h"])
    quarter = {"半": 30, "1刻": 15, "3刻": 45}.get(found["part"] or "", 0)
    minute = int(found["m"] or found["hhmm"] or found["cm"] or quarter)
    half = (found["half"] or found["ampm"] or "").replace(".", "")
    if in_shop and not half and 1 <= hour <= 7 and not found["h"].startswith("0"):
        half = "pm"
    hour = _hour_of_day(hour, half)
    if hour > 23 or minute > 59:
        raise EntryError(_("The day runs from 0:00 to 23:59."))
    return dt.time(hour, minute)


def read_when(text: str, now: dt.datetime) -> dt.datetime:
    """A moment, in the time zone of `now`: 15:00, tomorrow 10:30, 明天下午3点, 11-23 15:00, +30 (minutes).

    A time alone is today's, past or not; its hour is one of the shop's day (see read_time). A day without its year is
    the next such day. Raises EntryError, also for a day without a time.
    """
    typed = plain(text).replace("半小时", "30分钟").replace("半个小时", "30分钟")
    for word, meaning in _TONIGHT.items():
        typed = typed.replace(word, meaning)
    if found := _MINUTES.fullmatch(arabic(typed)):
        return now + dt.timedelta(minutes=int(found[1] or found[2]))
    if found := _HOURS.fullmatch(arabic(typed)):
        return now + dt.timedelta(hours=int(found[1] or found[2]))
    if time := _try_time(typed):
        return dt.datetime.combine(now.date(), time, now.tzinfo)
    for left, right in _halves(typed):
        for day_text, time_text in ((left, right), (right, left)):
            if (time := _try_time(time_text)) and (day := _try_date(day_text, now.date())):
                return dt.datetime.combine(day, time, now.tzinfo)
    if _try_date(typed, now.date()):
        raise EntryError(_("Add the time, like tomorrow 10:30."))
    raise EntryError(_("Write when, like 15:30, tomorrow 10:30 or +30 (minutes)."))


def _year_toward(day: tuple[int, int], today: dt.date, toward: Toward) -> int:
    """The year that a month and day without one is meant in; the next or last 29 February is in a leap year."""
    now = today.month, today.day
    year = today.year + (toward == "coming" and day < now) - (toward == "gone" and day > now)
    while toward and day == (2, 29) and not almanac.isleap(year) and FIRST_YEAR <= year <= LAST_YEAR:
        year += 1 if toward == "coming" else -1
    return year


def _numbered(number: int, today: dt.date, toward: Toward) -> dt.date:
    """The day of a month, in this one, or the next or last one that has it."""
    for turn in {"coming": (0, 1, 2), "gone": (0, -1, -2)}.get(toward, ()):  # one month in a row is too short for 31
        day = day_in(first_of_month(today, turn), number)
        if day and (day >= today if toward == "coming" else day <= today):
            return day
    return _solar_day(today.year, today.month, number)


def _solar_of(lunar: PartialDate, today: dt.date, toward: Toward) -> dt.date:
    """The solar day of a lunar one; without its year, that of `today`, or the next or last one."""
    year = lunar.year
    try:
        if year is None:
            now = LunarDate.from_solar(today)
            day, this = (lunar.month, lunar.leap, lunar.day), (now.month, bool(now.leap), now.day)
            year = now.year + (toward == "coming" and day < this) - (toward == "gone" and day > this)
        # A sale was on no day that there was not: what a birthday may be, day 30 or a leap month, its year must have.
        found = _lunar_in(_lunar_day(year, lunar.month, lunar.day, lunar.leap), year)
    except InvalidLunarDateError as error:
        raise EntryError(_("Lunar days are known from 1900 to 2100 only.")) from error
    return _solar_day(found.year, found.month, found.day)


def _solar_day(year: int, month: int, day: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise EntryError(_("The year {year} cannot be right.").format(year=year))
    if not 1 <= month <= 12:
        raise EntryError(_("There is no month {month}.").format(month=month))
    if (month, day) == (2, 29) and not almanac.isleap(year):
        raise EntryError(_("There is no 29 February in {year}.").format(year=year))
    if not 1 <= day <= almanac.monthrange(year, month)[1]:
        # Translators: {number} is the month as a number, for Chinese: {number}月没有{day}日。
        sentence = _("There is no {day} {month}.")
        raise EntryError(sentence.format(day=day, month=_(MONTHS[month - 1]), number=month))
    return dt.date(year, month, day)


def _lunar_day(year: int | None, month: int, day: int, leap: bool) -> PartialDate:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise EntryError(_("The year {year} cannot be right.").format(year=year))
    if not 1 <= month <= 12:
        raise EntryError(_("There is no month {month}.").format(month=month))
    if year is not None and leap and LCalendars.leap_month(year) != month:
        raise EntryError(_("The lunar year {year} has no leap month {month}.").format(year=year, month=month))
    most = 30 if year is None else LCalendars.ndays(year, month, int(leap))
    if not 1 <= day <= most:
        raise EntryError(_("That lunar month has {days} days.").format(days=most))
    return PartialDate("lunar", month, day, leap, year)


def _whole_year(year: int | None, today: dt.date) -> int | None:
    if year is None or year >= 100:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year else year - 100


def _lunar_chinese(partial: PartialDate) -> str:
    month = {1: "正", 11: "冬", 12: "腊"}.get(partial.month) or numeral(partial.month)
    day = ("初" if partial.day <= 10 else "") + numeral(partial.day)
    return f"{'闰' if partial.leap else ''}{month}月{day}"


def _lunar_in(partial: PartialDate, year: int) -> dt.date:
    leap = int(partial.leap and LCalendars.leap_month(year) == partial.month)
    day = min(partial.day, LCalendars.ndays(year, partial.month, leap))
    solar: dt.date = LunarDate(year, partial.month, day, leap).to_solar_date()
    return solar


def _solar_in(partial: PartialDate, year: int, leap_day: str) -> dt.date:
    month, day = partial.month, partial.day
    if (month, day) == (2, 29) and not almanac.isleap(year):
        month, day = (int(part) for part in leap_day.split("-"))
    return dt.date(year, month, day)


def _hour_of_day(hour: int, half: str) -> int:
    if half in ("pm", "下午", "午后", "傍晚"):
        return hour + 12 if hour < 12 else hour
    if half in ("晚上", "晚", "夜里"):
        return (hour + 12) % 24 if 5 <= hour <= 12 else hour
    if half == "中午":
        return hour + 12 if hour <= 2 else hour
    if half in ("am", "凌晨"):
        return 0 if hour == 12 else hour
    return hour


def _halves(typed: str) -> list[tuple[str, str]]:
    """Every way to part day and time, at a space or beside a letter; the longest first half first."""
    soft = [char.isspace() or char.isalpha() for char in typed]
    cuts = (n for n in range(len(typed) - 1, 0, -1) if soft[n - 1] or soft[n])
    return [(typed[:n].strip(), typed[n:].strip()) for n in cuts]


def _try_time(typed: str) -> dt.time | None:
    try:
        return read_time(typed, in_shop=True)
    except EntryError:
        return None


def _try_date(typed: str, today: dt.date) -> dt.date | None:
    """A day beside a time: a bare number is none, it would be the minutes."""
    try:
        return None if typed.isdecimal() and len(typed) < _A_DAYS_FIGURES else read_date(typed, today, "coming")
    except EntryError:
        return None
