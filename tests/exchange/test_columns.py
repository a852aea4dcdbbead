"""What the columns of a shop's list are taken for."""

import datetime as dt

import pytest

from counter_tui.exchange.columns import Mapping, find_columns
from counter_tui.exchange.headers import HEADERS, LABELS, OWN_NUMBERS
from counter_tui.exchange.sheets import Row, Sheet
from counter_tui.exchange.tables import tables_beside

TODAY = dt.date(2026, 11, 21)


def mapped(*rows: Row) -> Mapping:
    return find_columns(Sheet("list", len(rows), lambda: iter(rows)), "CN", TODAY)


def fields(mapping: Mapping) -> dict[str, str | None]:
    return {column.header: column.field for column in mapping.columns}


def test_headings_below_a_title_and_a_note():
    mapping = mapped(
        ["福缘珠宝行老客户台账", None, None], ["制表：小陈", None, None], [], ["姓名", "手机", "实付"], ["张三", 138, 5]
    )
    assert mapping.header_row == 4
    assert fields(mapping) == {"姓名": "name", "手机": "phone", "实付": "price"}
    assert mapping.questions == ()
    assert mapping.usable


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *[(heading, "name") for heading in ("姓名", "客户姓名", "顧客", "Name", "CUSTOMER NAME", "姓 名", "*姓名")],
        *[(heading, "phone") for heading in ("手机", "电话", "联系方式", "手機號碼", "Mobile", "Mobile No.", "Ｔｅｌ")],
        *[(heading, "birthday") for heading in ("生日", "出生日期", "Date of Birth", "DOB")],
        *[(heading, "lunar_birthday") for heading in ("农历生日", "農曆生日", "生日（农历）", "Lunar birthday")],
        *[(heading, "sale_date") for heading in ("购买日期", "購買日期", "日期", "Purchase Date")],
        *[(heading, "weight") for heading in ("克重", "重量(克)", "重量（g）", "Weight (g)", "金重")],
        *[(heading, "price") for heading in ("金额", "实付", "實付金額", "Amount Paid", "售价(元)")],
        *[(heading, "cert") for heading in ("证书号", "證書編號", "Cert No.")],
        *[(heading, "ring") for heading in ("手寸", "圈口", "Ring Size")],
        *[(heading, "clerk") for heading in ("导购", "營業員", "Served by")],
        *[(heading, "note") for heading in ("备注", "備註", "Remarks")],
        *[(heading, "metal") for heading in ("成色", "材质", "Metal")],
        *[(heading, "lab") for heading in ("检测机构", "证书机构", "Laboratory", "Certificate lab")],
        ("款号", "style"),
        ("品名", "piece"),
    ],
)
def test_a_column_is_known_by_its_many_names(heading, field):
    mapping = mapped([heading, "地址", "微信"], ["x", "y", "z"])
    (column,) = [column for column in mapping.columns if column.index == 0]
    assert (column.field, column.sure) == (field, True)


def test_the_better_name_takes_the_field_and_the_other_is_asked_about():
    mapping = mapped(["姓名", "金额", "实付"], ["张三", 1300, 1280])
    assert fields(mapping) == {"姓名": "name", "金额": None, "实付": "price"}
    assert [column.header for column in mapping.questions] == ["金额"]


def test_two_phone_columns_are_first_and_second_phone():
    assert fields(mapped(["姓名", "手机", "电话"], ["张三", 1, 2])) == {
        "姓名": "name",
        "手机": "phone",
        "电话": "phone2",
    }


def test_a_name_only_like_a_known_one_is_asked_about():
    mapping = mapped(["姓名", "本人手机号", "来源"], ["张三", 13812345678, "路过"])
    assert fields(mapping) == {"姓名": "name", "本人手机号": "phone", "来源": None}
    assert [(column.header, column.examples) for column in mapping.questions] == [
        ("本人手机号", ("13812345678",)),
        ("来源", ("路过",)),
    ]


def test_a_column_without_a_name_is_guessed_from_its_values():
    mapping = mapped(["姓名", None, "地址", None], *[["张三", 13812345678.0, "x", "2024-3-5"]] * 3)
    assert [(column.field, column.sure) for column in mapping.columns] == [
        ("name", True),
        ("phone", False),
        ("address", True),
        ("sale_date", False),
    ]


def test_a_list_without_headings():
    mapping = mapped(*[["张三", "138 1234 5678", dt.date(2024, 3, 5)]] * 5)
    assert mapping.header_row == 0
    assert [column.field for column in mapping.columns] == [None, "phone", "sale_date"]
    assert mapping.usable
    assert len(mapping.questions) == 3


