"""The shop's own copies of words: listed, checked, put in use, given up; and how they read for a made-up customer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES
from counter_tui.models import AuditEntry, Draft
from counter_tui.shop import scripts
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.drafts import keep
from counter_tui.shop.entry import EntryError
from counter_tui.shop.example import example_values, preview, starting_text
from counter_tui.shop.own_words import (
    KINDS,
    Place,
    check_words_of,
    difference,
    give_up_words,
    open_words,
    own_path,
    read_id,
    save_words,
    words_in_use,
)
from counter_tui.shop.packs import CARD_ALWAYS, CARD_MAYBE, load_cards
from counter_tui.shop.trace import ShopError

CARD = Place("objections", "en", "too-dear")
SCRIPT = Place("scripts", "en", "call")
LETTER = Place("letters", "en", "birthday")
POLICY = Place("policy", "en", "policy")


@pytest.fixture
def own(shop: Shop, tmp_path: Path) -> Shop:
    folder = tmp_path / "own"
    folder.mkdir()
    return open_shop(shop.name, shop.region, "en", folder)


def states(shop: Shop) -> dict[str, str]:
    return {row.place.id: row.state for row in words_in_use(shop) if row.state != "shipped"}


# The list


def test_everything_that_is_shipped_is_listed_by_kind_and_cards_by_number(own: Shop) -> None:
    rows = words_in_use(own)
    assert [kind for kind in KINDS if any(row.place.kind == kind for row in rows)] == list(KINDS)
    assert [row.title for row in rows if row.place.kind == "objections"] == [card.title for card in own.cards.values()]
    assert {row.state for row in rows} == {"shipped"}
    assert {row.place.id for row in rows if row.place.kind == "letters"} == set(own.letters)


def test_the_list_is_that_of_the_language_in_use(own: Shop) -> None:
    rows = {row.place.id: row.title for row in words_in_use(own.speaking("zh_CN"))}
    assert rows["too-dear"] == load_cards(None, "zh_CN").value["too-dear"].title


def test_a_shops_own_file_is_told_apart_and_one_with_a_mistake_with_its_line(own: Shop, mei: int) -> None:
    source = open_words(own, CARD).source
    save_words(own, CARD, source.replace("Too dear", "Far too dear"), mei)
    save_words(own, Place("objections", "en", "ours"), source.replace("number = 1", "number = 77"), mei)
    wrong = own_path(own, SCRIPT)
    wrong.parent.mkdir(parents=True)
    wrong.write_text(open_words(own, SCRIPT).source.replace("{shop}", "{shpo}"), "utf-8")
    own_path(own, POLICY).write_text("[visits]\nhome_minutes = 20\n", "utf-8")
    found = {row.place.id: row for row in words_in_use(own)}
    assert states(own) == {"too-dear": "own", "ours": "new", "call": "wrong", "policy": "own"}
    assert found["too-dear"].title == "Far too dear"
    assert found["call"].line > 1


# Save, and the way back


def test_what_is_saved_is_in_use_and_its_draft_is_gone(own: Shop, mei: int) -> None:
    keep(own, "d1", "words", "x", {}, mei, "till")
    source = open_words(own, CARD).source.replace("Too dear", "Zu teuer")
    save_words(own, CARD, source, mei, "d1")
    assert own_path(own, CARD).read_text("utf-8") == source
    assert own.speaking("en").cards["too-dear"].title == "Zu teuer"
    assert Draft.select().count() == 0
    entry = AuditEntry.get(AuditEntry.action == "words.saved")
    assert (entry.clerk_id, entry.detail) == (mei, {"kind": "objections", "id": "too-dear", "language": "en"})


@pytest.mark.parametrize("where", [CARD, SCRIPT, LETTER, POLICY])
def test_words_with_a_mistake_are_not_saved(own: Shop, mei: int, where: Place) -> None:
    keep(own, "d1", "words", "x", {}, mei, "till")
    with pytest.raises(ShopError, match=r"line 1: "):
        save_words(own, where, "foo = 1\n" + open_words(own, where).source, mei, "d1")
    assert not own_path(own, where).exists()
    assert Draft.select().count() == 1


def test_a_disk_that_takes_nothing_is_one_sentence_and_keeps_the_draft(
    own: Shop, mei: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(own, "d1", "words", "x", {}, mei, "till")

    def full(_path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("counter_tui.shop.own_words.write_whole", full)
    with pytest.raises(ShopError, match=r"too-dear\.toml can't be written: The disk is full"):
        save_words(own, CARD, open_words(own, CARD).source, mei, "d1")
    assert Draft.select().count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "words.saved").count() == 0


def test_the_way_back_leads_to_the_shipped_words_and_keeps_the_own_ones_aside(own: Shop, mei: int) -> None:
    shipped = open_words(own, CARD).source
    save_words(own, CARD, shipped.replace("Too dear", "Zu teuer"), mei)
    give_up_words(own, CARD, mei)
    assert open_words(own, CARD).source == shipped
    assert states(own) == {}
    assert "Zu teuer" in own_path(own, CARD).with_name("too-dear.toml.bak").read_text("utf-8")
    assert own.speaking("en").mistakes == ()
    give_up_words(own, CARD, mei)


def test_a_file_of_a_chinese_windows_is_opened_with_its_words(own: Shop) -> None:
    path = own_path(own, CARD)
    path.parent.mkdir(parents=True)
    path.write_bytes('title = "太贵了"\r\n'.encode("gb18030"))
    assert open_words(own, CARD).source == 'title = "太贵了"\n'


def test_a_difference_is_told_in_words() -> None:
    shipped = "a\nb\nc\nd\n"
    assert difference("a\nx\nc\nd\n", shipped) == "1 line changed"
    assert difference("a\nb\nc\nd\ne\nf\n", shipped) == "2 lines added"
    assert difference("x\ny\nc\n", shipped) == "2 lines changed, 1 line left out"
    assert difference(shipped, shipped) == "no difference"


# The check


def test_a_cards_number_must_be_free_but_for_its_own(own: Shop) -> None:
    source = open_words(own, CARD).source
    assert check_words_of(own, CARD, source) == ()
    (mistake,) = check_words_of(own, CARD, source.replace("number = 1", "number = 2"))
    assert (mistake.line, mistake.expected) == (1, "number 2 is taken by let-me-think")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_file_would_pass_as_the_shops_own(own: Shop, language: str) -> None:
    shop = own.speaking(language)
    for row in words_in_use(shop):
        assert check_words_of(shop, row.place, open_words(shop, row.place).source) == (), row.place


@pytest.mark.parametrize("typed", ["", "Ä b", "a/b", "../x", "x" * 33, "-a", "a-", "con.toml"])
def test_a_name_that_makes_no_file_is_refused(own: Shop, typed: str) -> None:
    with pytest.raises(EntryError):
        read_id(own, "letters")(typed)


def test_a_name_that_is_taken_is_refused_and_others_are_folded(own: Shop) -> None:
    with pytest.raises(EntryError, match="too-dear is there already"):
        read_id(own, "objections")("Too Dear")
    assert read_id(own, "objections")("Ｆestival 2027") == "festival-2027"


@pytest.mark.parametrize("kind", ["scripts", "objections", "letters"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_file_says_what_is_still_missing(own: Shop, kind: str, language: str) -> None:
    i18n.set_language(language)
    shop = own.speaking(language)
    source = starting_text(shop, kind)
    mistakes = check_words_of(shop, Place(kind, language, "ours"), source)
    assert [mistake.line for mistake in mistakes] == [
        number for number, line in enumerate(source.splitlines(), 1) if line.endswith((' ""', " []"))
        and not line.startswith(("manners", "facts", "reasons", "customer"))
    ]  # fmt: skip
    if kind == "objections":
        assert f"number = {max(card.number for card in shop.cards.values()) + 1}" in source


# How it reads


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_knows_everything_that_words_can_name(own: Shop, language: str) -> None:
    i18n.set_language(language)
    values = example_values(own.speaking(language), "Mei Lin")
    assert {*scripts.ALWAYS, *scripts.MAYBE, *CARD_ALWAYS, *CARD_MAYBE} <= set(values)
    assert {name for name, value in values.items() if not value} == {"trade_in"}, "no rule is made up for a shop"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_preview_has_a_hole_and_each_line_knows_where_it_comes_from(own: Shop, language: str) -> None:
    i18n.set_language(language)
    shop = own.speaking(language)
    for row in words_in_use(shop):
        source = open_words(shop, row.place).source
        shown = preview(shop, row.place.kind, source, "Mei Lin")
        assert shown is not None
        assert bool(shown) == (row.place.kind != "policy")
        for paragraph in shown:
            assert not set("{}[]") & set(paragraph.words), row.place
        assert [paragraph.line for paragraph in shown] == sorted(paragraph.line for paragraph in shown) or (
            row.place.kind == "scripts"
        ), row.place


def test_words_that_cannot_be_read_have_no_preview(own: Shop) -> None:
    for broken in ("a = ", "title = 3\n", 'title = "x"\n'):
        assert preview(own, "objections", broken, "Mei Lin") is None


def test_another_language_has_its_own_place(own: Shop, mei: int) -> None:
    place = replace(CARD, language="zh_CN")
    save_words(own, place, open_words(own, place).source.replace("太贵了", "太贵啦"), mei)
    assert states(own) == {}
    assert own.speaking("zh_CN").cards["too-dear"].title == "太贵啦"
