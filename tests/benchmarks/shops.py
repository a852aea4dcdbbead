"""Made-up shops of any size, made once into a folder and used again: streamed, so that a million fits."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from peewee import Model, PostgresqlDatabase

from counter_tui.models import (
    DONE,
    OPEN,
    AuditEntry,
    Clerk,
    Consent,
    Contact,
    Counter,
    Customer,
    ImportantDate,
    OwnKeys,
    Phone,
    Piece,
    Revisit,
    Sale,
    SearchKey,
    db,
)
from counter_tui.models.opening import open_database
from counter_tui.settings import is_server
from tests.benchmarks.crowd import CLERKS, PIECES, TODAY, Person, person
from tests.benchmarks.runs import Runs

DAY = dt.timedelta(days=1)
_AT_ONCE = 20_000
_SHAPE = "4"
"""Counted up whenever what is made changes: older shops are made anew."""
_TABLES: tuple[type[Model], ...] = (
    Customer, Phone, ImportantDate, Consent, Sale, Piece, Revisit, Contact, AuditEntry,
)  # fmt: skip

Say = Callable[[str], None]


def shop_of(size: int, folder: Path, server: str = "", say: Say = print) -> str:
    """Where the records of a shop with so many customers are, made if they are not there yet."""
    if server:
        return _on_server(size, server, say)
    place = folder / f"shop-{size}-{_SHAPE}.db"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_suffix(".new")
        for left in folder.glob(f"{unfinished.name}*"):
            left.unlink()
        _make(str(unfinished), size, folder, say)
        unfinished.rename(place)
    return str(place)


def _on_server(size: int, server: str, say: Say) -> str:
    from urllib.parse import urlsplit

    import psycopg2

    name = f"shop_{size}_{_SHAPE}"
    address = urlsplit(server)._replace(path=f"/{name}").geturl()
    connection = psycopg2.connect(server)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    if not cursor.fetchone():
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_new")
        cursor.execute(f"CREATE DATABASE {name}_new")
        with tempfile.TemporaryDirectory() as folder:
            _make(urlsplit(server)._replace(path=f"/{name}_new").geturl(), size, Path(folder), say)
        cursor.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    connection.close()
    return address


def _make(place: str, size: int, folder: Path, say: Say) -> None:
    began = time.perf_counter()
    database = open_database(place)
    figures = _figures()
    indexes = _without_indexes()
    if not is_server(place):
        for pragma in ("synchronous = off", "journal_mode = off", "cache_size = -400000", "foreign_keys = 0"):
            db.execute_sql(f"PRAGMA {pragma}")
    books = _Books()
    with tempfile.TemporaryDirectory(dir=folder) as scratch, Runs(Path(scratch), size) as runs:
        for n in range(1, size + 1):
            books.write(person(n))
            if n % _AT_ONCE == 0:
                books.flush()
                say(f"  {n:,} customers made, {time.perf_counter() - began:.0f} s")
        books.close(size)
        _load(SearchKey, ("key", "customer_id"), runs.keys())
        _load(OwnKeys, ("customer_id", "keys"), runs.texts())
    say(f"  keys written, {time.perf_counter() - began:.0f} s")
    for sql in indexes:
        db.execute_sql(sql)
    _tell_figures(figures)
    if is_server(place):
        _run_alone("VACUUM ANALYZE")
    else:
        db.execute_sql("PRAGMA journal_mode = wal")
    database.close()
    say(f"  {size:,} customers in {time.perf_counter() - began:.0f} s")


def _run_alone(sql: str) -> None:
    connection = db.connection()
    connection.commit()
    connection.autocommit = True
    connection.cursor().execute(sql)


def _without_indexes() -> list[str]:
    """Take the indexes away, for the time of filling; answers how to make them again."""
    if isinstance(db.obj, PostgresqlDatabase):
        sql = """
            SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            AND indexname NOT IN (SELECT conname FROM pg_constraint)
        """
    else:
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    known = list(db.execute_sql(sql).fetchall())
    for name, _ in known:
        db.execute_sql(f'DROP INDEX "{name}"')
    return [sql for _, sql in known]


def _figures() -> list[tuple[str, str, str]]:
    """What the migrations have told SQLite of how big a shop's indexes are; it goes when an index goes."""
    if isinstance(db.obj, PostgresqlDatabase):
        return []
    return list(db.execute_sql("SELECT tbl, idx, stat FROM sqlite_stat1").fetchall())


