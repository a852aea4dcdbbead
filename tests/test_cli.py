"""The command line: what each command answers, in which language and shop, and what a wrong one is told."""

from __future__ import annotations

import datetime as dt
import gettext
import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from peewee import OperationalError

from counter_tui.cli import main
from counter_tui.i18n import assets
from counter_tui.models import ObjectionRaised, db, new_uuid
from counter_tui.models.opening import open_database
from counter_tui.settings import Settings, change_settings, read_settings, write_settings
from counter_tui.shop.context import open_shop
from counter_tui.shop.customers import CustomerEntry
from counter_tui.shop.entry.phones import read_phone
from counter_tui.shop.people import add_clerk
from counter_tui.shop.sales import PieceEntry, SaleEntry, record_sale
from tests.terminal.session import Session, clean_environment, program

COMMANDS = ("", "demo", "import", "export", "find", "today", "objections", "restore", "check")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A home of its own; afterwards argparse speaks as before and no database is open."""
    for name, value in (("HOME", str(tmp_path)), ("LANG", "C.UTF-8"), ("LANGUAGE", ""), ("COLUMNS", "100")):
        monkeypatch.setenv(name, value)
    for name in ("LC_ALL", "LC_MESSAGES", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    yield
    gettext.textdomain("messages")
    if db.obj is not None and not db.is_closed():
        db.close()


@pytest.fixture
def folder(place: str, tmp_path: Path) -> Path:
    """A shop with Zhang, whose first revisit is due today, and Emily, whose is four days late."""
    path = tmp_path / "shop"
    settings = write_settings(Settings(path, "Golden Bell", "CN", "en", place))
    database = open_database(place)
    shop = open_shop("Golden Bell", "CN", "en", path)
    mei = add_clerk(shop, "Mei Lin").id
    for name, phone, sold in (("张晓红", "13812341234", 17), ("Emily Carter", "13912345678", 10)):
        entry = CustomerEntry(name, uuid=new_uuid(), phones=(read_phone(phone, "CN"),))
        piece = PieceEntry(kind="ring", metal="k18")
        record_sale(shop, SaleEntry(entry, dt.date(2026, 11, sold), (piece,), uuid=new_uuid()), mei)
    database.close()
    return settings.folder


def answer(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> str:
    """What a command prints when all is well."""
    capsys.readouterr()
    assert main([str(arg) for arg in argv]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refusal(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> str:
    """The one sentence a refused command says."""
    capsys.readouterr()
    assert main([str(arg) for arg in argv]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("counter-tui: ") and err.count("\n") == 1, err
    return err.removeprefix("counter-tui: ").strip()


# Help and language


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_help_in_both_languages(capsys: pytest.CaptureFixture[str], command: str, language: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([*([command] if command else []), "--help", "--lang", language])
    out = capsys.readouterr().out
    assert left.value.code == 0
    assert "--shop" in out and "--lang" in out
    words = [line.split("  ")[-1] for line in out.splitlines() if line.strip().startswith(("-h", "--shop"))]
    assert [bool(CHINESE.search(line)) for line in words] == [language == "zh_CN"] * 2
    assert bool(CHINESE.search(out)) == (language == "zh_CN")
    assert not any(header in out for header in ("usage:", "options:", "show this help")) or language == "en"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_help_names_every_command(capsys: pytest.CaptureFixture[str], language: str) -> None:
    with pytest.raises(SystemExit):
        main(["--help", "--lang", language])
    out = capsys.readouterr().out
    for command in COMMANDS[1:]:
        assert re.search(rf"^ +{command} +\S", out, re.M), command


@pytest.mark.parametrize(
    ("argv", "said", "chinese"),
    [
        (["--lang", "fr", "check"], "'fr'", False),
        (["nonsense", "--lang", "zh_CN"], "nonsense", True),
        (["find", "--lang", "zh_CN"], "TEXT", True),
        (["today", "--date", "31/31/2026"], "--date", False),
        (["find", "x", "--limit", "many"], "give a whole number from 1", False),
        (["find", "x", "--limit", "0"], "give a whole number from 1", False),
        (["demo", "--no-open", "--size", "-5"], "give a whole number from 1", False),
        (["check", "--frobnicate"], "--frobnicate", False),
        (["--lang"], "--lang", False),
        (["find", "--lang"], "--lang", False),
        (["--lang", "zh_CN", "today", "--shop"], "--shop", True),
        (["--=x"], "--=x", False),
    ],
)
def test_a_command_that_makes_no_sense_is_told_so(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str, chinese: bool
) -> None:
    with pytest.raises(SystemExit) as left:
        main(argv)
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert said in err
    assert bool(CHINESE.search(err)) == chinese


def test_an_unknown_language_in_the_environment_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_TUI_LANG", "tlh")
    assert refusal(capsys, "find", "x") == "Language “tlh” is not known; use en or zh_CN."


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_language_is_told_by_the_command_line_then_the_environment_then_the_shop_then_the_pc(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def nobody(*argv: str) -> str:
        return "zh_CN" if CHINESE.search(answer(capsys, "find", "nobody-at-all", "--shop", folder, *argv)) else "en"

    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert nobody() == "en", "counter.toml says en"
    monkeypatch.setenv("COUNTER_TUI_LANG", "zh_CN")
    assert nobody() == "zh_CN"
    assert nobody("--lang", "en") == "en"
    toml = folder / "counter.toml"
    toml.write_text(re.sub('language = "en"\n', "", toml.read_text("utf-8")), "utf-8")
    monkeypatch.delenv("COUNTER_TUI_LANG")
    assert nobody() == "zh_CN", "the PC's own"


# find


def test_find_prints_what_the_search_box_shows(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert answer(capsys, "find", "zxh", "--shop", folder).split() == ["C000001", "张晓红", "138", "••••", "1234",
        "2026-11-17"]  # fmt: skip
    assert answer(capsys, "--shop", folder, "find", "nobody-at-all") == "Nobody found.\n"


def test_find_as_json(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    found = json.loads(answer(capsys, "find", "Emily", "5678", "--json", "--shop", folder))
    (emily,) = found
    assert {"number", "name", "phone", "last_sale"} <= emily.keys()
    assert (emily["number"], emily["name"], emily["last_sale"]) == ("C000002", "Emily Carter", "2026-11-10")
    assert emily["phone"].endswith("5678")
    assert json.loads(answer(capsys, "find", "nobody-at-all", "--json", "--shop", folder)) == []


def test_find_gives_at_most_the_limit(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert len(json.loads(answer(capsys, "find", "13", "--json", "--shop", folder))) == 2
    assert len(json.loads(answer(capsys, "find", "13", "--json", "--limit", "1", "--shop", folder))) == 1


# today


def test_today_as_json(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    work = json.loads(answer(capsys, "today", "--json", "--shop", folder))
    assert work["date"] == "2026-11-21"
    assert [row["customer"] for row in work["overdue"]] == ["Emily Carter"]
    assert [row["customer"] for row in work["today"]] == ["张晓红"]
    assert work["coming"] == []
    row = work["overdue"][0]
    assert {"customer", "number", "phone", "reason", "due", "topic", "clerk"} <= row.keys()
    assert (row["number"], row["reason"], row["due"], row["clerk"]) == ("C000002", "first", "2026-11-13", "Mei Lin")


@pytest.mark.parametrize(
    ("typed", "meant"), [("2026-11-14", "2026-11-14"), ("-7", "2026-11-14"), ("1114", "2026-11-14")]
)
def test_today_on_another_day(capsys: pytest.CaptureFixture[str], folder: Path, typed: str, meant: str) -> None:
    work = json.loads(answer(capsys, "today", "--json", f"--date={typed}", "--shop", folder))
    assert work["date"] == meant
    assert [row["customer"] for row in work["today"]] == ["Emily Carter"]
    assert [row["customer"] for row in work["coming"]] == ["张晓红"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_today_in_words(capsys: pytest.CaptureFixture[str], folder: Path, language: str) -> None:
    lines = answer(capsys, "today", "--shop", folder, "--lang", language).splitlines()
    assert [bool(re.search(r"\(1\)|（1）", line)) for line in lines] == [True, False, True, False]
    assert "Emily Carter" in lines[1] and "张晓红" in lines[3]
    assert ("First revisit" in lines[1]) == (language == "en")
    assert ("首次回访" in lines[1]) == (language == "zh_CN")


def test_objections_of_a_month_in_words_and_as_json(
    capsys: pytest.CaptureFixture[str], folder: Path, place: str
) -> None:
    assert answer(capsys, "objections", "--shop", folder) == "Nothing was noted.\n"
    database = open_database(place)
    for month, ended in ((10, "lost"), (11, "settled"), (11, "open")):
        ObjectionRaised.create(card="too-dear", ended=ended, kind="ring", at=dt.datetime(2026, month, 15, 4))
    database.close()
    lines = answer(capsys, "objections", "--shop", folder, "--month=2026-11").splitlines()
    assert lines[:2] == ["By kind of piece", "  Ring  2  (1 settled, 1 still open, 0 not bought)"]
    assert lines[-1] == "  1 Too dear  2  (1 settled, 1 still open, 0 not bought)"
    known = json.loads(answer(capsys, "objections", "--json", "--shop", folder))
    assert known["cards"] == [
        {"key": "too-dear", "words": "1 Too dear", "uses": 3, "settled": 1, "open": 1, "not_bought": 1}
    ]
    assert (known["from"], known["to"]) == (None, None)


# Which shop


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_shop_is_named_before_or_after_the_command_or_by_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    wanted = "C000002"
    assert wanted in answer(capsys, "--shop", folder, "find", "emily")
    assert wanted in answer(capsys, "find", "emily", "--shop", folder)
    monkeypatch.setenv("COUNTER_TUI_SHOP", str(folder))
    assert wanted in answer(capsys, "find", "emily")
    (tmp_path / "another").mkdir()
    open_database(str(tmp_path / "another" / "shop.db")).close()
    assert "Nobody" in answer(capsys, "find", "emily", "--shop", tmp_path / "another"), "--shop wins"
    monkeypatch.delenv("COUNTER_TUI_SHOP")
    assert "There is no shop in " in refusal(capsys, "find", "emily"), "this person has none"
    monkeypatch.chdir(tmp_path)
    assert wanted in answer(capsys, "--shop", "shop", "find", "emily")


def test_the_database_can_be_named_by_itself(
    capsys: pytest.CaptureFixture[str], folder: Path, place: str, tmp_path: Path
) -> None:
    (tmp_path / "another").mkdir()
    for before, after in ((["--database", place], []), ([], ["--database", place])):
        assert "C000002" in answer(capsys, *before, "find", "emily", *after, "--shop", tmp_path / "another")


@pytest.mark.parametrize("command", [["find", "x"], ["today"]], ids=["find", "today"])
def test_a_folder_that_is_not_there_is_no_empty_shop(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    assert refusal(capsys, *command, "--shop", tmp_path / "shpo") == f"There is no shop in {tmp_path / 'shpo'}."
    assert not (tmp_path / "shpo").exists()


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert re.fullmatch(r"counter-tui( \d+\.\d+\.\d+)?\n", capsys.readouterr().out)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_mistake_in_the_shops_words_is_said_beside_the_answer(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "policy.toml").write_text('[revisits]\nfirst_days = "soon"\n', "utf-8")
    assert main(["find", "emily", "--shop", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert "C000002" in out
    assert err.startswith("policy.toml, line 2: ") and err.count("\n") == 1


def test_a_pipe_that_nobody_reads_any_more_is_no_fault(folder: Path, tmp_path: Path) -> None:
    listing = subprocess.Popen(
        program("today", "--json", "--shop", folder), env=clean_environment(tmp_path), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    assert listing.stdout is not None and listing.stderr is not None
    listing.stdout.close()
    assert listing.stderr.read() == b""
    listing.stderr.close()
    assert listing.wait(20) == 0


# check


def test_a_clean_shop_passes_the_check(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert answer(capsys, "check", "--shop", folder).splitlines()[0] == "Nothing wrong."


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("calls", "wrong"),
    [
        ('rest = [["00:00", "23:00"]]', True),
        ("retry_hours = []", True),
        ('rest = [["18:00", "10:00"]]', False),
        ('rest = [["00:00", "23:00"]]\nretry_hours = ["23:15"]', False),
    ],
)
def test_the_check_tells_when_no_hour_is_left_for_another_try(
    capsys: pytest.CaptureFixture[str], folder: Path, calls: str, wrong: bool
) -> None:
    (folder / "policy.toml").write_text(f"[calls]\n{calls}\n", "utf-8")
    assert main(["check", "--shop", str(folder)]) == wrong
    assert ("no time of retry_hours lies outside the rest hours" in capsys.readouterr().out) is wrong


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_every_mistake_of_the_shops_own_files_is_told_with_file_and_line(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    script, card = folder / "scripts/en/first-revisit.toml", folder / "objections/zh_CN/too-dear.toml"
    for file in (script, card):
        file.parent.mkdir(parents=True)
    (folder / "policy.toml").write_text('[revisits]\n\nfirst_days = "soon"\n', "utf-8")
    shipped = (assets() / "scripts/en/first-revisit.toml").read_text("utf-8")
    at = next(n for n, line in enumerate(shipped.splitlines(), 1) if line.startswith("say"))
    script.write_text(shipped.replace("{shop}", "{shpo}"), "utf-8")
    card.write_text('title = "太贵"\n= broken\n', "utf-8")

    assert main(["check", "--shop", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert any(line.startswith("policy.toml, line 3: ") for line in lines), out
    assert any(line.startswith(f"scripts/en/first-revisit.toml, line {at}: ") for line in lines), out
    assert any(line.startswith("objections/zh_CN/too-dear.toml, line 2: ") for line in lines), out
    assert lines[-2] == f"Mistakes: {len(lines) - 2}"
    assert lines[-1].endswith(str(assets())), "where the shipped ones are, to copy from"


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_check_speaks_chinese(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "policy.toml").write_text("[revisits]\nfirst_days = 3\n", "utf-8")
    assert main(["check", "--shop", str(folder), "--lang", "zh_CN"]) == 1
    first, last, _where = capsys.readouterr().out.splitlines()
    assert "policy.toml" in first and "2" in first and CHINESE.search(first)
    assert CHINESE.search(last)


def test_the_check_finds_records_that_do_not_fit(capsys: pytest.CaptureFixture[str], folder: Path, place: str) -> None:
    database = open_database(place)
    database.execute_sql("DELETE FROM search_key")
    database.execute_sql("UPDATE counter SET value = 1 WHERE name = 'customer'")
    database.execute_sql("UPDATE revisit SET open_series = NULL WHERE state = 'open'")
    database.close()
    assert main(["check", "--shop", str(folder)]) == 1
    out = capsys.readouterr().out
    for words in ("The numbers of customer have run past", "can't find: 2", "Planned contacts in no list: "):
        assert words in out


# demo


def _made(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "shop.db") as records:
        return [line for line in records.iterdump() if "schema_migration" not in line]


def test_the_demo_is_the_same_for_the_same_seed_and_date(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, seed in (("one", "7"), ("two", "7"), ("other", "8")):
        said = answer(capsys, "demo", "--no-open", "--size", "20", "--seed", seed, "--shop", tmp_path / name)
        assert "20" in said and str(tmp_path / name) in said
    assert _made(tmp_path / "one") == _made(tmp_path / "two") != _made(tmp_path / "other")
    assert answer(capsys, "check", "--shop", tmp_path / "one").splitlines()[0] == "Nothing wrong."


def test_the_demo_is_made_in_an_empty_folder_only(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to-mother.txt").write_text("Dear mother", "utf-8")
    assert refusal(capsys, "demo", "--no-open", "--shop", letters) == (
        f"{letters} is not empty: the demo is made in an empty folder."
    )
    assert [file.name for file in letters.iterdir()] == ["to-mother.txt"]


def test_the_demo_without_a_folder_is_made_in_a_temporary_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = answer(capsys, "demo", "--no-open", "--size", "5")
    (made,) = tmp_path.glob("counter-tui-*")
    assert str(made) in said
    assert (made / "shop.db").is_file() and (made / "counter.toml").is_file()


# import


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """One of the demo's spreadsheets, in a folder of its own."""
    path = tmp_path / "ledger" / "customers-2024.csv"
    path.parent.mkdir()
    path.write_bytes((assets() / "demo" / path.name).read_bytes())
    return path


