"""Records set aside on the disk, to come back in order: a list of a million rows fits into no memory we may take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

_CACHE_KB = 8000
_AT_ONCE = 1000

Row = tuple[Any, ...]


class Spool:
    """Tuples of one length, of text, bytes and numbers, in a file without a name that goes when nobody holds it.

    A few thousand never reach the disk.
    """

    def __init__(self, width: int) -> None:
        # Read by whichever thread works for the screen, one at a time.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=off", "synchronous=off", f"cache_size=-{_CACHE_KB}", "temp_store=file"):
            self._db.execute(f"PRAGMA {pragma}")
        columns = [f"c{at}" for at in range(width)]
        self._db.execute(f"CREATE TABLE kept ({', '.join(columns)})")
        self._insert = f"INSERT INTO kept VALUES ({', '.join('?' * width)})"
        self._columns = columns
        self._waiting: list[Row] = []

    def __len__(self) -> int:
        self._flush()
        return int(self._db.execute("SELECT count(*) FROM kept").fetchone()[0])

    def put(self, *record: Any) -> None:
        """Set one more aside."""
        self._waiting.append(record)
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany(self._insert, self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()

    def rows(self, *columns: int, by: int = 0, skip: int = 0) -> Iterator[Row]:
        """These columns (all, if none are named) of each record, in the order of the first `by` columns.

        With none to go by they come as they were added, from the one after `skip` on.
        """
        self._flush()
        wanted = ", ".join(self._columns[at] for at in columns) or "*"
        order = ", ".join(self._columns[:by]) or "rowid"
        where = f" WHERE rowid > {skip}" if skip else ""
        cursor = self._db.execute(f"SELECT {wanted} FROM kept{where} ORDER BY {order}")
        cursor.arraysize = _AT_ONCE
        while portion := cursor.fetchmany():
            yield from portion
