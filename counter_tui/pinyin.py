"""Chinese as it is typed on a Latin keyboard: simplified characters, pinyin, initials; and matching a list by them.

The tables in assets/tables/ are extracts made by tests/make/tables.py; they are read when first needed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from counter_tui.i18n import assets

_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "〇": "零"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´ʼʻ＇"))
_ALL_HAN = re.compile("[\u4e00-\u9fff]+")  # nothing to fold but the script: nearly every Chinese name
_MOST_SPELLINGS = 12
_TYPED = 60


class _Tables(NamedTuple):
    readings: dict[str, tuple[str, ...]]
    surnames: dict[str, tuple[tuple[str, ...], ...]]
    simplified: dict[int, int]


@cache
def _tables() -> _Tables:
    readings: dict[str, tuple[str, ...]] = {}
    surnames: dict[str, tuple[tuple[str, ...], ...]] = {}
    for line in (assets() / "tables" / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        *syllables, chars = line.split(" ")
        sign, first = (syllables[0][0], syllables[0][1:]) if syllables[0][0] in "+^" else ("", syllables[0])
        if not sign:
            readings.update(dict.fromkeys(chars, (first, first.replace("v", "u")) if "v" in first else (first,)))
        elif sign == "+":
            readings.update({char: (*readings[char], first) for char in chars})
        else:
            spelt = (first, *syllables[1:])
            for start in range(0, len(chars), len(spelt)):
                surname = chars[start : start + len(spelt)]
                surnames[surname] = (*surnames.get(surname, ()), spelt)
    traditional, simple = (assets() / "tables" / "simplified.txt").read_text(encoding="utf-8").split()
    return _Tables(readings, surnames, str.maketrans(traditional, simple))


def simplify(text: str) -> str:
    """`text` with each traditional character as its simplified one."""
    return text if text.isascii() else text.translate(_tables().simplified)


def readings(char: str) -> tuple[str, ...]:
    """The toneless syllables of a character, the usual one first; ü both as v and as u. Empty if it has none."""
    known = _tables().readings
    return known.get(char) or known.get(simplify(char), ())


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def fold(text: str) -> str:
    """`text` as it is compared: small letters without marks, apostrophes dropped, half-width, simplified."""
    return simplify(_bare(text))


def _bare(text: str) -> str:
    """Folded, but with the characters as written: 乾 (qian) is not read like its simplified 干 (gan)."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text.translate(_APOSTROPHES).casefold().translate(_FOLDED)


def units(text: str) -> tuple[str, ...]:
    """What `text` is made of, folded: single Chinese characters, and words of other letters or digits."""
    if _ALL_HAN.fullmatch(text):
        return tuple(simplify(text))
    return tuple(_cut(fold(text)))


def _cut(bare: str) -> list[str]:
    return "".join(f" {char} " if is_han(char) else char if char.isalnum() else " " for char in bare).split()


def spellings(name: str) -> set[tuple[str, ...]]:
    """The ways to spell a name in full, each a tuple of syllables; a Latin word counts as one syllable.

    The surname is read as surnames are (单 shan) and as the character usually is (dan). At most some 12 ways.
    """
    written = list(name) if _ALL_HAN.fullmatch(name) else _cut(_bare(name))
    if not written:
        return set()
    surnames = _tables().surnames
    choices = [readings(unit) if is_han(unit) and readings(unit) else (simplify(unit),) for unit in written]
    single, double = simplify(written[0]), simplify("".join(written[:2]))
    choices[0] += tuple(syllable for (syllable,) in surnames.get(single, ()))
    found = _some(choices)
    for spelt in surnames.get(double, ()) if len(double) == 2 else ():
        found |= _some([*((syllable,) for syllable in spelt), *choices[2:]])
    return found


def _some(choices: list[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Combinations of the choices; where they grow too many, the characters that follow keep their usual reading."""
    kept: list[tuple[str, ...]] = []
    many = 1
    for choice in choices:
        unique = choice if len(choice) == 1 else tuple(dict.fromkeys(choice))
        kept.append(unique if many * len(unique) <= _MOST_SPELLINGS else unique[:1])
        many *= len(kept[-1])
    return set(product(*kept))


def initials(text: str) -> str:
    """The first letter of each character and word: 张小红 zxh, Emily Carter ec."""
    return "".join((readings(unit) or (unit,))[0][0] if is_han(unit) else unit[0] for unit in units(text))


def matches(text: str, typed: str, *, initials: bool = True) -> int:
    """How well `typed` fits a line of a list: 0 not, 1 somewhere inside, 2 at its beginning, 3 all of it.

    Chinese by characters of either script, full pinyin, initials or any mixture; other words by their beginnings.
    Several typed words must all fit. Nothing typed fits everything. The initials of the first words, ml for Mei Lin,
    fit like something inside, so that what is spelt so stands before them; `initials` says whether they count.
    """
    if not typed.strip():
        return 1
    words = ["".join(_cut(word)) for word in fold(typed[:_TYPED]).split()]
    line = units(text)
    if not any(words):
        return 0
    joined = "".join(words)
    fit = max(_fit(line, joined), min(_fit(line, word) for word in words if word))
    return fit or int(initials and _by_initials(line, joined))


def _by_initials(line: tuple[str, ...], typed: str) -> bool:
    """Whether `typed` is the first letters of the line's first units; one letter is no initials."""
    if not (typed.isalpha() and 1 < len(typed) <= len(line)):
        return False
    return all(any(way[0] == letter for way in _ways(unit)) for unit, letter in zip(line, typed, strict=False))


def _fit(line: tuple[str, ...], word: str) -> int:
    """matches() for one folded word, tried at each unit of the line."""
    return next((fit for start in range(len(line)) if (fit := _fit_at(line, start, word))), 0)


def _fit_at(line: tuple[str, ...], start: int, word: str) -> int:
    ends = {0}
    for place, unit in enumerate(line[start:], start):
        reached = set()
        for end in ends:
            ways, rest = _ways(unit), word[end:]
            if any(way.startswith(rest) for way in ways):
                whole = start == 0 and place == len(line) - 1 and rest in ways
                return 3 if whole else 2 if start == 0 else 1
            reached |= {end + len(way) for way in ways if rest.startswith(way)}
        ends = reached
    return 0


@lru_cache(maxsize=4096)
def _ways(unit: str) -> tuple[str, ...]:
    """What may be typed for a unit: a character, its syllables, z or zh for them; a word as it is."""
    if not is_han(unit):
        return (unit,)
    syllables = readings(unit)
    starts = {syllable[:1] for syllable in syllables} | {s[:2] for s in syllables if s[1:2] == "h"}
    return (unit, *syllables, *sorted(starts))
