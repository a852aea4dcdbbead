"""What is taken from each row of a shop's list, and what is reported."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.exchange.columns import find_columns
from counter_tui.exchange.headers import HEADERS
from counter_tui.exchange.records import ImportRow, Problem
from counter_tui.exchange.rows import read_rows
from counter_tui.exchange.sheets import Cell, Row, Sheet
from counter_tui.shop.entry.dates import PartialDate

TODAY = dt.date(2026, 11, 21)
FIELDS = list(HEADERS)


def taken(
    headings: str, *rows: Row, tall: tuple[tuple[int, int, int], ...] = (), region: str = "CN"
) -> list[ImportRow]:
    table = [headings.split(), *rows]
    sheet = Sheet("list", len(table), lambda: iter(table), tall)
    return list(read_rows(sheet, find_columns(sheet, region, TODAY), TODAY, region))


def one(**cells: Cell) -> ImportRow:
    """The row of a list that has these fields."""
    (row,) = taken(" ".join(HEADERS[name][0] for name in cells), list(cells.values()))
    return row


def reasons(row: ImportRow) -> list[str]:
    return [problem.reason for problem in row.problems]


def test_a_whole_row():
    row = one(
        name="张晓红",
        phone=13812345678.0,
        sex="女士",
        lunar_birthday="正月初八",
        sale_date=45356,
        invoice=240305.0,
        clerk="小陈",
        style="R1001",
        piece="18K金钻石女戒",
        metal="18K金",
        weight=3.21,
        stone="钻石",
        carat="30分",
        cert="GT123",
        lab="国检",
        ring="HK13",
        engraving="L♥M",
        gold_price=618,
        labour="200元",
        price="￥1,280.00",
        member=77.0,
        note="爱喝茶",
    )
    who, piece = row.customer, row.piece
    assert row.taken and row.problems == ()
    assert (who.name, who.sex, who.honorific) == ("张晓红", "f", "ms")
    assert [phone.e164 for phone in who.phones] == ["+8613812345678"]
    assert [(date.kind, date.date) for date in who.dates] == [("birthday", PartialDate("lunar", 1, 8))]
    assert who.note == "爱喝茶\nMember number 77"
    assert (row.line, row.sale_day, row.invoice, row.clerk) == (2, dt.date(2024, 3, 5), "240305", "小陈")
    assert piece and (piece.kind, piece.metal, piece.stone, piece.lab) == ("ring", "k18", "diamond", "ngtc")
    assert (piece.style, piece.name, piece.certificate, piece.engraving) == ("R1001", "18K金钻石女戒", "GT123", "L♥M")
    assert (piece.weight, piece.carat, piece.ring_mm) == (Decimal("3.21"), Decimal("0.30"), Decimal("16.6"))
    assert (piece.gold_price, piece.labour, piece.price) == (Decimal(618), Decimal(200), Decimal(1280))


@pytest.mark.parametrize(
    ("birthday", "lunar", "days"),
    [
        ("农历五月初六", "五月初六", [PartialDate("lunar", 5, 6)]),
        ("农历1990年五月初六", "五月初六", [PartialDate("lunar", 5, 6, year=1990)]),
        ("农历五月初六", "1990年五月初六", [PartialDate("lunar", 5, 6, year=1990)]),
        ("1990-05-29", "五月初六", [PartialDate("solar", 5, 29, year=1990), PartialDate("lunar", 5, 6)]),
    ],
)
def test_a_birthday_that_two_columns_say_is_one(birthday: str, lunar: str, days: list[PartialDate]):
    assert [day.date for day in one(name="张三", birthday=birthday, lunar_birthday=lunar).customer.dates] == days


@pytest.mark.parametrize(
    "cell",
    [
        *("2024-03-05T10:11:12.000Z", "2024-03-05 10:11:12 AM", "2024-3-5 下午3:20", "2024-03-05 星期二", 45356.625),
        *("2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "2024-03-05 00:00:00", "5/3/2024", "45356", "5 Mar 2024"),
        *(
            "5-Mar-24",
            "05-Mar-24",
            "5 Mar 24",
            "5/Mar/2024",
            "Tue 5 Mar 2024",
            "Tuesday, 5 March 2024",
            "星期二 2024-3-5",
        ),
        *("5-Mar-24 10:11", "Tue, 5-Mar-24", "March 5, 24"),
        *(20240305, 20240305.0, 45356, 45356.0, dt.date(2024, 3, 5), dt.datetime(2024, 3, 5, 12, 30)),
    ],
)
def test_a_day_of_purchase_however_it_stands(cell):
    assert one(name="张三", sale_date=cell, price=5).sale_day == dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("3月5日", "The year is missing."),
        ("-2", "Write the day with its year, like 2024-03-05."),
        ("today", "Write the day with its year, like 2024-03-05."),
        ("2024", "Write the day with its year, like 2024-03-05."),
        ("Mar-24", "Write the day with its year, like 2024-03-05."),
        ("24.3.7", "Write the year with four digits."),
        ("2024年3月", "Write the day with its year, like 2024-03-05."),
        ("2024-02-30", "There is no 30 February."),
        (dt.date(2030, 1, 1), "That day is still to come."),
    ],
)
def test_no_day_of_purchase_leaves_out_the_purchase_and_says_so(cell, reason):
    row = one(name="张三", sale_date=cell, price=5)
    assert (row.sale_day, row.piece, row.taken) == (None, None, True)
    assert reasons(row) == [f"{reason} The purchase is left out."]


def test_a_missing_day_of_purchase_is_reported():
    assert reasons(one(name="张三", price=5)) == ["The day of purchase is missing: the purchase is left out."]


@pytest.mark.parametrize(
    ("cell", "birthday"),
    [
        ("1990-05-06", PartialDate("solar", 5, 6, year=1990)),
        (dt.date(1990, 5, 6), PartialDate("solar", 5, 6, year=1990)),
        (32999.0, PartialDate("solar", 5, 6, year=1990)),
        ("900506", PartialDate("solar", 5, 6, year=1990)),
        ("06-May-90", PartialDate("solar", 5, 6, year=1990)),
        ("6-May", PartialDate("solar", 5, 6)),
        ("5月6日", PartialDate("solar", 5, 6)),
        (506.0, PartialDate("solar", 5, 6)),
        (dt.date(2024, 5, 6), PartialDate("solar", 5, 6)),
        (dt.date(1900, 5, 6), PartialDate("solar", 5, 6)),
        ("正月初八", PartialDate("lunar", 1, 8)),
        ("闰四月初一", PartialDate("lunar", 4, 1, leap=True)),
    ],
)
def test_a_birthday_however_it_stands(cell, birthday):
    assert [date.date for date in one(name="张三", birthday=cell).customer.dates] == [birthday]


@pytest.mark.parametrize("cell", ["8-15", "八月十五", 815, dt.date(2024, 8, 15), "08/15"])
def test_a_lunar_birthday_however_it_stands(cell):
    assert [date.date for date in one(name="张三", lunar_birthday=cell).customer.dates] == [PartialDate("lunar", 8, 15)]


def test_a_wedding_day():
    (date,) = one(name="张三", anniversary="2015-10-01").customer.dates
    assert (date.kind, date.date) == ("wedding", PartialDate("solar", 10, 1, year=2015))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        *[(cell, ["+8613812345678"]) for cell in (13812345678, 13812345678.0, "1.3812345678E+10", "+86 138-1234-5678")],
        ("138 1234 5678/13912345678", ["+8613812345678", "+8613912345678"]),
        ("１３８１２３４５６７８", ["+8613812345678"]),
    ],
)
def test_phones_however_they_stand(cell, numbers):
    row = one(name="张三", phone=cell)
    assert [phone.e164 for phone in row.customer.phones] == numbers
    assert row.problems == ()


def test_a_second_phone_column_adds_a_number_once():
    row = one(name="张三", phone="13812345678", phone2="13812345678 13912345678")
    assert [phone.e164 for phone in row.customer.phones] == ["+8613812345678", "+8613912345678"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.38E+10", "Excel has lost digits of this number; kept as typed."),
        ("12345", "This is no phone number; kept as typed, unverified."),
        ("问她妹妹", "This is no phone number; kept as typed, unverified."),
    ],
)
def test_what_is_no_phone_is_kept_and_reported(cell, reason):
    row = one(name="张三", phone=cell)
    assert [(phone.typed, phone.verified) for phone in row.customer.phones] == [(cell, False)]
    assert row.problems == (Problem(2, "手机", cell, reason),)


@pytest.mark.parametrize(
    ("cells", "sex", "honorific"),
    [
        ({"name": "张三", "sex": "男"}, "m", ""),
        ({"name": "张三", "sex": "先生"}, "m", "mr"),
        ({"name": "张三", "sex": "F"}, "f", ""),
        ({"name": "王女士"}, "f", "ms"),
        ({"name": "Mr Tan"}, "m", "mr"),
        ({"name": "王老师"}, "", "teacher"),
        ({"name": "王女士", "sex": "女"}, "f", "ms"),
        ({"name": "王老师", "sex": "女"}, "f", "teacher"),
        ({"name": "王女士", "sex": "男"}, "m", ""),
        ({"name": "张三"}, "", ""),
    ],
)
def test_sex_and_form_of_address(cells, sex, honorific):
    who = one(**cells).customer
    assert (who.sex, who.honorific) == (sex, honorific)
    assert who.name == cells["name"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王芳女士", "王芳"),
        ("欧阳娜娜 小姐", "欧阳娜娜"),
        ("欧阳女士", "欧阳女士"),
        ("Mr Tan Wei Ming", "Tan Wei Ming"),
        ("Mrs. Emily Carter", "Emily Carter"),
    ],
)
def test_a_form_of_address_behind_a_whole_name_is_no_part_of_it(said, name):
    who = one(name=said).customer
    assert who.name == name
    assert who.honorific


@pytest.mark.parametrize("name", ["李先生/王女士", "李先生和王女士", "李先生、王女士", "Mr & Mrs Tan"])
def test_the_name_of_a_couple_stays_whole_and_is_nobodys_form_of_address(name):
    who = one(name=name).customer
    assert (who.name, who.sex, who.honorific) == (name, "", "")


@pytest.mark.parametrize(
    ("said", "name", "remark"),
    [
        ("王芳(VIP)", "王芳", "VIP"),
        ("吴小姐（不要打电话）", "吴小姐", "不要打电话"),
        ("李娜【老客户】", "李娜", "老客户"),
        ("陈大文 (Peter)", "陈大文 (Peter)", ""),
        ("Tan Mei Ling (May)", "Tan Mei Ling (May)", ""),
    ],
)
def test_a_remark_behind_the_name_becomes_a_note(said, name, remark):
    who = one(name=said).customer
    assert (who.name, who.note) == (name, remark)


def test_a_form_of_address_that_the_sex_speaks_against_stays_where_it_stands():
    who = one(name="王芳女士", sex="男").customer
    assert (who.name, who.sex, who.honorific) == ("王芳女士", "m", "")


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        ("weight", "3钱", "This weight is in 钱: write how many grams it is."),
        ("weight", "1兩2錢", "This weight is in 两: write how many grams it is."),
        ("weight", -3.5, "It cannot be less than zero."),
        ("price", "面议", "Write a number, like 1280 or 1,280.50."),
        ("price", "1280.125", "Write at most 2 digits after the point."),
        ("ring", "大号", "Write a ring size, like 16.6, HK13, CN13 or US6."),
        ("metal", "unobtainium", "Not in the list of choices; left empty."),
        ("cert", 1.2345678901234567e18, "Excel has lost the last digits of this long number."),
        ("birthday", "13月5日", "There is no month 13."),
        ("sex", "?", "Not in the list of choices; left empty."),
    ],
)
def test_a_value_that_cannot_be_taken_is_left_out_and_reported(field, cell, reason):
    row = one(name="张三", sale_date="2024-03-05", style="R1", **{field: cell})
    assert row.taken and row.piece and row.piece.style == "R1"
    (problem,) = row.problems
    assert (problem.line, problem.header, problem.reason, problem.fatal) == (2, HEADERS[field][0], reason, False)
    assert problem.value


AN_ERROR = "This cell holds an error of the spreadsheet program ({})."
ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#n/a"]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_of_the_spreadsheet_program_is_no_value_and_is_reported(error):
    row = one(name=error, phone="13812345678", sale_date="2024-03-05", piece=error, price=error)
    assert (row.customer.name, row.taken, row.piece.name, row.piece.price) == ("13812345678", True, "", None)
    assert row.problems == tuple(
        Problem(2, header, error, AN_ERROR.format(error)) for header in ("姓名", "品名", "实付")
    )
    assert reasons(one(name="李", sale_date=error, piece="手镯")) == [
        f"{AN_ERROR.format(error)} The purchase is left out."
    ]
    nobody = one(name=error, phone=error)
    assert not nobody.taken and AN_ERROR.format(error) in reasons(nobody)


@pytest.mark.parametrize("word", ["NULL", "null", "N/A", "None", "nan", "NaN"])
def test_a_word_for_nothing_is_nothing(word):
    row = one(name="李", phone=word, address=word, sale_date=word, price=word)
    assert (row.customer.address, row.customer.phones, row.piece, row.problems) == ("", (), None, ())


def test_somebody_called_nan_is_a_customer():
    assert one(name="Nan", phone="13812345678").customer.name == "Nan"


def test_a_calculated_price_is_rounded_and_says_so_but_noise_is_not_worth_a_word():
    row = one(name="张三", sale_date="2024-03-05", price=1478.205, gold_price=460.1000000000001)
    assert row.piece and (row.piece.price, row.piece.gold_price) == (Decimal("1478.21"), Decimal("460.10"))
    assert reasons(row) == ["Rounded to 1478.21."]


def test_kind_metal_and_stone_are_found_in_the_name_of_the_piece():
    piece = one(name="张三", sale_date="2024-03-05", piece="足金999珍珠耳钉").piece
    assert piece and (piece.kind, piece.metal, piece.stone) == ("earrings", "au999", "pearl")


def test_a_phone_without_a_name_is_enough_but_neither_is_not():
    rows = taken("姓名 手机 备注", [None, 13812345678, None], [None, None, "没留电话"])
    assert [(row.customer.name, row.taken) for row in rows] == [("13812345678", True), ("", False)]
    assert rows[1].problems == (Problem(3, "姓名", "", "There is neither a name nor a phone number.", fatal=True),)


@pytest.mark.parametrize(
    "row",
    [
        [None, None, None],
        ["", "  ", None],
        ["合计", None, 5000],
        [None, "总计：", 5000],
        ["合 计", None, 5000],
        ["小计", None, None],
        ["Total", None, 5000],
        ["Grand Total:", None, 5000],
        ["Sum", None, 5000],
        ["SUM: 5,000.00", None, None],
        ["Sum of 12 sales", None, 5000],
        ["姓名", "手机", "实付"],
    ],
)
def test_blank_rows_totals_and_repeated_headings_are_no_customers(row):
    assert [r.customer.name for r in taken("姓名 手机 实付", row, ["张三", 13812345678, None])] == ["张三"]


@pytest.mark.parametrize("name", ["Sum Wing Yan", "SUM KA-WAI", "Sumitra Nair"])
def test_somebody_called_sum_is_a_customer(name):
    (row,) = taken("Name Phone Paid", [name, "+852 9123 4567", 5000])
    assert row.customer.name == name


def test_a_footnote_is_reported_not_taken():
    (row,) = taken("姓名 手机", ["注：以上为老店转来的客户", None])
    assert not row.taken
    assert reasons(row) == ["This does not look like a customer."]


def test_lines_are_numbered_as_the_spreadsheet_shows_them():
    rows = taken("姓名 手机", ["张三", None], [], ["李四", None])
    assert [row.line for row in rows] == [2, 4]


def test_a_name_merged_over_three_purchases_is_said_of_each_but_a_price_only_once():
    rows = taken(
        "姓名 手机 购买日期 实付",
        ["张三", 13812345678, "2024-03-05", 3000],
        [None, None, "2024-03-06", None],
        [None, None, "2024-03-07", 5],
        ["李四", None, "2024-03-08", 7],
        tall=((1, 3, 0), (1, 3, 1), (1, 2, 3)),
    )
    assert [row.customer.name for row in rows] == ["张三", "张三", "张三", "李四"]
    assert [len(row.customer.phones) for row in rows] == [1, 1, 1, 0]
    assert [row.piece.price if row.piece else None for row in rows] == [Decimal(3000), None, Decimal(5), Decimal(7)]


def test_hostile_text_is_cleaned():
    row = one(name="[/]\x1b[31m张\u202e三\x00", note="=1+1\nline two", sale_date="2024-03-05", engraving="a\x07b")
    assert row.customer.name == "[/][31m张三"
    assert row.customer.note == "=1+1\nline two"
    assert row.piece and row.piece.engraving == "ab"


cells = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789.-/年月日￥万g克正初闰农历E+ "),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
)


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, cells)))
def test_any_row_is_taken_or_reported(values):
    table = [[HEADERS[name][0] for name in FIELDS], list(values.values())]
    sheet = Sheet("list", 2, lambda: iter(table))
    mapping = find_columns(sheet, "CN", TODAY)
    for row in read_rows(sheet, mapping, TODAY, "CN"):
        assert row.customer.name or not row.taken
        assert all(problem.reason for problem in row.problems)


@given(
    st.lists(st.lists(cells | st.sampled_from(["", "合计", 1, 1.0, "1", 0, -0.0]), max_size=len(FIELDS)), max_size=4)
)
def test_rows_read_together_say_what_each_of_them_says_alone(rows):
    table = [[HEADERS[name][0] for name in FIELDS], *rows]
    mapping = find_columns(Sheet("list", 1, lambda: iter(table[:1])), "CN", TODAY)

    def read(*wanted: int) -> list[ImportRow]:
        shown = [row if at in wanted else [] for at, row in enumerate(table)]
        return list(read_rows(Sheet("list", len(table), lambda: iter(shown)), mapping, TODAY, "CN"))

    assert read(*range(len(table))) == [row for at in range(1, len(table)) for row in read(at)]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("石重(分)", 30, "carat", Decimal("0.30")),
        ("石重(分)", "33.5", "carat", Decimal("0.335")),
        ("石重(分)", "0.5ct", "carat", Decimal("0.50")),
        ("石重(克)", 0.06, "carat", Decimal("0.30")),
        ("金额(万元)", 1.2856, "price", Decimal(12856)),
        ("Weight(kg)", "0.05", "weight", Decimal(50)),
    ],
)
def test_figures_are_turned_into_the_units_of_a_shop(heading, cell, field, value):
    (row,) = taken(f"姓名 购买日期 {heading}", ["张三", "2024-03-05", cell])
    assert row.piece and (getattr(row.piece, field), row.problems) == (value, ())


def test_money_of_another_place_is_told_and_left_out():
    row = one(name="张三", sale_date="2024-03-05", price="HK$3,280")
    assert (row.piece and row.piece.price, reasons(row)) == (None, ["This is the money of another place; left out."])


@pytest.mark.parametrize("price", ["-8800", -8800.0, "(8,800.00)", "￥-8,800"])
def test_what_came_back_is_no_purchase(price):
    row = one(name="张三", sale_date="2024-03-05", piece="手镯", weight=12.3, price=price)
    assert (row.taken, row.piece) == (True, None)
    assert reasons(row) == ["Something that came back, or was refunded: it is no purchase, and left out."]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *[("数量", cell) for cell in (-1, -1.0, "-1", "−1", "(1)", 0, "-1件")],
        *[("状态", cell) for cell in ("退货", "已退货", "已退款", "全退", "作废", "已取消")],
        *[("Status", cell) for cell in ("Returned", "REFUNDED", "refund", "Cancelled", "void")],
        ("单据类型", "销售退货"),
    ],
)
def test_what_came_back_by_number_or_state_is_no_purchase(heading, cell):
    (row,) = taken(f"姓名 购买日期 品名 实付 {heading}", ["张三", "2024-03-05", "手镯", 8800, cell])
    assert (row.taken, row.piece) == (True, None)
    (problem,) = row.problems
    assert problem.header == heading
    assert problem.reason == "Something that came back, or was refunded: it is no purchase, and left out."


def test_what_came_back_by_all_signs_is_told_once():
    (row,) = taken("姓名 购买日期 品名 数量 实付 状态", ["张三", None, "手镯", -1, -8800, "已退货"])
    assert row.piece is None
    assert reasons(row) == ["Something that came back, or was refunded: it is no purchase, and left out."]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *[("数量", cell) for cell in (1, 1.0, "1", "１", "1件", "一对", "1 pc", None)],
        *[("状态", cell) for cell in ("已完成", "未退货", "不可退换", "paid", "not returned", "non-refundable", "1")],
    ],
)
def test_what_was_sold_and_kept_is_a_purchase(heading, cell):
    (row,) = taken(f"姓名 购买日期 品名 实付 {heading}", ["张三", "2024-03-05", "手镯", 8800, cell])
    assert row.piece and (row.piece.price, row.problems) == (Decimal(8800), ())


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        (
            "数量",
            3,
            "3 pieces in one row: they become one piece. Look whether the price is that of all of them.",
        ),
        ("数量", "若干", "This is no number of pieces; taken as one."),
        ("数量", 3.21, "This is no number of pieces; taken as one."),
        ("状态", "部分退款", "Part of it came back: look whether the price is right. It is taken as it stands."),
    ],
)
def test_several_pieces_in_a_row_are_told(heading, cell, reason):
    (row,) = taken(f"姓名 购买日期 品名 实付 {heading}", ["张三", "2024-03-05", "手镯", 300, cell])
    assert row.piece and row.piece.price == 300
    assert [(problem.header, problem.reason) for problem in row.problems] == [(heading, reason)]


def test_how_many_there_are_is_no_matter_where_nothing_was_bought():
    (row,) = taken("姓名 手机 数量", ["张三", "13812345678", 3])
    assert (row.piece, row.problems) == (None, ())


@pytest.mark.parametrize(
    "first",
    ["张晓红小计", "本日合计", "合计金额", "小计2笔", "共3笔", "平均", "2024-03-05 小计", "Average", "Total", "合  计"],
)
def test_sums_are_passed_over(first):
    assert taken("姓名 手机 购买日期 实付", [first, None, None, 8800]) == []


@pytest.mark.parametrize("name", ["2024-03-05", "2024年3月5日 星期二", "营业员：小陈", "日期: 2024-03-05"])
def test_the_heading_of_a_group_is_no_customer(name):
    (row,) = taken("姓名 手机 购买日期 实付", [name, None, None, 8800])
    assert not row.taken and reasons(row)[0] == "This does not look like a customer."


@pytest.mark.parametrize("name", ["散客", "零售客户", "Walk-in customer", "CASH"])
def test_nobody_by_name_is_no_customer(name):
    (row,) = taken("姓名 手机 购买日期 实付", [name, None, "2024-03-05", 8800])
    assert not row.taken and reasons(row) == ["There is neither a name nor a phone number."]
    (row,) = taken("姓名 手机", [name, "13812345678"])
    assert row.taken and row.customer.name == "13812345678"


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["3/5/2024", "3/25/2024", "12/31/2023"], [(2024, 3, 5), (2024, 3, 25), (2023, 12, 31)]),
        (["3/5/2024", "25/3/2024"], [(2024, 5, 3), (2024, 3, 25)]),
        (["3/5/2024", "5/3/2024"], [(2024, 5, 3), (2024, 3, 5)]),
    ],
)
def test_the_days_of_a_column_are_written_in_one_order(cells, days):
    rows = taken("姓名 购买日期 品名", *[["张三", cell, "ring"] for cell in cells])
    assert [row.sale_day for row in rows] == [dt.date(*day) for day in days]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_birthday_is_read_alike_in_either_language(language):
    from counter_tui import i18n

    i18n.set_language(language)
    assert [day.date for day in one(name="张三", birthday="5/6").customer.dates] == [PartialDate("solar", 5, 6)]


def test_what_is_too_long_is_told():
    row = one(name="张" * 61, phone="13812345678", sale_date="2024-03-05", piece="戒" * 201, cert="G1" * 31)
    assert row.piece and [len(text) for text in (row.customer.name, row.piece.name, row.piece.certificate)] == [
        60,
        200,
        60,
    ]
    assert reasons(row) == [f"Longer than {n} characters: the rest is left out." for n in (60, 200, 60)]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.23E+15", "Excel has lost the last digits of this long number."),
        ("有", "This is no number of a certificate; left out."),
    ],
)
def test_what_is_no_certificate_is_told(cell, reason):
    row = one(name="张三", sale_date="2024-03-05", piece="戒指", cert=cell)
    assert (row.piece and row.piece.certificate, reasons(row)) == ("", [reason])


def test_a_stone_as_heavy_as_a_fist_is_taken_and_told():
    row = one(name="张三", sale_date="2024-03-05", carat=50)
    assert row.piece and row.piece.carat == 50
    assert reasons(row) == ["That is a lot: look whether it is right. It is taken as it stands."]


def test_the_same_as_above():
    first, second = taken(
        "姓名 手机 购买日期 品名", ["张三", "13812345678", "2024-03-05", "戒指"], ["同上", "〃", "〃", "手镯"]
    )
    assert (second.customer, second.sale_day) == (first.customer, first.sale_day)
    assert taken("姓名 手机", ["同上", "13812345678"])[0].customer.name == "13812345678"


ANOTHER = "A table with other headings begins here: put it on a sheet of its own."
OF_ANOTHER = "It belongs to the table with other headings that begins in row {}."
NO_CUSTOMER = "This does not look like a customer."
REPAIRS = [
    ["维修登记"],
    ["维修日期", "姓名", "电话", "维修项目", "费用"],
    ["2024-05-01", "赵敏", "13800138006", "改圈", "100"],
]


def left_out(rows: list[ImportRow]) -> dict[int, list[str]]:
    return {row.line: reasons(row) for row in rows if not row.taken}


def test_a_table_with_other_headings_below_is_left_out_and_said():
    rows = taken("姓名 电话 日期 品名 金额", ["王芳", "13800138001", "2024-03-05", "戒指", 3000], [], *REPAIRS)
    assert [row.customer.name for row in rows if row.taken] == ["王芳"]
    assert left_out(rows) == {4: [NO_CUSTOMER], 5: [ANOTHER], 6: [OF_ANOTHER.format(5)]}
    assert [row.problems[0].value for row in rows[1:]] == ["维修登记", "维修日期", "2024-05-01"]


def test_a_table_with_other_headings_above_is_left_out_and_said():
    headings = ["姓名", "电话", "日期", "品名", "金额", "导购"]
    sold = ["王芳", "13800138001", "2024-03-05", "戒指", 3000, "小陈"]
    table = [*REPAIRS, ["销售登记"], headings, sold]
    sheet = Sheet("list", len(table), lambda: iter(table))
    rows = list(read_rows(sheet, find_columns(sheet, "CN", TODAY), TODAY, "CN"))
    assert [row.customer.name for row in rows if row.taken] == ["王芳"]
    assert left_out(rows) == {3: [OF_ANOTHER.format(2)], 4: [OF_ANOTHER.format(2)]}


def test_the_headings_of_each_month_go_on_with_the_table_and_its_title_is_no_customer():
    rows = taken(
        "日期 姓名 电话 金额",
        ["2024-01-05", "王芳", "13800138001", 3000],
        ["二月"],
        ["日期", "姓名", "手机", "实付"],
        ["2024-02-05", "李娜", "13800138002", 4000],
        [None, "周姐"],
        ["日期", "姓名", "手机", "实付"],
        ["2024-03-05", "赵敏", "13800138003", 4000],
    )
    assert [row.customer.name for row in rows if row.taken] == ["王芳", "李娜", "赵敏"]
    assert [row.line for row in rows if not row.taken] == [3, 6]


def test_a_name_alone_is_a_customer_where_no_heading_follows():
    rows = taken("姓名 电话 金额", ["王芳"], ["李娜", "13800138002", None], ["赵敏"])
    assert [(row.customer.name, row.taken) for row in rows] == [("王芳", True), ("李娜", True), ("赵敏", True)]


@pytest.mark.parametrize("title", ["退货登记", "二月", "2024年3月", "12月份", "2023年", "老客户名单", "Repairs"])
def test_a_title_alone_in_its_row_is_no_customer(title):
    rows = taken("姓名 电话 金额", [title], ["李娜", "13800138002", None])
    assert left_out(rows) == {2: [NO_CUSTOMER]}


@pytest.mark.parametrize("phone", ["赵敏", "13800138006"])
def test_a_day_for_a_name_is_no_customer(phone):
    (row,) = taken("姓名 电话 金额", [dt.date(2024, 5, 1), phone, 100])
    assert not row.taken and NO_CUSTOMER in reasons(row)


@pytest.mark.parametrize("cell", ["1924-03-05", dt.date(1979, 12, 31)])
def test_a_purchase_of_long_ago_is_taken_and_told(cell):
    row = one(name="张三", sale_date=cell, price=5)
    assert row.piece and row.sale_day and row.sale_day.year < 1980
    assert reasons(row) == ["That is long ago: look whether the year is right. It is taken as it stands."]
    assert one(name="张三", sale_date="1980-01-01", price=5).problems == ()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        *[
            (cell, (1974, 11, 29))
            for cell in ("63/11/29", "63.11.29", "063/11/29", "民國63年11月29日", 631129, "0631129")
        ],
        *[
            (cell, (1979, 1, 18))
            for cell in ("68年1月18日", "民國六十八年一月十八日", "中華民國68年01月18日", "1979-01-18")
        ],
        *[(cell, (2024, 3, 5)) for cell in ("113/3/5", "113.03.05", "1130305", 1130305, "2024/3/5", "5-Mar-24")],
        *[(cell, (2024, 3, 5)) for cell in ("民國113/3/5", "民國113.3.5", dt.date(2024, 3, 5), 45356)],
        ("民國元年1月1日", (1912, 1, 1)),
    ],
)
def test_in_taiwan_a_short_year_is_one_of_the_republic(cell, day):
    (row,) = taken("姓名 生日 購買日期 實付", ["陳大文", cell, cell, 5], region="TW")
    assert row.sale_day == dt.date(*day)
    birthday = [date.date for date in row.customer.dates]
    made_up = isinstance(cell, dt.date | int) and day[0] > TODAY.year - 10  # Excel's own year
    assert made_up or birthday == [PartialDate("solar", *day[1:], year=day[0])]


@pytest.mark.parametrize("cell", ["05/03/88", "12/3/24", "24.3.88", "240305"])
def test_in_taiwan_a_year_that_may_be_either_is_refused(cell):
    (row,) = taken("姓名 購買日期 實付", ["陳大文", cell, 5], region="TW")
    assert reasons(row) == ["Write the year with four digits. The purchase is left out."]


def test_a_year_of_the_republic_is_read_anywhere_where_it_says_so_and_nowhere_else():
    assert one(name="陳大文", sale_date="民國113年3月5日", price=5).sale_day == dt.date(2024, 3, 5)
    assert [day.date.year for day in one(name="张三", birthday="63/11/29").customer.dates] == [1963]
    (row,) = taken("姓名 農曆生日", ["陳大文", "民國68年正月初八"], region="TW")
    assert [day.date for day in row.customer.dates] == [PartialDate("lunar", 1, 8, year=1979)]


@pytest.mark.parametrize(
    ("headings", "parts", "name"),
    [
        ("姓 名 电话", ["王", "芳"], "王芳"),
        ("名 姓 电话", ["芳", "王"], "王芳"),
        ("First_Name Last_Name Mobile", ["Peter", "Tan"], "Peter Tan"),
        ("Surname Given_name Mobile", ["Tan", "Wei Ming"], "Tan Wei Ming"),
        ("First_Name Last_Name Mobile", ["Peter", None], "Peter"),
        ("姓 名 电话", ["王", None], "王"),
        ("姓 名 电话", [None, None], "13800138001"),
        ("姓 名 姓名 电话", ["王", "芳", "王小芳"], "王小芳"),
    ],
)
def test_a_name_in_two_columns_is_put_together(headings, parts, name):
    (row,) = taken(headings, [*parts, "13800138001"])
    assert (row.customer.name, row.problems) == (name, ())
