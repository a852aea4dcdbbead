"""The language is changed at any moment, whatever the screen does by itself meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from textual._callback import invoke
from textual.timer import Timer

from counter_tui.screens.room import Room
from counter_tui.widgets.key_line import KeyLine
from tests.screens.conftest import SQLITE


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


@SQLITE
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
