"""The objection cards over a call, best first, and the report of what customers doubted: by keys alone."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.i18n import LANGUAGES
from counter_tui.models import Clerk, ObjectionRaised
from counter_tui.screens import objections as cards_screen
from counter_tui.screens.objection_report import LOST, SETTLED, STILL_OPEN, drawn
from counter_tui.shop.objections import Count
from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.themes import plain
from tests.screens.conftest import Counter

WIDE = (120, 40)


BOTH = pytest.mark.parametrize("language", list(LANGUAGES))
NOON = dt.datetime(2026, 11, 21, 12)


async def doubted(
    c: Counter, card: str, settled: int = 0, open: int = 0, lost: int = 0, *, at: dt.datetime = NOON, **more: object
) -> None:
    """Note a card so often with each ending, as other calls would have."""
    moment = clock.utc(at.astimezone())
    endings = ["settled"] * settled + ["open"] * open + ["lost"] * lost
    rows = [{"card": card, "ended": ended, "at": moment, "answer": 1, **more} for ended in endings]
    for row in rows:
        await c.behind(ObjectionRaised.insert(**row))


def order(c: Counter) -> list[object]:
    return [row.key for row in c.app.screen.query_one(RowList).rows]


def line_with(c: Counter, words: str) -> str:
    return next(line for line in c.lines() if words in line)


# The cards


async def test_what_worked_here_stands_first_and_says_on_how_many_uses_that_rests(counter, stocked) -> None:
    async with counter(stocked) as c:
        await doubted(c, "labour-cost", 3)
        await doubted(c, "deposit", 14, 3, 2)
        await c.press("f6")
        assert order(c)[:4] == ["deposit", "labour-cost", "too-dear", "let-me-think"]
        assert "worked 14 of 19 here" in line_with(c, "Will I get the deposit back?")
        assert "worked 3 of 3 here" in line_with(c, "The labour costs too much")
        assert line_with(c, "Too dear").rstrip().endswith("–")
        assert c.lines()[1].startswith("› 31")


async def test_a_typed_number_finds_that_card_whatever_worked(counter, stocked) -> None:
    async with counter(stocked) as c:
        await doubted(c, "certificate", 9)
        await c.press("f6", "1")
        assert order(c)[0] == "too-dear"
        await c.press("8")
        assert order(c) == ["certificate"]


async def test_a_typed_word_counts_before_what_worked_and_what_worked_decides_between_equals(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f6")
        await c.type("certificate")
        plainly = order(c)
        assert plainly[0] == "certificate"
        alike = plainly[1:]
        assert len(alike) >= 1
        await c.press("escape")
        await doubted(c, alike[-1], 9)
        await c.press("f6")
        await c.type("certificate")
        assert order(c)[0] == "certificate"
        assert order(c)[1] == alike[-1]


async def test_who_moves_before_the_counts_are_there_keeps_her_order(counter, stocked, monkeypatch) -> None:
    kept = []
    monkeypatch.setattr(cards_screen.Objections, "_learn", lambda screen: kept.append(screen) or _nothing())
    async with counter(stocked) as c:
        await doubted(c, "deposit", 9)
        await c.press("f6", "down")
        before = order(c)
        monkeypatch.undo()
        await kept[0]._learn()
        await c.settle()
        assert order(c) == before
        assert c.app.screen.query_one(RowList).selected == "let-me-think"
        await c.press("end", *["down"] * 40)
        assert "worked 9 of 9 here" in c.text


async def _nothing() -> None:
    """The shop has not answered yet."""


async def test_beside_each_answer_stands_how_often_it_settled_the_matter(counter, stocked) -> None:
    async with counter(stocked) as c:
        await doubted(c, "too-dear", 9, 0, 3, answer=1)
        await doubted(c, "too-dear", 2, answer=2)
        await c.press("enter", "f6")
        text = " ".join(c.text.split())
        assert "compare anywhere. (9 of 12)" in text
        assert "look inside it. (2 of 2)" in text


@BOTH
async def test_beside_the_card_the_counts_stand_in_figures_and_in_words_under_it(counter, stocked, language) -> None:
    async with counter(stocked, language, size=WIDE) as c:
        await doubted(c, "too-dear", 6, 5)
        await c.press("f6")
        assert "6/11" in c.lines()[1]
        assert {"en": "worked 6 of 11 here", "zh_CN": "11"}[language] in c.text


async def test_a_kind_of_piece_used_often_enough_counts_alone(counter, stocked) -> None:
    async with counter(stocked) as c:
        await doubted(c, "too-dear", 15, 5, kind="ring")
        await doubted(c, "too-dear", 0, 0, 9, kind="bangle")
        c.app.push_screen(cards_screen.Objections(kind="ring"))
        await c.settle()
        assert "worked 15 of 20, Ring" in c.lines()[1]


async def test_a_card_is_noted_by_two_digits_a_few_words_and_enter(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f6")
        await c.type("too dear")
        await c.press("enter", "2", "1")
        await c.type("asked for 3000")
        await c.press("enter")
        assert c.screen == "CallScreen"
        await c.press("f2", "1", "enter")
        row = ObjectionRaised.get()
        assert (row.card, row.answer, row.ended, row.note, row.kind) == (
            "too-dear", 2, "settled", "asked for 3000", "ring",
        )  # fmt: skip


async def test_the_note_may_stay_empty_and_own_words_are_no_answer_of_the_card(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f6", "1", "enter", "3", "3", "enter")
        await c.press("f2", "1", "enter")
        row = ObjectionRaised.get()
        assert (row.card, row.answer, row.ended, row.note) == ("too-dear", None, "lost", "")


async def test_esc_at_the_note_goes_back_to_the_card_and_notes_nothing(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f6", "enter", "1", "1", "escape")
        assert c.screen == "Objections"
        await c.press("escape", "f2", "1", "enter")
        assert ObjectionRaised.select().count() == 0


async def test_the_shops_rule_of_trade_in_stands_among_the_facts(counter, stocked) -> None:
    (stocked.folder / "policy.toml").write_text("[trade_in]\nloss_percent = 3\nwear_per_gram = 20\n", "utf-8")
    async with counter(stocked) as c:
        await c.press("f6", "9")
        assert "3% off the weight, ¥20.00 a gram for wear" in " ".join(c.text.replace("│", " ").split())


# The report


async def open_report(c: Counter) -> None:
    await c.press("f9", "8", "6")
    assert c.screen == "ObjectionReportScreen"


@BOTH
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_month_by_kind_by_clerk_and_by_card(counter, stocked, language, size) -> None:
    async with counter(stocked, language, size=size) as c:
        mei = Clerk.get(Clerk.name == "Mei Lin")
        await doubted(c, "too-dear", 6, 3, 3, kind="ring", clerk=mei)
        await doubted(c, "is-it-real", 0, 0, 4, kind="", clerk=None)
        await doubted(c, "deposit", 5, at=dt.datetime(2026, 9, 3))
        await open_report(c)
        assert {"en": "November 2026", "zh_CN": "2026年11月"}[language] in c.lines()[0]
        ring = line_with(c, {"en": "Ring", "zh_CN": "戒指"}[language])
        assert ring.split()[-6:-1] == ["12", "6", "3", "3", "50%"]
        bar = ring.split()[-1]
        assert len(bar) >= 10
        for sign, share in ((SETTLED, 1 / 2), (STILL_OPEN, 1 / 4), (LOST, 1 / 4)):
            assert abs(bar.count(sign) - share * len(bar)) <= 1
        assert next(line for line in c.lines()[2:] if "Mei Lin" in line).split()[2:4] == ["12", "6"]
        assert {"en": "1 Too dear", "zh_CN": "1 太贵了"}[language] in c.text
        assert not any(len(line) > size[0] for line in c.lines())


async def test_left_right_and_tab_turn_the_months(counter, stocked) -> None:
    async with counter(stocked) as c:
        await doubted(c, "deposit", 5, at=dt.datetime(2026, 10, 3))
        await open_report(c)
        assert "Nothing was noted." in c.text
        await c.press("right")
        assert "still to come" in c.text
        await c.press("left")
        assert "October 2026" in c.lines()[0]
        assert "5 objections" in c.text
        await c.press("left")
        assert "October 2026" in c.lines()[0]
        assert "Nothing was noted before." in c.text
        await c.press("right")
        assert "November 2026" in c.lines()[0]
        await c.press("tab")
        assert "all time" in c.lines()[0]
        assert "5 objections" in c.text
        await c.press("tab")
        assert "November 2026" in c.lines()[0]
        await c.press("escape")
        assert c.screen == "TodayScreen"


@pytest.mark.parametrize(
    ("count", "most", "cells", "expected"),
    [
        (Count(2, 1, 1), 4, 8, SETTLED * 4 + STILL_OPEN * 2 + LOST * 2),
        (Count(1, 0, 0), 400, 8, SETTLED),
        (Count(0, 0, 3), 3, 5, LOST * 5),
    ],
)
def test_a_bar_is_as_long_as_its_share_and_told_apart_without_colour(
    count: Count, most: int, cells: int, expected: str
) -> None:
    assert drawn(count, most, cells) == expected
    assert len(set(plain(SETTLED + STILL_OPEN + LOST))) == 3
