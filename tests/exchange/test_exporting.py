"""The shop's customers as a spreadsheet: all comes back through the import, and nothing is left half done (A7)."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import os
import stat
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from openpyxl import load_workbook
from peewee import PeeweeException

from counter_tui import clock
from counter_tui.exchange import exporting, listing, sheet_files
from counter_tui.exchange.exporting import Exported, ExportError, export_customers, exported_words, suggested
from counter_tui.exchange.faulty_cells import ERRORS, UNCALCULATED
from counter_tui.exchange.fields import NO_NUMBER, NOBODY, NOTHING
from counter_tui.exchange.headers import OWN_NUMBERS
from counter_tui.exchange.importing import Cancelled, open_source, read_source, take_in
from counter_tui.exchange.listing import FIELDS
from counter_tui.exchange.no_customers import is_a_day, is_sum, refusal
from counter_tui.exchange.persons import name_key
from counter_tui.i18n import LANGUAGES, in_each_language, set_language
from counter_tui.models import TABLES, AuditEntry, Clerk, Consent, Customer, ImportantDate, Phone, Piece, Sale, db
from counter_tui.models.snapshot import snapshot
from counter_tui.shop.entry.choices import HONORIFICS, KINDS, LABS, METALS, STONES
from counter_tui.shop.entry.dates import PartialDate
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.sales import PieceEntry
from counter_tui.text import cell_text, clean, from_cell

ENDINGS = pytest.mark.parametrize("ending", [".csv", ".xlsx"])
DAY = dt.date(2024, 3, 5)


@dataclass(frozen=True)
class Someone:
    """A customer as the tests write one; purchases are (day, invoice, sold by Mei, pieces)."""

    name: str
    phones: tuple[str, ...] = ()
    dates: tuple[tuple[str, PartialDate], ...] = ()
    bought: tuple[tuple[dt.date, str, bool, tuple[PieceEntry, ...]], ...] = ()
    lines: dict[str, str] = field(default_factory=dict)
    offers: bool | None = None


def file(*people: Someone) -> None:
    """Write customers straight into the records, as forms would have them."""
    mei = Clerk.get_or_none() or Clerk.create(name="Mei Lin")
    for number, one in enumerate(people, 1):
        row = Customer.create(number=number, name=one.name, first_visit=DAY, **one.lines)
        if one.offers is not None:
            Consent.create(customer=row, purpose="promotion", channel="any", granted=one.offers)
        for at, typed in enumerate(one.phones):
            phone = read_phone(typed, "CN")
            kept = {"typed": phone.typed, "e164": phone.e164, "kind": phone.kind, "verified": phone.verified}
            Phone.create(customer=row, position=at, **kept)
        for kind, date in one.dates:
            ImportantDate.create(customer=row, kind=kind, **vars(date))
        for n, (day, invoice, by_mei, pieces) in enumerate(one.bought, 1):
            sale = Sale.create(
                number=number * 100 + n,
                customer=row,
                day=day,
                invoice=invoice,
                clerk=mei if by_mei else None,
                gift=(day.day + len(invoice)) % 2 == 1,
            )
            for at, piece in enumerate(pieces):
                Piece.create(sale=sale, position=at, **vars(piece))


def on_file() -> list[tuple[Any, ...]]:
    """All the records hold of each customer that a list can say."""
    kept = ("name", "sex", "honorific", "wechat", "email", "address", "route", "occupation", "note")
    kept += ("allergies", "best_hours")
    return sorted(
        (
            *(getattr(who, name) for name in kept),
            [(p.typed, p.e164, p.kind, p.verified) for p in who.phones.order_by(Phone.position)],
            [(c.purpose, c.channel, c.granted, c.at) for c in who.consents],
            sorted((d.kind, d.calendar, d.month, d.day, d.leap, d.year or 0) for d in who.dates),
            sorted(
                (
                    sale.day,
                    sale.invoice,
                    _sold_by(sale),
                    sale.gift,
                    *(repr(getattr(piece, name)) for name in vars(PieceEntry())),
                )
                for sale in who.sales
                for piece in sale.pieces
            ),
        )
        for who in Customer.select()
    )


def _sold_by(sale: Sale) -> str:
    return sale.clerk.name if sale.clerk else sale.note


def emptied() -> None:
    """An empty shop."""
    for model in reversed(TABLES):
        model.delete().execute()


def exported(shop, path: Path, by: int | None = None, **options: Any) -> Exported:
    return export_customers(shop, path, by, **{"over": True} | options)


def taken_over(shop, path: Path) -> None:
    """Import without a question, and without anything that could not be taken."""
    source = open_source(shop, path)
    assert source.questions == [] and source.skipped == ()
    figures = take_in(shop, read_source(shop, source), None).figures
    assert (figures.refused, figures.known_customers) == (0, 0)


def comes_back(shop, path: Path) -> Exported:
    """Export, import into an empty shop, and see that everybody and everything is there."""
    before = on_file()
    written = exported(shop, path)
    emptied()
    taken_over(shop, path)
    after = [(*row[:-1], [_as_imported(bought) for bought in row[-1]]) for row in before]
    assert on_file() == [(*row[:-1], sorted(row[-1])) for row in after]
    return written


def _as_imported(bought: tuple[Any, ...]) -> tuple[Any, ...]:
    """A clerk the empty shop does not have is a word with the sale there."""
    day, invoice, by, *piece = bought
    return (day, invoice, f"Served by {by}" if by == "Mei Lin" else by, *piece)


def texts(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


RING = PieceEntry(
    kind="ring", style="R1001", name="The one with the heart", metal="k18w", weight=Decimal("3.210"), stone="diamond",
    carat=Decimal("0.300"), lab="ngtc", certificate="GT123456", ring_mm=Decimal("17.00"), engraving="L♥M",
    gold_price=Decimal("618.00"), labour=Decimal("200.50"), price=Decimal("8800.00"),
)  # fmt: skip
WHOLE = Someone(
    "张晓红",
    ("138 1234 1234", "020-66668888", "+852 9123 4567"),
    (
        ("birthday", PartialDate("solar", 5, 6, year=1990)),
        ("birthday", PartialDate("lunar", 4, 12, leap=True)),
        ("wedding", PartialDate("solar", 2, 29)),
        ("wedding", PartialDate("lunar", 8, 15)),
    ),
    (
        (DAY, "FP1", True, (RING, replace(RING, style="R1002", ring_mm=Decimal("16.60")))),
        (dt.date(2026, 11, 21), "", False, (PieceEntry(kind="other", metal="none", stone="none"),)),
    ),
    {"sex": "f", "honorific": "miss", "wechat": "xh1990", "email": "a@b.cn", "address": "珠江路 3 号",
     "route": "B座", "occupation": "老师", "note": "爱喝茶",
     "allergies": "镍", "best_hours": "18:00-19:00"},
    False,
)  # fmt: skip

NASTY = {
    "markup": Someone("[/]", ("13800000001",)),
    "formula": Someone("=1+1", ("13800000002",), lines={"address": "-2+3", "wechat": "@cmd", "note": "+1"}),
    "guarded already": Someone("'=1+1", ("13800000003",), lines={"address": "''-1", "note": "'"}),
    "apostrophe": Someone("O'Neil", ("13800000004",), lines={"occupation": "'s"}),
    "rare": Someone("𠮷田 花子", ("13800000005",)),
    "backslash": Someone("Anna\\", ("13800000006",), lines={"note": '"quoted", she said;\n\n\t- twice\ntwice\ntwice'}),
    "markup of a workbook": Someone("a<b>&amp;\"c", ("13800000007",), lines={"address": "_x0041_ _x005F_"}),
    "like a total": Someone("Sum Wing Yan", ("13800000008",)),
    "a total": Someone("合计", ("13800000009",), lines={"address": "合计：3"}),
    "long": Someone("长" * 60, ("13800000010",), lines={"note": "a; b | c, d\te\n" * 280 + "end"}),
    "several rows": Someone(
        "多", ("13800000011",), bought=((DAY, "1", True, (RING,)), (DAY, "2", True, (RING,))),
        lines={"note": "one\n\none\ntwo"},
    ),
    "no number": Someone("无名氏", lines={"note": "no phone"}, bought=((DAY, "", False, (RING, RING)),)),
    "no number, born": Someone("贾宝玉", dates=(("birthday", PartialDate("lunar", 4, 26)),)),
    "odd numbers": Someone("李四", ("ask her mother", "0086 138 0000 0012", "1380000001３", "02066668889转12")),
    "abroad": Someone("Emily Carter", ("+44 20 7946 0958", "+1 415 555 2671")),
    "a doctor": Someone("何大夫", ("13800000017",), lines={"sex": "f", "honorific": "dr"}),
    "a teacher who bought": Someone(
        "孔夫子", ("13800000018",), bought=((DAY, "", True, (RING,)),), lines={"sex": "m", "honorific": "teacher"}
    ),
    "like figures": Someone(
        "007", ("13800000019",), lines={"address": "1-2", "wechat": "12E5", "note": "(5)"},
        bought=((DAY, "00012345678901234567", True, (replace(RING, style="3-12", certificate="1E10"),)),),
    ),
    "another laboratory": Someone("周", ("13800000020",), bought=((DAY, "", True, (replace(RING, lab="本地站"),)),)),
    "wants news": Someone("吴", ("13800000022",), offers=True),
    "wants no news": Someone("郑", ("13800000023",), bought=((DAY, "", True, (RING,)),), offers=False),
    "controls": Someone("a\x1b[31m", ("13800000021",)),
}  # fmt: skip


# There and back


@ENDINGS
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_list_can_say_comes_back(shop, tmp_path, ending: str, language: str) -> None:
    set_language(language)
    file(WHOLE)
    written = exported(shop, path := tmp_path / f"list{ending}")
    assert (written.customers, written.rows) == (1, 4)  # three pieces, and a second wedding day
    before = on_file()
    emptied()
    Clerk.create(name="Mei Lin")
    taken_over(shop, path)
    assert on_file() == before


@ENDINGS
def test_the_columns_are_known_by_their_very_names(shop, tmp_path, ending: str) -> None:
    file(WHOLE)
    heads = {}
    for language in LANGUAGES:
        set_language(language)
        exported(shop, path := tmp_path / f"list{ending}")
        (part,) = open_source(shop, path).sheets
        assert part.mapping.header_row == 1 and part.mapping.questions == ()
        assert [column.field for column in part.mapping.columns if column.field] == [*OWN_NUMBERS, *FIELDS]
        heads[language] = [column.header for column in part.mapping.columns]
    assert heads["en"][:5] == ["No.", "ID", "Sale ID", "Name", "Sex"]
    assert heads["zh_CN"][:5] == ["序号", "编号", "购买编号", "姓名", "性别"]


def test_a_list_of_before_its_words_were_changed_comes_back(shop, tmp_path) -> None:
    set_language("zh_CN")
    file(WHOLE)
    exported(shop, path := tmp_path / "list.csv")
    text = path.read_text("utf-8-sig")
    assert text.count(",检测机构,") == 1
    path.write_text(text.replace(",检测机构,", ",证书机构,"), "utf-8-sig")
    before = on_file()
    emptied()
    Clerk.create(name="Mei Lin")
    taken_over(shop, path)
    assert on_file() == before


@ENDINGS
@pytest.mark.parametrize("who", [name for name in NASTY if name != "controls"])
def test_whoever_it_is_comes_back(shop, tmp_path, who: str, ending: str) -> None:
    file(NASTY[who])
    comes_back(shop, tmp_path / f"list{ending}")


@ENDINGS
def test_all_of_them_come_back_together_from_a_file_of_several_sheets(shop, tmp_path, ending: str, monkeypatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_IN_A_SHEET", 5)
    monkeypatch.setattr(listing, "_AT_ONCE", 4)
    file(WHOLE, *(one for name, one in NASTY.items() if name != "controls"))
    written = comes_back(shop, tmp_path / f"list{ending}")
    assert written.customers == len(NASTY)
    if ending == ".xlsx":
        assert len(load_workbook(written.path).sheetnames) == -(-written.rows // 4) > 5


def _kept(text: str) -> str:
    """Text as a form would have it, twice over: some marks join only when others have gone."""
    return clean(clean(text))


def _told(text: str) -> bool:
    """Whether a list says something with it: these stand in cells that are empty, or hold an error."""
    return text.lower() not in {*NOTHING, *ERRORS, UNCALCULATED} or not text


def _of_somebody(name: str) -> bool:
    """Whether a list names a customer with it, and no total, footnote or day, and nobody in particular."""
    if not name or name.casefold() in NOBODY:
        return False
    return not (is_sum([name]) or is_a_day(name) or refusal(name, alone=False, title=False))


signs = st.characters(exclude_categories=["Cs", "Cn"])
said = ["=1+1", "'-", "00123", "1-2", "a;b", "x|y\tz", "ditto", "同上", '"', "", ""]
line = st.text(signs, max_size=30) | st.sampled_from(said)
lines = line.map(_kept).filter(_told)
notes = st.lists(line, max_size=4).map("\n".join).map(lambda text: clean(clean(text, lines=True), lines=True))
days = st.dates(dt.date(1990, 1, 1), dt.date(2026, 11, 21))
money = st.none() | st.decimals(0, 99_999_999, places=2)
grams = st.none() | st.decimals(0, 9_999, places=3)
pieces = st.builds(
    PieceEntry,
    kind=st.sampled_from([choice.code for choice in KINDS]),
    style=lines,
    name=lines,
    metal=st.sampled_from([choice.code for choice in METALS]),
    weight=grams,
    stone=st.sampled_from([choice.code for choice in STONES]),
    carat=grams,
    lab=st.sampled_from(["", *(choice.code for choice in LABS)]),
    certificate=lines.filter(lambda text: text.casefold() not in NO_NUMBER),
    ring_mm=st.none() | st.decimals(11, 26, places=2),
    engraving=lines,
    gold_price=money,
    labour=money,
    price=money,
)
sold = st.lists(pieces, min_size=1, max_size=2).map(tuple)
solar = st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1)).flatmap(
    lambda day: st.sampled_from([day.year, None]).map(lambda year: PartialDate("solar", day.month, day.day, year=year))
)
lunar = st.builds(
    PartialDate,
    calendar=st.just("lunar"),
    month=st.integers(1, 12),
    day=st.integers(1, 29),
    year=st.none() | st.integers(1930, 2020),
) | st.builds(
    PartialDate, calendar=st.just("lunar"), month=st.integers(1, 12), day=st.integers(1, 30), leap=st.booleans()
)
dates = st.tuples(st.none() | solar, st.none() | lunar, st.none() | solar, st.none() | lunar).map(
    lambda each: tuple(
        (kind, day) for kind, day in zip(("birthday", "birthday", "wedding", "wedding"), each, strict=True) if day
    )
)
titles = st.sampled_from(
    [{"sex": sex, "honorific": choice.code} for sex in ("f", "m") for choice in HONORIFICS if choice.sex in (None, sex)]
    + [{"sex": "f", "honorific": ""}, {"sex": "m", "honorific": ""}, {"sex": "", "honorific": "dr"}]
)
NAMES = [
    *(one.name for name, one in NASTY.items() if name != "controls"),
    "单雪",
    "Siobhán",
    "Nurul Aisyah",
    "欧阳 娜娜",
]
FORMS = ("138{:08d}", "139 {:04d} 5678", "+86 135{:08d}", "0086136{:08d}", "010-8{:07d}", "+852 9{:07d}")


@st.composite
def crowds(draw: st.DrawFn) -> list[Someone]:
    """Some customers, each with a name of their own."""
    known = draw(st.lists(st.sampled_from(NAMES) | lines.filter(_of_somebody), max_size=5, unique_by=name_key))
    people = []
    for n, name in enumerate(known):
        forms = draw(st.lists(st.sampled_from(FORMS), max_size=4, unique=True))
        bought = draw(st.lists(st.tuples(days, lines, st.booleans(), sold), max_size=3))
        bought = [(day, at and f"{n}{at}-{invoice}", *rest) for at, (day, invoice, *rest) in enumerate(bought)]
        said = {name: draw(lines) for name in ("wechat", "email", "address", "route", "occupation")}
        people.append(
            Someone(
                name[:60].strip(),
                tuple(form.format(n * 7 + 1) for form in forms),
                draw(dates),
                tuple((day, _kept(invoice or ""), by, sold) for day, invoice, by, sold in bought),
                said | draw(titles) | {"note": draw(notes)},
            )
        )
    return people


@hypothesis.settings(max_examples=25, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(crowds(), st.sampled_from([".csv", ".xlsx"]), st.sampled_from(list(LANGUAGES)))
def test_whatever_the_shop_has_comes_back(shop, tmp_path, people: list[Someone], ending: str, language: str) -> None:
    set_language("en")
    emptied()
    file(*people)
    hypothesis.assume(people and all(_told(one.lines["note"]) for one in people))
    before = on_file()
    set_language(language)
    exported(shop, path := tmp_path / f"list{ending}")
    emptied()
    Clerk.create(name="Mei Lin")
    taken_over(shop, path)
    assert on_file() == before


@pytest.mark.parametrize("words", in_each_language("Served by {name}"))
def test_who_served_without_being_a_clerk_here_is_told(shop, tmp_path, words: str) -> None:
    """In whichever language the list was taken over that told of them."""
    file(WHOLE)
    Sale.update(clerk=None, note=f"{words.format(name='小陈')}\nwith a gift box").execute()
    exported(shop, path := tmp_path / "list.csv")
    head, *rest = texts(path)
    assert {row[head.index("Clerk")] for row in rest} == {"", "小陈"}


def test_text_that_was_kept_from_being_a_formula_is_the_same_again() -> None:
    for text in ("", "'", "''", "a", "=1", "'=1", "''=1", "'a", "-", "'-", "\t", "+86", "'''@"):
        assert from_cell(cell_text(text)) == text
        assert not cell_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# What other programs make of it


def test_no_cell_is_a_formula_and_no_control_character_gets_out(shop, tmp_path) -> None:
    file(*NASTY.values())
    exported(shop, path := tmp_path / "list.csv")
    for row in texts(path):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
        assert not any(ord(sign) < 32 and sign not in "\n\t" for cell in row for sign in cell)
    assert "a[31m" in path.read_text("utf-8-sig")
    exported(shop, path := tmp_path / "list.xlsx")
    (sheet,) = load_workbook(path).worksheets
    cells = {cell.value: cell for row in sheet.rows for cell in row if cell.value is not None}
    assert {cell.data_type for cell in cells.values()} == {"s", "n"}
    assert cells["=1+1"].data_type == "s" and cells["=1+1"].quotePrefix and cells["=1+1"].number_format == "@"


def test_excel_sees_chinese_and_loses_no_digit(shop, tmp_path) -> None:
    file(WHOLE, NASTY["like figures"])
    exported(shop, path := tmp_path / "list.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, _wedding, first, *_, last = texts(path)
    assert first[head.index("Mobile")] == "138 1234 1234\t"
    assert [row[head.index("Note")] for row in texts(path)[1:5]] == ["", "爱喝茶", "", ""]
    assert (first[head.index("Birthday")], first[head.index("Weight")]) == ("1990-05-06", "3.21")
    assert [last[head.index(name)] for name in ("Name", "Invoice", "Style", "Certificate", "Paid")] == [
        "007\t", "00012345678901234567\t", "3-12\t", "1E10\t", "8800",
    ]  # fmt: skip
    exported(shop, path := tmp_path / "list.xlsx")
    (sheet,) = load_workbook(path).worksheets
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert (rows[-1][head.index("Invoice")], rows[-1][head.index("Paid")]) == ("00012345678901234567", 8800)


# One moment, whole or not at all, and traced


def in_a_thread(work: Any) -> None:
    def alone() -> None:
        db.connect()
        work()
        db.close()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


def test_others_go_on_writing_and_are_not_in_it(shop, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 1)
    file(WHOLE, NASTY["markup"], NASTY["rare"])
    steps = []

    def step(done: int, of: int) -> None:
        steps.append((done, of))
        if done == 1:
            in_a_thread(lambda: Customer.create(number=77, name="late", first_visit=DAY))
            in_a_thread(lambda: Customer.update(name="renamed").where(Customer.number == 3).execute())

    written = exported(shop, tmp_path / "list.csv", step=step)
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [row[3] for row in texts(written.path)[1:] if row[0] in ("5", "6")] == ["[/]", "𠮷田 花子"]
    assert Customer.select().count() == 4


def test_a_snapshot_can_not_write(shop) -> None:
    with snapshot(), pytest.raises(PeeweeException):
        Clerk.create(name="nobody")
    Clerk.create(name="somebody")


def test_how_many_are_read_at_once_makes_no_difference(shop, tmp_path, monkeypatch) -> None:
    file(WHOLE, *NASTY.values())
    whole = exported(shop, tmp_path / "whole.csv").path.read_bytes()
    monkeypatch.setattr(listing, "_AT_ONCE", 3)
    assert exported(shop, tmp_path / "portions.csv").path.read_bytes() == whole


def test_it_is_written_down_who_took_the_data_out(shop, mei, tmp_path) -> None:
    file(WHOLE, NASTY["rare"])
    written = exported(shop, tmp_path / "顾客.xlsx", mei)
    (entry,) = AuditEntry.select().where(AuditEntry.action == "customers.exported")
    assert (entry.clerk_id, entry.customer_id, clock.local(entry.at)) == (mei, None, clock.now())
    assert entry.detail == {"file": str(written.path), "customers": 2, "rows": 5}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders from others by itself")
@ENDINGS
def test_it_is_for_this_user_alone(shop, tmp_path, ending: str) -> None:
    file(WHOLE)
    path = tmp_path / f"list{ending}"
    path.touch(0o644)
    before = os.umask(0)
    try:
        exported(shop, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_list_that_broke_off_when_the_pc_went_off_is_thrown_away(shop, tmp_path) -> None:
    file(WHOLE)
    (folder := tmp_path / "lists").mkdir()
    left = folder / ".counter-tui.77.new"
    left.write_text("张三,13812345678", "utf-8")
    os.utime(left, (time.time() - 2 * 3600,) * 2)
    exported(shop, folder / "list.csv")
    assert [path.name for path in folder.iterdir()] == ["list.csv"]


def left_alone(folder: Path, before: Iterable[str] = ("list.csv",)) -> None:
    """The file from before is as it was, nothing lies beside it, and nothing was traced."""
    assert sorted(path.name for path in folder.iterdir()) == sorted(before)
    assert all((folder / name).read_text() == "from before" for name in before)
    assert not AuditEntry.select().where(AuditEntry.action == "customers.exported").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file in it."""
    path = tmp_path / "lists"
    path.mkdir()
    (path / "list.csv").write_text("from before")
    return path


