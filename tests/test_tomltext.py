"""A TOML file somebody wrote: a value changed and all else left as it is, and what its reader says in plain words."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_tui import i18n
from counter_tui.i18n import assets
from counter_tui.tomltext import syntax_fault, toml_value, with_value

VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=2), max_size=3),
)


@given(value=VALUES)
def test_a_value_is_read_as_it_was_written(value: object) -> None:
    assert tomllib.loads(f"key = {toml_value(value)}") == {"key": value}


CHANGED = [
    ("", ("name",), "x", 'name = "x"\n'),
    ("# ours\n", ("name",), "x", 'name = "x"\n# ours\n'),
    ("a = 1", ("b",), 2, "a = 1\nb = 2\n"),
    ("a = 1 # one\n[t]\nb = 2\n", ("c",), 3, "a = 1 # one\nc = 3\n[t]\nb = 2\n"),
    ("[t]\nb = 2\n", ("c",), 3, "c = 3\n[t]\nb = 2\n"),
    ("a = 1 # one\n", ("a",), 2, "a = 2 # one\n"),
    ("a=1# one\n", ("a",), 2, "a=2# one\n"),
    ("a = [\n  1, # one\n  2,\n] # two\nb = 3\n", ("a",), [4], "a = [4] # two\nb = 3\n"),
    ('a = """\nb = 1\n"""\n', ("b",), 2, 'a = """\nb = 1\n"""\nb = 2\n'),
    ("[calls] # ours\n\n# the rest\n[x]\n", ("calls", "rest"), [], "[calls] # ours\nrest = []\n\n# the rest\n[x]\n"),
    ("[calls]\na = 1\n[x]\nrest = 2\n", ("calls", "rest"), 3, "[calls]\na = 1\nrest = 3\n[x]\nrest = 2\n"),
    ("calls.rest = 1 # x\n", ("calls", "rest"), 2, "calls.rest = 2 # x\n"),
    ("calls = { rest = 1, a = 2 } # x\n", ("calls", "rest"), 3, "calls = { rest = 3, a = 2 } # x\n"),
    ("[x]\ny = 1", ("calls", "rest"), 2, "[x]\ny = 1\n\n[calls]\nrest = 2\n"),
    ("[x]\r\ny = 1\r\n", ("calls", "rest"), 2, "[x]\r\ny = 1\r\n\r\n[calls]\r\nrest = 2\r\n"),
    ("'a' = 1\n", ("a",), 2, "'a' = 2\n"),
]


@pytest.mark.parametrize(("source", "path", "value", "expected"), CHANGED)
def test_one_value_changes_and_every_other_line_stays(
    source: str, path: tuple[str, ...], value: object, expected: str
) -> None:
    assert with_value(source, path, value) == expected


@pytest.mark.parametrize("source", ["a = ", "calls = { a = 2 }\n", "calls = 3\n"])
def test_what_nobody_foresaw_is_left_alone(source: str) -> None:
    with pytest.raises(ValueError):
        with_value(source, ("calls", "rest"), [])


@given(hours=st.lists(st.tuples(st.just("12:30"), st.just("14:30")), max_size=3))
def test_the_shipped_policy_loses_not_a_line(hours: list[tuple[str, str]]) -> None:
    source = (assets() / "policy.toml").read_text("utf-8")
    changed = with_value(source, ("calls", "rest"), hours)
    others = [line for line in source.splitlines() if not line.startswith("rest =")]
    assert [line for line in changed.splitlines() if not line.startswith("rest =")] == others
    assert tomllib.loads(changed)["calls"]["rest"] == [list(span) for span in hours]


FAULTS = [
    ('a = "x', 1, "never closed"),
    ('a = "x\nb = 1', 1, "never closed on this line"),
    ("a = 'x\nb = 'y'", 1, "never closed on this line"),
    ("a = 'x\nb = 1", 2, "opened and never closed"),
    ('b = 1\na = """x\n', 2, "never closed"),
    ("a = [1, 2\nb = 3", 2, "expected a comma or ]"),
    ("a = {b = 1", 1, "expected a comma or }"),
    ("a = 1\na = 2\n", 2, "this key stands in the file twice"),
    ("[a]\n[a]\n", 2, "this table stands in the file twice"),
    ("a = 1 2\n", 1, "expected the end of the line"),
    ("a\n", 1, "expected key = value"),
    ("= 3\n", 1, "expected key = value, or a table"),
    ("标题 = 1\n", 1, "expected key = value, or a table"),
    ("a.标题 = 1\n", 1, "a key in plain letters"),
    ("a = “x”\n", 1, "expected a value: text in quotes"),
    ('a = "C:\\d"\n', 1, "a single \\; write \\\\"),
    ("a = 2027-02-30\n", 1, "a date such as"),
    ("[a\n", 1, "expected ] at the end"),
    ("a = {b = 1, b = 2}\n", 1, "this key stands"),
]


@pytest.mark.parametrize(("source", "line", "words"), FAULTS)
def test_what_is_no_toml_is_told_in_plain_words(source: str, line: int, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        tomllib.loads(source)
    assert syntax_fault(refused.value, source)[0] == line
    assert words in syntax_fault(refused.value, source)[1]


def test_a_fault_nobody_has_words_for_is_told_as_it_is() -> None:
    assert syntax_fault(ValueError("Strange thing (at line 3, column 4)"), "") == (
        3, "this line cannot be understood as TOML: Strange thing",
    )  # fmt: skip
    i18n.set_language("zh_CN")
    assert "Strange thing" in syntax_fault(ValueError("Strange thing (at end of document)"), "a\nb")[1]
