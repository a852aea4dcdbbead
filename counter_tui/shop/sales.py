"""A sale and what it sets going (mission B1, C1); a visit without one (B9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from peewee import JOIN, ModelSelect

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import (
    ALIVE,
    WAITING,
    Clerk,
    Counter,
    Customer,
    Piece,
    Revisit,
    Sale,
    Visit,
    new_uuid,
)
from counter_tui.shop import drafts, journal, planning
from counter_tui.shop.context import Shop
from counter_tui.shop.customers import CustomerEntry, write_file
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.pieces import named_pieces
from counter_tui.shop.series import Who, carer, close_followups, plan, plan_for_sale, touch, when
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.text import LINE_LENGTH, NOTE_LENGTH, clean

_OF_A_SALE = (Customer, Sale, Piece, Revisit)
"""What a sale changes in a file that was there before."""


@dataclass(frozen=True)
class PieceEntry:
    """One piece as typed: weight in grams, carat, ring size as inner diameter in mm, money in the shop's currency."""

    kind: str = "other"
    style: str = ""
    name: str = ""
    metal: str = ""
    weight: Decimal | None = None
    stone: str = ""
    carat: Decimal | None = None
    lab: str = ""
    certificate: str = ""
    ring_mm: Decimal | None = None
    engraving: str = ""
    gold_price: Decimal | None = None
    labour: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True)
class SaleEntry:
    """A sale as typed; `customer` is an id, or a new customer written with it in one go."""

    customer: int | CustomerEntry
    day: dt.date
    pieces: tuple[PieceEntry, ...]
    uuid: str = ""
    clerk: Who = None
    invoice: str = ""
    gift: bool = False
    note: str = ""


@dataclass(frozen=True)
class VisitEntry:
    """A visit that ended without a sale: what was looked at, and why not bought."""

    customer: int | CustomerEntry
    day: dt.date
    uuid: str = ""
    clerk: Who = None
    looked_at: str = ""
    why_not: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlannedRow:
    """A contact as planned, for the clerk to accept or change; `piece` is what it is about, in words, "" for a gift."""

    id: int
    reason: str
    channel: str
    topic: str
    anchor: dt.date
    due: dt.date
    closes: dt.date
    hour: dt.time | None
    waits: bool
    clerk: str
    piece: str = ""


@dataclass(frozen=True)
class SaleSaved:
    """What saving a sale or a visit came to: the file it is in, whose `name` it bears, and what is planned."""

    customer: int
    sale: int | None
    planned: tuple[PlannedRow, ...]
    name: str = ""


@transaction
def record_sale(shop: Shop, entry: SaleEntry, by: Who) -> SaleSaved:
    """Store a sale with its pieces and plan the next services by itself; saving the same form again changes nothing."""
    known = Sale.get_or_none(Sale.uuid == entry.uuid) if entry.uuid else None
    if known is not None:
        return SaleSaved(
            known.customer_id, known.id, planned_of(shop, known.customer_id, sale=known.id), known.customer.name
        )
    if not entry.pieces:
        raise ShopError(_("A sale needs at least one piece."))
    if entry.day > clock.today():
        raise ShopError(_("A sale can't be in the future."))
    known_file = _known_file(entry.customer)
    within = _OF_A_SALE if known_file else journal.FILE
    with journal.step(by, "sale.recorded", known_file, form=entry.uuid, within=within) as doing:
        customer = _customer(shop, entry, by)
        doing.about(customer)
        sale = write_sale(shop, customer, entry, by)
        plan_for_sale(shop, customer, sale, entry.day, carer(entry.clerk, by))
        rewrite_keys(customer)
        drafts.gone(entry.uuid)
    return SaleSaved(customer, sale, planned_of(shop, customer, sale=sale), _name_of(customer))


def write_sale(shop: Shop, customer: int, entry: SaleEntry, by: Who, batch: int | None = None) -> int:
    """Write a sale and its pieces inside somebody's transaction, without planning; answers the sale's id."""
    prices = [piece.price for piece in entry.pieces if piece.price is not None]
    row = Sale.create(
        uuid=entry.uuid or new_uuid(),
        number=Counter.next("sale"),
        customer=customer,
        day=entry.day,
        clerk=entry.clerk or by,
        invoice=clean(entry.invoice, LINE_LENGTH),
        gift=entry.gift,
        total=sum(prices) if prices else None,
        note=clean(entry.note, NOTE_LENGTH, lines=True),
        batch=batch,
    )
    write_pieces(row.id, entry.pieces)
    _becomes_buyer(shop, customer, entry.day)
    note(by, customer, "sale.recorded", sale=row.number)
    return int(row.id)


@transaction
def record_visit(shop: Shop, entry: VisitEntry, by: Who) -> SaleSaved:
    """Store a visit without a purchase, with why not; a follow-up is planned (B9)."""
    known = Visit.get_or_none(Visit.uuid == entry.uuid) if entry.uuid else None
    if known is not None:
        return SaleSaved(
            known.customer_id, None, planned_of(shop, known.customer_id, visit=known.id), known.customer.name
        )
    if entry.day > clock.today():
        raise ShopError(_("A visit can't be in the future."))
    with journal.step(by, "visit.recorded", _known_file(entry.customer), form=entry.uuid) as doing:
        customer = _customer(shop, entry, by)
        doing.about(customer)
        visit = _write_visit(shop, customer, entry, by)
        drafts.gone(entry.uuid)
    return SaleSaved(customer, None, planned_of(shop, customer, visit=visit), _name_of(customer))


