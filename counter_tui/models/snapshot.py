"""The records as they are at one moment, to be read for as long as it takes while everybody else goes on writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from peewee import DatabaseError, InterfaceError, PostgresqlDatabase

from counter_tui.models.base import db


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
