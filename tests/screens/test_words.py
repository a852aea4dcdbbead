"""The shop's own words (mission D4): found in a list, written in the program, checked while typed, given up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from counter_tui.i18n import _, ngettext
from counter_tui.models import Draft
from counter_tui.settings import Settings
from tests.screens.conftest import Counter

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
TITLES = {"en": "Too dear", "zh_CN": "太贵了"}


async def open_words(c: Counter, typed: str = "") -> None:
    c.app.action_open_settings()
    await c.settle()
    await c.press("f9", "2")
    assert c.screen == "WordsList"
    if typed:
        await c.type(typed)
        await c.press("enter")
        assert c.screen == "Editor"


def own(settings: Settings, path: str) -> Path:
    return settings.folder / path


def row_of(source: str, key: str) -> int:
    return next(row for row, line in enumerate(source.splitlines()) if line.startswith(f"{key} ="))


def message(c: Counter) -> str:
    return c.lines()[-2]


@LANGUAGES
async def test_every_file_is_listed_with_where_it_comes_from(counter, stocked, language: str) -> None:
    card = own(stocked, f"objections/{language}/too-dear.toml")
    script = own(stocked, f"scripts/{language}/call.toml")
    for path in (card, script):
        path.parent.mkdir(parents=True)
        path.write_text('title = "Ours"\n', "utf-8")
    async with counter(stocked, language) as c:
        await open_words(c)
        line = next(line for line in c.lines() if "call" in line and _("shipped") not in line)
        assert _("! mistake in line {line}").format(line=1) in line
        assert message(c).startswith({"en": " ! 2 of ", "zh_CN": " ! 2份"}[language])
        assert _("Call script") in c.text
        for words in ("gongju", _("Objection card"), "too-dear"):
            await c.type(words)
            await c.press("ctrl+u")
        await c.type("too-dear")
        assert "too-dear" in c.text
        assert "let-me-think" not in c.text


@LANGUAGES
async def test_a_mistake_is_named_while_it_is_typed_and_gone_to_by_a_key(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        assert _("No mistake.") in message(c)
        area = c.app.screen.area
        at = row_of(area.text, "worry")
        area.move_cursor((at, 0))
        await c.type("x")
        said = _("line {line}: {expected}").split("{expected}")[0].format(line=at + 1)
        assert f"! {said}" in message(c)
        assert "xworry" in message(c)
        await c.press("ctrl+end", "ctrl+g")
        assert area.cursor_location == (at, 0)
        await c.press("delete")
        assert _("No mistake.") in message(c)


async def test_further_mistakes_are_counted(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_words(c, "too-dear")
        area = c.app.screen.area
        at = row_of(area.text, "worry")
        for key in ("worry", "ask"):
            area.move_cursor((row_of(area.text, key), 0))
            await c.type("x")
        assert f"line {at + 1}: unknown key xworry; did you mean worry? · and 1 more mistake" in message(c)


@LANGUAGES
async def test_what_is_saved_is_the_shops_own_and_in_use_at_once(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        area = c.app.screen.area
        area.text = area.text.replace(f'title = "{TITLES[language]}"', 'title = "贵不贵"')
        await c.settle()
        await c.press("f2")
        assert _("Saved, and in use from now on.") in message(c)
        path = own(stocked, f"objections/{language}/too-dear.toml")
        assert 'title = "贵不贵"' in path.read_text("utf-8")
        assert c.app.desk.shop.cards["too-dear"].title == "贵不贵"
        assert _("the shop's own") in c.lines()[0]
        await c.press("escape")
        assert c.screen == "WordsList", "nothing is unsaved"
        assert any("贵不贵" in line and _("the shop's own") in line for line in c.lines())
        await c.press("f6")
        assert "贵不贵" in c.text
        assert Draft.select().count() == 0


@LANGUAGES
async def test_with_a_mistake_it_stays_a_draft_that_opens_again(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        await c.type("x")
        await c.press("f2")
        assert message(c).startswith(" ! " + _("Only a draft so far: line {line}: {expected}").split("{")[0])
        assert not own(stocked, "objections").exists()
        await c.press("escape")
        assert c.screen == "Confirm"
        await c.press("2", "enter")
        assert c.screen == "Editor"
        assert c.app.screen.area.text.startswith("xnumber")
        assert c.app.screen.unsaved()
        await c.press("delete", "escape")
        assert c.screen in ("Confirm", "WordsList")


@LANGUAGES
async def test_a_draft_is_offered_after_the_program_has_stopped(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        await c.type("x")
    async with counter(stocked, language) as c:
        assert c.screen == "LeftUnsaved"
        assert "too-dear" in c.text
        await c.press("enter")
        assert c.screen == "Editor"
        assert c.app.screen.area.text.startswith("xnumber")


@LANGUAGES
async def test_the_way_back_asks_says_what_differs_and_leads_to_the_shipped_words(
    counter, stocked, language: str
) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        shipped = c.app.screen.area.text
        await c.press("f8")
        assert _("These are the shipped words.") in message(c)
        await c.type("# ")
        await c.press("enter", "f2", "f8")
        assert c.screen == "Confirm"
        asked = str(c.app.screen.query_one("#question").render())
        assert ngettext("{n} line added", "{n} lines added", 1).format(n=1) in asked
        assert "too-dear.toml.bak" in asked
        await c.press("enter")
        assert c.screen == "Editor"
        assert c.app.screen.area.text != shipped, "the safe answer comes first"
        await c.press("f8", "f8")
        assert c.app.screen.area.text == shipped
        assert _("shipped") in c.lines()[0]
        folder = own(stocked, f"objections/{language}")
        assert [path.name for path in folder.iterdir()] == ["too-dear.toml.bak"]
        assert not c.app.screen.unsaved()


@LANGUAGES
@pytest.mark.parametrize(("number", "kind"), [(1, "scripts"), (2, "objections"), (3, "letters")])
async def test_a_new_file_of_the_shops_own(counter, stocked, language: str, number: int, kind: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c)
        await c.press("f9", str(number))
        assert c.screen == "AskLine"
        await c.type("Ä")
        await c.press("enter")
        assert c.screen == "AskLine"
        assert "! " in c.text
        await c.press("ctrl+u")
        await c.type("Festival 2027")
        await c.press("enter")
        assert c.screen == "Editor"
        assert "! " in message(c), "it says what is missing"
        area = c.app.screen.area
        filled = area.text.replace(' = ""', ' = "x"').replace("words = []", 'words = ["x"]')
        filled = filled.replace("say = []", 'say = ["x", "y"]').replace("never = []", 'never = ["x"]')
        area.text = filled.replace("reasons = []", 'reasons = ["special"]')
        await c.settle()
        assert _("No mistake. F2 saves.") in message(c)
        await c.press("f2")
        assert own(stocked, f"{kind}/{language}/festival-2027.toml").exists()
        await c.press("f8")
        assert c.screen == "Confirm"
        await c.press("f8")
        assert c.screen == "WordsList"
        assert not own(stocked, f"{kind}/{language}/festival-2027.toml").exists()


async def test_the_policy_is_edited_here_too_and_counts_at_once(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_words(c, "policy")
        area = c.app.screen.area
        area.text = "[visits]\nhome_minutes = 1\n"
        await c.settle()
        assert "line 2: home_minutes: expected a whole number of 5 or more" in message(c)
        area.text = "[visits]\nhome_minutes = 20\n"
        await c.settle()
        await c.press("f2")
        assert c.app.desk.shop.policy.visits.home_minutes == 20


@LANGUAGES
@pytest.mark.parametrize(("width", "beside"), [(80, False), (100, True), (160, True)])
async def test_the_preview_stands_below_or_beside_and_has_no_hole(
    counter, stocked, language: str, width: int, beside: bool
) -> None:
    async with counter(stocked, language, (width, 24)) as c:
        await open_words(c, "first-revisit")
        area, preview = c.app.screen.query_one("#source"), c.app.screen.query_one("#preview")
        assert (preview.region.y == area.region.y) is beside
        assert area.region.height >= 10
        shown = str(c.app.screen.query_one("#said").render())
        assert {"Emily Carter", "张女士"} & {"张女士" if "张女士" in shown else "", "Emily Carter"}
        assert not set("{}[]") & set(shown)
        before = round(preview.scroll_y)
        await c.press("ctrl+end")
        assert round(preview.scroll_y) > before, "it follows the caret"
        assert _("As a customer hears it") in c.text
        await c.type("[")
        assert str(c.app.screen.query_one("#said").render()) == shown, "what was readable before stays"
        assert _("As it was before the mistake") in c.text, "and says so"


@LANGUAGES
async def test_switching_the_language_keeps_the_text_and_the_file(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await open_words(c, "too-dear")
        await c.type("# ")
        await c.press("enter")
        typed = c.app.screen.area.text
        await c.app.action_switch_language()
        await c.settle()
        assert c.app.screen.area.text == typed
        assert _("No mistake. F2 saves.") in message(c)
        await c.press("f2")
        assert own(stocked, f"objections/{language}/too-dear.toml").exists()


async def test_a_folder_that_takes_nothing_is_said_and_the_words_stay(
    counter, stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_path: Path, _text: str) -> None:
        raise OSError(30, "Read-only file system")

    async with counter(stocked) as c:
        await open_words(c, "too-dear")
        monkeypatch.setattr("counter_tui.shop.own_words.write_whole", read_only)
        await c.type("# ")
        await c.press("enter", "f2")
        assert "too-dear.toml can't be written: The disk is read-only" in message(c)
        assert c.app.screen.unsaved()
        c.look()
        assert Draft.select().where(Draft.form == "words").count() == 1


async def test_markup_and_escape_codes_in_the_words_are_only_text(counter, stocked) -> None:
    async with counter(stocked) as c:
        await open_words(c, "too-dear")
        c.app.screen.area.move_cursor((1, 9))
        c.app.post_message(events.Paste("[[bold]]\x1b[31m[[/]]"))
        await c.settle()
        assert c.screen == "Editor"
        assert "\x1b" not in c.app.screen.area.text
        await c.press("f8", "f8")
        assert c.screen == "Editor"
