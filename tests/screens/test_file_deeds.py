"""From the file, without a call: a promise, a complaint and its end, and a talk at the counter by a script."""

from __future__ import annotations

from counter_tui.models import Complaint, Contact, Promise
from tests.screens.conftest import LANGUAGES, SQLITE


async def chosen(c, action: str) -> None:
    """Choose an action of the file in the menu, by its number."""
    from counter_tui.screens.menu import items

    number = next(item.number for item in items(c.app.screen) if item.action == action)
    await c.press("f9")
    await c.type(f"{number}")


@LANGUAGES
async def test_a_promise_and_a_complaint_made_at_the_counter(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "promise")
        await c.type("ask the workshop")
        await c.press("enter")
        await c.type("+3")
        await c.press("f2")
        assert "ask the workshop" in c.text
        await chosen(c, "complaint")
        await c.press("1", "enter")
        await c.type("bent")
        await c.press("enter")
        await c.type("mend it")
        await c.press("f2")
        assert "B000001" in c.text
        await chosen(c, "close_complaint")
        await c.press("enter")
        await c.type("all right")
        await c.press("enter")
        c.look()
        assert (Promise.get().what, Complaint.get().state, Complaint.get().closed_words) == (
            "ask the workshop", "closed", "all right",
        )  # fmt: skip
        c.close()


@SQLITE
async def test_a_welcome_by_the_script_is_noted_as_a_visit_to_the_counter(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "talk")
        await c.type("welcome")
        await c.press("enter")
        assert c.screen == "CallScreen" and c.app.screen.sheet.script == "welcome"
        await c.press("enter", "f2", "1", "enter")
        row = Contact.get()
        assert (row.direction, row.channel, row.script, row.outcome) == ("counter", "counter", "welcome", "reached")


@SQLITE
async def test_without_an_open_complaint_there_is_none_to_close(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        await chosen(c, "close_complaint")
        assert "No complaint is open." in c.text
