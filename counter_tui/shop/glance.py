"""A customer at a glance, beside the marked line: pieces, what is due, what happened; it is no reading of the file.

The number is masked and what was said stays in the file, whose reading leaves a trace (A7).
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_tui.models import Customer, Phone
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.masking import masked
from counter_tui.shop.history import Event, history
from counter_tui.shop.pieces import PieceView, pieces_of
from counter_tui.shop.sales import PlannedRow, planned_of
from counter_tui.words import number_words

TOLD = ("sale", "contact", "visit")


@dataclass(frozen=True)
class Glance:
    """Who it is, and the little that says what to speak of. `events` are newest first."""

    name: str
    number: str
    phone: str
    klass: str
    pieces: tuple[PieceView, ...]
    planned: tuple[PlannedRow, ...]
    events: tuple[Event, ...]


def glance(shop: Shop, customer: int) -> Glance | None:
    """The customer's glance, None if the file is no longer there. Only reads."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        return None
    phone = row.phones.order_by(Phone.position).first()
    return Glance(
        name=row.name,
        number=number_words(row.number),
        phone=masked(phone.e164 or phone.typed, shop.region) if phone else "",
        klass=row.klass,
        pieces=pieces_of(customer),
        planned=planned_of(shop, customer),
        events=tuple(event for event in history(shop, customer) if event.kind in TOLD),
    )
