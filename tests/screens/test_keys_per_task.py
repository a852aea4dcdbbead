"""What the README says a task costs, counted key by key; and its table of keys, which is made from the bindings."""

from __future__ import annotations

import re

from counter_tui.models import Contact, Customer, Piece, Sale
from tests.make.keys import README, readme
from tests.screens.conftest import Counter


def promised(task: str) -> int:
    """The number of keys the README gives for a task."""
    tasks = README.read_text("utf-8").partition("<!-- tasks -->")[2].partition("<!-- end -->")[0]
    return int(re.search(rf"^\| {re.escape(task)} \| (?:data \+ )?(\d+) \|$", tasks, re.MULTILINE)[1])


class Counting:
    """Presses keys and counts those that are not data."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.counter.press(*keys)


async def test_find_by_the_last_four_digits(counter, stocked) -> None:
    async with counter(stocked) as c:
        task = Counting(c)
        await task.press(*"1234", "enter")
        assert c.screen == "CustomerScreen"
        assert "张晓红" in c.lines()[0]
    assert task.keys == promised("open a file by the last four digits")


async def test_log_no_answer(counter, stocked) -> None:
    async with counter(stocked) as c:
        task = Counting(c)
        await task.press("enter", "f2", "2", "enter")
        assert (c.screen, Contact.get().outcome) == ("TodayScreen", "no_answer")
    assert task.keys == promised('log "no answer"')


async def test_a_first_revisit_of_ten_steps(counter, stocked) -> None:
    async with counter(stocked) as c:
        task = Counting(c)
        await task.press("enter", *["enter"] * 10, "f2", "1", "enter")
        assert (c.screen, Contact.get().outcome, Contact.get().ticks.count()) == ("TodayScreen", "reached", 10)
    assert task.keys == promised("a first revisit of 10 steps")


async def test_lock_and_unlock(counter, stocked) -> None:
    async with counter(stocked) as c:
        task = Counting(c)
        await task.press("f12")
        assert c.screen == "LockScreen"
        await task.press("2")
        assert (c.screen, c.app.clerk_name) == ("TodayScreen", "Wei Chen")
    assert task.keys == promised("lock and unlock")


PIECE = {
    "name": "", "phone": "13700001111", "sex": "f", "birthday": "0506", "invoice": "INV-9", "p1.style": "KR-1801",
    "p1.kind": "ring", "p1.metal": "18k", "p1.weight": "3.21", "p1.stone": "diamond", "p1.carat": "0.30",
    "p1.lab": "ngtc", "p1.certificate": "8812345", "p1.ring_mm": "hk13", "p1.engraving": "forever",
    "p1.gold_price": "412.50", "p1.labour": "380", "p1.price": "4652.52",
}  # fmt: skip
"""What is typed into which field; a field that is not named stays as it is."""


async def test_a_new_customer_and_a_piece_cost_the_data_and_one_key_a_field(counter, stocked) -> None:
    async with counter(stocked) as c:
        task = Counting(c)
        await task.press("f2")
        await c.type("Liu Ying")
        await task.press("enter", "enter")
        fields = []
        while c.screen == "SaleScreen":
            fields.append(c.app.screen.focused.name)
            await c.type(PIECE.get(fields[-1], ""))
            await task.press("enter")
        assert (c.screen, set(PIECE) - set(fields)) == ("Planned", set())
        await task.press("enter")
        assert c.screen == "CustomerScreen"
        customer = Customer.get(Customer.name == "Liu Ying")
        sale = Sale.get(Sale.customer == customer)
        assert (sale.invoice, customer.dates.count(), customer.phones.get().e164) == ("INV-9", 1, "+8613700001111")
        piece = Piece.get(Piece.sale == sale)
        assert (piece.style, piece.certificate, piece.engraving) == ("KR-1801", "8812345", "forever")
    assert task.keys == promised("a new customer with phone and birthday, one piece")
    assert task.keys == len(fields) + len(("open", "find", "new file", "accept the plan"))


def test_the_table_of_keys_is_the_one_the_bindings_make(place: str) -> None:
    text = README.read_text("utf-8")
    assert text == readme(text), "python -m tests.make.keys"
