"""The records at one moment: read for as long as it takes while others go on writing, and known from the next one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from peewee import DatabaseError, InterfaceError, PostgresqlDatabase

from counter_tui.models.base import db


def state_of_records() -> str:
    """A text that is another one once somebody has written: on the embedded database good for this thread's connection
    only, on a server for all of its databases together."""
    if isinstance(db.obj, PostgresqlDatabase):
        return str(db.execute_sql("SELECT txid_current_snapshot()").fetchone()[0])
    others = db.execute_sql("PRAGMA data_version").fetchone()[0]
    return f"{others} {db.connection().total_changes}"


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Whatever this thread asks the database within stands as it was when it began; nothing can be written.

    Not `db.atomic()`: that holds the only lock for writing, and every other till would wait for it.
    """
    server = isinstance(db.obj, PostgresqlDatabase)
    if not server:
        db.execute_sql("PRAGMA query_only = 1")
    db.execute_sql("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY" if server else "BEGIN DEFERRED")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError, InterfaceError):  # a lost connection has ended it already
            db.execute_sql("ROLLBACK")
            if not server:
                db.execute_sql("PRAGMA query_only = 0")
