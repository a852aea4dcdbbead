"""What time it is: the only place the program asks, so that a test or a demonstration can hold the clock still.

`COUNTER_TUI_NOW=2026-11-21T14:12` in the environment freezes it; `hold()` does so from a test.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator

DAY = dt.timedelta(days=1)

_held: dt.datetime | None = None


def hold(moment: dt.datetime | None) -> None:
    """Freeze the clock at a local moment (naive or aware), or let it run again with None."""
    global _held
    _held = moment.astimezone() if moment else None


@contextlib.contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Stand at another moment for a while; afterwards the clock is as it was, held or running."""
    global _held
    before = _held
    hold(moment)
    try:
        yield
    finally:
        _held = before


def now() -> dt.datetime:
    """This moment, aware, in the shop PC's time zone, to the second."""
    held = _held or _from_environment()
    return (held or dt.datetime.now().astimezone()).replace(microsecond=0)


def stands_still() -> bool:
    """Whether somebody holds the clock."""
    return (_held or _from_environment()) is not None


def today() -> dt.date:
    """The shop's calendar day."""
    return now().date()


def begins(day: dt.date) -> dt.datetime:
    """The first moment of a day of the shop, as stored: also where the clocks change on it."""
    return utc(dt.datetime.combine(day, dt.time()))


def utc(moment: dt.datetime) -> dt.datetime:
    """A moment as stored: naive UTC."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def local(stored: dt.datetime) -> dt.datetime:
    """A stored naive UTC moment as the shop's own time."""
    return stored.replace(tzinfo=dt.UTC).astimezone()


def _from_environment() -> dt.datetime | None:
    text = os.environ.get("COUNTER_TUI_NOW")
    try:
        return dt.datetime.fromisoformat(text).astimezone() if text else None
    except ValueError:
        return None  # not a moment: the clock runs
