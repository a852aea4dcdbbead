"""Whatever a clerk has saved last can be taken back, and then everything stands as it stood before."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import SqliteDatabase

from counter_tui import clock, i18n
from counter_tui.exchange.checkup import _records
from counter_tui.models import (
    TABLES,
    AuditEntry,
    Clerk,
    Consent,
    Contact,
    Counter,
    Customer,
    Draft,
    ImportantDate,
    Phone,
    Piece,
    Revisit,
    Sale,
    UndoStep,
    db,
    new_uuid,
)
from counter_tui.shop import promises
from counter_tui.shop.call_entry import CallEntry, NextStep, ObjectionEntry, TickEntry, WorkEntry
from counter_tui.shop.complaints import ComplaintEntry, open_complaint, settle
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import CustomerEntry, DateEntry, consent, correct, entry_of, open_file
from counter_tui.shop.drafts import keep, left_unsaved
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.files import read_file
from counter_tui.shop.findings import Learned
from counter_tui.shop.journal import KEPT
from counter_tui.shop.lookup import find
from counter_tui.shop.outcomes import finish, propose
from counter_tui.shop.people import add_clerk
from counter_tui.shop.promises import PromiseEntry
from counter_tui.shop.reminders import remind
from counter_tui.shop.revisits import add, cancel, change, hand_over, move, move_all, record_cleaning
from counter_tui.shop.sales import SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.trace import FasterError, ShopError
from counter_tui.shop.undo import last_steps, obstacle, take_back
from tests.conftest import SATURDAY
from tests.shop.conftest import RING, customer

DAY = dt.timedelta(days=1)
TODAY = SATURDAY.date()
SOLD = dt.date(2026, 11, 17)
BIRTHDAY = DateEntry("birthday", PartialDate("solar", 11, 25))
WEDDING = DateEntry("wedding", PartialDate("solar", 5, 6, year=2015))
BESIDES = {AuditEntry, UndoStep}


def books() -> dict[str, Any]:
    """Every row of the shop but the trace and what can be taken back; versions only go up."""
    found = {}
    for table in TABLES:
        if table not in BESIDES:
            columns = [field for name, field in table._meta.fields.items() if name != "version"]
            found[table.__name__] = sorted(table.select(*columns).tuples(), key=str)
    found["Counter"] = [row for row in found["Counter"] if row[1]]
    return found


@pytest.fixture
def wei(shop) -> int:
    return add_clerk(shop, "Wei Chen").id


@pytest.fixture
def kept(shop, mei) -> Callable[..., str]:
    """A form as it stands unsaved; its uuid."""

    def keep_one(form: str = "sale", uuid: str = "", **data: Any) -> str:
        uuid = uuid or new_uuid()
        keep(shop, uuid, form, "张晓红", data or {"values": {"invoice": "A-1"}}, mei, "till")
        return uuid

    return keep_one


def newest(shop, by: int):
    return last_steps(shop, by)[0]


def undo(shop, by: int):
    return take_back(shop, newest(shop, by).uuid, by, "till")


def planned(shop, saved, reason: str) -> Revisit:
    return Revisit.get(Revisit.customer == saved.customer, Revisit.reason == reason, Revisit.open_series.is_null(False))


def call(saved, reason: str, outcome: str, **more: Any) -> CallEntry:
    row = Revisit.get(Revisit.customer == saved.customer, Revisit.reason == reason, Revisit.open_series.is_null(False))
    return CallEntry(
        saved.customer, outcome, clock.now(), uuid=more.pop("uuid", new_uuid()), revisit=row.id, reason=reason, **more
    )


# --- every action, one by one -------------------------------------------------------------------------------------


def deeds(shop, mei: int, wei: int, saved, keep_form) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Each kind of action: what the list says of it, a word of what taking it back will do, and the deed."""
    first = planned(shop, saved, "first").id
    regular = planned(shop, saved, "regular").id
    file, _version = entry_of(shop, saved.customer)
    sale, sale_version = entry_of_sale(shop, saved.sale)
    later = dt.datetime(2026, 11, 23, 15).astimezone()
    yield "张晓红: First revisit, Reached", "Back on the list: First revisit", lambda: finish(
        shop,
        call(
            saved, "first", "reached", uuid=keep_form("call", steps={}), said="pleased", also=(regular,),
            ticks=(TickEntry("greet", "Greet", True, "hello"),), objections=(ObjectionEntry("too-dear", 1, "settled"),),
            next=NextStep(dt.date(2026, 11, 24), "wechat", "leaflet"),
        ),
        mei,
    )  # fmt: skip
    yield (
        "张晓红: First revisit, No answer",
        "Back to its day: First revisit",
        lambda: finish(shop, call(saved, "first", "no_answer"), mei),
    )
    yield (
        "张晓红: First revisit, Call later",
        "First revisit",
        lambda: finish(shop, call(saved, "first", "later", later=later), mei),
    )
    yield (
        "张晓红: First revisit, Wrong number",
        "ending in 1234 counts as right again",
        lambda: finish(shop, call(saved, "first", "wrong_number"), mei),
    )
    yield "Wants no calls", "no longer counts", lambda: finish(shop, call(saved, "first", "no_calls"), mei)
    yield (
        "张晓红: Call from the customer, Reached",
        "is removed",
        lambda: finish(shop, CallEntry(saved.customer, "reached", clock.now(), direction="in", reason="special"), mei),
    )
    yield (
        "张晓红: sale of 18K gold ring",
        "The sale of Sat 21 Nov is removed.",
        lambda: record_sale(shop, SaleEntry(saved.customer, TODAY, (RING,), uuid=keep_form()), mei),
    )
    yield (
        "李伟: sale of 18K gold ring",
        "The file C000002 is removed.",
        lambda: record_sale(
            shop, SaleEntry(customer("李伟", "13900001111", dates=(BIRTHDAY,)), TODAY, (RING, RING)), mei
        ),
    )
    yield (
        "王芳: visit without a purchase",
        "The visit of Sat 21 Nov is removed.",
        lambda: record_visit(
            shop,
            VisitEntry(customer("王芳", "13900002222"), TODAY, uuid=keep_form("visit"), why_not="asks at home"),
            mei,
        ),
    )
    yield (
        "张晓红: visit without a purchase",
        "The visit of",
        lambda: record_visit(shop, VisitEntry(saved.customer, TODAY), mei),
    )
    yield (
        "王芳: file opened",
        "The file C000002 is removed.",
        lambda: open_file(
            shop, CustomerEntry("王芳", uuid=keep_form("customer"), dates=(BIRTHDAY,), promotion=False), mei
        ),
    )
    yield "张小红: file corrected", "The file reads as it did before.", lambda: correct(
        shop, saved.customer, entry_of(shop, saved.customer)[1],
        replace(file, name="张小红", phones=(), dates=(WEDDING,), promotion=False, uuid=keep_form("customer")), mei,
    )  # fmt: skip
    yield "张晓红: sale corrected", "The sale reads as it did before.", lambda: correct_sale(
        shop, saved.sale, sale_version,
        replace(sale, day=TODAY, pieces=(replace(RING, price=Decimal("99.00")),), uuid=keep_form()), mei,
    )  # fmt: skip
    yield (
        "张晓红: First revisit moved from Fri 20 Nov to Mon 30 Nov",
        "Back to its day: First revisit",
        lambda: move(shop, first, None, dt.date(2026, 11, 30), "away", mei),
    )
    yield (
        "2 contacts moved to Mon 30 Nov: 张晓红",
        "Back to its day",
        lambda: move_all(shop, [first, regular], dt.date(2026, 11, 30), "stocktaking", mei),
    )
    yield (
        "张晓红: First revisit handed to Wei Chen",
        "1 contact goes back to Mei Lin.",
        lambda: hand_over(shop, [first], wei, mei),
    )
    yield (
        "2 contacts handed to Wei Chen: 张晓红",
        "2 contacts go back to Mei Lin.",
        lambda: hand_over(shop, [first, regular], wei, mei),
    )
    yield (
        "张晓红: First revisit taken off the list",
        "As before: Second revisit",
        lambda: cancel(shop, first, None, "travelling", mei),
    )
    yield (
        "张晓红: Birthday taken off the list",
        "Back on the list: Birthday",
        lambda: cancel(shop, planned(shop, saved, "birthday").id, None, "not wished", mei, for_good=True),
    )
    yield (
        "张晓红: First revisit changed",
        "First revisit",
        lambda: change(shop, first, dt.date(2026, 12, 1), "wechat", "care", mei),
    )
    yield (
        "张晓红: contact planned for Tue 1 Dec",
        "Off the list: Planned contact Tue 1 Dec.",
        lambda: add(shop, saved.customer, dt.date(2026, 12, 1), "phone", "resizing", mei),
    )
    yield from owed(shop, mei, saved)
    yield "张晓红: pieces cleaned", "not cleaned", lambda: record_cleaning(shop, saved.sale, TODAY, mei)
    yield "张晓红: agrees to news and offers", "no longer counts", lambda: consent(shop, saved.customer, True, mei)
    yield "张晓红: wants no news and offers", "Back on the list", lambda: consent(shop, saved.customer, False, mei)
    yield "张晓红: wants no calls", "As before", lambda: consent(shop, saved.customer, False, mei, calls=False)
    yield "张晓红: wants no service reminders", "Back on the list", lambda: remind(shop, saved.customer, False, mei)
    yield "张晓红: wants service reminders again", "no longer counts", lambda: remind(shop, saved.customer, True, mei)


