"""The kinds of fields that hold a day or a time: what they read, what they say it was, and what they ask about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from counter_tui import clock
from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.widgets.fields import FieldSpec, really
from counter_tui.words import day_words, moment_words

if TYPE_CHECKING:
    from counter_tui.shop.entry.dates import PartialDate, Toward

PAST_HELP = N_("As 2026-11-20, 1120, -1, yesterday, last wed; Up and Down: a day")
DAY_HELP = N_("As 2026-11-25, 1125, +3, tomorrow, next wed; Up and Down: a day")
PARTIAL_HELP = N_("As 1990-05-06, 0506, 正月初八, 农历8-15; the year may be left out")

Rests = Callable[[dt.time], bool]
"""Whether an hour lies in the time in which nobody is called."""
_FIRST_HOUR = 7
"""Nobody promises or calls in a shop before: such an hour is asked about."""
_MOST_YEARS_AHEAD, _MOST_YEARS_AGO = 2, 30
_YEAR = 365.2425


def _read_day(typed: str, toward: Toward) -> dt.date:
    from counter_tui.shop.entry.dates import read_date

    return read_date(typed, clock.today(), toward)


def _past_day(found: dt.date) -> dt.date:
    if found > clock.today():
        raise EntryError(_("This day is still to come."))
    return found


def _coming_day(found: dt.date) -> dt.date:
    if found < clock.today():
        raise EntryError(_("That day is over: choose today or later."))
    return found


def day(name: str, label: str, *, required: bool = False, initial: str = "", past: bool = False) -> FieldSpec:
    """A day not over yet, or (`past`) not in the future; the words beside it say which one was understood.

    What a text means is settled when it first stands in the field: what stands beside it is what is saved, after
    midnight too. A day years away is asked about, but not the one that is proposed.
    """

    @cache
    def understood(typed: str) -> dt.date:
        return _read_day(typed, "gone" if past else "coming")

    def read(typed: str) -> dt.date:
        return (_past_day if past else _coming_day)(understood(typed))

    def doubt(found: dt.date) -> str:
        return "" if found.isoformat() == initial else _far(found, day_words(found))

    return FieldSpec(
        name, label, PAST_HELP if past else DAY_HELP, read=read, show=day_words, doubt=doubt, required=required,
        initial=initial, width=16, calendar=True,
    )  # fmt: skip


def _far(found: dt.date, words: str) -> str:
    """The question about a day that is further away than what a shop plans, or has in its books."""
    away = (found - clock.today()).days / _YEAR
    return "" if -_MOST_YEARS_AGO <= away <= _MOST_YEARS_AHEAD else really(words)


def partial(name: str, label: str, *, past: bool = False, **more: Any) -> FieldSpec:
    """A day of the year, solar or lunar, its year perhaps unknown; `past`, as of a birthday: not in the future."""
    read = _read_past_partial if past else _read_partial
    return FieldSpec(name, label, PARTIAL_HELP, read=read, show=_partial_words, width=22, recall=None, **more)


def _read_partial(typed: str) -> PartialDate:
    from counter_tui.shop.entry.dates import read_partial

    return read_partial(typed, clock.today())


def _read_past_partial(typed: str) -> PartialDate:
    from counter_tui.shop.entry.dates import first_day

    found = _read_partial(typed)
    if (first := first_day(found)) is not None and first > clock.today():
        raise EntryError(_("That day is still to come."))
    return found


def _partial_words(date: PartialDate) -> str:
    from counter_tui.shop.entry.dates import next_occurrence, words

    coming = next_occurrence(date, clock.today(), "02-28")
    return _("{date}, next on {day}").format(date=words(date), day=day_words(coming))


def time(name: str, label: str, *, day: str = "day", initial: str = "", rests: Rests | None = None) -> FieldSpec:
    """An hour of the shop's day: 15:00, 3pm, 下午三点, and a bare 3 is three in the afternoon.

    An hour before the shop's day, one that is over on the day in the field called `day`, and where calls are meant one
    of the rest hours, is asked about; not the one that is proposed.
    """

    def doubt(hour: dt.time, texts: Mapping[str, str]) -> str:
        if initial and hour == _read_time(initial):
            return ""
        return _early_or_resting(hour, f"{hour:%H:%M}", rests) or _over(hour, texts.get(day, ""))

    return FieldSpec(
        name, label, N_("As 15:00; empty when any time will do"), read=_read_time, show=lambda hour: f"{hour:%H:%M}",
        doubt_among=doubt, initial=initial, width=14,
    )  # fmt: skip


def _read_time(typed: str) -> dt.time:
    from counter_tui.shop.entry.dates import read_time

    return read_time(typed, in_shop=True)


def _early_or_resting(hour: dt.time, words: str, rests: Rests | None) -> str:
    if hour.hour < _FIRST_HOUR:
        return really(words)
    if rests and rests(hour):
        return _("Really {value}, in the rest hours? Enter again if it is right.").format(value=words)
    return ""


def _over(hour: dt.time, typed_day: str) -> str:
    """The question about an hour of today that is gone."""
    now = clock.now()
    try:
        today = bool(typed_day.strip()) and _read_day(typed_day, "coming") == now.date()
    except EntryError:
        return ""
    if today and hour <= now.time():
        return _("Really {value} today? It is over. Enter again if it is right.").format(value=f"{hour:%H:%M}")
    return ""


def moment(name: str, label: str, *, rests: Rests | None = None) -> FieldSpec:
    """A moment later than now; a bare 3 is three in the afternoon. One years away, before the shop's day or at which it
    `rests` is asked about."""

    def doubt(found: dt.datetime) -> str:
        words = moment_words(found)
        return _far(found.date(), words) or _early_or_resting(found.time(), words, rests)

    help_words = N_("As 15:00, tomorrow 10:30, 1123 15:00, +30 (minutes)")
    return FieldSpec(name, label, help_words, read=_read_moment, show=moment_words, doubt=doubt, required=True)


def _read_moment(typed: str) -> dt.datetime:
    from counter_tui.shop.entry.dates import read_when

    found = read_when(typed, clock.now())
    if found <= clock.now():
        raise EntryError(_("Choose a time later than now."))
    return found
