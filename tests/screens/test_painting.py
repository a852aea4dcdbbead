"""A key in the search box: painted at once, nothing laid out for it, and no more of the screen than has changed."""

from __future__ import annotations

import gc
import weakref

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region
from textual.screen import Screen

from counter_tui.widgets.agenda_list import RowList
from counter_tui.widgets.painting import Lines


async def test_a_key_lays_nothing_out_and_paints_only_the_lines_that_changed(counter, stocked, monkeypatch) -> None:
    layouts, painted = [], []
    async with counter(stocked) as c:
        await c.type("1")
        refresh, display = Screen._refresh_layout, type(c.app)._display
        monkeypatch.setattr(Screen, "_refresh_layout", lambda *args: (layouts.append(args), refresh(*args)))
        monkeypatch.setattr(
            type(c.app), "_display", lambda app, screen, what: (painted.append(what), display(app, screen, what))
        )
        monkeypatch.setattr("counter_tui.widgets.painting.FRAME", 0)
        await c.type("38")
        assert not layouts
        frames = [{y for _x, y, _strip in what.parts} for what in painted if isinstance(what, Lines)]
        assert frames
        assert all(1 in frame for frame in frames)  # the box
        assert max(map(len, frames)) < 21


async def test_walking_down_a_list_paints_the_two_entries_it_leaves_and_reaches(counter, stocked, monkeypatch) -> None:
    async with counter(stocked) as c:
        await c.type("1")
        matches = c.app.screen.query_one("#matches", RowList)
        regions: list[Region] = []
        refresh = matches.refresh
        monkeypatch.setattr(matches, "refresh", lambda *some, **kw: (regions.extend(some), refresh(*some, **kw))[1])
        matches.move_cursor(1)
        assert 0 < sum(region.height for region in regions) <= 4


async def test_what_a_widget_looked_like_goes_with_it(counter, stocked) -> None:
    async with counter(stocked):
        looks = StylesCache()
        looks.get_inner_outer(Color(0, 0, 0), Color(255, 255, 255))
        gone = weakref.ref(looks)
        del looks
        gc.collect()
        assert gone() is None


async def test_searching_all_day_makes_the_program_no_bigger(counter, stocked) -> None:
    """Where a widget stands is remembered anew after each change of the screen, and not for ever."""
    async with counter(stocked) as c:
        sizes = []
        for _round in range(2):
            for _search in range(12):
                await c.type("1")
                await c.press("ctrl+u")
            sizes.append(sum(len(node._query_one_cache) for node in c.app.screen.walk_children(with_self=True)))
        assert sizes[0] == sizes[1] > 0


async def test_a_list_that_has_no_looks_yet_is_blank(counter, stocked) -> None:
    async with counter(stocked) as c:
        await c.type("1")
        matches = c.app.screen.query_one("#matches", RowList)
        window = Region(0, 0, 20, 2)
        assert any(strip.text.strip() for strip in matches.render_lines(window))
        matches._component_styles.clear()
        matches.notify_style_update()
        assert not any(strip.text.strip() for strip in matches.render_lines(window))
