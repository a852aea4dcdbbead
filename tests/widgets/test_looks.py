"""Whatever the theme, words can be read, and a state is never told by colour alone."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.color_triplet import ColorTriplet
from textual.binding import Binding

from counter_tui import settings
from counter_tui.shop.entry import EntryError
from counter_tui.widgets.agenda_list import Row, RowList, heading
from counter_tui.widgets.cells import wrapped
from counter_tui.widgets.fields import FieldSpec, Heading
from counter_tui.widgets.form import Form
from counter_tui.widgets.key_line import KeyLine
from counter_tui.widgets.message_line import MessageLine
from counter_tui.widgets.month_grid import MonthGrid
from counter_tui.widgets.themes import SIXTEEN_DARK, SIXTEEN_LIGHT, THEMES, DrawnBar, dress, plain
from counter_tui.widgets.title_line import TitleLine
from tests.widgets.conftest import Workbench

LEGIBLE = 4.5
"""The least contrast of text (WCAG 2, success criterion 1.4.3)."""


def refuse(text: str) -> str:
    raise EntryError("not this")


def form() -> Form:
    specs = (
        FieldSpec("a", "Plain", initial="text"),
        Heading("Piece 1"),
        FieldSpec("b", "Wrong", read=refuse, initial="x"),
        FieldSpec("c", "Needed", required=True),
        FieldSpec("d", "Known", show=lambda value: f"is {value}", initial="y"),
    )
    return Form(specs)


def title() -> TitleLine:
    line = TitleLine("Golden Bell", "Mei Lin", "Heading")
    line.state = "not saved"
    return line


def luminance(colour: ColorTriplet) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one.get_truecolor()), luminance(other.get_truecolor())))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [*THEMES, SIXTEEN_DARK.name, SIXTEEN_LIGHT.name])
async def test_every_word_can_be_read(theme: str) -> None:
    looks = ("", "strong", "muted", "accent", "success", "warning", "error")
    app = Workbench(
        title,
        form,
        lambda: RowList(((12, 0),)),
        MessageLine,
        KeyLine,
        bindings=[Binding("f2", "did('x')", "Save")],
    )
    async with app.run_test(size=(80, 24)) as pilot:
        dress(app, "dark")
        app.theme = theme
        rows = [
            heading("late", "error"),
            *[Row((((f"look {look}", look), ("words", look)),), n) for n, look in enumerate(looks)],
        ]
        app.screen.query_one(RowList).set_rows(rows)
        app.screen.query_one(Form).read()
        app.screen.query_one(MessageLine).say("Not saved", "error")
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                if segment.text.strip():
                    assert segment.style and segment.style.color and segment.style.bgcolor, segment
                    assert contrast(segment.style.color, segment.style.bgcolor) >= LEGIBLE, segment


async def test_a_row_of_a_form_stands_on_one_ground_but_for_its_input() -> None:
    app = Workbench(form)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(Form).read()
        await pilot.pause()
        row = app.screen.query_one(Form).field("c")
        assert len({segment.style.bgcolor for segment in row.render_line(0) if segment.style}) == 1


async def test_without_any_colour_each_state_has_its_sign() -> None:
    app = Workbench(form, lambda: RowList(), MonthGrid)
    async with app.run_test(size=(80, 30)) as pilot:
        app.screen.query_one(Form).read()
        app.screen.query_one(RowList).set_rows([Row((((word, ""),),), word) for word in ("one", "two")])
        await pilot.pause()
        assert app.line("Wrong").startswith("›"), "where the focus is"
        assert "! not this" in app.line("Wrong")
        assert "! needed" in app.line("Needed")
        assert app.line("one").startswith("›"), "which row is marked"
        assert "[21]" in app.line("19  20"), "which day it is"


def test_every_theme_of_the_settings_is_there() -> None:
    assert tuple(THEMES) == settings.THEMES


@pytest.mark.parametrize(
    ("drawn", "typed"),
    [
        ("╭─ Today ─╮", "+- Today -+"),
        ("› 3 Move …", "> 3 Move ~"),
        ("3 Move …     ", "3 Move ...   "),
        ("张晓红 · 玛丽·居里", "张晓红 - 玛丽·居里"),
        ("“Zoë’s ring” – ✓ ×2 ••••", '"Zoë\'s ring" - v x2 ****'),
    ],
)
def test_plain_letters_take_as_many_cells(drawn: str, typed: str) -> None:
    assert plain(drawn) == typed
    assert cell_len(typed) == cell_len(drawn)


def test_a_scrollbar_is_there_without_any_colour() -> None:
    colours = {"bar_color": Color.parse("white"), "back_color": Color.parse("black")}
    bar = DrawnBar.render_bar(size=10, virtual_size=30, window_size=10, position=10, **colours)
    assert [segment.text for segment in bar.segments] == [" "] * 3 + ["┃"] * 4 + [" "] * 3


async def test_the_marked_row_of_a_poor_terminal_is_reversed_and_not_patched_with_colours() -> None:
    app = Workbench(lambda: RowList(((12, 0),)))
    async with app.run_test(size=(40, 5)) as pilot:
        dress(app, "dark")
        app.theme = SIXTEEN_DARK.name
        rows = app.screen.query_one(RowList)
        rows.set_rows([Row(((("one", "error"), ("two", "success")),), 1), Row(((("three", "error"),),), 2)])
        await pilot.pause()
        marked = [segment.style for segment in rows.render_line(0) if segment.text.strip()]
        assert all(style.reverse for style in marked)
        assert len({style.color for style in marked}) == 1
        assert not any(segment.style.reverse for segment in rows.render_line(1) if segment.style)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("我把金、工、石头分开写。", ["我把金、", "工、石头", "分开写。"]),
        ("她说“不要”，走了", ["她说“不", "要”，走", "了"]),
        ("a budget, and", ["a", "budget,", "and"]),
        ("unbreakable", ["unbreaka", "ble"]),
        ("", [""]),
    ],
)
def test_a_line_never_begins_with_a_closing_mark(text: str, lines: list[str]) -> None:
    assert wrapped(text, 8) == lines


@pytest.mark.parametrize("width", [-5, 0, 1, 2])
def test_wrapping_comes_to_an_end_in_the_smallest_window(width: int) -> None:
    assert "".join(wrapped("你好, abc 世界", width)).replace(" ", "") == "你好,abc世界"
