"""The shop's words: what is shipped in both languages, and what a wrong file is told."""

from __future__ import annotations

import re
import textwrap
import tomllib
import unicodedata
from pathlib import Path

import pytest

from counter_tui.i18n import LANGUAGES, assets
from counter_tui.shop.context import check_all
from counter_tui.shop.packs import load_cards, render
from counter_tui.shop.scripts import load_scripts
from counter_tui.tomltext import key_lines

SCRIPTS = {language: load_scripts(None, language).value for language in LANGUAGES}
CARDS = {language: load_cards(None, language).value for language in LANGUAGES}

ALL_KNOWN = {
    "en": {
        "shop": "Golden Bell",
        "clerk": "Mei Lin",
        "customer": "Ms Zhang",
        "daypart": "morning",
        "today": "21 November 2026",
        "piece": "18K gold ring",
        "bought": "18 November",
        "weight": "3.21 g",
        "fineness": "18K gold 750",
        "per_gram": "¥1,450.00",
        "gold_price": "¥1,012.00",
        "labour": "¥1,380.00",
        "price": "¥14,652.52",
        "cert": "NGTC 88123456789",
        "exchange_until": "28 November 2026",
        "repair_until": "18 November 2027",
        "free_until": "18 November 2027",
        "trade_in": "3% off the weight, ¥20.00 a gram for wear, the new piece 25% heavier",
    },
    "zh_CN": {
        "shop": "金铃珠宝",
        "clerk": "林梅",
        "customer": "张女士",
        "daypart": "上午",
        "today": "2026年11月21日",
        "piece": "18K金戒指",
        "bought": "11月18日",
        "weight": "3.21克",
        "fineness": "18K金 750",
        "per_gram": "¥1,450.00",
        "gold_price": "¥1,012.00",
        "labour": "¥1,380.00",
        "price": "¥14,652.52",
        "cert": "NGTC 88123456789",
        "exchange_until": "2026年11月28日",
        "repair_until": "2027年11月18日",
        "free_until": "2027年11月18日",
        "trade_in": "损耗扣3%、折旧每克¥20.00、新件至少重25%",
    },
}


# What is shipped


def test_every_shipped_file_passes_the_check() -> None:
    assert check_all(None) == []


def test_both_languages_have_the_same_cards_by_number() -> None:
    numbers = {language: [(card.id, card.number) for card in cards.values()] for language, cards in CARDS.items()}
    assert numbers["en"] == numbers["zh_CN"]
    assert [number for _id, number in numbers["en"]] == list(range(1, len(numbers["en"]) + 1))


def test_there_are_thirty_cards_or_more_for_what_customers_say() -> None:
    """The eighteen of facts.md §3 and the list of mission E1, then what else is heard at a counter."""
    facts = (
        "too-dear let-me-think ask-family cheaper-elsewhere cheaper-online resale-value is-it-real fixed-price "
        "trade-in-fees gold-may-fall discoloured-or-bent stone-swapped no-longer-liked stop-calling "
        "others-got-discount lab-grown gift-may-not-suit certificate"
    )
    mission = "already-have-one allergy quality family-disagrees"
    counter = "labour-cost repair-charge repair-takes-long weight-differs want-refund papers-lost deposit k-gold"
    for cards in CARDS.values():
        assert set(f"{facts} {mission} {counter}".split()) <= set(cards)
        assert len(cards) >= 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_two_or_three_ways_a_customer_says_it(language: str) -> None:
    for card in CARDS[language].values():
        assert 2 <= len(set(card.customer)) <= 3, card.id
        assert not set(card.customer) & {card.title, *card.words}, card.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_says_itself_what_it_tells_never_to_say(language: str) -> None:
    for card in CARDS[language].values():
        quoted = [words.strip("。，.,!?！？ ") for line in card.never for words in re.findall("“(.+?)”", line)]
        said = " ".join((card.ask, *card.facts, *card.say))
        assert not [words for words in quoted if words.casefold() in said.casefold()], card.id


