"""The shop's own list, exported, worked over in a spreadsheet program and imported again (A2, A7)."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from counter_tui.exchange.exporting import export_customers
from counter_tui.exchange.importing import Figures, batches, open_source, read_source, take_in
from counter_tui.exchange.report import future_words, trouble_line
from counter_tui.exchange.taking_back import take_back
from counter_tui.i18n import LANGUAGES, set_language
from counter_tui.models import Consent, Counter, Customer, ImportantDate, Phone, Piece, Revisit, Sale, db, new_uuid
from counter_tui.shop.customers import CustomerEntry, DateEntry, consent, open_file
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale

RING = PieceEntry(kind="ring", style="R1001", metal="k18", weight=Decimal("3.21"), price=Decimal("8800.00"))
BANGLE = PieceEntry(kind="bangle", style="B2", metal="au999", weight=Decimal("25.5"), certificate="GT5566")
BIRTHDAY = DateEntry("birthday", PartialDate("solar", 5, 6, year=1990))
DAY = dt.date(2026, 11, 3)


@pytest.fixture
def known(shop, mei) -> None:
    """张晓红 with a sale of two pieces, and two customers called 王芳, of whom nothing tells one from the other."""
    xiaohong = CustomerEntry(
        "张晓红", uuid=new_uuid(), phones=(read_phone("13812341234", "CN"),), dates=(BIRTHDAY,), address="珠江路 3 号"
    )
    record_sale(shop, SaleEntry(xiaohong, DAY, (RING, BANGLE), uuid=new_uuid()), mei)
    for day in (DAY, dt.date(2026, 11, 4)):
        entry = CustomerEntry("王芳", uuid=new_uuid())
        record_sale(shop, SaleEntry(entry, day, (RING,), uuid=new_uuid()), mei)


@dataclass
class Sheet:
    """An exported list that somebody changes."""

    shop: Any
    path: Path
    rows: list[dict[str, str]] = field(default_factory=list)

    def write(self) -> None:
        with self.path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.DictWriter(file, list(self.rows[0]))
            out.writeheader()
            out.writerows(self.rows)

    def back(self) -> tuple[Figures, list[str]]:
        """Import it: what that comes to, and the lines of the report."""
        self.write()
        parcel = read_source(self.shop, open_source(self.shop, self.path))
        figures = take_in(self.shop, parcel, None).figures
        return figures, [trouble_line(trouble) for trouble in parcel.troubles]


@pytest.fixture
def sheet(shop, known, tmp_path) -> Sheet:
    return opened(shop, tmp_path / "list.csv")


def opened(shop, path: Path) -> Sheet:
    export_customers(shop, path, None, over=True)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{head: cell.strip("\t") for head, cell in row.items()} for row in csv.DictReader(file)]
    return Sheet(shop, path, rows)


def emptied() -> None:
    """Records in which nobody is, and the next number is the first one again."""
    for model in (Revisit, Piece, Sale, Phone, ImportantDate, Customer):
        model.delete().execute()
    for table in ("search_key", "own_keys"):
        db.execute_sql(f"DELETE FROM {table}")
    Counter.update(value=0).execute()


def filed(shop, by: int, name: str, phone: str, *sold: tuple[dt.date, PieceEntry], **more: Any) -> int:
    """A customer with a sale of each piece."""
    phones = (read_phone(phone, "CN"),) if phone else ()
    who = open_file(shop, CustomerEntry(name, uuid=new_uuid(), phones=phones, **more), by)
    for day, piece in sold:
        record_sale(shop, SaleEntry(who, day, (piece,), uuid=new_uuid()), by)
    return who


def everything() -> list[list[tuple[Any, ...]]]:
    return [
        sorted(model.select().tuples(), key=repr) for model in (Customer, Phone, ImportantDate, Sale, Piece, Revisit)
    ]


def test_nothing_changed_is_nothing_new_and_nothing_to_tell(sheet) -> None:
    before = everything()
    figures, told = sheet.back()
    assert figures.nothing_new and told == []
    assert (figures.known_customers, figures.known_purchases, figures.differing) == (3, 4, 0)
    assert everything() == before


CORRECTED = {
    "name": ("Name", "姓名", "张小红", "张晓红"),
    "birthday": ("Birthday", "生日", "1991-05-06", "1990"),
    "address": ("Address", "地址", "中山路 9 号", "珠江路 3 号"),
    "day": ("Purchase date", "购买日期", "2026-10-03", "2026-11-03"),
    "style": ("Style", "款号", "R1002", "R1001"),
    "metal": ("Metal", "成色", "Pt950", "18K"),
    "weight": ("Weight", "克重", "3.12", "3.21"),
    "price": ("Paid", "实付", "9800", "8800"),
}
"""A column in both languages, what somebody writes into it, and what is on file."""


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", CORRECTED)
def test_a_correction_is_told_with_row_and_column_and_buys_nothing_twice(
    shop, known, tmp_path, language: str, column: str
) -> None:
    set_language(language)
    sheet = opened(shop, tmp_path / "list.csv")
    *heads, value, on_file = CORRECTED[column]
    head = heads[language == "zh_CN"]
    before = everything()
    sheet.rows[0][head] = value
    figures, told = sheet.back()
    assert everything() == before
    assert (figures.new_customers, figures.purchases) == (0, 0)
    assert len(told) == figures.differing == 1
    where = "第2行" if language == "zh_CN" else "row 2"
    assert where in told[0] and head in told[0] and on_file in told[0]
    assert value in told[0] or column in ("birthday", "metal")  # in the program's own words
    assert any("1" in line for line in future_words(figures)[-1:])


def test_what_was_empty_is_completed_though_something_beside_it_was_changed(sheet) -> None:
    sheet.rows[1] |= {"Paid": "25000", "Ring size": "16.6 mm", "Engraving": "L"}
    sheet.rows[0] |= {"Paid": "9800", "Email": "xh@example.com"}
    figures, told = sheet.back()
    bangle = Piece.get(Piece.style == "B2")
    assert (bangle.price, bangle.engraving) == (25000, "L")
    assert Piece.get(Piece.style == "R1001").price == 8800
    assert Customer.get(Customer.name == "张晓红").email == "xh@example.com"
    assert (figures.completed, figures.completed_purchases, figures.purchases) == (1, 1, 0)
    assert len(told) == 1 and "8800" in told[0]


def test_a_new_phone_and_a_corrected_name_are_still_the_same_customer(sheet) -> None:
    for row in sheet.rows[:2]:
        row["Name"] = "Zhang Xiaohong"
    figures, told = sheet.back()
    assert (figures.new_customers, Customer.select().count()) == (0, 3)
    assert len(told) == 1 and "张晓红" in told[0]
    sheet = opened(sheet.shop, sheet.path)
    for row in sheet.rows[:2]:
        row["Mobile"] = "13700001111"
    assert sheet.back()[0].new_customers == 0
    assert {phone.typed for phone in Phone.select()} == {"13812341234", "13700001111"}


def test_who_cannot_be_told_apart_is_told_apart_by_the_number(sheet) -> None:
    """Two customers of one name, without a phone: what is new of each comes to that one."""
    sheet.rows[2]["Address"], sheet.rows[3]["Address"] = "东街 1 号", "西街 2 号"
    assert sheet.back()[0].new_customers == 0
    bought = {sale.customer.address: sale.day for sale in Sale.select() if sale.customer.name == "王芳"}
    assert bought == {"东街 1 号": DAY, "西街 2 号": dt.date(2026, 11, 4)}


def test_rows_that_were_added_below_are_bought(sheet) -> None:
    """A row for who is on file, a row for somebody new; neither has a number of ours."""
    more = {"Purchase date": "2026-11-10", "Piece": "pendant", "Paid": "500", "No.": "", "ID": "", "Sale ID": ""}
    sheet.rows += [
        sheet.rows[0] | more | {"Style": "P1", "Kind": "pendant"},
        sheet.rows[0] | more | {"Style": "P2", "Name": "李四", "Mobile": "13900000009", "Birthday": "", "Address": ""},
    ]
    figures, told = sheet.back()
    assert told == []
    assert (figures.new_customers, figures.purchases) == (1, 2)
    assert {sale.customer.name for sale in Sale.select().where(Sale.day == dt.date(2026, 11, 10))} == {"张晓红", "李四"}


def test_the_same_as_above_is_meant_in_rows_that_were_added_alone(shop, mei, tmp_path) -> None:
    for name, phone, work in (("张晓红", "13812341234", "护士"), ("王芳", "13912341234", "同上")):
        entry = CustomerEntry(name, uuid=new_uuid(), phones=(read_phone(phone, "CN"),), occupation=work)
        open_file(shop, entry, mei)
    sheet = opened(shop, tmp_path / "list.csv")
    added = {"Name": "同上", "Mobile": "〃", "Occupation": "ditto", "Purchase date": "2026-11-10", "Style": "B7"}
    sheet.rows.append(dict.fromkeys(sheet.rows[0], "") | added)
    figures, told = sheet.back()
    assert (figures.purchases, figures.new_customers, told) == (1, 0, [])
    assert [sale.customer.name for sale in Sale] == ["王芳"]


def test_another_shops_list_is_not_taken_for_ours(sheet) -> None:
    """The same numbers, other people: all of them are new here."""
    for at, row in enumerate(sheet.rows):
        row |= {"Name": f"Customer {row['ID']}", "Mobile": f"1390000{at // 2:04d}", "Birthday": "", "Address": "x"}
    figures, told = sheet.back()
    assert told == []
    assert (figures.new_customers, figures.known_customers, figures.purchases) == (3, 0, 4)


def test_a_sale_of_two_pieces_without_an_invoice_comes_back_as_one(sheet) -> None:
    sold = sorted((sale.day, sale.pieces.count()) for sale in Sale.select())
    emptied()
    figures, told = sheet.back()
    assert told == [] and (figures.new_customers, figures.purchases) == (3, 4)
    assert sorted((sale.day, sale.pieces.count()) for sale in Sale.select()) == sold
    assert sheet.back()[0].nothing_new


def test_a_list_of_any_program_tells_what_differs(shop, known, tmp_path) -> None:
    """The phone and the name are hers, the address and the certificate's metal are not."""
    path = tmp_path / "till.csv"
    path.write_text(
        "姓名,手机,地址,购买日期,款号,证书号,成色,实付\n张晓红,13812341234,,2026-11-03,B2,GT5566,足金990,\n"
        "张晓红,13812341234,中山路 9 号,2026-01-05,N1,,,100\n",
        "utf-8",
    )
    parcel = read_source(shop, open_source(shop, path))
    figures = take_in(shop, parcel, None).figures
    told = [trouble_line(trouble) for trouble in parcel.troubles]
    assert (figures.known_customers, figures.purchases, figures.differing) == (1, 1, 2)
    assert "row 2" in told[0] and "成色" in told[0]
    assert "row 3" in told[1] and "地址" in told[1] and "中山路 9 号" in told[1]


