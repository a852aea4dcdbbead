"""A typing slip forgiven: what was typed with one letter too few, too many, wrong or in the other's place."""

from __future__ import annotations

import string
from collections.abc import Sequence

from counter_tui import pinyin
from counter_tui.models.snapshot import Memory
from counter_tui.shop.key_rows import existing
from counter_tui.shop.search_keys import CERTIFICATE, INVOICE, NAME, NUMBER, PHONE, PINYIN, STYLE, Word

_LEAST_LETTERS, _LEAST_DIGITS, _MOST = 3, 4, 24
_TAIL = 5
_KEPT = 50

_mended: Memory[str, Word] = Memory(_KEPT)
"""The next key mostly leaves the word with the slip as it is."""


def mend(word: str) -> Word:
    """Beginnings of keys that exist, one letter, digit or transposition away; for Chinese, those that sound alike."""
    known = _mended.known()
    if word not in known:
        known[word] = _ways_to_mend(word)
    return known[word]


def _ways_to_mend(word: str) -> Word:
    if any(map(pinyin.is_han, word)):
        return tuple(existing(PINYIN + "".join(way) for way in pinyin.spellings(word)))
    if not word.isascii() or len(word) > _MOST:
        return ()
    if word.isdigit():
        forms = [PHONE + word]
        if len(word) > _TAIL:  # so few digits are a phone's last ones
            forms += [NUMBER + word]
            forms += [form for kind in (CERTIFICATE, INVOICE) for form in (kind + word, kind.upper() + word[::-1])]
        return _near(forms, string.digits, _LEAST_DIGITS)
    names, codes = [NAME + word, PINYIN + word], [kind + word for kind in (CERTIFICATE, INVOICE, STYLE)]
    if word.isalpha():  # a name, unless nobody is called nearly so
        return _near(names, string.ascii_lowercase, _LEAST_LETTERS) or _near(
            codes, string.ascii_lowercase, _LEAST_LETTERS
        )
    return _near(names + codes, string.ascii_lowercase + string.digits, _LEAST_LETTERS)


def _near(forms: Sequence[str], alphabet: str, least: int) -> Word:
    """The beginnings of keys that exist and are one slip away from `forms`, of `least` characters or more."""
    if len(forms[0]) <= least:
        return ()
    begun = existing({form[:length] for form in forms for length in range(1, len(form) + 1)})
    edits = {
        edit
        for form in forms
        if form[0] in begun
        for edit in _edits(form, alphabet, sum(form[:length] in begun for length in range(1, len(form) + 1)))
    }
    return tuple(existing(edit for edit in edits if len(edit) > least))


def _edits(form: str, alphabet: str, agrees: int) -> set[str]:
    """All keys one deletion, transposition, substitution or insertion away; the slip is where no key agrees any more,
    or before. The letter for the kind stays."""
    edits = set()
    for place in range(1, min(agrees + 1, len(form))):
        head, tail = form[:place], form[place:]
        edits |= {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
        edits |= {head + letter + rest for letter in alphabet for rest in (tail, tail[1:])}
    return edits - {form}
