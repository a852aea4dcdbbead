"""Promises (mission I1): on their day before everything else, and kept, moved with the customer told, or explained."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counter_tui import clock
from counter_tui.models import Promise, Revisit, new_uuid
from counter_tui.shop import promises
from counter_tui.shop.agenda import agenda, day_plan
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.calls import prepare
from counter_tui.shop.files import read_file
from counter_tui.shop.outcomes import finish, propose
from counter_tui.shop.people import add_clerk
from counter_tui.shop.promises import PromiseEnd, PromiseEntry, open_promises
from counter_tui.shop.revisits import cancel, hand_over, move
from counter_tui.shop.trace import FasterError, ShopError
from tests.conftest import SATURDAY

TODAY, DAY = SATURDAY.date(), dt.timedelta(days=1)
ASK = PromiseEntry("ask the workshop about the clasp", TODAY + 3 * DAY)


@pytest.fixture
def who(sell) -> int:
    return sell(TODAY - 4 * DAY).customer


def line(customer: int) -> Revisit:
    return Revisit.get(Revisit.customer == customer, Revisit.reason == "promise", Revisit.open_series.is_null(False))


def told(shop, customer: int, by: int) -> str:
    return " / ".join(" ".join((event.title, *event.lines)) for event in read_file(shop, customer, by).events)


def test_on_its_day_it_stands_before_all_that_is_late(shop, mei, who) -> None:
    promises.make(shop, who, ASK, mei)
    work = agenda(shop)
    assert ([row.reason for row in work.coming], work.first) == (["promise"], ())
    clock.hold(SATURDAY + 12 * DAY)
    work = agenda(shop)
    assert [(row.reason, row.topic, row.clerk, row.days_late) for row in work.first] == [
        ("promise", ASK.what, "Mei Lin", 9)
    ]
    assert work.overdue and not {row.id for row in work.first} & {row.id for row in (*work.overdue, *work.today)}
    assert work.counts[0] == len(work.overdue) + 1


def test_looked_at_beforehand_its_day_begins_with_it_too(shop, mei, who) -> None:
    promises.make(shop, who, ASK, mei)
    plan = day_plan(shop, ASK.until)
    assert [(row.reason, row.days_late) for row in plan.first] == [("promise", 0)]
    assert not {row.id for row in plan.first} & {row.id for row in plan.today}
    assert day_plan(shop, ASK.until + DAY).first == ()


def test_it_is_on_the_sheet_of_every_call_until_it_is_kept(shop, mei, who) -> None:
    promise = promises.make(shop, who, ASK, mei)
    first = Revisit.get(Revisit.reason == "first").id
    sheet = prepare(shop, first, mei)
    assert [(row.what, row.until, row.days_late) for row in sheet.promises] == [(ASK.what, ASK.until, 0)]
    promises.keep(shop, promise, "they can do it on Friday", mei)
    assert prepare(shop, first, mei).promises == () == open_promises(who)
    assert Revisit.get(Revisit.reason == "promise").state == "done"
    assert "Promise kept: ask the workshop about the clasp they can do it on Friday" in told(shop, who, mei)


def test_another_day_needs_what_the_customer_was_told(shop, mei, who) -> None:
    promise = promises.make(shop, who, ASK, mei)
    with pytest.raises(ShopError, match="What was the customer told"):
        promises.postpone(shop, promise, TODAY + 9 * DAY, " ", mei)
    with pytest.raises(ShopError, match="That day is over"):
        promises.postpone(shop, promise, TODAY - DAY, "sorry", mei)
    promises.postpone(shop, promise, TODAY + 9 * DAY, "the workshop is closed", mei, dt.time(15))
    assert (line(who).due, line(who).closes, line(who).hour) == (TODAY + 9 * DAY, TODAY + 9 * DAY, dt.time(15))
    assert [row.until for row in open_promises(who)] == [TODAY + 9 * DAY]
    assert "Told the customer: the workshop is closed" in told(shop, who, mei)


def test_what_cannot_be_kept_is_explained(shop, mei, who) -> None:
    promise = promises.make(shop, who, ASK, mei)
    with pytest.raises(ShopError, match="What was the customer told"):
        promises.explain(shop, promise, "", mei)
    promises.explain(shop, promise, "that clasp is no longer made", mei)
    assert open_promises(who) == () and "Promise explained" in told(shop, who, mei)
    with pytest.raises(FasterError):
        promises.keep(shop, promise, "after all", mei)


def test_a_call_about_it_keeps_it_and_one_in_vain_does_not(shop, mei, who) -> None:
    promises.make(shop, who, replace(ASK, until=TODAY), mei)
    for outcome, standing in (("no_answer", 1), ("busy", 1), ("wrong_number", 1), ("broke_off", 1), ("reached", 0)):
        row = line(who)
        finish(shop, CallEntry(who, outcome, SATURDAY, uuid=new_uuid(), revisit=row.id, reason="promise"), mei)
        assert len(open_promises(who)) == standing, outcome
        assert [due.reason for due in agenda(shop).first] == ["promise"] * standing, outcome
    assert Promise.get().state == "kept"


def test_its_line_moved_handed_over_or_taken_off_takes_it_with_it(shop, mei, who) -> None:
    promises.make(shop, who, ASK, mei)
    wei = add_clerk(shop, "Wei Chen").id
    move(shop, line(who).id, None, TODAY + 5 * DAY, "the customer asked for it", mei)
    hand_over(shop, [line(who).id], wei, mei)
    assert [(row.until, row.clerk) for row in open_promises(who)] == [(TODAY + 5 * DAY, "Wei Chen")]
    cancel(shop, line(who).id, None, "the customer has changed her mind", mei)
    assert (Promise.get().state, Promise.get().closed_words) == ("explained", "the customer has changed her mind")


@pytest.mark.parametrize(
    ("end", "stands"),
    [
        (None, ("kept", TODAY, "reached")),
        (PromiseEnd("the clasp is no longer made"), ("explained", TODAY, "the clasp is no longer made")),
        (PromiseEnd("on Friday", TODAY + 6 * DAY), ("open", TODAY + 6 * DAY, "")),
    ],
)
def test_what_a_call_came_to_holds_though_its_line_was_taken_off_meanwhile(
    shop, mei, who, end: PromiseEnd | None, stands: tuple[str, dt.date, str]
) -> None:
    promises.make(shop, who, replace(ASK, until=TODAY), mei)
    talked_about = line(who).id
    cancel(shop, talked_about, None, "seen to", mei)
    entry = CallEntry(who, "reached", SATURDAY, uuid=new_uuid(), revisit=talked_about, reason="promise", promise=end)
    assert propose(shop, entry, mei).late
    assert finish(shop, entry, mei).late
    row = Promise.get()
    assert (row.state, row.until, row.closed_words) == stands
    assert (
        len(open_promises(who))
        == Revisit.select().where(Revisit.reason == "promise", Revisit.state == "open").count()
        == (1 if row.state == "open" else 0)
    )


def test_saving_the_same_one_twice_stores_it_once(shop, mei, who) -> None:
    entry = replace(ASK, uuid=new_uuid())
    assert promises.make(shop, who, entry, mei) == promises.make(shop, who, entry, mei)
    assert Promise.select().count() == 1


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [(replace(ASK, what="  "), "What is promised"), (replace(ASK, until=TODAY - DAY), "That day is over")],
)
def test_a_promise_says_what_and_until_when(shop, mei, who, entry: PromiseEntry, sentence: str) -> None:
    with pytest.raises(ShopError, match=sentence):
        promises.make(shop, who, entry, mei)
    assert not Promise.select().exists()


def test_a_call_that_lay_over_night_keeps_a_promise_whose_day_has_gone_by(shop, mei, who) -> None:
    clock.hold(SATURDAY + 5 * DAY)
    finish(shop, CallEntry(who, "reached", SATURDAY, promises=(ASK,)), mei)
    assert [row.until for row in open_promises(who)] == [TODAY + 5 * DAY]
