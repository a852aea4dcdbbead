"""What a shop's file is, however it was saved."""

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from counter_tui.exchange import sheets
from counter_tui.exchange.delimited import Lines, split
from counter_tui.exchange.faulty_cells import UNCALCULATED
from counter_tui.exchange.sheets import SheetError, read_sheets
from counter_tui.i18n import set_language

SIMPLIFIED = [["姓名", "手机", "购买日期", "金额"], ["张晓红", "13812345678", "2024年3月5日", "￥1,280.00"]]
TRADITIONAL = [["顧客", "手機", "購買日期", "金額"], ["陳麗華", "91234567", "2024年3月5日", "HK$1,280.00"]]
WEB = "This is a web page, not a spreadsheet. Open it and save it as .xlsx first."
ANY = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]


def text_file(path: Path, rows: list[list[str]], encoding: str, delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def rows_of(path: Path) -> list[list[object]]:
    (sheet,) = read_sheets(path)
    return list(sheet.rows())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("rows", "encoding"),
    [*((SIMPLIFIED, encoding) for encoding in ANY), *((TRADITIONAL, encoding) for encoding in [*ANY, "big5"])],
)
def test_text_is_read_in_whatever_encoding_it_was_saved(tmp_path, rows, encoding, delimiter):
    assert rows_of(text_file(tmp_path / "list.csv", rows, encoding, delimiter)) == rows


names = st.text(
    st.sampled_from("王李张陈刘赵黄周吴徐孙马朱胡林郭何高晓红丽建国美玲婷志强雪梅欣怡海燕文静秀英"),
    min_size=2,
    max_size=3,
)
people = st.lists(st.tuples(names, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)), min_size=1, max_size=30)


@given(people, st.sampled_from(ANY), st.sampled_from(",;\t|"))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_names_survive_every_encoding(tmp_path, crowd, encoding, delimiter):
    rows = [["姓名", "手机"], *(list(person) for person in crowd)]
    assert rows_of(text_file(tmp_path / "list.csv", rows, encoding, delimiter)) == rows


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("张晓红,人民路十二号,老顾客介绍,下次来看看手镯", "gb18030"),
        ("陳美玲,台中市,手鐲,送禮", "big5"),
        ("陳美玲,台中市,手鐲,送禮", "gb18030"),
    ],
)
def test_everyday_characters_tell_the_encoding_where_headings_do_not(tmp_path, line, encoding):
    assert rows_of(text_file(tmp_path / "list.csv", [line.split(",")] * 3, encoding)) == [line.split(",")] * 3


def test_a_title_and_an_empty_line_keep_their_place(tmp_path):
    path = text_file(tmp_path / "list.csv", [["老客户"], [], *SIMPLIFIED], "gb18030", ";")
    assert rows_of(path) == [["老客户"], [], *SIMPLIFIED]


def test_a_line_break_inside_quotes_stays_in_its_cell(tmp_path):
    rows = [["name", "note"], ["Tan", "first line\nsecond line"]]
    assert rows_of(text_file(tmp_path / "list.csv", rows, "utf-8")) == rows


STRAY = {
    "to the end of the file": (['王,1,"戒指,100'], [["王", "1", '"戒指', "100"]]),
    "to the next cell in quotes": (
        ['王,1,"戒指,100', '李,2,"手镯, 素",3'],
        [["王", "1", '"戒指', "100"], ["李", "2", "手镯, 素", "3"]],
    ),
    "to an inch of another row": (
        ['王,1,"戒指,100', '李,2,3.5",3'],
        [["王", "1", '"戒指', "100"], ["李", "2", '3.5"', "3"]],
    ),
    "below a note of two lines": (
        ['王,"一\n二","戒指,100', '李,"他说""好""\n三",手镯,3'],
        [["王", "一\n二", '"戒指', "100"], ["李", '他说"好"\n三', "手镯", "3"]],
    ),
    "within its own row": (['王,"戒指,100,"人民路'], [["王", '"戒指', "100", '"人民路']]),
}


@pytest.mark.parametrize("case", STRAY)
@pytest.mark.parametrize("many", [3, 5000])
def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path, case, many):
    lines, rows = STRAY[case]
    good = [[f"陈{n}", "3", "项链", "5"] for n in range(many)]
    text = "\n".join(
        ["姓名,手机,品名,实付", *(",".join(row) for row in good), *lines, *(",".join(row) for row in good)]
    )
    (tmp_path / "list.csv").write_text(text, "utf-8", newline="")
    assert rows_of(tmp_path / "list.csv") == [["姓名", "手机", "品名", "实付"], *good, *rows, *good]


