"""The search keys as the records hold them: probes and ranges, as fixed SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SqliteDatabase

from counter_tui.models import db
from counter_tui.models.plain import among, as_table, rows
from counter_tui.shop.search_keys import Word

NARROW = 200
"""As many keys are read at once; a word that has more is broad."""
_AT_ONCE = 500
_MANY_PROBES = 30
_AFTER_ALL = "\U0010ffff"

Span = tuple[str, str]
"""Keys from the first (included) to the second (excluded)."""

_ASKED = "WITH asked(id) AS (…) "
# A cross join is done in this order: the range alone may hold half the shop.
_OF_ASKED = "SELECT key, customer_id FROM asked CROSS JOIN search_key WHERE customer_id = id AND key >= ? AND key < ?"
# A server would walk through the range all the same: it is given each customer's keys, behind a fence (OFFSET 0).
_OWN_OF_ASKED = """
    SELECT key, id FROM asked
    CROSS JOIN LATERAL (SELECT key FROM search_key WHERE customer_id = id OFFSET 0) AS own
    WHERE """
_WITHIN = "SELECT key, customer_id FROM search_key WHERE key >= ? AND key < ?"
_ONWARD = """
    SELECT key, customer_id FROM search_key WHERE (key, customer_id) > (?, ?) AND key < ?
    ORDER BY key, customer_id LIMIT ?
"""
_HOW_MANY = f"""
    WITH typed(probe) AS (…) SELECT probe, (
        SELECT count(*) FROM (
            SELECT 1 FROM search_key WHERE key >= probe AND key < probe || '{_AFTER_ALL}' LIMIT {NARROW + 1}
        ) AS counted
    ) FROM typed
"""
_EXISTING = f"""
    WITH typed(probe) AS (…) SELECT probe FROM typed
    WHERE EXISTS (SELECT 1 FROM search_key WHERE key >= probe AND key < probe || '{_AFTER_ALL}')
"""


def beginning(probe: str) -> Span:
    """The keys that begin so."""
    return probe, probe + _AFTER_ALL


def exactly(probe: str) -> Span:
    """The key that is just this."""
    return probe, probe + " "


def existing(probes: Iterable[str]) -> set[str]:
    """Those of `probes` that some key begins with."""
    return {probe for (probe,) in _of_each(_EXISTING, list(probes))}


def how_many(probes: Iterable[str]) -> dict[str, int]:
    """How many keys begin with each of `probes`, counted no further than one more than is narrow."""
    return dict(_of_each(_HOW_MANY, list(probes)))


def _of_each(sql: str, probes: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(probes), _AT_ONCE):
        table, value = as_table(probes[start : start + _AT_ONCE])
        yield from rows(sql.replace("…", table), value)


def within(spans: Iterable[Span], most: int = NARROW) -> list[tuple[str, int]]:
    """Keys in the spans and whose they are, as they come, hardly more than `most`."""
    bounds = [bound for span in spans for bound in span]
    if not bounds:
        return []
    return rows(" UNION ALL ".join([_WITHIN] * (len(bounds) // 2)) + " LIMIT ?", *bounds, most + 1)


def count_within(spans: Sequence[Span], most: int) -> int | None:
    """How many customers have keys in the spans; None if there are `most` keys or more."""
    bounds = [bound for span in spans for bound in span]
    inner = " UNION ALL ".join([_WITHIN] * len(spans))
    counted = f"FROM ({inner} LIMIT ?) AS counted"
    if not isinstance(db.obj, SqliteDatabase):  # a second question takes a server longer than one that asks for both
        keys, customers = rows(f"SELECT count(*), count(DISTINCT customer_id) {counted}", *bounds, most)[0]
        return int(customers) if keys < most else None
    if rows(f"SELECT count(*) {counted}", *bounds, most)[0][0] >= most:
        return None
    return int(rows(f"SELECT count(DISTINCT customer_id) {counted}", *bounds, most)[0][0])


def onward(span: Span, many: int) -> Iterator[list[tuple[str, int]]]:
    """The keys of a span in order, so many at a time, read as they are asked for."""
    last, end = (span[0], 0), span[1]
    while portion := rows(_ONWARD, *last, end, many):
        yield portion
        if len(portion) < many:
            break
        last = portion[-1]


def of_asked(ids: Sequence[int], probes: Sequence[str]) -> list[tuple[str, int]]:
    """Which of these customers have keys that begin so; all their keys are read only where that is less."""
    if not ids or not probes:
        return []
    if len(probes) > _MANY_PROBES:
        lengths, known = {len(probe) for probe in probes}, set(probes)
        return [(key, who) for key, who in _all_of(ids) if any(key[:length] in known for length in lengths)]
    bounds = [bound for probe in probes for bound in beginning(probe)]
    table, value = as_table(ids)
    if isinstance(db.obj, SqliteDatabase):
        sql = " UNION ALL ".join([_OF_ASKED] * len(probes))
    else:
        sql = _OWN_OF_ASKED + " OR ".join(["key >= ? AND key < ?"] * len(probes))
    return rows(_ASKED.replace("…", table) + sql, value, *bounds)


def word_by_word(ids: set[int], words: Sequence[Word]) -> Iterator[tuple[Word, list[tuple[str, int]]]]:
    """For each word the keys that begin so, of those of `ids` who have all words before it too.

    A server is asked once for all words: each question is a way there and back.
    """
    at_once = not isinstance(db.obj, SqliteDatabase) and len(words) > 1
    every = of_asked(list(ids), [probe for word in words for probe in word]) if at_once else []
    for word in words:
        if at_once:
            keys = [(key, customer) for key, customer in every if customer in ids and key.startswith(word)]
        else:
            keys = of_asked(list(ids), word)
        yield word, keys
        ids = {customer for _, customer in keys}


def keys_by_customer(ids: Iterable[int], words: Sequence[Word] = ()) -> dict[int, list[str]]:
    """The keys of each of these customers as they are now; only those that begin as one of `words`, if any are told."""
    found: dict[int, list[str]] = {customer: [] for customer in ids}
    probes = [probe for word in words for probe in word]
    keys = of_asked(list(found), probes) if words else _all_of(list(found))
    for key, customer in keys:
        found[customer].append(key)
    return found


def _all_of(ids: Sequence[int]) -> list[tuple[str, int]]:
    return among("SELECT key, customer_id FROM search_key WHERE customer_id IN (…)", ids)


def justly(keys: Iterable[tuple[str, int]], word: Word) -> dict[int, str]:
    """Whose keys these are, with the one that is just one of `word`, or ""."""
    found: dict[int, str] = {}
    for key, customer in keys:
        if key in word:
            found[customer] = key
        else:
            found.setdefault(customer, "")
    return found


def fits(keys: Iterable[str], word: Word) -> bool:
    """Whether one of `keys` begins as `word` may."""
    return any(key.startswith(word) for key in keys)
