"""What a page of matches shows of its customers. From one key to the next they are mostly the same ones, so what was
read is kept for as long as nobody has written anything."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from counter_tui.models import OPEN, db
from counter_tui.models.plain import among
from counter_tui.models.snapshot import state_of_records

_KEPT = 500

_OWN = "SELECT id, number, name, klass FROM customer WHERE id IN (…)"
_PHONES = """
    SELECT customer_id, COALESCE(e164, typed) FROM phone WHERE customer_id IN (…)
    ORDER BY CASE WHEN wrong_since IS NULL THEN 0 ELSE 1 END, position, id
"""
_PIECES = """
    SELECT s.customer_id, s.day, p.kind, p.metal, p.style FROM sale s LEFT JOIN piece p ON p.sale_id = s.id
    WHERE s.customer_id IN (…) ORDER BY s.day, s.id, p.position DESC, p.id DESC
"""
_CONTACTS = "SELECT customer_id, at, outcome FROM contact WHERE customer_id IN (…) ORDER BY at, id"
# Sorted here: asked for an order, SQLite would walk through all that is open in the shop by day.
_REVISITS = f"SELECT customer_id, reason, due, id FROM revisit WHERE state = '{OPEN}' AND customer_id IN (…)"


class Facts(NamedTuple):
    """A customer's number, name and class; phones, the one that works first; and, as either database answers them,
    the last piece (day, kind, metal, style), the last contact (moment, outcome) and the next one (reason, day)."""

    number: int
    name: str
    klass: str
    phones: Sequence[str]
    piece: tuple[Any, str | None, str | None, str | None]
    contact: tuple[Any, str]
    revisit: tuple[str | None, Any]


class _Memory(threading.local):
    """Each thread's own, since each has its own connection, which alone knows what others have written."""

    def __init__(self) -> None:
        self.connection: object = None
        self.state = ""
        self.facts: dict[int, Facts] = {}

    def known(self) -> dict[int, Facts]:
        """What still holds."""
        connection, state = db.connection(), state_of_records()
        if connection is not self.connection or state != self.state or len(self.facts) > _KEPT or db.in_transaction():
            self.connection, self.state, self.facts = connection, state, {}
        return self.facts


_memory = _Memory()


def facts_of(ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of these customers, as far as they still are ones."""
    known = _memory.known()
    known.update(_read([customer for customer in ids if customer not in known]))
    return {customer: known[customer] for customer in ids if customer in known}


def _read(ids: Sequence[int]) -> Iterable[tuple[int, Facts]]:
    if not ids:
        return
    own = {row[0]: row[1:] for row in among(_OWN, ids)}
    pieces = {row[0]: row[1:] for row in among(_PIECES, ids)}
    contacts = {row[0]: row[1:] for row in among(_CONTACTS, ids)}
    revisits: dict[int, tuple[Any, ...]] = {}
    for customer, reason, due, id_ in among(_REVISITS, ids):
        soonest = revisits.get(customer)
        if soonest is None or (due, id_) < soonest[1:]:
            revisits[customer] = (reason, due, id_)
    phones: dict[int, list[str]] = {}
    for customer, phone in among(_PHONES, ids):
        phones.setdefault(customer, []).append(phone)
    for customer, (number, name, klass) in own.items():
        yield (
            customer,
            Facts(
                number,
                name,
                klass,
                phones.get(customer) or [""],
                pieces.get(customer, (None, None, None, None)),
                contacts.get(customer, (None, "")),
                revisits.get(customer, (None, None))[:2],
            ),
        )
