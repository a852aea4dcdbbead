"""Typed text made plain for the readers: widths folded, characters simplified, Chinese numerals as digits."""

from __future__ import annotations

import re
from functools import lru_cache

from counter_tui import text as safe
from counter_tui.pinyin import simplify

_DASHES = str.maketrans("−–—‐‑⁄", "-----/")
_DIGIT = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGIT |= {"六": 6, "七": 7, "八": 8, "九": 9}
_RUN = re.compile("[零〇○一二两三四五六七八九十廿卅]+")
_TENS = re.compile("([二三四五六七八九]?十|廿|卅)([一二三四五六七八九]?)")


@lru_cache(maxsize=4096)  # a spreadsheet says the same few words in every row
def plain(text: str) -> str:
    """`text` folded to plain width and lower case, in simplified characters, every dash a hyphen."""
    return simplify(safe.fold(text).lower()).translate(_DASHES).strip()


def arabic(text: str) -> str:
    """`text` with each Chinese numeral up to 99, or digit by digit, in ASCII: 二十三 → 23, 一九九〇 → 1990.

    A run that is no numeral stays as it is.
    """
    return _RUN.sub(lambda run: _number(run[0]) or run[0], text)


def numeral(number: int) -> str:
    """1 to 30 as lunar months and days are written: 8 → 八, 12 → 十二, 20 → 二十, 23 → 廿三."""
    ones = "〇一二三四五六七八九"[number % 10]
    if number % 10 == 0:
        return ("十", "二十", "三十")[number // 10 - 1]
    return ("", "十", "廿")[number // 10] + ones


def _number(run: str) -> str | None:
    if all(char in _DIGIT for char in run):
        return "".join(str(_DIGIT[char]) for char in run)
    found = _TENS.fullmatch(run)
    if not found:
        return None
    tens = {"十": 1, "廿": 2, "卅": 3}.get(found[1]) or _DIGIT[found[1][0]]
    return str(tens * 10 + _DIGIT.get(found[2], 0))
