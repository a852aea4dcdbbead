"""On every screen: each theme can be read, a state is a word or a sign as well as a colour, and plain means plain."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from rich.style import Style

from counter_tui.settings import THEMES as NAMES
from counter_tui.widgets.themes import PICTURE, THEMES
from tests.screens.conftest import Counter
from tests.screens.walk import walk
from tests.widgets.test_looks import contrast

LEGIBLE = {"contrast": 7.0}
"""The least contrast of text (WCAG 2: 4.5, and 7 where enhanced: success criteria 1.4.3 and 1.4.6)."""
LINES = re.compile(r"[\s─│╭╮╰╯┃]*")
STRANGE = re.compile(r"[^\x20-\x7e\u3000-\u30ff\u3400-\u9fff\uff00-\uffef·¥]|·(?!\w)|(?<!\w)·")
"""Neither ASCII, nor Chinese letters and punctuation, nor the dot within a name, nor money."""
STATES = {
    "today": ("4 days late", "overdue (1)", "today (3)", "[21]", "› Emily Carter"),
    "search": ("› [/]",),
    "call-half": ("✓ 2 Thank", "› 4 Two"),
    "call-next": ("›            Said",),
    "file": ("› First revisit", "after the first"),
    "sale": ("›                Day", "Kind                                needed"),
    "sale-wrong": ("›               Kind                                ! needed",),
}


def painted(c: Counter) -> Iterator[Segment]:
    """What the screen in front paints itself, without what shines through from below."""
    screen = c.app.screen
    for strip, y in zip(screen._compositor.render_strips(), range(1000), strict=False):
        for part in screen.children:
            if part.display and y in part.region.line_range:
                yield from strip.crop(part.region.x, part.region.right)


def ink(style: Style) -> tuple[Color, Color]:
    assert style.color and style.bgcolor
    return (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)


async def test_every_text_of_every_theme_can_be_read_in_256_colours_too(counter, stocked, monkeypatch) -> None:
    faint = set()
    async with counter(stocked) as c:
        async for stop in walk(c, monkeypatch, main=True):
            for theme in NAMES:
                c.app.apply_theme(theme)
                await c.settle()
                for segment in painted(c):
                    if LINES.fullmatch(segment.text) or segment.style.meta.get(PICTURE):
                        continue
                    for colours in (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT):
                        text, ground = (colour.downgrade(colours) for colour in ink(segment.style))
                        if contrast(text, ground) < LEGIBLE.get(theme, 4.5):
                            faint.add((theme, stop.name, segment.text.strip(), text.name, ground.name, colours))
    assert not faint


def test_the_colour_blind_theme_tells_late_careful_and_done_apart_by_lightness_too(place: str) -> None:
    theme = THEMES["colour-blind"]
    signs = [Color.parse(str(colour)) for colour in (theme.error, theme.warning, theme.success)]
    assert all(contrast(one, other) >= 1.4 for at, one in enumerate(signs) for other in signs[at + 1 :])


async def test_a_state_is_told_by_a_word_or_a_sign(counter, stocked, monkeypatch) -> None:
    async with counter(stocked) as c:
        async for stop in walk(c, monkeypatch, main=True):
            for sign in STATES.get(stop.name, ()):
                assert sign in c.text, (stop.name, sign)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_plain_draws_without_boxes_and_signs(counter, stocked, monkeypatch, language: str) -> None:
    from dataclasses import replace

    strange = set()
    async with counter(replace(stocked, plain=True), language) as c:
        async for stop in walk(c, monkeypatch, main=language != "en"):
            for segment in painted(c):
                if not (segment.style and segment.style.meta.get(PICTURE)):
                    strange |= {(stop.name, found, segment.text) for found in STRANGE.findall(segment.text)}
            if stop.name == "today":
                assert "+- Novem" in c.text or "+- 2026" in c.text
                assert "|> Emily Carter" in c.text
    assert not strange


async def test_the_theme_of_the_settings_is_there_from_the_first_frame(counter, stocked) -> None:
    from dataclasses import replace

    async with counter(replace(stocked, theme="light")) as c:
        grounds = {segment.style.bgcolor.name for segment in painted(c) if segment.style and segment.style.bgcolor}
        assert THEMES["light"].background in grounds
        assert not c.app.current_theme.dark
