"""What an action changes in the files it touches, kept for a while so that its clerk can take it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from peewee import Model

from counter_tui.models import (
    Complaint,
    Consent,
    Contact,
    Customer,
    Draft,
    Finding,
    ImportantDate,
    ObjectionRaised,
    Phone,
    Piece,
    Promise,
    Revisit,
    Sale,
    ScriptTick,
    UndoStep,
    Visit,
    db,
    on_server,
)

KEPT = 30
"""So many actions of a clerk can be taken back; older ones are forgotten."""

FILE: tuple[type[Model], ...] = (
    Customer, Phone, ImportantDate, Consent, Sale, Piece, Visit, Revisit, Contact, ScriptTick, Finding,
    ObjectionRaised, Promise, Complaint,
)  # fmt: skip
"""The tables a customer's file is made of, parents first."""

_OF_A_SALE = "sale_id IN (SELECT id FROM sale WHERE customer_id IN ({}))"
_OF_A_CONTACT = "contact_id IN (SELECT id FROM contact WHERE customer_id IN ({}))"
_WHOSE = {"customer": "id IN ({})", "piece": _OF_A_SALE, "script_tick": _OF_A_CONTACT, "finding": _OF_A_CONTACT}

Row = dict[str, Any]
Changes = dict[str, dict[str, Any]]
Stored = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A table in the database's own words: its name, its key and its columns."""

    name: str
    key: str
    columns: tuple[str, ...]


Snapshot = dict[Table, dict[Any, Stored]]


@cache
def table_of(model: type[Model]) -> Table:
    """The table of a model."""
    meta: Any = model._meta
    return Table(
        meta.table_name, meta.primary_key.column_name, tuple(field.column_name for field in meta.sorted_fields)
    )


def read_rows(table: Table, where: str, values: Sequence[Any]) -> dict[Any, Row]:
    """The rows `where` (fixed SQL) asks for, by key, with values that JSON can hold and the database takes back."""
    return {key: _row(table, stored) for key, stored in _stored(table, where, values).items()}


def _stored(table: Table, where: str, values: Sequence[Any]) -> dict[Any, Stored]:
    """The same as the database gives them."""
    key, columns = table.columns.index(table.key), ", ".join(f'"{column}"' for column in table.columns)
    found = db.execute_sql(f'SELECT {columns} FROM "{table.name}" WHERE {where}', list(values)).fetchall()
    return {row[key]: row for row in found}


def _row(table: Table, stored: Stored) -> Row:
    return dict(zip(table.columns, map(_plain, stored), strict=True))


def places(values: Collection[Any]) -> str:
    """Placeholders for some values, for fixed SQL."""
    return ", ".join([db.param] * len(values))


def hold(customers: Iterable[int]) -> None:
    """Let nobody else's action change these files until this transaction ends, so that no two actions are mixed up."""
    if on_server():  # SQLite lets one writer in at a time anyway
        db.execute_sql("SELECT id FROM customer WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", (list(customers),))


class Action:
    """What a clerk is doing; a file that it opens is named with `about`."""

    def __init__(self, customers: Iterable[int]) -> None:
        self.customers = list(dict.fromkeys(customers))

    def about(self, customer: int) -> None:
        """The action touches this customer's file too, which it has just opened."""
        if customer not in self.customers:
            self.customers.append(customer)


@contextmanager
def step(
    by: int | None, action: str, customers: Iterable[int] = (), *, form: str = "", within: Sequence[type[Model]] = FILE
) -> Iterator[Action]:
    """What is done inside, to the files of `customers`, can be taken back by clerk `by`.

    `form` is the uuid of the form that is saved, whose draft goes. `within` are the tables that can change, where there
    are many customers. Part of the transaction of the function that does it.
    """
    doing = Action(customers)
    if by is None:
        yield doing
        return
    if doing.customers:
        hold(doing.customers)
    before = _snapshot(doing.customers, form, within)
    yield doing
    changes = _difference(before, _snapshot(doing.customers, form, within))
    if changes:
        UndoStep.create(clerk=by, action=action, customers=doing.customers, changes=changes)
        _forget_older(by)


def _snapshot(customers: Sequence[int], form: str, within: Sequence[type[Model]]) -> Snapshot:
    found: Snapshot = {}
    for table in map(table_of, within):
        where = _WHOSE.get(table.name, "customer_id IN ({})").format(places(customers))
        found[table] = _stored(table, where, customers) if customers else {}
    if form:
        found[table_of(Draft)] = _stored(table_of(Draft), f"uuid = {db.param}", [form])
    return found


def _difference(before: Snapshot, after: Snapshot) -> Changes:
    changes: Changes = {}
    for table, old in before.items():
        new = after[table]
        both = [(_row(table, old[key]), _row(table, now)) for key, now in new.items() if key in old and old[key] != now]
        found: dict[str, list[Any]] = {
            "added": [_row(table, row) for key, row in new.items() if key not in old],
            "changed": [[{name: was[name] for name in was if was[name] != now[name]}, now] for was, now in both],
            "removed": [_row(table, row) for key, row in old.items() if key not in new],
        }
        if any(found.values()):
            changes[table.name] = {kind: rows for kind, rows in found.items() if rows}
    return changes


def _forget_older(by: int) -> None:
    newest = f"SELECT id FROM undo_step WHERE clerk_id = {db.param} ORDER BY id DESC LIMIT {KEPT}"
    db.execute_sql(f"DELETE FROM undo_step WHERE clerk_id = {db.param} AND id NOT IN ({newest})", [by, by])


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):  # a moment is a date too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
