"""From beginnings of keys to customers, the best first, without ever reading a wide range of keys whole.

Some hundred customers are fetched and put in order. Where there are more, the most recent ones come from memory, and
then the database is read on in portions, only as far as somebody pages.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from counter_tui.models import db
from counter_tui.shop.search_keys import Word, rows

_NARROW = 300
_AT_ONCE = 500
_COUNTED = 3000
_RECENT = 2000
_CATCH_UP = 50
_AFTER_ALL = "\U0010ffff"

Span = tuple[str, str]
"""Keys from the first (included) to the second (excluded)."""

_BETWEEN, _OR = "(key >= ? AND key < ?)", " OR "
_WITHIN = "SELECT key, customer_id FROM search_key WHERE key >= ? AND key < ?"
_ONWARD = """
    SELECT key, customer_id FROM search_key WHERE (key, customer_id) > (?, ?) AND key < ?
    ORDER BY key, customer_id LIMIT ?
"""
_EXISTING = f"""
    WITH typed(probe) AS (VALUES …) SELECT probe FROM typed
    WHERE EXISTS (SELECT 1 FROM search_key WHERE key >= probe AND key < probe || '{_AFTER_ALL}')
"""
_NEWEST = "SELECT id, last_seen FROM customer ORDER BY last_seen DESC, id DESC LIMIT ?"
_SINCE = "SELECT id, last_seen FROM customer WHERE last_seen >= ? ORDER BY last_seen DESC, id DESC LIMIT ?"


def search(words: Sequence[Word], whole: Word) -> Iterator[list[int]]:
    """Portions of the ids of the customers that have a key for each of `words`; each customer comes once.

    Those with a key that is just one of `whole` come first, then the most recently served; where more than some
    hundred fit, only the 2000 most recent of all and each further portion are in that order. Reading goes no further
    than portions are taken; one may be empty.
    """
    found = [_fetch(word) for word in words]
    if any(keys is not None and not keys for keys in found):
        return iter(())
    known = [keys for keys in found if keys is not None]
    if not known:
        return _portions(words, whole)
    ids = set.intersection(*map(set, known))
    ids = _who_has(ids, [word for word, keys in zip(words, found, strict=True) if keys is None])
    if len(words) == 1:
        exact = {customer for customer, just in known[0].items() if just}
    else:
        exact = {customer for _, customer in _within(map(_exactly, whole))}
    return iter([_in_order(ids & exact) + _in_order(ids - exact)])


def existing(probes: Iterable[str]) -> set[str]:
    """Those of `probes` that some key begins with."""
    found: set[str] = set()
    every = list(probes)
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        found.update(probe for (probe,) in rows(_EXISTING.replace("…", ", ".join(["(?)"] * len(part))), *part))
    return found


def keys_by_customer(ids: Iterable[int]) -> dict[int, list[str]]:
    """The keys of each of these customers as they are now."""
    found: dict[int, list[str]] = {customer: [] for customer in ids}
    for key, customer in among("SELECT key, customer_id FROM search_key WHERE customer_id IN (…)", list(found)):
        found[customer].append(key)
    return found


def fits(keys: Iterable[str], word: Word) -> bool:
    """Whether one of `keys` begins as `word` may."""
    return any(key.startswith(word) for key in keys)


def forget_recent() -> None:
    """Read the most recent customers anew with the next wide search."""
    _recent.forget()


def read_recent() -> None:
    """Read the most recent customers now (some 0.1 s), so that no keystroke has to."""
    _recent.having([[]])


def among(sql: str, values: Sequence[Any], *further: Any) -> list[tuple[Any, ...]]:
    """The answer to SQL with `IN (…)` for a list of values, and `?` after it for further ones."""
    return rows(sql.replace("…", ", ".join("?" * len(values))), *values, *further) if values else []


def _beginning(probe: str) -> Span:
    return probe, probe + _AFTER_ALL


def _exactly(probe: str) -> Span:
    return probe, probe + " "


def _fetch(word: Word) -> dict[int, bool] | None:
    """Who has a key that begins so, and whether it is just that; None if they are too many."""
    keys = _within(map(_beginning, word))
    if len(keys) > _NARROW:
        return None
    found: dict[int, bool] = {}
    for key, customer in keys:
        found[customer] = found.get(customer, False) or key in word
    return found


def _within(spans: Iterable[Span]) -> list[tuple[str, int]]:
    """Keys in the spans and whose they are, as they come, hardly more than make a wide range."""
    bounds = [bound for span in spans for bound in span]
    return rows(" UNION ALL ".join([_WITHIN] * (len(bounds) // 2)) + " LIMIT ?", *bounds, _NARROW + 1)


def _in_order(ids: Iterable[int]) -> list[int]:
    """Those who are still customers, the most recently served first."""
    served = among("SELECT last_seen, id FROM customer WHERE id IN (…)", list(ids))
    return [customer for _, customer in sorted(served, reverse=True)]


def _portions(words: Sequence[Word], whole: Word) -> Iterator[list[int]]:
    seen: set[int] = set()
    for portion in _all_portions(words, whole):
        fresh = [customer for customer in portion if customer not in seen]
        seen.update(fresh)
        yield fresh


def _all_portions(words: Sequence[Word], whole: Word) -> Iterator[list[int]]:
    beginnings = [list(map(_beginning, word)) for word in words]
    just = list(map(_exactly, whole))
    yield _recent.having([just, *beginnings])
    if len(words) == 1:
        yield from _read_on(just, [])
        yield _recent.having(beginnings)
        yield from _read_on(beginnings[0], [])
        return
    yield from _read_on(just, words)
    yield _recent.having(beginnings)
    yield from _read_on(list(map(_beginning, whole)), words)
    sizes = [_size(spans) for spans in beginnings]
    yield from _read_on(beginnings[sizes.index(min(sizes))], words)


def _read_on(spans: Sequence[Span], words: Sequence[Word]) -> Iterator[list[int]]:
    """Customers with a key in one of `spans` and one for each of `words`, read as they are asked for."""
    few = _within(spans)
    if len(few) <= _NARROW:
        yield _in_order(_who_has({customer for _, customer in few}, words))
        return
    for start, end in spans:
        last = (start, 0)
        while portion := rows(_ONWARD, *last, end, _NARROW):
            yield _in_order(_who_has({customer for _, customer in portion}, words))
            if len(portion) < _NARROW:
                break
            last = portion[-1]


def _who_has(ids: set[int], words: Iterable[Word]) -> set[int]:
    """Those of `ids` who have a key for each of `words`."""
    for word in words:
        bounds = [bound for probe in word for bound in _beginning(probe)]
        sql = f"SELECT customer_id FROM search_key WHERE customer_id IN (…) AND ({_OR.join([_BETWEEN] * len(word))})"
        ids = {customer for (customer,) in among(sql, list(ids), *bounds)}
    return ids


def _size(spans: Sequence[Span]) -> int:
    """How many keys lie in the spans, counted up to some thousand."""
    bounds = [bound for span in spans for bound in span]
    inner = " UNION ALL ".join([_WITHIN] * len(spans))
    return int(rows(f"SELECT count(*) FROM ({inner} LIMIT ?) AS counted", *bounds, _COUNTED)[0][0])


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
            self._keys: list[tuple[str, int]] = []

    def having(self, words: Sequence[Sequence[Span]]) -> list[int]:
        """Recent customers with a key in one of the spans of each word, the most recent first."""
        with self._lock:
            self._catch_up()
            ids = self._within(words[0])
            for spans in words[1:]:
                ids &= self._within(spans) if ids else ids
            return sorted(ids, key=self._served.__getitem__, reverse=True)

    def _within(self, spans: Sequence[Span]) -> set[int]:
        keys = self._keys
        return {
            customer
            for start, end in spans
            for _, customer in keys[bisect_left(keys, (start, 0)) : bisect_left(keys, (end, 0))]
        }

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
        self._served = {customer: (last_seen, customer) for customer, last_seen in rows(_NEWEST, _RECENT)}
        sql = "SELECT key, customer_id FROM search_key WHERE customer_id IN (…)"
        self._keys = sorted(among(sql, list(self._served)))

    def _replace(self, served: list[tuple[Any, ...]]) -> None:
        keys = keys_by_customer(customer for customer, _ in served)
        known = keys.keys() & self._served.keys()
        if known:
            self._keys = [entry for entry in self._keys if entry[1] not in known]
        for customer, last_seen in served:
            self._served[customer] = (last_seen, customer)
            for key in keys[customer]:
                insort(self._keys, (key, customer))


_recent = _Recent()
