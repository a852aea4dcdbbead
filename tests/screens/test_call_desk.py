"""The call desk in a pilot: answers by digit, questions, what comes up, parking, a supervisor's leave, the end."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import (
    Claim,
    Clerk,
    Complaint,
    Contact,
    Customer,
    Draft,
    Finding,
    Phone,
    Promise,
    Revisit,
    ScriptTick,
    utc_now,
)
from counter_tui.settings import Settings
from tests.screens.conftest import BOTH

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])

SCRIPT = """
title = "First revisit"
reasons = ["first"]
aim = "How it wears."
manners = ["Smile before you dial."]

[[steps]]
id = "moment"
title = "A good moment?"
say = "Good {{daypart}}, this is {{clerk}}."

[[steps]]
id = "wear"
title = "How does it wear?"
say = "How does it wear?"

[[steps.answers]]
words = "{well}"
say = "I'm glad to hear it."

[[steps.answers]]
words = "{loose}"
say = "Let us look at it."
go = "look"
leads = "complaint"

[[steps.answers]]
words = "{never}"
go = "mark"
sign = "not_worn"

[[steps]]
id = "look"
aside = true
title = "When can you bring it?"
say = "It takes an hour."

[[steps]]
id = "between"
title = "Two words on care"
say = "Wipe it."

[[steps]]
id = "mark"
title = "How satisfied?"
say = "From 0 to 10?"
asks = "satisfaction"

[[steps]]
id = "reach"
title = "How do we reach you?"
say = "By phone?"
asks = "channel"

[[steps]]
id = "news"
title = "Would you like an answer?"
say = "May I ask the workshop for you?"

[[steps.answers]]
words = "{please}"
leads = "promise"

[[steps.answers]]
words = "{stop}"
leads = "no_calls"
go = "end"

