"""What a conversation teaches goes into the file: hours, channel, days, consent; and is found again in the history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counter_tui.models import Contact, Customer, Finding, ImportantDate, Revisit
from counter_tui.shop.call_entry import CallEntry, NextStep, TickEntry, WorkEntry
from counter_tui.shop.calls import prepare
from counter_tui.shop.customers import consent, correct, entry_of
from counter_tui.shop.entry import EntryError
from counter_tui.shop.files import read_file
from counter_tui.shop.findings import QUESTIONS, SIGN, Learned, answer_words, read_answer
from counter_tui.shop.outcomes import finish
from counter_tui.shop.wishes import promotion_of
from tests.conftest import SATURDAY

TODAY, DAY = SATURDAY.date(), dt.timedelta(days=1)


@pytest.fixture
def who(sell) -> int:
    return sell(TODAY - 4 * DAY).customer


@pytest.mark.parametrize(
    ("question", "typed", "kept", "shown"),
    [
        ("wears", "2", "loose", "Too loose"),
        ("wears", "偏松", "loose", "Too loose"),
        ("satisfaction", "８", "8", "8 of 10"),
        ("satisfaction", "8/10", "8", "8 of 10"),
        ("recommend", "10分", "10", "10 of 10"),
        ("hours", " after 18:00 ", "after 18:00", "after 18:00"),
        ("channel", "微信", "wechat", "WeChat"),
        ("birthday", "农历8-15", "农历8-15", None),
        ("promotion", "no", "no", "No"),
        ("allergies", "nickel", "nickel", "nickel"),
    ],
)
def test_answers_are_understood_as_clerks_type_them(question: str, typed: str, kept: str, shown: str | None) -> None:
    assert read_answer(question, typed) == kept
    assert answer_words(question, kept) == (shown or answer_words(question, kept))


@pytest.mark.parametrize(
    ("question", "typed"),
    [("satisfaction", "11"), ("satisfaction", "-1"), ("recommend", "good"), ("wears", "9"), ("birthday", "soon")],
)
def test_what_is_no_answer_is_told_so(question: str, typed: str) -> None:
    with pytest.raises(EntryError):
        read_answer(question, typed)


def test_everything_learned_is_in_the_file_and_in_the_history(shop, mei, who) -> None:
    learned = [
        Learned("wears", "loose"), Learned("satisfaction", "6"), Learned("recommend", "9"),
        Learned("hours", "after 18:00"), Learned("channel", "wechat"), Learned("birthday", "0506"),
        Learned("allergies", "nickel"), Learned("promotion", "yes"),
    ]  # fmt: skip
    saved = finish(shop, CallEntry(who, "reached", SATURDAY, learned=tuple(learned), effect="good"), mei)
    row = Customer.get_by_id(who)
    assert (row.best_hours, row.channel, row.allergies) == ("after 18:00", "wechat", "nickel")
    assert (ImportantDate.get().kind, ImportantDate.get().month, promotion_of(who)) == ("birthday", 5, True)
    assert (Contact.get_by_id(saved.contact).satisfaction, Contact.get_by_id(saved.contact).effect) == (6, "good")
    assert Revisit.select().where(Revisit.reason == "birthday", Revisit.state == "open").count() == 1
    lines = " / ".join(line for event in read_file(shop, who, mei).events for line in event.lines)
    for words in ("Wears: Too loose", "Satisfied: 6 of 10", "Best hours: after 18:00", "Went: Well"):
        assert words in lines


def test_the_same_day_is_remembered_once_and_allergies_add_up(shop, mei, who) -> None:
    for answer, allergy in (("0506", "nickel"), ("5月6日", "silver"), ("0506", "nickel")):
        learned = (Learned("birthday", answer), Learned("allergies", allergy))
        finish(shop, CallEntry(who, "reached", SATURDAY, learned=learned), mei)
    assert ImportantDate.select().count() == 1
    assert Customer.get_by_id(who).allergies == "nickel, silver"


def birthdays(customer: int) -> list[tuple[str, int, int, int | None]]:
    rows = ImportantDate.select().where(ImportantDate.customer == customer).order_by(ImportantDate.id)
    return [(row.calendar, row.month, row.day, row.year) for row in rows]


def wishes(customer: int) -> list[dt.date]:
    """The birthdays that are planned."""
    rows = Revisit.select().where(Revisit.customer == customer, Revisit.reason == "birthday")
    return [row.due for row in rows.where(Revisit.open_series.is_null(False))]


def corrected(shop, customer: int, by: int) -> bool:
    return "File corrected" in [event.title for event in read_file(shop, customer, by).events]


@pytest.mark.parametrize(
    ("on_file", "told", "then", "wished", "traced"),
    [
        ("0506", "1990-05-06", [("solar", 5, 6, 1990)], ["2027-05-06"], True),
        ("1990-05-06", "0506", [("solar", 5, 6, 1990)], ["2027-05-06"], False),
        ("1990-05-06", "1991-05-06", [("solar", 5, 6, 1991)], ["2027-05-06"], True),
        ("0505", "1990-05-06", [("solar", 5, 6, 1990)], ["2027-05-06"], True),
        ("0506", "农历8-15", [("solar", 5, 6, None), ("lunar", 8, 15, None)], ["2027-05-06", "2027-09-15"], False),
    ],
)
def test_there_is_one_birthday_in_each_calendar_as_told_last(
    shop, mei, who, on_file: str, told: str, then: list, wished: list[str], traced: bool
) -> None:
    for answer in (on_file, told):
        finish(shop, CallEntry(who, "reached", SATURDAY, learned=(Learned("birthday", answer),)), mei)
    assert birthdays(who) == then
    assert wishes(who) == [dt.date.fromisoformat(day) for day in wished]
    assert corrected(shop, who, mei) is traced


def test_a_year_told_on_the_birthday_does_not_wish_it_twice(shop, mei, who) -> None:
    finish(shop, CallEntry(who, "reached", SATURDAY, learned=(Learned("birthday", "1121"),)), mei)
    line = Revisit.get(Revisit.reason == "birthday").id
    told = (Learned("birthday", "1990-11-21"),)
    finish(shop, CallEntry(who, "reached", SATURDAY, revisit=line, reason="birthday", learned=told), mei)
    assert birthdays(who) == [("solar", 11, 21, 1990)]
    assert wishes(who) == [dt.date(2027, 11, 21)]


def test_a_no_to_news_takes_effect_at_once(shop, mei, who) -> None:
    finish(shop, CallEntry(who, "reached", SATURDAY, learned=(Learned("promotion", "no"),)), mei)
    assert promotion_of(who) is False
    assert not Revisit.select().where(Revisit.reason == "regular", Revisit.state == "open").exists()


def _in_the_form(shop, who: int, by: int) -> None:
    entry, version = entry_of(shop, who)
    correct(shop, who, version, replace(entry, promotion=True), by)


YES = {
    "in a call": lambda shop, who, by: finish(
        shop, CallEntry(who, "reached", SATURDAY, learned=(Learned("promotion", "yes"),)), by
    ),
    "in the file": lambda shop, who, by: consent(shop, who, True, by, calls=False),
    "in the form": _in_the_form,
}


@pytest.mark.parametrize("way", YES)
@pytest.mark.parametrize("calls", [False, True])
def test_a_yes_after_a_no_plans_again_wherever_it_is_noted(shop, mei, who, way: str, calls: bool) -> None:
    """Who wanted no calls at all is written to, until the file says that calls are welcome too."""
    consent(shop, who, False, mei, calls=not calls)
    open_ones = Revisit.select().where(Revisit.reason == "regular", Revisit.state == "open")
    assert not open_ones.exists()
    YES[way](shop, who, mei)
    assert promotion_of(who) is True
    assert [(row.anchor, row.channel) for row in open_ones] == [(TODAY, "text" if calls else "phone")]
    assert "Agrees to news and offers" in [event.title for event in read_file(shop, who, mei).events]


def test_how_they_like_to_be_reached_is_how_the_next_is_planned(shop, mei, who, sell) -> None:
    finish(shop, CallEntry(who, "reached", SATURDAY, learned=(Learned("channel", "wechat"),)), mei)
    sell(TODAY, who)
    newest = Revisit.select().where(Revisit.reason == "first").order_by(Revisit.id.desc()).first()
    assert newest.channel == "wechat"


def test_a_sign_brings_the_next_contact_forward_and_is_watched_for(shop, mei, who) -> None:
    first = Revisit.get(Revisit.reason == "first")
    finish(shop, CallEntry(who, "reached", SATURDAY, revisit=first.id, signs=("not_worn", "tone")), mei)
    second = Revisit.get(Revisit.reason == "second")
    assert TODAY < second.due <= TODAY + shop.policy.revisits.sign_days * DAY
    assert "Not worn yet" in second.topic
    assert prepare(shop, second.id, mei).signs == ("Sounded disappointed", "Not worn yet")
    assert Finding.select().where(Finding.question == SIGN).count() == 2
    assert any("Second revisit moved" in event.title for event in read_file(shop, who, mei).events)


def test_a_sign_of_somebody_with_nothing_planned_plans_a_contact(shop, mei, who) -> None:
    Revisit.delete().execute()
    finish(shop, CallEntry(who, "reached", SATURDAY, direction="in", signs=("no_receipt",)), mei)
    soon = [row for row in Revisit.select() if row.due <= TODAY + shop.policy.revisits.sign_days * DAY]
    assert [row.reason for row in soon] == ["special"]


def test_a_sign_leaves_alone_what_was_agreed_in_the_same_talk(shop, mei, who) -> None:
    Revisit.delete().execute()
    date = NextStep(TODAY + 10 * DAY, "phone", "back from her trip")
    finish(shop, CallEntry(who, "reached", SATURDAY, direction="in", signs=("tone",), diary=(date,)), mei)
    agreed, kind = Revisit.select().where(Revisit.reason == "special").order_by(Revisit.due.desc())
    assert (agreed.due, agreed.topic) == (date.due, date.topic)
    assert kind.due <= TODAY + shop.policy.revisits.sign_days * DAY


def test_work_wanted_and_a_date_for_the_diary_stand_on_their_day(shop, mei, who) -> None:
    work, date = (
        WorkEntry("resize", TODAY + 2 * DAY, "one size up"),
        NextStep(TODAY + 3 * DAY, "visit", "tea", dt.time(15)),
    )
    finish(shop, CallEntry(who, "reached", SATURDAY, work=(work,), diary=(date,)), mei)
    care = Revisit.get(Revisit.reason == "care")
    diary = Revisit.get(Revisit.reason == "special")
    assert (care.due, care.topic) == (TODAY + 2 * DAY, "Resize, one size up")
    assert (diary.due, diary.hour, diary.channel, diary.topic) == (TODAY + 3 * DAY, dt.time(15), "visit", "tea")


def test_what_the_customer_answered_at_a_step_is_in_the_history(shop, mei, who) -> None:
    tick = TickEntry("wear", "How does it wear?", True, "a little loose in the morning", "Too loose")
    finish(shop, CallEntry(who, "reached", SATURDAY, ticks=(tick,)), mei)
    lines = [line for event in read_file(shop, who, mei).events for line in event.lines]
    assert "How does it wear? Too loose · a little loose in the morning" in lines


def test_every_question_has_a_name() -> None:
    from typing import get_args

    from counter_tui.shop.scripts import Question

    assert set(get_args(Question)) | {SIGN} == set(QUESTIONS)
