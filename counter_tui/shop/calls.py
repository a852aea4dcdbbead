"""A contact prepared (mission C3, C4, D1): the right person, the words filled in, what was said and promised before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import OPEN, Clerk, Contact, Customer, Piece, Revisit, Sale
from counter_tui.shop import planning
from counter_tui.shop.agenda import standing_of
from counter_tui.shop.context import Shop
from counter_tui.shop.customers import number_words, promotion_of
from counter_tui.shop.entry import choices
from counter_tui.shop.entry.phones import pretty
from counter_tui.shop.entry.rings import ring_words
from counter_tui.shop.packs import render, script_for
from counter_tui.shop.people import address
from counter_tui.shop.permission import May, may_contact, purpose_of
from counter_tui.shop.sales import PlannedRow, planned_row
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.shop.wording import outcome_words, piece_words, reason_words
from counter_tui.words import brief_day, carats, daypart, grams, money_words, spoken_day

LAST_CONTACTS = 3


@dataclass(frozen=True)
class StepView:
    """One box of the checklist, filled in for this customer."""

    id: str
    title: str
    say: str
    hint: str


@dataclass(frozen=True)
class PieceView:
    """A piece as the call shows it. A gift's is not to be mentioned to anybody but the buyer."""

    words: str
    details: str
    day: dt.date
    gift: bool


@dataclass(frozen=True)
class PastContact:
    """A contact that happened, in words."""

    at: dt.datetime
    reason: str
    outcome: str
    said: str
    request: str
    clerk: str


@dataclass(frozen=True)
class CallSheet:
    """Everything a call needs on one screen. `revisit` is None for a call that came in or that nobody had planned."""

    customer_id: int
    customer: str
    number: str
    address: str
    sex: str
    phone: str
    dial: str
    revisit: int | None
    version: int | None
    reason: str
    channel: str
    topic: str
    direction: str
    script: str
    title: str
    aim: str
    manners: tuple[str, ...]
    steps: tuple[StepView, ...]
    pieces: tuple[PieceView, ...]
    gift: bool
    last: tuple[PastContact, ...]
    promised: tuple[str, ...]
    allergies: str
    temperament: str
    best_hours: str
    recognise: str
    promotion: bool | None
    may: May
    tries: int
    also: tuple[PlannedRow, ...]
    card_facts: dict[str, str | None]


@transaction
def prepare(shop: Shop, revisit: int, by: int | None) -> CallSheet:
    """The sheet for a planned contact. Raises FasterError when somebody has done it meanwhile."""
    row = Revisit.get_or_none(Revisit.id == revisit)
    if row is None:
        raise ShopError(_("This one is no longer planned."))
    if row.open_series is None:
        raise FasterError(_("This one is done already: somebody else was faster."))
    return _sheet(shop, row.customer, row, row.reason, row.channel, "out", by)


@transaction
def prepare_unplanned(shop: Shop, customer: int, direction: str, by: int | None, channel: str = "phone") -> CallSheet:
    """The sheet for a call that came in, or for one the clerk just makes."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    return _sheet(shop, row, None, "special", channel, direction, by)


def _sheet(
    shop: Shop, customer: Customer, revisit: Revisit | None, reason: str, channel: str, direction: str, by: int | None
) -> CallSheet:
    standing, dial = standing_of(customer.id)
    pieces = pieces_of(shop, customer.id)
    about = subject(revisit, customer.id)
    script = script_for(shop.scripts, reason if about or reason != "regular" else "special", direction)
    gift = bool(about and about[0].gift)
    values = known_values(shop, customer, about, by)
    past = _past(customer.id)
    values["last"] = next((contact.said for contact in past if contact.said), None)
    promised = _promised(customer.id, past)
    values["promise"] = promised[0] if promised else None
    note(by, customer.id, "file.read", why="call")
    purpose = purpose_of(reason, shop.policy)
    may = May(True) if direction == "in" else may_contact(standing, purpose, channel, clock.now(), shop.policy)
    return CallSheet(
        customer_id=customer.id,
        customer=customer.name,
        number=number_words(customer.number),
        address=address(customer.name, customer.sex, customer.honorific),
        sex=customer.sex,
        phone=pretty(dial, shop.region) if dial else "",
        dial=dial,
        revisit=revisit.id if revisit else None,
        version=revisit.version if revisit else None,
        reason=reason,
        channel=channel,
        topic=revisit.topic if revisit else "",
        direction=direction,
        script=script.id,
        title=reason_words(reason) if revisit else script.title,
        aim=render(script.aim, values),
        manners=tuple(render(line, values) for line in script.manners),
        steps=tuple(
            StepView(step.id, render(step.title, values), render(step.say, values), render(step.hint, values))
            for step in script.steps
            if step.only is None or (step.only == "gift") == gift
        ),
        pieces=pieces,
        gift=gift,
        last=past,
        promised=promised,
        allergies=customer.allergies,
        temperament=customer.temperament,
        best_hours=customer.best_hours,
        recognise=customer.recognise,
        promotion=promotion_of(customer.id),
        may=may,
        tries=revisit.tries if revisit else 0,
        also=_also(shop, customer.id, revisit),
        card_facts=_card_facts(shop, about),
    )


def _also(shop: Shop, customer: int, revisit: Revisit | None) -> tuple[PlannedRow, ...]:
    """What else is due with this customer by today: one call serves it all, missed ones collapse (C10)."""
    rows = (
        Revisit.select()
        .where(
            Revisit.customer == customer,
            Revisit.state == OPEN,
            Revisit.due <= clock.today(),
            Revisit.id != (revisit.id if revisit else 0),
        )
        .order_by(Revisit.due)
    )
    return tuple(planned_row(row) for row in rows)


def subject(revisit: Revisit | None, customer: int) -> tuple[Sale, Piece | None] | None:
    """The sale and piece a contact is about: the revisit's own, else the newest."""
    sale = revisit.sale if revisit and revisit.sale_id else None
    sale = sale or Sale.select().where(Sale.customer == customer).order_by(Sale.day.desc(), Sale.id.desc()).first()
    return (sale, sale.pieces.order_by(Piece.position).first()) if sale else None


