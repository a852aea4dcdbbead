"""A customer's pieces as a screen shows them: what, its figures, when it was bought, whether as a gift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from counter_tui.i18n import _
from counter_tui.models import Piece, Revisit, Sale
from counter_tui.shop.entry.rings import ring_words
from counter_tui.shop.wording import certificate_words, piece_words
from counter_tui.words import carats, dotted, grams, listed

MOST = 4


@dataclass(frozen=True)
class PieceView:
    """A piece in words. A gift's is not to be mentioned to anybody but the buyer."""

    words: str
    details: str
    day: dt.date
    gift: bool


def pieces_of(customer: int) -> tuple[PieceView, ...]:
    """The newest pieces of a customer, at most MOST."""
    rows = (
        Piece.select(Piece, Sale)
        .join(Sale)
        .where(Sale.customer == customer)
        .order_by(Sale.day.desc(), Sale.id.desc(), Piece.position)
        .limit(MOST)
    )
    return tuple(piece_view(row, row.sale) for row in rows)


def pieces_by_sale(sales: Sequence[Sale]) -> dict[int, list[Piece]]:
    """The pieces of some sales by the sale's id, in their order, read at once."""
    bought: dict[int, list[Piece]] = {sale.id: [] for sale in sales}
    for piece in Piece.select().where(Piece.sale.in_(sales)).order_by(Piece.position, Piece.id):
        bought[piece.sale_id].append(piece)
    return bought


def named_pieces(sales: Iterable[int | None]) -> dict[int | None, str]:
    """The pieces of some sales (ids) in words, by the sale's id; a gift's are not named."""
    rows = Piece.select().join(Sale).where(Sale.id.in_({sale for sale in sales if sale}), ~Sale.gift)
    found: dict[int | None, list[str]] = {}
    for row in rows.order_by(Piece.position, Piece.id):
        found.setdefault(row.sale_id, []).append(piece_words(row.kind, row.metal, row.stone, row.name))
    return {sale: listed(dict.fromkeys(pieces)) for sale, pieces in found.items()}


def piece_view(piece: Piece, sale: Sale) -> PieceView:
    """A piece of a sale as it is shown."""
    words = piece_words(piece.kind, piece.metal, piece.stone, piece.name)
    return PieceView(words, piece_details(piece), sale.day, bool(sale.gift))


def piece_details(piece: Piece) -> str:
    """The figures of a piece on one line: weight, carat, size, certificate, style, engraving."""
    parts = [
        grams(piece.weight) if piece.weight else "",
        carats(piece.carat) if piece.carat else "",
        ring_words(piece.ring_mm) if piece.ring_mm else "",
        certificate_words(piece.lab, piece.certificate),
        piece.style,
        _("engraved “{words}”").format(words=piece.engraving) if piece.engraving else "",
    ]
    return dotted(parts)


def subject(revisit: Revisit | None, customer: int) -> tuple[Sale, Piece | None] | None:
    """The sale and piece a contact is about: the revisit's own, else the newest."""
    sale = revisit.sale if revisit and revisit.sale_id else None
    sale = sale or Sale.select().where(Sale.customer == customer).order_by(Sale.day.desc(), Sale.id.desc()).first()
    return (sale, sale.pieces.order_by(Piece.position).first()) if sale else None
