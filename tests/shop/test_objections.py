"""What worked in this shop: how a card's place comes about, and the report of what customers doubted."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import clock
from counter_tui.models import ObjectionRaised
from counter_tui.shop.objections import (
    ENOUGH,
    MIXED_IN,
    PRIOR,
    Count,
    card_records,
    rank,
    report,
    smoothed,
)
from counter_tui.shop.people import add_clerk
from counter_tui.shop.trade_in import TradeIn, trade_in_words

NOON = dt.datetime(2026, 11, 21, 12)


def raise_doubts(
    card: str, settled: int = 0, open: int = 0, lost: int = 0, *, blank: int = 0, at: dt.datetime = NOON, **more: object
) -> None:
    """Note a card so often with each ending."""
    for ended, n in (("settled", settled), ("open", open), ("lost", lost), ("", blank)):
        for _time in range(n):
            ObjectionRaised.create(card=card, ended=ended, at=clock.utc(at.astimezone()), **{"answer": 1, **more})


# How a card fares


def test_a_card_counts_its_uses_by_how_they_ended(shop) -> None:
    raise_doubts("too-dear", 14, 3, 1, blank=1)
    known = card_records(shop)["too-dear"]
    assert (known.uses, known.settled, known.open, known.lost) == (19, 14, 4, 1)
    assert card_records(shop).keys() == {"too-dear"}


def test_nothing_noted_is_no_standing_at_all(shop) -> None:
    assert card_records(shop) == {}


def test_each_answer_counts_for_itself_and_own_words_for_the_card_alone(shop) -> None:
    raise_doubts("too-dear", 9, 3, answer=1)
    raise_doubts("too-dear", 1, answer=2)
    raise_doubts("too-dear", 2, answer=None)
    known = card_records(shop)["too-dear"]
    assert known.answers == {1: Count(9, 3, 0), 2: Count(1, 0, 0)}
    assert known.settled == 12


@given(st.integers(24, 40), st.none() | st.floats(0, 1))
def test_forty_good_calls_beat_three_lucky_ones_however_the_shop_fares(good: int, prior: float | None) -> None:
    assert smoothed(Count(good, 40 - good), prior) > smoothed(Count(3), prior)


def test_three_lucky_calls_do_not_come_before_forty_good_ones(shop) -> None:
    raise_doubts("let-me-think", 3)
    raise_doubts("too-dear", 32, 4, 4)
    raise_doubts("is-it-real", 10, 10, 10)
    known = card_records(shop)
    order = sorted(shop.cards.values(), key=lambda card: rank(card, known))
    assert [card.id for card in order[:3]] == ["too-dear", "let-me-think", "is-it-real"]


def test_cards_never_used_follow_by_their_numbers(shop) -> None:
    raise_doubts("labour-cost", lost=3)
    known = card_records(shop)
    order = [card.number for card in sorted(shop.cards.values(), key=lambda card: rank(card, known))]
    assert order == [25, *(n for n in range(1, len(shop.cards) + 1) if n != 25)]


def test_the_shops_own_rate_is_what_a_card_begins_with(shop) -> None:
    raise_doubts("too-dear", 9, 0, 1)
    raise_doubts("let-me-think", 0, 0, 10)
    known = card_records(shop)
    assert known["too-dear"].score == pytest.approx((9 + MIXED_IN * 9 / 20) / (10 + MIXED_IN))
    assert smoothed(Count(), None) == PRIOR


def test_what_is_still_open_has_not_worked(shop) -> None:
    raise_doubts("too-dear", 5, 5)
    raise_doubts("let-me-think", 6, 0, 4)
    known = card_records(shop)
    assert known["let-me-think"].score > known["too-dear"].score


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.none() | st.floats(0, 1))
def test_a_score_lies_between_the_cards_own_rate_and_the_shops(
    settled: int, open: int, lost: int, prior: float | None
) -> None:
    count = Count(settled, open, lost)
    usual = PRIOR if prior is None else min(prior, PRIOR)
    own = usual if count.rate is None else count.rate
    assert min(own, usual) - 1e-9 <= smoothed(count, prior) <= max(own, usual) + 1e-9
    assert smoothed(count + Count(settled=1), prior) >= smoothed(count, prior) - 1e-9
    assert smoothed(count + Count(lost=1), prior) <= smoothed(count, prior)


def test_a_kind_of_piece_counts_alone_once_it_is_used_often_enough(shop) -> None:
    raise_doubts("too-dear", ENOUGH - 1, kind="ring")
    raise_doubts("too-dear", 0, 0, 30, kind="bangle")
    known = card_records(shop, "ring")["too-dear"]
    assert (known.uses, known.kind) == (ENOUGH + 29, "")
    raise_doubts("too-dear", 1, kind="ring")
    known = card_records(shop, "ring")["too-dear"]
    assert (known.uses, known.settled, known.kind) == (ENOUGH, ENOUGH, "ring")
    assert card_records(shop, "chain")["too-dear"].kind == ""
    assert card_records(shop)["too-dear"].uses == ENOUGH + 30


# The report


def test_a_month_by_kind_by_clerk_and_by_card(shop, mei) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    raise_doubts("too-dear", 3, 1, kind="ring", clerk=mei)
    raise_doubts("is-it-real", 0, 0, 2, kind="ring", clerk=wei)
    raise_doubts("too-dear", 0, 1, kind="", clerk=None)
    raise_doubts("of-our-own-long-gone", 1, kind="chain", clerk=mei)
    raise_doubts("too-dear", 50, at=NOON - dt.timedelta(days=40))
    known = report(shop, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert known.total == Count(4, 2, 2)
    assert [(line.words, line.count) for line in known.kinds] == [
        ("Ring", Count(3, 1, 2)), ("Chain", Count(1, 0, 0)), ("No piece", Count(0, 1, 0)),
    ]  # fmt: skip
    assert [(line.words, line.count.uses) for line in known.clerks] == [
        ("Mei Lin", 5), ("Wei Chen", 2), ("Nobody named", 1),
    ]  # fmt: skip
    assert [(line.words, line.count.uses) for line in known.cards] == [
        ("1 Too dear", 5), ("7 Is it real?", 2), ("of-our-own-long-gone", 1),
    ]  # fmt: skip
    assert known.earliest == dt.date(2026, 10, 12)


def test_a_month_begins_and_ends_at_the_shops_own_midnight(shop) -> None:
    first = dt.datetime(2026, 11, 1)
    for at in (
        first - dt.timedelta(seconds=1),
        first,
        first + dt.timedelta(days=30, seconds=-1),
        dt.datetime(2026, 12, 1),
    ):
        raise_doubts("too-dear", 1, at=at)
    assert report(shop, dt.date(2026, 11, 1), dt.date(2026, 11, 30)).total.uses == 2
    assert report(shop).total.uses == 4


def test_a_report_of_nothing_is_empty_and_no_rate_is_made_up(shop) -> None:
    known = report(shop)
    assert (known.total, known.kinds, known.clerks, known.cards, known.earliest) == (Count(), (), (), (), None)
    assert Count().rate is None


def test_every_group_adds_up_to_the_whole(shop, mei) -> None:
    for n, (card, kind, ended) in enumerate(
        itertools.product(("too-dear", "deposit"), ("ring", ""), ("settled", "open", "lost"))
    ):
        raise_doubts(card, **{ended: n % 3 + 1}, kind=kind, clerk=mei if n % 2 else None)
    known = report(shop)
    for lines in (known.kinds, known.clerks, known.cards):
        assert sum((line.count for line in lines), Count()) == known.total


def test_a_hundred_thousand_doubts_are_counted_by_the_index_alone(shop) -> None:
    """Not a matter of seconds but of what is read: no table, only the index."""
    if "sqlite" not in type(ObjectionRaised._meta.database.obj).__name__.casefold():
        pytest.skip("how a plan is told is each database's own")
    plan = ObjectionRaised._meta.database.execute_sql(
        "EXPLAIN QUERY PLAN SELECT card, kind, answer, ended, COUNT(*) FROM objection_raised "
        "GROUP BY card, kind, answer, ended"
    ).fetchall()
    assert "USING COVERING INDEX" in str(plan)
    assert "TEMP B-TREE" not in str(plan)


# The rule of trade-in


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TradeIn(0, 0, 0), None),
        (TradeIn(3, 0, 0), "3% off the weight"),
        (TradeIn(1, 20, 25), "1% off the weight, ¥20.00 a gram for wear, the new piece 25% heavier"),
    ],
)
def test_only_what_the_policy_states_is_said_of_a_trade_in(rule: TradeIn, expected: str | None) -> None:
    assert trade_in_words(rule, "CN") == expected


def test_the_shipped_policy_states_nothing_of_a_trade_in(shop) -> None:
    assert trade_in_words(shop.policy.trade_in, shop.region) is None