def known_values(
    shop: Shop, customer: Customer, about: tuple[Sale, Piece | None] | None, by: int | None
) -> dict[str, str | None]:
    """What the words of a script are filled in with; what is not known is None and drops its clause."""
    clerk = Clerk.get_or_none(Clerk.id == by)
    today = clock.today()
    values: dict[str, str | None] = {
        "shop": shop.name,
        "clerk": clerk.name if clerk else shop.name,
        "customer": address(customer.name, customer.sex, customer.honorific),
        "daypart": daypart(clock.now()),
        "today": spoken_day(today, today),
    }
    if about is None:
        return values
    sale, piece = about
    values |= {"bought": spoken_day(sale.day, today), "days": str((today - sale.day).days)}
    values["free_until"] = _still(planning.add_months(sale.day, shop.policy.entitlements.repair_months))
    if piece is not None:
        values |= {
            "piece": piece_words(piece.kind, piece.metal, piece.stone, piece.name),
            "material": choices.label(choices.METALS, piece.metal) or None,
            "cert": f"{piece.lab} {piece.certificate}".strip() if piece.certificate else None,
            "size": ring_words(piece.ring_mm) if piece.ring_mm else None,
        }
    return values


def _card_facts(shop: Shop, about: tuple[Sale, Piece | None] | None) -> dict[str, str | None]:
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
        "cert": f"{piece.lab} {piece.certificate}".strip() if piece.certificate else None,
        "exchange_until": _still(sale.day + entitled.exchange_days * planning.DAY),
        "repair_until": _still(planning.add_months(sale.day, entitled.repair_months)),
        "free_until": _still(planning.add_months(sale.day, entitled.repair_months)),
    }


def _still(day: dt.date) -> str | None:
    """A last day in words, unless it is over: a card never promises what has run out."""
    return spoken_day(day, clock.today()) if day >= clock.today() else None


def pieces_of(shop: Shop, customer: int) -> tuple[PieceView, ...]:
    """The newest pieces of a customer, at most four."""
    rows = (
        Piece.select(Piece, Sale)
        .join(Sale)
        .where(Sale.customer == customer)
        .order_by(Sale.day.desc(), Sale.id.desc(), Piece.position)
        .limit(4)
    )
    return tuple(
        PieceView(
            piece_words(row.kind, row.metal, row.stone, row.name), piece_details(row), row.sale.day, bool(row.sale.gift)
        )
        for row in rows
    )


def piece_details(piece: Piece) -> str:
    """The figures of a piece on one line: weight, carat, size, certificate, style, engraving."""
    parts = [
        grams(piece.weight) if piece.weight else "",
        carats(piece.carat) if piece.carat else "",
        ring_words(piece.ring_mm) if piece.ring_mm else "",
        f"{piece.lab} {piece.certificate}".strip() if piece.certificate else "",
        piece.style,
        _("engraved “{words}”").format(words=piece.engraving) if piece.engraving else "",
    ]
    return " · ".join(part for part in parts if part)


def _past(customer: int) -> tuple[PastContact, ...]:
    rows = (
        Contact.select()
        .where(Contact.customer == customer)
        .order_by(Contact.at.desc(), Contact.id.desc())
        .limit(LAST_CONTACTS)
    )
    return tuple(
        PastContact(
            clock.local(row.at),
            reason_words(row.reason) if row.reason else "",
            outcome_words(row.outcome, row.channel),
            row.said,
            row.request,
            row.clerk.name if row.clerk else "",
        )
        for row in rows
    )


def _promised(customer: int, past: tuple[PastContact, ...]) -> tuple[str, ...]:
    """What the customer waits for: what a clerk has planned with words of her own, and the wish spoken last."""
    rows = (
        Revisit.select()
        .where(Revisit.customer == customer, Revisit.open_series.is_null(False), Revisit.topic != "")
        .order_by(Revisit.due)
        .limit(2)
    )
    planned = [f"{row.topic} ({brief_day(row.due)})" for row in rows]
    return (*planned, *[contact.request for contact in past[:1] if contact.request])
