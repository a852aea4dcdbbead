"""Words filled in for a customer: no hole, no doubled mark, and nothing a customer is called can break them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.i18n import LANGUAGES
from counter_tui.shop import scripts
from counter_tui.shop.advice import load_topics
from counter_tui.shop.clauses import WordsError, check_words, render
from counter_tui.shop.packs import (
    CARD_ALWAYS,
    CARD_MAYBE,
    Card,
    load_cards,
)
from counter_tui.shop.scripts import Script, load_scripts

SCRIPTS = [script for language in LANGUAGES for script in load_scripts(None, language).value.values()]
CARDS = [card for language in LANGUAGES for card in load_cards(None, language).value.values()]


def words_of_script(script: Script) -> list[str]:
    said = [text for step in script.steps for text in (step.title, step.say, step.hint, *(a.say for a in step.answers))]
    return [script.aim, *script.manners, *said]


def words_of_card(card: Card) -> list[str]:
    return [card.worry, card.ask, *card.facts, *card.say, *card.never]


SHIPPED_WORDS = sorted(
    {text for script in SCRIPTS for text in words_of_script(script)}
    | {text for card in CARDS for text in words_of_card(card)}
    | {topic.say for language in LANGUAGES for topic in load_topics(None, language).value.values()}
)

RENDERED = [
    ("Thank you for choosing [the {piece} ]at {shop}[ on {bought}].", "Thank you for choosing at Golden Bell."),
    ("Hello {customer}, [for {piece}], how are you?", "Hello Ms Zhang, how are you?"),
    ("[{piece}, ][{bought}, ]thank you.", "thank you."),
    ("Here: [{piece}]; [{bought}].", "Here."),
    ("For you ([{piece}]) and all", "For you and all"),
    ("That is all[, {piece}],", "That is all,"),
    ("That is all,[ {piece}]", "That is all"),
    ("Well...[ {piece}] yes", "Well... yes"),
    ("[[{shop}]] and {{", None),
    ("[[{shop}]]", "[Golden Bell]"),
    ("  two\n spaces  ", "two spaces"),
    ("您好[，{piece}]。[{bought}。]谢谢", "您好。谢谢"),
    ("感谢您[{bought}]光临{shop}[，选了{piece}]。", "感谢您光临Golden Bell。"),
    ("请看（[{piece}]）。", "请看。"),
    ("您好， {customer} 。", "您好，Ms Zhang。"),
]


@pytest.mark.parametrize(("text", "expected"), RENDERED)
def test_a_dropped_clause_leaves_no_seam(text: str, expected: str | None) -> None:
    values = {"shop": "Golden Bell", "customer": "Ms Zhang", "piece": None, "bought": " "}
    if expected is None:
        with pytest.raises(WordsError):
            render(text, values)
    else:
        assert render(text, values) == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("This is {shop}.", "Bell & Co.", "This is Bell & Co."),
        ("Is this {shop}?", "Bell & Co.", "Is this Bell & Co.?"),
        ("{shop}, hello", "Bell & Co.", "Bell & Co., hello"),
        ("{shop}! Hello", "Yes!", "Yes! Hello"),
        ("我是{shop}。", "金铃。", "我是金铃。"),
        ("{shop}. Hello", "Yes,", "Yes, Hello"),
        ("您 {shop} 好", "张女士", "您张女士好"),
        ("您 {shop} 好", "Ann", "您 Ann 好"),
        ("Hello {shop}", "{clerk} [[x] ]", "Hello {clerk} [[x] ]"),
        ("Hello {shop}[ of {clerk}]", "[/]", "Hello [/]"),
        ("a {shop} b", "  x  y  ", "a x  y b"),
    ],
)
def test_a_value_is_put_in_as_it_is(text: str, value: str, expected: str) -> None:
    assert render(text, {"shop": value}) == expected


@pytest.mark.parametrize(
    ("shop", "clerk", "expected"),
    [
        ("Golden Bell", "Wei Chen", "我是Golden Bell Wei Chen。"),
        ("金铃", "林梅", "我是金铃林梅。"),
        ("Golden Bell", "林梅", "我是Golden Bell林梅。"),
        ("金铃", "Wei Chen", "我是金铃Wei Chen。"),
        ("Bell & Co.", "[/]", "我是Bell & Co.[/]。"),
    ],
)
def test_two_values_in_a_row_do_not_run_together(shop: str, clerk: str, expected: str) -> None:
    assert render("我是{shop}{clerk}。", {"shop": shop, "clerk": clerk}) == expected


def test_a_name_that_is_known_to_no_one_is_refused_even_in_a_clause() -> None:
    with pytest.raises(WordsError, match=r"unknown name \{colour\}"):
        check_words("[in {colour}]", scripts.ALWAYS, scripts.MAYBE)


EDGES = st.sampled_from(["", "", "{", "}", "[", "]", "]]", "{shop}", "'", "\\", "[/]", "𠮷", "张", "A", "  a", "0 "])
NAMES = sorted({*scripts.ALWAYS, *scripts.MAYBE, *CARD_ALWAYS, *CARD_MAYBE})
MARK = r"[,.;:!?，。；：！？、]"
DOUBLED = re.compile(
    rf"{MARK}\s*{MARK}|\s\s|\s[,.;:!?)]|^{MARK}|^\s|\s$|[(（“][)）”]|[\u4e00-\u9fff，。]\s[\u4e00-\u9fff，。]"
)


@st.composite
def hostile_values(draw: st.DrawFn, always: tuple[str, ...] = scripts.ALWAYS) -> dict[str, str | None]:
    known = draw(st.sets(st.sampled_from(NAMES))) | set(always)
    return {name: f"{draw(EDGES)}<{name}>{draw(EDGES)}" if name in known else None for name in NAMES}


def plain(rendered: str, values: dict[str, str | None]) -> str:
    """What was rendered, each value in it replaced by one letter."""
    for value in sorted(filter(None, values.values()), key=len, reverse=True):
        rendered = rendered.replace(value.strip(), "X")
    return rendered


@given(st.sampled_from(SHIPPED_WORDS), hostile_values())
def test_shipped_words_never_show_a_hole(text: str, values: dict[str, str | None]) -> None:
    shown = plain(render(text, values), values)
    assert not re.search(r"[{}\[\]<>]", shown)
    assert not DOUBLED.search(shown), shown


PIECES = st.sampled_from(
    [
        "{shop}",
        "{customer}",
        "word",
        "您好",
        "[{piece}]",
        "[the {piece} ]",
        "[, {bought}]",
        "[ on {bought}]",
        "[，{days}。]",
        "([{size}])",
    ]
)
SEPARATORS = st.sampled_from([" ", ", ", ". ", "; ", "，", "。", "：", " "])


@given(st.lists(st.tuples(PIECES, SEPARATORS), min_size=1, max_size=8), hostile_values())
def test_words_of_a_shop_never_show_a_hole(parts: list[tuple[str, str]], values: dict[str, str | None]) -> None:
    text = "".join(piece + separator for piece, separator in parts)
    check_words(text, scripts.ALWAYS, scripts.MAYBE)
    shown = plain(render(text, values), values)
    assert not re.search(r"[{}\[\]<>]", shown)
    assert not DOUBLED.search(shown), shown


@given(st.text(), hostile_values(()))
def test_any_text_is_either_refused_or_filled_in(text: str, values: dict[str, str | None]) -> None:
    try:
        check_words(text, scripts.ALWAYS, scripts.MAYBE)
    except WordsError as error:
        assert str(error)
    else:
        render(text, values)
