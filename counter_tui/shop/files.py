"""A customer's file as a screen shows it (mission A2): who, which pieces, what is planned, what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Consent, Customer, ImportantDate, Phone, Piece, Sale
from counter_tui.shop.address import address
from counter_tui.shop.context import Shop
from counter_tui.shop.corrections import entry_of_sale
from counter_tui.shop.customers import LINES, CustomerEntry, entry_of, same_phone
from counter_tui.shop.entry.dates import words
from counter_tui.shop.entry.phones import pretty
from counter_tui.shop.history import Event, history
from counter_tui.shop.permission import SERVICE
from counter_tui.shop.pieces import PieceView, piece_view, pieces_by_sale
from counter_tui.shop.sales import PlannedRow, SaleEntry, planned_of
from counter_tui.shop.series import partial_date
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import ShopError, newest_mark, note, transaction
from counter_tui.shop.wishes import promotion_of
from counter_tui.words import number_words


@dataclass(frozen=True)
class PhoneView:
    """A number of the file: in full, since reading a file leaves a trace."""

    words: str
    kind: str
    verified: bool
    wrong_since: dt.date | None
    shared: tuple[str, ...]


@dataclass(frozen=True)
class SaleView:
    """A sale with its pieces, for choosing which were cleaned."""

    id: int
    day: dt.date
    pieces: tuple[PieceView, ...]
    cleaned_on: dt.date | None


@dataclass(frozen=True)
class Refusal:
    """A channel ("any" for every one) by which the customer is not to be reached, even for service, and since when."""

    channel: str
    day: dt.date


@dataclass(frozen=True)
class CustomerFile:
    """Everything on file about one customer."""

    id: int
    version: int
    number: str
    name: str
    address_form: str
    klass: str
    why_not: str
    first_visit: dt.date
    phones: tuple[PhoneView, ...]
    dial: str
    dates: tuple[tuple[str, str], ...]
    sex: str
    temperament: str
    ring_mm: str
    lines: tuple[tuple[str, str], ...]
    channel: str
    note: str
    promotion: bool | None
    refused: tuple[Refusal, ...]
    sales: tuple[SaleView, ...]
    planned: tuple[PlannedRow, ...]
    events: tuple[Event, ...]


@transaction
def read_file(shop: Shop, customer: int, by: int | None, *, again: bool = False) -> CustomerFile:
    """The whole file of a customer; reading it leaves a trace (A7), showing it `again` leaves no second one."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    if not again:
        note(by, customer, "file.read")
    _standing, dial = standing_of(customer)
    return CustomerFile(
        id=row.id,
        version=row.version,
        number=number_words(row.number),
        name=row.name,
        address_form=address(row.name, row.sex, row.honorific),
        klass=row.klass,
        why_not=row.why_not,
        first_visit=row.first_visit,
        phones=tuple(
            PhoneView(pretty(p.e164 or p.typed, shop.region), p.kind, p.verified, p.wrong_since, _shared(shop, p))
            for p in row.phones.order_by(Phone.position)
        ),
        dial=dial,
        dates=tuple((d.label or d.kind, words(partial_date(d))) for d in row.dates.order_by(ImportantDate.id)),
        sex=row.sex,
        temperament=row.temperament,
        ring_mm=f"{row.ring_mm}" if row.ring_mm else "",
        lines=tuple((name, getattr(row, name)) for name in LINES if getattr(row, name)),
        channel=row.channel,
        note=row.note,
        promotion=promotion_of(customer),
        refused=_refused(customer),
        sales=_sales(customer),
        planned=planned_of(shop, customer),
        events=history(shop, customer),
    )


@transaction
def file_to_correct(
    shop: Shop, customer: int, by: int | None, *, again: bool = False
) -> tuple[int, CustomerEntry, int]:
    """How far the trace goes, the file as a form shows it, and its version. Leaves a trace as `read_file` does."""
    mark = newest_mark()
    entry, version = entry_of(shop, customer)
    if not again:
        note(by, customer, "file.read", why="form")
    return mark, entry, version


@transaction
def sale_to_correct(shop: Shop, sale: int, by: int | None, *, again: bool = False) -> tuple[int, SaleEntry, int]:
    """How far the trace goes, the sale as a form shows it, and its version. Leaves a trace as `read_file` does."""
    mark = newest_mark()
    entry, version = entry_of_sale(shop, sale)
    assert isinstance(entry.customer, int)  # it has been saved
    if not again:
        note(by, entry.customer, "file.read", why="form")
    return mark, entry, version


@transaction
def read_on(shop: Shop, customers: Iterable[int], by: int | None) -> None:
    """Who takes over a till where these customers' files stand open reads them: that leaves a trace too (A7)."""
    for customer in customers:
        note(by, customer, "file.read", why="taken over")


def _shared(shop: Shop, phone: Phone) -> tuple[str, ...]:
    """Who else has this number: families share one, and the clerk should know whom she may have on the line."""
    return same_phone(shop, phone.e164, but=phone.customer_id) if phone.e164 else ()


def _refused(customer: int) -> tuple[Refusal, ...]:
    """The channels that the customer's newest word refuses for service."""
    newest: dict[str, Consent] = {}
    for row in Consent.select().where(Consent.customer == customer, Consent.purpose == SERVICE).order_by(Consent.id):
        newest[row.channel] = row
    return tuple(Refusal(row.channel, clock.local(row.at).date()) for row in newest.values() if not row.granted)


def _sales(customer: int) -> tuple[SaleView, ...]:
    """The sales, newest first, each with its pieces."""
    sales = list(Sale.select().where(Sale.customer == customer).order_by(Sale.day.desc(), Sale.id.desc()))
    bought = pieces_by_sale(sales)
    return tuple(_sale(sale, bought[sale.id]) for sale in sales)


def _sale(sale: Sale, pieces: list[Piece]) -> SaleView:
    views = tuple(piece_view(piece, sale) for piece in pieces)
    return SaleView(sale.id, sale.day, views, max((p.cleaned_on for p in pieces if p.cleaned_on), default=None))
