"""Today by keys alone: find anybody, see what is due, call, log, move, hand over (mission A8, C9, C10)."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import Contact, Customer, Revisit
from tests.screens.conftest import BOTH, LANGUAGES


@LANGUAGES
async def test_four_digits_and_enter_open_the_file(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        assert c.screen == "CustomerScreen"
        assert "Emily Carter" in c.lines()[0]
        assert "139 1234 5678" in c.text


def _marked(c) -> str:
    """Whose contact is marked."""
    return c.app.screen.scheduler.marked.customer


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zxh", "张晓红"),
        ("zhangxiaohong", "张晓红"),
        ("晓红", "张晓红"),
        ("shan xue", "單雪"),
        ("单雪", "單雪"),
        ("carter", "Emily Carter"),
        ("[/]", "[/]"),
        ("emily 5678", "Emily Carter"),
        ("+86 139 1234 5678", "Emily Carter"),
    ],
)
async def test_the_box_finds_as_one_types(counter, stocked, typed: str, found: str) -> None:
    async with counter(stocked) as c:
        await c.type(typed)
        assert found in c.lines()[3]
        await c.press("escape")
        assert "Today" in c.text


@LANGUAGES
async def test_the_agenda_shows_what_is_late_first_and_why_and_whether_it_may_be_called(
    counter, stocked, language: str
) -> None:
    async with counter(stocked, language) as c:
        text = c.text
        assert text.index("Emily Carter") < text.index("张晓红")
        for words in {
            "en": ("4 days late", "First revisit", "18K gold diamond", "Mei Lin", "✓", "until 22 Nov"),
            "zh_CN": ("逾期", "首次回访", "18K金钻石戒指", "Mei Lin", "✓", "11月22日"),
        }[language]:
            assert words in text


async def test_at_rest_time_the_line_says_until_when(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(stocked) as c:
        assert "rest until 14:30" in c.lines()[0]
        assert "rest time un" in c.text
        await c.press("down")
        assert "rest time until 14:30" in c.lines()[22]


@LANGUAGES
async def test_nobody_answers_is_logged_and_replanned_in_four_keys(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter", "f2", "2", "enter")
        assert c.screen == "TodayScreen"
        contact = Contact.get()
        assert (contact.outcome, contact.customer.name) == ("no_answer", "Emily Carter")
        revisit = contact.revisit
        assert (revisit.due, revisit.tries, revisit.last_outcome) == (dt.date(2026, 11, 22), 1, "no_answer")
        assert _marked(c) == "單雪"


@pytest.mark.parametrize("busy", [False, True])
async def test_after_a_call_the_mark_is_where_one_calls_next(counter, stocked, busy: bool) -> None:
    """A busy line is left for the one below it; a call that broke off is called back at once (C8)."""
    async with counter(stocked) as c:
        await c.press("down", "down")
        here = _marked(c)
        await c.press("down")
        below = _marked(c)
        await c.press("up", "enter", *(("f2", "3", "enter") if busy else ("f8", "enter")))
        assert c.screen == "TodayScreen"
        assert _marked(c) == (below if busy else here)


async def test_a_parked_call_that_breaks_off_keeps_the_mark_and_one_that_is_done_gives_it_on(counter, stocked) -> None:
    async with counter(stocked) as c:
        for name in ("first", "second"):
            c.app.today_screen.scheduler.agenda_list.select(_due(c)[0])
            await c.press("enter")
            await c.type(name)
            await c.press("escape")
        agenda = c.app.today_screen.scheduler.agenda_list
        agenda.go_to_place(0)
        broken = c.app.today_screen.scheduler.marked_parked.data["revisit"]
        await c.press("enter", "f8", "enter")
        assert agenda.selected == broken and "at 10:12" in c.text
        agenda.go_to_place(0)
        assert c.app.today_screen.scheduler.marked_parked is not None
        below = agenda.below[0]
        await c.press("enter", "f2", "1", "enter")
        assert agenda.selected == below


def _due(c) -> list[object]:
    """The contacts on Today that are not parked."""
    return [row.key for row in c.app.today_screen.scheduler.agenda_list.rows if isinstance(row.key, int)]


async def test_a_complaint_that_broke_off_says_so_too(counter, stocked) -> None:
    async with counter(stocked) as c:
        changed = Revisit.update(reason="complaint", topic="set it again, free of charge, and send it")
        await c.behind(changed.where(Revisit.customer == 2, Revisit.reason == "first"))
        await c.press("f5", "enter", "f8", "enter")
        assert "Complaint · Broke off: set it again" in c.text


async def test_after_a_call_the_list_stands_as_it_stood(counter, stocked) -> None:
    """Who was called goes far down in a long list, and what comes before all else stays in sight."""
    async with counter(stocked, size=(80, 20)) as c:
        day = dt.date(2026, 11, 24)
        more = {"customer": 1, "reason": "special", "anchor": day, "due": day, "closes": day, "state": "open"}
        await c.behind(Revisit.insert_many([more | {"series": f"x{n}", "open_series": f"x{n}"} for n in range(6)]))
        await c.press("f5", "down", "down", "enter", "f2", "4")
        await c.type("+4 10:00")
        await c.press("enter", "enter")
        assert c.screen == "TodayScreen"
        assert Revisit.select().where(Revisit.last_outcome == "later").count() == 1
        assert "Emily Carter" in c.text


async def test_what_was_noted_is_not_hidden_by_why_the_next_may_not_be_called(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 12, 29))
    async with counter(stocked) as c:
        await c.press("enter")
        clock.hold(dt.datetime(2026, 11, 21, 12, 35))
        await c.press("f2", "2", "enter")
        assert "Noted for Emily Carter. Next:" in c.lines()[22]
        await c.press("down")
        assert "rest time until 14:30" in c.lines()[22]


async def a_minute_later(c) -> None:
    clock.hold(clock.now() + dt.timedelta(minutes=1))
    await c.app.today_screen._look_at_clock()
    await c.settle()


async def its_policy_says(c, words: str) -> None:
    """The owner has changed the shop's own numbers, and they are read anew."""
    (c.app.settings.folder / "policy.toml").write_text(words, "utf-8")
    await c.app.desk.reread(c.app.settings)
    await a_minute_later(c)


