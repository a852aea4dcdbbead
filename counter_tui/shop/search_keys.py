"""The ways to find a customer: what is kept of a file, and what to look for when something is typed (design.md §3).

A key is a letter for its kind and a folded word; what is typed finds the keys that begin with it. Codes are kept whole,
as their digits, and, under the capital letter, as their digits reversed, so that the last digits find them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from counter_tui import pinyin
from counter_tui.shop.entry.masking import without_zero
from counter_tui.text import clean

NAME, PINYIN, WECHAT, PHONE, NUMBER = "n", "p", "w", "d", "#"
CERTIFICATE, INVOICE, STYLE, ENGRAVING = "c", "i", "s", "e"
KEY_LENGTH = 80
_CODES = CERTIFICATE + INVOICE + STYLE + ENGRAVING
_SUFFIX = 4
_MIXED = 4
_SPELT_UNITS = 10
_SPELT_STARTS = 6
_NO_DIGITS = re.compile(r"[^0-9]+")
_NO_CODE = re.compile(r"[^0-9a-z]+")
_APOSTROPHES = re.compile("['’‘`´ʼʻ＇]")
_APART = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")
_PHONE_SIGNS = re.compile(r"[0-9+()./·‐‑–—-]*[0-9][0-9+()./·‐‑–—-]*")
_MARK = re.compile(r"^(c[0-9]{6,9})-[0-9a-f]{0,5}$")
_TWO_LETTER_INITIAL = re.compile(r"([zcs])h(?=[^aeiouv])")

Word = tuple[str, ...]
"""What one typed word may mean: beginnings of keys, any of them."""


@dataclass(frozen=True)
class Findable:
    """What a customer can be found by. A phone is what was typed and its E.164 form, None if it is no number."""

    number: int
    name: str
    wechat: str = ""
    phones: tuple[tuple[str, str | None], ...] = ()
    invoices: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    engravings: tuple[str, ...] = ()


def keys_of(who: Findable) -> set[str]:
    """Every key of a customer, at most 80 characters each."""
    keys = {NUMBER + str(who.number), f"{NUMBER}{who.number:06d}"}
    keys.update(_name_keys(who.name))
    if wechat := _joined(who.wechat) if who.wechat else "":
        keys.add(WECHAT + wechat)
    for typed, e164 in who.phones:
        keys.update([PHONE + ending for ending in _endings(typed, e164)])
    for kind, codes in ((CERTIFICATE, who.certificates), (INVOICE, who.invoices), (STYLE, who.styles)):
        for code in codes:
            keys.update(_code_keys(kind, code))
    for text in who.engravings:
        keys.update(_code_keys(ENGRAVING, text))
    return {key[:KEY_LENGTH] for key in keys}


def keys_of_code(kind: str, code: str) -> list[str]:
    """The keys of a certificate, an invoice, a style number or an engraving, whichever `kind` says."""
    return [key[:KEY_LENGTH] for key in _code_keys(kind, code)]


@lru_cache(maxsize=4096)  # a list says each name again and again, and a chain has many of one name
def _name_keys(name: str) -> tuple[str, ...]:
    return (*[NAME + start for start in _starts(name)], *[PINYIN + spelt for spelt in _spelt(name)])


def ways_to_read(text: str) -> list[tuple[str, ...]]:
    """What was typed may mean, the likeliest first: each some folded words that must all be found.

    Numbers set apart by spaces are one phone first; a trunk or international 0 is dropped next; a mixture like
    zhang1234 is taken apart then. A code that is printed with spaces is one word next; a customer's number as the
    shop's own list has it, C000123-7F3A1, is read without its mark last.
    """
    written = clean(text[:KEY_LENGTH])
    tokens = pinyin.fold(written).replace("(0)", "").split()
    if not any(map(_has_letters, tokens)):
        return [(word,) for word in (_joined(written),) if word]
    whole = _phone_joined(tokens)
    bare = [re.sub("^00?(?=[0-9]{4})", "", word) for word in whole]
    apart = [part for token in tokens for unit in _shapes(token) for part in _APART.findall(unit)]
    code = ["".join(tokens)] if any(map(_digits_of, tokens)) else []
    listed = [_MARK.sub(r"\1", token) for token in tokens]
    ways = [map(_joined, reading) for reading in (whole, bare, tokens, apart, code, listed)]
    return list(dict.fromkeys(words for way in ways if (words := tuple(filter(_has_letters, way)))))


def probes_of(word: str) -> Word:
    """The key beginnings that a folded word without spaces may mean, by its shape."""
    word = word[: KEY_LENGTH - 1]
    if word.isascii() and word.isdigit():
        if len(word) < _SUFFIX:
            return PHONE + word, NUMBER + word, NAME + word
        backwards = word[::-1]
        codes = [probe for kind in _CODES for probe in (kind + word, kind.upper() + backwards)]
        return PHONE + word, NUMBER + word, *codes, NAME + word, WECHAT + word
    probes = [NAME + word]
    if not any(map(pinyin.is_han, word)):
        probes += dict.fromkeys([PINYIN + word, PINYIN + _TWO_LETTER_INITIAL.sub(r"\1", word)])
    if word[0] == "c" and word[1:].isdigit() and word.isascii():
        probes += dict.fromkeys([NUMBER + word[1:], NUMBER + word[1:].zfill(6)])
    return *probes, *(kind + word for kind in _CODES), WECHAT + word


def _has_letters(word: str) -> bool:
    return any(map(str.isalnum, word))


def _joined(text: str) -> str:
    """A text as one folded word of letters and digits; as it is, without spaces, if it has none (`[/]`)."""
    if text.isascii() and (code := text.lower() if text.isalnum() else _NO_CODE.sub("", text.lower())):
        return code
    return "".join(pinyin.units(text)) or "".join(pinyin.fold(text).split()) or "".join(text.split())


def _starts(text: str) -> set[str]:
    """A name from each character and each word on; O'Neil is oneil and neil."""
    found: set[str] = set()
    for reading in {text, _APOSTROPHES.sub(" ", text)}:
        units = pinyin.units(reading)
        found |= {"".join(units[start:]) for start in range(len(units))}
    return found or {word for word in (_joined(text),) if word}


