"""Two tills never call the same person: who begins claims, and the claim ends by itself."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg2
import pytest

from counter_tui import clock
from counter_tui.models import Complaint, Promise, Revisit, db, new_uuid, utc_now
from counter_tui.shop import promises, undo
from counter_tui.shop.agenda import agenda
from counter_tui.shop.calls import prepare, prepare_unplanned
from counter_tui.shop.claims import LASTS, claimed, release, renew
from counter_tui.shop.complaints import ComplaintEntry, open_complaint, settle
from counter_tui.shop.people import add_clerk, clerk_leaves, clerks
from counter_tui.shop.promises import PromiseEntry
from counter_tui.shop.revisits import cancel, change, hand_over, hand_over_all, move, move_all
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale
from counter_tui.shop.trace import FasterError, ShopError
from tests.conftest import SATURDAY
from tests.postgres import on_server

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def line(sell) -> Revisit:
    sell(SATURDAY.date() - dt.timedelta(days=4))
    return Revisit.get(Revisit.reason == "first")


@pytest.fixture
def wei(shop) -> int:
    return add_clerk(shop, "Wei Chen").id


def test_what_one_till_has_begun_another_is_refused_with_the_clerks_name(shop, mei, wei, line) -> None:
    prepare(shop, line.id, mei, "till 1")
    with pytest.raises(FasterError, match="Mei Lin has been in contact with 张晓红 since 10:12"):
        prepare(shop, line.id, wei, "till 2")
    with pytest.raises(FasterError):
        prepare_unplanned(shop, line.customer_id, "out", wei, till="till 2")
    assert [row.busy for row in agenda(shop).today if row.id == line.id] == ["Mei Lin"]


def test_the_same_till_goes_on_and_says_since_when(shop, mei, wei, line) -> None:
    prepare(shop, line.id, mei, "till 1")
    clock.hold(SATURDAY + 3 * MINUTE)
    prepare(shop, line.id, mei, "till 1")
    with pytest.raises(FasterError, match="since 10:12"):
        prepare(shop, line.id, wei, "till 2")


def test_the_customer_who_calls_in_is_never_refused(shop, mei, wei, line) -> None:
    prepare(shop, line.id, mei, "till 1")
    assert prepare_unplanned(shop, line.customer_id, "in", wei, till="till 2").direction == "in"


def test_released_or_run_out_it_is_anybodys(shop, mei, wei, line) -> None:
    prepare(shop, line.id, mei, "till 1")
    release(shop, line.customer_id, "till 2")
    with pytest.raises(FasterError):
        prepare(shop, line.id, wei, "till 2")
    release(shop, line.customer_id, "till 1")
    prepare(shop, line.id, wei, "till 2")
    clock.hold(SATURDAY + LASTS - MINUTE)
    with pytest.raises(FasterError):
        prepare(shop, line.id, mei, "till 1")
    renew(shop, line.customer_id, wei, "till 2")
    clock.hold(SATURDAY + LASTS + 5 * MINUTE)
    with pytest.raises(FasterError, match="Wei Chen"):
        prepare(shop, line.id, mei, "till 1")
    clock.hold(SATURDAY + 2 * LASTS)
    assert prepare(shop, line.id, mei, "till 1").customer_id == line.customer_id
    assert [row.busy for row in agenda(shop).today if row.id == line.id] == ["Mei Lin"]


def test_what_somebody_is_talking_about_is_not_taken_away_at_another_till(shop, mei, wei, line) -> None:
    prepare(shop, line.id, mei, "till 1")
    day = SATURDAY.date() + dt.timedelta(days=2)
    takes = (
        lambda till: move(shop, line.id, None, day, "holiday", wei, till),
        lambda till: move_all(shop, [line.id], day, "holiday", wei, till),
        lambda till: hand_over(shop, [line.id], wei, mei, till),
        lambda till: hand_over_all(shop, wei, mei, mei, till=till),
        lambda till: change(shop, line.id, day, "text", "care", wei, till),
        lambda till: cancel(shop, line.id, None, "moved abroad", wei, till=till),
    )
    hand_over(shop, [line.id], wei, mei, "till 1")
    for take in takes:
        with pytest.raises(FasterError, match="Mei Lin has been in contact with 张晓红 since 10:12"):
            take("till 2")
    for take in takes:
        take("till 1")


DEEDS = {
    "a sale": lambda shop, line, by: record_sale(
        shop, SaleEntry(line.customer_id, SATURDAY.date(), (PieceEntry(kind="ring"),), uuid=new_uuid()), by
    ),
    "a promise": lambda shop, line, by: promises.make(
        shop, line.customer_id, PromiseEntry("ask the workshop", SATURDAY.date()), by
    ),
    "a move": lambda shop, line, by: move(shop, line.id, None, SATURDAY.date() + dt.timedelta(days=2), "holiday", by),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_somebody_is_talking_about_is_not_undone_at_another_till(shop, mei, wei, line, deed: str) -> None:
    DEEDS[deed](shop, line, mei)
    step = undo.last_steps(shop, mei)[0]
    prepare_unplanned(shop, line.customer_id, "out", wei, till="till 2")
    sentence = "Wei Chen has been in contact with 张晓红 since 10:12."
    assert undo.obstacle(shop, step.uuid, mei, "till 1") == sentence
    with pytest.raises(ShopError, match=sentence):
        undo.take_back(shop, step.uuid, mei, "till 1")
    release(shop, line.customer_id, "till 2")
    prepare_unplanned(shop, line.customer_id, "out", mei, till="till 1")
    assert undo.take_back(shop, step.uuid, mei, "till 1").title == step.title


def test_who_leaves_hands_over_when_nobody_is_talking_about_it_any_more(shop, mei, wei, line) -> None:
    prepare(shop, line.id, wei, "till 1")
    with pytest.raises(FasterError, match="Wei Chen has been in contact with 张晓红 since 10:12"):
        clerk_leaves(shop, mei, wei, wei, "till 2")
    assert [clerk.name for clerk in clerks(shop)] == ["Mei Lin", "Wei Chen"]
    assert clerk_leaves(shop, mei, wei, wei, "till 1") > 1
    assert Revisit.get_by_id(line.id).clerk_id == wei


ENDS = {
    "keep": lambda shop, promise, by: promises.keep(shop, promise, "they can do it", by),
    "explain": lambda shop, promise, by: promises.explain(shop, promise, "it can't be done", by),
    "postpone": lambda shop, promise, by: promises.postpone(shop, promise, SATURDAY.date(), "the workshop is shut", by),
    "settle": lambda shop, complaint, by: settle(shop, complaint, "all right now", by),
}


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
@pytest.mark.parametrize("end", ENDS)
def test_what_another_till_is_ending_at_this_moment_is_not_ended_twice(shop, mei, line, place: str, end: str) -> None:
    """A file lets one till in at a time anyway."""
    owed = Complaint if end == "settle" else Promise
    promises.make(shop, line.customer_id, PromiseEntry("ask the workshop", SATURDAY.date()), mei)
    open_complaint(shop, line.customer_id, ComplaintEntry("quality", "bent"), mei)
    with closing(psycopg2.connect(place)) as other, other.cursor() as theirs:
        theirs.execute(f"SELECT id FROM customer WHERE id = {line.customer_id} FOR NO KEY UPDATE")
        theirs.execute(f"UPDATE {owed.__name__.lower()} SET state = 'theirs'")
        with ThreadPoolExecutor(1) as till:
            ended = till.submit(db.connection_context()(ENDS[end]), shop, owed.get().id, mei)
            while not on_server(place, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                assert not ended.done()
            other.commit()
            with pytest.raises(FasterError, match="Somebody else has done this one already"):
                ended.result()
    assert owed.get().state == "theirs"


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_till_whose_clock_is_wrong_is_refused_like_any_other(shop, mei, wei, line, monkeypatch) -> None:
    clock.hold(None)
    prepare(shop, line.id, mei, "till 1")
    monkeypatch.setattr("counter_tui.shop.claims.utc_now", lambda: utc_now() + LASTS + MINUTE)
    with pytest.raises(FasterError, match="Mei Lin has been in contact"):
        prepare(shop, line.id, wei, "till 2")
    assert claimed([line.customer_id]) == {line.customer_id: ("Mei Lin", "till 1")}
    release(shop, line.customer_id, "till 1")
    prepare(shop, line.id, wei, "till 2")
    monkeypatch.undo()
    assert claimed([line.customer_id]) == {line.customer_id: ("Wei Chen", "till 2")}


def test_a_claim_made_while_the_clock_was_a_month_ahead_keeps_nobody_from_calling(shop, mei, wei, line) -> None:
    clock.hold(SATURDAY + dt.timedelta(days=30))
    prepare(shop, line.id, mei, "till 1")
    clock.hold(SATURDAY)
    assert claimed([line.customer_id]) == {}
    assert prepare(shop, line.id, wei, "till 2").customer_id == line.customer_id
    with pytest.raises(FasterError, match="Wei Chen has been in contact with 张晓红 since 10:12"):
        prepare(shop, line.id, mei, "till 1")
