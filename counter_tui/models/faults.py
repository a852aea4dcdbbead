"""What is wrong with the records: an error of SQLite's or of a server's, told by its code, as one of a few kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Kind = Literal["full", "silent", "read-only", "shut", "busy", "damaged", "lost", "other"]
"""The disk is full, or does not answer; the file may not be written, or not be opened; somebody else holds the records;
they are damaged; the server is gone. Everything else is a fault that only its own words explain."""

_OF_SQLITE: dict[str, Kind] = {
    "SQLITE_FULL": "full",
    "SQLITE_IOERR": "silent",
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "shut",
    "SQLITE_CANTOPEN": "shut",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
}
_OF_SERVER: dict[str, Kind] = {
    "53100": "full",
    "58030": "silent",
    "40001": "busy",  # two tills at once: one of them has to begin anew
    "40P01": "busy",
    "55P03": "busy",
    "XX001": "damaged",
    "XX002": "damaged",
    "08": "lost",
    "57P0": "lost",  # shut down, crashed, or just starting
}
"""PostgreSQL's codes, or how they begin: appendix A of its manual."""
_ASKED_WRONGLY = ("ProgrammingError", "NotSupportedError", "DataError", "IntegrityError")


def kind(error: BaseException) -> Kind:
    """Which kind of fault an error is."""
    error = origin(error)
    if told := code(error):
        return _beginning(told, _OF_SQLITE | _OF_SERVER)
    # A driver whose server does not answer has no code to tell, and neither has one that was asked for nonsense.
    without_answer = hasattr(error, "pgcode") and type(error).__name__ not in _ASKED_WRONGLY
    return "lost" if without_answer else "other"


def code(error: BaseException) -> str:
    """What the database calls it: SQLite's name, or a server's five signs; "" where it has no code to tell."""
    error = origin(error)
    return str(getattr(error, "sqlite_errorname", "") or getattr(error, "pgcode", None) or "")


def reason(error: BaseException) -> str:
    """What the database itself says, in its own words, as a part of a sentence."""
    lines = str(origin(error)).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")


def origin(error: BaseException) -> BaseException:
    """The database's own error, under what was made of it on the way; the first of all, since taking back what an
    error has ended already fails too."""
    *_rest, last = _chain(error)
    ours = [one for one in _chain(error) if hasattr(one, "sqlite_errorname") or hasattr(one, "pgcode")]
    return ours[-1] if ours else last


def _chain(error: BaseException) -> Iterator[BaseException]:
    deeper: BaseException | None = error
    while deeper is not None:
        yield deeper
        deeper = deeper.__cause__ or deeper.__context__


def _beginning(code: str, kinds: dict[str, Kind]) -> Kind:
    return next((kind for beginning, kind in kinds.items() if code.startswith(beginning)), "other")
