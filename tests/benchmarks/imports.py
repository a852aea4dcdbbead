"""How long a big shop's list takes to come in, and how much memory, through all the checks of an import."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from tests.benchmarks.rounds import Figure, Run, peak_mb, short
from tests.make.demo_sheets import GIVEN, STREETS, SURNAMES
from tests.postgres import named, on_server

ROOT = Path(__file__).parents[2]
SHOP, CHAIN, MILLION = (20_000, 30_000), (100_000, 150_000), (667_000, 1_000_000)
"""Customers and purchases of a list, a row each."""
TAKEN = "taken over"
ALONE = "what writing it takes the database alone"
_FOR_THIS = "import_benchmark"
_WRITTEN = (
    "import_batch",
    "customer",
    "phone",
    "important_date",
    "sale",
    "piece",
    "revisit",
    "audit_entry",
    "search_key",
    "own_keys",
)
_ORDERS = {"search_key": "key, customer_id", "own_keys": "customer_id"}
_AT_ONCE = 20_000

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
    for line in chain([HEADERS], rows(customers, purchases)):
        sheet.append(line)
    book.save(path)


def imports(run: Run) -> Iterator[Figure]:
    """Take lists over, each in a process of its own: a chain's; a shop's, again and back; a million rows."""
    for ending in (".csv", ".xlsx"):
        yield from _chain(run, ending)
    if run.server:
        yield from _chain(run, ".csv", run.server)
    run.say("  the same file again")
    for lap in _laps(run, "list.csv", *SHOP, "again"):
        if lap["what"] in ("the same file again", "taken back"):
            yield Figure("imports", f"{short(SHOP[0])} customers, {lap['what']}", lap["cpu"], "s CPU")
    run.say("  a million rows")
    most = max(lap["mb"] for lap in _laps(run, "list.csv", *MILLION, "look"))
    yield Figure("imports", f"{short(MILLION[1])} rows .csv, read and shown, memory at most", most, "MB", 0.0, 300)


def _chain(run: Run, ending: str, server: str = "") -> Iterator[Figure]:
    where = f"{ending}, PostgreSQL" if server else ending
    run.say(f"  {where}")
    laps = list(_laps(run, f"list{ending}", *CHAIN, "server" if server else "take"))
    customers = CHAIN[0]
    for lap in laps:
        yield Figure("imports", f"{short(customers)} customers {where}, {lap['what']}", lap["cpu"], "s CPU")
    taken = next(lap for lap in laps if lap["what"] == TAKEN)
    rate, most = customers / taken["since"], max(lap["mb"] for lap in laps)
    for lap in laps:
        if lap["what"] == ALONE:
            yield Figure("imports", f"customers {where}, the database alone", customers / lap["cpu"], "a second of CPU")
    yield Figure("imports", f"customers {where}, all checks", rate, "a second of CPU", 0.0, 5000, at_least=True)
    yield Figure("imports", f"{short(customers)} customers {where}, memory at most", most, "MB", 0.0, 300)


def _laps(run: Run, name: str, customers: int, purchases: int, how: str) -> Iterator[dict[str, Any]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        _records(Path(folder), run.server if how == "server" else "") as place,
    ):
        path = Path(folder) / name
        write(path, customers, purchases)
        command = [sys.executable, "-m", "tests.benchmarks.imports", str(path), place, how]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        yield from map(json.loads, told.splitlines())


@contextmanager
def _records(folder: Path, server: str) -> Iterator[str]:
    """Where a new shop's records may be: a file, or a database that is there for this only."""
    if not server:
        yield str(folder / "shop.db")
        return
    on_server(server, f"DROP DATABASE IF EXISTS {_FOR_THIS}", f"CREATE DATABASE {_FOR_THIS}")
    try:
        yield named(server, _FOR_THIS)
    finally:
        on_server(server, f"DROP DATABASE {_FOR_THIS} WITH (FORCE)")


def measure(path: Path, place: str, how: str) -> None:
    """Import the file into a fresh shop; with `again`, once more and back; to `look`, only as far as it is shown.

    Tells a line of JSON for each: seconds of CPU, and of that since the beginning, and the most memory so far.
    """
    from counter_tui.exchange.importing import intend, open_source, read_source, take_in
    from counter_tui.exchange.taking_back import take_back
    from counter_tui.models.opening import open_database
    from counter_tui.shop.context import open_shop

    open_database(place)
    shop = open_shop("Golden Bell", "CN", "en", path.parent)
    began = before = time.process_time()

    def lap(what: str, took: float | None = None) -> None:
        nonlocal before
        now = time.process_time()
        cpu = now - before if took is None else took
        print(json.dumps({"what": what, "cpu": cpu, "since": now - began, "mb": peak_mb()}), flush=True)
        before = time.process_time()

    parcel = read_source(shop, open_source(shop, path))
    lap("read")
    intend(parcel)
    lap("shown")
    if how == "look":
        return
    taken = take_in(shop, parcel, None)
    del parcel
    lap(TAKEN)
    if how == "take":
        lap(ALONE, _writing_alone(Path(place)))
    if how == "again":
        take_in(shop, read_source(shop, open_source(shop, path)), None)
        lap("the same file again")
        take_back(shop, taken.batch, None)
        lap("taken back")


def _writing_alone(place: Path) -> float:
    """Seconds of CPU to write the rows of these records once more into empty ones, table by table, their indexes made
    at the end, without what reading them takes: what no import can be quicker than."""
    import sqlite3

    from counter_tui.models.opening import open_database

    empty, took = place.with_name("bare.db"), 0.0

    def write(work: Callable[[], object]) -> None:
        nonlocal took
        began = time.process_time()
        work()
        took += time.process_time() - began

    open_database(str(empty)).close()
    with closing(sqlite3.connect(place)) as full, closing(sqlite3.connect(empty)) as bare:
        bare.execute("PRAGMA cache_size = -16000")
        for table in _WRITTEN:
            rows = full.execute(f"SELECT * FROM {table} ORDER BY {_ORDERS.get(table, 'id')}")
            named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
            indexes = bare.execute(named, (table,)).fetchall()
            for name, _made in indexes:
                bare.execute(f"DROP INDEX {name}")
            into = f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows.description))})"
            while portion := rows.fetchmany(_AT_ONCE):
                write(partial(bare.executemany, into, portion))
            for _name, made in indexes:
                write(partial(bare.execute, made))
        write(bare.commit)
    return took


if __name__ == "__main__":
    measure(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
