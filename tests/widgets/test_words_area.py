"""A file's lines to write in: the caret where an input method needs it, keys in their order, pastes cleaned."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from counter_tui.widgets.words_area import LONGEST, WordsArea, tidy

SOURCE = 'title = "太贵了"\nworry = "怕花了钱，却看不出钱花在哪里，怕花了钱，却看不出钱花在哪里"\nlast = "end"'


class Area(App[None]):
    """An area below two other lines."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source

    def compose(self) -> ComposeResult:
        yield Static("above\nabove")
        yield WordsArea(self.source)

    @property
    def area(self) -> WordsArea:
        return self.query_one(WordsArea)

    def drawn(self) -> tuple[int, int]:
        """The cell in which the caret is drawn: the only one painted in the caret's colours."""
        style = self.area.get_component_rich_style("text-area--cursor")
        for y, strip in enumerate(self.screen._compositor.render_strips()):
            x = 0
            for segment in strip:
                if segment.style is not None and segment.style.bgcolor == style.bgcolor and segment.text:
                    return x, y
                x += segment.cell_length
        raise AssertionError("no caret is drawn")


async def settled(pilot: Pilot[None]) -> None:
    for _round in range(3):
        await pilot.pause()


@pytest.mark.parametrize("keys", [[], ["end"], ["down", "end"], ["down", "down", "end"], ["ctrl+end"], ["right"] * 12])
async def test_the_terminals_caret_is_the_drawn_one(keys: list[str]) -> None:
    app = Area(SOURCE)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        assert tuple(app.cursor_position) == app.drawn()


async def test_the_caret_follows_typing_scrolling_and_a_new_layout() -> None:
    app = Area("\n".join(f"line {n}" for n in range(60)))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("ctrl+end", "在", "这", "里")
        await settled(pilot)
        assert app.area.text.endswith("line 59在这里")
        assert tuple(app.cursor_position) == app.drawn()
        app.area.go_to(30)
        await settled(pilot)
        assert app.area.cursor_location == (29, 0)
        assert tuple(app.cursor_position) == app.drawn()
        await pilot.resize_terminal(30, 20)
        await settled(pilot)
        assert tuple(app.cursor_position) == app.drawn()
        app.query_one(Static).styles.height = 5
        await settled(pilot)
        assert tuple(app.cursor_position) == app.drawn()


async def test_keys_act_in_the_order_they_came() -> None:
    app = Area("abc")
    async with app.run_test() as pilot:
        for key in ("end", "1", "home", "2", "right", "backspace", "enter", "3"):
            char = key if len(key) == 1 else None
            app.area._forward_event(events.Key(key, char))
        await settled(pilot)
        assert app.area.text == "2\n3bc1"


async def test_tab_and_escape_write_nothing() -> None:
    app = Area("abc")
    async with app.run_test() as pilot:
        await pilot.press("tab", "escape", "f6", "f7")
        assert app.area.text == "abc"
        assert not app.area.selected_text
        assert app.focused is app.area


async def test_the_chinese_space_is_a_space() -> None:
    app = Area("")
    async with app.run_test() as pilot:
        await pilot.press("a")
        app.area._forward_event(events.Key("ideographic_space", "\u3000"))
        await pilot.press("b")
        assert app.area.text == "a b"


async def test_one_chinese_character_is_a_word() -> None:
    app = Area('say = "您好 ring"')
    async with app.run_test() as pilot:
        await pilot.press("end", "ctrl+w", "ctrl+w")
        assert app.area.text == 'say = "您好 '
        await pilot.press("ctrl+w")
        assert app.area.text == 'say = "您'
        await pilot.press("home", "ctrl+right", "ctrl+delete")
        assert app.area.text == 'say "您'
        await pilot.press("home", "ctrl+left", "ctrl+w")
        assert app.area.text == 'say "您'


async def test_what_is_pasted_is_cleaned_and_keeps_its_lines() -> None:
    app = Area("")
    async with app.run_test() as pilot:
        app.post_message(events.Paste('a = "x\x1b[31m\x07"\r\n\tb = "\u202e\x9by"\rc'))
        await settled(pilot)
        assert app.area.text == 'a = "x[31m"\n  b = "y"\nc'


async def test_what_finds_no_room_is_left_out() -> None:
    app = Area("x" * (LONGEST - 3))
    async with app.run_test() as pilot:
        app.post_message(events.Paste("abcdef"))
        await settled(pilot)
        assert len(app.area.text) == LONGEST
        assert len(tidy("y" * 3_000_000)) == LONGEST


async def test_markup_and_control_codes_of_a_file_are_only_text() -> None:
    app = Area("[bold]x[/] [@click=app.bell]y[/]\x1b[31m\tz")
    async with app.run_test() as pilot:
        await settled(pilot)
        painted = "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())
        assert "[bold]x[/] [@click=app.bell]y[/][31m    z" in painted
        assert "\x1b" not in painted


async def test_what_was_typed_can_be_taken_back_and_put_back() -> None:
    app = Area("abc")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+a", "x")
        assert app.area.text == "x"
        await pilot.press("ctrl+z")
        assert app.area.text == "abc"
        await pilot.press("ctrl+y")
        assert app.area.text == "x"
