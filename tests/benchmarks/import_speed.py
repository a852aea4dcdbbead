"""How long a big shop's list takes to come in, and how much memory: 20,000 customers with 30,000 purchases.

python -m tests.benchmarks.import_speed [--customers N] [--purchases N] [--database URL] [--format xlsx]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.make.demo_sheets import GIVEN, STREETS, SURNAMES

HEADERS = ["姓名", "性别", "手机", "生日", "购买日期", "款号", "品名", "成色"]
HEADERS += ["克重", "证书号", "发票号", "实付", "导购", "地址", "备注"]
PIECES = (("18K金钻石戒指", "18K金"), ("足金手镯", "足金999"), ("铂金项链", "Pt950"), ("珍珠耳钉", "S925"))


def rows(customers: int, purchases: int) -> Iterator[list[str]]:
    """The list, one purchase a row, customers in no order."""
    rng = random.Random(7)
    given, today = GIVEN.split(), dt.date.today()
    crowd = []
    for n in range(customers):
        born = dt.date(1955, 1, 1) + dt.timedelta(days=rng.randrange(18000))
        name = rng.choice(SURNAMES) + rng.choice(given)
        crowd.append((name, rng.choice("男女"), f"13{n:09d}", f"{born:%Y-%m-%d}", rng.choice(STREETS.split())))
    buyers = [*crowd, *rng.choices(crowd, k=purchases - customers)]
    rng.shuffle(buyers)
    for n, (name, sex, phone, born, street) in enumerate(buyers):
        day = today - dt.timedelta(days=rng.randrange(3000))
        piece, metal = rng.choice(PIECES)
        bought = [f"{day:%Y/%m/%d}", f"R{n % 997:04d}", piece, metal, f"{rng.uniform(1, 30):.2f}"]
        paid = [f"GT{n:09d}", f"FP{n:07d}", f"￥{rng.randrange(500, 30000):,}.00", rng.choice(("小陈", "阿芳"))]
        yield [name, sex, phone, born, *bought, *paid, street, ""]


def write(path: Path, customers: int, purchases: int) -> None:
    """The list as a file, of the kind its name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([HEADERS, *rows(customers, purchases)])
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for row in ([HEADERS], rows(customers, purchases)):
        for line in row:
            sheet.append(line)
    book.save(path)


def main() -> None:
    """Write the list in one process, import it in another, and say what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--purchases", type=int, default=30_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--format", choices=["csv", "xlsx"], default="xlsx")
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    if chosen.file is None:
        import subprocess
        import sys

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"list.{chosen.format}"
            write(path, chosen.customers, chosen.purchases)
            subprocess.run([sys.executable, "-m", "tests.benchmarks.import_speed", "--file", str(path), *sys.argv[1:]])
        return
    measure(chosen.file, chosen.database)


def measure(path: Path, database: str) -> None:
    """Import the file into a fresh shop, take it again and take it back, with the seconds of each."""
    from counter_tui.exchange.importing import intend, open_source, read_source, take_in
    from counter_tui.exchange.taking_back import take_back
    from counter_tui.models.opening import open_database
    from counter_tui.shop.context import open_shop

    place = database or str(path.with_name("shop.db"))
    open_database(place)
    shop = open_shop("Golden Bell", "CN", "en", path.parent)
    began, started = time.perf_counter(), time.process_time()

    def lap(words: str) -> None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall, busy = time.perf_counter() - began, time.process_time() - started
        print(f"{wall:7.1f} s ({busy:6.1f} s busy)  {peak:4d} MB at most  {words}", flush=True)

    parcel = read_source(shop, open_source(shop, path))
    lap("read")
    print(intend(parcel).figures)
    lap("shown")
    taken = take_in(shop, parcel, None)
    del parcel
    lap("taken over")
    print(take_in(shop, read_source(shop, open_source(shop, path)), None).figures)
    lap("the same file again")
    print(take_back(shop, taken.batch, None))
    lap("taken back")


if __name__ == "__main__":
    main()
