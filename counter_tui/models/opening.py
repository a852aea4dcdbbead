"""Opening the shop's database: is it one, is it ours, is it ours of today; then bring it up to date, backed up first.

Whatever is wrong is one sentence in OpenError, found before anything is written.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from peewee import (
    Database,
    DatabaseError,
    ImproperlyConfigured,
    InterfaceError,
    OperationalError,
    PostgresqlDatabase,
    SqliteDatabase,
)

from counter_tui.i18n import _
from counter_tui.models.base import db
from counter_tui.models.copying import CopyError, copy_records
from counter_tui.models.faults import kind
from counter_tui.settings import is_server, place_fault

MIGRATIONS = Path(__file__).parent / "migrations"
APPLICATION_ID = 0x43545549  # "CTUI", in the header of every database file of ours
HISTORY = "schema_migration"  # where the runner notes what it has made
_ADVISORY_LOCK = 0x43545549
_MAGIC = b"SQLite format 3\x00"
_HEAD = 108  # bytes of a file's own header, and of the header of its first page
_CACHE_KB = 2000  # what one connection keeps of the file: searching a chain is no quicker with four times as much
_NO_DATABASE = re.compile(r'(?:database|数据库) ?"(.+?)" ?(?:does not exist|不存在)')
_NOT_LET_IN = re.compile(
    r'(?:password|密码|Password) ?(?:authentication failed|认证失败)|no password supplied|role ".+" does'
)
"""What a server says to who may not connect: a driver hands on these words only, in English or the server's Chinese."""
_NO_TABLES = b"\x0d\x00\x00\x00\x00"  # that page is a leaf with no cell


class OpenError(Exception):
    """The database can't be opened; the text says why, in the clerk's language."""


def open_database(place: str, backups: Path | None = None) -> Database:
    """Open the database at `place`, a file path or a postgresql:// URL, migrate it, and make it the models' own.

    A file that has to be migrated is copied first, into the folder `backups`, or beside itself.
    The calling thread is left connected. Raises OpenError; a file that is refused is left as it was.
    """
    if fault := place_fault(place):
        raise OpenError(fault)
    database = _postgres(place) if is_server(place) else _sqlite(Path(place))
    try:
        with _only_one_starter(database):
            _migrate(database, backups)
    except (OperationalError, InterfaceError, DatabaseError, sqlite3.Error) as error:
        database.close()
        raise OpenError(_sentence(database, error)) from error
    except CopyError as error:
        database.close()
        sentence = _("The records must be brought up to date, but no backup can be made first: {reason}")
        raise OpenError(sentence.format(reason=error)) from error
    except OpenError:
        database.close()
        raise
    except ImproperlyConfigured as error:
        raise OpenError(
            _("A shop on a server needs one more part of the program: pip install counter-tui[postgres]")
        ) from error
    db.initialize(database)
    return database


def _sqlite(path: Path) -> SqliteDatabase:
    if path.exists():
        inspect_file(path)
    elif not path.parent.is_dir():
        raise OpenError(_("There is no folder {folder}.").format(folder=path.parent))
    return SqliteDatabase(
        str(path),
        pragmas={"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "cache_size": -_CACHE_KB},
        timeout=2,
        lock_type="IMMEDIATE",
        autoconnect=False,
    )


def inspect_file(path: Path, *, read_only_too: bool = False) -> None:
    """Refuse a file that is not a database of ours, reading it past SQLite, which would leave files beside it.

    Raises OpenError; for one that can't be written too, unless `read_only_too`.
    """
    name = path.name
    if path.is_dir():
        raise OpenError(_("{name} is a folder, not a database.").format(name=name))
    if path.stat().st_size == 0:
        return  # another till may be making it just now: looked at again when that is over
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head[: len(_MAGIC)] != _MAGIC:
        raise OpenError(_("{name} is not a database of this program.").format(name=name))
    if len(head) < _HEAD:
        raise OpenError(
            _("{name} is damaged and can't be read: counter-tui restore puts a copy back.").format(name=name)
        )
    application, tables = int.from_bytes(head[68:72], "big"), head[100:105] != _NO_TABLES
    if application != APPLICATION_ID and tables:
        raise OpenError(_("{name} belongs to another program.").format(name=name))
    if not read_only_too and not path.stat().st_mode & 0o222:
        raise OpenError(_("{name} is read-only: nothing could be saved.").format(name=name))


def _postgres(url: str) -> PostgresqlDatabase:
    from playhouse.db_url import parse as parse_url  # type: ignore[import-untyped]

    settings = dict(parse_url(url, unquote_password=True, unquote_user=True))
    return PostgresqlDatabase(autoconnect=False, connect_timeout=5, **settings)


def _migrate(database: Database, backups: Path | None) -> None:
    if _is_of_today(database):
        return
    from playhouse.migrations import Runner  # type: ignore[import-untyped]

    runner = Runner(database, str(MIGRATIONS))
    steps = runner.status()
    if any(step.path is None for step in steps):
        raise OpenError(
            _("This database was written by a newer version of the program. Please update the program first.")
        )
    pending = [step.name for step in steps if not step.applied]
    if not pending:
        return
    if isinstance(database, SqliteDatabase):
        if len(pending) < len(steps):
            path = Path(database.database)
            copy_records(database, (backups or path.parent) / f"{path.stem}.before-{pending[0]}{path.suffix}")
        database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")  # type: ignore[no-untyped-call]
    runner.up()


def _is_of_today(database: Database) -> bool:
    """Whether all migrations there are have been made, and no others: nothing else need be loaded on most mornings."""
    if not database.table_exists(HISTORY):
        return False
    made = database.execute_sql(f"SELECT name FROM {HISTORY}").fetchall()  # type: ignore[no-untyped-call]
    return {name for (name,) in made} == {path.stem for path in MIGRATIONS.glob("[0-9]*.py")}


@contextlib.contextmanager
def _only_one_starter(database: Database) -> Iterator[None]:
    """Connected, and alone: two tills that start at once must not both migrate."""
    if isinstance(database, PostgresqlDatabase):
        database.connect(reuse_if_open=True)
        database.execute_sql("SELECT pg_advisory_lock(%s)", (_ADVISORY_LOCK,))  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))  # type: ignore[no-untyped-call]
        return
    path = Path(database.database)
    # The lock's file stays: taken away, it would be one file for those who wait and another for those who come.
    lock = sqlite3.connect(path.with_name(f".{path.name}.lock"), timeout=60, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        if path.exists() and path.stat().st_size == 0:
            raise OpenError(_("{name} is empty: it is no database of this program.").format(name=path.name))
        database.connect(reuse_if_open=True)
        yield
    finally:
        lock.close()


def _sentence(database: Database, error: BaseException) -> str:
    if isinstance(database, PostgresqlDatabase):
        if missing := _NO_DATABASE.search(str(error)):
            return _("There is no database “{name}” on the shop's server.").format(name=missing[1])
        if _NOT_LET_IN.search(str(error)):
            return _("The shop's database server does not accept the name and password in the address.")
        reason = str(error).strip().splitlines()[0]
        return _("The shop's database server does not answer: {reason}").format(reason=reason)
    name = Path(database.database).name
    match kind(error):
        case "read-only" | "shut":
            return _("{name} is read-only: nothing could be saved.").format(name=name)
        case "full" | "silent":
            return _("The disk is full or does not answer.")
        case "busy":
            return _("{name} is in use by another program that does not let go.").format(name=name)
    return _("{name} is damaged and can't be read: counter-tui restore puts a copy back.").format(name=name)
