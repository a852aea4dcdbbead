"""A sale corrected after it was saved: what was typed wrong is put right, and what is planned moves with the day."""

from __future__ import annotations

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Piece, Revisit, Sale
from counter_tui.shop import drafts, journal, planning
from counter_tui.shop.context import Shop
from counter_tui.shop.own_keys import rewrite_keys
from counter_tui.shop.sales import PieceEntry, SaleEntry, write_pieces
from counter_tui.shop.series import Who, replan
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

    Another day moves what is still planned for the sale, as if it had been that day from the start.
    """
    row = _sale(sale)
    if entry.day > clock.today():
        raise ShopError(_("A sale can't be in the future."))
    if not entry.pieces:
        raise ShopError(_("A sale needs at least one piece."))
    with journal.step(by, "sale.corrected", [row.customer_id], form=entry.uuid):
        _write_over(shop, row, version, entry)
        drafts.gone(entry.uuid)
    note(by, row.customer_id, "sale.corrected", sale=row.number)
    return row.customer_id


def _write_over(shop: Shop, row: Sale, version: int, entry: SaleEntry) -> None:
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
        _move_plan(shop, row.id, entry)
    rewrite_keys(row.customer_id)


def _move_plan(shop: Shop, sale: int, entry: SaleEntry) -> None:
    policy = shop.policy
    plans = (
        planning.first_revisit(entry.day, policy),
        planning.second_revisit(entry.day, None, policy),
        planning.cleaning(entry.day, policy),
        planning.yearly_check(entry.day, policy),
    )
    for plan in plans:
        for row in Revisit.select().where(Revisit.open_series == f"{plan.reason}:sale:{sale}"):
            untouched = not Revisit.select().where(Revisit.series == row.series, Revisit.id != row.id).exists()
            if untouched and not row.tries and (row.state == "waiting") == plan.waits:
                replan(row, plan)


def _sale(sale: int) -> Sale:
    row = Sale.get_or_none(Sale.id == sale)
    if row is None:
        raise ShopError(_("This sale is no longer there."))
    return row
