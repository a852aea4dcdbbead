"""Money, weights and carats as typed at a counter or found in a ledger. Decimals only, never a float."""

from __future__ import annotations

import re
from decimal import Decimal

from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import plain

MOST_MONEY = Decimal("99999999.99")
MOST_GRAMS = Decimal("99999.999")
MOST_CARATS = Decimal("9999.999")
LIKELY_GRAMS = Decimal(1000)
"""More than this is asked about: the heaviest piece sold over a counter is the one-kilogram bar."""
LIKELY_CARATS = Decimal(30)
"""More than this is asked about: 1012 is rather 10.12 without its point than a stone of 200 g."""
CENT, MILLIGRAM = Decimal("0.01"), Decimal("0.001")

_CURRENCY = r"(?:人民币|新台币|港币|港元|台币|澳门币|新币|马币|rmb|cny|hkd|twd|ntd|sgd|myr|mop)?"
_SIGN = r"(?:[¥￥]|hk\$|nt\$|s\$|mop\$|rm|\$)?"
_MONEY = re.compile(rf"{_CURRENCY} ?{_SIGN} ?(?P<n>[^ ]*?) ?(?P<wan>万)? ?{_SIGN}(?:元|圆|块)?整? ?{_CURRENCY}")
_GRAMS = re.compile(r"(?P<n>.*?) ?(?:g|gr|gm|grams?|克|公克)?")
_CARATS = re.compile(r"(?P<n>.*?) ?(?:(?P<points>分|points?|pts?)|cts?|carats?|克拉|卡)?")
_PLAIN_MONEY = re.compile(r"[¥￥]?((?:[0-9]{1,8}|[0-9]{1,2}(?:,[0-9]{3}){2}|[0-9]{1,3},[0-9]{3})(?:\.[0-9]{1,2})?)")
_PLAIN_GRAMS = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
_OTHER_WEIGHT = re.compile(r"钱|两|斤|oz|ounce|tael|kg|mg|千克|毫克")
_NUMBER = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})?(?:\.(?P<rest>[0-9]*))?")


def read_money(text: str) -> Decimal:
    """An amount with two places: 1280, ￥1,280.00, HK$1,280, 1280元, 1.28万. Raises EntryError."""
    if simple := _PLAIN_MONEY.fullmatch(text):
        return Decimal(simple[1].replace(",", "")).quantize(CENT)
    found = _MONEY.fullmatch(plain(text))
    amount = read_number(found["n"] if found else "", 4 if found and found["wan"] else 2, MOST_MONEY)
    if found and found["wan"]:
        amount *= 10000
        _not_over(amount, MOST_MONEY)
    return amount.quantize(CENT)


def read_weight(text: str) -> Decimal:
    """Grams with three places: 3.21, 3.21g, 3.21克. Raises EntryError.

    Other units are refused: a qian is 3.125, 3.743 or 5 grams, by place and by age of the scales.
    """
    if _PLAIN_GRAMS.fullmatch(text):
        return Decimal(text).quantize(MILLIGRAM)
    typed = plain(text)
    if other := _OTHER_WEIGHT.search(typed):
        raise EntryError(_("This weight is in {unit}: write how many grams it is.").format(unit=other[0]))
    found = _GRAMS.fullmatch(typed)
    return read_number(found["n"] if found else "", 3, MOST_GRAMS, "3.21").quantize(MILLIGRAM)


def read_carat(text: str) -> Decimal:
    """Carats with two or three places: 0.30, 0.30ct, 30分 (points, 100 to the carat). Raises EntryError."""
    found = _CARATS.fullmatch(plain(text))
    points = found and found["points"]
    carats = read_number(found["n"] if found else "", 1 if points else 3, MOST_CARATS, "30" if points else "0.30")
    carats = (carats / 100 if points else carats).quantize(MILLIGRAM)
    return carats.quantize(CENT) if carats == carats.quantize(CENT) else carats


def read_number(text: str, places: int = 0, most: Decimal = MOST_MONEY, like: str = "") -> Decimal:
    """A number from 0 to `most`, at most `places` decimals, commas by thousands; `like` is an example for the sentence
    where no money is meant. Raises EntryError."""
    typed = plain(text)
    found = _NUMBER.fullmatch(typed)
    if not found or not any(char.isdigit() for char in typed):
        money = _("Write a number, like 1280 or 1,280.50.")
        raise EntryError(_("Write a number, like {example}.").format(example=like) if like else money)
    number = Decimal(typed.replace(",", ""))
    if typed.startswith("-"):
        raise EntryError(_("It cannot be less than zero."))
    if len((found["rest"] or "").rstrip("0")) > places:
        raise EntryError(_too_many_places(places))
    _not_over(number, most)
    return number


def _too_many_places(places: int) -> str:
    if places == 0:
        return _("Write a whole number.")
    return _("Write at most {places} digits after the point.").format(places=places)


def _not_over(number: Decimal, most: Decimal) -> None:
    if number > most:
        raise EntryError(_("That is more than {most}.").format(most=f"{int(most):,}"))