@ENDINGS
def test_stopped_half_way_nothing_of_it_stays(shop, folder, ending: str, monkeypatch) -> None:
    monkeypatch.setattr(listing, "_AT_ONCE", 1)
    file(WHOLE, NASTY["markup"], NASTY["rare"])

    def step(done: int, of: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        exported(shop, folder / f"list{ending}", step=step)
    left_alone(folder)
    file_of_all = exported(shop, folder / f"list{ending}")
    assert file_of_all.customers == 3


@ENDINGS
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (errno.ENOSPC, "The disk is full: no file was written."),
        (errno.EROFS, "may not be written: the folder is read-only"),
        (errno.EIO, "Nothing can be written there (Input/output error)"),
    ],
)
def test_a_disk_that_refuses_is_one_sentence(
    shop, folder, monkeypatch, ending: str, language: str, fault: int, said: str
) -> None:
    file(WHOLE)
    set_language(language)

    def refuse(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(exporting.os, "fsync", refuse)
    with pytest.raises(ExportError) as refused:
        exported(shop, folder / f"list{ending}")
    assert language != "en" or said in str(refused.value)
    left_alone(folder)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@ENDINGS
def test_a_disk_that_runs_full_in_the_middle_is_one_sentence(shop, folder, monkeypatch, ending: str) -> None:
    file(*[replace(WHOLE, name=f"n{n}", lines={"note": "x" * 4000}) for n in range(20)])
    monkeypatch.setattr(exporting.os, "open", lambda _name, _flags, _mode: os.dup(full))
    with Path("/dev/full").open("wb") as device:
        full = device.fileno()
        with pytest.raises(ExportError, match="The disk is full"):
            exported(shop, folder / f"list{ending}")
    left_alone(folder)


def test_a_file_that_is_there_is_not_written_over_unasked(shop, folder, monkeypatch) -> None:
    file(WHOLE)
    with pytest.raises(ExportError, match=r"list\.csv is there already"):
        exported(shop, folder / "list.csv", over=False)
    left_alone(folder)

    def meanwhile(done: int, of: int) -> None:
        (folder / "new.csv").write_text("from before")

    with pytest.raises(ExportError, match=r"new\.csv is there already"):
        exported(shop, folder / "new.csv", step=meanwhile, over=False)
    assert (folder / "new.csv").read_text() == "from before"
    exported(shop, folder / "list.csv")
    assert "张晓红" in (folder / "list.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("list", "must end in .xlsx or .csv"),
        ("list.xls", "must end in .xlsx or .csv"),
        ("here.csv", "here.csv is a folder"),
        ("no/such/list.csv", "There is no folder"),
    ],
)
def test_a_place_that_can_not_be_meant_is_one_sentence(shop, folder, name: str, said: str) -> None:
    (folder / "here.csv").mkdir()
    with pytest.raises(ExportError, match=said):
        exported(shop, folder / name)


def test_an_empty_shop_is_a_header(shop, tmp_path) -> None:
    for ending in (".csv", ".xlsx"):
        written = exported(shop, tmp_path / f"list{ending}")
        assert (written.customers, written.rows) == (0, 0)
    assert len(texts(tmp_path / "list.csv")) == 1
    assert load_workbook(tmp_path / "list.xlsx").active.max_row == 1


def test_what_was_written_is_told_and_what_it_is(shop, tmp_path) -> None:
    file(WHOLE)
    told = exported_words(exported(shop, path := tmp_path / "LIST.CSV"))
    assert told[:2] == ["Written: 1 customer, 4 rows.", str(path)]
    assert "personal data" in told[2]


def test_a_name_is_suggested(shop, tmp_path) -> None:
    assert suggested(replace(shop, folder=tmp_path)) == tmp_path / "customers-2026-11-21.xlsx"
    assert suggested(shop).parent == Path.home()
