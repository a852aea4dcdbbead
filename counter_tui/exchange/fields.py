"""How the cells of each column are read. Made once for a sheet.

A cell answers its value and why it, or a part of it, could not be taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from counter_tui import text as safe
from counter_tui.exchange.cells import DayOrder, birthday_of, code_of, day_of, rounded, text_of
from counter_tui.exchange.headers import OWN_NUMBERS
from counter_tui.exchange.own_numbers import read_own
from counter_tui.exchange.purchases import CERTIFICATE_LENGTH
from counter_tui.exchange.records import Day, Number
from counter_tui.exchange.sheets import Cell
from counter_tui.exchange.units import ONE, currency_in, is_own
from counter_tui.i18n import N_, _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic, plain
from counter_tui.shop.entry.choices import (
    HONORIFICS,
    KINDS,
    LABS,
    METALS,
    SEXES,
    STONES,
    YES_NO,
    Choice,
    find_choice,
    spot_choice,
)
from counter_tui.shop.entry.numbers import LIKELY_CARATS, LIKELY_GRAMS, read_carat, read_money, read_number, read_weight
from counter_tui.shop.entry.phones import split_phones
from counter_tui.shop.entry.rings import read_ring

PIECE_FIELDS = ("kind", "style", "piece", "metal", "weight", "stone", "carat", "lab", "cert", "ring", "engraving")
PIECE_FIELDS += ("gold_price", "labour", "price")
"""What is said of a piece, in the order of Ware."""
NOTHING = frozenset(("", "-", "--", "/", "无", "無", "n/a", "nil", "null", "none", "nan"))
"""What people write into a cell that is empty."""
NOBODY = {"散客", "零售", "零售客", "零售客户", "零售顾客", "无名", "匿名", "路人", "过路客", "临时客户", "现金客户"}
NOBODY |= {"普通顾客", "普通客户", "非会员", "walk-in", "walk in", "walkin", "walk-in customer", "walk in customer"}
NOBODY |= {"cash", "cash sale", "cash sales", "cash customer", "retail customer", "anonymous", "unknown", "guest"}
"""What tills call whoever gave no name."""
_UNSAID = frozenset(("未知", "保密", "不详", "unknown", "not stated"))
NO_NUMBER = frozenset(("有", "有证", "齐全", "待办", "待补", "在店", "随货", "yes", "pending", "tba"))
_MADE_ROUND = re.compile(r"[0-9](\.[0-9]+)?e\+[0-9]{2}", re.IGNORECASE)
_TICKED = frozenset(("1", "1.0", "y", "true", "√", "✓", "✔", "☑", "礼物", "送礼", "gift"))
_NOT_TICKED = frozenset(("0", "0.0", "×", "✗", "✘"))
_A_COUNT = re.compile(r"(?P<back>[-(] ?)?(?P<n>[0-9]+)(?:\.0*)? ?(?:\)|[件只枚条个对副粒颗套]|pcs?|pieces?)?\.?")
_RETURNED = re.compile(
    r"退[货款单回还]|[已全]退|退$|取消|作废|撤销|冲红|红冲"
    r"|\b(?:return(?:ed|s)?|refund(?:ed|s)?|cancel(?:l?ed)?|void(?:ed)?)\b"
)
_KEPT = re.compile(r"(?:未|无|没有?|不|可|不可以?|不能)(?:退|取消|作废)|\b(?:no|not|non|never|without)\b")
_PARTLY = re.compile(r"部分|\bpart(?:ly|ial|ially)?\b")
_A_FIGURE = re.compile(r"[0-9０-９,.，\s]+")
_LIKELY_SINCE = 1980  # no shop's list goes further back, but a slip does: 1924 for 2024
_LONGEST_CHINESE = 5  # characters of a whole name
_NOISE = 0.00001  # what a binary fraction adds by itself
_PLACES = 6  # of a figure in another unit
_REMEMBERED = 8192

Read = tuple[Any, Sequence[str]]
Reader = Callable[[Cell, str], Read]
"""Reads a cell that is not empty, told with its clean text."""


def readers(
    today: dt.date, region: str | None, scales: Mapping[str, Decimal], orders: Mapping[str, DayOrder]
) -> dict[str, Reader]:
    """The reader of each field of a list, in the order in which a row's problems are told.

    `scales` are what the figures of a column are multiplied by, `orders` how its days are written, where told.
    """

    def figures(name: str, read: Callable[[str], Decimal], places: int, likely: Decimal | None = None) -> Reader:
        return _number(read, places, scales.get(name, ONE), likely)

    def day(name: str, kind: str, *, lunar: bool) -> Reader:
        order = orders.get(name, DayOrder())
        return _refusable(lambda cell, _text: Day.of(kind, birthday_of(cell, today, order, lunar=lunar)))

    money, sale_days = partial(_own_money, region), orders.get("sale_date", DayOrder())
    piece = {
        "stone": _choice(STONES),
        "kind": _choice(KINDS),
        "style": _refusable(_code),
        "piece": _line(),
        "metal": _choice(METALS),
        "weight": figures("weight", read_weight, 3, LIKELY_GRAMS),
        "carat": figures("carat", read_carat, 3, LIKELY_CARATS),
        "lab": _lab,
        "cert": _certificate,
        "ring": _refusable(lambda _cell, text: read_ring(text, region)),
        "engraving": _line(),
        "gold_price": figures("gold_price", money, 2),
        "labour": figures("labour", money, 2),
        "price": figures("price", money, 2),
    }
    return {
        "name": _name,
        "surname": _half_a_name,
        "given": _half_a_name,
        "phone": partial(_phones, region),
        "phone2": partial(_phones, region),
        "sex": _sex,
        "birthday": day("birthday", "birthday", lunar=False),
        "lunar_birthday": day("lunar_birthday", "birthday", lunar=True),
        "anniversary": day("anniversary", "wedding", lunar=False),
        "address": _line(),
        "route": _line(),
        "occupation": _line(),
        "wechat": _line(),
        "email": _line(),
        "allergies": _line(),
        "best_hours": _line(),
        "offers": _yes_or_no(N_("This is neither yes nor no; left empty.")),
        "note": lambda cell, _text: _cut(cell, text_of(cell, safe.NOTE_LENGTH, lines=True), safe.NOTE_LENGTH),
        "member": _refusable(_code),
        **piece,
        "sale_date": partial(_sale_day, today, sale_days),
        "invoice": _refusable(_code),
        "clerk": _as_long_as_a_name,
        "quantity": _how_many,
        "status": _standing,
        "gift": _yes_or_no(N_("This is neither yes nor no; taken as no gift.")),
        **dict.fromkeys(OWN_NUMBERS, _own_number),
    }


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
    return lambda cell, text: _cut(cell, text if len(text) <= length else text[:length].rstrip(), length)


def _cut(cell: Cell, text: str, length: int) -> Read:
    """What there is room for, and a word if that is not all."""
    if not isinstance(cell, str) or len(cell) <= length or len(safe.clean(cell, len(cell), lines=True)) <= length:
        return text, ()
    return text, (_("Longer than {n} characters: the rest is left out.").format(n=length),)


_as_long_as_a_name = _line(safe.NAME_LENGTH)
_half_a_name = _line(safe.NAME_LENGTH // 2 - 1)


def _name(cell: Cell, text: str) -> Read:
    """A customer's name; None of somebody who gave none."""
    return (None, ()) if text.casefold() in NOBODY else _as_long_as_a_name(cell, text)


