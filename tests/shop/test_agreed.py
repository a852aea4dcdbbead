"""What is agreed with a customer holds: its day, its hour, its way and its words (C1, C10, I1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from counter_tui import clock
from counter_tui.models import AuditEntry, Customer, Promise, Revisit, new_uuid
from counter_tui.shop import promises, revisits
from counter_tui.shop.agenda import agenda
from counter_tui.shop.call_entry import CallEntry, NextStep, TickEntry
from counter_tui.shop.calls import prepare, prepare_unplanned
from counter_tui.shop.customers import consent, correct, entry_of
from counter_tui.shop.files import read_file
from counter_tui.shop.findings import Learned
from counter_tui.shop.outcomes import finish
from counter_tui.shop.promises import PromiseEntry, open_promises
from tests.conftest import SATURDAY

TODAY, DAY = SATURDAY.date(), dt.timedelta(days=1)


@pytest.fixture
def who(sell) -> int:
    return sell(TODAY - 4 * DAY).customer


def contact(customer: int, outcome: str = "reached", **more: Any) -> CallEntry:
    return CallEntry(customer, outcome, clock.now(), uuid=new_uuid(), **more)


def line(customer: int, reason: str) -> Revisit:
    return Revisit.get(Revisit.customer == customer, Revisit.reason == reason, Revisit.open_series.is_null(False))


def told(shop, customer: int, by: int) -> str:
    return " / ".join(" ".join((event.title, *event.lines)) for event in read_file(shop, customer, by).events)


def called_later(shop, customer: int, by: int) -> None:
    clock.hold(dt.datetime.combine(line(customer, "regular").due, dt.time(10)))
    later = dt.datetime.combine(clock.today() + 12 * DAY, dt.time(10)).astimezone()
    finish(shop, contact(customer, "later", revisit=line(customer, "regular").id, later=later), by)


def moved(shop, customer: int, by: int) -> None:
    row = line(customer, "regular")
    revisits.move(shop, row.id, row.version, row.due + 12 * DAY, "she is back from leave then", by)


@pytest.mark.parametrize("agree", [called_later, moved])
def test_a_day_agreed_for_keeping_in_touch_outlives_every_other_contact(shop, mei, who, sell, agree) -> None:
    agree(shop, who, mei)
    before = line(who, "regular")
    clock.hold(clock.now() + DAY)
    finish(shop, contact(who, direction="in"), mei)
    sell(clock.today(), to=who)
    consent(shop, who, True, mei)
    after = line(who, "regular")
    assert (after.due, after.hour, after.last_outcome) == (before.due, before.hour, before.last_outcome)


def test_what_nobody_agreed_on_is_counted_anew_from_the_last_contact(shop, mei, who) -> None:
    before = line(who, "regular").due
    finish(shop, contact(who, direction="in"), mei)
    assert line(who, "regular").due == before + 4 * DAY


def test_a_try_in_vain_ends_what_was_agreed(shop, mei, who, sell) -> None:
    called_later(shop, who, mei)
    row = line(who, "regular")
    clock.hold(dt.datetime.combine(row.due, dt.time(10)))
    finish(shop, contact(who, "no_answer", revisit=row.id), mei)
    finish(shop, contact(who, direction="in"), mei)
    after = line(who, "regular")
    assert after.due > clock.today() + 60 * DAY
    assert (after.tries, after.last_outcome) == (0, "")


def test_a_sign_brings_forward_what_the_shop_planned_and_leaves_what_was_agreed(shop, mei, who) -> None:
    back = NextStep(TODAY + 24 * DAY, "phone", "back from her trip")
    finish(shop, contact(who, direction="in", diary=(back,)), mei)
    for reason in ("first", "second"):
        revisits.cancel(shop, line(who, reason).id, None, "not wanted", mei, for_good=True)
    finish(shop, contact(who, direction="in", signs=("tone",)), mei)
    rows = {row.topic: row.due for row in Revisit.select().where(Revisit.reason == "special")}
    assert rows.pop("back from her trip") == back.due
    ((topic, day),) = rows.items()
    assert "Sounded disappointed" in topic and day <= TODAY + shop.policy.revisits.sign_days * DAY


def test_the_day_a_clerk_gives_the_second_revisit_is_no_longer_counted_from_the_first(shop, mei, who) -> None:
    second = line(who, "second")
    day = TODAY + 29 * DAY
    revisits.change(shop, second.id, day, "phone", "her mother is here then", mei)
    finish(shop, contact(who, revisit=line(who, "first").id), mei)
    after = line(who, "second")
    assert (after.due, after.topic) == (day, "her mother is here then")


def test_other_words_for_the_second_revisit_leave_it_to_wait_for_the_first(shop, mei, who) -> None:
    second = line(who, "second")
    revisits.change(shop, second.id, second.due, "wechat", "the new bangles", mei)
    assert line(who, "second").state == "waiting"
    finish(shop, contact(who, revisit=line(who, "first").id), mei)
    after = line(who, "second")
    assert (after.state, after.channel, after.topic) == ("open", "wechat", "the new bangles")
    assert after.due == TODAY + shop.policy.revisits.second_from_days * DAY


# By which way


WAYS = {"phone": "phone", "text": "text", "": "wechat"}


@pytest.mark.parametrize("said", WAYS)
def test_a_clerk_may_choose_the_telephone_for_somebody_who_likes_wechat(shop, mei, who, said: str) -> None:
    Customer.update(channel="wechat").execute()
    by_hand = revisits.add(shop, who, TODAY + 5 * DAY, said, "", mei)
    agreed = NextStep(TODAY + 9 * DAY, said, "ring me")
    finish(shop, contact(who, direction="in", next=agreed, diary=(NextStep(TODAY + 8 * DAY, said),)), mei)
    assert Revisit.get_by_id(by_hand).channel == WAYS[said]
    special = Revisit.select().where(Revisit.reason == "special")
    assert {row.channel for row in special} == {WAYS[said]} and len(special) == 3


def test_a_promise_is_told_as_the_customer_likes_it(shop, mei, who) -> None:
    Customer.update(channel="wechat").execute()
    promises.make(shop, who, PromiseEntry("ask about the clasp", TODAY + DAY), mei)
    assert line(who, "promise").channel == "wechat"


def test_who_may_be_called_again_is_called_again(shop, mei, who) -> None:
    reasons = ("second", "cleaning", "check")
    finish(shop, contact(who, "no_calls", revisit=line(who, "first").id), mei)
    assert {line(who, reason).channel for reason in reasons} == {"text"}
    consent(shop, who, True, mei, calls=True)
    assert {line(who, reason).channel for reason in (*reasons, "regular")} == {"phone"}


def test_who_says_how_she_likes_to_be_reached_is_reached_so(shop, mei, who) -> None:
    row = line(who, "cleaning")
    revisits.change(shop, row.id, row.due + DAY, "phone", "", mei)
    said = Learned("channel", "wechat")
    finish(shop, contact(who, revisit=line(who, "first").id, learned=(said,)), mei)
    ways = {reason: line(who, reason).channel for reason in ("second", "regular", "check", "cleaning")}
    assert ways == {"second": "wechat", "regular": "wechat", "check": "wechat", "cleaning": "phone"}


def test_what_she_says_of_it_is_put_right_in_the_file_too(shop, mei, who) -> None:
    entry, version = entry_of(shop, who)
    correct(shop, who, version, replace(entry, channel="text"), mei)
    assert line(who, "second").channel == "text"


# Broken off


def test_a_call_nobody_had_planned_goes_on_where_it_broke_off_before_all_else(shop, mei, who) -> None:
    sheet = prepare_unplanned(shop, who, "out", mei, script="call")
    ticks = tuple(TickEntry(step.id, step.title, True, "said") for step in sheet.steps[:2])
    finish(shop, contact(who, "broke_off", ticks=ticks, script=sheet.script), mei)
    (first,) = agenda(shop).first
    assert first.reason == "callback"
    again = prepare(shop, first.id, mei)
    assert again.script == sheet.script
    assert again.broken is not None
    assert [(step.id, step.note) for step in again.broken.steps] == [(step.id, "said") for step in sheet.steps[:2]]


# Promises


def promised(shop, customer: int, by: int) -> Revisit:
    promises.make(shop, customer, PromiseEntry("ask about the clasp", TODAY + 4 * DAY, dt.time(10)), by)
    return line(customer, "promise")


def test_the_next_contact_of_a_call_never_moves_a_promise(shop, mei, who) -> None:
    row = promised(shop, who, mei)
    wish = NextStep(TODAY + 19 * DAY, "phone", "the new bangles")
    done = finish(shop, contact(who, revisit=line(who, "first").id, next=wish), mei)
    assert done.next is not None
    (promise,) = open_promises(who)
    after = line(who, "promise")
    assert (
        (after.due, after.hour, after.topic)
        == (row.due, row.hour, row.topic)
        == (promise.until, promise.hour, promise.what)
    )


def test_a_promise_is_moved_only_with_the_customer_told(shop, mei, who) -> None:
    row = promised(shop, who, mei)
    revisits.move(shop, row.id, row.version, TODAY + 6 * DAY, "the workshop is closed", mei)
    (promise,) = open_promises(who)
    assert promise.until == line(who, "promise").due == TODAY + 6 * DAY
    assert "the workshop is closed" in told(shop, who, mei)
    assert AuditEntry.select().where(AuditEntry.customer == who, AuditEntry.action == "promise.moved").count() == 1


def test_an_hour_stays_unless_another_is_given(shop, mei, who) -> None:
    row, ten = promised(shop, who, mei), dt.time(10)
    revisits.move(shop, row.id, None, TODAY + 6 * DAY, "the workshop is closed", mei, hour=ten)
    assert (line(who, "promise").hour, Promise.get().hour) == (ten, ten)
    first = line(who, "first")
    revisits.change(shop, first.id, first.due, "phone", "", mei, hour=ten)
    revisits.move_all(shop, [first.id], TODAY + 3 * DAY, "closed", mei)
    assert (line(who, "first").due, line(who, "first").hour) == (TODAY + 3 * DAY, ten)


def test_a_day_that_is_moved_as_a_whole_leaves_its_promises(shop, mei, who) -> None:
    row, first = promised(shop, who, mei), line(who, "first")
    assert revisits.move_all(shop, [row.id, first.id], TODAY + 6 * DAY, "closed for stock-taking", mei) == 1
    assert line(who, "promise").due == Promise.get().until == row.due
    assert line(who, "first").due == TODAY + 6 * DAY
