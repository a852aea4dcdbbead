"""What is kept of a file so that it can be found, and how what is typed is read."""

from __future__ import annotations

import datetime as dt

import psycopg2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counter_tui.models import Customer, Phone, Piece, Sale, SearchKey, db
from counter_tui.shop.key_rows import keys_for
from counter_tui.shop.own_keys import NewKeys, as_text, keys_in, rewrite_keys
from counter_tui.shop.search_keys import Findable, keys_of, probes_of, ways_to_read
from counter_tui.text import clean

ZHANG = Findable(
    123,
    "张小红",
    phones=(("138 1234 5678", "+8613812345678"),),
    invoices=("INV-2024-0017",),
    styles=("R1234-18K",),
    certificates=("NGTC 88123456",),
    engravings=("永结 LOVE",),
)


def _finds(who: Findable, word: str) -> bool:
    return any(key.startswith(probes_of(word)) for key in keys_of(who))


KEYS = (
    "n张小红", "n小红", "n红", "pzhangxiaohong", "pzhangxhong", "pzxiaohong", "pzxhong", "pxiaohong", "pxhong", "phong",
    "#123", "#000123", "d8613812345678", "d13812345678", "d5678", "cngtc88123456", "c88123456", "C65432188",
    "iinv20240017", "i20240017", "sr123418k", "e永结love", "elove",
)  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_customer_has_this_key(key: str) -> None:
    assert key in keys_of(ZHANG)


def test_a_customer_has_few_keys() -> None:
    assert len(keys_of(ZHANG)) <= 45


def test_a_phone_end_of_three_digits_is_no_key() -> None:
    assert "d678" not in keys_of(ZHANG)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_has_keys_that_the_column_holds(name: str, code: str) -> None:
    who = Findable(1, name, code, ((code, None),), (code,), (code,), (code,), (code,))
    keys = keys_of(who)
    assert all(2 <= len(key) <= 80 for key in keys)
    assert len(keys) < 2500


@settings(max_examples=300)
@given(st.text(min_size=1, max_size=40).map(clean).filter(bool))
@example("[/]")
@example("¸")
@example("李 [/]")
@example("Anna\\")
@example("O ' Neil")
def test_a_name_is_found_by_itself(name: str) -> None:
    first, *_ = ways_to_read(name)
    assert all(_finds(Findable(1, name), word) for word in first)


@pytest.mark.parametrize(
    ("typed", "e164", "national"),
    [
        ("138 1234 5678", "+8613812345678", "13812345678"),
        ("0912-345-678", "+886912345678", "0912345678"),
        ("012-345 6789", "+60123456789", "0123456789"),
        ("(021) 5566 7788", "+862155667788", "02155667788"),
        ("6123 4567", "+85261234567", "61234567"),
    ],
)
@given(data=st.data())
def test_any_four_digits_in_a_row_are_found(typed: str, e164: str, national: str, data: st.DataObject) -> None:
    who = Findable(1, "x", phones=((typed, e164),))
    digits = e164[1:]
    start = data.draw(st.integers(0, len(digits) - 4))
    end = data.draw(st.integers(start + 4, len(digits)))
    assert _finds(who, digits[start:end])
    assert _finds(who, national[: data.draw(st.integers(4, len(national)))])


