"""Makes assets/demo/: three spreadsheets of made-up shops, as untidy as real ones. The same files every time.

    python tests/make/demo_sheets.py

Some rows can't be taken whole, so that an import has something to report.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

DEMO = Path(__file__).parents[2] / "assets" / "demo"
MADE = dt.datetime(2026, 11, 1, 9, 0)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "晓红 丽 建国 美玲 婷婷 志强 雪梅 欣怡 海燕 文静 秀英 佳慧 雨桐 子涵 春华 国栋 玉兰 思远 静 敏 慧敏 嘉怡"
GIVEN += " 桂芳 晨曦 若琳 浩然 凤霞 亚楠 小军 梦瑶 立新 秋月 诗涵 明辉 素珍 倩 艳 娟 宇轩 可心 佩珊 慕雪 长青"
STREETS = "人民路12号 解放街88弄3号 南湖花园5栋602 文昌阁小区 东门大街21号 滨河路幸福里 学府路9号 荷花池16-2"
CLERKS = ("小陈", "阿芳", "李姐")
CHINESE_DAYS = ["初一", "初二", "初六", "初八", "初十", "十二", "十五", "十八", "廿三", "廿六", "三十"]
CHINESE_MONTHS = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"]

HARBOUR = (
    ("Chan Tai Man", "Mr", "+852 9123 0456"),
    ("Wong Siu Ling", "Ms", "6123-0457"),
    ("Lam Ka Yan", "Miss", "5123 0458"),
    ("Siobhán O'Neil", "Ms", "+852 9123 0459"),
    ("Tan Mei Ling", "Ms", "+65 9123 0460"),
    ("Lim Wei Jie", "Mr", "+65 8123 0461"),
    ("Nurul Aisyah", "Ms", "+65 8123 0462"),
    ("Cheung Hoi Yee", "Mrs", "9123 0463"),
    ("Rajesh Kumar", "Mr", "+65 9123 0464"),
    ("Ho Man Kit", "Mr", "6123 0465"),
    ("Leung Wing Sze", "Ms", "9123 0466 / 5123 0467"),
    ("Goh Hui Min", "Ms", "+65 9123 0468"),
    ("Ng Pui Shan", "Miss", "5123 0469"),
    ("Anna Fraser-Lee", "Mrs", "+852 6123 0470"),
    ("Kwok Chi Wai", "Mr", "91230471"),
    ("Teo Kah Seng", "Mr", "6581230472"),
    ("Yip Lai Fong", "Madam", "2123 0473"),
    ("Ong Xin Yi", "Ms", "+65 9123 0474"),
    ("Lau Kin Fai", "Mr", "00852 9123 0475"),
    ("Fatimah Ismail", "Ms", "+60 12-345 0476"),
    ("Tsang Yuk Mui", "Mrs", "6123 0477"),
    ("Koh Boon Huat", "Mr", "+65 8123 0478"),
)


@dataclass(frozen=True)
class Person:
    """A made-up customer of the mainland shops."""

    name: str
    sex: str
    phone: str
    born: dt.date
    lunar: str
    address: str


@dataclass(frozen=True)
class Bought:
    """A made-up piece: weight in grams, prices in yuan."""

    name: str
    style: str
    metal: str
    weight: float
    stone: str
    carat: str
    ring: str
    gold_price: int
    labour: int

    @property
    def price(self) -> int:
        stone = 9800 * float(self.carat) if self.carat else 0
        return round(self.weight * self.gold_price + self.labour + stone)


PIECES = (
    ("足金古法手镯", "足金999", (18, 42), "", 0),
    ("足金光面对戒", "足金", (3, 6), "", 1),
    ("18K金钻石女戒", "18K金", (2, 4), "钻石", 1),
    ("铂金素圈男戒", "Pt950", (4, 8), "", 1),
    ("3D硬金转运珠手链", "足金999", (1, 4), "", 0),
    ("翡翠平安扣吊坠", "18K金", (1, 3), "翡翠", 0),
    ("珍珠耳钉", "S925", (1, 3), "珍珠", 0),
    ("18K玫瑰金项链", "18K玫瑰金", (2, 5), "", 0),
    ("红宝石吊坠", "18K白金", (2, 4), "红宝石", 0),
    ("足金福字金条", "Au999.9", (10, 50), "", 0),
)


def people(rng: random.Random, count: int, first: int) -> list[Person]:
    """`count` people with different names; `first` numbers their phones."""
    names: dict[str, None] = {}
    while len(names) < count:
        names[rng.choice(SURNAMES) + rng.choice(GIVEN.split())] = None
    made = []
    for n, name in enumerate(names):
        prefix = rng.choice(("138", "139", "136", "158", "186", "177", "150"))
        lunar = f"{rng.choice(CHINESE_MONTHS)}月{rng.choice(CHINESE_DAYS)}" if rng.random() < 0.3 else ""
        born = dt.date(1955, 1, 1) + dt.timedelta(days=rng.randrange(50 * 365))
        sex = "男" if rng.random() < 0.3 else "女"
        phone = f"{prefix}0000{first + n:04d}"
        made.append(Person(name, sex, phone, born, lunar, rng.choice(STREETS.split())))
    return made


def bought(rng: random.Random) -> Bought:
    """A piece with plausible figures."""
    name, metal, (least, most), stone, is_ring = rng.choice(PIECES)
    carat = rng.choice(("0.30", "0.50", "0.32")) if stone == "钻石" else ""
    weight = round(rng.uniform(least, most), 2 if rng.random() < 0.5 else 3)
    gold = rng.randrange(540, 720, 2) if "金" in metal or "Au" in metal else rng.randrange(220, 320, 5)
    ring = rng.choice(("HK13", "12", "港度14", "16.6", "US6", "内地18", "15#")) if is_ring else ""
    style = f"{rng.choice('RDHKZ')}{rng.randrange(1000, 9999)}"
    return Bought(name, style, metal, weight, stone, carat, ring, gold, rng.randrange(50, 900, 10))


def untidy_phone(rng: random.Random, phone: str, other: str) -> str | int:
    """A number as three different clerks type it, now and then with a second one."""
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    wide = phone.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    ways = (phone, int(phone), int(phone), spaced, spaced.replace(" ", "-"), f"+86 {phone}", wide, f"{phone}/{other}")
    return rng.choice(ways)


def untidy_day(rng: random.Random, day: dt.date) -> str | int | dt.date:
    """A date as typed, as Excel keeps it, or as its bare number."""
    serial = (day - dt.date(1899, 12, 30)).days
    y, m, d = day.year, day.month, day.day
    ways = (
        day,
        day,
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        int(f"{day:%Y%m%d}"),
        serial,
        f"{day:%Y-%m-%d}",
    )
    return rng.choice(ways)


def untidy_money(rng: random.Random, amount: int) -> str | int | float:
    """A sum as typed or as a number."""
    return rng.choice((amount, float(amount), f"￥{amount:,}.00", f"{amount}元", f"{amount:,}"))


def ledger(path: Path) -> None:
    """老客户台账.xlsx: a title, two phones, lunar birthdays, several purchases each, cells merged downwards, totals."""
    rng = random.Random(20231)
    book = Workbook()
    sheet = book.active
    sheet.title = "老客户"
    headers = "序号 姓名 性别 联系方式 生日 农历生日 购买日期 款号 品名 成色 克重 主石 石重 证书号 检测机构 手寸 刻字"
    headers = [*headers.split(), "发票号", "金价", "工费", "实付", "导购", "地址", "备注"]
    sheet.append(["福缘珠宝行  老客户台账（2023年—2026年）"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(headers))
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=16), Alignment(horizontal="center")
    sheet.append(["制表：小陈　　电话请勿外传"])
    sheet.append(headers)
    crowd = people(rng, 46, first=100)
    total, number = 0, 0
    for n, person in enumerate(crowd):
        purchases = rng.choice((1, 1, 1, 2, 2, 3))
        top = sheet.max_row + 1
        merged = purchases > 1 and rng.random() < 0.5
        phone = untidy_phone(rng, person.phone, f"139000{n + 5000:05d}")
        for again in range(purchases):
            number += 1
            piece = bought(rng)
            total += piece.price
            day = dt.date(2023, 2, 1) + dt.timedelta(days=rng.randrange(1340))
            who = [person.name, person.sex, phone, None, None]
            if not person.lunar:
                who[3] = untidy_day(rng, person.born)
            else:
                who[4] = person.lunar
            if merged and again:
                who = [None] * 5
            sheet.append([number, *who, untidy_day(rng, day), *_ledger_piece(rng, piece, number), person.address])
        if merged:
            for column in range(2, 7):
                sheet.merge_cells(start_row=top, start_column=column, end_row=top + purchases - 1, end_column=column)
        if n in (15, 31):
            sheet.append([])
    for row in _ledger_troubles(number):
        sheet.append(row)
    sheet.append([])
    sheet.append(["合计", *[None] * 19, total])
    _save(book, path)


def _ledger_piece(rng: random.Random, piece: Bought, number: int) -> list[Any]:
    certificate = f"GT{rng.randrange(10**9, 10**10)}" if piece.stone else None
    lab = rng.choice(("国检NGTC", "NGTC", "省检")) if certificate else None
    engraving = rng.choice((None, None, None, "L♥M", "百年好合"))
    figures = [piece.gold_price, piece.labour, untidy_money(rng, piece.price)]
    named = [piece.style, piece.name, piece.metal, piece.weight, piece.stone or None, piece.carat or None]
    return [*named, certificate, lab, piece.ring or None, engraving, f"FP{number:06d}", *figures, rng.choice(CLERKS)]


def _ledger_troubles(number: int) -> Iterator[list[Any]]:
    def row(**cells: Any) -> list[Any]:
        places = {"name": 1, "sex": 2, "phone": 3, "birthday": 4, "lunar": 5, "day": 6, "piece": 8, "metal": 9}
        places |= {"weight": 10, "ring": 15, "price": 20, "clerk": 21, "note": 23}
        line: list[Any] = [None] * 24
        line[0] = number + 1
        for name, cell in cells.items():
            line[places[name]] = cell
        return line

    yield row(name="钱多多", phone="13800009001", day="2024-02-30", piece="足金戒指", weight=4.2, price=2680)
    yield row(name="尤三姐", phone="1.38E+10", day="2025.6.18", piece="珍珠耳钉", metal="S925", price="￥680.00")
    yield row(
        name="贾宝珠", phone="13800009003", day="2025/8/8", piece="足金手镯", weight="3钱", price=1980, ring="大号"
    )
    yield row(day="2025-10-01", piece="18K金项链", price=3200, clerk="阿芳", note="客人没留电话")
    yield row(name="史湘", phone="问她妹妹", day="2026年5月1日", piece="铂金戒指", metal="Pt950", ring="13", price=3600)
    yield row(name="林黛", phone="13800009006", birthday="13月5日", day="2026-05-20", piece="翡翠挂件", price="面议")


def _save(book: Workbook, path: Path) -> None:
    """Save a workbook without the hour it was made, so that the file is the same each time."""
    raw = io.BytesIO()
    book.save(raw)
    stamp = f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as clean:
        for part in packed.infolist():
            content = packed.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            clean.writestr(zipfile.ZipInfo(part.filename, MADE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def members(path: Path) -> None:
    """customers-2024.csv: GB 18030, other headings, money with signs, a column nobody can place.

    Some people of the ledger come again.
    """
    rng = random.Random(20242)
    crowd = people(random.Random(20231), 46, first=100)[:4] + people(rng, 44, first=300)
    with path.open("w", encoding="gb18030", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        headings = "会员卡号,顾客姓名,称呼,本人手机号,出生日期,消费日期,单号,商品名称,材质,重量(克),证书编号,圈口"
        out.writerow([*headings.split(","), "实收金额", "营业员", "来源", "备注说明"])
        for n, person in enumerate(crowd):
            piece = bought(rng)
            day = dt.date(2024, 1, 3) + dt.timedelta(days=rng.randrange(360))
            born = person.lunar or rng.choice((f"{person.born:%Y-%m-%d}", f"{person.born.month}月{person.born.day}日"))
            title = rng.choice(("先生", "男")) if person.sex == "男" else rng.choice(("女士", "女", "小姐"))
            when = rng.choice((f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}", f"{day:%Y-%m-%d} 00:00:00"))
            shape = [piece.name, piece.metal, f"{piece.weight}", f"{rng.randrange(10**11)}" if piece.stone else ""]
            figures = [piece.ring, f"￥{piece.price:,}.00", rng.choice(CLERKS)]
            who = [f"VIP{n + 1:04d}", person.name, title, str(untidy_phone(rng, person.phone, "021-65430000"))]
            rest = [rng.choice(("路过", "朋友", "小红书")), rng.choice(("", "", "送礼", "老顾客介绍"))]
            out.writerow([*who, born, when, f"S24{n:05d}", *shape, *figures, *rest])
        out.writerow(["VIP0901", "郝思佳", "女士", "1.38E+10", "1988-08-08", "20240815", "S2490001", "足金项链"])
        out.writerow(
            ["VIP0902", "", "", "", "", "20240816", "S2490002", "足金吊坠", "足金", "2.1", "", "", "￥1,260.00"]
        )
        out.writerow(
            ["VIP0903", "白流苏", "女", "13600009903", "2月30日", "20240817", "S2490003", "银手镯", "银", "-5"]
        )
        out.writerow([])
        out.writerow(["总计", *[""] * 11, "￥486,220.00"])


def counter_book(path: Path) -> None:
    """Counter book.xls: English headings, Hong Kong and Singapore numbers, days as bare serial numbers."""
    rng = random.Random(20263)
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sales")
    dated = xlwt.easyxf(num_format_str="d/m/yyyy")
    headings = "Customer,Title,Mobile,DOB,Purchase Date,Invoice No.,Item,Metal,Weight (g),Main Stone,Carat,Cert No.,Lab"
    headings = [*headings.split(","), "Ring Size", "Engraving", "Amount Paid", "Served by", "Remarks"]
    sheet.write_merge(0, 0, 0, len(headings) - 1, "Harbour Lane Jewellers - counter book", xlwt.easyxf("font: bold on"))
    for column, heading in enumerate(headings):
        sheet.write(2, column, heading)
    line, total = 3, 0
    for n, (name, title, phone) in enumerate(HARBOUR * 2):
        if n >= len(HARBOUR) and rng.random() < 0.1:
            continue
        day = dt.date(2024, 6, 1) + dt.timedelta(days=rng.randrange(850))
        born = dt.date(1960, 1, 1) + dt.timedelta(days=(sum(map(ord, name)) * 37) % 15000)
        item, metal, stone, carat, lab, ring, price = rng.choice(HARBOUR_ITEMS)
        total += price
        serial = (day - dt.date(1899, 12, 30)).days
        certificate = rng.randrange(10**9, 10**10) if lab else ""
        cells = [name, title, phone, f"{born.day} {born:%b %Y}", serial, f"HL-{n + 240:05d}", item, metal]
        cells += [round(rng.uniform(1.5, 22), 2), stone, carat, certificate, lab, ring, "", float(price)]
        cells += [rng.choice(("Ivy", "Marcus", "Ivy")), rng.choice(("", "", "", "gift for wife", "prefers WhatsApp"))]
        for column, cell in enumerate(cells):
            if cell != "":
                sheet.write(line, column, cell, *([dated] if column == 4 and n % 3 else []))
        line += 1
    for trouble in HARBOUR_TROUBLES:
        for column, cell in trouble.items():
            sheet.write(line, headings.index(column), cell)
        line += 1
    sheet.write(line + 1, 0, "Total")
    sheet.write(line + 1, headings.index("Amount Paid"), float(total))
    path.unlink(missing_ok=True)
    book.save(str(path))


HARBOUR_ITEMS = (
    ("Solitaire engagement ring", "18K white gold", "Diamond", 0.52, "GIA", "US6", 21800),
    ("Jade bangle", "", "Jadeite", "", "", "", 12600),
    ("Gold chain necklace", "22K", "", "", "", "", 6480),
    ("Plain wedding band", "PT950", "", "", "", "HK13", 5200),
    ("Pearl earrings", "18K gold", "Pearl", "", "", "", 3980),
    ("Sapphire pendant", "18K white gold", "Sapphire", 1.1, "IGI", "", 15400),
    ("999 gold bracelet", "Gold 999", "", "", "", "", 9750),
    ("Lab diamond ring", "14K gold", "Lab grown", 1.02, "IGI", "16.9 mm", 8800),
)

HARBOUR_TROUBLES: tuple[dict[str, Any], ...] = (
    {"Customer": "Lee Chun Ho", "Mobile": "ask sister", "Purchase Date": "31/11/2025", "Item": "Gold ring"},
    {"Customer": "Tay Siew Lan", "Mobile": "+65 9123 0490", "Purchase Date": 45901, "Item": "Ring", "Ring Size": 13},
    {"Purchase Date": 45902, "Item": "Silver charm", "Metal": "925", "Amount Paid": 320.0},
    {"Customer": "Mok Yee Ting", "Mobile": "9123 0492", "Purchase Date": 45903, "Item": "Brooch", "Amount Paid": "TBC"},
)


def main() -> None:
    """Write the three files."""
    DEMO.mkdir(parents=True, exist_ok=True)
    ledger(DEMO / "老客户台账.xlsx")
    members(DEMO / "customers-2024.csv")
    counter_book(DEMO / "Counter book.xls")


if __name__ == "__main__":
    main()
