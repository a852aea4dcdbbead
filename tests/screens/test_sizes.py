"""From 60×20 to as wide as a wall: nothing needed is lost, more room shows more, and resizing loses no place."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import Revisit
from counter_tui.settings import Settings
from counter_tui.shop import glance as glances
from counter_tui.widgets import beside
from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.step import Step
from tests.screens.conftest import Counter
from tests.screens.walk import walk

STEP = """
[[steps]]
id = "s{number}"
title = "Step {number}"
say = "{say}"
hint = "{say}That is all."

[[steps.answers]]
words = "That is quite all right with me"
say = "{say}"

[[steps.answers]]
words = "I would rather think it over at home"
"""
TALKATIVE = """
title = "Birthday"
reasons = ["birthday"]
aim = "To wish them well."
""" + "".join(STEP.format(number=number, say="Words and words and words. " * number * 2) for number in range(1, 5))
"""A shop's own script whose steps say more than a small window has room for."""

LEAST, USUAL, WIDE, WIDEST = (60, 20), (80, 24), (100, 30), (160, 45)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark need not rest."""
    monkeypatch.setattr(beside, "REST", 0.001)


async def seen(c: Counter, words: str) -> bool:
    """Whether these words come: what a pane shows waits for the mark to rest."""
    for _look in range(500):
        if words in c.text:
            return True
        await c.app.animator.wait_for_idle()
        await c.pilot._wait_for_screen()
        await c.settle()
        await _moment()
    return False


async def _moment() -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    passed = loop.create_future()
    loop.call_later(0.002, passed.set_result, None)
    await passed


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_at_60_by_20_every_screen_has_its_focus_in_sight_and_its_keys_below(
    counter, stocked, monkeypatch, language: str
) -> None:
    wrong = []
    async with counter(stocked, language, LEAST) as c:
        async for stop in walk(c, monkeypatch):
            focused = c.app.screen.focused
            whole = c.app.screen.region
            if focused is not None and not (focused.region.size and whole.contains_region(focused.region)):
                wrong.append((stop.name, "focus", focused, focused.region))
            if not any(key in c.lines()[-1] for key in ("Esc", "F1 ", "Enter")):
                wrong.append((stop.name, "keys", c.lines()[-1]))
            panels = c.app.screen.query("#panel")
            if panels and not whole.contains_region(panels.first().region):
                wrong.append((stop.name, "panel", panels.first().region))
    assert not wrong


async def test_at_60_by_20_today_keeps_the_window_the_reason_and_the_month(counter, stocked) -> None:
    async with counter(stocked, size=LEAST) as c:
        for words in ("4 days late", "First revisit · 18K gold diamond ring", "Mei Lin", "✓", "Enter Begin", "F1 Help"):
            assert words in c.text
        assert "November 2026" not in c.text
        await c.press("tab")
        assert "November 2026" in c.text
        await c.press("right")
        assert "Sun 22 Nov" in c.text
        await c.press("tab")
        assert "November 2026" not in c.text


async def test_at_rest_time_the_narrow_list_says_why_not(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(stocked, size=LEAST) as c:
        assert "rest until 14:30" in c.lines()[0]
        assert "from 14:30" in c.text


async def test_at_60_by_20_a_call_keeps_script_customer_and_note(counter, stocked) -> None:
    async with counter(stocked, size=LEAST) as c:
        await c.press("enter")
        for words in ("› 1 Right person", "you have two minutes?", "note", "Ms Carter  C000002", "18K gold diamond"):
            assert words in c.text
        assert "News and offers" not in c.text
        await c.press(*["pagedown"] * 8)
        assert "News and offers" in c.text
        assert c.app.focused.placeholder == "a digit answers, words are a note"


async def test_the_rest_of_a_customers_facts_is_reached_by_keys(counter, stocked) -> None:
    async with counter(stocked, size=LEAST) as c:
        await c.press(*"1234", "enter")
        assert "3.21 g" not in c.text
        await c.press("shift+tab", *["down"] * 8)
        assert "3.21 g" in c.text


async def test_from_100_columns_the_marked_match_stands_beside_the_list(counter, stocked, at_once) -> None:
    async with counter(stocked, size=WIDE) as c:
        await c.type("13")
        assert await seen(c, "so far (1)")
        await c.press("down")
        assert await seen(c, "Emily Carter  C000002")
        assert "139 •••• 5678 · has bought" in c.text
        assert "First revisit · Phone · 4 days late" in c.text


async def test_from_160_columns_today_a_call_and_a_file_have_three_panes(counter, stocked, at_once) -> None:
    async with counter(stocked, size=WIDEST) as c:
        assert await seen(c, "so far (1)")
        assert "November 2026" in c.text
        assert "pieces (1)" in c.text
        await c.press("enter")
        assert await seen(c, "10 Nov  Bought · 18K gold diamond ring")
        assert "› 1 Right person" in c.text and "Talked about: nothing yet" in c.text
        await c.press("escape", *"1234", "enter")
        line = next(line for line in c.lines() if "张女士" in line)
        assert "Tue 17 Nov 2026" in line
        assert "planned (6)" in line


async def test_a_glance_shows_the_number_masked_and_leaves_no_trace(counter, stocked, at_once) -> None:
    from counter_tui.models import AuditEntry

    async with counter(stocked, size=WIDEST) as c:
        assert await seen(c, "so far (1)")
        assert "139 1234 5678" not in c.text
        assert AuditEntry.select().where(AuditEntry.action == "file.read").count() == 0


async def test_typing_asks_for_no_glance_until_the_mark_rests(counter, stocked, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(beside, "REST", 3600)
    monkeypatch.setattr(glances, "glance", lambda _shop, customer: asked.append(customer))
    async with counter(stocked, size=WIDEST) as c:
        await c.type("1234")
        await c.press("down", "down", "up")
        assert asked == []
        c.app.screen.query_one("LookupBox Beside", beside.Beside)._fetch()
        await c.settle()
        assert len(asked) == 1


async def test_what_is_hidden_asks_nothing(counter, stocked, monkeypatch, at_once) -> None:
    asked = []
    monkeypatch.setattr(glances, "glance", lambda _shop, customer: asked.append(customer))
    async with counter(stocked, size=USUAL) as c:
        await c.type("1234")
        await _moment()
        await c.settle()
        assert asked == []


RESIZED = ("today-month", "lookup", "objections", "move", "call-half", "call-next", "sale-wrong", "new-customer")


async def test_resizing_keeps_focus_text_caret_and_mark(counter, stocked, monkeypatch) -> None:
    async with counter(stocked) as c:
        async for stop in walk(c, monkeypatch):
            if stop.name not in RESIZED:
                continue
            if isinstance(c.app.focused, ImeInput):
                await c.press("end", "7", "8", "left")
            before = _place(c)
            for size in (LEAST, WIDEST, USUAL):
                await c.pilot.resize_terminal(*size)
                await c.settle()
                assert _place(c) == before, (stop.name, size)
            if isinstance(c.app.focused, ImeInput):
                await c.press("end", "backspace", "backspace")


def _place(c: Counter) -> list[object]:
    """Where the clerk is: the screen, the widget with the focus, its text and caret, the marked lines."""
    focused = c.app.focused
    text = (focused.value, focused.cursor_position) if isinstance(focused, ImeInput) else None
    return [c.screen, focused, text, [rows.selected for rows in c.app.screen.query(RowList)]]


async def test_below_60_by_20_a_sentence_stands_there_and_nothing_is_lost(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f2")
        await c.type("138")
        for width, height in ((59, 24), (80, 19)):
            await c.pilot.resize_terminal(width, height)
            await c.settle()
            assert "too small" in c.text
            assert "Customer" not in c.text
        await c.pilot.resize_terminal(60, 20)
        await c.settle()
        assert "too small" not in c.text
        assert c.app.focused.value.endswith("138")


def own_birthday(settings: Settings, language: str) -> None:
    """The shop's own script for a birthday is a talkative one."""
    own = settings.folder / "scripts" / language / "birthday.toml"
    own.parent.mkdir(parents=True)
    own.write_text(TALKATIVE, "utf-8")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("reason", ["first", "second", "complaint", "birthday"])
