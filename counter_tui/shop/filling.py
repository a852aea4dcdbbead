"""What the words of scripts, letters and cards are filled in with for one customer, and when which of them are said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.models import Clerk, Customer, Piece, Sale
from counter_tui.shop.address import address
from counter_tui.shop.advice import care_words
from counter_tui.shop.complaints import ComplaintRow, complaint_words, open_complaints
from counter_tui.shop.conditions import Situation, families
from counter_tui.shop.context import Shop
from counter_tui.shop.entry import choices
from counter_tui.shop.entry.rings import ring_words
from counter_tui.shop.months import add_months
from counter_tui.shop.promises import PromiseRow, open_promises
from counter_tui.shop.wording import certificate_words, piece_words
from counter_tui.words import brief_day, daypart, grams, money_words, spoken_day

About = tuple[Sale, Piece | None] | None
"""The sale a contact is about, and its first piece."""


@dataclass(frozen=True)
class Owed:
    """What a customer waits for: promises, the soonest first, and complaints, the oldest first."""

    promises: tuple[PromiseRow, ...]
    complaints: tuple[ComplaintRow, ...]


def owed_to(customer: int) -> Owed:
    """What this customer waits for now."""
    return Owed(open_promises(customer), open_complaints(customer))


def situation_of(customer: Customer, about: About, channel: str, owed: Owed, promotion: bool | None) -> Situation:
    """What a contact with a customer is like; `promotion` is what they said last to news and offers."""
    sale, piece = about or (None, None)
    return Situation(
        gift=bool(sale and sale.gift),
        first_purchase=Sale.select().where(Sale.customer == customer.id).count() == 1,
        complaint=bool(owed.complaints),
        allergy=bool(customer.allergies),
        promised=bool(owed.promises),
        asked_promotion=promotion is not None,
        materials=frozenset(families(piece.metal, piece.stone)) if piece else frozenset(),
        channel=channel,
    )


def known_values(shop: Shop, customer: Customer, about: About, owed: Owed, by: int | None) -> dict[str, str | None]:
    """The names that words can hold; what is not known is None and drops its clause."""
    clerk = Clerk.get_or_none(Clerk.id == by)
    today = clock.today()
    values: dict[str, str | None] = {
        "shop": shop.name,
        "clerk": clerk.name if clerk else shop.name,
        "customer": address(customer.name, customer.sex, customer.honorific),
        "daypart": daypart(clock.now()),
        "today": spoken_day(today, today),
        "promise": next((f"{row.what} ({brief_day(row.until)})" for row in owed.promises), None),
        "complaint": next((complaint_words(row) for row in owed.complaints), None),
    }
    if about is None:
        return values
    sale, piece = about
    values |= {"bought": spoken_day(sale.day, today), "days": str((today - sale.day).days)}
    values["free_until"] = _still(add_months(sale.day, shop.policy.entitlements.repair_months))
    if piece is not None:
        values |= {
            "piece": piece_words(piece.kind, piece.metal, piece.stone, piece.name),
            "material": choices.label(choices.METALS, piece.metal) or None,
            "cert": certificate_words(piece.lab, piece.certificate) or None,
            "size": ring_words(piece.ring_mm) if piece.ring_mm else None,
            "care": care_words(shop.care, families(piece.metal, piece.stone)),
        }
    return values


def card_facts(shop: Shop, about: About) -> dict[str, str | None]:
    """The figures of this very piece, for the facts of an objection card."""
    sale, piece = about or (None, None)
    if sale is None or piece is None:
        return {}
    entitled = shop.policy.entitlements
    money = {
        name: money_words(value, shop.region) if value is not None else None
        for name, value in (("price", piece.price), ("labour", piece.labour), ("gold_price", piece.gold_price))
    }
    per_gram = piece.price / piece.weight if piece.price and piece.weight else None
    return money | {
        "weight": grams(piece.weight) if piece.weight else None,
        "per_gram": money_words(per_gram, shop.region) if per_gram else None,
        "fineness": choices.label(choices.METALS, piece.metal) or None,
        "cert": certificate_words(piece.lab, piece.certificate) or None,
        "exchange_until": _still(sale.day + entitled.exchange_days * DAY),
        "repair_until": _still(add_months(sale.day, entitled.repair_months)),
        "free_until": _still(add_months(sale.day, entitled.repair_months)),
    }


def _still(day: dt.date) -> str | None:
    """A last day in words, unless it is over: nobody is promised what has run out."""
    return spoken_day(day, clock.today()) if day >= clock.today() else None
