"""A shop's list comes in whole, once, in whatever order, and can be taken back (mission A1, A2, B1)."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import random
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import psycopg2
import pytest
from openpyxl import Workbook
from peewee import fn

from counter_tui import clock
from counter_tui.exchange.additions import Additions
from counter_tui.exchange.importing import (
    Cancelled,
    Figures,
    Taken,
    batches,
    intend,
    open_source,
    read_source,
    take_in,
)
from counter_tui.exchange.report import future_words, write_report
from counter_tui.exchange.sheets import SheetError
from counter_tui.exchange.taking_back import take_back
from counter_tui.i18n import assets, set_language
from counter_tui.models import (
    TABLES,
    AuditEntry,
    Consent,
    Counter,
    Customer,
    ImportBatch,
    Phone,
    Piece,
    Revisit,
    Sale,
    SearchKey,
    db,
    new_uuid,
)
from counter_tui.shop.call_entry import CallEntry
from counter_tui.shop.calls import prepare, prepare_unplanned
from counter_tui.shop.corrections import correct_sale, entry_of_sale
from counter_tui.shop.customers import CustomerEntry, DateEntry, consent, correct, entry_of, open_file
from counter_tui.shop.drafts import keep
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.files import read_file
from counter_tui.shop.lookup import find
from counter_tui.shop.outcomes import finish
from counter_tui.shop.own_keys import NewKeys, remove_keys, rewrite_keys
from counter_tui.shop.people import add_clerk, clerk_leaves
from counter_tui.shop.permission import purpose_of
from counter_tui.shop.revisits import add, cancel
from counter_tui.shop.sales import PieceEntry, SaleEntry, VisitEntry, record_sale, record_visit
from counter_tui.shop.trace import ShopError
from counter_tui.shop.undo import last_steps
from counter_tui.shop.undo import take_back as undo
from tests.postgres import on_server

DEMO = assets() / "demo"
HEADINGS = ["姓名", "手机", "生日", "购买日期", "款号", "品名", "克重", "证书号", "发票号", "实付", "导购", "地址"]
ZHANG = ["张晓红", "13812341234", "1990-05-06", "2024-03-05", "R1", "钻戒", "3.21", "GT1", "FP1", "8800", "小陈", ""]

FILES = pytest.mark.parametrize(
    ("place", "name"),
    [("sqlite", name) for name in ("老客户台账.xlsx", "customers-2024.csv", "Counter book.xls")]
    + [("postgresql", "老客户台账.xlsx")],
    indirect=["place"],
)
"""Each of the demo's files; the longest on the server too."""

Listed = Callable[..., Path]


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    """A list with these rows, as a file; cells by heading or whole rows."""

    def write(*rows: list[str] | dict[str, str], name: str = "list.csv") -> Path:
        lines = [row if isinstance(row, list) else [row.get(h, "") for h in HEADINGS] for row in rows]
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *lines])
        return path

    return write


def guessed(shop, path: Path):
    """The columns as guessed, as where nobody can be asked."""
    source = open_source(shop, path)
    for at, column in source.questions:
        source = source.answered(at, column.index, column.field)
    return read_source(shop, source)


def taken(shop, path: Path, by: int | None = None) -> Taken:
    return take_in(shop, guessed(shop, path), by)


def dump(*without: str) -> dict[str, list[tuple]]:
    """Everything in the records but the trace of imports; `without` are columns left out."""
    found = {}
    for model in TABLES:
        if model in (ImportBatch, AuditEntry):
            continue
        fields = [field for field in model._meta.sorted_fields if field.name not in without]
        rows = [row for row in model.select(*fields).tuples() if model is not Counter or row[1]]
        found[model._meta.table_name] = sorted(rows, key=repr)
    return found


def content() -> dict[str, list[tuple]]:
    """The records without the ids that depend on when something was written."""
    shown = dump("id", "uuid", "version", "customer", "customer_id", "sale", "date", "after", "batch", "series")
    return {name: list(rows) for name, rows in shown.items() if name != "revisit"} | {
        "plans": sorted(
            (row.customer.number, row.reason, row.due, row.closes, row.state, row.channel) for row in Revisit.select()
        ),
        "phones of": sorted((c.number, c.name, c.uuid, *(p.typed for p in c.phones)) for c in Customer.select()),
        "bought by": sorted((s.customer.number, s.number, s.uuid, s.pieces.count()) for s in Sale.select()),
    }


def names() -> list[str]:
    return [row.name for row in Customer.select().order_by(Customer.name, Customer.number)]


# The demo's files


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("老客户台账.xlsx", Figures(81, 51, 0, 0, 79, 0, 5, 1)),
        ("customers-2024.csv", Figures(51, 50, 0, 0, 50, 0, 2, 1)),
        ("Counter book.xls", Figures(45, 25, 0, 0, 43, 0, 17, 1)),
    ],
)
def test_the_demo_files_come_in(shop, mei, name: str, figures: Figures) -> None:
    result = taken(shop, DEMO / name, mei)
    assert result.figures == figures
    assert (Customer.select().count(), Piece.select().count()) == (figures.new_customers, figures.purchases)
    assert sorted(c.number for c in Customer.select()) == list(range(1, figures.new_customers + 1))
    assert sorted(s.number for s in Sale.select()) == list(range(1, Sale.select().count() + 1))


def test_people_of_the_ledger_are_whole(shop, mei) -> None:
    taken(shop, DEMO / "老客户台账.xlsx", mei)
    jia = Customer.get(Customer.name == "贾宝珠")
    (sale,) = jia.sales
    (piece,) = sale.pieces
    assert (jia.klass, jia.first_visit, [phone.e164 for phone in jia.phones]) == ("A", sale.day, ["+8613800009003"])
    assert (sale.day, sale.total, sale.batch_id) == (dt.date(2025, 8, 8), 1980, 1)
    assert (piece.name, piece.kind, piece.weight, piece.price) == ("足金手镯", "bangle", None, 1980)
    twice = [c for c in Customer.select() if c.sales.count() > 1]
    assert len(twice) > 10
    assert all(len({s.invoice for s in c.sales}) == c.sales.count() for c in twice)
    assert any(d.calendar == "lunar" for c in Customer.select() for d in c.dates)


def test_a_second_list_finds_the_people_of_the_first_and_completes_their_files(shop, mei) -> None:
    taken(shop, DEMO / "老客户台账.xlsx", mei)
    again = taken(shop, DEMO / "customers-2024.csv", mei).figures
    assert (again.new_customers, again.known_customers, again.completed) == (46, 4, 4)
    assert Customer.select().where(Customer.note.contains("Member number VIP0001")).count() == 1


@FILES
def test_a_second_import_of_the_same_file_adds_nothing(shop, mei, name: str) -> None:
    taken(shop, DEMO / name, mei)
    before, entries = dump(), AuditEntry.select().count()
    again = taken(shop, DEMO / name, mei)
    assert again.batch is None
    assert (again.figures.new_customers, again.figures.purchases) == (0, 0)
    assert (dump(), AuditEntry.select().count(), ImportBatch.select().count()) == (before, entries, 1)


