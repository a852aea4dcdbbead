"""How people write a day in figures, in many orders, or with the name of its month."""

from __future__ import annotations

import re
from typing import NamedTuple

from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)

_TIGHT = re.compile(r"\s*([-/.年月日号])\s*")
_NAME = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})[日号]?",
        r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{2})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})[日号]?",
        r"(?P<y>3[2-9]|[4-9][0-9])(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>3[2-9]|[4-9][0-9])[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})",
        r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>3[2-9]|[4-9][0-9])",
        r"(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<m>[0-9]{1,2})[-.月](?P<d>[0-9]{1,2})[日号]?",
        r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})",
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? ?[-/.]?{_NAME},? ?[-/.]?(?P<y>[0-9]{{4}}|[0-9]{{2}})?",
        rf"{_NAME} ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}})|, (?P<yy>[0-9]{{2}}))?",
    )
]
_SHORT_YEAR = re.compile(r"[0-9]{6}|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}")


class Parts(NamedTuple):
    """A day as written, not yet known to exist; a year below 100 was written with two digits."""

    year: int | None
    month: int
    day: int


def tight(typed: str) -> str:
    """`typed` with digits for numerals and lunar names, and no space about its separators."""
    typed = typed.replace("正月", "1月").replace("冬月", "11月").replace("腊月", "12月").replace("初", "")
    return _TIGHT.sub(r"\1", arabic(typed)).strip()


def figures(typed: str, *, month_first: bool) -> Parts | None:
    """Year, month and day of a tight text; None if it is no day. `month_first` settles 3/5 without a year.

    Raises EntryError when only a four-digit year would tell the order.
    """
    for form in _FORMS:
        if found := form.fullmatch(typed):
            got = found.groupdict()
            year = int(written) if (written := got.get("y") or got.get("yy")) else None
            if got.get("a"):
                # With its year behind it a day comes first the world over; US order is never meant here.
                month, day = _order(int(got["a"]), int(got["b"]), month_first=month_first and year is None)
                return Parts(year, month, day)
            if got.get("name"):
                names = [name[:3].lower() for name in MONTHS]
                return Parts(year, names.index(got["name"]) + 1, int(got["d"]))
            return Parts(year, int(got["m"]), int(got["d"]))
    if _SHORT_YEAR.fullmatch(typed):
        raise EntryError(_("Write the year with four digits."))
    return None


def _order(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    if max(first, second) > 12:
        return min(first, second), max(first, second)
    return (first, second) if month_first else (second, first)
