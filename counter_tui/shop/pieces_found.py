"""Which of a customer's pieces was meant by the certificate, invoice, style number or engraving that was typed (A8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from counter_tui.models.plain import among, day_of
from counter_tui.shop.search_keys import CERTIFICATE, ENGRAVING, INVOICE, STYLE, Word, keys_of_code

_CODES = (CERTIFICATE, INVOICE, STYLE, ENGRAVING)
_PIECES = """
    SELECT s.customer_id, s.day, p.kind, p.metal, p.style, p.certificate, s.invoice, p.style, p.engraving
    FROM sale s JOIN piece p ON p.sale_id = s.id WHERE s.customer_id IN (…)
    ORDER BY s.day DESC, s.id DESC, p.position, p.id
"""


class PieceFound(NamedTuple):
    """A piece as a line names it: when it was bought, and the codes of what it is."""

    day: dt.date | None
    kind: str
    metal: str
    style: str


def pieces_found(keys: Mapping[int, Collection[str]], words: Sequence[Word]) -> dict[int, PieceFound]:
    """Of the customers who were found by these search keys, the piece that has one of them as a code, of several the
    one that most of the `words` may mean, then the newest; nobody who was found by a name, a phone or the like."""
    codes = {
        customer: own for customer, its in keys.items() if (own := {key for key in its if key[0].lower() in _CODES})
    }
    found: dict[int, PieceFound] = {}
    most: dict[int, int] = {}
    for customer, day, kind, metal, style, *texts in among(_PIECES, list(codes)) if codes else ():
        its = [key for kind, code in zip(_CODES, texts, strict=True) if code for key in keys_of_code(kind, code)]
        many = sum(any(key.startswith(word) for key in its) for word in words)
        if many > most.get(customer, 0) and not codes[customer].isdisjoint(its):
            most[customer], found[customer] = many, PieceFound(day_of(day), kind, metal, style)
    return found
