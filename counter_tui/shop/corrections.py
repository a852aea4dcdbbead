"""A sale corrected after it was saved: what was typed wrong is put right, and what is planned moves with the day."""

from __future__ import annotations

import datetime as dt

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import (
    CANCELLED,
    WAITING,
    AuditEntry,
    Contact,
    Customer,
    Piece,
    Revisit,
    Sale,
    Visit,
)
from counter_tui.shop import drafts, journal, planning
from counter_tui.shop.context import Shop
from counter_tui.shop.outcomes import RETRIES
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.sales import PieceEntry, SaleEntry, write_pieces
from counter_tui.shop.series import Who, close_followups, count_anew, plan_first_two, replan, touch
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.text import LINE_LENGTH, clean


def entry_of_sale(shop: Shop, sale: int) -> tuple[SaleEntry, int]:
    """A sale as a form shows it for correction, and the version that was read."""
    row = _sale(sale)
    pieces = tuple(
        PieceEntry(
            kind=piece.kind,
            style=piece.style,
            name=piece.name,
            metal=piece.metal,
            weight=piece.weight,
            stone=piece.stone,
            carat=piece.carat,
            lab=piece.lab,
            certificate=piece.certificate,
            ring_mm=piece.ring_mm,
            engraving=piece.engraving,
            gold_price=piece.gold_price,
            labour=piece.labour,
            price=piece.price,
        )
        for piece in Piece.select().where(Piece.sale == sale).order_by(Piece.position)
    )
    entry = SaleEntry(row.customer_id, row.day, pieces, clerk=row.clerk_id, invoice=row.invoice, gift=row.gift)
    return entry, row.version


@transaction
def correct_sale(shop: Shop, sale: int, version: int, entry: SaleEntry, by: Who) -> int:
    """Write the corrected sale over the one that was read as `version`; answers the customer's id.

    Another day moves what is still planned for the sale, and keeping in touch, as if it had been that day from the
    start; the file that this sale had opened begins with it.
    """
    row = _sale(sale)
    if entry.day > clock.today():
        raise ShopError(_("A sale can't be in the future."))
    if not entry.pieces:
        raise ShopError(_("A sale needs at least one piece."))
    with journal.step(by, "sale.corrected", [row.customer_id], form=entry.uuid):
        _write_over(shop, row, version, entry, by)
        drafts.gone(entry.uuid)
    note(by, row.customer_id, "sale.corrected", sale=row.number)
    return row.customer_id


def _write_over(shop: Shop, row: Sale, version: int, entry: SaleEntry, by: Who) -> None:
    prices = [piece.price for piece in entry.pieces if piece.price is not None]
    corrected = Sale.change(
        row.id,
        version,
        day=entry.day,
        clerk=entry.clerk,
        invoice=clean(entry.invoice, LINE_LENGTH),
        gift=entry.gift,
        total=sum(prices) if prices else None,
    )
    if not corrected:
        raise FasterError(_("Somebody else has just changed this sale. Save again to keep yours."))
    cleaned = {piece.position: piece.cleaned_on for piece in Piece.select().where(Piece.sale == row.id)}
    Piece.delete().where(Piece.sale == row.id).execute()
    write_pieces(row.id, entry.pieces, cleaned)
    if entry.day != row.day:
        _move_plan(shop, row, entry.day, by)
        _move_file(shop, row, entry.day, by)
    rewrite_keys(row.customer_id)


def _move_plan(shop: Shop, sale: Sale, day: dt.date, by: Who) -> None:
    """What nobody has begun moves with the day. By the rule of a new sale (`series.plan_for_sale`) a fresh one has its
    first two revisits, and an old one has them no more."""
    policy, today = shop.policy, clock.today()
    fresh_from = planning.fresh_from(today, policy)
    for service in planning.SERVICES:
        if row := _untouched(service, sale.id):
            replan(row, planning.next_service(service, day, today, policy))
    first, second = _untouched("first", sale.id), _untouched("second", sale.id)
    if day >= fresh_from:
        if first:
            replan(first, planning.first_revisit(day, policy))
        if second:
            replan(second, planning.second_revisit(day, None, policy))
        if sale.day < fresh_from and not _was_planned("first", sale.id):
            plan_first_two(sale.customer_id, sale.id, day, by, policy)
    elif first:
        over = [row.id for row in (first, second) if row]
        gone = {"state": CANCELLED, "open_series": None, "closed_on": today, "closed_why": _("date corrected")}
        Revisit.update(version=Revisit.version + 1, **gone).where(Revisit.id.in_(over)).execute()


def _move_file(shop: Shop, sale: Sale, day: dt.date, by: Who) -> None:
    """What hangs on the sale's day, besides what the sale itself asked for: keeping in touch, the first visit, and
    that a visit before it is no longer asked about."""
    customer, here = sale.customer_id, _days_here(sale.customer_id)
    count_anew(shop, customer, sale.day, max(here + _days_seen_to(customer)))
    if day > sale.day:
        close_followups(shop, {customer: day})
        touch(shop, customer, day, by)
    if sale.day in here or (day > sale.day and _opened_on(customer) == sale.day):
        return  # somebody came that day all the same
    began = (Customer.id == customer) & (Customer.first_visit == sale.day)
    Customer.update(first_visit=min(here), version=Customer.version + 1).where(began).execute()


def _days_here(customer: int) -> list[dt.date]:
    """The days on which a customer bought, or came without buying."""
    return [row.day for table in (Sale, Visit) for row in table.select(table.day).where(table.customer == customer)]


def _days_seen_to(customer: int) -> list[dt.date]:
    """The days on which a customer was spoken to, or a piece was cleaned: what keeping in touch counts from too."""
    spoken = Contact.select(Contact.at).where(Contact.customer == customer, Contact.outcome.not_in(RETRIES))
    cleaned = Piece.select(Piece.cleaned_on).join(Sale).where(Sale.customer == customer)
    return [clock.local(row.at).date() for row in spoken] + [row.cleaned_on for row in cleaned if row.cleaned_on]


def _opened_on(customer: int) -> dt.date | None:
    """The day on which a customer's file was opened here, by hand."""
    opened = AuditEntry.get_or_none(AuditEntry.customer == customer, AuditEntry.action == "file.opened")
    return None if opened is None else clock.local(opened.at).date()


def _was_planned(reason: str, sale: int) -> bool:
    """Whether a contact of this reason is planned for a sale, or was made."""
    series = Revisit.series == f"{reason}:sale:{sale}"
    return bool(Revisit.select().where(series, Revisit.state != CANCELLED).exists())


def _untouched(reason: str, sale: int) -> Revisit | None:
    """The contact of this reason planned for a sale, if nobody has begun with it."""
    series = f"{reason}:sale:{sale}"
    row: Revisit | None = Revisit.get_or_none(Revisit.open_series == series)
    if row is None or row.tries or (row.state == WAITING) != (reason == "second"):
        return None
    return None if Revisit.select().where(Revisit.series == series, Revisit.id != row.id).exists() else row


def _sale(sale: int) -> Sale:
    row = Sale.get_or_none(Sale.id == sale)
    if row is None:
        raise ShopError(_("This sale is no longer there."))
    return row
