"""The sheet of a home visit on the screen: from Today and from the file, printed with F2, the number with F7 (C12)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from counter_tui import clock
from counter_tui.models import AuditEntry, Customer, Revisit
from counter_tui.screens import printing
from counter_tui.screens.printing import open_natively
from tests.screens.conftest import LANGUAGES


async def visit_due(c) -> None:
    """The late contact of Emily is a visit at three, to an address on file."""
    await c.behind(Customer.update(address="3 Pearl Road", route="Gate B").where(Customer.id == 2))
    await c.behind(Revisit.update(channel="visit", hour=dt.time(15)).where(Revisit.customer == 2))
    await c.press("f5")


@LANGUAGES
async def test_from_today_it_is_read_printed_and_leads_to_the_number(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await visit_due(c)
        await c.press("up", "f7")
        assert c.screen == "VisitSheetScreen"
        for wanted in ("Emily Carter", "139 1234 5678", "3 Pearl Road", "Gate B", "15:00", "30"):
            assert wanted in c.text, wanted
        assert {"en": "F2 Page to print", "zh_CN": "F2 打印页"}[language] in c.lines()[-1]
        await c.press("f2")
        done = {"en": "A page is written: open it in a browser", "zh_CN": "已生成页面，请用浏览器打开后打印。"}
        assert done[language] in c.text, "nothing has come out of a printer"
        (sheet,) = (stocked.folder / "sheets").iterdir()
        assert sheet.name.startswith("visit-C000002-")
        assert "Gate B" in sheet.read_text("utf-8")
        assert sheet.name in "".join(line.strip() for line in c.lines())
        assert "7" in c.text
        await c.press("end")
        await c.press("f7")
        assert c.screen == "Dial"
        await c.press("escape")
        assert c.screen == "TodayScreen"
        read = AuditEntry.select().where(AuditEntry.customer == 2, AuditEntry.action == "file.read")
        assert [entry.detail["why"] for entry in read] == ["visit"]


async def test_from_the_file_it_is_in_the_menu(counter, stocked) -> None:
    async with counter(stocked) as c:
        await visit_due(c)
        await c.press(*"5678", "enter", "f9")
        await c.type("homevisit")
        assert "Home visit: sheet" in c.text
        await c.press("enter")
        assert c.screen == "VisitSheetScreen"
        assert "15:00" in c.text
        await c.press("escape")
        assert c.screen == "CustomerScreen"


async def test_it_scrolls_to_its_end_and_says_why_not(counter, stocked) -> None:
    clock.hold(dt.datetime(2026, 11, 21, 13, 0))
    async with counter(stocked) as c:
        await visit_due(c)
        await c.behind(Revisit.update(hour=None).where(Revisit.customer == 2))
        await c.press("up", "f7")
        assert "Not now: rest time until 14:30." in c.text
        assert "Step by step" not in c.text
        await c.press("end")
        assert "Thank them and go" in c.text


async def test_a_folder_that_takes_nothing_is_said(counter, stocked) -> None:
    (stocked.folder / "sheets").write_text("", "utf-8")
    async with counter(stocked) as c:
        await visit_due(c)
        await c.press("up", "f7", "f2")
        assert "Nothing can be written there" in c.text


# The browser


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What would have been started, on a Linux PC with a desktop."""
    programs: list[list[str]] = []
    monkeypatch.setattr(printing.subprocess, "Popen", lambda command, **_how: programs.append(command))
    monkeypatch.setattr(printing.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(printing.sys, "platform", "linux")
    for name in ("SSH_CONNECTION", "SSH_TTY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return programs


def test_the_browser_of_this_pc_shows_the_page(started: list[list[str]], tmp_path: Path) -> None:
    page = tmp_path / "a sheet.html"
    assert open_natively(page)
    assert started == [["/usr/bin/xdg-open", page.as_uri()]]


@pytest.mark.parametrize("missing", ["desktop", "program", "far away"])
def test_without_a_desktop_nothing_is_started(
    started: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "desktop":
        monkeypatch.delenv("DISPLAY")
    elif missing == "program":
        monkeypatch.setattr(printing.shutil, "which", lambda _name: None)
    else:
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 22")
    assert not open_natively(tmp_path / "sheet.html")
    assert started == []


async def test_old_sheets_are_gone_at_the_next_start(counter, stocked) -> None:
    folder = stocked.folder / "sheets"
    folder.mkdir()
    old, new = (folder / f"visit-C000001-2026-11-{day}-101500.html" for day in ("13", "14"))
    for path in (old, new):
        path.write_text("", "utf-8")
    async with counter(replace(stocked)):
        assert list(folder.iterdir()) == [new]
