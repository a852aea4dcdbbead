"""The records at one moment: read for as long as it takes while others go on writing, and known from the next one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

from peewee import DatabaseError, InterfaceError

from counter_tui.models.base import db, on_server

STATE_ON_A_SERVER = "txid_current_snapshot()::text"


class _Moment(threading.local):
    """What this thread has asked, while it takes all it does for one moment."""

    state: str | None = None
    held = False


_moment = _Moment()


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Within, the state of the records is asked once: what somebody writes meanwhile counts from the next time on."""
    _moment.held = True
    try:
        yield
    finally:
        _moment.held, _moment.state = False, None


def state_of_records() -> str:
    """A text that is another one once somebody has written: on the embedded database good for this thread's connection
    only, on a server for all of its databases together."""
    state = _moment.state or _read_state()
    if _moment.held:
        _moment.state = state
    return state


def state_is_wanted() -> bool:
    """Whether a server is still to be asked for the state of this moment: a question of its own takes long, and any
    other can answer STATE_ON_A_SERVER beside, for `state_is`."""
    return _moment.held and not _moment.state and on_server()


def state_is(state: str) -> None:
    """What the server has answered, at the moment that is held."""
    _moment.state = state


def _read_state() -> str:
    if on_server():
        return str(db.execute_sql(f"SELECT {STATE_ON_A_SERVER}").fetchone()[0])
    others = db.execute_sql("PRAGMA data_version").fetchone()[0]
    return f"{others} {db.connection().total_changes}"


Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Memory(threading.local, Generic[Asked, Answer]):
    """What was read, some `most` answers of it, for as long as nobody has written anything. Each thread has its own,
    since each has its own connection, which alone knows what others have written."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._connection: object = None
        self._state = ""
        self._answers: dict[Asked, Answer] = {}

    def known(self) -> dict[Asked, Answer]:
        """What still holds; what is read now is to be added."""
        connection, state = db.connection(), state_of_records()
        same = connection is self._connection and state == self._state
        if not same or len(self._answers) > self._most or db.in_transaction():
            self._connection, self._state, self._answers = connection, state, {}
        return self._answers


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """Whatever this thread asks the database within stands as it was when it began; nothing can be written.

    Not `db.atomic()`: that holds the only lock for writing, and every other till would wait for it.
    """
    server = on_server()
    if not server:
        db.execute_sql("PRAGMA query_only = 1")
    db.execute_sql("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY" if server else "BEGIN DEFERRED")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError, InterfaceError):  # a lost connection has ended it already
            db.execute_sql("ROLLBACK")
            if not server:
                db.execute_sql("PRAGMA query_only = 0")