async def test_at_60_by_20_a_step_keeps_its_answers_and_its_note_in_sight(
    counter, stocked, language: str, reason: str
) -> None:
    own_birthday(stocked, language)
    async with counter(stocked, language, LEAST) as c:
        await c.behind(Revisit.update(reason=reason).where(Revisit.customer == 2, Revisit.reason == "first"))
        await c.press("enter")
        script = c.app.screen.script
        outside, steps, frame = [], set(), script.scrollable_content_region
        while (step := c.app.screen.focused.query_ancestor(Step)) not in steps:
            steps.add(step)
            for answered in (False, True) if step.words.answers else (False,):
                await c.press(*["1"] * answered)
                parts = [step.note, *step.query(".answers")]
                if not all(part.region and frame.contains_region(part.region) for part in parts):
                    outside.append((step.words.id, answered))
            await c.press(*["backspace"] * bool(step.words.answers), "down")
        assert (len(steps) >= 4, outside) == (True, [])


async def test_words_that_find_no_room_are_turned_by_page_down_and_then_the_customer(counter, stocked) -> None:
    own_birthday(stocked, "en")
    async with counter(stocked, size=LEAST) as c:
        await c.behind(Revisit.update(reason="birthday").where(Revisit.customer == 2, Revisit.reason == "first"))
        await c.press("enter", "down", "down", "down")
        assert "That is all." not in c.text and "11 days ago" in c.text
        await c.press("pagedown")
        assert "That is all." in c.text and "11 days ago" in c.text
        await c.press(*["pagedown"] * 3)
        assert "11 days ago" not in c.text
        await c.press("up", "down")
        assert "That is all." not in c.text  # a step begins at its first words


async def test_at_60_by_20_the_end_of_a_call_scrolls_to_the_field_one_is_in(counter, stocked) -> None:
    async with counter(stocked, size=LEAST) as c:
        await c.press("enter", "f9", "1", "2", "enter")
        await c.type("lighter than it says on the tag and than the certificate says")
        await c.press("f2", "f9", "5", "1", "f2", "1")
        panel = c.app.screen.query_one("#panel").content_region
        names = []
        for row in c.app.screen.form.shown:
            assert c.app.focused is row.input
            if not panel.contains_region(row.region):
                names.append(row.spec.name)
            await c.press("tab")
        assert (len(c.app.screen.form.shown) > 7, names) == (True, [])