texts = st.text(st.sampled_from('王a",;\n\r 。'), max_size=6)


@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from([",", ";"]))
def test_whatever_is_quoted_as_it_should_be_comes_back(rows, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert list(split(Lines(io.StringIO(out.getvalue(), newline="")), delimiter)) == rows


def test_a_workbook_gives_its_cells_as_they_are(tmp_path):
    book = Workbook()
    book.active.append(["标题"])
    book.active.merge_cells("A1:C1")
    book.active.append(["李", 13812345678, dt.date(2024, 3, 5)])
    book.active.append([None, 12.5, "x"])
    book.active.merge_cells("A2:A3")
    book.create_sheet("空")
    book.save(tmp_path / "book.xlsx")
    (sheet,) = read_sheets(tmp_path / "book.xlsx")
    expected = [["标题", None, None], ["李", 13812345678, dt.date(2024, 3, 5)], [None, 12.5, "x"]]
    assert list(sheet.rows()) == list(sheet.rows()) == expected
    assert (sheet.length, sheet.tall) == (3, ((1, 2, 0),))


def test_errors_and_formulas_without_a_result_are_told_from_empty_cells(tmp_path):
    errors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"]
    book = Workbook()
    book.create_sheet("价 & 格")
    for sheet in book:
        sheet.append(["姓名", "实付", *[""] * 29, "row>"])
        for error in errors:
            sheet.append([error, "=1+1", None, sheet.title])
            sheet.append([])
    book.save(tmp_path / "book.xlsx")
    for sheet in read_sheets(tmp_path / "book.xlsx"):
        for _again in range(2):
            rows = [row[:4] for row in sheet.rows()]
            assert rows[1::2] == [[error, UNCALCULATED, None, sheet.name] for error in errors]


def test_what_a_formula_came_to_is_its_value_even_if_it_came_to_nothing(tmp_path):
    book = Workbook()
    book.active.append(["姓名", "实付", "=A1&1", "=IF(1,2)"])
    book.save(tmp_path / "book.xlsx")
    results = {
        rb'<c r="C1"><f>[^/]*</f><v ?/?>(</v>)?</c>': b'<c r="C1" t="str"><f>""</f><v></v></c>',
        rb'<c r="D1"><f>[^/]*</f><v ?/?>(</v>)?</c>': b'<c r="D1"><f>IF(1,2)</f><v>2</v></c>',
    }
    with zipfile.ZipFile(tmp_path / "book.xlsx") as old, zipfile.ZipFile(tmp_path / "new.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in results.items():
                content, found = re.subn(before, after, content)
                assert found == (name == "xl/worksheets/sheet1.xml")
            new.writestr(name, content)
    assert rows_of(tmp_path / "new.xlsx") == [["姓名", "实付", None, 2]]


def test_an_old_workbook_is_read_too(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(1, 0, "Name")
    sheet.write(1, 1, 45356)
    book.save(str(tmp_path / "book.xls"))
    assert rows_of(tmp_path / "book.xls") == [[None, None], ["Name", 45356]]


def test_what_a_file_is_shows_inside_it_not_in_its_name(tmp_path):
    assert rows_of(text_file(tmp_path / "export.xls", SIMPLIFIED, "gb18030", "\t")) == SIMPLIFIED


def workbook(kind: str) -> bytes:
    """A workbook that says 姓名."""
    file = io.BytesIO()
    if kind == "xlsx":
        book = Workbook()
        book.active.append(["姓名"])
        book.save(file)
    elif kind == "xls":
        old = xlwt.Workbook()
        old.add_sheet("a").write(0, 0, "姓名")
        old.save(file)
    else:
        names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
        spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in names.items())
        cell = '<table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell>'
        table = f'<table:table table:name="a"><table:table-row>{cell}</table:table-row></table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            packed.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='urn:m'/>")
            packed.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
    return file.getvalue()


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".xlsb", ".csv", ""])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_comes_in_whatever_its_name_ends_with(tmp_path, kind, ending):
    path = tmp_path / f"list{ending}"
    path.write_bytes(workbook(kind))
    assert rows_of(path) == [["姓名"]]


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ""])
def test_a_password_is_told_whatever_the_name_ends_with(tmp_path, ending):
    named = "Workbook".encode("utf-16-le")
    path = tmp_path / f"list{ending}"
    path.write_bytes(
        workbook("xls").replace(named.ljust(64, b"\0"), "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0"))
    )
    with pytest.raises(SheetError, match="has a password"):
        read_sheets(path)