def test_a_list_read_again_in_another_language_differs_in_nothing(shop, tmp_path) -> None:
    (till := tmp_path / "till.csv").write_text("姓名,手机,会员号\n张晓红,13812341234,M88\n", "utf-8")
    for language in LANGUAGES:
        set_language(language)
        parcel = read_source(shop, open_source(shop, till))
        take_in(shop, parcel, None)
        assert not list(parcel.troubles)


def test_a_word_on_offers_is_written_down_where_nobody_was_asked_and_else_told(sheet, mei) -> None:
    consent(sheet.shop, Customer.get(Customer.name == "张晓红").id, True, mei)
    for row, word in zip(sheet.rows, ("no", "", "no", ""), strict=True):
        row["News and offers"] = word
    figures, told = sheet.back()
    assert (figures.completed, figures.differing) == (1, 1) and "Yes" in told[0]
    assert [(one.customer.number, one.granted) for one in Consent.select()] == [(1, True), (2, False)]
    take_back(sheet.shop, batches(sheet.shop)[0].id, mei)
    assert [(one.customer.number, one.granted) for one in Consent.select()] == [(1, True)]


# Numbers that are somebody else's


def test_records_that_were_filled_from_a_list_count_otherwise_and_it_brings_nothing_twice(shop, mei, tmp_path) -> None:
    """The bangle is older, but was typed in later: in the new records its sale has the first number."""
    engraved = replace(RING, ring_mm=Decimal("16.6"), engraving="L&M")
    filed(shop, mei, "张晓红", "13812341234", (DAY, engraved), (dt.date(2026, 11, 1), BANGLE))
    sheet = opened(shop, tmp_path / "list.csv")
    emptied()
    assert sheet.back()[0].purchases == 2
    before = everything()
    figures, told = sheet.back()
    assert figures.nothing_new and told == []
    assert everything() == before


