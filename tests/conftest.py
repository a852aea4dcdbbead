"""What every test can ask for: an empty shop on SQLite and on a real PostgreSQL, and a clock that stands still."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.pop("COUNTER_TUI_SHOP", None)
os.environ.pop("COUNTER_TUI_LANG", None)
os.environ.pop("NO_COLOR", None)

from peewee import Database, SqliteDatabase
from textual import constants

from counter_tui import clock, i18n
from counter_tui.models import db, opening
from counter_tui.models.opening import open_database
from counter_tui.shop.context import Shop, Words
from counter_tui.shop.tomlfile import Loaded
from tests.calm import _frames_nobody_sees_are_not_painted, _looks_are_read_once, _pilots_do_not_sleep
from tests.postgres import Shelf, running_server

constants.COLOR_SYSTEM = "truecolor"  # whatever terminal the tests are run in

SATURDAY = dt.datetime(2026, 11, 21, 10, 12)
"""The day the tests live on, outside the rest hours."""

hypothesis.settings.register_profile("same", deadline=None, derandomize=True)  # the machine may be busy
hypothesis.settings.register_profile("hunt", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("COUNTER_TUI_EXAMPLES", "same"))
"""The same examples each time; with COUNTER_TUI_EXAMPLES=hunt others, and more where a test sets no number itself."""

LONGEST = ("test_year.py", "test_wheel.py", "test_full_morning.py", "test_kill.py", "test_opening.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that nobody waits for them at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    clock.hold(SATURDAY)
    i18n.set_language("en")
    yield
    clock.hold(None)
    i18n.set_language("en")


@pytest.fixture(autouse=True, scope="session")
def _no_power_cuts() -> Iterator[None]:
    """What a power cut would leave of a file is not asked in this process: nothing waits for the disk."""
    real = opening._sqlite

    def hasty(path: Path) -> SqliteDatabase:
        database = real(path)
        database._pragmas = [*database._pragmas, ("synchronous", "off")]
        return database

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "_sqlite", hasty)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_database(str(path)).close()
    return path


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str) -> Iterator[str]:
    """The URL of the run's own PostgreSQL."""
    # Not in pytest's own folder: that is swept by other runs of the tests while this server still lives in it.
    with running_server(Path(tempfile.gettempdir()) / f"counter-tui-pg-{testrun_uid}") as url:
        yield url


@pytest.fixture(scope="session")
def postgres_shelf(postgres_server: str) -> Iterator[Shelf]:
    """This worker's database on it."""
    shelf = Shelf(postgres_server)
    yield shelf
    shelf.throw_away()


@pytest.fixture
def sqlite_place(sqlite_template: Path, tmp_path: Path) -> str:
    """Where a fresh shop's records are, in a file."""
    path = tmp_path / "shop.db"
    shutil.copy(sqlite_template, path)
    return str(path)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a fresh shop's records are: a file, then a database on the server."""
    yield from fresh_place(request, request.param)


def fresh_place(request: pytest.FixtureRequest, kind: str) -> Iterator[str]:
    """A place for one test, of the `kind` "sqlite" or "postgresql"."""
    if kind == "sqlite":
        yield request.getfixturevalue("sqlite_place")
        return
    shelf = request.getfixturevalue("postgres_shelf")
    yield shelf.place()
    shelf.empty()


@pytest.fixture
def shop_db(place: str) -> Iterator[None]:
    """An opened, empty, migrated database, the models bound to it; whatever is done, its search keys agree."""
    database = open_database(place)
    yield
    if not database.is_closed():
        _every_key_is_kept_twice(database)
    database.close()


def _every_key_is_kept_twice(database: Database) -> None:
    """By itself, and among its customer's own."""
    alone, own = (
        database.execute_sql(f"SELECT {columns}").fetchall()
        for columns in ("key, customer_id FROM search_key", "keys, customer_id FROM own_keys")
    )
    assert sorted(alone) == sorted((key, customer) for text, customer in own for key in text.split("\n")[1:-1])


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


__all__ = ["SATURDAY", "_frames_nobody_sees_are_not_painted", "_looks_are_read_once", "_pilots_do_not_sleep", "db"]


def with_words(shop: Shop, **kinds: Any) -> Shop:
    """The shop with other words of some kinds: `cards`, `scripts` and so on, by id."""
    words = Words(shop.folder, shop.language)
    vars(words).update({kind: Loaded(packs) for kind, packs in kinds.items()})
    return replace(shop, words=words)
