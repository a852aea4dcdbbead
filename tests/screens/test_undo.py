"""F9 and a number: the last things saved, in words, and one of them taken back after a question."""

from __future__ import annotations

from counter_tui import i18n
from counter_tui.models import Contact, Customer, Draft, Revisit, Sale, UndoStep
from tests.screens.conftest import BOTH, LANGUAGES

UNDO = ("f9", "8", "4")


async def test_what_was_said_of_it_is_gone_from_the_screens_one_comes_back_to(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "2", "enter")
        assert "Noted for Emily Carter. Next: " in c.lines()[22]
        await c.press(*UNDO, "escape")
        assert c.screen == "TodayScreen" and "Noted for Emily Carter. Next: " in c.lines()[22], "nothing was undone"
        await c.press(*UNDO, "enter", "2", "escape")
        assert c.screen == "TodayScreen" and "Noted" not in c.lines()[22]


@LANGUAGES
async def test_the_outcome_of_a_call_is_taken_back_after_its_words_were_shown(counter, stocked, language) -> None:
    async with counter(stocked, language) as c:
        await c.press("down", "down", "enter", "f2", "2", "enter")
        revisit = Contact.get().revisit
        assert revisit.tries == 1
        await c.press(*UNDO)
        top = "\n".join(c.lines()[1:4])
        assert "10:12" in top
        said = {"en": ("Back to its day", "First revisit, No answer"), "zh_CN": ("首次回访", "无人接听")}
        assert all(words in top for words in said[language])
        await c.press("enter")
        assert c.screen == "Confirm"
        assert {"en": "The contact of Sat 21 Nov 10:12 is removed.", "zh_CN": "10:12"}[language] in c.text
        assert Contact.select().count() == 1
        await c.press("enter")
        assert (c.screen, Contact.select().count()) == ("Undo", 1)
        await c.press("enter", "2")
        assert (Contact.select().count(), Revisit.get_by_id(revisit.id).tries) == (0, 0)
        assert {"en": "Undone: "}.get(language, "") in c.lines()[22]
        assert said[language][-1] not in "\n".join(c.lines()[:22])
        await c.press("escape")
        assert c.screen == "TodayScreen"


async def test_the_newest_are_on_top_and_the_language_can_change(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*UNDO)
        heads = [line for line in c.lines() if "sale of 18K gold diamond ring" in line]
        assert ["單雪" in heads[0], "张晓红" in heads[-1], len(heads)] == [True, True, 4]
        await c.app.action_switch_language()
        await c.settle()
        assert i18n.language() == "zh_CN"
        assert "18K金钻石戒指" in c.text and "gold" not in c.text


async def test_what_a_later_action_stands_on_says_so_and_stays(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("down", "down", "enter", "f2", "2", "enter")
        await c.press(*UNDO, "end", "enter")
        assert c.screen == "Undo"
        assert "Undo first what you did after it: 张晓红" in c.text
        assert Sale.select().count() == 4


async def test_after_a_file_has_gone_nothing_shows_it_any_more(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"8888", "enter")
        assert c.screen == "CustomerScreen" and "單雪" in c.text
        await c.press(*UNDO, "f8")
        assert "The file C000004 is removed." in c.text
        await c.press("f8")
        assert Customer.select().count() == 3
        await c.press("escape")
        assert c.screen == "TodayScreen"
        assert "單雪" not in c.text


@BOTH
async def test_a_call_is_opened_again_with_every_word(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "enter")
        await c.type("a little loose")
        await c.press("f2", "1")
        await c.type("pleased")
        await c.press("enter")
        assert (Contact.get().said, Draft.select().count()) == ("pleased", 0)
        await c.press(*UNDO, "enter")
        assert "What was typed can be opened again." in c.text
        await c.press("3")
        assert c.screen == "CallScreen" and "a little loose" in c.text
        assert Contact.select().count() == 0
        await c.press("f2", "1")
        assert "pleased" in c.text
        await c.press("enter")
        contact = Contact.get()
        assert (contact.said, [tick.note for tick in contact.ticks if tick.note]) == ("pleased", ["a little loose"])
        assert Draft.select().count() == 0


async def test_words_of_a_reopened_call_stay_when_it_is_parked(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "1")
        await c.type("pleased")
        await c.press("enter", *UNDO, "enter", "3", "escape")
        assert c.screen == "TodayScreen"
        assert Draft.get().data["said"] == "pleased"


@BOTH
async def test_a_sale_just_planned_is_taken_back_and_its_form_opened_again(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter", "f9", "9", "1")
        await c.press("down", "down")
        await c.type("A-77")
        await c.press("enter", "enter", "enter", "enter")
        await c.type("ring")
        await c.press("f2")
        assert (c.screen, Sale.select().count(), Sale.get(Sale.invoice != "").invoice) == ("Planned", 5, "A-77")
        await c.press(*UNDO, "enter", "3")
        assert (c.screen, Sale.select().count()) == ("SaleScreen", 4)
        assert "A-77" in c.text and "Emily Carter" in c.text
        await c.press("f2")
        assert (c.screen, Sale.select().count(), Draft.select().count()) == ("Planned", 5, 0)
        await c.press(*UNDO, "enter", "2", "escape")
        assert (c.screen, Sale.select().count(), Draft.select().count()) == ("TodayScreen", 4, 1)


async def test_an_empty_list_says_so(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.behind(UndoStep.delete())
        await c.press(*UNDO)
        assert "There is nothing to undo." in c.text
        await c.press("enter", "f8", "escape")
        assert c.screen == "TodayScreen"


async def test_a_correction_and_then_its_sale_are_taken_back(counter, stocked) -> None:
    """The form that the first undo leaves does not hold up the second one."""
    async with counter(stocked) as c:
        await c.press(*"8888", "enter")
        await c.app.screen.run_action("correct_sale")
        await c.settle()
        await c.press("tab", "tab")
        await c.type("A-77")
        await c.press("f2")
        assert Sale.select().where(Sale.invoice == "A-77").count() == 1
        await c.press(*UNDO, "enter")
        assert "F8 Undo it" in c.lines()[-1]
        await c.press("f8")
        assert (Sale.select().count(), Draft.select().count()) == (4, 1)
        await c.press("enter")
        assert c.screen == "Confirm"
        await c.press("f8")
        assert (Sale.select().count(), Draft.select().count()) == (3, 0)


async def test_a_form_in_the_way_says_where_it_lies(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"8888", "enter")
        await c.app.screen.run_action("correct_sale")
        await c.settle()
        await c.press("tab", "tab")
        await c.type("A-77")
        await c.press("escape", "2", *UNDO, "enter")
        assert c.screen == "Undo"
        assert "! First save or throw away the draft about it (F9 96): C000004" in c.lines()[22]


async def test_f5_leaves_the_question_and_what_is_typed_next_undoes_nothing(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("enter", "f2", "2", "enter")
        await c.press(*UNDO, "enter")
        assert c.screen == "Confirm"
        await c.pilot.press("f5", "2", "8", "7")
        await c.settle()
        assert (c.screen, c.app.today_screen.box.text) == ("TodayScreen", "287")
        assert Contact.select().count() == 1
