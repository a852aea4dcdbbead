"""Many rows in one statement. Peewee takes ten times as long to build one, which a list of 30,000 purchases feels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice
from typing import Any

from peewee import Model, OperationalError

from counter_tui.models.base import JSONField, db, on_server

_VALUES_AT_ONCE = 15_000  # SQLite takes 32,766
_IDS_AT_ONCE = 1000
_ROWS_AT_ONCE = 1000
_CACHE_KB = 16_000
_STEPS_A_TICK = 100_000


def insert_rows(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all name the same fields in the same order; the fields they don't name get their defaults.

    Values are plain ones, ids for other records; only a JSON field takes a structure.
    """
    meta: Any = model._meta
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    named = [(name, meta.fields[name]) for name in first]
    silent = [field for field in meta.sorted_fields if field.default is not None and field.name not in first]
    fixed = [field for field in silent if not callable(field.default)]
    made = [field for field in silent if callable(field.default)]
    columns = [field.column_name for field in (*(field for _name, field in named), *fixed, *made)]
    constants = [field.db_value(field.default) for field in fixed]
    structures = [name for name, field in named if isinstance(field, JSONField)]
    at_once = max(_VALUES_AT_ONCE // len(columns), 1)
    head = f'INSERT INTO "{meta.table_name}" ({_listed(columns)}) VALUES '
    places = f"({', '.join([db.param] * len(columns))})"
    portion = [first, *islice(waiting, at_once - 1)]
    while portion:
        values: list[Any] = []
        for row in portion:
            if structures:
                row = {**row} | {name: meta.fields[name].db_value(row[name]) for name in structures}
            values += row.values()
            values += constants
            values += [field.default() for field in made]
        db.execute_sql(head + ", ".join([places] * len(portion)), values)
        portion = list(islice(waiting, at_once))


class Rows:
    """Rows of one table, written by the thousand as tuples of the fields named; the others get their defaults.

    Values are as the database takes them: days and figures as text, ids for other records, JSON as text. `ignore`
    passes over a row that is there already. Only for the length of one transaction that has begun to write: on the
    embedded database nobody else can give out ids meanwhile.
    """

    def __init__(self, model: type[Model], *names: str, ignore: bool = False) -> None:
        meta: Any = model._meta
        silent = [field for field in meta.sorted_fields if field.default is not None and field.name not in names]
        columns = [meta.fields[name].column_name for name in names] + [field.column_name for field in silent]
        self._constants = [_literal(field.default) for field in silent]
        self._width = len(names)
        self._table = meta.table_name
        self._head = f'INSERT INTO "{self._table}" ({_listed(columns)}) VALUES '
        self._tail = " ON CONFLICT DO NOTHING" if ignore else ""
        self._last: int | None = None
        self._free: Iterator[int] = iter(())

    def id(self) -> int:
        """An id that nobody has, for a row to come."""
        found = next(self._free, None)
        if found is None:
            self._free = iter(self._reserved())
            found = next(self._free)
        return found

    def _reserved(self) -> Sequence[int]:
        if on_server():
            sequence = f"pg_get_serial_sequence('{self._table}', 'id')"
            ids = db.execute_sql(f"SELECT nextval({sequence}) FROM generate_series(1, {_IDS_AT_ONCE})")
            return [id_ for (id_,) in ids.fetchall()]
        if self._last is None:
            self._last = int(db.execute_sql(f'SELECT coalesce(max(id), 0) FROM "{self._table}"').fetchone()[0])
        first, self._last = self._last + 1, self._last + _IDS_AT_ONCE
        return range(first, self._last + 1)

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert these."""
        insert(self._head, [*[db.param] * self._width, *self._constants], rows, self._tail)


def insert(head: str, places: Sequence[str], rows: Sequence[tuple[Any, ...]], tail: str = "") -> None:
    """Execute `head … VALUES` with these places for each row, and `tail` after them."""
    row_places = f"({', '.join(places)})"
    if not on_server():
        db.cursor().executemany(head + row_places + tail, rows)
        return
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        portion = rows[start : start + _ROWS_AT_ONCE]
        values = [value for row in portion for value in row]
        db.execute_sql(head + ", ".join([row_places] * len(portion)) + tail, values)


@contextmanager
def indexes_made_anew(models: Iterable[type[Model]], advance: Callable[[float], None]) -> Iterator[None]:
    """Do without some tables' indexes while they are filled, and make them again in one go: for more rows than there
    were, which are not looked up one by one meanwhile. `advance` is told which part of that is done, and may raise.

    Half the work for the embedded database; whatever stops the transaction leaves them as they were. A server keeps
    them: the other tills are looking things up.
    """
    if on_server():
        yield
        advance(1)
        return
    named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    tables = [model._meta.table_name for model in models]
    indexes = [index for table in tables for index in db.execute_sql(named, (table,)).fetchall()]
    # How its rows lie goes with an index (migration 0004): the planner is told again.
    figures = db.execute_sql("SELECT tbl, idx, stat FROM sqlite_stat1").fetchall()
    for name, _made in indexes:
        db.execute_sql(f'DROP INDEX "{name}"')
    yield
    for done, (_name, made) in enumerate(indexes, 1):
        db.execute_sql(made)
        advance(done / len(indexes))
    db.execute_sql("DELETE FROM sqlite_stat1")
    db.cursor().executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", figures)
    db.execute_sql("ANALYZE sqlite_schema")


@contextmanager
def room_for_many() -> Iterator[None]:
    """Let the embedded database keep more of its file in memory while indexes grow at all their ends."""
    if on_server():
        yield
        return
    usual = db.execute_sql("PRAGMA cache_size").fetchone()[0]
    db.execute_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
    try:
        yield
    finally:
        db.execute_sql(f"PRAGMA cache_size = {usual}")


@contextmanager
def told_meanwhile(advance: Callable[[float], None], steps: int) -> Iterator[None]:
    """Tell how far one long statement is that takes so many of SQLite's steps; what `advance` raises stops it. Whether
    a server is on its way is not known."""
    if on_server():
        yield
        return
    raised: list[BaseException] = []
    ticks = count(1)

    def tick() -> bool:
        try:
            advance(min(next(ticks) * _STEPS_A_TICK / steps, 1))
        except BaseException as error:
            raised.append(error)
        return bool(raised)

    connection = db.connection()
    connection.set_progress_handler(tick, _STEPS_A_TICK)
    try:
        yield
    except OperationalError:
        if not raised:
            raise
        if not connection.in_transaction:
            db.begin()  # SQLite has taken everything back: whoever began it will do so once more
        raise raised[0] from None
    finally:
        connection.set_progress_handler(None, 0)


def _literal(value: str | int | bool) -> str:
    """A default as it stands in a statement."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).upper()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