def test_what_a_customer_says_belongs_to_one_card() -> None:
    """Two cards with the same line could not be told apart in practice."""
    for cards in CARDS.values():
        lines = [line for card in cards.values() for line in (card.title, *card.customer)]
        assert len(lines) == len(set(lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_twelve_lines_of_a_small_terminal(language: str) -> None:
    def lines(text: str) -> int:
        width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
        return -(-width // 60) if language == "zh_CN" else len(textwrap.wrap(text, 60))

    for card in CARDS[language].values():
        pieces = [card.worry, card.ask, *card.facts, *card.say, "; ".join(card.never)]
        tall = sum(lines(render(text, ALL_KNOWN[language])) for text in pieces)
        assert tall <= 11, card.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_something_to_show_when_nothing_is_known_of_the_piece(language: str) -> None:
    for card in CARDS[language].values():
        assert any(render(fact, {}) for fact in card.facts), card.id


# A shop's own files

CARD = (
    'number = 90\ntitle = "Ours"\nwords = ["x"]\nworry = "w"\nask = "a"\n'
    'facts = []\nsay = ["one", "two"]\nnever = ["n"]\n'
)

BROKEN_CARDS = [
    (CARD.replace("number = 90", "number = 0"), 1, "number: expected a whole number of 1 or more, found 0"),
    (CARD.replace("number = 90", "number = 3"), 1, "number 3 is taken by ask-family"),
    (CARD.replace('["one", "two"]', '["one"]'), 7, "a list of at least 2"),
    (CARD.replace('["one", "two"]', '"one"'), 7, 'a list in [ ], found "one"'),
    (CARD.replace('["one", "two"]', '[\n  "one",\n  "it weighs {weight}",\n]'), 9, "{weight} is not always known"),
    (CARD.replace("facts = []", 'facts = ["[{piece}]"]'), 6, "unknown name {piece}"),
    (CARD.replace('"x"', '"x", "{shop}"'), 3, "words: no name in braces"),
    (CARD.replace('worry = "w"\n', ""), 1, "worry is missing"),
    (CARD + 'customer = ["I am {customer}"]\n', 9, "customer: no name in braces"),
    (CARD + 'customer = ["a", "b", "c", "d"]\n', 9, "customer: expected a list of"),
]


def own_file(shop: Path, kind: str, name: str, source: str) -> Path:
    path = shop / kind / "en" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return path


@pytest.mark.parametrize(("source", "line", "expected"), BROKEN_CARDS)
def test_a_wrong_card_is_refused_with_its_line_and_the_others_stay(
    tmp_path: Path, source: str, line: int, expected: str
) -> None:
    path = own_file(tmp_path, "objections", "a-card", source)
    loaded = load_cards(tmp_path, "en")
    assert [(mistake.file, mistake.line) for mistake in loaded.mistakes] == [(path, line)]
    assert expected in loaded.mistakes[0].sentence
    assert loaded.value == CARDS["en"]


def test_a_shops_own_cards_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    own_file(tmp_path, "objections", "ours", CARD)
    own_file(tmp_path, "objections", "too-dear", CARD.replace("90", "2"))
    own_file(tmp_path, "objections", "let-me-think", CARD.replace("90", "1"))
    loaded = load_cards(tmp_path, "en")
    assert loaded.mistakes == ()
    assert list(loaded.value)[:3] == ["let-me-think", "too-dear", "ask-family"]
    assert list(loaded.value)[-1] == "ours"


def test_two_own_cards_with_one_number_leave_the_first(tmp_path: Path) -> None:
    own_file(tmp_path, "objections", "ours-a", CARD)
    second = own_file(tmp_path, "objections", "ours-b", CARD)
    loaded = load_cards(tmp_path, "en")
    assert [mistake.file for mistake in loaded.mistakes] == [second]
    assert "ours-a" in loaded.value
    assert "ours-b" not in loaded.value


def test_a_mistake_in_a_policy_is_told_beside_those_in_the_words(tmp_path: Path) -> None:
    own_file(tmp_path, "scripts", "first-revisit", "")
    (tmp_path / "policy.toml").write_text("[visits]\nhome_minutes = 0\n", "utf-8")
    files = [mistake.file.name for mistake in check_all(tmp_path)]
    assert files == ["policy.toml", *["first-revisit.toml"] * 3]


# Where things stand in a file


def test_every_value_of_every_shipped_file_is_found_on_its_line() -> None:
    files = [path for kind in ("scripts", "objections", "care", "topics") for path in (assets() / kind).rglob("*.toml")]
    assert len(files) > 2 * (len(SCRIPTS["en"]) + len(CARDS["en"]))
    for path in files:
        source = path.read_text("utf-8")
        lines = key_lines(source)
        for place, value in leaves(tomllib.loads(source)):
            written = str(value).lower() if isinstance(value, bool) else str(value).replace("\\", "\\\\")
            assert written in source.splitlines()[lines[place] - 1], (path.name, place)


def leaves(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    return [(place, value)] if inside is None else [leaf for key, v in inside for leaf in leaves(v, (*place, key))]


def test_lines_are_told_whatever_way_the_file_is_written() -> None:
    source = '''# a comment = [
"quoted.key" = 1
a.b = """
[not.a.table]
x = 1 \\"""
"""
list = [ # [
  'it''s', # ]
  { x = 1, y = [2,
    3] },
]
[t . u]
v = 2027-02-06 # z
[[t.rows]]
w = "]"
[[t.rows]]
w = '#'
[t.rows.sub]
z = -1.5e3
'''.replace("'it''s'", '"it\\"s"')
    lines = key_lines(source)
    assert {
        ("quoted.key",): 2,
        ("a", "b"): 3,
        ("list",): 7,
        ("list", 0): 8,
        ("list", 1, "x"): 9,
        ("list", 1, "y", 1): 10,
        ("t", "u", "v"): 13,
        ("t", "rows", 0, "w"): 15,
        ("t", "rows", 1, "w"): 17,
        ("t", "rows", 1, "sub", "z"): 19,
    }.items() <= lines.items()
    assert {place for place, _value in leaves(tomllib.loads(source))} <= set(lines)
