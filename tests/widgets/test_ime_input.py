"""Typing, Chinese or not, arrives whole, and the input method's window stands where the caret is drawn."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets.input import Selection

from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.themes import dress
from tests.widgets.conftest import Workbench, typed

LONG = "张小红喜欢简单的款式 and plain gold, not too heavy, " * 3


def drawn_caret(app: Workbench, field: ImeInput) -> int:
    """The column of the cell that is painted as the caret."""
    colour = field.get_component_rich_style("input--cursor").bgcolor
    x = field.content_region.x
    for segment in field.render_line(0):
        if segment.style and segment.style.bgcolor == colour:
            return x
        x += cell_len(segment.text)
    raise AssertionError("no caret is painted")


@pytest.mark.parametrize(
    "value", ["", "a", "张小红", "Anna张", LONG], ids=["empty", "a", "chinese", "mixed", "scrolled"]
)
@pytest.mark.parametrize("moves", [[], ["home"], ["left", "left"]], ids=["end", "home", "left"])
async def test_the_terminal_caret_stands_on_the_drawn_one(value: str, moves: list[str]) -> None:
    app = Workbench(lambda: ImeInput(value))
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.pause()
        await pilot.press(*moves)
        await pilot.pause()
        field = app.screen.query_one(ImeInput)
        assert app.cursor_position == (drawn_caret(app, field), field.content_region.y)
        assert app.cursor_position.x < 40


async def test_the_caret_is_right_when_the_focus_comes_back_to_a_long_text() -> None:
    app = Workbench(lambda: ImeInput(LONG), lambda: ImeInput("second"))
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert app.lines()[0].startswith("张小红喜欢"), "a field that was left shows its beginning"
        await pilot.press("shift+tab")
        await pilot.pause()
        field = app.screen.query(ImeInput).first()
        assert app.cursor_position == (drawn_caret(app, field), 0)


async def test_the_chinese_space_is_a_space() -> None:
    app = Workbench(ImeInput)
    async with app.run_test() as pilot:
        app.feed("张", "\u3000", "红")
        await pilot.pause()
        assert app.screen.query_one(ImeInput).value == "张 红"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("call 张小红", "ctrl+w", "call 张小|"),
        ("call Anna ", "ctrl+w", "call |"),
        ("call Anna", "ctrl+w", "call |"),
        ("18K金戒指", "ctrl+left", "18K金戒|指"),
        ("足金 pendant", "ctrl+left", "足金 |pendant"),
        ("x@y.cn", "ctrl+left", "x@y.|cn"),
        ("", "ctrl+left", "|"),
        ("", "ctrl+w", "|"),
    ],
)
async def test_word_by_word_from_the_end(before: str, key: str, after: str) -> None:
    assert await edited(before, key) == after


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("张小红", "ctrl+right", "张|小红"),
        ("ring 戒指", "ctrl+right", "ring |戒指"),
        ("ring", "ctrl+right", "ring|"),
        ("张小红", "ctrl+delete", "|小红"),
        ("Anna Li", "ctrl+delete", "|Li"),
    ],
)
async def test_word_by_word_from_the_start(before: str, key: str, after: str) -> None:
    assert await edited(before, "home", key) == after


async def edited(before: str, *keys: str) -> str:
    app = Workbench(lambda: ImeInput(before))
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        field = app.screen.query_one(ImeInput)
        return field.value[: field.cursor_position] + "|" + field.value[field.cursor_position :]


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\x1b[31m张小红\x1b[0m", "[31m张小红[0m"),
        ("first\r\nsecond\tthird", "first second third"),
        ("abc\u202edef\u200b", "abcdef"),
        ("x" * 500, "x" * 30),
        ("\ud83d alone", "\ufffd alone"),
        ("\x00\x07", ""),
        ("", ""),
    ],
    ids=["escape", "lines", "bidi", "long", "surrogate", "control", "empty"],
)
async def test_a_paste_is_cleaned_and_cut_to_what_fits(pasted: str, kept: str) -> None:
    app = Workbench(lambda: ImeInput(max_length=30))
    async with app.run_test() as pilot:
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.screen.query_one(ImeInput).value == kept


async def test_a_paste_into_the_middle_replaces_the_selection_and_keeps_the_rest() -> None:
    app = Workbench(lambda: ImeInput("ab-cd", max_length=8))
    async with app.run_test() as pilot:
        await pilot.press("home", "right", "right", "shift+right")
        app.post_message(events.Paste("1234567"))
        await pilot.pause()
        assert app.screen.query_one(ImeInput).value == "ab1234cd"


async def test_keys_act_in_the_order_they_came() -> None:
    app = Workbench(ImeInput)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed("a", "b", "backspace", "c", "left", "d", "home", "e")
        await pilot.pause()
        assert app.screen.query_one(ImeInput).value == "eadc"


async def test_a_shop_that_moves_an_editing_key_keeps_it_moved() -> None:
    app = Workbench(lambda: ImeInput("one two"))
    async with app.run_test() as pilot:
        app.set_keymap({"edit.delete_word_left": "ctrl+t"})
        await pilot.press("ctrl+w")
        assert app.screen.query_one(ImeInput).value == "one two"
        await pilot.press("ctrl+t")
        assert app.screen.query_one(ImeInput).value == "one "


async def test_a_commit_of_thirty_characters_arrives_whole() -> None:
    app = Workbench(ImeInput)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed(*("顾客想把戒指改大一号并刻上两个人的名字请下周三之前给她回电话")[:30])
        await pilot.pause()
        assert len(app.screen.query_one(ImeInput).value) == 30


async def test_it_does_not_blink() -> None:
    app = Workbench(ImeInput)
    async with app.run_test() as pilot:
        await pilot.press(*typed("x"))
        assert app.screen.query_one(ImeInput).cursor_blink is False


def looks(strips: list[Strip]) -> list[tuple[str, str]]:
    """Each character as it is painted."""
    return [(char, str(segment.style)) for strip in strips for segment in strip for char in segment.text]


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
@pytest.mark.parametrize("value", ["zhang", "张伟 5678", LONG, "[/]"])
async def test_what_it_paints_by_itself_is_what_textual_would_paint(theme: str, value: str) -> None:
    app = Workbench(lambda: ImeInput(value), lambda: ImeInput("second"))
    async with app.run_test(size=(40, 5)) as pilot:
        dress(app, theme)
        field = app.screen.query(ImeInput).first()
        for start, end in ((0, 0), (1, 1), (0, 3), (len(value), len(value))):
            field.selection = Selection(start, end)
            for other in app.screen.query(ImeInput):
                other.focus()
                await pilot.pause()
                for crop in (Region(0, 0, 40, 1), Region(5, 0, 20, 1)):
                    own = looks(field.render_lines(crop))
                    field._styles_cache.clear()
                    assert own == looks(field._styles_cache.render_widget(field, crop))
