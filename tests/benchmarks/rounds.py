"""Measuring: rounds repeated in one run, the middle and the spread of them, and a line of the table for each figure."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from counter_tui.models.plain import rows

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """A line of the table. `spread` is how far the middle half of the rounds lie apart; `limit` is what
    the figure may be at most (or, for `at_least`, at least)."""

    room: str
    what: str
    value: float
    unit: str
    spread: float = 0.0
    limit: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """ok or MISSED; nothing where nothing is promised."""
        if self.limit is None:
            return ""
        held = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "ok" if held else "MISSED"

    def record(self) -> dict[str, object]:
        """For --json."""
        return asdict(self) | {"verdict": self.verdict}


@dataclass(frozen=True)
class Store:
    """The records of a made-up shop: a file, or a database on a server."""

    size: int
    place: str
    server: bool = False

    @property
    def name(self) -> str:
        """1k, 100k, 1m; or 1m PostgreSQL."""
        return f"{short(self.size)} PostgreSQL" if self.server else short(self.size)

    @property
    def unit(self) -> str:
        """What is measured: this thread's CPU and, on a server, that of the process which serves it; on a server
        elsewhere the time until the answer."""
        return "ms wall" if self._elsewhere else "ms CPU"

    @property
    def _elsewhere(self) -> bool:
        return self.server and not re.search("host=/|localhost|127[.]0[.]0[.]1", self.place)

    def spent_ms(self, work: Callable[[], object]) -> float:
        """What some work on these records costs."""
        if self._elsewhere:
            return wall_ms(work)
        if not self.server:
            return cpu_ms(work)
        serving = Path(f"/proc/{rows('SELECT pg_backend_pid()')[0][0]}/schedstat")
        before = int(serving.read_text().split()[0])
        own = cpu_ms(work)
        return own + (int(serving.read_text().split()[0]) - before) / 1e6


@dataclass(frozen=True)
class Run:
    """What the command was told: sizes of shops, where they are kept, a server or "", how to tell progress."""

    sizes: tuple[int, ...]
    folder: Path
    server: str
    say: Callable[[str], None]
    places: dict[int, str] = field(default_factory=dict)

    def place(self, size: int) -> str:
        """The file with the records of the shop of this size, made when first asked for."""
        from tests.benchmarks.shops import shop_of

        if size not in self.places:
            self.places[size] = shop_of(size, self.folder, "", self.say)
        return self.places[size]

    def stores(self) -> list[Store]:
        """The shops of all sizes, and, if there is a server, those on the server."""
        from tests.benchmarks.shops import shop_of

        files = [Store(size, self.place(size)) for size in self.sizes]
        if not self.server:
            return files
        return files + [Store(size, shop_of(size, self.folder, self.server, self.say), True) for size in self.sizes]


def wall_ms(work: Callable[[], object]) -> float:
    """Milliseconds until it is done."""
    began = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began) / 1e6


def cpu_ms(work: Callable[[], object]) -> float:
    """Milliseconds of this thread's CPU."""
    began = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - began) / 1e6


def peak_mb() -> float:
    """The most memory this process has held; the kernel's other figure begins with that of whoever started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def repeated(work: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Median and spread of the CPU milliseconds of some rounds, after one to warm up."""
    work()
    return middle([cpu_ms(work) for _ in range(rounds)])


def middle(values: Iterable[float]) -> tuple[float, float]:
    """The median, and how far the quarters lie apart."""
    every = sorted(values)
    return median(every), share(every, 0.75) - share(every, 0.25)


def share(every: Sequence[float], part: float) -> float:
    """The value that this part of the sorted values does not exceed."""
    return every[min(int(len(every) * part), len(every) - 1)]


def short(size: int) -> str:
    """1k, 100k, 1m."""
    return f"{size // 10**6}m" if size >= 10**6 else f"{size // 1000}k" if size >= 1000 else str(size)


def table(figures: Sequence[Figure]) -> str:
    """The figures as one table."""
    lines = [("room", "what", "figure", "±", "", "promised", "")]
    for one in figures:
        bound = "" if one.limit is None else f"{'≥' if one.at_least else '≤'} {one.limit:g}"
        lines.append((one.room, one.what, f"{one.value:,.2f}", f"{one.spread:.2f}", one.unit, bound, one.verdict))
    widths = [max(len(line[at]) for line in lines) for at in range(7)]
    right = {2, 3}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
