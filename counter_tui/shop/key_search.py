"""From beginnings of keys to customers, the best first, without ever reading a wide range of keys whole.

Some hundred customers are fetched and put in order. Where there are more, the most recent ones come from memory, and
then the database is read on in portions, only as far as somebody pages.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from counter_tui.models import db
from counter_tui.shop.likeliest import BEGINS, INSIDE, likeliness
from counter_tui.shop.search_keys import Word, rows

_NARROW = 300
_AT_ONCE = 500
_SEVERAL = 2500
_COUNTED = 1500
_LONG = 4
_PORTION = 64
_RECENT = 2000
_CATCH_UP = 50
_AFTER_ALL = "\U0010ffff"

Span = tuple[str, str]
"""Keys from the first (included) to the second (excluded)."""

_ASKED = "WITH asked(id) AS (VALUES …) "
# A cross join is done in this order: the range alone may hold half the shop.
_OF_ASKED = "SELECT key, customer_id FROM asked CROSS JOIN search_key WHERE customer_id = id AND key >= ? AND key < ?"
_WITHIN = "SELECT key, customer_id FROM search_key WHERE key >= ? AND key < ?"
_ONWARD = """
    SELECT key, customer_id FROM search_key WHERE (key, customer_id) > (?, ?) AND key < ?
    ORDER BY key, customer_id LIMIT ?
"""
_EXISTING = f"""
    WITH typed(probe) AS (VALUES …) SELECT probe FROM typed
    WHERE EXISTS (SELECT 1 FROM search_key WHERE key >= probe AND key < probe || '{_AFTER_ALL}')
