"""The demo's three spreadsheets: untidy in every way a shop's are, and taken all the same."""

import datetime as dt

import pytest

from counter_tui.exchange.columns import find_columns
from counter_tui.exchange.records import ImportRow
from counter_tui.exchange.rows import read_rows
from counter_tui.exchange.sheets import read_sheets
from counter_tui.i18n import assets
from tests.make import demo_sheets

TODAY = dt.date(2026, 11, 21)
FILES = {"老客户台账.xlsx": "CN", "customers-2024.csv": "CN", "Counter book.xls": "HK"}


def imported(name: str) -> list[ImportRow]:
    (sheet,) = read_sheets(assets() / "demo" / name)
    return list(read_rows(sheet, find_columns(sheet, FILES[name], TODAY), TODAY, FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_nearly_every_row_is_taken_whole_and_some_are_reported(name):
    rows = imported(name)
    assert 40 <= len(rows) <= 90
    assert sum(row.taken for row in rows) == len(rows) - 1
    assert sum(row.piece is not None for row in rows) >= len(rows) - 2
    troubled = [row for row in rows if row.problems]
    assert 3 <= len(troubled) <= 8


def test_the_ledger_has_several_purchases_for_one_customer_and_lunar_birthdays():
    rows = imported("老客户台账.xlsx")
    assert len({row.customer.name for row in rows}) < len(rows) - 20
    assert any(date.date.calendar == "lunar" for row in rows for date in row.customer.dates)
    assert any(len(row.customer.phones) == 2 for row in rows)


def test_what_the_program_cannot_tell_it_asks():
    (sheet,) = read_sheets(assets() / "demo" / "customers-2024.csv")
    questions = find_columns(sheet, "CN", TODAY).questions
    assert [(column.header, column.field) for column in questions] == [("本人手机号", "phone"), ("来源", None)]


def test_numbers_of_two_regions_in_one_book():
    regions = {phone.region for row in imported("Counter book.xls") for phone in row.customer.phones}
    assert {"HK", "SG", "MY"} <= regions


def test_the_maker_makes_the_same_files_again(tmp_path, monkeypatch):
    monkeypatch.setattr(demo_sheets, "DEMO", tmp_path)
    demo_sheets.main()
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (assets() / "demo" / name).read_bytes()
