"""The top line: whose shop, who is at the counter, where we are, what day and time it is."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from counter_tui import clock
from counter_tui.widgets.cells import cut, printable
from counter_tui.words import day_words, dotted, short_day

_TICK_SECONDS = 5
_APART = "   "


class TitleLine(Widget, can_focus=False):
    """Set `shop`, `clerk`, `heading` and `state` ("not saved", "rest until 14:30"); the clock runs by itself.

    Where there is no room the year goes first, then the shop's name, then the date; heading and state are cut last.
    """

    COMPONENT_CLASSES = {"title-line--heading", "title-line--state"}  # noqa: RUF012
    DEFAULT_CSS = """
    TitleLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $text-muted;
        & > .title-line--heading { color: $foreground; text-style: bold; }
        & > .title-line--state { color: $text-primary; text-style: bold; }
    }
    """

    shop = reactive("")
    clerk = reactive("")
    heading = reactive("")
    state = reactive("")
    minute = reactive("")

    def __init__(self, shop: str = "", clerk: str = "", heading: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(TitleLine.shop, shop)
        self.set_reactive(TitleLine.clerk, clerk)
        self.set_reactive(TitleLine.heading, heading)

    def on_mount(self) -> None:
        self.look_at_clock()
        self.set_interval(_TICK_SECONDS, self.look_at_clock)

    def look_at_clock(self) -> None:
        self.minute = f"{clock.now():%Y-%m-%d %H:%M}"

    def render(self) -> Content:
        width = self.size.width
        now = clock.now()
        day, time = now.date(), f"{now:%H:%M}"
        state, heading = cut(self.state, width // 2), printable(self.heading)
        whole = dotted(map(printable, (self.shop, self.clerk)))
        for who, when in (
            (whole, f"{day_words(day)} {time}"),
            (whole, f"{short_day(day)} {time}"),
            (printable(self.clerk), f"{short_day(day)} {time}"),
            (printable(self.clerk), time),
            ("", time),
        ):
            taken = sum(cell_len(part) + len(_APART) for part in (who, state, when) if part)
            if taken + cell_len(heading) <= width:
                break
        heading = cut(heading, width - taken)
        left = Content(_APART).join(
            [Content(who)] * bool(who) + [Content(heading).stylize(self._look("heading"))] * bool(heading)
        )
        right = Content(_APART).join([Content(state).stylize(self._look("state"))] * bool(state) + [Content(when)])
        return Content.assemble(left, " " * max(width - left.cell_length - right.cell_length, 1), right)

    def _look(self, name: str) -> Style:
        return self.get_visual_style(f"title-line--{name}", partial=True)
