"""Practice from the menu (mission D5): a drill by keys alone, for the clerk at the counter, apart from every record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

import msgspec
import pytest

from counter_tui import clock
from counter_tui.i18n import LANGUAGES
from counter_tui.models import TABLES, PracticeCard, PracticeReview
from counter_tui.screens.practice_progress import GROUPS
from counter_tui.shop import practice
from counter_tui.shop.packs import load_cards
from counter_tui.shop.practice import NEW_A_DAY, Mastery
from counter_tui.shop.scripts import load_scripts
from counter_tui.shop.trace import ShopError
from tests.conftest import with_words
from tests.screens.conftest import Counter

BOTH = pytest.mark.parametrize("language", list(LANGUAGES))
CARDS = {language: load_cards(None, language).value for language in LANGUAGES}
SCRIPTS = {language: load_scripts(None, language).value for language in LANGUAGES}
OPEN = ("f9", "8", "9")


async def practise(c: Counter, choice: str = "", *then: str) -> None:
    await c.press(*OPEN)
    if choice:
        await c.type(choice)
        await c.press("enter", *then)


def rated() -> list[tuple[str, int]]:
    rows = PracticeReview.select().order_by(PracticeReview.id)
    return [(row.item, row.rating) for row in rows]


def everything_else() -> dict[str, list[dict[str, object]]]:
    """Every row of the shop but those of practice."""
    tables = [table for table in TABLES if table not in (PracticeCard, PracticeReview)]
    return {table.__name__: sorted(table.select().dicts(), key=str) for table in tables}


def flat(c: Counter) -> str:
    """What stands on the screen without the way its lines are broken."""
    return "".join(char for char in c.text if not char.isspace() and char not in "│╭╮╰╯─")


def without_breaks(words: str) -> str:
    return "".join(words.split())


@BOTH
async def test_the_customers_line_then_the_card_then_the_next_one(counter, stocked, language: str) -> None:
    first, second = list(CARDS[language].values())[:2]
    async with counter(stocked, language) as c:
        await practise(c, "2")
        assert first.customer[0] in c.text
        assert without_breaks(first.worry) not in flat(c)
        assert " 4 " not in c.lines()[-1]
        await c.press("enter")
        assert c.lines()[-1].startswith(" 1 ")
        shown = flat(c)
        for words in (first.customer[0], first.worry, first.ask, *first.say, *first.never):
            assert without_breaks(words) in shown
        assert {"en": "3.21 g", "zh_CN": "3.21克"}[language] in c.text
        assert "{" not in c.text
        await c.press("3")
        assert second.customer[0] in c.text
        assert rated() == [(first.id, 3)]


@BOTH
async def test_every_card_and_step_stands_whole_on_a_small_terminal(counter, settings, language: str) -> None:
    async with counter(settings, language) as c:
        await practise(c, "1")
        for _card in range(24):
            await c.press("enter")
            card = c.app.screen.query_one("#card")
            assert card.max_scroll_y == 0, c.text
            assert all(len(line) <= 80 for line in c.lines())
            await c.press("4")
            if not c.app.screen.query_one("#answer").display:
                await c.press("enter")  # more new ones


@BOTH
async def test_a_script_asks_step_by_step_and_fills_in_the_words(counter, stocked, language: str) -> None:
    scripts = list(SCRIPTS[language])
    greeting = SCRIPTS[language]["birthday"]
    async with counter(stocked, language) as c:
        await practise(c, str(scripts.index("birthday") + 4))
        assert greeting.title in c.text
        assert greeting.steps[0].title in c.text
        assert {"en": "Ms Carter", "zh_CN": "张女士"}[language] in c.text
        await c.press("enter")
        assert "MeiLin" in flat(c)
        assert without_breaks(greeting.steps[0].hint) in flat(c)
        assert "{" not in c.text
        await c.press("4")
        assert greeting.steps[1].title in c.text
        assert rated() == [(f"birthday/{greeting.steps[0].id}", 4)]


async def test_what_was_typed_stands_beside_the_card_and_is_not_kept(counter, stocked) -> None:
    async with counter(stocked) as c:
        before = everything_else()
        await practise(c, "2")
        await c.type("let me show you 1 thing")
        await c.press("enter")
        assert "You: let me show you 1 thing" in c.text
        await c.press("2")
        assert "let me show you" not in c.text
        await c.press("escape")
        assert c.screen == "TodayScreen"
        assert rated() == [("too-dear", 2)]
        assert everything_else() == before
        assert "let me show" not in str(list(PracticeCard.select().dicts()) + list(PracticeReview.select().dicts()))


async def test_practice_touches_no_other_record(counter, stocked) -> None:
    async with counter(stocked) as c:
        before = everything_else()
        await practise(c, "1")
        for rating in "1234" * 4:
            await c.press("enter", rating)
        await c.press("f9", "1", "escape", "escape")
        assert len(rated()) >= NEW_A_DAY
        assert everything_else() == before


async def test_a_rating_counts_once_and_only_when_the_card_is_seen(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("3")
        assert rated() == []
        await c.press("backspace", "enter")
        await c.pilot.press("3", "3")
        await c.settle()
        assert rated() == [("too-dear", 3)]
        assert "“I'll think it over.”" in c.text


async def test_what_is_left_today_and_when_it_comes_again_is_said(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        assert f"Left today: 0 to repeat, {NEW_A_DAY} new." in c.text
        await c.press("enter", "1")
        assert "It comes again at 10:22. Left today: 1 to repeat, 9 new." in c.text
        await c.press("enter", "3")
        assert "It comes again on Mon 23 Nov. Left today: 1 to repeat, 8 new." in c.text


async def test_what_was_not_known_comes_back_in_other_words(counter, stocked) -> None:
    card = CARDS["en"]["too-dear"]
    async with counter(stocked) as c:
        for other in set(CARDS["en"]) - {card.id}:
            del c.app.desk.shop.cards[other]
        await practise(c, "2")
        assert "for the first time" in c.text
        await c.press("enter", "1")
        assert card.customer[1] in c.text
        assert card.customer[0] not in c.text
        assert "for the first time" not in c.text


async def test_when_todays_are_done_she_may_begin_more_or_leave(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        for _card in range(NEW_A_DAY):
            await c.press("enter", "4")
        assert "That is all for today." in c.text
        assert "Left today" not in c.text
        assert f"Enter begins {NEW_A_DAY} more new ones now" in c.text
        await c.press("4")
        assert len(rated()) == NEW_A_DAY
        await c.press("enter")
        assert f"Left today: 0 to repeat, {NEW_A_DAY} new." in c.text
        assert "It comes again" not in c.text
        assert "“" in c.text


async def test_when_nothing_is_new_enter_does_nothing(counter, settings) -> None:
    async with counter(settings) as c:
        await practise(c, "7")
        for _step in SCRIPTS["en"]["birthday"].steps:
            await c.press("enter", "4")
        assert "That is all for today." in c.text
        assert "Enter" not in c.lines()[-1]
        await c.press("enter")
        assert "That is all for today." in c.text


async def test_esc_leaves_any_time_and_what_was_rated_is_kept(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter", "4", "enter", "escape")
        assert c.screen == "TodayScreen"
        assert rated() == [("too-dear", 4)]
        await practise(c, "2")
        assert "“I'll think it over.”" in c.text


async def test_another_clerk_at_the_counter_practises_her_own(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter", "4", "enter", "f12")
        await c.type("Wei")
        await c.press("enter")
        assert c.screen == "Practice"
        assert CARDS["en"]["too-dear"].customer[0] in c.text
        await c.press("f1", "escape")
        assert "It comes again" not in c.text
        assert CARDS["en"]["too-dear"].worry not in c.text
        await c.press("enter", "3")
        assert sorted((row.clerk.name, row.item) for row in PracticeReview.select()) == [
            ("Mei Lin", "too-dear"),
            ("Wei Chen", "too-dear"),
        ]


async def test_the_language_changes_in_the_middle_of_a_card(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.type("abc")
        await c.press("enter", "f9", "9", "8")
        assert CARDS["zh_CN"]["too-dear"].worry in c.text
        assert CARDS["zh_CN"]["too-dear"].customer[0] in c.text
        assert "abc" in c.text
        await c.press("3")
        assert CARDS["zh_CN"]["let-me-think"].customer[0] in c.text


async def test_the_menu_asks_over_what_is_typed_and_the_typing_stays(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.type("abc")
        await c.press("f1", "escape")
        await c.type("d")
        await c.press("enter")
        assert "You: abcd" in c.text


async def test_help_over_a_card_and_back_leaves_the_digits_to_the_rating(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter", "f1", "escape", "3")
        assert rated() == [("too-dear", 3)]


async def test_a_card_taken_out_meanwhile_gives_way_to_the_next(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        del c.app.desk.shop.cards["too-dear"]
        await c.press("f1", "escape")
        assert "“I'll think it over.”" in c.text


async def test_a_fault_of_the_records_keeps_the_card_to_be_rated_again(counter, stocked, monkeypatch) -> None:
    def full(*_asked: object) -> None:
        raise ShopError("the disk is full")

    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter")
        with monkeypatch.context() as broken:
            broken.setattr(practice, "rate", full)
            await c.press("3")
        assert "! the disk is full" in c.text
        assert CARDS["en"]["too-dear"].worry in c.text
        await c.press("3")
        assert rated() == [("too-dear", 3)]


async def test_a_long_card_is_read_by_page_keys(counter, stocked) -> None:
    async with counter(stocked) as c:
        script = c.app.desk.shop.scripts["birthday"]
        say = "A sentence that does not end. " * 60 + "Finis."
        steps = tuple(msgspec.structs.replace(step, say=say) for step in script.steps)
        scripts = {"birthday": msgspec.structs.replace(script, steps=steps)}
        c.app.desk._shop = with_words(c.app.desk.shop, scripts=scripts)
        await practise(c, "4", "enter")
        assert "Finis." not in c.text
        await c.press("pagedown", "pagedown", "pagedown")
        assert "Finis." in c.text
        await c.press("pageup", "pageup", "pageup")
        assert "Finis." not in c.text
        await c.press("pagedown", "pagedown", "pagedown", "3", "enter")
        assert "Say        A sentence" in c.text


async def test_when_the_next_card_cannot_be_read_it_is_asked_for_again(counter, stocked, monkeypatch) -> None:
    def lost(*_asked: object) -> None:
        raise ShopError("no connection")

    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter")
        with monkeypatch.context() as broken:
            broken.setattr(practice, "next_turn", lost)
            await c.press("3", "2")
        assert "! no connection" in c.text
        await c.press("f1", "escape")
        assert "“I'll think it over.”" in c.text
        assert rated() == [("too-dear", 3)]


async def test_another_clerk_rates_nothing_while_her_own_card_cannot_be_read(counter, stocked, monkeypatch) -> None:
    def lost(*_asked: object) -> None:
        raise ShopError("no connection")

    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter")
        monkeypatch.setattr(practice, "next_turn", lost)
        await c.press("f12")
        await c.type("Wei")
        await c.press("enter", "3", "enter")
        while c.app.screen._layout_required:  # coming from the lock, the layout waits for a timer of Textual's
            await c.pilot.pause()
        assert c.screen == "Practice"
        assert "! no connection" in c.text
        assert CARDS["en"]["too-dear"].worry not in c.text
        assert rated() == []


async def test_a_card_is_laid_out_anew_when_the_window_changes(counter, stocked) -> None:
    async with counter(stocked, size=(66, 24)) as c:
        await practise(c, "2", "enter")
        narrow = c.lines()[1:-2]
    async with counter(stocked) as c:
        await practise(c, "2", "enter")
        await c.pilot.resize_terminal(66, 24)
        while len(c.lines()[0]) != 66:
            await c.pilot.pause()
        await c.settle()
        assert c.lines()[1:-2] == narrow


async def test_what_stands_in_a_card_is_never_markup(counter, stocked) -> None:
    async with counter(stocked) as c:
        cards = c.app.desk.shop.cards
        cards["too-dear"] = msgspec.structs.replace(
            cards["too-dear"], title="[/]", worry="[[/b]] [[red]]no", customer=("[/] [bold]x", "y")
        )
        await practise(c, "2")
        assert "[/] [bold]x" in c.text
        await c.type("[/]")
        await c.press("enter")
        assert "You: [/]" in c.text
        assert "[/b] [red]no" in c.text
        await c.press("1", "f9", "1")
        assert "[/]" in c.text


# How far she is


async def test_progress_shows_each_thing_weakest_first(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "2")
        await c.press("enter", "4", "enter", "1", "enter", "3", "f9", "1")
        assert c.screen == "PracticeProgress"
        text = c.text
        new = len(CARDS["en"]) - 3
        assert f"2 known, 1 to repeat today, {new} new, practised on 1 of the last 30 days" in text
        order = ["To improve", "Let me think about it", "Known", "I'll ask my family", "Too dear", "Not met yet"]
        assert sorted(order, key=text.index) == order
        row = next(line for line in c.lines() if "Let me think about it" in line)
        assert "today" in row
        assert "1 answer, 1 not known" in row
        row = next(line for line in c.lines() if "I'll ask my family" in line)
        assert "Mon 23 Nov" in row
        assert "not known" not in row
        await c.press("escape")
        assert c.screen == "Practice"


async def test_progress_opens_from_the_menu_and_is_read_to_its_end(counter, stocked) -> None:
    async with counter(stocked) as c:
        await practise(c, "3")
        assert c.screen == "PracticeProgress"
        last = list(CARDS["en"].values())[-1].title
        assert last not in c.text
        await c.press(*["pagedown"] * 20)
        assert list(SCRIPTS["en"].values())[-1].title in c.text
        await c.press("down", "up", "pageup", "escape")
        assert c.screen == "TodayScreen"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 45)])
async def test_no_title_is_cut_however_much_is_known_of_it(counter, stocked, size: tuple[int, int]) -> None:
    long = "After an event · Right person, and a good moment?"
    async with counter(stocked, size=size) as c:
        await practise(c, "3")
        room = c.app.screen
        await c.press(*["pagedown"] * 30)
        assert "…" not in "\n".join(c.lines()[2:-2])
        items = list(room._known.items)
        at = next(n for n, one in enumerate(items) if one.title == long)
        items[at] = replace(items[at], mastery="learning", due=clock.today(), tries=12, again=3)
        room._known = replace(room._known, items=tuple(items))
        room.on_resize()
        await c.press(*["pageup"] * 30)
        (line,) = [line for line in c.lines() if long in line]
        told = line if size[0] > 80 else c.lines()[c.lines().index(line) + 1]
        assert "today" in told and "12 answers, 3 not known" in told


@BOTH
async def test_on_a_wide_screen_her_standing_is_beside_the_drill(counter, stocked, language: str) -> None:
    first, second = list(CARDS[language].values())[:2]
    async with counter(stocked, language) as c:
        await practise(c, "2")
        assert first.title not in "\n".join(c.lines()[1:])
        await c.press("escape")
    async with counter(stocked, language, (120, 30)) as c:
        await practise(c, "2")
        assert first.title in c.text
        await c.press("enter", "4", "enter")
        assert second.worry[:15] in c.text
        assert {"en": "29 Nov", "zh_CN": "11月29日"}[language] in c.text


async def test_what_comes_in_another_year_says_so(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 12, 30, 10))
    async with counter(stocked, size=(120, 30)) as c:
        await practise(c, "2")
        await c.press("enter", "4")
        assert "2027-01-07" in c.text
        await c.press("f9", "1")
        assert "Thu 7 Jan 2027" in c.text


def test_every_standing_has_its_place_in_the_list() -> None:
    assert sorted(name for names, _words in GROUPS for name in names) == sorted(get_args(Mastery))
