"""How long a big shop's list takes to come in, and how much memory, through all the checks of an import."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rounds import Figure, Run
from tests.make.demo_sheets import GIVEN, STREETS, SURNAMES

ROOT = Path(__file__).parents[2]
CUSTOMERS, PURCHASES = 20_000, 30_000

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


def imports(run: Run) -> Iterator[Figure]:
    """Take a list of 30,000 purchases over in a process of its own, again, and back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write(path, CUSTOMERS, PURCHASES)
        command = [sys.executable, "-m", "tests.benchmarks.imports", str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    laps = {lap["what"]: lap for lap in map(json.loads, told.splitlines())}
    for what, lap in laps.items():
        yield Figure("imports", f"{CUSTOMERS // 1000}k customers {what}", lap["cpu"], "s CPU")
    rate = CUSTOMERS / laps["taken over"]["since"]
    yield Figure("imports", "customers taken over, all checks", rate, "a second of CPU", 0.0, 5000, at_least=True)
    yield Figure("imports", "memory at most", max(lap["mb"] for lap in laps.values()), "MB", 0.0, 300)


def measure(path: Path) -> None:
    """Import the file into a fresh shop, take it again and take it back; a line of JSON for each."""
    from counter_tui.exchange.importing import intend, open_source, read_source, take_in
    from counter_tui.exchange.taking_back import take_back
    from counter_tui.models.opening import open_database
    from counter_tui.shop.context import open_shop

    open_database(str(path.with_name("shop.db")))
    shop = open_shop("Golden Bell", "CN", "en", path.parent)
    began = before = time.process_time()

    def lap(what: str) -> None:
        nonlocal before
        now = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"what": what, "cpu": now - before, "since": now - began, "mb": peak}), flush=True)
        before = now

    parcel = read_source(shop, open_source(shop, path))
    lap("read")
    intend(parcel)
    lap("shown")
    taken = take_in(shop, parcel, None)
    del parcel
    lap("taken over")
    take_in(shop, read_source(shop, open_source(shop, path)), None)
    lap("the same file again")
    take_back(shop, taken.batch, None)
    lap("taken back")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
