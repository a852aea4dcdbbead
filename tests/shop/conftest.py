"""People and pieces for the tests of the shop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from counter_tui import clock
from counter_tui.models import new_uuid
from counter_tui.shop.customers import CustomerEntry
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.planning import fresh_from
from counter_tui.shop.sales import PieceEntry, SaleEntry, SaleSaved, record_sale

RING = PieceEntry(kind="ring", metal="k18", weight=Decimal("3.210"), price=Decimal("4652.52"), certificate="8812345")


def customer(name: str = "张晓红", phone: str = "13812341234", **known: object) -> CustomerEntry:
    return CustomerEntry(name=name, uuid=new_uuid(), phones=(read_phone(phone, "CN"),), sex="f", **known)


@pytest.fixture
def sell(shop, mei) -> Callable[..., SaleSaved]:
    """Sell a ring on a day, or a piece of another `kind`, to a new customer unless told to whom.

    What was sold longer ago was typed then: everything it asked for was planned.
    """

    def sell_on(day: dt.date, to: int | CustomerEntry | None = None, kind: str = "ring", **how: object) -> SaleSaved:
        entry = SaleEntry(to or customer(), day, (replace(RING, kind=kind),), uuid=new_uuid(), clerk=mei, **how)
        typed = clock.now() if day >= fresh_from(clock.today(), shop.policy) else dt.datetime.combine(day, dt.time(10))
        with clock.at(typed):
            return record_sale(shop, entry, mei)

    return sell_on
