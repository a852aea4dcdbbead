"""The customers served most recently, kept in memory: what fits them is known without reading a wide range of keys."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counter_tui.models import db
from counter_tui.models.plain import rows
from counter_tui.models.snapshot import state_of_records
from counter_tui.shop.key_rows import Span, beginning, exactly
from counter_tui.shop.likeliest import likeliness, opening_part, openings
from counter_tui.shop.own_keys import keys_in, texts_of
from counter_tui.shop.search_keys import NAME, PINYIN, Word

_MANY = 2000
_AT_ONCE = 100
"""As many are read for somebody who types before all have been read, which takes 0.2 s at a chain."""
_CATCH_UP = 50

_NEWEST = "SELECT id, last_seen, name FROM customer ORDER BY last_seen DESC, id DESC LIMIT ?"
_SINCE = "SELECT id, last_seen, name FROM customer WHERE last_seen >= ? ORDER BY last_seen DESC, id DESC LIMIT ?"


class _Sorted:
    """Texts in order, and whose they are: side by side, which is half of what as many pairs would need."""

    def __init__(self, entries: Iterable[tuple[str, int]] = ()) -> None:
        """`entries` are in order already."""
        self._texts: list[str] = []
        self._whose = array("q")
        for text, customer in entries:
            self._texts.append(text)
            self._whose.append(customer)

    def whose(self, span: Span) -> array[int]:
        """Whose the texts of a span are."""
        start, end = span
        return self._whose[bisect_left(self._texts, start) : bisect_left(self._texts, end)]

    def replace(self, whose: Container[int], entries: Iterable[tuple[str, int]]) -> None:
        """Take away what these had; put in what they have now."""
        kept = [at for at, customer in enumerate(self._whose) if customer not in whose]
        if len(kept) < len(self._texts):
            self._texts = [self._texts[at] for at in kept]
            self._whose = array("q", (self._whose[at] for at in kept))
        for text, customer in entries:
            at = bisect_left(self._texts, text)
            self._texts.insert(at, text)
            self._whose.insert(at, customer)


@dataclass
class _Held:
    """What is known of the most recent customers: when served, names, keys, and how their names may begin."""

    many: int = 0
    database: object = None
    seen: object = None
    newest: tuple[Any, ...] = ()
    served: dict[int, tuple[Any, int]] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    keys: _Sorted = field(default_factory=_Sorted)
    openings: _Sorted = field(default_factory=_Sorted)

    def with_all(self, words: Sequence[Word]) -> set[int]:
        """Who has a key for each word."""
        found = self._with(words[0])
        for word in words[1:]:
            found = found & self._with(word) if found else found
        return found

    def _with(self, word: Word) -> set[int]:
        return set().union(*(self.keys.whose(beginning(probe)) for probe in word))

    def just(self, word: Word) -> dict[int, str]:
        """Who has a key that is just one of the word's, and which."""
        return {customer: probe for probe in word for customer in self.keys.whose(exactly(probe))}

    def called(self, typed: str) -> set[int]:
        """Whose name begins as typed, or is the beginning of what is typed."""
        begun = set(self.openings.whose(beginning(typed)))
        return begun.union(*(self.openings.whose(exactly(typed[:length])) for length in range(1, len(typed))))


class Recent:
    """As fresh as the newest `last_seen`: a key changed since may still be here, so whoever shows a customer found
    here looks at the keys once more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = _Held()
        self._enough: int | None = None

    def forget(self) -> None:
        """Read them anew when next asked."""
        with self._lock:
            self._held = _Held()

    def hurry(self) -> None:
        """Somebody has typed before anything was read: once, a few will do."""
        self._enough = min(_AT_ONCE, _MANY)

    def catch_up(self) -> None:
        """Be as fresh as the records, and know all that is to be known; the first time takes some 0.2 s."""
        with self._lock:
            self._catch_up(_MANY)
            self._enough = None

    def having(self, typed: Sequence[str], words: Sequence[Word]) -> Iterator[list[int]]:
        """Recent customers with a key for each word, the likeliest first, then the most recent."""
        with self._lock:
            self._catch_up(self._enough or _MANY)
            self._enough = None
            held = self._held
            ids = held.with_all(words)
            if not ids:
                return
            just = [held.just(word) for word in words]
            likely = _likely(held, typed, just) & ids
            order, names = [customer for customer in held.order if customer in ids], held.names
        yield from _ranked(order, names, just, typed, likely)

    def _catch_up(self, many: int) -> None:
        held, now = self._held, (db.connection(), state_of_records())
        known = held.database is db.obj and held.many >= many
        if known and held.seen == now and not db.in_transaction():  # what this thread writes itself may not show there
            return
        newest = tuple(rows(_NEWEST, 1))
        if known and newest == held.newest:
            held.seen = now
            return
        later = rows(_SINCE, held.newest[0][1], _CATCH_UP + 1) if known and held.newest else []
        if not later or len(later) > _CATCH_UP or len(held.served) > 2 * _MANY:
            self._held = held = _read(max(many, held.many))
        else:
            _replace(held, later)
        held.order = sorted(held.served, key=held.served.__getitem__, reverse=True)
        held.database, held.newest, held.seen = db.obj, newest, now


def _read(many: int) -> _Held:
    served = rows(_NEWEST, many)
    return _Held(
        many,
        served={customer: (last_seen, customer) for customer, last_seen, _ in served},
        names={customer: name for customer, _, name in served},
        keys=_Sorted(sorted(_keys_of(served))),
        openings=_Sorted(sorted(_opened(served))),
    )


def _replace(held: _Held, served: list[tuple[Any, ...]]) -> None:
    held.served |= {customer: (last_seen, customer) for customer, last_seen, _ in served}
    held.names |= {customer: name for customer, _, name in served}
    whose = {customer for customer, *_ in served}
    held.keys.replace(whose, _keys_of(served))
    held.openings.replace(whose, _opened(served))


def _keys_of(served: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, int]]:
    texts = texts_of([one[0] for one in served])
    return ((key, customer) for customer, text in texts.items() for key in keys_in(text))


def _opened(served: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, int]]:
    return ((opening, customer) for customer, _, name in served for opening in openings(opening_part(name)))


def _likely(held: _Held, typed: Sequence[str], just: Sequence[Mapping[int, str]]) -> set[int]:
    """Who is called so, or has a paper or number that is just it; all others are alike."""
    found = {customer for keys in just for customer, key in keys.items() if key[0] not in (NAME, PINYIN)}
    for text in {*typed, "".join(typed)}:
        found |= set() if text.isdigit() else held.called(text)
    return found


def _ranked(
    order: Sequence[int],
    names: Mapping[int, str],
    just: Sequence[Mapping[int, str]],
    typed: Sequence[str],
    likely: set[int],
) -> Iterator[list[int]]:
    """The likeliest first; those that are alike stay in their order."""

    def rank(customer: int) -> tuple[int, int]:
        return likeliness(names[customer], typed, [keys.get(customer, "") for keys in just])

    first = [customer for customer in order if customer in likely]
    others = [customer for customer in order if customer not in likely]
    if len(typed) > 1:
        yield [*sorted(first, key=rank, reverse=True), *others]
        return
    yield sorted((customer for customer in first if customer in just[0]), key=rank, reverse=True)
    yield [customer for customer in first if customer not in just[0]]
    yield others
