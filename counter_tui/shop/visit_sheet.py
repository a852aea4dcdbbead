"""A visit to a customer's home on one sheet (mission C12): where and when, why, what to bring, what to mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from counter_tui import clock
from counter_tui.i18n import _, ngettext
from counter_tui.models import OPEN, Clerk, Customer, Revisit
from counter_tui.shop.address import address
from counter_tui.shop.before import topics_of
from counter_tui.shop.complaints import ComplaintRow, complaint_words
from counter_tui.shop.context import Shop
from counter_tui.shop.filling import known_values, owed_to, situation_of
from counter_tui.shop.packs import render
from counter_tui.shop.permission import May
from counter_tui.shop.pieces import PieceView, pieces_of, subject
from counter_tui.shop.scripts import HOME_VISIT, script_for, steps_for
from counter_tui.shop.sending import may_go, numbers_of
from counter_tui.shop.sheets import KEPT, Part, page
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import ShopError, note, transaction
from counter_tui.shop.wishes import promotion_of
from counter_tui.words import brief_day, day_words, dotted, listed, number_words

CHANNEL = "visit"


@dataclass(frozen=True)
class VisitSheet:
    """What a clerk takes along. The day and hour are those of the planned visit, None where there is none.

    `minutes`: at most so long. `bring`, `manners` and `steps` are points to go through.
    """

    customer_id: int
    customer: str
    number: str
    address: str
    phones: tuple[str, ...]
    place: str
    route: str
    day: dt.date | None
    hour: dt.time | None
    minutes: int
    clerk: str
    aim: str
    topics: tuple[str, ...]
    promises: tuple[str, ...]
    complaints: tuple[str, ...]
    pieces: tuple[PieceView, ...]
    bring: tuple[str, ...]
    manners: tuple[str, ...]
    steps: tuple[str, ...]
    may: May


@transaction
def visit_sheet(shop: Shop, customer: int, by: int | None, revisit: int | None = None) -> VisitSheet:
    """The sheet for a planned visit, or for the customer's next one. Reading it leaves a trace (A7)."""
    row = Customer.get_or_none(Customer.id == customer)
    if row is None:
        raise ShopError(_("This file is no longer there."))
    planned = _planned(customer, revisit)
    reason = planned.reason if planned else "special"
    about = subject(planned, customer)
    owed = owed_to(customer)
    situation = situation_of(row, about, CHANNEL, owed, promotion_of(customer))
    values = known_values(shop, row, about, owed, by)
    topics = topics_of(shop, customer, reason, situation, values)
    script = shop.scripts.get(HOME_VISIT) or script_for(shop.scripts, reason, "counter")
    pieces = pieces_of(customer)
    clerk = (planned.clerk if planned else None) or Clerk.get_or_none(Clerk.id == by)
    note(by, customer, "file.read", why="visit")
    return VisitSheet(
        customer_id=row.id,
        customer=row.name,
        number=number_words(row.number),
        address=address(row.name, row.sex, row.honorific),
        phones=tuple(number.words for number in numbers_of(shop, customer) if number.wrong_since is None),
        place=row.address,
        route=row.route,
        day=planned.due if planned else None,
        hour=planned.hour if planned else None,
        minutes=shop.policy.visits.home_minutes,
        clerk=clerk.name if clerk else "",
        aim=render(script.aim, values),
        topics=tuple(words for words in (planned.topic if planned else "", *(t.say for t in topics[:1])) if words),
        promises=tuple(f"{promise.what} ({brief_day(promise.until)})" for promise in owed.promises),
        complaints=tuple(map(_complaint, owed.complaints)),
        pieces=pieces,
        bring=tuple(_bring(pieces)),
        manners=tuple(render(line, values) for line in script.manners),
        steps=tuple(
            _named(render(step.title, values), render(step.hint, values))
            for step in steps_for(script, situation)
            if not step.aside
        ),
        may=_may(shop, customer, planned),
    )


def visit_parts(sheet: VisitSheet) -> tuple[Part, ...]:
    """What stands on the sheet, in the order it is needed on the way."""
    when = day_words(sheet.day) if sheet.day else _("Day: ____________")
    hour = f"{sheet.hour:%H:%M}" if sheet.hour else _("Hour: ________")
    most = ngettext("At most {n} minute.", "At most {n} minutes.", sheet.minutes).format(n=sheet.minutes)
    route = [_named(_("How to find it"), sheet.route)] if sheet.route else []
    spoken = sheet.address if sheet.address != sheet.customer else ""
    aim = [sheet.aim, *sheet.topics]
    aim += [_("Promised: {what}").format(what=what) for what in sheet.promises]
    aim += [_("Complaint: {what}").format(what=what) for what in sheet.complaints]
    parts = (
        Part("", (dotted([sheet.customer, spoken, sheet.number]), dotted(sheet.phones))),
        Part(_("Where to go"), (sheet.place or _("No address is on file: ask for it."), *route)),
        Part(_("When to be there"), (dotted([when, hour, sheet.clerk]), most)),
        Part(_("What for"), tuple(aim), listed=True),
        Part(_("To bring"), sheet.bring, listed=True),
        Part(_("Pieces"), tuple(map(_piece, sheet.pieces)), listed=True),
        Part(_("What to mind"), sheet.manners, listed=True),
        Part(_("Step by step"), sheet.steps, listed=True),
    )
    return tuple(part for part in parts if any(part.lines))


def visit_page(sheet: VisitSheet) -> str:
    """The sheet as a page to print."""
    gone = ngettext("This file is removed after {n} day.", "This file is removed after {n} days.", KEPT).format(n=KEPT)
    title = _("Home visit: {name}").format(name=sheet.customer)
    return page(title, visit_parts(sheet), feet=_("Personal data: destroy this sheet after the visit.") + " " + gone)


def _planned(customer: int, revisit: int | None) -> Revisit | None:
    """The contact that was named, else the customer's next visit."""
    next_one = (Revisit.state == OPEN) & (Revisit.channel == CHANNEL)
    named = Revisit.id == revisit if revisit is not None else next_one
    found: Revisit | None = (
        Revisit.select().where(Revisit.customer == customer, named).order_by(Revisit.due, Revisit.id).first()
    )
    return found


def _may(shop: Shop, customer: int, planned: Revisit | None) -> May:
    """Whether one may go there at the hour that was agreed, else now."""
    standing, _dial = standing_of(customer)
    now = clock.now()
    if planned is not None and planned.hour is not None:
        now = max(now, dt.datetime.combine(planned.due, planned.hour, now.tzinfo))
    return may_go(shop, standing, planned, CHANNEL, now)


def _bring(pieces: tuple[PieceView, ...]) -> Iterator[str]:
    yield _("Name card and staff pass")
    yield _("Shoe covers and a soft cloth")
    yield _("Slips to sign, in case a piece goes along")
    if papers := [piece.words for piece in pieces if not piece.gift]:
        yield _("The papers of: {pieces}").format(pieces=listed(papers))


def _complaint(one: ComplaintRow) -> str:
    return dotted([complaint_words(one), _("“{words}”").format(words=one.words)])


def _piece(piece: PieceView) -> str:
    words = dotted([piece.words, piece.details, day_words(piece.day)])
    return f"{words} · {_('a gift: not a word about it')}" if piece.gift else words


def _named(name: str, words: str) -> str:
    return _("{name}: {words}").format(name=name, words=words) if words else name
