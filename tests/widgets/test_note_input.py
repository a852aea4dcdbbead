"""A note of several lines: wrapped, grown and scrolled with the caret where it is drawn, edited like every field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events

from counter_tui.text import NOTE_LENGTH
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.form import Form
from counter_tui.widgets.ime_input import ImeInput
from counter_tui.widgets.kinds import note
from counter_tui.widgets.note_input import NoteInput, wrap
from tests.widgets.conftest import Workbench, typed

LONG = "张小红喜欢简单的款式 and plain gold, not too heavy, " * 6


def rows_of(value: str, width: int) -> list[str]:
    return [value[span.start : span.end] for span in wrap(value, width)]


@pytest.mark.parametrize(
    ("value", "width", "rows"),
    [
        ("", 8, [""]),
        ("a ring", 8, ["a ring"]),
        ("a little loose", 8, ["a little ", "loose"]),
        ("one two", 3, ["one ", "two"]),
        ("戒指有点松", 6, ["戒指有", "点松"]),
        ("戒指有点松", 7, ["戒指有", "点松"]),
        ("18K金戒指x", 8, ["18K金戒", "指x"]),
        ("certificate", 4, ["cert", "ific", "ate"]),
        ("a\nb", 8, ["a", "b"]),
        ("a\n\nb\n", 8, ["a", "", "b", ""]),
    ],
)
def test_where_a_row_ends(value: str, width: int, rows: list[str]) -> None:
    assert rows_of(value, width) == rows


@given(st.text("ab 张红，\n", max_size=60), st.integers(2, 12))
def test_wrapping_loses_nothing_and_keeps_inside(value: str, width: int) -> None:
    spans = wrap(value, width)
    again = "".join(value[s.start : s.end] + ("" if s.soft else "\n") for s in spans)
    assert again == value + "\n"
    assert all(cell_len(value[s.start : s.end].rstrip(" ")) <= width for s in spans)
    assert all(value[s.start : s.end] for s in spans if s.soft)


def drawn_caret(app: Workbench, field: NoteInput) -> tuple[int, int]:
    """The cell that is painted as the caret."""
    colour = field.get_component_rich_style("input--cursor").bgcolor
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            if segment.style and segment.style.bgcolor == colour:
                return x, y
            x += cell_len(segment.text)
    raise AssertionError("no caret is painted")


class Bed(Workbench):
    """A program that shows one note, 40 cells wide unless told."""

    def __init__(self, value: str = "", *, width: int = 40, more: int = 0) -> None:
        def make() -> NoteInput:
            field = NoteInput(value)
            field.styles.width = width
            return field

        super().__init__(make, *[lambda: ImeInput("below")] * more)

    @property
    def field(self) -> NoteInput:
        return self.screen.query_one(NoteInput)

    def shown(self) -> str:
        """The text with the caret in it."""
        return self.field.value[: self.field.cursor_position] + "|" + self.field.value[self.field.cursor_position :]


async def test_one_row_while_there_is_little_in_it_then_up_to_four() -> None:
    app = Bed(width=20, more=1)
    async with app.run_test(size=(60, 20)) as pilot:
        heights = []
        for _line in range(6):
            await pilot.press(*typed("loose"))
            await pilot.pause()
            heights.append(app.field.size.height)
            await pilot.press("ctrl+n")
        assert heights == [1, 2, 3, 4, 4, 4]
        assert app.lines()[4].startswith("below"), "what stands below makes way"
        await pilot.press("ctrl+u")
        await pilot.pause()
        assert app.field.size.height == 1


@pytest.mark.parametrize(
    "value",
    ["", "a", "张小红", "x" * 39, "x" * 40, "张" * 20, "one\ntwo\n", LONG, LONG[:200] + "\n" + LONG],
    ids=["empty", "a", "chinese", "full", "over", "full chinese", "line break", "scrolled", "both"],
)
@pytest.mark.parametrize(
    "moves", [[], ["home"], ["left", "left"], ["up"], ["up"] * 5, ["up"] * 5 + ["down"] * 2 + ["end"]],
    ids=["end", "home", "left", "up", "top", "about"],
)  # fmt: skip
async def test_the_terminal_caret_stands_on_the_drawn_one(value: str, moves: list[str]) -> None:
    app = Bed(value)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        for key in moves:
            if key in ("up", "down"):
                app.field.move_row(-1 if key == "up" else 1)
            else:
                await pilot.press(key)
        await pilot.pause()
        assert tuple(app.cursor_position) == drawn_caret(app, app.field)
        assert app.cursor_position.y < 4


async def test_the_caret_is_right_when_the_focus_comes_back() -> None:
    app = Bed(LONG, more=1)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert app.lines()[0].startswith("张小红喜欢"), "a field that was left shows its beginning"
        await pilot.press("shift+tab")
        await pilot.pause()
        assert tuple(app.cursor_position) == drawn_caret(app, app.field)
        assert "heavy" in app.lines()[2], "the end, where the caret is"


async def test_the_caret_keeps_its_column_over_short_rows() -> None:
    app = Bed("a long first line\nb\nanother long line")
    async with app.run_test(size=(60, 20)):
        app.field.cursor_position = 12
        assert app.field.move_row(1)
        assert app.shown() == "a long first line\nb|\nanother long line"
        assert app.field.move_row(1)
        assert app.shown() == "a long first line\nb\nanother long| line"
        assert not app.field.move_row(1)


async def test_home_and_end_are_of_the_row_then_of_the_text() -> None:
    app = Bed("one\ntwo\nthree")
    async with app.run_test(size=(60, 20)) as pilot:
        app.field.move_row(-1)
        await pilot.press("home")
        assert app.shown() == "one\n|two\nthree"
        await pilot.press("home")
        assert app.shown() == "|one\ntwo\nthree"
        await pilot.press("end")
        assert app.shown() == "one|\ntwo\nthree"
        await pilot.press("end")
        assert app.shown() == "one\ntwo\nthree|"


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("说：戒指\n有点松", "ctrl+w", "说：戒指\n有点|"),
        ("loose in\nthe morning", "ctrl+w", "loose in\nthe |"),
        ("松\n", "ctrl+w", "|"),
        ("戒指松 loose", "ctrl+left", "戒指松 |loose"),
        ("one\ntwo", "shift+home", "one\n|two"),
    ],
)
async def test_word_by_word_over_lines(before: str, key: str, after: str) -> None:
    app = Bed(before)
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert app.shown() == after


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("圈口 56\r\n\x07\u202e[/]b\u0000\tc", "圈口 56\n[/]b c"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("\ud83d alone", "\ufffd alone"),
    ],
)
async def test_a_paste_keeps_its_lines_and_loses_its_codes(pasted: str, kept: str) -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.post_message(events.Paste(pasted))
        await pilot.pause()
        assert app.field.value == kept


async def test_a_line_of_two_million_letters_is_cut_to_what_fits() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.post_message(events.Paste("戒" * 2_000_000))
        await pilot.pause()
        assert app.field.value == "戒" * NOTE_LENGTH
        await pilot.press("x")
        assert len(app.field.value) == NOTE_LENGTH


async def test_a_commit_of_thirty_characters_and_the_chinese_space_arrive() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed(*"顾客想把戒指改大一号并刻上两个人的名字请下周三之前给她回电", "\u3000", "好")
        await pilot.pause()
        assert app.field.value == "顾客想把戒指改大一号并刻上两个人的名字请下周三之前给她回电 好"


async def test_what_is_selected_over_rows_is_marked_in_each_and_gives_way() -> None:
    app = Bed("one\ntwo\nthree")
    async with app.run_test(size=(60, 20)) as pilot:
        app.field.cursor_position = 1
        await pilot.press(*["shift+right"] * 8)
        await pilot.pause()
        colour = app.field.get_component_rich_style("input--selection").bgcolor
        marked = [
            "".join(s.text for s in strip if s.style and s.style.bgcolor == colour).rstrip()
            for strip in app.screen._compositor.render_strips()[:3]
        ]
        assert marked == ["ne", "two", "t"]
        await pilot.press("x")
        assert app.shown() == "ox|hree"


SPECS = (FieldSpec("a", "A"), note("said", "Said"), FieldSpec("b", "B"))


async def test_in_a_form_enter_goes_on_and_the_arrows_leave_at_the_edges() -> None:
    app = Workbench(lambda: Form(SPECS))
    async with app.run_test(size=(60, 20)) as pilot:
        form = app.screen.query_one(Form)
        await pilot.press("tab", *typed("ring loose"), "ctrl+n", *typed("call her"))
        await pilot.pause()
        assert [line.split()[-1] for line in app.lines()[1:3]] == ["loose", "her"]
        assert app.lines()[3].split()[0] == "B", "the next field stands below it"
        await pilot.press("up")
        assert app.screen.focused.name == "said"
        await pilot.press("up")
        assert app.screen.focused.name == "a"
        await pilot.press("down", "down", "enter")
        assert app.screen.focused.name == "b"
        assert form.read() == {"a": None, "said": "ring loose\ncall her", "b": None}


async def test_a_draft_with_lines_comes_back_as_it_was() -> None:
    app = Workbench(lambda: Form(SPECS))
    async with app.run_test(size=(60, 20)) as pilot:
        form = app.screen.query_one(Form)
        form.restore({"said": "one\ntwo \x1bthree"})
        await pilot.pause()
        assert form.values()["said"] == "one\ntwo three"
        assert "two three" in app.lines()[2]


async def test_a_message_stands_beside_a_note_too() -> None:
    app = Workbench(lambda: Form(SPECS))
    async with app.run_test(size=(80, 24)) as pilot:
        form = app.screen.query_one(Form)
        form.restore({"said": LONG})
        form.message("said", "not while she listens")
        await pilot.pause()
        await pilot.pause()
        assert "! not while she listens" in app.lines()[1]
        caret = app.cursor_position
        assert app.screen.focused.content_region.contains_point(caret)


async def test_a_note_at_the_bottom_grows_in_sight() -> None:
    fields = [FieldSpec(f"f{n}", f"Field {n}") for n in range(24)]
    app = Workbench(lambda: Form([*fields, note("said", "Said")]))
    async with app.run_test(size=(60, 20)) as pilot:
        form = app.screen.query_one(Form)
        form.focus_field("said")
        for word in ("one", "two", "three", "four", "five"):
            await pilot.press(*typed(word), "ctrl+n")
        await pilot.pause()
        assert [line.rstrip(" ┃").split()[-1] for line in app.lines()[-4:-1]] == ["three", "four", "five"]
        assert tuple(app.cursor_position) == drawn_caret(app, app.screen.focused)


async def test_other_fields_stay_on_their_row_while_a_note_grows() -> None:
    app = Workbench(lambda: Form(SPECS))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("tab", *typed("one"), "ctrl+n", *typed("two"), "tab")
        await pilot.pause()
        field = app.screen.focused
        assert (field.name, field.region.height, app.cursor_position.y) == ("b", 1, 3)


async def test_a_narrower_terminal_wraps_anew_with_the_caret_in_its_place() -> None:
    app = Workbench(lambda: Form(SPECS), lambda: NoteInput(LONG[:100]))
    async with app.run_test(size=(160, 20)) as pilot:
        app.screen.query_one(Form).restore({"said": LONG[:100]})
        app.screen.query_one(Form).focus_field("said")
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.pause()
        fields = [app.screen.query_one(Form).field("said").input, app.screen.query_one(NoteInput)]
        assert [field.size.height for field in fields] == [3, 3]
        assert tuple(app.cursor_position) == drawn_caret(app, fields[0])
        fields[1].focus()
        await pilot.pause()
        assert tuple(app.cursor_position) == drawn_caret(app, fields[1])
