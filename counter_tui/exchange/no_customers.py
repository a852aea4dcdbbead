"""Rows of a list that are about no customer: sums, titles, footnotes, days that head a group."""

from __future__ import annotations

import re
from functools import lru_cache

from counter_tui.i18n import _
from counter_tui.shop.entry.chinese import plain

_TOTALS = re.compile(
    r".*([合总小共累]\s*计|平均).*|本页.*|共\s*[0-9]+\s*[笔件单位人条名行].*"
    r"|(sub-?total|grand total|totals?|average)\b.*|sum(\s+(of|total)\b.*|[\W\d]*)"
)
"""Sum Wing Yan is a customer: in Hong Kong and Singapore the word for a total is a surname too."""
_OF_TOTALS = frozenset("计均页共stga")
_FOOTNOTE = re.compile(
    r"(注|备注|说明|制表|填表|审核|打印|日期|营业员|导购|店员|销售员|经手人|门店|店铺|柜台|note|date|clerk|prepared by"
    r"|printed)\w*\s*[:].*"
)
_A_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月](\d{1,2}日?)?.*|\d{1,2}[/.]\d{1,2}[/.]\d{4}.*")
"""Where a name should be: the heading of a group of rows."""
_ONLY_A_DAY = re.compile(r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?: [0-9:]+)?")
_TITLE = re.compile(
    r".*(?:登记|台[账帐]|明细|记录|名单|汇总|报表|季度)|(?:\d{4}年)?(?:\d{1,2}|十?[一二三四五六七八九十])月份?|\d{4}年?(?:度)?"
    r"|.*\b(?:list|register|log|repairs|returns)"
)
"""Alone in its row: the title of those below it."""
_LONGEST_FOOTLESS = 20  # characters of a name that stands alone in its row


def is_sum(filled: list[str]) -> bool:
    """Whether a row is a total."""
    for text in filled[:2]:  # noqa: SIM110 - of each of many rows, and any() takes longer
        if not _OF_TOTALS.isdisjoint(text.casefold()) and _is_total(text):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    return bool(_TOTALS.fullmatch(plain(text)))


def is_a_day(name: str) -> bool:
    """Whether a day stands where a name should be, and nothing else."""
    return name[0].isdigit() and bool(_ONLY_A_DAY.fullmatch(plain(name)))


def no_customer() -> str:
    """Why a row is left out that has a name."""
    return _("This does not look like a customer.")


def refusal(name: str | None, *, alone: bool, title: bool) -> str:
    """Why a row without a number is about no customer, "" if it is.

    `alone`: nothing but its name stands there; `title`: in a table of several columns, so that it may be one.
    """
    if not name:
        return _("There is neither a name nor a phone number.")
    said = plain(name)
    if (alone and len(name) > _LONGEST_FOOTLESS) or (title and _TITLE.fullmatch(said)):
        return no_customer()
    return no_customer() if _FOOTNOTE.fullmatch(said) or _A_DAY.fullmatch(said) else ""
