"""Plain SQL on either database, written with `?`: for what is read with every key, or by the hundred. Peewee takes
longer to build such a statement, and to make records of its rows, than the database to answer it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from counter_tui.models.base import db, on_server


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The answer to fixed SQL written with `?`, on either database and the connection this thread has open."""
    return list(run(sql, *values).fetchall())


def run(sql: str, *values: Any) -> Any:
    """The cursor of such a statement."""
    return db.execute_sql(sql.replace("?", db.param), values)


def among(sql: str, values: Sequence[Any], *further: Any) -> list[tuple[Any, ...]]:
    """The answer to SQL with `IN (…)` for a list of values, and `?` after it for further ones."""
    return list(each_among(sql, values, *further))


def each_among(sql: str, values: Sequence[Any], *further: Any) -> Iterator[tuple[Any, ...]]:
    """The same, row by row as they are asked for."""
    return iter(run_among(sql, values, *further)) if values else iter(())


def run_among(sql: str, values: Sequence[Any], *further: Any) -> Any:
    """The cursor of such a statement."""
    if on_server():
        return run(sql.replace("IN (…)", "= ANY(?)"), list(values), *further)
    table, value = as_table(values)
    return run(sql.replace("…", table), value, *further)


def among_prepared(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The answer to such SQL for a list of ids, which a server is to read and to plan once for a connection only: with
    a long statement that takes as long as answering it."""
    if not on_server():
        return among(sql, values)
    if not values:
        return []
    connection = db.connection()
    known = _prepared.setdefault(connection, [])
    if sql not in known:
        db.execute_sql(f"PREPARE {_name(len(known))} (bigint[]) AS {sql.replace('IN (…)', '= ANY($1)')}")
        known.append(sql)
    return list(db.execute_sql(f"EXECUTE {_name(known.index(sql))} (%s)", (list(values),)).fetchall())


def _name(place: int) -> str:
    return f"counter_tui_{place}"


_prepared: WeakKeyDictionary[Any, list[str]] = WeakKeyDictionary()


def as_table(values: Sequence[Any]) -> tuple[str, Any]:
    """A list of values as a table of one column, and the one value for its `?`: the text is the same for a list of any
    length, so that it need not be read anew with each key."""
    if on_server():
        return "SELECT unnest(?)", list(values)
    return "SELECT value FROM json_each(?)", json.dumps(values)


def day_of(value: Any) -> dt.date | None:
    """A date as either database answers it."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def hour_of(value: Any) -> dt.time | None:
    """A time of day, likewise."""
    return dt.time.fromisoformat(value) if isinstance(value, str) else value


def moment_of(value: Any) -> dt.datetime:
    """A moment, naive UTC, likewise."""
    moment: dt.datetime = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment
