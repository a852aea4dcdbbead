"""What a page of matches shows of its customers. From one key to the next they are mostly the same ones, so what was
read is kept for as long as nobody has written anything."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from counter_tui.models import OPEN, on_server
from counter_tui.models.plain import among_prepared, day_of, hour_of
from counter_tui.models.snapshot import Memory

_KEPT = 500

# One statement for all: on a server each is a way there and back. The lists are put in order here; asked for an order,
# SQLite would look for a customer's next contact by walking through all that is open in the shop by day.
_FACTS = f"""
    SELECT c.id, c.number, c.name, c.klass, c.last_seen, (
        SELECT json_group_array(json_array(wrong_since IS NOT NULL, position, id, COALESCE(e164, typed)))
        FROM phone WHERE customer_id = c.id
    ), (
        SELECT json_array(s.day, p.kind, p.metal, p.style)
        FROM (SELECT id, day FROM sale WHERE customer_id = c.id ORDER BY day DESC, id DESC LIMIT 1) s
        LEFT JOIN piece p ON p.sale_id = s.id ORDER BY p.position, p.id LIMIT 1
    ), (
        SELECT json_array(at, outcome) FROM contact WHERE customer_id = c.id ORDER BY at DESC, id DESC LIMIT 1
    ), (
        SELECT json_group_array(json_array(due, id, reason, anchor, closes, hour))
        FROM revisit WHERE state = '{OPEN}' AND customer_id = c.id
    ), (SELECT keys FROM own_keys WHERE customer_id = c.id) FROM customer c WHERE c.id IN (…)
"""
_ON_A_SERVER = _FACTS.replace("json_group_array", "json_agg").replace("json_array", "json_build_array")


class Next(NamedTuple):
    """A customer's next contact, as `window_words` takes it."""

    reason: str
    anchor: dt.date
    due: dt.date
    closes: dt.date
    hour: dt.time | None


class Facts(NamedTuple):
    """A customer's number, name and class; phones, the one that works first; all search keys as a text; and, as either
    database answers them, when last served, the last piece (day, kind, metal, style), the last contact (moment,
    outcome) and the next one."""

    number: int
    name: str
    klass: str
    last_seen: Any
    phones: Sequence[str]
    piece: tuple[Any, str | None, str | None, str | None]
    contact: tuple[Any, str]
    next: Next | None
    keys: str


_memory: Memory[int, Facts] = Memory(_KEPT)


def facts_of(ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of these customers, as far as they still are ones."""
    known = _memory.known()
    known.update(_read([customer for customer in ids if customer not in known]))
    return {customer: known[customer] for customer in ids if customer in known}


def _read(ids: Sequence[int]) -> Iterator[tuple[int, Facts]]:
    server = on_server()
    read = among_prepared(_ON_A_SERVER if server else _FACTS, ids)
    for customer, number, name, klass, last_seen, *found, keys in read:
        phones, piece, contact, revisits = found if server else map(json.loads, (part or "null" for part in found))
        yield (
            customer,
            Facts(
                number,
                name,
                klass,
                last_seen,
                [phone for *_order, phone in sorted(phones or [])] or [""],
                tuple(piece or (None, None, None, None)),
                tuple(contact or (None, "")),
                _next(revisits or ()),
                keys or "",
            ),
        )


def _next(revisits: Sequence[Sequence[Any]]) -> Next | None:
    """The contact that is due first."""
    if not revisits:
        return None
    due, _id, reason, anchor, closes, hour = min(revisits, key=lambda revisit: (revisit[0], revisit[1]))
    days = day_of(anchor), day_of(due), day_of(closes)
    assert days[0] and days[1] and days[2]
    return Next(reason, days[0], days[1], days[2], hour_of(hour))
