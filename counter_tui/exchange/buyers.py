"""Who a row of a list is about: what its cells say of a customer, put together and each in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from counter_tui.exchange.persons import LINES
from counter_tui.exchange.records import Buyer, Day, Number
from counter_tui.i18n import N_, _
from counter_tui.shop.address import several, without_title
from counter_tui.shop.entry.choices import HONORIFICS, find_choice

MEMBER = N_("Member number {n}")
"""The line of a note that holds the number of a customer's card."""
_REMEMBERED = 8192
_CLOSING = tuple(")）]】")
_REMARK = re.compile(
    r"(.*[^\s(（\[【])\s*[(（\[【]\s*([^()（）\[\]【】]*[\u4e00-\u9fff][^()（）\[\]【】]*|[A-Z0-9+]+)\s*[)）\]】]"
)


def buyers(values: Mapping[str, Sequence[Any]]) -> Iterator[Buyer]:
    """Who each of some rows is about; `values` are those of every field, a value for each row."""
    phones = map(_numbers, values["phone"], values["phone2"])
    days = zip(values["birthday"], values["lunar_birthday"], values["anniversary"], strict=True)
    said = (values[name] for name in ("name", "sex", "note", "member", "offers", "own_customer"))
    return map(_buyer, phones, days, *said, *(values[name] for name in LINES))


def _buyer(
    phones: tuple[Number, ...],
    said: tuple[Day | None, ...],
    name: str | None,
    sex: tuple[str, str] | None,
    note: str | None,
    member: str | None,
    offers: bool | None,
    number: str | None,
    *lines: str | None,
) -> Buyer:
    """Who a row is about; sex, form of address and a remark may stand in the name."""
    name, remark = _without_remark(name or "")
    note = "\n".join(filter(None, (remark, note)))
    sex, honorific, name = _spoken_to(name, *(sex or ("", "")))
    days = tuple([day for day in said if day])
    if member:
        note = "\n".join(filter(None, (note, _(MEMBER).format(n=member))))
    return Buyer(
        name or (phones[0].typed if phones else ""),
        phones,
        days if len(days) < 2 else _each_once(days),
        sex,
        honorific,
        *[line or "" for line in lines],
        note or "",
        offers,
        number,
    )


def _without_remark(name: str) -> tuple[str, str]:
    """王芳(老客户) and 王芳（VIP） are 王芳, with a remark; what may be another name stays: 陈大文 (Peter)."""
    if name[-1:] not in _CLOSING:
        return name, ""
    found = _REMARK.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


@lru_cache(maxsize=_REMEMBERED)
def _spoken_to(name: str, sex: str, honorific: str) -> tuple[str, str, str]:
    """Sex, form of address and name; a form of address that stands in a name goes where it belongs, if it agrees."""
    if several(name):
        return sex, honorific, name
    named_sex, named = _named_so(name)
    sex = sex or named_sex
    if not named or named_sex not in ("", sex) or honorific not in ("", named):
        return sex, honorific, name
    return sex, named, without_title(name)


def _each_once(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """A day that two columns say is one day; with its year, if one of them knows it."""
    found: dict[Day, Day] = {}
    for day in days:
        known = found.setdefault(replace(day, year=None), day)
        if known.year is None and day.year is not None:
            found[replace(day, year=None)] = day
    return tuple(found.values())


def _named_so(name: str) -> tuple[str, str]:
    """Sex and form of address that stand in a name: 王女士, Mr Tan."""
    return _titled(name[-2:], name.split(" ")[0]) if len(name) > 2 else ("", "")


@lru_cache(maxsize=_REMEMBERED)
def _titled(*ends: str) -> tuple[str, str]:
    honorific = next((known for end in ends if (known := find_choice(HONORIFICS, end))), None)
    return (honorific.sex or "", honorific.code) if honorific else ("", "")


def _numbers(first: tuple[Number, ...] | None, second: tuple[Number, ...] | None) -> tuple[Number, ...]:
    """The numbers of both columns, none twice."""
    if not second:
        return first or ()
    found: dict[str, Number] = {}
    for number in (*(first or ()), *second):
        found.setdefault(number.e164 or number.typed, number)
    return tuple(found.values())
