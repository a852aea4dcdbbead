"""Title, message and key line: one row each, whole words, nothing pushed off the edge."""

from __future__ import annotations

import datetime as dt

import pytest
from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content

from counter_tui import clock
from counter_tui.i18n import N_
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.key_line import KeyLine, key_name
from counter_tui.widgets.message_line import MessageLine
from counter_tui.widgets.paragraphs import lines
from counter_tui.widgets.title_line import TitleLine
from tests.widgets.conftest import Workbench

GROUP = Binding.Group("Month")
KEYS = [
    Binding("f1", "did('help')", N_("Help"), id="app.help"),
    Binding("f9", "did('menu')", N_("Menu"), id="app.menu"),
    Binding("f2", "did('save')", N_("Save"), id="save"),
    Binding("escape", "did('back')", N_("Back"), id="back"),
    Binding("pageup", "did('up')", "Month back", id="up", group=GROUP),
    Binding("pagedown", "did('down')", "Month on", id="down", group=GROUP),
    Binding("f3", "did('find')", "Find a customer", id="find"),
    Binding("f7", "did('dial')", "Dial", show=False, id="dial"),
]


async def key_line(width: int, bindings: list[Binding] = KEYS) -> str:
    app = Workbench(KeyLine, bindings=bindings)
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        return app.lines()[0].strip()


async def test_keys_stand_in_order_of_importance_with_help_and_menu_last(language: str) -> None:
    line = await key_line(80)
    if language == "zh_CN":
        assert line == "F2 保存  PgUp/PgDn Month  F3 Find a customer  Esc 返回  F9 菜单  F1 帮助"
    else:
        assert line == "F2 Save  PgUp/PgDn Month  F3 Find a customer  Esc Back  F9 Menu  F1 Help"


@pytest.mark.parametrize("width", range(30, 90))
async def test_no_key_is_ever_cut(width: int) -> None:
    line = await key_line(width)
    words = [binding.description for binding in KEYS if binding.show and not binding.group] + ["Month"]
    for item in line.split("  "):
        assert item.partition(" ")[2] in words
    assert line.endswith("Esc Back  F9 Menu  F1 Help")


async def test_the_line_follows_the_focus() -> None:
    app = Workbench(lambda: ImeInput(enter="Open"), ImeInput, KeyLine, bindings=KEYS)
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        assert app.line("F1 Help").strip().startswith("Enter Open")
        await pilot.press("tab")
        await pilot.pause()
        assert "Enter" not in app.line("F1 Help")


async def test_a_key_the_shop_has_moved_is_shown_where_it_is() -> None:
    app = Workbench(KeyLine, bindings=KEYS)
    async with app.run_test(size=(80, 3)) as pilot:
        app.set_keymap({"save": "f5"})
        app.screen.refresh_bindings()
        await pilot.pause()
        assert "F5 Save" in app.lines()[0]
        assert "F2" not in app.lines()[0]


@pytest.mark.parametrize(
    ("key", "name"),
    [("enter", "Enter"), ("pagedown", "PgDn"), ("ctrl+w", "Ctrl+W"), ("f12", "F12"), ("shift+tab", "Shift+Tab")],
)
def test_key_names_are_short(key: str, name: str) -> None:
    assert key_name(key) == name


async def title(width: int, state: str = "", heading: str = "New sale") -> str:
    def make() -> TitleLine:
        line = TitleLine("Golden Bell", "Mei Lin", heading)
        line.state = state
        return line

    app = Workbench(make)
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        return app.lines()[0]


async def test_the_title_says_who_where_and_when(language: str) -> None:
    line = await title(80, "not saved")
    assert line.startswith(" Golden Bell · Mei Lin   New sale ")
    when = "2026年11月21日 周六 10:12 " if language == "zh_CN" else "Sat 21 Nov 2026 10:12 "
    assert line.endswith(f" not saved   {when}")


@pytest.mark.parametrize("width", [60, 50, 40, 30])
async def test_a_narrow_title_keeps_heading_state_and_clock(width: int, language: str) -> None:
    line = await title(width, "not saved")
    assert "New sale" in line
    assert "not saved" in line
    assert line.endswith("10:12 ")


@pytest.mark.parametrize("hostile", ["[/]", "[bold]x[/bold]", "𠮷" * 60, "a\x1b[31mb", "[@click=app.quit]x[/]"])
async def test_the_title_paints_any_name_and_never_runs_over(hostile: str) -> None:
    line = await title(80, heading=hostile)
    assert cell_len(line) == 80
    assert line.isprintable()
    assert hostile[:1] in line


async def test_the_clock_goes_on_over_midnight() -> None:
    app = Workbench(lambda: TitleLine("Golden Bell", "Mei Lin", "Today"))
    async with app.run_test(size=(80, 3)) as pilot:
        await pilot.pause()
        clock.hold(dt.datetime(2026, 11, 22, 0, 0))
        app.screen.query_one(TitleLine).look_at_clock()
        await pilot.pause()
        assert "Sun 22 Nov 2026 00:00" in app.lines()[0]


async def test_a_message_says_its_kind_without_colour() -> None:
    app = Workbench(MessageLine)
    async with app.run_test(size=(40, 3)) as pilot:
        line = app.screen.query_one(MessageLine)
        for kind, painted in (("info", " Saved [/]"), ("warn", " ! Saved [/]"), ("error", " ! Saved [/]")):
            line.say("Saved [/]", kind)
            await pilot.pause()
            assert app.lines()[0].rstrip() == painted
        line.say("")
        await pilot.pause()
        assert app.lines()[0].strip() == ""


async def test_a_long_message_is_cut_with_an_ellipsis() -> None:
    app = Workbench(MessageLine)
    async with app.run_test(size=(40, 3)) as pilot:
        app.screen.query_one(MessageLine).say("张小红" * 20)
        await pilot.pause()
        assert app.lines()[0].rstrip().endswith("…")


@pytest.mark.parametrize("width", [2, 8, 13, 20])
def test_no_line_of_a_paragraph_begins_with_a_full_stop(width: int) -> None:
    words = Content.assemble(("三点", "bold"), "见面，一起看钻石的成色。「好的」，她说。 The ring was loose.")
    laid = [line.plain for line in lines(words, width)]
    assert all(cell_len(line) <= width for line in laid)
    assert not any(line.startswith(("。", "，", "」")) for line in laid if width > 2)
    assert "".join("".join(laid).split()) == "".join(words.plain.split())


def test_an_indent_and_the_styles_of_a_paragraph_stay() -> None:
    first, second = lines(Content.assemble("  ", ("三点见面", "bold"), "看钻石"), 12)
    assert (first.plain, second.plain) == ("  三点见面看", "  钻石")
    assert [(span.start, span.end) for span in first.spans] == [(2, 10 - 4)]


def test_a_weekday_stays_whole() -> None:
    assert [line.plain for line in lines(Content("首次到店：2026年11月17日 周二"), 28)] == [
        "首次到店：2026年11月17日",
        "周二",
    ]
