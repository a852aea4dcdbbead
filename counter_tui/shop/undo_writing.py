"""The rows of an action put back as they were: removed ones again, changed ones as before, added ones away."""

from __future__ import annotations

from typing import Any

from peewee import Model

from counter_tui.models import Complaint, Counter, Customer, ImportantDate, Revisit, Sale, db
from counter_tui.shop.journal import FILE, Changes, Row, Table, places, table_of

_NUMBERED = ((Customer, "customer"), (Sale, "sale"), (Complaint, "complaint"))
_UNSEEN = {"last_seen"}
"""Columns that no form shows: one that is open meanwhile need not notice."""


def hold_numbers(name: str) -> None:
    """Nobody is given a number of this kind until the transaction ends.

    Who removes a file does this before the file is held: an import has the numbers first, then the files it completes.
    """
    Counter.update(value=Counter.value).where(Counter.name == name).execute()


def give_back_numbers(changes: Changes) -> dict[str, Any]:
    """Give back the numbers of a file and a sale that go, if they are the last; answers what the trace says of them.

    A number that was followed by another stays used (`kept`), so that no number is ever said of two customers.
    """
    numbers: dict[str, int] = {}
    kept = []
    for model, name in _NUMBERED:
        for row in changes.get(table_of(model).name, {}).get("added", ()):
            numbers[name] = row["number"]
            last = (Counter.name == name) & (Counter.value == row["number"])
            if not Counter.update(value=Counter.value - 1).where(last).execute():
                kept.append(name)
    return ({"numbers": numbers} if numbers else {}) | ({"kept": kept} if kept else {})


def put_back(changes: Changes) -> None:
    """Write everything as it was before the action, inside the transaction that has checked that this can be done.

    Versions go up, so that a form that was opened meanwhile notices.
    """
    others: dict[int, int] = {}
    for model in FILE:
        for row in changes.get(table_of(model).name, {}).get("removed", ()):
            key = _again(model, row)
            if model is ImportantDate and key != row["id"]:
                others[row["id"]] = key
    series: list[tuple[int, str]] = []
    for model in FILE:
        table = table_of(model)
        for was, now in changes.get(table.name, {}).get("changed", ()):
            values = _of_date(was, now, others) if model is Revisit else dict(was)
            if values.get("open_series"):  # unique, and held by what is still to be removed
                series.append((now["id"], values.pop("open_series")))
            _restore(table, now["id"], values)
    for model in reversed(FILE):
        ids = [row["id"] for row in changes.get(table_of(model).name, {}).get("added", ())]
        if ids:
            model.delete().where(model.id.in_(ids)).execute()  # type: ignore[attr-defined]
    for key, words in series:
        Revisit.update(open_series=words).where(Revisit.id == key).execute()


def _again(model: type[Model], row: Row) -> int:
    """Store a removed row again; its id is a new one where SQLite has given the old one to another row since."""
    table = table_of(model)
    taken = model.select().where(model.id == row["id"]).exists()  # type: ignore[attr-defined]
    columns = [column for column in table.columns if column in row and not (taken and column == table.key)]
    named = ", ".join(f'"{column}"' for column in columns)
    values = [row[column] for column in columns]
    stored = f'INSERT INTO "{table.name}" ({named}) VALUES ({places(values)}) RETURNING {table.key}'
    return int(db.execute_sql(stored, values).fetchone()[0])


def _of_date(was: Row, now: Row, others: dict[int, int]) -> Row:
    """What is to be put back of a contact; its important date may have come back under another id."""
    date = others.get(was.get("date_id") or 0)
    if date is None:
        return dict(was)
    series = f"date:{date}"
    return was | {"date_id": date, "series": series} | ({"open_series": series} if was.get("open_series") else {})


def _restore(table: Table, key: int, was: Row) -> None:
    seen = "version" in table.columns and was.keys() - _UNSEEN
    values = {column: value for column, value in was.items() if column != "version"}
    setting = [f'"{column}" = {db.param}' for column in values] + (["version = version + 1"] if seen else [])
    if setting:
        changed = f'UPDATE "{table.name}" SET {", ".join(setting)} WHERE id = {db.param}'
        db.execute_sql(changed, [*values.values(), key])
