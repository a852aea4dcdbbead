"""Copies of the records: one a day, one when asked for, checked before they count, old ones thinned out."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from peewee import SqliteDatabase

from counter_tui import clock
from counter_tui.models import Clerk, copying, db
from counter_tui.models.copying import CopyError, copy_records
from counter_tui.models.opening import open_database
from counter_tui.shop.backups import KEPT, back_up_now, back_up_today, usable
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import ShopError

DAY = dt.timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def embedded() -> bool:
    return isinstance(db.obj, SqliteDatabase)


def test_a_day_has_one_copy_of_its_own(shop: Shop, mei: int, folder: Path) -> None:
    made = back_up_today(shop, folder)
    if not embedded():
        assert made is None
        assert not folder.exists()
        return
    assert names(folder) == ["shop-2026-11-21.db"]
    before = made.read_bytes()
    Clerk.create(name="Wei Chen")
    assert back_up_today(shop, folder) is None
    assert made.read_bytes() == before
    clock.hold(clock.now() + DAY)
    back_up_today(shop, folder)
    assert names(folder) == ["shop-2026-11-21.db", "shop-2026-11-22.db"]


def test_a_copy_holds_what_is_still_in_the_log_and_opens_as_a_shop(shop: Shop, mei: int, folder: Path) -> None:
    if not embedded():
        pytest.skip("a server is backed up by itself")
    made = back_up_now(shop, folder)
    assert names(folder) == ["shop-2026-11-21-101200.db"], "one file, without a log beside it"
    assert made.read_bytes()[18:20] == b"\x01\x01", "it can be read where no log can be made, such as on a stick"
    open_database(str(made)).close()
    with sqlite3.connect(made) as copy:
        assert copy.execute("SELECT name FROM clerk").fetchall() == [("Mei Lin",)]


def test_a_server_is_left_to_whoever_looks_after_it(shop: Shop, folder: Path) -> None:
    if embedded():
        pytest.skip("only on a server")
    with pytest.raises(ShopError, match="on a server"):
        back_up_now(shop, folder)
    assert not folder.exists()


def test_the_newest_of_each_kind_are_kept_and_nothing_else_is_touched(shop: Shop, folder: Path) -> None:
    if not embedded():
        pytest.skip("a server is backed up by itself")
    folder.mkdir()
    others = ["other-2026-01-01.db", "shop.before-0002_x.db", "shop-2026-01-01.db.txt", "shop-old.db"]
    for name in others:
        (folder / name).write_text("x", "utf-8")
    asked_for = back_up_now(shop, folder).name
    for _day in range(KEPT + 3):
        back_up_today(shop, folder)
        clock.hold(clock.now() + DAY)
    daily = [name for name in names(folder) if name not in (*others, asked_for)]
    assert len(daily) == KEPT
    assert daily[0] == "shop-2026-11-24.db"
    assert set(names(folder)) == {*daily, *others, asked_for}


def test_what_is_left_of_a_copy_that_broke_off_is_thrown_away(shop: Shop, folder: Path) -> None:
    """The PC went off while the records were copied; one that another till may still be writing stays."""
    if not embedded():
        pytest.skip("a server is backed up by itself")
    folder.mkdir()
    long_ago = time.time() - 2 * 3600
    left = (".shop-2026-11-20.db.77.new", ".shop-2026-11-20.db.77.new-journal")
    for name in (*left, ".notes.txt.77.new", "shop-old.db"):
        (folder / name).write_text("x", "utf-8")
        os.utime(folder / name, (long_ago, long_ago))
    (folder / ".shop-2026-11-21.db.78.new").write_text("x", "utf-8")
    made = back_up_now(shop, folder)
    assert names(folder) == [".notes.txt.77.new", ".shop-2026-11-21.db.78.new", made.name, "shop-old.db"]


def test_damaged_records_make_no_copy_and_the_one_before_stays(shop: Shop, mei: int, folder: Path) -> None:
    if not embedded():
        pytest.skip("a server is backed up by itself")
    target = folder / "shop-2026-11-21-101200.db"
    folder.mkdir()
    target.write_text("the good one", "utf-8")
    db.execute_sql("PRAGMA foreign_keys = 0")
    db.execute_sql("INSERT INTO script_tick (contact_id, step, title, note, answer) VALUES (99, 'x', '', '', '')")
    with pytest.raises(ShopError, match="No backup was made: the records are damaged"):
        back_up_now(shop, folder)
    assert names(folder) == [target.name]
    assert target.read_text("utf-8") == "the good one"


def test_a_copy_that_has_lost_rows_is_thrown_away(
    shop: Shop, mei: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not embedded():
        pytest.skip("a server is backed up by itself")
    monkeypatch.setattr(copying, "_copy", lambda records, copy, _wanted: records.backup(copy) or {"clerk": 2})
    with pytest.raises(CopyError, match="not whole"):
        copy_records(db.obj, folder / "x.db")
    assert names(folder) == []


def test_a_folder_that_is_none_is_one_sentence(shop: Shop, tmp_path: Path) -> None:
    if not embedded():
        pytest.skip("a server is backed up by itself")
    (tmp_path / "note.txt").write_text("x", "utf-8")
    for folder in (tmp_path / "note.txt", tmp_path / "note.txt" / "inside"):
        with pytest.raises(ShopError, match=r"No backup was made: .*note\.txt"):
            back_up_today(shop, folder)


def test_whether_copies_can_go_to_a_folder_is_tried_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("x", "utf-8")
    assert usable(tmp_path / "new") == ""
    assert "No such file or folder" in usable(tmp_path / "stick" / "copies")
    assert not (tmp_path / "stick").exists(), "a stick that is not plugged in becomes no folder of this disk"
    assert names(tmp_path / "new") == []
    assert "This is a file, not a folder" in usable(tmp_path / "note.txt")
    assert "Nothing can be written there" in usable(tmp_path / "note.txt" / "inside")


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("step", ["_counts", "_copy", "_inspect"])
def test_a_copy_that_is_not_wanted_any_more_is_given_up_and_leaves_nothing(
    shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The program is closed while the records are counted, copied, or looked at."""
    real, begun = getattr(copying, step), []

    def under_way(*what: Any) -> Any:
        begun.append(step)
        return real(*what)

    monkeypatch.setattr(copying, "_STEPS", 1)
    monkeypatch.setattr(copying, step, under_way)
    with pytest.raises(ShopError, match="No backup was made"):
        back_up_today(shop, folder, lambda: not begun)
    assert list(folder.iterdir()) == []
