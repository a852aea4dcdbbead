"""Copies of the records: one a day by itself, one whenever somebody asks; the newest of each kind are kept."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from peewee import SqliteDatabase

from counter_tui import clock, disk_words
from counter_tui.i18n import _
from counter_tui.models import db
from counter_tui.models.copying import CopyError, copy_records
from counter_tui.shop.context import Shop
from counter_tui.shop.trace import ShopError

KEPT = 14
_DAILY = re.compile(r"-\d{4}-\d\d-\d\d\.db")
_ASKED_FOR = re.compile(r"-\d{4}-\d\d-\d\d-\d{6}\.db")


def back_up_today(shop: Shop, folder: Path, wanted: Callable[[], bool] = lambda: True) -> Path | None:
    """The day's own copy; None where there is one already, or where the server has to see to it. Raises ShopError.

    Given up when it is not `wanted` any more; the next start makes it.
    """
    if not isinstance(db.obj, SqliteDatabase):
        return None
    target = folder / f"{_stem()}-{clock.today():%Y-%m-%d}.db"
    if target.exists():
        return None
    return _back_up(target, _DAILY, wanted)


def back_up_now(shop: Shop, folder: Path) -> Path:
    """A copy at once, beside the daily ones. Raises ShopError with the sentence to show."""
    if not isinstance(db.obj, SqliteDatabase):
        raise ShopError(_("The records are on a server: they are backed up there, by whoever looks after it."))
    return _back_up(folder / f"{_stem()}-{clock.now():%Y-%m-%d-%H%M%S}.db", _ASKED_FOR)


def _back_up(target: Path, kind: re.Pattern[str], wanted: Callable[[], bool] = lambda: True) -> Path:
    try:
        copy_records(db.obj, target, wanted)
    except CopyError as error:
        raise ShopError(_("No backup was made: {reason}").format(reason=error)) from error
    for old in sorted(_copies(target.parent, kind), reverse=True)[KEPT:]:
        with contextlib.suppress(OSError):  # held open by somebody: tomorrow, then
            old.unlink()
    return target


def _copies(folder: Path, kind: re.Pattern[str]) -> Iterator[Path]:
    stem = _stem()
    for path in folder.glob(f"{stem}-*.db"):
        if kind.fullmatch(path.name.removeprefix(stem)):
            yield path


def _stem() -> str:
    return Path(str(db.obj.database)).stem


def usable(folder: Path) -> str:
    """Why no copies can go to `folder`, as a sentence; "" if they can. The folder is made, its parents aren't."""
    probe = folder / f".counter-tui.{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except FileExistsError:
        return _("This is a file, not a folder: {folder}").format(folder=folder)
    except OSError as error:
        return _("Nothing can be written there ({reason}): {folder}").format(
            folder=folder, reason=disk_words.reason(error)
        )
    return ""
