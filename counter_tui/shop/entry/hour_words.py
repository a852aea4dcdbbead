"""The words and signs clerks write hours with, in both languages, as tokens; and what a written time means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.chinese import arabic, plain
from counter_tui.shop.entry.dates import read_time
from counter_tui.shop.entry.hours import DAY_MINUTES, EVERY_DAY, WHOLE_DAY, Span

_HALF_DAY = DAY_MINUTES // 2
_NUMERALS = {char: n for n, char in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7}
_WEEKDAYS = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}
_GROUPS = {
    "每天|天天|每日|daily|every ?day|any ?day": EVERY_DAY,
    "工作日|平日|平时|平常|weekdays?|work ?days?|working days?": frozenset(range(1, 6)),
    "周末|双休日?|休息日|weekends?": frozenset((6, 7)),
}
_PERIODS: dict[str, Span] = {
    "上午|早上|早晨|清晨|mornings?|am": (6 * 60, 12 * 60),
    "中午|午间|午休|noon|noontime|midday|lunch|lunchtime": (11 * 60 + 30, 13 * 60 + 30),
    "下午|午后|afternoons?|pm": (12 * 60, 18 * 60),
    "傍晚": (17 * 60, 19 * 60),
    "晚上|晚间|夜间|夜里|夜晚|evenings?|nights?": (18 * 60, 22 * 60),
    "全天|整天|随时|任何时间|all day|whole day|any ?time": WHOLE_DAY,
}
_SIGNS = {
    "not_behind": "除外|以外|之外|外|不行|不方便|不便|不接|没空|勿扰",
    "not_before": "除了|除|避开|not|but not|except|no|never|avoid",
    "not_either": "不要|别|勿|不",
    "onwards": "以后|之后|过后|后|起|开始|onwards|or later",
    "earlier": "以前|之前|前|or earlier",
    "after": "after|from|since|自|从",
    "before": "before|until|till|by",
    "between": "between",
    "to": "to|到|至|-|~",
    "and": "and|or|和|或者|或|及|与|跟",
    "comma": "[,/&+]",
    "stop": "[;.\n]",
}
_FILLER = (
    "可以|方便|都行|打电话|打|电话|来电|联系|接听|接|比较|最好|有空|之间|时间|时段|只能|只|在|的|都|也|每|个|"
    "on|at|in|the|only|please|best|calls?|call me|is|are|fine|ok|hours|every|[ \t()]+"
)
_CLOCK = (
    r"(?P<half>凌晨|清晨|早上|早晨|早|上午|中午|下午|午后|傍晚|晚上|晚间|夜晚|夜间|夜里|晚)? ?"
    r"(?<![0-9])(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2})|(?P<hm>[0-9]{2})"
    r"|[点时]钟?(?:(?P<part>半|[13]刻)|(?P<cm>[0-9]{1,2})分?|整)?)?(?![0-9:])"
    r"(?: ?(?P<ap>[ap])\.?m(?![a-z])\.?)?(?: ?o'?clock(?![a-z]))?"
)
_HALVES = {"早晨": "早上", "晚间": "晚上", "夜间": "晚上", "夜晚": "晚上"}


def _either(words: str) -> str:
    """A pattern for some words, the longest first; Latin ones stand alone."""
    ordered = sorted(words.split("|"), key=len, reverse=True)
    return "|".join(rf"(?<![a-z]){word}(?![a-z])" if word[0].isalpha() and word.isascii() else word for word in ordered)


_TOKEN = re.compile(
    "|".join(
        [
            f"(?P<clock>{_CLOCK})",
            r"(?:周|星期|礼拜)(?P<cn>[1-7]{1,6})(?![0-9点时:])",
            r"(?<![a-z])(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nes|nesday|rs?|rsday|urday)?s?(?![a-z])\.?",
            f"(?P<group>{_either('|'.join(_GROUPS))})",
            *(f"(?P<{kind}>{_either(words)})" for kind, words in _SIGNS.items()),
            f"(?P<period>{_either('|'.join(_PERIODS))})",
            f"(?P<filler>{_either(_FILLER)})",
        ]
    )
)
_WEEK = "(?:周|星期|礼拜)"
_DAY_RANGE = re.compile(
    f"{_WEEK}([一二三四五六日天1-7]) ?(?:-|~|到|至) ?{_WEEK}?([一二三四五六日天1-7])(?![0-9:点时十])"
)
_DAY_RUN = re.compile(f"{_WEEK}([一二三四五六日天]+)")
_ABOUT = re.compile("[一二两三四五六七八九]{2,}[点时]")  # 两三点: two or three o'clock


class UnclearError(Exception):
    """It can't be understood, or could mean two things."""


