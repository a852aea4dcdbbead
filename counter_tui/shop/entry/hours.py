"""When a customer likes to be called, as clerks write it in both languages: "Mon-Fri after 18:00", 周末下午.

What can't be understood, or could mean two things, is None: it then stays plain words that a clerk reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from counter_tui.i18n import _, language
from counter_tui.words import listed, weekday_name

Span = tuple[int, int]
"""From one minute of the day to another, the last not included."""

DAY_MINUTES = 24 * 60
WHOLE_DAY: Span = (0, DAY_MINUTES)
EVERY_DAY = frozenset(range(1, 8))


@dataclass(frozen=True)
class Slot:
    """Some weekdays (1 = Monday … 7 = Sunday) with the times that are welcome on them."""

    days: frozenset[int]
    spans: tuple[Span, ...]

    @property
    def words(self) -> str:
        """ "Mon–Fri after 18:00", 周一至周五18:00以后."""
        days = "" if self.days == EVERY_DAY else _day_words(self.days)
        times = "" if self.spans == (WHOLE_DAY,) else listed(_span_words(span) for span in self.spans)
        if days and times:
            # Translators: weekdays and times: "Mon–Fri after 18:00".
            return _("{days} {times}").format(days=days, times=times)
        return days or times or _("any time")


@dataclass(frozen=True)
class Hours:
    """The local times at which a customer likes to be called; never none at all."""

    slots: tuple[Slot, ...]

    @property
    def words(self) -> str:
        """How it was understood, in the clerk's language."""
        return ("；" if language() == "zh_CN" else "; ").join(slot.words for slot in self.slots)

    def allows(self, moment: dt.datetime) -> bool:
        """Whether a call at a local moment is welcome."""
        return self.next_from(moment) == moment

    def next_from(self, moment: dt.datetime) -> dt.datetime:
        """`moment`, or the first one after it at which a call is welcome."""
        minute = moment.hour * 60 + moment.minute
        for start, end in self.spans_on(moment.isoweekday()):
            if minute < end:
                return moment if start <= minute else _on(moment, 0, start)
        ahead = next(n for n in range(1, 8) if self.spans_on((moment.weekday() + n) % 7 + 1))
        return _on(moment, ahead, self.spans_on((moment.weekday() + ahead) % 7 + 1)[0][0])

    def spans_on(self, weekday: int) -> tuple[Span, ...]:
        """The welcome times of a weekday (1 = Monday), in order."""
        return united(span for slot in self.slots if weekday in slot.days for span in slot.spans)


@lru_cache(maxsize=4096)  # the agenda asks for every line
def read_hours(text: str) -> Hours | None:
    """The hours a customer likes, or None where `text` can't be understood for certain."""
    from counter_tui.shop.entry.hour_reading import read  # patterns that most days of a small shop do without

    return read(text)


def hours_words(text: str) -> str:
    """For beside the field: how the typed hours are understood, "" where they stay plain words."""
    hours = read_hours(text)
    return _("understood: {words}").format(words=hours.words) if hours else ""


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that meet joined."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)


def _on(moment: dt.datetime, ahead: int, minute: int) -> dt.datetime:
    day = moment + dt.timedelta(days=ahead)
    return day.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)


def _day_words(days: frozenset[int]) -> str:
    """Weekdays, three or more in a row as a range: "Mon–Fri", "Sat, Sun"."""
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return listed(part for run in runs for part in _run_words([weekday_name(day) for day in run]))


def _run_words(names: list[str]) -> list[str]:
    # Translators: from one weekday to another: "Mon–Fri".
    return names if len(names) < 3 else [_("{first}–{last}").format(first=names[0], last=names[-1])]


def _span_words(span: Span) -> str:
    start, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in span)
    if span[1] == DAY_MINUTES:
        return _("after {time}").format(time=start)
    return f"{start}–{end}" if span[0] else _("before {time}").format(time=end)
