"""A spreadsheet taken over by keys alone, stopped, and taken back (mission A1)."""

from __future__ import annotations

import csv
import os
import shutil
import threading
from pathlib import Path

import pytest

from counter_tui.exchange import importing
from counter_tui.exchange.exporting import export_customers
from counter_tui.i18n import assets
from counter_tui.models import Customer, ImportBatch, Revisit
from counter_tui.screens.file_places import candidates, spreadsheets, understood
from counter_tui.settings import Settings

LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])
NAMES = ("Counter book.xls", "customers-2024.csv", "老客户台账.xlsx")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch) -> Path:
    """A home whose desktop holds the demo's lists, the ledger newest, and what is none."""
    home = tmp_path / "home"
    folder = home / "Desktop"
    folder.mkdir(parents=True)
    for age, name in enumerate(reversed(NAMES)):
        os.utime(shutil.copy(assets() / "demo" / name, folder), (1.8e9 - age, 1.8e9 - age))
    for name in ("~$ledger.xlsx", "list.import-report.csv", "picture.png"):
        (folder / name).touch()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return folder


async def opened(c) -> None:
    c.app.action_open_takeover()
    await c.settle()


@LANGUAGES
async def test_a_list_comes_in_by_its_number_and_can_be_taken_back(counter, stocked, desktop, language: str) -> None:
    async with counter(stocked, language) as c:
        await opened(c)
        lines = c.lines()
        assert [next(n for n in NAMES if n in line) for line in lines[3:6]] == list(reversed(NAMES))
        assert "~$ledger" not in c.text
        await c.press("1", "enter")
        assert "→" in c.lines()[4]
        await c.press("f2")
        assert "51" in c.text
        assert Customer.select().count() == 4
        await c.press("f2")
        assert Customer.select().count() == 4 + 51
        assert "老客户台账.xlsx.import-report.csv" in "".join(line.strip() for line in c.lines())
        assert Revisit.select().where(Revisit.clerk == c.app.by).count() > 51
        await c.press("f8")
        await c.press("f8")
        assert Customer.select().count() == 4 + 51
        await c.press("f8")
        assert Customer.select().count() == 4
        assert ImportBatch.get().taken_back is not None
        await c.press("enter")
        assert c.screen == "TodayScreen"


async def test_what_it_can_not_tell_it_asks_by_number(counter, settings, desktop) -> None:
    async with counter(settings) as c:
        await opened(c)
        await c.press("2", "enter")
        assert "› 1    本人手机号" in c.text
        assert "left out ?" in c.text
        await c.press("2")
        assert "What is in column “来源”?" in c.text
        await c.type("occu")
        await c.press("enter")
        assert "→ occupation" in c.text
        assert "occupation ?" not in c.text
        await c.press("f2")
        assert c.screen == "Pick"
        await c.press("enter")
        assert "50 new customers" in c.text
        await c.press("f2")
        await c.press("enter")
        assert Customer.select().where(Customer.occupation == "小红书").count() > 5
        assert c.screen == "TodayScreen"


async def test_esc_goes_one_step_back_each_time_and_leaves_everything_as_it_was(counter, settings, desktop) -> None:
    async with counter(settings) as c:
        await opened(c)
        await c.press("1", "enter")
        await c.press("f2")
        assert "This will be imported:" in c.text
        await c.press("escape")
        assert "→ name" in c.text
        await c.press("escape")
        assert c.app.screen.query_one("#path").value.endswith("老客户台账.xlsx")
        await c.press("escape")
        assert c.screen == "TodayScreen"
        assert Customer.select().count() == 0


async def test_stopped_half_way_nothing_of_it_stays(counter, settings, desktop, monkeypatch) -> None:
    half, go_on = threading.Event(), threading.Event()
    write = importing.Writing.write

    def slowly(writing, additions) -> None:
        write(writing, additions)
        half.set()
        go_on.wait(20)
        writing._advance(0)

    monkeypatch.setattr(importing.Writing, "write", slowly)
    async with counter(settings) as c:
        await opened(c)
        await c.press("1", "enter")
        await c.press("f2")
        await c.pilot.press("f2")
        while not half.is_set():
            await c.pilot.pause()
        await c.pilot.pause()
        assert "Esc stops it" in c.text
        await c.pilot.press("f5")
        await c.pilot.pause()
        assert c.screen == "Takeover"
        await c.pilot.press("escape")
        await c.pilot.pause()
        go_on.set()
        await c.settle()
        assert "Stopped. Nothing was changed." in c.text
        assert "This will be imported:" in c.text
        assert Customer.select().count() == ImportBatch.select().count() == 0
        await c.press("f2")
        assert Customer.select().count() == 51


@pytest.mark.parametrize("typed", ['"{}"', "{}", "file://{}", "~/Desktop/老客户台账.xlsx"])
async def test_a_place_typed_or_pasted_is_understood(counter, settings, desktop, typed: str) -> None:
    async with counter(settings) as c:
        await opened(c)
        c.app.screen.query_one("#path").put(typed.format(desktop / "老客户台账.xlsx"))
        await c.press("enter")
        assert "→ name" in c.text


async def test_tab_completes_a_place_step_by_step(counter, settings, desktop) -> None:
    async with counter(settings) as c:
        await opened(c)
        await c.type("~/De")
        assert "Desktop/" in c.lines()[3]
        await c.press("tab")
        await c.type("cus")
        assert "customers-2024.csv" in c.lines()[3]
        await c.press("tab", "enter")
        assert "→ name" in c.text


