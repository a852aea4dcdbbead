"""Who serves: added, renamed, and off the list when they leave, their planned contacts in somebody's hands."""

from __future__ import annotations

import datetime as dt

import pytest

from counter_tui import clock
from counter_tui.models import DONE, AuditEntry, Clerk, Revisit, new_uuid
from counter_tui.shop.customers import DateEntry
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.people import add_clerk, clerk_leaves, clerks, duties, rename_clerk
from counter_tui.shop.promises import PromiseEntry, make, open_promises
from counter_tui.shop.revisits import hand_over, hand_over_all
from counter_tui.shop.sales import SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.trace import ShopError
from tests.shop.conftest import RING, customer

SOLD = dt.date(2026, 11, 17)


def test_a_new_name_stands_on_everything_done_before(shop, mei: int, sell) -> None:
    sell(SOLD)
    assert rename_clerk(shop, mei, " Lin Mei ", mei).name == "Lin Mei"
    assert [clerk.name for clerk in clerks(shop)] == ["Lin Mei"]
    assert {row.clerk.name for row in Revisit.select()} == {"Lin Mei"}
    assert AuditEntry.get(AuditEntry.action == "clerk.renamed").detail["old"] == "Mei Lin"


def test_a_name_can_be_written_anew_but_not_taken_from_somebody(shop, mei: int) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    rename_clerk(shop, wei, "Wei Chen", mei)
    taken = "Mei Lin is on the list already"
    for name, sentence in (("Mei Lin", taken), ("mei LIN", taken), (" \x1b", "Type the clerk's name")):
        with pytest.raises(ShopError, match=sentence):
            rename_clerk(shop, wei, name, mei)
        with pytest.raises(ShopError, match=sentence):
            add_clerk(shop, name)
    assert rename_clerk(shop, wei, "wei chen", mei).name == "wei chen"


def test_who_has_left_is_no_longer_offered_and_their_contacts_are_handed_over(shop, mei: int, sell) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    sell(SOLD)
    done = Revisit.select().where(Revisit.clerk == mei).order_by(Revisit.id).get()
    Revisit.update(state=DONE, open_series=None).where(Revisit.id == done.id).execute()
    planned = {clerk.name: n for clerk, n in duties(shop)}["Mei Lin"]
    assert planned > 1
    assert clerk_leaves(shop, mei, wei, wei) == planned
    assert [clerk.name for clerk in clerks(shop)] == ["Wei Chen"]
    assert [(clerk.name, n) for clerk, n in duties(shop)] == [("Wei Chen", planned)]
    assert Revisit.get_by_id(done.id).clerk_id == mei, "what is done stays theirs"
    assert Clerk.get_by_id(mei).name == "Mei Lin"
    assert AuditEntry.select().where(AuditEntry.action == "revisit.handed").count() == planned


def test_contacts_can_be_left_to_nobody_in_particular(shop, mei: int, sell) -> None:
    add_clerk(shop, "Wei Chen")
    sell(SOLD)
    clerk_leaves(shop, mei, None, mei)
    assert {row.clerk_id for row in Revisit.select()} == {None}


def test_the_last_one_stays(shop, mei: int) -> None:
    with pytest.raises(ShopError, match="Mei Lin is the only one"):
        clerk_leaves(shop, mei, None, mei)
    assert len(clerks(shop)) == 1


def test_who_has_left_can_neither_leave_again_nor_take_over(shop, mei: int) -> None:
    wei, li = (add_clerk(shop, name).id for name in ("Wei Chen", "Li Na"))
    clerk_leaves(shop, wei, None, mei)
    for leaving, heir in ((wei, mei), (li, wei)):
        with pytest.raises(ShopError, match="no longer at the counter"):
            clerk_leaves(shop, leaving, heir, mei)
    with pytest.raises(ShopError, match="no longer at the counter"):
        rename_clerk(shop, wei, "x", mei)
    assert add_clerk(shop, "Wei Chen").name == "Wei Chen", "the name is free again"


def test_nothing_is_planned_with_who_has_left_whoever_is_still_named_at_another_till(shop, mei: int, sell) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    clerk_leaves(shop, mei, wei, wei)
    sell(SOLD)  # at a till that has Mei at the counter still, and as its clerk
    assert {row.clerk_id for row in Revisit.select()} == {None}
    birthday = DateEntry("birthday", PartialDate("solar", 5, 6))
    fresh = SaleEntry(customer("李伟", dates=(birthday,)), SOLD, (RING,), uuid=new_uuid(), clerk=mei)
    file = record_sale(shop, fresh, wei).customer
    visit = record_visit(shop, VisitEntry(file, SOLD, uuid=new_uuid(), clerk=mei), wei)
    planned = Revisit.select().where(Revisit.customer == file)
    assert {row.reason for row in planned} >= {"first", "birthday", "visit"}
    assert {row.clerk_id for row in planned} == {wei} and visit.planned


def test_a_promise_of_who_has_left_is_kept_by_who_writes_it_down(shop, mei: int, sell) -> None:
    file = sell(SOLD).customer
    wei = add_clerk(shop, "Wei Chen").id
    clerk_leaves(shop, wei, None, mei)
    make(shop, file, PromiseEntry("ask the workshop", clock.today(), clerk=wei), mei)
    assert [promise.clerk for promise in open_promises(file)] == ["Mei Lin"]
    assert Revisit.get(Revisit.reason == "promise").clerk_id == mei


def test_who_has_left_is_handed_nothing_and_what_stands_with_them_can_be_handed_over(shop, mei: int, sell) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    sell(SOLD)
    lines = [row.id for row in Revisit.select()]
    clerk_leaves(shop, wei, None, mei)
    for hand in (lambda: hand_over(shop, lines, wei, mei), lambda: hand_over_all(shop, mei, wei, mei)):
        with pytest.raises(ShopError, match="no longer at the counter"):
            hand()
    Revisit.update(clerk=wei).execute()  # as an older program, or another till at that moment, has left it
    assert [(clerk.name, n, clerk.left) for clerk, n in duties(shop)] == [
        ("Mei Lin", 0, False),
        ("Wei Chen", len(lines), True),
    ]
    assert hand_over_all(shop, wei, mei, mei) == len(lines)
    assert [clerk.name for clerk, _n in duties(shop)] == ["Mei Lin"]