def test_a_number_that_was_given_out_again_is_not_the_sale_it_was(shop, mei, tmp_path) -> None:
    who = filed(shop, mei, "张晓红", "13812341234", (dt.date(2026, 10, 1), RING))
    (till := tmp_path / "till.csv").write_text(
        "姓名,手机,购买日期,款号,实付\n张晓红,13812341234,2026-11-03,B2,25000\n", "utf-8"
    )
    take_in(shop, read_source(shop, open_source(shop, till)), None)
    sheet = opened(shop, tmp_path / "list.csv")
    take_back(shop, batches(shop)[0].id, mei)
    later = SaleEntry(who, dt.date(2026, 11, 20), (PieceEntry(kind="earrings", style="E9"),), uuid=new_uuid())
    record_sale(shop, later, mei)
    assert sheet.rows[1]["Sale ID"].startswith("S000002-") and Sale.get(Sale.day == later.day).number == 2
    figures, told = sheet.back()
    assert (figures.purchases, figures.completed_purchases, told) == (1, 0, [])
    assert Piece.get(Piece.style == "E9").price is None


def test_another_branch_has_the_same_numbers_and_a_customer_of_the_same_name(shop, mei, tmp_path) -> None:
    filed(shop, mei, "王芳", "13900002222", (dt.date(2026, 5, 5), RING))
    theirs = opened(shop, tmp_path / "branch.csv")
    emptied()
    filed(shop, mei, "王芳", "13812341234", (DAY, BANGLE), dates=(BIRTHDAY,))
    figures, told = theirs.back()
    assert (figures.new_customers, figures.known_customers, figures.purchases, told) == (1, 0, 1, [])


