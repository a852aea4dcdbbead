"""The lock (house, section 4): nothing of a customer on it, nothing over it, and everything as it was behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partialmethod
from threading import Event

import pytest
from peewee import OperationalError
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from counter_tui import clock
from counter_tui.app import CounterApp
from counter_tui.i18n import _
from counter_tui.models import AuditEntry, Contact, Draft
from counter_tui.widgets import last_values
from counter_tui.widgets.ask import Answer, Confirm, Dialog
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.message_line import MessageLine
from tests.calm import calm
from tests.conftest import SATURDAY
from tests.screens.conftest import PEOPLE, Counter

SECRET = "SECRET of a customer"


def shows_nobody(c: Counter) -> bool:
    """Nothing of a customer, and of the clerks only the list."""
    hidden = [name for name, _phone, _day in PEOPLE] + [SECRET, "1234", "5678", "ring"]
    return not any(words in c.text for words in hidden) and "Mei Lin" not in c.lines()[0]


async def painted(c: Counter) -> None:
    """Wait until the moment is over in which nothing is painted, after the lock has come or gone."""
    while c.app._batch_count:
        await asyncio.sleep(0)
    await c.settle()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_the_lock_shows_shop_and_clock_and_whom_to_choose(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press(*"1234", "enter")
        assert "张晓红" in c.text
        await c.press("f12")
        assert c.screen == "LockScreen"
        assert shows_nobody(c)
        title = c.lines()[0]
        assert title.startswith(" Golden Bell   ")
        assert title.rstrip().endswith("10:12")
        rows = [line.strip() for line in c.lines() if "Mei Lin" in line or "Wei Chen" in line]
        assert rows == ["› 1 Mei Lin", "2 Wei Chen"]


@pytest.mark.parametrize(
    "keys",
    [
        ("enter",),
        ("1",),
        ("m", "e", "i", "enter"),
        ("m", "l", "enter"),
        ("down", "up", "enter"),
        ("pagedown", "pageup", "enter"),
    ],
    ids=" ".join,
)
async def test_unlocking_returns_to_field_text_caret_and_selection(counter, stocked, keys: tuple[str, ...]) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "9", "3")
        await c.type("Liu Ying")
        await c.press("shift+left", "shift+left")
        field, selected = c.app.screen.focused, c.app.screen.focused.selection
        drawn = field.cursor_screen_offset
        await c.press("f12")
        assert shows_nobody(c)
        assert "Liu Ying" not in c.text
        assert c.app.cursor_position != drawn
        await c.press(*keys)
        assert c.screen == "CustomerForm"
        assert c.app.screen.focused is field
        assert (field.value, field.selection) == ("Liu Ying", selected)
        assert c.app.cursor_position == drawn
        await c.type("x")
        assert field.value == "Liu Yix"


async def test_the_enter_the_lock_asks_for_never_reaches_what_lies_behind_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12", "1", "enter")
        assert c.screen == "TodayScreen", "no call has begun"
        await c.press("enter")
        assert c.screen == "CallScreen", "only the one Enter is used up"
        await c.pilot.press("f12", "2", "x", "enter", "f12", "0", "enter")
        await c.settle()
        assert c.screen == "AskLine", "the question for a name has not been answered with none"


async def test_an_enter_that_comes_later_means_what_is_seen(counter, stocked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter_tui.locking._HABIT", 0.0)
    async with counter(stocked) as c:
        await c.press("f12", "1", "enter")
        assert c.screen == "CallScreen"


async def test_another_clerk_goes_on_with_the_form_in_her_own_name(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        await c.type("has no time")
        last_values.remember(c.app, "sale", "metal", "18K")
        await c.press("f12", "2")
        assert c.screen == "CallScreen"
        assert "has no time" in c.text
        assert "Wei Chen" in c.lines()[0] and "Mei Lin" not in c.lines()[0]
        assert "Wei Chen is at the counter now. What is open stays as it is." in c.text
        assert last_values.last(c.app, "sale", "metal") == ""
        await c.press("f2", "1", "enter")
        c.look()
        assert Contact.get().clerk.name == "Wei Chen"
        assert "has no time" in [tick.note for tick in Contact.get().ticks]


def read_by(c: Counter) -> list[tuple[int, str]]:
    """Who has read the file of Emily, and how."""
    c.look()
    read = AuditEntry.select().where(AuditEntry.customer == 2, AuditEntry.action == "file.read")
    return [(entry.clerk_id, entry.detail.get("why", "")) for entry in read.order_by(AuditEntry.id)]


@pytest.mark.parametrize(
    ("keys", "how", "screen"),
    [
        ((*"5678", "enter"), [""], "CustomerScreen"),
        (("up", "enter"), ["call"], "CallScreen"),
        (("up", "f7"), ["number"], "Dial"),
        ((*"5678", "enter", "f9", "3"), ["", "form"], "CustomerForm"),
        ((*"5678", "enter", "f2"), [""], "SaleScreen"),
    ],
)
async def test_who_takes_over_reads_what_is_open_with_a_trace(counter, stocked, keys, how, screen) -> None:
    async with counter(stocked) as c:
        await c.press(*keys)
        assert c.screen == screen
        assert read_by(c) == [(1, why) for why in how]
        await c.press("f12", "1", "f12", "1")
        assert read_by(c) == [(1, why) for why in how], "nobody else has seen it"
        await c.press("f12", "2")
        assert c.screen == screen
        assert read_by(c) == [*((1, why) for why in how), (2, "taken over")]
        assert AuditEntry.select().where(AuditEntry.action == "file.read", AuditEntry.clerk == 2).count() == 1


async def test_who_takes_over_where_no_file_is_open_reads_none(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "escape", "f12", "2", "f9", "9", "3", "f12", "1")
        assert read_by(c) == [(1, "")]


async def test_the_same_clerk_finds_no_message_and_what_she_typed_last(counter, stocked) -> None:
    async with counter(stocked) as c:
        last_values.remember(c.app, "sale", "metal", "18K")
        await c.press("f12", "1")
        assert "is at the counter now" not in c.text
        assert last_values.last(c.app, "sale", "metal") == "18K"


async def test_somebody_new_can_unlock(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12", "0")
        await c.press("escape")
        assert c.screen == "LockScreen"
        await c.press("0")
        await c.type("Anna Tan")
        await c.press("enter")
        assert c.screen == "TodayScreen"
        assert "Anna Tan" in c.lines()[0]
        await c.press("f12")
        assert "› 3 Anna Tan" in c.text


async def test_a_name_that_is_taken_is_said_on_the_lock(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12", "0")
        await c.type("Wei Chen")
        await c.press("enter")
        assert c.screen == "LockScreen"
        assert "Wei Chen is on the list already." in c.text


async def test_keys_typed_ahead_reach_the_lock_and_then_the_form(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "9", "3")
        await c.pilot.press("a", "f12", "2", "b", "c")
        await c.settle()
        assert c.app.clerk_name == "Wei Chen"
        assert c.app.screen.focused.value == "abc"


async def test_what_else_is_pressed_does_nothing(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f12")
        stack = c.app.screen_stack
        for key in ("f2", "f3", "f5", "f6", "f7", "f8", "f9", "f12", "escape", "ctrl+p", "tab", "ctrl+c"):
            await c.press(key)
            assert c.screen == "LockScreen", key
            assert shows_nobody(c), key
        assert c.app.screen_stack == stack
        await c.press("f1")
        assert c.screen == "Help"
        assert shows_nobody(c)
        assert "Enter" in c.text
        await c.press("escape", "enter")
        assert c.screen == "CallScreen"


async def test_ctrl_q_leaves_and_the_draft_is_kept(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        await c.type("has no time")
        await c.press("f12", "ctrl+q")
        assert c.app._exit
        c.look()
        assert "has no time" in str(Draft.get().data)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The records can't be written: no draft is kept."""

    def keep(*_args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("counter_tui.shop.drafts.keep", keep)
    return monkeypatch


LOST = "What you typed can't be kept now, and would be lost."


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_ctrl_q_asks_where_the_draft_can_not_be_kept(counter, stocked, away, language: str) -> None:
    async with counter(stocked, language) as c:
        await c.press("f9", "9", "3")
        await c.type("Anna")
        await c.press("ctrl+q")
        assert c.screen == "Confirm" and not c.app._exit
        assert _(LOST + " {why}").split("{")[0].strip() in c.text.replace("\n", " ")
        await c.press("enter")
        assert c.app.screen.focused.value == "Anna"
        await c.press("ctrl+q", "f8")
        assert c.app._exit


async def test_ctrl_q_leaves_by_itself_once_the_draft_can_be_kept_again(counter, stocked, away) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "9", "3")
        await c.type("Anna")
        await c.press("ctrl+q", "enter")
        away.undo()
        await c.press("ctrl+q")
        assert c.app._exit
        c.look()
        assert "Anna" in str(Draft.get().data)


