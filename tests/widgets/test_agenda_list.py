"""A list of rows: straight columns in any script, a mark that skips headings, fast at any length."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from counter_tui.widgets.agenda_list import Row, RowList, heading
from tests.widgets.conftest import Workbench

COLUMNS = ((16, 14, 0),)


def row(name: str, why: str, what: str, key: object) -> Row:
    return Row((((name, "strong"), (why, ""), (what, "muted")),), key)


AGENDA = [
    heading("2 days late", "error"),
    row("Zhang Xiaohong", "first revisit", "18K ring", "z"),
    row("李伟", "回电 15:00", "无人接听", "l"),
    heading("today"),
    row("欧阳上官诸葛司马慕容", "second revisit", "pendant", "o"),
    row("[/] O'Neil\x1b[2J", "𠮷", "Anna\\", "h"),
]


def bench(**options) -> Workbench:
    return Workbench(lambda: RowList(COLUMNS, can_focus=True, **options))


def the_list(app: Workbench) -> RowList:
    return app.screen.query_one(RowList)


async def test_columns_are_straight_whatever_the_script() -> None:
    app = bench()
    async with app.run_test(size=(60, 10)) as pilot:
        the_list(app).set_rows(AGENDA)
        await pilot.pause()
        lines = app.lines()
        starts = {
            cell_len(line.partition(word)[0])
            for word in ("first", "回电", "second", "𠮷")
            for line in lines
            if word in line
        }
        assert starts == {20}
        assert "欧阳上官诸葛司… " in lines[4]
        assert "[/] O'Neil[2J" in lines[5]
        assert all(line.isprintable() for line in lines)


async def test_the_mark_skips_headings_and_stops_at_the_ends() -> None:
    app = bench()
    async with app.run_test(size=(60, 10)) as pilot:
        rows = the_list(app)
        rows.set_rows(AGENDA)
        assert rows.selected == "z"
        await pilot.press("down", "down")
        assert rows.selected == "o"
        await pilot.pause()
        assert [line[:2] for line in app.lines()[:6]].count("› ") == 1
        await pilot.press("up", "up", "up", "up")
        assert rows.selected == "z"
        await pilot.press("end", "down")
        assert rows.selected == "h"
        await pilot.press("home")
        assert rows.selected == "z"


async def test_enter_opens_the_marked_row_and_moves_are_told() -> None:
    app = bench()
    async with app.run_test(size=(60, 10)) as pilot:
        the_list(app).set_rows(AGENDA)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [m.key for m in app.hear(RowList.Moved)] == ["z", "l"]
        assert [m.key for m in app.hear(RowList.Chosen)] == ["l"]


async def test_new_rows_keep_the_mark_on_the_same_customer() -> None:
    app = bench(empty="nothing due")
    async with app.run_test(size=(60, 10)) as pilot:
        rows = the_list(app)
        rows.set_rows(AGENDA)
        rows.select("o")
        rows.set_rows(AGENDA[3:])
        assert rows.selected == "o"
        rows.set_rows(AGENDA[:3])
        assert rows.selected == "z", "gone: the first row"
        rows.set_rows([])
        await pilot.pause()
        assert rows.selected is None
        assert not rows.choose()
        assert "nothing due" in app.lines()[0]
        assert not rows.select("z")
        await pilot.press("down", "pagedown", "enter")
        assert not app.hear(RowList.Chosen)


async def test_a_box_can_drive_it_while_it_never_has_the_focus() -> None:
    app = Workbench(lambda: RowList(COLUMNS))
    async with app.run_test(size=(60, 10)) as pilot:
        rows = the_list(app)
        rows.set_rows(AGENDA)
        await pilot.press("tab")
        assert app.screen.focused is None
        rows.move_cursor(1)
        rows.choose()
        await pilot.pause()
        assert [m.key for m in app.hear(RowList.Chosen)] == ["l"]


async def test_beside_a_scrollbar_what_is_cut_away_still_leaves_its_ellipsis() -> None:
    app = bench()
    async with app.run_test(size=(60, 5)) as pilot:
        the_list(app).set_rows([row("n", "a", "a" * 50, n) for n in range(20)])
        await pilot.pause()
        assert all(line[58] == "…" for line in app.lines())


@pytest.mark.parametrize("size", [(60, 10), (30, 6)])
async def test_the_marked_row_is_always_in_sight_with_the_heading_above_it(size: tuple[int, int]) -> None:
    app = bench()
    async with app.run_test(size=size) as pilot:
        rows = the_list(app)
        rows.set_rows([heading("first"), *[row(f"n{n}", "a", "b", n) for n in range(500)]])
        for keys in (["pagedown"], ["end"], ["up"], ["pageup"], ["home"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert f"› n{rows.selected} " in "\n".join(app.lines())
        assert "first" in app.lines()[0]


async def test_only_what_is_seen_is_painted_of_a_hundred_thousand_rows() -> None:
    app = bench()
    async with app.run_test(size=(60, 10)) as pilot:
        rows = the_list(app)
        rows.set_rows([row(f"n{n}", "a", "b", n) for n in range(100_000)])
        painted = []
        paint = rows.render_lines
        rows.render_lines = lambda crop: (painted.extend(crop.line_range), paint(crop))[1]
        await pilot.press("end")
        await pilot.pause()
        assert "n99999" in "\n".join(app.lines())
        assert 0 < len(painted) <= 40


async def test_two_lines_an_entry() -> None:
    app = Workbench(lambda: RowList(((20, 0), (0,)), can_focus=True))
    async with app.run_test(size=(60, 6)) as pilot:
        rows = the_list(app)
        rows.set_rows(
            [
                Row(((("张小红", "strong"), ("138 **** 1234", "")), (("18K ring, 3 days ago", "muted"),)), n)
                for n in range(9)
            ]
        )
        await pilot.pause()
        assert app.lines()[0].startswith("› 张小红")
        assert app.lines()[1].startswith("  18K ring, 3 days ago")
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert app.lines()[4].startswith("› 张小红")
        assert app.lines()[5].startswith("  18K")


@pytest.mark.parametrize("width", range(12, 81, 4))
async def test_no_width_breaks_it(width: int) -> None:
    app = bench()
    async with app.run_test(size=(width, 4)) as pilot:
        the_list(app).set_rows(AGENDA)
        await pilot.pause()
        assert all(cell_len(line) == width for line in app.lines())