def test_who_was_written_over_somebody_elses_row_is_new(sheet) -> None:
    """The numbers were left standing; of the name alone nobody is recognised."""
    row = sheet.rows[0] | {
        "Mobile": "13700001111",
        "Birthday": "1971-02-03",
        "Style": "N7",
        "Purchase date": "2026-11-09",
    }
    sheet.rows = [row]
    assert sheet.back()[0].new_customers == 1


MISPLACED = {"beside their own rows": slice(None), "alone": slice(-1, None)}


@pytest.mark.parametrize("rows", MISPLACED.values(), ids=MISPLACED)
def test_a_number_that_was_copied_too_far_is_overruled_by_name_and_phone(shop, mei, tmp_path, rows: slice) -> None:
    filed(shop, mei, "王芳", "13812341234", (DAY, RING))
    filed(shop, mei, "王芳", "13900001111", (DAY, BANGLE))
    sheet = opened(shop, tmp_path / "list.csv")
    new = {"ID": sheet.rows[1]["ID"], "Sale ID": "", "Purchase date": "2026-11-10", "Style": "N1"}
    sheet.rows = [*sheet.rows, sheet.rows[0] | new][rows]
    sheet.back()
    assert Sale.get(Sale.day == dt.date(2026, 11, 10)).customer.number == 1
    assert Phone.select().count() == 2


TWICE = {
    "the same name and number": ("张晓红", "13812341234"),
    "a number without a name": ("13812341234", "13812341234"),
    "another number, born the same day": ("张晓红", "13900001111"),
}


@pytest.mark.parametrize(("name", "phone"), TWICE.values(), ids=TWICE)
def test_who_is_on_file_twice_stays_so(shop, mei, tmp_path, name: str, phone: str) -> None:
    filed(shop, mei, "张晓红", "13812341234", (DAY, RING), dates=(BIRTHDAY,))
    filed(shop, mei, name, phone, (dt.date(2026, 11, 5), BANGLE), dates=() if name == phone else (BIRTHDAY,))
    sheet, before = opened(shop, tmp_path / "list.csv"), everything()
    figures, told = sheet.back()
    assert figures.nothing_new and told == []
    assert everything() == before
    emptied()
    assert sheet.back()[0].new_customers == 2
    assert sheet.back()[0].nothing_new


@pytest.mark.parametrize("word", ["new", "?", "C-12", "S99999999999999999999", "c000001"])
def test_a_cell_that_is_no_number_of_ours_stands_for_itself_alone(sheet, word: str) -> None:
    sheet.rows[0]["Paid"] = "9800"
    sheet.rows.append(dict.fromkeys(sheet.rows[0], "") | {"ID": word, "Name": "李四", "Mobile": "13900002222"})
    figures, told = sheet.back()
    assert (figures.new_customers, figures.purchases, len(told)) == (1, 0, 1)


