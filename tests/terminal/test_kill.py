"""The power goes, the window is closed, the line drops: nothing typed is lost, and nothing stays behind running."""

from __future__ import annotations

import datetime as dt
import os
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from counter_tui.models import Contact, Customer, Draft, ImportantDate, ObjectionRaised, Phone, Sale, Visit
from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session, clean_environment, program

TODAY = dt.date(2026, 11, 21)
SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


def _new_customer(t: Session) -> None:
    t.keys("欧阳娜娜", "enter")
    t.until("New customer")
    t.keys("enter", "137 0000 1111", "enter", "woman", "enter", "农历8-15", "enter", "138 2222 3333", "enter")
    t.keys("1990-05-06", "enter", "yes", "enter", "enter", "家里人要再看看")


def _customer_stored() -> None:
    customer = Customer.get(Customer.number == 4)
    assert (customer.name, customer.sex, customer.why_not) == ("欧阳娜娜", "f", "家里人要再看看")
    assert [p.e164 for p in Phone.select().where(Phone.customer == customer)] == ["+8613700001111", "+8613822223333"]
    dates = {d.kind: (d.calendar, d.month, d.day, d.year) for d in ImportantDate.select()}
    assert dates == {"birthday": ("lunar", 8, 15, None), "wedding": ("solar", 5, 6, 1990)}


def _sale_of_two(t: Session) -> None:
    t.keys("f2")
    t.until("Invoice")
    t.keys("1234", "enter")
    t.until("138 •••• 1234")
    t.keys("enter")
    t.until("C000001 张晓红")
    t.keys("enter", "enter", "INV-9", "enter", "yes", "enter")
    for value in ("R-1", "ring", "18k", "3.21", "diamond", "0.5", "gia", "2141438171", "HK 13", "永远"):
        t.keys(value, "enter")
    t.keys("1012", "enter", "300", "enter", "9800", "enter", "yes", "enter")
    t.keys("B-2", "enter", "bangle", "enter", "足金999", "enter", "25.5")


def _sale_stored() -> None:
    sale = Sale.get(Sale.day == TODAY)
    assert (sale.customer.name, sale.invoice, sale.gift) == ("张晓红", "INV-9", True)
    ring, bangle = sale.pieces.order_by("position")
    assert (ring.style, ring.kind, ring.metal, ring.stone, ring.lab) == ("R-1", "ring", "k18", "diamond", "gia")
    assert (ring.carat, ring.certificate, ring.engraving) == (Decimal("0.5"), "2141438171", "永远")
    assert (ring.gold_price, ring.labour, ring.price) == (1012, 300, 9800)
    assert ring.ring_mm is not None
    assert (bangle.style, bangle.kind, bangle.metal, bangle.weight) == ("B-2", "bangle", "au999", Decimal("25.5"))


def _sale_to_somebody_new(t: Session) -> None:
    t.keys("f2")
    t.until("Invoice")
    t.keys("Liu Ying", "enter")
    t.until("New file: Liu Ying")
    t.keys("enter")
    t.until("Birthday")
    t.keys("enter", "137 0000 1111", "enter", "enter", "enter", "enter", "enter", "enter", "enter")
    t.keys("R-2", "enter", "ring")


def _new_and_sale_stored() -> None:
    sale = Sale.get(Sale.day == TODAY)
    assert (sale.customer.number, sale.customer.name, sale.customer.klass) == (4, "Liu Ying", "A")
    assert Phone.get(Phone.customer == sale.customer).e164 == "+8613700001111"
    assert [(piece.style, piece.kind) for piece in sale.pieces] == [("R-2", "ring")]


def _visit(t: Session) -> None:
    t.keys("f9")
    t.until("Type a number or the beginning of a word")
    t.keys("visit", "enter")
    t.until("Looked at")
    t.keys("emily", "enter")
    t.until("139 •••• 5678")
    t.keys("enter")
    t.until("C000002 Emily Carter")
    t.keys("enter", "enter", "jade bangle, 圈口 56", "enter", "price", "enter", "with her mother")


def _visit_stored() -> None:
    visit = Visit.get()
    assert (visit.customer.name, visit.day) == ("Emily Carter", TODAY)
    assert (visit.looked_at, visit.why_not, visit.note) == ("jade bangle, 圈口 56", "price", "with her mother")


def _call(t: Session) -> None:
    t.keys("enter")
    t.until("00:0")
    t.keys("she has two minutes", "enter", "enter")
    t.until("✓ 1")
    t.keys("f6")
    t.until("Too dear")
    t.keys("太贵", "enter")
    t.until("Which answer did you give?")
    t.keys("1")
    t.until("How did it end?")
    t.keys("2")
    t.until("What else was said")
    t.keys("enter")
    t.until("Noted: Too dear")
    t.keys("enter", "戒指早上有点松")


def _call_stored() -> None:
    contact = Contact.get()
    assert (contact.customer.name, contact.outcome) == ("Emily Carter", "reached")
    noted = [(bool(tick.ticked), tick.note) for tick in contact.ticks.order_by("id") if tick.ticked or tick.note]
    assert noted == [(True, "she has two minutes"), (True, ""), (False, "戒指早上有点松")]
    raised = ObjectionRaised.get()
    assert (raised.card, raised.answer, raised.ended) == ("too-dear", 1, "open")


@dataclass(frozen=True)
class Form:
    """One kind of form: how to fill it in, its last words as kept, what to see when it is back, what is then stored."""

    type: Callable[[Session], None]
    last: str
    back: str
    stored: Callable[[], None]
    save: tuple[str, ...] = ("f2",)


