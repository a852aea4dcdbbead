"""Every outcome has its next step, and what was proposed is what is done (mission C7, C8, C10)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from counter_tui import clock
from counter_tui.models import Contact, Customer, Draft, ObjectionRaised, Phone, Revisit, new_uuid
from counter_tui.shop import drafts, planning
from counter_tui.shop.agenda import agenda
from counter_tui.shop.before import called_in_vain
from counter_tui.shop.call_entry import CallEntry, NextStep, ObjectionEntry, TickEntry
from counter_tui.shop.calls import prepare, prepare_unplanned
from counter_tui.shop.complaints import ComplaintEntry
from counter_tui.shop.customers import DateEntry, consent, correct, entry_of, same_phone
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.files import read_file
from counter_tui.shop.outcomes import finish, propose
from counter_tui.shop.people import add_clerk
from counter_tui.shop.revisits import add, cancel, change, hand_over, hand_over_all, move
from counter_tui.shop.series import touch
from counter_tui.shop.standing import standing_of
from counter_tui.shop.trace import FasterError, ShopError
from counter_tui.shop.wording import window_words
from tests.conftest import SATURDAY
from tests.shop.conftest import customer

SOLD = dt.date(2026, 11, 17)


@pytest.fixture
def sheet(shop, mei, sell):
    """The first revisit of a ring sold four days ago, prepared."""
    return prepare(shop, next(r.id for r in sell(SOLD).planned if r.reason == "first"), mei)


def entry(sheet, outcome: str, **more) -> CallEntry:
    return CallEntry(
        sheet.customer_id, outcome, clock.now(), uuid=new_uuid(), revisit=sheet.revisit, reason=sheet.reason, **more
    )


OUTCOMES = {
    "reached": ("second", dt.date(2026, 11, 26), None, "phone"),
    "no_answer": ("first", dt.date(2026, 11, 22), dt.time(18, 30), "phone"),
    "busy": ("first", dt.date(2026, 11, 21), dt.time(10, 42), "phone"),
    "later": ("first", dt.date(2026, 11, 23), dt.time(15, 0), "phone"),
    "wrong_number": ("first", dt.date(2026, 11, 22), None, "phone"),
    "no_calls": ("second", dt.date(2026, 11, 26), None, "text"),
    "other": ("first", dt.date(2026, 11, 22), None, "phone"),
    "broke_off": ("first", dt.date(2026, 11, 21), dt.time(10, 12), "phone"),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_follows_and_that_the_proposal_is_the_deed(shop, mei, sheet, outcome: str) -> None:
    later = dt.datetime(2026, 11, 23, 15).astimezone() if outcome == "later" else None
    made = entry(sheet, outcome, later=later)
    proposed = propose(shop, made, mei)
    assert Contact.select().count() == 0
    done = finish(shop, made, mei)
    assert proposed.next is not None
    assert (proposed.next.reason, proposed.next.due, proposed.next.hour, proposed.next.channel) == OUTCOMES[outcome]
    assert replace(done.next, id=0) == replace(proposed.next, id=0)


def test_finishing_twice_writes_it_once(shop, mei, sheet) -> None:
    made = entry(sheet, "no_answer")
    finish(shop, made, mei)
    finish(shop, made, mei)
    assert Contact.select().count() == 1
    assert Revisit.get_by_id(sheet.revisit).tries == 1


def test_after_three_misses_a_text_message_is_proposed(shop, mei, sheet) -> None:
    channels = []
    for day in range(3):
        clock.hold(SATURDAY + dt.timedelta(days=day))
        channels.append(finish(shop, entry(sheet, "no_answer"), mei).next.channel)
    assert channels == ["phone", "phone", "text"]


def miss(shop, mei, sheet, *moments: str) -> list[tuple[dt.date, dt.time | None]]:
    """Call in vain at some moments; when each next try is."""
    steps = []
    for moment in moments:
        clock.hold(dt.datetime.fromisoformat(f"2026-11-{moment}"))
        step = finish(shop, entry(sheet, "no_answer"), mei).next
        steps.append((step.due, step.hour))
    return steps


def test_nobody_is_tried_twice_at_the_same_hour_while_another_is_left(shop, mei, sheet) -> None:
    tries = miss(shop, mei, sheet, "21T10:35", "22T18:40", "23T15:20")
    assert tries == [
        (dt.date(2026, 11, 22), dt.time(18, 30)),
        (dt.date(2026, 11, 23), dt.time(15, 30)),
        (dt.date(2026, 11, 24), None),  # by text message, which rings nowhere
    ]


def test_the_next_try_is_at_an_hour_she_likes(shop, mei, sheet) -> None:
    Customer.update(best_hours="Mon-Fri after 15:00").execute()
    assert miss(shop, mei, sheet, "21T18:30", "23T15:40") == [
        (dt.date(2026, 11, 23), dt.time(15, 30)),
        (dt.date(2026, 11, 24), dt.time(18, 30)),
    ]


def test_today_says_the_hour_of_the_next_try_and_is_not_late_before_its_day_is_over(shop, mei, sheet) -> None:
    Revisit.update(closes=SATURDAY.date()).execute()
    miss(shop, mei, sheet, "21T10:35")
    clock.hold(dt.datetime(2026, 11, 22, 23, 50))
    row = next(row for row in agenda(shop).today if row.id == sheet.revisit)
    assert window_words(row, clock.today()) == "at 18:30"
    assert row.days_late == 0
    assert row.may.why == "rest"
    clock.hold(dt.datetime(2026, 11, 23, 0, 10))
    assert [row.days_late for row in agenda(shop).overdue if row.id == sheet.revisit] == [1]


def test_an_hour_she_asked_for_goes_before_the_rest_hours_and_her_usual_ones(shop, mei, sheet) -> None:
    Customer.update(best_hours="evenings").execute()
    asked = dt.datetime(2026, 11, 23, 13).astimezone()
    finish(shop, entry(sheet, "later", later=asked), mei)
    why = {}
    for clock_time in ("12:59", "13:00", "13:59", "14:00", "15:00"):
        clock.hold(dt.datetime.fromisoformat(f"2026-11-23T{clock_time}"))
        why[clock_time] = next(row for row in agenda(shop).today if row.id == sheet.revisit).may.why
    assert why == {"12:59": "rest", "13:00": "", "13:59": "", "14:00": "rest", "15:00": ""}


def test_a_busy_line_before_rest_time_is_tried_after_it(shop, mei, sheet) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 12, 20))
    assert finish(shop, entry(sheet, "busy"), mei).next.hour == dt.time(14, 30)
    clock.hold(dt.datetime(2026, 11, 21, 19, 50))
    step = finish(shop, entry(sheet, "busy"), mei).next
    assert (step.due, step.hour) == (dt.date(2026, 11, 22), dt.time(9, 0))


def test_a_wrong_number_is_marked_and_no_longer_dialled(shop, mei, sheet) -> None:
    finish(shop, entry(sheet, "wrong_number"), mei)
    file = read_file(shop, sheet.customer_id, mei)
    assert file.phones[0].wrong_since == SATURDAY.date()
    assert file.dial == ""
    again = prepare(shop, sheet.revisit, mei)
    assert again.may.words == "no number that works"
    assert any("1234" in event.title for event in file.events)


def numbers(customer: int) -> list[tuple[str, dt.date | None]]:
    rows = Phone.select().where(Phone.customer == customer).order_by(Phone.position)
    return [(row.typed, row.wrong_since) for row in rows]


def test_the_wrong_number_is_not_its_own_other_number(shop, mei, sheet) -> None:
    made = entry(sheet, "wrong_number", other_number=read_phone("138 1234 1234", "CN"))
    with pytest.raises(ShopError, match="the number that was wrong"):
        finish(shop, made, mei)
    assert numbers(sheet.customer_id) == [("13812341234", None)]
    assert Contact.select().count() == 0


def test_another_number_that_was_thought_wrong_is_dialled_again(shop, mei, sheet) -> None:
    right = read_phone("13700001111", "CN")
    finish(shop, entry(sheet, "wrong_number", other_number=right), mei)
    Phone.update(wrong_since=SOLD).where(Phone.typed == "13700001111").execute()
    Phone.update(wrong_since=None).where(Phone.typed == "13812341234").execute()
    finish(shop, entry(sheet, "wrong_number", other_number=right), mei)
    assert numbers(sheet.customer_id) == [("13812341234", SATURDAY.date()), ("13700001111", None)]
    assert prepare(shop, sheet.revisit, mei).dial == right.e164


def test_who_wants_no_calls_gets_no_promotion_but_keeps_service(shop, mei, sell) -> None:
    birthday = DateEntry("birthday", PartialDate("solar", 11, 25))
    saved = sell(SOLD, customer(dates=(birthday,)))
    first = prepare(shop, next(r.id for r in saved.planned if r.reason == "first"), mei)
    done = finish(shop, entry(first, "no_calls"), mei)
    assert done.stopped == 2
    planned = read_file(shop, saved.customer, mei).planned
    assert {row.reason for row in planned} == {"second", "cleaning", "check"}
    assert {row.channel for row in planned} == {"text"}
    assert read_file(shop, saved.customer, mei).promotion is False
    sell(SATURDAY.date(), to=saved.customer)
    assert {row.channel for row in read_file(shop, saved.customer, mei).planned} == {"text"}
    consent(shop, saved.customer, True, mei)
    assert "birthday" in {row.reason for row in read_file(shop, saved.customer, mei).planned}


def test_one_call_serves_everything_due_with_a_customer(shop, mei, sell) -> None:
    saved = sell(dt.date(2026, 5, 1))
    first = prepare(shop, next(r.id for r in saved.planned if r.reason == "first"), mei)
    assert {row.reason for row in first.also} == {"cleaning", "regular"}
    finish(shop, entry(first, "reached", also=tuple(row.id for row in first.also)), mei)
    left = agenda(shop)
    assert left.counts == (0, 0, 1)
    assert left.coming[0].reason == "second"


def test_pieces_whose_service_comes_soon_are_asked_for_in_the_same_call_and_keep_together(shop, mei, sell) -> None:
    ring = sell(dt.date(2026, 5, 20))
    necklace = sell(dt.date(2026, 6, 10), to=ring.customer, kind="necklace")
    sell(dt.date(2026, 6, 12), to=ring.customer, kind="bangle", gift=True)
    sell(dt.date(2026, 7, 30), to=ring.customer, kind="pendant")
    sheet = prepare(shop, next(r.id for r in ring.planned if r.reason == "cleaning"), mei)
    soon = [row.due for row in sheet.also if row.reason == "cleaning"]
    assert soon == [dt.date(2026, 12, 10)]
    said = " ".join(step.say for step in sheet.steps)
    assert "necklace" in said and "bangle" not in said and "pendant" not in said
    finish(shop, entry(sheet, "reached", also=tuple(row.id for row in sheet.also)), mei)
    left = [row.due for row in read_file(shop, ring.customer, mei).planned if row.reason == "cleaning"]
    assert left == [dt.date(2026, 12, 12), dt.date(2027, 1, 30), *[dt.date(2027, 5, 21)] * 2]
    first = prepare(shop, next(r.id for r in necklace.planned if r.reason == "second"), mei)
    assert dt.date(2027, 1, 30) not in [row.due for row in first.also]


def test_a_gift_is_never_joined_silently_nor_is_anything_joined_to_a_gift(shop, mei, sell) -> None:
    """It is not named, so nobody would be asked to bring it: it has its own call, at its own time."""
    gift = sell(dt.date(2026, 5, 20), gift=True)
    sell(dt.date(2026, 6, 12), to=gift.customer, kind="necklace")
    Revisit.update(due=dt.date(2026, 12, 1)).where(Revisit.reason == "check", Revisit.sale == gift.sale).execute()
    about_gift = prepare(shop, next(r.id for r in gift.planned if r.reason == "cleaning"), mei)
    ahead = [(row.reason, row.due) for row in about_gift.also if row.due > clock.today()]
    assert ahead == [("check", dt.date(2026, 12, 1))]
    clock.hold(dt.datetime(2026, 12, 13, 10, 12))
    by_now = prepare(shop, about_gift.revisit, mei)
    assert ("cleaning", dt.date(2026, 12, 12)) in [(row.reason, row.due) for row in by_now.also]


LIGHTER = ComplaintEntry("weight", "lighter than on the tag")


def test_after_a_complaint_its_answer_comes_next_and_no_offer(shop, mei, sell) -> None:
    wedding = DateEntry("wedding", PartialDate("solar", 11, 22))
    saved = sell(SOLD, customer(dates=(wedding,)))
    first = prepare(shop, next(r.id for r in saved.planned if r.reason == "first"), mei)
    assert finish(shop, entry(first, "reached"), mei).next.reason == "anniversary"
    complained = CallEntry(saved.customer, "reached", clock.now(), uuid=new_uuid(), complaints=(LIGHTER,))
    proposed = propose(shop, complained, mei).next
    assert (proposed.reason, proposed.due) == ("complaint", dt.date(2026, 11, 22))
    later = replace(complained, direction="out", revisit=None, uuid=new_uuid())
    assert finish(shop, later, mei).next.reason == "complaint"
    assert Contact.get(Contact.uuid == later.uuid).next_step.startswith("Complaint")


def test_while_a_complaint_is_open_an_offer_is_proposed_after_all_else(shop, mei, sell) -> None:
    wedding = DateEntry("wedding", PartialDate("solar", 11, 22))
    saved = sell(SOLD, customer(dates=(wedding,)))
    first = prepare(shop, next(r.id for r in saved.planned if r.reason == "first"), mei)
    finish(shop, entry(first, "reached", complaints=(LIGHTER,)), mei)
    Revisit.update(due=SOLD, closes=SOLD).where(Revisit.reason == "complaint").execute()
    asked = CallEntry(saved.customer, "reached", clock.now(), uuid=new_uuid(), direction="in")
    assert finish(shop, asked, mei).next.reason == "second"


def test_what_the_clerk_changes_after_a_complaint_is_its_answer(shop, mei, sheet) -> None:
    wish = NextStep(dt.date(2026, 11, 23), "phone", "bring the scales", dt.time(16))
    done = finish(shop, entry(sheet, "reached", complaints=(LIGHTER,), next=wish), mei)
    row = Revisit.get(Revisit.reason == "complaint")
    assert (done.next.id, row.due, row.hour, row.topic) == (row.id, wish.due, wish.hour, wish.topic)
    assert Revisit.get(Revisit.reason == "second").due == dt.date(2026, 11, 26)


def test_the_clerks_own_wish_for_the_next_contact_wins(shop, mei, sheet) -> None:
    wish = NextStep(dt.date(2026, 11, 24), "wechat", "send the care leaflet", dt.time(16))
    done = finish(shop, entry(sheet, "reached", next=wish), mei)
    assert (done.next.reason, done.next.due, done.next.channel, done.next.topic, done.next.hour) == (
        "second",
        dt.date(2026, 11, 24),
        "wechat",
        "send the care leaflet",
        dt.time(16),
    )


def test_everything_lands_in_the_history(shop, mei, sheet) -> None:
    made = entry(
        sheet,
        "reached",
        said="ring a little loose",
        request="resize before New Year",
        ticks=(TickEntry("wear", "How does it wear?", True, "loose in the morning"), TickEntry("care", "", False)),
        objections=(ObjectionEntry("too-dear", 1, "settled", "compared by gram"),),
        seconds=161,
    )
    drafts.keep(shop, made.uuid, "call", "张晓红", {"said": "ring"}, mei, "till")
    finish(shop, made, mei)
    event = read_file(shop, sheet.customer_id, mei).events[0]
    text = "\n".join([event.title, *event.lines])
    for words in ("First revisit", "Reached", "2:41", "ring a little loose", "loose in the morning", "resize", "Too"):
        assert words in text
    assert event.clerk == "Mei Lin"
    assert ObjectionRaised.get().ended == "settled"
    assert Draft.select().count() == 0
    assert (
        prepare(shop, read_file(shop, sheet.customer_id, mei).planned[0].id, mei).last[0].said == "ring a little loose"
    )


def test_a_call_that_came_in_is_logged_and_plans_only_what_the_clerk_asks(shop, mei, sheet) -> None:
    inbound = prepare_unplanned(shop, sheet.customer_id, "in", mei)
    before = len(read_file(shop, sheet.customer_id, mei).planned)
    made = CallEntry(sheet.customer_id, "reached", clock.now(), uuid=new_uuid(), direction="in", said="asks for hours")
    finish(shop, made, mei)
    assert inbound.may.allowed
    assert len(read_file(shop, sheet.customer_id, mei).planned) == before
    promised = replace(made, uuid=new_uuid(), next=NextStep(dt.date(2026, 11, 23), "phone", "tell the price"))
    assert finish(shop, promised, mei).next.topic == "tell the price"
    assert len(read_file(shop, sheet.customer_id, mei).planned) == before + 1


def test_moved_handed_over_and_taken_off_with_a_reason(shop, mei, sheet) -> None:
    wei = add_clerk(shop, "Wei").id
    move(shop, sheet.revisit, sheet.version, dt.date(2026, 11, 25), "travelling until Tuesday", mei)
    with pytest.raises(FasterError):
        move(shop, sheet.revisit, sheet.version, dt.date(2026, 11, 26), "again", mei)
    assert hand_over(shop, [sheet.revisit], wei, mei) == 1
    assert [(row.due, row.clerk) for row in agenda(shop).coming] == [(dt.date(2026, 11, 25), "Wei")]
    cancel(shop, sheet.revisit, None, "moved abroad", mei)
    told = [line for event in read_file(shop, sheet.customer_id, mei).events for line in (event.title, *event.lines)]
    for words in ("Why: travelling until Tuesday", "First revisit handed to Wei", "Why: moved abroad"):
        assert words in told
    with pytest.raises(FasterError):
        prepare(shop, sheet.revisit, mei)


LAST_WEEK = SATURDAY.date() - dt.timedelta(days=7)
PLANNED_FOR_LAST_WEEK = {
    "moved": lambda shop, sheet, by: move(shop, sheet.revisit, None, LAST_WEEK, "", by),
    "changed": lambda shop, sheet, by: change(shop, sheet.revisit, LAST_WEEK, "phone", "", by),
    "added": lambda shop, sheet, by: add(shop, sheet.customer_id, LAST_WEEK, "phone", "", by),
}


@pytest.mark.parametrize("way", PLANNED_FOR_LAST_WEEK)
def test_nothing_is_planned_for_a_day_that_is_over(shop, mei, sheet, way: str) -> None:
    before = list(Revisit.select().order_by(Revisit.id).dicts())
    with pytest.raises(ShopError, match="That day is over"):
        PLANNED_FOR_LAST_WEEK[way](shop, sheet, mei)
    assert list(Revisit.select().order_by(Revisit.id).dicts()) == before


def test_one_that_is_late_can_be_changed_on_its_day(shop, mei, sheet) -> None:
    Revisit.update(due=LAST_WEEK).where(Revisit.id == sheet.revisit).execute()
    change(shop, sheet.revisit, LAST_WEEK, "wechat", "send the leaflet", mei)
    assert Revisit.get_by_id(sheet.revisit).channel == "wechat"


ANOTHER_DAY = {
    "moved": lambda shop, line, day, by: move(shop, line, None, day, "", by),
    "changed": lambda shop, line, day, by: change(shop, line, day, "phone", "", by),
}


@pytest.mark.parametrize("way", ANOTHER_DAY)
def test_the_hour_of_one_day_is_not_that_of_another(shop, mei, sheet, way: str) -> None:
    day = SATURDAY.date() + dt.timedelta(days=2)
    line = add(shop, sheet.customer_id, day, "phone", "", mei, dt.time(15))
    change(shop, line, day, "wechat", "", mei)
    assert Revisit.get_by_id(line).hour == dt.time(15)
    ANOTHER_DAY[way](shop, line, day + dt.timedelta(days=1), mei)
    assert Revisit.get_by_id(line).hour is None


@pytest.mark.parametrize(
    ("outcome", "tries"), [("no_answer", 1), ("busy", 1), ("other", 0), ("wrong_number", 0), ("broke_off", 0)]
)
def test_only_who_did_not_answer_was_tried_and_the_window_never_shrinks(
    shop, mei, sheet, outcome: str, tries: int
) -> None:
    before = Revisit.get_by_id(sheet.revisit).closes
    finish(shop, entry(sheet, outcome), mei)
    row = Revisit.get_by_id(sheet.revisit)
    assert (row.tries, row.closes) == (tries, before)


@pytest.mark.parametrize(("direction", "offers"), [("out", 1), ("in", 0)])
def test_a_call_of_theirs_does_not_use_up_the_offer_of_the_day(shop, mei, sheet, direction: str, offers: int) -> None:
    talk = CallEntry(sheet.customer_id, "reached", clock.now(), direction=direction, purpose="promotion")
    finish(shop, talk, mei)
    assert standing_of(sheet.customer_id)[0].promotions == {clock.today(): offers}


@pytest.mark.parametrize(("days_ago", "counts_from"), [(0, 0), (3, 2)])
def test_keeping_in_touch_counts_from_the_newest_contact_whenever_it_is_typed(
    shop, mei, sheet, days_ago: int, counts_from: int
) -> None:
    today, day = clock.today(), dt.timedelta(days=1)
    touch(shop, sheet.customer_id, today - 2 * day, mei)
    Revisit.update(tries=2).where(Revisit.reason == "regular").execute()
    touch(shop, sheet.customer_id, today - days_ago * day, mei)
    row = Revisit.get(Revisit.reason == "regular")
    assert (row.anchor, row.tries) == (today - counts_from * day, 0 if days_ago == 0 else 2)


@pytest.mark.parametrize(("from_day", "late_too"), [(0, True), (1, False)])
def test_handed_over_from_today_on_what_is_late_goes_too(shop, mei, sheet, from_day: int, late_too: bool) -> None:
    wei = add_clerk(shop, "Wei").id
    Revisit.update(due=LAST_WEEK, closes=LAST_WEEK).where(Revisit.id == sheet.revisit).execute()
    hand_over_all(shop, mei, wei, mei, first=clock.today() + dt.timedelta(days=from_day))
    assert (Revisit.get_by_id(sheet.revisit).clerk_id == wei) is late_too
    assert Revisit.get(Revisit.reason == "cleaning").clerk_id == wei


@pytest.mark.parametrize(
    ("sold", "until"), [(SOLD, "17 November 2027"), (dt.date(2025, 11, 21), "21 November"), (dt.date(2025, 6, 1), None)]
)
def test_nobody_is_promised_what_has_run_out(shop, mei, sell, sold: dt.date, until: str | None) -> None:
    cleaning = next(row.id for row in sell(sold).planned if row.reason == "cleaning")
    assert prepare(shop, cleaning, mei).card_facts["free_until"] == until


def test_a_wrong_number_stays_wrong_when_the_file_is_corrected(shop, mei, sheet) -> None:
    finish(shop, entry(sheet, "wrong_number"), mei)
    known, version = entry_of(shop, sheet.customer_id)
    both = (*known.phones, read_phone("13700001111", "CN"))
    correct(shop, sheet.customer_id, version, replace(known, phones=both), mei)
    assert numbers(sheet.customer_id) == [("13812341234", SATURDAY.date()), ("13700001111", None)]


def test_a_second_till_that_is_too_late_loses_nothing(shop, mei, sheet) -> None:
    finish(shop, entry(sheet, "reached"), mei)
    finish(shop, entry(sheet, "reached", said="called her too"), mei)
    assert Contact.select().count() == 2
    assert Revisit.select().where(Revisit.reason == "second").count() == 1


def test_one_number_gets_one_offer_a_day_even_in_a_family(shop, mei, sell) -> None:
    sold = SATURDAY.date() - dt.timedelta(days=115)
    mother, daughter = sell(sold, customer("陈玉")), sell(sold, customer("陈小玉"))
    assert same_phone(shop, "+8613812341234", but=mother.customer)
    regular = {row.customer_id: row for row in (*agenda(shop).today, *agenda(shop).overdue) if row.reason == "regular"}
    sheet = prepare(shop, regular[mother.customer].id, mei)
    finish(shop, entry(sheet, "reached"), mei)
    theirs = [row for row in (*agenda(shop).today, *agenda(shop).overdue) if row.customer_id == daughter.customer]
    assert {row.reason: row.may.why for row in theirs}["regular"] == "enough_today"
    assert {row.reason: row.may.why for row in theirs}["first"] == ""


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's time zone can't be changed for a test")
def test_on_the_day_the_clocks_change_the_day_begins_when_it_begins(shop, mei, sell) -> None:
    """Midnight was summer time still; it is winter time when the first customer is called."""
    try:
        with pytest.MonkeyPatch.context() as elsewhere:
            elsewhere.setenv("TZ", "Europe/Berlin")
            time.tzset()
            night = dt.datetime(2026, 10, 25, 0, 30)
            clock.hold(dt.datetime(2026, 10, 25, 10))
            who = sell(dt.date(2026, 10, 20)).customer
            finish(shop, CallEntry(who, "reached", night.astimezone(), reason="regular"), mei)
            assert standing_of(who)[0].promotions == {night.date(): 1}
            finish(shop, CallEntry(who, "busy", night.astimezone(), reason="regular"), mei)
            assert called_in_vain(who, None)
    finally:
        time.tzset()


def test_no_offers_does_not_mean_no_service_calls(shop, mei, sheet) -> None:
    consent(shop, sheet.customer_id, False, mei)
    planned = read_file(shop, sheet.customer_id, mei).planned
    assert {row.reason for row in planned} == {"first", "second", "cleaning", "check"}
    assert {row.channel for row in planned} == {"phone"}
    assert prepare(shop, sheet.revisit, mei).may.allowed
    consent(shop, sheet.customer_id, False, mei, calls=False)
    assert {row.channel for row in read_file(shop, sheet.customer_id, mei).planned} == {"text"}


def test_a_contact_noted_by_a_wrong_clock_does_not_put_keeping_in_touch_off_for_good(shop, mei, sell) -> None:
    today = SATURDAY.date()
    file = sell(today - dt.timedelta(days=30)).customer
    clock.hold(SATURDAY.replace(year=2036))
    touch(shop, file, clock.today(), mei)
    clock.hold(SATURDAY)
    touch(shop, file, today, mei)
    row = Revisit.get(Revisit.reason == "regular")
    assert (row.anchor, row.due) == (today, planning.regular(today, shop.policy).due)
