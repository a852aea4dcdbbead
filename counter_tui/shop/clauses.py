"""Words with blanks: `Thank you for choosing [the {piece} ]at {shop}[ on {bought}].`

A name in braces is filled in for this customer. What stands in square brackets is a clause: it is said only when
every name in it is known. `[[` and `]]` are brackets to be read aloud. Values are put in as they are and never read
again; two in a row are set apart by a space unless one of them is Chinese there. Amounts bring their own units: weight
`3.21 g`, money `¥1,280.00`, dates in words, daypart `morning` or `上午`; `gold_price` is that of the day of the sale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from counter_tui.i18n import _
from counter_tui.tomltext import did_you_mean

_SIGN = re.compile(r"(\[\[|\]\]|[\[\]]|\{[^{}]*\}|[{}])")

_WEAK, _MIDDLE, _STRONG = ",，、–—…·", ";:；：", ".!?。！？"
_STRENGTH = {mark: rank for rank, marks in enumerate((_WEAK, _MIDDLE, _STRONG)) for mark in marks}
_PAIRS = {")": "(", "）": "（", "]": "[", "】": "【", "”": "“", "」": "「", "》": "《"}
_OPENERS = frozenset(_PAIRS.values())
_CLOSERS = frozenset(",.;:!?，。；：！？、").union(_PAIRS)
_FULL_WIDTH_MARKS = frozenset("，、；：。！？（）【】「」《》")


class WordsError(ValueError):
    """Words that cannot be filled in; the text says what is expected, in the clerk's language."""


@dataclass(frozen=True)
class _Part:
    """A stretch of words, or a name to fill in; `clause` counts the clauses, None is outside."""

    text: str
    is_name: bool
    clause: int | None


@dataclass(frozen=True)
class _Letter:
    """One character on its way to the screen, and the part it comes from."""

    char: str
    part: int
    is_value: bool


def check_words(text: str, always: Collection[str], maybe: Collection[str]) -> None:
    """Raise WordsError unless every name is known and each name of `maybe` stands in a clause."""
    parts = _parts(text)
    for part in (part for part in parts if part.is_name):
        if part.text not in always and part.text not in maybe:
            unknown = _("unknown name {{{name}}}; {hint}")
            hint = did_you_mean(part.text, [*always, *maybe])
            raise WordsError(unknown.format(name=part.text, hint=hint))
        if part.clause is None and part.text not in always:
            outside = _("{{{name}}} is not always known: put it and the words around it in [ ]")
            raise WordsError(outside.format(name=part.text))


def render(text: str, values: Mapping[str, str | None]) -> str:
    """`text` for this customer: one line without a hole, a doubled space or a doubled mark.

    A value that is None or blank counts as unknown. Raises WordsError for words whose
    brackets `check_words` would refuse.
    """
    named = {part.text: values.get(part.text) for part in _parts(text) if part.is_name}
    return _filled(text, tuple((name, value.strip()) for name, value in named.items() if value and value.strip()))


@lru_cache(maxsize=1024)  # most of what a script says has no name in it, or only the shop's
def _filled(text: str, values: tuple[tuple[str, str], ...]) -> str:
    known, parts = dict(values), _parts(text)
    dropped = {part.clause for part in parts if part.is_name and part.text not in known} - {None}
    kept: list[_Letter] = []
    for letter in _letters(parts, known, dropped):
        _append(kept, letter)
    ends_cut = bool(parts) and parts[-1].clause in dropped
    while kept and not kept[-1].is_value and (kept[-1].char == " " or (ends_cut and _is_loose(kept[-1].char))):
        kept.pop()
    return "".join(letter.char for letter in kept)


@lru_cache(maxsize=2048)
def _parts(text: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    clauses, clause, named = 0, None, False
    for piece in filter(None, _SIGN.split(text)):
        if piece == "[":
            if clause is not None:
                raise WordsError(_("a clause in [ ] cannot hold another; write [[ for a bracket to be read"))
            clauses, clause, named = clauses + 1, clauses, False
        elif piece == "]":
            if clause is None:
                raise WordsError(_("] closes nothing; write ]] for a bracket to be read"))
            if not named:
                raise WordsError(_("a clause in [ ] needs a name in it; write [[ and ]] for brackets to be read"))
            clause = None
        elif piece in "{}":
            raise WordsError(_("{ and } only stand around a name, as in {shop}"))
        elif piece[0] == "{":
            named = True
            parts.append(_Part(piece[1:-1].strip(), True, clause))
        else:
            parts.append(_Part(piece[0] if piece in ("[[", "]]") else piece, False, clause))
    if clause is not None:
        raise WordsError(_("[ is never closed; write [[ for a bracket to be read"))
    return tuple(parts)


def _letters(parts: Collection[_Part], known: Mapping[str, str], dropped: Collection[int | None]) -> Iterator[_Letter]:
    for number, part in enumerate(parts):
        if part.clause is not None and part.clause in dropped:
            continue
        text = known.get(part.text, "") if part.is_name else part.text
        for char in text:
            literal_space = char.isspace() and not part.is_name
            yield _Letter(" " if literal_space else char, number, part.is_name)


def _append(kept: list[_Letter], new: _Letter) -> None:
    """Put one more letter behind the others, mending the seam that a dropped clause has left."""
    while kept and _gives_way(kept[-1], new, kept[-2] if len(kept) > 1 else None):
        kept.pop()
    last = kept[-1] if kept else None
    if new.is_value:
        if last and last.is_value and last.part != new.part and _is_narrow(last.char) and _is_narrow(new.char):
            kept.append(_Letter(" ", new.part, False))
        kept.append(new)
    elif new.char == " ":
        if last and last.char != " " and last.char not in _OPENERS and last.char not in _FULL_WIDTH_MARKS:
            kept.append(new)
    elif last and not last.is_value and last.part != new.part and _PAIRS.get(new.char) == last.char:
        kept.pop()
    elif new.char in _STRENGTH:
        if not _repeats(last, new):
            kept.append(new)
    else:
        kept.append(new)


def _gives_way(last: _Letter, new: _Letter, before: _Letter | None) -> bool:
    """Whether the written letter `last` has to go because of what comes after it."""
    if last.is_value or (last.part == new.part and last.char != " "):
        return False
    if last.char == " ":
        wide = before is not None and _is_wide(before.char) and _is_wide(new.char)
        closes = new.char in _CLOSERS and not new.is_value
        return wide or closes or new.char in _FULL_WIDTH_MARKS
    if last.char not in _STRENGTH or new.char not in _STRENGTH:
        return False
    return new.is_value or _STRENGTH[new.char] > _STRENGTH[last.char]


def _repeats(last: _Letter | None, new: _Letter) -> bool:
    """Whether the written mark `new` would double the one before it, or open the line.

    `Co.,` and `Co.?` are no doubling.
    """
    if last is None:
        return new.char in _CLOSERS
    if last.char not in _STRENGTH or last.part == new.part:
        return False
    return not (last.is_value and last.char == "." and new.char not in ".。")


def _is_loose(char: str) -> bool:
    return _STRENGTH.get(char, len(_STRENGTH)) < _STRENGTH["."]


def _is_narrow(char: str) -> bool:
    """Whether it would run into a letter beside it."""
    return char.isalnum() and not _is_wide(char)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
