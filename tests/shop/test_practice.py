"""Practice: what comes next, when it comes again, and how far each clerk is."""

from __future__ import annotations

import datetime as dt
import time

import msgspec
import pytest

from counter_tui import clock
from counter_tui.models import PracticeReview
from counter_tui.shop.example import starting_text
from counter_tui.shop.people import add_clerk
from counter_tui.shop.practice import (
    NEW_A_DAY,
    Choice,
    Item,
    asked,
    choices_to_practise,
    next_turn,
    progress,
    rate,
    things,
)
from tests.conftest import SATURDAY, with_words

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
CARDS = Choice("objection")
FIRST, SECOND = Item("objection", "too-dear"), Item("objection", "let-me-think")


@pytest.fixture
def wei(shop) -> int:
    return add_clerk(shop, "Wei Chen").id


def later(**how: float) -> None:
    clock.hold(clock.now() + dt.timedelta(**how))


def on(day: int, hour: int = 10) -> None:
    """Go to a morning some days on."""
    clock.hold((SATURDAY + dt.timedelta(days=day)).replace(hour=hour))


def standing(shop, clerk: int, item: Item = FIRST):
    return next(one for one in progress(shop, clerk).items if one.item == item)


# What comes next


def test_a_new_clerk_meets_the_cards_by_their_numbers(shop, mei) -> None:
    seen = []
    for _turn in range(3):
        turn = next_turn(shop, mei, CARDS)
        seen.append((turn.item.id, turn.tries, turn.repeat, turn.new))
        rate(shop, mei, turn.item, EASY)
    assert seen == [("too-dear", 0, 0, 10), ("let-me-think", 0, 0, 9), ("ask-family", 0, 0, 8)]


def test_what_was_not_known_comes_again_the_same_day_before_anything_new(shop, mei) -> None:
    assert rate(shop, mei, FIRST, AGAIN) == clock.now() + dt.timedelta(minutes=10)
    assert next_turn(shop, mei, CARDS).item == SECOND
    later(minutes=10)
    turn = next_turn(shop, mei, CARDS)
    assert (turn.item, turn.tries, turn.repeat) == (FIRST, 1, 1)


@pytest.mark.parametrize(("rating", "days"), [(GOOD, 2), (EASY, 8)])
def test_what_was_known_rests_for_days(shop, mei, rating: int, days: int) -> None:
    assert rate(shop, mei, FIRST, rating).date() == clock.today() + dt.timedelta(days=days)
    on(days - 1, 23)
    assert next_turn(shop, mei, CARDS).item == SECOND
    on(days, 0)
    assert next_turn(shop, mei, CARDS).item == FIRST


def test_what_is_known_again_and_again_rests_longer_each_time(shop, mei) -> None:
    gaps = []
    for _round in range(4):
        back = rate(shop, mei, FIRST, GOOD)
        gaps.append((back.date() - clock.today()).days)
        clock.hold(back)
    assert gaps == sorted(set(gaps))
    assert gaps[-1] > 30


def test_nothing_rests_for_longer_than_a_year(shop, mei) -> None:
    for _round in range(8):
        back = rate(shop, mei, FIRST, EASY)
        assert back <= clock.now() + dt.timedelta(days=365)
        clock.hold(back)


def test_what_is_hard_comes_sooner_than_what_is_good_and_later_than_what_is_not_known(shop, mei) -> None:
    rated = (("too-dear", AGAIN), ("let-me-think", HARD), ("ask-family", GOOD), ("quality", EASY))
    back = [rate(shop, mei, Item("objection", id), rating) for id, rating in rated]
    assert back == sorted(set(back))


def test_what_is_longest_due_comes_first(shop, mei) -> None:
    rate(shop, mei, SECOND, GOOD)
    later(minutes=1)
    rate(shop, mei, FIRST, GOOD)
    on(5)
    assert next_turn(shop, mei, CARDS).item == SECOND


def test_a_day_brings_ten_new_ones_and_more_if_she_asks(shop, mei) -> None:
    for _turn in range(NEW_A_DAY):
        rate(shop, mei, next_turn(shop, mei, CARDS).item, EASY)
    done = next_turn(shop, mei, CARDS)
    assert (done.item, done.new, done.later) == (None, 0, len(shop.cards) - NEW_A_DAY)
    more = next_turn(shop, mei, CARDS, more=NEW_A_DAY)
    assert (more.item, more.new) == (Item("objection", list(shop.cards)[NEW_A_DAY]), NEW_A_DAY)
    on(1)
    assert next_turn(shop, mei, CARDS).new == NEW_A_DAY


