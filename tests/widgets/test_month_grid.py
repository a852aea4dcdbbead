"""The month: what is due on each day, walked with the arrows."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui.widgets.month_grid import MonthGrid
from tests.widgets.conftest import Workbench

TODAY = dt.date(2026, 11, 21)


def grid(app: Workbench) -> MonthGrid:
    return app.screen.query_one(MonthGrid)


async def test_the_month_as_it_stands_on_the_page(language: str) -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 20)) as pilot:
        grid(app).counts = {TODAY: 7, dt.date(2026, 11, 16): 1, dt.date(2026, 11, 28): 12, dt.date(2026, 11, 30): 200}
        await pilot.pause()
        lines = [line[:34].strip(" ╭╮│─╰╯") for line in app.lines()]
        assert lines[0] == ("2026年11月" if language == "zh_CN" else "November 2026")
        heads = "一  二  三  四  五  六  日" if language == "zh_CN" else "Mo  Tu  We  Th  Fr  Sa  Su"
        assert lines[1] == heads
        assert lines[2] == "26  27  28  29  30  31   1"
        assert lines[8] == "16  17  18  19  20 [21] 22"
        assert lines[9] == "(1)                 (7)"
        assert lines[11] == "(12)"
        assert lines[13] == "99+"


async def test_columns_stand_straight_under_their_weekday(language: str) -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(34, 15)) as pilot:
        grid(app).day = dt.date(2026, 12, 7)
        await pilot.pause()
        rows = [line for line in app.lines() if "21" in line or "14" in line]
        assert {line.index("21") if "21" in line else line.index("14") for line in rows} == {3}


@pytest.mark.parametrize(
    ("start", "keys", "day"),
    [
        ((2026, 11, 21), ["left"], (2026, 11, 20)),
        ((2026, 11, 30), ["right"], (2026, 12, 1)),
        ((2026, 11, 21), ["up"], (2026, 11, 14)),
        ((2026, 11, 28), ["down"], (2026, 12, 5)),
        ((2026, 1, 31), ["pagedown"], (2026, 2, 28)),
        ((2028, 3, 31), ["pageup"], (2028, 2, 29)),
        ((2026, 12, 15), ["pagedown"], (2027, 1, 15)),
        ((2026, 1, 15), ["pageup"], (2025, 12, 15)),
        ((2020, 5, 5), ["home"], (2026, 11, 21)),
        ((2100, 12, 31), ["right", "down", "pagedown"], (2100, 12, 31)),
        ((1900, 1, 1), ["left", "up", "pageup"], (1900, 1, 1)),
    ],
)
async def test_walking(start: tuple[int, int, int], keys: list[str], day: tuple[int, int, int]) -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 20)) as pilot:
        grid(app).day = dt.date(*start)
        await pilot.press(*keys)
        await pilot.pause()
        assert grid(app).day == dt.date(*day)
        assert app.lines()


async def test_each_step_and_enter_are_told() -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.press("left", "left", "enter")
        await pilot.pause()
        assert [m.day.day for m in app.hear(MonthGrid.DayChanged)] == [20, 19]
        assert [m.day.day for m in app.hear(MonthGrid.Picked)] == [19]


async def test_the_chosen_day_and_today_are_told_apart_by_signs() -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        assert "[21]" in app.line("19  20")
        assert not any("›" in line for line in app.lines())
        await pilot.press("left")
        await pilot.pause()
        assert "›20 [21]" in app.line("[21]")


async def test_midnight_moves_the_brackets() -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 20)) as pilot:
        grid(app).today = dt.date(2026, 11, 22)
        await pilot.pause()
        assert "›21 [22]" in app.line("[22]")


async def test_on_a_low_screen_every_week_is_still_there() -> None:
    app = Workbench(MonthGrid)
    async with app.run_test(size=(40, 9)) as pilot:
        grid(app).styles.height = 9
        grid(app).counts = {dt.date(2026, 11, 30): 3, dt.date(2026, 11, 2): 2}
        await pilot.pause()
        painted = "\n".join(app.lines())
        assert " 2." in painted
        assert "30." in painted
