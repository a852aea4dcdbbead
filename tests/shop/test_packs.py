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
from counter_tui.shop.scripts import load_scripts, script_for
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
    },
}


# What is shipped


def test_every_shipped_file_passes_the_check() -> None:
    assert check_all(None) == []


def test_both_languages_have_the_same_scripts_step_by_step() -> None:
    shape = {
        language: {
            script.id: (script.reasons, script.direction, [(step.id, step.only) for step in script.steps])
            for script in scripts.values()
        }
        for language, scripts in SCRIPTS.items()
    }
    assert shape["en"] == shape["zh_CN"]
    assert shape["en"]


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


@pytest.mark.parametrize("kind", ["gift", "not_gift"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_revisit_has_eight_steps_for_a_gift_or_not(language: str, kind: str) -> None:
    steps = [step for step in SCRIPTS[language]["first-revisit"].steps if step.only in (None, kind)]
    assert len(steps) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_about_a_gift_never_tells_what_it_is(language: str) -> None:
    said = [step.say for script in SCRIPTS[language].values() for step in script.steps if step.only != "not_gift"]
    assert not [say for say in said if re.search(r"\{(piece|material|size|cert|bought)\}", say)]


@pytest.mark.parametrize(
    ("reason", "direction", "id"),
    [
        ("first", "out", "first-revisit"),
        ("second", "out", "second-revisit"),
        ("regular", "out", "second-revisit"),
        ("cleaning", "out", "cleaning-reminder"),
        ("check", "out", "cleaning-reminder"),
        ("birthday", "out", "greeting"),
        ("anniversary", "out", "greeting"),
        ("visit", "out", "visit-followup"),
        ("special", "out", "call"),
        ("callback", "out", "call"),
        ("campaign", "out", "call"),
        ("", "in", "inbound"),
        ("first", "in", "inbound"),
    ],
)
def test_every_contact_finds_its_script(reason: str, direction: str, id: str) -> None:
    assert script_for(SCRIPTS["en"], reason, direction).id == id


def test_without_any_script_the_call_is_told_so() -> None:
    with pytest.raises(LookupError, match="no call script"):
        script_for({}, "first")


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_names_its_manners_in_a_few_lines(language: str) -> None:
    for script in SCRIPTS[language].values():
        assert 2 <= len(script.manners) <= 4, script.id
        assert len(script.steps) >= 6, script.id


# A shop's own files

STEP = '[[steps]]\nid = "a"\ntitle = "A"\nsay = "Hello {customer}"\n'
SCRIPT = f'title = "Ours"\nreasons = ["first"]\naim = "Our way"\n{STEP}'
CARD = (
    'number = 90\ntitle = "Ours"\nwords = ["x"]\nworry = "w"\nask = "a"\n'
    'facts = []\nsay = ["one", "two"]\nnever = ["n"]\n'
)

BROKEN_SCRIPTS = [
    (SCRIPT.replace("{customer}", "{custmer}"), 7, "unknown name {custmer}; did you mean customer?"),
    (SCRIPT.replace("{customer}", "about {piece}"), 7, "{piece} is not always known"),
    (SCRIPT.replace("{customer}", "[on {bought}"), 7, "[ is never closed"),
    (SCRIPT.replace("{customer}", "{customer}]"), 7, "] closes nothing"),
    (SCRIPT.replace("{customer}", "[really]"), 7, "needs a name in it"),
    (SCRIPT.replace("{customer}", "[on {bought}[ or {days}]]"), 7, "cannot hold another"),
    (SCRIPT.replace("{customer}", "{customer"), 7, "only stand around a name"),
    (SCRIPT.replace("Our way", "Our {way}"), 3, "unknown name {way}"),
    (SCRIPT.replace("Ours", "Ours, {customer}"), 1, "title: no name in braces"),
    (SCRIPT.replace('say = "Hello {customer}"', "say = 3"), 7, "say: expected some text in quotes, found 3"),
    (SCRIPT.replace('say = "Hello {customer}"', 'say = " "'), 7, "say: expected some text in quotes"),
    (SCRIPT.replace('say = "Hello {customer}"\n', ""), 4, "say is missing"),
    (SCRIPT.replace("say =", "sya ="), 7, "unknown key sya; did you mean say?"),
    (SCRIPT.replace("first", "frist"), 2, "first, second, regular, cleaning"),
    (SCRIPT.replace('reasons = ["first"]\n', ""), 1, "reasons: expected at least one"),
    (SCRIPT.replace(STEP, ""), 1, "steps is missing"),
    (SCRIPT.replace(STEP, "steps = []"), 4, "a list of at least 1, found []"),
    (SCRIPT + "\n# again\n" + STEP, 11, "step id a is used twice"),
    (SCRIPT + 'only = "gfit"\n', 8, "one of gift, not_gift"),
    (SCRIPT + "hint = 'a\n", 8, "cannot be understood as TOML"),
    ('id = "x"\n' + SCRIPT, 1, "the file's name is the id"),
    (SCRIPT.replace('id = "a"', 'id = "Ä b"'), 5, "id: expected some text"),
    ('manners = [\n  "short",\n  "a {bad} one",\n]\n' + SCRIPT, 3, "unknown name {bad}"),
]

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


@pytest.mark.parametrize(("source", "line", "expected"), BROKEN_SCRIPTS)
def test_a_wrong_script_is_refused_with_its_line_and_the_shipped_one_stays(
    tmp_path: Path, source: str, line: int, expected: str
) -> None:
    path = own_file(tmp_path, "scripts", "first-revisit", source)
    loaded = load_scripts(tmp_path, "en")
    assert [(mistake.file, mistake.line) for mistake in loaded.mistakes] == [(path, line)]
    assert f"scripts/en/first-revisit.toml, line {line}: " in loaded.mistakes[0].sentence
    assert expected in loaded.mistakes[0].sentence
    assert loaded.value == SCRIPTS["en"]
    assert check_all(tmp_path) == list(loaded.mistakes)


@pytest.mark.parametrize(("source", "line", "expected"), BROKEN_CARDS)
def test_a_wrong_card_is_refused_with_its_line_and_the_others_stay(
    tmp_path: Path, source: str, line: int, expected: str
) -> None:
    path = own_file(tmp_path, "objections", "a-card", source)
    loaded = load_cards(tmp_path, "en")
    assert [(mistake.file, mistake.line) for mistake in loaded.mistakes] == [(path, line)]
    assert expected in loaded.mistakes[0].sentence
    assert loaded.value == CARDS["en"]


def test_a_shops_own_script_wins_and_a_new_one_is_added(tmp_path: Path) -> None:
    own_file(tmp_path, "scripts", "first-revisit", SCRIPT)
    own_file(tmp_path, "scripts", "festival-2027", SCRIPT.replace("first", "regular"))
    loaded = load_scripts(tmp_path, "en")
    assert loaded.mistakes == ()
    assert loaded.value["first-revisit"].title == "Ours"
    assert script_for(loaded.value, "regular").id == "festival-2027"
    assert script_for(loaded.value, "second").id == "second-revisit"
    assert load_scripts(tmp_path, "zh_CN").value == SCRIPTS["zh_CN"]


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
    files = [path for kind in ("scripts", "objections") for path in (assets() / kind).rglob("*.toml")]
    assert len(files) == 2 * (len(SCRIPTS["en"]) + len(CARDS["en"]))
    for path in files:
        source = path.read_text("utf-8")
        lines = key_lines(source)
        for place, value in leaves(tomllib.loads(source)):
            assert str(value).replace("\\", "\\\\") in source.splitlines()[lines[place] - 1], (path.name, place)


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
