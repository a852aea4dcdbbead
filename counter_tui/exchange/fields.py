"""How the cells of each column are read. Made once for a sheet.

A cell answers its value and why it, or a part of it, could not be taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from counter_tui import text as safe
from counter_tui.exchange.cells import birthday_of, code_of, day_of, rounded, text_of
from counter_tui.exchange.records import Day, Number
from counter_tui.exchange.sheets import Cell
from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import (
    HONORIFICS,
    KINDS,
    LABS,
    METALS,
    SEXES,
    STONES,
    Choice,
    find_choice,
    spot_choice,
)
from counter_tui.shop.entry.numbers import read_carat, read_money, read_weight
from counter_tui.shop.entry.phones import split_phones
from counter_tui.shop.entry.rings import read_ring

PIECE_FIELDS = ("kind", "style", "piece", "metal", "weight", "stone", "carat", "lab", "cert", "ring", "engraving")
PIECE_FIELDS += ("gold_price", "labour", "price")
"""What is said of a piece, in the order of Ware."""
NOTHING = frozenset(("", "-", "--", "/", "无", "無", "n/a", "nil"))
"""What people write into a cell that is empty."""
_NOISE = 0.00001  # what a binary fraction adds by itself
_REMEMBERED = 8192

Read = tuple[Any, Sequence[str]]
Reader = Callable[[Cell, str], Read]
"""Reads a cell that is not empty, told with its clean text."""


def readers(today: dt.date, region: str | None) -> dict[str, Reader]:
    """The reader of each field of a list, in the order in which a row's problems are told."""
    piece = {
        "stone": _choice(STONES),
        "kind": _choice(KINDS),
        "style": _refusable(_code),
        "piece": _line(),
        "metal": _choice(METALS),
        "weight": _number(read_weight, 3),
        "carat": _number(read_carat, 3),
        "lab": _lab,
        "cert": _refusable(_code),
        "ring": _refusable(lambda _cell, text: read_ring(text, region)),
        "engraving": _line(),
        "gold_price": _number(read_money, 2),
        "labour": _number(read_money, 2),
        "price": _number(read_money, 2),
    }
    return {
        "name": _line(safe.NAME_LENGTH),
        "phone": partial(_phones, region),
        "phone2": partial(_phones, region),
        "sex": _sex,
        "birthday": _day("birthday", today, lunar=False),
        "lunar_birthday": _day("birthday", today, lunar=True),
        "anniversary": _day("wedding", today, lunar=False),
        "address": _line(),
        "route": _line(),
        "occupation": _line(),
        "wechat": _line(),
        "email": _line(),
        "note": lambda cell, _text: (text_of(cell, safe.NOTE_LENGTH, lines=True), ()),
        "member": _refusable(_code),
        **piece,
        "sale_date": _refusable(lambda cell, _text: day_of(cell, today)),
        "invoice": _refusable(_code),
        "clerk": _line(safe.NAME_LENGTH),
    }


def named_so(name: str) -> tuple[str, str]:
    """Sex and form of address that stand in a name: 王女士, Mr Tan."""
    return _titled(name[-2:], name.split(" ")[0]) if len(name) > 2 else ("", "")


@lru_cache(maxsize=_REMEMBERED)
def _titled(*ends: str) -> tuple[str, str]:
    honorific = next((known for end in ends if (known := find_choice(HONORIFICS, end))), None)
    return (honorific.sex or "", honorific.code) if honorific else ("", "")


@lru_cache(maxsize=_REMEMBERED)
def seen_in(piece: str) -> tuple[str, str, str]:
    """Kind, metal and stone that are named somewhere in the name of a piece."""
    kind, metal, stone = (spot_choice(choices, piece) for choices in (KINDS, METALS, STONES))
    return kind.code if kind else "", metal.code if metal else "", stone.code if stone else ""


def _refusable(read: Callable[[Cell, str], object]) -> Reader:
    def refusing(cell: Cell, text: str) -> Read:
        try:
            return read(cell, text), ()
        except EntryError as refusal:
            return None, (str(refusal),)

    return refusing


def _line(length: int = safe.LINE_LENGTH) -> Reader:
    return lambda _cell, text: (text if len(text) <= length else text[:length].rstrip(), ())


def _code(cell: Cell, text: str) -> str:
    return text if isinstance(cell, str) else code_of(cell)


def _number(read: Callable[[str], Decimal], places: int) -> Reader:
    def number(cell: Cell, text: str) -> Read:
        try:
            value = read(text if isinstance(cell, str) else text_of(rounded(cell, places)))
        except EntryError as refusal:
            return None, (str(refusal),)
        if isinstance(cell, float) and abs(cell - float(value)) > _NOISE:
            return value, (_("Rounded to {value}.").format(value=value),)
        return value, ()

    return number


def _choice(choices: tuple[Choice, ...]) -> Reader:
    def chosen(_cell: Cell, said: str) -> Read:
        found = find_choice(choices, said) or spot_choice(choices, said)
        return (found.code, ()) if found else (None, (_("Not in the list of choices; left empty."),))

    return chosen


def _sex(_cell: Cell, said: str) -> Read:
    """Sex and form of address."""
    sex, honorific = find_choice(SEXES, said), find_choice(HONORIFICS, said)
    if not sex and not honorific:
        return ("", ""), (_("Not in the list of choices; left empty."),)
    guessed = honorific.sex if honorific else None
    return ((sex.code if sex else guessed or ""), (honorific.code if honorific else "")), ()


def _lab(_cell: Cell, said: str) -> Read:
    known = find_choice(LABS, said)
    return (known.code if known else said), ()


def _day(kind: str, today: dt.date, *, lunar: bool) -> Reader:
    return _refusable(lambda cell, _text: Day.of(kind, birthday_of(cell, today, lunar=lunar)))


def _phones(region: str | None, cell: Cell, _text: str) -> Read:
    typed = f"{cell:.0f}" if isinstance(cell, int | float) else str(cell).strip()
    numbers, wrong = [], []
    for entry in split_phones(typed, region):
        numbers.append(Number(entry.typed, entry.e164, entry.region, entry.kind, entry.verified))
        if not entry.verified and any(char.isdigit() for char in entry.typed) and not entry.digits:
            wrong.append(_("Excel has lost digits of this number; kept as typed."))
        elif not entry.verified:
            wrong.append(_("This is no phone number; kept as typed, unverified."))
    return tuple(numbers), wrong