def test_numbers_of_rows_are_of_no_use_those_of_pieces_are_and_nobody_is_asked():
    mapping = mapped(["序号", "姓名", "件数", "手机"], [1, "张三", 1, 13812345678])
    assert (fields(mapping)["序号"], fields(mapping)["件数"]) == (None, "quantity")
    assert mapping.questions == ()


def test_the_total_of_several_pieces_is_what_was_paid():
    mapping = mapped(["Name", "Price", "Qty", "Total"], ["Tan", 100, 3, 300])
    assert fields(mapping) == {"Name": "name", "Price": None, "Qty": "quantity", "Total": "price"}


def test_an_answer_settles_a_column():
    mapping = mapped(["姓名", "金额", "实付", "来源"], ["张三", 1300, 1280, "路过"])
    settled = mapping.answered(1, "price").answered(3, None)
    assert fields(settled) == {"姓名": "name", "金额": "price", "实付": None, "来源": None}
    assert settled.questions == ()


def test_a_list_of_neither_names_nor_phones_is_of_no_use():
    assert not mapped(["款号", "克重"], ["R1", 3.2]).usable
    assert mapped() == Mapping(0, ())


def test_every_field_has_a_name_to_show_and_no_name_means_two_fields():
    assert [*HEADERS, *OWN_NUMBERS] == list(LABELS)
    names = [name for known in HEADERS.values() for name in known]
    assert len(names) == len(set(names))


def test_the_end_of_a_name_says_what_the_column_is():
    headings = ["编号", "客户电话", "客户生日", "客户地址", "销售时间", "销售单号", "货品克重", "Customer Email"]
    mapping = mapped(headings, [1, "13812345678", "1960-05-01", "x", "2024-03-01", "S1", 3.2, "a@b"])
    assert list(fields(mapping).values()) == [
        None, "phone", "birthday", "address", "sale_date", "invoice", "weight", "email",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "配偶电话",
            "介绍人电话",
            "老公生日",
            "孩子生日",
            "Spouse phone",
            "登记日期",
            "会员日期",
            "下次回访日期",
            "添加时间",
        ),
        *("累计消费金额", "标价", "成本价", "主石颗数", "证书类型", "Last visit", "Date joined"),
    ],
)
def test_other_peoples_numbers_other_days_and_other_sums_are_asked_about(heading):
    mapping = mapped(["姓名", "手机", heading], *[["张三", "13812345678", "2024-03-05"]] * 5)
    assert fields(mapping)[heading] is None


def test_days_below_a_birthday_that_stands_there_already_are_no_purchases():
    rows = [["张三", "1990-05-06", "1990-05-06"]] * 5
    assert list(fields(mapped(["姓名", "生日", "身份证生日"], *rows)).values()) == ["name", "birthday", None]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *[(heading, "weight") for heading in ("金重(克)", "Weight (kg)")],
        *[(heading, "carat") for heading in ("石重(分)", "石重（克）", "Stone weight (ct)")],
        *[(heading, "price") for heading in ("金额(万元)", "金额(元)", "Amount (RMB)")],
        *[(heading, None) for heading in ("金重(钱)", "Weight (tael)", "工费(元/克)", "Amount (USD)", "金额(HKD)")],
        ("金价(元/克)", "gold_price"),
    ],
)
def test_figures_in_a_unit_that_cannot_be_made_ours_are_asked_about(heading, field):
    mapping = mapped(["姓名", "手机", heading], ["张三", "13812345678", 3.5])
    assert fields(mapping)[heading] == field


def test_names_over_two_rows():
    mapping = mapped(
        ["门店销售明细", None, None, None, None],
        ["序号", "顾客信息", None, "销售日期", "金额"],
        [None, "姓名", "手机", None, None],
        [1, "张三", "13812345678", "2024-03-05", 1280],
    )
    assert (mapping.header_row, list(fields(mapping).values())) == (3, [None, "name", "phone", "sale_date", "price"])


SOLD = ["姓名", "电话", "日期", "金额"]
FANG, MIN = ["王芳", "13800138001", "2024-03-05", 3000], ["赵敏", "13800138006", "2024-03-07", 8000]


