"""Today begins with what can't wait: parked calls, promises; and a clerk's contacts can be handed over in one go."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import Clerk, Customer, Promise, Revisit, new_uuid
from counter_tui.models.opening import open_database
from counter_tui.shop.context import open_shop
from counter_tui.shop.promises import PromiseEntry, make
from tests.conftest import SATURDAY
from tests.screens.conftest import LANGUAGES

TODAY = SATURDAY.date()


@pytest.fixture
def promised(stocked):
    """單雪 was promised something for today."""
    database = open_database(stocked.place)
    who = Customer.get(Customer.name == "單雪").id
    make(open_shop("Golden Bell", "CN", "en"), who, PromiseEntry("clasp", TODAY, uuid=new_uuid()), 1)
    database.close()
    return stocked


@LANGUAGES
async def test_a_promise_of_today_stands_before_what_is_late(counter, promised, language: str) -> None:
    async with counter(promised, language) as c:
        first = next(line for line in c.lines() if "單雪" in line)
        assert c.text.index(first) < c.text.index("Emily Carter")
        assert {"en": "Promise: clasp", "zh_CN": "clasp"}[language] in c.text
        await c.press("enter", "2")
        await c.type("done")
        await c.press("enter")
        c.look()
        assert (Promise.get().state, Promise.get().closed_words) == ("kept", "done")
        c.close()
        assert c.screen == "TodayScreen" and "clasp" not in c.text


async def test_another_day_for_a_promise_says_what_was_told(counter, promised) -> None:
    async with counter(promised) as c:
        await c.press("enter", "3")
        await c.type("+3")
        await c.press("enter", "enter", "enter")
        assert c.screen == "AskForm" and "needed" in c.text
        await c.type("the workshop is closed")
        await c.press("enter")
        assert "Promised for Tue 24 Nov now." in c.text
        await c.press("f9")
        await c.type("84")
        assert "promise moved to Tue 24 Nov: clasp" in c.text


async def test_what_cannot_be_kept_is_explained_and_esc_changes_nothing(counter, promised) -> None:
    async with counter(promised) as c:
        await c.press("enter", "4", "escape")
        c.look()
        assert Promise.get().state == "open"
        await c.press("enter", "4")
        await c.type("no longer made")
        await c.press("enter")
        assert (Promise.get().state, Promise.get().closed_words) == ("explained", "no longer made")


@LANGUAGES
async def test_a_parked_call_is_the_first_line_and_goes_on_where_it_was(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("down", "enter")
        assert c.screen == "CallScreen"
        who = c.app.screen.sheet.customer
        await c.press("enter")
        await c.type("a little loose")
        await c.press("escape")
        assert c.screen == "TodayScreen"
        lines = [line for line in c.lines() if who in line]
        assert {"en": "parked 10:12", "zh_CN": "10:12"}[language] in lines[0]
        counted = {"en": ("1 overdue · 2 due", "today (2)"), "zh_CN": ("逾期1 · 到期2", "今天（2）")}[language]
        assert all(words in c.text for words in counted), "what is parked is counted once"
        await c.press("pageup", "up", "up", "enter")
        assert c.screen == "CallScreen" and c.app.screen.sheet.customer == who
        assert "a little loose" in c.text


@LANGUAGES
async def test_all_of_a_clerks_contacts_are_handed_over_with_a_reason(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        c.look()
        mine = Revisit.select().where(Revisit.clerk == 1, Revisit.open_series.is_null(False)).count()
        c.close()
        await c.press("f9")
        await c.type("88")
        await c.type("1")
        await c.press("enter")
        await c.type("2")
        await c.press("enter", "enter", "enter")
        await c.type("leave")
        await c.press("enter")
        c.look()
        assert Revisit.select().where(Revisit.clerk == 2, Revisit.open_series.is_null(False)).count() == mine > 4
        c.close()
        assert str(mine) in c.lines()[-2] and "Wei Chen" in c.lines()[-2]
        await c.press(*"5678", "enter")
        assert "Wei Chen" in c.text and "leave" in c.text


async def test_a_clerk_hands_nothing_over_to_herself(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("88")
        await c.type("Mei")
        await c.press("enter", "enter")
        assert "these are the same" in c.text
        await c.type("Wei")
        await c.press("f2")
        assert {row.clerk_id for row in Revisit.select().where(Revisit.open_series.is_null(False))} == {2}


async def test_for_a_leave_only_what_falls_into_it_and_what_is_late_goes(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9")
        await c.type("88")
        await c.type("Mei")
        await c.press("enter")
        await c.type("Wei")
        await c.press("enter", "enter")
        await c.type("1128")
        await c.press("f2")
        rows = Revisit.select().where(Revisit.open_series.is_null(False))
        assert {row.clerk_id for row in rows if row.due <= dt.date(2026, 11, 28)} == {2}
        assert {row.clerk_id for row in rows if row.due > dt.date(2026, 11, 28)} == {1}


async def test_a_supervisor_is_marked_in_the_list_of_clerks(counter, stocked) -> None:
    async with counter(stocked) as c:
        from counter_tui.screens.clerk_list import ClerkList

        c.app.push_screen(ClerkList())
        await c.settle()
        await c.press("f9", "1")
        assert "supervisor" in c.lines()[1] + c.lines()[2] and Clerk.get_by_id(1).supervisor
        await c.press("f9", "1")
        assert not Clerk.get_by_id(1).supervisor


async def test_who_is_on_the_phone_with_another_clerk_is_shown_and_not_called(counter, stocked) -> None:
    from counter_tui.models import Claim

    async with counter(stocked) as c:
        who = Customer.get(Customer.name == "Emily Carter").id
        ends = clock.utc(clock.now() + dt.timedelta(minutes=5))
        await c.behind(Claim.insert(customer=who, clerk=2, till="another", at=clock.utc(clock.now()), ends=ends))
        await c.press("f5")
        await c.app.screen.reload()
        assert "Wei Chen" in next(line for line in c.lines() if "Emily Carter" in line)
        await c.press("enter")
        assert c.screen == "TodayScreen" and "Wei Chen has been in contact with Emily Carter since 10:12" in c.text


async def test_enter_on_a_message_that_is_due_offers_its_words_and_f9_calls_all_the_same(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Revisit.update(channel="text").where(Revisit.customer == 2))
        await c.press("f5", "enter")
        assert c.screen == "Send"
        await c.press("escape", "2", "f9", "1")
        assert c.screen == "CallScreen"