def owed(shop, mei: int, saved) -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """The same for promises and complaints; one of each stands before."""
    promise = promises.make(shop, saved.customer, PromiseEntry("ask the workshop", TODAY + DAY), mei)
    complaint = open_complaint(shop, saved.customer, ComplaintEntry("weight", "0.1 g too light", "weigh it again"), mei)
    yield (
        "张晓红: promised until Mon 23 Nov: send a picture",
        "The promise “send a picture” is removed.",
        lambda: promises.make(shop, saved.customer, PromiseEntry("send a picture", TODAY + 2 * DAY), mei),
    )
    yield (
        "张晓红: promise kept: ask the workshop",
        "The promise “ask the workshop” is open again.",
        lambda: promises.keep(shop, promise, "they can do it", mei),
    )
    yield (
        "张晓红: promise moved to Fri 27 Nov: ask the workshop",
        "stands for Sun 22 Nov again",
        lambda: promises.postpone(shop, promise, TODAY + 6 * DAY, "the workshop is closed", mei),
    )
    yield (
        "张晓红: promise explained: ask the workshop",
        "is open again",
        lambda: promises.explain(shop, promise, "it can't be done", mei),
    )
    yield (
        "张晓红: complaint noted",
        "The complaint B000002 is removed.",
        lambda: open_complaint(shop, saved.customer, ComplaintEntry("quality", "bent"), mei),
    )
    yield (
        "张晓红: complaint closed",
        "The complaint B000001 is open again.",
        lambda: settle(shop, complaint, "all right now", mei),
    )
    yield (
        "张晓红: First revisit, Reached",
        "The promise “resize it” is removed.",
        lambda: finish(
            shop,
            call(
                saved, "first", "reached", promises=(PromiseEntry("resize it", TODAY + DAY),), signs=("not_worn",),
                complaints=(ComplaintEntry("quality", "bent"),), settled=((complaint, "fine"),),
                learned=(Learned("hours", "after 18:00"), Learned("birthday", "0506"), Learned("promotion", "no")),
                work=(WorkEntry("clean", TODAY + DAY),), diary=(NextStep(TODAY + DAY, "phone", "comes by"),),
            ),
            mei,
        ),
    )  # fmt: skip


