"""The kinds of fields: what each understands, how it says it back, and what its keys do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from textual import events

from counter_tui import clock
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import METALS, STONES
from counter_tui.widgets import kinds, last_values
from counter_tui.widgets.fields import FieldSpec, pick
from counter_tui.widgets.form import Form
from counter_tui.widgets.message_line import Hint
from counter_tui.widgets.month_pick import MonthPick
from tests.widgets.conftest import Workbench, typed

NUMBER = "13812341234"
SCAN = "6901234567892"


@pytest.fixture(autouse=True)
def on_a_saturday() -> Iterator[None]:
    clock.hold(dt.datetime(2026, 11, 21, 10, 12))
    yield
    clock.hold(None)


class Bed(Workbench):
    """A program that shows a form of these fields."""

    def __init__(self, *specs: FieldSpec, kind: str = "") -> None:
        super().__init__(lambda: Form(specs, kind=kind))

    @property
    def form(self) -> Form:
        return self.screen.query_one(Form)

    @property
    def at(self) -> str | None:
        return getattr(self.screen.focused, "name", None)

    def hint(self) -> str:
        return self.hear(Hint)[-1].text

    def shown(self) -> str:
        """The text of the field with the focus, with the caret in it."""
        field = self.screen.focused
        return field.value[: field.cursor_position] + "|" + field.value[field.cursor_position :]


# What is understood

READ = [
    (kinds.day("d", "Day"), "２０２６－１１－２５", dt.date(2026, 11, 25)),
    (kinds.day("d", "Day"), "２０２６年１１月２５日", dt.date(2026, 11, 25)),
    (kinds.day("d", "Day"), "２５／１１", dt.date(2026, 11, 25)),
    (kinds.day("d", "Day"), "＋３", dt.date(2026, 11, 24)),
    (kinds.time("t", "Time", day="d"), "１５：３０", dt.time(15, 30)),
    (kinds.time("t", "Time", day="d"), "下午３点", dt.time(15, 0)),
    (kinds.moment("m", "When"), "＋３０", dt.datetime(2026, 11, 21, 10, 42)),
    (kinds.moment("m", "When"), "明天　１０：３０", dt.datetime(2026, 11, 22, 10, 30)),
    (kinds.money("m", "Price"), "￥１，２８０．５０", Decimal("1280.50")),
    (kinds.money("m", "Price"), "１２８０。５", Decimal("1280.50")),
    (kinds.weight("w", "Weight"), "３．２１克", Decimal("3.21")),
    (kinds.carat("c", "Carat"), "３０分", Decimal("0.30")),
    (kinds.ring("r", "Ring", "CN"), "１３", Decimal("16.5")),
    (kinds.ring("r", "Ring", "HK"), "１３", Decimal("16.6")),
    (kinds.ring("r", "Ring", "CN"), "ＨＫ１３", Decimal("16.6")),
    (kinds.ring("r", "Ring", "HK"), "ＣＮ　１３", Decimal("16.5")),
    (kinds.ring("r", "Ring", "CN"), "ＵＳ６½", Decimal("16.9")),
    (kinds.ring("r", "Ring", "CN"), "１６．６ｍｍ", Decimal("16.6")),
    (kinds.choice("k", "Metal", METALS), "２", METALS[1].code),
    (kinds.choice("k", "Metal", METALS), "１８Ｋ", "k18"),
    (kinds.choice("k", "Stone", STONES), "zumulv", "emerald"),
    (kinds.choice("k", "Stone", STONES), "zml", "emerald"),
    (kinds.yes_no("y", "Gift"), "ｙ", "yes"),
    (kinds.yes_no("y", "Gift"), "不要", "no"),
    (kinds.yes_no("y", "Gift", empty="no"), "", "no"),
    (kinds.line("l", "Address"), "　深圳　罗湖 ", "深圳 罗湖"),
    (kinds.line("l", "Address"), "", ""),
    (kinds.person("n", "Name"), "𠮷野　家", "𠮷野 家"),
    (kinds.note("n", "Note"), "one \ntwo", "one \ntwo"),
]


@pytest.mark.parametrize(("spec", "written", "value"), READ, ids=[f"{spec.label} {t!r}" for spec, t, _v in READ])
def test_full_width_figures_and_signs_are_understood(spec: FieldSpec, written: str, value: Any) -> None:
    found = spec.value(written)
    assert (found.replace(tzinfo=None) if isinstance(found, dt.datetime) else found) == value


@pytest.mark.parametrize("written", ["正月初八", "农历８－１５", "闰四月初一", "lunar 8-15", "0506", "1990-05-06"])
def test_a_day_of_the_year_may_be_lunar_or_without_a_year(written: str) -> None:
    spec = kinds.partial("birthday", "Birthday")
    assert spec.value(written).month in (1, 4, 5, 8)
    assert "next on" in spec.words(written)


@pytest.mark.parametrize("written", ["2030-01-01", "2026-11-22", "2026年腊月二十", "2026年十月十四"])
def test_a_birthday_is_not_to_come(written: str) -> None:
    with pytest.raises(EntryError, match="That day is still to come"):
        kinds.partial("birthday", "Birthday", past=True).value(written)
    assert kinds.partial("wedding", "Wedding day").value(written).year, "a wedding may be"


@pytest.mark.parametrize("written", ["2026-11-21", "2026年十月十三", "12-24", "腊月二十"])
def test_a_birthday_of_today_or_without_its_year_is_taken(written: str) -> None:
    assert kinds.partial("birthday", "Birthday", past=True).value(written)


@pytest.mark.parametrize("written", ["+0", "10:12", "9:00", "yesterday 15:00"])
def test_a_call_later_is_later_than_now(written: str) -> None:
    with pytest.raises(EntryError, match="later than now"):
        kinds.moment("later", "When").value(written)


def test_days_past_and_coming() -> None:
    with pytest.raises(EntryError, match="still to come"):
        kinds.day("d", "Day", past=True).value("tomorrow")
    with pytest.raises(EntryError, match="is over"):
        kinds.day("d", "Day").value("yesterday")
    assert kinds.day("d", "Day", past=True).value("today") == kinds.day("d", "Day").value("今天")


@pytest.mark.parametrize(
    ("past", "written", "words"),
    [
        (True, "正月初八", "Tue 24 Feb 2026"),
        (True, "腊月二十", "Sat 7 Feb 2026"),
        (False, "正月初八", "Sat 13 Feb 2027"),
        (False, "0105", "Tue 5 Jan 2027"),
        (True, "1224", "Wed 24 Dec 2025"),
    ],
)
def test_the_day_that_was_understood_stands_beside_the_field(past: bool, written: str, words: str) -> None:
    assert kinds.day("d", "Day", past=past).words(written) == words


def test_what_is_said_of_a_day_is_what_the_field_takes() -> None:
    """The help of a sale's day names no day that is still to come."""
    today = clock.today()
    for past in (True, False):
        spec = kinds.day("d", "Day", past=past)
        named = spec.help.removeprefix("As ").partition(";")[0].split(", ")
        assert len(named) >= 4
        days = [spec.value(words) for words in named]
        assert all(day <= today if past else day >= today for day in days)


