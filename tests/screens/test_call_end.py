"""How a call ends: what is proposed by its answers, one step back with Esc, and what stays of a half-noted card."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui.models import Contact, Draft, ObjectionRaised, Phone, Revisit
from counter_tui.widgets.agenda_list import RowList
from tests.screens.conftest import LANGUAGES, Counter


def marked(c: Counter) -> str:
    """The outcome that is marked in the dialog."""
    return str(c.app.screen.query_one(RowList).selected)


@LANGUAGES
async def test_who_has_no_time_now_is_called_later_at_the_time_that_was_noted(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter", "2", "enter")
        await c.type("tomorrow 3pm")
        await c.press("enter", "f2")
        assert marked(c) == "later"
        await c.press("enter")
        assert c.app.screen.form.values() == {"later": "tomorrow 3pm"} and "15:00" in c.text
        await c.press("enter", "enter")
        row = Revisit.get(Revisit.last_outcome == "later")
        assert (row.due, row.hour) == (dt.date(2026, 11, 22), dt.time(15, 0))


async def test_a_note_that_is_no_time_is_not_taken_for_one(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "2", "enter")
        await c.type("asks his wife")
        await c.press("enter", "f2", "enter")
        assert c.app.screen.form.values() == {"later": ""}


@pytest.mark.parametrize(("digit", "outcome"), [("2", "no_answer"), ("4", "later")])
async def test_esc_behind_a_wrong_digit_goes_back_to_the_choice(counter, stocked, digit: str, outcome: str) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", digit, "escape")
        assert c.screen == "Pick" and marked(c) == outcome
        await c.press("1", "enter")
        assert Contact.get().outcome == "reached"
        await c.press("enter", "f2", "escape")
        assert c.screen == "CallScreen"


async def test_esc_behind_a_line_that_broke_goes_back_into_the_call(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f8", "escape")
        assert c.screen == "CallScreen"


async def test_a_call_that_came_in_was_answered_at_the_right_number(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f9", "1", "f2")
        lines = [line.split("│")[2].strip(" ›") for line in c.lines() if line.count("│") > 3]
        assert [words for words in lines if words[:2] in [f"{n} " for n in range(1, 9)]] == [
            "1 Reached", "4 Call later", "6 Wants no calls", "7 Other", "8 Broke off",
        ]  # fmt: skip
        await c.press("4")
        assert "When to call?" in c.text


async def test_the_caret_begins_in_the_other_number(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "5")
        await c.type("13700001111")
        await c.press("enter")
        assert Contact.get().said == ""
        assert Phone.select().where(Phone.customer == 2, Phone.e164 == "+8613700001111").count() == 1


async def test_the_wrong_number_typed_again_is_told_beside_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "5")
        await c.type("13912345678")
        await c.press("enter")
        assert (c.screen, Contact.select().count()) == ("AskForm", 0)
        assert "This is the number that was wrong." in c.text


async def test_a_half_noted_card_goes_on_after_a_power_cut(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f6")
        await c.type("tai gui")
        await c.press("enter", "1", "1")
        assert Draft.get().data["half_card"] == {"card": "too-dear", "answer": 1, "ended": "settled"}
    async with counter(stocked) as c:  # nobody has closed the call
        await c.press("enter")
        assert (c.screen, c.app.screen_stack[-2].__class__.__name__) == ("AskLine", "Objections")
        await c.type("saw it on line")
        await c.press("enter")
        assert c.screen == "CallScreen"
        await c.press("f2", "1", "enter")
        raised = ObjectionRaised.get()
        assert (raised.card, raised.answer, raised.ended, raised.note) == ("too-dear", 1, "settled", "saw it on line")


async def test_a_card_that_was_left_is_not_asked_for_again(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f6", "enter", "1", "escape", "escape")
        assert c.screen == "CallScreen" and c.app.screen.half_card == {}
        await c.press("escape", "enter")
        assert c.screen == "CallScreen"


@LANGUAGES
async def test_after_a_call_that_broke_off_its_day_and_hour_are_said_and_no_days_to_choose_from(
    counter, stocked, language: str
) -> None:
    said = {"en": "Next: First revisit, Sat 21 Nov 10:12, Phone", "zh_CN": "首次回访、11月21日 周六 10:12、电话"}
    async with counter(stocked, language) as c:
        await c.press("down", "enter", "f8", "enter")
        assert said[language] in c.lines()[22]


@LANGUAGES
async def test_what_was_noted_names_the_customer(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter", "f2", "2", "enter")
        said = {"en": "Noted for Emily Carter. Next: First revisit", "zh_CN": "已记录：Emily Carter。接下来：首次回访"}
        assert said[language] in c.lines()[22]


async def test_f5_goes_home_from_every_question_but_not_over_what_was_typed(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "f5")
        assert c.screen == "TodayScreen"
        await c.press("enter", "f2", "1", "f5")
        assert c.screen == "TodayScreen" and Contact.select().count() == 0
        await c.press("enter", "f2", "1")
        await c.type("pleased")
        await c.press("f5", "f5")
        assert c.screen == "AskForm" and "! What you typed is not saved" in c.lines()[22]
        await c.press("enter")
        assert Contact.get().said == "pleased"


async def test_f5_leaves_the_cards_too(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f6", "f5")
        assert c.screen == "TodayScreen"
        await c.press("f9", "f5", *"1234")
        assert (c.screen, c.app.today_screen.box.text) == ("TodayScreen", "1234")