def test_every_action_says_what_it_was_and_comes_back_exactly(shop, mei, wei, sell, kept) -> None:
    saved = sell(SOLD, customer(dates=(BIRTHDAY, WEDDING)))
    Revisit.update(due=TODAY).where(Revisit.reason == "regular").execute()
    seen = set()
    for words, effect, deed in deeds(shop, mei, wei, saved, kept):
        Draft.delete().execute()
        before = books()
        deed()
        assert books() != before and not Draft.select().exists()
        row = newest(shop, mei)
        assert words in row.title and any(effect in line for line in row.effects), (row.title, row.effects)
        assert row.at == SATURDAY.astimezone()
        step = UndoStep.get(UndoStep.uuid == row.uuid)
        seen.add(step.action)
        assert obstacle(shop, row.uuid, mei) == ""
        take_back(shop, row.uuid, mei, "till")
        after = books()
        assert {table for table in after if table != "Draft" and after[table] != before[table]} == set(), words
        assert list(_records()) == []
        with pytest.raises(ShopError, match="undone already"):
            take_back(shop, row.uuid, mei)
    from counter_tui.shop.undo_words import DEEDS

    assert seen == set(DEEDS)


def test_what_an_older_program_wrote_down_can_still_be_undone(shop, mei, sell) -> None:
    """Its rows have columns that are gone, and have not those that have come since."""
    before = books()
    sell(SOLD)
    step = UndoStep.get()
    for row in step.changes["revisit"]["added"]:
        row["uuid"] = new_uuid()
        del row["topic"]
    step.save()
    assert obstacle(shop, step.uuid, mei) == ""
    take_back(shop, step.uuid, mei)
    assert books() == before


def test_the_words_are_in_the_language_in_use(shop, mei, sell) -> None:
    saved = sell(SOLD)
    finish(shop, call(saved, "first", "no_answer"), mei)
    english = newest(shop, mei)
    i18n.set_language("zh_CN")
    chinese = newest(shop, mei)
    assert "无人接听" in chinese.title and "No answer" in english.title
    assert "首次回访" in "".join(chinese.effects) and "First revisit" in "".join(english.effects)


# --- whatever was done, in whatever order -------------------------------------------------------------------------


