"""The records put back from a copy; those that were in its place stay beside it and are never thrown away."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counter_tui import clock, disk_words
from counter_tui.i18n import _
from counter_tui.models.copying import CopyError, copy_file, sync_folder
from counter_tui.models.opening import HISTORY, MIGRATIONS, OpenError, inspect_file

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:-(\d{6}))?$")
"""How the name of a copy ends: with its day, and its time if it was asked for."""
_BESIDE = ("", "-wal", "-shm")
"""What SQLite names the file itself, and those it may keep beside it."""


@dataclass(frozen=True)
class Copied:
    """A copy of the records: when it was made, how many customers it holds; `fault` says why it can't be used."""

    path: Path
    made: dt.datetime
    customers: int = 0
    fault: str = ""


def copies_of(records: Path, *folders: Path) -> list[Copied]:
    """The copies of a shop's records in some folders, the newest first."""
    found = {path for folder in folders for path in folder.glob(f"{records.stem}[-.]*.db") if path.is_file()}
    return sorted(map(look_at, found), key=lambda copy: copy.made, reverse=True)


def _made(path: Path) -> dt.datetime:
    """When a copy was made: by its name, which stays when it is copied on, else as the disk has it."""
    written = dt.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    if not (found := _DATED.search(path.stem)):
        return written
    try:
        named = dt.datetime.strptime(found[1] + (found[2] or ""), "%Y-%m-%d%H%M%S" if found[2] else "%Y-%m-%d")
    except ValueError:
        return written
    return written if written.date() == named.date() else named.astimezone()


def look_at(path: Path) -> Copied:
    """A file as a copy of the records."""
    made = _made(path) if path.exists() else clock.now()
    try:
        if not path.is_file():
            return Copied(path, made, fault=_("There is no file {file}.").format(file=path))
        inspect_file(path, read_only_too=True)
        with _reading(path) as copy:
            customers = copy.execute("SELECT COUNT(*) FROM customer").fetchone()[0]
            steps = {name for (name,) in copy.execute(f"SELECT name FROM {HISTORY}")}
    except (OpenError, sqlite3.Error, OSError) as error:
        words = str(error) if isinstance(error, OpenError) else _("The copy can't be read.")
        return Copied(path, made, fault=words)
    if steps - {step.stem for step in MIGRATIONS.glob("[0-9]*.py")}:
        newer = _("This database was written by a newer version of the program. Please update the program first.")
        return Copied(path, made, customers, newer)
    return Copied(path, made, customers)


def put_back(records: Path, copy: Path) -> Path | None:
    """Put a copy in the place of the records, and answer under what name those stay; None if there were none.

    The copy itself stays where it is. Raises CopyError, with everything as it was: while a till has the records open,
    for a copy that is damaged, or a disk that is full.
    """
    fresh = records.with_name(f".{records.name}.put-back")
    aside = records.with_name(f"{records.stem}.replaced-{clock.now():%Y-%m-%d-%H%M%S}{records.suffix}")
    try:
        with _reading(copy) as connection:
            copy_file(connection, fresh)
        _alone(records)
        moved = _move(records, aside)
        try:
            fresh.replace(records)
        except OSError:
            _move(aside, records)
            raise
    except OSError as error:
        raise CopyError(f"{disk_words.reason(error)}: {error.filename or records}") from error
    except sqlite3.Error as error:
        raise CopyError(str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    sync_folder(records.parent)
    return aside if moved else None


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A copy opened so that nothing is written beside it, on a stick that is write-protected too."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def _alone(records: Path) -> None:
    """Raise CopyError while another program has the records open; of damaged ones that can't be known."""
    if not records.exists():
        return
    connection = sqlite3.connect(records, timeout=0)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = delete").fetchone()  # what the log holds goes into the file
    except sqlite3.OperationalError as error:
        mode = "wal" if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) else ""
    except sqlite3.DatabaseError:
        mode = ""
    finally:
        connection.close()
    if mode == "wal":
        raise CopyError(_("the program is still open on these records; close it at every till first"))


def _move(records: Path, to: Path) -> bool:
    """Move the records with what lies beside them; False if there were none."""
    there = [records.with_name(records.name + end) for end in _BESIDE]
    for path in (moving := [path for path in there if path.exists()]):
        path.replace(to.with_name(to.name + path.name.removeprefix(records.name)))
    return bool(moving)