def test_columns_may_be_deleted_and_moved(sheet) -> None:
    sheet.rows = [{"Note": row.pop("Note"), **row, "Paid": "9800"} for row in sheet.rows]
    for row in sheet.rows:
        del row["No."]
    assert sheet.back()[0].purchases == 0


# Purchases that were changed


def test_a_sale_of_many_pieces_whose_prices_were_all_changed_is_bought_once(shop, mei, tmp_path) -> None:
    till = ["Name,Mobile,Purchase date,Invoice,Style,Paid"]
    till += [f"Corner Cafe,13812341234,2026-11-03,FP1,R{n},{n}" for n in range(120)]
    (path := tmp_path / "till.csv").write_text("\n".join(till), "utf-8")
    take_in(shop, read_source(shop, open_source(shop, path)), None)
    sheet = opened(shop, tmp_path / "list.csv")
    for row in sheet.rows:
        row["Paid"] = f"{int(row['Paid'] or 0) + 5000}"
    figures, _told = sheet.back()
    assert (figures.purchases, figures.known_purchases) == (0, 120)
    assert Sale.get().total == sum(range(120))


def test_two_pieces_of_a_sale_are_not_mixed(sheet) -> None:
    """The ring's row is gone, and the bangle's says something else: nothing of it is written into the ring."""
    sheet.rows[:2] = [
        sheet.rows[1] | {"Style": "X9", "Certificate": "GT1", "Kind": "Pendant", "Engraving": "L", "Paid": "1"}
    ]
    before = everything()
    figures, told = sheet.back()
    assert figures.nothing_new and len(told) >= 3
    assert everything() == before


def test_a_sale_that_is_another_customers_by_now_is_told_and_not_bought_again(sheet) -> None:
    moved = Sale.get(Sale.day == dt.date(2026, 11, 4))
    Sale.update(customer=Customer.get(Customer.name == "张晓红").id).where(Sale.id == moved.id).execute()
    figures, told = sheet.back()
    assert figures.purchases == 0
    assert len(told) == 1 and "张晓红 C000001" in told[0] and "Sale ID" in told[0]


@pytest.mark.parametrize(("head", "word", "stays"), [("Clerk", "Li Lei", "Mei Lin"), ("Gift", "yes", "No")])
def test_who_sold_it_and_whether_it_was_a_gift_is_told_too(sheet, head: str, word: str, stays: str) -> None:
    sheet.rows[2][head] = word
    figures, told = sheet.back()
    assert figures.nothing_new and len(told) == 1
    assert head in told[0] and stays in told[0]


def test_a_lunar_birthday_is_none_of_the_solar_one(sheet) -> None:
    for row in sheet.rows[:2]:
        row["Lunar birthday"] = "四月十二"
    figures, told = sheet.back()
    assert (figures.completed, told) == (1, [])
    assert sorted((date.calendar, date.month, date.day) for date in ImportantDate.select()) == [
        ("lunar", 4, 12), ("solar", 5, 6)
    ]  # fmt: skip


def test_a_sheet_that_was_copied_and_worked_over_buys_nothing_twice(shop, known, tmp_path) -> None:
    export_customers(shop, path := tmp_path / "list.xlsx", None, over=True)
    book = load_workbook(path)
    copy = book.copy_worksheet(book.active)
    copy.cell(2, [cell.value for cell in copy[1]].index("Paid") + 1).value = 9800
    book.save(path)
    assert take_in(shop, read_source(shop, open_source(shop, path)), None).figures.purchases == 0


def test_a_no_in_a_list_takes_off_what_a_no_at_the_counter_does(shop, mei, tmp_path) -> None:
    for name, phone in (("张三", "13812341234"), ("李四", "13900001111")):
        filed(shop, mei, name, phone, (DAY, RING), dates=(BIRTHDAY,))
    sheet, before = opened(shop, tmp_path / "list.csv"), everything()
    sheet.rows[0]["News and offers"] = "no"
    sheet.back()
    planned = sorted(Revisit.select(Revisit.reason, Revisit.state).where(Revisit.customer == 1).tuples())
    take_back(shop, batches(shop)[0].id, mei)
    assert everything()[-1] == before[-1]
    consent(shop, 2, False, mei)
    assert planned == sorted(Revisit.select(Revisit.reason, Revisit.state).where(Revisit.customer == 2).tuples())