@FILES
def test_taken_back_the_records_are_as_before_and_the_file_can_come_again(shop, mei, name: str) -> None:
    before = dump()
    batch = taken(shop, DEMO / name, mei).batch
    first = content()
    undone = take_back(shop, batch, mei)
    assert dump() == before
    assert undone.stay == ()
    assert [row.taken_back for row in batches(shop)] == [True]
    taken(shop, DEMO / name, mei)
    assert content() == first
    with pytest.raises(ShopError):
        take_back(shop, batch, mei)


def test_whoever_came_in_is_found_by_all_they_are(shop, mei, listed) -> None:
    taken(shop, listed(ZHANG), mei)
    for typed in ("zxh", "张晓红", "1234", "GT1", "FP1", "R1", "C000001"):
        assert [match.name for match in find(shop, typed, 5).matches] == ["张晓红"], typed
    keys = set(SearchKey.select(SearchKey.key).tuples())
    rewrite_keys(Customer.get().id)
    assert set(SearchKey.select(SearchKey.key).tuples()) == keys


def test_history_says_where_a_file_came_from(shop, mei, listed) -> None:
    taken(shop, listed(ZHANG, name="老客户.csv"), mei)
    titles = [event.title for event in read_file(shop, Customer.get().id, mei).events]
    assert "File imported from 老客户.csv" in titles


# Who is who


def row(name: str = "", phone: str = "", born: str = "", day: str = "", **more: str) -> dict[str, str]:
    return {"姓名": name, "手机": phone, "生日": born, "购买日期": day, "品名": "戒指" if day else "", **more}


A, B = "13800000001", "13800000002"
WHO_IS_WHO = {
    "one name and one number": ([row("张晓红", A), row("张晓红", A)], ["张晓红"]),
    "traditional or simplified": ([row("張曉紅", A), row("张晓红", A)], 1),
    "with and without a form of address": ([row("王芳女士", A), row("王芳", A), row("王芳小姐", A)], ["王芳"]),
    "with a remark": ([row("李娜(老客户)", A), row("李娜", A)], ["李娜"]),
    "a number of one and the birthday of another": ([row("王芳", A), row("王芳", born="1990-05-06")], ["王芳", "王芳"]),
    "a title, in English": ([row("Mrs Emily Carter", A), row("Emily Carter", A)], ["Emily Carter"]),
    "a family shares a number": ([row("张晓红", A), row("王强", A)], ["张晓红", "王强"]),
    "a name alone is nobody": ([row("王芳", A), row("王芳", B)], ["王芳", "王芳"]),
    "a row with both numbers joins them": ([row("王芳", A), row("王芳", B), row("王芳", f"{A} / {B}")], ["王芳"]),
    "one name, one has no number": ([row("王芳", A), row("王芳", "")], ["王芳"]),
    "nobody has a number": ([row("王芳", born="1990-05-06"), row("王芳")], ["王芳"]),
    "birthdays tell them apart": ([row("王芳", born="1990-05-06"), row("王芳", born="1985-01-02")], ["王芳", "王芳"]),
    "a changed number": ([row("王芳", A, "1990-05-06"), row("王芳", B, "1990-05-06")], ["王芳"]),
    "no year is not enough": ([row("王芳", A, "05-06"), row("王芳", B, "05-06")], ["王芳", "王芳"]),
    "a name that fits two": ([row("王芳", A), row("王芳", B), row("王芳")], ["王芳", "王芳", "王芳"]),
    "the birthday chooses": (
        [row("王芳", A, "1990-05-06"), row("王芳", B, "1985-01-02"), row("王芳", "", "05-06")],
        ["王芳", "王芳"],
    ),
    "a number belongs to its owner": ([row("王芳", A), row("", A)], ["王芳"]),
    "a number of two owners": ([row("王芳", A), row("王强", A), row("", A)], [A, "王强", "王芳"]),
    "only numbers": ([row("", A), row("", A), row("", B)], [A, B]),
    "both numbers of one name": ([row("王芳", A), row("王芳", B), row("", f"{A} {B}")], ["王芳"]),
}


@pytest.mark.parametrize("case", WHO_IS_WHO)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_who_is_who_in_a_list(shop, mei, listed, case: str, seed: int) -> None:
    rows, expected = WHO_IS_WHO[case]
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    taken(shop, listed(*shuffled), mei)
    found = names()
    assert len(found) == expected if isinstance(expected, int) else found == sorted(expected)
    assert taken(shop, listed(*rows), mei).batch is None


def test_a_row_that_fits_several_is_reported(shop, mei, listed) -> None:
    parcel = guessed(shop, listed(row("王芳", A), row("王芳", B), row("王芳")))
    assert [(t.problem.line, t.problem.value) for t in parcel.troubles] == [(4, "王芳")]


ON_FILE = CustomerEntry(
    "王芳", phones=(read_phone(A, "CN"),), dates=(DateEntry("birthday", PartialDate("solar", 5, 6, year=1990)),)
)
KNOWN = {
    "name and number": (row("王芳", A), True),
    "name with a form of address": (row("王芳女士", A), True),
    "name and whole birthday": (row("王芳", B, "1990-05-06"), True),
    "name and birthday without a number": (row("王芳", "", "05-06"), True),
    "another birthday, the same number": (row("王芳", A, "1991-01-01"), True),
    "another name": (row("王强", A), False),
    "a name alone": (row("王芳"), False),
    "another number": (row("王芳", B), False),
    "another birthday": (row("王芳", "", "1985-01-02"), False),
    "a number alone": (row("", A), True),
}


@pytest.mark.parametrize("case", KNOWN)
def test_who_is_in_the_records_already(shop, mei, listed, case: str) -> None:
    open_file(shop, CustomerEntry(**vars(ON_FILE) | {"uuid": new_uuid()}), mei)
    line, known = KNOWN[case]
    figures = intend(guessed(shop, listed(line)))
    assert (figures.known_customers, figures.new_customers) == ((1, 0) if known else (0, 1))


def test_a_known_file_is_completed_only_where_it_is_empty_and_emptied_again(shop, mei, listed) -> None:
    entry = CustomerEntry(**vars(ON_FILE) | {"uuid": new_uuid(), "address": "人民路1号", "dates": ()})
    customer = open_file(shop, entry, mei)
    before = dump("version")
    line = row("王芳", f"{A}/{B}", "1990-05-06", "2024-03-05", 地址="解放街2号") | {"导购": "小陈"}
    batch = taken(shop, listed(line), mei).batch
    known = Customer.get_by_id(customer)
    assert (known.address, known.klass, known.sales.count(), known.dates.count()) == ("人民路1号", "A", 1, 1)
    assert [phone.typed for phone in known.phones.order_by(Phone.position)] == [A, B]
    assert {r.reason for r in known.revisits} == {"cleaning", "check", "regular", "birthday"}
    assert [match.name for match in find(shop, "0002", 5).matches] == ["王芳"]
    take_back(shop, batch, mei)
    assert dump("version") == before


