"""A call from the first tick to the outcome (mission C7, C8, C10, D1, E1, E3)."""

from __future__ import annotations

import datetime as dt

import pytest
import zxingcpp

from counter_tui.models import Claim, Contact, Customer, Draft, ObjectionRaised, Revisit
from counter_tui.shop.claims import claim
from tests.screens.conftest import BOTH, LANGUAGES


@LANGUAGES
async def test_the_words_are_filled_in_for_this_customer_and_piece(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("down", "down", "enter")
        assert c.screen == "CallScreen"
        first = c.text
        await c.press("enter")
        both = first + c.text
        assert "张女士" in both
        assert {"en": "18K gold diamond ring", "zh_CN": "18K金钻石戒指"}[language] in both
        assert "138 1234 1234" in both
        assert "{" not in both


async def test_a_note_at_a_step_a_card_over_the_call_and_back_to_the_same_step(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "enter", "enter")
        await c.type("a little loose")
        await c.press("f6")
        await c.type("tai gui")
        assert "Too dear" in c.text
        await c.press("enter", "1", "1", "enter")
        assert c.screen == "CallScreen"
        assert "› 3" in c.text
        assert "a little loose" in c.text
        await c.press("enter", "f2", "1")
        await c.type("pleased")
        await c.press("enter")
        contact = Contact.get()
        assert contact.said == "pleased"
        assert [(tick.step, tick.note) for tick in contact.ticks][2] == ("wear", "a little loose")
        raised = ObjectionRaised.get()
        assert (raised.card, raised.answer, raised.ended, raised.contact_id) == ("too-dear", 1, "settled", contact.id)
        assert Draft.select().count() == 0


@pytest.mark.parametrize("typed", ["1", "dear", "太贵", "taigui", "tg", "expensive"])
async def test_a_card_is_found_by_number_word_pinyin_or_initials(counter, stocked, typed: str) -> None:
    async with counter(stocked) as c:
        await c.press("f6")
        await c.type(typed)
        assert "Too dear" in "\n".join(c.lines()[1:4])


@LANGUAGES
async def test_a_card_shows_worry_question_facts_answers_and_what_never_to_say(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter", "f6", "1")
        heads = {"en": ("The worry", "Ask", "Facts", "Say", "Never"), "zh_CN": ("顾虑", "先问", "事实", "应答", "切忌")}
        for head in heads[language]:
            assert head in c.text
        assert {"en": "3.21 g", "zh_CN": "3.21克"}[language] in c.text
        assert "¥4,652.52" in c.text


async def test_call_later_asks_when(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "4")
        await c.type("tomorrow 15:00")
        await c.press("enter", "enter")
        row = Revisit.get(Revisit.last_outcome == "later")
        assert (row.due, row.hour) == (dt.date(2026, 11, 22), dt.time(15, 0))


@pytest.mark.parametrize(
    ("typed", "hour", "question"),
    [
        ("tomorrow 3:00", "15:00", ""),
        ("tomorrow 3am", "03:00", "Really Sun 22 Nov 03:00?"),
        ("tomorrow 1pm", "13:00", "Really Sun 22 Nov 13:00, in the rest hours?"),
    ],
)
async def test_an_hour_at_which_nobody_calls_is_asked_about(counter, stocked, typed, hour, question) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "4")
        await c.type(typed)
        await c.press("enter")
        assert question in c.text
        await c.press("enter", *["enter"] * bool(question))
        assert Revisit.get(Revisit.last_outcome == "later").hour == dt.time.fromisoformat(hour)


async def test_who_wants_no_calls_is_told_what_stops_before_it_is_done(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("down", "down", "enter", "f2", "6")
        assert "stopped" in c.text
        assert Contact.select().count() == 0
        await c.press("enter")
        reasons = {row.reason for row in Revisit.select().where(Revisit.customer == 1, Revisit.state == "open")}
        assert reasons == {"second", "cleaning", "check"}


async def test_the_proposed_next_step_can_be_changed(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "2", "tab", "tab")
        for _char in range(10):
            await c.press("backspace")
        await c.type("+5")
        await c.press("enter")
        assert Revisit.get(Revisit.last_outcome == "no_answer").due == dt.date(2026, 11, 26)


async def test_a_parked_call_goes_on_where_it_was(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "enter")
        await c.type("speaks Cantonese")
        await c.press("escape")
        assert c.screen == "TodayScreen"
        assert Contact.select().count() == 0
        await c.press("enter")
        assert "speaks Cantonese" in c.text
        assert "✓ 1" in c.text
        await c.press("escape")


async def test_broke_off_comes_back_on_top_at_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("down", "enter", "f8")
        assert "the line broke" in c.text
        await c.press("enter")
        row = Revisit.get(Revisit.last_outcome == "broke_off")
        assert row.due == dt.date(2026, 11, 21)
        text = c.text
        assert text.index("at 10:12") < text.index("until 24 Nov")


async def test_a_call_that_came_in_starts_from_the_file(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f9", "1")
        assert "00:0" in c.lines()[0]
        await c.press("f2", "1")
        await c.type("asks about cleaning")
        await c.press("enter")
        contact = Contact.get()
        assert (contact.direction, contact.said) == ("in", "asks about cleaning")
        assert c.screen == "CustomerScreen"
        assert "Call from the customer" in c.text


@BOTH
async def test_two_tills_one_customer(counter, stocked) -> None:
    """Another till has done the call meanwhile: the clerk is told, and Today is right again."""
    async with counter(stocked) as c:
        done = Revisit.update(state="done", open_series=None)
        await c.behind(done.where(Revisit.customer == 2, Revisit.reason == "first"))
        await c.press("enter")
        assert "Somebody else has done this one already." in c.text
        assert c.screen == "TodayScreen"
        assert Customer.get_by_id(2).name == "Emily Carter"
        assert "4 days late" not in c.text


@BOTH
async def test_nobody_else_calls_her_while_the_call_is_open_whatever_is_opened_over_it(counter, stocked) -> None:
    """Her file with the number, another call to her that is laid aside, and one that may not be made now."""
    async with counter(stocked) as c:
        await c.press("enter", "f3")
        await c.type("5678")
        await c.press("enter", "f7", "escape")
        assert (c.screen, Claim.get().customer_id) == ("CustomerScreen", 2)
        await c.app.screen.run_action("call_now")
        await c.settle()
        assert c.screen == "CallScreen"
        await c.press("escape")
        assert (c.screen, Claim.select().count()) == ("CustomerScreen", 1)
        await c.behind(Customer.update(best_hours="18:00-19:00").where(Customer.id == 2))
        await c.app.screen.run_action("call_now")
        await c.settle()
        assert c.screen == "NotNow"
        await c.press("escape")
        assert (c.screen, Claim.select().count()) == ("CustomerScreen", 1)
        await c.press("escape", "escape")
        assert (c.screen, Claim.select().count()) == ("TodayScreen", 0)


@LANGUAGES
async def test_a_contact_that_was_ended_meanwhile_is_told_and_noted(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter")
        ended = Revisit.update(state="cancelled", open_series=None)
        await c.behind(ended.where(Revisit.customer == 2, Revisit.reason == "first"))
        await c.press("f2", "1")
        told = {"en": "ended this one meanwhile.", "zh_CN": "您记下的照样保存"}
        assert told[language] in c.text.replace("\n", "")
        await c.press("enter")
        assert {"en": "off the list already", "zh_CN": "已不在清单上"}[language] in c.text
        assert Contact.get().outcome == "reached"


async def test_what_a_colleague_is_talking_about_is_not_taken_off(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f8")
        await c.app.desk.ask(lambda _shop: claim(2, 2, "another till"))
        await c.type("seen to")
        await c.press("enter")
        await c.press("enter")
        assert "! Wei Chen has been in contact with Emily Carter since 10:12." in c.text
        assert Revisit.get(Revisit.customer == 2, Revisit.reason == "first").state == "open"


async def test_the_number_is_a_code_that_a_phone_can_read(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f7")
        assert scanned(c.lines()) == "tel:+8613912345678"
        await c.press("escape")
        assert c.screen == "CallScreen"


def scanned(lines: list[str], module: int = 8) -> str:
    """What a phone's camera reads from the painted cells."""
    code = [line for line in lines if "█" in line or "▀" in line]
    left = min(min(line.index(cell) for cell in "█▀▄" if cell in line) for line in code)
    right = max(max(line.rindex(cell) for cell in "█▀▄" if cell in line) for line in code)
    rows = [[cell in half for cell in f"  {line[left : right + 1]}  "] for line in code for half in ("▀█", "▄█")]
    white = [[False] * len(rows[0])] * 4
    pixels = [
        bytes(0 if dark else 255 for dark in row for _width in range(module))
        for row in (*white, *rows, *white)
        for _height in range(module)
    ]
    image = memoryview(b"".join(pixels)).cast("B", shape=[len(pixels), len(pixels[0])])
    return zxingcpp.read_barcodes(image)[0].text


async def test_enters_typed_ahead_close_the_question_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "1")
        form = c.app.screen.form
        for _more in range(3):
            form.post_message(form.Completed(form))
        await c.settle()
        assert c.app.screen_stack[0] is c.app.today_screen
        assert Contact.select().count() == 1
