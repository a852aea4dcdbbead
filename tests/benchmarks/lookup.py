"""The search box: what a keystroke costs through the function the screen calls, against other ways; who is found."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from counter_tui import pinyin
from counter_tui.models import db
from counter_tui.models.opening import open_database
from counter_tui.shop import key_search
from counter_tui.shop.context import Shop, open_shop
from counter_tui.shop.lookup import find
from counter_tui.widgets.lookup_box import PAGE
from tests.benchmarks.crowd import Person, person
from tests.benchmarks.rounds import Figure, Run, Store, cpu_ms, middle, share, short
from tests.benchmarks.typed import Typed, mix

ROUNDS = 5
_COMPARED = 100_000
_RECALLED = 200
_ROOM = "lookup"


def lookup(run: Run) -> Iterator[Figure]:
    """A fixed mix of texts, a keystroke at a time, in each shop; the rounds of all shops one after the other."""
    opened = [_Opened(store) for store in run.stores()]
    for turn in range(ROUNDS):
        for one in opened:
            run.say(f"  keystrokes, round {turn + 1}, {one.store.name}")
            one.round()
    for one in opened:
        store = one.store
        most = 6.0 if store.size >= 10**6 and not store.server else None
        for part, limit in ((0.5, None), (0.95, None), (0.99, most)):
            spread = middle(share(sorted(costs), part) for costs in one.rounds)[1]
            what = f"{store.name} p{part * 100:.0f} of a keystroke"
            yield Figure(_ROOM, what, share(sorted(one.each), part), store.unit, spread, limit)
        for kind, cost in one.by_kind():
            yield Figure(_ROOM, f"{store.name} p95: {kind}", cost, store.unit)
    for server in (False, True):
        yield from _growth({one.store.size: one for one in opened if one.store.server is server})
    yield from _on_a_server(opened)
    for one in opened:
        yield from one.recall()
    for one in opened:
        if one.store.size == _COMPARED and not one.store.server:
            yield from _others(one, run)


def _growth(by_size: dict[int, _Opened]) -> Iterator[Figure]:
    for small, big, limit in ((100_000, 10**6, 1.5), (1000, 10**6, 5.0), (1000, 100_000, None)):
        if small in by_size and big in by_size:
            what = f"p95 {by_size[big].store.name} / {short(small)}"
            yield Figure(_ROOM, what, by_size[big].p95 / by_size[small].p95, "times", 0.0, limit)


def _on_a_server(opened: list[_Opened]) -> Iterator[Figure]:
    files = {one.store.size: one for one in opened if not one.store.server}
    for one in opened:
        if one.store.server:
            ratio = one.p95 / files[one.store.size].p95
            yield Figure(_ROOM, f"p95 {one.store.name} / SQLite", ratio, "times", 0.0, 3.0)


class _Opened:
    """A shop under measurement."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.size = store.size
        self.texts = mix(store.size)
        self.keys = [typed for text in self.texts for typed in text.keystrokes()]
        self.rounds: list[list[float]] = []

    @property
    def each(self) -> list[float]:
        """What each keystroke costs: the middle of the rounds, for the machine does other things now and then."""
        return [middle(costs)[0] for costs in zip(*self.rounds, strict=True)]

    @property
    def p95(self) -> float:
        return share(sorted(self.each), 0.95)

    def open(self) -> Shop:
        """As the screen has it: read-only, the recent customers read."""
        if db.obj is not None and not db.is_closed():
            db.close()
        open_database(self.store.place)
        if not self.store.server:
            db.execute_sql("PRAGMA query_only = 1")
        key_search.read_recent()
        return open_shop("Golden Bell", "CN", "en")

    def round(self) -> None:
        """Every keystroke once; before the first round, once to warm up."""
        shop = self.open()
        if not self.rounds:
            for typed in dict.fromkeys(self.keys):
                find(shop, typed, PAGE)
        spent = self.store.spent_ms
        costs = {typed: spent(lambda typed=typed: find(shop, typed, PAGE)) for typed in dict.fromkeys(self.keys)}
        self.rounds.append([costs[typed] for typed in self.keys])

    def by_kind(self) -> Iterator[tuple[str, float]]:
        """The p95 of each kind of text."""
        kinds: dict[str, list[float]] = {}
        for (text, _), cost in zip(((t, k) for t in self.texts for k in t.keystrokes()), self.each, strict=True):
            kinds.setdefault(text.kind, []).append(cost)
        for kind, costs in kinds.items():
            yield kind, share(sorted(costs), 0.95)

    def recall(self) -> Iterator[Figure]:
        """Whether who is meant is found, or is the first."""
        shop, rng = self.open(), random.Random(5)
        people = [person(1 + rng.randrange(self.size)) for _ in range(_RECALLED)]
        asked: dict[str, list[Typed]] = {"name + last four": [], "pinyin + last four": []}
        first: dict[str, list[Typed]] = {"phone": [], "name + last four": [], "certificate": []}
        for one in people:
            spelt, tail = "".join(min(pinyin.spellings(one.name))), one.phones[0][-4:]
            asked["name + last four"].append(Typed("", f"{one.name} {tail}", one.n))
            asked["pinyin + last four"].append(Typed("", f"{spelt} {tail}", one.n))
            first["phone"].append(Typed("", one.phones[0], one.n))
            if bought := next((bought for bought in one.bought if bought.certificate), None):
                first["certificate"].append(Typed("", bought.certificate, one.n))
        first["name + last four"] = asked["name + last four"]
        for what, texts in asked.items():
            found = sum(text.means in _ids(shop, text.text) for text in texts)
            yield Figure(_ROOM, f"{self.store.name} found: {what}", 100 * found / len(texts), "%", 0.0, 100, True)
        for what, texts in first.items():
            found = sum(_alike(person(_ids(shop, text.text)[0]), person(text.means), what) for text in texts)
            yield Figure(_ROOM, f"{self.store.name} first: {what}", 100 * found / len(texts), "%", 0.0, 99, True)