@pytest.fixture
def nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The input is no terminal: what can't be told is taken as guessed."""
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.mark.usefixtures("nobody_to_ask")
def test_an_import_is_shown_done_not_doubled_and_taken_back(
    capsys: pytest.CaptureFixture[str], folder: Path, ledger: Path
) -> None:
    def count() -> int:
        return len(json.loads(answer(capsys, "find", "13", "--json", "--limit", "500", "--shop", folder)))

    def taken_over(*argv: str) -> str:
        assert main(["import", str(ledger), "--shop", str(folder), *argv]) == 0
        return capsys.readouterr().out

    before = count()
    assert "Nothing was changed." in taken_over("--dry-run")
    assert (count(), [path.name for path in ledger.parent.iterdir()]) == (before, [ledger.name])
    assert "50 new customers" in taken_over()
    after = count()
    assert after > before + 10
    assert "50" in (ledger.parent / "customers-2024.csv.import-report.csv").read_text("utf-8-sig")
    assert "Nothing new" in taken_over()
    assert count() == after
    assert "Taken back: 50 customers" in taken_over("--take-back")
    assert count() == before
    assert refusal(capsys, "import", ledger, "--take-back", "--shop", folder) == (
        "No import of customers-2024.csv is there to be taken back."
    )


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_trying_and_taking_back_do_not_go_together(
    capsys: pytest.CaptureFixture[str], folder: Path, ledger: Path
) -> None:
    assert refusal(capsys, "import", ledger, "--dry-run", "--take-back", "--shop", folder) == (
        "--dry-run and --take-back don't go together: nothing was done."
    )


