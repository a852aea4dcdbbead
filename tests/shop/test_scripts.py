"""Call scripts: what is shipped in both languages, when a step is said, and what a wrong script is told."""

from __future__ import annotations

import itertools
import re
import unicodedata
from pathlib import Path

import pytest

from counter_tui.i18n import LANGUAGES
from counter_tui.shop.advice import load_care, load_topics, topics_for
from counter_tui.shop.conditions import FAMILIES, KNOWN, Situation, families, holds
from counter_tui.shop.context import check_all
from counter_tui.shop.entry.choices import METALS, STONES
from counter_tui.shop.scripts import END, load_scripts, script_for, steps_for
from tests.shop.test_packs import own_file

SCRIPTS = {language: load_scripts(None, language).value for language in LANGUAGES}
OF_THE_PIECE = re.compile(r"\{(piece|material|size|cert|bought|care)\}")
SITUATIONS = [
    Situation(gift, first, complaint, allergy, promised, asked, frozenset(materials), channel)
    for gift, first, complaint, allergy, promised, asked in itertools.product((True, False), repeat=6)
    for materials, channel in (((), "phone"), (("k_gold", "diamond"), "phone"), (("gold",), "visit"))
]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


# What is shipped


def test_both_languages_have_the_same_scripts_step_by_step() -> None:
    def shape(step):
        answers = [(answer.go, answer.leads, answer.sign) for answer in step.answers]
        return step.id, step.when, step.aside, step.asks, answers

    shapes = {
        language: {
            script.id: (script.reasons, script.direction, [shape(step) for step in script.steps])
            for script in scripts.values()
        }
        for language, scripts in SCRIPTS.items()
    }
    assert shapes["en"] == shapes["zh_CN"]