async def test_a_mistake_in_the_shops_own_files_is_told_once_and_over_nothing_to_be_read(counter, stocked) -> None:
    (stocked.folder / "policy.toml").write_text("[visits]\nhome_minutes = 3000\n", "utf-8")
    async with counter(stocked) as c:
        assert "! policy.toml, line 2" in c.lines()[22]
        await c.press("f9", "3")
        await c.type("+4")
        await c.press("enter")
        await c.type("away")
        await c.press("enter")
        for _minute in range(2):
            assert "Moved to Wed 25 Nov" in c.lines()[22]
            await a_minute_later(c)
        await its_policy_says(c, "\n[visits]\nhome_minutes = 3000\n")
        assert "Moved to Wed 25 Nov" in c.lines()[22]
        await c.press("down")
        assert "! policy.toml, line 3" in c.lines()[22]
        await its_policy_says(c, "")
        assert "!" not in c.lines()[22]
        await its_policy_says(c, "[visits]\nhome_minutes = 3000\n")
        assert "! policy.toml, line 2" in c.lines()[22]


async def test_a_mistake_waits_until_why_a_call_must_wait_has_been_read(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 14, 27))
    (stocked.folder / "policy.toml").write_text("[visits]\nhome_minutes = 3000\n", "utf-8")
    async with counter(stocked) as c:
        assert "rest time until 14:30" in c.lines()[22]
        clock.hold(dt.datetime(2026, 11, 21, 14, 29))
        await a_minute_later(c)
        assert "! policy.toml, line 2" in c.lines()[22]
        await c.press("down")
        assert "! policy.toml, line 2" in c.lines()[22]
        await c.press(*"12", "backspace", "backspace")
        await a_minute_later(c)
        assert "policy.toml" not in c.lines()[22]


async def test_what_was_done_stands_though_the_next_may_not_be_called(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 12, 40))
    async with counter(stocked) as c:
        assert "rest time until 14:30" in c.lines()[22]
        await c.press("f8")
        await c.type("moved abroad")
        await c.press("enter")
        assert "Taken off the list." in c.lines()[22]
        await c.press("f9", "3")
        await c.type("+4")
        await c.press("enter")
        await c.type("away")
        await c.press("enter")
        assert "Moved to Wed 25 Nov" in c.lines()[22]
        await c.press("down")
        assert "rest time until 14:30" in c.lines()[22]