def _alike(one: Person, other: Person, what: str) -> bool:
    """The same customer, or somebody of whom just that is true as well: who of both is meant, nobody can tell."""
    tails = ({phone[-4:] for phone in who.phones} for who in (one, other))
    shared = {
        "phone": not set(one.phones).isdisjoint(other.phones),
        "name + last four": one.name == other.name and set.intersection(*tails),
    }
    return bool(one.n == other.n or shared.get(what))


def _ids(shop: Shop, text: str) -> list[int]:
    return [match.customer_id for match in find(shop, text, PAGE).matches]


# The same texts through other ways of searching

_LIKE = """
    SELECT id FROM customer c WHERE name LIKE ? OR EXISTS (SELECT 1 FROM phone p WHERE p.customer_id = c.id
    AND p.e164 LIKE ?) OR EXISTS (SELECT 1 FROM sale s JOIN piece i ON i.sale_id = s.id WHERE s.customer_id = c.id
    AND i.certificate LIKE ?) ORDER BY last_seen DESC LIMIT 50
"""


def _others(own: _Opened, run: Run) -> Iterator[Figure]:
    """A LIKE scan, FTS5's trigrams and a search line by line, over some keystrokes of the mix."""
    keys = own.keys[::25]
    records = sqlite3.connect(f"file:{run.place(own.size)}?mode=ro", uri=True)
    trigram = _trigrams(run.folder, own.size)
    lines = [_line(n) for n in range(1, own.size + 1)]
    ways: dict[str, Callable[[str], object]] = {
        "LIKE scan": lambda typed: records.execute(_LIKE, [f"%{typed}%"] * 3).fetchall(),
        "FTS5 trigram": lambda typed: _by_trigram(trigram, typed),
        "line by line": lambda typed: [line for line in lines if typed in line],
    }
    for way, search in ways.items():
        run.say(f"  {way}")
        costs = sorted(cpu_ms(lambda search=search, typed=typed: search(typed)) for typed in keys)
        p95 = share(costs, 0.95)
        limit = 1 / 50 if way == "LIKE scan" else None
        yield Figure(_ROOM, f"{short(own.size)} p95: {way}", p95, "ms CPU")
        yield Figure(_ROOM, f"{short(own.size)} p95 own / {way}", own.p95 / p95, "times", 0.0, limit)


def _line(n: int) -> str:
    one = person(n)
    papers = (bought.certificate for bought in one.bought)
    return " ".join((one.name, "".join(min(pinyin.spellings(one.name))), *one.phones, *papers))


def _trigrams(folder: Path, size: int) -> sqlite3.Connection:
    """The table of lines; one that was not finished is made anew."""
    connection = sqlite3.connect(folder / f"trigram-{size}.db")
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS lines USING fts5(line, tokenize = 'trigram')")
    if connection.execute("SELECT count(*) FROM lines").fetchone()[0] < size:
        with connection:
            connection.execute("DELETE FROM lines")
            connection.executemany("INSERT INTO lines (line) VALUES (?)", ((_line(n),) for n in range(1, size + 1)))
    return connection


def _by_trigram(connection: sqlite3.Connection, typed: str) -> list[tuple[object, ...]]:
    """Each word as a phrase; what is shorter than three characters it can only scan for."""
    words = typed.split()
    if words and all(len(word) > 2 for word in words):
        phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
        return connection.execute("SELECT rowid FROM lines WHERE lines MATCH ? LIMIT 50", (phrases,)).fetchall()
    where = " AND ".join(["line LIKE ?"] * len(words)) or "1"
    sql = f"SELECT rowid FROM lines WHERE {where} LIMIT 50"
    return connection.execute(sql, [f"%{word}%" for word in words]).fetchall()