def test_care_and_topics_are_the_same_in_both_languages_and_cover_every_material() -> None:
    care = {language: list(load_care(None, language).value) for language in LANGUAGES}
    assert care["en"] == care["zh_CN"] and set(care["en"]) == set(FAMILIES)
    topics = {language: load_topics(None, language).value for language in LANGUAGES}
    shapes = {language: [(t.id, t.when, t.reasons) for t in found.values()] for language, found in topics.items()}
    assert shapes["en"] == shapes["zh_CN"]
    assert all(families(metal.code, "none") for metal in METALS if metal.code not in ("other", "none"))
    assert all(families("k18", stone.code)[1:] for stone in STONES if stone.code not in ("other", "none"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_situation_a_script_is_a_whole_conversation(language: str) -> None:
    """Five to ten steps from first to last whichever holds, and every branch leads to a step that is said then."""
    for script in SCRIPTS[language].values():
        assert 2 <= len(script.manners) <= 4, script.id
        for situation in SITUATIONS:
            steps = steps_for(script, situation)
            straight = [step for step in steps if not step.aside]
            assert 4 <= len(straight) <= 11, (script.id, len(straight))
            ids = [step.id for step in steps]
            gone_to = {answer.go for step in steps for answer in step.answers if answer.go and answer.go != END}
            assert gone_to <= set(ids), (script.id, gone_to - set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_about_a_gift_never_tells_what_it_is(language: str) -> None:
    gift = [situation for situation in SITUATIONS if situation.gift]
    for script in SCRIPTS[language].values():
        for step in {step.id: step for situation in gift for step in steps_for(script, situation)}.values():
            for words in (step.say, *(answer.say for answer in step.answers)):
                assert not OF_THE_PIECE.search(words), (script.id, step.id, words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_answers_fit_a_small_terminal(language: str) -> None:
    for script in SCRIPTS[language].values():
        for step in script.steps:
            assert width(step.title) <= 36, (script.id, step.title)
            assert all(width(answer.words) <= 28 for answer in step.answers), (script.id, step.id)


@pytest.mark.parametrize(
    ("reason", "direction", "id"),
    [
        ("first", "out", "first-revisit"), ("second", "out", "second-revisit"), ("regular", "out", "yearly-contact"),
        ("cleaning", "out", "cleaning-reminder"), ("check", "out", "yearly-check"), ("birthday", "out", "birthday"),
        ("anniversary", "out", "anniversary"), ("festival", "out", "festival"), ("visit", "out", "visit-followup"),
        ("special", "out", "call"), ("callback", "out", "call"), ("campaign", "out", "campaign-invitation"),
        ("reminder", "out", "day-before-reminder"), ("after_event", "out", "after-event"),
        ("complaint", "out", "complaint-callback"), ("promise", "out", "promise"), ("care", "out", "care-wanted"),
        ("balance", "out", "balance"), ("", "in", "inbound"), ("first", "in", "inbound"),
    ],
)  # fmt: skip
def test_every_contact_finds_its_script(reason: str, direction: str, id: str) -> None:
    assert script_for(SCRIPTS["en"], reason, direction).id == id


@pytest.mark.parametrize("reason", ["special", "promise", "cleaning"])
def test_who_goes_to_a_customers_home_has_the_words_for_it_and_not_those_of_a_call(reason: str) -> None:
    assert script_for(SCRIPTS["en"], reason, channel="visit").id == "home-visit"
    without = {id: script for id, script in SCRIPTS["en"].items() if id != "home-visit"}
    assert script_for(without, reason, channel="visit") == script_for(without, reason)


def test_there_is_a_script_for_the_counter_and_the_home() -> None:
    assert {id for id, script in SCRIPTS["en"].items() if script.direction == "counter"} == {
        "welcome", "farewell", "home-visit",
    }  # fmt: skip


def test_without_any_script_the_call_is_told_so() -> None:
    with pytest.raises(LookupError, match="no call script"):
        script_for({}, "first")


# When words are said


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ([], True),
        (["gift"], True),
        (["not gift"], False),
        (["gift", "material pearl"], True),
        (["gift", "material gold"], False),
        (["not material gold", "channel text"], True),
        (["channel phone"], False),
        (["not channel phone"], True),
        (["not first purchase"], True),
        (["who knows"], False),
        (["not who knows"], False),
    ],
)
def test_all_conditions_must_hold(conditions: list[str], said: bool) -> None:
    situation = Situation(gift=True, materials=frozenset({"k_gold", "pearl"}), channel="text")
    assert holds(conditions, situation) is said


def test_every_condition_can_hold_and_fail() -> None:
    every = Situation(True, True, True, True, True, True, frozenset(FAMILIES))
    for condition in KNOWN:
        situation = every if not condition.startswith("channel") else Situation(channel=condition.split()[1])
        assert holds([condition], situation) and not holds([f"not {condition}"], situation)
        assert not holds([condition], Situation(channel=""))


@pytest.mark.parametrize("metal", ["au999", "k18w", "pt950", "ag925", "other"])
def test_three_contacts_a_year_hear_no_topic_twice_in_four_years(metal: str) -> None:
    topics = load_topics(None, "en").value
    situation = Situation(materials=frozenset(families(metal, "none")))
    used: list[str] = []
    for _contact in range(12):
        used.insert(0, topics_for(topics, "regular", situation, used)[0].title)
    assert len(set(used)) == 12


def test_when_all_was_talked_over_the_longest_ago_comes_again() -> None:
    topics = load_topics(None, "en").value
    fitting = [topic.title for topic in topics_for(topics, "regular", Situation(), [])]
    assert topics_for(topics, "regular", Situation(), fitting)[0].title == fitting[-1]


# A shop's own files

STEP = '[[steps]]\nid = "a"\ntitle = "A"\nsay = "Hello {customer}"\n'
ANSWERS = '[[steps.answers]]\nwords = "Yes"\n'
SCRIPT = f'title = "Ours"\nreasons = ["first"]\naim = "Our way"\n{STEP}'
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
    (SCRIPT + 'when = ["gfit"]\n', 8, "unknown condition gfit; did you mean gift?"),
    (SCRIPT + 'when = [\n  "gift",\n  "not material perl",\n]\n', 10, "did you mean material pearl?"),
    (SCRIPT + 'asks = "hapiness"\n', 8, "one of wears, satisfaction, recommend"),
    (SCRIPT + "aside = true\n", 8, "no answer goes to a: nobody would ever come here"),
    (SCRIPT + ANSWERS + ANSWERS + 'go = "a"\n', 12, "the id of a later step, or end; found a"),
    (SCRIPT + ANSWERS + ANSWERS + 'leads = "complain"\n', 12, "one of complaint, promise, care"),
    (SCRIPT + ANSWERS, 8, "two or more to choose from"),
    (SCRIPT + 'asks = "hours"\n' + ANSWERS + ANSWERS, 8, "answers or asks, not both"),
    (SCRIPT + ANSWERS + ANSWERS + 'say = "about {piece}"\n', 12, "{piece} is not always known"),
    (SCRIPT + "hint = 'a\n", 8, "cannot be understood as TOML"),
    ('id = "x"\n' + SCRIPT, 1, "the file's name is the id"),
    (SCRIPT.replace('id = "a"', 'id = "Ä b"'), 5, "id: expected some text"),
    ('manners = [\n  "short",\n  "a {bad} one",\n]\n' + SCRIPT, 3, "unknown name {bad}"),
]


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


def test_a_shops_own_script_wins_and_a_new_one_is_added(tmp_path: Path) -> None:
    own_file(tmp_path, "scripts", "first-revisit", SCRIPT)
    own_file(tmp_path, "scripts", "festival-2027", SCRIPT.replace("first", "regular"))
    loaded = load_scripts(tmp_path, "en")
    assert loaded.mistakes == ()
    assert loaded.value["first-revisit"].title == "Ours"
    assert script_for(loaded.value, "regular").id == "festival-2027"
    assert script_for(loaded.value, "second").id == "second-revisit"
    assert load_scripts(tmp_path, "zh_CN").value == SCRIPTS["zh_CN"]
