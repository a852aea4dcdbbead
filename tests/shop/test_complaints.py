"""Complaints noted in a contact (mission C7, F3): numbered, answered within policy's days, closed by the customer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counter_tui import clock
from counter_tui.models import Complaint, Revisit, new_uuid
from counter_tui.shop.agenda import agenda
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.calls import prepare
from counter_tui.shop.complaints import ComplaintEntry, open_complaint, open_complaints, settle
from counter_tui.shop.files import read_file
from counter_tui.shop.outcomes import finish
from counter_tui.shop.revisits import cancel
from counter_tui.shop.trace import FasterError, ShopError
from tests.conftest import SATURDAY

TODAY, DAY = SATURDAY.date(), dt.timedelta(days=1)
BENT = ComplaintEntry("quality", "the ring is bent after a week", "have it straightened")


@pytest.fixture
def who(sell) -> int:
    return sell(TODAY - 4 * DAY).customer


def line(customer: int) -> Revisit:
    return Revisit.get(Revisit.customer == customer, Revisit.reason == "complaint", Revisit.open_series.is_null(False))


def called(who: int, **more: object) -> CallEntry:
    return CallEntry(who, "reached", clock.now(), uuid=new_uuid(), revisit=line(who).id, reason="complaint", **more)


def test_one_that_is_closed_meanwhile_is_not_closed_twice(shop, mei, who) -> None:
    complaint = open_complaint(shop, who, BENT, mei)
    settle(shop, complaint, "it is fine now", mei)
    clock.hold(SATURDAY + DAY)
    finish(shop, CallEntry(who, "reached", clock.now(), settled=((complaint, "thank you"),)), mei)
    row = Complaint.get_by_id(complaint)
    assert (row.closed_on, row.closed_words) == (TODAY, "it is fine now")
    closed = [event for event in read_file(shop, who, mei).events if event.title == "Complaint B000001 closed"]
    assert len(closed) == 1


def test_it_is_noted_in_a_call_and_answered_within_the_days_of_policy(shop, mei, who) -> None:
    first = Revisit.get(Revisit.reason == "first")
    finish(shop, CallEntry(who, "reached", SATURDAY, revisit=first.id, complaints=(BENT,), effect="bad"), mei)
    row = line(who)
    assert (row.due, row.closes, row.clerk_id) == (TODAY + DAY, TODAY + 2 * DAY, mei)
    assert row.topic == "have it straightened"
    sheet = prepare(shop, row.id, mei)
    assert [(c.number, c.kind, c.words) for c in sheet.complaints] == [("B000001", "quality", BENT.words)]
    assert any("B000001" in step.say + step.hint + sheet.aim for step in sheet.steps)
    clock.hold(SATURDAY + 3 * DAY)
    assert [(late.reason, late.days_late) for late in agenda(shop).overdue][:1] == [("complaint", 1)]


def test_an_answer_that_does_not_settle_it_plans_the_next_one(shop, mei, who) -> None:
    open_complaint(shop, who, BENT, mei)
    before = line(who).id
    clock.hold(SATURDAY + DAY)
    finish(shop, called(who, said="the workshop looks at it"), mei)
    assert line(who).id != before and line(who).due > clock.today()
    cancel(shop, line(who).id, None, "she is travelling", mei)
    assert line(who).due > clock.today() and len(open_complaints(who)) == 1


def test_only_the_customers_word_closes_it(shop, mei, who) -> None:
    complaint = open_complaint(shop, who, BENT, mei)
    with pytest.raises(ShopError, match="customer's word"):
        settle(shop, complaint, " ", mei)
    finish(shop, called(who, settled=((complaint, "straight again, thank you"),)), mei)
    assert open_complaints(who) == ()
    row = Complaint.get()
    assert (row.state, row.closed_on, row.closed_words) == ("closed", TODAY, "straight again, thank you")
    assert not Revisit.select().where(Revisit.reason == "complaint", Revisit.open_series.is_null(False)).exists()
    events = read_file(shop, who, mei).events
    assert any("B000001 closed" in event.title for event in events)
    with pytest.raises(FasterError):
        settle(shop, complaint, "again", mei)


def test_settled_in_another_call_its_own_contact_goes_off_the_list(shop, mei, who) -> None:
    complaint = open_complaint(shop, who, BENT, mei)
    finish(shop, CallEntry(who, "reached", SATURDAY, direction="in", settled=((complaint, "all right"),)), mei)
    assert not [row for row in (*agenda(shop).today, *agenda(shop).coming) if row.reason == "complaint"]


def test_numbers_have_no_gap_and_saving_twice_stores_once(shop, mei, who) -> None:
    entry = replace(BENT, uuid=new_uuid())
    assert open_complaint(shop, who, entry, mei) == open_complaint(shop, who, entry, mei)
    with pytest.raises(ShopError, match="What went wrong"):
        open_complaint(shop, who, replace(BENT, words=""), mei)
    open_complaint(shop, who, BENT, mei)
    assert [row.number for row in Complaint.select().order_by(Complaint.id)] == [1, 2]
