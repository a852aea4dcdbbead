"""What customers doubt and what became of it (mission E3): how the cards fare in this shop, and the report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from peewee import SQL, fn

from counter_tui import clock
from counter_tui.i18n import _
from counter_tui.models import Clerk, ObjectionRaised
from counter_tui.shop.context import Shop
from counter_tui.shop.entry import choices
from counter_tui.shop.packs import Card

K = TypeVar("K")

MIXED_IN = 20
"""Uses at the shop's own rate that are mixed in with a card's own: three lucky calls do not beat forty good ones."""
PRIOR = 0.5
"""The rate of a shop that has noted nothing yet, and the most that is mixed in: a card is trusted for its own uses,
however well the others do."""
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
class CardRecord(Count):
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


def card_records(shop: Shop, kind: str = "") -> dict[str, CardRecord]:
    """How every card that was ever used fares here; with a kind of piece, its own uses alone where they are ENOUGH."""
    raised = ObjectionRaised
    order = (raised.card, raised.kind, raised.answer, raised.ended)
    rows = raised.select(*order, fn.COUNT(SQL("*"))).group_by(*order).tuples()
    everywhere: dict[str, _Tally[int]] = defaultdict(_Tally)
    of_kind: dict[str, _Tally[int]] = defaultdict(_Tally)
    for id, piece, given, end, n in rows.iterator():
        everywhere[id].add(given or 0, end, n)
        if kind and piece == kind:
            of_kind[id].add(given or 0, end, n)
    prior = _total(tally.total for tally in everywhere.values()).rate
    known = {}
    for id, tally in everywhere.items():
        alone = id in of_kind and of_kind[id].total.uses >= ENOUGH
        known[id] = _record(of_kind[id] if alone else tally, prior, kind if alone else "")
    return known


def smoothed(count: Count, prior: float | None) -> float:
    """The rate of `count` with MIXED_IN uses at the shop's own rate (`prior`, 0 to 1; at most PRIOR) mixed in.

    What is still open is not settled: the order then says the same as the line, "worked 14 of 19".
    """
    prior = PRIOR if prior is None else min(prior, PRIOR)
    return (count.settled + MIXED_IN * prior) / (count.uses + MIXED_IN)


def rank(card: Card, known: Mapping[str, CardRecord]) -> tuple[bool, float, int]:
    """What cards are ordered by: the ones used here by their score, the others after them by their number."""
    record = known.get(card.id)
    return record is None, -record.score if record else 0.0, card.number


def report(shop: Shop, first: dt.date | None = None, last: dt.date | None = None) -> ObjectionReport:
    """The doubts of the days from `first` to `last`, both included, by kind of piece, by clerk and by card."""
    raised = ObjectionRaised
    order = (raised.card, raised.kind, raised.answer, raised.ended, raised.clerk)  # the index's, read from end to end
    rows = raised.select(*order, fn.COUNT(SQL("*"))).group_by(*order)
    if first is not None:
        rows = rows.where(raised.at >= clock.begins(first))
    if last is not None:
        rows = rows.where(raised.at < clock.begins(last + dt.timedelta(days=1)))
    kinds, clerks, cards = _Tally[str](), _Tally[int | None](), _Tally[str]()
    for id, piece, _answer, end, who, n in rows.tuples().iterator():
        kinds.add(piece, end, n)
        clerks.add(who, end, n)
        cards.add(id, end, n)
    names: dict[int | None, str] = {row.id: row.name for row in Clerk.select(Clerk.id, Clerk.name)}
    earliest = raised.select(fn.MIN(raised.at)).scalar()
    return ObjectionReport(
        first,
        last,
        cards.total,
        _lines((piece, kind_words(piece), count) for piece, count in kinds.counts().items()),
        _lines((str(who or ""), names.get(who) or _("Nobody named"), count) for who, count in clerks.counts().items()),
        _lines((id, _card_words(shop, id), count) for id, count in cards.counts().items()),
        clock.local(earliest).date() if earliest else None,
    )


def kind_words(kind: str) -> str:
    """A kind of piece in words; a doubt may be about none."""
    return choices.label(choices.KINDS, kind) if kind else _("No piece")


class _Tally(Generic[K]):
    """Counts while they are being made, by whatever is counted."""

    def __init__(self) -> None:
        self._of: dict[K, list[int]] = {}

    def add(self, key: K, ended: str, n: int) -> None:
        self._of.setdefault(key, [0, 0, 0])[0 if ended == "settled" else 2 if ended == "lost" else 1] += n

    def counts(self) -> dict[K, Count]:
        return {key: Count(*numbers) for key, numbers in self._of.items()}

    @property
    def total(self) -> Count:
        return _total(self.counts().values())


def _total(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def _record(tally: _Tally[int], prior: float | None, kind: str) -> CardRecord:
    whole = tally.total
    given = {number: count for number, count in tally.counts().items() if number}
    return CardRecord(whole.settled, whole.open, whole.lost, smoothed(whole, prior), given, kind)


def _lines(counted: Iterable[tuple[str, str, Count]]) -> tuple[Line, ...]:
    return tuple(sorted((Line(*one) for one in counted), key=lambda line: (-line.count.uses, line.words)))


def _card_words(shop: Shop, id: str) -> str:
    card = shop.cards.get(id)
    return f"{card.number} {card.title}" if card else id