def _write_visit(shop: Shop, customer: int, entry: VisitEntry, by: Who) -> int:
    why_not = clean(entry.why_not, LINE_LENGTH)
    row = Visit.create(
        uuid=entry.uuid or new_uuid(),
        customer=customer,
        day=entry.day,
        clerk=entry.clerk or by,
        looked_at=clean(entry.looked_at, LINE_LENGTH),
        why_not=why_not,
        note=clean(entry.note, NOTE_LENGTH, lines=True),
    )
    if why_not:
        not_yet = (Customer.id == customer) & (Customer.klass == "B")
        Customer.update(why_not=why_not, version=Customer.version + 1).where(not_yet).execute()
    who = carer(entry.clerk, by)
    _plan_followup(shop, row, who)
    touch(shop, customer, entry.day, who)
    note(by, customer, "visit.recorded", why_not=why_not)
    return int(row.id)


def _plan_followup(shop: Shop, visit: Visit, clerk: Who) -> None:
    """One follow-up for all visits without a purchase, after the newest of them (C10).

    Where another day was agreed on it stays while that lies ahead.
    """
    followup, series = planning.visit_followup(visit.day, shop.policy), f"visit:customer:{visit.customer_id}"
    if plan(visit.customer_id, series, followup, clerk, visit=visit.id) is not None:
        return
    standing = Revisit.get(Revisit.open_series == series)
    if standing.anchor > visit.day:
        return
    if standing.agreed_on is None or standing.due <= visit.day:
        Revisit.change(standing.id, None, tries=0, last_outcome="", **when(followup, standing))


def planned_of(shop: Shop, customer: int, sale: int | None = None, visit: int | None = None) -> tuple[PlannedRow, ...]:
    """What is planned for a customer, soonest first; only what one sale or visit asked for, if named."""
    wanted = [Revisit.customer == customer, Revisit.state.in_(ALIVE)]
    if sale is not None:
        wanted.append((Revisit.sale == sale) | (Revisit.reason.in_(("regular", "birthday", "anniversary"))))
    if visit is not None:
        wanted.append((Revisit.visit == visit) | (Revisit.open_series == f"visit:customer:{customer}"))
    rows = planned_rows(*wanted).order_by(Revisit.due, Revisit.id)
    return with_pieces(rows)


def with_pieces(rows: Iterable[Revisit]) -> tuple[PlannedRow, ...]:
    """Stored revisits as the screens see them, each with its piece."""
    rows = list(rows)
    named = named_pieces(row.sale_id for row in rows)
    return tuple(replace(planned_row(row), piece=named.get(row.sale_id, "")) for row in rows)


def planned_rows(*where: object) -> ModelSelect[Revisit]:
    """The stored revisits that `where` asks for, each with its clerk, for `planned_row`."""
    window = (Revisit.anchor, Revisit.due, Revisit.closes, Revisit.hour)
    shown = (Revisit.id, Revisit.reason, Revisit.channel, Revisit.topic, Revisit.state, Revisit.sale)
    return (
        Revisit.select(*shown, *window, Revisit.clerk, Clerk.id, Clerk.name)
        .join(Clerk, JOIN.LEFT_OUTER)
        .where(*where)
    )  # fmt: skip


def planned_row(row: Revisit) -> PlannedRow:
    """A stored revisit as the screens see it."""
    clerk = row.clerk.name if row.clerk else ""
    window = (row.anchor, row.due, row.closes, row.hour)
    return PlannedRow(row.id, row.reason, row.channel, row.topic, *window, row.state == WAITING, clerk)


def _name_of(customer: int) -> str:
    return str(Customer.get_by_id(customer).name)


def _known_file(who: int | CustomerEntry) -> tuple[int, ...]:
    """The file of a sale or visit that is there already."""
    return () if isinstance(who, CustomerEntry) else (who,)


def _customer(shop: Shop, entry: SaleEntry | VisitEntry, by: Who) -> int:
    """The customer of a sale or visit; a new one's file begins with its day, and is looked after by its clerk."""
    who = entry.customer
    if isinstance(who, CustomerEntry):
        return write_file(shop, replace(who, first_visit=who.first_visit or entry.day), by, carer(entry.clerk, by))
    if not Customer.select().where(Customer.id == who).exists():
        raise ShopError(_("This file is no longer there."))
    return who


def _becomes_buyer(shop: Shop, customer: int, day: dt.date) -> None:
    """The class moves by itself (A2), and what was to be asked after a visit before that day has been answered."""
    Customer.update(klass="A").where(Customer.id == customer).execute()
    close_followups(shop, {customer: day})


def write_pieces(sale: int, pieces: Sequence[PieceEntry], cleaned: Mapping[int, dt.date | None] | None = None) -> None:
    """Write a sale's pieces in their order; `cleaned` keeps the day a piece at a position was last cleaned."""
    for position, piece in enumerate(pieces):
        Piece.create(
            sale=sale,
            position=position,
            kind=piece.kind or "other",
            style=clean(piece.style, LINE_LENGTH),
            name=clean(piece.name, LINE_LENGTH),
            metal=piece.metal,
            weight=piece.weight,
            stone=piece.stone,
            carat=piece.carat,
            lab=clean(piece.lab, 60),
            certificate=clean(piece.certificate, 60),
            ring_mm=piece.ring_mm,
            engraving=clean(piece.engraving, LINE_LENGTH),
            gold_price=piece.gold_price,
            labour=piece.labour,
            price=piece.price,
            cleaned_on=(cleaned or {}).get(position),
        )
