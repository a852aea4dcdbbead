"""Short questions: the safe answer is Enter, the number is always a way, and Esc changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from counter_tui.i18n import _
from counter_tui.shop.entry import EntryError
from counter_tui.widgets.ask import Answer, AskLine, Confirm, Dialog, Pick
from counter_tui.widgets.ask_form import AskForm
from counter_tui.widgets.fields import FieldSpec
from counter_tui.widgets.ime_input import ImeInput
from tests.widgets.conftest import Workbench, typed

LEAVE = (Answer("keep", "Go on typing"), Answer("save", "Save it"), Answer("drop", "Throw it away", danger=True))
MENU = [
    "Today",
    "Find a customer",
    "New sale",
    "Visit",
    "Call",
    "Objections",
    "Undo",
    "Hand over",
    "Import",
    "语言",
    "Lock",
]


async def ask(dialog: Dialog[Any], *keys: str, size: tuple[int, int] = (80, 24)) -> tuple[list[Any], list[str]]:
    """The answers given (none while it is still open), and the screen before the keys."""
    app = Workbench(lambda: ImeInput("behind"))
    answers: list[Any] = []
    async with app.run_test(size=size) as pilot:
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        lines = app.lines()
        await pilot.press(*keys)
        await pilot.pause()
        return answers, lines


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], "keep"),
        (["f8"], "drop"),
        (["escape"], None),
        (["2"], "save"),
        (["3"], "drop"),
        (["down", "enter"], "save"),
        (["9", "enter"], "keep"),
    ],
)
async def test_leaving_something_unsaved(keys: list[str], answer: str | None, language: str) -> None:
    answers, lines = await ask(Confirm("Zhang [/] is not saved.", LEAVE, title="Leave?"), *keys)
    assert answers == [answer]
    assert any("Zhang [/] is not saved." in line for line in lines)
    assert any("3 Throw it away  (F8)" in line for line in lines)
    assert "F8 Throw it away" in lines[-1], "the key line says what the answer says"
    assert "F8" in lines[-1]
    assert ("Esc 返回" if language == "zh_CN" else "Esc Back") in lines[-1]


async def test_f8_means_nothing_where_no_answer_is_dangerous() -> None:
    answers, lines = await ask(Confirm("Go on?", (Answer("yes", "Yes"), Answer("no", "No"))), "f8")
    assert answers == []
    assert "F8" not in lines[-1]


@pytest.mark.parametrize(
    ("keys", "answer"), [(["2"], 1), (["down", "down", "enter"], 2), (["enter"], 0), (["escape"], None)]
)
async def test_a_short_list_needs_one_digit(keys: list[str], answer: int | None) -> None:
    answers, lines = await ask(Pick("Who is here?", list(enumerate(["Mei", "林娜", "[/]"]))), *keys)
    assert answers == [answer]
    assert any("3 [/]" in line for line in lines)


async def test_a_number_that_is_not_there_does_nothing() -> None:
    answers, _lines = await ask(Pick("Who?", list(enumerate(["Mei", "林娜"]))), "7")
    assert answers == []


async def test_the_mark_starts_on_what_was_chosen_before() -> None:
    answers, _lines = await ask(Pick("Who?", list(enumerate(["Mei", "林娜"])), chosen=1), "enter")
    assert answers == [1]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1\n", "Today"),
        ("11\n", "Lock"),
        ("10\n", "语言"),
        ("fi\n", "Find a customer"),
        ("yuyan\n", "语言"),
        ("yy\n", "语言"),
    ],
)
async def test_a_long_list_is_typed_into(text: str, answer: str) -> None:
    answers, lines = await ask(Pick("Menu", [(name, name) for name in MENU]), *typed(text))
    assert answers == [answer]
    assert "Enter" in lines[-1]


async def test_nothing_fits_and_enter_waits() -> None:
    app = Workbench(lambda: ImeInput("behind"))
    answers: list[Any] = []
    async with app.run_test(size=(60, 20)) as pilot:
        app.push_screen(Pick("Menu", [(name, name) for name in MENU]), answers.append)
        await pilot.press(*typed("qq\n"))
        await pilot.pause()
        assert answers == []
        assert any("Nothing fits" in line for line in app.lines())
        await pilot.press("backspace", "backspace", "down", "enter")
        await pilot.pause()
        assert answers == ["Find a customer"]


def even(text: str) -> int:
    if not text.isdecimal() or int(text) % 2:
        raise EntryError("an even number")
    return int(text)


async def test_one_field_is_asked_until_it_can_be_meant() -> None:
    app = Workbench(lambda: ImeInput("behind"))
    answers: list[Any] = []
    async with app.run_test(size=(60, 20)) as pilot:
        app.push_screen(
            AskLine(FieldSpec("n", "How many", read=even, help="Two by two"), title="Rings"), answers.append
        )
        await pilot.pause()
        assert any("Two by two" in line for line in app.lines())
        await pilot.press(*typed("3\n"))
        await pilot.pause()
        assert answers == []
        assert any("! an even number" in line for line in app.lines())
        await pilot.press("backspace", "4", "enter")
        await pilot.pause()
        assert answers == [4]
        assert app.screen.query_one(ImeInput).value == "behind"


async def test_f2_accepts_and_esc_does_not() -> None:
    spec = FieldSpec("n", "How many", read=even)
    assert (await ask(AskLine(spec), "4", "f2"))[0] == [4]
    assert (await ask(AskLine(spec), "escape"))[0] == [None]


FORM = (FieldSpec("n", "How many", initial="2"), FieldSpec("why", "Why", long=True, rows=4))


@pytest.mark.parametrize("make", [lambda: AskLine(FORM[1]), lambda: AskForm("Rings", FORM)], ids=["line", "form"])
async def test_what_was_typed_is_thrown_away_only_by_a_second_esc(make, language: str) -> None:
    app = Workbench(lambda: ImeInput("behind"))
    answers: list[Any] = []
    warning = _("What you typed is not saved: Esc again throws it away.")
    async with app.run_test() as pilot:
        app.push_screen(make(), answers.append)
        await pilot.pause()
        await pilot.press("4", "escape")
        assert f"! {warning}" in app.line("! ")
        await pilot.press("5", "escape")
        assert answers == [], "what was typed since is not lost by an Esc that was asked for before"
        await pilot.press("escape")
        assert answers == [None]


async def test_a_form_as_it_came_closes_at_once() -> None:
    assert (await ask(AskForm("Rings", FORM), "tab", "shift+tab", "escape"))[0] == [None]
    assert (await ask(AskForm("Rings", FORM), "7", "backspace", "2", "escape"))[0] == [None]


async def test_what_is_filled_in_gives_way_to_what_is_typed() -> None:
    assert (await ask(AskLine(FieldSpec("name", "Name", initial="Mei Lin")), "Z", "o", "e", "enter"))[0] == ["Zoe"]


async def test_a_text_of_several_rows_is_gone_on_with() -> None:
    """The first character never takes the place of all of it."""
    words = FieldSpec("words", "Words", initial="Your ring is ready.", long=True, rows=4)
    answers, _lines = await ask(AskLine(words), *typed(" Mei\n"))
    assert answers == ["Your ring is ready. Mei"]


async def test_keys_typed_ahead_of_the_question_and_after_it_go_where_they_were_meant() -> None:
    app = Workbench(lambda: ImeInput("behind"))
    answers: list[Any] = []
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed("x")
        await pilot.pause()
        app.push_screen(AskLine(FieldSpec("n", "How many", read=even)), answers.append)
        await pilot.pause()
        app.feed("1", "2", "enter")
        await pilot.pause()
        assert answers == [12]
        app.feed("y")
        await pilot.pause()
        assert app.screen.query_one(ImeInput).value == "behindxy"


async def test_every_binding_of_the_kit_has_an_id_a_description_and_a_tooltip() -> None:
    from counter_tui.widgets.agenda_list import RowList
    from counter_tui.widgets.field_row import FieldInput
    from counter_tui.widgets.month_grid import MonthGrid

    for widget in (RowList, FieldInput, MonthGrid, Dialog, Confirm, Pick, AskLine, ImeInput):
        for binding in widget.BINDINGS:
            assert binding.id, binding
            assert binding.description, binding
            assert binding.tooltip, binding