def _spelt(name: str) -> Iterator[str]:
    """A name in pinyin from each character on, every syllable but the last in full or as its initial."""
    for syllables in pinyin.spellings(name):
        for start in range(min(len(syllables), _SPELT_STARTS)):
            yield from _mixtures(syllables[start : start + _SPELT_UNITS])


@lru_cache(maxsize=8192)
def _mixtures(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """Full and initial in any mixture; in a long name the syllables after the third are all full or all initials."""
    *front, last = syllables
    free, rest = front[: _MIXED - 1], front[_MIXED - 1 :]
    tails = dict.fromkeys(["".join(rest), "".join(syllable[0] for syllable in rest)])
    heads = map("".join, product(*((syllable, syllable[0]) for syllable in free)))
    return tuple(head + tail + last for head in heads for tail in tails)


def _endings(typed: str, e164: str | None) -> list[str]:
    """The ends of a phone number, of four digits or more; its national form whole, for the 0 it may begin with.

    Reading a number for that takes as long as all the other keys: not done where numbers never have a 0 before them.
    """
    digits = e164.removeprefix("+") if e164 else _digits_of(pinyin.fold(typed))
    ends = [digits[start:] for start in range(max(len(digits) - _SUFFIX + 1, min(len(digits), 1)))]
    if e164 and not without_zero(e164):
        from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

        with suppress(NumberParseException):
            ends.append(_digits_of(format_number(parse(e164), PhoneNumberFormat.NATIONAL)))
    return ends


def _code_keys(kind: str, code: str) -> list[str]:
    whole = _joined(code)
    digits = _digits_of(whole)
    starts = [kind + start for start in _starts(code)] if kind == ENGRAVING and code else []
    if len(digits) >= _SUFFIX:
        return [kind + whole, kind + digits, kind.upper() + digits[::-1], *starts]
    return [kind + whole, *starts] if whole else starts


def _digits_of(text: str) -> str:
    return _NO_DIGITS.sub("", text)


def _phone_joined(tokens: Iterable[str]) -> list[str]:
    """The typed words with neighbouring pieces of a phone number made one."""
    found: list[str] = []
    was_phone = False
    for token in tokens:
        is_phone = bool(_PHONE_SIGNS.fullmatch(token))
        digits = _digits_of(token) if is_phone else token
        if is_phone and was_phone:
            found[-1] += digits
        else:
            found.append(digits)
        was_phone = is_phone
    return found


def _shapes(token: str) -> list[str]:
    """A typed word taken apart at its punctuation, Chinese kept together."""
    return "".join(char if char.isalnum() else " " for char in token).split() or [token]
