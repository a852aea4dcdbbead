"""Fills in what a list tells of purchases that are on file already; taken back, that is missing again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from counter_tui.exchange.purchases import CERTIFICATE_LENGTH, WARE, Bought, Kept, missing
from counter_tui.models import Piece, Sale

_PRICE = WARE.index("price")

_Values = tuple[int, dict[str, str]]
"""A piece's id, and what is to be written into it."""
Trace = tuple[int, int, dict[str, list[str | None]], list[tuple[int, list[str]]]]
"""A sale as it is noted: its id, the version it was left in, fields with their old and new value, and by piece the
fields that were empty."""


class Filled(Struct, array_like=True, frozen=True, gc=False):
    """A sale on file that a list completes, as of `version`: what was missing in it, and by its id in each piece."""

    sale: int
    version: int
    fields: dict[str, str]
    total_before: str | None
    pieces: tuple[_Values, ...]


def lacking(pieces: Sequence[Kept], pairs: Iterable[tuple[Bought, Kept]]) -> tuple[Filled, ...]:
    """What rows tell of purchases on file of which nothing is said there; `pieces` are all of that customer."""
    found: dict[int, tuple[Kept, dict[str, str], list[_Values]]] = {}
    for bought, kept in pairs:
        new = {name: _text(name, value) for name, value in missing(kept.values, bought.piece).items()}
        invoice = bought.invoice if not kept.invoice else ""
        if new or invoice:
            _kept, fields, its = found.setdefault(kept.sale, (kept, {}, []))
            its += [(kept.id, new)] if new else []
            fields |= {"invoice": invoice} if invoice else {}
    return tuple([_filled(pieces, *of_sale) for of_sale in found.values()])


def _filled(
    pieces: Sequence[Kept], kept: Kept, fields: dict[str, str], its: list[tuple[int, dict[str, str]]]
) -> Filled:
    """With its sum, if that was the sum of the prices so far."""
    prices = [Decimal(new["price"]) for _id, new in its if "price" in new]
    known = [piece.values[_PRICE] for piece in pieces if piece.sale == kept.sale]
    before = sum(Decimal(f"{price}") for price in known if price is not None)
    total = None if kept.total is None else f"{kept.total}"
    if prices and (total is None or Decimal(total) == before):
        fields = fields | {"total": f"{before + sum(prices)}"}
    return Filled(kept.sale, kept.version, fields, total, tuple(its))


def _text(name: str, value: object) -> str:
    """A value as it is written."""
    return f"{value}"[:CERTIFICATE_LENGTH] if name in ("certificate", "lab") else f"{value}"


def complete(sales: Iterable[Filled]) -> list[Trace]:
    """Write it; answers what is to be noted. Whoever has such a sale open is told, as if somebody had corrected it."""
    done: list[Trace] = []
    for sale in sales:
        Sale.change(sale.sale, None, **sale.fields)
        for id_, values in sale.pieces:
            Piece.update(**values).where(Piece.id == id_).execute()
        old = {"invoice": "", "total": sale.total_before}
        fields = {name: [old[name], new] for name, new in sale.fields.items()}
        done.append((sale.sale, sale.version + 1, fields, [(id_, list(values)) for id_, values in sale.pieces]))
    return done


def empty_again(sales: Iterable[Trace]) -> None:
    """Take it back, where nobody has corrected the sale since: it is then as nobody had ever touched it."""
    for sale, version, fields, pieces in sales:
        before: dict[str, Any] = {name: old for name, (old, _new) in fields.items()}
        as_left = (Sale.id == sale) & (Sale.version == version)
        if not Sale.update(version=version - 1, **before).where(as_left).execute():
            continue
        for id_, names in pieces:
            empty = {name: Piece._meta.fields[name].default for name in names}
            Piece.update(**empty).where(Piece.id == id_).execute()