def _tell_figures(figures: list[tuple[str, str, str]]) -> None:
    for row in figures:
        db.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", row)


def _load(model: type[Model], columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    """Put rows into a table as fast as the database takes them."""
    meta: Any = model._meta
    names = ", ".join(f'"{name}"' for name in columns)
    with db.atomic():
        if isinstance(db.obj, PostgresqlDatabase):
            cursor = db.connection().cursor()
            while portion := list(islice(rows, _AT_ONCE * 5)):
                text = io.StringIO("".join(map(_copied, portion)))
                cursor.copy_expert(f'COPY "{meta.table_name}" ({names}) FROM STDIN', text)
        else:
            places = ", ".join("?" * len(columns))
            sql = f'INSERT INTO "{meta.table_name}" ({names}) VALUES ({places})'
            db.connection().executemany(sql, rows)


def _copied(row: tuple[Any, ...]) -> str:
    values = ("\\N" if v is None else str(v).replace("\\", "\\\\").replace("\n", "\\n") for v in row)
    return "\t".join(values) + "\n"


class _Table:
    """Rows of one table, waiting; ids are their places, so that rows can name each other beforehand."""

    def __init__(self, model: type[Model], named: tuple[str, ...]) -> None:
        meta: Any = model._meta
        fields = [meta.fields[name] for name in named]
        plain = [f for f in meta.sorted_fields if f.default is not None and f.name not in (*named, "id", "uuid")]
        self.last = 0
        self._model, self._rows = model, []
        self._uuid = "uuid" in meta.fields
        self._constants = tuple(f.db_value(f.default() if callable(f.default) else f.default) for f in plain)
        own = ("id", "uuid") if self._uuid else ("id",)
        self._columns = (*own, *(f.column_name for f in (*fields, *plain)))

    def add(self, *values: Any) -> int:
        self.last += 1
        if self._uuid:
            name = hashlib.md5(f"{self._model.__name__}{self.last}".encode()).hexdigest()
            self._rows.append((self.last, name, *values, *self._constants))
        else:
            self._rows.append((self.last, *values, *self._constants))
        return self.last

    def flush(self) -> None:
        _load(self._model, self._columns, iter(self._rows))
        self._rows = []


class _Books:
    """The tables of a shop being filled."""

    def __init__(self) -> None:
        self.clerk = _Table(Clerk, ("name",))
        self.customer = _Table(Customer, ("number", "name", "klass", "first_visit", "last_seen", "opened_by"))
        self.phone = _Table(Phone, ("customer", "typed", "e164", "kind", "position"))
        self.date = _Table(ImportantDate, ("customer", "kind", "month", "day"))
        self.consent = _Table(Consent, ("customer", "purpose", "granted", "at"))
        self.sale = _Table(Sale, ("number", "customer", "day", "clerk", "invoice", "total"))
        self.piece = _Table(
            Piece, ("sale", "style", "kind", "metal", "stone", "weight", "certificate", "engraving", "price")
        )
        self.revisit = _Table(
            Revisit,
            (
                "customer",
                "sale",
                "date",
                "clerk",
                "reason",
                "anchor",
                "due",
                "closes",
                "state",
                "series",
                "open_series",
                "closed_on",
            ),
        )
        self.contact = _Table(Contact, ("customer", "revisit", "clerk", "at", "reason", "purpose", "outcome", "said"))
        self.audit = _Table(AuditEntry, ("at", "clerk", "customer", "action"))
        for n in range(CLERKS):
            self.clerk.add(f"Clerk {n + 1}")

    def write(self, one: Person) -> None:
        """One customer with everything that belongs to the file."""
        n, clerk, mixed = one.n, one.n % CLERKS + 1, one.n * 2654435761 % 2**32
        first, seen = one.bought[0].day, f"{one.seen} {1 + mixed % 12:02d}:{mixed // 13 % 60:02d}:00"
        self.customer.add(n, one.name, "A", first, seen, clerk)
        for at, phone in enumerate(one.phones):
            self.phone.add(n, phone, phone, "mobile", at)
        date = self.date.add(n, "birthday", *one.birthday) if one.birthday else None
        self.consent.add(n, "promotion", mixed % 3 > 0, f"{first} 08:00:00")
        for bought in one.bought:
            sale = self.sale.add(self.sale.last + 1, n, bought.day, clerk, bought.invoice, f"{bought.price}.00")
            kind, metal, stone, _ = PIECES[bought.piece]
            self.piece.add(
                sale,
                bought.style,
                kind,
                metal,
                stone,
                bought.grams,
                bought.certificate,
                bought.engraving,
                f"{bought.price}.00",
            )
        self._revisits(one, sale, date, clerk, mixed)
        self.audit.add(f"{first} 08:00:00", clerk, n, "file.opened")

    def _revisits(self, one: Person, sale: int, date: int | None, clerk: int, mixed: int) -> None:
        """What was done after the last purchase, and what is to be done; one in fifty is late."""
        n, sold = one.n, one.bought[-1].day
        if TODAY - sold > 10 * DAY:
            on = sold + 5 * DAY
            series = f"first:sale:{sale}"
            done = self.revisit.add(n, sale, None, clerk, "first", sold, on, on, DONE, series, None, on)
            self.contact.add(
                n, done, clerk, f"{on} 03:00:00", "first", "service", "reached", "Wears it every day, fits"
            )
        if mixed % 2:
            at = f"{one.seen} 02:00:00"
            outcome = ("reached", "no_answer", "reached")[mixed % 3]
            self.contact.add(n, None, clerk, at, "regular", "promotion", outcome, "")
        late = -30 * DAY if mixed % 50 == 0 else DAY * 0
        self._open(one, None, None, clerk, "regular", f"customer:{n}", TODAY + (mixed % 121 - 13) * DAY + late, 14)
        if mixed % 5 < 3:
            due = TODAY + (mixed // 7 % 180 - 13) * DAY
            self._open(one, sale, None, clerk, "cleaning", f"sale:{sale}", due, 14)
        if date and one.birthday:
            day = dt.date(TODAY.year, *one.birthday)
            self._open(
                one,
                None,
                date,
                clerk,
                "birthday",
                f"date:{date}",
                day if day >= TODAY else day.replace(year=day.year + 1),
                2,
            )

    def _open(
        self, one: Person, sale: int | None, date: int | None, clerk: int, reason: str, of: str, due: dt.date, days: int
    ) -> None:
        series, anchor = f"{reason}:{of}", one.bought[-1].day
        closes = due + days * DAY
        self.revisit.add(one.n, sale, date, clerk, reason, anchor, due, closes, OPEN, series, series, None)

    def flush(self) -> None:
        for table in vars(self).values():
            if isinstance(table, _Table):
                table.flush()

    def close(self, size: int) -> None:
        """The last rows, and where counting goes on."""
        self.flush()
        for name, value in (("customer", size), ("sale", self.sale.last)):
            Counter.insert(name=name, value=value).execute()
        if isinstance(db.obj, PostgresqlDatabase):
            for model in (Clerk, *_TABLES):
                name = model._meta.table_name  # type: ignore[attr-defined]
                db.execute_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
