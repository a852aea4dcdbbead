"""Practice (mission D5): what a clerk drills next, and how well she knows it. Apart from every customer's record.

What comes again, and when, is decided by FSRS, from the clerk's own rating of each answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Literal

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State
from peewee import fn

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import PracticeCard, PracticeReview
from counter_tui.shop.context import Shop
from counter_tui.shop.packs import render
from counter_tui.shop.trace import transaction
from counter_tui.words import sentences

NEW_A_DAY = 10
"""So many things a clerk meets for the first time on one day, unless she asks for more: with what comes back, they take
her some ten minutes."""
LOOK_BACK = 30
"""Days over which the days with practice are counted: a day off breaks nothing."""
FIRM_DAYS = 30
"""Something that will still be known this many days from now is firm."""

_SCHEDULER = Scheduler(
    # One step, not FSRS's two: what was known at the first try need not come again within ten minutes.
    learning_steps=(dt.timedelta(minutes=10),),
    relearning_steps=(dt.timedelta(minutes=10),),
    maximum_interval=365,
    enable_fuzzing=False,  # it spreads thousands of cards over days; here are a hundred
)

Kind = Literal["objection", "script"]
Mastery = Literal["new", "learning", "due", "known", "firm"]


@dataclass(frozen=True)
class Item:
    """One thing to know: an objection card by its id, or a step of a script as `script/step`."""

    kind: Kind
    id: str


@dataclass(frozen=True)
class Choice:
    """What to practise: everything, one kind, or one script by its id."""

    kind: Kind | None = None
    script: str = ""


@dataclass(frozen=True)
class Asked:
    """What is put to the clerk: where it belongs, what the situation is, and what the customer says or she has to."""

    head: str
    about: str
    line: str


@dataclass(frozen=True)
class Turn:
    """What comes next, None when today's is done; `tries` so far, and how much is left today with this one.

    `later` are those never met that would begin on another day.
    """

    item: Item | None
    tries: int
    repeat: int
    new: int
    later: int


@dataclass(frozen=True)
class Known:
    """How well a clerk knows something: `due` is the local day it comes again, `days` how long it should last."""

    item: Item
    title: str
    mastery: Mastery
    due: dt.date | None = None
    days: float = 0.0
    tries: int = 0
    again: int = 0


@dataclass(frozen=True)
class Progress:
    """A clerk's standing: what she knows weakest first, then what she has not met; `days` with practice of the last 30.

    `known` counts what she knows, firm or not; `due` what comes today.
    """

    items: tuple[Known, ...]
    known: int
    due: int
    new: int
    days: int


@dataclass(frozen=True)
class _Deck:
    """The things of a choice with what is remembered of each."""

    items: tuple[Item, ...]
    rows: dict[Item, PracticeCard] = field(default_factory=dict)


def choices_to_practise(shop: Shop) -> list[tuple[Choice, str]]:
    """What can be chosen, and its name: everything, the cards, each script."""
    scripts = [(Choice("script", script.id), script.title) for script in shop.scripts.values()]
    return [(Choice(), _("Cards and scripts mixed")), (Choice("objection"), _("Objection cards")), *scripts]


def things(shop: Shop, choice: Choice) -> tuple[Item, ...]:
    """Everything a choice holds, in the order in which it is met: cards by number, steps as they follow each other."""
    cards = [Item("objection", id) for id in shop.cards]
    steps = [
        Item("script", f"{script.id}/{step.id}")
        for script in shop.scripts.values()
        if choice.script in ("", script.id)
        for step in script.steps
    ]
    if choice.kind is not None:
        return tuple(cards if choice.kind == "objection" else steps)
    return tuple(item for item in chain(*zip_longest(cards, steps)) if item is not None)


def asked(shop: Shop, item: Item, values: Mapping[str, str | None], tries: int = 0) -> Asked | None:
    """What to put to the clerk, filled in; None when the shop has taken it out of its words.

    A customer has more than one way to say a thing: they take turns with every try.
    """
    if item.kind == "objection":
        card = shop.cards.get(item.id)
        if card is None:
            return None
        ways = card.customer or (card.title,)
        return Asked(_("A customer says"), "", f"“{ways[tries % len(ways)]}”")
    script_id, _slash, step_id = item.id.partition("/")
    script = shop.scripts.get(script_id)
    steps = [step for step in script.steps if step.id == step_id] if script else []
    if script is None or not steps:
        return None
    who = render(_("A made-up customer: {customer}[, {piece}][, bought on {bought}]."), values)
    gift = _("The piece is a gift.") if "gift" in steps[0].when else ""
    return Asked(script.title, sentences((who, gift)), render(steps[0].title, values))


def next_turn(shop: Shop, clerk: int, choice: Choice, more: int = 0) -> Turn:
    """What this clerk practises next: what is due, longest ago first; then something new, up to NEW_A_DAY and `more`
    a day; then what is only due later today."""
    deck = _deck(shop, clerk, choice)
    now, tomorrow = clock.utc(clock.now()), _tomorrow()
    waiting = sorted((row.due, at) for at, item in enumerate(deck.items) if (row := deck.rows.get(item)))
    today = [(due, deck.items[at]) for due, at in waiting if due < tomorrow]
    ripe = [item for due, item in today if due <= now or _mastery(deck.rows[item], tomorrow) == "due"]
    fresh = [item for item in deck.items if item not in deck.rows]
    allowed = fresh[: max(NEW_A_DAY + more - _begun_today(clerk), 0)]
    item = next(iter((*ripe, *allowed, *(item for _due, item in today))), None)
    tries = _tries(clerk).get(item, (0, 0))[0] if item else 0
    return Turn(item, tries, len(today), len(allowed), len(fresh) - len(allowed))


@transaction
def rate(shop: Shop, clerk: int, item: Item, rating: int) -> dt.datetime:
    """The clerk rates her answer: 1 again, 2 hard, 3 good, 4 easy. Answers the local moment it comes back.

    Raises ValueError for another rating.
    """
    row = PracticeCard.get_or_none(clerk=clerk, kind=item.kind, item=item.id)
    now = clock.now().astimezone(dt.UTC)
    before = Memory.from_dict(row.state) if row else Memory(card_id=0, due=now)
    after, _log = _SCHEDULER.review_card(before, Rating(rating), now)
    kept = {"state": after.to_dict(), "due": clock.utc(after.due)}
    PracticeCard.insert(clerk=clerk, kind=item.kind, item=item.id, **kept).on_conflict(
        conflict_target=[PracticeCard.clerk, PracticeCard.kind, PracticeCard.item], update=kept
    ).execute()
    PracticeReview.create(clerk=clerk, kind=item.kind, item=item.id, rating=rating)
    return after.due.astimezone()


def progress(shop: Shop, clerk: int, choice: Choice | None = None) -> Progress:
    """How far a clerk is with a choice, or with everything."""
    deck, tries, tomorrow = _deck(shop, clerk, choice or Choice()), _tries(clerk), _tomorrow()
    known = [_known(shop, item, deck.rows.get(item), tries.get(item, (0, 0)), tomorrow) for item in deck.items]
    met = sorted((one for one in known if one.mastery != "new"), key=lambda one: (one.days, -one.again))
    new = [one for one in known if one.mastery == "new"]
    return Progress(
        items=(*met, *new),
        known=sum(one.mastery in ("known", "due", "firm") for one in met),
        due=sum(row.due < tomorrow for row in deck.rows.values()),
        new=len(new),
        days=_days_with_practice(clerk),
    )


def _deck(shop: Shop, clerk: int, choice: Choice) -> _Deck:
    items = things(shop, choice)
    known: dict[tuple[str, str], PracticeCard] = {
        (row.kind, row.item): row for row in PracticeCard.select().where(PracticeCard.clerk == clerk)
    }
    return _Deck(items, {item: row for item in items if (row := known.get((item.kind, item.id)))})


def _known(shop: Shop, item: Item, row: PracticeCard | None, tries: tuple[int, int], tomorrow: dt.datetime) -> Known:
    title = _title(shop, item)
    if row is None:
        return Known(item, title, "new")
    days = Memory.from_dict(row.state).stability or 0.0
    return Known(item, title, _mastery(row, tomorrow), clock.local(row.due).date(), days, *tries)


def _mastery(row: PracticeCard, tomorrow: dt.datetime) -> Mastery:
    memory = Memory.from_dict(row.state)
    if memory.state != State.Review:
        return "learning"
    if row.due < tomorrow:
        return "due"
    return "firm" if (memory.stability or 0) >= FIRM_DAYS else "known"


def _title(shop: Shop, item: Item) -> str:
    """The name of something in a list."""
    if item.kind == "objection":
        return shop.cards[item.id].title
    script_id, _slash, step_id = item.id.partition("/")
    script = shop.scripts[script_id]
    return f"{script.title} · {next(step.title for step in script.steps if step.id == step_id)}"


def _tomorrow() -> dt.datetime:
    """The first moment of tomorrow, as stored: what is due on a day is due from its morning."""
    return clock.begins(clock.today() + dt.timedelta(days=1))


def _begun_today(clerk: int) -> int:
    today = clock.begins(clock.today())
    return PracticeCard.select().where((PracticeCard.clerk == clerk) & (PracticeCard.begun >= today)).count()


def _tries(clerk: int) -> dict[Item, tuple[int, int]]:
    """How often each thing was answered by a clerk, and how often it was not known."""
    counted = (
        PracticeReview.select(
            PracticeReview.kind,
            PracticeReview.item,
            fn.COUNT(PracticeReview.id),
            fn.SUM((PracticeReview.rating == Rating.Again).cast("integer")),
        )
        .where(PracticeReview.clerk == clerk)
        .group_by(PracticeReview.kind, PracticeReview.item)
        .tuples()
    )
    return {Item(kind, item): (tries, again) for kind, item, tries, again in counted.iterator()}


def _days_with_practice(clerk: int) -> int:
    since = clock.begins(clock.today() - dt.timedelta(days=LOOK_BACK - 1))
    of_clerk = (PracticeReview.clerk == clerk) & (PracticeReview.at >= since)
    reviews = PracticeReview.select(PracticeReview.at).where(of_clerk)
    return len({clock.local(review.at).date() for review in reviews})
