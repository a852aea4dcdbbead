"""Customers written to a spreadsheet by keys alone, asked about, stopped, and told of (mission A7)."""

from __future__ import annotations

import threading
from pathlib import Path

from counter_tui.exchange import exporting
from counter_tui.exchange.exporting import PRIVATE
from counter_tui.i18n import _
from counter_tui.models import AuditEntry
from tests.screens.conftest import LANGUAGES


async def opened(c) -> None:
    await c.press("f9")
    await c.type("87")
    assert c.screen == "Exporting"


def put(c, path: Path) -> None:
    field = c.app.screen.query_one("#path")
    field.value = ""
    field.put(str(path))


@LANGUAGES
async def test_everybody_is_written_where_it_is_suggested(counter, stocked, language: str) -> None:
    async with counter(stocked, language) as c:
        await opened(c)
        assert len(c.lines()) == 24
        field = c.app.screen.query_one("#path")
        path = Path(field.value)
        assert path.parent == stocked.folder and path.name.endswith("-2026-11-21.xlsx")
        assert _(PRIVATE)[:30] in c.text
        field.value = str(path.with_suffix(".csv"))
        await c.press("f2")
        written = path.with_suffix(".csv").read_text("utf-8-sig")
        assert ("姓名" in written) == (language == "zh_CN") and written.count("\n") == 5
        told = "".join(line.strip() for line in c.lines())
        assert path.with_suffix(".csv").name in told and "4" in told
        entry = AuditEntry.get(AuditEntry.action == "customers.exported")
        assert (entry.clerk_id, entry.detail["customers"]) == (c.app.by, 4)
        await c.press("enter")
        assert c.screen == "TodayScreen"


async def test_a_file_that_is_there_is_asked_about(counter, stocked, tmp_path) -> None:
    (path := tmp_path / "all.xlsx").write_text("from before")
    async with counter(stocked) as c:
        await opened(c)
        put(c, path)
        await c.press("enter")
        assert "all.xlsx is there already." in c.text
        await c.press("enter")
        assert (c.screen, path.read_text()) == ("Exporting", "from before")
        await c.press("enter", "f8")
        assert path.read_bytes().startswith(b"PK")
        assert "4 customers" in c.text


async def test_what_can_not_be_written_is_one_sentence_and_the_name_stays(counter, stocked, tmp_path) -> None:
    async with counter(stocked) as c:
        await opened(c)
        for typed, said in (("", "Write the name"), ("~/list.doc", "must end in"), ("/no/such/list.csv", "no folder")):
            c.app.screen.query_one("#path").value = typed
            await c.press("f2")
            assert said in c.lines()[22] and c.lines()[22].startswith(" !")
            assert c.app.screen.query_one("#path").value == typed
        await c.press("escape")
        assert c.screen == "TodayScreen"


async def test_a_name_far_too_long_and_a_folder_closed_to_us_are_a_sentence(counter, stocked, monkeypatch) -> None:
    ask = Path.stat

    def stat(path: Path, **kwargs: bool) -> object:
        if "closed" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return ask(path, **kwargs)

    monkeypatch.setattr(Path, "stat", stat)
    cases = ((f"~/{'x' * 300}.csv", "(The name is too long)"), ("/closed/list.csv", "may not be written"))
    async with counter(stocked) as c:
        await opened(c)
        for typed, said in (*cases, ("file://[/list.csv", "no folder")):
            c.app.screen.query_one("#path").value = typed
            await c.press("f2")
            assert said in c.lines()[22] and c.app.screen.query_one("#path").value == typed


async def test_stopped_half_way_nothing_is_written(counter, stocked, tmp_path, monkeypatch) -> None:
    half, go_on = threading.Event(), threading.Event()
    write = exporting._write

    def slowly(writer, file, listing, step) -> None:
        def told(done: int, of: int) -> None:
            if done:
                half.set()
                go_on.wait(20)
            step(done, of)

        write(writer, file, listing, told)

    monkeypatch.setattr(exporting, "_write", slowly)
    (tmp_path / "out").mkdir()
    async with counter(stocked) as c:
        await opened(c)
        put(c, tmp_path / "out" / "all.csv")
        await c.pilot.press("f2")
        while not half.is_set():
            await c.pilot.pause()
        await c.pilot.pause()
        assert "Esc stops it" in c.text
        await c.pilot.press("f5")
        await c.pilot.pause()
        assert c.screen == "Exporting"
        await c.pilot.press("escape")
        await c.pilot.pause()
        go_on.set()
        await c.settle()
        assert "Stopped. Nothing was changed." in c.text
        assert list((tmp_path / "out").iterdir()) == []
        await c.press("f2")
        assert (tmp_path / "out" / "all.csv").exists()


async def test_the_language_changes_and_the_name_stays(counter, stocked, tmp_path) -> None:
    async with counter(stocked) as c:
        await opened(c)
        put(c, tmp_path / "mine.csv")
        await c.app.action_switch_language()
        await c.settle()
        assert c.app.screen.query_one("#path").value == str(tmp_path / "mine.csv")
        await c.press("f2")
        assert "姓名" in (tmp_path / "mine.csv").read_text("utf-8-sig")