@pytest.mark.usefixtures("nobody_to_ask")
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "content"),
    [("none.csv", None), ("letter.txt", b"Dear mother"), ("broken.xlsx", b"PK\x03\x04 no"), ("a.xls", b"")],
)
def test_a_file_that_is_no_spreadsheet_is_one_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    main(["import", str(tmp_path / name), "--shop", str(folder)])
    err = capsys.readouterr().err
    assert err.startswith("counter-tui: ") and err.count("\n") == 1


def test_a_file_or_a_shop_that_is_not_there_makes_no_shop(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    missing, shop = tmp_path / "list.csv", tmp_path / "shpo"
    assert refusal(capsys, "import", missing, "--shop", shop) == f"No such file or folder: {missing}"
    assert refusal(capsys, "import", missing, "--take-back", "--shop", shop) == f"There is no shop in {shop}."
    assert not shop.exists()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_folder_for_backups_that_is_not_there_is_a_mistake(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    change_settings(read_settings(folder), backup=str(tmp_path / "stick" / "copies"))
    assert main(["check", "--shop", str(folder)]) == 1
    assert "No backup can be made." in capsys.readouterr().out
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize("command", [("find", "mei"), ("today",), ("objections",), ("check",), ("export", "list.csv")])
def test_a_slip_in_the_place_of_the_records_makes_no_empty_ones(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    said = refusal(capsys, *command, "--shop", tmp_path / "shop", "--database", "typo")
    assert said.startswith("There are no records in ") and said.endswith("typo.")
    assert "There are no records in " in refusal(capsys, *command, "--shop", tmp_path / "shop")
    assert [path.name for path in tmp_path.rglob("*")] == ["shop"]


def test_a_full_disk_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch) -> None:
    class FullError(Exception):
        sqlite_errorname = "SQLITE_FULL"

    def full(*_args: object, **_more: object) -> str:
        raise OperationalError("cannot rollback - no transaction is active") from FullError()

    monkeypatch.setattr("counter_tui.exchange.answers.find", full)
    assert "the disk is full" in refusal(capsys, "find", "emily", "--shop", folder)


def test_the_home_of_somebody_nobody_knows_is_a_place_that_is_not_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no shop in " in refusal(capsys, "--shop", "~nobody-of-that-name", "today")
    assert "No such file or folder" in refusal(capsys, "--shop", tmp_path, "import", "~nobody-of-that-name/list.csv")
    write_settings(Settings(tmp_path / "shop", "Golden Bell", "CN", "en", backup="~nobody-of-that-name/copies"))
    monkeypatch.setenv("COUNTER_TUI_SHOP", "~nobody-of-that-name/shop")
    open_database(str(tmp_path / "shop" / "shop.db")).close()
    assert main(["--shop", str(tmp_path / "shop"), "find", "mei"]) == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "shop"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["import", "none.csv", "--shop", "shop"], "没有这个文件或文件夹：none.csv"),
        (["import", "folder", "--shop", "shop"], "这是文件夹，不是文件：folder"),
        (["import", "list.csv", "--shop", "file"], "同名的东西已经在那里了：file"),
        (["import", "list.csv", "--shop", "file/shop"], "该是文件夹的地方是一个文件：file/shop"),
    ],
)
def test_what_the_system_refuses_is_said_in_the_clerks_language(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("file", "list.csv"):
        (tmp_path / name).touch()
    assert refusal(capsys, *command, "--lang", "zh_CN").replace(f"{tmp_path}/", "") == reason


def test_a_folder_where_the_shops_settings_should_be_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "counter.toml").mkdir()
    said = f"This is a folder, not a file: {tmp_path / 'counter.toml'}"
    assert refusal(capsys, "--shop", tmp_path, "check") == said
    assert refusal(capsys, "--shop", tmp_path, "find", "mei") == said