FORMS = {
    "new customer": Form(_new_customer, "家里人要再看看", "欧阳娜娜", _customer_stored),
    "sale": Form(_sale_of_two, "25.5", "C000001 张晓红", _sale_stored),
    "sale to somebody new": Form(_sale_to_somebody_new, "'ring'", "Liu Ying", _new_and_sale_stored),
    "visit": Form(_visit, "with her mother", "jade bangle, 圈口 56", _visit_stored),
    "call": Form(_call, "戒指早上有点松", "戒指早上有点松", _call_stored, ("f2", "1", "enter")),
}


def _fill_in(t: Session, shop: SmallShop, form: Form) -> None:
    t.until("Emily Carter")
    form.type(t)
    t.until(lambda: form.last in str(shop.drafts()))


def _take_up_again(t: Session, form: Form) -> None:
    t.until("Drafts")
    t.keys("enter")
    t.until(lambda: "Drafts" not in t.text and form.back in t.text)


@SQLITE
@pytest.mark.parametrize("name", FORMS)
def test_killed_in_the_middle_the_form_comes_back_and_can_be_saved(
    small_shop: SmallShop, opened: Opened, name: str
) -> None:
    form = FORMS[name]
    with opened(small_shop.folder) as t:
        _fill_in(t, small_shop, form)
        t.kill()
    before = small_shop.drafts()
    with opened(small_shop.folder) as t:
        _take_up_again(t, form)
        assert small_shop.drafts() == before
        for at, key in enumerate(form.save):
            t.keys(key)
            if at + 1 < len(form.save):
                t.until(("How did it end?", "In a few words; Enter accepts everything as it stands")[at])
        t.until(lambda: not small_shop.drafts())
        t.keys("ctrl+q")
        assert t.ended() == 0
    with small_shop.records():
        form.stored()


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_on_a_server_the_draft_is_kept_too(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _fill_in(t, small_shop, FORMS["call"])
        t.kill()
    with opened(small_shop.folder) as t:
        _take_up_again(t, FORMS["call"])
        assert "✓ 2" in t.text


@SQLITE
@pytest.mark.parametrize("controlling", [True, False], ids=["window closed", "line dropped without a signal"])
def test_without_a_terminal_the_program_ends_and_the_draft_is_kept(
    small_shop: SmallShop, opened: Opened, controlling: bool
) -> None:
    with opened(small_shop.folder, controlling=controlling) as t:
        _fill_in(t, small_shop, FORMS["visit"])
        t.hang_up()
        t.ended(10)
    assert len(small_shop.drafts()) == 1
    with opened(small_shop.folder) as t:
        _take_up_again(t, FORMS["visit"])


_STUCK = """
import asyncio, threading
from counter_tui import leaving
leaving.GRACE = 0.1
async def keep():
    pass
async def stuck():
    leaving.watch(None, keep)
    print("waits for ever", flush=True)
    threading.Event().wait()
asyncio.run(stuck())
"""


@pytest.mark.parametrize("controlling", [True, False], ids=["window closed", "line dropped without a signal"])
def test_it_ends_with_the_terminal_even_while_it_hangs(tmp_path: Path, controlling: bool) -> None:
    command = [sys.executable, "-c", _STUCK]
    t = Session(command, clean_environment(tmp_path), folder=tmp_path, controlling=controlling)
    try:
        t.until("waits for ever")
        t.hang_up()
        t.ended(10)
    finally:
        t.close()


@SQLITE
@pytest.mark.parametrize("controlling", [True, False], ids=["window closed", "line dropped without a signal"])
def test_locked_it_ends_with_the_terminal_too_and_the_draft_is_kept(
    small_shop: SmallShop, opened: Opened, controlling: bool
) -> None:
    with opened(small_shop.folder, controlling=controlling) as t:
        _fill_in(t, small_shop, FORMS["visit"])
        t.keys("f12")
        t.until("Who is at the counter?")
        assert "jade" not in t.text
        t.hang_up()
        t.ended(10)
    assert FORMS["visit"].last in str(small_shop.drafts())


@SQLITE
@pytest.mark.parametrize("locked", [False, True])
def test_told_to_end_it_keeps_the_draft_and_leaves_the_terminal_clean(
    small_shop: SmallShop, opened: Opened, locked: bool
) -> None:
    with opened(small_shop.folder) as t:
        _fill_in(t, small_shop, FORMS["visit"])
        if locked:
            t.keys("f12")
            t.until("Who is at the counter?")
        os.kill(t.pid, signal.SIGTERM)
        assert t.ended() == 128 + signal.SIGTERM
        assert t.clean()
    assert FORMS["visit"].last in str(small_shop.drafts())


@SQLITE
def test_when_its_parent_vanishes_it_ends(small_shop: SmallShop, tmp_path: Path) -> None:
    shell = ["sh", "-c", '"$@"; true', "sh", *program("--shop", small_shop.folder)]
    t = Session(shell, clean_environment(tmp_path), folder=tmp_path)
    try:
        _fill_in(t, small_shop, FORMS["visit"])
        (child,) = Path(f"/proc/{t.pid}/task/{t.pid}/children").read_text("ascii").split()
        running = os.pidfd_open(int(child))
        t.kill()
        assert select.select([running], [], [], 20)[0], "it still runs"
        os.close(running)
    finally:
        t.close()
    assert FORMS["visit"].last in str(small_shop.drafts())


@SQLITE
def test_left_with_a_form_open_the_draft_is_offered_next_time(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder) as t:
        _fill_in(t, small_shop, FORMS["visit"])
        t.keys("ctrl+q")
        assert t.ended() == 0
        assert t.clean()
    with opened(small_shop.folder) as t:
        _take_up_again(t, FORMS["visit"])
        t.keys("escape")
        t.until("What you typed is not saved.")
        t.keys("3")
        t.until(lambda: not small_shop.drafts())
    with small_shop.records():
        assert Draft.select().count() == Visit.select().count() == 0