@pytest.mark.parametrize("between", [[], [None]])
def test_tables_beside_one_another_are_read_each_by_itself(between):
    rows = [["台账"], [*SOLD, *between, *SOLD], [*FANG, *between, *MIN]]
    tables = tables_beside(Sheet("2024", 3, lambda: iter(rows), ((2, 3, 0), (2, 3, 4 + len(between)))))
    assert [table.name for table in tables] == (
        ["2024 (A–E)", "2024 (F–I)"] if between else ["2024 (A–D)", "2024 (E–H)"]
    )
    assert [list(table.rows())[2][-4:] for table in tables][1] == MIN
    for table in tables:
        mapping = find_columns(table, "CN", TODAY)
        assert [column.field for column in mapping.columns] == ["name", "phone", "sale_date", "price"]
        assert mapping.questions == ()
        assert [at for _first, _last, at in table.tall] == [mapping.columns[0].index]


def test_the_name_and_number_of_somebody_else_are_no_table_and_no_second_phone():
    headings = ["姓名", "电话", "姓名", "电话", "日期", "金额"]
    sheet = Sheet("list", 2, lambda: iter([headings, [*FANG[:2], *MIN]]))
    assert tables_beside(sheet) == [sheet]
    mapping = find_columns(sheet, "CN", TODAY)
    assert [column.field for column in mapping.columns] == ["name", "phone", None, None, "sale_date", "price"]
    assert [column.index for column in mapping.questions] == [2, 3]
    sheet = Sheet("list", 2, lambda: iter([headings[:4], [*FANG[:2], *MIN[:2]]]))
    assert tables_beside(sheet) == [sheet]


def test_two_phone_columns_of_one_name_are_first_and_second_phone():
    mapping = mapped(["姓名", "电话", "电话"], ["张三", 1, 2])
    assert [column.field for column in mapping.columns] == ["name", "phone", "phone2"]


@pytest.mark.parametrize(
    ("above", "below", "wanted"),
    [
        (["重量", "价格", None], ["(克)", "金价", "实收"], ["weight", "gold_price", "price"]),
        (["价格", None], ["原价", "实收"], [None, "price"]),
        (["石重", "价格"], ["(分)", None], ["carat", "price"]),
        (["电话", None, "金额"], ["手机", "座机", None], ["phone", "phone2", "price"]),
    ],
)
def test_of_a_heading_and_the_one_below_it_the_lower_counts(above, below, wanted):
    data = ["王芳", "13800138001", *["30"] * len(above)]
    mapping = mapped(["姓名", "备注", *above], [None, None, *below], data)
    assert (mapping.header_row, [column.field for column in mapping.columns]) == (2, ["name", "note", *wanted])


@pytest.mark.parametrize(
    "row",
    [
        [None, None, None, "Ring", None],
        ["Tan", None, "2024-03-05", "Ring", None],
        [None, "91234567", None, "Ring", None],
    ],
)
def test_a_purchase_below_the_headings_is_no_heading(row):
    assert mapped(["Name", "Phone", "Date", "Item", None], row).header_row == 1
    assert mapped(["Name", "Phone", "Date", "Item", "Price"], row).header_row == 1


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (["姓名", "WhatsApp", "手提電話 Mobile"], ["name", "phone2", "phone"]),
        (["姓名", "WhatsApp", "电话"], ["name", "phone2", "phone"]),
        (["姓名", "WhatsApp"], ["name", "phone"]),
        (["WhatsApp", "金额"], ["phone", "price"]),
        (["姓名", "手提電話", "WhatsApp No."], ["name", "phone", "phone2"]),
    ],
)
def test_a_whatsapp_number_is_the_second_beside_a_phone(headings, wanted):
    mapping = mapped(headings, ["1", "91234567", "61234567"][: len(headings)])
    assert [column.field for column in mapping.columns] == wanted
    assert mapping.usable


def test_a_name_in_two_columns_is_known_by_both():
    for headings in (["姓", "名", "电话"], ["Last Name", "First Name", "Mobile"], ["Surname", "Given name", "Tel"]):
        mapping = mapped(headings, ["王", "芳", "13800138001"])
        assert [(column.field, column.sure) for column in mapping.columns] == [
            ("surname", True),
            ("given", True),
            ("phone", True),
        ]
    assert mapped(["姓", "名"], ["王", "芳"]).usable
    assert fields(mapped(["姓名", "电话", "款名"], ["王芳", 1, "星光"]))["款名"] is None


def test_a_column_called_member_has_the_name():
    assert fields(mapped(["会员", "电话"], ["王芳", 1])) == {"会员": "name", "电话": "phone"}
    assert fields(mapped(["电话", "日期", "是否会员"], [1, "2024-03-05", "是"]))["是否会员"] is None
