"""The language is changed at any moment, whatever the screen does by itself meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual._callback import invoke
from textual.timer import Timer

from counter_tui.screens.room import Room
from counter_tui.widgets.key_line import KeyLine


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[Timer]:
    """All clocks of a screen that is built anew tick while there is nothing in it; answers those that have ticked."""
    ticked: list[Timer] = []
    mount = Room.mount_all

    async def late(room: Room, *what: Any, **where: Any) -> None:
        if not room.query(KeyLine):
            for timer in list(room._timers):
                await invoke(timer._callback)
                ticked.append(timer)
        await mount(room, *what, **where)

    monkeypatch.setattr(Room, "mount_all", late)
    return ticked


@pytest.mark.parametrize(
    ("keys", "name"),
    [((), "TodayScreen"), (("enter",), "CallScreen"), (("f9", "9", "5"), "Takeover"), (("f9", "8", "7"), "Exporting")],
)
async def test_the_clocks_of_a_screen_tick_while_it_is_built_anew(
    counter, stocked, ticking: list[Timer], keys: tuple[str, ...], name: str
) -> None:
    async with counter(stocked) as c:
        await c.press(*keys)
        ticking.clear()
        await c.app.action_switch_language()
        await c.settle()
        assert c.screen == name and ticking
        assert "返回" in c.text or "菜单" in c.text


async def test_what_the_shop_answers_while_a_screen_is_built_anew_is_shown_when_it_stands(
    counter, stocked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path := tmp_path / "list.csv").write_text("姓名,手机\n王芳,13800000001\n", encoding="utf-8")
    being_built, mount = asyncio.Event(), Room.mount_all

    async def slowly(room: Room, *what: Any, **where: Any) -> None:
        if not room.query(KeyLine):
            being_built.set()
            for _turn in range(10):
                await asyncio.sleep(0)
        await mount(room, *what, **where)

    async with counter(stocked) as c:
        await c.press("f9", "9", "5")
        long_job = c.app.desk.long_job

        async def late(*job: Any) -> Any:
            answer = await long_job(*job)
            await being_built.wait()
            return answer

        monkeypatch.setattr(c.app.desk, "long_job", late)
        c.app.screen.query_one("#path").put(str(path))
        await c.press("enter")
        assert "Esc stops it" in c.text
        monkeypatch.setattr(Room, "mount_all", slowly)
        await c.app.action_switch_language()
        await c.settle()
        assert c.screen == "Takeover" and "每一列的含义" in c.text


async def test_the_language_changes_over_a_counter_toml_with_a_mistake_which_is_said(counter, stocked) -> None:
    async with counter(stocked) as c:
        (toml := stocked.folder / "counter.toml").write_text('name = "Golden Bell\n', "utf-8")
        await c.press("f9", "9", "8")
        assert c.screen == "TodayScreen" and "今天" in c.text
        assert "counter.toml 第1行" in c.lines()[22] and c.lines()[22].startswith(" !")
        assert toml.read_text("utf-8") == 'name = "Golden Bell\n'
