"""The unit that stands in a column's name, 石重(分) or Amount (USD), and the currency in a cell."""

from __future__ import annotations

import re
from decimal import Decimal

from counter_tui.shop.entry.chinese import plain

IN_BRACKETS = re.compile(r"\(([^)]*)\)|（([^）]*)）|\[([^]]*)\]")

_CURRENCIES = {
    "CN": "rmb cny 人民币",
    "HK": "hkd hk$ 港币 港元 港纸",
    "MO": "mop mop$ 澳门币 葡币",
    "TW": "twd ntd nt$ 新台币 台币",
    "SG": "sgd s$ 新币 新加坡元",
    "MY": "myr rm 马币 令吉",
    "": "usd us$ 美元 美金 eur € 欧元 gbp £ 英镑 jpy 日元 日币 krw ₩ 韩元 aud a$ 澳元 cad c$ 加元 thb 泰铢 vnd idr",
}
"""Of each region; last those of none."""
_WHOSE = {word: region for region, words in _CURRENCIES.items() for word in words.split()}
_LONGEST_FIRST = sorted(_WHOSE, key=len, reverse=True)

_MONEY = {"元": "1", "圆": "1", "¥": "1", "￥": "1", "$": "1", "万": "10000", "万元": "10000"}
_A_GRAM = dict.fromkeys(("元/克", "元/g", "/克", "/g", "每克", "per g", "per gram", "a gram", "rmb/g"), "1")
_WEIGHTS = dict.fromkeys(("g", "gr", "gm", "gms", "gram", "grams", "克", "公克"), "1")
_CARATS = dict.fromkeys(("ct", "cts", "carat", "carats", "克拉", "卡"), "1")
_POINTS = dict.fromkeys(("分", "pt", "pts", "point", "points"), "0.01")
_NOT_OURS = {"钱", "两", "斤", "qian", "tael", "taels", "tola", "oz", "ounce", "ounces", "/两", "元/两", "/oz", "元/件"}
_NOT_OURS |= {"per tael", "per oz", "/件", "/pc", "per piece"}
_FITTING = {
    "weight": {**_WEIGHTS, "kg": "1000", "千克": "1000", "公斤": "1000", "mg": "0.001", "毫克": "0.001"},
    "carat": {**_CARATS, **_POINTS, **dict.fromkeys(_WEIGHTS, "5")},
    "gold_price": {**_MONEY, **_A_GRAM},
    "labour": _MONEY,
    "price": _MONEY,
}
"""What figures in a unit are multiplied by: grams, carats (five to the gram), money, for the gold price a gram."""
_UNITS = {unit for fitting in _FITTING.values() for unit in fitting} | _NOT_OURS
ONE = Decimal(1)


def scale(field: str, header: str, region: str | None) -> Decimal | None:
    """What the figures of a column called `header` are multiplied by to be what `field` holds.

    None where its unit cannot be made that one: a qian is 3.125, 3.743 or 5 grams, and another money is another money.
    """
    fitting = _FITTING.get(field)
    if fitting is None:
        return ONE
    for found in IN_BRACKETS.finditer(header):
        unit = plain(next(filter(None, found.groups()), "")).casefold().strip()
        if unit in fitting:
            return Decimal(fitting[unit])
        if unit in _UNITS or (unit in _WHOSE and not is_own(unit, region)):
            return None
    return ONE


def other_unit(header: str, region: str | None) -> str:
    """The unit or money in brackets in a column's name that no field holds; "" for none."""
    for found in IN_BRACKETS.finditer(header):
        said = next(filter(None, found.groups()), "").strip()
        unit = plain(said).casefold()
        if unit in _NOT_OURS or (unit in _WHOSE and not is_own(unit, region)):
            return said
    return ""


def is_own(currency: str, region: str | None) -> bool:
    """Whether a word for a currency means the money of the shop's region; in no known region it may."""
    return region not in _CURRENCIES or _WHOSE[currency] == region


def currency_in(text: str) -> str | None:
    """The word for a certain currency that an amount begins or ends with."""
    said = plain(text).casefold().strip()
    return next((word for word in _LONGEST_FIRST if said.startswith(word) or said.endswith(word)), None)
