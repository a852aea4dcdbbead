"""A copy of the records that can be trusted: through SQLite itself, looked at, and in its place whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from peewee import SqliteDatabase

from counter_tui import disk_words
from counter_tui.i18n import _

_PAGES, _STEPS = 4096, 100_000
"""How much is copied, and how many steps of SQLite's looked at, before somebody asks whether it is still wanted."""
_BROKEN_OFF = 3600
"""Seconds after which nobody can still be writing a file."""


class CopyError(Exception):
    """No copy was made, or one that can't be trusted was thrown away; the text says why, in the clerk's language."""


def copy_records(database: SqliteDatabase, target: Path, wanted: Callable[[], bool] = lambda: True) -> None:
    """Copy the database this thread is connected to into the file `target`, whose folder is made.

    Copying the file alone would lose the write-ahead log. A copy that is not `wanted` any more is given up within
    moments: a chain's takes minutes. Raises CopyError; a `target` from before is then as it was.
    """
    copy_file(database.connection(), target, wanted)  # type: ignore[no-untyped-call]


def copy_file(records: sqlite3.Connection, target: Path, wanted: Callable[[], bool] = lambda: True) -> None:
    """The same for records that are open for nothing else."""
    fresh = unfinished(target.parent, target.name)
    try:
        target.parent.mkdir(exist_ok=True)  # not what it lies in: a stick that isn't there must not become a folder
        sweep(target.parent, f"*{target.suffix}")
        with contextlib.closing(sqlite3.connect(fresh)) as copy:
            copy.set_progress_handler(lambda: not wanted(), _STEPS)
            there = _copy(records, copy, wanted)
            copy.execute("PRAGMA journal_mode = delete")  # one file, that can be read wherever it is carried
            _inspect(copy, there)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        words = _("{reason}: {file}")
        raise CopyError(words.format(reason=disk_words.reason(error), file=error.filename or target)) from error
    except sqlite3.Error as error:
        raise CopyError(str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def unfinished(folder: Path, name: str) -> Path:
    """Where a file is written until it is whole."""
    return folder / f".{name}.{os.getpid()}.new"


def sweep(folder: Path, names: str) -> None:
    """Throw away what was left of files called `names` (a pattern) when the PC went off while they were written: a
    chain's records, whole or half, that nobody sees."""
    for left in folder.glob(f".{names}.[0-9]*.new*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _BROKEN_OFF:
                left.unlink()


def _copy(records: sqlite3.Connection, copy: sqlite3.Connection, wanted: Callable[[], bool]) -> dict[str, int]:
    """Copy all pages; answers how many rows each table had at that moment."""

    def go_on(*_pages: int) -> None:
        if not wanted():
            raise CopyError(_("the program was closed"))

    records.execute("BEGIN")
    records.set_progress_handler(lambda: not wanted(), _STEPS)
    try:
        there = _counts(records)
        records.backup(copy, pages=_PAGES, progress=go_on)
    finally:
        records.set_progress_handler(None, 0)
        records.execute("ROLLBACK")
    return there


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def _inspect(copy: sqlite3.Connection, there: dict[str, int]) -> None:
    """Raise CopyError for a damaged page, a row without its parent, or a row that is missing."""
    (answer,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if answer != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise CopyError(_("the records are damaged"))
    if _counts(copy) != there:
        raise CopyError(_("the copy is not whole"))


def sync_folder(folder: Path) -> None:
    """The new name too outlives a power cut, where a system lets a folder be synchronised."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
