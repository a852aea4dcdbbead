"""Reads hours as clerks write them, token by token, into the weekdays and times that are welcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from counter_tui.shop.entry.hour_words import Token, UnclearError, between, edge, tokens
from counter_tui.shop.entry.hours import DAY_MINUTES, EVERY_DAY, WHOLE_DAY, Hours, Slot, Span, united

_PARTING = ("", "comma", "and", "stop")


def read(text: str) -> Hours | None:
    """The hours that `text` says are welcome; None where it can't be understood, or could mean two things."""
    try:
        return _Reader(list(tokens(text))).read()
    except UnclearError:
        return None


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
        spans = _without(united(draft.spans or [WHOLE_DAY]), [*draft.not_spans, *no_times])
        slots += [Slot(days, spans)] if days and spans else []
    if not slots:
        raise UnclearError
    return Hours(tuple(slots))


def _without(spans: tuple[Span, ...], refused: Iterable[Span]) -> tuple[Span, ...]:
    for off, on in refused:
        parts = [part for start, end in spans for part in ((start, min(end, off)), (max(start, on), end))]
        spans = tuple((start, end) for start, end in parts if start < end)
    return spans
