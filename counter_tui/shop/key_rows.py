"""The search keys as the records hold them: probes and ranges, as fixed SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from counter_tui.models import on_server
from counter_tui.models.plain import as_table, rows
from counter_tui.models.snapshot import STATE_ON_A_SERVER, state_is, state_is_wanted
from counter_tui.shop.own_keys import LINE, keys_in, texts_of
from counter_tui.shop.search_keys import Word

NARROW = 200
"""As many keys are read at once; a word that has more is broad."""
_AT_ONCE = 500
_MANY_PROBES = 30
_AFTER_ALL = "\U0010ffff"

Span = tuple[str, str]
"""Keys from the first (included) to the second (excluded)."""

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
_A_STATE = -1
_AND_THE_STATE = f" UNION ALL SELECT {STATE_ON_A_SERVER}, {_A_STATE}"
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
    found = {}
    for probe, many in _of_each(_HOW_MANY + _AND_THE_STATE if state_is_wanted() else _HOW_MANY, list(probes)):
        if many == _A_STATE:
            state_is(probe)
        else:
            found[probe] = many
    return found


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
    if on_server():
        ((keys, customers),) = rows(f"SELECT count(*), count(DISTINCT customer_id) {counted}", *bounds, most)
        return int(customers) if keys < most else None
    # The embedded database takes longer to tell them apart than to name them.
    ((keys, whose),) = rows(f"SELECT count(*), json_group_array(customer_id) {counted}", *bounds, most)
    return len(set(json.loads(whose))) if keys < most else None


def onward(span: Span, many: int) -> Iterator[list[tuple[str, int]]]:
    """The keys of a span in order, so many at a time, read as they are asked for."""
    last, end = (span[0], 0), span[1]
    while portion := rows(_ONWARD, *last, end, many):
        yield portion
        if len(portion) < many:
            break
        last = portion[-1]


def who_has(ids: Iterable[int], words: Sequence[Word]) -> dict[int, list[str]]:
    """Those of these customers who have a key for each word, with that key: one that is just it before others."""
    found = ((customer, keys_for(text, words)) for customer, text in texts_of(list(ids)).items())
    return {customer: keys for customer, keys in found if keys}


def keys_for(text: str, words: Sequence[Word]) -> list[str]:
    """For each word a key of a customer's text, one that is just it before others; none if one word has no key."""
    found = []
    for word in words:
        key = _many_in(text, word) if len(word) > _MANY_PROBES else _key_in(text, word)
        if not key:
            return []
        found.append(key)
    return found


def _key_in(text: str, word: Word) -> str:
    found = ""
    for probe in word:
        at = text.find(LINE + probe)
        if at >= 0:
            if LINE + probe + LINE in text:
                return probe
            found = found or text[at + 1 : text.index(LINE, at + 1)]
    return found


def _many_in(text: str, word: Word) -> str:
    known, lengths = set(word), {len(probe) for probe in word}
    keys = keys_in(text)
    just = next((key for key in keys if key in known), "")
    return just or next((key for key in keys if any(key[:length] in known for length in lengths)), "")


def justly(keys: Iterable[tuple[str, int]], word: Word) -> dict[int, str]:
    """Whose keys these are, with the one that is just one of `word`, or ""."""
    found: dict[int, str] = {}
    for key, customer in keys:
        if key in word:
            found[customer] = key
        else:
            found.setdefault(customer, "")
    return found
