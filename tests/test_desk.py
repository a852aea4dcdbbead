"""The door to the shop: every fault of a database is a sentence, and after it the next question is answered."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from peewee import DataError, IntegrityError, OperationalError

from counter_tui import i18n
from counter_tui.desk import Desk, DeskError
from counter_tui.models import AuditEntry, Clerk, db
from counter_tui.models.opening import OpenError
from counter_tui.settings import Settings
from counter_tui.shop.context import Shop
from counter_tui.shop.people import add_clerk, clerks
from counter_tui.shop.trace import ShopError, transaction
from tests.postgres import on_server

SQLITE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


@pytest.fixture
async def desk(place: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """An open desk with one clerk in its shop."""
    desk = Desk(Settings(tmp_path / "folder", "Golden Bell", "CN", "en", place))
    await desk.open()
    await desk.ask(add_clerk, "Mei Lin")
    yield desk
    desk.close()


def names(shop: Shop) -> list[str]:
    return [clerk.name for clerk in clerks(shop)]


async def test_the_desk_answers_what_the_shop_answers(desk: Desk) -> None:
    assert desk.ready and desk.shop.name == "Golden Bell"
    assert await desk.ask(names) == ["Mei Lin"]
    assert await desk.long_job(names) == ["Mei Lin"]


async def test_questions_are_answered_one_after_the_other_away_from_the_screen(desk: Desk) -> None:
    import threading

    seen: list[int] = []

    def count(_shop: Shop, number: int) -> str:
        seen.append(number)
        return threading.current_thread().name

    threads = await asyncio.gather(*(desk.ask(count, number) for number in range(20)))
    assert seen == list(range(20))
    assert len(set(threads)) == 1 and threads[0] != threading.current_thread().name


async def test_a_refusal_of_the_shop_comes_as_it_is(desk: Desk) -> None:
    def refuse(_shop: Shop) -> None:
        raise ShopError("A sale can't be in the future.")

    with pytest.raises(ShopError, match="A sale can't be in the future"):
        await desk.ask(refuse)


async def test_a_fault_of_the_program_is_not_hidden(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError):
        await desk.ask(lambda _shop: 1 // 0)


async def test_after_a_fault_nothing_is_half_done_and_the_next_question_is_answered(desk: Desk) -> None:
    @transaction
    def half(_shop: Shop) -> None:
        Clerk.create(name="Wei Chen")
        Clerk.create(name="Wei Chen", uuid=Clerk.get().uuid)

    with pytest.raises(DeskError):
        await desk.ask(half)
    assert await desk.ask(names) == ["Mei Lin"]


# Faults as sentences


@SQLITE
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_a_full_disk_says_so_and_nothing_is_stored(desk: Desk, language: str) -> None:
    @transaction
    def fill(_shop: Shop) -> None:
        db.execute_sql("PRAGMA max_page_count = 1")
        for _row in range(200):
            AuditEntry.create(action="x" * 60, detail={"much": "x" * 4000})

    i18n.set_language(language)
    with pytest.raises(DeskError) as fault:
        await desk.ask(fill)
    sentence = {"en": "Not saved: the disk is full. What you typed is still here.", "zh_CN": "磁盘已满"}[language]
    assert sentence in str(fault.value)
    await desk.ask(lambda _shop: db.execute_sql("PRAGMA max_page_count = 1073741823"))
    assert await desk.ask(lambda _shop: AuditEntry.select().where(AuditEntry.action.startswith("xx")).count()) == 0
    await desk.ask(add_clerk, "Wei Chen")


@SQLITE
async def test_records_held_by_another_program_say_so_and_are_saved_later(desk: Desk, place: str) -> None:
    with closing(sqlite3.connect(place, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(DeskError, match=r"Not saved: another program holds the records\. Try again in a moment"):
            await desk.ask(add_clerk, "Wei Chen")
    await desk.ask(add_clerk, "Wei Chen")
    assert await desk.ask(names) == ["Mei Lin", "Wei Chen"]


@SQLITE
@pytest.mark.parametrize("harm", ["taken away", "replaced"])
async def test_records_taken_away_are_not_written_to_any_more(desk: Desk, place: str, harm: str) -> None:
    """What is saved into a file without a name is lost, and another file would be damaged by this one's log."""
    records = Path(place)
    copy = records.read_bytes()
    records.rename(records.with_name("old.db"))
    if harm == "replaced":
        records.write_bytes(copy)
    for question in (desk.ask, desk.long_job):
        with pytest.raises(DeskError, match=r"shop.db was taken away or replaced"):
            await question(add_clerk, "Wei Chen")
    assert not records.exists() or records.read_bytes() == copy


