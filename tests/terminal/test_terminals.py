"""Terminals that can do little: no colour, sixteen colours, no boxes, no Chinese letters."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pyte.screens import Char

from counter_tui.settings import write_settings
from tests.terminal.conftest import Opened, SmallShop
from tests.terminal.session import Session

pytestmark = pytest.mark.parametrize("place", ["sqlite"], indirect=True)

POOR = pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "xterm"}], ids=["no colour", "16 colours"])
SIXTEEN = re.compile(r"(bright)?(black|red|green|brown|blue|magenta|cyan|white)|default")
BOXES = re.compile(r"[─│╭╮╰╯┃█▀▄•›✓…×–]")
NO_CHINESE = "This terminal cannot show Chinese"


def cells(t: Session, y: int | None = None) -> list[Char]:
    """The painted cells of a line, or of all; those that hold something to read."""
    screen = t._screen
    lines = range(screen.lines) if y is None else [y]
    found = [screen.buffer[line][column] for line in lines for column in range(screen.columns)]
    return [cell for cell in found if cell.data.strip()]


def line_of(t: Session, words: str) -> int:
    return next(y for y, line in enumerate(t.lines()) if words in line)


def looks(t: Session, words: str) -> set[tuple[object, ...]]:
    """How these words are painted: each combination of colours and attributes once."""
    y = line_of(t, words)
    x = t._screen.display[y].index(words)
    row = [t._screen.buffer[y][column] for column in range(x, x + len(words))]
    return {(cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore) for cell in row if cell.data.strip()}


@POOR
def test_the_marked_line_stands_out_and_nothing_is_invisible(
    small_shop: SmallShop, opened: Opened, environment: dict[str, str]
) -> None:
    with opened(small_shop.folder, **environment) as t:
        for key, marked in ("", "Emily Carter"), ("f9", "Start this call"), ("escape", "Emily"), ("138", "张"):
            t.keys(*filter(None, [key]))
            t.until(lambda marked=marked: marked in t.text and all(look[3] for look in looks(t, marked)))
            assert any(not cell.reverse for cell in cells(t))
            assert [cell for cell in cells(t) if cell.fg == cell.bg != "default"] == []
            assert all(SIXTEEN.fullmatch(colour) for cell in cells(t) for colour in (cell.fg, cell.bg))


def test_no_color_means_no_colour(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder, NO_COLOR="1") as t:
        t.until("First revisit")
        t.keys("f2")
        t.until("Customer")
        assert {(cell.fg, cell.bg) for cell in cells(t)} == {("default", "default")}


def test_plain_draws_no_box_from_the_first_screen_to_the_last(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder, "--plain") as t:
        t.until("> Emily Carter")
        assert BOXES.findall(t.text) == []
        for keys, wanted in (("f9", "+- Menu"), ("f6", "Too dear"), ("enter", "> 1 Right")):
            t.keys(keys)
            t.until(wanted)
            assert BOXES.findall(t.text) == []
            t.keys("escape")
            t.until_gone(wanted)


def test_a_linux_console_offers_english_and_takes_enter_for_it(small_shop: SmallShop, opened: Opened) -> None:
    write_settings(replace(small_shop.settings, language="zh_CN"))
    before = (small_shop.folder / "counter.toml").read_text("utf-8")
    with opened(small_shop.folder, TERM="linux") as t:
        t.until(NO_CHINESE)
        t.until("Enter: go on in English.")
        t.keys("enter")
        t.until("> Emily Carter")
        assert "First revisit" in t.text
        assert BOXES.findall(t.text) == []
    assert (small_shop.folder / "counter.toml").read_text("utf-8") == before


def test_a_linux_console_shows_chinese_to_whoever_insists(small_shop: SmallShop, opened: Opened) -> None:
    write_settings(replace(small_shop.settings, language="zh_CN"))
    with opened(small_shop.folder, TERM="linux") as t:
        t.until("c and Enter")
        t.keys("c", "enter")
        t.until("> Emily Carter")
        assert "逾" in t.text
        assert BOXES.findall(t.text) == []


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("--lang", "zh_CN"), {}), ((), {"COUNTER_TUI_LANG": "zh_CN"})],
    ids=["--lang", "COUNTER_TUI_LANG"],
)
def test_chinese_asked_for_by_name_is_told_and_given(
    small_shop: SmallShop, opened: Opened, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    with opened(small_shop.folder, *arguments, TERM="linux", **environment) as t:
        t.until("> Emily Carter")
        assert "逾" in t.text
        assert NO_CHINESE.encode() in t.seen


def test_a_locale_without_utf8_is_told_the_same(small_shop: SmallShop, opened: Opened) -> None:
    write_settings(replace(small_shop.settings, language="zh_CN"))
    with opened(small_shop.folder, LANG="zh_CN.GBK") as t:
        t.until(NO_CHINESE)
        t.keys("enter")
        t.until("> Emily Carter")


def test_english_on_a_linux_console_asks_nothing(small_shop: SmallShop, opened: Opened) -> None:
    with opened(small_shop.folder, TERM="linux") as t:
        t.until("> Emily Carter")
        assert NO_CHINESE.encode() not in t.seen
