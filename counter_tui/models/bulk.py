"""Many rows in one statement. Peewee takes ten times as long to build one, which a list of 30,000 purchases feels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from peewee import Field, Model

from counter_tui.models.base import db

_VALUES_AT_ONCE = 15_000  # SQLite takes 32,766


def insert_rows(
    model: type[Model], rows: Iterable[Mapping[str, Any]], *returned: Field, ignore: bool = False
) -> list[tuple[Any, ...]]:
    """Insert rows that all name the same fields; the fields they don't name get their defaults.

    Answers the `returned` columns of each row, in any order and as the database gives them. `ignore` passes over a
    row that is there already.
    """
    meta: Any = model._meta
    found: list[tuple[Any, ...]] = []
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return found
    named = [(name, meta.fields[name]) for name in first]
    defaults = [field for field in meta.sorted_fields if field.default is not None and field.name not in first]
    columns = [field.column_name for _name, field in named] + [field.column_name for field in defaults]
    at_once = max(_VALUES_AT_ONCE // len(columns), 1)
    head = f'INSERT INTO "{meta.table_name}" ({_listed(columns)}) VALUES '
    tail = " ON CONFLICT DO NOTHING" if ignore else ""
    if returned:
        tail += f" RETURNING {_listed(field.column_name for field in returned)}"
    places = f"({', '.join([db.param] * len(columns))})"
    portion = [first, *islice(waiting, at_once - 1)]
    while portion:
        values: list[Any] = []
        for row in portion:
            values += [field.db_value(row[name]) for name, field in named]
            values += [field.db_value(_default(field)) for field in defaults]
        cursor = db.execute_sql(head + ", ".join([places] * len(portion)) + tail, values)
        if returned:
            found += cursor.fetchall()
        portion = list(islice(waiting, at_once))
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _default(field: Field) -> Any:
    return field.default() if callable(field.default) else field.default
