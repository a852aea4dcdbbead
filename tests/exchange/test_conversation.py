"""The command line takes a spreadsheet over: it asks where there is somebody, and else says what it does."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from counter_tui import clock
from counter_tui.exchange.conversation import import_file, take_back_file
from counter_tui.exchange.sheets import SheetError
from counter_tui.i18n import assets
from counter_tui.models import Customer, ImportBatch
from counter_tui.shop.trace import ShopError

ROOT = Path(__file__).parents[2]
LISTS = ("customers-2024.csv", "老客户台账.xlsx")


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """A copy of the demo's list with a column nobody can place."""
    return Path(shutil.copy(assets() / "demo" / "customers-2024.csv", tmp_path))


@pytest.fixture
def answering(monkeypatch):
    """Somebody at a terminal who types these lines; gives the questions they were asked."""

    def answer(*lines: str) -> list[str]:
        asked: list[str] = []
        typed = iter(lines)

        def read(question: str) -> str:
            asked.append(question)
            return next(typed)

        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        return asked

    return answer


def test_without_anybody_to_ask_a_guess_is_taken_the_unknown_left_out_and_both_are_said(shop, members, capsys) -> None:
    assert import_file(shop, members) == 0
    said = capsys.readouterr()
    assert "Not sure: column “本人手机号” is taken as phone." in said.out
    assert "Unknown: column “来源” is left out." in said.out
    assert "“顾客姓名” → name\n" in said.out
    assert said.out.index("This will be imported:") < said.out.index("50 new customers") < said.out.index("Done.")
    report = members.with_name("customers-2024.csv.import-report.csv")
    assert str(report) in said.out
    assert len(report.read_text("utf-8-sig").splitlines()) == 1 + 4
    assert said.err == ""
    assert Customer.select().count() == 50


def test_a_dry_run_says_what_and_why_and_changes_nothing(shop, members, capsys) -> None:
    assert import_file(shop, members, dry_run=True) == 0
    said = capsys.readouterr().out
    assert "50 new customers" in said
    assert "row 52  重量(克)  “-5”  It cannot be less than zero." in said
    assert said.endswith("Nothing was changed.\n")
    assert Customer.select().count() == ImportBatch.select().count() == 0
    assert [path.name for path in members.parent.glob("*.csv")] == [members.name]


def test_at_a_terminal_it_asks_by_number_and_once_before_it_begins(shop, members, capsys, answering) -> None:
    asked = answering("", "99", "note", "0", "y")
    assert import_file(shop, members) == 0
    assert asked == ["Number [1]: ", "Number [0]: ", "Number [0]: ", "Number [0]: ", "Import it now? y/n [y]: "]
    assert capsys.readouterr().out.count("Type a number from the list.") == 2
    assert Customer.select().where(Customer.note.contains("小红书")).count() == 0


def test_a_column_it_could_not_tell_is_taken_as_answered(shop, members, capsys, answering) -> None:
    answering("1", "15", "")
    import_file(shop, members)
    said = capsys.readouterr().out
    assert "  15 occupation" in said
    assert Customer.select().where(Customer.occupation == "小红书").count() > 5


def test_a_column_in_another_unit_is_left_out_with_the_unit_named(shop, tmp_path, capsys) -> None:
    path = tmp_path / "list.csv"
    path.write_text("客戶,電話,金重(錢),金額(USD),来源\n陳大文,13800000001,2,8000,路过\n", "utf-8")
    import_file(shop, path)
    said = capsys.readouterr().out
    assert "Column “金重(錢)” is in 錢, which can't be taken over: it is left out." in said
    assert "Column “金額(USD)” is in USD, which can't be taken over: it is left out." in said
    assert "Unknown: column “来源” is left out." in said


def test_no_means_no(shop, members, answering) -> None:
    answering("", "", "n")
    assert import_file(shop, members) == 0
    assert Customer.select().count() == 0


def test_left_without_names_and_numbers_it_refuses(shop, tmp_path, answering) -> None:
    path = tmp_path / "list.csv"
    path.write_text("本人手机号,来源\n13800000001,路过\n", "utf-8")
    answering("0", "0")
    with pytest.raises(SheetError):
        import_file(shop, path)


