"""What is read a quick way because a list has a million of it is read exactly as it would be the slow way."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter_tui import pinyin, text
from counter_tui.exchange.cells import text_of
from counter_tui.exchange.importing import Cancelled, open_source, read_source, take_in
from counter_tui.exchange.persons import _NAMESPACE, derived_uuid
from counter_tui.i18n import assets
from counter_tui.models import db
from counter_tui.shop.entry import EntryError
from counter_tui.shop.entry.dates import read_partial
from counter_tui.shop.entry.numbers import read_money, read_weight
from counter_tui.shop.entry.phones import REGIONS, _mobile, _read

TODAY = dt.date(2026, 11, 21)
LEDGER = assets() / "demo" / "老客户台账.xlsx"

_COUNTRIES = ["+", "+86", "86", "+852", "+853", "+886", "+65", "+60", "+860", "+8860", "+60 1", "0086"]
_WITHIN = ["", "0", "00", "13", "17951", "12593", "1740", "162", "09", "9", "5", "6", "8", "01", "011", "190", "400"]
beginnings = st.sampled_from([*_COUNTRIES, *_WITHIN])
typed_numbers = st.builds("{}{}".format, beginnings, st.from_regex(r"(?:[0-9][ -]?){0,12}", fullmatch=True))


@given(typed_numbers, st.sampled_from([*REGIONS, None, "US"]))
@example("13812345678", "CN")
@example("9123 4567", "HK")
@example("0912-345-678", "TW")
@example("+86 138 1234 5678", "SG")
def test_a_mobile_number(typed: str, region: str | None) -> None:
    quick = _mobile(typed, region)
    assert quick is None or quick == _read(typed, region)


def test_the_usual_mobile_numbers_take_the_quick_way() -> None:
    usual = {"CN": "13812345678", "HK": "91234567", "MO": "66123456", "TW": "0912345678", "SG": "91234567"}
    usual |= {"MY": "012-345 6789"}
    assert all(_mobile(typed, region) for region, typed in usual.items())


some_text = st.one_of(st.text(), st.text("张晓红 A9-,.￥０Ａ。\u3000\t\n\u0301\u200b﷽e"))


@given(some_text, st.sampled_from([3, 60, 200]))
def test_the_text_of_a_cell(cell: str, length: int) -> None:
    assert text_of(cell, length) == text.clean(cell, length)
    assert text_of(cell, length, lines=True) == text.clean(cell, length, lines=True)


def outcome(read, *args):
    try:
        return read(*args)
    except EntryError as refusal:
        return str(refusal)


money = st.from_regex(r"[¥￥]?[0-9]{0,9}(?:,[0-9]{3}){0,3}(?:\.[0-9]{0,3})?", fullmatch=True)


@given(money)
@example("￥1,280.00")
@example("99999999.99")
@example("100,000,000")
def test_a_sum_and_a_weight(typed: str) -> None:
    beyond = f" {typed} "  # with a space about it only the slow way knows it
    assert outcome(read_money, typed) == outcome(read_money, beyond)
    assert outcome(read_weight, typed) == outcome(read_weight, beyond)


days = st.from_regex(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}", fullmatch=True)


@given(days | st.dates(dt.date(1880, 1, 1)).map(str))
@example("2024-02-30")
@example("1899/1/1")
def test_a_day(typed: str) -> None:
    assert outcome(read_partial, typed, TODAY) == outcome(read_partial, f" {typed} ", TODAY)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_the_name_of_a_record(parts: list[str]) -> None:
    assert derived_uuid(*parts) == uuid.uuid5(uuid.UUID(bytes=_NAMESPACE), "\x1f".join(parts)).hex


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=4))
def test_a_chinese_name(name: str) -> None:
    assert pinyin.units(name) == tuple(pinyin._cut(pinyin.fold(name)))
    assert pinyin.spellings(name) == pinyin.spellings(f" {name}")


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_an_index_done_without_meanwhile_is_there_again_whatever_happens(shop, mei) -> None:
    def shape() -> list[tuple]:
        return db.execute_sql("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    def stop(done: int, of: int) -> None:
        if done == of:
            raise Cancelled

    before = shape()
    parcel = read_source(shop, open_source(shop, LEDGER))
    with pytest.raises(Cancelled):
        take_in(shop, parcel, mei, stop)
    assert shape() == before
    take_in(shop, parcel, mei)
    assert shape() == before
    plan = db.execute_sql("EXPLAIN QUERY PLAN SELECT id FROM phone WHERE e164 = ''").fetchall()
    assert "phone_e164" in str(plan)
