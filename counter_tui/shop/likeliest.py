"""Of the customers that fit what was typed, who is meant: a whole name before a surname before a name further on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from counter_tui import pinyin
from counter_tui.shop.search_keys import NAME, PINYIN

WHOLE, BEGINS, INSIDE = 2, 1, 0


def likeliness(name: str, typed: Sequence[str], just: Sequence[str]) -> tuple[int, int]:
    """How well a customer fits the folded words `typed`, to compare by: all of them together first, then one by one.

    `just` is for each word the key that is just it, "" if the customer has none. Only for those who fit: it is a
    guess that never looks at more than the first two characters of a Chinese name.
    """
    if len(typed) == 1:
        return _fit(name, typed[0], just[0]), 0
    return _fit(name, "".join(typed), ""), sum(map(_fit, [name] * len(typed), typed, just))


def opening_part(name: str) -> str:
    """What of a name is looked at for how it may begin: two Chinese characters, or all of a Latin name."""
    return name[:2] if pinyin.is_han(name[:1]) else name


def _fit(name: str, typed: str, just: str) -> int:
    if just and just[0] not in (NAME, PINYIN):
        return WHOLE
    if typed.isdigit() or not _begins(opening_part(name), typed):
        return INSIDE
    return WHOLE if _is_whole(name, typed) else BEGINS


@lru_cache(maxsize=8192)
def _begins(first: str, typed: str) -> bool:
    """Whether a name that opens with `first` begins as typed, or is the beginning of what is typed."""
    return any(opening.startswith(typed) or typed.startswith(opening) for opening in openings(first))


@lru_cache(maxsize=4096)
def _is_whole(name: str, typed: str) -> bool:
    return pinyin.matches(name, typed) == WHOLE + 1


@lru_cache(maxsize=8192)
def openings(first: str) -> tuple[str, ...]:
    """How a name may begin as typed: the first two characters in any way; a Latin name from its first word, or from
    the surname if it is the last of two."""
    units = pinyin.units(first)
    if not units or not pinyin.is_han(units[0]):
        return ("".join(units), *units[1:2]) if len(units) == 2 else ("".join(units),)
    written = pinyin.spellings(first)
    ways = {"".join(way) for spelt in written for way in product(*((unit, unit[:1]) for unit in spelt))}
    return ("".join(units), *sorted(ways))
