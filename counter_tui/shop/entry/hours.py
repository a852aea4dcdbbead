"""When a customer likes to be called, as clerks write it in both languages: "Mon-Fri after 18:00", 周末下午.

What can't be understood, or could mean two things, is None: it then stays plain words that a clerk reads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from counter_tui.i18n import _, language
from counter_tui.shop.entry.hour_words import (
    DAY_MINUTES,
    EVERY_DAY,
    WHOLE_DAY,
    Span,
    Token,
    UnclearError,
    between,
    edge,
    tokens,
)
from counter_tui.words import listed, weekday_name

_PARTING = ("", "comma", "and", "stop")


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
        return _united(span for slot in self.slots if weekday in slot.days for span in slot.spans)


@lru_cache(maxsize=4096)  # the agenda asks for every line
def read_hours(text: str) -> Hours | None:
    """The hours a customer likes, or None where `text` can't be understood for certain."""
    try:
        return _Reader(list(tokens(text))).read()
    except UnclearError:
        return None


def hours_words(text: str) -> str:
    """For beside the field: how the typed hours are understood, "" where they stay plain words."""
    hours = read_hours(text)
    return _("understood: {words}").format(words=hours.words) if hours else ""


@dataclass
class _Draft:
    """A slot while it is read. `late`: its days were written behind its times."""

    days: set[int] = field(default_factory=set)
    not_days: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    not_spans: list[Span] = field(default_factory=list)
    late: bool = False