def whole_name(name: str | None, surname: str | None, given: str | None, *, given_first: bool) -> str | None:
    """A name, where it is not said out of its parts: 王芳 without a space, Peter Tan as the columns stand."""
    if name or not (surname and given):
        return name or surname or given
    if not (surname + given).isascii() and len(surname) + len(given) <= _LONGEST_CHINESE:
        return surname + given
    return f"{given} {surname}" if given_first else f"{surname} {given}"


def _code(cell: Cell, text: str) -> str:
    if _MADE_ROUND.fullmatch(text):
        raise EntryError(_("Excel has lost the last digits of this long number."))
    return text if isinstance(cell, str) else code_of(cell)


def _certificate(cell: Cell, text: str) -> Read:
    if text.casefold() in NO_NUMBER:
        return None, (_("This is no number of a certificate; left out."),)
    code, why = _refusable(_code)(cell, text)
    return (code, why) if why else _cut(cell, code[:CERTIFICATE_LENGTH], CERTIFICATE_LENGTH)


def _own_money(region: str | None, text: str) -> Decimal:
    """An amount in the money of the region; refused in another."""
    currency = None if _A_FIGURE.fullmatch(text.lstrip("¥￥$")) else currency_in(text)
    if currency and not is_own(currency, region):
        raise EntryError(_("This is the money of another place; left out."))
    return read_money(text)


