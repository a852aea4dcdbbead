"""What is to be done on a day (mission C9): overdue first, the day's own, what is coming; and a month in counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from counter_tui import clock
from counter_tui.clock import DAY
from counter_tui.models import OPEN
from counter_tui.models.plain import among, day_of, hour_of, rows
from counter_tui.models.snapshot import state_of_records
from counter_tui.shop.claims import claimed
from counter_tui.shop.context import Shop
from counter_tui.shop.entry.masking import masked
from counter_tui.shop.permission import May, Standing, may_make
from counter_tui.shop.planning import DATES
from counter_tui.shop.standing import standings
from counter_tui.words import number_words

MOST_ROWS = 200
"""Lines a list holds at the most; a heading still counts on."""
MOST_COUNTED = 5000
"""How far a heading counts: at a chain's size nobody waits for a figure that nobody can work off."""
MOST_IN_A_DAY = 100
"""How far a day of the month counts; a cell holds no more than two figures."""

_BY_CLOSE = "closes, id"
_BY_HOUR = "hour, closes, id"  # where none has an hour too: so a server sees that it is an index's order
_BY_DUE = "due, id"
_ON_THE_DAY = "anchor >= due AND anchor <= due"  # as in the index revisit_wished, word for word
_IN_TIME = "due <= ? AND closes >= ?"
_COMING = "due > ? AND due <= ?"


class DueRow(NamedTuple):
    """One contact to make, as a line of Today. `days_late` is 0 until its window has closed.

    `busy` names the clerk who is in contact with the customer right now.
    """

    id: int
    version: int
    customer_id: int
    customer: str
    number: str
    phone: str
    reason: str
    topic: str
    channel: str
    kind: str
    metal: str
    stone: str
    piece: str
    gift: bool
    anchor: dt.date
    due: dt.date
    closes: dt.date
    hour: dt.time | None
    days_late: int
    clerk_id: int | None
    clerk: str
    last_outcome: str
    tries: int
    may: May
    busy: str = ""


@dataclass(frozen=True)
class Agenda:
    """A day's work. The counts go on where a list is cut at MOST_ROWS, up to MOST_COUNTED.

    `first` comes before everything: calls that broke off (C8), then promises whose day has come (I1). They count where
    their days put them.
    """

    day: dt.date
    first: tuple[DueRow, ...]
    overdue: tuple[DueRow, ...]
    today: tuple[DueRow, ...]
    coming: tuple[DueRow, ...]
    counts: tuple[int, int, int]


def agenda(shop: Shop, day: dt.date | None = None) -> Agenda:
    """The work of `day` (today unless told): what is late by then, what may be done then, and the days after it.

    A revisit is the day's from its first day to its last; later than that it is overdue. Those with an hour come
    first in a day, then birthdays and the like of that day, then those whose window closes soonest.
    """
    day = day or clock.today()
    until = day + shop.policy.revisits.coming_days * DAY
    late, own, ahead = lists = _late(day), _own(day, _IN_TIME, day, day), _ids(_COMING, day, until, by=_BY_DUE)
    first = _first(day)
    how_late = _count_late(day) if _is_cut(late) or _is_cut(own) else len(late)
    now = _count_in_time(day, how_late) if _is_cut(own) else len(own)
    to_come = _count(_COMING, day, until) if _is_cut(ahead) else len(ahead)
    if to_come < MOST_COUNTED:
        to_come -= len(set(first).intersection(ahead))
    counts = (how_late, now, to_come)
    now_first, *rest = _rows(shop, day, first, *(_without(first, ids) for ids in lists))
    return Agenda(day, now_first, rest[0], rest[1], rest[2], counts)


def day_plan(shop: Shop, day: dt.date) -> Agenda:
    """A day chosen in the month: today's work as it is, another day's own contacts and those of the days after it."""
    if day == clock.today():
        return agenda(shop, day)
    until = day + shop.policy.revisits.coming_days * DAY
    own, ahead = _own(day, "due = ?", day), _ids(_COMING, day, until, by=_BY_DUE)
    its_own = _count("due = ?", day) if _is_cut(own) else len(own)
    counts = (0, its_own, _count(_COMING, day, until) if _is_cut(ahead) else len(ahead))
    first = _promised("p.until = ?", day)
    promised, its_rows, next_rows = _rows(shop, day, first, *(_without(first, ids) for ids in (own, ahead)))
    return Agenda(day, promised, (), its_rows, next_rows, counts)


