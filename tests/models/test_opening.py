"""Opening the records: tills that start together, models that say what the migrations make, and the way back."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import Database, OperationalError, PostgresqlDatabase, SqliteDatabase
from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from counter_tui.models import TABLES, Clerk, Customer, OwnKeys, Revisit, SearchKey, opening
from counter_tui.models.opening import APPLICATION_ID, MIGRATIONS, OpenError, open_database
from counter_tui.shop.own_keys import keys_in
from tests.postgres import named, on_server

STARTER = """
import sys
from counter_tui.models import Clerk
from counter_tui.models.opening import open_database
print("ready", flush=True)
sys.stdin.readline()
open_database(sys.argv[1]).close()
open_database(sys.argv[1])
print("opened", Clerk.select().count())
"""
ROUNDS = 3


@pytest.fixture
def opened(place: str) -> Iterator[Database]:
    """The migrated database itself."""
    database = open_database(place)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[str]]:
    """Places where nothing is yet: files to be, or databases without a table."""
    if request.param == "sqlite":
        yield [str(tmp_path / f"new{number}.db") for number in range(ROUNDS)]
        return
    url = request.getfixturevalue("postgres_server")
    names = [f"new_{os.getpid()}_{number}" for number in range(ROUNDS)]
    for name in names:
        on_server(url, f"CREATE DATABASE {name}")
    yield [named(url, name) for name in names]
    for name in names:
        on_server(url, f"DROP DATABASE {name} WITH (FORCE)")


def test_four_tills_that_start_at_once_on_a_new_shop_all_open_it(new_places: list[str]) -> None:
    for place in new_places:
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", STARTER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True,
            )
            for _till in range(4)
        ]  # fmt: skip
        for starter in starters:
            assert starter.stdout is not None
            assert starter.stdout.readline() == "ready\n"
        for starter in starters:
            assert starter.stdin is not None
            starter.stdin.write("go\n")
            starter.stdin.flush()
        answers = [starter.communicate(timeout=60) for starter in starters]
        assert answers == [("opened 0\n", "")] * 4


def test_the_models_say_what_the_migrations_make(opened: Database) -> None:
    difference = diff_models(opened, TABLES)
    assert not difference, str(difference)


def test_types_and_limits_are_those_of_the_models(opened: Database, place: str, tmp_path: Path) -> None:
    """What `diff_models` does not look at: types, lengths, NULL, collation, what happens when a parent goes."""
    kept_alike = [table for table in TABLES if table is not SearchKey]  # see the next test
    migrated = _shape(opened)
    if isinstance(opened, SqliteDatabase):
        other: Database = SqliteDatabase(str(tmp_path / "models.db"))
        with other.bind_ctx(kept_alike):
            other.create_tables(kept_alike)
            made = _shape(other)
        other.close()
    else:
        opened.execute_sql("CREATE SCHEMA models")
        opened.execute_sql("SET search_path TO models")
        opened.create_tables(kept_alike)
        made = _shape(opened)
    others = ("schema_migration.", "search_key.")
    assert {key: shape for key, shape in migrated.items() if not key.startswith(others)} == made


def _shape(database: Database) -> dict[str, tuple[object, ...]]:
    """Each column and foreign key with everything the database knows about it."""
    if isinstance(database, SqliteDatabase):
        tables = sorted(table for table in database.get_tables() if not table.startswith("sqlite_"))
        rows: list[tuple[object, ...]] = []
        for table in tables:
            rows += [(table, *row[1:]) for row in database.execute_sql(f'PRAGMA table_info("{table}")')]
            rows += [
                (f"{table} → {row[2]}", row[3], *row[4:])
                for row in database.execute_sql(f'PRAGMA foreign_key_list("{table}")')
            ]
    else:
        columns = """
            SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
                   is_nullable, collation_name
            FROM information_schema.columns WHERE table_schema = current_schema()
        """
        keys = """
            SELECT conrelid::regclass::text || ' → ' || confrelid::regclass::text,
                   conname, confdeltype::text, confupdtype::text
            FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
        """
        rows = [*database.execute_sql(columns).fetchall(), *database.execute_sql(keys).fetchall()]
    return {f"{row[0]}.{row[1]}": row for row in rows}


def test_search_keys_are_kept_as_the_search_needs_them(opened: Database) -> None:
    if isinstance(opened, PostgresqlDatabase):
        (collation,) = opened.execute_sql(
            "SELECT collation_name FROM information_schema.columns "
            "WHERE table_name = 'search_key' AND column_name = 'key'"
        ).fetchone()
        assert collation == "C"
    else:
        (sql,) = opened.execute_sql("SELECT sql FROM sqlite_master WHERE name = 'search_key'").fetchone()
        assert sql.endswith("WITHOUT ROWID")
    for key in ("nzhang", "Zz", "pzhang", "中", "p1"):
        SearchKey.create(key=key, customer_id=1)
    stored = [row.key for row in SearchKey.select().order_by(SearchKey.key)]
    assert stored == sorted(stored), "in the order of code points, on both databases"


def test_the_first_migration_can_be_undone_and_done_again(opened: Database) -> None:
    runner = Runner(opened, str(MIGRATIONS))
    runner.down("0001_initial")
    assert set(opened.get_tables()) == {"schema_migration"}
    runner.up()
    assert not diff_models(opened, TABLES)
    Clerk.create(name="Mei Lin")


def test_a_customers_keys_become_a_text_of_their_own(opened: Database) -> None:
    keys = {1: {"n张小红", "d1234", 'w"\\', "pzhang"}, 2: {"d1234"}}
    runner = Runner(opened, str(MIGRATIONS))
    runner.down("0009_quicker_writing")
    SearchKey.insert_many([(key, customer) for customer, its in keys.items() for key in its]).execute()
    runner.up()
    assert {row.customer_id: set(keys_in(row.keys)) for row in OwnKeys.select()} == keys
    assert not diff_models(opened, TABLES)


def test_planned_contacts_lose_their_names_and_nothing_else(opened: Database) -> None:
    day = dt.date(2026, 11, 21)
    with opened.atomic():
        customer = Customer.create(number=1, name="张晓红", first_visit=day)
        plan = {"customer": customer, "reason": "regular", "anchor": day, "due": day, "closes": day}
        first = Revisit.create(**plan, series="a", open_series="a")
        Revisit.create(**plan, series="b", after=first)
    kept, told = list(Revisit.select().order_by(Revisit.id).dicts()), planner(opened)
    runner = Runner(opened, str(MIGRATIONS))
    runner.down("0010_planned_without_a_form")
    names = {name for (name,) in opened.execute_sql("SELECT uuid FROM revisit").fetchall()}
    assert [len(name) for name in names] == [32, 32]
    runner.up()
    assert list(Revisit.select().order_by(Revisit.id).dicts()) == kept
    assert not diff_models(opened, TABLES)
    assert planner(opened) == told


def planner(opened: Database) -> set[tuple]:
    """What SQLite is told of how the planned contacts lie."""
    if isinstance(opened, PostgresqlDatabase):
        return set()
    return set(opened.execute_sql("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'revisit'").fetchall())


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["visit_id", "date_id", "after_id"])
def test_what_hangs_on_a_visit_a_date_or_a_turn_is_found_without_looking_through_all(
    opened: Database, column: str
) -> None:
    for asked in ("= 5", "IN (5, 6)"):
        plan = opened.execute_sql(f"EXPLAIN QUERY PLAN SELECT id FROM revisit WHERE {column} {asked}").fetchall()
        assert f"revisit_{column}" in str(plan)


def test_opening_again_changes_nothing(opened: Database, place: str) -> None:
    clerk = Clerk.create(name="Mei Lin")
    opened.close()
    again = open_database(place)
    assert Clerk.get().id == clerk.id
    assert not diff_models(again, TABLES)
    again.close()


def test_a_file_of_ours_says_so_in_its_header(sqlite_template: Path) -> None:
    with sqlite3.connect(f"{sqlite_template.as_uri()}?mode=ro", uri=True) as file:
        assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_but_the_starters_lock_is_left_beside_a_file_once_it_is_closed(tmp_path: Path) -> None:
    open_database(str(tmp_path / "shop.db")).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".shop.db.lock", "shop.db"]


def test_an_older_file_is_backed_up_before_it_is_brought_up_to_date(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "shop.db"
    shutil.copy(sqlite_template, place)
    steps = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, steps)
    (steps / "0999_remark.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('ALTER TABLE clerk ADD COLUMN remark TEXT')\n", "utf-8"
    )
    monkeypatch.setattr("counter_tui.models.opening.MIGRATIONS", steps)
    database = open_database(str(place))
    assert "remark" in [column.name for column in database.get_columns("clerk")]
    database.close()
    backup = tmp_path / "shop.before-0999_remark.db"
    with sqlite3.connect(backup) as before:
        assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert "remark" not in [row[1] for row in before.execute("PRAGMA table_info(clerk)")]


def test_that_backup_goes_to_the_folder_for_backups_and_without_it_nothing_is_changed(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "shop.db"
    shutil.copy(sqlite_template, place)
    steps = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, steps)
    (steps / "0999_remark.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('ALTER TABLE clerk ADD COLUMN remark TEXT')\n", "utf-8"
    )
    monkeypatch.setattr("counter_tui.models.opening.MIGRATIONS", steps)
    (tmp_path / "note.txt").write_text("x", "utf-8")
    with pytest.raises(OpenError, match=r"no backup can be made first: .*note\.txt"):
        open_database(str(place), tmp_path / "note.txt")
    with sqlite3.connect(place) as file:
        assert "remark" not in [row[1] for row in file.execute("PRAGMA table_info(clerk)")]
    open_database(str(place), tmp_path / "copies").close()
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["shop.before-0999_remark.db"]


def test_a_migration_that_fails_changes_nothing(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(place)
    Customer.create(number=1, name="张晓红", first_visit="2026-11-21")
    database.close()
    steps = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, steps)
    (steps / "0999_wrong.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql('ALTER TABLE customer ADD COLUMN remark TEXT')\n"
        "    db.execute_sql('DELETE FROM customer')\n"
        "    db.execute_sql('SELECT * FROM no_such_table')\n",
        "utf-8",
    )
    with monkeypatch.context() as patched:
        patched.setattr("counter_tui.models.opening.MIGRATIONS", steps)
        with pytest.raises(OpenError):
            open_database(place)
    database = open_database(place)
    assert [row.name for row in Customer.select()] == ["张晓红"]
    assert not diff_models(database, TABLES)
    database.close()


def test_a_place_without_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OpenError, match=r"There is no folder .*nowhere"):
        open_database(str(tmp_path / "nowhere" / "shop.db"))


def test_a_file_that_another_program_holds_is_one_sentence(sqlite_template: Path, tmp_path: Path) -> None:
    place = tmp_path / "shop.db"
    with sqlite3.connect(place) as file:
        file.execute("PRAGMA user_version = 1")
    holder = sqlite3.connect(place, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(OpenError, match=r"shop\.db is in use by another program"):
        open_database(str(place))
    holder.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  database "shpo" does not exist', "There is no database “shpo” on the shop's server."),
        ('FATAL:  password authentication failed for user "mei"', "does not accept the name and password"),
        ('FATAL:  role "mei" does not exist', "does not accept the name and password"),
        ("fe_sendauth: no password supplied", "does not accept the name and password"),
        ("Connection refused", "does not answer: connection to server"),
    ],
)
def test_what_a_server_has_against_somebody_is_said(said: str, told: str) -> None:
    error = OperationalError(f'connection to server at "10.0.0.5", port 5432 failed: {said}\n')
    assert told in opening._sentence(PostgresqlDatabase("shop"), error)


def test_a_database_that_a_server_does_not_have_is_named(postgres_server: str) -> None:
    with pytest.raises(OpenError, match="There is no database “nowhere”"):
        open_database(named(postgres_server, "nowhere"))