def _number(read: Callable[[str], Decimal], places: int, scale: Decimal, likely: Decimal | None) -> Reader:
    """Reads figures; more than is `likely` is told, and taken as it stands."""
    exactly = Decimal(1).scaleb(-places)

    def scaled(cell: Cell, text: str) -> Decimal:
        if isinstance(cell, str) and not _A_FIGURE.fullmatch(text):
            return read(text)  # 30分 says its own unit
        figure = read_number(text if isinstance(cell, str) else text_of(rounded(cell, _PLACES)), _PLACES)
        return read(f"{(figure * scale).quantize(exactly):f}")

    def number(cell: Cell, text: str) -> Read:
        try:
            if scale != ONE:
                value = scaled(cell, text)
            else:
                value = read(text if isinstance(cell, str) else text_of(rounded(cell, places)))
        except EntryError as refusal:
            return None, (str(refusal),)
        if scale == ONE and isinstance(cell, float) and abs(cell - float(value)) > _NOISE:
            return value, (_("Rounded to {value}.").format(value=value),)
        if likely is not None and value > likely:
            return value, (_("That is a lot: look whether it is right. It is taken as it stands."),)
        return value, ()

    return number


def _choice(choices: tuple[Choice, ...]) -> Reader:
    def chosen(_cell: Cell, said: str) -> Read:
        found = find_choice(choices, said) or spot_choice(choices, said)
        return (found.code, ()) if found else (None, (_("Not in the list of choices; left empty."),))

    return chosen


def _sex(_cell: Cell, said: str) -> Read:
    """Sex and form of address."""
    if said.casefold() in _UNSAID:
        return ("", ""), ()
    sex, honorific = find_choice(SEXES, said), find_choice(HONORIFICS, said)
    if not sex and not honorific:
        return ("", ""), (_("Not in the list of choices; left empty."),)
    guessed = honorific.sex if honorific else None
    return ((sex.code if sex else guessed or ""), (honorific.code if honorific else "")), ()


def _yes_or_no(why: str) -> Reader:
    """Reads a yes or a no; None for anything else, and `why` (N_) it could not be taken."""

    def read(_cell: Cell, said: str) -> Read:
        if said.casefold() in _TICKED:
            return True, ()
        if said in _NOT_TICKED:
            return False, ()
        found = find_choice(YES_NO, said)
        return (found.code == "yes", ()) if found else (None, (_(why),))

    return read


def came_back() -> str:
    """Why what stands in a row is no purchase, though it looks like one."""
    return _("Something that came back, or was refunded: it is no purchase, and left out.")


def _how_many(_cell: Cell, said: str) -> Read:
    """The number of pieces that a row is about; 0 where they came back."""
    found = _A_COUNT.fullmatch(arabic(plain(said)))
    if not found:
        return None, (_("This is no number of pieces; taken as one."),)
    many = 0 if found["back"] else int(found["n"])
    if many == 0:
        return 0, (came_back(),)
    if many == 1:
        return 1, ()
    words = _("{n} pieces in one row: they become one piece. Look whether the price is that of all of them.")
    return many, (words.format(n=many),)


def _standing(_cell: Cell, said: str) -> Read:
    """0 where a purchase came back, as a number of pieces is; None where it stands."""
    words = plain(said)
    if not _RETURNED.search(words) or _KEPT.search(words):
        return None, ()
    if _PARTLY.search(words):
        return None, (_("Part of it came back: look whether the price is right. It is taken as it stands."),)
    return 0, (came_back(),)


def _sale_day(today: dt.date, order: DayOrder, cell: Cell, _text: str) -> Read:
    """A day of purchase; one of long ago is told, and taken as it stands."""
    try:
        day = day_of(cell, today, order)
    except EntryError as refusal:
        return None, (str(refusal),)
    if day.year < _LIKELY_SINCE:
        return day, (_("That is long ago: look whether the year is right. It is taken as it stands."),)
    return day, ()


def _lab(_cell: Cell, said: str) -> Read:
    known = find_choice(LABS, said)
    return (known.code if known else said), ()


def _own_number(_cell: Cell, said: str) -> Read:
    return read_own(said), ()


def _phones(region: str | None, cell: Cell, _text: str) -> Read:
    typed = f"{cell:.0f}" if isinstance(cell, int | float) else str(cell).strip()
    numbers, wrong = [], []
    for entry in split_phones(typed, region):
        if numbers and entry.typed.lower() in NOTHING:
            continue
        numbers.append(Number(entry.typed, entry.e164, entry.region, entry.kind, entry.verified))
        if not entry.verified and any(char.isdigit() for char in entry.typed) and not entry.digits:
            wrong.append(_("Excel has lost digits of this number; kept as typed."))
        elif not entry.verified:
            wrong.append(_("This is no phone number; kept as typed, unverified."))
    return tuple(numbers), wrong
