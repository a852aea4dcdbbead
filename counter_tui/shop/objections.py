"""What customers doubt and what became of it (mission E3): how the cards fare in this shop, and the report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from peewee import SQL, fn

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Clerk, ObjectionRaised
from counter_tui.shop.context import Shop
from counter_tui.shop.entry import choices
from counter_tui.shop.packs import Card
from counter_tui.words import listed, money_words

MIXED_IN = 20
"""Uses at the shop's own rate that are mixed in with a card's own: three lucky calls do not beat forty good ones."""
PRIOR = 0.5
"""The rate of a shop that has noted nothing yet."""
ENOUGH = 20
"""Uses of a card with one kind of piece from which they count alone."""


@dataclass(frozen=True)
class Count:
    """How often a doubt came up, by how it ended. Where no ending was noted, it counts as still open."""

    settled: int = 0
    open: int = 0
    lost: int = 0

    @property
    def uses(self) -> int:
        return self.settled + self.open + self.lost

    @property
    def rate(self) -> float | None:
        """The share that was settled, 0 to 1; None where nothing came up."""
        return self.settled / self.uses if self.uses else None

    def __add__(self, other: Count) -> Count:
        return Count(self.settled + other.settled, self.open + other.open, self.lost + other.lost)


@dataclass(frozen=True)
class Standing(Count):
    """How a card fares here: its counts, its smoothed rate, and the counts of each of its answers (1 …).

    `kind` is set where only the uses with that kind of piece are counted.
    """

    score: float = PRIOR
    answers: Mapping[int, Count] = field(default_factory=dict)
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the report: a kind's or card's code or a clerk's id, its words, and what came of it."""

    key: str
    words: str
    count: Count


@dataclass(frozen=True)
class ObjectionReport:
    """The doubts from `first` to `last`, most frequent first; None is without end. `earliest` is the first day on which
    any was noted."""

    first: dt.date | None
    last: dt.date | None
    total: Count
    kinds: tuple[Line, ...]
    clerks: tuple[Line, ...]
    cards: tuple[Line, ...]
    earliest: dt.date | None


def standings(shop: Shop, kind: str = "") -> dict[str, Standing]:
    """How every card that was ever used fares here; with a kind of piece, its own uses alone where they are ENOUGH."""
    card, answer, ended = ObjectionRaised.card, ObjectionRaised.answer, ObjectionRaised.ended
    rows = (
        ObjectionRaised.select(card, ObjectionRaised.kind, answer, ended, fn.COUNT(SQL("*")))
        .group_by(card, ObjectionRaised.kind, answer, ended)
        .tuples()
    )
    everywhere: dict[str, dict[int, Count]] = defaultdict(lambda: defaultdict(Count))
    of_kind: dict[str, dict[int, Count]] = defaultdict(lambda: defaultdict(Count))
    for id, piece, given, end, n in rows:
        everywhere[id][given or 0] += _count(end, n)
        if kind and piece == kind:
            of_kind[id][given or 0] += _count(end, n)
    prior = _total(_total(answers.values()) for answers in everywhere.values()).rate
    known = {}
    for id, answers in everywhere.items():
        alone = _total(of_kind[id].values()).uses >= ENOUGH if id in of_kind else False
        known[id] = _standing(of_kind[id] if alone else answers, prior, kind if alone else "")
    return known


def smoothed(count: Count, prior: float | None) -> float:
    """The rate of `count` with MIXED_IN uses at the shop's own rate (`prior`, 0 to 1) mixed in.

    What is still open is not settled: the order then says the same as the line, "worked 14 of 19".
    """
    prior = PRIOR if prior is None else prior
    return (count.settled + MIXED_IN * prior) / (count.uses + MIXED_IN)


def rank(card: Card, known: Mapping[str, Standing]) -> tuple[bool, float, int]:
    """What cards are ordered by: the ones used here by their score, the others after them by their number."""
    standing = known.get(card.id)
    return standing is None, -standing.score if standing else 0.0, card.number


def report(shop: Shop, first: dt.date | None = None, last: dt.date | None = None) -> ObjectionReport:
    """The doubts of the days from `first` to `last`, both included, by kind of piece, by clerk and by card."""
    kind, clerk, card, at = ObjectionRaised.kind, ObjectionRaised.clerk, ObjectionRaised.card, ObjectionRaised.at
    rows = ObjectionRaised.select(kind, clerk, card, ObjectionRaised.ended, fn.COUNT(SQL("*"))).group_by(
        kind, clerk, card, ObjectionRaised.ended
    )
    if first is not None:
        rows = rows.where(at >= _midnight(first))
    if last is not None:
        rows = rows.where(at < _midnight(last + dt.timedelta(days=1)))
    kinds: dict[str, Count] = defaultdict(Count)
    clerks: dict[int | None, Count] = defaultdict(Count)
    cards: dict[str, Count] = defaultdict(Count)
    for piece, who, id, end, n in rows.tuples():
        count = _count(end, n)
        kinds[piece] += count
        clerks[who] += count
        cards[id] += count
    names = dict(Clerk.select(Clerk.id, Clerk.name).tuples())
    earliest = ObjectionRaised.select(fn.MIN(at)).scalar()
    return ObjectionReport(
        first,
        last,
        _total(cards.values()),
        _lines((piece, kind_words(piece), count) for piece, count in kinds.items()),
        _lines((str(who or ""), names.get(who) or _("Nobody named"), count) for who, count in clerks.items()),
        _lines((id, _card_words(shop, id), count) for id, count in cards.items()),
        clock.local(earliest).date() if earliest else None,
    )


def kind_words(kind: str) -> str:
    """A kind of piece in words; a doubt may be about none."""
    return choices.label(choices.KINDS, kind) if kind else _("No piece")


def trade_in_words(shop: Shop) -> str | None:
    """The shop's numbers for a trade-in (policy.toml, [trade_in]; facts.md §7), those stated; None where none is."""
    rule = shop.policy.trade_in
    wear = Decimal(str(rule.wear_per_gram))
    parts = [
        _("{n}% off the weight").format(n=f"{rule.loss_percent:g}") if rule.loss_percent else "",
        _("{sum} a gram for wear").format(sum=money_words(wear, shop.region)) if wear else "",
        _("the new piece {n}% heavier at least").format(n=f"{rule.growth_percent:g}") if rule.growth_percent else "",
    ]
    return listed(parts) or None


def _count(ended: str, n: int) -> Count:
    return Count(settled=n) if ended == "settled" else Count(lost=n) if ended == "lost" else Count(open=n)


def _total(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def _standing(answers: Mapping[int, Count], prior: float | None, kind: str) -> Standing:
    whole = _total(answers.values())
    given = {number: count for number, count in answers.items() if number}
    return Standing(whole.settled, whole.open, whole.lost, smoothed(whole, prior), given, kind)


def _lines(counted: Iterable[tuple[str, str, Count]]) -> tuple[Line, ...]:
    return tuple(sorted((Line(*one) for one in counted), key=lambda line: (-line.count.uses, line.words)))


def _card_words(shop: Shop, id: str) -> str:
    card = shop.cards.get(id)
    return f"{card.number} {card.title}" if card else id


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day of the shop, as moments are stored."""
    return clock.utc(dt.datetime.combine(day, dt.time.min))
