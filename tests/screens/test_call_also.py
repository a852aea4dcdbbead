"""What else one call has served: proposed only where it is likely, told in full, and kept in the history (C10)."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import Contact, Revisit, Sale
from tests.screens.conftest import LANGUAGES, Counter

TODAY = dt.date(2026, 11, 21)
AGREED, NOT_NOW = ("1",), ("2",)
WORDS = {
    "en": {
        "check": "Yearly check of the 18K gold diamond ring, Thu 26 Nov",
        "regular": "Regular contact",
        "stays": "stays planned",
        "done": "Also done: Yearly check of the 18K gold diamond ring",
    },
    "zh_CN": {
        "check": "18K金钻石戒指的年度检查、11月26日 周四",
        "regular": "定期回访",
        "stays": "仍在计划中",
        "done": "一并完成：18K金钻石戒指的年度检查",
    },
}


async def cleaning(c: Counter, customer: int = 2) -> None:
    """In the call for a cleaning; the yearly check comes in five days, and a regular contact is due."""
    from counter_tui.screens.begin_call import open_call

    mine = (Revisit.customer == customer) & Revisit.open_series.is_null(False)
    await c.behind(Revisit.update(state="cancelled", open_series=None).where(mine, Revisit.reason == "first"))
    for reason, days in (("cleaning", 0), ("check", 5), ("regular", -1)):
        day = TODAY + days * clock.DAY
        await c.behind(Revisit.update(state="open", due=day, closes=day).where(mine, Revisit.reason == reason))
    await open_call(c.app.today_screen, one("cleaning", customer).id)
    await c.settle()
    assert c.screen == "CallScreen"


def one(reason: str, customer: int = 2) -> Revisit:
    return Revisit.select().where(Revisit.customer == customer, Revisit.reason == reason).order_by(Revisit.id).get()


async def offered(c: Counter, *answers: str) -> None:
    """Go to the step at which times are offered, answer it, and say that the customer was reached."""
    while "Offer two times" not in c.app.screen.script.current:
        await c.press("enter")
    await c.press(*answers, "enter")
    while c.screen != "CallScreen":
        await c.press("escape")
    await c.press("f2", "1")


def besides(c: Counter) -> dict[str, str]:
    """What stands in the fields of the other contacts, by their reason."""
    fields = {name: typed for name, typed in c.app.screen.form.values().items() if name.startswith("also.")}
    return {Revisit.get_by_id(int(name[5:])).reason: typed for name, typed in fields.items()}


@pytest.mark.parametrize(("answers", "comes"), [(AGREED, "Yes"), (NOT_NOW, "No")])
async def test_a_service_that_comes_soon_is_proposed_only_where_a_day_was_agreed(
    counter, stocked, answers: tuple[str, ...], comes: str
) -> None:
    async with counter(stocked) as c:
        await cleaning(c)
        await offered(c, *answers)
        assert besides(c) == {"regular": "Yes", "check": comes}
        assert "Also done" in c.text and "Bring along" in c.text
        await c.press("enter")
        state = "done" if comes == "Yes" else "open"
        assert (one("regular").state, one("check").state) == ("done", state)


async def test_without_a_word_of_it_a_service_that_comes_soon_stays(counter, stocked) -> None:
    async with counter(stocked) as c:
        await cleaning(c)
        await c.press("f2", "1", "enter")
        assert (one("cleaning").state, one("regular").state, one("check").state) == ("done", "done", "open")


async def test_words_that_went_out_ask_for_all_of_them(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Revisit.update(channel="text").where(Revisit.customer == 2, Revisit.reason == "cleaning"))
        await cleaning(c)
        await c.press("f2", "1")
        assert besides(c) == {"regular": "Yes", "check": "Yes"}


@pytest.mark.parametrize("outcome", ["2", "3", "6", "7", "8"])
async def test_nobody_who_was_not_reached_was_served(counter, stocked, outcome: str) -> None:
    async with counter(stocked) as c:
        await cleaning(c)
        await c.press("f2", outcome)
        assert (c.screen, besides(c)) == ("AskForm", {})
        await c.press("enter")
        assert "done" not in (one("regular").state, one("check").state)


@LANGUAGES
async def test_each_is_told_in_full_with_its_piece_and_day_and_the_history_names_it(
    counter, stocked, language: str
) -> None:
    words = WORDS[language]
    async with counter(stocked, language) as c:
        await cleaning(c)
        await c.press("f2", "1")
        form = c.app.screen.form
        form.focus_field(f"also.{one('check').id}")
        await c.settle()
        assert words["check"] in c.lines()[22] and words["stays"] in c.text
        await c.press("1")
        assert words["check"] in c.lines()[22] and words["stays"] not in c.text
        form.focus_field(f"also.{one('regular').id}")
        await c.settle()
        assert words["regular"] in c.lines()[22]
        await c.press("enter")
        assert one("check").state == "done"
        await c.press(*"5678", "enter")
        c.app.screen.query_one("#events").select(("event", 0))
        await c.settle()
        assert words["done"][:9] in c.text
        await c.press("enter")
        assert c.screen == "Happening" and words["done"] in c.text


async def test_a_gift_is_not_named(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(Sale.update(gift=True).where(Sale.customer == 2))
        await cleaning(c)
        await c.press("f2", "1")
        c.app.screen.form.focus_field(f"also.{one('check').id}")
        await c.settle()
        assert "Yearly check, Thu 26 Nov" in c.lines()[22] and "ring" not in c.lines()[22]


async def test_an_undone_call_leaves_no_word_of_it(counter, stocked) -> None:
    async with counter(stocked) as c:
        await cleaning(c)
        await c.press("f2", "1", "enter", "f9", "8", "4", "enter", "2")
        assert (one("regular").state, Contact.select().count()) == ("open", 0)
        await c.press("f5", *"5678", "enter")
        assert "Also done" not in c.text