def test_what_somebody_has_written_meanwhile_is_not_emptied(shop, mei, listed) -> None:
    customer = open_file(shop, CustomerEntry(**vars(ON_FILE) | {"uuid": new_uuid()}), mei)
    batch = taken(shop, listed(row("王芳", A, 地址="解放街2号")), mei).batch
    Customer.change(customer, None, address="南湖花园5栋")
    take_back(shop, batch, mei)
    assert Customer.get_by_id(customer).address == "南湖花园5栋"


def test_a_birthday_in_two_columns_is_one_date_and_one_contact(shop, mei, tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"姓名,手机,生日,农历生日\n张晓红,{A},农历五月初六,五月初六\n", "utf-8")
    taken(shop, path, mei)
    zhang = Customer.get()
    assert [(day.calendar, day.month, day.day) for day in zhang.dates] == [("lunar", 5, 6)]
    assert [row.reason for row in zhang.revisits] == ["birthday"]


# What was bought


def test_an_invoice_is_one_sale_and_rows_without_one_are_sales_of_their_own(shop, mei, listed) -> None:
    same = {"姓名": "王芳", "手机": A, "购买日期": "2024-03-05"}
    rows = [
        same | {"品名": "戒指", "发票号": "F1", "实付": "100"},
        same | {"品名": "项链", "发票号": "F1", "实付": "50"},
    ]
    rows += [same | {"品名": "耳钉", "实付": "20"}, same | {"品名": "手镯", "实付": "30"}]
    taken(shop, listed(*rows), mei)
    assert sorted((s.invoice, s.total, s.pieces.count()) for s in Sale.select()) == [
        ("", 20, 1),
        ("", 30, 1),
        ("F1", 150, 2),
    ]


def test_two_equal_rows_are_two_pieces_and_add_nothing_again(shop, mei, listed) -> None:
    line = row("王芳", A, day="2024-03-05")
    taken(shop, listed(line, line), mei)
    assert Sale.select().count() == 2
    assert taken(shop, listed(line, line), mei).batch is None
    assert taken(shop, listed(line), mei).batch is None
    assert taken(shop, listed(line, line, line), mei).figures.purchases == 1
    assert Sale.select().count() == 3


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_is_no_matter_and_only_appended_rows_are_added(shop, mei, listed, seed: int) -> None:
    rng = random.Random(seed)
    people = [("王芳", "13800000000"), ("李芳", "13800000001"), ("张红", "13800000002"), ("王芳", "13800000003")]
    rows = []
    for n in range(24):
        name, phone = rng.choice(people)
        invoice = rng.choice(("", f"F{n // 3}"))
        line = row(
            name, rng.choice((phone, phone, "")), day=f"2025-0{rng.randrange(1, 4)}-05", 发票号=invoice, 地址=f"街{n}"
        )
        rows += [line] * rng.choice((1, 1, 2))
    batch = taken(shop, listed(*rows), mei).batch
    first = content()
    take_back(shop, batch, mei)
    shuffled = rng.sample(rows, len(rows))
    taken(shop, listed(*shuffled), mei)
    assert content() == first
    assert taken(shop, listed(*rows), mei).batch is None
    more = taken(shop, listed(*rng.sample([*rows, row("赵云", "13911112222", day="2025-05-05")], len(rows) + 1)), mei)
    assert (more.figures.new_customers, more.figures.purchases) == (1, 1)


def test_a_sale_from_the_till_is_known_in_the_list(shop, mei, listed) -> None:
    piece = PieceEntry(kind="ring", style="R1", name="钻戒", weight=None, certificate="GT1", price=None)
    who = CustomerEntry("张晓红", uuid=new_uuid(), phones=(read_phone("13812341234", "CN"),))
    record_sale(shop, SaleEntry(who, dt.date(2024, 3, 5), (piece,), uuid=new_uuid(), invoice="FP1"), mei)
    line = dict(zip(HEADINGS, ZHANG, strict=True)) | {"克重": "", "实付": ""}
    assert intend(guessed(shop, listed(line))).known_purchases == 1


@pytest.mark.parametrize("invoice", ["FP1", ""])
def test_a_sale_corrected_since_is_still_the_same_sale(shop, mei, listed, invoice: str) -> None:
    line = dict(zip(HEADINGS, ZHANG, strict=True)) | {"发票号": invoice}
    taken(shop, listed(line), mei)
    Piece.update(price=9900, weight=4).execute()
    assert taken(shop, listed(line), mei).batch is None


COMPLAINED = "姓名,手机,购买日期,单号,品名,实付\n王芳,13812341236,2024-03-05,FP3,戒指,面议\n赵六,1.39E+10,,,,\n"


