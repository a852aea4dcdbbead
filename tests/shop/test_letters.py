"""Letters: what is shipped in both languages, the shop's own, and what a customer gets to read (mission H1, C6)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest

from counter_tui import clock
from counter_tui.i18n import LANGUAGES
from counter_tui.models import AuditEntry, Phone, Revisit, new_uuid
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.clauses import render
from counter_tui.shop.context import check_all
from counter_tui.shop.customers import consent
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.letters import Letter, fill, fitting, load_letters
from counter_tui.shop.outcomes import finish
from counter_tui.shop.policy import Reason, load_policy
from counter_tui.shop.scripts import load_scripts
from counter_tui.shop.sending import WRITTEN, NumberView, message_length, prepare_sending
from tests.shop.conftest import customer

LETTERS = {language: load_letters(None, language).value for language in LANGUAGES}
NAMES = {
    "en": {"shop": "Golden Bell", "clerk": "Mei Lin", "customer": "Ms Zhang", "daypart": "morning", "today": "today"},
    "zh_CN": {"shop": "金铃珠宝", "clerk": "林梅", "customer": "张女士", "daypart": "上午", "today": "今天"},
}
OCCASIONS = (
    "first-thanks", "second-check", "greeting", "cleaning", "birthday", "anniversary", "festival", "visit-thanks",
    "missed-call", "promised-answer", "favour-thanks", "afar-thanks", "news", "promise-kept", "complaint-answer",
    "care-work", "reminder", "after-event", "balance", "is-it-right",
)  # fmt: skip
OWN = """title = "Ours"
reasons = ["first"]
channels = ["text"]
text = "Hello {customer}"
"""
SOLD = dt.date(2026, 11, 17)


# What is shipped


def test_both_languages_have_the_same_letters_for_the_same_occasions() -> None:
    shape = {
        language: {letter.id: (letter.reasons, letter.channels, bool(letter.opt_out)) for letter in letters.values()}
        for language, letters in LETTERS.items()
    }
    assert shape["en"] == shape["zh_CN"]
    assert set(OCCASIONS) <= set(shape["en"])


@pytest.mark.parametrize("channel", WRITTEN)
@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_contact_in_writing_finds_words_of_its_own(reason: str, channel: str) -> None:
    first = fitting(LETTERS["en"], reason, channel)[0]
    assert reason in first.reasons
    assert channel in first.channels


@pytest.mark.parametrize("occasion", ["first", "visit", "favour", "afar"])
def test_a_thank_you_note_for_each_of_the_four_occasions_can_go_on_paper(occasion: str) -> None:
    letters = [LETTERS["en"].get(f"{occasion}{kind}-letter") for kind in ("", "-thanks")]
    assert [letter for letter in letters if letter and "letter" in letter.channels]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_without_anything_known_has_no_hole(language: str) -> None:
    for letter in LETTERS[language].values():
        words = fill(letter, NAMES[language])
        assert not re.search(r"[{}\[\]]|  |\n\n\n|^\s|\s$| [,.!?]|，。|，，", words), (letter.id, words)
        assert NAMES[language]["shop"] in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promotion_by_text_message_carries_the_words_to_stop_it_and_no_service_does(language: str) -> None:
    policy = load_policy(None).value
    letters = LETTERS[language].values()
    texts = {letter.id for letter in letters if letter.promotes(policy) and "text" in letter.channels}
    assert texts == {letter.id for letter in letters if letter.opt_out}
    assert texts == {"news", "birthday", "anniversary", "festival", "after-event"}
    for letter in letters:
        assert fill(letter, NAMES[language]).endswith(letter.opt_out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_a_clerk_has_noted_for_the_clerks_is_sent(language: str) -> None:
    assert not [letter.id for letter in LETTERS[language].values() if re.search(r"\{(last|promise)\}", letter.text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_message_is_one_message(language: str) -> None:
    values = NAMES[language] | {"piece": {"en": "18K gold diamond ring", "zh_CN": "18K金钻石戒指"}[language]}
    texts = [letter for letter in LETTERS[language].values() if "text" in letter.channels]
    assert len(texts) >= 20
    assert [letter.id for letter in texts if message_length(fill(letter, values))[1] != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_presses(language: str) -> None:
    pushy = r"only today|last chance|hurry!|limited|guarantee|仅限今天|最后一天|赶快|抢购|升值|保值|错过"
    assert not [letter.id for letter in LETTERS[language].values() if re.search(pushy, fill(letter, NAMES[language]))]


def test_birthday_wishes_need_consent_and_a_thank_you_does_not() -> None:
    policy = load_policy(None).value
    promoting = {id for id, letter in LETTERS["en"].items() if letter.promotes(policy)}
    assert {"news", "birthday", "festival-card"} <= promoting
    assert not {"first-thanks", "greeting", "missed-call", "favour-thanks"} & promoting


# Paragraphs


def test_a_paragraph_of_which_nothing_is_known_is_gone() -> None:
    letter = Letter("x", "X", ("letter",), "Dear {customer},\n\n[About the {piece}.]\n\nYours, {clerk}")
    assert fill(letter, NAMES["en"]) == "Dear Ms Zhang,\n\nYours, Mei Lin"
    assert "About the ring." in fill(letter, NAMES["en"] | {"piece": "ring"})


def test_the_words_to_stop_it_are_a_sentence_of_a_message_and_a_paragraph_of_a_letter() -> None:
    short = Letter("x", "X", ("text",), "New rings.", opt_out="No more? Reply NO.")
    assert fill(short, {}) == "New rings. No more? Reply NO."
    long = Letter("x", "X", ("letter",), "Dear you,\n\nnew rings.", opt_out="No more? Tell us.")
    assert fill(long, {}).endswith("new rings.\n\nNo more? Tell us.")


# The shop's own


def own(folder: Path, name: str, source: str) -> Path:
    path = folder / "letters" / "en" / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return path


def test_a_shops_own_letter_wins_and_a_new_one_is_added(tmp_path: Path) -> None:
    own(tmp_path, "first-thanks", OWN)
    own(tmp_path, "spring", OWN.replace("first", "festival") + 'opt_out = "Reply NO."\n')
    loaded = load_letters(tmp_path, "en")
    assert loaded.mistakes == ()
    assert loaded.value["first-thanks"].title == "Ours"
    assert set(loaded.value) == {*LETTERS["en"], "spring"}
    assert load_letters(tmp_path, "zh_CN").value == LETTERS["zh_CN"]


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        (OWN.replace("{customer}", "{custmer}"), 4, "unknown name {custmer}; did you mean customer?"),
        (OWN.replace("{customer}", "{piece}"), 4, "{piece} is not always known"),
        (OWN.replace("{customer}", "[{last}]"), 4, "unknown name {last}"),
        (OWN.replace('"Hello {customer}"', '"""\nDear {customer},\n\nfrom {shp}\n"""'), 7, "did you mean shop?"),
        (OWN.replace('"Hello {customer}"', r'"\"Hello\" {nobody}"'), 4, "unknown name {nobody}"),
        (OWN + 'opt_out = "[stop"\n', 5, "[ is never closed"),
        (OWN.replace("first", "frist"), 2, "one of first, second"),
        (OWN.replace("first", "campaign"), 2, "opt_out is missing"),
        (OWN.replace("first", "campaign").replace('"text"', '"letter"', 1), 2, "opt_out is missing"),
        (OWN.replace('"first"', '"birthday", "regular"'), 2, "opt_out is missing"),
        (OWN.replace('["text"]', "[]"), 3, "a list of at least 1"),
        (OWN.replace('["text"]', '["phone"]'), 3, "one of text, wechat, letter, email"),
        (OWN.replace("Ours", "For {customer}"), 1, "no name in braces"),
        (OWN.replace('text = "Hello {customer}"\n', ""), 1, "text is missing"),
    ],
)
def test_a_wrong_letter_is_refused_with_its_line_and_the_shipped_one_stays(
    tmp_path: Path, source: str, line: int, expected: str
) -> None:
    path = own(tmp_path, "first-thanks", source)
    loaded = load_letters(tmp_path, "en")
    assert [(mistake.file, mistake.line) for mistake in loaded.mistakes] == [(path, line)]
    assert expected in loaded.mistakes[0].sentence
    assert loaded.value == LETTERS["en"]
    assert check_all(tmp_path) == list(loaded.mistakes)


# What a message costs


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("", (0, 1)),
        ("a" * 160, (160, 1)),
        ("a" * 161, (161, 2)),
        ("a" * 306, (306, 2)),
        ("a" * 307, (307, 3)),
        ("€" * 80, (80, 1)),
        ("€" * 81, (81, 2)),
        ("€" * 153, (153, 3)),  # 76 in a part: no part splits one
        ("é" * 160, (160, 1)),
        ("ç" * 70, (70, 1)),
        ("您" * 70, (70, 1)),
        ("您" * 71, (71, 2)),
        ("您" * 134, (134, 2)),
        ("您" * 135, (135, 3)),
        ("𠮷" * 35, (35, 1)),
        ("𠮷" * 67, (67, 3)),
    ],
)
def test_a_message_is_charged_by_its_alphabet(words: str, length: tuple[int, int]) -> None:
    assert message_length(words) == length


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("+8613812341234", "+8613812341234"),
        ("020-6666 8888 转 12", "02066668888"),
        ("０２０６６６６８８８８", "02066668888"),
        ("ask her mother", ""),
    ],
)
def test_a_code_holds_what_a_phone_can_dial(typed: str, digits: str) -> None:
    assert NumberView(typed, typed, "unknown", None).digits == digits


# For one customer


def words_of(sheet, letter: str) -> str:
    return next(view.words for view in sheet.letters if view.id == letter)


def test_the_words_name_the_piece_the_clerk_and_the_shop(shop, mei, sell) -> None:
    saved = sell(SOLD)
    planned = Revisit.get(Revisit.reason == "first")
    Revisit.update(channel="text").execute()
    sheet = prepare_sending(shop, saved.customer, mei, revisit=planned.id)
    assert sheet.letters[0].id == "first-thanks"
    assert "18K gold ring" in sheet.letters[0].words
    assert "Mei Lin of Golden Bell" in sheet.letters[0].words
    assert all("text" in shop.letters[view.id].channels for view in sheet.letters)


def test_a_gift_is_never_named(shop, mei, sell) -> None:
    saved = sell(SOLD, gift=True)
    for channel in WRITTEN:
        for view in prepare_sending(shop, saved.customer, mei, channel=channel).letters:
            assert not re.search(r"\b(ring|18K|17 November|free|receipt)\b", view.words), view.words


@pytest.mark.parametrize(
    ("before", "first"),
    [
        ([], "first-thanks"),
        (["no_answer"], "missed-call"),
        (["busy"], "missed-call"),
        (["reached"], "second-check"),
        (["no_answer", "reached"], "second-check"),
        (["no_answer", "no_answer"], "missed-call"),
        (["other"], "first-thanks"),
        (["no_answer", "broke_off"], "first-thanks"),
    ],
)
def test_that_somebody_tried_to_call_is_proposed_only_after_a_call_in_vain(
    shop, mei, sell, before: list[str], first: str
) -> None:
    saved = sell(SOLD)
    line = Revisit.get(Revisit.reason == "first").id
    for outcome in before:
        made = CallEntry(saved.customer, outcome, clock.now(), uuid=new_uuid(), revisit=line, reason="first")
        finish(shop, made, mei)
    if "reached" in before:
        line = Revisit.get(Revisit.reason == "second").id
    for channel in ("phone", "text"):
        letters = prepare_sending(shop, saved.customer, mei, revisit=line, channel=channel).letters
        assert letters[0].id == first
        assert (letters[-1].id == "missed-call") == (first != "missed-call")


def test_a_call_in_vain_counts_for_its_line_on_later_days_and_for_the_customer_on_its_own(shop, mei, sell) -> None:
    saved = sell(SOLD)
    line = Revisit.get(Revisit.reason == "first").id
    in_vain = CallEntry(saved.customer, "no_answer", clock.now(), uuid=new_uuid(), revisit=line, reason="first")
    finish(shop, in_vain, mei)

    def first(revisit: int | None) -> str:
        return prepare_sending(shop, saved.customer, mei, revisit=revisit, channel="text").letters[0].id

    assert (first(line), first(None)) == ("missed-call", "missed-call")
    clock.hold(clock.now() + dt.timedelta(days=1))
    assert first(line) == "missed-call"
    assert first(None) != "missed-call"


def test_a_message_without_an_answer_is_no_call_in_vain(shop, mei, sell) -> None:
    saved = sell(SOLD)
    finish(shop, CallEntry(saved.customer, "no_answer", clock.now(), uuid=new_uuid(), channel="text"), mei)
    assert prepare_sending(shop, saved.customer, mei, channel="text").letters[0].id != "missed-call"


@pytest.mark.parametrize("names", [("Golden Bell", "Wei Chen"), ("金铃珠宝", "林梅"), ("Golden Bell", "林梅")])
def test_shop_and_clerk_never_run_together_in_chinese(names: tuple[str, str]) -> None:
    values = NAMES["zh_CN"] | dict(zip(("shop", "clerk"), names, strict=True))
    scripts = load_scripts(None, "zh_CN").value.values()
    said = [step.say for script in scripts for step in script.steps]
    words = [fill(letter, values) for letter in LETTERS["zh_CN"].values()] + [render(line, values) for line in said]
    assert not [line for line in words if "".join(names) in line or " ".join(names) in line]


def test_who_refuses_news_gets_service_by_message_and_no_news(shop, mei, sell) -> None:
    saved = sell(SOLD)
    consent(shop, saved.customer, False, mei, calls=False)
    sheet = prepare_sending(shop, saved.customer, mei, channel="text")
    may = {view.id: view.may for view in sheet.letters}
    assert may["cleaning"].allowed
    assert not may["news"].allowed
    assert may["news"].words == "wants no news and offers"
    assert not sheet.calling.allowed


def test_numbers_that_work_come_first_and_the_wrong_one_is_no_choice(shop, mei, sell) -> None:
    entry = customer()
    both = (*entry.phones, read_phone("02066668888", "CN"), read_phone("13900001111", "CN"))
    saved = sell(SOLD, type(entry)("张晓红", phones=both))
    Phone.update(wrong_since=SOLD).where(Phone.position == 0).execute()
    sheet = prepare_sending(shop, saved.customer, mei)
    assert [number.dial for number in sheet.working] == ["+862066668888", "+8613900001111"]
    assert [number.dial for number in sheet.numbers][-1] == "+8613812341234"


def test_showing_a_number_leaves_a_trace_unless_the_file_is_open(shop, mei, sell) -> None:
    saved = sell(SOLD)
    read = AuditEntry.select().where(AuditEntry.action == "file.read")
    prepare_sending(shop, saved.customer, mei, traced=True)
    assert read.count() == 0
    prepare_sending(shop, saved.customer, mei)
    assert [(entry.customer_id, entry.clerk_id) for entry in read] == [(saved.customer, mei)]
