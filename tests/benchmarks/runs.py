"""The ways to find a made-up shop's customers: made by every core in sorted runs on the disk, read back as one."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Self

from counter_tui.shop.own_keys import as_text
from counter_tui.shop.search_keys import Findable, keys_of
from tests.benchmarks.crowd import Person, person

_AT_ONCE = 20_000


class Runs:
    """The keys of customers 1 to `size`, under way as soon as it is opened: who somebody is follows from the number."""

    def __init__(self, folder: Path, size: int) -> None:
        self._pool = ProcessPoolExecutor(mp_context=get_context("spawn"))
        self._runs: list[Future[Path]] = [
            self._pool.submit(_run, folder / f"{first}", first, min(first + _AT_ONCE, size + 1))
            for first in range(1, size + 1, _AT_ONCE)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def keys(self) -> Iterator[tuple[str, int]]:
        """Each key and its customer, sorted."""
        with ExitStack() as open_files:
            files = [open_files.enter_context(run.result().open(encoding="utf-8", newline="\n")) for run in self._runs]
            for line in heapq.merge(*files):
                key, _, customer = line.partition("\t")
                yield key, int(customer)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Each customer and all of their keys."""
        for run in self._runs:
            with _texts(run.result()).open(encoding="utf-8", newline="\n") as file:
                for line in file:
                    customer, *keys = line.rstrip("\n").split("\t")
                    yield int(customer), as_text(keys)


def _run(path: Path, first: int, end: int) -> Path:
    keys = {n: keys_of(findable(person(n))) for n in range(first, end)}
    lines = sorted(f"{key}\t{n}\n" for n, its in keys.items() for key in its)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    texts = ("\t".join((f"{n}", *its)) for n, its in keys.items())
    _texts(path).write_text("\n".join(texts), encoding="utf-8", newline="\n")
    return path


def _texts(run: Path) -> Path:
    return run.with_suffix(".texts")


def findable(one: Person) -> Findable:
    """What a made-up customer is found by."""
    return Findable(
        one.n,
        one.name,
        phones=tuple((phone, phone) for phone in one.phones),
        invoices=tuple(bought.invoice for bought in one.bought),
        styles=tuple(bought.style for bought in one.bought),
        certificates=tuple(bought.certificate for bought in one.bought if bought.certificate),
        engravings=tuple(bought.engraving for bought in one.bought if bought.engraving),
    )
