"""When a shop is closed and when it calls nobody, as typed into its settings and as its own policy has it (C2, C5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.settings import write_whole
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic, plain
from counter_tui.shop.entry.dates import read_date
from counter_tui.shop.entry.hours import EVERY_DAY, WHOLE_DAY, Slot, read_hours
from counter_tui.shop.entry.spoken_days import day_of_a_month
from counter_tui.shop.policy import FILE, Policy, check_own, clock_time
from counter_tui.shop.tomlfile import Mistake, TomlFile
from counter_tui.text import fold
from counter_tui.tomltext import with_value
from counter_tui.words import listed

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})")
_PARTS = re.compile("[,;、，；\n]")
_UNTIL = re.compile(r"\s+-\s+|\s*[–—~～至到]+\s*|\s+to\s+")
_LONGEST = 60
"""Days in a row: more is more likely a slip."""


def read_rest(typed: str) -> tuple[tuple[str, str], ...]:
    """Times without calls as a clerk types them, `12:30-14:30, 20:00-9:00`, as they stand in the file.

    Raises EntryError; whether they leave any time for calls is found by `check_own`.
    """
    spans = []
    for part in _parts(fold(typed)):
        found = _SPAN.fullmatch(part)
        times = [clock_time(time) for time in found.groups()] if found else []
        if len(times) != 2 or not all(isinstance(time, dt.time) for time in times):
            raise EntryError(_("As 12:30-14:30, 20:00-9:00"))
        spans.append((f"{times[0]:%H:%M}", f"{times[1]:%H:%M}"))
    return tuple(spans)


def rest_words(policy: Policy) -> str:
    """The times without calls as they are typed: `12:30-14:30, 20:00-09:00`."""
    return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in policy.calls.rest)


def read_weekdays(typed: str) -> tuple[int, ...]:
    """Weekdays as a clerk types them: Sun; Mon, Tue; 周一和周三. 1 is Monday. Raises EntryError."""
    hours = read_hours(typed)
    if hours is None or any(hours.spans_on(day) not in ((), (WHOLE_DAY,)) for day in EVERY_DAY):
        raise EntryError(_("Weekdays, like Sun or Mon, Tue"))
    days = tuple(day for day in sorted(EVERY_DAY) if hours.spans_on(day))
    if len(days) == len(EVERY_DAY):
        raise EntryError(_("The shop must be open on at least one day of the week."))
    return days


def weekday_words(days: Iterable[int]) -> str:
    """Weekdays as they are typed: "Sat, Sun"; "" for none."""
    some = frozenset(days)
    return Slot(some, (WHOLE_DAY,)).words if some else ""


def read_closed(typed: str, today: dt.date) -> tuple[dt.date, ...]:
    """Days without business as a clerk types them: 2027-02-06 – 2027-02-12, 1 May; 2月6日至12日. Raises EntryError."""
    days: set[dt.date] = set()
    for part in _parts(typed):
        start, end = _first_and_last(_UNTIL.split(part, maxsplit=1), today)
        if not 0 <= (end - start).days < _LONGEST:
            raise EntryError(_("From the first day to the last, at most {n} days").format(n=_LONGEST))
        days.update(start + n * DAY for n in range((end - start).days + 1))
    return tuple(sorted(days))


def closed_words(days: Iterable[dt.date]) -> str:
    """Days without business as they are typed, those in a row together: `2027-02-06 – 2027-02-12, 2027-05-01`."""
    runs: list[tuple[dt.date, dt.date]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][1] == day - DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return listed(f"{first}" if first == last else f"{first} – {last}" for first, last in runs)


def change_policy(folder: Path, changes: Mapping[tuple[str, str], object]) -> list[Mistake]:
    """Put other values into the shop's own policy, by table and key; it is made if there is none, all else in it stays.

    Answers the mistakes for which nothing was written: in these values, or in a file that can't be read. Other mistakes
    of the file stop nobody. Raises OSError where it can't be written.
    """
    path = folder / FILE
    before = TomlFile.read(path) if path.exists() else TomlFile(path)
    if before.mistakes:
        return before.mistakes
    changed = before.source
    known = {mistake.expected for mistake in check_own(before)}
    for (table, key), value in changes.items():
        try:
            changed = with_value(changed, (table, key), value)
        except ValueError:
            words = _("[{table}] {key} is written in a way that has to be changed by hand")
            return [Mistake(path, 1, words.format(table=table, key=key))]
    wrong = [mistake for mistake in check_own(TomlFile.of(path, changed)) if mistake.expected not in known]
    if not wrong:
        write_whole(path, changed)
    return wrong


def _first_and_last(typed: list[str], today: dt.date) -> tuple[dt.date, dt.date]:
    """2月6日至12日 is until 12 February, and 6 to 12 Feb from 6 February."""
    first, last = typed[0], typed[-1]
    if len(typed) > 1 and day_of_a_month(arabic(plain(first))) is not None:
        end = read_date(last, today, "coming")
        return read_date(first, end, "gone"), end
    start = read_date(first, today, "coming")
    return start, read_date(last, start, "coming")


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(typed) if part.strip()]