def test_the_same_file_again_adds_nothing_and_says_so(shop, members, capsys) -> None:
    import_file(shop, members)
    capsys.readouterr()
    assert import_file(shop, members) == 0
    assert "Nothing new: everything is on file already." in capsys.readouterr().out
    assert ImportBatch.select().count() == 1


def test_the_last_import_of_a_file_is_taken_back_by_its_name(shop, members, capsys) -> None:
    import_file(shop, members)
    assert take_back_file(shop, Path(members.name)) == 0
    assert capsys.readouterr().out.endswith("Taken back: 50 customers and 50 sales.\n")
    assert Customer.select().count() == 0
    with pytest.raises(ShopError):
        take_back_file(shop, members)


def test_of_two_imports_of_one_name_the_last_is_taken_back_and_named_by_its_time(shop, tmp_path, capsys) -> None:
    for at, name in enumerate(("王芳", "李丽")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "list.csv").write_text(f"姓名,手机,购买日期,品名\n{name},1380000000{at},2024-03-05,戒指\n", "utf-8")
        clock.hold(dt.datetime(2026, 11, 20 + at, 14, 5))
        import_file(shop, folder / "list.csv")
    capsys.readouterr()
    assert take_back_file(shop, tmp_path / "王芳" / "list.csv") == 0
    assert capsys.readouterr().out.splitlines() == [
        "list.csv, imported Sat 21 Nov 14:05:",
        "Taken back: 1 customer and 1 sale.",
    ]
    assert [customer.name for customer in Customer.select()] == ["王芳"]
    assert take_back_file(shop, Path("list.csv")) == 0
    assert capsys.readouterr().out.startswith("list.csv, imported Fri 20 Nov 14:05:")


def test_whoever_was_last_at_the_counter_makes_the_contacts(shop, mei, members, tmp_path) -> None:
    (tmp_path / "till.json").write_text(json.dumps({"id": "till", "clerk": mei}), "utf-8")
    import_file(replace(shop, folder=tmp_path), members)
    assert ImportBatch.get().clerk_id == mei


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"COUNTER_TUI_NOW": "2026-11-21T10:12", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "counter_tui", *arguments, "--shop", str(folder), "--lang", "zh_CN"]
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", cwd=folder)


def test_from_end_to_end(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    for name in LISTS:
        path = shutil.copy(assets() / "demo" / name, tmp_path)
        done = run("import", str(path), folder=folder)
        assert (done.returncode, done.stderr) == (0, "")
    database = sqlite3.connect(folder / "shop.db")
    assert database.execute("SELECT count(*) FROM customer").fetchone() == (97,)
    assert database.execute("SELECT count(*) FROM piece").fetchone() == (129,)
    found = run("find", "贾宝珠", "--json", folder=folder)
    assert json.loads(found.stdout)[0]["name"] == "贾宝珠"
    again = run("import", str(tmp_path / LISTS[0]), "--dry-run", folder=folder)
    assert again.returncode == 0
    assert database.execute("SELECT count(*) FROM import_batch").fetchone() == (2,)
    back = run("import", str(tmp_path / LISTS[1]), "--take-back", folder=folder)
    assert back.returncode == 0
    assert database.execute("SELECT count(*) FROM customer").fetchone()[0] >= 50
    database.close()


@pytest.mark.parametrize("name", ["missing.xlsx", "picture.csv", "empty.csv"])
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256)))
    (tmp_path / "empty.csv").touch()
    done = run("import", name, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("counter-tui: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("ending", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("answered", [0, 2])
def test_who_ends_the_questions_has_changed_nothing_and_is_told(
    shop, members, capsys, answering, monkeypatch, ending: type[BaseException], answered: int
) -> None:
    asked = answering()

    def read(question: str) -> str:
        asked.append(question)
        if len(asked) > answered:
            raise ending
        return ""

    monkeypatch.setattr("builtins.input", read)
    with pytest.raises(KeyboardInterrupt):
        import_file(shop, members)
    assert capsys.readouterr().out.endswith("\nNothing was changed.\n")
    assert len(asked) == answered + 1 and Customer.select().count() == 0