[[steps]]
id = "bye"
title = "Thank you"
say = "Goodbye."
"""
WORDS = {
    "en": {"well": "Fits well", "loose": "Too loose", "never": "Not worn", "please": "Yes, please", "stop": "No calls"},
    "zh_CN": {"well": "合适", "loose": "偏松", "never": "还没戴", "please": "好的", "stop": "不要再打"},
}


@pytest.fixture
def branching(stocked: Settings) -> Settings:
    """The stocked shop with a script of its own for the first revisit."""
    for language, words in WORDS.items():
        folder = stocked.folder / "scripts" / language
        folder.mkdir(parents=True)
        (folder / "first-revisit.toml").write_text(SCRIPT.format(**words), "utf-8")
    return stocked


async def promised(c, what: str, until: dt.date, customer: int = 2) -> int:
    """An open promise of the shop, however late."""
    from counter_tui.shop.promises import PromiseEntry, make

    made: int = await c.app.desk.ask(make, customer, PromiseEntry(what, clock.today()), c.app.by)
    await c.behind(Promise.update(until=until).where(Promise.id == made))
    await c.behind(Revisit.update(due=until, closes=until).where(Revisit.reason == "promise"))
    return made


def pane(c) -> str:
    """The words beside the script, without spaces: they are wrapped."""
    return "".join("".join(line.split("││")[-1].strip("│ ┃").split()) for line in c.lines()[3:21])


def shows(c, *words: str) -> bool:
    """Whether all of this stands beside the script, in this order."""
    whole = pane(c)
    places = [whole.find("".join(one.split())) for one in words]
    return -1 not in places and places == sorted(places)


async def over(c, *keys: str) -> None:
    """Go over to another call: one is closed and another opened, which takes the shop more than one answer."""
    await c.press(*keys)
    await c.app.workers.wait_for_complete([worker for worker in c.app.workers if worker.group == "begin"])
    await c.settle()


# Answers and questions


@LANGUAGES
async def test_answers_stand_numbered_and_a_digit_chooses_one(counter, branching, language: str) -> None:
    words = WORDS[language]
    async with counter(branching, language) as c:
        await c.press("enter", "enter")
        assert f"1 {words['well']}  2 {words['loose']}  3 {words['never']}" in c.text
        await c.press("1")
        assert f"✓ 1 {words['well']}" in c.text and "glad to hear" in c.text
        assert words["loose"] not in c.text
        await c.type("1 a day")
        await c.press("enter")
        assert f"✓ 2 How does it wear?   {words['well']} · 1 a day" in c.text
        assert c.app.screen.script.state()["steps"]["wear"] == [True, "1 a day", 0]


async def test_a_full_width_digit_chooses_too_and_one_that_is_no_answer_is_a_note(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter")
        await c.type("２")
        assert "✓ 2 Too loose" in c.text
        await c.press("down", "1")
        assert c.app.screen.script.state()["steps"]["look"] == [False, "1", None]


async def test_behind_a_note_enter_asks_for_the_answer_and_the_next_digit_is_it(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter")
        assert "a digit answers, words are a note" in c.text
        await c.type("sunday")
        await c.press("enter")
        assert "! Choose an answer, 1 to 3, or Enter again for none." in c.text and "› 2 How does it wear?" in c.text
        await c.press("1")
        assert "✓ 1 Fits well" in c.text and "Choose an answer" not in c.text
        await c.press("enter")
        assert "✓ 2 How does it wear?   Fits well · sunday" in c.text
        assert c.app.screen.script.state()["steps"]["wear"] == [True, "sunday", 0]


async def test_who_has_no_answer_for_a_note_says_so_with_enter(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter")
        await c.type("sunday")
        await c.press("enter")
        await c.type(" 1")  # typing on is a note again, and Enter asks again
        assert c.app.screen.script.state()["steps"]["wear"] == [False, "sunday 1", None]
        await c.press("enter")
        assert "Choose an answer" in c.text
        await c.press("up", "down", "enter")
        assert "Choose an answer" in c.text and "› 2 How does it wear?" in c.text
        await c.press("enter")
        assert c.app.screen.script.state()["steps"]["wear"] == [True, "sunday 1", None]
        assert "› 3 Two words on care" in c.text


async def test_a_step_aside_comes_with_its_answer_and_goes_with_it(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter")
        assert "When can you bring it?" not in c.text
        await c.press("2")
        assert "3 When can you bring it?" in c.text and "4 Two words on care" in c.text
        assert "Enter: note the complaint" in c.text
        await c.press("backspace")
        assert "When can you bring it?" not in c.text
        assert "1 Fits well  2 Too loose" in c.text
        await c.press("2", "down")
        await c.type("monday")
        await c.press("up", "backspace")
        assert "When can you bring it?   monday" in c.text


async def test_an_answer_goes_past_steps_that_then_do_not_wait(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "3", "enter")
        assert "› 4 How satisfied?" in c.text
        await c.press("enter", "enter", "2", "enter")
        assert "› 7 Thank you" in c.text
        await c.press("enter")
        assert "All steps ticked." in c.text


async def test_a_question_is_read_and_shown_or_says_what_is_wrong(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "3", "enter")
        await c.type("11")
        await c.press("enter")
        assert "A whole number from 0 to 10" in c.lines()[22]
        assert "11" in c.text and "› 4 How satisfied?" in c.text
        await c.press("backspace", "backspace", "8", "enter")
        assert "✓ 4 How satisfied?   8 of 10" in c.text
        assert "3 WeChat" in c.text
        await c.press("3", "enter")
        assert "✓ 5 How do we reach you?   WeChat" in c.text
        await c.press("f2", "1")
        assert "Satisfied" not in c.text
        await c.press("enter")
        assert Contact.get().satisfaction == 8
        assert Customer.get_by_id(2).channel == "wechat"
        answers = {tick.step: tick.answer for tick in ScriptTick.select()}
        assert answers == {"moment": "", "wear": "Not worn", "mark": "8 of 10", "reach": "WeChat"}
        assert "not_worn" in [found.answer for found in Finding.select().where(Finding.question == "sign")]


async def test_a_question_may_stay_empty_and_what_was_not_understood_stays_a_note(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "3", "enter", "enter")
        await c.type("as before")
        await c.press("f2", "1", "enter")
        assert Customer.get_by_id(2).channel == ""
        notes = {tick.step: (tick.answer, tick.note) for tick in ScriptTick.select()}
        assert notes["mark"] == ("", "") and notes["reach"] == ("", "as before")
        assert Contact.get().satisfaction is None


async def test_who_wants_no_calls_has_that_outcome_marked(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "down", "down", "down", "down", "down", "2", "enter", "f2")
        assert "› 6 Wants no calls" in c.text
        await c.press("enter", "enter")
        assert Contact.get().outcome == "no_calls"


async def test_another_language_keeps_answers_and_speaks_the_script_in_it(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2")
        await c.type("12")
        await c.press("down", "down", "down")
        await c.type("8")
        await c.app.action_switch_language()
        await c.settle()
        assert "偏松 · 12" in c.text and "8" in c.text
        assert c.app.screen.script.state()["steps"]["wear"] == [False, "12", 1]


async def test_a_draft_without_answers_still_opens(counter, branching) -> None:
    async with counter(branching) as c:
        first = Revisit.get(Revisit.customer == 2, Revisit.reason == "first").id
        old = {
            "customer": 2, "revisit": first, "direction": "out", "started": "2026-11-21T10:00:00+00:00", "seconds": 60,
            "steps": {"at": "wear", "steps": {"moment": [True, ""], "wear": [False, "a bit loose"], "gone": [1, ""]}},
            "objections": [], "dialled": "", "letters": {}, "said": "", "request": "",
        }  # fmt: skip
        await c.behind(Draft.insert(uuid="old", form="call", title="x", data=old, till=c.app.desk.till, at=utc_now()))
        await c.press("enter")
        assert "✓ 1 A good moment?" in c.text and "a bit loose" in c.text
        assert "01:0" in c.lines()[0]


# What comes up


async def test_what_an_answer_leads_to_is_noted_there_and_then(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2")
        await c.type("falls off")
        await c.press("enter")
        assert (c.screen, "falls off" in c.text) == ("AskForm", True)
        await c.type("2")
        await c.press("f2")
        assert shows(c, "Noted: A complaint · Weight · “falls off”")
        await c.press("up", "enter")
        assert c.screen == "CallScreen"  # it is noted already
        await c.press("f2", "1", "enter")
        complaint = Complaint.get()
        assert (complaint.kind, complaint.words, complaint.contact_id) == ("weight", "falls off", Contact.get().id)


@LANGUAGES
async def test_a_promise_is_not_filled_in_with_the_customers_words(counter, branching, language: str) -> None:
    said = {"en": "the customer said: Yes, please", "zh_CN": "顾客说：好的"}[language]
    async with counter(branching, language) as c:
        await c.press("enter", "enter", "1", "enter", "enter", "8", "enter", "enter", "1", "enter")
        assert c.screen == "AskForm" and said in c.lines()[-2]
        assert c.app.screen.form.values()["what"] == ""
        await c.type("a smaller size")
        await c.press("enter")
        await c.type("+2")
        await c.press("f2", "f2", "1", "enter")
        assert Promise.get().what == "a smaller size"


async def test_without_its_form_the_answer_stands_and_f9_notes_it_later(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2", "enter", "escape")
        assert "Not noted; the answer stands. F9 notes it later." in c.text
        assert "✓ 2 How does it wear?   Too loose" in c.text
        await c.press("f9", "1", "enter")
        assert "! needed" in c.text and "1 Quality" in c.lines()[-2]  # what can be chosen stays in sight
        await c.press("1", "2", "enter")
        await c.type("too loose")
        await c.press("f2", "f2", "1", "enter")
        assert Complaint.get().words == "too loose"


@LANGUAGES
async def test_all_that_can_come_up_is_noted_by_number_and_finished(counter, branching, language: str) -> None:
    async with counter(branching, language) as c:
        await c.press("enter", "f9", "2")
        await c.type("ask the workshop")
        await c.press("enter")
        await c.type("+2")
        await c.press("enter", *"1500", "enter", "2", "enter")
        assert shows(c, "ask the workshop")
        await c.press("f9", "3", "3", "enter")
        await c.type("+3")
        await c.press("enter", "enter")
        await c.press("f9", "4")
        await c.type("+4")
        await c.press("f2", "f9", "5", "6")
        await c.press("f2", "1", "enter")
        promise = Promise.get()
        assert (promise.what, promise.until, promise.hour, promise.clerk.name) == (
            "ask the workshop", dt.date(2026, 11, 23), dt.time(15), "Wei Chen",
        )  # fmt: skip
        planned = [(row.reason, row.due) for row in Revisit.select().where(Revisit.customer == 2)]
        assert ("promise", dt.date(2026, 11, 23)) in planned
        assert ("care", dt.date(2026, 11, 24)) in planned
        assert ("special", dt.date(2026, 11, 25)) in planned
        assert [found.answer for found in Finding.select()] == ["cheaper_seen"]


async def test_a_form_says_what_is_needed_and_keeps_saying_what_is_meant_by_it(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f9", "1")
        needed = [line for line in c.lines() if "needed" in line]
        assert ["Kind" in needed[0], "What went wrong" in needed[1], len(needed)] == [True, True, 2]
        await c.press("escape", "f9", "2")
        await c.type("a chain")
        await c.press("enter", "enter")
        assert "! needed" in c.text and "tomorrow" in c.lines()[-2]
        await c.type("yesterday")
        await c.press("enter")
        assert "! That day is over: choose today or later." in c.lines()[-2]  # no room for that beside the field
        assert Promise.select().count() == 0


async def test_what_was_noted_is_changed_or_taken_back(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f9", "2")
        await c.type("a chain")
        await c.press("enter")
        await c.type("+2")
        await c.press("f2", "f9", "5", "1")
        await c.press("f9", *"61", "1", "1")
        assert "a chain" in c.text and "2026-11-23" in c.text
        await c.type("the price of a chain")
        await c.press("f2")
        assert shows(c, "the price of a chain")
        await c.press("f9", *"61", "2", "2")
        assert not shows(c, "Sounded disappointed")
        await c.press("f2", "1", "enter")
        assert (Promise.get().what, Finding.select().count()) == ("the price of a chain", 0)


# Before the call


async def test_what_a_clerk_needs_stands_beside_the_script(counter, branching) -> None:
    from counter_tui.shop.complaints import ComplaintEntry, open_complaint

    async with counter(branching) as c:
        await promised(c, "ask about rhodium", dt.date(2026, 11, 19))
        await c.app.desk.ask(open_complaint, 2, ComplaintEntry("weight", "lighter"), c.app.by)
        await c.behind(Customer.update(temperament="quiet", best_hours="weekends", allergies="nickel"))
        first = Revisit.get(Revisit.customer == 2, Revisit.reason == "first").id
        from counter_tui.screens.begin_call import open_call

        await open_call(c.app.today_screen, first)
        await c.settle()
        assert shows(
            c, "Ms Carter", "C000002", "18K gold diamond ring · 11 days ago",
            "Promised: ask about rhodium · 19 Nov, 2 days late", "Complaint: B000001, Weight",
            "Talked about: nothing yet", "Topic: ", "Quiet", "leave time.", "Best hours: weekends",
        )  # fmt: skip
        await c.press("pagedown")
        assert shows(c, "Allergies: nickel", "News and offers: not asked yet")


async def test_a_call_that_broke_off_goes_on_where_it_was_with_the_words_to_say(
    counter, branching, monkeypatch
) -> None:
    import counter_tui.screens.call_state as call_state

    ticks = [1000.0]
    monkeypatch.setattr(call_state.time, "monotonic", lambda: ticks[0])
    async with counter(branching, size=(60, 20)) as c:
        await c.press("enter", "enter", "3")
        await c.type("falls off")
        await c.press("enter", "8", "enter", "down")
        await c.type("ask again")
        ticks[0] += 3 * 60 + 5
        clock.hold(dt.datetime(2026, 11, 21, 10, 16))
        await c.press("f8", "enter", "enter")
        assert c.app.screen.script.results[1].ticked
        said = " ".join(c.text.split())
        assert "“I'm sorry, the line broke off at 10:15; we were at: How do we reach you?”" in said
        await c.press(*["up"] * 3)
        assert "2 How does it wear?   falls off" in c.text and "✓ 3 Not worn" in c.text
        assert "How satisfied?   8 of 10" in c.text
        await c.press(*["down"] * 4)
        assert "Would you like an answer?   ask again" in c.text
        await c.press("f2", "1", "enter")
        first, second = Contact.select().order_by(Contact.id)
        assert [found.answer for found in Finding.select().where(Finding.question == "sign")] == ["not_worn"]
        notes = [(tick.contact_id, tick.note) for tick in ScriptTick.select() if tick.note]
        assert notes == [(first.id, "falls off"), (first.id, "ask again")]
        answers = [(tick.contact_id, tick.answer) for tick in ScriptTick.select().where(ScriptTick.step == "wear")]
        assert answers == [(first.id, "Not worn"), (second.id, "Not worn")]


async def test_what_a_broken_call_has_noted_already_is_not_asked_for_again(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2")
        await c.type("falls off")
        await c.press("enter", "1", "f2", "f8", "enter", "enter")
        await c.press("up", "enter")
        assert c.screen == "CallScreen" and Complaint.select().count() == 1
        await c.type("monday")
        await c.press("escape", "enter")
        assert "monday" in c.text and "How does it wear?   Too loose · falls off" in c.text


# Parking, and two tills


async def test_two_calls_are_parked_and_one_key_goes_from_one_to_the_other(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2", "enter", "escape")
        await c.press("escape", "down", "enter")
        assert "單雪" in c.lines()[0] and "Tab Other call" in c.lines()[-1]
        assert Claim.get().customer_id == 4
        await over(c, "tab")
        assert "Emily" in c.lines()[0] and "Too loose" in c.text
        assert [claim.customer_id for claim in Claim.select()] == [2]
        await over(c, "tab")
        assert "單雪" in c.lines()[0]
        await over(c, "f9", *"62", "1")
        assert "Emily" in c.lines()[0]
        await c.press("escape")
        assert c.screen == "TodayScreen"
        assert (Draft.select().count(), Claim.select().count()) == (2, 0)


async def test_the_clock_stands_while_a_call_is_parked(counter, branching, monkeypatch) -> None:
    import counter_tui.screens.call_state as call_state

    ticks = [1000.0]
    monkeypatch.setattr(call_state.time, "monotonic", lambda: ticks[0])
    async with counter(branching) as c:
        await c.press("enter", "enter")
        ticks[0] += 65
        await c.press("escape")
        ticks[0] += 300
        await c.press("enter")
        assert "01:05" in c.lines()[0]


async def test_the_file_is_looked_up_in_a_call_and_its_line_goes_back_to_it(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter")
        await c.type("hm")
        await c.press("f3", *"5678", "enter")
        assert c.screen == "CustomerScreen"
        await c.press("enter")
        assert c.screen == "CallScreen" and "hm" in c.text
        assert len(c.app.screen_stack) == 2


@BOTH
async def test_a_customer_another_till_talks_to_is_not_called(counter, branching) -> None:
    async with counter(branching) as c:
        later = utc_now() + dt.timedelta(minutes=9)
        await c.behind(Claim.insert(customer=2, clerk=2, till="other", at=utc_now(), ends=later))
        await c.press("enter")
        assert c.screen == "TodayScreen"
        assert "Wei Chen has been in contact with Emily Carter since 10:12." in c.text
        await c.behind(Claim.delete())
        await c.press("enter")
        assert c.screen == "CallScreen" and Claim.get().till == c.app.desk.till
        await c.behind(Claim.update(ends=utc_now() + dt.timedelta(minutes=1)))
        await c.app.screen.renew()
        assert Claim.get().ends == utc_now() + dt.timedelta(minutes=10)
        await c.press("f2", "2", "enter")
        assert Claim.select().count() == 0


@BOTH
async def test_after_a_kill_the_call_goes_on_with_all_that_came_up(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2", "enter", "1", "enter")
        await c.type("falls off")
        await c.press("f2", "enter", "enter", "8", "enter", "enter", "1", "enter")
        await c.type("a smaller size")
        await c.press("enter")
        await c.type("+2")
        await c.press("f2")
        assert shows(c, "a smaller size")
        await c.press("escape", "down", "enter", "enter")
        await c.type("another customer")
        await over(c, "tab")
    async with counter(branching) as c:  # nothing was said to end the first one's calls
        assert c.screen == "LeftUnsaved"
        await c.press("down", "enter") if "Emily" not in c.lines()[4] else await c.press("enter")
        while "Emily" not in c.lines()[0]:
            await over(c, "tab")
        assert "Too loose" in c.text and "8 of 10" in c.text and "Yes, please" in c.text
        await c.press("f2", "1")
        await c.type("went well")
        await c.press("enter")
        contact = Contact.get()
        assert (contact.said, contact.satisfaction) == ("went well", 8)
        assert (Complaint.get().words, Complaint.get().kind) == ("falls off", "quality")
        assert (Promise.get().what, Promise.get().until) == ("a smaller size", dt.date(2026, 11, 23))
        assert ("wear", "Too loose") in [(tick.step, tick.answer) for tick in contact.ticks]


# May I call?


@LANGUAGES
async def test_in_the_rest_hours_it_is_asked_what_to_do(counter, branching, language: str) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(branching, language) as c:
        await c.press("enter")
        assert c.screen == "NotNow" and "14:30" in c.text
        await c.press("enter")
        assert (c.screen, Claim.select().count()) == ("TodayScreen", 0)
        await c.press("enter", "2")
        assert c.screen == "CallScreen"
        await c.press("f7")
        assert c.screen == "CallScreen" and "14:30" in c.lines()[22]
        await c.press("f2", "1", "enter")
        assert Contact.get().allowed_by is None


async def test_a_supervisor_allows_it_with_a_reason_that_is_kept(counter, branching) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(branching) as c:
        await c.press("enter", "3")
        assert c.screen == "TodayScreen"
        assert "Nobody is marked as a supervisor" in c.text
        await c.behind(Clerk.update(supervisor=True).where(Clerk.name == "Wei Chen"))
        await c.press("enter", "3", "enter")
        await c.type("she asked for it")
        await c.press("enter", "enter", "f7")
        assert c.screen == "Dial" and "▀" in c.text and "Not now" not in c.text
        await c.press("escape", "escape", "enter")
        assert c.screen == "CallScreen" and "✓ 1" in c.text  # it was allowed: nothing is asked again
        await c.press("f2", "1", "enter")
        contact = Contact.get()
        assert (contact.allowed_by.name, contact.allowed_why) == ("Wei Chen", "she asked for it")


async def test_a_call_prepared_only_may_be_made_once_its_time_has_come(counter, branching) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 14, 28))
    async with counter(branching) as c:
        await c.press("enter", "2", "f7")
        assert c.screen == "CallScreen"
        clock.hold(dt.datetime(2026, 11, 21, 14, 31))
        await c.press("f7")
        assert c.screen == "Dial"


async def test_who_calls_us_is_never_held_back(counter, branching) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(branching) as c:
        await c.press(*"1234", "enter", "f9", "1")
        assert c.screen == "CallScreen"
        assert Claim.select().count() == 0
        await c.press("f7")
        assert c.screen == "Dial" and "▀" in c.text  # the line broke: she is waiting for us


# Afterwards


@LANGUAGES
async def test_how_it_went_is_asked_and_enter_accepts_at_once(counter, branching, language: str) -> None:
    async with counter(branching, language) as c:
        await c.press("enter", "f2", "1")
        await c.type("fine")
        await c.press("tab", "tab", "1", "tab", "9", "tab", "1", "enter")
        contact = Contact.get()
        assert (contact.said, contact.effect, contact.satisfaction) == ("fine", "good", 9)
        assert contact.topic and len(contact.topic) > 2


async def test_no_answer_asks_nothing_of_how_it_went(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f2", "2")
        assert "How it went" not in c.text and "Talked about" not in "\n".join(c.lines()[2:20]).split("╭─ No answer")[1]


async def test_a_wrong_number_asks_for_another_one(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f2", "5")
        await c.type("13700001111")
        await c.press("enter")
        numbers = {phone.e164: phone.wrong_since for phone in Phone.select().where(Phone.customer == 2)}
        assert numbers == {"+8613912345678": dt.date(2026, 11, 21), "+8613700001111": None}


async def test_a_complaint_is_closed_only_with_the_customers_word(counter, branching) -> None:
    from counter_tui.shop.complaints import ComplaintEntry, open_complaint

    async with counter(branching) as c:
        await c.app.desk.ask(open_complaint, 2, ComplaintEntry("weight", "lighter"), c.app.by)
        await c.press("enter", "f2", "1")
        assert "B000001 closed?" in c.text
        await c.press("escape", "f2", "1", *["tab"] * 5)
        await c.type("it is as marked")
        await c.press("enter")
        assert (Complaint.get().state, Complaint.get().closed_words) == ("closed", "it is as marked")


@pytest.mark.parametrize("ends", ["kept", "moved", "explained"])
async def test_a_promise_is_kept_or_moved_or_explained_in_its_call(counter, branching, ends: str) -> None:
    from counter_tui.screens.begin_call import open_call

    async with counter(branching) as c:
        await promised(c, "ask about rhodium", dt.date(2026, 11, 21))
        line = Revisit.get(Revisit.reason == "promise").id
        await open_call(c.app.today_screen, line)
        await c.settle()
        await c.press("f2", "1", "enter")
        assert "The promise" in c.text and Contact.select().count() == 0  # nobody has said that it is kept
        if ends == "kept":
            await c.press("1")
        elif ends == "moved":
            await c.press("2", "enter")
            assert "Its new day" in c.text and Contact.select().count() == 0
            await c.type("+3")
            await c.press("tab")
            await c.type("the workshop is shut")
        elif ends == "explained":
            await c.press("3", "tab")
            await c.type("it can't be done")
        await c.press("enter")
        promise, revisit = Promise.get(), Revisit.get_by_id(line)
        assert Contact.get().outcome == "reached"
        state = {"kept": ("kept", "done"), "moved": ("open", "open"), "explained": ("explained", "done")}[ends]
        assert (promise.state, revisit.state) == state
        if ends == "moved":
            assert (promise.until, revisit.due) == (dt.date(2026, 11, 24),) * 2
        if ends == "explained":
            assert promise.closed_words == "it can't be done"


@pytest.mark.parametrize(("answer", "proposed"), [("1", "Kept"), ("2", ""), ("3", ""), ("4", ""), ("", "")])
async def test_what_became_of_a_promise_is_proposed_only_as_it_was_answered(
    counter, stocked, answer: str, proposed: str
) -> None:
    from counter_tui.screens.begin_call import open_call

    async with counter(stocked) as c:
        await promised(c, "ask about rhodium", dt.date(2026, 11, 21))
        await open_call(c.app.today_screen, Revisit.get(Revisit.reason == "promise").id)
        await c.settle()
        await c.press("1", "enter", "enter", *answer)
        await c.press("f2", "1")
        assert c.app.screen.form.values()["promise"] == proposed


async def test_the_end_of_a_call_names_what_was_noted_and_which_contact_is_the_next(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f9", "1")
        await c.press("2", "enter")
        await c.type("lighter")
        await c.press("f2", "f9", "2")
        await c.type("weigh it")
        await c.press("enter")
        await c.type("+2")
        await c.press("f2", "f2", "1")
        panel = " ".join(" ".join(line.split("│")[2] if line.count("│") > 2 else line for line in c.lines()).split())
        assert "Noted: A complaint · Weight · “lighter" in panel
        assert "Noted: A promise · weigh it · Mon 23 Nov" in panel
        assert "Next: Complaint, Sun 22 Nov" in panel
        lines = [line for line in c.lines() if "Next contact" in line or "Day " in line or "Channel" in line]
        assert "Next contact" in lines[0] and "2026-11-22" in lines[1]
        await c.press("enter")
        assert "Noted for Emily Carter: a complaint, a promise. Next: Complaint, Sun 22 Nov" in c.text


@BOTH
async def test_an_undone_call_is_opened_again_with_all_that_came_up(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "enter", "2")
        await c.type("falls off")
        await c.press("enter", "1", "2", "f2", "f2", "1", "tab", "tab", "3", "tab", "4", "enter")
        assert (Contact.get().effect, Contact.get().satisfaction, Complaint.select().count()) == ("bad", 4, 1)
        await c.press("f9", "8", "4", "enter", "3")
        assert c.screen == "CallScreen" and "Too loose · falls off" in c.text
        assert Complaint.select().count() == 0
        assert shows(c, "Noted: A complaint · Other · “falls off”")
        await c.press("f2", "1", "enter")
        contact = Contact.get()
        assert (contact.effect, contact.satisfaction, Complaint.get().words) == ("bad", 4, "falls off")


async def test_a_message_that_went_out_is_not_asked_how_it_went(counter, branching) -> None:
    async with counter(branching) as c:
        await c.behind(Revisit.update(channel="text").where(Revisit.customer == 2))
        await c.press("f5", "f9", "1", "f2", "1")
        assert "How it went" not in c.text and "Satisfied" not in c.text
        await c.press("enter")
        assert Contact.get().channel == "text"


async def test_who_agreed_on_a_day_keeps_it_when_a_sign_asks_for_a_call_sooner(counter, branching) -> None:
    async with counter(branching) as c:
        await c.press("enter", "f9", "4")
        await c.type("+9")
        await c.press("f2", "f9", "5", "1", "f2", "1", "enter")
        specials = Revisit.select().where(Revisit.customer == 2, Revisit.reason == "special")
        assert dt.date(2026, 11, 30) in [row.due for row in specials]


async def test_a_parked_call_can_be_dialled_opened_and_its_notes_thrown_away(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "x", "escape")
        c.app.screen.scheduler.agenda_list.go_to_place(0)
        await c.press("f7")
        assert c.screen == "Dial" and "Emily Carter" in c.text
        await c.press("escape")
        c.app.screen.action_open_marked()
        await c.settle()
        assert c.screen == "CustomerScreen" and "Emily Carter" in c.text
        await c.press("f5", "f8")
        assert "Throw the notes away" in c.text
        await c.press("enter")
        assert Draft.select().count() == 1
        await c.press("f8", "f8")
        assert Draft.select().count() == 0
        assert "parked" not in c.text and "Emily Carter" in c.text