class Counting:
    """A shop in which two clerks do whatever comes to their minds; remembers how the books stood before each deed."""

    def __init__(self, shop, clerks: list[int], draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.shop, self.clerks, self.draw = shop, clerks, draw
        self.done: list[tuple[int, dict[str, Any]]] = []

    def pick(self, rows: list[Any]) -> Any:
        if not rows:
            raise IndexError
        return rows[self.draw(st.integers(0, len(rows) - 1))]

    def act(self, name: str) -> None:
        before, by = books(), self.pick(self.clerks)
        steps = UndoStep.select().count()
        try:
            with db.atomic():
                getattr(self, name)(by)
        except (ShopError, IndexError):
            assert books() == before
            return
        if UndoStep.select().count() > steps:
            self.done.append((by, before))
        else:
            assert books() == before

    def back(self) -> None:
        by, before = self.done.pop()
        undo(self.shop, by)
        after = books()
        assert {table: rows for table, rows in after.items() if rows != before[table]} == {}

    def whom(self) -> int:
        return self.pick([row.id for row in Customer.select().order_by(Customer.id)])

    def row(self) -> Any:
        alive = Revisit.open_series.is_null(False)
        return self.pick(list(Revisit.select().where(alive).order_by(Revisit.id)))

    def a_sale(self) -> int:
        return self.pick([row.id for row in Sale.select().order_by(Sale.id)])

    def stranger(self) -> CustomerEntry:
        n = Customer.select().count()
        dates = self.pick([(), (BIRTHDAY,), (BIRTHDAY, WEDDING)])
        return customer(f"客人{n}", f"1380000{n:04d}", dates=dates, promotion=self.pick([None, True, False]))

    def come(self) -> Any:
        return self.stranger() if self.draw(st.booleans()) else self.whom()

    def sell(self, by: int) -> None:
        day = TODAY - self.draw(st.integers(0, 200)) * DAY
        record_sale(self.shop, SaleEntry(self.come(), day, (RING,), clerk=self.pick(self.clerks)), by)

    def visit(self, by: int) -> None:
        record_visit(self.shop, VisitEntry(self.come(), TODAY, why_not="thinks"), by)

    def file(self, by: int) -> None:
        open_file(self.shop, self.stranger(), by)

    def call(self, by: int) -> None:
        row = self.row()
        outcomes = ["reached", "no_answer", "busy", "later", "wrong_number", "no_calls", "other", "broke_off"]
        due = Revisit.customer == row.customer_id, Revisit.state == "open", Revisit.id != row.id
        also = tuple(other.id for other in Revisit.select().where(*due)) if self.draw(st.booleans()) else ()
        wish = NextStep(TODAY + 9 * DAY, "wechat", "as agreed") if self.draw(st.booleans()) else None
        ticks = (TickEntry("greet", "Greet", True),)
        made = CallEntry(
            row.customer_id, self.pick(outcomes), clock.now(), revisit=row.id, reason=row.reason, also=also, next=wish,
            ticks=ticks, objections=(ObjectionEntry("too-dear", 1),), later=clock.now() + DAY,
        )  # fmt: skip
        propose(self.shop, made, by)
        finish(self.shop, made, by)

    def inbound(self, by: int) -> None:
        finish(self.shop, CallEntry(self.whom(), "reached", clock.now(), direction="in", reason="special"), by)

    def move(self, by: int) -> None:
        move(self.shop, self.row().id, None, TODAY + self.draw(st.integers(0, 9)) * DAY, "away", by)

    def move_all(self, by: int) -> None:
        move_all(self.shop, [self.row().id, self.row().id, self.row().id], TODAY + 3 * DAY, "stocktaking", by)

    def hand_over(self, by: int) -> None:
        hand_over(self.shop, [self.row().id, self.row().id], self.pick(self.clerks), by)

    def cancel(self, by: int) -> None:
        cancel(self.shop, self.row().id, None, "no wish", by, for_good=self.draw(st.booleans()))

    def change(self, by: int) -> None:
        change(self.shop, self.row().id, TODAY + 5 * DAY, "text", "care", by)

    def add(self, by: int) -> None:
        add(self.shop, self.whom(), TODAY + 5 * DAY, "phone", "resizing", by)

    def clean(self, by: int) -> None:
        record_cleaning(self.shop, self.a_sale(), TODAY - self.draw(st.integers(0, 3)) * DAY, by)

    def consent(self, by: int) -> None:
        consent(self.shop, self.whom(), self.draw(st.booleans()), by, calls=self.draw(st.booleans()))

    def correct(self, by: int) -> None:
        who = self.whom()
        entry, version = entry_of(self.shop, who)
        dates = self.pick([(), (WEDDING,), entry.dates])
        phones = self.pick([(), (read_phone("13711112222", "CN"), *entry.phones)])
        correct(self.shop, who, version, replace(entry, name=entry.name[:1] + "新", dates=dates, phones=phones), by)

    def correct_sale(self, by: int) -> None:
        sale = self.a_sale()
        entry, version = entry_of_sale(self.shop, sale)
        pieces = self.pick([(RING,), (RING, RING), entry.pieces])
        day = TODAY - self.draw(st.integers(0, 9)) * DAY
        correct_sale(self.shop, sale, version, replace(entry, day=day, pieces=pieces, invoice="B-2"), by)


DEEDS = sorted(name for name in vars(Counting) if name[0] != "_" and name not in (
    "pick", "act", "back", "whom", "row", "a_sale", "stranger", "come"
))  # fmt: skip


@pytest.fixture
def two_clerks(shop, mei, wei) -> Callable[..., Counting]:
    return lambda draw: Counting(shop, [mei, wei], draw)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@settings(
    max_examples=15, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(names=st.lists(st.sampled_from([*DEEDS, "back"]), min_size=4, max_size=14), data=st.data())
def test_done_and_taken_back_leaves_the_books_as_they_were(two_clerks, names: list[str], data) -> None:
    with db.atomic() as example:
        counting = two_clerks(data.draw)
        counting.act("file")
        for name in names:
            if name != "back":
                counting.act(name)
            elif counting.done:
                counting.back()
        while counting.done:
            counting.back()
        assert not UndoStep.select().exists()
        example.rollback()


def test_a_whole_morning_is_taken_back_step_by_step(shop, mei, sell) -> None:
    saved = sell(SOLD)
    stood = [books()]
    for n in range(12):
        clock.hold(SATURDAY + n * dt.timedelta(minutes=5))
        finish(shop, call(saved, "first", "no_answer"), mei)
        stood.append(books())
    assert len(last_steps(shop, mei)) == 13
    for before in reversed(stood[:-1]):
        undo(shop, mei)
        assert books() == before
    undo(shop, mei)
    assert (Customer.select().count(), Revisit.select().count(), find(shop, "zhang").matches) == (0, 0, ())


def test_the_last_thirty_of_each_clerk_are_kept(shop, mei, wei, sell) -> None:
    saved = sell(SOLD)
    add(shop, saved.customer, TODAY, "phone", "Wei's", wei)
    for n in range(KEPT + 3):
        add(shop, saved.customer, TODAY + n * DAY, "phone", "", mei)
    days = [row.title[-6:] for row in last_steps(shop, mei)]
    assert (len(days), days[0], days[-1]) == (KEPT, "23 Dec", "24 Nov")
    assert len(last_steps(shop, wei)) == 1


# --- what stands in the way ---------------------------------------------------------------------------------------


def test_what_somebody_else_went_on_with_stays_and_says_who(shop, mei, wei, sell) -> None:
    saved = sell(SOLD)
    clock.hold(SATURDAY + dt.timedelta(minutes=7))
    finish(shop, call(saved, "first", "no_answer"), wei)
    before = books()
    sentence = "Wei Chen has gone on with it since, at 10:19: this can't be undone any more."
    assert obstacle(shop, newest(shop, mei).uuid, mei) == sentence
    with pytest.raises(ShopError, match="Wei Chen"):
        undo(shop, mei)
    assert (books(), len(last_steps(shop, mei))) == (before, 1)
    undo(shop, wei)
    undo(shop, mei)
    assert Customer.select().count() == 0


def test_an_older_action_of_ones_own_waits_for_the_newer_one(shop, mei, sell) -> None:
    saved, other = sell(SOLD), sell(SOLD, customer("李伟", "13900001111"))
    finish(shop, call(saved, "first", "no_answer"), mei)
    _call, of_li, of_zhang = last_steps(shop, mei)
    with pytest.raises(ShopError, match="Undo first what you did after it: 张晓红: First revisit, No answer"):
        take_back(shop, of_zhang.uuid, mei)
    take_back(shop, of_li.uuid, mei)
    assert [row.name for row in Customer.select()] == ["张晓红"]
    assert not Revisit.select().where(Revisit.customer == other.customer).exists()


def test_what_was_moved_again_stays_where_it_is(shop, mei, wei, sell) -> None:
    first = planned(shop, sell(SOLD), "first")
    move(shop, first.id, None, TODAY + DAY, "away", mei)
    move(shop, first.id, None, TODAY + 2 * DAY, "still away", wei)
    with pytest.raises(ShopError, match="Wei Chen"):
        undo(shop, mei)
    assert Revisit.get_by_id(first.id).due == TODAY + 2 * DAY


def test_after_the_first_of_two_is_taken_back_a_third_can_be_planned(shop, mei, sell) -> None:
    saved = sell(SOLD)
    for topic in ("resizing", "a chain"):
        add(shop, saved.customer, TODAY, "phone", topic, mei)
    take_back(shop, last_steps(shop, mei)[1].uuid, mei)
    add(shop, saved.customer, TODAY, "phone", "earrings", mei)
    specials = Revisit.select().where(Revisit.reason == "special").order_by(Revisit.id)
    assert [row.topic for row in specials] == ["a chain", "earrings"]


def test_nobody_takes_back_what_another_clerk_did(shop, mei, wei, sell) -> None:
    sell(SOLD)
    uuid = newest(shop, mei).uuid
    assert last_steps(shop, wei) == ()
    with pytest.raises(ShopError):
        take_back(shop, uuid, wei)
    assert Sale.select().count() == 1


def test_what_came_to_a_new_file_without_a_clerk_keeps_it(shop, mei) -> None:
    opened = open_file(shop, customer(), mei)
    Consent.create(customer=opened, purpose="promotion", granted=True)
    with pytest.raises(ShopError, match="has been changed since"):
        undo(shop, mei)
    assert Customer.select().count() == 1


def test_a_file_that_has_gone_since_takes_its_actions_with_it(shop, mei, sell) -> None:
    saved = sell(SOLD)
    finish(shop, call(saved, "first", "no_answer"), mei)
    Customer.delete().where(Customer.id == saved.customer).execute()
    assert newest(shop, mei).title == "a file that is gone: First revisit, No answer"
    with pytest.raises(ShopError, match="has been changed since"):
        undo(shop, mei)


def test_what_has_been_planned_anew_is_not_planned_twice(shop, mei, wei, sell) -> None:
    saved = sell(SOLD)
    cancel(shop, planned(shop, saved, "regular").id, None, "rare", mei, for_good=True)
    sell(TODAY, to=saved.customer)
    UndoStep.delete().where(UndoStep.action == "sale.recorded").execute()
    with pytest.raises(ShopError, match="has been changed since"):
        undo(shop, mei)


def test_an_unsaved_form_about_it_is_named_first(shop, mei, sell, kept) -> None:
    saved = sell(SOLD)
    form = kept("call", customer=saved.customer, revisit=planned(shop, saved, "first").id)
    told = obstacle(shop, newest(shop, mei).uuid, mei, "till")
    assert told == "First save or throw away the draft about it (F9 96): First revisit · 张晓红"
    assert "on another PC" in obstacle(shop, newest(shop, mei).uuid, mei, "another till")
    Draft.delete().where(Draft.uuid == form).execute()
    kept("sale", customer=None, correct=saved.sale)
    assert "draft" in obstacle(shop, newest(shop, mei).uuid, mei)


def test_what_one_undo_left_does_not_stand_in_the_way_of_the_next(shop, mei, sell, kept) -> None:
    """A correction, the sale and the opening of the file, one after the other: the sale's own form is what is left."""
    own = kept(values={"invoice": "A-7"}, customer=None, new=True)
    saved = record_sale(shop, SaleEntry(customer(), SOLD, (RING,), uuid=own), mei)
    sale, version = entry_of_sale(shop, saved.sale)
    form = kept("sale", customer=saved.customer, correct=saved.sale, version=version)
    correct_sale(shop, saved.sale, version, replace(sale, invoice="A", uuid=form), mei)
    undo(shop, mei)
    assert [draft.uuid for draft in left_unsaved(shop, "till")] == [form]
    step = newest(shop, mei)
    assert obstacle(shop, step.uuid, mei) == ""
    assert any(line.startswith("What was typed goes with it: Undone: ") for line in step.effects)
    undo(shop, mei)
    assert [draft.uuid for draft in left_unsaved(shop, "till")] == [own]
    assert (Sale.select().count(), Customer.select().count()) == (0, 0)


def test_what_somebody_has_typed_in_since_the_undo_does(shop, mei, sell, kept) -> None:
    saved = sell(SOLD)
    sale, version = entry_of_sale(shop, saved.sale)
    form = kept("sale", customer=saved.customer, correct=saved.sale, version=version)
    correct_sale(shop, saved.sale, version, replace(sale, invoice="A", uuid=form), mei)
    data = undo(shop, mei).draft.data
    assert obstacle(shop, newest(shop, mei).uuid, mei) == ""
    keep(shop, form, "sale", "张晓红", {name: data[name] for name in ("customer", "correct", "version")}, mei, "till")
    assert "(F9 96): 张晓红" in obstacle(shop, newest(shop, mei).uuid, mei)


def test_notes_of_a_call_outlive_the_contact_they_were_for(shop, mei, sell, kept) -> None:
    first = sell(SOLD)
    saved = sell(TODAY, to=first.customer)
    revisit = Revisit.get(Revisit.sale == saved.sale, Revisit.reason == "first").id
    form = kept("call", customer=saved.customer, revisit=revisit, script="first", steps={"at": "wear"})
    made = replace(call(saved, "first", "reached", uuid=form, said="a little loose"), revisit=revisit)
    finish(shop, made, mei)
    undo(shop, mei)
    undo(shop, mei)
    (draft,) = (draft for draft in left_unsaved(shop, "till") if draft.form == "call")
    assert (draft.data["revisit"], draft.data["said"]) == (None, "a little loose")
    assert draft.title.startswith("Undone: ") and draft.title.endswith("张晓红")


def test_a_parked_call_is_called_in_the_language_in_use(shop, mei, sell, kept) -> None:
    saved = sell(SOLD)
    kept("call", customer=saved.customer, revisit=planned(shop, saved, "first").id)
    finish(shop, call(saved, "first", "other", said="will ring back"), mei)
    undo(shop, mei)
    i18n.set_language("zh_CN")
    titles = {draft.title for draft in left_unsaved(shop, "till")}
    assert titles == {"已撤销：首次回访 · 张晓红", "首次回访 · 张晓红"}


def test_a_removed_phone_and_date_come_back_though_their_place_is_taken(shop, mei, wei, sell) -> None:
    saved = sell(SOLD, customer(dates=(BIRTHDAY,)))
    entry, version = entry_of(shop, saved.customer)
    birthday = planned(shop, saved, "birthday")
    correct(shop, saved.customer, version, replace(entry, phones=(), dates=()), mei)
    other = open_file(shop, customer("李伟", "13900001111", dates=(WEDDING,)), wei)
    if isinstance(db.obj, SqliteDatabase):
        assert Phone.get(Phone.customer == other).id == 1
        assert ImportantDate.get(ImportantDate.customer == other).id == birthday.date_id
    undo(shop, mei)
    file = read_file(shop, saved.customer, mei)
    assert ([phone.words for phone in file.phones], len(file.dates)) == (["138 1234 1234"], 1)
    again = Revisit.get_by_id(birthday.id)
    date = ImportantDate.get(ImportantDate.customer == saved.customer)
    assert (again.state, again.date_id, again.open_series) == ("open", date.id, f"date:{date.id}")
    assert [phone.typed for phone in Phone.select().where(Phone.customer == other)] == ["13900001111"]


# --- numbers, versions, the trace, the search box -----------------------------------------------------------------


def test_the_newest_number_is_given_back_and_an_older_one_stays_used(shop, mei, wei, sell) -> None:
    sell(SOLD)
    undo(shop, mei)
    again = sell(SOLD)
    assert (Customer.get_by_id(again.customer).number, Sale.get_by_id(again.sale).number) == (1, 1)
    record_sale(shop, SaleEntry(customer("李伟", "13900001111"), SOLD, (RING,)), wei)
    undo(shop, mei)
    assert {row.name: row.value for row in Counter.select()} == {"customer": 2, "sale": 2}
    trace = AuditEntry.select().where(AuditEntry.action == "action.undone").order_by(AuditEntry.id.desc()).first()
    assert trace.detail == {
        "did": "sale.recorded", "numbers": {"customer": 1, "sale": 1}, "kept": ["customer", "sale"]
    }  # fmt: skip
    assert (trace.clerk_id, trace.customer_id) == (mei, None)
    assert list(_records()) == []
    sell(SOLD, customer("王芳", "13900002222"))
    assert sorted(row.number for row in Customer.select()) == [2, 3]


def test_a_form_opened_meanwhile_notices(shop, mei, wei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of(shop, saved.customer)
    correct(shop, saved.customer, version, replace(entry, name="张小红"), mei)
    theirs, read = entry_of(shop, saved.customer)
    undo(shop, mei)
    with pytest.raises(FasterError):
        correct(shop, saved.customer, read, theirs, wei)
    first = planned(shop, saved, "first")
    move(shop, first.id, first.version, TODAY + DAY, "away", mei)
    undo(shop, mei)
    with pytest.raises(FasterError):
        move(shop, first.id, first.version + 1, TODAY + 2 * DAY, "away", wei)
    assert Revisit.get_by_id(first.id).due == first.due


def test_a_contact_taken_back_does_not_disturb_an_open_file(shop, mei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of(shop, saved.customer)
    clock.hold(SATURDAY + dt.timedelta(minutes=5))
    finish(shop, call(saved, "first", "reached"), mei)
    undo(shop, mei)
    correct(shop, saved.customer, version, replace(entry, note="left-handed"), mei)
    assert read_file(shop, saved.customer, mei).note == "left-handed"


def test_the_history_tells_that_something_was_taken_back(shop, mei, sell) -> None:
    saved = sell(SOLD)
    finish(shop, call(saved, "first", "reached"), mei)
    undo(shop, mei)
    titles = [event.title for event in read_file(shop, saved.customer, mei).events]
    assert "Undone: outcome of a contact" in titles
    assert not any("Reached" in title for title in titles)


def test_the_search_box_finds_the_old_name_again(shop, mei, sell) -> None:
    saved = sell(SOLD)
    entry, version = entry_of(shop, saved.customer)
    correct(shop, saved.customer, version, replace(entry, name="Emily Carter", phones=()), mei)
    undo(shop, mei)
    assert [match.name for match in find(shop, "zhangxiaohong").matches] == ["张晓红"]
    assert [match.name for match in find(shop, "12341234").matches] == ["张晓红"]
    assert not find(shop, "Emily").matches


# --- the form again -----------------------------------------------------------------------------------------------


def test_a_sale_taken_back_lies_among_the_unsaved_forms_and_can_be_saved_again(shop, mei, sell, kept) -> None:
    form = kept(values={"invoice": "A-7"}, customer=None, new=True)
    entry = SaleEntry(customer(), SOLD, (RING,), uuid=form)
    record_sale(shop, entry, mei)
    assert left_unsaved(shop, "till") == ()
    done = undo(shop, mei)
    (draft,) = left_unsaved(shop, "till")
    assert (done.draft, draft.uuid, draft.data["values"]) == (draft, form, {"invoice": "A-7"})
    assert done.title == "张晓红: sale of 18K gold ring"
    record_sale(shop, entry, mei)
    assert (Sale.select().count(), left_unsaved(shop, "till"), len(last_steps(shop, mei))) == (1, (), 1)


def test_the_words_of_a_call_are_not_lost(shop, mei, sell, kept) -> None:
    saved = sell(SOLD)
    form = kept("call", customer=saved.customer, revisit=planned(shop, saved, "first").id, steps={"at": "wear"})
    finish(shop, call(saved, "first", "reached", uuid=form, said="a little loose", request="resize"), mei)
    data = undo(shop, mei).draft.data
    assert (data["said"], data["request"], data["steps"]) == ("a little loose", "resize", {"at": "wear"})
    Draft.delete().execute()
    made = call(saved, "first", "other", said="will ring back", seconds=42)
    finish(shop, made, mei)
    assert newest(shop, mei).form
    draft = undo(shop, mei).draft
    assert (draft.uuid, draft.form, draft.title) == (made.uuid, "call", "Undone: First revisit · 张晓红")
    told = {"customer": saved.customer, "revisit": made.revisit, "said": "will ring back", "seconds": 42}
    assert draft.data.items() >= told.items()
    assert dt.datetime.fromisoformat(draft.data["started"]) == made.started
    assert left_unsaved(shop, "till") == (draft,)
    finish(shop, made, mei)
    assert (Contact.select().count(), left_unsaved(shop, "till")) == (1, ())


def test_a_correction_taken_back_can_be_saved_again_from_its_form(shop, mei, sell, kept) -> None:
    saved = sell(SOLD)
    entry, version = entry_of(shop, saved.customer)
    form = kept("customer", customer=saved.customer, version=version)
    correct(shop, saved.customer, version, replace(entry, name="张小红", uuid=form), mei)
    data = undo(shop, mei).draft.data
    correct(shop, saved.customer, data["version"], replace(entry, name="张小虹", uuid=form), mei)
    sale, version = entry_of_sale(shop, saved.sale)
    form = kept("sale", customer=saved.customer, correct=saved.sale, version=version)
    correct_sale(shop, saved.sale, version, replace(sale, invoice="A", uuid=form), mei)
    data = undo(shop, mei).draft.data
    correct_sale(shop, saved.sale, data["version"], replace(sale, invoice="B", uuid=form), mei)
    assert (Customer.get().name, Sale.get().invoice) == ("张小虹", "B")


def test_a_call_whose_contact_was_taken_away_meanwhile_is_still_noted(shop, mei, sell) -> None:
    saved, other = sell(SOLD), sell(SOLD, customer("李伟", "13900001111"))
    made = replace(call(saved, "first", "reached"), revisit=planned(shop, other, "first").id)
    finish(shop, made, mei)
    assert Contact.get().revisit_id is None
    assert planned(shop, other, "first").state == "open"
    finish(shop, replace(made, uuid=new_uuid(), revisit=999), mei)
    assert Contact.select().count() == 2


# --- what leaves no step ------------------------------------------------------------------------------------------


def test_a_rehearsal_a_repeated_save_and_a_refusal_leave_no_step(shop, mei, sell) -> None:
    saved = sell(SOLD)
    made = call(saved, "first", "reached")
    propose(shop, made, mei)
    assert len(last_steps(shop, mei)) == 1
    finish(shop, made, mei)
    finish(shop, made, mei)
    propose(shop, made, mei)
    for deed in (lambda: move(shop, 999, None, TODAY, "", mei), lambda: sell(TODAY + DAY)):
        with pytest.raises(ShopError):
            deed()
    sell(TODAY, to=saved.customer)
    assert [row.title for row in last_steps(shop, mei)] == [
        "张晓红: sale of 18K gold ring", "张晓红: First revisit, Reached", "张晓红: sale of 18K gold ring"
    ]  # fmt: skip


def test_a_days_work_is_one_step(shop, mei, wei, sell) -> None:
    people = [sell(SOLD, customer(f"客人{n}", f"1390000{n:04d}")) for n in range(5)]
    rows = [planned(shop, saved, "first").id for saved in people]
    before = books()
    move_all(shop, rows, TODAY + DAY, "stocktaking", mei)
    assert newest(shop, mei).title == "5 contacts moved to Sun 22 Nov: 客人0, 客人1 and 3 more"
    hand_over(shop, rows, wei, mei)
    assert newest(shop, mei).title == "5 contacts handed to Wei Chen: 客人0, 客人1 and 3 more"
    undo(shop, mei)
    undo(shop, mei)
    assert books() == before


# --- beside it ----------------------------------------------------------------------------------------------------


def test_the_birthday_of_a_new_customer_is_for_the_clerk_of_the_sale(shop, mei, wei) -> None:
    new = customer(dates=(BIRTHDAY,))
    saved = record_sale(shop, SaleEntry(new, SOLD, (RING,), clerk=wei), mei)
    assert {row.clerk for row in saved.planned} == {"Wei Chen"}
    opened = AuditEntry.get(AuditEntry.action == "file.opened")
    assert (opened.clerk_id, Customer.get().opened_by_id, newest(shop, mei).title[:3]) == (mei, mei, "张晓红")
    visitor = customer("李伟", "13900001111", dates=(BIRTHDAY,))
    visit = record_visit(shop, VisitEntry(visitor, SOLD, clerk=wei), mei)
    assert {row.clerk_id for row in Revisit.select().where(Revisit.customer == visit.customer)} == {wei}


def test_what_was_ended_for_good_does_not_come_back_by_itself(shop, mei, sell) -> None:
    saved = sell(SOLD, customer(dates=(BIRTHDAY, WEDDING)))
    for reason in ("birthday", "regular"):
        cancel(shop, planned(shop, saved, reason).id, None, "no wish", mei, for_good=True)
    entry, version = entry_of(shop, saved.customer)
    correct(shop, saved.customer, version, replace(entry, note="left-handed"), mei)
    finish(shop, call(saved, "first", "reached"), mei)
    reasons = {row.reason for row in read_file(shop, saved.customer, mei).planned}
    assert reasons == {"second", "cleaning", "check", "anniversary"}
    sell(TODAY, to=saved.customer)
    assert "regular" in {row.reason for row in read_file(shop, saved.customer, mei).planned}
    cancel(shop, planned(shop, saved, "regular").id, None, "no wish", mei, for_good=True)
    consent(shop, saved.customer, True, mei)
    reasons = {row.reason for row in read_file(shop, saved.customer, mei).planned}
    assert "regular" in reasons and "birthday" not in reasons


def test_a_clerk_and_a_piece_of_paper_stay_readable(shop, mei, sell) -> None:
    """What is kept of a step is plain JSON, whatever the database gives."""
    sell(SOLD)
    step = UndoStep.get()
    assert json.loads(json.dumps(step.changes)) == step.changes
    assert (step.clerk_id, step.changes["piece"]["added"][0]["kind"]) == (mei, "ring")
    assert Clerk.select().count() == 1 and Piece.select().count() == 1