@SQLITE
async def test_a_read_only_folder_says_so(desk: Desk) -> None:
    await desk.ask(lambda _shop: db.execute_sql("PRAGMA query_only = 1"))
    with pytest.raises(DeskError, match=r"Not saved: the shop's folder is read-only\. What you typed is still here"):
        await desk.ask(add_clerk, "Wei Chen")


@SQLITE
async def test_damaged_records_say_so(desk: Desk, place: str) -> None:
    await desk.ask(lambda _shop: db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)"))
    await desk.ask(lambda _shop: db.close())
    whole = bytearray(Path(place).read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    Path(place).write_bytes(whole)
    with pytest.raises(DeskError, match=r"The records are damaged\. Stop here, and restore the newest backup"):
        await desk.ask(names)


@pytest.mark.parametrize("error", [OperationalError, DataError, IntegrityError])
async def test_any_other_fault_is_a_sentence_too(desk: Desk, error: type[Exception]) -> None:
    def fail(_shop: Shop) -> None:
        raise error("something else")

    with pytest.raises(DeskError) as fault:
        await desk.ask(fail)
    assert str(fault.value).endswith((".", "again.", "here."))


@SQLITE
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SQLITE_IOERR_READ", "Not saved: the disk is full or does not answer. What you typed is still here."),
        ("SQLITE_BUSY_SNAPSHOT", "Not saved: another program holds the records. Try again in a moment."),
        ("SQLITE_CORRUPT_INDEX", "The records are damaged. Stop here, and restore the newest backup."),
        ("SQLITE_CANTOPEN", "Not saved: no such luck. What you typed is still here."),
    ],
)
async def test_a_file_that_drops_away_is_told_by_its_code(desk: Desk, name: str, told: str) -> None:
    def fail(_shop: Shop) -> None:
        error = sqlite3.OperationalError("no such luck")
        error.sqlite_errorname = name
        raise error

    with pytest.raises(DeskError) as fault:
        await desk.ask(fail)
    assert str(fault.value) == told


@POSTGRES
@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("53100", "Not saved: the disk is full. What you typed is still here."),
        ("58030", "Not saved: the disk is full or does not answer. What you typed is still here."),
        ("40P01", "Not saved: another program holds the records. Try again in a moment."),
        ("40001", "Not saved: another program holds the records. Try again in a moment."),
        ("XX002", "The records are damaged. Stop here, and restore the newest backup."),
        ("57P01", "No connection to the shop's server. What you typed is still here; try again."),
        ("08006", "No connection to the shop's server. What you typed is still here; try again."),
        ("42501", "Not saved: no such luck. What you typed is still here."),
    ],
)
async def test_what_a_server_refuses_is_told_by_its_code(desk: Desk, code: str, told: str) -> None:
    @transaction
    def fail(_shop: Shop) -> None:
        Clerk.create(name="Wei Chen")
        db.execute_sql(f"DO $$ BEGIN RAISE EXCEPTION 'no such luck' USING ERRCODE = '{code}'; END $$")

    with pytest.raises(DeskError) as fault:
        await desk.ask(fail)
    assert str(fault.value) == told
    assert await desk.ask(names) == ["Mei Lin"]


@POSTGRES
async def test_what_a_server_will_not_store_is_told_and_not_tried_again_for_ever(desk: Desk) -> None:
    with pytest.raises(DeskError, match=r"^Not saved: value too long for type character varying\(\d+\)\. What you"):
        await desk.ask(lambda _shop: Clerk.create(name="Wei" * 1000))
    with pytest.raises(DeskError, match=r"^Not saved: duplicate key value violates unique constraint"):
        await desk.ask(lambda _shop: Clerk.create(name="Wei", uuid=Clerk.get().uuid))
    with pytest.raises(DeskError, match=r"^Not saved: .*adapt"):
        await desk.ask(lambda _shop: db.execute_sql("SELECT %s", (object(),)))


