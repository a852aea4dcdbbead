"""The forms of address a shop uses for its customers: 张女士, Ms Zhang, Mr Carter."""

from __future__ import annotations

import re
from functools import lru_cache

from counter_tui.i18n import _, language
from counter_tui.pinyin import is_han
from counter_tui.shop.entry.choices import HONORIFICS

_OF_TWO = """
欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 轩辕 夏侯 长孙 宇文 独孤 南宫 百里 歐陽 諸葛 東方 尉遲 公孫 軒轅
"""
_LATIN = """
zhang wang li liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang
feng yu dong xiao cheng cao yuan deng fu shen zeng peng lü lu su jiang cai jia ding wei xue ye yan pan du dai xia
zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng chan wong
lee cheung lam ng leung ho lau tsang kwok chow yeung tam lim goh ong teo koh chua sim chong
"""
_COMPOUND, _ROMANISED = frozenset(_OF_TWO.split()), frozenset(_LATIN.split())
_POLITE = {"f": "ms", "m": "mr"}
_TITLES = {word for choice in HONORIFICS for word in (choice.code, *choice.words)} - {"sister", "brother"}
_BEHIND = "|".join(word for word in _TITLES if len(word) > 1 and not word.isascii())
_BEFORE = "|".join(re.escape(word) for word in _TITLES if word.isascii())
_TITLED, _LATIN_TITLED = re.compile(rf"(.{{2,}}?)\s*(?:{_BEHIND})"), re.compile(rf"(?:{_BEFORE}) (.+)", re.IGNORECASE)
_SEVERAL = re.compile(rf".*(?:[/／、,，;；&＆+]|(?:{_BEHIND}).*(?:{_BEHIND})$)")
"""李先生/王女士, Mr & Mrs Tan"""
_FAMILIAR = "小老"
"""小王 and 老张 are 王 and 张."""


def address(name: str, sex: str, honorific: str = "") -> str:
    """How a customer is spoken to: 张女士, Ms Zhang, Mr Carter; the whole name when nothing is known.

    A Chinese name gives its surname first, a Latin one last; an honorific on file (such as 老师 or Dr) wins.
    `sex` and `honorific` are codes of entry.choices.
    """
    surname = _surname(without_title(name))
    title = next((choice for choice in HONORIFICS if choice.code == (honorific or _POLITE.get(sex))), None)
    if title is None or not surname:
        return name
    if _is_chinese(name):
        return f"{surname}{title.words[0]}"
    return f"{surname}{_(title.label)}" if language() == "zh_CN" else f"{_(title.label)} {surname}"


@lru_cache(maxsize=8192)
def without_title(name: str) -> str:
    """王芳女士 is 王芳, and Mr Tan Wei Ming is Tan Wei Ming; a surname keeps its title: 王女士, Mr Tan."""
    if several(name):
        return name
    if _is_chinese(name):
        found = _TITLED.fullmatch(name)
        return found[1] if found and found[1] not in _COMPOUND else name
    found = _LATIN_TITLED.fullmatch(name)
    return found[1] if found and len(found[1].split()) > 1 else name


def several(name: str) -> bool:
    """Whether a name is that of a couple or a family: 李先生/王女士, Mr & Mrs Tan."""
    return bool(_SEVERAL.match(name))


def _is_chinese(name: str) -> bool:
    return any(map(is_han, name))


def _surname(name: str) -> str:
    """The surname; "" of who is only called by a pet name, 阿芳."""
    if not _is_chinese(name):
        return _latin_surname(name)
    if name[:2] in _COMPOUND:
        return name[:2]
    if len(name) == 2 and name[0] in _FAMILIAR:
        return name[1]
    return "" if name.startswith("阿") else name[:1]


def _latin_surname(name: str) -> str:
    """Tan Mei Ling and Zhang Xiaohong give the surname first, Emily Chan and Zoë Carter last."""
    words = name.split() or [""]
    first_is_surname = words[0].lower() in _ROMANISED and words[-1].lower() not in _ROMANISED
    return words[0] if first_is_surname else words[-1]
