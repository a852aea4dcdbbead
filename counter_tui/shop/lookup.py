"""The one search box: whatever is typed, the customers it may mean, the likeliest first (mission A8, design.md §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from counter_tui import clock
from counter_tui.models.plain import day_of, moment_of
from counter_tui.models.snapshot import one_moment
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.masking import masked
from counter_tui.shop.key_rows import keys_for
from counter_tui.shop.key_search import Hits, forget_recent, search
from counter_tui.shop.match_facts import Facts, Next, facts_of
from counter_tui.shop.pieces_found import PieceFound, pieces_found
from counter_tui.shop.search_keys import (
    CERTIFICATE,
    ENGRAVING,
    INVOICE,
    NAME,
    NUMBER,
    PHONE,
    PINYIN,
    STYLE,
    WECHAT,
    probes_of,
    ways_to_read,
)
from counter_tui.shop.slips import mend
from counter_tui.text import digits
from counter_tui.words import number_words

_WHY = {
    NAME: "name", PINYIN: "name", WECHAT: "wechat", PHONE: "phone", NUMBER: "number", CERTIFICATE: "certificate",
    INVOICE: "invoice", STYLE: "style", ENGRAVING: "engraving",
}  # fmt: skip
_TURNS = 2
_LEAST_ALIVE = 4
"""A shorter word that somebody has is taken as it is: too many are one letter away."""


@dataclass(frozen=True)
class Match:
    """A customer as a search shows them. Codes and dates are for the screen to word; the phone is masked.

    `why` is the kind of key that fitted: name, phone, number, certificate, invoice, style, engraving or wechat; `found`
    is the piece that has it, if a piece does.
    """

    customer_id: int
    number: str
    name: str
    phone: str
    klass: str
    last_sale: dt.date | None
    last_kind: str
    last_metal: str
    last_style: str
    last_contact: dt.date | None
    last_outcome: str
    next: Next | None
    why: str
    found: PieceFound | None = None


@dataclass(frozen=True)
class Found:
    """One page of matches; `more` follow it, None if some do, too many to count; `typo`: only one letter off."""

    matches: tuple[Match, ...]
    more: int | None
    typo: bool = False


def find(shop: Shop, text: str, limit: int = 20, offset: int = 0) -> Found:
    """Customers whose name, pinyin, phone, number, certificate, invoice, style or engraving begins as typed.

    Only reads, on the connection this thread has open. One typing slip is forgiven if nothing fits.
    """
    with one_moment():
        found = _find(shop, text, limit, offset)
        if found is None:
            forget_recent()
            found = _find(shop, text, limit, offset)
    return found or Found((), 0)


def _find(shop: Shop, text: str, limit: int, offset: int) -> Found | None:
    """One page; None if a customer remembered as recent no longer fits."""
    for found, typo in _attempts(text):
        ids, more = _taken(found, offset + limit, patient=offset > 0)
        if ids:
            matches = _matches(shop, ids[offset : offset + limit], found, digits(text[:80]))
            return Found(matches, more, typo) if matches is not None else None
    return Found((), 0)


def _taken(found: Hits, wanted: int, *, patient: bool) -> tuple[list[int], int | None]:
    """The wanted ids if there are as many, and how many follow them; None if that takes long to count.

    A keystroke is not kept waiting for a page that only a long reading could fill: of several broad words, few fit all.
    """
    ids: list[int] = []
    for portion in found.quick:
        ids += portion
        if len(ids) > wanted and found.further:
            break
    if found.further is None:
        return ids, max(len(ids) - wanted, 0)
    hasty, turns = len(found.words) > 1 and not patient, count()
    while len(ids) <= wanted and not (hasty and ids and next(turns) == _TURNS):
        try:
            ids += next(found.further)
        except StopIteration:
            return ids, max(len(ids) - wanted, 0)
    every = found.count()
    return ids, None if every is None else max(every - wanted, 0)


def _attempts(text: str) -> Iterator[tuple[Hits, bool]]:
    """What was typed in each way it can be read; then with one typing slip mended."""
    tried = []
    for way in ways_to_read(text):
        plain = [probes_of(word) for word in way]
        found = search(way, plain, probes_of("".join(way)))
        tried.append((way, plain, found.words))
        yield found, False
    for way, plain, there in tried:
        amiss = [place for place, word in enumerate(there) if not word]
        doubtful = amiss[:1] or [place for place, word in enumerate(way) if len(word) >= _LEAST_ALIVE]
        for place in doubtful:
            if mended := mend(way[place]):
                typed = [*way[:place], mended[0][1:], *way[place + 1 :]] if len(mended) == 1 else way
                yield search(typed, [*plain[:place], mended, *plain[place + 1 :]], mended), True


def _matches(shop: Shop, ids: Sequence[int], found: Hits, typed: str) -> tuple[Match, ...] | None:
    """The page as shown; None if one of these is gone, or was remembered and no longer has a key for each word."""
    facts = facts_of(ids)
    if len(facts) < len(ids):
        return None
    keys = {}
    for customer in ids:
        hit = [key] if (key := found.hits.get(customer)) else []
        keys[customer] = hit if hit and len(found.words) == 1 else hit + keys_for(facts[customer].keys, found.words)
        if not keys[customer]:
            return None
    pieces = pieces_found(keys, found.words)
    return tuple(_match(shop, id_, facts[id_], keys[id_][0], typed, pieces.get(id_)) for id_ in ids)


def _match(shop: Shop, customer: int, facts: Facts, key: str, typed: str, found: PieceFound | None) -> Match:
    why = _WHY[key[0].lower()]
    phones = facts.phones
    phone = next((phone for phone in phones if why == "phone" and typed in digits(phone)), phones[0])
    day, kind, metal, style = facts.piece
    at, outcome = facts.contact
    return Match(
        customer,
        number_words(facts.number),
        facts.name,
        masked(phone, shop.region) if phone else "",
        facts.klass,
        last_sale=day_of(day),
        last_kind=kind or "",
        last_metal=metal or "",
        last_style=style or "",
        last_contact=clock.local(moment_of(at)).date() if at else None,
        last_outcome=outcome,
        next=facts.next,
        why=why,
        found=found,
    )
