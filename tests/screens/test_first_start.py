"""The very first start, and who is at the counter (mission M1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_tui.models import Clerk
from counter_tui.settings import Settings, read_settings, without_password
from tests.screens.conftest import BOTH


@pytest.fixture
def nobody(tmp_path: Path, place: str) -> Settings:
    """A PC on which the program has never run."""
    return Settings(tmp_path / "new", database=place)


@BOTH
async def test_four_questions_and_the_shop_is_open(counter, nobody) -> None:
    async with counter(nobody) as c:
        assert "Four questions" in c.text
        await c.type("Golden Bell")
        await c.press("enter")
        await c.press("ctrl+u")
        await c.type("hong")
        await c.press("enter")
        await c.type("Mei Lin")
        await c.press("enter")
        while not c.app.opened:
            if c.screen == "Pick":
                await c.press("1")
            await c.pilot.pause()
        await c.settle()
        c.look()
        assert c.screen == "TodayScreen"
        assert "Golden Bell · Mei Lin" in c.lines()[0]
        stored = read_settings(nobody.folder)
        assert (stored.name, stored.region, stored.language) == ("Golden Bell", "HK", "en")
        assert [clerk.name for clerk in Clerk.select()] == ["Mei Lin"]


@pytest.mark.parametrize(("named", "here"), [("wei chen", "Wei Chen"), ("Ann", "Ann")])
@BOTH
async def test_the_second_till_of_a_filled_shop_knows_who_is_there(
    counter, stocked, tmp_path: Path, named: str, here: str
) -> None:
    async with counter(Settings(tmp_path / "second", database=stocked.place)) as c:
        where = without_password(stocked.place)
        assert where[:40] in c.text and ("on the server" in c.text) == where.startswith("postgresql")
        await c.type("Golden Bell")
        await c.press("enter", "enter")
        await c.type(named)
        await c.press("enter")
        while not c.app.opened and c.screen != "Pick":
            await c.pilot.pause()
        await c.settle()
        c.look()
        assert c.screen == "TodayScreen"
        assert f"Golden Bell · {here}" in c.lines()[0]
        assert Clerk.select().count() == (3 if here == "Ann" else 2)


async def test_the_questions_change_language_at_once(counter, nobody) -> None:
    async with counter(nobody) as c:
        await c.type("金铃珠宝")
        await c.press("shift+tab", "ctrl+u")
        await c.type("简体中文")
        assert "四个问题" in c.text or "店名" in c.text
        assert "金铃珠宝" in c.text


async def test_a_counter_toml_that_came_meanwhile_with_a_mistake_is_told_by_its_line(counter, nobody) -> None:
    async with counter(nobody) as c:
        nobody.folder.mkdir(parents=True, exist_ok=True)
        (nobody.folder / "counter.toml").write_text('name = "\n', "utf-8")
        await c.type("Golden Bell")
        await c.press("enter", "enter")
        await c.type("Mei Lin")
        await c.press("enter")
        assert c.screen == "FirstStart" and "counter.toml, line 1" in c.lines()[22]


async def test_a_shop_without_a_name_is_not_opened(counter, nobody) -> None:
    async with counter(nobody) as c:
        await c.press("tab", "tab")
        await c.type("Mei")
        await c.press("enter")
        assert "! needed" in c.text
        assert not nobody.folder.exists()


@BOTH
async def test_one_key_says_who_is_at_the_counter_and_it_is_remembered(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press("f12", "2")
        assert "Wei Chen" in c.lines()[0]
    async with counter(stocked) as c:
        assert "Wei Chen" in c.lines()[0]
        await c.press("f12", "0")
        await c.type("Anna Tan")
        await c.press("enter")
        assert "Anna Tan" in c.lines()[0]
        assert Clerk.select().count() == 3


async def test_while_clerks_change_nothing_of_a_customer_is_seen(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.press(*"5678", "enter")
        assert "Emily Carter" in c.text
        await c.press("f12")
        assert "Emily" not in c.text
        assert "5678" not in c.text
        await c.press("1")
        assert c.screen == "CustomerScreen"