class Clock(NamedTuple):
    """A time as written: its half of the day may be missing. `exact`: with minutes; `padded`: 08:00."""

    hour: int
    minute: int
    half: str
    exact: bool
    padded: bool


class Token(NamedTuple):
    """A word or sign: its kind, and for clock, days and period what it says."""

    kind: str
    value: Any = None


def tokens(text: str) -> Iterator[Token]:
    """What was typed, word by word, without what says nothing. Raises UnclearError at a word that is not known."""
    typed = _DAY_RANGE.sub(r"周\1 - 周\2 ", plain(text))
    typed = _DAY_RUN.sub(lambda found: f"周{''.join(str(_NUMERALS[char]) for char in found[1])} ", typed)
    if _ABOUT.search(typed):
        raise UnclearError
    typed, at = arabic(typed), 0
    while at < len(typed):
        found = _TOKEN.match(typed, at)
        if not found:
            raise UnclearError
        at = found.end()
        if not found["filler"]:
            yield _token(found)


def _token(found: re.Match[str]) -> Token:
    if found["clock"]:
        return Token("clock", _clock(found))
    if found["cn"] or found["en"]:
        return Token("days", frozenset(map(int, found["cn"])) if found["cn"] else frozenset((_WEEKDAYS[found["en"]],)))
    if found["group"]:
        return Token("days", _meaning(_GROUPS, found[0]))
    if found["period"]:
        return Token("period", _meaning(_PERIODS, found[0]))
    return Token(next(kind for kind in _SIGNS if found[kind]))


def _meaning(words: dict[str, Any], word: str) -> Any:
    return next(meant for pattern, meant in words.items() if re.fullmatch(pattern, word))


def _clock(found: re.Match[str]) -> Clock:
    minutes = found["m"] or found["hm"] or found["cm"]
    minute = int(minutes) if minutes else {"半": 30, "1刻": 15, "3刻": 45}.get(found["part"] or "", 0)
    half = found["half"] or (f"{found['ap']}m" if found["ap"] else "")
    exact = bool(found["m"] or found["hm"])
    return Clock(int(found["h"]), minute, _HALVES.get(half, half), exact, exact and found["h"].startswith("0"))


# --- what a time means -------------------------------------------------------------------------------------------


def _minute(clock: Clock, half: str = "") -> int:
    """The minute of the day; `half` is taken where the time says none."""
    half = clock.half or half
    if (clock.hour, clock.minute) == (24, 0) and not half:
        return DAY_MINUTES
    try:
        time = read_time(f"{half}{clock.hour}:{clock.minute:02}")
    except EntryError as error:
        raise UnclearError from error
    return time.hour * 60 + time.minute


def _in_the_small_hours(clock: Clock) -> bool:
    """Whether the figures alone would mean a time at which nobody wants a call: 3 is three in the afternoon."""
    return not clock.half and not clock.padded and 1 <= clock.hour <= 6


def _may_be_evening(clock: Clock) -> bool:
    """A bare 7 or 8 is said of the morning and of the evening."""
    return not clock.half and not clock.exact and clock.hour in (7, 8)


def edge(clock: Clock, half: str) -> int:
    """The minute of a time after or before which a call is welcome. Raises UnclearError where it may be either half."""
    if half or _in_the_small_hours(clock):
        return _minute(clock, half or "pm")
    if _may_be_evening(clock):
        raise UnclearError
    return _minute(clock)


def between(first: Clock, last: Clock, half: str) -> Span:
    """A range of which one end may say the half of the day for both: 下午2-5点, 2-5pm, 9-6."""
    if half and not first.half:
        first = first._replace(half=half)
    end = _end(first, last)
    if last.half and not first.half and _minute(first, last.half) < end:
        start = _minute(first, last.half)
    elif _may_be_evening(first) and end < 11 * 60:
        raise UnclearError
    else:
        start = _minute(first, "pm" if _in_the_small_hours(first) else "")
    if end <= start and not last.half and end <= _HALF_DAY:
        end += _HALF_DAY
    return start, end


def _end(first: Clock, last: Clock) -> int:
    end = _minute(last)
    if first.half and not last.half:
        carried = _minute(last, first.half) or DAY_MINUTES
        end = carried if carried > _minute(first) else end
    return end or DAY_MINUTES
