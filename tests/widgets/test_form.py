"""A form as the clerk meets it: one key a field, messages beside the fields, nothing typed lost or misread."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from counter_tui.i18n import N_
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.choices import KINDS, METALS, Choice
from counter_tui.widgets.fields import FieldSpec, Heading, options, pick
from counter_tui.widgets.form import Form
from counter_tui.widgets.message_line import Hint
from tests.widgets.conftest import Workbench, typed

HOSTILE = ["[/]", "[bold red]x[/bold red]", "[@click=app.quit]x[/]", "O'Neil", "Anna\\", "𠮷野家", "$name", "{0}"]


def read_grams(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise EntryError("a weight like 3.21") from None


def grams(value: float) -> str:
    return f"{value:.2f} g"


SALE = (
    FieldSpec("name", N_("Name"), required=True, help="As she says it"),
    FieldSpec("kind", N_("Kind"), choices=KINDS, required=True),
    FieldSpec("weight", "Weight g", read=read_grams, show=grams, help="As the scale shows it"),
    FieldSpec("note", "Note", long=True),
)


class Bed(Workbench):
    """A program that shows one form."""

    def __init__(self, specs=SALE) -> None:
        super().__init__(lambda: Form(specs))

    @property
    def form(self) -> Form:
        return self.screen.query_one(Form)

    @property
    def at(self) -> str | None:
        """The name of the field that has the focus."""
        return getattr(self.screen.focused, "name", None)

    def hint(self) -> str:
        """What the message line was told last."""
        return self.hear(Hint)[-1].text


async def test_each_field_costs_one_key_and_the_last_enter_completes(language: str) -> None:
    app = Bed()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed("张小红\n1\n3.21\nloose\n"))
        await pilot.pause()
        assert len(app.hear(Form.Completed)) == 1
        assert app.form.read() == {"name": "张小红", "kind": "ring", "weight": 3.21, "note": "loose"}


async def test_keys_typed_ahead_and_scans_land_in_their_own_fields() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed(*typed("Anna\n"), *typed("2\n"), "7", "backspace", *typed("3.5\n"), *typed("6901234567892\n"))
        await pilot.pause()
        assert app.form.values() == {"name": "Anna", "kind": "2", "weight": "3.5", "note": "6901234567892"}
        assert len(app.hear(Form.Completed)) == 1


async def test_keys_typed_ahead_over_tab_and_arrows_stay_in_order() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.feed("a", "tab", "b", "down", "3", "up", "c", "shift+tab", "d")
        await pilot.pause()
        assert app.form.values() == {"name": "ad", "kind": "bc", "weight": "3", "note": ""}


async def test_enter_on_a_wrong_value_says_so_beside_it_and_stays(language: str) -> None:
    app = Bed()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "tab", "tab", *typed("heavy\n"))
        await pilot.pause()
        assert app.at == "weight"
        assert "! a weight like 3.21" in app.line("heavy")
        assert app.hear(Hint)[-1].wrong
        await pilot.press("enter")
        await pilot.pause()
        assert app.at == "weight", "enter again does not slip by"
        await pilot.press(*["backspace"] * 5, "3")
        await pilot.pause()
        assert "!" not in app.line("Weight")
        assert "3.00 g" in app.line("Weight")


async def test_tab_and_arrows_leave_a_wrong_field_and_the_message_stays_beside_it() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        for key in ("tab", "down", "up", "shift+tab"):
            app.form.focus_field("weight")
            app.form.set_value("weight", "heavy")
            await pilot.press(key)
            await pilot.pause()
            assert app.at != "weight"
            assert "! a weight like 3.21" in app.line("heavy")


async def test_passing_an_empty_field_is_no_mistake_but_saving_it_is(language: str) -> None:
    app = Bed()
    async with app.run_test() as pilot:
        needed = "必填" if language == "zh_CN" else "needed"
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert not any("!" in line for line in app.lines())
        assert app.form.read() is None
        await pilot.pause()
        assert sum(f"! {needed}" in line for line in app.lines()) == 2
        assert app.at == "name", "the first wrong field has the focus"


async def test_what_it_means_stands_beside_while_typing() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.form.focus_field("weight")
        await pilot.press("3", ".", "2")
        assert app.form.field("weight").words == "3.20 g"
        await pilot.press("x")
        assert app.form.field("weight").words == ""
        assert app.form.field("weight").message == "", "no complaint before the field is left"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1", "ring"),
        ("5", "bangle"),
        ("12", "gold_bar"),
        ("ring", "ring"),
        ("Bro", "brooch"),
        ("戒指", "ring"),
        ("jiezhi", "ring"),
        ("sz", "bangle"),
        ("１", "ring"),
        ("99", None),
        ("0", None),
        ("zzz", None),
        ("b", None),
    ],
)
def test_an_option_is_picked_by_number_word_pinyin_or_initials(written: str, code: str | None, language: str) -> None:
    found = pick(KINDS, written)
    assert (found and found.code) == code


def test_initials_of_a_latin_name_pick_it_where_nothing_else_fits() -> None:
    clerks = [Choice("1", "Mei Lin"), Choice("2", "Wei Chen")]
    assert pick(clerks, "wc").code == "2"
    other = [Choice("1", "Wei Chen"), Choice("2", "Toilet", ("wc",))]
    assert pick(other, "wc").code == "2"


def test_a_name_that_is_a_number_wins_over_the_place_in_the_list() -> None:
    assert pick(METALS, "925").code == "ag925"
    assert pick(METALS, "2").code == METALS[1].code


def test_what_fits_several_options_picks_none_and_lists_them() -> None:
    assert [choice.code for choice in options(KINDS, "b")] == ["bracelet", "bangle", "brooch"]
    assert options(KINDS, "") == list(KINDS)


async def test_the_options_are_on_the_message_line_and_thin_out_while_typing(language: str) -> None:
    app = Bed()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("kind")
        await pilot.pause()
        first = "1 戒指  2 吊坠" if language == "zh_CN" else "1 Ring  2 Pendant"
        assert app.hint().startswith(first)
        assert cell_len(app.hint()) <= 78
        await pilot.press(*typed("bra"))
        await pilot.pause()
        assert app.hint() == "4 Bracelet"
        await pilot.press(*["backspace"] * 3, *typed("11"))
        await pilot.pause()
        assert "11 Loose stone" in app.hint(), "the page with the picked option is shown"


async def test_left_and_right_turn_through_the_options_of_an_empty_field() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.form.set_value("name", "x")
        app.form.focus_field("kind")
        await pilot.press("right")
        assert app.form.values()["kind"] == "Ring"
        await pilot.press("left")
        assert app.form.values()["kind"] == "Other", "round the end"
        await pilot.press("right", "right")
        assert app.form.read()["kind"] == "pendant"


async def test_left_and_right_move_the_caret_in_an_option_that_was_typed() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.form.focus_field("kind")
        await pilot.press("i", "n", "left", "left", "r")
        assert app.form.values()["kind"] == "rin"


async def test_changed_carries_all_text_on_every_change_and_restore_is_silent() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        await pilot.press("a", "tab", "1")
        await pilot.pause()
        assert [m.values["name"] + m.values["kind"] for m in app.hear(Form.Changed)] == ["a", "a1"]
        app.form.restore({"name": "张小红", "weight": "3.21", "gone": "x"})
        await pilot.pause()
        assert len(app.hear(Form.Changed)) == 2
        assert app.form.values() == {"name": "张小红", "kind": "1", "weight": "3.21", "note": ""}
        assert "3.21 g" in app.line("Weight")
        app.form.focus_field("name")
        await pilot.press("!")
        assert app.form.values()["name"] == "张小红!", "the caret stands at the end"


async def test_a_draft_survives_a_round_trip() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        await pilot.press(*typed("Anna [/]\n2\n3.2"))
        draft = app.form.values()
    again = Bed()
    async with again.run_test() as pilot:
        again.form.restore(draft)
        assert again.form.values() == draft
        assert again.form.dirty
        assert again.form.read()["kind"] == "pendant"


async def test_dirty_means_different_from_what_was_saved() -> None:
    app = Bed((FieldSpec("date", "Date", initial="today"), FieldSpec("note", "Note")))
    async with app.run_test() as pilot:
        assert not app.form.dirty
        await pilot.press("tab", "x")
        assert app.form.dirty
        await pilot.press("backspace")
        assert not app.form.dirty
        await pilot.press("y")
        app.form.mark_clean()
        assert not app.form.dirty


async def test_what_the_shop_has_against_a_field_stands_until_it_changes() -> None:
    app = Bed()
    async with app.run_test() as pilot:
        app.form.restore({"name": "Anna", "kind": "1", "weight": "3"})
        app.form.message("weight", "heavier than the tray")
        await pilot.pause()
        assert app.at == "weight"
        assert "! heavier than the tray" in app.line("Weight")
        assert app.form.read() is None, "it is not forgotten by saving again"
        await pilot.press("1")
        assert app.form.read()["weight"] == 31.0


def new_customer(values) -> bool:
    return values["who"] == "new"


async def test_a_field_is_shown_only_when_it_is_wanted() -> None:
    app = Bed(
        (FieldSpec("who", "Who"), FieldSpec("phone", "Phone", when=new_customer, required=True), FieldSpec("n", "Last"))
    )
    async with app.run_test() as pilot:
        assert not any("Phone" in line for line in app.lines())
        assert app.form.read() == {"who": None, "phone": None, "n": None}
        await pilot.press(*typed("new\n138"))
        await pilot.pause()
        assert app.at == "phone"
        assert "138" in app.line("Phone")
        app.form.set_value("who", "old")
        await pilot.pause()
        assert not any("Phone" in line for line in app.lines())
        assert app.form.values()["phone"] == "138", "hidden text is kept"
        assert app.form.read()["phone"] is None
        app.form.focus_field("who")
        await pilot.press("enter")
        assert app.at == "n"


async def test_the_caret_follows_a_field_that_is_pushed_down() -> None:
    app = Bed((FieldSpec("who", "Who"), FieldSpec("phone", "Phone", when=new_customer), FieldSpec("n", "Last")))
    async with app.run_test() as pilot:
        app.form.focus_field("n")
        await pilot.pause()
        assert app.cursor_position.y == 1
        app.form.set_value("who", "new")
        await pilot.pause()
        assert app.cursor_position.y == 2


def piece(n: int) -> list[FieldSpec | Heading]:
    return [
        Heading(f"Piece {n}", name=f"piece{n}"),
        FieldSpec(f"style{n}", "Style"),
        FieldSpec(f"weight{n}", "Weight", read=read_grams, show=grams, initial="1"),
    ]


async def test_pieces_come_and_keep_what_is_in_the_others() -> None:
    app = Bed((FieldSpec("name", "Name"), *piece(1), FieldSpec("note", "Note")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed("Anna\nA1\n"))
        await app.form.add_fields(piece(2), after="weight1")
        await pilot.pause()
        assert [y for y, line in enumerate(app.lines()) if "Piece" in line] == [1, 4]
        assert app.at == "weight1", "the focus stays"
        app.form.focus_field("style2")
        await pilot.press(*typed("B2"))
        assert list(app.form.values().items())[3:5] == [("style2", "B2"), ("weight2", "1")]


async def test_an_untouched_new_piece_is_not_unsaved_work() -> None:
    app = Bed((FieldSpec("name", "Name"), *piece(1)))
    async with app.run_test():
        await app.form.add_fields(piece(2))
        assert not app.form.dirty


@pytest.mark.parametrize("text", HOSTILE)
async def test_names_labels_and_messages_are_painted_as_they_are(text: str) -> None:
    def refuse(value: str) -> str:
        raise EntryError(f"not {value}")

    app = Bed((FieldSpec("a", text, help=text), Heading(text), FieldSpec("b", "B", read=refuse), FieldSpec("c", "C")))
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.restore({"a": text, "b": text})
        assert app.form.read() is None
        await pilot.pause()
        lines = app.lines()
        assert lines[0].count(text[:15]) == 2, "the label, cut where it is too long, and the text"
        assert text in lines[1]
        assert f"! not {text}" in lines[2]
        app.form.focus_field("a")
        await pilot.pause()
        assert app.hint() == text


async def test_control_codes_never_reach_the_terminal() -> None:
    app = Bed((FieldSpec("a", "A\x1b[31m\x9b", help="h\x07"), FieldSpec("b", "B")))
    async with app.run_test() as pilot:
        app.form.restore({"a": "x\x1b]0;gone\x07\u202ey"})
        app.form.message("b", "no\x1b[2J")
        await pilot.pause()
        assert all(line.isprintable() for line in app.lines())


async def test_chinese_and_latin_labels_end_in_the_same_column(language: str) -> None:
    app = Bed(tuple(FieldSpec(f"f{n}", label) for n, label in enumerate(("Name", "Phone", "Date of sale", "Kind"))))
    async with app.run_test(size=(80, 24)) as pilot:
        for name in app.form.values():
            app.form.set_value(name, "@")
        await pilot.pause()
        columns = {cell_len(line.partition("@")[0]) for line in app.lines()[:4]}
        assert len(columns) == 1
        assert app.line("购买日期" if language == "zh_CN" else "Date of sale")


def many(count: int) -> tuple[FieldSpec, ...]:
    return tuple(FieldSpec(f"f{n}", f"Field {n}", width=30, show=None) for n in range(count))


async def test_sixteen_fields_stand_on_sixteen_rows() -> None:
    app = Bed(many(16))
    async with app.run_test(size=(80, 16)):
        assert sum("Field" in line for line in app.lines()) == 16


async def test_on_a_small_screen_the_field_with_the_focus_is_in_sight_and_the_caret_in_it() -> None:
    app = Bed(many(30))
    async with app.run_test(size=(60, 20)) as pilot:
        for n in (29, 0, 15, 29, 3):
            app.form.focus_field(f"f{n}")
            await pilot.pause()
            row = next(y for y, line in enumerate(app.lines()) if f"Field {n} " in line)
            assert app.lines()[row].startswith("›")
            assert app.cursor_position.y == row


async def test_going_up_to_a_group_shows_its_heading_too() -> None:
    app = Bed((*many(3), Heading("Piece 1"), *tuple(FieldSpec(f"p{n}", f"Part {n}") for n in range(30))))
    async with app.run_test(size=(60, 20)) as pilot:
        app.form.focus_field("p29")
        await pilot.pause()
        app.form.focus_field("p0")
        await pilot.pause()
        assert [line.split()[0] for line in app.lines()[:2]] == ["Piece", "›"]


async def test_at_sixty_columns_label_text_and_message_all_have_room() -> None:
    app = Bed()
    async with app.run_test(size=(60, 20)) as pilot:
        app.form.restore({"name": "Anna", "weight": "heavy", "note": "x" * 100})
        assert app.form.read() is None
        await pilot.pause()
        assert "heavy" in app.line("Weight g")
        assert "! a weight like" in app.line("Weight g")
        app.form.message("note", "too long for the card")
        await pilot.pause()
        assert "! too long for the" in app.line("Note"), "a long text makes way for its message"


async def test_resizing_keeps_focus_and_text() -> None:
    app = Bed()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*typed("张小红\n2"))
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert app.at == "kind"
        assert app.form.values()["name"] == "张小红"
        assert app.cursor_position.x == app.screen.focused.content_region.x + 1


async def test_tab_goes_on_past_the_last_field_to_what_else_is_on_the_screen() -> None:
    from counter_tui.widgets.ime_input import ImeInput

    app = Workbench(lambda: Form(SALE), ImeInput)
    async with app.run_test() as pilot:
        app.screen.query_one(Form).focus_field("note")
        await pilot.press("tab")
        assert type(app.screen.focused) is ImeInput


async def test_too_much_text_is_cut_not_refused() -> None:
    app = Bed((FieldSpec("short", "Short", length=5),))
    async with app.run_test():
        app.form.restore({"short": "123456789"})
        assert app.form.values()["short"] == "12345"
