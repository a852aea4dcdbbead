"""Backups seen from the screen: made beside the work, and what goes wrong with one is said and stops nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_tui import disk_words
from counter_tui.i18n import _
from counter_tui.screens.room import Room

if TYPE_CHECKING:
    from counter_tui.app import CounterApp


async def day_copy(app: CounterApp) -> None:
    """The day's own copy, at the first start of the day."""
    from counter_tui.desk import DeskError
    from counter_tui.shop.backups import back_up_today
    from counter_tui.shop.trace import ShopError

    try:
        await app.desk.long_job(back_up_today, app.settings.backups, lambda: not app.desk.closed)
    except (DeskError, ShopError, OSError) as error:
        app.today_screen.say(disk_words.sentence(error), "warn")


async def copy_now(room: Room) -> None:
    """A copy because somebody asks for one; where it lies is said."""
    from counter_tui.desk import DeskError
    from counter_tui.shop.backups import back_up_now
    from counter_tui.shop.trace import ShopError

    room.say(_("The records are being copied …"))
    try:
        made = await room.counter.desk.long_job(back_up_now, room.counter.settings.backups)
    except (DeskError, ShopError, OSError) as error:
        room.say(disk_words.sentence(error), "warn")
        room.app.bell()
    else:
        room.say(_("Copied and checked: {file}").format(file=made))