@LANGUAGES
async def test_a_first_revisit_of_eight_steps_takes_twelve_keys(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("enter", *["enter"] * 8, "f2", "1", "enter")
        contact = Contact.get()
        assert contact.outcome == "reached"
        assert contact.ticks.count() == 8
        assert Revisit.get(Revisit.reason == "second", Revisit.customer == contact.customer).state == "open"
        assert c.screen == "TodayScreen"


async def test_the_month_is_walked_without_leaving_the_box_and_with_tab(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("right", "right", "right", "right")
        assert "Wed 25 Nov" in c.text
        assert "Birthday" in c.text
        await c.press("f5")
        assert "Today ·" in c.text
        await c.press("tab", "pagedown")
        assert "December 2026" in c.text
        await c.press("tab", *"1234")
        assert "张晓红" in c.text


async def test_moved_with_a_reason_and_handed_over(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.press("3")
        await c.type("+4")
        await c.press("enter")
        await c.type("away until Wednesday")
        await c.press("enter")
        moved = Revisit.get(Revisit.due == dt.date(2026, 11, 25), Revisit.reason == "first")
        assert moved.customer.name == "Emily Carter"
        await c.press("f9", "4", "2")
        handed = Revisit.select().where(Revisit.clerk == 2)
        assert [row.customer.name for row in handed] == ["單雪"]


async def test_moved_to_another_day_a_contact_keeps_its_hour(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Revisit.update(hour=dt.time(14)).where(Revisit.reason == "first"))
        await c.press("f5", "f9", "3")
        await c.type("+4")
        await c.press("enter")
        assert "14:00" in c.text
        await c.press("enter")
        await c.type("away until Wednesday")
        await c.press("enter")
        assert "Moved to Wed 25 Nov 14:00." in c.lines()[22]
        assert Revisit.get(Revisit.due == dt.date(2026, 11, 25), Revisit.reason == "first").hour == dt.time(14)


async def test_taken_off_the_list_only_with_a_reason(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f8", "enter")
        assert Revisit.select().where(Revisit.state == "cancelled").count() == 0
        await c.type("moved abroad")
        await c.press("enter")
        assert Revisit.get(Revisit.state == "cancelled").closed_why == "moved abroad"
        assert "Second revisit" in c.text
        assert "overdue" not in c.text


async def test_at_midnight_today_becomes_the_new_day(counter, stocked) -> None:
    async with counter(stocked) as c:
        clock.hold(dt.datetime(2026, 11, 22, 0, 0, 30))
        await c.app.today_screen._look_at_clock()
        await c.settle()
        assert "[22]" in c.text or "›22" in c.text
        assert "5 days late" in c.text
        assert "Sun 22 Nov 2026" in c.lines()[0]


@BOTH
async def test_what_another_till_has_written_shows(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.app.desk.long_job(lambda _shop: Customer.update(name="Rose Tan").execute())
        await c.app.today_screen._look_at_clock()
        await c.settle()
        assert "Rose Tan" in c.text


async def test_nothing_is_read_anew_before_the_minute_turns(counter, stocked, monkeypatch) -> None:
    read: list[object] = []
    async with counter(stocked) as c:
        today = c.app.today_screen
        load = today.load
        monkeypatch.setattr(today, "load", lambda: (read.append(1), load())[1])
        await today._look_at_clock()
        assert not read
        clock.hold(clock.now() + dt.timedelta(minutes=1))
        await today._look_at_clock()
        assert read


async def test_nothing_found_offers_a_new_file_with_what_was_typed(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.type("欧阳娜娜")
        await c.press("enter")
        assert c.screen == "CustomerForm"
        assert "欧阳娜娜" in c.lines()[1]
        await c.press("escape")
        await c.type("13700001111")
        await c.press("enter")
        assert "mobile, China" in c.text


@LANGUAGES
async def test_the_language_changes_without_a_restart(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        before = c.text
        other = "English" if language == "zh_CN" else "简体中文"
        await c.press("f9")
        await c.type(other)
        await c.press("enter")
        assert c.text != before
        assert ("Today" if language == "zh_CN" else "今天") in c.text
        assert c.app.settings.language != language


async def test_a_file_that_closes_while_it_comes_to_the_front_ends_nothing(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter")
        file = c.app.front
        await c.press("f5")
        await file.on_screen_resume()
        await file.reload()
        assert c.screen == "TodayScreen"


async def test_what_is_typed_behind_f5_lands_in_the_box(counter, stocked) -> None:
    async with counter(stocked) as c:
        for before in ((), tuple("1234"), (*"1234", "enter")):
            await c.press(*before)
            await c.pilot.press("f5", *"5678")
            await c.settle()
            assert (c.screen, c.app.screen.box.text) == ("TodayScreen", "5678"), before
            await c.press("f5")
            assert c.app.screen.box.text == ""


@LANGUAGES
async def test_a_match_says_the_same_of_a_contact_as_the_list(counter, stocked, language: str) -> None:
    late = {"en": "4 days late", "zh_CN": "逾期4天"}[language]
    async with counter(stocked, language) as c:
        assert late in c.text
        await c.type("5678")
        assert {"en": f"First revisit {late}", "zh_CN": f"首次回访 {late}"}[language] in c.text


async def test_another_day_begins_at_its_first_heading(counter, stocked) -> None:
    async with counter(stocked) as c:
        due = dt.date(2026, 11, 25)
        for _more in range(12):
            await c.behind(Revisit.insert(customer=2, reason="special", anchor=due, due=due, closes=due, series="test"))
        await c.press("f5", *["down"] * 14, *["right"] * 4)
        assert "Wed 25 Nov 2026 (13)" in c.text
        await c.press("f5")
        assert "overdue (1)" in c.text
