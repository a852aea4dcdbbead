"""Every word that is shipped, filled in for fifty customers of whom something is always missing: no hole, no seam."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.i18n import LANGUAGES
from counter_tui.shop import scripts
from counter_tui.shop.advice import load_care, load_topics
from counter_tui.shop.clauses import render
from counter_tui.shop.letters import LETTER_ALWAYS, LETTER_MAYBE, fill, load_letters
from counter_tui.shop.packs import CARD_ALWAYS, CARD_MAYBE, load_cards
from counter_tui.shop.scripts import load_scripts
from tests.shop.test_clauses import DOUBLED

KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "shop": ("Golden Bell", "Bell & Sons"),
        "clerk": ("Mei Lin", "林梅"),
        "customer": ("Ms Zhang", "Emily Carter", "张女士"),
        "daypart": ("morning", "afternoon", "evening"),
        "piece": ("18K gold diamond ring", "jade bangle", "necklace “Spring”"),
        "material": ("18K gold", "Silver 925"),
        "size": ("16.6 mm (HK 13)", "CN 13"),
        "days": ("3", "184"),
        "last": ("she likes it.", "the clasp is stiff", "asked for the price!", "来电话说有点紧。"),
        "promise": ("ask the workshop (Mon 23 Nov)", "call back on Friday (Fri 27 Nov)"),
        "complaint": ("number 12, quality", "number 3, delivery"),
        "care": ("Wipe it after wearing. Keep it from perfume.", "No ultrasonic bath."),
        "topic": ("Shall I tell you how pearls are wiped?", "Bring it in for a look."),
        "others": ("18K gold necklace", "earrings, jade bangle"),
        "trade_in": ("3% off the weight, ¥20.00 a gram for wear", "the new piece 25% heavier"),
        "fineness": ("18K gold 750", "Pure gold 999"),
    },
    "zh_CN": {
        "shop": ("金铃珠宝", "Golden Bell"),
        "clerk": ("林梅", "Ann"),
        "customer": ("张女士", "Carter 女士", "李先生"),
        "daypart": ("上午", "下午", "晚上"),
        "piece": ("18K金钻石戒指", "翡翠手镯", "项链“春”"),
        "material": ("18K金", "足银925"),
        "size": ("16.6 mm（港度13）", "13号"),
        "days": ("3", "184"),
        "last": ("顾客说很喜欢。", "扣子有点紧", "问了价钱！", "likes it."),
        "promise": ("问一下工厂（11月23日）", "周五回电话（11月27日）"),
        "complaint": ("第12号，质量", "第3号，配送"),
        "care": ("戴完用软布擦一擦，别碰香水。不要超声波清洗。", "不要超声波清洗。"),
        "topic": ("珍珠怎么擦，我跟您说说好吗？", "路过就拿来看看。"),
        "others": ("18K金项链", "耳钉、翡翠手镯"),
        "trade_in": ("损耗扣3%、折旧每克¥20.00", "新件至少重25%"),
        "fineness": ("18K金 750", "足金999"),
    },
}
"""What a customer, a piece and a clerk's own notes may be like; sentences that end as people end them, or don't."""
DAYS = {"en": ("28 November", "18 November 2027"), "zh_CN": ("11月28日", "2027年11月18日")}
SUMS = ("¥1,280.00", "NT$500", "HK$12.50")
OTHERS = {
    **dict.fromkeys(("today", "bought", "next", "free_until", "exchange_until", "repair_until"), DAYS),
    **dict.fromkeys(("owed", "price", "per_gram", "gold_price", "labour"), dict.fromkeys(LANGUAGES, SUMS)),
    "weight": {"en": ("3.21 g",), "zh_CN": ("3.21克",)},
    "cert": dict.fromkeys(LANGUAGES, ("NGTC 88123456789", "GIA 2141438171")),
}
ALWAYS = {*scripts.ALWAYS, *CARD_ALWAYS, *LETTER_ALWAYS}
NAMES = sorted({*ALWAYS, *scripts.MAYBE, *CARD_MAYBE, *LETTER_MAYBE})

Said = tuple[str, str, bool]
"""Where words stand, the words, and whether they may come out empty."""


def customers(language: str) -> st.SearchStrategy[dict[str, str | None]]:
    """A customer of whom anything that is not always known may be missing."""

    def of(name: str) -> st.SearchStrategy[str | None]:
        known = KNOWN[language].get(name) or OTHERS.get(name, {}).get(language) or (name,)
        return st.sampled_from(known) if name in ALWAYS else st.none() | st.sampled_from(known)

    return st.fixed_dictionaries({name: of(name) for name in NAMES})


def of_scripts(language: str) -> Iterator[Said]:
    for script in load_scripts(None, language).value.values():
        yield f"{script.id}: aim", script.aim, False
        yield from ((f"{script.id}: manners", line, False) for line in script.manners)
        for step in script.steps:
            where = f"{script.id}/{step.id}"
            yield f"{where}: title", step.title, False
            yield f"{where}: say", step.say, False
            yield f"{where}: hint", step.hint, True
            for answer in step.answers:
                yield f"{where}: {answer.words}", answer.words, False
                yield f"{where}: {answer.words} → say", answer.say, not answer.say


def of_cards(language: str) -> Iterator[Said]:
    for card in load_cards(None, language).value.values():
        for key in ("worry", "ask"):
            yield f"{card.id}: {key}", getattr(card, key), False
        for key in ("facts", "say", "never"):
            yield from ((f"{card.id}: {key}", line, key == "facts") for line in getattr(card, key))


def of_advice(language: str) -> Iterator[Said]:
    for topic in load_topics(None, language).value.values():
        yield f"topic {topic.id}: title", topic.title, False
        yield f"topic {topic.id}: say", topic.say, False
    for care in load_care(None, language).value.values():
        yield from ((f"care {care.id}", line, False) for line in (care.title, care.say, *care.more))


WORDS = {
    (kind, language): list(said(language))
    for kind, said in (("scripts", of_scripts), ("cards", of_cards), ("advice", of_advice))
    for language in LANGUAGES
}
LETTERS = {language: load_letters(None, language).value for language in LANGUAGES}


def faults(shown: str, *, may_be_empty: bool) -> str:
    """What is wrong with words as a clerk would read them out, "" for nothing."""
    if not shown:
        return "" if may_be_empty else "empty"
    if found := re.search(r"[{}]|\[[^\]]*\]", shown):
        return f"a hole: {found[0]}"
    found = DOUBLED.search(shown)
    return f"a seam: {found[0]!r}" if found else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["scripts", "cards", "advice"])
def test_every_shipped_word_renders_for_fifty_customers(kind: str, language: str) -> None:
    assert len(WORDS[kind, language]) > 60
    plain = [said for said in WORDS[kind, language] if "{" not in said[1]]
    named = [said for said in WORDS[kind, language] if "{" in said[1]]
    for where, text, may_be_empty in plain:
        assert not (wrong := faults(render(text, {}), may_be_empty=may_be_empty)), (where, wrong, text)

    @settings(max_examples=50, database=None)
    @given(customers(language))
    def check(values: dict[str, str | None]) -> None:
        for where, text, may_be_empty in named:
            shown = render(text, values)
            wrong = faults(shown, may_be_empty=may_be_empty)
            assert not wrong, (where, wrong, shown)

    check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_renders_for_fifty_customers(language: str) -> None:
    i18n.set_language(language)

    @settings(max_examples=50, database=None)
    @given(customers(language))
    def check(values: dict[str, str | None]) -> None:
        for letter in LETTERS[language].values():
            for line in fill(letter, values).splitlines():
                wrong = faults(line, may_be_empty=True)
                assert not wrong, (letter.id, wrong, line)

    check()
