"""What of a list could not be taken, or stands otherwise in the records: it lies on the disk until somebody looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from msgspec import msgpack

from counter_tui.exchange.records import Problem
from counter_tui.exchange.spool import Spool

_encode = msgpack.Encoder().encode
_problem = msgpack.Decoder(Problem).decode


@dataclass(frozen=True)
class Trouble:
    """What could not be taken, and from which sheet."""

    sheet: str
    problem: Problem


class Troubles:
    """Every trouble of a list, by sheet and row. Several of one row stay in the order in which they were found.

    `differing` of them is what the records have otherwise, as they were looked at last.
    """

    def __init__(self, sheets: list[str]) -> None:
        self._sheets = sheets
        self._spool = Spool(4)  # sheet, row, when it was found, what
        self._found = 0
        self.forget_differing()

    def __len__(self) -> int:
        return self._found + self.differing

    def __iter__(self) -> Iterator[Trouble]:
        for sheet, _line, _at, packed in merge(self._spool.rows(by=3), self._differing.rows(by=3)):
            yield Trouble(self._sheets[sheet], _problem(packed))

    def first(self, many: int) -> list[Trouble]:
        """As many of them as can be shown."""
        return list(islice(self, many))

    def add(self, sheet: int, problem: Problem) -> None:
        """One more, in a sheet by its place."""
        self._found += 1
        self._spool.put(sheet, problem.line, self._found, _encode(problem))

    def differs(self, sheet: int, problem: Problem) -> None:
        """One more that stands otherwise in the records."""
        self.differing += 1
        self._differing.put(sheet, problem.line, self._found + self.differing, _encode(problem))

    def forget_differing(self) -> None:
        """The records are looked at anew."""
        self._differing, self.differing = Spool(4), 0
