"""Keys typed ahead of a dialog wait for it, however slow the records are: none of them reaches the screen below."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from counter_tui.desk import Desk
from counter_tui.models import Complaint, Contact, Revisit
from tests.screens.conftest import Counter


class Slow:
    """The records, which give no answer to one question until they are told to."""

    def __init__(self, question: str) -> None:
        self.question = question
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def wait(self, function: Any) -> None:
        if function.__name__ == self.question:
            self.asked.set()
            await self.answer.wait()


@contextmanager
def slow(question: str) -> Iterator[Slow]:
    """The shop is slow at the function called so."""
    records, ask = Slow(question), Desk.ask

    async def waiting(desk: Desk, function: Any, *args: Any, **kwargs: Any) -> Any:
        await records.wait(function)
        return await ask(desk, function, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Desk, "ask", waiting)
        yield records


async def answered(c: Counter, records: Slow) -> None:
    """The records answer at last."""
    await records.asked.wait()
    records.answer.set()
    await c.settle()


async def test_enter_behind_the_outcome_ends_the_call_and_ticks_nothing(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        call = c.app.screen
        with slow("propose") as records:
            await c.pilot.press("f2", "2", "enter")
            assert call.script.results[0].ticked is False
            assert c.screen == "CallScreen"
            await answered(c, records)
        assert c.screen == "TodayScreen"
        contact = Contact.get()
        assert (contact.outcome, contact.ticks.count()) == ("no_answer", 0)


async def test_the_next_keys_wait_until_the_outcome_is_written(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        call = c.app.screen
        with slow("finish") as records:
            await c.pilot.press("f2", "2", "enter", "1", "2", "3", "4")
            await records.asked.wait()
            await c.pilot.pause()
            assert [result for result in call.script.results if result.ticked or result.note or result.answer] == []
            await answered(c, records)
        assert c.screen == "TodayScreen" and c.app.today_screen.box.text == "1234"


async def test_the_lock_waits_for_nothing_and_gets_no_key_meant_for_a_dialog(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        with slow("propose") as records:
            await c.pilot.press("f2", "2", "2", "f12")
            assert c.screen == "LockScreen"
            await answered(c, records)
        assert c.screen == "LockScreen"
        await c.press("enter")
        assert (c.screen, c.app.clerk_name) == ("AskForm", "Mei Lin")


async def test_when_to_call_later_is_typed_ahead_too(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        with slow("propose") as records:
            await c.pilot.press("f2", "4", *"+90", "enter", "enter")
            await answered(c, records)
        assert (c.screen, Contact.get().outcome, Contact.get().ticks.count()) == ("TodayScreen", "later", 0)


async def test_words_typed_ahead_stand_in_the_complaint_an_answer_leads_to(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        await c.pilot.press("f9", "1", "1", "enter", *"bent")
        await c.settle()
        assert c.app.screen.form.values()["words"] == "bent"
        assert Complaint.select().count() == 0


async def test_a_dialog_that_asks_the_records_first_has_what_is_typed_for_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        c.look()
        with slow("clerks") as records:
            await c.pilot.press("f9", "4", "2")
            assert c.app.today_screen.box.text == ""
            await answered(c, records)
        assert Revisit.select().where(Revisit.clerk == 2).count() == 1
        assert c.screen == "TodayScreen" and c.app.today_screen.box.text == ""
