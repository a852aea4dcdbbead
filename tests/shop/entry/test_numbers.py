"""What a clerk gets for typed money, weights and carats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.numbers import read_carat, read_money, read_number, read_weight

MONEY = st.decimals(0, Decimal("99999999"), places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        *[(form, "1280.00") for form in ("1280", "1,280", "1，280", "￥1,280.00", "¥ 1280", "1280元", "RMB1280")],
        *[(form, "1280.00") for form in ("HK$1,280", "HKD 1280", "NT$1280", "S$1280", "RM 1280", "１２８０．００元整")],
        *[(form, "12800.00") for form in ("1.28万", "1.28萬元", "¥1.28万")],
        ("0", "0.00"),
        (".5", "0.50"),
        ("1280.500", "1280.50"),
        ("99,999,999", "99999999.00"),
    ],
)
def test_money_is_read(typed, amount):
    assert str(read_money(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1280.125", "Write at most 2 digits after the point."),
        ("-5", "It cannot be less than zero."),
        ("100000000", "That is more than 99,999,999."),
        ("1e9", "Write a number, like 1280 or 1,280.50."),
        *[
            (form, "Write a number, like 1280 or 1,280.50.")
            for form in ("", "￥", "NaN", "inf", "1,28", "free", "12 80")
        ],
    ],
)
def test_no_money_is_refused_in_words(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_money(typed)
    assert str(refusal.value) == sentence


@given(MONEY)
def test_money_reads_back(amount):
    for written in (f"{amount}", f"{amount:,}", f"￥{amount:,}", f"{amount}元", f"HK$ {amount:,}"):
        assert read_money(written) == amount
        assert read_money(written).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("typed", "grams"),
    [
        ("3.21", "3.210"),
        ("3.21g", "3.210"),
        ("3.21 克", "3.210"),
        ("３．２１ｇ", "3.210"),
        ("15.003公克", "15.003"),
    ],
)
def test_a_weight_is_in_grams(typed, grams):
    assert str(read_weight(typed)) == grams


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2钱", "This weight is in 钱: write how many grams it is."),
        ("0.1 oz", "This weight is in oz: write how many grams it is."),
        ("-3", "It cannot be less than zero."),
        ("3.2105", "Write at most 3 digits after the point."),
        ("1000000", "That is more than 99,999."),
        ("heavy", "Write a number, like 3.21."),
    ],
)
def test_no_weight_is_refused_in_words(typed, sentence):
    with pytest.raises(EntryError) as refusal:
        read_weight(typed)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("typed", "carats"),
    [
        ("0.30", "0.30"),
        ("0.30ct", "0.30"),
        ("30分", "0.30"),
        ("35.5 points", "0.355"),
        ("1克拉", "1.00"),
        ("2卡", "2.00"),
    ],
)
def test_carats_are_read(typed, carats):
    assert str(read_carat(typed)) == carats


def test_a_whole_number_has_no_point():
    assert read_number("12") == 12
    with pytest.raises(EntryError, match="whole number"):
        read_number("1.5")


@given(st.text() | st.text("0123456789.,-元万￥克分ctg "))
def test_any_text_is_read_or_refused(text):
    for read in (read_money, read_weight, read_carat, read_number):
        try:
            assert 0 <= read(text) < 100_000_000
        except EntryError as refusal:
            assert str(refusal)


@pytest.mark.parametrize(("typed", "example"), [("big", "0.30"), ("big分", "30")])
def test_what_is_no_carat_is_answered_with_one(typed, example):
    with pytest.raises(EntryError) as refusal:
        read_carat(typed)
    assert str(refusal.value) == f"Write a number, like {example}."