# export


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_export_is_written_and_not_over_another_unasked(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "all.csv"
    asked = ("export", path, "--shop", folder, "--lang", language)
    said = answer(capsys, *asked)
    assert str(path) in said and "2" in said
    head, *rows = path.read_text("utf-8-sig").splitlines()
    assert bool(CHINESE.search(head)) == (language == "zh_CN")
    assert len(rows) == 2 and "张晓红" in rows[0] and "2026-11-17" in rows[0]
    path.write_text("from before")
    assert "all.csv" in refusal(capsys, *asked)
    assert path.read_text() == "from before"
    answer(capsys, *asked, "--force")
    assert "张晓红" in path.read_text("utf-8-sig")
    assert ".xlsx" in refusal(capsys, "export", tmp_path / "all.doc", "--shop", folder, "--lang", language)


@pytest.mark.usefixtures("nobody_to_ask")
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_was_exported_can_be_imported_into_another_shop(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    answer(capsys, "export", tmp_path / "all.xlsx", "--shop", folder)
    db.close()
    said = answer(capsys, "import", tmp_path / "all.xlsx", "--shop", tmp_path / "second")
    assert "2 new customers" in said and "2 purchases" in said and " ?" not in said


# Databases that are none


def _text(path: Path) -> None:
    path.write_text("张晓红,13812341234\n" * 20, "utf-8")


def _zero_bytes(path: Path) -> None:
    path.touch()


def _of_another_program(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")


def _changed(path: Path, *sql: str) -> None:
    open_database(str(path)).close()
    other = sqlite3.connect(path)
    for statement in sql:
        other.execute(statement)
    other.commit()
    other.close()


def _newer(path: Path) -> None:
    _changed(path, "INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2030-01-01')")


def _truncated(path: Path) -> None:
    _changed(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _overwritten(path: Path) -> None:
    _changed(path)
    whole = bytearray(path.read_bytes())
    whole[100:4096] = b"\xff" * (4096 - 100)
    path.write_bytes(whole)


def _read_only(path: Path) -> None:
    _changed(path)
    path.chmod(0o444)


def _a_folder(path: Path) -> None:
    path.mkdir()


BAD = {
    "text": (_text, "shop.db is not a database of this program."),
    "zero bytes": (_zero_bytes, "shop.db is empty: it is no database of this program."),
    "another program's": (_of_another_program, "shop.db belongs to another program."),
    "newer": (_newer, "This database was written by a newer version of the program. Please update the program first."),
    "truncated": (_truncated, "shop.db is damaged and can't be read: counter-tui restore puts a copy back."),
    "overwritten": (_overwritten, "shop.db is damaged and can't be read: counter-tui restore puts a copy back."),
    "read-only": (_read_only, "shop.db is read-only: nothing could be saved."),
    "a folder": (_a_folder, "shop.db is a folder, not a database."),
}
NO_SERVER = "postgresql://nobody@127.0.0.1:1/none"


def _bad_shop(folder: Path, make: Callable[[Path], None]) -> dict[str, bytes]:
    write_settings(Settings(folder, "Golden Bell", "CN", "en"))
    make(folder / "shop.db")
    return _bytes(folder)


def _bytes(folder: Path) -> dict[str, bytes]:
    """Every file of the shop but what the till remembers of itself and the lock of those who start."""
    seen = [path for path in folder.iterdir() if path.suffix not in (".json", ".lock")]
    return {path.name: path.read_bytes() if path.is_file() else b"" for path in seen}


@pytest.mark.parametrize("command", [["find", "x"], ["today"]], ids=["find", "today"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_database_is_one_sentence_and_stays_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, command: list[str]
) -> None:
    make, sentence = BAD[kind]
    folder = tmp_path / "shop"
    before = _bad_shop(folder, make)
    assert refusal(capsys, *command, "--shop", folder) == sentence
    assert _bytes(folder) == before


@pytest.mark.parametrize("kind", BAD)
def test_the_check_says_it_too(capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str) -> None:
    make, sentence = BAD[kind]
    before = _bad_shop(tmp_path / "shop", make)
    assert main(["check", "--shop", str(tmp_path / "shop")]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [sentence, "Mistakes: 1"]
    assert _bytes(tmp_path / "shop") == before


@pytest.mark.parametrize("command", [["find", "x"], ["today"]], ids=["find", "today"])
def test_a_server_that_does_not_answer_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str]
) -> None:
    said = refusal(capsys, *command, "--database", NO_SERVER, "--shop", tmp_path / "shop")
    assert said.startswith("The shop's database server does not answer: ")


@pytest.mark.parametrize("command", [["find", "x"], ["today"], ["check"]], ids=["find", "today", "check"])
@pytest.mark.parametrize(
    "place",
    [
        "postgres:/bad", "postgresql:/127.0.0.1/shop", "postgresql://127.0.0.1", "mysql://x/y", "postgress://x/y",
        "postgresql://mei@127.0.0.1:notaport/shop", "postgresql://mei@127.0.0.1:99999/shop",
    ],
)  # fmt: skip
def test_a_wrong_address_is_one_sentence_and_no_new_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refusal(capsys, *command, "--database", place, "--shop", tmp_path / "shop")
    assert said.startswith(f"The records' place is neither a file nor a right address: {place}.")
    assert list(tmp_path.iterdir()) == []


def _opened_in_a_terminal(folder: Path, *argv: str, home: Path) -> tuple[int, bool, str]:
    """Exit code, whether the terminal was left clean, and what stands on it afterwards."""
    session = Session(program("--shop", folder, *argv), clean_environment(home), folder=home)
    try:
        code = session.ended()
        said = session.seen[session.seen.rfind(b"\x1b[?1049l") :].decode()
        return code, session.clean(), re.sub(r"\x1b\[[?<]?[\d;]*[a-zA-Z]", "", said).strip()
    finally:
        session.close()


@pytest.mark.parametrize("kind", BAD)
def test_the_shop_does_not_open_on_a_bad_database_and_leaves_the_terminal_clean(tmp_path: Path, kind: str) -> None:
    make, sentence = BAD[kind]
    before = _bad_shop(tmp_path / "shop", make)
    assert _opened_in_a_terminal(tmp_path / "shop", home=tmp_path) == (1, True, f"counter-tui: {sentence}")
    assert _bytes(tmp_path / "shop") == before


def test_the_shop_does_not_open_without_its_server(tmp_path: Path) -> None:
    write_settings(Settings(tmp_path / "shop", "Golden Bell", "CN", "en", NO_SERVER))
    code, clean, said = _opened_in_a_terminal(tmp_path / "shop", "--lang", "zh_CN", home=tmp_path)
    assert (code, clean) == (1, True)
    assert said.startswith("counter-tui: ") and CHINESE.search(said) and said.count("\n") == 0


def test_the_shop_opens_in_a_terminal_only(tmp_path: Path) -> None:
    write_settings(Settings(tmp_path / "shop", "Golden Bell", "CN", "en"))
    ran = subprocess.run(
        program("--shop", tmp_path / "shop"), env=clean_environment(tmp_path), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "counter-tui: The shop opens in a terminal only; here is none.\n"


def test_python_m_is_the_same_program(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "counter_tui", "--help"], env=clean_environment(tmp_path), capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("usage: counter-tui ")
