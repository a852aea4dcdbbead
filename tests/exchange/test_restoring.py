"""`counter-tui restore`: the records back from a copy, and nothing thrown away."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from counter_tui.cli import main
from counter_tui.models import Customer
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, write_settings
from counter_tui.shop.backups import back_up_now
from counter_tui.shop.context import open_shop
from counter_tui.shop.customers import CustomerEntry, open_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop with one customer in its copy, and a second one since."""
    settings = write_settings(Settings(tmp_path / "shop", "Golden Bell", "CN", "en"))
    database = open_database(settings.place)
    shop = open_shop("Golden Bell", "CN", "en", settings.folder)
    open_file(shop, CustomerEntry("张晓红"), None)
    back_up_now(shop, settings.backups)
    open_file(shop, CustomerEntry("Emily Carter"), None)
    database.close()
    return settings.folder


def names(folder: Path) -> list[str]:
    database = open_database(str(folder / "shop.db"))
    try:
        return [row.name for row in Customer.select().order_by(Customer.id)]
    finally:
        database.close()


def the_copy(folder: Path) -> Path:
    return next((folder / "backups").iterdir())


def test_the_copies_are_listed_and_nothing_is_done_where_nobody_can_be_asked(folder: Path, capsys) -> None:
    copy = the_copy(folder)
    (folder / "backups" / "shop-2026-11-20.db").write_text("no database")
    assert main(["--shop", str(folder), "restore"]) == 0
    told = capsys.readouterr().out
    (line,) = [line for line in told.splitlines() if copy.name in line]
    assert line.endswith("1 customer")
    assert "shop-2026-11-20.db: shop-2026-11-20.db is not a database of this program." in told
    assert names(folder) == ["张晓红", "Emily Carter"]


def test_a_copy_comes_into_the_place_of_the_records_which_are_kept(folder: Path, capsys) -> None:
    assert main(["--shop", str(folder), "restore", str(the_copy(folder))]) == 0
    assert "kept as" in capsys.readouterr().out
    assert names(folder) == ["张晓红"]
    (aside,) = folder.glob("shop.replaced-*.db")
    assert main(["--shop", str(folder), "restore", str(aside)]) == 0
    assert names(folder) == ["张晓红", "Emily Carter"]


@pytest.mark.parametrize("by_number", [False, True])
def test_a_copy_is_named_as_the_list_calls_it_or_by_its_number(folder: Path, capsys, by_number: bool) -> None:
    copy = the_copy(folder)
    assert main(["--shop", str(folder), "restore", "1" if by_number else copy.name]) == 0
    assert copy.name in capsys.readouterr().out
    assert names(folder) == ["张晓红"]


def test_a_copy_is_as_old_as_its_name_says_wherever_it_was_carried(folder: Path, capsys) -> None:
    old = the_copy(folder).rename(folder / "backups" / "shop-2026-10-02-171500.db")
    assert main(["--shop", str(folder), "restore"]) == 0
    assert f"{old.name}, Fri 2 Oct" in capsys.readouterr().out


@pytest.mark.parametrize("harm", ["cut short", "overwritten", "gone"])
def test_damaged_records_are_put_back(folder: Path, harm: str) -> None:
    records = folder / "shop.db"
    whole = records.read_bytes()
    if harm == "gone":
        records.unlink()
    else:
        records.write_bytes(whole[:5000] if harm == "cut short" else whole[:4096] + b"\xff" * 40_000 + whole[44_096:])
        assert main(["--shop", str(folder), "today"]) == 1
    assert main(["--shop", str(folder), "restore", str(the_copy(folder))]) == 0
    assert names(folder) == ["张晓红"]
    assert len(list(folder.glob("shop.replaced-*"))) == (harm != "gone")


def test_while_a_till_is_open_nothing_is_put_back(folder: Path, capsys) -> None:
    with contextlib.closing(sqlite3.connect(folder / "shop.db")) as till:
        till.execute("SELECT COUNT(*) FROM customer").fetchone()
        assert main(["--shop", str(folder), "restore", str(the_copy(folder))]) == 1
    assert "close it at every till first" in capsys.readouterr().err
    assert names(folder) == ["张晓红", "Emily Carter"]
    assert not list(folder.glob("*replaced*"))


def test_a_damaged_copy_is_refused_and_the_records_stay(folder: Path, capsys) -> None:
    copy = the_copy(folder)
    whole = copy.read_bytes()
    copy.write_bytes(whole[:8192] + b"\xff" * 20_000 + whole[28_192:])
    assert main(["--shop", str(folder), "restore", str(copy)]) == 1
    assert capsys.readouterr().err
    assert names(folder) == ["张晓红", "Emily Carter"]
    assert sorted(path.name for path in folder.iterdir() if "db" in path.name) == [".shop.db.lock", "shop.db"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [(["restore", "nowhere.db"], "There is no file nowhere.db."), (["check"], "There is no shop in")],
)
def test_what_is_not_there_is_said(tmp_path: Path, capsys, typed: list[str], told: str) -> None:
    folder = tmp_path if typed[0] == "restore" else tmp_path / "none"
    assert main(["--shop", str(folder), *typed]) == 1
    assert told in capsys.readouterr().err


def test_an_empty_folder_name_is_refused(capsys) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--shop", "", "today"])
    assert left.value.code == 2
    assert "give a folder" in capsys.readouterr().err
