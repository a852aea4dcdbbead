"""A list is gathered into the same customers in whatever order its rows are, and however little fits into memory."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui.exchange import spool
from counter_tui.exchange.gathering import gather
from counter_tui.exchange.persons import Person
from counter_tui.exchange.records import Buyer, Day, ImportRow, Line, Number, Ware
from counter_tui.exchange.spool import Spool

A, B, C = (f"+861380000000{n}" for n in range(3))


def number(e164: str) -> Number:
    return Number(e164[3:], e164, "CN", "mobile", True)


births = st.sampled_from([(), *((Day("birthday", "solar", 5, 6, False, year),) for year in (1990, None))])
numbers = st.lists(st.sampled_from([A, B, C]), max_size=2, unique=True)
rows = st.tuples(
    st.sampled_from(["王芳", "王强", "Emily Carter", ""]),
    numbers,
    births,
    st.sampled_from([None, dt.date(2024, 3, 5), dt.date(2025, 1, 2)]),
).filter(lambda row: row[0] or row[1])


def gathered(table: list[tuple]) -> tuple[list[Person], list[int]]:
    """The customers of these rows, and the rows that fit several."""
    doubtful: list[int] = []
    lines = []
    for at, name, phones, days, sold in table:
        who = tuple(map(number, phones))
        entry = Buyer(name or who[0].typed, who, days)
        piece = Ware(style=f"R{at}") if sold else None
        lines.append(Line(0, ImportRow(at, entry, sold, piece, f"F{at}")))
    persons = gather(lines, lambda line: doubtful.append(line.row.line))
    return sorted(persons, key=lambda person: person.uuid), sorted(doubtful)


def comparable(found: tuple[list[Person], list[int]]) -> list[object]:
    persons, doubtful = found
    return [(p.uuid, p.entry, set(p.births), sorted(b.key for b in p.bought)) for p in persons] + [doubtful]


@given(st.lists(rows, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_no_matter(table: list[tuple], rng: random.Random) -> None:
    numbered = [(at, *row) for at, row in enumerate(table, 2)]
    shuffled = rng.sample(numbered, len(numbered))
    assert comparable(gathered(numbered)) == comparable(gathered(shuffled))


@given(st.lists(rows, min_size=1, max_size=12))
def test_no_row_is_lost_and_none_is_twice(table: list[tuple]) -> None:
    persons, _doubtful = gathered([(at, *row) for at, row in enumerate(table, 2)])
    assert sum(len(person.bought) for person in persons) == sum(row[3] is not None for row in table)
    assert {phone.e164 for person in persons for phone in person.entry.phones} == {n for row in table for n in row[1]}


@given(st.lists(rows, min_size=1, max_size=12))
def test_nothing_changes_where_hardly_a_row_fits_into_memory(table: list[tuple]) -> None:
    numbered = [(at, *row) for at, row in enumerate(table, 2)]
    roomy = comparable(gathered(numbered))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_AT_ONCE", 1)
        patch.setattr(spool, "_CACHE_KB", 1)
        assert comparable(gathered(numbered)) == roomy


def test_a_number_alone_belongs_to_a_customer_who_was_found_to_be_one_by_another_number() -> None:
    whose = [("王芳", [A]), ("王芳", [B, C]), ("", [A, B]), ("", [C])]
    table = [(at, name, phones, (), None) for at, (name, phones) in enumerate(whose, 2)]
    persons, doubtful = gathered(table)
    assert ([person.entry.name for person in persons], doubtful) == (["王芳"], [])


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(words, st.integers(-(2**62), 2**62), st.binary(max_size=9)), max_size=40))
def test_a_spool_gives_back_what_was_put_in_in_order(records: list[tuple]) -> None:
    kept = Spool(3)
    kept.put("", 0, b"")
    for record in records:
        kept.put(*record)
    assert len(kept) == len(records) + 1
    assert list(kept.rows()) == [("", 0, b""), *records]
    assert list(kept.rows(0, 1, by=2)) == sorted([("", 0), *((text, figure) for text, figure, _data in records)])
