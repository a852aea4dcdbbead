"""A contact prepared (mission C3, C4, D1): the right person, the words filled in, what was said and promised before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.i18n import _
from counter_tui.models import OPEN, Customer, Piece, Revisit, Sale
from counter_tui.shop.address import address
from counter_tui.shop.before import (
    Broken,
    PastContact,
    TopicView,
    broken_of,
    past_contacts,
    script_of_broken,
    signs_of,
    topics_of,
)
from counter_tui.shop.claims import claim
from counter_tui.shop.complaints import ComplaintRow
from counter_tui.shop.conditions import Situation
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.phones import pretty
from counter_tui.shop.filling import card_facts, known_values, owed_to, situation_of
from counter_tui.shop.packs import render
from counter_tui.shop.permission import PROMOTION, REMINDER, SERVICE, May, Standing
from counter_tui.shop.pieces import PieceView, named_pieces, pieces_of, subject
from counter_tui.shop.planning import SERVICES
from counter_tui.shop.promises import PromiseRow
from counter_tui.shop.sales import PlannedRow, with_pieces
from counter_tui.shop.scripts import Answer, Script, script_for, steps_for
from counter_tui.shop.sending import may_go
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import FasterError, ShopError, note, transaction
from counter_tui.shop.wording import reason_words
from counter_tui.words import listed, number_words


@dataclass(frozen=True)
class AnswerView:
    """What the customer may answer at a step, and what follows from it (shop/scripts.py)."""

    words: str
    say: str
    go: str
    leads: str
    sign: str


@dataclass(frozen=True)
class StepView:
    """One box of the checklist, filled in for this customer."""

    id: str
    title: str
    say: str
    hint: str
    aside: bool = False
    asks: str = ""
    answers: tuple[AnswerView, ...] = ()


@dataclass(frozen=True)
class CallSheet:
    """Everything a contact needs on one screen. `revisit` is None for one that came in or that nobody had planned.

    `sale` and `kind` (of the piece) are what it is about.
    """

    customer_id: int
    customer: str
    number: str
    address: str
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
    sale: int | None
    kind: str
    gift: bool
    last: tuple[PastContact, ...]
    topics: tuple[TopicView, ...]
    signs: tuple[str, ...]
    promises: tuple[PromiseRow, ...]
    complaints: tuple[ComplaintRow, ...]
    allergies: str
    temperament: str
    best_hours: str
    recognise: str
    promotion: bool | None
    no_reminders: bool
    may: May
    tries: int
    broken: Broken | None
    also: tuple[PlannedRow, ...]
    card_facts: dict[str, str | None]


@transaction
def prepare(shop: Shop, revisit: int, by: int | None, till: str = "") -> CallSheet:
    """The sheet for a planned contact, which is claimed for `till` if one is named.

    Raises FasterError when somebody has done it meanwhile, or is doing it at another till.
    """
    row = _planned(revisit)
    if till:
        claim(row.customer_id, by, till)
        row = _planned(revisit)  # as it stands now that nobody else changes it
    begun_by = shop.scripts.get(script_of_broken(row))
    return _sheet(shop, row.customer, row, row.reason, row.channel, "out", by, begun_by)


def _planned(revisit: int) -> Revisit:
    row = Revisit.get_or_none(Revisit.id == revisit)
    if row is None:
        raise ShopError(_("This one is no longer planned."))
    if row.open_series is None:
        raise FasterError(_("Somebody else has done this one already."))
    assert isinstance(row, Revisit)
    return row


@transaction
def prepare_unplanned(
    shop: Shop,
    customer: int,
    direction: str,
    by: int | None,
    channel: str = "phone",
    *,
    script: str = "",
    till: str = "",
) -> CallSheet:
    """The sheet for a contact that came in, or for one the clerk just makes, by a script of her choice."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    if till and direction == "out":
        claim(customer, by, till)
    return _sheet(shop, row, None, "special", channel, direction, by, shop.scripts.get(script))


