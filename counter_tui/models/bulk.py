"""Many rows in one statement. Peewee takes ten times as long to build one, which a list of 30,000 purchases feels."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from peewee import Field, Model

from counter_tui.models.base import JSONField, db

_VALUES_AT_ONCE = 15_000  # SQLite takes 32,766


def insert_rows(
    model: type[Model], rows: Iterable[dict[str, Any]], *returned: Field, ignore: bool = False
) -> list[tuple[Any, ...]]:
    """Insert rows that all name the same fields in the same order; the fields they don't name get their defaults.

    Values are plain ones, ids for other records; only a JSON field takes a structure. `ignore` passes over a row that
    is there already. Answers the `returned` columns of each row, in any order and as the database gives them.
    """
    meta: Any = model._meta
    found: list[tuple[Any, ...]] = []
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return found
    named = [(name, meta.fields[name]) for name in first]
    silent = [field for field in meta.sorted_fields if field.default is not None and field.name not in first]
    fixed = [field for field in silent if not callable(field.default)]
    made = [field for field in silent if callable(field.default)]
    columns = [field.column_name for field in (*(field for _name, field in named), *fixed, *made)]
    constants = [field.db_value(field.default) for field in fixed]
    structures = [name for name, field in named if isinstance(field, JSONField)]
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
            if structures:
                row = {**row} | {name: meta.fields[name].db_value(row[name]) for name in structures}
            values += row.values()
            values += constants
            values += [field.default() for field in made]
        cursor = db.execute_sql(head + ", ".join([places] * len(portion)) + tail, values)
        if returned:
            found += cursor.fetchall()
        portion = list(islice(waiting, at_once))
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