@pytest.mark.parametrize(
    ("spec", "written", "words"),
    [
        (kinds.money("m", "Price"), "4.5万", "45,000.00"),
        (kinds.money("m", "Price"), "￥1280", "1,280.00"),
        (kinds.weight("w", "Weight"), "3.21克", "3.21 g"),
        (kinds.carat("c", "Carat"), "30分", "0.3 ct"),
    ],
)
def test_sums_and_weights_are_said_back_as_they_were_understood(spec: FieldSpec, written: str, words: str) -> None:
    assert spec.words(written) == words


@pytest.mark.parametrize(("written", "words"), [("3点", "15:00"), ("3", "15:00"), ("9", "09:00"), ("中午", "12:00")])
def test_an_hour_is_said_back_as_it_was_understood(written: str, words: str) -> None:
    assert kinds.time("t", "Time", day="d").words(written) == words


# What is improbable


def at_lunch(hour: dt.time) -> bool:
    """The rest hours of a shop."""
    return dt.time(12, 30) <= hour < dt.time(14, 30)


@pytest.mark.parametrize(
    ("spec", "written", "question"),
    [
        (kinds.weight("a", "Weight"), "5000", "Really 5000 g?"),
        (kinds.carat("a", "Carat"), "1012", "Really 1012 ct?"),
        (kinds.person("a", "Name"), "13812341234", "Really a name?"),
        (kinds.phone("a", "Phone", "CN"), "1381234123", "Is this number right?"),
        (kinds.moment("a", "When"), "+9999 15:00", "Really Tue 7 Apr 2054 15:00? Enter"),
        (kinds.time("a", "Hour", day="d"), "03:00", "Really 03:00? Enter"),
        (kinds.time("a", "Hour", day="d"), "3am", "Really 03:00? Enter"),
        (kinds.time("a", "Hour", day="d", rests=at_lunch), "1点", "Really 13:00, in the rest hours?"),
        (kinds.moment("a", "When"), "tomorrow 03:00", "Really Sun 22 Nov 03:00? Enter"),
        (kinds.moment("a", "When", rests=at_lunch), "1点", "Really Sat 21 Nov 13:00, in the rest hours?"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_improbable_is_asked_about_once(spec: FieldSpec, written: str, question: str) -> None:
    app = Bed(spec, FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("a")
        await pilot.press(*typed(written), "enter")
        await pilot.pause()
        assert app.at == "a" and app.hint().startswith(question)
        await pilot.press("enter")
        await pilot.pause()
        assert app.at == "b" and not app.form.field("a").message
        assert app.form.read() is not None
        await pilot.press("up", "x", "backspace", "down")
        await pilot.pause()
        assert app.form.field("a").message.startswith(question), "what was typed anew is asked about anew"
        assert app.form.read() is None and app.at == "a"
        assert app.form.read() is not None


@pytest.mark.parametrize(
    ("spec", "written"),
    [
        (kinds.weight("a", "Weight"), "1000"),
        (kinds.carat("a", "Carat"), "30"),
        (kinds.person("a", "Name"), "Li 2"),
        (kinds.person("a", "Name"), "[/]"),
        (kinds.phone("a", "Phone", "CN"), "13812341234"),
        (kinds.phone("a", "Phone", "CN"), "+852 9123 4567"),
        (kinds.day("a", "Day"), "2028-11-01"),
        (kinds.day("a", "Day", initial="2030-01-01"), "2030-01-01"),
        (kinds.day("a", "Day", past=True), "1997-01-01"),
        (kinds.time("a", "Hour", day="d", rests=at_lunch), "3"),
        (kinds.time("a", "Hour", day="d", rests=at_lunch, initial="13:00"), "13:00"),
        (kinds.time("a", "Hour", day="d"), "13:00"),
        (kinds.moment("a", "When", rests=at_lunch), "3"),
    ],
)
async def test_what_is_usual_is_not(spec: FieldSpec, written: str) -> None:
    app = Bed(spec, FieldSpec("b", "B"))
    async with app.run_test() as pilot:
        app.form.focus_field("a")
        await pilot.press(*typed(written), "enter")
        await pilot.pause()
        assert app.at == "b"


@pytest.mark.parametrize(
    ("spec", "written", "question"),
    [
        (kinds.day("a", "Day"), "+9999", "Really Tue 7 Apr 2054? Enter"),
        (kinds.day("a", "Day"), "2028-12-01", "Really Fri 1 Dec 2028? Enter"),
        (kinds.day("a", "Day", past=True), "1989-12-31", "Really Sun 31 Dec 1989? Enter"),
    ],
)
async def test_a_day_that_is_years_away_is_asked_about_once(spec: FieldSpec, written: str, question: str) -> None:
    app = Bed(spec, FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed(written), "enter")
        await pilot.pause()
        assert app.at == "a" and app.hint().startswith(question)
        await pilot.press("enter")
        await pilot.pause()
        assert app.at == "b" and app.form.read() is not None


@pytest.mark.parametrize(("day", "asked"), [("today", True), ("tomorrow", False), ("", False), ("rubbish", False)])
async def test_an_hour_that_is_over_on_its_day_is_asked_about(day: str, asked: bool) -> None:
    app = Bed(kinds.day("d", "Day", initial=day), kinds.time("a", "Hour", day="d"), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("a")
        await pilot.press(*"9", "enter")
        await pilot.pause()
        assert app.hint().startswith("Really 09:00 today? It is over.") == asked
        assert (app.at == "a") == asked
        await pilot.press("enter")
        await pilot.pause()
        assert app.at == "b"


@pytest.mark.parametrize("written", ["123 45", "ask her", "1234567890123456"])
async def test_what_can_be_no_phone_is_refused(written: str) -> None:
    app = Bed(kinds.phone("a", "Phone", "CN"), FieldSpec("b", "B"))
    async with app.run_test() as pilot:
        app.form.focus_field("a")
        await pilot.press(*typed(written), "enter", "enter")
        await pilot.pause()
        assert app.at == "a" and app.hint().startswith("This can't be a phone number")
        assert app.form.read() is None


async def test_what_the_records_hold_is_not_doubted() -> None:
    """A file whose phone was taken over as it stood can still be corrected."""
    app = Bed(kinds.phone("a", "Phone", "CN"), kinds.person("n", "Name"))
    async with app.run_test() as pilot:
        app.form.restore({"a": "ask her", "n": "88"})
        app.form.mark_clean()
        await pilot.pause()
        assert app.form.read() is not None


# Phones


async def phoned(keys: list[str], region: str) -> str:
    """What stands in a phone field after some keys, with the caret in it."""
    app = Bed(kinds.phone("phone", "Phone", region))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed(*keys)
        await pilot.pause()
        return app.shown()


@pytest.mark.parametrize(
    ("keys", "region", "shown"),
    [
        ([*"1381"], "CN", "138 1|"),
        ([*NUMBER], "CN", "138 1234 1234|"),
        ([*"１３８１２３４１２３４"], "CN", "138 1234 1234|"),
        ([*"+8613812341234"], "CN", "+86 138 1234 1234|"),
        ([*"＋８６１３８"], "CN", "+86 138|"),
        ([*"02066668888"], "CN", "020 6666 8888|"),
        ([*"91234567"], "HK", "9123 4567|"),
        ([*"0912345678"], "TW", "0912 345 678|"),
        ([*"0123456789"], "MY", "012-345 6789|"),
        ([*"91234567"], "other", "91234567|"),
        ([*SCAN], "CN", f"{SCAN}|"),
        ([*"ask her son"], "CN", "ask her son|"),
        ([*"138 son"], "CN", "138 son|"),
        ([*NUMBER, *" 13912345678"], "CN", "138 1234 1234 13912345678|"),
        ([*NUMBER, "backspace"], "CN", "138 1234 123|"),
        ([*NUMBER, *["left"] * 4, "backspace"], "CN", "138 123|1 234"),
        ([*NUMBER, *["left"] * 5, "backspace"], "CN", "138 123|1 234"),
        ([*NUMBER, *["left"] * 5, "delete"], "CN", "138 1234 |234"),
        ([*NUMBER[:9], *["left"] * 3, "9"], "CN", "138 1234 9|12"),
        ([*NUMBER, "home", "delete", *"0086", "1"], "CN", "00 86 1|38 1234 1234"),
        ([*NUMBER, "home", *"+86"], "CN", "+86| 138 1234 1234"),
        ([*NUMBER, "ctrl+u"], "CN", "|"),
    ],
)
async def test_a_number_is_grouped_while_it_is_typed(keys: list[str], region: str, shown: str) -> None:
    assert await phoned(keys, region) == shown


async def test_a_pasted_or_restored_number_is_grouped_and_stored_as_its_digits() -> None:
    app = Bed(kinds.phone("phone", "Phone", "CN"), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("138-1234-1234\n"))
        await pilot.pause()
        assert app.shown() == "138 1234 1234|"
        assert "mobile, China" in app.line("Phone")
        assert app.form.read()["phone"].typed == NUMBER
        app.form.restore({"phone": "02066668888"})
        assert app.form.values()["phone"] == "020 6666 8888"
        await pilot.pause()
        assert "landline, China" in app.line("Phone")
        app.form.restore({"phone": "138 1234 her son's"})
        app.form.mark_clean()
        entry = app.form.read()["phone"]
        assert (entry.typed, entry.verified) == ("138 1234 her son's", False)


async def test_who_else_has_a_number_is_said_in_full_where_there_is_no_room_beside_it() -> None:
    others = ["张晓红 C000001", "Emily Carter C000002"]
    app = Bed(
        kinds.phone("phone", "Phone", "CN", "What is no number", also=lambda _number: others), FieldSpec("b", "B")
    )
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*NUMBER)
        await pilot.pause()
        assert "Emily Carter" not in app.line("Phone")
        assert app.hint() == "mobile, China · also: 张晓红 C000001, Emily Carter C000002"


# Days


async def test_up_and_down_walk_a_day_that_can_be_read() -> None:
    app = Bed(FieldSpec("a", "A"), kinds.day("day", "Day", initial="tomorrow"), FieldSpec("b", "B"))
    async with app.run_test() as pilot:
        await pilot.press("tab", "down", "down")
        assert app.form.values()["day"] == "2026-11-24"
        await pilot.press("up")
        assert app.form.values()["day"] == "2026-11-23"
        assert app.form.field("day").words.startswith("Mon 23 Nov")
        await pilot.press("up", "up")
        assert (app.at, app.form.values()["day"]) == ("day", "2026-11-21")
        await pilot.press("up")
        assert (app.at, app.form.values()["day"]) == ("a", "2026-11-21"), "a day that is over is not to be had here"
        await pilot.press("down", *"x", "down")
        assert app.at == "b", "what can't be read is left"


async def test_what_stands_beside_a_day_is_what_is_saved_after_midnight_too() -> None:
    clock.hold(dt.datetime(2026, 11, 22, 23, 58))
    app = Bed(kinds.day("day", "Day", initial="today", past=True), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)):
        assert app.form.field("day").words == "Sun 22 Nov 2026"
        clock.hold(dt.datetime(2026, 11, 23, 0, 2))
        assert app.form.read()["day"] == dt.date(2026, 11, 22)
        assert app.form.lasting() == {"day": "2026-11-22", "b": ""}, "a draft is read on another day"
        app.form.set_value("day", "1123")
        assert app.form.read()["day"] == dt.date(2026, 11, 23)


async def test_down_on_the_last_day_there_is_leaves_a_field_for_past_days() -> None:
    app = Bed(kinds.day("day", "Day", initial="today", past=True), FieldSpec("b", "B"))
    async with app.run_test() as pilot:
        await pilot.press("up")
        assert app.form.values()["day"] == "2026-11-20"
        await pilot.press("down", "down")
        assert (app.at, app.form.values()["day"]) == ("b", "2026-11-21")


@pytest.mark.parametrize("start", ["", "2026-12-03", "rubbish"])
async def test_page_down_opens_the_month_and_enter_takes_the_day(start: str, language: str) -> None:
    app = Bed(kinds.day("day", "Day", initial=start), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown")
        await pilot.pause()
        assert isinstance(app.screen, MonthPick)
        day = dt.date(2026, 12, 3) if start.startswith("2") else dt.date(2026, 11, 21)
        months = {(11, "en"): "November 2026", (12, "en"): "December 2026"}
        assert any(months.get((day.month, language), f"2026年{day.month}月") in line for line in app.lines())
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        assert app.form.values()["day"] == (day + dt.timedelta(7)).isoformat()
        assert app.at == "b"


async def test_escape_leaves_the_day_as_it_was_and_the_focus_where_it_was() -> None:
    app = Bed(kinds.day("day", "Day", initial="tomorrow"), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pageup", "right", "escape")
        await pilot.pause()
        assert (app.at, app.form.values()["day"]) == ("day", "tomorrow")


async def test_keys_typed_ahead_of_the_month_land_in_it() -> None:
    app = Bed(kinds.day("day", "Day"), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.feed("pagedown", "right", "enter")
        await pilot.pause()
        await pilot.pause()
        assert app.form.values()["day"] == "2026-11-22"


async def test_the_month_is_not_for_a_birthday_and_other_fields() -> None:
    app = Bed(kinds.partial("birthday", "Birthday"), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("pagedown", "tab", "pagedown")
        await pilot.pause()
        assert app.at == "b"
        assert "pagedown" not in app.screen.active_bindings


# Long lists


async def test_a_long_list_is_paged_through_what_fits(language: str) -> None:
    app = Bed(kinds.choice("stone", "Stone", STONES), FieldSpec("b", "B"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        pages = [app.hint()]
        for _page in range(9):
            await pilot.press("pagedown")
            await pilot.pause()
            pages.append(app.hint())
        seen = " ".join(dict.fromkeys(pages))
        assert all(f"{number} " in seen for number in range(1, len(STONES) + 1))
        assert pages[0] in pages[1:], "round the end"
        await pilot.press(*typed("t"), "pageup")
        await pilot.pause()
        assert {choice for choice in ("Topaz", "Tanzanite") if choice in app.hint()} == {"Topaz", "Tanzanite"}


async def test_what_is_typed_begins_at_its_own_page_again() -> None:
    app = Bed(kinds.choice("stone", "Stone", STONES), FieldSpec("b", "B"))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        first = app.hint()
        await pilot.press("pagedown", "tab", "shift+tab")
        await pilot.pause()
        assert app.hint() == first
        await pilot.press("pagedown", "1")
        await pilot.pause()
        assert app.hint() == first, "the page of what is picked"


# What was typed last

SALE = (
    kinds.person("name", "Name"),
    kinds.choice("metal", "Metal", METALS),
    kinds.weight("weight", "Weight"),
    FieldSpec("p2.metal", "Metal 2", choices=METALS, recall="metal"),
)


async def entered(app: Bed, pilot: Any, *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()
    await app.screen.recompose()  # the next form of its kind
    app.form.focus_field()


async def test_down_in_an_empty_field_brings_what_was_typed_there_last_and_then_moves_on() -> None:
    app = Bed(*SALE, kind="sale")
    async with app.run_test() as pilot:
        await entered(app, pilot, *typed("Anna\n6\n3.21\n"))
        await pilot.press("down", "down")
        assert app.form.values() == {"name": "", "metal": "18K white gold", "weight": "", "p2.metal": ""}
        await pilot.press("down")
        assert app.at == "weight"
        await pilot.press("down", "down", "down")
        assert app.form.values()["weight"] == "3.21"
        assert app.form.values()["p2.metal"] == "18K white gold", "fields that share a name share their memory"


async def test_what_belongs_to_a_person_does_not_come_back() -> None:
    personal = [
        kinds.person("name", "Name"), kinds.phone("phone", "Phone", "CN"), kinds.partial("birthday", "Birthday"),
        kinds.note("note", "Note"),
    ]  # fmt: skip
    assert [spec.recall for spec in personal] == [None] * len(personal)


async def test_what_could_not_be_meant_or_came_filled_in_is_not_remembered() -> None:
    app = Bed(kinds.weight("weight", "Weight"), kinds.day("day", "Day", initial="today"), FieldSpec("b", "B"))
    async with app.run_test() as pilot:
        await pilot.press(*typed("heavy"), "tab", "tab")
        await pilot.press(*["tab"])
        assert [last_values.last(app, "", name) for name in ("weight", "day")] == ["", ""]


async def test_f2_remembers_the_field_it_was_pressed_in() -> None:
    app = Bed(FieldSpec("why", "Why"), kind="move")
    async with app.run_test() as pilot:
        await pilot.press(*typed("stock-taking"))
        assert app.form.read() == {"why": "stock-taking"}
        assert last_values.last(app, "move", "why") == "stock-taking"
        assert last_values.last(app, "sale", "why") == "", "each kind of form by itself"


async def test_another_clerk_finds_nothing_of_it() -> None:
    app = Bed(*SALE, kind="sale")
    async with app.run_test() as pilot:
        await entered(app, pilot, *typed("Anna\n6\n3.21\n"))
        last_values.forget(app)
        await pilot.press("tab", "down")
        assert app.at == "weight"
        assert app.form.values()["metal"] == ""


# Scans

EVERY = (
    kinds.line("line", "Line"),
    kinds.note("note", "Note"),
    kinds.person("person", "Name"),
    kinds.phone("phone", "Phone", "CN"),
    kinds.partial("partial", "Birthday"),
    kinds.money("money", "Price"),
    kinds.weight("weight", "Weight"),
    kinds.carat("carat", "Carat"),
    kinds.ring("ring", "Ring", "CN"),
    kinds.choice("choice", "Metal", METALS),
    kinds.yes_no("yes_no", "Gift"),
    kinds.day("day", "Day"),
    kinds.time("time", "Hour"),
    kinds.moment("moment", "When"),
)


@pytest.mark.parametrize("spec", EVERY, ids=[spec.name for spec in EVERY])
async def test_a_scan_lands_whole_in_every_kind_with_keys_typed_ahead(spec: FieldSpec) -> None:
    app = Bed(FieldSpec("before", "Before"), spec, FieldSpec("after", "After"))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed("a", "tab", *typed(f"{SCAN}\n"), "tab", "z")
        await pilot.pause()
        values = app.form.values()
        assert values[spec.name] == SCAN
        assert values["before"].startswith("a")
        if app.form.field(spec.name).message:
            assert (app.at, values["after"]) == ("after", "z"), "refused, the scan stays in its field until Tab"
        else:
            assert app.at != spec.name, "Enter went on"


async def test_a_phone_scanned_with_enter_is_stored_whole() -> None:
    app = Bed(kinds.phone("phone", "Phone", "CN"), FieldSpec("after", "After"))
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed(*typed(f"{NUMBER}\n5\n"))
        await pilot.pause()
        values = app.form.read()
        assert (values["phone"].typed, values["phone"].e164, values["after"]) == (NUMBER, "+8613812341234", "5")


# What is said


async def test_a_message_with_no_room_beside_its_field_is_on_the_message_line_whenever_the_focus_is_there() -> None:
    def refuse(_typed: str) -> str:
        raise EntryError("That looks like the way round; write the inner diameter, 11 to 26 mm.")

    app = Bed(FieldSpec("a", "A ring", read=refuse), FieldSpec("b", "B"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed("56"), "tab")
        await pilot.pause()
        assert "26 mm." not in app.line("A ring")
        await pilot.press("shift+tab")
        await pilot.pause()
        assert app.hint() == "That looks like the way round; write the inner diameter, 11 to 26 mm."


async def test_the_first_frame_has_labels_before_values() -> None:
    app = Bed(FieldSpec("a", "Customer", initial="Anna"), FieldSpec("b", "B"))
    frames: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        display = app._display

        def seen(screen: Any, renderable: Any) -> None:
            frames.append(app.lines()[0])
            display(screen, renderable)

        app._display = seen  # type: ignore[method-assign]
        app.push_screen(app._bench())
        await pilot.pause()
    shown = [line for line in frames if "Anna" in line]
    assert shown
    assert all(line.index("Customer") < line.index("Anna") for line in shown)


def test_a_fineness_picks_the_metal_that_bears_it() -> None:
    from counter_tui.shop.entry.choices import METALS

    assert [pick(METALS, typed).code for typed in ("999", "990", "950")] == ["au999", "au990", "pt950"]