@POSTGRES
async def test_a_row_held_at_another_till_says_so_and_is_saved_later(desk: Desk, place: str) -> None:
    import psycopg2

    @transaction
    def rename(_shop: Shop) -> None:
        db.execute_sql("SET LOCAL lock_timeout = 50")
        Clerk.update(name="Mei").execute()

    with closing(psycopg2.connect(place)) as other, other.cursor() as cursor:
        cursor.execute("UPDATE clerk SET name = name")
        with pytest.raises(DeskError, match=r"Not saved: another program holds the records\. Try again in a moment"):
            await desk.ask(rename)
    await desk.ask(rename)
    assert await desk.ask(names) == ["Mei"]


# A server that goes away


@POSTGRES
async def test_a_lost_connection_is_a_sentence_once_and_then_found_again(desk: Desk) -> None:
    def lose(_shop: Shop) -> None:
        db.execute_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(
        DeskError, match=r"No connection to the shop's server\. What you typed is still here; try again"
    ):
        await desk.ask(lose)
    await desk.ask(add_clerk, "Wei Chen")
    assert await desk.ask(names) == ["Mei Lin", "Wei Chen"]


@POSTGRES
async def test_a_connection_lost_between_two_questions(desk: Desk, place: str) -> None:
    import psycopg2

    backend = await desk.ask(lambda _shop: db.execute_sql("SELECT pg_backend_pid()").fetchone()[0])
    with closing(psycopg2.connect(place)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", (backend,))
    with pytest.raises(DeskError, match=r"No connection"):
        await desk.ask(add_clerk, "Wei Chen")
    await desk.ask(add_clerk, "Wei Chen")
    assert await desk.ask(names) == ["Mei Lin", "Wei Chen"]


@POSTGRES
async def test_a_server_that_lets_nobody_in_for_a_while(desk: Desk, place: str, postgres_server: str) -> None:
    name = place.split("?")[0].rpartition("/")[2]
    on_server(postgres_server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    on_server(postgres_server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    for _try in range(2):
        with pytest.raises(DeskError, match="No connection to the shop's server"):
            await desk.ask(names)
    on_server(postgres_server, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert await desk.ask(names) == ["Mei Lin"]


# Reading in the frame of the key


@SQLITE
async def test_a_look_reads_at_once_and_sees_what_was_just_saved(desk: Desk) -> None:
    assert desk.embedded
    assert desk.look(names) == ["Mei Lin"]
    await desk.ask(add_clerk, "Wei Chen")
    assert desk.look(names) == ["Mei Lin", "Wei Chen"]


@SQLITE
async def test_a_look_cannot_write(desk: Desk) -> None:
    with pytest.raises(DeskError, match=r"Not saved: the shop's folder is read-only\."):
        desk.look(add_clerk, "Wei Chen")
    with pytest.raises(DeskError):
        desk.look(lambda _shop: db.execute_sql("DELETE FROM clerk"))
    assert await desk.ask(names) == ["Mei Lin"]


# Opening and closing


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_a_place_that_cannot_be_opened_is_told_by_its_sentence(place: str, tmp_path: Path) -> None:
    Path(place).write_text("no database", "utf-8")
    desk = Desk(Settings(tmp_path / "folder", "Golden Bell", "CN", "en", place))
    with pytest.raises(OpenError, match="not a database of this program"):
        await desk.open()
    assert not desk.ready
    desk.close()


async def test_the_shop_speaks_another_language_from_now_on(desk: Desk) -> None:
    english = desk.shop.scripts["first-revisit"].title
    await desk.speak("zh_CN")
    assert desk.shop.scripts["first-revisit"].title != english


async def test_closed_the_desk_holds_nothing(place: str, tmp_path: Path) -> None:
    desk = Desk(Settings(tmp_path / "folder", "Golden Bell", "CN", "en", place))
    await desk.open()
    await desk.ask(names)
    desk.close()
    assert db.is_closed()
    if desk.embedded:
        assert not Path(f"{place}-wal").exists()