class _Reader:
    """Reads tokens from left to right into slots, days before times or times before days."""

    def __init__(self, read: Sequence[Token]) -> None:
        self.tokens = read
        self.at = 0
        self.slots = [_Draft()]
        self.last = ""  # the kind of expression right before, "" behind a comma
        self.joined = False  # behind an "and"
        self.half = ""  # the half of the day a word right before has told

    def read(self) -> Hours:
        while self.at < len(self.tokens):
            self._step()
        return _settled(self.slots)

    def _kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def _take(self) -> Any:
        self.at += 1
        return self.tokens[self.at - 1].value

    def _step(self) -> None:
        kind = self._kind()
        if kind in _PARTING:
            self._take()
            self.last, self.half, self.joined = "", "", kind == "and"
            if kind == "stop":
                self.slots.append(_Draft())
            return
        negated = kind in ("not_before", "not_either")
        if negated:
            self._take()
        if self._kind() == "days":
            self._days(negated)
            self.last = "days"
        else:
            self._times(self._time(), negated)
            self.last = "times"
        self.joined = False

    def _denied(self, negated: bool) -> bool:
        """Whether a "not" stands before an expression or behind it; 除周一外 has both.

        A "not" between two expressions may belong to either, and "not Mon afternoon" is not "afternoons, not Mon".
        """
        kind = self._kind()
        if kind == "not_behind" or (kind == "not_either" and self._kind(1) in _PARTING):
            self._take()
            if self.last and not negated:
                raise UnclearError
            return True
        if kind == "not_either" or (negated and kind not in _PARTING):
            raise UnclearError
        return negated

    # Days

    def _days(self, negated: bool) -> None:
        found = [self._day_range()]
        while self._kind() == "days" or (self._kind() in ("comma", "and") and self._kind(1) == "days"):
            if self._kind() != "days":
                self._take()
            found.append(self._day_range())
        *others, last = found
        rest, whole = frozenset().union(*others), frozenset().union(*found)
        if not self._denied(negated):
            self._add_days(whole)
        elif negated and others and any(len(days) > 1 for days in found):
            raise UnclearError  # not Mon, Tue-Fri …
        elif not negated and last <= rest:
            self._add_days(rest)  # 工作日，周一除外
            self.slots[-1].not_days |= last
        else:
            self.slots[-1].not_days |= whole

    def _day_range(self) -> frozenset[int]:
        first: frozenset[int] = self._take()
        if self._kind() not in ("to", "before") or self._kind(1) != "days":
            return first
        self._take()
        last: frozenset[int] = self._take()
        if len(first) > 1 or len(last) > 1:
            raise UnclearError
        start, end = min(first), min(last)
        return frozenset((start + n - 1) % 7 + 1 for n in range((end - start) % 7 + 1))

    def _add_days(self, days: frozenset[int]) -> None:
        slot = self.slots[-1]
        timed = bool(slot.spans or slot.not_spans)
        if timed and (slot.days or self.joined):
            slot = _Draft()
            self.slots.append(slot)
        elif timed:
            slot.late = True
        slot.days |= days

    # Times

    def _time(self) -> Span:
        """One expression of time: a span, after or before a time, a part of the day."""
        kind = self._kind()
        if kind == "period":
            return self._period()
        if kind == "clock":
            return self._from_clock()
        if kind not in ("after", "before", "between"):
            raise UnclearError
        self._take()
        if kind == "between" or (kind == "after" and self._kind(1) in ("to", "before")):
            return self._range()
        if self._kind() == "period":
            start, end = self._take()
        elif self._kind() == "clock":
            start = end = edge(self._take(), self.half)
        else:
            raise UnclearError
        return (end, DAY_MINUTES) if kind == "after" else (0, start)

    def _period(self) -> Span:
        start, end = self._take()
        if self._kind() in ("onwards", "earlier"):
            return self._open(end if self._kind() == "onwards" else start)
        self.half = "" if end - start > DAY_MINUTES // 2 else "am" if end == DAY_MINUTES // 2 else "pm"
        return start, end

    def _from_clock(self) -> Span:
        if self._kind(1) in ("to", "before") and self._kind(2) == "clock":
            return self._range()
        minute = edge(self._take(), self.half)
        if self._kind() not in ("onwards", "earlier"):
            raise UnclearError  # one time alone: at it, or from it?
        return self._open(minute)

    def _open(self, minute: int) -> Span:
        later = self._kind() == "onwards"
        self._take()
        return (minute, DAY_MINUTES) if later else (0, minute)

    def _range(self) -> Span:
        if self._kind() != "clock" or self._kind(1) not in ("to", "before", "and") or self._kind(2) != "clock":
            raise UnclearError
        first = self._take()
        self._take()
        return between(first, self._take(), self.half)

    def _times(self, span: Span, negated: bool) -> None:
        if span[0] >= span[1]:
            raise UnclearError
        slot = self.slots[-1]
        if self._denied(negated):
            slot.not_spans.append(span)
            return
        if slot.late or (self.joined and slot.days and not slot.spans):
            slot = _Draft()
            self.slots.append(slot)
        if slot.spans and (self.last == "times" or (slot.spans[-1][1] == DAY_MINUTES and not span[0])):
            last = slot.spans[-1]
            both = max(last[0], span[0]), min(last[1], span[1])
            if both[0] < both[1]:
                slot.spans[-1] = both  # after 14:30 before 18:00; afternoons after 15:00
                return
        slot.spans.append(span)


def _settled(drafts: list[_Draft]) -> Hours:
    """What is left when the unwelcome is taken away: a day refused anywhere is refused, and so is a time by itself."""
    no_days = {day for draft in drafts for day in draft.not_days}
    placed = [draft for draft in drafts if draft.days or draft.spans]
    no_times = [span for draft in drafts if draft not in placed for span in draft.not_spans]
    if not (placed or no_days or no_times):
        raise UnclearError
    slots = []
    for draft in placed or [_Draft()]:
        days = frozenset(draft.days or EVERY_DAY) - no_days
        spans = _without(_united(draft.spans or [WHOLE_DAY]), [*draft.not_spans, *no_times])
        slots += [Slot(days, spans)] if days and spans else []
    if not slots:
        raise UnclearError
    return Hours(tuple(slots))


def _united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that meet joined."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)


def _without(spans: tuple[Span, ...], refused: Iterable[Span]) -> tuple[Span, ...]:
    for off, on in refused:
        parts = [part for start, end in spans for part in ((start, min(end, off)), (max(start, on), end))]
        spans = tuple((start, end) for start, end in parts if start < end)
    return spans


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