@LANGUAGES
async def test_what_is_no_list_is_refused_in_one_sentence(counter, settings, desktop, language: str) -> None:
    (desktop / "notes.csv").write_text("月份,业绩\n1,2\n", "utf-8")
    async with counter(settings, language) as c:
        await opened(c)
        for typed in ("/no/such/file.xlsx", str(desktop / "notes.csv")):
            c.app.screen.query_one("#path").value = ""
            c.app.screen.query_one("#path").put(typed)
            await c.press("enter")
            assert c.lines()[22].startswith(" !")
            assert c.app.screen.query_one("#path").value == typed


async def test_the_language_changes_and_the_step_stays(counter, settings, desktop) -> None:
    async with counter(settings) as c:
        await opened(c)
        await c.press("1", "enter")
        await c.press("f2")
        assert "51 new customers" in c.text
        await c.app.action_switch_language()
        await c.settle()
        assert "新顾客51位" in c.text and "F2 导入" in c.lines()[-2]
        await c.press("f2")
        assert Customer.select().count() == 51
        await c.app.action_switch_language()
        await c.settle()
        assert "51 new customers" in c.text


async def test_a_new_shop_is_asked_how_it_begins(counter, tmp_path, desktop) -> None:
    async with counter(Settings(tmp_path / "new")) as c:
        await c.settle()
        await c.type("Golden Bell")
        await c.press("enter", "enter")
        await c.type("Mei Lin")
        await c.press("enter")
        while not c.app.desk.ready:
            await c.pilot.pause()
        await c.settle()
        assert "Start with an empty shop" in c.text
        await c.press("2")
        assert c.screen == "Takeover"
        assert "老客户台账.xlsx" in c.text


def test_places_as_people_write_them(desktop, tmp_path) -> None:
    (spaced := tmp_path / "my list.csv").touch()
    assert understood(str(spaced).replace(" ", "\\ ")) == spaced
    assert understood(f"'{spaced}'") == spaced
    assert understood(spaced.as_uri()) == spaced
    assert understood("  ") is None
    assert understood("~nobody-of-that-name/x.csv") == Path("~nobody-of-that-name/x.csv")
    assert [path.name for path in candidates("~/Desktop/")] == sorted(NAMES, key=str.casefold)
    assert candidates("/no/such/folder/x") == []


@pytest.fixture
def closed_to_us(tmp_path: Path, monkeypatch) -> Path:
    """A folder that may not be looked into: the system refuses to say a word about what lies there."""
    folder, ask = tmp_path / "closed to us", Path.stat

    def stat(path: Path, **kwargs: bool) -> os.stat_result:
        if folder in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return ask(path, **kwargs)

    folder.mkdir()
    monkeypatch.setattr(Path, "stat", stat)
    return folder


async def test_a_link_to_nowhere_is_not_among_the_lists(counter, settings, desktop) -> None:
    (desktop / "gone.xlsx").symlink_to("/nowhere/gone.xlsx")
    async with counter(settings) as c:
        await opened(c)
        assert NAMES[2] in c.lines()[3] and "gone.xlsx" not in c.text


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("一句话" * 90, id="a sentence"),
        pytest.param("x" * 300, id="a long name"),
        "file://[",
        "{closed}/",
        "{closed}/list.xlsx",
    ],
)
async def test_whatever_is_typed_as_a_place_is_answered(counter, settings, desktop, closed_to_us, typed: str) -> None:
    async with counter(settings) as c:
        await opened(c)
        c.app.screen.query_one("#path").put(typed.format(closed=closed_to_us))
        await c.settle()
        assert "Nothing there begins so." in c.text
        await c.press("tab", "enter")
        assert "There is no such file." in c.lines()[22]
        await c.press("escape")
        assert c.screen == "TodayScreen"


def test_the_shops_folder_is_looked_through_too(shop, desktop, tmp_path) -> None:
    from dataclasses import replace

    (tmp_path / "mine.xlsx").touch()
    found = [path.name for path in spreadsheets(replace(shop, folder=tmp_path))]
    assert found == ["老客户台账.xlsx", "customers-2024.csv", "Counter book.xls", "mine.xlsx"]


@LANGUAGES
async def test_the_own_list_with_a_corrected_name_and_price_changes_nothing_and_says_so(
    counter, stocked, desktop, language: str
) -> None:
    name, price = ("姓名", "实付") if language == "zh_CN" else ("Name", "Paid")
    async with counter(stocked, language) as c:
        path = desktop / "own.csv"
        await c.app.desk.ask(lambda shop: export_customers(shop, path, None, over=True))
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0] |= {name: "张小红", price: "4652.25"}
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.DictWriter(file, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
        os.utime(path, (1.9e9, 1.9e9))  # the newest
        await opened(c)
        await c.press("1", "enter", "f2")
        assert ("2 处与档案不一致" if language == "zh_CN" else "2 values differ from what is on file") in c.text
        await c.press("f2")
        report = path.with_name("own.csv.import-report.csv").read_text("utf-8-sig").splitlines()
        assert [line.split(",")[1:4] for line in report[1:]] == [["2", name, "张小红"], ["2", price, "4652.25"]]
        assert "own.csv.import-report.csv" in "".join(c.text.split())
        assert (Customer.select().count(), ImportBatch.select().count()) == (4, 0)
