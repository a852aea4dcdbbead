"""Months are of different lengths: what that means for a day so many of them on."""

from __future__ import annotations

import calendar
import datetime as dt


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of a shorter month."""
    first = first_of_month(day, months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def first_of_month(day: dt.date, months: int = 0) -> dt.date:
    """The first day of the month `months` after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def day_in(month: dt.date, number: int) -> dt.date | None:
    """The day of that number in the month of `month`, None if it is too short for it."""
    return month.replace(day=number) if 1 <= number <= calendar.monthrange(month.year, month.month)[1] else None