async def test_what_can_not_be_kept_as_a_draft_is_not_left_for_later(counter, stocked, away) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "9", "3")
        await c.type("Anna")
        await c.press("escape", "2")
        assert c.screen == "CustomerForm"
        assert c.app.screen.focused.value == "Anna"


async def test_a_call_is_not_parked_where_its_notes_can_not_be_kept(counter, stocked, away) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        await c.type("has no time")
        await c.press("escape")
        assert c.screen == "CallScreen"
        assert "has no time" in c.text


class Late(Dialog[None]):
    """A dialog that comes when it likes."""

    HELP = "One. Two. Three."

    def compose_panel(self) -> ComposeResult:
        yield Static(Content(SECRET), id="question")
        yield ImeInput()


def _waits_for(app) -> None:
    app.run_worker(app.push_screen_wait(Late("")))


COMES_LATE: dict[str, Callable] = {
    "push_screen": lambda app: app.push_screen(Late("")),
    "push_screen_wait": _waits_for,
    "notify": lambda app: app.notify(SECRET, timeout=50),
    "message": lambda app: app.front.query_one(MessageLine).say(SECRET),
    "palette": lambda app: app.action_command_palette(),
}


@pytest.fixture
def _with_toasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pilot leaves toasts out unless told."""
    monkeypatch.setattr(CounterApp, "run_test", partialmethod(CounterApp.run_test, notifications=True))


@pytest.mark.usefixtures("_with_toasts")
@pytest.mark.parametrize("how", COMES_LATE)
async def test_nothing_late_gets_past_the_lock(counter, stocked, how: str) -> None:
    async with counter(stocked) as c:
        await c.press("f12")
        COMES_LATE[how](c.app)
        await c.settle()
        assert c.screen == "LockScreen"
        assert shows_nobody(c)
        await c.press("enter")
        await painted(c)
        assert (SECRET in c.text) == (how != "palette")


async def test_what_lay_below_is_never_seen_around_the_lock(counter, stocked, monkeypatch) -> None:
    """The list of clerks has moved while the whole screen is to be painted: one frame, and it is the whole screen."""
    async with counter(stocked) as c:
        await c.press("f12")
        whole: list[bool] = []

        def frame(compositor: Compositor, **_how: object) -> None:
            whole.append(compositor.size.region in compositor._dirty_regions)
            compositor._dirty_regions.clear()

        await painted(c)
        monkeypatch.setattr(Compositor, "render_update", frame)
        lock = c.app.screen
        lock.query_one("#ask").refresh(layout=True)
        lock.query_one("#ask").styles.height = 3
        lock.refresh()
        await calm(c.app)
        assert whole[0]


async def test_nobody_is_rung_for_behind_the_lock(counter, stocked, monkeypatch) -> None:
    rung = []
    monkeypatch.setattr(App, "bell", lambda _app: rung.append(1))
    async with counter(stocked) as c:
        c.app.bell()
        await c.press("f12")
        c.app.bell()
        await c.press("enter")
        assert len(rung) == 1


@pytest.mark.usefixtures("_with_toasts")
async def test_a_toast_from_before_does_not_stay_over_the_lock(counter, stocked) -> None:
    async with counter(stocked) as c:
        c.app.notify(SECRET, timeout=50)
        await c.settle()
        assert SECRET in c.text
        await c.press("f12")
        assert shows_nobody(c)
        await c.press("0")
        assert c.screen == "AskLine"
        assert shows_nobody(c)


async def test_a_question_that_stood_open_stands_open_again(counter, stocked) -> None:
    async with counter(stocked) as c:
        answers = [Answer("keep", "Keep"), Answer("go", "Go", danger=True)]
        given = c.app.run_worker(c.app.push_screen_wait(Confirm(SECRET, answers)))
        await c.settle()
        await c.press("f12")
        assert shows_nobody(c)
        await c.press("1")
        assert c.screen == "Confirm"
        await c.press("2")
        assert await given.wait() == "go"


async def test_a_save_that_ends_while_locked_goes_on_behind_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "1")
        await c.pilot.press("enter", "f12")
        await c.settle()
        assert c.screen == "LockScreen"
        assert shows_nobody(c)
        assert "Noted for" not in c.text
        await c.press("enter")
        assert c.screen == "TodayScreen"
        assert "Noted for" in c.text
        c.look()
        assert Contact.select().count() == 1


async def test_f5_on_its_way_home_while_locked(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"1234", "enter", "f9", "2")
        await c.pilot.press("f5", "f12")
        await c.settle()
        assert c.screen == "LockScreen"
        await c.press("enter")
        assert c.screen == "TodayScreen"


async def test_midnight_passes_behind_the_lock(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12")
        clock.hold(dt.datetime(2026, 11, 22, 0, 1))
        await c.app.today_screen._look_at_clock()
        await c.settle()
        assert c.screen == "LockScreen"
        assert shows_nobody(c)
        await c.press("enter")
        assert "[22]" in c.text


async def test_a_draft_goes_on_being_kept_behind_the_lock(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter")
        await c.pilot.press("x", "y", "f12")
        await c.settle()
        c.look()
        assert "xy" in str(Draft.get().data)


# Nobody there


def later(minutes: float) -> None:
    clock.hold(SATURDAY + dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(("minutes", "locked"), [(4.9, False), (5, True), (600, True)])
async def test_it_locks_by_itself_after_the_idle_minutes(counter, stocked, minutes: float, locked: bool) -> None:
    async with counter(replace(stocked, idle_minutes=5)) as c:
        later(minutes)
        await c.app.look_at_idle()
        assert c.app.locked == locked


async def test_any_key_begins_the_minutes_anew(counter, stocked) -> None:
    async with counter(replace(stocked, idle_minutes=5)) as c:
        later(4)
        await c.press("left")
        later(8)
        await c.app.look_at_idle()
        assert not c.app.locked
        later(9)
        await c.app.look_at_idle()
        assert c.app.locked
        await c.press("enter")
        later(13)
        await c.app.look_at_idle()
        assert not c.app.locked


async def test_no_minutes_never_lock(counter, stocked) -> None:
    async with counter(replace(stocked, idle_minutes=0)) as c:
        later(60 * 24)
        await c.app.look_at_idle()
        assert not c.app.locked


async def test_the_key_that_wakes_a_sleeping_laptop_finds_it_locked(counter, stocked) -> None:
    async with counter(stocked) as c:
        later(45)
        await c.press("5")
        assert c.app.locked
        assert shows_nobody(c)
        await c.press("enter")
        assert c.app.today_screen.box.text == ""


async def test_by_the_clock_that_never_jumps_too(counter, stocked, monkeypatch) -> None:
    async with counter(replace(stocked, idle_minutes=5)) as c:
        ticks, moment = c.app._touched
        c.app._touched = (ticks - 301, moment)
        await c.app.look_at_idle()
        assert c.app.locked


async def test_before_anybody_is_at_the_counter_there_is_nothing_to_lock(counter, settings) -> None:
    async with counter(replace(settings, name="")) as c:
        later(60)
        await c.press("f12")
        await c.app.look_at_idle()
        assert c.screen == "FirstStart"


async def test_the_lock_speaks_the_language_chosen_since(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12", "enter", "f9", "9", "8", "f12")
        for _look in range(500):  # it is built anew, and laid out when its turn comes
            if "Mei Lin" in c.text:
                break
            await c.settle()
        assert "Mei Lin" in c.text
        assert "Unlock" not in c.text or _("Unlock") == "Unlock"
        await c.press("2")
        assert c.app.clerk_name == "Wei Chen"


async def test_no_form_was_left_unsaved_is_said_without_a_dialog(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f9", "9", "6")
        assert c.screen == "TodayScreen"
        assert "There are no drafts." in c.text


async def test_before_it_ends_the_last_letters_are_written(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f12")
        await c.press("enter")
        busy = Event()
        c.app.desk._thread.submit(busy.wait)
        await c.pilot.press("b", "y", "e")
        ending = asyncio.create_task(c.app.drafts_kept())
        await c.pilot.pause()
        waited = not ending.done()
        busy.set()
        await ending
        assert waited
        c.look()
        assert "bye" in str(Draft.get().data)