"""
_NEWEST = "SELECT id, last_seen, name FROM customer ORDER BY last_seen DESC, id DESC LIMIT ?"
_SINCE = "SELECT id, last_seen, name FROM customer WHERE last_seen >= ? ORDER BY last_seen DESC, id DESC LIMIT ?"


def search(typed: Sequence[str], words: Sequence[Word], whole: Word) -> Found:
    """Portions of the ids of the customers that have a key for each of `words`; each customer comes once.

    `typed` are the folded words, `whole` what all of them mean as one. The likeliest come first, then the most recently
    served; where more than some hundred fit, only the 2000 most recent of all and each further portion are in that
    order. Reading goes no further than portions are taken; one may be empty.
    """
    alive = existing({probe for word in (*words, whole) for probe in word})
    words = [tuple(probe for probe in word if probe in alive) for word in words]
    whole = tuple(probe for probe in whole if probe in alive)
    if not all(words):
        return Found(iter(()), words)
    found = [_fetch(word) for word in words]
    if len(words) > 1 and not any(found):
        found = [_fetch(word, _SEVERAL) if text.isdigit() else None for text, word in zip(typed, words, strict=True)]
    known = [keys for keys in found if keys is not None]
    if not known:
        return Found(_portions(_Question(typed, words, whole)), words, many=True)
    ids = set.intersection(*map(set, known))
    ids = _who_has(ids, [word for word, keys in zip(words, found, strict=True) if keys is None])
    just = {customer: [keys[customer] if keys else "" for keys in found] for customer in ids}
    return Found(iter([_in_order(just, typed)]), words)


@dataclass
class Found:
    """Portions of ids to take one by one, and the words as beginnings of keys that exist; `many`: read as they come."""

    portions: Iterator[list[int]]
    words: list[Word]
    many: bool = False

    def count(self) -> int | None:
        """How many customers there are in all, if one word tells it quickly."""
        if len(self.words) != 1:
            return None
        (word,) = self.words
        most = _COUNTED if min(map(len, word)) > _LONG else _NARROW * 2
        bounds = [bound for probe in word for bound in _beginning(probe)]
        inner = " UNION ALL ".join([_WITHIN] * len(word))
        sql = f"SELECT count(*), count(DISTINCT customer_id) FROM ({inner} LIMIT ?) AS counted"
        keys, customers = rows(sql, *bounds, most)[0]
        return int(customers) if keys < most else None


def existing(probes: Iterable[str]) -> set[str]:
    """Those of `probes` that some key begins with."""
    found: set[str] = set()
    every = list(probes)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        found.update(probe for (probe,) in rows(_EXISTING.replace("…", ", ".join(["(?)"] * len(part))), *part))
    return found


def keys_by_customer(ids: Iterable[int], words: Sequence[Word] = ()) -> dict[int, list[str]]:
    """The keys of each of these customers as they are now; only those that begin as one of `words`, if any are told."""
    found: dict[int, list[str]] = {customer: [] for customer in ids}
    if words:
        keys = _of_asked(list(found), [probe for word in words for probe in word])
    else:
        keys = among("SELECT key, customer_id FROM search_key WHERE customer_id IN (…)", list(found))
    for key, customer in keys:
        found[customer].append(key)
    return found


def _of_asked(ids: Sequence[int], probes: Sequence[str]) -> list[tuple[str, int]]:
    """Which of these customers have keys that begin so: a probe for each of both, never all their keys."""
    if not ids or not probes:
        return []
    bounds = [bound for probe in probes for bound in _beginning(probe)]
    sql = _ASKED.replace("…", ", ".join(["(?)"] * len(ids))) + " UNION ALL ".join([_OF_ASKED] * len(probes))
    return rows(sql, *ids, *bounds)


def fits(keys: Iterable[str], word: Word) -> bool:
    """Whether one of `keys` begins as `word` may."""
    return any(key.startswith(word) for key in keys)


def forget_recent() -> None:
    """Read the most recent customers anew with the next wide search."""
    _recent.forget()


def read_recent() -> None:
    """Read the most recent customers now (some 0.1 s), so that no keystroke has to."""
    _recent.catch_up()


def among(sql: str, values: Sequence[Any], *further: Any) -> list[tuple[Any, ...]]:
    """The answer to SQL with `IN (…)` for a list of values, and `?` after it for further ones."""
    return rows(sql.replace("…", ", ".join("?" * len(values))), *values, *further) if values else []


def _beginning(probe: str) -> Span:
    return probe, probe + _AFTER_ALL


def _exactly(probe: str) -> Span:
    return probe, probe + " "


def _fetch(word: Word, most: int = _NARROW) -> dict[int, str] | None:
    """Who has a key that begins so, and the one that is just it; None if they are too many."""
    keys = _within(map(_beginning, word), most)
    return None if len(keys) > most else _justly(keys, word)


def _justly(keys: Iterable[tuple[str, int]], word: Word) -> dict[int, str]:
    """Whose keys these are, with the one that is just one of `word`, or ""."""
    found: dict[int, str] = {}
    for key, customer in keys:
        if key in word:
            found[customer] = key
        else:
            found.setdefault(customer, "")
    return found


def _within(spans: Iterable[Span], most: int = _NARROW) -> list[tuple[str, int]]:
    """Keys in the spans and whose they are, as they come, hardly more than `most`."""
    bounds = [bound for span in spans for bound in span]
    if not bounds:
        return []
    return rows(" UNION ALL ".join([_WITHIN] * (len(bounds) // 2)) + " LIMIT ?", *bounds, most + 1)


def _in_order(just: Mapping[int, Sequence[str]], typed: Sequence[str], least: int = INSIDE) -> list[int]:
    """Those who are still customers, and likely enough, the likeliest first, then the most recently served."""
    served = among("SELECT last_seen, id, name FROM customer WHERE id IN (…)", list(just))
    order = [(likeliness(name, typed, just[customer]), seen, customer) for seen, customer, name in served]
    return [customer for rank, _, customer in sorted(order, reverse=True) if rank[0] >= least]


@dataclass(frozen=True)
class _Question:
    """What is looked for: the words as typed, the beginnings each may mean, and those of all of them as one."""

    typed: Sequence[str]
    words: Sequence[Word]
    whole: Word

    @property
    def rarest(self) -> Word:
        """The word that is likely to have the fewest keys: the longest, and of those the last, a given name."""
        return max(zip(map(len, self.typed), range(len(self.typed)), self.words, strict=True))[-1]


def _portions(asked: _Question) -> Iterator[list[int]]:
    seen: set[int] = set()
    for portion in _all_portions(asked):
        fresh = [customer for customer in portion if customer not in seen]
        seen.update(fresh)
        yield fresh


def _all_portions(asked: _Question) -> Iterator[list[int]]:
    whole = asked.whole
    just = list(map(_exactly, whole))
    few = _within(just)
    if len(few) <= _NARROW:
        yield _checked(asked, _justly(few, whole), asked.words, least=BEGINS)
        yield from _recent.having(asked)
    else:
        yield from _recent.having(asked)
        yield from _read_on(asked, just)
    if len(asked.words) > 1:
        yield from _read_on(asked, list(map(_beginning, whole)))
    yield from _read_on(asked, list(map(_beginning, asked.rarest)), of_rarest=True)


def _read_on(asked: _Question, spans: Sequence[Span], *, of_rarest: bool = False) -> Iterator[list[int]]:
    """Customers with a key in one of `spans` and one for each word, read as they are asked for."""
    words = [word for word in asked.words if not (of_rarest and word is asked.rarest)]
    few = _within(spans)
    if len(few) <= _NARROW:
        yield _checked(asked, _justly(few, asked.whole), words)
        return
    for start, end in spans:
        last = (start, 0)
        while portion := rows(_ONWARD, *last, end, _NARROW):
            yield _checked(asked, _justly(portion, asked.whole), words)
            if len(portion) < _NARROW:
                break
            last = portion[-1]


def _checked(asked: _Question, just: Mapping[int, str], words: Sequence[Word], least: int = INSIDE) -> list[int]:
    """Those of a portion who have a key for each of `words`, and are likely enough, in order."""
    if len(asked.words) == 1:
        return _in_order({customer: (key,) for customer, key in just.items()}, asked.typed, least)
    none = [""] * len(asked.words)
    return _in_order(dict.fromkeys(_who_has(set(just), words), none), asked.typed, least)


def _who_has(ids: set[int], words: Iterable[Word]) -> set[int]:
    """Those of `ids` who have a key for each of `words`; the longest word is asked first, it fits the fewest."""
    for word in sorted(words, key=lambda word: -len(word[0])):
        ids = {customer for _, customer in _of_asked(list(ids), word)}
    return ids


def _ranked(
    ids: Sequence[int], names: Mapping[int, str], just: Sequence[Mapping[int, str]], typed: Sequence[str]
) -> Iterator[list[int]]:
    """The likeliest of `ids` first, as far as anybody asks; those that are alike stay in their order."""

    def rank(customer: int) -> tuple[int, int]:
        return likeliness(names[customer], typed, [keys.get(customer, "") for keys in just])

    if len(typed) > 1:
        yield sorted(ids, key=rank, reverse=True)
        return
    exactly = sorted((customer for customer in ids if customer in just[0]), key=rank, reverse=True)
    yield [customer for customer in exactly if rank(customer)[0] > INSIDE]
    inside: list[int] = []
    for start in range(0, len(ids), _PORTION):
        portion: list[int] = []
        for customer in ids[start : start + _PORTION]:
            (portion if rank(customer)[0] > INSIDE else inside).append(customer)
        yield portion
    yield inside


class _Recent:
    """The keys of the most recently served customers, sorted, in memory; as fresh as the newest `last_seen`.

    A key changed since may still be here: whoever shows a customer found here looks at the keys once more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        with self._lock:
            self._database: object = None
            self._newest: tuple[Any, ...] = ()
            self._served: dict[int, tuple[Any, int]] = {}
            self._names: dict[int, str] = {}
            self._keys: list[tuple[str, int]] = []

    def having(self, asked: _Question) -> Iterator[list[int]]:
        """Recent customers with a key for each word, the likeliest first, then the most recent."""
        with self._lock:
            self._catch_up()
            ids = self._within(map(_beginning, asked.words[0]))
            for word in asked.words[1:]:
                ids &= self._within(map(_beginning, word)) if ids else ids
            just = [_justly(self._having_just(word), word) for word in asked.words] if ids else []
            names, order = self._names, sorted(ids, key=self._served.__getitem__, reverse=True)
        return _ranked(order, names, just, asked.typed)

    def catch_up(self) -> None:
        """Be as fresh as the records."""
        with self._lock:
            self._catch_up()

    def _within(self, spans: Iterable[Span]) -> set[int]:
        keys, whose = self._keys, itemgetter(1)
        found: set[int] = set()
        for start, end in spans:
            found.update(map(whose, keys[bisect_left(keys, (start, 0)) : bisect_left(keys, (end, 0))]))
        return found

    def _having_just(self, word: Word) -> Iterator[tuple[str, int]]:
        for probe in word:
            yield from ((probe, customer) for customer in self._within([_exactly(probe)]))

    def _catch_up(self) -> None:
        newest = tuple(rows(_NEWEST, 1))
        if self._database is db.obj and newest == self._newest:
            return
        later = rows(_SINCE, self._newest[0][1], _CATCH_UP + 1) if self._database is db.obj and self._newest else []
        if not later or len(later) > _CATCH_UP or len(self._served) > 2 * _RECENT:
            self._read_all()
        else:
            self._replace(later)
        self._database, self._newest = db.obj, newest

    def _read_all(self) -> None:
        served = rows(_NEWEST, _RECENT)
        self._served = {customer: (last_seen, customer) for customer, last_seen, _ in served}
        self._names = {customer: name for customer, _, name in served}
        sql = "SELECT key, customer_id FROM search_key WHERE customer_id IN (…)"
        self._keys = sorted(among(sql, list(self._served)))

    def _replace(self, served: list[tuple[Any, ...]]) -> None:
        keys = keys_by_customer(customer for customer, *_ in served)
        known = keys.keys() & self._served.keys()
        if known:
            self._keys = [entry for entry in self._keys if entry[1] not in known]
        for customer, last_seen, name in served:
            self._served[customer] = (last_seen, customer)
            self._names[customer] = name
            for key in keys[customer]:
                insort(self._keys, (key, customer))


_recent = _Recent()
