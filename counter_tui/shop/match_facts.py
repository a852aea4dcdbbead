"""What a page of matches shows of its customers. From one key to the next they are mostly the same ones, so what was
read is kept for as long as nobody has written anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from counter_tui.models import OPEN, on_server
from counter_tui.models.plain import among_prepared
from counter_tui.models.snapshot import Memory

_KEPT = 500
_NOTHING_DUE = (None, 0, None)

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
        SELECT json_group_array(json_array(due, id, reason)) FROM revisit WHERE state = '{OPEN}' AND customer_id = c.id
    ), (SELECT keys FROM own_keys WHERE customer_id = c.id) FROM customer c WHERE c.id IN (…)
"""
_ON_A_SERVER = _FACTS.replace("json_group_array", "json_agg").replace("json_array", "json_build_array")


class Facts(NamedTuple):
    """A customer's number, name and class; phones, the one that works first; all search keys as a text; and, as either
    database answers them, when last served, the last piece (day, kind, metal, style), the last contact (moment,
    outcome) and the next one (reason, day)."""

    number: int
    name: str
    klass: str
    last_seen: Any
    phones: Sequence[str]
    piece: tuple[Any, str | None, str | None, str | None]
    contact: tuple[Any, str]
    revisit: tuple[str | None, Any]
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
        due, _id, reason = min(revisits or [_NOTHING_DUE])
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
                (reason, due),
                keys or "",
            ),
        )