def test_what_the_report_complained_of_is_corrected_and_comes_once(shop, mei, tmp_path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(COMPLAINED, "utf-8")
    first = taken(shop, path, mei)
    assert first.figures.partly == 2
    before = dump("version") | {"sales": list(Sale.select(Sale.version).tuples())}
    path.write_text(COMPLAINED.replace("面议", "1900").replace("1.39E+10", "13912341237"), "utf-8")
    parcel = guessed(shop, path)
    figures = intend(parcel)
    assert (figures.new_customers, figures.known_customers, figures.completed) == (0, 2, 2)
    assert (figures.purchases, figures.known_purchases, figures.completed_purchases) == (0, 1, 1)
    assert "0 purchases, 1 more on file already, 1 of these completed" in future_words(figures)
    batch = take_in(shop, parcel, mei).batch
    assert names() == ["王芳", "赵六"]
    assert [(s.invoice, s.total, [p.price for p in s.pieces]) for s in Sale.select()] == [("FP3", 1900, [1900])]
    assert "+8613912341237" in [phone.e164 for phone in Customer.get(Customer.name == "赵六").phones]
    assert taken(shop, path, mei).batch is None
    take_back(shop, batch, mei)
    assert dump("version") | {"sales": list(Sale.select(Sale.version).tuples())} == before
    assert take_back(shop, first.batch, mei).stay == ()


RING = {"款号": "", "品名": "戒指", "发票号": "FP3", "实付": "1900"}
SAME_PURCHASE = {
    "a price more": ([RING | {"实付": ""}], [RING], 1),
    "a price less": ([RING], [RING | {"实付": ""}], 1),
    "a weight and a style more": ([RING], [RING | {"克重": "3.21", "款号": "R1"}], 1),
    "only a price": ([RING | {"品名": "", "实付": "面议"}], [RING | {"品名": ""}], 1),
    "another price": ([RING], [RING | {"实付": "2100"}], 2),
    "another piece": ([RING], [RING | {"品名": "项链", "实付": ""}], 2),
    "nothing in common": ([RING | {"品名": "", "款号": "R1", "实付": ""}], [RING | {"实付": ""}], 2),
    "another day": ([RING | {"实付": ""}], [RING | {"购买日期": "2024-03-06"}], 2),
    "another invoice": ([RING | {"实付": ""}], [RING | {"发票号": "FP4"}], 2),
    "no invoice": ([RING | {"发票号": "", "实付": ""}], [RING | {"发票号": ""}], 2),
    "one certificate": ([RING | {"证书号": "GT1"}], [RING | {"证书号": "GT1", "实付": "2100", "发票号": ""}], 1),
    "a certificate and no number": ([RING | {"证书号": "有", "发票号": ""}], [{"品名": "项链", "证书号": "有"}], 2),
    "one of two alike": ([RING | {"实付": ""}] * 2, [RING, RING | {"实付": ""}], 2),
    "one corrected, one more": ([RING | {"实付": ""}], [RING, RING | {"品名": "项链"}], 2),
    "the likest first": ([RING | {"实付": ""}, RING | {"款号": "R1", "实付": ""}], [RING | {"款号": "R1"}], 2),
}


@pytest.mark.parametrize("case", SAME_PURCHASE)
def test_a_purchase_of_which_a_list_says_more_or_less_is_the_same(shop, mei, listed, case: str) -> None:
    old, new, pieces = SAME_PURCHASE[case]
    who = {"姓名": "王芳", "手机": A, "购买日期": "2024-03-05"}
    taken(shop, listed(*[who | line for line in old]), mei)
    before, path = dump("version"), listed(*[who | line for line in new])
    batch = taken(shop, path, mei).batch
    assert Piece.select().count() == pieces
    assert taken(shop, path, mei).batch is None
    if batch:
        take_back(shop, batch, mei)
    assert dump("version") == before


def test_what_is_completed_adds_up_is_found_and_stays_where_it_is_corrected_since(shop, mei, listed) -> None:
    who = {"姓名": "王芳", "手机": A, "购买日期": "2024-03-05", "证书号": "GT1"}
    lines = [
        who | {"品名": "戒指", "证书号": "GT1"},
        who | {"品名": "项链", "证书号": "GT2", "实付": "50", "发票号": "F1"},
    ]
    taken(shop, listed(*lines), mei)
    ring, chain = Sale.select().order_by(Sale.invoice)
    more = [line | {"发票号": "F1", "款号": f"R{at}", "实付": "1900"} for at, line in enumerate(lines)]
    more[1]["克重"], more[1]["实付"] = "3.21", "50"
    batch = taken(shop, listed(*more), mei).batch
    assert sorted((s.invoice, s.total) for s in Sale.select()) == [("F1", 50), ("F1", 1900)]
    assert Piece.get(Piece.certificate == "GT2").weight == Decimal("3.21")
    assert [len(find(shop, typed, 5).matches) for typed in ("R0", "R1")] == [1, 1]
    entry, version = entry_of_sale(shop, ring.id)
    correct_sale(shop, ring.id, version, entry, mei)
    take_back(shop, batch, mei)
    assert [(s.invoice, s.total) for s in Sale.select().order_by(Sale.id)] == [("F1", 1900), ("F1", 50)]
    assert [p.style for p in Piece.select().order_by(Piece.certificate)] == ["R0", ""]
    assert chain.pieces.get().weight is None


SLIPS = {
    "rounded by a spreadsheet": ("1.39E+10", "13912341237", 1),
    "rounded to another": ("1.38E+10", "13912341237", 2),
    "rounded too far to tell": ("1.4E+10", "13912341237", 2),
    "only the country can be read": ("8.61E+12", "8613912341237", 2),
    "a digit missing": ("1391234123", "13912341237", 1),
    "two digits missing": ("139123412", "13912341237", 2),
    "no number at all": ("问她妹妹", "13912341237", 2),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_number_put_right_is_the_same_customers(shop, mei, listed, case: str) -> None:
    wrong, right, customers = SLIPS[case]
    taken(shop, listed(row("赵六", wrong)), mei)
    assert Phone.get().e164 is None
    taken(shop, listed(row("赵六", right)), mei)
    assert Customer.select().count() == customers


NOT_SURE = {
    "another of the name in the list": [row("赵六", "13912341237"), row("赵六", "13912345678")],
    "another birthday": [row("赵六", "13912341237", "1985-01-02")],
    "another name": [row("赵五", "13912341237")],
}


@pytest.mark.parametrize("case", NOT_SURE)
def test_who_may_be_two_stays_two_though_a_number_looks_put_right(shop, mei, listed, case: str) -> None:
    taken(shop, listed(row("赵六", "1.39E+10", "1990-05-06" if case == "another birthday" else "")), mei)
    figures = intend(guessed(shop, listed(*NOT_SURE[case])))
    assert (figures.known_customers, figures.new_customers) == (0, len(NOT_SURE[case]))


def test_who_may_be_two_in_the_shop_stays_two(shop, mei, listed) -> None:
    taken(shop, listed(row("赵六", "1.39E+10")), mei)
    open_file(shop, CustomerEntry("赵六", uuid=new_uuid(), phones=(read_phone(B, "CN"),)), mei)
    assert intend(guessed(shop, listed(row("赵六", "13912341237")))).new_customers == 1
    open_file(shop, CustomerEntry("钱七", uuid=new_uuid(), phones=(read_phone("1.39E+10", "CN"),)), mei)
    assert intend(guessed(shop, listed(row("钱七", "13912341237")))).new_customers == 1


def test_number_and_price_put_right_in_one_row_are_one_customer_and_one_purchase(shop, mei, listed) -> None:
    taken(shop, listed(row("钱七", "问她妹妹", day="2024-03-05", 发票号="FP9", 实付="面议")), mei)
    figures = taken(shop, listed(row("钱七", A, day="2024-03-05", 发票号="FP9", 实付="1900")), mei).figures
    assert (figures.known_customers, figures.new_customers, figures.purchases) == (1, 0, 0)
    assert [piece.price for piece in Piece.select()] == [1900]


def sheets(path: Path, **rows: list[list[object]]) -> Path:
    """A workbook of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for title, lines in rows.items():
        sheet = book.create_sheet(title)
        for line in (["姓名", "手机", "购买日期", "发票号", "品名", "克重", "实付"], *lines):
            sheet.append(line)
    book.save(path)
    return path


BANGLE = ["张晓红", A, "2024-03-05", "S1", "手镯", "", "100"]
LOOSE = ["张晓红", A, "2024-03-05", "", "手镯", "", "100"]
HEAVY = [*BANGLE[:5], "12.5", "100"]
ON_SHEETS = {
    "an overview repeats it": ([BANGLE], [BANGLE], 1),
    "without an invoice too": ([LOOSE], [LOOSE], 1),
    "twice on one sheet is two": ([LOOSE, LOOSE], [], 2),
    "twice here and once there is two": ([LOOSE], [LOOSE, LOOSE], 2),
    "twice here and twice there is two": ([BANGLE, BANGLE], [BANGLE, BANGLE], 2),
    "another day is another": ([LOOSE], [[*LOOSE[:2], "2024-03-06", *LOOSE[3:]]], 2),
    "one sheet says more": ([BANGLE], [HEAVY], 1),
    "one sheet knows less": ([HEAVY], [[*BANGLE[:6], ""]], 1),
}


@pytest.mark.parametrize("case", ON_SHEETS)
def test_what_two_sheets_of_a_file_tell_is_bought_once(shop, mei, tmp_path, case: str) -> None:
    overview, march, pieces = ON_SHEETS[case]
    path = sheets(tmp_path / "book.xlsx", 总表=overview, 三月=march)
    assert taken(shop, path, mei).figures.purchases == pieces
    assert Piece.select().count() == pieces
    assert Piece.select().where(Piece.weight == Decimal("12.5")).count() == any(
        HEAVY in rows for rows in (overview, march)
    )
    assert taken(shop, path, mei).batch is None


def test_who_sold_it_is_kept_and_looks_after_it_if_still_here(shop, mei, listed) -> None:
    chen = add_clerk(shop, "小陈").id
    other = list(ZHANG)
    other[0], other[1], other[8], other[10] = "王芳", A, "FP2", "阿芳"
    taken(shop, listed(ZHANG, other), mei)
    sold = {s.customer.name: (s.clerk_id, s.note) for s in Sale.select()}
    assert sold == {"张晓红": (chen, ""), "王芳": (None, "Served by 阿芳")}
    carers = {(r.customer.name, r.clerk_id) for r in Revisit.select()}
    assert carers == {("张晓红", chen), ("王芳", mei)}


@pytest.mark.parametrize(("bought", "planned"), [("2026-11-19", 0), ("2026-11-18", 0), ("2026-11-17", 1)])
def test_nobody_is_asked_why_not_who_bought_by_the_list(shop, mei, listed, bought: str, planned: int) -> None:
    """Taken back, they are asked again; who came once more after that purchase is asked all the same."""
    known = open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    record_visit(shop, VisitEntry(known, dt.date(2026, 11, 18), uuid=new_uuid(), why_not="too dear"), mei)
    before = dump("version")
    batch = taken(shop, listed(row("王芳", A, day="2024-03-05"), row("王芳", A, day=bought)), mei).batch
    followups = Revisit.select().where(Revisit.reason == "visit")
    assert Customer.get_by_id(known).klass == "A"
    assert followups.where(Revisit.state == "open").count() == planned
    take_back(shop, batch, mei)
    assert dump("version") == before


def test_a_visit_after_the_list_came_is_followed_up_once(shop, mei, listed) -> None:
    """What the list had ended stays so when it is taken back: the customer has been here again."""
    known = open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    record_visit(shop, VisitEntry(known, dt.date(2026, 11, 18), uuid=new_uuid()), mei)
    batch = taken(shop, listed(row("王芳", A, day="2026-11-19")), mei).batch
    record_visit(shop, VisitEntry(known, dt.date(2026, 11, 20), uuid=new_uuid()), mei)
    take_back(shop, batch, mei)
    planned = Revisit.select().where(Revisit.reason == "visit", Revisit.state == "open")
    assert [line.anchor for line in planned] == [dt.date(2026, 11, 20)]


def test_who_wants_no_news_is_offered_none_and_the_day_it_was_taken_over_is_kept(shop, mei, tmp_path) -> None:
    path = tmp_path / "list.csv"
    heads = "姓名,手机,生日,购买日期,品名,过敏,方便联系时间,新品和优惠"
    said = ("否", "是", "", "不知道")
    lines = [f"客{n},1380000000{n},1990-05-06,2024-03-05,戒指,镍,18:00-19:00,{word}" for n, word in enumerate(said)]
    path.write_text("\n".join([heads, *lines]), "utf-8")
    came = taken(shop, path, mei)
    assert came.figures.partly == 1
    told = [(c.customer.name, c.purpose, c.channel, c.granted, c.at, c.clerk_id) for c in Consent.select()]
    at = ImportBatch.get().at
    assert sorted(told) == [("客0", "promotion", "any", False, at, mei), ("客1", "promotion", "any", True, at, mei)]
    assert {(c.allergies, c.best_hours) for c in Customer.select()} == {("镍", "18:00-19:00")}
    planned: dict[str, set[str]] = {}
    for line in Revisit.select():
        planned.setdefault(line.customer.name, set()).add(line.reason)
    offers = {reason for reason in ("regular", "birthday") if purpose_of(reason, shop.policy) == "promotion"}
    assert offers and planned["客0"] == planned["客1"] - offers
    assert planned["客1"] == planned["客2"] == planned["客3"]
    clock.hold(clock.now() + dt.timedelta(minutes=1))
    consent(shop, Customer.get(Customer.name == "客2").id, False, mei)
    assert not taken(shop, path, mei).batch, "whoever is on file already is taken at their own word"
    assert take_back(shop, came.batch, mei).stay == ("客2 C000003",)
    assert [(c.customer.name, c.granted) for c in Consent.select()] == [("客2", False)]


def test_who_sold_it_and_has_left_stays_named_and_calls_nobody(shop, mei, listed) -> None:
    chen = add_clerk(shop, "小陈").id
    clerk_leaves(shop, chen, None, mei)
    taken(shop, listed(ZHANG), mei)
    assert {sale.clerk_id for sale in Sale.select()} == {chen}
    assert {line.clerk_id for line in Revisit.select()} == {mei}


# Taking back


def test_whoever_was_worked_with_since_stays_whole_and_is_named(shop, mei, listed) -> None:
    rows = [row(f"客{n}", f"1380000000{n}", day="2024-03-05") for n in range(5)]
    batch = taken(shop, listed(*rows), mei).batch
    ids = {c.name: c.id for c in Customer.select()}
    add(shop, ids["客1"], dt.date(2026, 12, 1), "phone", "resizing", mei)
    record_sale(shop, SaleEntry(ids["客2"], dt.date(2026, 11, 1), (PieceEntry(),), uuid=new_uuid()), mei)
    cancel(shop, Revisit.get(Revisit.customer == ids["客3"], Revisit.reason == "check").id, None, "sold it", mei)
    read_file(shop, ids["客4"], mei)
    undone = take_back(shop, batch, mei)
    assert (undone.customers, undone.sales) == (2, 2)
    assert undone.stay == ("客1 C000002", "客2 C000003", "客3 C000004")
    assert names() == ["客1", "客2", "客3"]
    assert Sale.select().count() == 4
    again = taken(shop, listed(*rows), mei).figures
    assert (again.new_customers, again.known_customers, again.purchases) == (2, 3, 2)


def test_whoever_somebody_is_talking_to_or_has_a_draft_about_stays_whole_and_is_named(shop, mei, listed) -> None:
    """What is being said is not lost: it can still be saved."""
    rows = [row(f"客{n}", f"1380000000{n}", day="2026-11-18") for n in range(5)]
    known = [open_file(shop, CustomerEntry(name, uuid=new_uuid(), phones=(read_phone(number, "CN"),)), mei)
             for name, number in (("王芳", A), ("李丽", B))]  # fmt: skip
    of_known = [row("王芳", A, day="2026-11-18", 地址="珠江路 3 号"), row("李丽", B, day="2026-11-18")]
    batch = taken(shop, listed(*rows, *of_known), mei).batch
    ids, sales = {c.name: c.id for c in Customer.select()}, {s.customer.name: s.id for s in Sale.select()}
    prepare_unplanned(shop, ids["客1"], "out", mei, till="another till")
    first = Revisit.get(Revisit.customer == known[0], Revisit.reason == "first").id
    prepare(shop, first, mei, "another till")
    keep(shop, new_uuid(), "call", "Call", {"customer": ids["客2"], "revisit": None}, mei, "till")
    keep(shop, new_uuid(), "sale", "Sale", {"customer": None, "correct": sales["客3"]}, mei, "till")
    keep(shop, new_uuid(), "words", "Words", {"kind": "care"}, mei, "till")
    before = content()["phones of"]
    undone = take_back(shop, batch, mei)
    assert (undone.customers, undone.sales) == (2, 3)
    assert undone.stay == ("王芳 C000001", "客1 C000004", "客2 C000005", "客3 C000006")
    assert content()["phones of"] == [one for one in before if one[1] not in ("客0", "客4")]
    assert Customer.get_by_id(known[0]).address == "珠江路 3 号"
    assert {s.customer.name for s in Sale.select()} == {"王芳", "客1", "客2", "客3"}
    finish(shop, CallEntry(ids["客1"], "reached", clock.now(), uuid=new_uuid(), said="a long note"), mei)
    finish(shop, CallEntry(known[0], "reached", clock.now(), uuid=new_uuid(), revisit=first, reason="first"), mei)


def test_imports_of_the_same_customers_go_back_the_last_one_first(shop, mei, listed) -> None:
    before = dump("version")
    old = taken(shop, listed(row("张晓红", A, day="2024-03-05"), row("李丽", B), name="old.csv"), mei).batch
    more = [row("张晓红", A, day="2025-01-02"), row("王芳", "13800000003")]
    new = taken(shop, listed(*more, name="new.csv"), mei).batch
    with pytest.raises(ShopError, match=r"^Take back new\.csv of Sat 21 Nov 10:12 first: "):
        take_back(shop, old, mei)
    assert Sale.select().count() == 2
    assert take_back(shop, new, mei).stay == ()
    assert take_back(shop, old, mei).stay == ()
    assert dump("version") == before


def test_a_later_import_of_other_customers_is_not_in_the_way(shop, mei, listed) -> None:
    old = taken(shop, listed(row("张晓红", A, day="2024-03-05"), name="old.csv"), mei).batch
    taken(shop, listed(row("王芳", B, day="2025-01-02"), name="new.csv"), mei)
    assert take_back(shop, old, mei).stay == ()
    assert names() == ["王芳"]


def test_a_known_customers_sales_and_file_go_back_the_last_first_too(shop, mei, listed) -> None:
    open_file(shop, CustomerEntry("张晓红", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    before = dump("version")
    old = taken(shop, listed(row("张晓红", A, day="2024-03-05"), name="old.csv"), mei).batch
    new = taken(shop, listed(row("张晓红", A, day="2025-01-02"), name="new.csv"), mei).batch
    with pytest.raises(ShopError):
        take_back(shop, old, mei)
    take_back(shop, new, mei)
    take_back(shop, old, mei)
    assert dump("version") == before


def test_numbers_come_back_only_as_far_as_they_were_the_last(shop, mei, listed) -> None:
    taken_first = taken(shop, listed(row("王芳", A, day="2024-03-05"), row("王强", B)), mei).batch
    last = open_file(shop, CustomerEntry("李娜", uuid=new_uuid()), mei)
    take_back(shop, taken_first, mei)
    assert Customer.get_by_id(last).number == 3
    assert {c.name: c.value for c in Counter.select()} == {"customer": 3, "sale": 0}
    batch = taken(shop, listed(row("王芳", A)), mei).batch
    assert Customer.get(Customer.name == "王芳").number == 4
    take_back(shop, batch, mei)
    assert Counter.get(Counter.name == "customer").value == 3


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_an_import_under_way_at_another_till_is_waited_for(shop, mei, listed, place: str) -> None:
    """It has numbers to give that would be given again."""
    batch = taken(shop, listed(row("王芳", A)), mei).batch
    with closing(psycopg2.connect(place)) as other, other.cursor() as theirs:
        theirs.execute("UPDATE counter SET value = value + 500 WHERE name = 'customer'")
        with ThreadPoolExecutor(1) as till:
            undone = till.submit(db.connection_context()(take_back), shop, batch, mei)
            while not on_server(place, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                assert not undone.done()
            other.commit()
            assert undone.result().customers == 1
    assert Counter.get(Counter.name == "customer").value == 501


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_who_sells_meanwhile_to_a_known_customer_is_not_in_its_way(shop, mei, listed, place: str, monkeypatch) -> None:
    """They hold the customer and want a number: whoever holds the numbers must not want the customer."""
    taken(shop, listed(ZHANG), mei)
    whole, asked = NewKeys.write, []

    def asking(keys: NewKeys, advance: Callable[[float], None]) -> None:
        asked.append(on_server(place, "SELECT 1 FROM counter WHERE name = 'sale' FOR UPDATE NOWAIT"))
        whole(keys, advance)

    monkeypatch.setattr(NewKeys, "write", asking)
    again = list(ZHANG)
    again[3], again[7], again[8] = "2025-01-02", "GT2", "FP2"
    assert taken(shop, listed(again), mei).figures.purchases == 1
    assert asked == [[(1,)]]


def meanwhile(monkeypatch, deed: Callable[[], object]) -> list[object]:
    """Another till does something, on its own connection, when everybody has been looked up; answers what it says."""
    done: list[object] = []

    def looked_up(*asked) -> Additions:
        coming = Additions(*asked)
        with ThreadPoolExecutor(1) as till:
            done.append(till.submit(db.connection_context()(deed)).result())
        return coming

    monkeypatch.setattr("counter_tui.exchange.importing.Additions", looked_up)
    return done


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_what_a_clerk_corrects_while_an_import_runs_stays_and_nobody_is_called_twice(
    shop, mei, listed, monkeypatch
) -> None:
    customer = open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    other = open_file(shop, CustomerEntry("王强", uuid=new_uuid(), phones=(read_phone(B, "CN"),)), mei)
    entry, version = entry_of(shop, customer)
    said = replace(
        entry,
        uuid=new_uuid(),
        address="南湖花园5栋",
        phones=(*entry.phones, read_phone("13777777777", "CN")),
        dates=(DateEntry("birthday", PartialDate("solar", 5, 6, year=1990)),),
    )
    meanwhile(monkeypatch, lambda: correct(shop, customer, version, said, mei))
    rows = [row(name, phone, "1990-05-06", 地址="解放街2号") for name, phone in (("王芳", A), ("王强", B))]
    figures = taken(shop, listed(*rows), mei).figures
    assert Customer.get_by_id(customer).address == "南湖花园5栋"
    assert Customer.get_by_id(other).address == "解放街2号"
    assert [phone.typed for phone in Customer.get_by_id(customer).phones] == [A, "13777777777"]
    for file in (customer, other):
        assert Revisit.select().where(Revisit.customer == file, Revisit.reason == "birthday").count() == 1
    assert (figures.known_customers, figures.completed) == (2, 1)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_file_that_is_gone_when_an_import_comes_to_it_is_opened_anew(shop, mei, listed, monkeypatch) -> None:
    customer = open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    open_file(shop, CustomerEntry("王强", uuid=new_uuid(), phones=(read_phone(B, "CN"),)), mei)

    def gone() -> None:
        remove_keys([customer])
        Customer.delete().where(Customer.id == customer).execute()

    meanwhile(monkeypatch, gone)
    result = taken(shop, listed(row("王芳", A, day="2024-03-05"), row("王强", B, day="2024-03-05")), mei)
    figures = result.figures
    assert (figures.new_customers, figures.known_customers, figures.purchases) == (1, 1, 2)
    assert batches(shop)[0].new_customers == 1
    assert [sale.customer.name for sale in Sale.select().order_by(Sale.customer)] == ["王强", "王芳"]
    assert take_back(shop, result.batch, mei).customers == 1


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_file_is_not_taken_back_while_an_import_completes_it(shop, mei, listed, place: str, monkeypatch) -> None:
    """Whoever takes it back waits for the end of the import, with nothing held that the import wants."""
    open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    step = last_steps(shop, mei)[0].uuid
    with ThreadPoolExecutor(1) as till:
        waiting = []

        def looked_up(*asked) -> Additions:
            waiting.append(till.submit(db.connection_context()(undo), shop, step, mei))
            while not on_server(place, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                assert not waiting[0].done()
            return Additions(*asked)

        monkeypatch.setattr("counter_tui.exchange.importing.Additions", looked_up)
        assert taken(shop, listed(row("王芳", A, day="2024-03-05")), mei).figures.purchases == 1
        with pytest.raises(ShopError, match="can't be undone any more"):
            waiting[0].result()


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_who_sells_to_a_known_customer_is_not_in_the_way_of_taking_back(shop, mei, listed, place: str) -> None:
    """They hold the customer and want a number: whoever takes back wants the customer before the numbers."""
    customer = open_file(shop, CustomerEntry("王芳", uuid=new_uuid(), phones=(read_phone(A, "CN"),)), mei)
    batch = taken(shop, listed(row("王芳", A, day="2024-03-05")), mei).batch
    with closing(psycopg2.connect(place)) as other, other.cursor() as theirs, ThreadPoolExecutor(1) as till:
        theirs.execute("SELECT 1 FROM customer WHERE id = %s FOR NO KEY UPDATE", (customer,))
        undone = till.submit(db.connection_context()(take_back), shop, batch, mei)
        while not on_server(place, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
            assert not undone.done()
        theirs.execute("SELECT 1 FROM counter WHERE name = 'sale' FOR UPDATE NOWAIT")
        other.commit()
        assert undone.result().sales == 1


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_nobody_writes_into_the_file_between_an_imports_looking_and_its_writing(
    shop, mei, listed, place: str, monkeypatch
) -> None:
    def looked_up(*asked) -> Additions:
        with closing(sqlite3.connect(place, timeout=0)) as other, pytest.raises(sqlite3.OperationalError, match="lock"):
            other.execute("UPDATE customer SET address = 'elsewhere'")
        return Additions(*asked)

    monkeypatch.setattr("counter_tui.exchange.importing.Additions", looked_up)
    assert taken(shop, listed(row("王芳", A)), mei).figures.new_customers == 1


# Nothing half


def test_looking_changes_nothing(shop, mei) -> None:
    before = dump()
    intend(guessed(shop, DEMO / "老客户台账.xlsx"))
    assert dump() == before
    assert ImportBatch.select().count() == 0


def stopping(after: int) -> Callable[[int, int], None]:
    """Somebody who stops the work when they have been told so often how far it is."""
    told = itertools.count()

    def step(done: int, of: int) -> None:
        if next(told) == after:
            raise Cancelled

    return step


def test_stopped_at_any_moment_nothing_of_it_stays(shop, mei) -> None:
    parcel = guessed(shop, DEMO / "老客户台账.xlsx")
    before, steps = dump(), []
    take_back(shop, take_in(shop, parcel, mei, lambda done, of: steps.append((done, of))).batch, mei)
    assert steps[-1][0] == steps[-1][1]
    assert [done for done, _of in steps] == sorted(done for done, _of in steps)
    for stop in range(len(steps)):
        with pytest.raises(Cancelled):
            take_in(shop, parcel, mei, stopping(after=stop))
        assert dump() == before
    assert db.in_transaction() is False


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_stopped_amid_the_longest_statement_nothing_of_it_stays(shop, mei, monkeypatch) -> None:
    parcel, before, parts = guessed(shop, DEMO / "老客户台账.xlsx"), dump(), []
    whole = NewKeys.write

    def stopped(keys: NewKeys, advance: Callable[[float], None]) -> None:
        def step(part: float) -> None:
            parts.append(part)
            if len(parts) == 4:
                raise Cancelled

        whole(keys, step)

    monkeypatch.setattr("counter_tui.models.bulk._STEPS_A_TICK", 1000)
    monkeypatch.setattr(NewKeys, "write", stopped)
    with pytest.raises(Cancelled):
        take_in(shop, parcel, mei)
    assert 0 < parts[0] < parts[1] < parts[2] < 1
    assert dump() == before
    assert db.in_transaction() is False


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_first_list_leaves_every_index_and_what_the_planner_is_told_of_it(shop, mei) -> None:
    def known() -> list[object]:
        made = db.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()
        return [*made, *db.execute_sql("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY idx").fetchall()]

    before = known()
    take_in(shop, guessed(shop, DEMO / "老客户台账.xlsx"), mei)
    assert known() == before
    assert any(row[0] == "revisit" for row in before)


def test_stopped_while_reading(shop) -> None:
    with pytest.raises(Cancelled):
        read_source(shop, open_source(shop, DEMO / "Counter book.xls"), stopping(after=0))


# Files


def test_every_sheet_with_customers_is_taken_and_the_others_are_named(shop, mei, tmp_path) -> None:
    book = Workbook()
    book.active.title = "2023"
    for title in ("2023", "2024"):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet.append(["姓名", "手机", "来源"])
        sheet.append([f"客{title}", f"1380000{title}", "路过"])
    book.create_sheet("图表").append(["月份", "业绩"])
    book.save(path := tmp_path / "book.xlsx")
    source = open_source(shop, path)
    assert [column.header for _at, column in source.questions] == ["来源", "来源"]
    source = source.answered(0, 2, "note")
    assert source.questions == []
    parcel = read_source(shop, source)
    assert parcel.skipped == ("图表",)
    take_in(shop, parcel, mei)
    assert sorted((c.name, c.note) for c in Customer.select()) == [("客2023", "路过"), ("客2024", "路过")]


def test_a_list_without_customers_is_refused(shop, tmp_path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("月份,业绩\n1,2\n", encoding="utf-8")
    with pytest.raises(SheetError):
        open_source(shop, path)


HOSTILE = [
    "[/]",
    "O'Neil",
    "Anna\\",
    "𠮷野",
    "=1+1",
    "\x1b[31mred",
    "Robert'); DROP TABLE customer;--",
    "e" + "\u0301" * 30,
]


def test_hostile_names_come_in_clean_and_whole(shop, mei, listed) -> None:
    rows = [row(name, f"1380000{n:04d}", day="2024-03-05", 地址=name) for n, name in enumerate(HOSTILE)]
    taken(shop, listed(*rows), mei)
    stored = [c.name for c in Customer.select()]
    assert len(stored) == len(HOSTILE)
    assert all(char.isprintable() for name in stored for char in name)
    assert set(HOSTILE[:5]) < set(stored)
    assert taken(shop, listed(*rows), mei).batch is None


def test_the_report_runs_no_formula_and_lies_beside_the_source(shop, listed) -> None:
    rows = [row("王芳", A, day="=HYPERLINK(1)", 克重="-5"), row(day="2024-03-05"), row("=cmd()", "@SUM(1)")]
    path = listed(*rows, name="老客户.csv")
    report = write_report(guessed(shop, path), None)
    assert report == path.with_name("老客户.csv.import-report.csv")
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    with report.open(encoding="utf-8-sig", newline="") as file:
        heads, *lines = csv.reader(file)
    assert heads == ["sheet", "row", "column", "value", "reason"]
    assert ["老客户", "2", "购买日期", "'=HYPERLINK(1)"] in [line[:4] for line in lines]
    assert ["老客户", "2", "克重", "'-5"] in [line[:4] for line in lines]
    assert ["老客户", "4", "手机", "'@SUM(1)"] in [line[:4] for line in lines]
    assert any(line[4].startswith("Row left out.") for line in lines if line[1] == "3")


def test_a_report_goes_to_the_shop_where_the_source_can_not_be_written(shop, listed, tmp_path) -> None:
    stick, folder = tmp_path / "stick", tmp_path / "shop"
    stick.mkdir()
    folder.mkdir()
    parcel = guessed(shop, listed(row("王芳", "问她妹妹"), name="stick/a.csv"))
    shutil.rmtree(stick)  # pulled out; nobody can write there, not even root
    assert write_report(parcel, folder) == folder / "a.csv.import-report.csv"
    with pytest.raises(OSError):
        write_report(parcel, None)


def test_a_formula_without_its_result_and_an_error_are_reported_by_row_and_column(shop, tmp_path) -> None:
    book = Workbook()
    for row in ([*HEADINGS[:4], "实付"], [*ZHANG[:4], "=1+1"], ["李", "13912341234", "", "2024-03-05", "#REF!"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    told = write_report(guessed(shop, tmp_path / "list.xlsx"), None).read_text("utf-8-sig").splitlines()
    assert told[1:] == [
        "Sheet,2,实付,'=?,This cell holds a formula without its result: open and save the file in Excel/WPS once.",
        "Sheet,3,实付,#REF!,This cell holds an error of the spreadsheet program (#REF!).",
    ]


def test_a_list_without_trouble_leaves_no_report_and_removes_that_of_the_list_before(shop, listed, tmp_path) -> None:
    for language in ("zh_CN", "en"):
        set_language(language)
        path = listed(row("王芳", "问她妹妹"))
        report = write_report(guessed(shop, path), None)
        assert report and report.exists()
        set_language("en")
        listed(row("王芳", A))
        assert write_report(guessed(shop, path), None) is None
        assert [path.name for path in tmp_path.glob("*.csv")] == ["list.csv"]


def test_each_file_has_a_report_of_its_own_and_no_file_of_the_shop_is_written_over(shop, listed, tmp_path) -> None:
    parcel = guessed(shop, listed(row("王芳", "问她妹妹"), name="同名.csv"))
    other = guessed(shop, listed(row("李丽", "问她姐姐"), name="同名.txt"))
    assert write_report(parcel, None) != write_report(other, None)
    (own := tmp_path / "同名.csv.import-report.csv").write_text("我们自己的记录\n", "utf-8")
    for _again in range(2):
        assert write_report(parcel, None) == tmp_path / "同名.csv-2.import-report.csv"
    listed(ZHANG, name="同名.csv")
    write_report(guessed(shop, tmp_path / "同名.csv"), None)
    assert not (tmp_path / "同名.csv-2.import-report.csv").exists()
    assert own.read_text("utf-8") == "我们自己的记录\n"


@pytest.mark.parametrize("heading", ["礼物", "是否送礼", "赠礼", "Gift", "Is a gift"])
def test_what_was_bought_as_a_gift_comes_in_as_one(shop, mei, tmp_path, heading: str) -> None:
    """And what is neither yes nor no is told by row and column, and is no gift."""
    said = {
        "是": True,
        "1": True,
        "yes": True,
        "✓": True,
        "否": False,
        "0": False,
        "No": False,
        "": False,
        "盒子": False,
    }
    path = tmp_path / "gifts.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = [[f"王{'小' * n}敏", f"1381234{n:04d}", "2026-06-10", "耳饰", word] for n, word in enumerate(said, 1)]
        csv.writer(file).writerows([["姓名", "手机", "购买日期", "品类", heading], *rows])
    source = open_source(shop, path)
    assert source.questions == []
    read = read_source(shop, source)
    take_in(shop, read, mei)
    gifts = [sale.gift for sale in Sale.select().join(Customer).order_by(fn.LENGTH(Customer.name))]
    assert gifts == list(said.values())
    told = write_report(read, None).read_text("utf-8-sig").splitlines()
    assert told[1:] == [f"gifts,10,{heading},盒子,This is neither yes nor no; taken as no gift."]
