"""A clerk's day at the counter at each size: Today, the month, a long file, a call, a sale saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from counter_tui import clock
from counter_tui.models import Contact, Customer, Revisit, db, new_uuid
from counter_tui.models.bulk import insert_rows
from counter_tui.models.opening import open_database
from counter_tui.shop.agenda import agenda, day_plan, month_counts
from counter_tui.shop.calls import prepare
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.files import read_file
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale
from tests.benchmarks.crowd import TODAY
from tests.benchmarks.rounds import Figure, Run, Store, middle, short

ROUNDS = 7
_EVENTS = 500
_PIECE = PieceEntry(
    kind="ring", metal="au750", weight=Decimal("3.210"), price=Decimal("4652.52"), certificate="8812345"
)

Work = Callable[[Shop], object]


def days(run: Run) -> Iterator[Figure]:
    """Each piece of work in each shop, shops taking turns; what is written is taken back."""
    stores = run.stores()
    costs: dict[str, dict[Store, list[float]]] = {what: {store: [] for store in stores} for what in _WORK}
    for turn in range(ROUNDS + 1):
        for store in stores:
            run.say(f"  round {turn}, {store.name}")
            for what, cost in _round(store).items():
                if turn:  # the first is to warm up
                    costs[what][store].append(cost)
    for what, by_store in costs.items():
        for store, rounds in by_store.items():
            value, spread = middle(rounds)
            yield Figure("days", f"{store.name} {what}", value, store.unit, spread, _MOST_MS.get(what))
        for server in (False, True):
            yield from _growth(what, {s.size: middle(r)[0] for s, r in by_store.items() if s.server is server}, server)


def _growth(what: str, by_size: dict[int, float], server: bool) -> Iterator[Figure]:
    """What grows with the day's work is held against a big shop, all else against the smallest."""
    if len(by_size) > 1:
        last, first = max(by_size), 100_000 if what in _GROWING and 100_000 in by_size else min(by_size)
        told = f"{what}: {short(last)} / {short(first)}{' PostgreSQL' if server else ''}"
        yield Figure("days", told, by_size[last] / by_size[first], "times", 0.0, 2.0)


def _round(store: Store) -> dict[str, float]:
    if db.obj is not None and not db.is_closed():
        db.close()
    open_database(store.place)
    shop = open_shop("Golden Bell", "CN", "en")
    costs = {}
    with db.atomic() as doing:
        _lengthen(1)
        for what, work in _WORK.items():
            costs[what] = store.spent_ms(lambda work=work: work(shop))
        doing.rollback()
    return costs


def _lengthen(customer: int) -> None:
    """Give a file as many contacts as a good customer has in twenty years."""
    moment = clock.utc(clock.now())
    rows = (
        {"uuid": new_uuid(), "customer": customer, "clerk": n % 5 + 1, "at": moment - dt.timedelta(days=n * 10)}
        | {"outcome": "reached", "said": f"Talk number {n}"}
        for n in range(_EVENTS)
    )
    insert_rows(Contact, rows)


def _month(shop: Shop) -> object:
    first = TODAY.replace(day=1)
    return month_counts(shop, first, first + dt.timedelta(days=41))


def _another_day(shop: Shop) -> object:
    return day_plan(shop, TODAY + dt.timedelta(days=40))


def _long_file(shop: Shop) -> object:
    return read_file(shop, 1, 1)


def _call(shop: Shop) -> object:
    row = Revisit.select(Revisit.id).where(Revisit.open_series == "regular:customer:2").get()
    return prepare(shop, row.id, 1)


def _sale(shop: Shop) -> object:
    customer = Customer.select(Customer.id).where(Customer.number == 3).get()
    return record_sale(shop, SaleEntry(customer.id, TODAY, (_PIECE,), uuid=new_uuid(), clerk=1), 1)


_WORK: dict[str, Work] = {
    "today": agenda,
    "the month": _month,
    "another day": _another_day,
    "a file of 500 events": _long_file,
    "starting a call": _call,
    "saving a sale": _sale,
}
_GROWING = ("today", "the month", "another day")
_MOST_MS = dict.fromkeys(_WORK.keys() - {"today"}, 50.0)
