"""Two tills at one customer: whoever comes second is told so in a sentence, and no two wait for each other for ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from peewee import OperationalError

from counter_tui.models import Claim, Customer, Phone, Revisit, db, new_uuid
from counter_tui.shop.calls import prepare
from counter_tui.shop.claims import claim, renew
from counter_tui.shop.customers import open_file
from counter_tui.shop.journal import hold
from counter_tui.shop.people import add_clerk, clerks, rename_clerk
from counter_tui.shop.revisits import add, hand_over, hand_over_all
from counter_tui.shop.trace import FasterError, ShopError, transaction
from counter_tui.shop.undo import last_steps, take_back
from tests.conftest import SATURDAY
from tests.postgres import on_server
from tests.shop.conftest import customer

TODAY = SATURDAY.date()
SERVER = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


def elsewhere(till: ThreadPoolExecutor, deed: Callable[..., Any], *args: Any) -> Future[Any]:
    """Another till does something, on a connection of its own."""
    return till.submit(db.connection_context()(deed), *args)


def until_waiting(place: str, other: Future[Any]) -> None:
    """Wait until the other till waits for this one."""
    while not on_server(place, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
        assert not other.done()


@SERVER
def test_a_call_whose_sale_is_taken_back_while_it_opens_is_no_longer_planned(shop, mei, sell, place: str) -> None:
    file = open_file(shop, customer(), mei)
    sell(TODAY - dt.timedelta(days=4), to=file)
    line = Revisit.get(Revisit.reason == "first").id
    with ThreadPoolExecutor(1) as till:
        with db.atomic():
            hold([file])
            opening = elsewhere(till, prepare, shop, line, mei, "till 2")
            until_waiting(place, opening)
            take_back(shop, last_steps(shop, mei)[0].uuid, mei, "till 1")
        with pytest.raises(ShopError, match="This one is no longer planned"):
            opening.result()


def test_who_claims_or_plans_for_a_file_that_is_gone_is_told_so(shop, mei) -> None:
    with pytest.raises(ShopError, match="This file is no longer there"), db.atomic():
        claim(4711, mei, "till 1")
    renew(shop, 4711, mei, "till 1")
    assert not Claim.select().exists()
    with pytest.raises(FasterError, match="What this is about is no longer there"):
        add(shop, 4711, TODAY, "phone", "", mei)


def test_whatever_is_gone_in_the_midst_of_something_is_told_and_nothing_of_it_stays(shop, mei) -> None:
    @transaction
    def look(_shop: object) -> None:
        open_file(shop, customer(), mei)
        Phone.get_by_id(4711)

    with pytest.raises(FasterError, match="What this is about is no longer there"):
        look(shop)
    assert not Customer.select().exists()


@SERVER
def test_two_who_would_wait_for_each_other_for_ever_both_get_their_way(shop, mei) -> None:
    files = [open_file(shop, customer(phone=phone), mei) for phone in ("13812341234", "13812341235")]
    met, tries = Barrier(2), []

    @transaction
    def move_house(first: int, second: int, address: str) -> None:
        Customer.update(address=address).where(Customer.id == first).execute()
        tries.append(address)
        if tries.count(address) == 1:
            met.wait()
        Customer.update(route=address).where(Customer.id == second).execute()

    with ThreadPoolExecutor(2) as tills:
        for deed in [elsewhere(tills, move_house, *files, "1"), elsewhere(tills, move_house, *reversed(files), "2")]:
            deed.result()
    assert len(tries) in (3, 4), "the server takes one back, or both"
    rows = {row.id: (row.address, row.route) for row in Customer.select()}
    assert rows == {files[0]: ("1", "2"), files[1]: ("2", "1")}


@SERVER
def test_a_form_saved_again_while_its_first_saving_is_still_under_way_is_saved_once(shop, mei, place: str) -> None:
    """The network was gone for a moment, and the till has no answer yet."""
    entry = replace(customer(), uuid=new_uuid())
    with ThreadPoolExecutor(1) as till:
        with db.atomic():
            file = open_file(shop, entry, mei)
            again = elsewhere(till, open_file, shop, entry, mei)
            until_waiting(place, again)
        assert again.result() == file
    assert Customer.select().count() == 1 and Phone.select().count() == 1


def test_what_a_server_takes_back_again_and_again_is_told_at_last(shop) -> None:
    class TakenBackError(Exception):
        pgcode = "40001"

    tried: list[str] = []

    @transaction
    def whole() -> None:
        tried.append("whole")
        part()

    @transaction
    def part() -> None:
        tried.append("part")
        raise OperationalError("could not serialize access") from TakenBackError()

    with pytest.raises(OperationalError):
        whole()
    assert tried == ["whole", "part"] * 4


@SERVER
def test_contacts_that_come_to_a_clerk_while_hers_are_handed_over_are_left(shop, mei, monkeypatch) -> None:
    """Their customer would be held out of turn, and two who do the same would wait for each other."""
    wei = add_clerk(shop, "Wei Chen").id
    first, second = (open_file(shop, customer(phone=phone), mei) for phone in ("13812341234", "13812341235"))
    early, late = add(shop, first, TODAY, "phone", "", wei), add(shop, second, TODAY, "phone", "", mei)
    from counter_tui.shop.claims import keep_off

    with ThreadPoolExecutor(1) as till:

        def held(customers: Any, at: str) -> None:
            keep_off(customers, at)
            monkeypatch.setattr("counter_tui.shop.revisits.keep_off", keep_off)
            assert elsewhere(till, hand_over, shop, [early], mei, wei, "till 2").result() == 1

        monkeypatch.setattr("counter_tui.shop.revisits.keep_off", held)
        assert hand_over_all(shop, mei, wei, mei) == 1
    assert [Revisit.get_by_id(line).clerk_id for line in (early, late)] == [mei, wei]


@SERVER
def test_a_name_that_another_till_has_just_added_is_taken(shop, mei, place: str) -> None:
    wei = add_clerk(shop, "Wei Chen").id
    seconds = (("An Li", lambda: add_clerk(shop, "an li")), ("Bo Li", lambda: rename_clerk(shop, wei, "bo li", mei)))
    for name, second in seconds:
        with ThreadPoolExecutor(1) as till:
            with db.atomic():
                add_clerk(shop, name)
                waiting = elsewhere(till, second)
                until_waiting(place, waiting)
            with pytest.raises(ShopError, match=f"{name} is on the list already"):
                waiting.result()
    assert [clerk.name for clerk in clerks(shop)] == ["Mei Lin", "Wei Chen", "An Li", "Bo Li"]