def test_what_is_being_learnt_comes_early_when_nothing_else_is_left_today(shop, mei) -> None:
    for _turn in range(NEW_A_DAY):
        rate(shop, mei, next_turn(shop, mei, CARDS).item, AGAIN)
    turn = next_turn(shop, mei, CARDS)
    assert (turn.item, turn.repeat, turn.new) == (FIRST, NEW_A_DAY, 0)
    for _turn in range(NEW_A_DAY):
        rate(shop, mei, next_turn(shop, mei, CARDS).item, GOOD)
    assert next_turn(shop, mei, CARDS).item is None


def test_each_clerk_practises_for_herself(shop, mei, wei) -> None:
    rate(shop, mei, FIRST, EASY)
    assert next_turn(shop, wei, CARDS).item == FIRST
    assert next_turn(shop, wei, CARDS).new == NEW_A_DAY
    rate(shop, wei, FIRST, AGAIN)
    assert (standing(shop, mei).mastery, standing(shop, wei).mastery) == ("known", "learning")
    assert (standing(shop, mei).again, standing(shop, wei).again) == (0, 1)
    assert progress(shop, wei).due == 1
    assert progress(shop, mei).due == 0


def test_a_card_and_a_script_of_one_name_are_two_things(shop, mei) -> None:
    for _round in range(3):
        clock.hold(rate(shop, mei, FIRST, EASY))
    assert rate(shop, mei, Item("script", FIRST.id), GOOD).date() == clock.today() + dt.timedelta(days=2)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's time zone can't be changed for a test")