def _sheet(
    shop: Shop,
    customer: Customer,
    revisit: Revisit | None,
    reason: str,
    channel: str,
    direction: str,
    by: int | None,
    script: Script | None = None,
) -> CallSheet:
    about = subject(revisit, customer.id)
    script = script or script_for(
        shop.scripts, reason if about or reason != "regular" else "special", direction, channel
    )
    owed, (standing, dial) = owed_to(customer.id), standing_of(customer.id)
    promotion = standing.consents.get((PROMOTION, "any"))
    situation = situation_of(customer, about, channel, owed, promotion)
    past, also = past_contacts(customer.id), _also(shop, customer.id, revisit, about)
    values = known_values(shop, customer, about, owed, by)
    topics = topics_of(shop, customer.id, reason, situation, values)
    values["last"] = next((contact.said for contact in past if contact.said), None)
    values["topic"] = topics[0].say if topics else None
    values["others"] = _others(about, also)
    note(by, customer.id, "file.read", why="call")
    return CallSheet(
        customer_id=customer.id,
        customer=customer.name,
        number=number_words(customer.number),
        address=address(customer.name, customer.sex, customer.honorific),
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
        steps=_steps(script, situation, values),
        pieces=pieces_of(customer.id),
        sale=about[0].id if about else None,
        kind=about[1].kind if about and about[1] else "",
        gift=situation.gift,
        last=past,
        topics=topics,
        signs=signs_of(customer.id),
        promises=owed.promises,
        complaints=owed.complaints,
        allergies=customer.allergies,
        temperament=customer.temperament,
        best_hours=customer.best_hours,
        recognise=customer.recognise,
        promotion=promotion,
        no_reminders=standing.consents.get((SERVICE, REMINDER)) is False,
        may=_may(shop, standing, channel, direction, revisit),
        tries=revisit.tries if revisit else 0,
        broken=broken_of(revisit),
        also=with_pieces(also),
        card_facts=card_facts(shop, about),
    )


def _may(shop: Shop, standing: Standing, channel: str, direction: str, revisit: Revisit | None) -> May:
    """Whether this contact may be made now; nobody is asked who calls in, or stands at the counter."""
    if direction != "out":
        return May(True)
    return may_go(shop, standing, revisit, channel)


def _steps(script: Script, situation: Situation, values: dict[str, str | None]) -> tuple[StepView, ...]:
    return tuple(
        StepView(
            step.id,
            render(step.title, values),
            render(step.say, values),
            render(step.hint, values),
            step.aside,
            step.asks or "",
            tuple(_answer(answer, values) for answer in step.answers),
        )
        for step in steps_for(script, situation)
    )


def _answer(answer: Answer, values: dict[str, str | None]) -> AnswerView:
    said = render(answer.say, values)
    return AnswerView(answer.words, said, answer.go or "", answer.leads or "", answer.sign or "")


def _also(shop: Shop, customer: int, revisit: Revisit | None, about: tuple[Sale, Piece | None] | None) -> list[Revisit]:
    """What else is due with this customer by today: one call serves it all, missed ones collapse (C10).

    Who is asked to bring a piece for a service is asked at once for those whose turn comes soon: of the same sale, or
    of pieces that are named, so that neither a gift is joined nor anything to a gift. What was promised, and what a
    complaint waits for, is ended by its own contact only.
    """
    today = clock.today()
    counts = Revisit.due <= today
    if revisit and about and revisit.reason in SERVICES:
        soon = today + shop.policy.revisits.together_days * DAY
        together = Sale.id == about[0].id
        if not about[0].gift:
            together |= ~Sale.gift
        counts |= Revisit.reason.in_(SERVICES) & (Revisit.due <= soon) & together
    return list(
        Revisit.select()
        .join(Sale, JOIN.LEFT_OUTER)
        .where(
            Revisit.customer == customer,
            Revisit.state == OPEN,
            counts,
            Revisit.id != (revisit.id if revisit else 0),
            Revisit.reason.not_in(("promise", "complaint")),
        )
        .order_by(Revisit.due)
    )


def _others(about: tuple[Sale, Piece | None] | None, also: Sequence[Revisit]) -> str | None:
    """The pieces that may come along for a service, in words; never a gift's."""
    own = about[0].id if about else None
    sales = dict.fromkeys(row.sale_id for row in also if row.reason in SERVICES and row.sale_id != own)
    named = named_pieces(sales)
    return listed(dict.fromkeys(named[sale] for sale in sales if sale in named)) or None