@pytest.mark.parametrize("before", [0, 3000, 60_000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("broken", [b"\xff", b"\0"])
def test_a_line_that_can_not_be_read_is_named(tmp_path, encoding, broken, before):
    first, line = (
        "姓名,手机,地址\n".encode(encoding),
        "张晓红,13812345678,人民路十二号\n".encode(encoding.removesuffix("-sig")),
    )
    path = tmp_path / "list.csv"
    path.write_bytes(first + line * before + line[:-8] + broken + b"," + line[-7:] + line * 3)
    with pytest.raises(SheetError, match=f"^Line {before + 2} of the file can't be read: mend it there"):
        read_sheets(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n,,\r\n", "The file is empty."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\xff\xfe", "The file is empty."),
        (b"PK\x03\x04 torn", "The file is damaged or is no spreadsheet."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"torn" * 300, "The file is damaged or is no spreadsheet."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80", "The file is damaged or is no spreadsheet."),
        (b"\xff\xfe\x00\xd8a\x00", "The file is damaged or is no spreadsheet."),
        (b"\x01\x02\x03\x04", "The file is damaged or is no spreadsheet."),
        (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>", "The file is damaged or is no spreadsheet."),
        (b"{\\rtf1\\ansi Dear mother}", "The file is damaged or is no spreadsheet."),
        (b"\xef\xbb\xbf<html><table>", WEB),
        (b"<style>td {mso-number-format:'@'}</style><table><tr><td>a, b", WEB),
        (b"<!-- made by the till --><table><tr><td>a, b", WEB),
        ("\n<HTML><table>".encode("utf-16"), WEB),
        ("<table><tr>".encode("utf-16-be"), WEB),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path, content, sentence):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetError) as refusal:
        read_sheets(path)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("path", "language", "sentence"),
    [
        ("none.csv", "en", "The file can't be read: No such file or folder."),
        ("none.csv", "zh_CN", "文件无法读取：没有这个文件或文件夹。"),
        ("folder", "zh_CN", "文件无法读取：这是文件夹，不是文件。"),
        ("file/list.csv", "zh_CN", "文件无法读取：该是文件夹的地方是一个文件。"),
    ],
)
def test_why_a_file_can_not_be_read_is_said_in_the_clerks_language(tmp_path, path, language, sentence):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    set_language(language)
    with pytest.raises(SheetError) as refusal:
        read_sheets(tmp_path / path)
    assert str(refusal.value) == sentence


def test_too_big_is_refused(tmp_path, monkeypatch):
    path = text_file(tmp_path / "list.csv", SIMPLIFIED * 3, "utf-8")
    monkeypatch.setattr(sheets, "MOST_TEXT_ROWS", 4)
    with pytest.raises(SheetError, match="more than 4 rows"):
        read_sheets(path)
    monkeypatch.setattr(sheets, "MOST_TEXT_BYTES", 100)
    with pytest.raises(SheetError, match="too big"):
        read_sheets(path)


def test_a_workbook_too_long_for_the_memory_may_come_as_text(tmp_path, monkeypatch):
    book = Workbook()
    for row in SIMPLIFIED * 3:
        book.active.append(row)
    book.save(tmp_path / "book.xlsx")
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    with pytest.raises(SheetError, match=r"more than 4 rows\. Open it and save it as CSV first: .* up to 1,048,576\."):
        read_sheets(tmp_path / "book.xlsx")
    assert len(rows_of(text_file(tmp_path / "list.csv", SIMPLIFIED * 3, "utf-8"))) == 6
    monkeypatch.setattr(sheets, "MOST_BYTES", 100)
    with pytest.raises(SheetError, match="too big"):
        read_sheets(tmp_path / "book.xlsx")


def test_a_workbook_that_unpacks_to_far_too_much_is_not_unpacked(tmp_path, monkeypatch):
    Workbook().save(tmp_path / "book.xlsx")
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100)
    with pytest.raises(SheetError, match="too big"):
        read_sheets(tmp_path / "book.xlsx")


def test_a_cell_too_long_for_any_sheet_is_refused_while_reading(tmp_path):
    path = text_file(tmp_path / "list.csv", [["姓名", "备注"], ["张", "x" * 200_000]], "utf-8")
    (sheet,) = read_sheets(path)
    with pytest.raises(SheetError, match="damaged"):
        list(sheet.rows())


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    try:
        for sheet in read_sheets(path):
            list(sheet.rows())
    except SheetError as refusal:
        assert str(refusal)