def test_days_are_those_of_the_shops_own_time(shop, mei, monkeypatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        clock.hold(dt.datetime(2026, 11, 21, 6))  # still the day before in UTC
        back = rate(shop, mei, FIRST, GOOD)
        assert (back.date(), back.hour) == (dt.date(2026, 11, 23), 6)
        clock.hold(dt.datetime(2026, 11, 22, 23, 59))
        assert next_turn(shop, mei, CARDS).item == SECOND
        clock.hold(dt.datetime(2026, 11, 23, 0, 0))
        assert next_turn(shop, mei, CARDS).item == FIRST
    time.tzset()


def test_a_rating_that_does_not_exist_changes_nothing(shop, mei) -> None:
    with pytest.raises(ValueError):
        rate(shop, mei, FIRST, 5)
    assert PracticeReview.select().count() == 0
    assert standing(shop, mei).mastery == "new"


def test_a_rating_that_cannot_be_written_down_changes_nothing(shop, mei, monkeypatch) -> None:
    def full(**_row: object) -> None:
        raise OSError

    monkeypatch.setattr(PracticeReview, "create", full)
    with pytest.raises(OSError):
        rate(shop, mei, FIRST, GOOD)
    assert standing(shop, mei).mastery == "new"


# What can be practised, and what is asked


def test_everything_one_kind_or_one_script_can_be_chosen(shop) -> None:
    names = dict(choices_to_practise(shop))
    assert names[Choice()] == "Cards and scripts mixed"
    assert names[CARDS] == "Objection cards"
    assert names[Choice("script", "first-revisit")] == "First revisit"
    assert len(names) == 2 + len(shop.scripts)
    for choice in names:
        assert things(shop, choice)


def test_a_script_is_met_in_the_order_of_its_steps(shop, mei) -> None:
    greeting = Choice("script", "birthday")
    steps = [f"birthday/{step.id}" for step in shop.scripts["birthday"].steps]
    assert [item.id for item in things(shop, greeting)] == steps
    assert next_turn(shop, mei, greeting).item == Item("script", steps[0])


def test_mixed_holds_all_cards_and_all_steps_in_turns(shop) -> None:
    mixed = things(shop, Choice())
    steps = [step for script in shop.scripts.values() for step in script.steps]
    assert [item.kind for item in mixed[:4]] == ["objection", "script", "objection", "script"]
    assert len(mixed) == len(set(mixed)) == len(shop.cards) + len(steps)


def test_a_customer_says_it_in_another_way_each_time(shop) -> None:
    ways = shop.cards["too-dear"].customer
    said = [asked(shop, FIRST, {}, tries).line for tries in range(len(ways) + 1)]
    assert said == [f"“{way}”" for way in (*ways, ways[0])]


def test_a_card_of_the_shop_without_a_customers_line_asks_its_title(shop) -> None:
    cards = {**shop.cards, "ours": replace_card(shop, customer=(), title="Ours")}
    assert asked(with_words(shop, cards=cards), Item("objection", "ours"), {}).line == "“Ours”"


def test_a_new_card_of_the_shop_has_a_place_for_what_customers_say(shop) -> None:
    assert "customer = []" in starting_text(shop, "objections").splitlines()


def replace_card(shop, **other):
    return msgspec.structs.replace(shop.cards["too-dear"], **other)


def test_a_step_is_asked_with_its_situation_filled_in(shop) -> None:
    values = {"customer": "Ms Carter", "piece": "18K gold ring", "bought": "11 November"}
    step = asked(shop, Item("script", "first-revisit/wear"), values)
    assert (step.head, step.line) == ("First revisit", "How does it wear?")
    assert step.about == "A made-up customer: Ms Carter, 18K gold ring, bought on 11 November."
    assert asked(shop, Item("script", "first-revisit/wear"), {"customer": "Ms Li"}).about.endswith(": Ms Li.")
    assert asked(shop, Item("script", "first-revisit/wear-gift"), values).about.endswith("The piece is a gift.")


@pytest.mark.parametrize("id", ["gone", "gone/step", "first-revisit/gone"])
def test_what_the_shop_has_taken_out_is_asked_no_more(shop, id: str) -> None:
    for kind in ("objection", "script"):
        assert asked(shop, Item(kind, id), {}) is None


def test_what_was_practised_and_taken_out_is_neither_counted_nor_due(shop, mei) -> None:
    rate(shop, mei, FIRST, AGAIN)
    less = with_words(shop, cards={id: card for id, card in shop.cards.items() if id != "too-dear"})
    assert next_turn(less, mei, CARDS).repeat == 0
    assert progress(less, mei).due == 0
    assert FIRST not in [one.item for one in progress(less, mei).items]


# How far she is


def test_progress_counts_what_is_known_due_and_new(shop, mei) -> None:
    rate(shop, mei, FIRST, EASY)
    rate(shop, mei, SECOND, AGAIN)
    known = progress(shop, mei, CARDS)
    assert (known.known, known.due, known.new) == (1, 1, len(shop.cards) - 2)
    on(20)
    assert (progress(shop, mei, CARDS).known, progress(shop, mei, CARDS).due) == (1, 2)
    assert progress(shop, mei, Choice("script", "birthday")).due == 0


def test_the_weakest_stands_first_and_what_was_never_met_last(shop, mei) -> None:
    third = Item("objection", "ask-family")
    for item, rating in ((FIRST, EASY), (SECOND, AGAIN), (third, GOOD)):
        rate(shop, mei, item, rating)
    items = [one.item for one in progress(shop, mei, CARDS).items]
    assert items[:3] == [SECOND, third, FIRST]
    assert {one.mastery for one in progress(shop, mei, CARDS).items[3:]} == {"new"}


def test_how_well_something_is_known_has_a_name(shop, mei) -> None:
    seen = [standing(shop, mei).mastery]
    for rating in (AGAIN, GOOD):
        rate(shop, mei, FIRST, rating)
        seen.append(standing(shop, mei).mastery)
    back = standing(shop, mei).due
    on((back - clock.today()).days)
    seen.append(standing(shop, mei).mastery)
    for _round in range(3):
        clock.hold(rate(shop, mei, FIRST, EASY))
    rate(shop, mei, FIRST, EASY)
    seen.append(standing(shop, mei).mastery)
    assert seen == ["new", "learning", "known", "due", "firm"]
    assert (standing(shop, mei).tries, standing(shop, mei).again) == (6, 1)


def test_something_firm_that_is_forgotten_is_to_be_improved(shop, mei) -> None:
    for _round in range(4):
        clock.hold(rate(shop, mei, FIRST, EASY))
    rate(shop, mei, FIRST, AGAIN)
    assert standing(shop, mei).mastery == "learning"
    assert standing(shop, mei).due == clock.today()


def test_days_with_practice_are_counted_and_a_day_off_breaks_nothing(shop, mei, wei) -> None:
    for day in (0, 1, 1, 5):
        on(day)
        rate(shop, mei, FIRST, GOOD)
    on(9)
    rate(shop, wei, FIRST, GOOD)
    assert progress(shop, mei).days == 3
    on(29)
    assert progress(shop, mei).days == 3
    on(30)
    assert progress(shop, mei).days == 2


def test_names_are_those_of_the_language_in_use(shop, mei) -> None:
    rate(shop, mei, FIRST, GOOD)
    chinese = shop.speaking("zh_CN")
    assert standing(chinese, mei).title == "太贵了"
    step = standing(chinese, mei, Item("script", "first-revisit/wear"))
    assert step.title == "首次回访 · 戴得怎么样？"