def as_of(shop: Shop) -> tuple[str, str]:
    """What an agenda holds for: this minute, since calls are allowed from a minute on, and these records. The second is
    another one once somebody has written."""
    return f"{clock.now():%H:%M}", state_of_records()


def month_counts(shop: Shop, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """How many contacts fall due on each day from `first` to `last`, as far as MOST_IN_A_DAY; today's figure holds all
    that can be done then, and what was due before is in it."""
    today = clock.today()
    within = first <= today <= last
    days = [first + n * DAY for n in range((last - first).days + 1) if not within or first + n * DAY > today]
    bounds = [value for day in days for value in (OPEN, day, MOST_IN_A_DAY)]
    counted = rows(" UNION ALL ".join(_DUE_THEN.format(n=n) for n in range(len(days))), *bounds) if days else []
    counts = {days[place]: int(n) for place, n in counted if n}
    if within and (now := _count("due <= ?", today, most=MOST_IN_A_DAY)):
        counts[today] = now
    return counts


_DUE_THEN = "SELECT {n}, (SELECT COUNT(*) FROM (SELECT 1 FROM revisit WHERE state = ? AND due = ? LIMIT ?) AS counted)"


def _is_cut(ids: list[int]) -> bool:
    """Whether there may be more than a list holds."""
    return len(ids) >= MOST_ROWS


def _count(where: str, *values: object, most: int = 0) -> int:
    found = f"SELECT 1 FROM revisit WHERE state = '{OPEN}' AND {where} LIMIT {most or MOST_COUNTED}"
    return int(rows(f"SELECT COUNT(*) FROM ({found}) AS counted", *values)[0][0])


def _count_late(day: dt.date) -> int:
    found = _count("hour IS NULL AND closes < ?", day) + _count("hour IS NOT NULL AND closes < ?", day)
    return min(found, MOST_COUNTED)


def _count_in_time(day: dt.date, late: int) -> int:
    """What has begun by `day` and is not late, if so many are."""
    if late < MOST_COUNTED:
        return _count("due <= ?", day, most=late + MOST_COUNTED) - late
    return _count(_IN_TIME, day, day)


def _ids(where: str, *values: object, by: str) -> list[int]:
    """The first MOST_ROWS open contacts, by id: what they say is read for these only, not for all that are sorted."""
    found = f"SELECT id FROM revisit WHERE state = '{OPEN}' AND {where} ORDER BY {by} LIMIT {MOST_ROWS}"
    return [id_ for (id_,) in rows(found, *values)]


def _own(day: dt.date, where: str, *values: object) -> list[int]:
    """Those with an hour, then what is wished on this very day, then the others as their windows close: each in the
    order of an index, so that not all of a chain's work has to be sorted for the first lines."""
    timed = _ids(f"hour IS NOT NULL AND {where}", *values, by=_BY_HOUR)
    wished = _ids(f"hour IS NULL AND due = ? AND {_ON_THE_DAY} AND reason IN {DATES}", day, by=_BY_DUE)
    others = _ids(f"hour IS NULL AND {where}", *values, by=_BY_HOUR)
    return list(dict.fromkeys([*timed, *wished, *others]))[:MOST_ROWS]


def _late(day: dt.date) -> list[int]:
    """Those whose window closed before `day`, the longest ago first; with an hour or without, as above."""
    late = f"SELECT closes, id FROM revisit WHERE state = '{OPEN}' AND closes < ? AND hour "
    timed = rows(f"{late} IS NOT NULL ORDER BY {_BY_CLOSE} LIMIT {MOST_ROWS}", day)
    others = rows(f"{late} IS NULL ORDER BY {_BY_HOUR} LIMIT {MOST_ROWS}", day)
    return [id_ for _, id_ in sorted(timed + others)[:MOST_ROWS]]


def _first(day: dt.date) -> list[int]:
    """What can't wait: a call that broke off, then what was promised for this day or before."""
    broken = f"SELECT due, hour, id FROM revisit WHERE state = '{OPEN}' AND hour IS NOT NULL AND last_outcome = ?"
    timed = sorted(rows(f"{broken} LIMIT {MOST_ROWS}", "broke_off"), reverse=True)
    begun = [id_ for due, _hour, id_ in timed if (day_of(due) or day) <= day]
    return list(dict.fromkeys([*begun, *_promised("p.until <= ?", day)]))


def _promised(when: str, day: dt.date) -> list[int]:
    """The contacts by which promises are to be kept, the oldest promise first."""
    found = f"""
        SELECT r.id FROM revisit r JOIN promise p ON p.revisit_id = r.id
        WHERE p.state = '{OPEN}' AND {when} AND r.state = '{OPEN}'
        ORDER BY p.until, p.hour IS NULL, p.hour, p.id LIMIT {MOST_ROWS}
    """
    return [id_ for (id_,) in rows(found, day)]


def _without(first: list[int], ids: list[int]) -> list[int]:
    return [id_ for id_ in ids if id_ not in first] if first else ids


_LINES = """
    SELECT r.id, r.version, r.customer_id, c.name, c.number, r.reason, r.topic, r.channel, p.kind, p.metal, p.stone,
        p.name, s.gift, r.anchor, r.due, r.closes, r.hour, r.clerk_id, k.name, r.last_outcome, r.tries
    FROM revisit r JOIN customer c ON c.id = r.customer_id LEFT JOIN clerk k ON k.id = r.clerk_id
    LEFT JOIN sale s ON s.id = r.sale_id LEFT JOIN piece p ON p.sale_id = s.id AND p.position = 0
    WHERE r.id IN (…)
"""


def _rows(shop: Shop, day: dt.date, *lists: list[int]) -> list[tuple[DueRow, ...]]:
    """The lines of some lists of ids, all read at once."""
    found = among(_LINES, [id_ for ids in lists for id_ in ids])
    customers = [row[2] for row in found]
    known, busy, may = standings(customers), claimed(customers), _Allowed(shop, clock.now())
    lines = {row[0]: _row(shop, row, *known[row[2]], day, may, busy.get(row[2], ("", ""))[0]) for row in found}
    return [tuple(lines[id_] for id_ in ids if id_ in lines) for ids in lists]


class _Allowed:
    """Which contacts may be made at a moment; most of a day's are alike in what bears on it."""

    def __init__(self, shop: Shop, moment: dt.datetime) -> None:
        self._policy, self._moment = shop.policy, moment
        self._known: dict[object, May] = {}

    def of(
        self, standing: Standing, reason: str, channel: str, due: dt.date, hour: dt.time | None, last_outcome: str
    ) -> May:
        """Whether one may be made; contacts without an hour were not asked for by the customer, whenever due."""
        alike = id(standing), reason, channel, (due, hour, last_outcome) if hour else None
        if alike not in self._known:
            self._known[alike] = may_make(
                standing, reason, channel, self._moment, self._policy, due=due, hour=hour, last_outcome=last_outcome
            )
        return self._known[alike]


def _row(
    shop: Shop, row: tuple[Any, ...], standing: Standing, phone: str, day: dt.date, may: _Allowed, busy: str
) -> DueRow:
    """A line, from its columns as _LINES names them."""
    id_, version, customer, name, number, reason, topic, channel, kind, metal, stone, piece, gift, *rest = row
    anchor, due, closes, hour = day_of(rest[0]), day_of(rest[1]), day_of(rest[2]), hour_of(rest[3])
    assert anchor and due and closes
    clerk_id, clerk, last_outcome, tries = rest[4:]
    return DueRow(
        id=id_,
        version=version,
        customer_id=customer,
        customer=name,
        number=number_words(number),
        phone=masked(phone, shop.region) if phone else "",
        reason=reason,
        topic=topic,
        channel=channel,
        kind=kind or "",
        metal=metal or "",
        stone=stone or "",
        piece=piece or "",
        gift=bool(gift),
        anchor=anchor,
        due=due,
        closes=closes,
        hour=hour,
        days_late=max((day - closes).days, 0),
        clerk_id=clerk_id,
        clerk=clerk or "",
        last_outcome=last_outcome,
        tries=tries,
        may=may.of(standing, reason, channel, due, hour, last_outcome),
        busy=busy,
    )
