"""Every screen and dialog at 80×24 in both languages, as text to look at; RENEW_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from textual.screen import Screen

from counter_tui.settings import Settings
from tests.screens.conftest import Counter
from tests.screens.walk import STOPS, walk
from tests.test_house import classes

FOLDER = Path(__file__).parents[1] / "snapshots"
RENEW = bool(os.environ.get("RENEW_SNAPSHOTS"))

FIRST = "first-start"
ELSEWHERE = {"FirstStart", "NotNow"}
"""Screens the walk does not come by."""
IF_MEANT = "\n\nIf this is meant: RENEW_SNAPSHOTS=1, then look at them."
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def seen(c: Counter) -> str:
    """What stands on the terminal, and below it where the focus is."""
    focused = c.app.screen.focused
    where = (focused.name or focused.id or "").strip() if focused else ""
    lines = [line.rstrip() for line in c.lines()]
    return "\n".join([*lines, f"-- {c.screen}; the focus is on {type(focused).__name__} {where}".rstrip()]) + "\n"


def difference(c: Counter, language: str, name: str) -> str:
    """What is not as it was seen, as a diff; nothing where all is. Writes it anew if that is asked for."""
    path, shown = FOLDER / language / f"{name}.txt", seen(c)
    if RENEW:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, "utf-8")
    stored = path.read_text("utf-8") if path.exists() else ""
    return "\n".join(difflib.unified_diff(stored.splitlines(), shown.splitlines(), name, "now", lineterm=""))


@LANGUAGES
async def test_every_screen_looks_as_it_was_seen_to_look(counter, stocked, monkeypatch, language: str) -> None:
    visited: set[type] = set()
    async with counter(stocked, language) as c:
        differences = []
        async for stop in walk(c, monkeypatch):
            differences.append(difference(c, language, stop.name))
            visited.update(type(c.app.screen).__mro__)
    assert not any(differences), "\n\n".join(filter(None, differences)) + IF_MEANT
    assert {cls.__name__ for cls in classes(Screen) if cls not in visited} <= ELSEWHERE


@LANGUAGES
async def test_the_first_start_looks_as_it_was_seen_to_look(
    counter, tmp_path, monkeypatch, place: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)  # where the records will be stands on the screen
    async with counter(Settings(Path("golden-bell"), database=Path(place).name), language) as c:
        assert not (found := difference(c, language, FIRST)), found + IF_MEANT


@LANGUAGES
def test_no_snapshot_is_left_over(place: str, language: str) -> None:
    assert {path.stem for path in (FOLDER / language).iterdir()} == {FIRST, *(stop.name for stop in STOPS)}