@given(st.text("0123456789", min_size=4, max_size=20), st.data())
def test_digits_that_are_no_number_are_found_as_typed(typed: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(typed) - 4))
    assert _finds(Findable(1, "x", phones=((typed, None),)), typed[start:])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("+86 138 1234 5678", ("8613812345678",)),
        ("138-1234-5678", ("13812345678",)),
        ("１３８　１２３４", ("1381234",)),
        ("张 138 1234", ("张", "1381234")),
        ("张三 1234 李", ("张三", "1234", "李")),
        ("張小紅", ("张小红",)),
        ("Zoë  O’Neil", ("zoe", "oneil")),
        ("NGTC-8812", ("ngtc8812",)),
        ("zhang1234", ("zhang1234",)),
    ],
)
def test_what_is_typed_is_read(typed: str, first: tuple[str, ...]) -> None:
    assert ways_to_read(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("0086 138 1234 5678", ("8613812345678",)),
        ("+886 (0)912 345 678", ("886912345678",)),
        ("0912345678", ("912345678",)),
        ("1234 5678", ("1234", "5678")),
        ("zhang1234", ("zhang", "1234")),
        ("张1234", ("张", "1234")),
        ("张xh", ("张", "xh")),
    ],
)
def test_what_is_typed_may_also_mean(typed: str, other: tuple[str, ...]) -> None:
    assert other in ways_to_read(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x1b", "\u3000"])
def test_nothing_typed_means_nothing(typed: str) -> None:
    assert ways_to_read(typed) == []


def _keys(customer: Customer) -> set[str]:
    return {row.key for row in SearchKey.select().where(SearchKey.customer_id == customer.id)}


codes = st.lists(st.text().map(clean), max_size=2).map(tuple)


@given(st.builds(Findable, st.integers(1, 10**6), st.text(), st.text(), st.just(()), codes, codes, codes, codes))
@example(ZHANG)
def test_keys_and_their_text_say_the_same(who: Findable) -> None:
    keys = keys_of(who)
    text = as_text(keys)
    assert sorted(keys_in(text)) == sorted(keys)
    assert all(keys_for(text, [(key[:2],), (key,)])[1] == key for key in keys)
    assert not keys_for(text, [("\U0010fffe",)])


@pytest.fixture
def zhang(shop_db: None) -> Customer:
    """A customer with everything to be found by."""
    day = dt.date(2026, 11, 1)
    customer = Customer.create(number=123, name="张小红", first_visit=day, wechat="li_hong-88")
    Phone.create(customer=customer, typed="13812345678", e164="+8613812345678")
    sale = Sale.create(number=1, customer=customer, day=day, invoice="INV-2024-0017")
    Piece.create(sale=sale, style="R1234-18K", certificate="NGTC 88123456", engraving="永结 LOVE")
    with db.atomic():
        rewrite_keys(customer.id)
    return customer


def test_the_keys_are_made_of_all_records(zhang: Customer) -> None:
    wanted = Findable(
        123, "张小红", "li_hong-88", (("13812345678", "+8613812345678"),), ("INV-2024-0017",), ("R1234-18K",),
        ("NGTC 88123456",), ("永结 LOVE",),
    )  # fmt: skip
    assert _keys(zhang) == keys_of(wanted)


def test_rewriting_takes_away_what_no_longer_holds(zhang: Customer) -> None:
    Customer.update(name="李小红").execute()
    Phone.update(typed="13900001111", e164="+8613900001111").execute()
    Piece.delete().execute()
    rewrite_keys(zhang.id)
    keys = _keys(zhang)
    assert {"n李小红", "d1111"} <= keys
    assert not {"n张小红", "d5678", "C65432188"} & keys
    assert "n小红" in keys


def test_rewriting_touches_nobody_else_and_clears_who_is_gone(zhang: Customer) -> None:
    other = Customer.create(number=124, name="张小红", first_visit=dt.date(2026, 11, 1))
    rewrite_keys(other.id)
    before = _keys(other)
    zhang.delete_instance()
    rewrite_keys(zhang.id)
    assert not _keys(zhang)
    assert before == _keys(other) != set()


def test_rewriting_is_undone_with_its_transaction(zhang: Customer) -> None:
    before = _keys(zhang)
    with pytest.raises(RuntimeError), db.atomic():
        Customer.update(name="李小红").execute()
        rewrite_keys(zhang.id)
        raise RuntimeError
    assert _keys(zhang) == before


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_nobody_changes_a_file_while_a_list_makes_it_findable(place: str, zhang: Customer) -> None:
    other = psycopg2.connect(place)
    with db.atomic():
        found_by = NewKeys()
        found_by.put([(zhang.id, {"nlady zhang"})])
        found_by.write(lambda _part: None)
        with pytest.raises(psycopg2.errors.LockNotAvailable):
            other.cursor().execute("SELECT id FROM customer FOR NO KEY UPDATE NOWAIT")
    other.rollback()
    other.cursor().execute("SELECT id FROM customer FOR NO KEY UPDATE NOWAIT")
    other.close()
    assert "nlady zhang" in _keys(zhang)


def test_a_very_long_name_is_kept_within_the_column(shop_db: None) -> None:
    customer = Customer.create(number=1, name="曾" * 60, first_visit=dt.date(2026, 11, 1))
    rewrite_keys(customer.id)
    rewrite_keys(customer.id)
    assert "n" + "曾" * 60 in _keys(customer)
